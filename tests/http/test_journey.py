"""The main job from a guest's first login to the coupon after check-out, as guest and desk see it."""
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import API, Guest, House  # noqa: E402
from yizhan import PASSWORD, eventually, parallel, room_type, stay, today  # noqa: E402


class Journey(House):
    def first_coupons(self, guest):
        return [c for c in guest.coupons() if c["name"] == "新人立减券"]

    def test_from_the_first_login_to_the_coupon_after_check_out(self):
        guest = Guest(self.server, "journey")
        self.assertTrue(guest.first_login)
        welcome = eventually(lambda: self.first_coupons(guest), 1)
        self.assertFalse(Guest(self.server, "journey").first_login)
        self.settled()
        self.assertEqual(self.first_coupons(guest), welcome, "the second login grants nothing")
        self.assertEqual((len(welcome), welcome[0]["amount_fen"], welcome[0]["status"]), (1, 5000, "unused"))

        kind = room_type(self.server, "成都", -1)  # the tests' own room types sort before the demo's
        ask = {k: v for k, v in stay(kind, 5, 2).items() if not k.startswith("guest")}
        plain = guest.post("/quotes", ask)
        self.assertEqual(plain.status, 200, plain)
        self.assertEqual([c["id"] for c in plain.json["coupons"]], [welcome[0]["id"]])
        self.assertEqual([n["date"] for n in plain.json["nights"]], [today(5), today(6)])
        self.assertEqual(plain.json["total_fen"], sum(n["price_fen"] for n in plain.json["nights"]))
        quote = guest.post("/quotes", {**ask, "coupon_id": welcome[0]["id"]}).json
        self.assertEqual((quote["discount_fen"], quote["payable_fen"]), (5000, quote["total_fen"] - 5000))
        self.assertLess(quote["cancellation"]["fee_fen"], quote["payable_fen"])

        sold = self.sold(kind, 5, 2)
        order = self.book(guest, kind, 5, 2, coupon_id=welcome[0]["id"], payable_fen=quote["payable_fen"], remark="高楼层\n安静")
        number = order["order_no"]
        self.assertEqual((order["status"], order["money"]), ("pending_payment", "unpaid"))
        self.assertEqual((order["discount_fen"], order["payable_fen"]), (5000, quote["payable_fen"]))
        self.assertEqual(sum(n["net_fen"] for n in order["nights"]), order["payable_fen"])
        self.assertEqual(self.sold(kind, 5, 2), [n + 1 for n in sold])
        self.assertEqual(self.coupon_status(guest, welcome[0]["id"]), "held")
        self.assertEqual([c["id"] for c in guest.coupons("used")], [welcome[0]["id"]])

        parameters = guest.post(f"/orders/{number}/pay")
        self.assertEqual((parameters.status, parameters.json["provider"], parameters.json["amount_fen"]),
                         (200, "sandbox", order["payable_fen"]))
        paid = guest.pay(number).json
        self.assertEqual((paid["status"], paid["money"], paid["paid_fen"]), ("confirmed", "paid", order["payable_fen"]))
        self.assertEqual(self.coupon_status(guest, welcome[0]["id"]), "used")

        desk = self.server.staff("chengdu")
        inside = desk.post(f"{API}/admin/orders/{number}/check-in")
        self.assertEqual((inside.status, inside.json["status"], len(inside.json["room_numbers"])), (200, "in_house", 1), inside)
        out = desk.post(f"{API}/admin/orders/{number}/check-out")
        self.assertEqual((out.status, out.json["status"]), (200, "completed"), out)

        half = eventually(lambda: [c for c in guest.coupons("unused") if c["kind"] == "percent"], 2)
        self.assertEqual([c["percent_off"] for c in half], [50])

        done = guest.order(number)
        self.assertEqual([(s["from"], s["to"], s["by_kind"], s["by"]) for s in done["history"]], [
            (None, "pending_payment", "guest", "journey"), ("pending_payment", "confirmed", "system", "system"),
            ("confirmed", "in_house", "staff", "chengdu"), ("in_house", "completed", "staff", "chengdu")])
        times = [s["at"] for s in done["history"]]
        self.assertEqual(times, sorted(times))
        told = ["created", "confirmed", "checked_in", "completed"]
        self.assertEqual(eventually(lambda: guest.notices(number) if len(guest.notices(number)) == 4 else None), told)
        self.assertEqual(guest.notices(), told)

        again = self.book(guest, kind, 8, 1, coupon_id=half[0]["id"])
        self.assertEqual(again["payable_fen"] * 2, again["total_fen"])

    def test_search_finds_a_city_by_two_characters_and_by_one(self):
        for words, name in (("成都", "成都"), ("北京", "北京"), ("京", "北京"), ("圳", "深圳")):
            with self.subTest(words=words):
                found = self.server.get(f"{API}/branches?q={words}").json["items"]
                self.assertIn(name, found[0]["name"])
        self.assertEqual(self.server.get(API + "/branches?q=拉萨").json["items"], [])

    def test_each_notice_is_there_when_its_state_is(self):
        guest, kind = self.guest(), self.room_type()
        number = self.book(guest, kind)["order_no"]
        steps = (("created", lambda: None), ("confirmed", lambda: guest.pay(number)),
                 ("checked_in", lambda: self.post(f"/orders/{number}/check-in")),
                 ("completed", lambda: self.post(f"/orders/{number}/check-out")))
        seen = []
        for kind_of_notice, step in steps:
            step()
            seen.append(kind_of_notice)
            eventually(lambda: guest.notices(number) == seen)
            self.assertEqual(len(guest.order(number)["history"]), len(seen))

    def test_notices_are_read_up_to_the_one_named(self):
        guest, kind = self.guest(), self.room_type()
        number = self.book(guest, kind)["order_no"]
        guest.pay(number)
        eventually(lambda: guest.notices() == ["created", "confirmed"])
        first = guest.get("/me/notices").json["items"][1]
        self.assertEqual(guest.post("/me/notices/read", {"up_to": first["id"]}).status, 204)
        self.assertEqual([n["read_at"] is None for n in guest.get("/me/notices").json["items"]], [True, False])

    def test_a_guest_binds_a_phone_and_changes_the_nickname(self):
        guest = self.guest()
        self.assertIsNone(guest.get("/me").json["phone"])
        bound = guest.post("/login/phone", {"code": "sandbox:13800000000"})
        self.assertEqual((bound.status, bound.json["phone"]), (200, "13800000000"))
        changed = self.server.request("PATCH", API + "/me", {"nickname": "小明", "phone": "110"}, token=guest.token)
        self.assertEqual(changed.status, 200, changed)
        self.assertEqual(guest.get("/me").json, {"id": guest.id, "nickname": "小明", "phone": "13800000000"})
        for code in ("sandbox:1380000000", "sandbox:23800000000", "13800000000", ""):
            self.refused(guest.post("/login/phone", {"code": code}), 400, "bad_request", "code")
        self.assertEqual(guest.get("/me").json["phone"], "13800000000")

    def test_a_reset_makes_the_next_login_the_first_again(self):
        guest = self.guest()
        eventually(lambda: len(self.first_coupons(guest)) == 1)
        self.post(f"/members/{guest.id}/reset-first-login", status=204)
        self.assertTrue(Guest(self.server, guest.name).first_login)
        eventually(lambda: len(self.first_coupons(guest)) == 2, 1)
        self.assertFalse(Guest(self.server, guest.name).first_login)
        self.settled()
        self.assertEqual(len(self.first_coupons(guest)), 2)

    def test_twenty_first_logins_at_once_are_one(self):
        logins = parallel(20, lambda i: Guest(self.server, "crowd"))
        self.assertEqual([g.first_login for g in logins].count(True), 1)
        self.assertEqual(len({g.id for g in logins}), 1)
        self.settled()
        self.assertEqual(len(self.first_coupons(logins[0])), 1)
        self.assertEqual(self.rows("SELECT count(*) FROM mq_messages m JOIN mq_topics t ON t.id = m.topic_id"
                                   " WHERE t.name = 'login_notify_topic' AND m.key = ?", logins[0].id), [(1,)])

    def test_a_benefit_turned_off_in_the_settings_is_not_granted(self):
        before = self.staff("GET", "/settings", status=200).json
        self.addCleanup(self.staff, "PATCH", "/settings", before, 200)
        self.staff("PATCH", "/settings", {"first_login_coupon_id": None, "checkout_coupon_id": None}, 200)
        guest = self.guest()
        order = self.booked_and_paid(guest, self.room_type())
        self.post(f"/orders/{order['order_no']}/check-in")
        self.post(f"/orders/{order['order_no']}/check-out")
        self.settled()
        self.assertEqual(guest.coupons(), [])

    def test_the_desk_logs_in_with_its_own_password(self):
        session = self.server.staff("beijing", PASSWORD).get(API + "/admin/session")
        self.assertEqual((session.json["staff"]["name"], session.json["staff"]["role"]), ("beijing", "frontdesk"))
        self.refused(self.server.post(API + "/admin/session", {"name": "beijing", "password": "wrong password"}), 401, "login_failed")


if __name__ == "__main__":
    unittest.main()
