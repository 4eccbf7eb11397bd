"""Logging in by a code sent to the phone: once, for a while, with few guesses."""

import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import API  # noqa: E402
from yizhan import Server, parallel  # noqa: E402

PHONE = "13911112222"


class LoginCode(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def ask(self, phone=PHONE):
        sent = self.server.post(API + "/login/code", {"phone": phone})
        self.assertEqual(sent.status, 200, sent)
        return sent.json["sandbox_code"]

    def enter(self, code, phone=PHONE):
        return self.server.post(API + "/login/code/verify", {"phone": phone, "code": code})

    def wrong(self, code):
        return f"{(int(code) + 1) % 1000000:06d}"

    def test_the_first_login_makes_the_member_and_the_next_one_finds_it(self):
        first = self.enter(self.ask()).json
        self.assertTrue(first["first_login"])
        self.assertEqual((first["member"]["phone"], first["member"]["nickname"]), (PHONE, "2222"))
        again = self.enter(self.ask()).json
        self.assertEqual((again["first_login"], again["member"]["id"]), (False, first["member"]["id"]))
        self.assertEqual(self.server.get(API + "/me", token=again["token"]).status, 200)

    def test_a_phone_bound_in_wechat_is_the_same_member(self):
        token = self.server.guest("两处登录")
        self.server.post(API + "/login/phone", {"code": "sandbox:13733334444"}, token=token)
        entered = self.enter(self.ask("13733334444"), "13733334444").json
        self.assertEqual((entered["member"]["nickname"], entered["first_login"]), ("两处登录", False))

    def test_a_code_logs_in_once_even_when_entered_at_once(self):
        code = self.ask("13900000001")
        statuses = parallel(8, lambda _: self.enter(code, "13900000001").status)
        self.assertEqual((statuses.count(200), statuses.count(401)), (1, 7), statuses)

    def test_a_new_code_ends_the_one_before(self):
        old, new = self.ask("13900000002"), self.ask("13900000002")
        while new == old:
            new = self.ask("13900000002")
        self.assertEqual(self.enter(old, "13900000002").code, "login_failed")
        self.assertEqual(self.enter(new, "13900000002").status, 200)

    def test_five_wrong_guesses_end_it(self):
        code = self.ask("13900000003")
        for _ in range(5):
            refused = self.enter(self.wrong(code), "13900000003")
            self.assertEqual((refused.status, refused.fields()), (401, ["code"]))
        self.assertEqual(self.enter(code, "13900000003").status, 401)

    def test_another_phone_cannot_use_it(self):
        self.assertEqual(self.enter(self.ask("13900000004"), "13900000005").status, 401)

    def test_behind_a_proxy_of_this_machine_nobody_is_told(self):
        """The peer is a loopback address then, whoever asked."""
        for name, value in (("X-Forwarded-For", "203.0.113.9"), ("Forwarded", "for=203.0.113.9"), ("X-Real-IP", "203.0.113.9"),
                            ("Via", "1.1 proxy"), ("X-Forwarded-Host", "hotel.example"), ("X-Forwarded-Proto", "https"),
                            ("X-Forwarded-For", "127.0.0.1")):
            with self.subTest(header=name):
                refused = self.server.post(API + "/login/code", {"phone": "13900000009"}, headers={name: value})
                self.assertEqual((refused.status, refused.code), (409, "provider_off"), refused)

    def test_a_house_without_a_sender_says_so(self):
        with Server(demo=False) as server:
            refused = server.post(API + "/login/code", {"phone": PHONE})
            self.assertEqual((refused.status, refused.code), (409, "provider_off"))


if __name__ == "__main__":
    unittest.main()
