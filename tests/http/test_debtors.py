"""Who left and owes, or left a deposit behind: a list of the desk's, in pages, of its own branches."""
import os
import re
import sys
import tempfile
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.append(os.path.dirname(__file__))
from house import House, rows  # noqa: E402
from test_ledger import PRICE, Ledger  # noqa: E402
from yizhan import branch, command, parallel, released, stay, today  # noqa: E402


class Owing(Ledger):
    def debtors(self, query="", **more):
        return self.staff("GET", f"/debtors?limit=100{query}", status=200, **more).json["items"]

    def mine(self, *numbers, **more):
        return [d for d in self.debtors(**more) if d["order_no"] in numbers]

    def left(self, reason="月结", deposit=0, paid=0):
        """Who was let go; the number, the stay."""
        number, (one,) = self.inside(nights=1)
        if paid:
            self.act(one, "payments", kind="cash", amount_fen=paid)
        if deposit:
            self.act(one, "deposits", kind="cash", amount_fen=deposit)
        self.post(f"/stays/{one}/check-out", {"leave_owing": {"reason": reason}})
        return number, one


class Debtors(Owing):
    def test_who_left_owing_is_listed_until_he_has_paid(self):
        number, one = self.left()
        found, = self.mine(number)
        self.assertEqual(found, {"order_no": number, "branch_id": branch(self.server), "guest_name": found["guest_name"], "guest_phone": "138****0000",
                                 "status": "completed", "departure": today(1), "due_fen": PRICE, "credit_fen": 0, "deposit_fen": 0,
                                 "promised_fen": 0, "reason": "月结"})
        self.act(one, "payments", kind="cash", amount_fen=4000)
        self.assertEqual([d["due_fen"] for d in self.mine(number)], [PRICE - 4000])
        self.act(one, "payments", kind="cash", amount_fen=PRICE - 4000)
        self.assertEqual(self.mine(number), [])
        line = next(line["id"] for line in self.account(one)["lines"] if line["kind"] == "payment")
        self.staff("POST", f"/lines/{line}/reverse", {"reason": "假钞"}, 200)
        self.assertEqual([d["due_fen"] for d in self.mine(number)], [4000])

    def test_who_left_a_deposit_behind_is_listed_until_it_is_given_back(self):
        number, one = self.left("赶飞机", deposit=5000, paid=PRICE)
        self.assertEqual([(d["due_fen"], d["deposit_fen"], d["reason"]) for d in self.mine(number)], [(0, 5000, "赶飞机")])
        self.act(one, "deposits/return", kind="cash", amount_fen=5000)
        self.assertEqual(self.mine(number), [])

    def test_who_paid_too_much_is_listed_until_it_is_given_back(self):
        number, (one,) = self.inside(nights=1)
        self.act(one, "charges", code="minibar", unit_fen=3000)
        self.act(one, "payments", kind="cash", amount_fen=PRICE + 3000)
        self.post(f"/stays/{one}/check-out")
        self.assertEqual(self.mine(number), [])
        line = next(line["id"] for line in self.account(one)["lines"] if line["code"] == "minibar")
        self.staff("POST", f"/lines/{line}/adjust", {"amount_fen": -2000, "reason": "没有喝"}, 200)
        self.assertEqual([(d["due_fen"], d["credit_fen"]) for d in self.mine(number)], [(0, 2000)])
        self.act(one, "refunds", kind="cash", amount_fen=2000, reason="没有喝", mode="goodwill")
        self.assertEqual(self.mine(number), [])
        self.settled()

    def test_a_promise_that_nobody_released_is_listed(self):
        """Whether its order was stayed or cancelled; not one that the bank has let go by itself."""
        stayed, (one,) = self.inside(nights=1)
        cancelled = self.post("/orders", stay(self.room_type(stock=1, price=PRICE), 0), 201)["order_no"]
        holds = [self.act(account, "holds", kind="card", amount_fen=9000, reference="0042").json["holds"][-1]["id"] for account in (one, cancelled)]
        self.act(one, "payments", kind="cash", amount_fen=PRICE)
        self.assertEqual(self.mine(stayed, cancelled), [])
        self.post(f"/stays/{one}/check-out")
        self.post(f"/orders/{cancelled}/cancel")
        self.assertEqual([(d["order_no"], d["promised_fen"], d["due_fen"]) for d in self.mine(stayed, cancelled)],
                         [(cancelled, 9000, 0), (stayed, 9000, 0)])
        self.assertEqual(self.mine(stayed, token=self.server.staff_token("shenzhen")), [])
        self.staff("POST", f"/holds/{holds[0]}/void", {}, 200)
        self.change("UPDATE holds SET expires_on = (SELECT business_date FROM branches WHERE id = ?) WHERE id = ?", int(branch(self.server)), int(holds[1]))
        self.assertEqual(self.mine(stayed, cancelled), [])

    def test_who_is_still_here_or_to_come_is_not(self):
        inside, (one,) = self.inside(nights=1)
        self.act(one, "deposits", kind="cash", amount_fen=5000)
        two_rooms, (first, _) = self.inside(nights=1, rooms=2)
        self.post(f"/stays/{first}/check-out")
        self.assertEqual(self.mine(inside, two_rooms), [])

    def test_the_whole_order_left_without_a_word(self):
        number, _ = self.inside(nights=1)
        self.post(f"/orders/{number}/check-out")
        self.assertEqual([(d["due_fen"], d["reason"]) for d in self.mine(number)], [(PRICE, "")])

    def test_in_pages_newest_first(self):
        numbers = [self.left()[0] for _ in range(5)]
        seen, after = [], ""
        while after is not None:
            page = self.staff("GET", f"/debtors?limit=2&branch_id={branch(self.server)}" + (f"&after={after}" if after else ""), status=200).json
            self.assertLessEqual(len(page["items"]), 2)
            seen += [d["order_no"] for d in page["items"]]
            after = page["next"]
        self.assertEqual([n for n in seen if n in numbers], numbers[::-1])
        self.assertEqual(seen, sorted(set(seen), key=int, reverse=True))
        self.assertEqual(seen, [d["order_no"] for d in self.debtors(f"&branch_id={branch(self.server)}")])

    def test_of_ones_own_branches(self):
        number, _ = self.left()
        self.assertEqual(self.mine(number, token=self.server.staff_token("shenzhen")), [])
        self.assertEqual(len(self.mine(number, token=self.server.staff_token("chengdu"))), 1)
        self.refused(self.staff("GET", f"/debtors?branch_id={branch(self.server)}", token=self.server.staff_token("shenzhen")), 403, "branch_scope")
        self.assertEqual(self.debtors(f"&branch_id={branch(self.server, '深圳')}"), [])
        self.refused(self.staff("GET", "/debtors?after=x"), 400, "bad_request", "after")

    def test_paid_by_many_at_once(self):
        number, one = self.left()
        answers = parallel(8, lambda i: self.act(one, "payments", None, kind="cash", amount_fen=6000))
        self.assertEqual(sorted(a.status for a in answers), [200] + [400] * 7)
        self.assertEqual([d["due_fen"] for d in self.mine(number)], [4000])


