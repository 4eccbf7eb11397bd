"""Whose a phone number is: proved by its owner, and no way into an account for anybody else, least of all for staff."""
import os
import sqlite3
import sys
import tempfile
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import ADMIN, API, House  # noqa: E402
from yizhan import branch, command, parallel, PASSWORD, released, stay  # noqa: E402


class Phone(House):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        test = cls("test_a_phone_belongs_to_one_member")
        test.post("/staff", {"name": "boss", "password": PASSWORD, "role": "manager", "branch_ids": [branch(cls.server)]}, 201)
        cls.desk, cls.manager = cls.server.staff_token("chengdu"), cls.server.staff_token("boss")

    def number(self):
        return f"139{next(self.numbers):08d}"

    def code_login(self, phone, status=200):
        code = self.server.post(API + "/login/code", {"phone": phone}).json["sandbox_code"]
        answer = self.server.post(API + "/login/code/verify", {"phone": phone, "code": code})
        self.assertEqual(answer.status, status, answer)
        return answer.json

    def bind(self, guest, phone):
        return guest.post("/login/phone", {"code": "sandbox:" + phone})

    def record_of(self, member):
        return self.staff("GET", f"/members/{member}", status=200).json

    def test_one_form_for_members_and_bookings(self):
        kind = self.room_type(stock=90)
        tail = self.number()[3:]
        same = {f"139{tail}": (f"139{tail}", f"+86 139{tail}", f"0086139{tail}", f"86-139{tail}", f"１３９{tail}"),
                f"+852{tail}": (f"+852{tail}", f"00852{tail}", f"+852-{tail[:4]} {tail[4:]}"), f"02{tail}": (f"02{tail}", f"(02) {tail}")}
        for kept, typed in same.items():
            for phone in typed:
                with self.subTest(phone=phone):
                    guest = self.guest()
                    order = guest.post("/orders", dict(stay(kind), guest_phone=phone))
                    self.assertEqual((order.status, order.json.get("guest_phone")), (201, kept), order)
                    member = self.post("/members", {"nickname": "x", "phone": phone}, 201)["id"]
                    self.assertEqual(self.record_of(member)["phone"], kept)
                    self.staff("PATCH", f"/members/{member}", {"phone": None}, 200)
                    self.assertEqual(self.code_login(phone)["member"]["phone"], kept)
                    self.staff("DELETE", f"/members/{self.code_login(phone)['member']['id']}", status=204)
        for phone in ("1391234567", "139123456789", "+0123456789", "12345", "+123456", "+1234567890123456", "1" * 20, "abc1234567"):
            with self.subTest(phone=phone):
                self.refused(self.guest().post("/orders", dict(stay(kind), guest_phone=phone)), 400, "bad_request", "guest_phone")
                self.refused(self.staff("POST", "/members", {"nickname": "x", "phone": phone}), 400, "bad_request", "phone")
                self.assertEqual(self.server.post(API + "/login/code", {"phone": phone}).fields(), ["phone"])

    def test_a_phone_belongs_to_one_member(self):
        one, two, phone = self.guest(), self.guest(), self.number()
        self.assertEqual(self.bind(one, phone).status, 200)
        self.refused(self.bind(two, phone), 409, "exists", "phone")
        self.assertEqual(self.bind(one, phone).status, 200)
        self.assertEqual(self.code_login(phone)["member"]["id"], one.id)
        self.assertEqual(self.code_login("+86" + phone)["member"]["id"], one.id)
        self.assertEqual((self.record_of(one.id)["phone_proved"], self.record_of(two.id)["phone"]), (True, None))
        self.refused(self.staff("POST", "/members", {"nickname": "x", "phone": "0086" + phone}), 409, "exists", "phone")
        self.refused(self.staff("PATCH", f"/members/{two.id}", {"phone": phone}), 409, "exists", "phone")

    def test_bound_by_many_at_once_it_is_one_s(self):
        phone, guests = self.number(), [self.guest() for _ in range(8)]
        statuses = parallel(8, lambda i: self.bind(guests[i], phone).status)
        self.assertEqual((statuses.count(200), statuses.count(409)), (1, 7), statuses)

    def test_a_desk_does_not_change_a_phone(self):
        guest, phone = self.guest(), self.number()
        self.bind(guest, phone)
        for new in (self.number(), None):
            self.refused(self.staff("PATCH", f"/members/{guest.id}", {"phone": new}, token=self.desk), 403, "forbidden", "phone")
        self.staff("PATCH", f"/members/{guest.id}", {"phone": phone, "note": "靠窗"}, 200, token=self.desk)
        self.assertEqual(guest.get("/me").json["phone"], phone)

    def test_a_phone_that_staff_wrote_down_lets_nobody_in(self):
        for token in (self.manager, self.owner_token):
            guest, theirs = self.guest(), self.number()
            self.bind(guest, self.number())
            self.staff("PATCH", f"/members/{guest.id}", {"phone": theirs}, 200, token=token)
            self.refused(guest.get("/me"), 401, "unauthorized")  # the guest notices
            self.assertEqual((self.record_of(guest.id)["phone"], self.record_of(guest.id)["phone_proved"]), (theirs, False))
            row = self.staff("GET", f"/audit?object=member&object_id={guest.id}").json["items"][0]
            self.assertEqual(row["action"], "member.phone")
            self.assertNotIn(theirs, row["after"])
            inside = self.code_login(theirs)["member"]
            self.assertNotEqual(inside["id"], guest.id)
            self.assertIsNone(self.record_of(guest.id)["phone"], "who proves it has it")
            self.assertEqual(self.record_of(inside["id"])["phone_proved"], True)

    def test_its_owner_gets_the_record_that_staff_made_with_it(self):
        phone = self.number()
        made = self.staff("POST", "/members", {"nickname": "老王", "phone": phone}, 201, token=self.desk).json
        self.assertFalse(made["phone_proved"])
        inside = self.code_login(phone)
        self.assertEqual((inside["member"]["id"], inside["first_login"]), (made["id"], True))
        self.assertTrue(self.record_of(made["id"])["phone_proved"])

    def test_a_record_that_staff_made_gives_way_to_who_proves_its_phone_elsewhere(self):
        phone, guest = self.number(), self.guest()
        made = self.staff("POST", "/members", {"nickname": "老王", "phone": phone}, 201).json
        self.assertEqual(self.bind(guest, phone).status, 200)
        self.assertIsNone(self.record_of(made["id"])["phone"])
        self.assertEqual(self.code_login(phone)["member"]["id"], guest.id)

    def test_a_changed_phone_of_a_record_nobody_was_in_lets_nobody_in(self):
        made = self.staff("POST", "/members", {"nickname": "老王", "phone": self.number()}, 201).json
        theirs = self.number()
        self.staff("PATCH", f"/members/{made['id']}", {"phone": theirs}, 200, token=self.manager)
        self.assertNotEqual(self.code_login(theirs)["member"]["id"], made["id"])


