"""Who may do what: every operation of the document without credentials, with the wrong ones, below its role and outside
its branch; other guests' orders; origins, sessions, throttling."""
import os
import json
import re
import sys
import time
import unittest
from datetime import datetime, timezone

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import ADMIN, API, House  # noqa: E402
from yizhan import PASSWORD, Server, branch, parallel, stay, today  # noqa: E402

ROLES = ("frontdesk", "manager", "owner")
shared = None


def setUpModule():
    global shared
    shared = Server().__enter__()
    unittest.addModuleCleanup(shared.__exit__, None, None, None)


def operations(server):
    """(method, path with ids filled in, description) of every operation."""
    document = server.get(API + "/openapi.json").json
    return [(method.upper(), re.sub(r"\{[^}]+\}", "1", path), operation)
            for path, methods in document["paths"].items() for method, operation in methods.items()]


class Walk(House):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operations = operations(cls.server)
        cls.of_staff = [o for o in cls.operations if o[2]["x-who"] == "staff"]
        cls.of_guests = [o for o in cls.operations if o[2]["x-who"] == "guest"]

    def test_the_document_has_what_the_contract_names(self):
        known = {(m, p) for m, p, _ in self.operations}
        for row in ("POST /login/wechat", "POST /login/phone", "GET /me", "PATCH /me", "GET /me/coupons", "GET /me/notices",
                    "GET /branches", "GET /branches/1", "GET /room-types/1", "POST /quotes", "POST /orders", "GET /orders",
                    "GET /orders/1", "POST /orders/1/pay", "POST /orders/1/cancel", "POST /pay/sandbox/1", "POST /admin/session",
                    "DELETE /admin/session", "GET /admin/calendar", "PUT /admin/calendar", "GET /admin/today", "POST /admin/orders",
                    "POST /admin/orders/1/check-in", "POST /admin/orders/1/check-out", "POST /admin/orders/1/cancel",
                    "POST /admin/orders/1/no-show", "POST /admin/orders/1/move", "POST /admin/orders/1/extend",
                    "POST /admin/orders/1/refund", "POST /admin/media", "GET /admin/audit", "GET /admin/reports/occupancy",
                    "GET /admin/mq/groups", "POST /admin/members/1/reset-first-login"):
            method, path = row.split()
            self.assertIn((method, API + path), known)

    def test_only_what_must_be_open_is_open(self):
        self.assertEqual({f"{m} {p}" for m, p, o in self.operations if o["x-who"] == "public"} -
                         {"GET /livez", "GET /readyz", "GET /metrics", f"GET {API}/openapi.json"},
                         {f"POST {API}/login/wechat", f"POST {API}/login/code", f"POST {API}/login/code/verify", f"GET {API}/about",
                          f"POST {API}/setup", f"GET {API}/branches", f"GET {API}/branches/1", f"GET {API}/room-types/1",
                          "GET /media/1", f"POST {API}/admin/session"})

    def test_no_credentials_no_answer(self):
        for method, path, _ in self.of_staff + self.of_guests:
            for token in (None, "x", "0" * 64):
                with self.subTest(method=method, path=path, token=token):
                    self.refused(self.server.request(method, path, token=token), 401, "unauthorized")

    def test_a_guest_is_no_staff_and_staff_is_no_guest(self):
        guest = self.guest().token
        for method, path, _ in self.of_staff:
            with self.subTest(method=method, path=path):
                self.refused(self.server.request(method, path, token=guest), 401, "unauthorized")
        for method, path, _ in self.of_guests:
            with self.subTest(method=method, path=path):
                self.refused(self.server.request(method, path, token=self.owner_token), 401, "unauthorized")

    def test_nobody_reaches_above_the_role(self):
        self.post("/staff", {"name": "walker", "password": PASSWORD, "role": "manager"}, 201)
        tokens = {"frontdesk": self.server.staff_token("chengdu"), "manager": self.server.staff_token("walker"), "owner": self.owner_token}
        seen = {role: 0 for role in ROLES}
        for method, path, operation in self.of_staff:
            needed = ROLES.index(operation["x-role"])
            for role in ROLES[:needed]:
                with self.subTest(method=method, path=path, role=role):
                    self.refused(self.server.request(method, path, token=tokens[role]), 403, "forbidden")
            seen[operation["x-role"]] += 1
        for method, path, operation in self.of_staff:
            streams = "text/event-stream" in operation["responses"].get("200", {}).get("content", {})
            if method == "GET" and not streams and not any(p["in"] == "query" and p["required"] for p in operation["parameters"]):
                with self.subTest(method=method, path=path):
                    answer = self.server.request(method, path, token=tokens[operation["x-role"]])
                    self.assertTrue(answer.status in (200, 404) or answer.fields() == ["key"], answer)  # test_scope: messages of an order
        self.assertGreater(min(seen.values()), 4, seen)

    def test_a_change_by_cookie_needs_the_sites_own_origin(self):
        client = self.server.staff()
        count = lambda: self.rows("SELECT count(*) FROM audit")  # noqa: E731
        before, tried = count(), 0
        for method, path, _ in self.of_staff:
            if method == "GET":
                continue
            for origin in (None, "http://evil.example", "null", "http://127.0.0.1:1", f"http://127.0.0.1:{self.server.port}.evil.example"):
                with self.subTest(method=method, path=path, origin=origin):
                    headers = {"Cookie": client.cookie, **({"Origin": origin} if origin else {})}
                    self.refused(self.server.request(method, path, {}, headers=headers), 403, "forbidden_origin")
                    tried += 1
        self.assertGreater(tried, 100)
        self.assertEqual(count(), before)
        self.assertEqual(client.get(ADMIN + "/session").status, 200)


