"""The first run: a link that works once, everything or nothing, and the same door shut afterwards."""

import os
import re
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from yizhan import PASSWORD, Client, Server, parallel  # noqa: E402

BRANCH = {"name": "江南小院", "phone": "0571-88886666", "address": "杭州市西湖区孤山路 1 号", "lat": 30.25, "lng": 120.14}


def token_of(server):
    """From the line that serve prints."""
    return re.search(r"/admin/setup#([0-9a-f]{32})", server.said()).group(1)


def first_run(server, **more):
    body = {"token": token_of(server), "language": "en", "name": "江南酒店", "owner_name": "老板", "owner_password": PASSWORD,
            "branch": BRANCH}
    body.update(more)
    return Client(server.port).post("/api/v1/setup", {k: v for k, v in body.items() if v is not None})


class Setup(unittest.TestCase):
    def test_the_link_makes_owner_branch_and_name_and_works_once(self):
        with Server(demo=False) as s:
            guest = Client(s.port)
            self.assertEqual(guest.get("/api/v1/about").json,
                             {"name": "", "language": "zh-CN", "sandbox": False, "setup": True, "welcome_coupon": False, "version": "0.1.0"})
            done = first_run(s)
            self.assertEqual((done.status, done.json["staff"]["role"]), (201, "owner"))
            cookie = done.headers["Set-Cookie"].split(";")[0]
            self.assertEqual(Client(s.port, cookie=cookie).get("/api/v1/admin/session").json["staff"]["name"], "老板")
            about = guest.get("/api/v1/about").json
            self.assertEqual((about["name"], about["language"], about["setup"], about["sandbox"]), ("江南酒店", "en", False, False))
            self.assertEqual([b["name"] for b in guest.get("/api/v1/branches").json["items"]], ["江南小院"])
            again = first_run(s, name="another")
            self.assertEqual((again.status, again.code), (409, "conflict"))
            self.assertEqual(guest.post("/api/v1/admin/session", {"name": "老板", "password": PASSWORD}).status, 200)

    def test_no_other_token_opens_it_and_nothing_is_left_behind(self):
        with Server(demo=False) as s:
            for token in ("", "0" * 32, token_of(s)[:-1], token_of(s) + "0"):
                self.assertIn(first_run(s, token=token).status, (400, 401), token)
            for change, field in (({"owner_password": "short"}, "owner_password"), ({"owner_name": ""}, "owner_name"),
                                  ({"owner_name": "x" * 33}, "owner_name"), ({"name": "x" * 61}, "name"),
                                  ({"branch": None}, "branch"), ({"branch": {"name": ""}}, "branch.name"),
                                  ({"branch": dict(BRANCH, lat=91)}, "lat"), ({"language": "fr"}, "language")):
                refused = first_run(s, **change)
                self.assertEqual(refused.status, 400, (change, refused))
                self.assertIn(field, [f.split("branch.")[-1] if field == "lat" else f for f in refused.fields()], change)
            about = Client(s.port).get("/api/v1/about").json
            self.assertEqual((about["setup"], about["name"]), (True, ""))
            self.assertEqual(Client(s.port).get("/api/v1/branches").json["items"], [])
            self.assertEqual(first_run(s).status, 201)

    def test_of_many_at_once_one_becomes_the_owner(self):
        with Server(demo=False) as s:
            def until_answered(i):
                """Two passwords are worked on at a time; who is told to come again does."""
                status = 503
                while status == 503:
                    status = first_run(s, owner_name=f"owner{i}").status
                return status

            answers = parallel(8, until_answered)
            self.assertEqual((answers.count(201), answers.count(409)), (1, 7), answers)

    def test_a_new_start_prints_a_new_link_and_the_old_one_is_over(self):
        with Server(demo=False) as s:
            old = token_of(s)
            s.restart()
            self.assertEqual(first_run(s, token=old).status, 401)
            self.assertEqual(first_run(s).status, 201)
            s.restart()
            self.assertEqual(s.said(wait=1), "")

    def test_sample_data_can_be_tried_at_once_and_the_sandbox_switched_off(self):
        with Server(demo=False) as s:
            done = first_run(s, sample=True, branch=None)
            self.assertEqual(done.status, 201)
            guest = Client(s.port)
            self.assertEqual(len(guest.get("/api/v1/branches").json["items"]), 3)
            self.assertEqual(guest.post("/api/v1/login/wechat", {"code": "sandbox:小明"}).status, 200)
            s.restart()
            guest = Client(s.port)
            self.assertTrue(guest.get("/api/v1/about").json["sandbox"])
            owner = Client(s.port, cookie=done.headers["Set-Cookie"].split(";")[0])
            off = owner.patch("/api/v1/admin/settings", {"sandbox": False, "name": "试住酒店"})
            self.assertEqual((off.json["sandbox"], off.json["name"]), (False, "试住酒店"))
            self.assertEqual(guest.post("/api/v1/login/wechat", {"code": "sandbox:小红"}).code, "provider_off")
            self.assertEqual(guest.post("/api/v1/pay/sandbox/1", {}).status, 404)


if __name__ == "__main__":
    unittest.main()
