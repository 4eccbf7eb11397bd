"""The message console: finding messages, what became of one, pausing, resuming and resetting groups, the cache."""
import itertools
import json
import os
import subprocess
import unittest

from yizhan import BINARY, Server, eventually, new_room_type, stay

MQ = "/api/v1/admin/mq"


class Console(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().__enter__()
        cls.owner = cls.server.staff()
        cls.kind = new_room_type(cls.server, cls.owner, stock=100)

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def order(self, name):
        token = self.server.guest(name)
        answer = self.server.post("/api/v1/orders", stay(self.kind), token=token)
        self.assertEqual(answer.status, 201, answer)
        return token, answer.json["order_no"]

    def notices(self, token):
        return [n["kind"] for n in self.server.get("/api/v1/me/notices", token=token).json["items"]]

    def group(self, name):
        return next(g for g in self.owner.get(MQ + "/groups").json["items"] if g["name"] == name)

    def do(self, path, body=None):
        answer = self.owner.post(MQ + path, body or {})
        self.assertEqual(answer.status, 204, answer)

    def test_a_message_is_found_by_key_and_tells_its_story(self):
        token, number = self.order("story")
        eventually(lambda: self.notices(token))
        found = self.owner.get(f"{MQ}/messages?key={number}&topic=order_topic").json["items"]
        self.assertEqual([(m["tag"], m["key"]) for m in found], [("created", number)])
        self.assertTrue(found[0]["trace"], "the request that published it")
        fates = lambda: {f["group"]: f["state"] for f in self.owner.get(f"{MQ}/messages/{found[0]['id']}").json["fates"]}  # noqa: E731
        eventually(lambda: fates() == {"message_order": "done", "order_search": "done"})  # the second group is a calm one
        self.assertEqual(self.owner.get(MQ + "/messages/999999999").status, 404)

    def test_what_is_delayed_is_found_and_called_off(self):
        due = "2027-03-01T08:00:00.000Z"
        made = self.owner.post(MQ + "/messages", {"topic": "order_topic", "key": "late-1", "body": {"n": 1}, "due_at": due}).json
        self.assertIsNone(made["message_id"])
        found = self.owner.get(MQ + "/messages?key=late-1").json["items"]
        self.assertEqual([(m["id"], m["state"], m["due_at"], m["topic"]) for m in found],
                         [(made["delayed_id"], "delayed", due, "order_topic")])
        self.assertEqual(self.owner.get(f"{MQ}/messages/{made['delayed_id']}").json["due_at"], due)
        token, number = self.order("late")
        pay_by = self.server.get(f"/api/v1/orders/{number}", token=token).json["pay_by"]
        deadline, = self.owner.get(f"{MQ}/messages?topic=order_delay_topic&key={number}").json["items"]
        self.assertEqual((deadline["state"], deadline["due_at"]), ("delayed", pay_by))
        refused = self.owner.delete(f"{MQ}/messages/{deadline['id']}")
        self.assertEqual((refused.status, refused.code, refused.fields()), (409, "order_state", ["id"]))
        self.assertEqual([self.owner.delete(f"{MQ}/messages/{made['delayed_id']}").status for _ in range(2)], [204, 404])
        self.assertEqual(self.owner.get(MQ + "/messages?key=late-1").json["items"], [])
        trail = self.owner.get("/api/v1/admin/audit?object=message").json["items"]
        self.assertIn(("mq.call_off", made["delayed_id"]), [(a["action"], a["object_id"]) for a in trail])

    def test_what_is_delayed_is_paged_before_what_was_published(self):
        for i in range(3):
            self.owner.post(MQ + "/messages", {"topic": "order_topic", "key": "turn", "body": {}, "due_at": f"2027-03-0{i + 1}T08:00:00Z"})
            self.owner.post(MQ + "/messages", {"topic": "order_topic", "key": "turn", "body": {}})
        states, after = [], ""
        for _ in range(20):
            page = self.owner.get(f"{MQ}/messages?key=turn&limit=2{after}").json
            states += [m["state"] for m in page["items"]]
            if not page["next"]:
                break
            after = "&after=" + page["next"]
        self.assertEqual(states, ["delayed"] * 3 + ["published"] * 3)

    def test_a_question_that_cannot_be_answered(self):
        for path, field in ((MQ + "/messages?topic=no_such_topic", "topic"), (MQ + "/dead?group=no_such_group", "group"),
                            (MQ + "/messages?from=2027-01-10T00:00:00Z&to=2027-01-01T00:00:00Z", "to"),
                            ("/api/v1/admin/orders?from=2027-01-10&to=2027-01-01", "to")):
            with self.subTest(path=path):
                refused = self.owner.get(path)
                self.assertEqual((refused.status, refused.fields()), (400, [field]))

    def test_messages_are_found_by_time_and_paged(self):
        for i in range(3):
            self.order(f"paged{i}")
        first = self.owner.get(MQ + "/messages?topic=order_topic&limit=2").json
        second = self.owner.get(f"{MQ}/messages?topic=order_topic&limit=2&after={first['next']}").json
        ids = [int(m["id"]) for m in first["items"] + second["items"]]
        self.assertEqual(ids, sorted(ids, reverse=True))
        born = first["items"][0]["born_at"]
        self.assertIn(first["items"][0], self.owner.get(f"{MQ}/messages?from={born}").json["items"])
        self.assertEqual(self.owner.get(MQ + "/messages?to=2020-01-01T00:00:00Z").json["items"], [])
        self.assertEqual(self.owner.get(MQ + "/messages?from=yesterday").fields(), ["from"])

    def test_a_paused_group_waits_and_goes_on(self):
        self.do("/groups/message_order/pause")
        token, _ = self.order("paused")
        eventually(lambda: self.group("message_order")["lag"] >= 1)
        self.assertEqual((self.group("message_order")["paused"], self.notices(token)), (True, []))
        self.do("/groups/message_order/resume")
        eventually(lambda: self.notices(token) == ["created"])
        self.assertEqual(self.group("message_order")["lag"], 0)

    def test_a_group_can_skip_what_waits(self):
        self.do("/groups/message_order/pause")
        skipped, _ = self.order("skipped")
        eventually(lambda: self.group("message_order")["lag"] >= 1)
        self.do("/groups/message_order/reset")
        self.do("/groups/message_order/resume")
        later, _ = self.order("later")
        eventually(lambda: self.notices(later) == ["created"])
        self.assertEqual(self.notices(skipped), [])

    def test_a_group_set_back_takes_everything_again_and_nothing_happens_twice(self):
        token, _ = self.order("again")
        eventually(lambda: self.server.get("/api/v1/me/coupons", token=token).json["items"])
        eventually(lambda: self.notices(token) == ["created"])
        for name in ("coupon_first_login", "message_order"):
            self.do(f"/groups/{name}/reset", {"at": "2020-01-01T00:00:00Z"})
            eventually(lambda: self.group(name)["lag"] == 0)
        self.assertEqual(len(self.server.get("/api/v1/me/coupons", token=token).json["items"]), 1)
        self.assertEqual(self.notices(token), ["created"])

    def test_only_the_owner_moves_groups_and_an_unknown_one_is_404(self):
        desk = self.server.staff("chengdu")
        for path in ("/pause", "/resume", "/reset"):
            self.assertEqual(desk.post(MQ + "/groups/message_order" + path).status, 403)
            self.assertEqual(self.owner.post(MQ + "/groups/nobody" + path).status, 404)
        self.assertEqual(desk.get(MQ + "/messages").status, 403)
        actions = [a["action"] for a in self.owner.get("/api/v1/admin/audit?limit=100").json["items"]]
        self.assertNotIn("mq.nobody", actions)

    def test_the_command_line_moves_groups_of_a_running_house(self):
        def run(*words):
            clean = {k: v for k, v in os.environ.items() if not k.startswith("YIZHAN_")}
            command = [BINARY, "mq", *words, "--data", self.server.data]
            return subprocess.run(command, env=clean, capture_output=True, timeout=30).returncode

        self.assertEqual(run("pause", "message_order"), 0)
        token, _ = self.order("by command")
        eventually(lambda: self.group("message_order")["lag"] >= 1)
        self.assertEqual(self.group("message_order")["paused"], True)
        self.assertEqual(run("skip", "message_order"), 0)
        self.assertEqual(run("resume", "message_order"), 0)
        later, _ = self.order("after command")
        eventually(lambda: self.notices(later) == ["created"])
        self.assertEqual(self.notices(token), [])
        self.assertEqual((run("pause", "nobody"), run("retry", "1"), run("discard"), run("dance", "x")), (1, 1, 2, 2))
        trail = self.owner.get("/api/v1/admin/audit?limit=10").json["items"]
        self.assertEqual([a["action"] for a in trail[:3]], ["mq.resume", "mq.reset", "mq.pause"])

    def test_the_cache_can_be_emptied(self):
        path = "/api/v1/room-types/" + self.kind
        self.server.get(path)
        self.assertEqual(self.server.get(path).headers["X-Cache"], "L1")
        self.assertEqual(self.owner.delete("/api/v1/admin/cache").status, 204)
        self.assertEqual(self.owner.get("/api/v1/admin/cache").json["entries"], 0)
        self.assertEqual(self.server.get(path).headers["X-Cache"], "L2")

    def test_one_entry_can_be_dropped_and_the_trail_tells(self):
        other = new_room_type(self.server, self.owner)
        paths = ["/api/v1/room-types/" + kind for kind in (self.kind, other)]
        for path in paths:
            self.server.get(path)
        self.assertEqual(self.owner.delete(f"/api/v1/admin/cache?key=room:{other}").status, 204)
        self.assertEqual([self.server.get(path).headers["X-Cache"] for path in paths], ["L1", "L2"])
        self.assertEqual(self.owner.delete("/api/v1/admin/cache?key=" + "x" * 101).fields(), ["key"])
        last = self.owner.get("/api/v1/admin/audit?limit=1").json["items"][0]
        self.assertEqual((last["action"], last["actor_name"], json.loads(last["after"])), ("cache.drop", "owner", {"key": f"room:{other}"}))

    def test_the_cache_counts(self):
        ids = itertools.count(4711)

        def three_times_not_there():
            path, before = f"/api/v1/room-types/{next(ids)}", self.owner.get("/api/v1/admin/cache").json
            for _ in range(3):
                self.assertEqual(self.server.get(path).status, 404)
            now = self.owner.get("/api/v1/admin/cache").json
            return [now[n] - before[n] for n in ("hits", "negative_hits", "misses", "loads")] == [2, 2, 1, 1]

        eventually(three_times_not_there)  # an earlier test's drop may still be on its way
        now = self.owner.get("/api/v1/admin/cache").json
        self.assertAlmostEqual(now["hit_rate"], now["hits"] / (now["hits"] + now["misses"]))
        shown = self.server.get("/metrics").body.decode()
        for name in ("cache_loads_total", "cache_negative_hits_total", "cache_evictions_total", "cache_capacity_bytes"):
            self.assertIn(f"\nyizhan_{name} ", shown)


if __name__ == "__main__":
    unittest.main()