class Others(House):
    def test_the_order_of_another_guest_is_not_there(self):
        owner, other, kind = self.guest(), self.guest(), self.room_type()
        for paid in (False, True):
            number = self.book(owner, kind)["order_no"]
            if paid:
                owner.pay(number)
            self.settled()
            before = self.record(number)
            for answer in (other.get("/orders/" + number), other.post(f"/orders/{number}/pay"), other.cancel(number), other.pay(number)):
                self.refused(answer, 404, "not_found")
            self.assertEqual(self.record(number), before)
        self.assertEqual(other.get("/orders").json["items"], [])
        self.assertEqual(other.get(f"/me/notices?order_no={number}").json["items"], [])

    def test_the_answer_kept_for_one_guest_is_not_given_to_another(self):
        one, two, kind = self.guest(), self.guest(), self.room_type()
        orders = [self.book(guest, kind, key="shared-key") for guest in (one, two)]
        self.assertNotEqual(orders[0]["order_no"], orders[1]["order_no"])


class Branches(House):
    """Staff of 深圳 at the doors of 成都."""

    def test_the_branch_of_others_is_out_of_reach(self):
        home, away = branch(self.server, "深圳"), branch(self.server, "成都")
        kind, guest = self.room_type(), self.guest()
        room = self.rooms(kind, 5)[0]
        rule = self.post("/price-rules", {"room_type_id": kind, "from": today(5), "to": today(6), "price_fen": 1}, 201)["id"]
        waiting = self.book(guest, kind)["order_no"]
        paid = self.booked_and_paid(guest, kind)["order_no"]
        inside = self.booked_and_paid(guest, kind, 0)["order_no"]
        self.post(f"/orders/{inside}/check-in")
        self.post("/staff", {"name": "shenzhen-manager", "password": PASSWORD, "role": "manager", "branch_ids": [home]}, 201)
        nights = f"room_type_id={kind}&from={today(5)}&to={today(6)}"
        edit = {"room_type_id": kind, "from": today(5), "to": today(6), "closed": True}
        at_the_desk = [
            ("GET", f"/branches/{away}", None), ("GET", f"/room-types/{kind}", None), ("GET", f"/rooms/{room}", None),
            ("PATCH", f"/rooms/{room}", {"status": "dirty"}), ("GET", f"/rooms?branch_id={away}", None),
            ("GET", f"/room-types?branch_id={away}", None), ("GET", f"/calendar?{nights}", None), ("GET", f"/today?branch_id={away}", None),
            ("GET", f"/orders?branch_id={away}", None), ("POST", "/orders", stay(kind, 5))]
        at_the_desk += [("GET", f"/orders/{n}", None) for n in (waiting, paid, inside)]
        at_the_desk += [("POST", f"/orders/{n}/{act}", {}) for n in (waiting, paid, inside)
                        for act in ("check-in", "check-out", "cancel", "no-show")]
        of_managers = [
            ("PATCH", f"/branches/{away}", {"name": "x"}), ("PATCH", f"/room-types/{kind}", {"price_fen": 1}),
            ("DELETE", f"/room-types/{kind}", None), ("POST", "/room-types", {"branch_id": away, "name": "x", "price_fen": 1}),
            ("POST", "/rooms", {"room_type_id": kind, "number": "x"}), ("PATCH", f"/rooms/{room}", {"number": "x"}),
            ("DELETE", f"/rooms/{room}", None), ("PUT", "/calendar", edit), ("DELETE", f"/price-rules/{rule}", None),
            ("POST", "/price-rules", {"room_type_id": kind, "from": today(5), "to": today(6), "price_fen": 1}),
            ("POST", f"/orders/{paid}/refund", {"amount_fen": 1, "reason": "x"})]
        self.settled()
        things = lambda: (self.calendar(kind, 5, 2), self.record(waiting), self.record(paid), self.record(inside),  # noqa: E731
                          self.staff("GET", f"/rooms/{room}").json, self.staff("GET", f"/room-types/{kind}").json,
                          self.staff("GET", f"/branches/{away}").json, self.staff("GET", f"/price-rules?room_type_id={kind}").json)
        before = things()
        for name, rows in (("shenzhen", at_the_desk), ("shenzhen-manager", at_the_desk + of_managers)):
            token = self.server.staff_token(name)
            for method, path, body in rows:
                with self.subTest(name=name, method=method, path=path):
                    self.refused(self.staff(method, path, body, token=token), 403, "branch_scope")
        self.settled()
        self.assertEqual(things(), before)
        own = self.server.staff_token("chengdu")
        self.assertEqual(self.staff("GET", f"/orders/{paid}", token=own).status, 200)

    def test_lists_show_only_the_own_branch(self):
        home, kind = branch(self.server, "深圳"), self.room_type()
        self.booked_and_paid(self.guest(), kind)
        near = self.booked_and_paid(self.guest(), self.room_type(city="深圳"))["order_no"]
        token = self.server.staff_token("shenzhen")
        listed = lambda path: self.staff("GET", path + "?limit=100", status=200, token=token).json["items"]  # noqa: E731
        self.assertEqual([b["id"] for b in listed("/branches")], [home])
        for path in ("/room-types", "/rooms", "/orders"):
            with self.subTest(path=path):
                self.assertEqual({i["branch_id"] for i in listed(path)}, {home})
        self.assertLessEqual({r["room_type_id"] for r in listed("/price-rules")}, {t["id"] for t in listed("/room-types")})
        self.assertEqual(self.staff("GET", f"/price-rules?room_type_id={kind}", status=200, token=token).json["items"], [])
        self.assertIn(near, [o["order_no"] for o in self.staff("GET", "/orders", token=token).json["items"]])

    def test_a_desk_changes_of_a_room_only_its_status(self):
        kind = self.room_type()
        room, = self.rooms(kind, 1)
        token = self.server.staff_token("chengdu")
        self.assertEqual(self.staff("PATCH", f"/rooms/{room}", {"status": "dirty"}, token=token).json["status"], "dirty")
        self.assertEqual(self.staff("PATCH", f"/rooms/{room}", {"number": "X1"}, token=token).status, 403)


