"""What one guest may hold without paying, and what happens to money that comes too late; a log that is replayed whole."""
import os
import sqlite3
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from yizhan import Server, eventually, new_room_type, parallel, stay  # noqa: E402

API = "/api/v1"
ADMIN = API + "/admin"


class Unpaid(unittest.TestCase):
    def start(self, *options, **more):
        server = self.enterContext(Server(*options, **more))
        return server, new_room_type(server, server.staff(), stock=100)

    def book(self, server, token, kind, rooms=1, phone="13800000001", first=10):
        return server.post(API + "/orders", {**stay(kind, first), "rooms": rooms, "guest_phone": phone}, token=token)

    def refused(self, answer):
        self.assertEqual((answer.status, answer.code), (409, "too_many_unpaid"), answer)

    def test_orders_of_one_guest(self):
        server, kind = self.start(rate_limit=True)
        one, other = server.guest("one"), server.guest("other")
        orders = [self.book(server, one, kind) for _ in range(3)]
        self.assertEqual([o.status for o in orders], [201] * 3)
        self.refused(self.book(server, one, kind, phone="13800000002"))   # another phone, the same account
        for spelled in ("13800000001", "+8613800000001", "008613800000001", "8613800000001", "138-0000-0001", "138 0000 0001",
                        "１３８０００００００１"):
            with self.subTest(spelled):  # another account, the same phone
                self.refused(self.book(server, other, kind, phone=spelled))
        self.assertEqual(self.book(server, other, kind, phone="13800000003").status, 201)
        server.post(f"{API}/orders/{orders[0].json['order_no']}/cancel", token=one)
        self.assertEqual(self.book(server, one, kind).status, 201)
        server.post(f"{API}/pay/sandbox/{orders[1].json['order_no']}", token=one)
        eventually(lambda: server.get(f"{API}/orders/{orders[1].json['order_no']}", token=one).json["status"] == "confirmed")
        self.assertEqual(self.book(server, one, kind).status, 201)
        self.refused(self.book(server, one, kind))

    def test_rooms_of_one_guest(self):
        server, kind = self.start("--max-unpaid-orders", "0", rate_limit=True)
        guest = server.guest("rooms")
        self.assertEqual(self.book(server, guest, kind, rooms=7).status, 201)
        self.refused(self.book(server, guest, kind, rooms=4))
        self.assertEqual(self.book(server, guest, kind, rooms=3).status, 201)
        self.refused(self.book(server, guest, kind))

    def test_no_limits(self):
        server, kind = self.start("--max-unpaid-orders", "0", "--max-unpaid-rooms", "0", rate_limit=True)
        guest = server.guest("free")
        self.assertEqual([self.book(server, guest, kind, rooms=5).status for _ in range(4)], [201] * 4)

    def test_all_at_once(self):
        server, kind = self.start(rate_limit=True)
        guest = server.guest("crowd")
        answers = parallel(12, lambda i: self.book(server, guest, kind).status)
        self.assertEqual(sorted(answers), [201] * 3 + [409] * 9)


class Late(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(Server())
        self.owner = self.server.staff()
        self.kind = new_room_type(self.server, self.owner, stock=100)

    def settled(self):
        eventually(lambda: all(not g["lag"] and not g["in_flight"] and not g["retrying"]
                               for g in self.owner.get(ADMIN + "/mq/groups").json["items"] if g["lag"] is not None), 20)

    def record(self, number):
        return self.owner.get(f"{ADMIN}/orders/{number}").json

    def test_money_that_comes_with_a_cancellation_goes_back(self):
        """The guest cancels while the money is on its way: it may come first or last, but never brings the order back."""
        def turn(i):
            client = self.server.client(token=self.server.guest(f"late{i}"))
            number = client.post(API + "/orders", stay(self.kind, 10)).json["order_no"]
            client.post(f"{API}/orders/{number}/pay")
            jobs = [lambda: client.post(f"{API}/pay/sandbox/{number}").status,
                    lambda: self.server.client(token=client.token).post(f"{API}/orders/{number}/cancel").status]
            return number, parallel(2, lambda k: jobs[k]())
        rounds = parallel(20, turn)
        self.settled()
        for number, (paid, cancelled) in rounds:
            record = self.record(number)
            if cancelled == 200:
                self.assertEqual(record["status"], "cancelled", record)
                self.assertEqual(record["paid_fen"], record["refund_fen"], record)
            if paid == 200:
                self.assertEqual(sum(p["amount_fen"] for p in record["payments"]), record["paid_fen"])

    def test_an_order_paid_in_many_parts_is_paid_back_whole(self):
        number = self.owner.post(ADMIN + "/orders", stay(self.kind, 10)).json["order_no"]
        total = self.record(number)["payable_fen"]
        for _ in range(39):
            self.assertEqual(self.owner.post(f"{ADMIN}/orders/{number}/pay", {"amount_fen": 100, "method": "cash"}).status, 200)
        self.owner.post(f"{ADMIN}/orders/{number}/pay", {"amount_fen": total - 3900, "method": "cash"})
        cancelled = self.owner.post(f"{ADMIN}/orders/{number}/cancel")
        self.assertEqual(cancelled.status, 200, cancelled)
        self.settled()
        record = self.record(number)
        self.assertEqual((record["status"], record["refund_fen"], len(record["payments"])), ("cancelled", total, 40))

    def tables(self):
        with sqlite3.connect(f"file:{self.server.data}/yizhan.db?mode=ro", uri=True) as db:
            names = [n for n, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")]
            not_ours = ("mq_", "nodes", "idempotency", "store_probe", "sessions", "audit", "branch_search", "order_words_")
            own = [n for n in names if not n.startswith(not_ours)]
            return {n: sorted(map(repr, db.execute(f"SELECT * FROM {n}"))) for n in own}

    def test_a_log_that_is_replayed_whole_changes_nothing(self):
        free = self.owner.post(ADMIN + "/coupons", {"name": "free", "category": "x", "kind": "percent", "percent_off": 100, "valid_days": 30,
                                                    "quantity": 100, "per_member": 9}).json
        for i in range(6):
            client = self.server.client(token=self.server.guest(f"replay{i}"))
            member = client.get(API + "/me").json["id"]
            body = stay(self.kind, 0)
            if i % 2 and free.get("id"):
                self.owner.post(f"{ADMIN}/coupons/{free['id']}/grants", {"member_id": member})
                body["coupon_id"] = free["id"]
            number = client.post(API + "/orders", body).json["order_no"]
            if i != 5:
                client.post(f"{API}/pay/sandbox/{number}")
                eventually(lambda number=number: self.record(number)["status"] != "pending_payment")
            if i in (1, 2, 5):
                client.post(f"{API}/orders/{number}/cancel")
            elif i in (3, 4):
                for step in ("check-in", "check-out"):
                    self.owner.post(f"{ADMIN}/orders/{number}/{step}")
        self.settled()
        eventually(lambda: any(row.startswith("('order_words_from', '0'") for row in self.tables()["settings"]))  # by the clock
        before = self.tables()
        for group in self.owner.get(ADMIN + "/mq/groups").json["items"]:
            with self.subTest(group=group["name"]):
                self.owner.post(f"{ADMIN}/mq/groups/{group['name']}/reset", {"at": "2020-01-01T00:00:00Z"})
                self.settled()
                after = self.tables()
                for name in before:
                    self.assertEqual(after[name], before[name], name)


if __name__ == "__main__":
    unittest.main()
