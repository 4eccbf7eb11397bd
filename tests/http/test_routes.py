"""Charges that go elsewhere by their code: to a window of the stay or the account of its order, from when it is said on."""
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.append(os.path.dirname(__file__))
from test_day import Days, shifted  # noqa: E402

PRICE = 10000


class Routes(Days):
    def setUp(self):
        """A stay with a window for who pays its room."""
        super().setUp()
        self.one = self.inside(2)
        self.number = self.stay(self.one)["order_no"]
        self.window = self.on(self.one, "windows", 201, name="某公司")["id"]

    def on(self, account, verb, status=200, method="POST", **body):
        return self.staff(method, f"/accounts/{account}/{verb}", body, status).json

    def lead(self, *codes, to=None, status=200, account=None):
        return self.on(account or self.one, "routes", status, "PUT", codes=list(codes), to_account_id=to)

    def account(self, id_):
        return self.staff("GET", f"/accounts/{id_}", status=200).json

    def dues(self, *accounts):
        """(posted, owed) of each."""
        return [(a["balance_fen"], a["due_fen"]) for a in map(self.account, accounts or (self.one, self.window))]

    def codes_on(self, account):
        return [(l["code"], l["amount_fen"], l["routed_from"]) for l in self.lines(account) if l["kind"] == "charge"]

    def test_the_company_s_window_has_the_room_and_the_guest_the_rest(self):
        self.act(self.one, "extras", code="breakfast", unit_fen=2500)
        routes = self.lead("room", "laundry", to=self.window)["routes"]
        self.assertEqual(routes, [{"code": c, "to_account_id": self.window} for c in ("laundry", "room")])
        self.assertEqual(self.dues(), [(0, 5000), (0, 2 * PRICE)])
        self.assertEqual([(l["code"], l["amount_fen"]) for l in self.account(self.window)["to_come"]], [("room", PRICE)] * 2)
        self.on(self.one, "charges", code="laundry", unit_fen=300)
        self.on(self.one, "charges", code="minibar", unit_fen=700)
        self.close()
        self.assertEqual(self.codes_on(self.one), [("minibar", 700, None), ("breakfast", 2500, None)])
        self.assertEqual(self.codes_on(self.window), [("laundry", 300, self.one), ("room", PRICE, self.one)])
        self.assertEqual(self.dues(), [(3200, 5700), (PRICE + 300, 2 * PRICE + 300)])
        self.assertEqual(self.record(self.number)["due_fen"], 2 * PRICE + 6000)
        self.assertEqual(sum(t["revenue_fen"] for t in self.report()["types"]), PRICE)

    def test_what_is_led_away_is_settled_there(self):
        self.lead("room", to=self.window)
        company = self.post("/companies", {"name": f"公司{next(self.numbers)}", "credit_limit_fen": 3 * PRICE}, 201)["id"]
        self.on(self.one, "charges", code="minibar", unit_fen=700)
        self.on(self.window, "payments", kind="account", company_id=company, amount_fen=2 * PRICE)
        self.close()
        self.next_day()
        self.close(on=shifted(self.open_date, 1), due_out="keep")
        self.assertEqual(self.dues(), [(700, 700), (0, 0)])
        self.assertEqual(self.act(self.one, "check-out", 409)["code"], "balance_due", "the minibar is the guest's")
        self.on(self.one, "payments", kind="cash", amount_fen=700)
        self.act(self.one, "check-out")
        self.assertEqual(self.dues(), [(0, 0), (0, 0)])
        self.assertEqual(self.account(company)["balance_fen"], 2 * PRICE)

    def test_what_was_posted_stays_when_the_rule_changes(self):
        self.lead("room", to=self.window)
        self.close()
        self.lead("room")
        self.assertEqual(self.account(self.one)["routes"], [])
        self.assertEqual(self.dues(), [(0, PRICE), (PRICE, PRICE)])
        self.next_day()
        self.close(on=shifted(self.open_date, 1))
        self.assertEqual((self.codes_on(self.one), self.codes_on(self.window)), ([("room", PRICE, None)], [("room", PRICE, self.one)]))

    def test_a_step_taken_back_takes_its_lines_back_there(self):
        self.lead("room", to=self.window)
        self.act(self.one, "check-out", leave_owing={"reason": "x"})
        self.assertEqual(self.dues(), [(0, 0), (PRICE, PRICE)])
        self.act(self.one, "undo")
        self.lead("room")
        self.act(self.one, "shorten", departure=shifted(self.open_date, 1))
        self.assertEqual(self.dues(), [(0, 0), (PRICE, PRICE)], "its line stands where it was posted")

    def test_the_order_pays_for_its_rooms(self):
        self.lead("room", to=self.number)
        whole = self.account(self.number)
        self.assertEqual((len(whole["to_come"]), whole["due_fen"], self.dues()[0]), (2, 2 * PRICE, (0, 0)))
        self.on(self.number, "payments", kind="cash", amount_fen=2 * PRICE)
        self.on(self.one, "charges", code="minibar", unit_fen=700)
        self.assertEqual(self.dues(self.one, self.number), [(700, 700), (-2 * PRICE, 700)], "what was paid is for the rooms")
        self.close()
        self.on(self.one, "charges", code="minibar", unit_fen=200)
        self.assertEqual((self.dues(self.one), self.codes_on(self.number)), ([(900, 900)], [("room", PRICE, self.one)]))
        self.assertEqual(sum(t["revenue_fen"] for t in self.report()["types"]), PRICE)

    def test_keyed_on_a_window_it_stays_there(self):
        self.lead("minibar", to=self.number)
        self.on(self.window, "charges", code="minibar", unit_fen=700)
        self.assertEqual(self.codes_on(self.window), [("minibar", 700, None)])

    def test_what_is_refused(self):
        other = self.inside(1)
        elsewhere = self.on(other, "windows", 201, name="别家")["id"]
        company = self.post("/companies", {"name": f"公司{next(self.numbers)}", "credit_limit_fen": 1}, 201)["id"]
        for field, body in (("codes", {"codes": ["no_such"]}), ("codes", {"codes": []}), ("codes", {}),
                            *(("to_account_id", {"codes": ["room"], "to_account_id": to}) for to in (other, elsewhere, company, "999", self.stay(other)["order_no"]))):
            with self.subTest(**body):
                self.refused(self.staff("PUT", f"/accounts/{self.one}/routes", body), 400, "bad_request", field)
        self.assertEqual(self.account(self.one)["routes"], [])
        for account in (self.window, self.number):
            self.assertEqual(self.lead("room", to=self.one, status=409, account=account)["code"], "order_state")
        self.act(self.one, "check-out", leave_owing={"reason": "x"})
        self.assertEqual(self.lead("room", to=self.window, status=409)["code"], "order_state")


if __name__ == "__main__":
    unittest.main()
