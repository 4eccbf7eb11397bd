"""What a refusal says, read as the one who gets it: which thing is wrong, by the name people call it, and what to do."""
import os
import socket
import subprocess
import sys
import tempfile
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import BINARY, stay, today  # noqa: E402


class Reasons(House):
    def said(self, method, path, body, **more):
        """The detail in both languages."""
        return [self.staff(method, path, body, headers={"Accept-Language": language, **more}).json["detail"] for language in ("zh", "en")]

    def test_rooms_at_check_in(self):
        kind = self.room_type()
        rooms = self.rooms(kind, 4)
        number = self.post("/orders", stay(kind, 0, 1, 2), 201)["order_no"]
        path = f"/orders/{number}/check-in"
        name = self.staff("GET", f"/rooms/{rooms[0]}", status=200).json["number"]
        for detail in self.said("POST", path, {"room_ids": [rooms[0], rooms[0]]}):
            self.assertIn(name, detail)
            self.assertNotIn(rooms[0], detail)
        for ids in (rooms[:1], rooms[:3]):
            for detail in self.said("POST", path, {"room_ids": ids}):
                self.assertIn(" 2 ", detail)
        other = self.post("/orders", stay(kind, 0, 1, 2), 201)["order_no"]
        self.post(f"/orders/{other}/check-in", {"room_ids": rooms[:2]})
        self.refused(self.staff("POST", path, {"room_ids": rooms[:2]}), 409, "room_taken", "room_ids")
        for detail in self.said("POST", path, {"room_ids": rooms[:2]}):
            self.assertIn(other, detail, "whose it is")
            self.assertNotIn(rooms[0], detail)

    def test_an_idempotency_key(self):
        for key in ("has blank", "k" * 129):
            zh, en = self.said("POST", "/members", {"nickname": "x"}, **{"Idempotency-Key": key})
            self.assertIn("不含空格", zh)
            self.assertIn("visible ASCII characters", en)

    def test_a_calendar_edit_that_changes_nothing(self):
        body = {"room_type_id": self.room_type(), "from": today(3), "to": today(4)}
        self.assertIn("min_stay", self.said("PUT", "/calendar", {**body, "weekdays": ["mon"]})[1])
        self.assertIn("sun", self.said("PUT", "/calendar", {**body, "weekdays": ["lundi"], "closed": True})[1])


class Starting(unittest.TestCase):
    def run_it(self, *words):
        return subprocess.run([BINARY, *words], capture_output=True, text=True, timeout=60, env={"LANG": "en_US.UTF-8"})

    def test_an_option_without_its_value(self):
        done = self.run_it("serve", "--listen")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("listen needs a value", done.stderr)
        self.assertNotIn("on or off", done.stderr)

    def test_a_port_that_is_taken(self):
        with socket.socket() as s, tempfile.TemporaryDirectory() as data:
            s.bind(("127.0.0.1", 0))
            s.listen()
            done = self.run_it("serve", "--data", data, "--listen", f"127.0.0.1:{s.getsockname()[1]}")
        self.assertNotEqual(done.returncode, 0)
        self.assertRegex(done.stderr, rf"address=127\.0\.0\.1:\d+ error=\"cannot listen there; .*--listen HOST:PORT")


if __name__ == "__main__":
    unittest.main()
