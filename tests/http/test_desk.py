"""The desk: walk-ins, rooms given at check-in, early departures, today's page, finding an order."""
import os
import sys
import unittest
from collections import Counter

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import branch, parallel, stay, today  # noqa: E402


class Desk(House):
    def walk_in(self, kind, *args, token=None, **more):
        return self.staff("POST", "/orders", stay(kind, *args, **more), token=token)

    def test_a_walk_in_is_confirmed_at_once_and_lives_to_check_out(self):
        kind = self.room_type(stock=1)
        answer = self.walk_in(kind, 0, 2)
        self.assertEqual(answer.status, 201, answer)
        order = answer.json
        self.assertEqual((order["status"], order["source"], order["money"], order["member_id"], order["payable_fen"]),
                         ("confirmed", "walk_in", "unpaid", None, 60000))
        self.refused(self.walk_in(kind, 1), 409, "sold_out")
        number = order["order_no"]
        self.assertEqual(self.post(f"/orders/{number}/check-in")["status"], "in_house")
        self.assertEqual(self.post(f"/orders/{number}/check-out")["status"], "completed")
        self.settled()

    def test_the_desk_names_the_rooms(self):
        kind = self.room_type()
        one, two, three = self.rooms(kind, 3)
        number = self.booked_and_paid(self.guest(), kind, 0, 2, 2)["order_no"]
        check_in = lambda order_no, *ids: self.staff("POST", f"/orders/{order_no}/check-in", {"room_ids": list(ids)})  # noqa: E731
        for ids in ((one,), (one, two, three), (one, "1")):
            self.refused(check_in(number, *ids), 400, "bad_request", "room_ids")
        self.refused(check_in(number, one, one), 409, "room_taken")
        inside = check_in(number, one, three)
        self.assertEqual((inside.status, len(inside.json["room_numbers"])), (200, 2), inside)
        other = self.booked_and_paid(self.guest(), kind, 1, 3)["order_no"]
        self.refused(check_in(other, three), 409, "room_taken")
        self.assertEqual(self.record(other)["status"], "confirmed", "the refused check-in left no trace")
        self.assertEqual(len(self.record(other)["history"]), 2)
        self.assertEqual(check_in(other, two).status, 200)

    def test_the_room_of_another_branch_is_not_given(self):
        away = next(r["id"] for r in self.staff("GET", f"/rooms?branch_id={branch(self.server, '北京')}&limit=1").json["items"])
        number = self.booked_and_paid(self.guest(), self.room_type(), 0)["order_no"]
        self.refused(self.staff("POST", f"/orders/{number}/check-in", {"room_ids": [away]}), 400, "bad_request", "room_ids")

    def test_two_check_ins_at_once_for_one_room_are_one(self):
        kind = self.room_type()
        self.rooms(kind, 1)
        self.edit_nights(kind, 0, 0, sellable=2)
        numbers = [self.booked_and_paid(self.guest(), kind, 0)["order_no"] for _ in range(2)]
        answers = parallel(2, lambda i: self.staff("POST", f"/orders/{numbers[i]}/check-in", {}))
        self.assertEqual(Counter((a.status, a.json.get("code")) for a in answers), {(200, None): 1, (409, "room_taken"): 1})

    def test_a_room_is_dirty_after_check_out_and_a_clean_one_goes_first(self):
        kind = self.room_type()
        rooms = self.rooms(kind, 2)
        number = self.booked_and_paid(self.guest(), kind, 0)["order_no"]
        self.post(f"/orders/{number}/check-in", {"room_ids": [rooms[0]]})
        self.post(f"/orders/{number}/check-out")
        status = lambda room: self.staff("GET", "/rooms/" + room).json["status"]  # noqa: E731
        self.assertEqual([status(r) for r in rooms], ["dirty", "clean"])
        following = self.booked_and_paid(self.guest(), kind, 0)["order_no"]
        given = self.post(f"/orders/{following}/check-in")["room_numbers"]
        self.assertEqual(given, [self.staff("GET", "/rooms/" + rooms[1]).json["number"]])

    def test_an_out_of_order_room_is_not_given(self):
        kind = self.room_type()
        room, = self.rooms(kind, 1)
        number = self.booked_and_paid(self.guest(), kind, 0)["order_no"]
        self.staff("PATCH", "/rooms/" + room, {"status": "out_of_order"}, 200)
        self.refused(self.staff("POST", f"/orders/{number}/check-in", {}), 409, "room_taken")
        self.refused(self.staff("POST", f"/orders/{number}/check-in", {"room_ids": [room]}), 409, "room_closed", "room_ids")

    def test_an_early_departure_gives_the_later_nights_back(self):
        kind = self.room_type(stock=1)
        room, = self.rooms(kind, 1)
        number = self.booked_and_paid(self.guest(), kind, 0, 4)["order_no"]
        self.post(f"/orders/{number}/check-in")
        self.assertEqual(self.sold(kind, 0, 4), [1, 1, 1, 1])
        self.post(f"/orders/{number}/check-out")
        self.assertEqual(self.sold(kind, 0, 4), [1, 0, 0, 0])
        following = self.booked_and_paid(self.guest(), kind, 1, 3)["order_no"]
        self.assertEqual(len(self.post(f"/orders/{following}/check-in", {"room_ids": [room]})["room_numbers"]), 1)

    def test_the_desk_does_not_check_in_before_the_day(self):
        before = self.staff("GET", "/settings", status=200).json
        self.staff("PATCH", "/settings", {"early_check_in_days": 0}, 200)
        self.addCleanup(self.staff, "PATCH", "/settings", {"early_check_in_days": before["early_check_in_days"]}, 200)
        guest, kind = self.guest(), self.room_type()
        future, now = self.booked_and_paid(guest, kind, 1)["order_no"], self.booked_and_paid(guest, kind, 0)["order_no"]
        for action in ("check-in", "no-show"):
            self.refused(self.staff("POST", f"/orders/{future}/{action}", {}), 409, "too_early")
        self.post(f"/orders/{now}/check-in")

    def test_today_shows_who_comes_stays_and_goes(self):
        kind, place = self.room_type(), branch(self.server, "成都")
        room, _ = self.rooms(kind, 2)
        number = self.booked_and_paid(self.guest(), kind, 0, 1)["order_no"]
        today_page = lambda: self.staff("GET", "/today?branch_id=" + place, status=200).json  # noqa: E731
        names = lambda part: [o["order_no"] for o in today_page()[part]]  # noqa: E731
        before = today_page()
        self.assertEqual(before["business_date"], today())
        self.assertIn(number, names("due_in"))
        self.post(f"/orders/{number}/check-in", {"room_ids": [room]})
        self.assertNotIn(number, names("due_in"))
        self.assertIn(number, names("in_house"))
        self.assertEqual(today_page()["rooms_free"], before["rooms_free"] - 1)
        self.post(f"/orders/{number}/check-out")
        self.assertNotIn(number, names("in_house"))

    def test_orders_are_found_by_number_phone_name_and_day(self):
        guest, kind = self.guest(), self.room_type()
        body = dict(stay(kind, 40), guest_name="司马相如", guest_phone="13912345678")
        number = guest.post("/orders", body).json["order_no"]
        guest.pay(number)
        self.settled()  # a name is found within a second
        for query in (f"q={number}", "q=13912345678", "q=司马", f"from={today(40)}&to={today(40)}", "status=confirmed&q=司马相如"):
            with self.subTest(query=query):
                self.assertEqual([o["order_no"] for o in self.staff("GET", "/orders?" + query, status=200).json["items"]], [number])
        for query in ("q=%25", "q=司马光", f"from={today(41)}&to={today(41)}", "status=cancelled&q=司马相如"):
            with self.subTest(query=query):
                self.assertEqual(self.staff("GET", "/orders?" + query, status=200).json["items"], [])

    def test_a_guest_pages_through_the_own_orders(self):
        guest, kind = self.guest(), self.room_type(stock=50)
        numbers = [self.book(guest, kind, 10 + i)["order_no"] for i in range(7)]
        guest.cancel(numbers[3])
        seen, cursor = [], ""
        while cursor is not None:
            page = guest.get("/orders?limit=3" + (f"&after={cursor}" if cursor else "")).json
            seen += [o["order_no"] for o in page["items"]]
            cursor = page["next"]
        self.assertEqual(seen, numbers[::-1])
        self.assertEqual([o["order_no"] for o in guest.get("/orders?status=cancelled").json["items"]], [numbers[3]])

    def test_the_hour_of_arrival_is_kept_and_a_wrong_one_refused(self):
        kind, guest = self.room_type(), self.guest()
        order = self.book(guest, kind, arrival_time="18:30")
        self.assertEqual((order["arrival_time"], self.record(order["order_no"])["arrival_time"]), ("18:30", "18:30"))
        self.assertEqual(self.book(guest, kind)["arrival_time"], "")
        for text in ("24:00", "18:60", "8:30", "18.30", "18:3", "ab:cd"):
            self.refused(guest.post("/orders", stay(kind, arrival_time=text)), 400, "bad_request", "arrival_time")

    def test_a_member_with_stays_and_coupons(self):
        kind, guest, other = self.room_type(), self.guest(), self.guest()
        mine = [self.book(guest, kind, day)["order_no"] for day in (10, 12)]
        self.book(other, kind)
        member = guest.id
        self.assertEqual([o["order_no"] for o in self.staff("GET", f"/orders?member_id={member}").json["items"]], mine[::-1])
        self.assertEqual(self.staff("GET", f"/orders?member_id={member}&status=cancelled").json["items"], [])
        elsewhere = self.server.staff_token("beijing")
        self.assertEqual(self.staff("GET", f"/orders?member_id={member}", token=elsewhere).json["items"], [])
        self.settled()
        held = self.staff("GET", f"/members/{member}/coupons?status=unused").json["items"]
        self.assertEqual([c["id"] for c in held], [c["id"] for c in guest.coupons("unused")])
        self.assertTrue(held)


if __name__ == "__main__":
    unittest.main()
