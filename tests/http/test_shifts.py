"""Shifts: what is in the drawer is what the lines of the shift say, and a count that differs is written down."""
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import PASSWORD, branch, parallel, stay  # noqa: E402


class Shifts(House):
    def setUp(self):
        """A clerk of his own at 成都, with a token."""
        self.place = branch(self.server, "成都")
        self.name, self.token = self.clerk()

    def clerk(self, role="frontdesk"):
        name = f"clerk-{next(self.numbers)}"
        self.post("/staff", {"name": name, "password": PASSWORD, "role": role, "branch_ids": [branch(self.server, "成都")]}, 201)
        return name, self.server.staff_token(name)

    def open(self, cash=20000, token=None):
        return self.post("/shifts", {"branch_id": self.place, "float_fen": cash}, 201, token=token or self.token)["id"]

    def shift(self, id_):
        return self.staff("GET", "/shifts/" + id_, status=200).json

    def act(self, id_, verb, status=200, token=None, **body):
        return self.staff("POST", f"/shifts/{id_}/{verb}", body, status, token=token or self.token)

    def inside(self):
        kind = self.room_type(stock=1, price=10000)
        number = self.post("/orders", stay(kind, 0), 201)["order_no"]
        self.post(f"/orders/{number}/check-in")
        return number

    def on_account(self, number, verb, token=None, status=200, **body):
        return self.staff("POST", f"/accounts/{number}/{verb}", body, status, token=token or self.token)

    def test_the_drawer_is_what_the_lines_say(self):
        id_, number = self.open(), self.inside()
        self.on_account(number, "payments", kind="cash", amount_fen=6000)
        self.on_account(number, "payments", kind="card", amount_fen=1500)
        self.on_account(number, "deposits", kind="cash", amount_fen=30000)
        self.on_account(number, "deposits/use", amount_fen=2500)
        self.on_account(number, "deposits/return", kind="cash", amount_fen=27500)
        self.on_account(number, "refunds", token=self.owner_token, kind="cash", amount_fen=999, reason="x")  # the owner's, not this drawer's
        self.act(id_, "paid-outs", amount_fen=1200, reason="打车送客")
        self.act(id_, "drops", amount_fen=5000)
        shift = self.shift(id_)
        self.assertEqual({k["kind"]: (k["in_fen"], k["out_fen"]) for k in shift["by_kind"]}, {"cash": (36000, 27500), "card": (1500, 0)})
        self.assertEqual(shift["expected_fen"], 20000 + 36000 - 27500 - 1200 - 5000)
        self.assertEqual((shift["state"], shift["counted_fen"], shift["variance_fen"], shift["staff_name"]), ("open", None, None, self.name))
        lines = self.staff("GET", "/accounts/" + number, status=200).json["lines"]
        self.assertEqual({line["shift_id"] for line in lines if line["kind"] in ("payment", "deposit")}, {id_})
        self.refused(self.act(id_, "drops", None, amount_fen=22301), 400, "bad_request", "amount_fen")

    def test_a_count_that_differs_is_written_down_and_handed_over(self):
        id_ = self.open()
        heir, token = self.clerk()
        for body, field in (({"counted_fen": 100, "drop_fen": 101}, "drop_fen"), ({"counted_fen": 1, "to": "nobody"}, "to"), ({}, "counted_fen")):
            self.refused(self.act(id_, "close", None, **body), 400, "bad_request", field)
        self.assertEqual(self.shift(id_)["state"], "open", "a refused one is open still")
        closed = self.act(id_, "close", counted_fen=19500, drop_fen=15000, reason="找零差错", to=heir).json
        self.assertEqual((closed["state"], closed["expected_fen"], closed["variance_fen"], closed["handed_to"]), ("closed", 20000, -500, heir))
        found, = [s for s in self.staff("GET", f"/shifts?branch_id={self.place}&state=open&limit=100", status=200).json["items"] if s["staff_name"] == heir]
        self.assertEqual(found["float_fen"], 4500)
        for verb, body in (("close", {"counted_fen": 1}), ("drops", {"amount_fen": 1}), ("paid-outs", {"amount_fen": 1, "reason": "x"})):
            self.refused(self.act(id_, verb, None, **body), 409, "shift_closed")
        again = self.open()
        self.refused(self.act(again, "close", None, counted_fen=20000, to=heir), 409, "exists", "to")
        self.refused(self.act(found["id"], "close", None, counted_fen=0), 403, "forbidden")
        elsewhere = self.server.staff_token("shenzhen")
        for verb, body in (("close", {"counted_fen": 1}), ("drops", {"amount_fen": 1}), ("paid-outs", {"amount_fen": 1, "reason": "x"})):
            self.refused(self.act(found["id"], verb, None, elsewhere, **body), 403, "branch_scope")
        self.act(found["id"], "close", token=self.owner_token, counted_fen=4500)

    def test_one_shift_of_a_person_at_a_branch(self):
        answers = parallel(8, lambda i: self.staff("POST", "/shifts", {"branch_id": self.place}, token=self.token))
        self.assertEqual(sorted(a.status for a in answers), [201] + [409] * 7)
        self.assertEqual({a.code for a in answers if a.status == 409}, {"exists"})
        self.refused(self.staff("POST", "/shifts", {"branch_id": branch(self.server, "深圳")}, token=self.token), 403, "branch_scope")
        self.refused(self.staff("POST", "/shifts", {"branch_id": "7"}), 400, "bad_request", "branch_id")
        self.refused(self.staff("GET", "/trial-balance?branch_id=7"), 404, "not_found")

    def test_no_money_without_one_where_the_house_wants_it(self):
        number = self.inside()
        self.on_account(number, "payments", kind="cash", amount_fen=1)
        self.addCleanup(self.staff, "PATCH", "/branches/" + self.place, {"shifts": False}, 200)
        self.staff("PATCH", "/branches/" + self.place, {"shifts": True}, 200)
        manager = self.clerk("manager")[1]
        for verb, body in (("payments", {"kind": "cash", "amount_fen": 1}), ("deposits", {"kind": "cash", "amount_fen": 1}),
                           ("refunds", {"kind": "cash", "amount_fen": 1, "reason": "x"})):
            with self.subTest(verb):
                self.refused(self.on_account(number, verb, manager, None, **body), 409, "shift_closed")
        self.refused(self.staff("POST", f"/orders/{number}/pay", {"amount_fen": 1, "method": "cash"}, token=self.token), 409, "shift_closed")
        self.on_account(number, "charges", code="minibar", unit_fen=500)
        self.open()
        self.on_account(number, "payments", kind="cash", amount_fen=1)
        self.on_account(number, "payments", self.owner_token, kind="cash", amount_fen=1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
