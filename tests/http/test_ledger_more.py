"""Ways to lose money in a ledger, or to take it twice: deposits, companies, corrections, roles, and a store of before."""
import json
import os
import sqlite3
import sys
import tempfile
import time
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.append(os.path.dirname(__file__))
from books import wrong_books  # noqa: E402
from house import House, rows  # noqa: E402
from test_ledger import PRICE, Ledger  # noqa: E402
from yizhan import branch, command, released, stay  # noqa: E402
import test_stays  # noqa: E402



class Found(Ledger):
    def company(self, limit=1000000, **more):
        return self.post("/companies", {"name": f"公司{next(self.numbers)}", "credit_limit_fen": limit, **more}, 201)

    def owed(self, company):
        return self.staff("GET", "/companies/" + company["id"], status=200).json["balance_fen"]

    def reverse(self, line, token=None):
        return self.staff("POST", f"/lines/{line}/reverse", {"reason": "x"}, token=token)

    def desk(self):
        return self.server.staff_token("chengdu")

    def walk_in(self, first=0, nights=1, rooms=1, price=PRICE):
        """Not arrived yet; (number, ids of its stays)."""
        kind = self.room_type(stock=rooms, price=price)
        self.rooms(kind, rooms)
        number = self.post("/orders", stay(kind, first, nights, rooms), 201)["order_no"]
        return number, [s["id"] for s in self.record(number)["stays"]]


class MoneyForgotten(Found):
    def test_a_deposit_that_paid_comes_back_when_the_payment_is_reversed(self):
        _, (one,) = self.inside(nights=1)
        self.act(one, "deposits", kind="cash", amount_fen=PRICE)
        lines = self.act(one, "deposits/use", amount_fen=PRICE).json["lines"]
        answer = self.reverse(next(line["id"] for line in lines if line["kind"] == "payment"))
        self.assertTrue(answer.status == 409 or self.on(one, "deposit") == (PRICE,),
                        f"{answer.status}: owed again {self.on(one, 'due')}, held {self.on(one, 'deposit')}: the guest's cash is nowhere")

    def test_a_deposit_that_paid_too_much_is_held_again_or_paid_out(self):
        _, (one,) = self.inside(nights=2)
        self.act(one, "deposits", kind="cash", amount_fen=2 * PRICE)
        self.act(one, "deposits/use", amount_fen=2 * PRICE)
        self.staff("POST", f"/stays/{one}/check-out", {})
        self.assertNotIn(("refund", "deposit", PRICE), self.lines(one, "kind", "code", "amount_fen"),
                         "the second night went back to a kind that nobody can hand out, and no deposit is held for it")

    def test_money_refunded_on_account_is_taken_off_the_company(self):
        company, (_, (one,)) = self.company(), self.inside(nights=2)
        self.act(one, "payments", kind="cash", amount_fen=PRICE)
        self.act(one, "payments", kind="account", amount_fen=PRICE, company_id=company["id"])
        self.act(one, "refunds", kind="account", amount_fen=4000, reason="x")
        self.assertEqual(self.owed(company), PRICE - 4000)

    def test_nothing_is_refunded_on_account_where_no_company_paid(self):
        _, (one,) = self.inside(nights=1)
        self.act(one, "payments", kind="cash", amount_fen=PRICE)
        self.refused(self.act(one, "refunds", None, kind="account", amount_fen=4000, reason="x"), 409, "refund_exceeds")

    def test_no_deposit_is_taken_on_account(self):
        _, (one,) = self.inside(nights=1)
        self.refused(self.act(one, "deposits", None, kind="account", amount_fen=1000), 400, "bad_request", "kind")

    def test_the_reference_of_a_payment_is_kept(self):
        _, (one,) = self.inside(nights=1)
        account = self.act(one, "payments", kind="card", amount_fen=PRICE, reference="POS 0017").json
        self.assertIn("POS 0017", json.dumps(account))

    def test_a_company_pays_no_more_than_it_owes(self):
        company, (_, (one,)) = self.company(), self.inside(nights=1)
        line = self.act(one, "payments", kind="account", amount_fen=PRICE, company_id=company["id"]).json["lines"][-1]["id"]
        self.act(company["id"], "payments", kind="cash", amount_fen=PRICE)
        self.assertEqual(self.reverse(line).status, 200)
        self.assertEqual(self.owed(company), -PRICE)
        kind = self.post("/room-types", {"branch_id": branch(self.server, "深圳"), "name": "深圳房", "price_fen": PRICE, "stock": 1,
                                         "stock_mode": "order", "status": "on"}, 201)["id"]
        there = self.post("/orders", stay(kind, 0), 201)["order_no"]
        self.act(there, "payments", kind="account", amount_fen=PRICE, company_id=company["id"])
        self.assertEqual(self.owed(company), 0)
        self.refused(self.act(company["id"], "payments", None, kind="cash", amount_fen=PRICE), 400, "bad_request", "amount_fen")

    def test_a_company_payment_keyed_wrong_can_be_taken_back(self):
        company, (_, (one,)) = self.company(), self.inside(nights=1)
        self.act(one, "payments", kind="account", amount_fen=PRICE, company_id=company["id"])
        line = self.act(company["id"], "payments", kind="cash", amount_fen=PRICE).json["lines"][-1]["id"]
        self.assertEqual(self.reverse(line).status, 200)
        self.assertEqual(self.owed(company), PRICE)


