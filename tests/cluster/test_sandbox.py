"""The sandboxes' switch with real processes: turned off at one node, it is off at all of them, and a house that has lived
stays out of them."""
import os
import subprocess
import sys
import tempfile
import shutil
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from cluster import ADMIN  # noqa: E402
from house import API, rows  # noqa: E402
from yizhan import BINARY, PASSWORD, Server, room_type, stay  # noqa: E402


class Sandbox(unittest.TestCase):
    def setUp(self):
        self.data = tempfile.mkdtemp(prefix="yizhan-test-")
        self.addCleanup(shutil.rmtree, self.data, True)
        clean = {k: v for k, v in os.environ.items() if not k.startswith("YIZHAN_")}
        self.environment = {**clean, "YIZHAN_OWNER_PASSWORD": PASSWORD, "LANG": "en_US.UTF-8"}
        subprocess.run([BINARY, "demo", "--data", self.data], check=True, capture_output=True, env=self.environment, timeout=60)
        self.a, self.b = self.node("a"), self.node("b")
        self.owner = self.a.staff_token()

    def node(self, name, demo=False):
        server = Server("--node", name, data=self.data, demo=demo)
        self.addCleanup(server.stop)
        return server.start()

    def switch(self, server, on, status=200):
        answer = server.request("PATCH", ADMIN + "/settings", {"sandbox": on}, token=self.owner)
        self.assertEqual(answer.status, status, answer)
        return answer

    def enter(self, server, name="guest"):
        return server.post(API + "/login/wechat", {"code": "sandbox:" + name})

    def test_what_one_node_turns_off_is_off_at_the_other_at_once(self):
        for i in range(20):
            here, there = (self.a, self.b) if i % 2 else (self.b, self.a)
            self.switch(here, True)
            for server in (here, there):
                self.assertTrue(server.get(API + "/about").json["sandbox"])
            guest = self.enter(there).json["token"]
            self.assertEqual(there.post(API + "/pay/sandbox/1", token=guest).code, "not_found")
            self.switch(here, False)
            for server in (there, here):
                self.assertEqual(self.enter(server).code, "provider_off")
                self.assertEqual(server.post(API + "/login/phone", {"code": "sandbox:13800000000"}, token=guest).code, "provider_off")
                self.assertEqual(server.post(API + "/pay/sandbox/1", token=guest).status, 404)
                self.assertFalse(server.get(API + "/about").json["sandbox"])

    def test_the_code_of_a_phone_is_told_to_nobody_outside_the_demo(self):
        self.switch(self.a, True)
        for server in (self.a, self.b):
            sent = server.post(API + "/login/code", {"phone": "13800000000"})
            self.assertEqual((sent.status, sent.code), (409, "provider_off"))
        self.assertEqual(rows(self.data, "SELECT count(*) FROM login_codes"), [(0,)])

    def test_a_house_that_has_lived_is_no_sandbox_again(self):
        self.switch(self.a, True)
        token = self.enter(self.b).json["token"]
        booked = self.b.post(API + "/orders", stay(room_type(self.b)), token=token)
        self.assertEqual(booked.status, 201, booked)
        self.switch(self.a, False)
        self.switch(self.b, True)  # what was made in the sandbox does not count
        self.switch(self.a, False)
        made = self.a.post(ADMIN + "/orders", stay(room_type(self.a)), token=self.owner)
        self.assertEqual(made.status, 201, made)
        refused = self.switch(self.b, True, 409)
        self.assertEqual((refused.code, refused.fields()), ("conflict", ["sandbox"]))
        self.assertFalse(self.a.get(ADMIN + "/settings", token=self.owner).json["sandbox"])
        self.a.stop()
        self.b.stop()
        done = subprocess.run([BINARY, "serve", "--demo", "--data", self.data, "--listen", "127.0.0.1:0"], capture_output=True,
                              env=self.environment, timeout=30)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(b"cannot be turned on again", done.stderr)

    def test_a_member_of_a_house_that_lives_is_enough(self):
        made = self.a.post(ADMIN + "/members", {"nickname": "王五"}, token=self.owner)
        self.assertEqual(made.status, 201, made)
        self.switch(self.b, True, 409)


if __name__ == "__main__":
    unittest.main()
