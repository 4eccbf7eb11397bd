"""Payment kinds: one table says what follows from how money comes, and the owner says which need the number of a slip."""
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.append(os.path.dirname(__file__))
from test_ledger import PRICE, Ledger  # noqa: E402
from yizhan import PASSWORD, branch  # noqa: E402

FIXED = ("in_drawer", "in_takings", "is_money", "refundable_by_system")


class PaymentKinds(Ledger):
    def kinds(self):
        return {k["kind"]: k for k in self.staff("GET", "/payment-kinds", status=200).json["items"]}

    def flagged(self, flag):
        return [name for name, k in self.kinds().items() if k[flag]]

    def need(self, *kinds):
        """Those need a reference until the end of the test."""
        for kind in kinds:
            self.staff("PATCH", "/payment-kinds/" + kind, {"needs_reference": True}, 200)
            self.addCleanup(self.staff, "PATCH", "/payment-kinds/" + kind, {"needs_reference": False}, 200)

    def test_what_follows_from_each(self):
        self.assertEqual(list(self.kinds()), ["cash", "wechat", "alipay", "card", "transfer", "ota", "account", "coupon", "house"])
        money = ["cash", "wechat", "alipay", "card", "transfer"]
        self.assertEqual([self.flagged(f) for f in FIXED], [["cash"], [*money, "ota", "coupon", "house"], money, ["wechat"]])
        self.assertEqual((self.flagged("needs_reference"), self.flagged("offered")), ([], [*money, "ota", "account"]))

    def test_the_owner_changes_what_is_the_house_s_to_say(self):
        card = self.kinds()["card"]
        self.need("card")
        now = self.staff("PATCH", "/payment-kinds/card", {"offered": False}, 200).json
        self.assertEqual(now, {**card, "needs_reference": True, "offered": False})
        self.assertEqual(self.kinds()["card"], now)
        self.staff("PATCH", "/payment-kinds/card", {"offered": True}, 200)
        self.refused(self.staff("PATCH", "/payment-kinds/gold", {"offered": True}), 404, "not_found")
        for flag in FIXED:
            self.assertEqual(self.staff("PATCH", "/payment-kinds/card", {flag: not card[flag]}, 200).json[flag], card[flag])
        name = f"kinds-{next(self.numbers)}"
        self.post("/staff", {"name": name, "password": PASSWORD, "role": "manager", "branch_ids": [branch(self.server)]}, 201)
        self.refused(self.staff("PATCH", "/payment-kinds/card", {"offered": False}, token=self.server.staff_token(name)), 403, "forbidden")

    def test_no_payment_without_the_number_it_needs(self):
        self.need("card", "ota", "account")
        number, (one,) = self.inside(nights=1)
        company = self.post("/companies", {"name": f"公司{next(self.numbers)}", "credit_limit_fen": 90000}, 201)["id"]
        shop = self.post("/house-accounts", {"branch_id": branch(self.server), "name": "小卖部"}, 201)["id"]
        self.act(shop, "charges", code="other", unit_fen=500)
        for account, verb, body in ((one, "payments", {"kind": "card"}), (one, "payments", {"kind": "account", "company_id": company}),
                                    (one, "deposits", {"kind": "card"}), (number, "payments", {"kind": "ota"}), (shop, "payments", {"kind": "card"})):
            with self.subTest(verb=verb, **body):
                for reference in ({}, {"reference": ""}):
                    self.refused(self.act(account, verb, None, amount_fen=100, **body, **reference), 400, "bad_request", "reference")
                self.assertEqual(self.act(account, verb, amount_fen=100, **body, reference="POS 7").json["lines"][-1]["note"], "POS 7")
        pay = {"amount_fen": 100, "method": "card"}
        self.refused(self.staff("POST", f"/orders/{number}/pay", pay), 400, "bad_request", "reference")
        self.post(f"/orders/{number}/pay", {**pay, "reference": "POS 8"})
        self.assertEqual(self.lines(number, "code", "note")[-1], ("card", "POS 8"))
        self.refused(self.act(company, "payments", None, kind="card", amount_fen=100), 400, "bad_request", "reference")
        self.act(company, "payments", kind="card", amount_fen=100, reference="POS 9")
        self.act(one, "payments", kind="cash", amount_fen=100)
        self.act(one, "deposits/return", kind="card", amount_fen=100)

    def test_a_hold_brings_its_own_number(self):
        self.need("card")
        number, (one,) = self.inside(nights=1)
        hold = self.act(one, "holds", kind="card", amount_fen=PRICE, reference="8812").json["holds"][-1]["id"]
        self.post(f"/holds/{hold}/capture", {"amount_fen": PRICE})
        self.assertEqual(self.record(number)["due_fen"], 0)

    def test_somebody_s_word_is_no_deposit(self):
        _, (one,) = self.inside(nights=1)
        for kind in ("ota", "account", "coupon", "house"):
            self.refused(self.act(one, "deposits", None, kind=kind, amount_fen=100), 400, "bad_request", "kind")
        self.act(one, "deposits", kind="transfer", amount_fen=100)
        self.refused(self.act(one, "deposits/return", None, kind="house", amount_fen=100), 400, "bad_request", "kind")
        self.act(one, "deposits/return", kind="cash", amount_fen=100)


if __name__ == "__main__":
    unittest.main()