class Plan(Owing):
    def test_it_is_read_by_an_index_of_debtors_alone(self):
        path = os.path.join(os.path.dirname(__file__), "..", "..", "src", "desk", "desk.sql")
        with open(path, encoding="utf-8") as text:
            sql = text.read().split("-- name: desk_debtors\n")[1].split("\n-- name:")[0]
        plan = [r[3] for r in self.rows("EXPLAIN QUERY PLAN " + re.sub(r":[a-z]+", "1", sql))]
        self.assertTrue([p for p in plan if "orders_debtors (branch_id=? AND rowid<?)" in p], plan)
        self.assertFalse([p for p in plan if p.startswith("SCAN y")], plan)


class Migration(unittest.TestCase):
    """0049, on a store of before."""

    def test_what_was_held_is_summed_up(self):
        with tempfile.TemporaryDirectory() as data:
            store = released(data, 47)
            store.executescript("PRAGMA foreign_keys = OFF;")
            order = {c[1]: "x" if c[2] == "TEXT" else 0 for c in store.execute("PRAGMA table_info(orders)") if c[3] and c[4] is None}
            order.update(id=7, branch_id=1, status="completed", money="unpaid", total_fen=100, payable_fen=100, source="app", stock_mode="order", arrival=1, departure=2, rooms=1)
            store.execute(f"INSERT INTO orders ({', '.join(order)}) VALUES ({', '.join(':' + c for c in order)})", order)
            store.execute("INSERT INTO ledger_accounts (id, kind, branch_id, order_id, number, name) VALUES (7, 'order', 1, 7, 1, '')")
            for id_, kind, amount in ((1, "deposit", -900), (2, "deposit_use", 300), (3, "charge", 50), (4, "deposit_return", 100)):
                line = {c[1]: "x" if c[2] == "TEXT" else 0 for c in store.execute("PRAGMA table_info(ledger_lines)") if c[3] and c[4] is None}
                line.update(id=id_, account_id=7, kind=kind, amount_fen=amount, origin="desk", standing=1)
                store.execute(f"INSERT INTO ledger_lines ({', '.join(line)}) VALUES ({', '.join(':' + c for c in line)})", line)
            store.commit()
            store.close()
            done = command(data, "migrate")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(rows(data, "SELECT held_fen FROM orders WHERE id = 7"), [(500,)])


del Owing, Ledger, House
if __name__ == "__main__":
    unittest.main(verbosity=2)