class Sessions(House):
    def account(self, role="frontdesk", **more):
        name = f"member-of-staff-{next(self.numbers)}"
        made = self.post("/staff", {"name": name, "password": PASSWORD, "role": role, **more}, 201)
        return name, made["id"]

    def login(self, name, password=PASSWORD):
        return self.server.post(ADMIN + "/session", {"name": name, "password": password})

    def test_logging_out_ends_the_session(self):
        guest, client = self.guest(), self.server.staff()
        self.assertEqual(self.server.request("DELETE", API + "/login", token=guest.token).status, 204)
        self.refused(guest.get("/me"), 401, "unauthorized")
        self.assertEqual(client.get(ADMIN + "/session").status, 200)
        self.assertEqual(client.delete(ADMIN + "/session").status, 204)
        self.refused(client.get(ADMIN + "/session"), 401, "unauthorized")

    def test_the_cookie_is_for_this_site_and_no_script(self):
        cookie = self.login("owner").headers["Set-Cookie"]
        for word in ("HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(word, cookie)
        self.assertNotIn("token", self.login("owner").json)

    def test_a_new_password_ends_every_session_and_token(self):
        name, number = self.account()
        client, token = self.server.staff(name), self.server.staff_token(name)
        self.staff("PATCH", "/staff/" + number, {"password": "another-long-word"}, 200)
        self.refused(client.get(ADMIN + "/session"), 401, "unauthorized")
        self.refused(self.staff("GET", "/session", token=token), 401, "unauthorized")
        self.refused(self.login(name), 401, "login_failed")
        self.assertEqual(self.login(name, "another-long-word").status, 200)

    def test_a_role_taken_away_is_gone_at_once(self):
        name, number = self.account("manager")
        token = self.server.staff_token(name)
        self.assertEqual(self.staff("GET", "/audit", token=token).status, 200)
        self.staff("PATCH", "/staff/" + number, {"role": "frontdesk"}, 200)
        self.refused(self.staff("GET", "/audit", token=token), 403, "forbidden")

    def test_an_account_turned_off_or_deleted_is_out(self):
        for end in (lambda n: self.staff("PATCH", "/staff/" + n, {"active": False}, 200), lambda n: self.staff("DELETE", "/staff/" + n, status=204)):
            name, number = self.account()
            client, token = self.server.staff(name), self.server.staff_token(name)
            end(number)
            self.refused(client.get(ADMIN + "/session"), 401, "unauthorized")
            self.refused(self.staff("GET", "/session", token=token), 401, "unauthorized")
            self.refused(self.login(name), 401, "login_failed")

    def test_a_password_too_short_or_too_common_is_refused(self):
        for password in ("short", "elevenchars", "administrator", "123456789012", ""):
            answer = self.staff("POST", "/staff", {"name": "weak", "password": password, "role": "owner"})
            self.refused(answer, 400, "bad_request", "password")
        self.refused(self.login("weak", "short"), 401, "login_failed")

    def test_no_answer_and_no_row_shows_a_password(self):
        name, number = self.account()
        for path in ("/staff", "/staff/" + number, "/audit?limit=100"):
            self.assertNotIn(PASSWORD, self.staff("GET", path, status=200).body.decode())
            self.assertNotIn('"password"', self.staff("GET", path).body.decode())
        for ending in ("", "-wal"):
            with open(os.path.join(self.server.data, "yizhan.db" + ending), "rb") as store:
                self.assertNotIn(PASSWORD.encode(), store.read())

    def test_the_last_owner_stays(self):
        me = next(s["id"] for s in self.staff("GET", "/staff").json["items"] if s["name"] == "owner")
        for answer in (self.staff("PATCH", "/staff/" + me, {"role": "manager"}), self.staff("PATCH", "/staff/" + me, {"active": False}),
                       self.staff("DELETE", "/staff/" + me)):
            self.assertEqual((answer.status, answer.code), (400, "bad_request"), answer)
        self.assertEqual(self.staff("GET", "/session", status=200).json["staff"]["role"], "owner")
        name, number = self.account("owner")
        self.staff("DELETE", "/staff/" + number, status=204)

    def test_two_accounts_of_one_name_are_refused(self):
        name, _ = self.account()
        self.refused(self.staff("POST", "/staff", {"name": name, "password": PASSWORD, "role": "owner"}), 409, "exists")
        self.refused(self.staff("POST", "/staff", {"name": "nobody", "password": PASSWORD, "role": "frontdesk", "branch_ids": ["1"]}),
                     400, "bad_request", "branch_ids")


    def test_a_login_with_the_old_password_that_is_under_way_leaves_nothing(self):
        name, number = self.account()
        cookies = []

        def one(i):
            time.sleep(0.05 if i else 0)  # the others wait for their turn to hash
            if i == 0:
                return self.staff("PATCH", "/staff/" + number, {"password": "another-long-word"}, 200).status
            answer = self.login(name)
            if answer.status == 200:
                cookies.append(answer.headers["Set-Cookie"].split(";")[0])
            return answer.status
        statuses = parallel(16, one)
        self.assertIn(401, statuses, "the change came after all of them")
        for cookie in cookies:
            self.refused(self.server.client(cookie=cookie).get(ADMIN + "/session"), 401, "unauthorized")

    def test_a_session_tells_when_it_ends(self):
        self.assertRegex(self.server.staff().get(ADMIN + "/session").json["expires_at"], r"^\d{4}-")
        self.assertIsNone(self.staff("GET", "/session", status=200).json["expires_at"])  # by a token

    def test_a_token_can_be_seen_and_revoked(self):
        name, number = self.account()
        client = self.server.staff(name)
        made = client.post(ADMIN + "/tokens", {"label": "收银"}).json
        other = self.server.staff_token("chengdu")
        shown, = client.get(ADMIN + "/tokens").json["items"]
        self.assertEqual((shown["name"], shown["staff_name"], shown["last4"], shown["last_used_at"]), ("收银", name, made["token"][-4:], None))
        year = datetime.fromisoformat(shown["expires_at"].replace("Z", "+00:00")) - datetime.now(timezone.utc)
        self.assertAlmostEqual(year.total_seconds() / 86400, 365, delta=1)
        self.refused(client.post(ADMIN + "/tokens", {"label": "x", "days": 366}), 400, "bad_request", "days")
        self.assertEqual(self.staff("GET", "/session", token=made["token"]).status, 200)
        of_all = self.staff("GET", "/tokens?limit=100", status=200).json["items"]
        self.assertLessEqual({name, "chengdu"}, {t["staff_name"] for t in of_all})
        self.assertNotIn(made["token"], json.dumps(of_all))
        self.refused(self.staff("DELETE", f"/tokens/{shown['id']}", token=other), 404, "not_found")
        self.assertEqual(client.delete(ADMIN + f"/tokens/{shown['id']}").status, 204)
        self.refused(self.staff("GET", "/session", token=made["token"]), 401, "unauthorized")
        row = self.staff("GET", "/audit?limit=1").json["items"][0]
        self.assertEqual((row["action"], row["actor_name"]), ("staff.token_revoke", name))
        self.assertIn("收银", row["before"])


class Throttle(unittest.TestCase):
    def test_whoever_comes_from_where_he_always_does_gets_in_while_others_guess(self):
        with Server("--trusted-proxy", "127.0.0.1", rate_limit=True) as server:
            def login(address, password):
                return server.post(ADMIN + "/session", {"name": "owner", "password": password}, headers={"X-Forwarded-For": address})
            self.assertEqual(login("192.0.2.1", PASSWORD).status, 200)
            # Each takes its token before it is hashed, and 20 are the most there ever are: some of 24 are refused, however slow the machine.
            found = parallel(48, lambda i: login(f"198.51.100.{i}", PASSWORD if i % 2 else "wrong password").status)
            self.assertLessEqual(set(found[::2]), {401, 429, 503})
            self.assertLessEqual(set(found[1::2]), {200, 429, 503})
            self.assertIn(429, found[::2])
            self.assertIn(429, found[1::2], "all the unknown share what they may try")
            self.assertEqual(login("192.0.2.1", PASSWORD).status, 200)
            self.assertIn(429, parallel(8, lambda i: login("192.0.2.1", "wrong").status), "and is slowed for itself")

    def test_guessing_a_password_is_slowed_for_that_account_alone(self):
        with Server(rate_limit=True) as server:
            login = lambda name, password: server.post(ADMIN + "/session", {"name": name, "password": password})  # noqa: E731
            self.assertEqual(login("owner", "wrong").status, 401)
            answers = parallel(16, lambda i: login("owner", PASSWORD if i % 2 else "wrong"))  # of which 5 may pass
            for password, found in (("wrong", answers[::2]), (PASSWORD, answers[1::2])):
                refused = [a for a in found if a.status == 429]
                self.assertTrue(refused, password)
                for answer in refused:
                    self.assertEqual(answer.code, "rate_limited")
                    self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
            self.assertEqual(login("chengdu", PASSWORD).status, 200)

    def test_guessing_names_is_slowed_too(self):
        with Server(rate_limit=True) as server:
            answers = parallel(80, lambda i: server.post(API + "/login/wechat", {"code": f"sandbox:{i}"}), 80)
            self.assertEqual({a.status for a in answers}, {200, 429})
            token = next(a for a in answers if a.status == 200).json["token"]
            self.assertEqual(server.get(API + "/me", token=token).status, 200, "who is in stays in")

    def test_a_guest_books_only_so_often(self):
        with Server(rate_limit=True) as server:
            token = server.guest("busy")
            answers = [server.post(API + "/orders", {}, token=token) for _ in range(25)]
            self.assertEqual([a.status for a in answers[:20]], [400] * 20)
            self.assertEqual((answers[-1].status, answers[-1].code), (429, "rate_limited"))
            self.assertGreaterEqual(int(answers[-1].headers["Retry-After"]), 1)


if __name__ == "__main__":
    unittest.main()
