"""Pre-authorisations: promised money that is in no sum until it is captured, once, as an ordinary payment."""
import os
import sqlite3
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.append(os.path.dirname(__file__))
from house import House  # noqa: E402
from test_ledger import PRICE, Ledger  # noqa: E402
from yizhan import branch, parallel, stay, today  # noqa: E402


class Held(Ledger):
    def hold(self, account, amount=PRICE, kind="card", reference="POS 0042"):
        """A new hold."""
        return self.act(account, "holds", kind=kind, amount_fen=amount, reference=reference).json["holds"][-1]

    def end(self, hold, verb, status=None, **body):
        return self.staff("POST", f"/holds/{hold['id']}/{verb}", body, status)

    def holds(self, account, *names):
        return [tuple(hold[n] for n in names) for hold in self.account(account)["holds"]]


class Holds(Held):
    def test_a_hold_pays_nothing_and_what_is_captured_of_it_does(self):
        number, (one,) = self.inside(nights=1)
        trial = self.staff("GET", f"/trial-balance?branch_id={branch(self.server)}", status=200).json
        hold = self.hold(one, 30000)
        self.assertEqual({k: hold[k] for k in hold if k not in ("id", "at")},
                         {"kind": "card", "amount_fen": 30000, "captured_fen": 0, "state": "held", "reference": "POS 0042", "by": "owner",
                          "expires_on": today(30)})
        self.assertEqual((self.on(one, "balance", "due", "deposit"), self.lines(one, "kind"), self.record(number)["paid_fen"]),
                         ((0, PRICE, 0), [], 0), "it is no payment and no deposit")
        self.assertEqual(self.staff("GET", f"/trial-balance?branch_id={branch(self.server)}", status=200).json, trial)
        self.refused(self.end(hold, "capture", amount_fen=PRICE + 1), 400, "bad_request", "amount_fen")
        account = self.end(hold, "capture", 200, amount_fen=PRICE).json
        line = account["lines"][-1]
        self.assertEqual([line[k] for k in ("kind", "code", "amount_fen", "hold_id", "note")], ["payment", "card", -PRICE, hold["id"], "POS 0042"])
        self.assertEqual((account["due_fen"], self.record(number)["paid_fen"], self.record(number)["payments"][-1]["provider"]), (0, PRICE, "card"))
        self.assertEqual(self.holds(one, "state", "captured_fen"), [("captured", PRICE)], "the rest is let go")
        for verb, body in (("capture", {"amount_fen": 1}), ("void", {})):
            self.refused(self.end(hold, verb, **body), 409, "order_state")
        self.post(f"/stays/{one}/check-out")
        self.settled()

    def test_no_more_is_captured_than_is_held(self):
        number, (one,) = self.inside(nights=2)
        self.act(one, "payments", kind="cash", amount_fen=1)
        hold = self.hold(one, 500, "wechat", "4200001")
        self.assertEqual(hold["expires_on"], None)
        self.refused(self.end(hold, "capture", amount_fen=501), 400, "bad_request", "amount_fen")
        self.end(hold, "capture", 200, amount_fen=500)
        self.assertEqual(self.record(number)["due_fen"], 2 * PRICE - 501)

    def test_a_hold_that_was_voided_is_nothing(self):
        number, (one,) = self.inside(nights=1)
        hold = self.hold(one, kind="alipay")
        self.end(hold, "void", 200)
        self.assertEqual((self.holds(one, "state", "captured_fen"), self.record(number)["due_fen"]), ([("voided", 0)], PRICE))
        for verb, body in (("capture", {"amount_fen": 1}), ("void", {})):
            self.refused(self.end(hold, verb, **body), 409, "order_state")

    def test_a_capture_that_was_wrong_is_taken_back_as_any_payment(self):
        number, (one,) = self.inside(nights=1)
        hold = self.hold(one)
        line = self.end(hold, "capture", 200, amount_fen=4000).json["lines"][-1]["id"]
        account = self.staff("POST", f"/lines/{line}/reverse", {"reason": "金额输错"}, 200).json
        self.assertEqual((account["due_fen"], account["lines"][-1]["hold_id"]), (PRICE, None))
        self.assertEqual(self.holds(one, "state"), [("captured",)], "the money was asked for once")
        self.settled()

    def test_what_is_held_does_not_keep_anybody_from_leaving(self):
        number, (one,) = self.inside(nights=1)
        hold = self.hold(one)
        self.act(one, "payments", kind="cash", amount_fen=PRICE)
        self.post(f"/stays/{one}/check-out")
        self.refused(self.act(one, "holds", None, kind="card", amount_fen=1, reference="x"), 409, "order_state")
        self.end(hold, "void", 200)
        self.assertEqual(self.record(number)["status"], "completed")

    def test_a_manager_let_him_go_and_the_card_pays_later(self):
        number, (one,) = self.inside(nights=1)
        hold = self.hold(one)
        self.post(f"/stays/{one}/check-out", {"leave_owing": {"reason": "预授权后付"}})
        self.end(hold, "capture", 200, amount_fen=PRICE)
        self.assertEqual(self.record(number)["due_fen"], 0)

    def test_what_is_refused(self):
        _, (one,) = self.inside(nights=1)
        good = {"kind": "card", "amount_fen": 100, "reference": "x"}
        for change, field in (({"kind": "cash"}, "kind"), ({"kind": "account"}, "kind"), ({"reference": ""}, "reference"), ({"amount_fen": 0}, "amount_fen"),
                              ({"reference": "x" * 65}, "reference"), ({"amount_fen": 10**9 + 1}, "amount_fen"), ({"amount_fen": 2**63 - 1}, "amount_fen")):
            with self.subTest(change=change):
                self.refused(self.act(one, "holds", None, **{**good, **change}), 400, "bad_request", next(iter(change)))
        self.refused(self.act(one, "holds", None, kind="card", amount_fen=1), 400, "bad_request", "reference")
        self.refused(self.staff("POST", "/holds/7/void", {}), 404, "not_found")
        company = self.post("/companies", {"name": "预授权公司"}, 201)["id"]
        self.refused(self.act(company, "holds", None, **good), 409, "order_state")
        hold = self.hold(one)
        there = self.server.staff_token("shenzhen")
        for path, body in ((f"/accounts/{one}/holds", good), (f"/holds/{hold['id']}/capture", {"amount_fen": 1}), (f"/holds/{hold['id']}/void", {})):
            self.refused(self.staff("POST", path, body, token=there), 403, "branch_scope")
        self.refused(self.end(hold, "capture", amount_fen=0), 400, "bad_request", "amount_fen")
        self.assertEqual(self.holds(one, "state"), [("held",)])

    def test_the_same_key_holds_once(self):
        _, (one,) = self.inside(nights=1)
        body = {"kind": "card", "amount_fen": 100, "reference": "x"}
        twice = [self.staff("POST", f"/accounts/{one}/holds", body, 200, key="hold-once").json for _ in range(2)]
        self.assertEqual(twice[0], twice[1])
        self.assertEqual(len(self.holds(one, "id")), 1)

    def test_a_guest_who_is_expected_guarantees_with_a_card(self):
        kind = self.room_type(stock=1, price=PRICE)
        number = self.post("/orders", stay(kind, 0), 201)["order_no"]
        hold = self.hold(number)
        self.end(hold, "capture", 200, amount_fen=PRICE)
        self.assertEqual((self.record(number)["due_fen"], self.lines(number, "code", "hold_id")), (0, [("card", hold["id"])]))
        self.refused(self.end(self.hold(number), "capture", amount_fen=1), 400, "bad_request", "amount_fen")

    def test_of_an_order_that_came_to_nothing_nothing_is_captured(self):
        kind = self.room_type(stock=1, price=PRICE)
        number = self.post("/orders", stay(kind, 0), 201)["order_no"]
        hold = self.hold(number)
        self.post(f"/orders/{number}/cancel")
        self.refused(self.end(hold, "capture", amount_fen=1), 409, "order_state")
        self.end(hold, "void", 200)


