"""Reports: every figure equals a recount from the orders themselves; ranges, scope, CSV, and the plan of the query."""
import csv
import io
import os
import random
import re
import sqlite3
import sys
import unittest
from fractions import Fraction

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import ROOT, Server, stay, today  # noqa: E402

shared = None
DAYS = 12


def setUpModule():
    global shared
    shared = Server().__enter__()
    unittest.addModuleCleanup(shared.__exit__, None, None, None)


def half_up(value):
    return None if value is None else int(value + Fraction(1, 2))


def ratio(a, b):
    return Fraction(a, b) if b else None


class Reports(House):
    def setUp(self):
        """A branch of its own, so that a test counts only its own orders."""
        self.place = self.post("/branches", {"name": f"报表 {next(self.numbers)}", "open": True}, 201)["id"]

    def kind(self, name="房", price=30000, stock=10, **more):
        body = dict(branch_id=self.place, name=f"{name} {next(self.numbers)}", price_fen=price, stock=stock, stock_mode="order", status="on")
        return self.post("/room-types", {**body, **more}, 201)["id"]

    def report(self, first=0, last=DAYS - 1, name="occupancy", more="", **options):
        query = f"branch_id={self.place}&from={today(first)}&to={today(last)}{more}"
        return self.staff("GET", f"/reports/{name}?{query}", **options)

    def check_line(self, line, rooms, sold, revenue):
        occupancy = ratio(sold, rooms)
        self.assertEqual((line["rooms"], line["sold"], line["revenue_fen"]), (rooms, sold, revenue), line)
        self.assertEqual((line["adr_fen"], line["revpar_fen"]), (half_up(ratio(revenue, sold)), half_up(ratio(revenue, rooms))), line)
        self.assertEqual(line["occupancy"], occupancy if occupancy is None else half_up(occupancy * 10000) / 10000, line)


