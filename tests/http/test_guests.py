"""Frequent guests: kept by a member, for that member alone, checked as a booking checks them, gone with the account."""
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import API, House  # noqa: E402

PATH = "/me/guests"
MOST = 20


class Guests(House):
    def kept(self, guest):
        answer = guest.get(PATH)
        self.assertEqual((answer.status, answer.json["next"]), (200, None), answer)
        return [(g["name"], g["phone"]) for g in answer.json["items"]]

    def add(self, guest, name="韩梅梅", phone="13912345678", **more):
        answer = guest.post(PATH, {"name": name, "phone": phone}, **more)
        self.assertEqual(answer.status, 201, answer)
        return answer.json

    def ask(self, guest, method, one, body=None):
        return self.server.request(method, f"{API}{PATH}/{one['id']}", body, token=guest.token)

    def test_kept_changed_and_forgotten(self):
        guest = self.guest()
        self.assertEqual(self.kept(guest), [])
        one, two = self.add(guest), self.add(guest, "李雷", "13800000001")
        self.assertEqual(sorted(one), ["id", "name", "phone"])
        self.assertEqual(self.kept(guest), [("韩梅梅", "13912345678"), ("李雷", "13800000001")])
        for method, change in (("PATCH", {"name": "韩梅"}), ("PUT", {"phone": "+86 139 0000 0002"})):
            self.assertEqual(self.ask(guest, method, one, change).status, 200)
        self.assertEqual(self.kept(guest)[0], ("韩梅", "13900000002"))
        self.assertEqual(self.ask(guest, "DELETE", two).status, 204)
        self.refused(self.ask(guest, "DELETE", two), 404, "not_found")
        self.assertEqual(len(self.kept(guest)), 1)

    def test_checked_as_when_booking(self):
        guest = self.guest()
        for name, phone, field in (("", "13800000000", "name"), ("\u3000\u200b", "13800000000", "name"), ("x" * 61, "13800000000", "name"),
                                   ("a\nb", "13800000000", "name"), ("李雷", "", "phone"), ("李雷", "call me", "phone"), ("李雷", "12345", "phone"),
                                   ("李雷", "1" * 21, "phone")):
            with self.subTest(name=name, phone=phone):
                self.refused(guest.post(PATH, {"name": name, "phone": phone}), 400, "bad_request", field)
        for missing in ({"name": "李雷"}, {"phone": "13800000000"}, {"name": None, "phone": "13800000000"}):
            self.assertEqual(guest.post(PATH, missing).status, 400)
        self.add(guest, " 李\u200b雷 ", "0086-138 0000 0000")
        self.add(guest, "李雷", "１３８００００００９９")
        self.assertEqual(self.kept(guest), [("李雷", "13800000000"), ("李雷", "13800000099")])
        one = guest.get(PATH).json["items"][0]
        for change, status, code in (({"name": " "}, 400, "bad_request"), ({"phone": "x"}, 400, "bad_request"), ({"phone": None}, 400, "bad_request"),
                                     ({"phone": "13800000099"}, 409, "exists")):
            self.refused(self.ask(guest, "PATCH", one, change), status, code)
        self.assertEqual(self.ask(guest, "PATCH", one, {}).status, 200)
        self.refused(guest.post(PATH, {"name": "李雷 ", "phone": "+8613800000000"}), 409, "exists", "name")

    def test_twenty_at_most(self):
        guest = self.guest()
        made = [self.add(guest, f"客人{n}") for n in range(MOST)]
        self.refused(guest.post(PATH, {"name": "多一位", "phone": "13800000000"}), 409, "too_many_guests")
        self.assertEqual(self.ask(guest, "DELETE", made[0]).status, 204)
        self.add(guest, "多一位")
        self.assertEqual(len(self.kept(guest)), MOST)

    def test_once_by_its_key(self):
        guest = self.guest()
        first, again = (self.add(guest, key="k-1") for _ in range(2))
        self.assertEqual(first, again)
        self.assertEqual(len(self.kept(guest)), 1)
        self.assertEqual(guest.post(PATH, {"name": "别人", "phone": "13800000000"}, key="k-1").status, 422)

    def test_of_the_member_alone(self):
        guest, other = self.guest(), self.guest()
        one = self.add(guest)
        self.assertEqual(self.kept(other), [])
        for method, body in (("PATCH", {"name": "x"}), ("PUT", {"name": "x"}), ("DELETE", None)):
            self.refused(self.ask(other, method, one, body), 404, "not_found")
        self.assertEqual(self.kept(guest), [("韩梅梅", "13912345678")])
        self.add(other)
        for method, path in (("GET", PATH), ("POST", PATH), ("DELETE", f"{PATH}/{one['id']}")):
            self.assertEqual(self.server.request(method, API + path, {} if method == "POST" else None).status, 401)
            self.assertEqual(self.server.request(method, API + path, {} if method == "POST" else None, token=self.owner_token).status, 401)

    def test_gone_with_the_account(self):
        for leave in (lambda g: self.server.request("DELETE", API + "/me", token=g.token), lambda g: self.staff("DELETE", f"/members/{g.id}")):
            guest = self.guest()
            self.add(guest)
            self.assertEqual(leave(guest).status, 204)
            self.assertEqual(self.rows("SELECT * FROM frequent_guests WHERE member_id = ?", int(guest.id)), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
