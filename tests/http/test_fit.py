"""Whether who has no room yet can have one for all nights: counters alone cannot tell."""
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import parallel, stay, today  # noqa: E402


class Fit(House):
    def setUp(self):
        """A branch with two rooms of a type."""
        self.place = self.post("/branches", {"name": f"排房 {next(self.numbers)}"}, 201)["id"]
        body = {"branch_id": self.place, "name": "大床", "price_fen": 10000, "stock": 2, "status": "on"}
        self.kind = self.post("/room-types", body, 201)["id"]
        self.room_ids = self.rooms(self.kind, 2)

    def whole(self):
        self.staff("PATCH", f"/branches/{self.place}", {"one_room": True}, 200)

    def book(self, first, nights=1, status=201, **more):
        return self.staff("POST", "/orders", {**stay(self.kind, first, nights), **more}, status).json

    def given(self, first, room, nights=1):
        """Booked for a room of its own."""
        one = self.book(first, nights)["stays"][0]["id"]
        self.post(f"/stays/{one}/move", {"room_id": self.room_ids[room]})
        return one

    def crossed(self):
        """Each night one room is free, and each night another."""
        return self.given(1, 0), self.given(2, 1)

    def fits(self):
        query = f"/timeline?branch_id={self.place}&from={today()}&to={today(9)}"
        return [(bar["from"], bar["fits"]) for bar in self.staff("GET", query, status=200).json["bars"] if not bar["room_id"]]

    def test_who_would_have_to_change_rooms_is_told_on_the_plan(self):
        self.crossed()
        self.book(1, 2)
        self.assertEqual(self.fits(), [(today(1), False)])

    def test_who_has_a_room_somewhere_is_not(self):
        self.book(1)
        self.book(2)
        self.book(1, 2)
        self.assertEqual({fits for _, fits in self.fits()}, {True})

    def test_rooms_are_given_so_that_long_stays_find_one(self):
        """Put side by side without a gap: the third stay has a room only when the second follows the first."""
        for first, nights in ((1, 2), (3, 2), (1, 4)):
            self.book(first, nights)
        self.assertEqual({fits for _, fits in self.fits()}, {True})

    def test_a_house_that_asks_for_one_room_sells_no_other_stay(self):
        self.whole()
        self.crossed()
        refused = self.staff("POST", "/orders", stay(self.kind, 1, 2))
        self.refused(refused, 409, "sold_out", "departure")
        guest = self.guest()
        self.refused(guest.post("/orders", stay(self.kind, 1, 2)), 409, "sold_out", "departure")
        self.assertEqual(self.fits(), [])
        self.book(1)
        self.refused(guest.post("/orders", stay(self.kind, 2, 2, rooms=2)), 409, "sold_out")
        self.assertEqual(guest.post("/orders", stay(self.kind, 2, 1)).status, 201)

    def test_nor_is_one_changed_into_such_a_stay(self):
        self.whole()
        self.crossed()
        number = self.book(5, 2)["order_no"]
        moved = self.staff("PATCH", f"/orders/{number}", {"arrival": today(1), "departure": today(3)})
        self.refused(moved, 409, "sold_out", "departure")
        self.assertEqual(self.record(number)["arrival"], today(5))

    def test_closed_rooms_are_no_rooms(self):
        self.whole()
        for room, night in enumerate((1, 2)):
            self.post("/closings", {"room_id": self.room_ids[room], "from": today(night), "to": today(night), "reason": "保养"}, 201)
        self.refused(self.staff("POST", "/orders", stay(self.kind, 1, 2)), 409, "sold_out", "departure")

    def test_a_house_that_sells_by_number_has_no_rooms_to_give(self):
        self.whole()
        body = {"branch_id": self.place, "name": "按数", "price_fen": 10000, "stock": 1, "status": "on"}
        self.kind = self.post("/room-types", body, 201)["id"]
        self.book(1, 3)

    def test_what_waits_to_be_paid_counts(self):
        self.whole()
        self.given(1, 0)
        guest, other = self.guest(), self.guest()
        self.assertEqual(guest.post("/orders", stay(self.kind, 2, 2)).status, 201)  # it can have the first room or the second
        self.assertEqual(other.post("/orders", stay(self.kind, 1, 1)).status, 201)
        self.refused(other.post("/orders", stay(self.kind, 1, 2)), 409, "sold_out")

    def test_many_at_once_get_no_more_than_there_is(self):
        self.whole()
        self.crossed()
        answers = parallel(12, lambda i: self.staff("POST", "/orders", stay(self.kind, 1, 2 if i % 2 else 1)).status)
        self.assertEqual((answers.count(201), set(answers)), (1, {201, 409}))


if __name__ == "__main__":
    unittest.main(verbosity=2)
