"""A typing mistake in a booking is mended without selling anything anew."""
import json
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import eventually, stay  # noqa: E402

SOLD = ("arrival", "departure", "rooms", "room_type_id", "total_fen", "payable_fen", "paid_fen", "coupon_id", "nights", "status", "money")


class Correct(House):
    def setUp(self):
        self.kind, self.member = self.room_type(stock=1), self.guest()
        self.rooms(self.kind, 1)
        wrong = dict(stay(self.kind, 0), guest_name="王小名", guest_phone="13800000009")
        self.number = self.member.post("/orders", wrong).json["order_no"]
        self.assertEqual(self.member.pay(self.number).status, 200)
        self.settled()

    def correct(self, **body):
        return self.staff("PATCH", "/orders/" + self.number, body)

    def by_guest(self, method="PATCH", member=None, **body):
        return self.server.request(method, "/api/v1/orders/" + self.number, body, token=(member or self.member).token)

    def test_the_desk_mends_a_name_while_the_type_is_sold_out(self):
        before = self.record(self.number)
        answer = self.correct(guest_name=" 王小明 ", remark="高楼层", arrival_time="21:30")
        self.assertEqual((answer.status, answer.json["guest_name"], answer.json["remark"], answer.json["arrival_time"]),
                         (200, "王小明", "高楼层", "21:30"), answer)
        self.assertEqual([answer.json[f] for f in SOLD], [before[f] for f in SOLD])
        self.assertEqual(self.sold(self.kind, 0, 1), [1])
        last = self.member.order(self.number)["history"][-1]
        self.assertEqual((last["from"], last["to"], last["by_kind"], last["note"]), ("confirmed", "confirmed", "staff", "corrected"))
        row = self.staff("GET", f"/audit?object=order&object_id={self.number}").json["items"][0]
        self.assertEqual((row["action"], json.loads(row["before"])["guest_name"], json.loads(row["after"])["guest_name"]), ("order.correct", "王小名", "王小明"))
        self.assertNotIn("13800000009", str(row), "no whole phone number in the trail")
        found = lambda: self.number in [o["order_no"] for o in self.staff("GET", "/orders?q=小明").json["items"]]  # noqa: E731
        eventually(found)
        self.assertEqual(self.member.notices(self.number), ["created", "confirmed"])

    def test_the_guest_changes_the_phone_before_arrival(self):
        for method, phone in (("PATCH", "138 0000 0008"), ("PUT", "+86 13800000007")):
            self.assertEqual(self.by_guest(method, guest_phone=phone).status, 200)
        self.assertEqual(self.record(self.number)["guest_phone"], "13800000007")
        self.assertIn(self.number, [o["order_no"] for o in self.staff("GET", "/orders?q=13800000007").json["items"]])
        self.refused(self.by_guest(member=self.guest(), guest_name="别人"), 404, "not_found")
        self.post(f"/orders/{self.number}/check-in")
        self.refused(self.by_guest(guest_name="晚了"), 409, "order_state")
        self.assertEqual(self.correct(guest_name="王大明").status, 200, "the desk still may")

    def test_names_and_phones_are_checked_as_when_booking(self):
        before = self.record(self.number)
        for body, field in (({"guest_name": ""}, "guest_name"), ({"guest_name": "\u3000\u200b"}, "guest_name"), ({"guest_phone": "12"}, "guest_phone"),
                            ({"guest_name": "x" * 61}, "guest_name"), ({"arrival_time": "25:00"}, "arrival_time"), ({"guest_name": None}, "guest_name")):
            with self.subTest(body=body):
                self.refused(self.correct(**body), 400, "bad_request", field)
                self.refused(self.by_guest(**body), 400, "bad_request", field)
        self.assertEqual(self.record(self.number), before)
        self.assertEqual(self.correct(arrival_time=None, remark=None).json["arrival_time"], "")

    def test_what_is_over_stays_as_it_was(self):
        for steps in (("cancel",), ("check-in", "check-out")):
            with self.subTest(steps=steps):
                kind = self.room_type()
                self.number = self.booked_and_paid(self.member, kind, 0)["order_no"]
                for step in steps:
                    self.post(f"/orders/{self.number}/{step}")
                self.refused(self.correct(guest_name="王小明"), 409, "order_state")
                self.refused(self.by_guest(guest_name="王小明"), 409, "order_state")

    def test_a_wiped_guest_leaves_no_name_in_the_trail(self):
        self.correct(guest_name="王小明")
        self.post(f"/orders/{self.number}/cancel")
        self.staff("DELETE", "/members/" + self.member.id, status=204)
        self.assertEqual(self.rows("SELECT count(*) FROM audit WHERE before LIKE '%王小%' OR after LIKE '%王小%'"), [(0,)])


if __name__ == "__main__":
    unittest.main()
