"""A typing mistake in a booking is mended without selling anything anew."""
import json
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import branch, eventually, stay, today  # noqa: E402

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


class Rebook(House):
    """Other dates or another type for an order that nobody has come to yet."""

    def setUp(self):
        self.kind, self.better, self.member = self.room_type(stock=3), self.room_type(stock=3, price=50000), self.guest()

    def paid(self, first=5, nights=2, rooms=1, **more):
        self.number = self.booked_and_paid(self.member, self.kind, first, nights, rooms, **more)["order_no"]
        return self.number

    def ask(self, who, method, path, body):
        if who == "guest":
            return self.server.request(method, f"/api/v1/orders/{self.number}{path}", body, token=self.member.token)
        return self.staff(method, f"/orders/{self.number}{path}", body)

    def change(self, who="desk", **body):
        """Changed as told, and told before what it comes to; a quote changes nothing."""
        dates = {k: v for k, v in body.items() if k in ("arrival", "departure", "room_type_id")}
        self.settled()
        before = self.record(self.number)
        quote = self.ask(who, "POST", "/quote", dates)
        self.assertEqual(self.record(self.number), before)
        answer = self.ask(who, "PATCH", "", body)
        if answer.status == 200:
            after = self.record(self.number)
            self.assertEqual((quote.status, quote.json), (200, {
                "total_fen": after["total_fen"], "discount_fen": after["discount_fen"], "payable_fen": after["payable_fen"],
                "refund_fen": after["refund_fen"] - before["refund_fen"], "due_fen": after["due_fen"]}))
        elif answer.code != "price_changed":
            self.assertEqual((quote.status, quote.code, quote.fields()), (answer.status, answer.code, answer.fields()))
        return answer

    def sums(self):
        self.settled()
        o = self.record(self.number)
        return o["arrival"], o["departure"], o["payable_fen"], o["refund_fen"], o["due_fen"]

    def test_nights_that_are_kept_keep_their_price(self):
        for who in ("desk", "guest"):
            with self.subTest(who=who):
                self.paid(5, 2, 2)
                self.edit_nights(self.kind, 5, 8, price_fen=33300)
                answer = self.change(who, arrival=today(6), departure=today(8))
                self.assertEqual((answer.status, [n["price_fen"] for n in answer.json["nights"]]), (200, [30000, 33300]), answer)
                self.assertEqual(self.sums(), (today(6), today(8), 126600, 0, 6600))
                self.assertEqual(self.sold(self.kind, 5, 4), [0, 2, 2, 0])
                self.assertEqual(self.record(self.number)["history"][-1]["note"], "rebooked")
                self.staff("POST", f"/orders/{self.number}/cancel", {}, 200)
                self.edit_nights(self.kind, 5, 8, price_fen=None)

    def test_what_is_kept_of_a_room_that_was_cancelled_is_in_the_price(self):
        self.paid(0, 2, 2)
        self.post(f"/stays/{self.record(self.number)['stays'][0]['id']}/cancel")
        self.settled()
        quote = self.post(f"/orders/{self.number}/quote", {"departure": today(3)})
        self.assertEqual(quote, {"total_fen": 120000, "discount_fen": 0, "payable_fen": 120000, "refund_fen": 0, "due_fen": 30000})
        self.assertEqual(self.change(departure=today(3), payable_fen=quote["payable_fen"]).status, 200)
        quote = self.post(f"/orders/{self.number}/quote", {"departure": today(1)})
        self.assertEqual((quote["payable_fen"], quote["refund_fen"], quote["due_fen"]), (60000, 30000, 0))

    def test_fewer_nights_give_money_back(self):
        self.paid(5, 3)
        self.assertEqual(self.change("guest", departure=today(6)).status, 200)
        self.assertEqual((self.sums(), self.sold(self.kind, 5, 3)), ((today(5), today(6), 30000, 60000, 0), [1, 0, 0]))

    def test_another_type(self):
        self.paid(5, 2, 2)
        answer = self.change(room_type_id=self.better)
        self.assertEqual((answer.json["room_type_id"], answer.json["payable_fen"], answer.json["money"], answer.json["due_fen"]),
                         (self.better, 200000, "part_paid", 80000))
        self.assertEqual((self.sold(self.kind, 5, 2), self.sold(self.better, 5, 2)), ([0, 0], [2, 2]))
        self.assertEqual(answer.json["room_type_name"], self.staff("GET", "/room-types/" + self.better).json["name"])

    def test_its_own_nights_are_no_hindrance(self):
        self.paid(5, 2, 3)
        self.assertEqual(self.change(arrival=today(6), departure=today(8)).status, 200)
        self.book(self.guest(), self.kind, 8, 1, 3)
        self.refused(self.change(departure=today(9)), 409, "sold_out")
        self.assertEqual(self.sold(self.kind, 5, 4), [0, 3, 3, 3], "a refusal changes nothing")
        self.assertEqual(self.sums()[:2], (today(6), today(8)))

    def test_the_room_it_was_given_is_kept_while_it_is_free(self):
        one, two, _ = self.rooms(self.kind, 3)
        self.paid(5, 2)
        self.post(f"/orders/{self.number}/move", {"room_ids": [one]})
        self.staff("POST", "/closings", {"room_id": one, "from": today(9), "to": today(9), "reason": "x"}, 201)
        self.assertEqual(self.change(departure=today(8)).json["stays"][0]["room_id"], one)
        self.assertEqual(self.change(departure=today(10)).json["stays"][0]["room_id"], None)

    def test_the_discount_stays_with_the_nights(self):
        self.paid(5, 2, coupon_id=self.coupon(self.member, amount_fen=1000))
        answer = self.change(room_type_id=self.better, departure=today(8))
        self.assertEqual((answer.json["total_fen"], answer.json["discount_fen"], answer.json["payable_fen"]), (150000, 1000, 149000))

    def test_rules_and_rights(self):
        self.paid(0, 1)
        self.refused(self.change("guest", departure=today(2)), 409, "order_state", "arrival")
        self.assertEqual(self.change(departure=today(2)).status, 200, "the desk may")
        self.post(f"/orders/{self.number}/check-in", {})
        self.refused(self.change(departure=today(3)), 409, "order_state", "arrival")
        self.paid(5, 2)
        foreign = self.staff("GET", f"/room-types?branch_id={branch(self.server, '北京')}").json["items"][0]["id"]
        self.edit_nights(self.kind, 7, 7, min_stay=2)
        for body, status, code, field in (
                ({"departure": today(5)}, 400, "bad_request", "departure"), ({"arrival": today(-1)}, 400, "bad_request", "arrival"),
                ({"arrival": "2027-02-30"}, 400, "bad_request", "arrival"), ({"room_type_id": "1"}, 404, "not_found", None),
                ({"room_type_id": foreign}, 400, "bad_request", "room_type_id"), ({"departure": today(6), "payable_fen": 1}, 409, "price_changed", None),
                ({"arrival": today(7), "departure": today(8)}, 409, "min_stay", "departure")):
            with self.subTest(body=body):
                self.refused(self.change(**body), status, code, field)
        self.assertEqual(self.sums()[:3], (today(5), today(7), 60000))
        self.assertEqual(self.change(departure=today(6), payable_fen=30000).status, 200)
        waiting = self.book(self.guest(), self.kind, 5)["order_no"]
        self.refused(self.staff("PATCH", "/orders/" + waiting, {"departure": today(8)}), 409, "order_state", "arrival")

    def test_words_and_dates_in_one(self):
        self.paid(5, 2)
        answer = self.change("guest", guest_name="王小明", arrival=today(6))
        self.assertEqual((answer.json["guest_name"], answer.json["arrival"]), ("王小明", today(6)))
        self.refused(self.change("guest", guest_name="李雷", arrival=today(9)), 400, "bad_request", "departure")
        self.assertEqual(self.record(self.number)["guest_name"], "王小明")


if __name__ == "__main__":
    unittest.main()