class PaidTwice(Found):
    def test_what_was_allowed_is_refunded_once(self):
        number, (one,) = self.inside(nights=1)
        self.act(one, "payments", kind="cash", amount_fen=PRICE)
        self.act(one, "allowances", amount_fen=2000, reason="吵")
        self.act(one, "refunds", kind="cash", amount_fen=2000, reason="吵")
        self.staff("POST", f"/stays/{one}/check-out", {})
        self.assertEqual(self.record(number)["refund_fen"], 2000, "an allowance of 20.00 costs the house 40.00")

    def test_a_line_that_was_adjusted_away_is_not_reversed_too(self):
        number, (one,) = self.inside(nights=1)
        line = self.act(one, "charges", code="minibar", unit_fen=3000).json["lines"][-1]["id"]
        self.staff("POST", f"/lines/{line}/adjust", {"amount_fen": -3000, "reason": "x"}, 200)
        self.reverse(line, self.desk())
        self.assertGreaterEqual(self.record(number)["extras_fen"], 0, "3000 charged, 6000 taken off")

    def test_a_line_that_was_reversed_is_not_adjusted_too(self):
        number, (one,) = self.inside(nights=1)
        line = self.act(one, "charges", code="minibar", unit_fen=3000).json["lines"][-1]["id"]
        self.assertEqual(self.reverse(line).status, 200)
        self.refused(self.staff("POST", f"/lines/{line}/adjust", {"amount_fen": -3000, "reason": "x"}), 409, "reversed")
        self.assertEqual(self.record(number)["extras_fen"], 0)

    def test_an_amount_that_was_moved_away_is_not_reversed_here(self):
        here, (one,) = self.inside(nights=1)
        _, (two,) = self.inside(nights=1)
        line = self.act(one, "charges", code="minibar", unit_fen=3000).json["lines"][-1]["id"]
        self.act(one, "transfers", to_account_id=two, amount_fen=3000)
        self.reverse(line)
        self.assertEqual(self.record(here)["due_fen"], PRICE, "the minibar was reversed off the price of the room")


