"""What staff do with messages by hand: publish, look at a dead letter, retry, edit, discard, resend to one group."""
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from datetime import datetime, timedelta, timezone

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import BINARY, command, eventually, released, Server  # noqa: E402

MQ = "/mq"


def soon(**more):
    return (datetime.now(timezone.utc) + timedelta(**more)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Messages(House):
    def get(self, path, status=200):
        return self.staff("GET", MQ + path, status=status).json

    def send(self, topic, body, status=201, **more):
        answer = self.staff("POST", MQ + "/messages", {"topic": topic, "body": body, **more})
        self.assertEqual(answer.status, status, answer)
        return answer.json

    def taken(self):
        eventually(lambda: not any(g["lag"] for g in self.get("/groups")["items"]), 20)

    def fate(self, message, group):
        return next((f for f in self.get(f"/messages/{message}")["fates"] if f["group"] == group), None)

    def letter(self, body=None):
        """A dead letter of the first-login benefit: nobody is named in it. (message id, delivery id)"""
        message = self.send("login_notify_topic", body or {"round": next(self.numbers)})["message_id"]
        fate = eventually(lambda: (lambda f: f if f["state"] == "dead" else None)(self.fate(message, "coupon_first_login")))
        return message, fate["delivery_id"]

    def actions(self, action):
        return [a for a in self.staff("GET", "/audit?limit=100", status=200).json["items"] if a["action"] == action]

    def test_a_dead_letter_tells_its_error_and_every_attempt(self):
        message, delivery = self.letter()
        letter = self.get(f"/dead/{delivery}")
        self.assertEqual((letter["message_id"], letter["group"], letter["state"], letter["attempts"]), (message, "coupon_first_login", "dead", 1))
        self.assertEqual([(m["attempt"], m["error"]) for m in letter["made"]], [(1, letter["error"])])
        self.assertTrue(letter["error"] and letter["made"][0]["node"] and letter["made"][0]["at"])
        self.assertIn(delivery, [d["id"] for d in self.get("/dead?group=coupon_first_login")["items"]])
        self.staff("POST", f"{MQ}/dead/{delivery}/retry", {}, 204)
        eventually(lambda: len(self.get(f"/dead/{delivery}", None).get("made", [])) == 2)
        self.assertEqual([m["attempt"] for m in self.get(f"/dead/{delivery}")["made"]], [1, 1], "a retry begins anew, the story goes on")
        self.assertEqual(self.actions("mq.retry")[0]["object_id"], delivery)

    def test_a_dead_letter_stays_when_its_group_is_reset(self):
        before = soon(seconds=0)
        message, delivery = self.letter()
        _, discarded = self.letter()
        self.staff("POST", f"{MQ}/dead/{discarded}/discard", {"reason": "nobody's"}, 204)
        self.staff("POST", MQ + "/groups/coupon_first_login/reset", {}, 204)  # skips what waits, and nothing else
        self.assertEqual(self.get(f"/dead/{delivery}")["state"], "dead")
        self.staff("POST", MQ + "/groups/coupon_first_login/reset", {"at": before}, 204)
        again = eventually(lambda: (lambda f: f if f["state"] == "dead" else None)(self.fate(message, "coupon_first_login")))
        self.assertGreater(int(again["delivery_id"]), int(discarded), "a number is never another letter's")
        old = self.get(f"/dead/{delivery}")
        self.assertEqual((old["state"], old["message_id"], len(old["made"])), ("reset", message, 1))
        self.assertIn("group reset", old["note"])
        self.assertRegex(self.get(f"/dead/{discarded}")["note"], "^nobody's; group reset")
        self.refused(self.staff("POST", f"{MQ}/dead/{delivery}/retry", {}), 404, "not_found")
        self.assertIn(f'"{delivery}"', self.actions("mq.reset")[0]["after"])
        self.assertIn("gave no reason", again["error"])

    def test_an_edited_dead_letter_goes_to_its_group_alone_and_the_old_one_stays(self):
        guest = self.guest()
        eventually(guest.coupons)
        message, delivery = self.letter()
        self.taken()
        before = self.get("/groups")["items"]
        self.staff("POST", f"{MQ}/dead/{delivery}/retry", {"body": {"member_id": guest.id, "round": 7000 + next(self.numbers)}}, 204)
        eventually(lambda: len(guest.coupons()) == 2)
        old = self.get(f"/dead/{delivery}")
        self.assertEqual((old["state"], old["body"]), ("replaced", self.get(f"/messages/{message}")["body"]))
        self.assertIn("by message ", old["note"])
        new = old["note"].split()[-1]
        self.assertEqual(self.fate(message, "coupon_first_login")["state"], "replaced")
        story = eventually(lambda: (lambda m: m if m["fates"][0]["state"] == "done" else None)(self.get(f"/messages/{new}")))
        self.assertEqual([(f["group"], f["attempts"]) for f in story["fates"]], [("coupon_first_login", 1)])
        self.assertEqual((story["topic"], f'"{guest.id}"' in story["body"]), ("login_notify_topic", True))
        same = [{k: v for k, v in g.items() if k != "oldest_age_ms"} for g in before if g["name"] != "coupon_first_login"]
        self.assertEqual([{k: v for k, v in g.items() if k != "oldest_age_ms"} for g in self.get("/groups")["items"]
                          if g["name"] != "coupon_first_login"], same)
        self.assertIn(new, self.actions("mq.edit")[0]["after"])
        self.refused(self.staff("POST", f"{MQ}/dead/{delivery}/retry", {"body": {}}), 404, "not_found")
        self.staff("POST", MQ + "/groups/coupon_first_login/reset", {}, 204)
        self.assertEqual(len(guest.coupons()), 2)

    def test_a_discarded_letter_keeps_its_error_and_says_why(self):
        _, delivery = self.letter()
        self.refused(self.staff("POST", f"{MQ}/dead/{delivery}/discard", {}), 400, "bad_request", "reason")
        error = self.get(f"/dead/{delivery}")["error"]
        self.staff("POST", f"{MQ}/dead/{delivery}/discard", {"reason": "nobody's"}, 204)
        letter = self.get(f"/dead/{delivery}")
        self.assertEqual((letter["state"], letter["note"], letter["error"]), ("discarded", "nobody's", error))
        self.assertIn("nobody's", self.actions("mq.discard")[0]["after"])
        self.refused(self.staff("POST", f"{MQ}/dead/{delivery}/retry", {}), 404, "not_found")
        self.refused(self.staff("GET", MQ + "/dead/999999"), 404, "not_found")

    def test_a_message_is_resent_to_one_group_and_to_no_other(self):
        kind, guest = self.room_type(), self.guest()
        number = self.booked_and_paid(guest, kind)["order_no"]
        self.taken()
        found = self.get(f"/messages?topic=pay_topic&key={number}")["items"]
        self.assertEqual(len(found), 1)
        message = found[0]["id"]
        self.staff("POST", f"{MQ}/messages/{message}/resend", {"group": "pay_refund"}, 204)
        fate = eventually(lambda: (lambda f: f if f["state"] == "done" and f.get("made") else None)(self.fate(message, "pay_refund")))
        self.assertEqual([(m["attempt"], m["error"]) for m in fate["made"]], [(1, "")])
        self.assertNotIn("delivery_id", self.fate(message, "order_payment"))
        self.assertEqual((self.record(number)["status"], self.record(number)["money"]), ("confirmed", "paid"))
        self.assertEqual(self.actions("mq.resend")[0]["object_id"], message)

    def test_a_payment_told_again_is_not_counted_again(self):
        guest = self.guest()
        number = self.booked_and_paid(guest, self.room_type())["order_no"]
        self.taken()
        message = self.get(f"/messages?topic=pay_topic&key={number}")["items"][0]["id"]
        self.staff("POST", f"{MQ}/messages/{message}/resend", {"group": "order_payment"}, 204)
        eventually(lambda: self.fate(message, "order_payment").get("made"))
        self.staff("POST", MQ + "/groups/order_payment/reset", {"at": "2020-01-01T00:00:00Z"}, 204)
        self.taken()
        forged = {"order_no": number, "payment_id": "1", "amount_fen": 5}
        made_up = self.send("pay_topic", forged, tag="captured", key=number)["message_id"]
        eventually(lambda: self.fate(made_up, "order_payment")["state"] == "done")
        order = self.record(number)
        self.assertEqual((order["status"], order["money"], order["refunds"]), ("confirmed", "paid", []))
        self.assertEqual(guest.notices(number), ["created", "confirmed"])

    def test_what_cannot_be_resent(self):
        self.guest()
        login = eventually(lambda: self.get("/messages?topic=login_notify_topic&limit=1")["items"])[0]["id"]
        for group in ("order_payment", "nobody", "hotel_room_cache"):
            self.refused(self.staff("POST", f"{MQ}/messages/{login}/resend", {"group": group}), 400, "bad_request", "group")
        self.room_type()
        room = eventually(lambda: self.get("/messages?topic=hotel_room_topic&limit=1")["items"])[0]["id"]
        self.refused(self.staff("POST", f"{MQ}/messages/{room}/resend", {"group": "hotel_room_cache"}), 400, "bad_request", "group")
        self.refused(self.staff("POST", MQ + "/messages/999999999/resend", {"group": "order_payment"}), 404, "not_found")
        self.refused(self.staff("POST", MQ + "/messages/x/resend", {"group": "order_payment"}), 404, "not_found")
        self.staff("POST", MQ + "/groups/coupon_checkout/pause", {}, 204)
        waiting = self.send("order_finished_topic", {"order_no": "1"})["message_id"]
        self.refused(self.staff("POST", f"{MQ}/messages/{waiting}/resend", {"group": "coupon_checkout"}), 409, "conflict", "group")
        self.staff("POST", MQ + "/groups/coupon_checkout/resume", {}, 204)
        eventually(lambda: self.fate(waiting, "coupon_checkout")["state"] == "done")

    def test_a_message_is_published_once_per_key(self):
        body = {"topic": "order_finished_topic", "tag": "t", "key": "by-hand", "body": {"note": "驿", "n": [1, 2.5, None]}}
        owner = self.server.staff()
        first = owner.post("/api/v1/admin/mq/messages", body, key="publish-1")
        self.assertEqual(first.status, 201, first)
        again = owner.post("/api/v1/admin/mq/messages", body, key="publish-1")
        self.assertEqual((again.status, again.json), (201, first.json))
        other = owner.post("/api/v1/admin/mq/messages", {**body, "tag": "u"}, key="publish-1")
        self.refused(other, 422, "idempotency_mismatch")
        found = self.get("/messages?key=by-hand")["items"]
        self.assertEqual([(m["id"], m["tag"], m["body"]) for m in found], [(first.json["message_id"], "t", '{"note":"驿","n":[1,2.5,null]}')])
        self.assertTrue(found[0]["trace"], "the request that published it")
        self.assertEqual(len([a for a in self.actions("mq.send") if a["object_id"] == found[0]["id"]]), 1)
        self.assertNotIn("驿", self.actions("mq.send")[0]["after"], "a body may be about a guest")

    def test_a_message_may_be_published_for_later(self):
        answer = self.send("order_finished_topic", {}, key="later", due_at=soon(milliseconds=700))
        self.assertIsNone(answer["message_id"])
        self.send("order_finished_topic", {"from": "later"}, due_at=soon(days=700))
        topic = next(t for t in self.get("/topics")["items"] if t["name"] == "order_finished_topic")
        self.assertGreaterEqual(topic["delayed"], 1)
        self.assertTrue(self.send("order_finished_topic", {}, due_at="2020-01-01T00:00:00Z")["message_id"], "the past is now")
        eventually(lambda: self.get("/messages?topic=order_finished_topic&key=later")["items"])

    def test_what_cannot_be_published(self):
        before = self.rows("SELECT count(*) FROM mq_messages"), self.rows("SELECT count(*) FROM mq_timers")
        good = {"topic": "order_finished_topic", "body": {}}
        for change, field in (({"topic": "nothing"}, "topic"), ({"topic": ""}, "topic"), ({"tag": "a|b"}, "tag"), ({"tag": "x" * 61}, "tag"),
                              ({"key": "x" * 61}, "key"), ({"due_at": soon(days=801)}, "due_at"), ({"due_at": "tomorrow"}, "due_at"),
                              ({"body": []}, "body"), ({"body": "{}"}, "body"), ({"body": None}, "body")):
            with self.subTest(change=change):
                self.refused(self.staff("POST", MQ + "/messages", {**good, **change}), 400, "bad_request", field)
        # within the bound of a request, but not written out
        raw = ('{"topic":"order_finished_topic","body":{"n":[' + ",".join(["1e14"] * 12000) + "]}}").encode()
        answer = self.server.request("POST", "/api/v1/admin/mq/messages", raw=raw, token=self.owner_token, content_type="application/json")
        self.refused(answer, 400, "bad_request", "body")
        self.assertEqual((self.rows("SELECT count(*) FROM mq_messages"), self.rows("SELECT count(*) FROM mq_timers")), before)

    def run_it(self, *words, stdin=None):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("YIZHAN_")}
        return subprocess.run([BINARY, "mq", *words, "--data", self.server.data], env={**clean, "LANG": "C"}, capture_output=True,
                              text=True, timeout=30, input=stdin)

    def test_the_command_line_has_the_same_words(self):
        message, delivery = self.letter()
        listed = self.run_it("dead", "--group", "coupon_first_login")
        self.assertRegex(listed.stdout, rf"(?m)^{delivery} +coupon_first_login ")
        self.assertIn("attempt 1 at ", self.run_it("dead", delivery).stdout)
        self.assertIn("coupon_first_login: dead: ", self.run_it("message", message).stdout)
        self.assertEqual(self.run_it("retry", delivery).returncode, 0)
        eventually(lambda: self.run_it("dead", delivery).stdout.count("attempt 1 at ") == 2)
        guest = self.guest()
        eventually(guest.coupons)
        body = f'{{"member_id":"{guest.id}","round":{8000 + next(self.numbers)}}}'
        self.assertEqual(self.run_it("edit", delivery, "-", stdin=body).returncode, 0)
        eventually(lambda: len(guest.coupons()) == 2)
        _, other = self.letter()
        self.assertEqual(self.run_it("discard", other, "of no use").returncode, 0)
        self.assertIn("of no use", self.run_it("dead", other).stdout)
        self.assertEqual(self.run_it("send", "order_finished_topic", '{"x":1}', "--key", "cli-sent", "--tag", "t").returncode, 0)
        sent = self.run_it("messages", "--key", "cli-sent", "--topic", "order_finished_topic").stdout
        self.assertRegex(sent, r'(?m)order_finished_topic +t +cli-sent +\{"x":1\}$')
        eventually(lambda: "coupon_checkout: done" in self.run_it("message", sent.split("\n")[1].split()[0]).stdout)
        self.assertEqual(self.run_it("resend", sent.split("\n")[1].split()[0], "coupon_checkout").returncode, 0)
        self.assertEqual(self.run_it("reset", "coupon_checkout", "2020-01-01T00:00:00Z").returncode, 0)
        self.assertIn("SCHEDULE", self.run_it("schedules").stdout)
        self.assertIn("PER_S_HOUR", self.run_it("topics").stdout)
        trail = {a["action"]: a["actor_name"] for a in reversed(self.staff("GET", "/audit?limit=100", status=200).json["items"])}
        for action in ("mq.retry", "mq.edit", "mq.discard", "mq.send", "mq.resend", "mq.reset"):
            self.assertEqual(trail[action], "command line")

    def test_words_that_cannot_be(self):
        before = self.rows("SELECT count(*) FROM mq_messages"), self.rows("SELECT count(*) FROM audit")
        for status, says, *words in (
                (1, "999999", "retry", "999999"), (1, "999999", "message", "999999"), (1, "999999", "dead", "999999"), (1, "x", "retry", "x"),
                (1, "JSON", "edit", "999999", "{"), (1, "body", "edit", "999999", "[]"), (1, "999999", "edit", "999999", "{}"),
                (1, "Not found", "resend", "999999", "message_order"), (1, "topic", "send", "nothing", "{}"), (1, "body", "send", "order_topic", "7"),
                (1, "yesterday", "reset", "message_order", "yesterday"), (1, "nobody", "reset", "nobody", "2026-01-01T00:00:00Z"),
                (2, "usage", "discard", "1"), (2, "usage", "send", "order_topic"), (2, "usage", "reset", "message_order"), (2, "usage",),
                (2, "unexpected word now", "retry", "1", "now"), (1, "body", "send", "order_topic", "{\"a\":\"" + "x" * 70000 + "\"}")):
            with self.subTest(words=[w[:20] for w in words]):
                done = self.run_it(*words)
                self.assertEqual(done.returncode, status, done)
                self.assertIn(says, done.stderr)
        self.assertEqual((self.rows("SELECT count(*) FROM mq_messages"), self.rows("SELECT count(*) FROM audit")), before)

    def test_metrics_and_alarms(self):
        with Server("--mq-alarm-seconds", "1") as server:
            owner = server.staff()
            owner.post("/api/v1/admin/mq/messages", {"topic": "login_notify_topic", "body": {}})
            owner.post("/api/v1/admin/mq/groups/coupon_checkout/pause")
            owner.post("/api/v1/admin/mq/messages", {"topic": "order_finished_topic", "body": {}})
            owner.post("/api/v1/admin/mq/messages", {"topic": "order_topic", "body": {}, "due_at": soon(milliseconds=300)})

            def metric(name):
                found = re.search(rf"(?m)^yizhan_mq_{re.escape(name)} (\S+)$", server.get("/metrics").body.decode())
                return float(found[1]) if found else None
            eventually(lambda: metric('dead{group="coupon_first_login"}') == 1)
            eventually(lambda: metric('dead{group="message_order"}') == 1)
            self.assertEqual(metric('lag{group="coupon_checkout"}'), 1)
            self.assertEqual(metric('failed_total{group="coupon_first_login"}'), 1)
            self.assertEqual(metric('in_flight{group="coupon_checkout"}'), 0)
            self.assertIsNone(metric('lag{group="hotel_room_cache"}'), "unknown is not 0")
            self.assertEqual(metric("timers_waiting"), 0)
            self.assertEqual(metric("timer_late_seconds_count"), 1)
            self.assertEqual(metric('timer_late_seconds_bucket{le="+Inf"}'), 1)
            eventually(lambda: (metric('oldest_age_seconds{group="coupon_checkout"}') or 0) > 0.5)
            lines = lambda kind, group: [x for x in server.log if "event=mq.alarm" in x and f"kind={kind} group={group} " in x]  # noqa: E731
            eventually(lambda: lines("dead", "coupon_first_login") and lines("oldest_ms", "coupon_checkout"), 20)
            self.assertEqual(len(lines("dead", "coupon_first_login")), 1)
            self.assertEqual(lines("no_worker_ms", "coupon_checkout"), [], "it is paused")

    def test_who_may(self):
        desk, manager = self.server.staff("chengdu"), f"manager-{next(self.numbers)}"
        self.post("/staff", {"name": manager, "password": "correct-horse-battery", "role": "manager"}, 201)
        boss = self.server.staff(manager)
        for path in ("/schedules", "/groups", "/topics"):
            self.assertEqual(desk.get("/api/v1/admin/mq" + path).status, 403)
            self.assertEqual(boss.get("/api/v1/admin/mq" + path).status, 200)
        for path in ("/messages", "/dead/1"):  # what happened in every branch
            for who in (desk, boss):
                self.assertEqual(who.get("/api/v1/admin/mq" + path).status, 403)
        for path, body in (("/messages", {"topic": "order_topic", "body": {}}), ("/messages/1/resend", {"group": "message_order"}),
                           ("/dead/1/retry", {"body": {}}), ("/dead/1/discard", {"reason": "x"})):
            for who in (desk, boss):
                self.refused(who.post("/api/v1/admin/mq" + path, body), 403, "forbidden")

    def test_a_search_is_paged_to_its_end(self):
        for i in range(5):
            self.send("order_finished_topic", {"i": i}, key="paged-here")
        ids, after = [], ""
        while True:
            page = self.get(f"/messages?key=paged-here&limit=2{after}")
            ids += [m["id"] for m in page["items"]]
            if not page["next"]:
                break
            after = "&after=" + page["next"]
        self.assertEqual(len(ids), 5)
        self.assertEqual(ids, sorted(ids, key=int, reverse=True))
        self.assertEqual(self.get("/schedules")["items"], [])

    def test_the_numbers_of_topics_and_groups_are_there(self):
        self.guest()
        self.taken()
        topic = next(t for t in self.get("/topics")["items"] if t["name"] == "login_notify_topic")
        count, size = self.rows("SELECT count(*), sum(length(CAST(body AS BLOB))) FROM mq_messages m JOIN mq_topics t ON t.id = m.topic_id"
                                " WHERE t.name = 'login_notify_topic'")[0]
        self.assertEqual((topic["messages"], topic["bytes"]), (count, size))
        self.assertGreaterEqual(topic["per_second_hour"], 0)
        group = next(g for g in self.get("/groups")["items"] if g["name"] == "coupon_first_login")
        self.assertEqual((group["tags"], group["leased"], group["nodes"], group["in_flight"]), ("*", False, [], 0))
        self.assertIn("10s 30s 1m", group["retry"])


