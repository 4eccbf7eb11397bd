"""Random histories of one small house: whatever guests and desk do to orders, rooms, nights and money, in any order and at once,
rooms and money add up. Each history is made from its seed alone; one that fails is cut down to the steps that it needs.

    tests/histories/run            40 of them
    tests/histories/run 10000      10,000
    tests/histories/run 1 SEED     one, by its seed"""
import os
import random
import sys
import threading
import unittest
from collections import Counter, defaultdict
from datetime import date, timedelta

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from books import wrong_books  # noqa: E402
from house import House, rows  # noqa: E402
from yizhan import far_west  # noqa: E402

COUNT = int(os.environ.get("YIZHAN_HISTORIES", "25"))
FIRST = int(os.environ.get("YIZHAN_HISTORY", "1"))
STEPS, SIZES = 80, (3, 2)
ORDER_STATES = {"held": "pending_payment", "due_in": "confirmed", "in_house": "in_house", "departed": "completed", "no_show": "no_show",
                "cancelled": "cancelled"}


def make(seed):
    """The steps of a history: names and dice, so that a step means something whatever went before it."""
    dice = random.Random(seed)
    names = ["book"] * 5 + ["walk_in"] * 3 + ["pay"] * 5 + ["order_act"] * 4 + ["stay_act"] * 10 + ["stay_move"] * 4 + ["stay_dates"] * 5 + [
        "undo"] * 4 + ["charge"] * 4 + ["allowance", "adjust", "reverse"] * 2 + ["take_back"] * 3 + ["deposit"] * 3 + ["deposit_goes"] * 3 + ["hold", "hold_ends"] * 2 + ["transfer"] * 3 + [
        "account_refund", "account_pay"] + ["window"] * 2 + ["company_pay"] * 2 + ["pay_at_desk"] * 3 + ["refund"] * 2 + ["close"] * 2 + ["audit"] * 3 + ["rebook"] * 4 + ["open"] + ["calendar"] * 2 + [
        "mode"] + ["extra"] * 4 + ["extra_ends"] * 2 + ["route"] * 2
    return [(dice.choice(names), [dice.random() for _ in range(6)]) for _ in range(STEPS)]


def pick(items, luck):
    return items[int(luck * len(items))] if items else None