class Recount(Reports):
    def random_order(self, dice, guest, kinds):
        """An order brought into a random state by the doors; its number."""
        kind, rooms = dice.choice(kinds), dice.randint(1, 2)
        end = dice.choice(("pending", "confirmed", "cancelled", "no-show", "in-house", "left", "unpaid-no-show", "longer"))
        first = 0 if end in ("in-house", "left", "no-show", "unpaid-no-show") else dice.randint(0, 6)
        nights = dice.randint(1, 4)
        if end == "unpaid-no-show":
            number = self.staff("POST", "/orders", stay(kind, first, nights, rooms), 201).json["order_no"]
        else:
            grant = self.coupon(guest, "percent", percent_off=dice.randint(1, 40)) if dice.random() < 0.5 else None
            number = self.book(guest, kind, first, nights, rooms, **({"coupon_id": grant} if grant else {}))["order_no"]
            if end != "pending":
                guest.pay(number)
        for step in {"cancelled": ["cancel"], "no-show": ["no-show"], "unpaid-no-show": ["no-show"], "in-house": ["check-in"],
                     "left": ["check-in", "check-out"]}.get(end, []):
            self.post(f"/orders/{number}/{step}")
        if end == "longer":
            self.staff("POST", f"/orders/{number}/extend", {"departure": today(first + nights + 2)})  # or it meets the closed night
        return number

    def recount(self, numbers):
        """{date: [sold, revenue]} and {room type: [sold, revenue]} by the definitions, from the orders as staff see them."""
        days, types = {}, {}
        for order in map(self.record, numbers):
            nights = order["nights"]
            if order["status"] in ("pending_payment", "cancelled"):
                continue
            if order["status"] in ("no_show", "completed"):  # all of these leave on the day they came
                nights = nights[:1]
            for night in nights:
                revenue = 0 if order["status"] == "no_show" and order["money"] == "unpaid" else night["net_fen"]
                for sums in (days.setdefault(night["date"], [0, 0]), types.setdefault(order["room_type_id"], [0, 0])):
                    sums[0] += order["rooms"]
                    sums[1] += revenue
        return days, types

    def test_every_figure_equals_a_recount(self):
        seed = random.randrange(10**6)
        dice, guest = random.Random(seed), self.guest()
        kinds = [self.kind(price=dice.randint(10000, 99999), stock=200) for _ in range(3)]
        self.edit_nights(kinds[0], 2, 3, sellable=150, price_fen=12345)
        self.edit_nights(kinds[1], 4, 4, closed=True)
        rooms = {today(i): 600 - (50 if i in (2, 3) else 0) for i in range(DAYS)}
        numbers = []
        while len(numbers) < 40:
            try:
                numbers.append(self.random_order(dice, guest, kinds))
            except AssertionError as refusal:
                if "sold_out" not in str(refusal):  # the closed night
                    raise
        self.settled()
        days, types = self.recount(numbers)
        answer = self.report(status=200).json
        with self.subTest(seed=seed):
            self.assertEqual([line["date"] for line in answer["items"]], [today(i) for i in range(DAYS)])
            for line in answer["items"]:
                self.check_line(line, rooms[line["date"]], *days.get(line["date"], (0, 0)))
            sold, revenue = sum(d[0] for d in days.values()), sum(d[1] for d in days.values())
            self.assertGreater(sold, 20)
            self.check_line(answer["total"], sum(rooms.values()), sold, revenue)
            self.assertNotIn("date", answer["total"])
            by_type = self.report(name="revenue", more="&by=room_type", status=200).json["items"]
            self.assertEqual({line["room_type_id"]: [line["sold"], line["revenue_fen"]] for line in by_type if line["sold"]}, types)
            self.assertEqual(sum(line["revenue_fen"] for line in by_type), revenue)

    def test_a_range_begins_and_ends_inside_a_stay(self):
        kind, guest = self.kind(stock=4), self.guest()
        self.booked_and_paid(guest, kind, 2, 5)
        self.assertEqual([line["sold"] for line in self.report(0, 8, status=200).json["items"]], [0, 0, 1, 1, 1, 1, 1, 0, 0])
        self.assertEqual([line["sold"] for line in self.report(4, 5, status=200).json["items"]], [1, 1])
        self.booked_and_paid(guest, kind, 0, 60)
        self.assertEqual([line["sold"] for line in self.report(58, 60, status=200).json["items"]], [1, 1, 0], "the longest stay")

    def test_a_house_with_nothing_has_no_ratios(self):
        answer = self.report(status=200).json
        self.check_line(answer["total"], 0, 0, 0)
        kind = self.kind(stock=3)
        self.check_line(self.report(status=200).json["total"], 3 * DAYS, 0, 0)
        self.booked_and_paid(self.guest(), kind, 1)
        self.staff("PATCH", "/room-types/" + kind, {"status": "off"}, 200)
        self.assertEqual([line["rooms"] for line in self.report(0, 2, status=200).json["items"]], [0, 3, 0], "off sale, but it sold")

    def test_ranges_that_cannot_be(self):
        for first, last, field in ((1, 0, "to"), (0, 366, "to")):
            self.refused(self.report(first, last), 400, "bad_request", field)
        self.assertEqual(len(self.report(-365, 0, status=200).json["items"]), 366)
        for query, field in (("", "branch_id"), (f"branch_id={self.place}", "from"), (f"branch_id={self.place}&from={today()}&to=x", "to"),
                             (f"branch_id={self.place}&from={today()}&to={today()}&format=xls", "format")):
            self.refused(self.staff("GET", "/reports/occupancy?" + query), 400, "bad_request", field)
        self.refused(self.staff("GET", f"/reports/occupancy?branch_id=1&from={today()}&to={today()}"), 404, "not_found")

    def test_the_branch_of_others_is_out_of_reach(self):
        token = self.server.staff_token("chengdu")
        for name in ("occupancy", "revenue"):
            self.refused(self.report(name=name, token=token), 403, "branch_scope")
            self.refused(self.report(name=name, more="&format=csv", token=token), 403, "branch_scope")


