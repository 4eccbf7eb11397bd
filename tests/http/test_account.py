"""A guest ends the own account, and comes back: what goes, what stays, and that nobody is welcomed twice."""
import hashlib
import os
import sys
import threading
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import API, Guest, House  # noqa: E402
from yizhan import stay  # noqa: E402

NAME = "—"


class Account(House):
    phones = iter(range(13900001000, 13900009999))

    def leave(self, guest):
        return self.server.request("DELETE", API + "/me", token=guest.token)

    def left(self, guest):
        answer = self.leave(guest)
        self.assertEqual((answer.status, answer.body), (204, b""), answer)

    def back(self, guest):
        """The same WeChat user once more, with what has been granted by then."""
        again = Guest(self.server, guest.name)
        self.settled()
        return again

    def by_phone(self, phone):
        code = self.server.post(API + "/login/code", {"phone": phone}).json["sandbox_code"]
        return self.server.post(API + "/login/code/verify", {"phone": phone, "code": code}).json

    def bind(self, guest):
        phone = str(next(self.phones))
        self.assertEqual(guest.post("/login/phone", {"code": "sandbox:" + phone}).status, 200)
        return phone

    def test_what_goes_and_what_stays(self):
        guest, kind = self.guest(), self.room_type()
        phone = self.bind(guest)
        number = guest.post("/orders", {**stay(kind), "guest_name": "司徒远行", "guest_phone": phone}).json["order_no"]
        guest.cancel(number)
        other_phone = Guest(self.server, guest.name)
        self.left(guest)
        for token in (guest.token, other_phone.token):
            self.refused(self.server.get(API + "/me", token=token), 401, "unauthorized")
        self.refused(self.leave(guest), 401, "unauthorized")
        order = self.record(number)
        self.assertEqual((order["guest_name"], order["guest_phone"], order["total_fen"]), (NAME, "", 30000 * len(order["nights"])))
        self.assertEqual(self.staff("GET", f"/members/{guest.id}").status, 404)
        self.assertFalse(self.rows("SELECT 1 FROM members WHERE openid LIKE ? OR phone = ? OR nickname = ?", "%" + guest.name, phone, guest.name))
        self.assertNotEqual(self.back(guest).id, guest.id)

    def test_the_trail_says_who_without_a_name(self):
        guest = self.guest()
        self.left(guest)
        row = self.staff("GET", f"/audit?object=member&object_id={guest.id}", status=200).json["items"][0]
        self.assertEqual((row["action"], row["actor_kind"], row["actor_id"], row["actor_name"], row["before"]),
                         ("member.delete", "guest", guest.id, NAME, None))

    def test_refused_while_an_order_is_open(self):
        guest, kind = self.guest(), self.room_type()
        self.rooms(kind, 1)
        number = self.book(guest, kind, 0, 1)["order_no"]
        for step in (lambda: None, lambda: guest.pay(number), lambda: self.post(f"/orders/{number}/check-in")):
            step()
            answer = self.server.request("DELETE", API + "/me", token=guest.token, headers={"Accept-Language": "en"})
            self.refused(answer, 409, "has_orders")
            self.assertIn("Orders that are open", answer.json["detail"])
        chinese = self.server.request("DELETE", API + "/me", token=guest.token, headers={"Accept-Language": "zh-CN"})
        self.assertIn("注销", chinese.json["detail"])
        self.assertEqual(guest.get("/me").json["id"], guest.id)
        self.post(f"/orders/{number}/check-out")
        self.left(guest)

    def test_nobody_is_welcomed_twice(self):
        guest, stranger = self.guest(), self.guest()
        phone = self.bind(guest)
        self.settled()
        self.assertEqual(len(guest.coupons()), 1)
        self.left(guest)
        again = self.back(guest)
        self.assertEqual((again.first_login, again.coupons()), (False, []))
        inside = self.by_phone(phone)
        self.assertNotIn(inside["member"]["id"], (guest.id, again.id))
        self.assertFalse(inside["first_login"])
        self.settled()
        self.assertEqual(self.server.get(API + "/me/coupons", token=inside["token"]).json["items"], [])
        self.assertTrue(stranger.first_login)
        self.assertTrue(self.by_phone(str(next(self.phones)))["first_login"])
        self.left(again)  # and a third time
        self.assertFalse(self.back(guest).first_login)

    def test_nor_after_a_wipe_at_the_desk(self):
        guest = self.guest()
        self.staff("DELETE", f"/members/{guest.id}", status=204)
        again = self.back(guest)
        self.assertEqual((again.first_login, again.coupons()), (False, []))
        self.post(f"/members/{again.id}/reset-first-login", status=204)
        self.assertTrue(self.back(guest).first_login)

    def test_who_was_never_in_is_welcomed(self):
        phone, bound = str(next(self.phones)), self.guest()
        made = self.post("/members", {"nickname": "老王", "phone": phone}, 201)["id"]
        self.staff("DELETE", f"/members/{made}", status=204)
        self.assertTrue(self.by_phone(phone)["first_login"])
        noted = str(next(self.phones))  # staff wrote it down: it is not known to be this member's
        self.staff("PATCH", f"/members/{bound.id}", {"phone": noted}, 200)
        self.staff("DELETE", f"/members/{bound.id}", status=204)
        self.assertTrue(self.by_phone(noted)["first_login"])

    def test_only_keyed_digests_stay(self):
        guest = self.guest()
        phone = self.bind(guest)
        before = {d for d, in self.rows("SELECT digest FROM wiped")}
        self.left(guest)
        new = {d for d, in self.rows("SELECT digest FROM wiped")} - before
        plain = {hashlib.sha256(t.encode()).digest() for t in (phone, "phone " + phone, "sandbox:" + guest.name, "openid sandbox:" + guest.name)}
        self.assertEqual((len(new), {len(d) for d in new}, new & plain), (2, {32}, set()))

    def test_a_booking_under_way_makes_no_order_of_nobody(self):
        kind = self.room_type(stock=1000)
        for _ in range(12):
            guest, answers = self.guest(), []

            def book(guest=guest, answers=answers):
                answers.append(self.server.post(API + "/orders", {**stay(kind), "guest_name": "司马当归"}, token=guest.token))
            threads = [threading.Thread(target=book) for _ in range(4)]
            for t in threads:
                t.start()
            gone = self.leave(guest)
            for t in threads:
                t.join()
            booked = [a.json["order_no"] for a in answers if a.status == 201]
            self.assertIn((gone.status, bool(booked)), ((204, False), (409, True), (409, False)), (gone, answers))
        self.assertFalse(self.rows("SELECT o.id FROM orders o JOIN members m ON m.id = o.member_id WHERE m.deleted_at IS NOT NULL AND o.guest_name <> ?",
                                   NAME))


if __name__ == "__main__":
    unittest.main(verbosity=2)