class DebtsForgotten(Found):
    def test_who_never_came_does_not_settle_for_who_left(self):
        number, (came, other) = self.walk_in(rooms=2)
        self.post(f"/stays/{came}/check-in")
        self.act(came, "charges", code="minibar", unit_fen=5000)
        self.staff("POST", f"/stays/{came}/check-out", {}, token=self.desk())
        self.staff("POST", f"/stays/{other}/cancel", {}, token=self.desk())
        record = self.record(number)
        self.assertFalse(record["status"] == "completed" and record["due_fen"], "completed, owing, and no manager was asked")

    def test_a_deposit_is_not_forgotten_by_a_cancel(self):
        for verb in ("cancel", "no-show"):
            with self.subTest(verb):
                number, _ = self.walk_in()
                self.act(number, "deposits", kind="cash", amount_fen=5000)
                answer = self.staff("POST", f"/orders/{number}/{verb}", {}, token=self.desk())
                self.assertTrue(answer.status == 409 or "deposit" in json.dumps(self.record(number)),
                                "cancelled with 50.00 of the guest's in the drawer, and the order does not say so")

    def test_extras_do_not_vanish_with_an_order_that_is_cancelled(self):
        here, (one,) = self.inside(nights=1)
        there, _ = self.walk_in()
        token = self.desk()
        self.staff("POST", f"/accounts/{one}/charges", {"code": "minibar", "unit_fen": 88800}, 200, token=token)
        self.staff("POST", f"/accounts/{one}/transfers", {"to_account_id": there, "amount_fen": 88800}, 200, token=token)
        self.refused(self.staff("POST", f"/orders/{there}/cancel", {}, token=token), 409, "balance_due")
        self.assertEqual([self.record(n)["due_fen"] for n in (here, there)], [PRICE, PRICE + 88800])

    def test_an_account_with_a_deposit_is_not_closed(self):
        _, (one,) = self.inside(nights=1)
        self.act(one, "payments", kind="cash", amount_fen=PRICE)
        self.act(one, "deposits", kind="cash", amount_fen=5000)
        self.assertEqual(self.act(one, "close", None).status, 409)

    def test_an_account_that_is_closed_takes_no_charges(self):
        _, (one,) = self.inside(nights=1)
        self.act(one, "payments", kind="cash", amount_fen=PRICE)
        self.assertTrue(self.act(one, "close", None).status == 409 or self.act(one, "charges", None, code="minibar", unit_fen=1).status == 409)


class WordsLost(Found):
    def test_why_an_account_was_opened_again_is_kept(self):
        _, (one,) = self.inside(nights=1)
        self.act(one, "payments", kind="cash", amount_fen=PRICE)
        self.post(f"/stays/{one}/check-out")
        self.act(one, "open", reason="少了浴巾")
        trail = self.staff("GET", "/audit?limit=5", status=200).json
        self.assertIn("少了浴巾", json.dumps(trail, ensure_ascii=False))

    def test_why_a_deposit_was_left_behind_is_kept(self):
        _, (one,) = self.inside(nights=1)
        self.act(one, "payments", kind="cash", amount_fen=PRICE)
        self.act(one, "deposits", kind="cash", amount_fen=100)
        self.post(f"/stays/{one}/check-out", {"leave_owing": {"reason": "赶飞机"}})
        trail = self.staff("GET", "/audit?limit=5", status=200).json
        self.assertIn("赶飞机", json.dumps(trail, ensure_ascii=False))

    def test_how_a_refund_was_paid_out_is_said(self):
        number, (one,) = self.inside(nights=1, paid=True)
        self.act(one, "refunds", kind="cash", amount_fen=500, reason="x")
        self.assertIn("cash", json.dumps(self.record(number)["refunds"]))


class Roles(Found):
    """A clerk may not refund, allow or adjust (403); a reversal must not be the way around."""

    def test_a_clerk_gives_no_money_back_by_reversing(self):
        _, (one,) = self.inside(nights=1)
        line = self.act(one, "payments", kind="cash", amount_fen=PRICE).json["lines"][-1]["id"]
        self.refused(self.reverse(line, self.desk()), 403, "forbidden")

    def test_a_clerk_gives_no_night_away_by_reversing(self):
        number, (one,) = self.inside(nights=1)
        self.act(one, "payments", kind="cash", amount_fen=PRICE)
        self.post(f"/stays/{one}/check-out")
        room = next(line["id"] for line in self.account(one)["lines"] if line["code"] == "room")
        self.refused(self.reverse(room, self.desk()), 403, "forbidden")
        self.assertEqual(self.record(number)["extras_fen"], 0)


class Codes(Found):
    def test_codes_of_money_are_no_charge_codes(self):
        for code in ("cash", "deposit", "account"):
            with self.subTest(code):
                self.refused(self.staff("POST", "/charge-codes", {"code": code, "name": "x"}), 400, "bad_request", "code")

    def test_a_line_of_nothing_is_refused(self):
        _, (one,) = self.inside(nights=1)
        line = self.act(one, "charges", code="minibar", unit_fen=3000).json["lines"][-1]["id"]
        self.refused(self.staff("POST", f"/lines/{line}/adjust", {"amount_fen": 0, "reason": "x"}), 400, "bad_request", "amount_fen")