class World:
    """Two room types with their rooms, three guests, and what was done with them."""

    def __init__(self, test):
        self.test = test
        body = {"name": f"历史 {next(test.numbers)}", "timezone": far_west(), "audit_hour": 23, "hold_until": 0}
        made = test.post("/branches", body, 201)
        self.branch, self.first, self.closed = made["id"], date.fromisoformat(made["business_date"]), {}
        self.kinds = [self.kind(size, price) for size, price in zip(SIZES, (30001, 50003))]
        self.rooms = [room for kind, size in zip(self.kinds, SIZES) for room in test.rooms(kind, size)]
        self.guests = [test.guest() for _ in range(3)]
        self.orders, self.owner, self.closings, self.paid = [], {}, [], []
        self.extras, self.held, self.answers, self.modes = defaultdict(int), defaultdict(int), Counter(), False
        self.company = test.post("/companies", {"name": f"公司{next(test.numbers)}", "credit_limit_fen": 200000}, 201)["id"]

    def kind(self, stock, price):
        body = {"branch_id": self.branch, "name": f"{price}", "price_fen": price, "stock": stock, "stock_mode": "order", "status": "on"}
        return self.test.post("/room-types", body, 201)["id"]

    def day(self, days):
        return (self.first + timedelta(days=days)).isoformat()

    def ask(self, kind, first, nights, rooms_):
        return {"room_type_id": kind, "arrival": self.day(first), "departure": self.day(first + nights), "rooms": rooms_, "guest_name": "张三",
                "guest_phone": "13800000000"}

    def stays(self):
        return [s for number in list(self.orders) for s in self.test.record(number)["stays"]]

    def do(self, step):
        name, luck = step
        answer = getattr(self, name)(*luck)
        if answer is not None:
            self.answers[name, answer.status] += 1
            gone = (404,) if step[0] == "extra_ends" else ()  # another thread ended it before any night of it, so nothing is left
            self.test.assertIn(answer.status, (200, 201, 204, 400, 409, *gone), (step, answer))

    def book(self, a, b, c, d, e, f):
        guest = pick(self.guests, a)
        body = self.ask(pick(self.kinds, b), int(c * c * 4), 1 + int(d * 4), 1 + int(e * 2.5))
        if f < 0.3:
            body["coupon_id"] = self.test.coupon(guest, amount_fen=777)
        answer = guest.post("/orders", body)
        if answer.status == 201:
            self.owner[answer.json["order_no"]] = guest
            self.orders.append(answer.json["order_no"])
        return answer

    def walk_in(self, a, b, c, d, e, f):
        answer = self.test.staff("POST", "/orders", self.ask(pick(self.kinds, b), int(c * 2), 1 + int(d * 4), 1 + int(e * 2.5)))
        if answer.status == 201:
            self.orders.append(answer.json["order_no"])
        return answer

    def pay(self, a, *_):
        number = pick([n for n in list(self.orders) if n in self.owner], a)
        answer = self.owner[number].pay(number) if number else None
        if answer and answer.status == 200:
            self.paid.append(number)
        return answer

    def order_act(self, a, b, *_):
        number = pick(list(self.orders), a)
        act = pick(["check-in", "check-out", "cancel", "no-show", "guest"], b)
        if not number or (act == "guest" and number not in self.owner):
            return None
        return self.owner[number].cancel(number) if act == "guest" else self.test.staff("POST", f"/orders/{number}/{act}", {})

    def one(self, luck, name, body=None, states=None):
        """An act on a stay, three times of four on one of these states."""
        stays = self.stays()
        fit = [s for s in stays if not states or s["state"] in states] if luck * 101 % 1 < 0.75 else stays
        s = pick(fit or stays, luck)
        return self.test.staff("POST", f"/stays/{s['id']}/{name}", body(s) if body else {}) if s else None

    def stay_act(self, a, b, c, *_):
        act = pick(["check-in"] * 4 + ["check-out"] * 3 + ["cancel", "no-show"], b)
        return self.one(a, act, lambda s: {"leave_owing": {"reason": "x"}} if act == "check-out" else
                        {"room_id": pick(self.rooms, c)} if act == "check-in" and c < 0.4 else {},
                        ("in_house",) if act == "check-out" else ("due_in",))

    def stay_move(self, a, b, c, d, *_):
        if d < 0.3:
            other = pick(self.stays(), b)
            return self.one(a, "swap", lambda s: {"with": other["id"]}) if other else None
        return self.one(a, "move", lambda s: {"room_id": pick(self.rooms, b), "price": pick(["keep", "new", "difference"], c)})

    def stay_dates(self, a, b, c, *_):
        return self.one(a, pick(["extend", "shorten"], c), lambda s: {"departure": self.day(int(b * 8))})

    def rebook(self, a, b, c, d, e, f):
        number = pick(list(self.orders), a)
        body = {"arrival": self.day(int(b * 4)), "departure": self.day(int(b * 4) + 1 + int(c * 4)), **({"room_type_id": pick(self.kinds, e)} if d < 0.3 else {})}
        if not number:
            return None
        if f < 0.5 and number in self.owner:
            return self.test.server.request("PATCH", "/api/v1/orders/" + number, body, token=self.owner[number].token)
        return self.test.staff("PATCH", "/orders/" + number, body)

    def undo(self, a, *_):
        return self.one(a, "undo", states=("in_house", "departed", "cancelled", "no_show"))

    def pay_at_desk(self, a, b, c, *_):
        number = pick(list(self.orders), a)
        due = self.test.record(number)["due_fen"] if number else 0
        amount = {"amount_fen": max(1, int(due * min(1, b * 1.5)))}
        if due and c < 0.5:
            return self.test.staff("POST", f"/accounts/{number}/payments", {**amount, "kind": "account", "company_id": self.company})
        return self.test.staff("POST", f"/orders/{number}/pay", {**amount, "method": "cash"}) if due else None

    def refund(self, a, b, c, *_):
        number = pick(list(self.paid or self.orders), a)  # of one that was never paid nothing can be given back
        if not number:
            return None
        amount = 1 + int(b * 20000)
        answer = self.test.staff("POST", f"/orders/{number}/refund", {"amount_fen": amount, "reason": "goodwill", "owed_again": c < 0.5})
        return answer

    def account(self, luck):
        """An account: of an order, of a stay, or a further window."""
        records = [self.test.record(n) for n in list(self.orders)]
        live = [r for r in records if r["status"] in ("confirmed", "in_house")] if luck * 101 % 1 < 0.75 else records
        account = pick([a for r in live or records for a in [r["order_no"]] + [s["id"] for s in r["stays"]]], luck)
        if not account:
            return None
        found = self.test.staff("GET", "/accounts/" + account, status=200).json
        windows = [found] + [self.test.staff("GET", "/accounts/" + w["id"], status=200).json for w in found["windows"]]
        return pick(windows, luck * 7 % 1)

    def on_account(self, luck, name, body, extra=0):
        account = self.account(luck)
        if not account:
            return None
        answer = self.test.staff("POST", f"/accounts/{account['id']}/{name}", body(account) if callable(body) else body)
        if answer.status == 200:
            self.extras[account["order_no"]] += extra
        return answer

    def charge(self, a, b, c, *_):
        unit, quantity = 100 + int(b * 3000), 1 + int(c * 3)
        return self.on_account(a, "charges", {"code": "minibar", "quantity": quantity, "unit_fen": unit}, unit * quantity)

    def extra(self, a, b, c, d, *_):
        """By night, with a last night or a later first one now and then."""
        def body(s):
            first = date.fromisoformat(s["arrival"]) + timedelta(days=int(d * 4) - 1)
            more = {"to": s["arrival"]} if d < 0.2 else {"from": first.isoformat()} if d < 0.5 else {}
            return {"code": "breakfast", "quantity": 1 + int(c * 3), "unit_fen": 100 + int(b * 3000), **more}
        return self.one(a, "extras", body, ("due_in", "in_house"))

    def extra_ends(self, a, *_):
        found = [e["id"] for s in self.stays() for e in s["extras"]]
        return self.test.staff("DELETE", "/extras/" + pick(found, a)) if found else None

    def route(self, a, b, c, *_):
        """A stay's charges go to a window of it, to its order, or back."""
        s = pick([s for s in self.stays() if s["state"] in ("due_in", "in_house")], a)
        if not s:
            return None
        windows = self.test.staff("GET", "/accounts/" + s["account_id"], status=200).json["windows"]
        to = pick([None, s["order_no"]] + [w["id"] for w in windows] * 2, c)
        codes = pick([["room"], ["breakfast", "minibar"], ["cancel_fee", "no_show_fee", "room"]], b)
        return self.test.staff("PUT", f"/accounts/{s['account_id']}/routes", {"codes": codes, "to_account_id": to})

    def allowance(self, a, b, *_):
        amount = 1 + int(b * 5000)
        return self.on_account(a, "allowances", {"amount_fen": amount, "reason": "x"}, -amount)

    def account_pay(self, a, b, c, *_):
        how = {"kind": "account", "company_id": self.company} if c < 0.5 else {"kind": "card"}
        return self.on_account(a, "payments", lambda account: {**how, "amount_fen": max(1, int(account["due_fen"] * b * 1.5))})

    def company_pay(self, a, *_):
        return self.test.staff("POST", f"/accounts/{self.company}/payments", {"kind": "transfer", "amount_fen": 1 + int(a * 9000)})

    def account_refund(self, a, b, c, *_):
        amount, mode = 1 + int(b * 9000), pick(["goodwill", "undo"], c)
        return self.on_account(a, "refunds", {"kind": "cash", "amount_fen": amount, "reason": "goodwill", "mode": mode})

    def window(self, a, *_):
        return self.on_account(a, "windows", {"name": "公司"})

    def deposit(self, a, b, *_):
        answer = self.on_account(a, "deposits", {"kind": "cash", "amount_fen": 1 + int(b * 50000)})
        if answer is not None and answer.status == 200:
            self.held[answer.json["id"]] += 1 + int(b * 50000)
        return answer

    def deposit_goes(self, a, b, c, *_):
        account = pick(list(self.held), a)
        if not account:
            return None
        amount, way = 1 + int(b * 40000), pick(["return", "use"], c)
        answer = self.test.staff("POST", f"/accounts/{account}/deposits/{way}", {"amount_fen": amount, **({"kind": "cash"} if way == "return" else {})})
        if answer.status == 200:
            self.held[account] -= amount
        return answer

    def hold(self, a, b, c, *_):
        kind = pick(["card", "wechat", "alipay"], c)
        return self.on_account(a, "holds", {"kind": kind, "amount_fen": 1 + int(b * 50000), "reference": "x"})

    def hold_ends(self, a, b, c, *_):
        """Whatever became of it before."""
        found = rows(self.test.server.data, f"""SELECT h.id, h.amount_fen FROM ledger_accounts a JOIN holds h ON h.account_id = a.id
            WHERE a.order_id IN ({",".join(self.orders) or "0"}) ORDER BY h.id""")
        id_, amount = pick(found, a) or (None, 0)
        if not id_:
            return None
        body = {"amount_fen": 1 + int(b * amount)} if c < 0.7 else {}
        return self.test.staff("POST", f"/holds/{id_}/" + ("capture" if body else "void"), body)

    def transfer(self, a, b, c, d, *_):
        here, there = self.account(a), self.account(b)
        if not here:
            return None
        lines = [l for l in here["lines"] if l["kind"] in ("charge", "allowance", "adjustment", "transfer")]
        line = pick(lines, c) if d < 0.7 else None
        body = {"to_account_id": there["id"], **({"line_id": line["id"]} if line else {}), **({"amount_fen": 1 + int(c * 2000)} if d > 0.4 or not line else {})}
        answer = self.test.staff("POST", f"/accounts/{here['id']}/transfers", body)
        if answer.status == 200:
            moved = -answer.json["lines"][-1]["amount_fen"]
            self.extras[here["order_no"]] -= moved
            self.extras[there["order_no"]] += moved
        return answer

    def line(self, luck, kinds):
        """A line of those kinds, with its order."""
        found = rows(self.test.server.data, f"""SELECT l.id, l.amount_fen, l.code, a.order_id FROM ledger_accounts a JOIN ledger_lines l
            ON l.account_id = a.id WHERE a.order_id IN ({",".join(self.orders)}) AND l.kind IN ({",".join(f"'{k}'" for k in kinds)})""")
        id_, amount, code, number = pick(found, luck) or (None,) * 4
        return {"id": id_, "amount_fen": amount, "code": code} if id_ else None, str(number)

    def reverse(self, a, *_):
        line, number = self.line(a, ("charge", "allowance", "adjustment"))
        if not line:
            return None
        answer = self.test.staff("POST", f"/lines/{line['id']}/reverse", {"reason": "x"})
        if answer.status == 200:
            self.extras[number] -= line["amount_fen"]
        return answer

    def take_back(self, a, *_):
        line, _ = self.line(a, ("payment", "refund", "transfer"))
        answer = self.test.staff("POST", f"/lines/{line['id']}/reverse", {"reason": "x"}) if line else None
        if line and answer.status == 200 and line["code"] == "deposit":
            self.held[answer.json["id"]] -= line["amount_fen"]  # is held again
        return answer

    def adjust(self, a, b, *_):
        line, number = self.line(a, ("charge", "allowance", "adjustment", "payment"))
        amount = int(b * 4000) - 2000 or 1
        answer = self.test.staff("POST", f"/lines/{line['id']}/adjust", {"amount_fen": amount, "reason": "x"}) if line else None
        if line and answer.status == 200:
            self.extras[number] += amount
        return answer

    def close(self, a, b, c, *_):
        body = {"room_id": pick(self.rooms, a), "from": self.day(int(b * 4)), "to": self.day(int(b * 4) + int(c * 3)), "reason": "x"}
        answer = self.test.staff("POST", "/closings", body)
        if answer.status == 201:
            self.closings.append(answer.json["id"])
        return answer

    def audit(self, a, b, c, *_):
        """The day is closed; after the first one the branch's calendar goes on, so that there is a second."""
        day = self.test.staff("GET", f"/day?branch_id={self.branch}", status=200).json
        policies = {"due_in": pick(["no_show", "no_show", "keep", "stop"], a), "due_out": pick(["extend", "extend", "keep", "stop"], b),
                    "shift_open": "keep"}
        answer = self.test.staff("POST", "/day/close", {"branch_id": self.branch, "business_date": day["business_date"], "policies": policies})
        if answer.status == 200:
            self.closed[day["business_date"]] = self.report(day["business_date"])
            self.test.staff("PATCH", f"/branches/{self.branch}", {"timezone": "Etc/GMT-14"}, 200)
        return answer

    def report(self, day):
        return self.test.staff("GET", f"/day/report?branch_id={self.branch}&date={day}", status=200).json

    def open(self, a, *_):
        closing = pick(list(self.closings), a)
        if closing:
            self.closings.remove(closing)
            return self.test.staff("DELETE", "/closings/" + closing)
        return None

    def calendar(self, a, b, c, d, *_):
        change = pick([{"price_fen": 20000 + int(d * 9) * 1111}, {"closed": d < 0.5}, {"sellable": int(d * 4)}, {"min_stay": 1 + int(d * 3)}], c)
        body = {"room_type_id": pick(self.kinds, a), "from": self.day(int(b * 5)), "to": self.day(int(b * 5) + 1), **change}
        return self.test.staff("PUT", "/calendar", body)

    def mode(self, a, b, *_):
        self.modes = True
        return self.test.staff("PATCH", "/room-types/" + pick(self.kinds, a), {"stock_mode": pick(["order", "order", "payment", "never"], b)})

    # --- what must hold -----------------------------------------------------------------------------------------------

    def check(self):
        test, data = self.test, self.test.server.data
        (now,), = rows(data, "SELECT business_date FROM branches WHERE id = ?", int(self.branch))
        for day, report in self.closed.items():
            test.assertEqual(self.report(day), report, "a closed day never changes")
        types = ",".join(self.kinds)
        test.assertEqual(rows(data, f"SELECT room_type_id, night, sold FROM nights WHERE sold > 0 AND room_type_id IN ({types}) ORDER BY 1, 2"),
                         rows(data, f"SELECT room_type_id, night, count(*) FROM stay_nights WHERE taken AND room_type_id IN ({types})"
                                    " GROUP BY 1, 2 ORDER BY 1, 2"), "what is sold is what stays use")
        test.assertEqual(wrong_books(lambda sql: rows(data, sql), self.orders), {}, "the books add up")
        for number in self.orders:
            self.check_order(data, int(number), now)
        for account, held in self.held.items():
            test.assertEqual(test.staff("GET", "/accounts/" + account, status=200).json["deposit_fen"], held)
        test.assertLessEqual(test.staff("GET", "/companies/" + self.company, status=200).json["balance_fen"], 200000)
        trial = test.staff("GET", f"/trial-balance?branch_id={self.branch}", status=200).json
        test.assertEqual(trial["sum_fen"], 0)

    def daily(self, data, stay, night):
        """What the extras of a stay come to on a night."""
        return sum(quantity * unit for quantity, unit, first, last in rows(
            data, "SELECT quantity, unit_fen, from_day, to_day FROM stay_extras WHERE stay_id = ?", stay)
            if (first is None or first <= night) and (last is None or night <= last))

    def check_order(self, data, number, now):
        test, same = self.test, self.test.assertEqual
        (status, arrival, departure, rooms_sold, total, payable, paid, refund, grant), = rows(
            data, "SELECT status, arrival, departure, rooms, total_fen, payable_fen, paid_fen, refund_fen, grant_id FROM orders WHERE id = ?", number)
        stays = rows(data, "SELECT id, state, arrival, departure, coalesce(room_id, 0), charged_until FROM stays WHERE order_id = ?", number)
        states = Counter(s[1] for s in stays)
        nothing = status in ("cancelled", "no_show")
        charge = gross = daily = 0
        for id_, state, first, last, room, charged_until in stays:
            until = last if charged_until is None else charged_until
            nights = rows(data, "SELECT night, price_fen, net_fen, taken FROM stay_nights WHERE stay_id = ? ORDER BY night", id_)
            same([n[0] for n in nights][:last - first], list(range(first, last)), "every night has its row")
            charge += sum(n[2] for n in nights if n[0] < until)
            gross += sum(n[1] for n in nights if n[0] < until)
            test.assertTrue(all(0 <= n[2] <= n[1] for n in nights), "nobody pays more than the price")
            if state not in ("cancelled", "no_show"):
                daily += sum(self.daily(data, id_, night) for night in range(first, last))
            uses = {"cancelled": range(0), "no_show": range(first, first + 1)}.get(state, range(first, last))
            using = [n[0] for n in nights if n[3]]
            if self.modes or self.closed:  # what was had while its type was not counted uses none, nor what was missed by who came after all
                test.assertLessEqual(set(using), set(uses), (state, "nights that use stock"))
            else:
                same(using, list(uses), (state, "nights that use stock"))
            had = [n for n, in rows(data, "SELECT night FROM room_nights WHERE stay_id = ? ORDER BY night", id_)]
            here = [n for n, in rows(data, "SELECT night FROM room_nights WHERE stay_id = ? AND room_id = ? AND night >= ? ORDER BY night",
                                       id_, room, now)]
            if state in ("due_in", "in_house"):
                same(here, list(range(max(first, now), last)) if room else [], (state, "its room is its own for all nights to come"))
            test.assertFalse([n for n in had if n >= now and state not in ("due_in", "in_house")], "who has gone or is not coming has no room")
            same(len(set(had)), len(had))
        if "held" in states:
            wanted = "pending_payment"
        elif states["in_house"] or (states["due_in"] and states["departed"]):
            wanted = "in_house"
        else:
            wanted = next((ORDER_STATES[s] for s in ("due_in", "departed", "no_show", "cancelled") if states[s]))
        same(status, wanted, "the order follows its stays")
        live = [s for s in stays if s[1] != "cancelled"] or stays
        if not nothing:
            same((arrival, departure, rooms_sold), (min(s[2] for s in live), max(s[3] for s in live), len(live)))
            same((total, payable), (gross, charge), "the order comes to what its stays do")
        received = sum(a for a, in rows(data, "SELECT amount_fen FROM payments WHERE order_id = ?", number))
        returned = sum(a for a, in rows(data, "SELECT amount_fen FROM refunds WHERE order_id = ? AND state <> 'closed'", number))
        same((paid, refund), (received, returned), "the order knows its money")
        test.assertTrue(0 <= returned <= received)
        # what goodwill allows depends on what was overpaid just then
        allowed = sum(a for a, in rows(data, "SELECT l.amount_fen FROM ledger_accounts a JOIN ledger_lines l ON l.account_id = a.id "
                                             "WHERE a.order_id = ? AND l.kind = 'allowance' AND l.note = 'goodwill'", number))
        due = max(0, charge + daily + self.extras[str(number)] + allowed - (received - returned))
        same(self.test.record(str(number))["due_fen"], 0 if nothing else due, "what is owed, by another reckoning")
        if grant:
            state, = rows(data, "SELECT status FROM coupon_grants WHERE id = ?", grant)[0]
            same(state, {"cancelled": "unused", "pending_payment": "held"}.get(status, "used"))