class Racing(Held):
    def test_capture_and_void_at_once(self):
        """Whoever wins, the money is there once or not at all."""
        for round_ in range(6):
            number, (one,) = self.inside(nights=1)
            hold = self.hold(one)
            def work(i, hold=hold):
                return self.end(hold, "void") if (i + round_) % 2 else self.end(hold, "capture", amount_fen=1000)
            answers = parallel(16, work, threads=16)
            self.assertEqual(sorted((a.status, a.code) for a in answers), [(200, None)] + [(409, "order_state")] * 15)
            won, = (i for i, a in enumerate(answers) if a.status == 200)
            voided = (won + round_) % 2 == 1
            self.assertEqual(self.holds(one, "state", "captured_fen"), [("voided", 0) if voided else ("captured", 1000)])
            self.assertEqual((self.record(number)["paid_fen"], len(self.lines(one, "id"))), (0, 0) if voided else (1000, 1))

    def test_many_holds_for_one_debt(self):
        number, (one,) = self.inside(nights=1)
        holds = [self.hold(one) for _ in range(16)]
        answers = parallel(16, lambda i: self.end(holds[i], "capture", amount_fen=3000), threads=16)
        self.assertEqual(sorted(a.status for a in answers), [200] * 3 + [400] * 13)
        self.assertEqual(sorted(self.holds(one, "state")), [("captured",)] * 3 + [("held",)] * 13)
        self.assertEqual(self.record(number)["due_fen"], 1000)


class Expired(Held):
    """Its own house: the end of a hold is put into its store while it is stopped."""

    def test_a_card_keeps_it_for_thirty_days(self):
        _, (one,) = self.inside(nights=1)
        over, last = self.hold(one), self.hold(one)
        self.server.stop()
        store = sqlite3.connect(os.path.join(self.server.data, "yizhan.db"))
        for hold, days in ((over, 30), (last, 29)):
            store.execute("UPDATE holds SET expires_on = expires_on - ? WHERE id = ?", (days, int(hold["id"])))
        store.commit()
        store.close()
        self.server.start()
        self.assertEqual(self.holds(one, "state", "expires_on"), [("expired", today()), ("held", today(1))])
        for verb, body in (("capture", {"amount_fen": 1}), ("void", {})):
            self.refused(self.end(over, verb, **body), 409, "order_state")
        self.end(last, "capture", 200, amount_fen=1)


del Held, Ledger, House
if __name__ == "__main__":
    unittest.main(verbosity=2)
