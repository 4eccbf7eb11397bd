"""What coming early and leaving late is asked for: by the branch's hours and percents, charged once or let go with a reason."""
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.append(os.path.dirname(__file__))
from test_day import Days, shifted  # noqa: E402


class Fees(Days):
    """The branch's open date is yesterday's of its calendar: who came for one night leaves today, before 21 o'clock there."""

    def setUp(self):
        super().setUp()
        self.rule(arrival_hour=23, departure_hour=0, early_in_percent=30, late_out_percent=50, late_full_hour=23)

    def rule(self, **hours):
        self.staff("PATCH", f"/branches/{self.place}", hours, 200)

    def fees(self, one):
        fees = self.staff("GET", f"/stays/{one}/fees", status=200).json
        return fees["early_in_fen"], fees["late_out_fen"]

    def waive(self, one, code, reason="老客人"):
        return self.staff("POST", f"/stays/{one}/waive", {"code": code, "reason": reason})

    def charge(self, one, code, amount):
        return self.post(f"/accounts/{one}/charges", {"code": code, "unit_fen": amount})

    def test_who_leaves_late_is_asked_for_half_a_night_and_later_for_a_whole_one(self):
        one = self.inside(1)
        self.assertEqual(self.fees(one), (0, 5000))
        self.rule(late_full_hour=0)
        self.assertEqual(self.fees(one), (0, 10000))
        self.rule(departure_hour=23, late_full_hour=23)
        self.assertEqual(self.fees(one), (0, 0))
        self.rule(departure_hour=0, late_full_hour=0, late_out_percent=0)
        self.assertEqual(self.fees(one), (0, 0), "a house that asks nothing asks nothing at any hour")

    def test_who_stays_longer_is_not_late(self):
        self.assertEqual(self.fees(self.inside(2)), (0, 0))

    def test_what_was_charged_is_not_asked_for_again_until_it_is_taken_back(self):
        one = self.inside(1)
        line = self.charge(one, "late_out", 5000)["lines"][-1]["id"]
        self.assertEqual(self.fees(one), (0, 0))
        self.staff("POST", f"/lines/{line}/reverse", {"reason": "x"}, 200)
        self.assertEqual(self.fees(one), (0, 5000))
        self.charge(one, "late_out", 5000)
        self.refused(self.staff("POST", f"/stays/{one}/check-out", {}), 409, "balance_due")
        self.post(f"/accounts/{one}/payments", {"kind": "cash", "amount_fen": 15000})
        self.act(one, "check-out")
        self.assertEqual(self.fees(one), (0, 0))

    def test_a_fee_that_a_rule_led_elsewhere_is_charged_too(self):
        one = self.inside(1)
        order = self.stay(one)["order_no"]
        self.staff("PUT", f"/accounts/{one}/routes", {"codes": ["late_out"], "to_account_id": order}, 200)
        self.charge(one, "late_out", 5000)
        self.assertEqual(self.fees(one), (0, 0))
        line = next(line["id"] for line in self.lines(order) if line["code"] == "late_out")
        self.staff("POST", f"/lines/{line}/reverse", {"reason": "x"}, 200)
        self.assertEqual(self.fees(one), (0, 5000))

    def test_who_comes_early_is_asked_for_a_part_of_the_first_night(self):
        one = self.due_in(2, first=1)
        self.assertEqual(self.fees(one), (3000, 0))
        self.rule(arrival_hour=0)
        self.assertEqual(self.fees(one), (0, 0), "the rooms are ready")
        self.rule(arrival_hour=23)
        self.act(one, "check-in")
        self.assertEqual(self.fees(one), (0, 0))

    def test_who_comes_in_the_night_is_late_and_not_early(self):
        self.assertEqual(self.fees(self.due_in(2)), (0, 0))

    def test_a_fee_is_let_go_with_a_reason_that_is_kept(self):
        one = self.inside(1)
        self.refused(self.waive(one, "late_out", ""), 400, "bad_request", "reason")
        self.refused(self.waive(one, "room"), 400, "bad_request", "code")
        self.refused(self.waive(one, "early_in"), 409, "order_state", "code")
        self.assertEqual(self.waive(one, "late_out").status, 200)
        order = self.record(self.stay(one)["order_no"])
        self.assertEqual(order["history"][-1]["note"], "fee_waived")
        trail = self.staff("GET", f"/audit?object=order&object_id={order['order_no']}&limit=1", status=200).json["items"][0]
        self.assertEqual((trail["action"], trail["after"]), ("stay.waive_fee", '{"code":"late_out","amount_fen":5000,"reason":"老客人"}'))
        self.assertEqual(self.lines(one), [])

    def test_what_a_branch_may_not_ask(self):
        for field, value in (("departure_hour", 24), ("early_in_percent", 101), ("late_out_percent", -1), ("late_full_hour", 24)):
            self.refused(self.staff("PATCH", f"/branches/{self.place}", {field: value}), 400, "bad_request", field)

    def test_whose_it_is(self):
        one = self.inside(1)
        there = self.server.staff_token("shenzhen")
        self.refused(self.staff("GET", f"/stays/{one}/fees", token=there), 403, "branch_scope")
        self.refused(self.staff("POST", f"/stays/{one}/waive", {"code": "late_out", "reason": "x"}, token=there), 403, "branch_scope")

    def test_after_nights_that_were_kept_it_is_todays_hour_that_counts(self):
        one = self.inside(1)
        self.close()
        self.next_day()
        self.close(on=shifted(self.open_date, 1), due_out="keep")
        self.rule(departure_hour=23, late_full_hour=23)
        self.assertEqual(self.fees(one), (0, 0))


del Days
if __name__ == "__main__":
    unittest.main(verbosity=2)