class Histories(House):
    options = ("--max-unpaid-orders", "0", "--max-unpaid-rooms", "0")

    def play(self, steps, threads=1):
        """None, or what went wrong."""
        world = World(self)
        try:
            if threads == 1:
                for step in steps:
                    world.do(step)
            else:
                self.deal(world, steps, threads)
            self.settled()
            world.check()
        except AssertionError as wrong:
            return wrong
        finally:
            self.counts += world.answers
        return None

    def deal(self, world, steps, threads):
        wrong = []

        def run(mine):
            try:
                for step in mine:
                    world.do(step)
            except AssertionError as e:
                wrong.append(e)

        all_threads = [threading.Thread(target=run, args=(steps[i::threads],)) for i in range(threads)]
        for t in all_threads:
            t.start()
        for t in all_threads:
            t.join()
        if wrong:
            raise wrong[0]

    def shrunk(self, steps):
        """The fewest steps found that still go wrong: halves, quarters, … are left out as long as they can be."""
        size = len(steps) // 2
        while size:
            at = 0
            while at < len(steps):
                less = steps[:at] + steps[at + size:]
                if self.play(less):
                    steps = less
                else:
                    at += size
            size //= 2
        return steps

    def run_all(self, threads):
        self.counts = Counter()
        for seed in range(FIRST, FIRST + COUNT):
            steps = make(seed)
            wrong = self.play(steps, threads)
            if wrong and threads == 1:
                steps = self.shrunk(steps)
                wrong = self.play(steps) or wrong
            self.assertIsNone(wrong, f"seed {seed}, {len(steps)} steps: " + "; ".join(f"{name}{[round(x, 3) for x in luck]}" for name, luck in steps))
        if COUNT >= 20 and threads == 1:  # at once it is chance which step finds something to do
            done = {name for (name, status), n in self.counts.items() if status < 300}
            self.assertEqual(done, {name for name, _ in sum((make(s) for s in range(FIRST, FIRST + COUNT)), [])}, "every kind of step was taken")

    def test_one_after_the_other(self):
        self.run_all(1)

    def test_four_at_once(self):
        self.run_all(4)


if __name__ == "__main__":
    unittest.main()
