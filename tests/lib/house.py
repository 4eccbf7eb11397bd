"""A test class with one demo house for all its tests, and the short words for what guests and the desk do in it. Each
test takes guests and a room type of its own, so that it counts only its own orders."""

import itertools
import os
import sqlite3
import sys
import unittest

from books import wrong_books
from yizhan import Server, eventually, new_room_type, stay, today

API = "/api/v1"
ADMIN = API + "/admin"


class Guest:
    """A logged-in guest: token and member id."""

    def __init__(self, server, name):
        answer = server.post(API + "/login/wechat", {"code": "sandbox:" + name})
        assert answer.status == 200, answer
        self.server, self.name, self.first_login = server, name, answer.json["first_login"]
        self.token, self.id = answer.json["token"], answer.json["member"]["id"]

    def get(self, path, **more):
        return self.server.get(API + path, token=self.token, **more)

    def post(self, path, body=None, **more):
        return self.server.post(API + path, body, token=self.token, **more)

    def order(self, number):
        answer = self.get("/orders/" + number)
        assert answer.status == 200, answer
        return answer.json

    def pay(self, number):
        return self.post("/pay/sandbox/" + number)

    def cancel(self, number):
        return self.post(f"/orders/{number}/cancel")

    def coupons(self, status=None):
        return self.get("/me/coupons?limit=100" + (f"&status={status}" if status else "")).json["items"]

    def notices(self, order_no=None):
        """Kinds of the notices, oldest first."""
        answer = self.get("/me/notices?limit=100" + (f"&order_no={order_no}" if order_no else ""))
        return [n["kind"] for n in reversed(answer.json["items"])]


class House(unittest.TestCase):
    """The module's `shared` server when it has one, else a server of the class."""

    options = ()
    numbers = itertools.count(1)

    @classmethod
    def setUpClass(cls):
        cls.server = getattr(sys.modules[cls.__module__], "shared", None)
        if not cls.server:
            cls.server = Server(*cls.options).__enter__()
            cls.addClassCleanup(cls.server.__exit__, None, None, None)
        cls.owner_token = cls.server.staff_token()

    @classmethod
    def tearDownClass(cls):
        """Whatever the tests did: what is sold of a type on a night is what its stays use, and the books add up."""
        sold = rows(cls.server.data, "SELECT room_type_id, night, sold FROM nights WHERE sold > 0 ORDER BY 1, 2")
        used = rows(cls.server.data, "SELECT room_type_id, night, count(*) FROM stay_nights WHERE taken GROUP BY 1, 2 ORDER BY 1, 2")
        if sold != used:
            raise AssertionError(f"sold and not used: {set(sold) - set(used)}, used and not sold: {set(used) - set(sold)}")
        wrong = wrong_books(lambda sql: rows(cls.server.data, sql))
        if wrong:
            raise AssertionError(f"the books: {wrong}")

    def staff(self, method, path, body=None, status=None, token=None, **more):
        """A staff request by API token, the owner's unless another is given; its answer must have the status named."""
        answer = self.server.request(method, ADMIN + path, body, token=token or self.owner_token, **more)
        if status:
            self.assertEqual(answer.status, status, answer)
        return answer

    def post(self, path, body=None, status=200, **more):
        return self.staff("POST", path, {} if body is None else body, status, **more).json

    def guest(self):
        return Guest(self.server, f"{type(self).__name__}-{next(self.numbers)}")

    def room_type(self, stock=10, mode="order", **more):
        return new_room_type(self.server, self.Owner(self), stock, mode, **more)

    class Owner:
        """What new_room_type asks of a staff client, without a connection that idles away."""

        def __init__(self, house):
            self.house = house

        def post(self, path, body):
            return self.house.server.post(path, body, token=self.house.owner_token)

    def rooms(self, room_type_id, count):
        """New rooms of the type; their ids."""
        return [self.post("/rooms", {"room_type_id": room_type_id, "number": f"T{next(self.numbers)}"}, 201)["id"]
                for _ in range(count)]

    def book(self, guest, room_type_id, *args, key=None, **more):
        """A booked order."""
        answer = guest.post("/orders", stay(room_type_id, *args, **more), key=key)
        self.assertEqual(answer.status, 201, answer)
        return answer.json

    def booked_and_paid(self, guest, room_type_id, *args, **more):
        order = self.book(guest, room_type_id, *args, **more)
        paid = guest.pay(order["order_no"])
        self.assertEqual((paid.status, paid.json["status"], paid.json["money"]), (200, "confirmed", "paid"), paid)
        return paid.json

    def record(self, number):
        """The order as staff see it."""
        return self.staff("GET", "/orders/" + number, status=200).json

    def calendar(self, room_type_id, first=10, nights=1):
        return self.staff("GET", f"/calendar?room_type_id={room_type_id}&from={today(first)}&to={today(first + nights - 1)}",
                          status=200).json["items"]

    def sold(self, room_type_id, first=10, nights=1):
        return [n["sold"] for n in self.calendar(room_type_id, first, nights)]

    def edit_nights(self, room_type_id, first, last, status=200, **changes):
        body = dict(room_type_id=room_type_id, **{"from": today(first), "to": today(last)}, **changes)
        return self.staff("PUT", "/calendar", body, status)

    def coupon(self, guest, kind="amount", **fields):
        """A new coupon granted to the guest; the id of the grant."""
        body = dict(name=f"券 {next(self.numbers)}", kind=kind, quantity=100, per_member=0, status="on")
        if "valid_from" not in fields:
            body["valid_days"] = 30
        made = self.post("/coupons", {**body, **fields}, 201)["id"]
        self.post(f"/coupons/{made}/grants", {"member_id": guest.id}, 201)
        return next(c["id"] for c in guest.coupons() if c["coupon_id"] == made)

    def coupon_status(self, guest, grant_id):
        return next(c["status"] for c in guest.coupons() if c["id"] == grant_id)

    def settled(self):
        """Waits until every consumer group has taken all there is, and checks that nothing died or is retried."""
        def calm():
            groups = self.staff("GET", "/mq/groups", status=200).json["items"]
            return groups if all(not g["lag"] and g["in_flight"] == 0 for g in groups) else None
        for group in eventually(calm, 20):
            self.assertEqual((group["name"], group["dead"], group["retrying"]), (group["name"], 0, 0))

    def money_is(self, number, money):
        return eventually(lambda: (lambda o: o if o["money"] == money else None)(self.record(number)))

    def rows(self, sql, *args):
        """A question to the store itself, read-only."""
        return rows(self.server.data, sql, *args)

    def change(self, sql, *args):
        """A row as no request would make it, for a clock that cannot be moved."""
        store = sqlite3.connect(os.path.join(self.server.data, "yizhan.db"), timeout=10, isolation_level=None)
        try:
            store.execute(sql, args)
        finally:
            store.close()

    def refused(self, answer, status, code, field=None):
        self.assertEqual((answer.status, answer.code), (status, code), answer)
        if field:
            self.assertIn(field, answer.fields(), answer)

    def steps(self, order):
        return [(s["from"], s["to"], s["by_kind"]) for s in order["history"]]


def rows(data, sql, *args):
    store = sqlite3.connect(f"file:{os.path.join(data, 'yizhan.db')}?mode=ro", uri=True, timeout=10)
    try:
        return store.execute(sql, args).fetchall()
    finally:
        store.close()
