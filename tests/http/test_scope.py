"""Every staff route for every role at objects of two branches: who may, who may not, and what a list shows. A route that the
table below does not name fails the test."""
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.append(os.path.dirname(__file__))
from house import ADMIN, API, House  # noqa: E402
from place import Place  # noqa: E402
from test_events import Reader  # noqa: E402
from test_hotel import png  # noqa: E402
from yizhan import PASSWORD, eventually, stay, today  # noqa: E402

CITIES = {"A": "成都", "B": "深圳"}
ACTORS = {"owner": ("owner", "AB"), "manager of A": ("manager", "A"), "desk of A": ("frontdesk", "A"), "desk of B": ("frontdesk", "B")}
ROLES = ("frontdesk", "manager", "owner")
STREAM, CSV = "text/event-stream", "text/csv"


def group(path, body=None):
    """The same for every branch."""
    return "group", lambda b: (path() if callable(path) else path, body)


def scoped(make, after=None):
    """Of one branch: `make(branch)` gives path and body; after(branch) puts back what it moved."""
    return "scoped", make, after


def listed(path, whose):
    """Without a branch of its own: whose(item) are the branches that an item tells of."""
    return "listed", path, whose


def days(b, more=""):
    return f"branch_id={b.id}&from={today()}&to={today(2)}{more}"