class OldStore(Ledger):
    """Its own house: rows are put into its store while it is stopped."""

    def test_a_refund_that_was_closed_gets_no_line(self):
        number, (one,) = self.inside(nights=1, paid=True)
        self.settled()
        self.server.stop()
        store = sqlite3.connect(os.path.join(self.server.data, "yizhan.db"))
        store.execute("INSERT INTO refunds (id, order_id, payment_id, amount_fen, state, reason, by_name, created_at, changed_at, kind) "
                      "SELECT 77, order_id, id, 100, 'closed', 'x', 'x', 1, 1, '' FROM payments WHERE order_id = ?", (int(number),))
        store.commit()
        store.close()
        self.server.start()
        self.act(one, "charges", code="minibar", unit_fen=500)
        lines = self.rows("SELECT amount_fen FROM ledger_lines WHERE refund_id = 77")
        self.assertEqual(lines, [], "0041 gave it none, the next act on the order does")


class Migration(unittest.TestCase):
    """0041, on the rows that the test of 0038 makes, with money."""

    MONEY = """
        INSERT INTO pay_requests VALUES (13, 200, 1), (15, 400, 1);
        INSERT INTO payments (id, order_id, provider, transaction_id, amount_fen, paid_at, created_at, counted) VALUES
          (9001, 13, 'wechat', 'a', 200, :now, :now, 1), (9002, 15, 'wechat', 'b', 400, :now, :now, 1);
        INSERT INTO refunds (id, order_id, payment_id, amount_fen, state, reason, by_name, created_at, changed_at, told) VALUES
          (1, 13, 9001, 70, 'success', 'goodwill', 'x', :now, :now, 1);
        UPDATE orders SET paid_fen = 200, refund_fen = 70 WHERE id = 13;
        UPDATE orders SET paid_fen = 400 WHERE id = 15;"""

    def migrated(self, ask):
        day = int(time.time() - 21600) // 86400
        with tempfile.TemporaryDirectory() as data:
            store = released(data, 37)
            store.executescript(test_stays.Release.BEFORE.replace(":today", str(day)))
            store.executescript(self.MONEY.replace(":now", str(day * 86400000)))
            store.close()
            done = command(data, "migrate")
            self.assertEqual(done.returncode, 0, done.stderr)
            return ask(data, day)

    def test_what_was_charged_is_posted(self):
        """Order 15 left early when all nights were charged: 400 of 400 paid, nothing owed either way."""
        sql = """SELECT o.payable_fen + o.extras_fen - o.paid_fen + o.refund_fen, sum(l.amount_fen) FROM orders o
          JOIN ledger_accounts a ON a.order_id = o.id JOIN ledger_lines l ON l.account_id = a.id WHERE o.id = 15"""
        self.assertEqual(self.migrated(lambda data, day: rows(data, sql)), [(0, 0)])

    def test_nights_slept_before_days_were_closed_are_posted_on_their_own_dates(self):
        """0046: else the first close would charge them all at once, and bring a revenue that no night had."""
        sql = """SELECT s.order_id, l.service_date - ?, l.business_date - ?, sum(l.amount_fen) FROM stays s JOIN ledger_lines l ON l.stay_id = s.id
          WHERE s.state = 'in_house' GROUP BY 1, 2, 3 ORDER BY 1, 2"""
        posted, wrong, dates = self.migrated(lambda data, day: (rows(data, sql, day, day), wrong_books(lambda q: rows(data, q)),
                                                                rows(data, "SELECT business_date - ? FROM branches", day)))
        self.assertEqual(posted, [(14, -2, -2, 100), (14, -1, -1, 100), (18, -9, -9, 100), (18, -8, -8, 100), (19, -1, -1, 100)])
        self.assertEqual(wrong, {})
        self.assertEqual(dates, [(0,)])

    def test_nothing_is_dated_tomorrow(self):
        """Order 13 arrives in five days; its goodwill refund was made."""
        sql = "SELECT kind, amount_fen, business_date - ? FROM ledger_lines WHERE business_date > ?"
        self.assertEqual(self.migrated(lambda data, day: rows(data, sql, day, day)), [])


del Ledger, House
if __name__ == "__main__":
    unittest.main(verbosity=2)
