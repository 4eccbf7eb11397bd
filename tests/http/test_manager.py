"""The manager's report: every figure equals a recount from the reports of single closed days; scope, what is not closed yet,
bad questions, the files, and the plans of the queries."""
import csv
import io
import os
import re
import sqlite3
import sys
import unittest
from datetime import date, timedelta
from fractions import Fraction

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import PASSWORD, ROOT, far_west, today  # noqa: E402

DAYS = 40
COUNTS = ("rooms", "out_of_order", "sold", "comp", "in_house", "arrivals", "departures", "walk_ins", "no_shows", "cancelled")
AMOUNTS = ("room_fen", "other_fen", "tax_fen", "in_fen", "out_fen")
NAMES = ("day", "week_before", "month", "month_before", "month_last_year", "year", "last_year")


def half_up(a, b):
    return None if b == 0 else int(Fraction(a, b) + Fraction(1, 2))


def earlier(day, years=0, months=0):
    """The same day of an earlier month, or that month's last."""
    months += 12 * years
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(day.day - 1), after - timedelta(1))


def spans_of(day):
    """{name: (first, last)} by the definitions."""
    month, year = earlier(day, months=1), earlier(day, years=1)
    return dict(zip(NAMES, ((day, day), (day - timedelta(7),) * 2, (day.replace(day=1), day), (month.replace(day=1), month),
                            (year.replace(day=1), year), (day.replace(month=1, day=1), day), (year.replace(month=1, day=1), year))))


class Manager(House):
    options = ("--demo-days", str(DAYS))

    def ask(self, more="", status=200, **options):
        return self.staff("GET", "/reports/manager" + (f"?{more}" if more else ""), status=status, **options)

    def report(self, branch=None, day=None, **options):
        given = {"branch_id": branch, "date": day}
        return self.ask("&".join(f"{k}={v}" for k, v in given.items() if v), **options).json

    def span(self, report, name="day"):
        return next(s for s in report["spans"] if s["name"] == name)

    def manager(self, *branches):
        name = f"leiter-{next(self.numbers)}"
        self.post("/staff", {"name": name, "password": PASSWORD, "role": "manager", "branch_ids": list(branches)}, 201)
        return self.server.staff_token(name)

    def branch(self):
        """A branch whose day is over, with a room type of five rooms; its id, its open date, the type."""
        body = {"name": f"=西岸 {next(self.numbers)}", "timezone": far_west(), "audit_hour": 23, "hold_until": 0}
        place = self.post("/branches", body, 201)
        body = {"branch_id": place["id"], "name": "大床", "price_fen": 10000, "stock": 5, "status": "on"}
        return place["id"], place["business_date"], self.post("/room-types", body, 201)["id"]

    def stay(self, kind, first, nights=1):
        body = {"room_type_id": kind, "arrival": first, "departure": (date.fromisoformat(first) + timedelta(nights)).isoformat(),
                "rooms": 1, "guest_name": "李四", "guest_phone": "13800000000"}
        return self.post("/orders", body, 201)["stays"][0]["id"]

    def close(self, place, day, **policies):
        self.post("/day/close", {"branch_id": place, "business_date": day, "policies": policies})