class Scope(House):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        test = cls("test_every_route")
        cls.branches = {name: Place(test, city) for name, city in CITIES.items()}
        for b in cls.branches.values():
            b.once("closing")
            b.once("shift")
            b.once("debtor")
            test.post("/house-accounts", {"branch_id": b.id, "name": "小卖部"}, 201)
        test.post("/staff", {"name": "manager-a", "password": PASSWORD, "role": "manager", "branch_ids": [cls.branches["A"].id]}, 201)
        names = {"owner": "owner", "manager of A": "manager-a", "desk of A": "chengdu", "desk of B": "shenzhen"}
        cls.tokens = {actor: cls.server.staff_token(name) for actor, name in names.items()}
        cls.document = cls.server.get(API + "/openapi.json").json["paths"]

    def operations(self):
        for path, methods in self.document.items():
            for method, operation in methods.items():
                if operation["x-who"] == "staff":
                    yield f"{method.upper()} {path.removeprefix(ADMIN)}", operation

    def member(self):
        return self.post("/members", {"nickname": "老王"}, 201)["id"]

    def a_coupon(self, *branches):
        return self.post("/coupons", {"name": "券", "kind": "amount", "amount_fen": 1, "valid_days": 1, "quantity": 9,
                                      "scope": {"branch_ids": [b.id for b in branches], "room_type_ids": []}}, 201)["id"]

    def coupon_body(self, b):
        return {"name": "券", "kind": "amount", "amount_fen": 1, "valid_days": 1, "scope": {"branch_ids": [b.id], "room_type_ids": []}}

    def account(self):
        return self.post("/staff", {"name": f"t{next(self.numbers)}", "password": PASSWORD, "role": "frontdesk"}, 201)["id"]

    def dead(self):
        return "1"  # none there: the owner is told so, nobody else gets that far

    def table(self):
        own = lambda item: {item["branch_id"]}  # noqa: E731
        types = {t["id"]: t["branch_id"] for t in self.staff("GET", "/room-types?limit=100", status=200).json["items"]}
        orders = dict(self.rows("SELECT CAST(id AS TEXT), CAST(branch_id AS TEXT) FROM orders"))
        rooms = dict(self.rows("SELECT CAST(id AS TEXT), CAST(branch_id AS TEXT) FROM rooms"))
        every_type = dict(self.rows("SELECT CAST(id AS TEXT), CAST(branch_id AS TEXT) FROM room_types"))

        def of_row(row):
            """The branch of an audit row; none for the group's. What was deleted since is known by the trail alone."""
            known = {"order": orders, "room": rooms, "room_type": every_type, "branch": {b.id: b.id for b in self.branches.values()}}
            if row["object"] not in known:
                return set()
            (kept,), = self.rows("SELECT branch_id FROM audit WHERE id = ?", int(row["id"]))
            return {known[row["object"]].get(row["object_id"], str(kept))}

        act = lambda verb, order="paid", body=None: scoped(lambda b: (f"/orders/{getattr(b, order)()}/{verb}", body or {}))  # noqa: E731

        def move(b):
            number, room = b.roomy()
            return f"/orders/{number}/move", {"room_ids": [room]}

        one = lambda verb, *steps, body=None: scoped(lambda b: (f"/stays/{b.stay(*steps)}/{verb}", body or {}))  # noqa: E731

        on = lambda verb, body=None: scoped(lambda b: (f"/accounts/{b.stay('check-in')}/{verb}", body or {}))  # noqa: E731

        def move_one(b):
            number, room = b.roomy()
            return f"/stays/{self.record(number)['stays'][0]['id']}/move", {"room_id": room}

        return {
            "GET /session": group("/session"), "DELETE /session": ("skipped", "ends what the others need"),
            "POST /tokens": ("skipped", "of a session alone: see test_policy"), "GET /tokens": group("/tokens"),
            "DELETE /tokens/{id}": group("/tokens/1"),
            "GET /staff": group("/staff"), "POST /staff": ("skipped", "the owner's: see the test below"),
            "GET /staff/{id}": group(lambda: f"/staff/{self.account()}"), "PATCH /staff/{id}": group(lambda: f"/staff/{self.account()}", {"active": True}),
            "DELETE /staff/{id}": group(lambda: f"/staff/{self.account()}"),
            "GET /audit": listed("/audit?limit=100", of_row),
            "GET /settings": group("/settings"), "PATCH /settings": group("/settings", {"early_check_in_days": 730}),
            "GET /branches": listed("/branches?limit=100", lambda i: {i["id"]}), "POST /branches": group("/branches", {"name": "新"}),
            "GET /branches/{id}": scoped(lambda b: (f"/branches/{b.id}", None)),
            "PATCH /branches/{id}": scoped(lambda b: (f"/branches/{b.id}", {"sort": 1})),
            "DELETE /branches/{id}": group(lambda: f"/branches/{self.branches['A'].empty()}"),
            "GET /room-types": listed("/room-types?limit=100", own),
            "POST /room-types": scoped(lambda b: ("/room-types", {"branch_id": b.id, "name": "试", "price_fen": 500, "stock": 1})),
            "GET /room-types/{id}": scoped(lambda b: (f"/room-types/{b.once('kind')}", None)),
            "PATCH /room-types/{id}": scoped(lambda b: (f"/room-types/{b.once('kind')}", {"sort": 3})),
            "DELETE /room-types/{id}": scoped(lambda b: (f"/room-types/{b.kind()}", None)),
            "GET /rooms": listed("/rooms?limit=100", own),
            "POST /rooms": scoped(lambda b: ("/rooms", {"room_type_id": b.kind(), "number": f"S{next(self.numbers)}"})),
            "GET /rooms/{id}": scoped(lambda b: (f"/rooms/{b.once('room')}", None)),
            "PATCH /rooms/{id}": scoped(lambda b: (f"/rooms/{b.once('room')}", {"status": "dirty"})),
            "DELETE /rooms/{id}": scoped(lambda b: (f"/rooms/{b.room()}", None)),
            "GET /closings": listed("/closings?limit=100", own),
            "POST /closings": scoped(lambda b: ("/closings", {"room_id": b.room(), "from": today(), "to": today(1), "reason": "漏水"})),
            "GET /closings/{id}": scoped(lambda b: (f"/closings/{b.once('closing')}", None)),
            "PATCH /closings/{id}": scoped(lambda b: (f"/closings/{b.once('closing')}", {"reason": "粉刷"})),
            "DELETE /closings/{id}": scoped(lambda b: (f"/closings/{b.closing()}", None)),
            "GET /calendar": scoped(lambda b: (f"/calendar?room_type_id={b.once('kind')}&from={today()}&to={today(2)}", None)),
            "PUT /calendar": scoped(lambda b: ("/calendar", {"room_type_id": b.once("kind"), "from": today(5), "to": today(6), "price_fen": 5})),
            "GET /price-rules": listed("/price-rules?limit=100", lambda i: {types.get(i["room_type_id"], every_type[i["room_type_id"]])}),
            "POST /price-rules": scoped(lambda b: ("/price-rules", {"room_type_id": b.once("kind"), "from": today(5), "to": today(6), "price_fen": 5})),
            "DELETE /price-rules/{id}": scoped(lambda b: (f"/price-rules/{b.rule()}", None)),
            "POST /media": ("raw", "/media"),
            "GET /members": group("/members"), "POST /members": group("/members", {"nickname": "老王"}),
            "GET /members/{id}": group(lambda: f"/members/{self.member()}"),
            "PATCH /members/{id}": group(lambda: f"/members/{self.member()}", {"note": "靠窗"}),
            "DELETE /members/{id}": group(lambda: f"/members/{self.member()}"),
            "POST /members/{id}/reset-first-login": group(lambda: f"/members/{self.member()}/reset-first-login", {}),
            "GET /members/{id}/coupons": group(lambda: f"/members/{self.member()}/coupons"),
            "GET /coupons": group("/coupons"), "GET /coupons/{id}": group(lambda: f"/coupons/{self.a_coupon()}"),
            "POST /coupons": scoped(lambda b: ("/coupons", self.coupon_body(b))),
            "PATCH /coupons/{id}": scoped(lambda b: (f"/coupons/{self.a_coupon(b)}", {"note": "一"})),
            "DELETE /coupons/{id}": scoped(lambda b: (f"/coupons/{self.a_coupon(b)}", None)),
            "GET /coupons/{id}/grants": group(lambda: f"/coupons/{self.a_coupon()}/grants"),
            "POST /coupons/{id}/grants": scoped(lambda b: (f"/coupons/{self.a_coupon(b)}/grants", {"member_id": self.member()})),
            "GET /today": scoped(lambda b: (f"/today?branch_id={b.id}", None)),
            "GET /board": scoped(lambda b: (f"/board?branch_id={b.id}", None)),
            "GET /day": scoped(lambda b: (f"/day?branch_id={b.id}", None)),
            "POST /day/close": scoped(lambda b: ("/day/close", b.closing_day()), lambda b: b.set_date(0)),
            "GET /day/report": scoped(lambda b: (f"/day/report?branch_id={b.id}&date={b.once('closed')}", None)),
            "GET /overview": listed("/overview", own), "GET /days": scoped(lambda b: (f"/days?branch_id={b.id}", None)),
            "GET /timeline": scoped(lambda b: (f"/timeline?{days(b)}", None)),
            "GET /search": scoped(lambda b: (f"/search?branch_id={b.id}&q=13800000000", None)),
            "GET /debtors": listed("/debtors?limit=100", own),
            "GET /stays": listed("/stays?limit=100", own), "GET /stays/{id}": scoped(lambda b: (f"/stays/{b.once('stay')}", None)),
            "PATCH /stays/{id}": scoped(lambda b: (f"/stays/{b.once('stay')}", {"guests": [{"name": "同住"}]})),
            "GET /orders": listed("/orders?limit=100", own), "POST /orders": scoped(lambda b: ("/orders", stay(b.once("kind"), 0))),
            "PATCH /orders/{order_no}": scoped(lambda b: (f"/orders/{b.once('paid')}", {"remark": "高楼层"})),
            "GET /orders/{order_no}": scoped(lambda b: (f"/orders/{b.once('paid')}", None)),
            "POST /orders/{order_no}/quote": act("quote", body={"departure": today(4)}),
            "POST /orders/{order_no}/check-in": scoped(lambda b: (f"/orders/{b.roomy()[0]}/check-in", {})),
            "POST /orders/{order_no}/check-out": act("check-out", "inside"),
            "POST /orders/{order_no}/cancel": act("cancel"), "POST /orders/{order_no}/no-show": act("no-show"),
            "POST /orders/{order_no}/move": scoped(move), "POST /orders/{order_no}/extend": act("extend", "inside", {"departure": today(2)}),
            "POST /orders/{order_no}/pay": act("pay", "owing", {"amount_fen": 1, "method": "cash"}),
            "POST /orders/{order_no}/refund": act("refund", "paid", {"amount_fen": 1, "reason": "x"}),
            "POST /stays/{id}/extras": scoped(lambda b: (f"/stays/{b.stay('check-in')}/extras", {"code": "breakfast", "unit_fen": 1})),
            "DELETE /extras/{id}": scoped(lambda b: (f"/extras/{b.extra()}", None)),
            "PATCH /stays/{id}/nights": scoped(lambda b: (f"/stays/{b.stay('check-in')}/nights",
                                                          {"from": today(), "to": today(), "price_fen": 1, "reason": "x"})),
            "GET /accounts/{id}": scoped(lambda b: (f"/accounts/{b.once('stay')}", None)),
            "POST /accounts/{id}/charges": on("charges", {"code": "minibar", "unit_fen": 1}),
            "POST /accounts/{id}/payments": scoped(lambda b: (f"/accounts/{b.charge()[0]}/payments", {"kind": "cash", "amount_fen": 900})),
            "POST /accounts/{id}/refunds": on("refunds", {"kind": "cash", "amount_fen": 1, "reason": "x"}),
            "POST /accounts/{id}/allowances": on("allowances", {"amount_fen": 1, "reason": "x"}),
            "POST /accounts/{id}/deposits": on("deposits", {"kind": "cash", "amount_fen": 1}),
            "POST /accounts/{id}/deposits/return": scoped(lambda b: (f"/accounts/{b.deposit()}/deposits/return", {"kind": "cash", "amount_fen": 1})),
            "POST /accounts/{id}/deposits/use": scoped(lambda b: (f"/accounts/{b.deposit()}/deposits/use", {"amount_fen": 1})),
            "GET /house-accounts": listed("/house-accounts?limit=100", own),
            "POST /house-accounts": scoped(lambda b: ("/house-accounts", {"branch_id": b.id, "name": "小卖部"})),
            "POST /accounts/{id}/holds": on("holds", {"kind": "card", "amount_fen": 1, "reference": "x"}),
            "POST /holds/{id}/capture": scoped(lambda b: (f"/holds/{b.hold()}/capture", {"amount_fen": 1})),
            "POST /holds/{id}/void": scoped(lambda b: (f"/holds/{b.hold()}/void", {})),
            "POST /accounts/{id}/transfers": scoped(lambda b: (f"/accounts/{b.charge()[0]}/transfers", {"to_account_id": b.stay("check-in"), "amount_fen": 1})),
            "POST /accounts/{id}/windows": on("windows", {"name": "公司"}), "PUT /accounts/{id}/routes": on("routes", {"codes": ["minibar"]}),
            "POST /accounts/{id}/open": scoped(lambda b: (f"/accounts/{b.stay('check-in', 'check-out')}/open", {"reason": "x"})),
            "POST /accounts/{id}/close": scoped(lambda b: (f"/accounts/{b.opened()}/close", {})),
            "POST /lines/{id}/reverse": scoped(lambda b: (f"/lines/{b.charge()[1]}/reverse", {"reason": "x"})),
            "POST /lines/{id}/adjust": scoped(lambda b: (f"/lines/{b.charge()[1]}/adjust", {"amount_fen": 1, "reason": "x"})),
            "GET /trial-balance": scoped(lambda b: (f"/trial-balance?branch_id={b.id}", None)),
            "GET /companies": group("/companies"), "GET /companies/{id}": group(lambda: f"/companies/{self.branches['A'].once('company')}"),
            "POST /companies": group("/companies", {"name": "范围公司"}),
            "PATCH /companies/{id}": group(lambda: f"/companies/{self.branches['A'].company()}", {"note": "x"}),
            "DELETE /companies/{id}": group(lambda: f"/companies/{self.branches['A'].company()}"),
            "GET /shifts": listed("/shifts?limit=100", own), "GET /shifts/{id}": scoped(lambda b: (f"/shifts/{b.once('shift')}", None)),
            "POST /shifts": ("skipped", "of the caller himself: see test_shifts"),
            "POST /shifts/{id}/close": ("skipped", "a clerk's own: see test_shifts"),
            "POST /shifts/{id}/drops": ("skipped", "a clerk's own: see test_shifts"),
            "POST /shifts/{id}/paid-outs": ("skipped", "a clerk's own: see test_shifts"),
            "POST /prints": scoped(lambda b: ("/prints", {"kind": "registration", "subject_id": b.once("stay")})),
            "GET /payment-kinds": group("/payment-kinds"), "PATCH /payment-kinds/{kind}": group("/payment-kinds/card", {"offered": True}),
            "GET /charge-codes": group("/charge-codes"), "GET /charge-codes/{id}": group("/charge-codes/1"),
            "POST /charge-codes": group(lambda: "/charge-codes", {"code": "scope", "name": "杂项"}),
            "PATCH /charge-codes/{id}": group(lambda: f"/charge-codes/{self.branches['A'].code()}", {"tax_rate": 6}),
            "DELETE /charge-codes/{id}": group(lambda: f"/charge-codes/{self.branches['A'].code()}"),
            "POST /stays/{id}/check-in": one("check-in"), "POST /stays/{id}/check-out": one("check-out", "check-in"),
            "GET /stays/{id}/fees": scoped(lambda b: (f"/stays/{b.once('stay')}/fees", None)),
            "POST /stays/{id}/waive": scoped(lambda b: (f"/stays/{b.early()}/waive", {"code": "early_in", "reason": "x"})),
            "POST /stays/{id}/cancel": one("cancel"), "POST /stays/{id}/no-show": one("no-show"),
            "POST /stays/{id}/move": scoped(move_one), "POST /stays/{id}/undo": one("undo", "check-in"),
            "POST /stays/{id}/swap": scoped(lambda b: (f"/stays/{b.stay('check-in')}/swap", {"with": b.stay("check-in")})),
            "POST /stays/{id}/extend": one("extend", "check-in", body={"departure": today(2)}),
            "POST /stays/{id}/shorten": scoped(lambda b: (f"/stays/{b.long_stay()}/shorten", {"departure": today(1)})),
            "GET /events": ("stream", "/events"),
            "GET /reports/occupancy": scoped(lambda b: (f"/reports/occupancy?{days(b)}", None)),
            "GET /reports/revenue": scoped(lambda b: (f"/reports/revenue?{days(b, '&format=csv')}", None)),
            "GET /reports/manager": scoped(lambda b: (f"/reports/manager?branch_id={b.id}", None)),
            "GET /mq/topics": group("/mq/topics"), "GET /mq/groups": group("/mq/groups"), "GET /mq/schedules": group("/mq/schedules"),
            "GET /mq/messages": scoped(lambda b: (f"/mq/messages?key={b.once('paid')}", None)),
            "GET /mq/messages/{id}": scoped(lambda b: (f"/mq/messages/{b.message()}", None)),
            "POST /mq/messages": group("/mq/messages", {"topic": "order_finished_topic", "tag": "nobody's", "key": "1", "body": {}}),
            "DELETE /mq/messages/{id}": scoped(lambda b: (f"/mq/messages/{b.delayed()}", None)),
            "POST /mq/messages/{id}/resend": group("/mq/messages/999999999/resend", {"group": "coupon_checkout"}),
            "POST /mq/groups/{name}/pause": group("/mq/groups/none/pause", {}), "POST /mq/groups/{name}/resume": group("/mq/groups/none/resume", {}),
            "POST /mq/groups/{name}/reset": group("/mq/groups/none/reset", {}),
            "GET /mq/dead": group("/mq/dead"), "GET /mq/dead/{id}": group("/mq/dead/1"),
            "POST /mq/dead/{id}/retry": group("/mq/dead/1/retry", {}),
            "POST /mq/dead/{id}/discard": group("/mq/dead/1/discard", {"reason": "x"}),
            "GET /nodes": group("/nodes"), "GET /cache": group("/cache"), "DELETE /cache": group("/cache"),
        }

    def test_every_route(self):
        for b in self.branches.values():
            for thing in ("kind", "room", "rule", "paid"):
                b.once(thing)
        self.settled()
        table = self.table()
        self.assertEqual({name for name, _ in self.operations()}, set(table), "a route is to be named here with whose it is")
        for name, operation in self.operations():
            for actor, (role, branches) in ACTORS.items():
                with self.subTest(route=name, actor=actor):
                    if ROLES.index(role) < ROLES.index(operation["x-role"]):
                        self.below(name, actor)
                    else:
                        self.at(table[name], name.split()[0], actor, branches)

    def test_a_coupon_names_what_is_there_and_the_actors(self):
        a, b = self.branches["A"], self.branches["B"]
        body = {"name": "券", "kind": "amount", "amount_fen": 1, "valid_days": 1}
        coupon = self.a_coupon(a)
        token = next(self.tokens[actor] for actor, (role, branches) in ACTORS.items() if (role, branches) == ("manager", "A"))
        for branches, types, field in ((["999"], [], "scope.branch_ids"), ([a.id, "999"], [], "scope.branch_ids"),
                                       ([a.id], ["999"], "scope.room_type_ids"), ([], ["999"], "scope.room_type_ids")):
            scope = {"branch_ids": branches, "room_type_ids": types}
            with self.subTest(scope=scope):
                for who in (self.owner_token, token) if branches else (self.owner_token,):
                    self.refused(self.staff("POST", "/coupons", dict(body, scope=scope), token=who), 400, "bad_request", field)
                    self.refused(self.staff("PATCH", f"/coupons/{coupon}", {"scope": scope}, token=who), 400, "bad_request", field)
        foreign = {"branch_ids": [a.id], "room_type_ids": [b.once("kind")]}
        self.refused(self.staff("POST", "/coupons", dict(body, scope=foreign), token=token), 403, "branch_scope", "scope.room_type_ids")
        self.staff("POST", "/coupons", dict(body, scope=foreign), 201)

    def ask(self, method, path, body, actor):
        return self.server.request(method, ADMIN + path, body, token=self.tokens[actor])

    def below(self, name, actor):
        method, path = name.split()
        self.refused(self.ask(method, path.replace("{id}", "1").replace("{order_no}", "1").replace("{name}", "x"), None, actor), 403, "forbidden")

    def at(self, row, method, actor, branches):
        kind = row[0]
        if kind == "group":
            path, body = row[1](None)
            self.assertIn(self.ask(method, path, body, actor).status, (200, 201, 204, 404), path)
        elif kind == "scoped":
            for name, b in self.branches.items():
                path, body = row[1](b)
                answer = self.ask(method, path, body, actor)
                if row[2]:
                    row[2](b)
                if name in branches:
                    self.assertLess(answer.status, 300, (path, answer))
                else:
                    self.refused(answer, 403, "branch_scope")
        elif kind == "listed":
            items = self.pages(row[1], actor)
            seen = set().union(*(row[2](i) for i in items))
            allowed = {self.branches[name].id for name in branches}
            self.assertTrue(items)
            if branches != "AB":
                self.assertLessEqual(seen, allowed)
            self.assertTrue(seen & allowed)
        elif kind == "raw":
            made = self.server.request(method, ADMIN + row[1], raw=png(2, 3), content_type="image/png", token=self.tokens[actor])
            self.assertEqual(made.status, 201, made)

    def pages(self, path, actor):
        """The items of all pages."""
        items, page = [], self.ask("GET", path, None, actor).json
        while page["next"]:
            items += page["items"]
            page = self.ask("GET", f"{path}&after={page['next']}", None, actor).json
        return items + page["items"]

    def test_a_manager_makes_and_grants_coupons_for_his_branches_alone(self):
        a, b = self.branches["A"], self.branches["B"]
        token, guest = self.tokens["manager of A"], self.guest()
        wide = [self.a_coupon(), self.a_coupon(a, b), self.a_coupon(b)]
        for coupon in wide:
            for method, path, body in (("POST", "/grants", {"member_id": guest.id}), ("PATCH", "", self.coupon_body(a)), ("DELETE", "", None)):
                self.refused(self.staff(method, f"/coupons/{coupon}{path}", body, token=token), 403, "branch_scope", "scope")
        mine = self.a_coupon(a)
        for branches, types, field in (([], [], "scope"), ([a.id, b.id], [], "scope.branch_ids"),
                                       ([a.id], [b.once("kind")], "scope.room_type_ids")):
            scope = {"scope": {"branch_ids": branches, "room_type_ids": types}}
            self.refused(self.staff("PATCH", f"/coupons/{mine}", scope, token=token), 403, "branch_scope", field)
            self.refused(self.staff("POST", "/coupons", {**self.coupon_body(a), **scope}, token=token), 403, "branch_scope", field)
        self.staff("POST", f"/coupons/{mine}/grants", {"member_id": guest.id}, 201, token=token)
        self.assertEqual([c["coupon_id"] for c in guest.coupons() if c["coupon_id"] in wide + [mine]], [mine])

    def test_the_live_feed_tells_of_the_own_branches_alone(self):
        orders = {name: b.paid() for name, b in self.branches.items()}
        for actor, (_, branches) in ACTORS.items():
            with self.subTest(actor=actor):
                feed = Reader(self.server, self.tokens[actor], last="1").begun()
                self.addCleanup(feed.close)
                mine = [orders[name] for name in branches]
                last = {name: b.paid() for name, b in self.branches.items()}
                eventually(lambda: all(feed.types(last[name]) for name in branches))
                seen = {event["order_no"] for _, event in feed.events()}
                self.assertLessEqual(set(mine), seen)
                self.assertEqual({event["branch_id"] for _, event in feed.events()} - {self.branches[n].id for n in branches}, set())

    def test_a_manager_sees_of_the_messages_those_of_an_order_of_his(self):
        token = self.tokens["manager of A"]
        for query in ("", "?topic=order_topic", "?key=1", f"?key={self.guest().id}", "?key=x"):
            self.refused(self.staff("GET", "/mq/messages" + query, token=token), 403, "forbidden", "key")
        self.settled()
        logins = self.staff("GET", "/mq/messages?topic=login_notify_topic", status=200).json["items"]
        self.refused(self.staff("GET", f"/mq/messages/{logins[0]['id']}", token=token), 403, "forbidden", "key")

    def test_pages_of_a_list_in_scope_go_on_to_the_end(self):
        mine = [self.branches["B"].paid() for _ in range(5)]
        for _ in range(3):
            self.branches["A"].paid()
        self.settled()  # a name is found within a second
        for query in ("", f"&from={today()}&to={today()}", "&status=confirmed", "&q=张三", "&q=13800000000"):
            found, after = [], ""
            while after is not None:
                page = self.staff("GET", f"/orders?limit=2{query}{after}", status=200, token=self.tokens["desk of B"]).json
                found += page["items"]
                after = f"&after={page['next']}" if page["next"] else None
            with self.subTest(query=query):
                numbers = [o["order_no"] for o in found]
                self.assertEqual(numbers, sorted(numbers, key=int, reverse=True))
                self.assertEqual(len(numbers), len(set(numbers)))
                self.assertLessEqual(set(mine), set(numbers))
                self.assertEqual({o["branch_id"] for o in found}, {self.branches["B"].id})


if __name__ == "__main__":
    unittest.main()