class Upgrade(unittest.TestCase):
    def test_a_store_of_the_last_release_keeps_its_dead_letters_and_attempts(self):
        with tempfile.TemporaryDirectory() as data:
            store = released(data, 10)
            store.executescript(
                "INSERT INTO mq_topics VALUES (0, 'login_notify_topic');"
                "INSERT INTO mq_groups VALUES (1, 'coupon_first_login', 0, 2, 'clustering', 0, 0);"
                "INSERT INTO mq_messages VALUES (1, 0, 't', 'k', '{}', '', 1000), (2, 0, 't', 'k', '{}', '', 2000);"
                "INSERT INTO mq_deliveries VALUES (1, 1, 1, 'k', 'dead', 2, 0, 'conflict', 3000), (2, 1, 2, 'k', 'retry', 1, 9000, 'x', 3000);"
                "INSERT INTO mq_attempts VALUES (1, 1, 1, 1500, 'store'), (2, 1, 2, 3000, 'conflict'), (3, 2, 1, 3000, 'x');"
                "INSERT INTO mq_timers VALUES (9000, 1, 0, 't', 'k', '{}', '');")
            store.close()
            run = lambda *words: command(data, *words)  # noqa: E731
            self.assertEqual(run("migrate").returncode, 0)
            letter = run("mq", "dead", "1").stdout
            self.assertIn("dead: conflict", letter)
            self.assertEqual(re.findall(r"attempt (\d) at \S+ on : (\w+)", letter), [("1", "store"), ("2", "conflict")])
            self.assertRegex(run("mq", "groups").stdout, r"(?m)^coupon_first_login .* 0 +\d+ +0 +1 +1 no$")
            self.assertRegex(run("mq", "topics").stdout, r"(?m)^login_notify_topic +2 +4 +2 +1 ")
            self.assertEqual(run("mq", "edit", "1", '{"x":1}').returncode, 0)
            after = sqlite3.connect(os.path.join(data, "yizhan.db"))
            self.assertEqual(after.execute("PRAGMA foreign_key_check").fetchall(), [])
            self.assertEqual(after.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            after.close()


if __name__ == "__main__":
    unittest.main()