class Recount(Manager):
    """The demo's three branches."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        get = lambda path: cls.server.get("/api/v1/admin" + path, token=cls.owner_token).json  # noqa: E731
        cls.days = {}
        cls.places = [b["id"] for b in get("/branches?limit=100")["items"]]
        for place in cls.places:
            for back in range(1, DAYS + 1):
                cls.days[place, today(-back)] = get(f"/day/report?branch_id={place}&date={today(-back)}")

    def check_span(self, span, first, last, places):
        parts = [r for (p, d), r in self.days.items() if p in places and str(first) <= d <= str(last)]
        self.assertEqual((span["from"], span["to"], span["days"], span["days_expected"]), (str(first), str(last), len(parts), len(parts)))
        for name in COUNTS + AMOUNTS:
            self.assertEqual(span[name], sum(r["day"][name] for r in parts), (span["name"], name))
        base, total = span["rooms"] - span["out_of_order"], span["room_fen"] + span["other_fen"]
        self.assertEqual(span["total_fen"], total)
        ratios = (half_up(span["room_fen"], span["sold"]), half_up(span["room_fen"], base))
        self.assertEqual((span["adr_fen"], span["revpar_fen"]), ratios)
        points = half_up(span["sold"] * 10000, base)
        self.assertEqual(span["occupancy"], points if points is None else points / 10000)
        ends = [self.days[p, str(last)]["ledgers"] for p in places if (p, str(last)) in self.days]
        stood = {k: sum(e[k]["closing"] for e in ends) for k in ("guest", "deposit", "receivable")}
        self.assertEqual((span["guest_fen"], span["deposit_fen"], span["receivable_fen"]),
                         (stood["guest"], -stood["deposit"], stood["receivable"]))
        return parts

    def sums(self, parts, name, key, amount):
        out = {}
        for line in (line for r in parts for line in r[name]):
            out[line[key]] = out.get(line[key], 0) + amount(line)
        return out

    def check(self, report, day, places):
        for name, (first, last) in spans_of(date.fromisoformat(day)).items():
            parts = self.check_span(self.span(report, name), first, last, places)
            for rows, table, key, amount in (("codes", "codes", "code", lambda r: r["amount_fen"]),
                                             ("kinds", "takings", "kind", lambda r: r["in_fen"] - r["out_fen"])):
                there = {r[key]: r[f"{name}_fen"] for r in report[rows] if r[f"{name}_fen"]}
                self.assertEqual(there, {k: v for k, v in self.sums(parts, table, key, amount).items() if v}, (name, rows))
            self.assertEqual(sum(r[f"{name}_fen"] for r in report["codes"]), self.span(report, name)["total_fen"])
        month = [self.days[p, d] for p, d in self.days if p in places and day[:8] + "01" <= d <= day]
        for amount in ("in_fen", "out_fen"):
            for more, parts in (("", [r for r in month if r["day"]["business_date"] == day]), ("month_", month)):
                want = {}
                for line in (line for r in parts for line in r["takings"]):
                    at = (line["kind"], line["by"])
                    want[at] = want.get(at, 0) + line[amount]
                there = {(r["kind"], r["by"]): r[more + amount] for r in report["takings"] if r[more + amount]}
                self.assertEqual(there, {k: v for k, v in want.items() if v}, more + amount)

    def test_every_figure_equals_a_recount(self):
        for back in (1, 2, 20, DAYS):
            for places in [self.places] + [[p] for p in self.places]:
                one = places[0] if len(places) == 1 else None
                with self.subTest(day=today(-back), branch=one):
                    report = self.report(one, today(-back))
                    self.assertEqual((report["branch_id"], report["date"]), (one, today(-back)))
                    self.check(report, today(-back), places)
                    for row in report["branches"]:
                        day = self.days[row["branch_id"], today(-back)]["day"]
                        self.assertEqual({n: row[n] for n in COUNTS + AMOUNTS + ("adr_fen", "revpar_fen", "occupancy")},
                                         {n: day[n] for n in COUNTS + AMOUNTS + ("adr_fen", "revpar_fen", "occupancy")})
                    self.assertEqual([row["branch_id"] for row in report["branches"]], places)

    def test_it_begins_with_yesterday(self):
        self.assertEqual(self.report(), self.report(day=today(-1)))
        self.assertEqual(self.report(self.places[1]), self.report(self.places[1], today(-1)))

    def test_a_manager_has_the_own_branches_alone(self):
        mine, other = self.places[:2]
        token = self.manager(mine)
        self.assertEqual({**self.report(token=token), "branch_id": mine}, self.report(mine))
        self.assertEqual(self.report(mine, token=token), self.report(mine))
        for more in ("", "&format=csv&part=takings", f"&date={today(-2)}"):
            self.refused(self.ask(f"branch_id={other}{more}", None, token=token), 403, "branch_scope")
        both = self.report(token=self.manager(mine, other))
        self.assertEqual([b["branch_id"] for b in both["branches"]], [mine, other])
        self.assertEqual(self.span(both)["room_fen"], sum(self.days[p, today(-1)]["day"]["room_fen"] for p in (mine, other)))
        self.refused(self.ask("", None, token=self.server.staff_token("chengdu")), 403, "forbidden")

    def test_questions_that_cannot_be_answered_are_refused_by_name(self):
        for field, values in {"branch_id": ("x", "-1"), "date": ("x", "2026-02-30", "20261101"), "format": ("xls",),
                              "part": ("all",), "language": ("fr",)}.items():
            for value in values:
                with self.subTest(field=field, value=value):
                    self.refused(self.ask(f"{field}={value}", None), 400, "bad_request", field)
        self.refused(self.ask("branch_id=1", None), 404, "not_found")
        for day in (today(), today(-DAYS - 1), "1900-01-01", "2999-12-31"):
            self.refused(self.ask(f"date={day}", None), 404, "not_found", "date")


class Own(Manager):
    def test_a_house_that_closed_no_day_has_nothing_to_tell(self):
        place, _, _ = self.branch()
        report = self.report(place)
        self.assertEqual((report["branch_id"], report["date"], report["more"]), (place, None, False))
        self.assertEqual([report[n] for n in ("spans", "branches", "codes", "kinds", "takings", "corrections")], [[]] * 6)
        self.assertEqual(self.ask(f"branch_id={place}&format=csv&part=codes").status, 200)

    def test_what_is_not_closed_yet_is_said(self):
        place, day, kind = self.branch()
        other, _, _ = self.branch()
        token = self.manager(place, other)
        self.stay(kind, day)
        self.close(place, day, due_in="keep")
        report = self.report(token=token)
        self.assertEqual((report["date"], [b["closed"] for b in report["branches"]]), (day, [day, None]))
        self.assertEqual([(s["days"], s["days_expected"]) for s in report["spans"]],
                         [(1, 2) if s["from"] <= day <= s["to"] else (0, 0) for s in report["spans"]])
        self.assertEqual([b["days"] for b in report["branches"]], [1, 0])
        self.refused(self.ask(f"branch_id={other}&date={day}", None), 404, "not_found", "date")

    def test_deposits_debts_and_corrections_stand_with_their_reasons(self):
        place, day, kind = self.branch()
        self.rooms(kind, 5)
        one = self.stay(kind, day)
        self.post(f"/stays/{one}/check-in")
        self.post(f"/accounts/{one}/deposits", {"kind": "card", "amount_fen": 30000})
        account = self.post(f"/accounts/{one}/charges", {"code": "minibar", "unit_fen": 1800})
        self.post(f"/lines/{account['lines'][-1]['id']}/reverse", {"reason": "+客人没有用"})
        self.post(f"/accounts/{one}/allowances", {"amount_fen": 700, "reason": "空调不冷"})
        self.close(place, day, due_out="keep")
        self.post(f"/accounts/{one}/payments", {"kind": "cash", "amount_fen": 5})  # of the next day
        report = self.report(place)
        span = self.span(report)
        self.assertEqual((span["sold"], span["room_fen"], span["other_fen"], span["in_fen"]), (1, 10000, -700, 30000))
        self.assertEqual((span["deposit_fen"], span["guest_fen"], span["receivable_fen"]), (30000, 9300, 0))
        self.assertEqual([(t["kind"], t["by"], t["in_fen"], t["month_in_fen"]) for t in report["takings"]], [("card", "owner", 30000, 30000)])
        self.assertEqual([(c["kind"], c["amount_fen"], c["note"], c["by"], c["branch_id"]) for c in report["corrections"]],
                         [("charge", -1800, "+客人没有用", "owner", place), ("allowance", -700, "空调不冷", "owner", place)])
        order = self.staff("GET", f"/stays/{one}", status=200).json["order_no"]
        self.assertEqual({c["order_no"] for c in report["corrections"]}, {order})
        zh, en = (self.table(f"branch_id={place}&part=corrections&language={x}") for x in ("zh-CN", "en"))
        self.assertEqual(zh[0], ["时间", "门店编号", "门店名称", "门店英文名称", "订单号", "类型", "项目或方式", "金额（元）", "经手人", "原因"])
        self.assertEqual([(r[5], r[7], r[9]) for r in zh[1:]], [("消费", "-18.00", "'+客人没有用"), ("减免", "-7.00", "空调不冷")])
        self.assertEqual((en[0][7:], en[1][5]), (["Amount (CNY)", "By", "Reason"], "Charge"))
        self.assertTrue(zh[1][2].startswith("'=西岸"))

    def table(self, more):
        answer = self.ask(more + "&format=csv")
        self.assertEqual(answer.headers["Content-Type"], "text/csv; charset=utf-8; header=present")
        return list(csv.reader(io.StringIO(answer.body[3:].decode(), newline="")))

    def test_the_files_have_what_the_answer_has_in_yuan_and_in_the_readers_words(self):
        report = self.report(day=today(-1))
        lists = {"spans": "name", "branches": "branch_id", "codes": "code", "kinds": "kind", "takings": "kind"}
        for part in lists:
            for language in ("zh-CN", "en"):
                header, *rows = self.table(f"date={today(-1)}&part={part}&language={language}")
                self.assertEqual(len(rows), len(report[part]))
                self.assertFalse([h for h in header if re.search(r"[a-z]_[a-z]", h)], "a raw name")
                for row, item in zip(rows, report[part]):
                    for cell, (name, value) in zip(row, item.items(), strict=True):
                        if name.endswith("_fen"):
                            self.assertEqual(cell, "" if value is None else f"{value / 100:.2f}")
                        elif isinstance(value, int):
                            self.assertEqual(cell, str(value))
        header, *rows = self.table("part=spans&language=zh-CN")
        self.assertEqual(header[:5], ["期间", "开始日期", "结束日期", "已结天数", "应结天数"])
        self.assertEqual([r[0] for r in rows], ["当日", "上周同日", "本月累计", "上月同期", "去年本月同期", "本年累计", "去年同期"])
        self.assertIn("微信支付", [r[0] for r in self.table("part=kinds&language=zh-CN")])


class Plan(Manager):
    def test_each_query_looks_at_the_days_of_its_branches_alone(self):
        statements = {}
        for name in ("report/report.sql", "day/day.sql"):
            with open(os.path.join(ROOT, "src", name), encoding="utf-8") as file:
                statements.update(re.findall(r"-- name: (\w+)\n(.*?)(?=\n\n|\Z)", file.read(), re.S))
        store = sqlite3.connect(f"file:{os.path.join(self.server.data, 'yizhan.db')}?mode=ro", uri=True)
        self.addCleanup(store.close)
        given = dict.fromkeys(("staff", "branch", "date", "month", "week", "year", "from", "to"), 1)
        for name in ("day_sum", "day_corrections", "report_codes", "report_kinds", "report_takings", "report_balances", "report_branches"):
            with self.subTest(name):
                plan = [row[3] for row in store.execute("EXPLAIN QUERY PLAN " + statements[name], {**given, "spans": "[[1,2]]"})]
                scanned = [p for p in plan if p.startswith("SCAN") and not re.match(r"SCAN (b|own|spans|found|branches|\(subquery)", p)]
                self.assertFalse(scanned + [p for p in plan if "AUTOMATIC" in p], plan)
                self.assertTrue(any(re.search(r"SEARCH (d|l) USING .*\(branch_id=\? AND ((code|kind)=\? AND )?business_date[>=<]", p) for p in plan)
                                or name == "report_branches", plan)


if __name__ == "__main__":
    unittest.main()
