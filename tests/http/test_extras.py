"""Daily extras: posted with each night of a stay besides its room, once; owed like the nights to come; and gone with the nights
that are not slept."""
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.append(os.path.dirname(__file__))
from test_day import Days, shifted  # noqa: E402

PRICE, UNIT = 10000, 2500


class Extras(Days):
    def extra(self, one, status=200, code="breakfast", unit=UNIT, **more):
        return self.act(one, "extras", status, code=code, unit_fen=unit, **more)

    def end(self, extra, status=200):
        return self.staff("DELETE", f"/extras/{extra['id']}", status=status).json

    def posted(self, one):
        """What stands of its extras: (code, night, business date, fen)."""
        lines = self.lines(one)
        back = {l["reverses"] for l in lines if l["reverses"]}
        return [(l["code"], l["service_date"], l["business_date"], l["amount_fen"]) for l in lines
                if l["extra_id"] and not l["reverses"] and l["id"] not in back]

    def due(self, one):
        """Owed on the stay, and on its order, which has no other."""
        account = self.staff("GET", f"/accounts/{one}", status=200).json
        order = self.record(account["order_no"])
        self.assertEqual(account["due_fen"], order["due_fen"])
        return account["due_fen"]

    def night(self, days):
        return shifted(self.open_date, days)

    def test_it_is_owed_at_once_and_posted_night_by_night(self):
        one = self.inside(3)
        stay = self.extra(one, quantity=2, note="两份")
        self.assertEqual([{k: v for k, v in e.items() if k != "id"} for e in stay["extras"]], [
            {"code": "breakfast", "quantity": 2, "unit_fen": UNIT, "from": None, "to": None, "note": "两份"}])
        self.assertEqual(self.stay(one)["extras"], stay["extras"])
        self.assertEqual((self.due(one), self.posted(one)), (3 * (PRICE + 2 * UNIT), []))
        self.close()
        self.assertEqual(self.posted(one), [("breakfast", self.open_date, self.open_date, 2 * UNIT)])
        line, = (l for l in self.lines(one) if l["extra_id"])
        self.assertEqual((line["quantity"], line["unit_fen"], line["note"], line["extra_id"], line["by"]),
                         (2, UNIT, "两份", stay["extras"][0]["id"], "owner"))
        self.assertEqual(self.due(one), 3 * (PRICE + 2 * UNIT))
        self.assertEqual({c["code"]: c["amount_fen"] for c in self.report()["codes"]}, {"room": PRICE, "breakfast": 2 * UNIT})
        trial = self.staff("GET", f"/trial-balance?branch_id={self.place}&date={self.open_date}", status=200).json
        self.assertEqual((trial["guest"]["closing"], trial["sum_fen"]), (PRICE + 2 * UNIT, 0))

    def test_only_on_its_nights(self):
        one = self.inside(3)
        self.extra(one, code="parking", to=self.open_date)
        self.extra(one, **{"from": self.night(1), "to": self.night(1)})
        self.assertEqual(self.due(one), 3 * PRICE + 2 * UNIT)
        self.close()
        self.next_day()
        self.close(on=self.night(1))
        self.assertEqual(self.posted(one), [("parking", self.open_date, self.open_date, UNIT), ("breakfast", self.night(1), self.night(1), UNIT)])

    def test_the_price_is_the_code_s_unless_one_is_given(self):
        code = f"bed_{next(self.numbers)}"
        made = self.post("/charge-codes", {"code": code, "name": "加床", "tax_rate": 6, "price_fen": 8000}, 201)["id"]
        one = self.inside(2)
        extra = self.act(one, "extras", code=code)["extras"][0]
        self.assertEqual((extra["unit_fen"], extra["quantity"]), (8000, 1))
        self.staff("PATCH", f"/charge-codes/{made}", {"price_fen": 9000}, 200)
        self.close()
        line, = (l for l in self.lines(one) if l["extra_id"])
        self.assertEqual((line["amount_fen"], line["tax_rate"], line["tax_fen"]), (8000, 6, 453), "it was agreed")

    def test_who_leaves_early_has_none_of_the_nights_given_back(self):
        one = self.inside(3)
        self.extra(one)
        self.close()
        refused = self.act(one, "check-out", 409)
        self.assertEqual((refused["code"], refused["due_fen"]), ("balance_due", PRICE + UNIT))
        self.post(f"/accounts/{one}/payments", {"kind": "cash", "amount_fen": PRICE + UNIT})
        self.act(one, "check-out")
        self.assertEqual((self.due(one), len(self.posted(one))), (0, 1))
        self.act(one, "undo")
        self.assertEqual((self.due(one), len(self.posted(one))), (2 * (PRICE + UNIT), 1), "it goes on")

    def test_a_check_out_before_the_close_posts_what_is_due(self):
        one = self.inside(1)
        self.extra(one)
        self.post(f"/accounts/{one}/payments", {"kind": "cash", "amount_fen": PRICE + UNIT})
        self.act(one, "check-out")
        self.assertEqual(self.posted(one), [("breakfast", self.open_date, self.open_date, UNIT)])
        self.act(one, "undo")
        self.close()
        self.assertEqual(len(self.posted(one)), 1)
        self.assertEqual(self.rows("SELECT count(*) FROM ledger_lines WHERE extra_id IS NOT NULL AND standing = 1 AND stay_id = ?", int(one)),
                         [(1,)])

    def test_longer_and_shorter(self):
        one = self.inside(1)
        self.extra(one)
        self.extra(one, code="parking", to=self.open_date)
        self.act(one, "extend", departure=self.night(3))
        self.assertEqual(self.due(one), 3 * (PRICE + UNIT) + UNIT, "what has no last night goes on")
        self.act(one, "shorten", departure=self.night(2))
        self.assertEqual(self.due(one), 2 * (PRICE + UNIT) + UNIT)

    def test_nobody_who_did_not_come_has_any(self):
        for act, left in (("cancel", 0), ("no-show", 0)):
            one = self.due_in(2)
            self.extra(one)
            self.assertEqual(self.due(one), 2 * (PRICE + UNIT))
            order = self.record(self.stay(one)["order_no"])
            self.act(one, act)
            self.assertEqual((self.due(one), self.posted(one), order["cancel_refund_fen"]), (left, [], 0))
            self.act(one, "undo")
            self.assertEqual(self.due(one), 2 * (PRICE + UNIT))

    def test_what_was_paid_for_them_comes_back_with_a_cancel(self):
        one = self.due_in(2, 2)
        self.extra(one)
        number = self.stay(one)["order_no"]
        self.post(f"/accounts/{one}/payments", {"kind": "cash", "amount_fen": 2 * (PRICE + UNIT)})
        self.change("UPDATE orders SET free_until = 0 WHERE id = ?", int(number))
        self.assertEqual(self.record(number)["cancel_refund_fen"], PRICE + 2 * UNIT, "the first night is kept, and no breakfast")
        self.act(one, "cancel")
        self.assertEqual(self.record(number)["refund_fen"], PRICE + 2 * UNIT)

    def test_who_comes_late_missed_one(self):
        one = self.due_in(3)
        self.extra(one)
        self.close(due_in="keep")
        self.act(one, "check-in")
        self.assertEqual(self.due(one), 3 * PRICE + 2 * UNIT)
        self.next_day()
        self.close(on=self.night(1))
        self.assertEqual([p[1] for p in self.posted(one)], [self.night(1)])

    def test_ended_it_is_charged_until_yesterday(self):
        one = self.inside(3)
        breakfast = self.extra(one)["extras"][0]
        wrong = self.extra(one, code="parking", note="别人的车")["extras"][1]
        self.assertEqual(self.end(wrong)["extras"], [breakfast], "no night of it was posted")
        self.end(wrong, 404)
        self.close()
        stay = self.end(breakfast)
        self.assertEqual(stay["extras"], [{**breakfast, "to": self.open_date}])
        self.assertEqual((self.due(one), len(self.posted(one))), (3 * PRICE + UNIT, 1))
        self.assertEqual(self.end(breakfast, 409)["code"], "order_state")
        self.next_day()
        self.close(on=self.night(1))
        self.assertEqual(len(self.posted(one)), 1)

    def test_a_night_s_line_is_taken_off_like_another(self):
        one = self.inside(2)
        self.extra(one)
        self.close()
        line, = (l for l in self.lines(one) if l["extra_id"])
        self.post(f"/lines/{line['id']}/adjust", {"amount_fen": -UNIT, "reason": "没吃"})
        self.assertEqual(self.due(one), 2 * PRICE + UNIT)
        self.post(f"/accounts/{one}/payments", {"kind": "cash", "amount_fen": 2 * PRICE + UNIT})
        self.next_day()
        self.close(on=self.night(1))
        self.act(one, "check-out")
        self.assertEqual((self.due(one), len(self.posted(one))), (0, 2))

    def test_a_night_that_costs_nothing_can_be_priced_though_it_had_breakfast(self):
        one = self.inside(2)
        self.staff("PATCH", f"/stays/{one}/nights", {"from": self.open_date, "to": self.night(1), "price_fen": 0, "reason": "自用"}, 200)
        self.extra(one)
        self.assertEqual(self.due(one), 2 * UNIT)
        self.close(price_zero="keep")
        self.assertEqual((self.posted(one), self.due(one)), ([("breakfast", self.open_date, self.open_date, UNIT)], 2 * UNIT))

    def test_what_is_refused(self):
        one = self.inside(2)
        for field, more in (("code", {"code": "no_such"}), ("code", {"code": "room"}), ("unit_fen", {"unit": None}), ("unit_fen", {"unit": 0}),
                            ("quantity", {"quantity": 0}), ("from", {"from": self.night(-1)}), ("from", {"from": self.night(2)}),
                            ("to", {"to": self.night(2)}), ("to", {"from": self.night(1), "to": self.open_date}),
                            ("quantity", {"quantity": 999, "unit": 10000000})):
            with self.subTest(field=field, **more):
                refused = self.staff("POST", f"/stays/{one}/extras", {"code": "breakfast", "unit_fen": more.pop("unit", UNIT), **more})
                self.refused(refused, 400, "bad_request", field)
        self.assertEqual((self.stay(one)["extras"], self.due(one)), ([], 2 * PRICE))
        for _ in range(20):
            self.extra(one)
        self.refused(self.staff("POST", f"/stays/{one}/extras", {"code": "breakfast", "unit_fen": 1}), 400, "bad_request", "code")
        gone = self.inside(1)
        breakfast = self.extra(gone)["extras"][0]
        self.act(gone, "check-out", leave_owing={"reason": "x"})
        self.assertEqual(self.extra(gone, 409)["code"], "order_state")
        self.assertEqual(self.end(breakfast, 409)["code"], "order_state")


if __name__ == "__main__":
    unittest.main()