class Upgrade(unittest.TestCase):
    def test_of_several_members_with_one_phone_one_keeps_it(self):
        with tempfile.TemporaryDirectory() as data:
            store = released(data, 20)
            members = [  # id, openid, phone, last login; by what happened
                (1, "wx-1", "13800000001", 100), (2, None, "13800000001", 300), (3, "wx-3", "13800000001", 200),  # the last to come
                (4, "wx-4", "13800000002", 100), (5, "wx-5", "13800000002", 900),  # staff gave 5 the number of 4
                (6, None, "13800000003", None), (7, None, "13800000003", None), (8, "wx-8", "+8613800000004", 1), (9, "wx-9", "13800000004", 2)]
            for number, openid, phone, last in members:
                store.execute("INSERT INTO members (id, openid, nickname, phone, created_at, last_login_at) VALUES (?, ?, 'x', ?, 0, ?)",
                              (number, openid, phone, last))
                store.execute("INSERT INTO sessions VALUES (?, 'guest', ?, '', 0, 0, 1 << 60)", (bytes([number]), number))
            store.execute("INSERT INTO audit (at, actor_kind, actor_id, actor_name, request_id, action, object, object_id, before, after) VALUES "
                          """(0, 'staff', 1, 'x', '', 'member.update', 'member', 5, '{"phone":null}', '{"phone":"138****0002"}')""")
            store.close()
            done = command(data, "migrate")
            self.assertEqual(done.returncode, 0, done.stderr)
            store = sqlite3.connect(os.path.join(data, "yizhan.db"))
            kept = {n: (p, k) for n, p, k in store.execute("SELECT id, phone, phone_kind FROM members WHERE phone IS NOT NULL")}
            self.assertEqual(kept, {2: ("13800000001", "proved"), 4: ("13800000002", "proved"), 7: ("13800000003", "entered"),
                                    9: ("13800000004", "proved")})
            self.assertEqual({s for s, in store.execute("SELECT subject_id FROM sessions")}, {1, 2, 3, 4, 6, 7, 8, 9})
            store.close()


if __name__ == "__main__":
    unittest.main()