class Csv(Reports):
    def read(self, answer, file):
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "text/csv; charset=utf-8; header=present"))
        self.assertEqual(answer.headers["Content-Disposition"], f'attachment; filename="{file}-{today()}-{today(DAYS - 1)}.csv"')
        self.assertTrue(answer.body.startswith(b"\xef\xbb\xbf"))
        text = answer.body[3:].decode()
        self.assertEqual(text.count("\n"), text.count("\r\n"))
        self.assertTrue(text.endswith("\r\n"))
        return list(csv.reader(io.StringIO(text, newline="")))

    def test_the_file_has_what_the_answer_has_in_the_readers_words(self):
        self.booked_and_paid(self.guest(), self.kind(stock=3), 1, 2, 2)
        items = self.report(status=200).json["items"]
        names = ["date", "rooms", "sold", "occupancy", "adr_fen", "revpar_fen", "revenue_fen"]

        def cell(name, v):
            if v is None or isinstance(v, str):
                return v or ""
            return f"{v / 100:.2f}" if name.endswith("_fen") else f"{v:.10g}"
        for more, header in (
                ("&language=zh-CN", ["日期", "房间数", "已售间夜", "出租率", "平均房价（元）", "每间可售房收入（元）", "客房收入（元）"]),
                ("", ["Date", "Rooms", "Room nights sold", "Occupancy", "Average rate (CNY)", "Revenue per available room (CNY)",
                                  "Room revenue (CNY)"])):
            first, *lines = self.read(self.report(more="&format=csv" + more), "occupancy")
            self.assertEqual(first, header)
            self.assertEqual(lines, [[cell(name, item[name]) for name in names] for item in items])
            self.assertEqual(lines[0][4], "", "nothing sold, no average")
            self.assertRegex(lines[1][4], r"^\d+\.\d\d$")

    def test_an_id_stays_a_text(self):
        self.booked_and_paid(self.guest(), self.kind(stock=3), 1, 2, 2)
        _, *lines = self.read(self.report(name="revenue", more="&format=csv"), "revenue")
        ids = {i["room_type_id"] for i in self.report(name="revenue", status=200).json["items"]}
        self.assertEqual({line[0] for line in lines}, {"\t" + i for i in ids})

    def test_a_text_is_never_a_formula_and_keeps_its_quotes(self):
        names = ["=1+1", "+1", "-1", "@SUM(A1)", 'a"b', "a,b", "大床房", "a=1"]
        for name in names:
            self.kind(name)
        _, *lines = self.read(self.report(name="revenue", more="&format=csv"), "revenue")
        given = sorted(re.sub(r" \d+$", "", line[1]) for line in lines)
        self.assertEqual(given, sorted("'" + n if n[0] in "=+-@" else n for n in names))


class Plan(Reports):
    def test_the_count_looks_at_the_orders_of_the_range_alone(self):
        with open(os.path.join(ROOT, "src/report/report.sql"), encoding="utf-8") as file:
            statements = dict(re.findall(r"-- name: (\w+)\n(.*?)(?=\n\n|\Z)", file.read(), re.S))
        store = sqlite3.connect(f"file:{os.path.join(self.server.data, 'yizhan.db')}?mode=ro", uri=True)
        self.addCleanup(store.close)
        plan = [row[3] for row in store.execute("EXPLAIN QUERY PLAN " + statements["report_sold"],
                                                dict(branch=1, earliest=1, **{"from": 1, "to": 2}))]
        self.assertTrue(any(re.search(r"SEARCH s USING INDEX stays_sold \(branch_id=\? AND arrival>\? AND arrival<\?\)", p) for p in plan), plan)
        self.assertFalse([p for p in plan if "SCAN" in p or "TEMP B-TREE" in p or "AUTOMATIC" in p], plan)


if __name__ == "__main__":
    unittest.main()
