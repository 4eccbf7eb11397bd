"""Idempotency-Key and the staff cookie, end to end: one effect per key, the first answer again, refusals too; a change
made with the cookie needs an Origin of the same host."""
import os
import sys
import threading
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from yizhan import PASSWORD, Server, today  # noqa: E402

API = "/api/v1"


class Once(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().__enter__()
        cls.token = cls.server.guest("once")
        branch = cls.server.request("GET", API + "/branches").json["items"][0]["id"]
        page = cls.server.request("GET", "%s/branches/%s?arrival=%s&departure=%s" % (API, branch, today(20), today(21))).json
        cls.room_type = page["room_types"][0]["id"]

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__(None, None, None)

    def order(self, key, token=None, **changes):
        body = {"room_type_id": self.room_type, "arrival": today(20), "departure": today(21), "rooms": 1, "guest_name": "Li", "guest_phone": "13800000000"}
        body.update(changes)
        headers = {"Idempotency-Key": key} if key is not None else {}
        return self.server.request("POST", API + "/orders", body, token=token or self.token, headers=headers)

    def orders(self, token=None):
        return len(self.server.request("GET", API + "/orders?limit=100", token=token or self.token).json["items"])

    def test_same_key_same_body(self):
        before = self.orders()
        first = self.order("key-1")
        again = self.order("key-1")
        self.assertEqual((first.status, again.status), (201, 201))
        self.assertEqual(first.body, again.body)
        self.assertIsNone(first.headers["Idempotent-Replay"])
        self.assertEqual(again.headers["Idempotent-Replay"], "true")
        self.assertEqual(self.orders(), before + 1)

    def test_same_key_other_body(self):
        self.assertEqual(self.order("key-2").status, 201)
        other = self.order("key-2", guest_name="Wang")
        self.assertEqual((other.status, other.json["code"]), (422, "idempotency_mismatch"))

    def test_same_key_other_guest(self):
        self.assertEqual(self.order("key-3").status, 201)
        mine = self.order("key-3", token=self.server.guest("once-2"))
        self.assertEqual(mine.status, 201)
        self.assertIsNone(mine.headers["Idempotent-Replay"])

    def test_refusal_is_kept(self):
        first = self.order("key-4", payable_fen=1)
        again = self.order("key-4", payable_fen=1)
        self.assertEqual((first.status, first.json["code"]), (409, "price_changed"))
        self.assertEqual((again.status, again.json["code"]), (409, "price_changed"))
        self.assertEqual(again.headers["Idempotent-Replay"], "true")
        self.assertEqual(again.headers["Content-Type"], "application/problem+json")

    def test_key_text(self):
        for key in ("a b", "x" * 129, "\u00e4", ""):
            with self.subTest(key=key):
                answer = self.order(key)
                self.assertEqual(answer.status, 400)
                self.assertEqual(answer.json["errors"][0]["field"], "Idempotency-Key")
        self.assertEqual(self.order("!~" + "x" * 126).status, 201)

    def test_rights_changed_since(self):
        owner = self.server.staff()
        branches = [b["id"] for b in owner.get(API + "/admin/branches").json["items"]]
        account = owner.post(API + "/admin/staff", {"name": "mover", "password": PASSWORD, "role": "frontdesk", "branch_ids": branches[:2]}).json
        room_type = next(t["id"] for t in owner.get(API + "/admin/room-types").json["items"] if t["branch_id"] == branches[0])
        walk_in = {"room_type_id": room_type, "arrival": today(0), "departure": today(1), "rooms": 1, "guest_name": "Li", "guest_phone": "13800000000"}

        def walk():
            return self.server.staff("mover").post(API + "/admin/orders", walk_in, key="moved")

        self.assertEqual(walk().status, 201)
        owner.patch(API + "/admin/staff/" + account["id"], {"branch_ids": [branches[1], branches[0]]})
        self.assertEqual(walk().headers["Idempotent-Replay"], "true")
        owner.patch(API + "/admin/staff/" + account["id"], {"branch_ids": [branches[1]]})
        refused = walk()
        self.assertEqual((refused.status, refused.code, refused.fields()), (403, "forbidden", ["Idempotency-Key"]))

    def test_many_at_once(self):
        before = self.orders()
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(self.order("key-5"))) for _ in range(20)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual({a.status for a in answers}, {201})
        self.assertEqual(len({a.body for a in answers}), 1)
        self.assertEqual(self.orders(), before + 1)

    def test_cookie_needs_the_same_origin(self):
        login = self.server.request("POST", API + "/admin/session", {"name": "owner", "password": PASSWORD})
        self.assertIn(login.status, (200, 201), login.body)
        cookie = login.headers["Set-Cookie"]
        self.assertIn("HttpOnly", cookie)
        self.assertIn("SameSite=Strict", cookie)
        headers = {"Cookie": "a=b; " + cookie.split(";")[0]}
        self.assertEqual(self.server.request("GET", API + "/admin/session", headers=headers).status, 200)
        for origin in (None, "http://evil.example", "null", "http://127.0.0.1"):
            with self.subTest(origin=origin):
                more = dict(headers, Origin=origin) if origin else headers
                answer = self.server.request("DELETE", API + "/admin/session", headers=more)
                self.assertEqual((answer.status, answer.json["code"]), (403, "forbidden_origin"))
        fine = self.server.request("DELETE", API + "/admin/session", headers=dict(headers, Origin="http://127.0.0.1:%d" % self.server.port))
        self.assertLess(fine.status, 300)
        self.assertEqual(self.server.request("GET", API + "/admin/session", headers=headers).status, 401)


if __name__ == "__main__":
    unittest.main()
