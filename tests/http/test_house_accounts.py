"""Accounts of a branch and no stay: what is sold to who does not live here, on the same lines and in the same books."""
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.append(os.path.dirname(__file__))
from house import House  # noqa: E402
from test_ledger import PRICE, Ledger  # noqa: E402
from yizhan import branch, parallel, today  # noqa: E402


class Shop(Ledger):
    def shop(self, city="成都", name="小卖部"):
        return self.post("/house-accounts", {"branch_id": branch(self.server, city), "name": name}, 201)["id"]

    def sold(self, price=1500, **more):
        """An account with a charge; its id, the line's."""
        one = self.shop()
        return one, self.act(one, "charges", code="other", unit_fen=price, **more).json["lines"][-1]["id"]

    def reverse(self, line, token=None):
        return self.staff("POST", f"/lines/{line}/reverse", {"reason": "x"}, token=token)

    def desk(self):
        return self.server.staff_token("chengdu")


class HouseAccounts(Shop):
    def trial(self):
        return self.staff("GET", f"/trial-balance?branch_id={branch(self.server)}", status=200).json

    def test_a_souvenir_from_the_counter_to_the_books(self):
        before = self.trial()
        one = self.shop(name="大堂小卖部")
        self.assertEqual({k: self.account(one)[k] for k in ("kind", "branch_id", "name", "order_no", "stay_id", "closed_on", "balance_fen")},
                         {"kind": "house", "branch_id": branch(self.server), "name": "大堂小卖部", "order_no": None, "stay_id": None,
                          "closed_on": None, "balance_fen": 0})
        self.act(one, "charges", code="other", quantity=2, unit_fen=1500, note="明信片")
        self.assertEqual(self.on(one, "balance", "due"), (3000, 3000))
        self.refused(self.act(one, "payments", None, kind="cash", amount_fen=3001), 400, "bad_request", "amount_fen")
        self.refused(self.act(one, "close", None), 409, "balance_due")
        self.act(one, "payments", kind="wechat", amount_fen=3000, reference="4200002")
        self.assertEqual(self.lines(one, "kind", "code", "amount_fen", "note"),
                         [("charge", "other", 3000, "明信片"), ("payment", "wechat", -3000, "4200002")])
        after = self.trial()
        self.assertEqual({k: after["guest"][k] - before["guest"][k] for k in before["guest"]}, {"opening": 0, "debit": 3000, "credit": 3000, "closing": 0})
        self.assertEqual(after["sum_fen"], 0)

    def test_closed_at_nothing_and_opened_with_a_reason(self):
        one, _ = self.sold()
        self.act(one, "payments", kind="cash", amount_fen=1500)
        self.assertEqual(self.act(one, "close").json["closed_on"], today())
        line = self.account(one)["lines"][-1]["id"]
        for verb, body in (("charges", {"code": "other", "unit_fen": 1}), ("payments", {"kind": "cash", "amount_fen": 1}), ("close", {}),
                           ("allowances", {"amount_fen": 1, "reason": "x"}), ("refunds", {"kind": "cash", "amount_fen": 1, "reason": "x"})):
            with self.subTest(verb):
                self.refused(self.act(one, verb, None, **body), 409, "order_state")
        self.refused(self.reverse(line), 409, "order_state")
        self.refused(self.staff("POST", f"/lines/{self.account(one)['lines'][0]['id']}/adjust", {"amount_fen": -1, "reason": "x"}), 409, "order_state")
        self.assertEqual(self.act(one, "open", reason="少收一件").json["closed_on"], None)
        self.refused(self.act(one, "open", None, reason="x"), 409, "order_state")
        self.act(one, "charges", code="other", unit_fen=1)

    def test_a_wrong_payment_and_money_given_back(self):
        one, _ = self.sold(2000)
        line = self.act(one, "payments", kind="card", amount_fen=2000).json["lines"][-1]["id"]
        self.refused(self.act(one, "refunds", None, kind="cash", amount_fen=2001, reason="x"), 409, "refund_exceeds", "amount_fen")
        self.refused(self.act(one, "refunds", None, kind="coupon", amount_fen=1, reason="x"), 409, "refund_exceeds", "amount_fen")
        self.act(one, "refunds", kind="cash", amount_fen=500, reason="破损")
        self.assertEqual((self.on(one, "balance"), self.lines(one, "kind", "amount_fen")[-2:]), ((0,), [("allowance", -500), ("refund", 500)]))
        self.refused(self.reverse(line), 409, "refund_exceeds")
        self.act(one, "refunds", kind="card", amount_fen=1500, reason="刷错", mode="undo")
        self.assertEqual(self.on(one, "balance"), (1500,))
        second = self.act(one, "payments", kind="cash", amount_fen=1500).json["lines"][-1]["id"]
        account = self.reverse(second).json
        self.assertEqual((account["balance_fen"], account["lines"][-1]["kind"], account["lines"][-1]["reverses"]), (1500, "refund", second))
        self.refused(self.reverse(second), 409, "reversed")

    def test_what_was_allowed_is_refunded_once(self):
        one, _ = self.sold(2000)
        self.act(one, "payments", kind="cash", amount_fen=2000)
        self.act(one, "allowances", amount_fen=700, reason="x")
        self.act(one, "refunds", kind="cash", amount_fen=700, reason="x")
        self.assertEqual(self.on(one, "balance"), (0,))
        self.refused(self.act(one, "allowances", None, amount_fen=1301, reason="x"), 400, "bad_request", "amount_fen")

    def test_lines_are_reversed_and_adjusted(self):
        one, line = self.sold(2000)
        self.staff("POST", f"/lines/{line}/adjust", {"amount_fen": -500, "reason": "x"}, 200)
        self.refused(self.staff("POST", f"/lines/{line}/adjust", {"amount_fen": -1501, "reason": "x"}), 400, "bad_request", "amount_fen")
        other = self.act(one, "charges", code="other", unit_fen=300).json["lines"][-1]["id"]
        self.reverse(other)
        self.assertEqual(self.on(one, "balance"), (1500,))

    def test_it_has_no_room_to_charge_for(self):
        one = self.shop()
        self.refused(self.act(one, "charges", None, code="room", unit_fen=100), 400, "bad_request", "code")
        self.assertEqual(self.on(one, "balance"), (0,))

    def test_a_sale_goes_on_a_room_and_back(self):
        number, (room,) = self.inside(nights=1)
        one, line = self.sold(1500)
        self.act(one, "transfers", to_account_id=room, line_id=line)
        self.assertEqual((self.on(one, "balance"), self.record(number)["due_fen"], self.record(number)["extras_fen"]), ((0,), PRICE + 1500, 1500))
        self.refused(self.staff("POST", f"/lines/{line}/adjust", {"amount_fen": -1, "reason": "x"}), 409, "conflict")  # nothing of it is here
        two = self.shop()
        self.act(room, "transfers", to_account_id=two, amount_fen=1500)
        self.assertEqual((self.on(two, "balance"), self.record(number)["extras_fen"]), ((1500,), 0))
        self.act(two, "transfers", to_account_id=one, amount_fen=500)
        self.assertEqual((self.on(two, "balance"), self.on(one, "balance")), ((1000,), (500,)))
        there = self.shop("深圳")
        self.refused(self.act(two, "transfers", None, to_account_id=there, amount_fen=1), 400, "bad_request", "to_account_id")

    def test_a_company_pays_for_it_later(self):
        company = self.post("/companies", {"name": f"公司{next(self.numbers)}", "credit_limit_fen": 1500}, 201)["id"]
        owed = lambda: self.staff("GET", "/companies/" + company, status=200).json["balance_fen"]  # noqa: E731
        one, _ = self.sold(2000)
        self.refused(self.act(one, "payments", None, kind="account", amount_fen=2000, company_id=company), 409, "credit_limit", "amount_fen")
        line = self.act(one, "payments", kind="account", amount_fen=1500, company_id=company).json["lines"][-1]["id"]
        self.assertEqual((owed(), self.on(one, "balance")), (1500, (500,)))
        self.refused(self.act(one, "refunds", None, kind="account", amount_fen=1, reason="x"), 409, "conflict", "kind")
        self.refused(self.act(one, "refunds", None, kind="cash", amount_fen=1, reason="x"), 409, "refund_exceeds", "amount_fen")
        self.reverse(line)
        self.assertEqual((owed(), self.on(one, "balance")), (0, (2000,)))

    def test_what_it_is_not_for(self):
        one, _ = self.sold()
        for verb, body in (("deposits", {"kind": "cash", "amount_fen": 1}), ("holds", {"kind": "card", "amount_fen": 1, "reference": "x"}), ("windows", {"name": "x"})):
            with self.subTest(verb):
                self.refused(self.act(one, verb, None, **body), 409, "order_state")
        for verb, body in (("deposits/use", {"amount_fen": 1}), ("deposits/return", {"kind": "cash", "amount_fen": 1})):
            self.refused(self.act(one, verb, None, **body), 400, "bad_request", "amount_fen")

    def test_many_pay_at_once(self):
        one, _ = self.sold(1000)
        answers = parallel(16, lambda i: self.act(one, "payments", None, kind="cash", amount_fen=300), threads=16)
        self.assertEqual(sorted(a.status for a in answers), [200] * 3 + [400] * 13)
        self.assertEqual(self.on(one, "balance"), (100,))

    def test_whose_it_is(self):
        one, line = self.sold()
        there = self.server.staff_token("shenzhen")
        self.refused(self.staff("GET", "/accounts/" + one, token=there), 403, "branch_scope")
        self.refused(self.reverse(line, there), 403, "branch_scope")
        self.refused(self.staff("POST", "/house-accounts", {"branch_id": branch(self.server), "name": "x"}, token=there), 403, "branch_scope")
        self.refused(self.staff("POST", "/house-accounts", {"branch_id": "7", "name": "x"}), 400, "bad_request", "branch_id")
        self.refused(self.staff("POST", "/house-accounts", {"branch_id": branch(self.server)}), 400, "bad_request", "name")
        self.refused(self.staff("GET", f"/house-accounts?branch_id={branch(self.server)}", token=there), 403, "branch_scope")
        names = [a["branch_id"] for a in self.staff("GET", "/house-accounts?limit=100", status=200, token=there).json["items"]]
        self.assertEqual(set(names), {branch(self.server, "深圳")} if names else set())
        paid = self.act(one, "payments", kind="cash", amount_fen=1500).json["lines"][-1]["id"]
        self.refused(self.reverse(paid, self.desk()), 403, "forbidden")

    def test_in_pages_newest_first(self):
        mine = [self.shop(name=f"第{i}号") for i in range(5)]
        seen, after = [], ""
        while after is not None:
            page = self.staff("GET", "/house-accounts?limit=2" + (f"&after={after}" if after else ""), status=200).json
            seen += page["items"]
            after = page["next"]
        self.assertEqual([a["id"] for a in seen if a["id"] in mine], mine[::-1])
        self.assertEqual([(a["name"], a["balance_fen"], a["closed_on"]) for a in seen if a["id"] == mine[0]], [("第0号", 0, None)])


del Shop, Ledger, House
if __name__ == "__main__":
    unittest.main(verbosity=2)
