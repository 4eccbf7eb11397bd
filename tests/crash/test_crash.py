"""kill -9 in a loop under load, on one store. Clients log in, book, pay and cancel, and keep what was acknowledged to
them; at the end the store must hold all of it, exactly once, and nothing that contradicts itself.

YIZHAN_CRASH_ROUNDS (50) is the number of kills."""
import http.client
import os
import random
import subprocess
import sys
import threading
import time
import unittest
from collections import Counter, defaultdict

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import ADMIN, API, rows  # noqa: E402
from yizhan import BINARY, Server, eventually, new_room_type, stay  # noqa: E402

ROUNDS = int(os.environ.get("YIZHAN_CRASH_ROUNDS", "50"))
THREADS = 6
READY_SECONDS = 3
GONE = (OSError, http.client.HTTPException)  # no answer: whether the work was done is not known


class Customers:
    """One thread's guests and orders. `acknowledged` is what the server said was done, `open` what it never answered."""

    def __init__(self, test, number):
        self.test, self.number, self.dice = test, number, random.Random(number)
        self.count = 0
        self.guests = []                     # (name, token, member id)
        self.names = []                      # logins without an answer
        self.orders = {}                     # order number → {token, key, done: {"book", "pay", "cancel"}}
        self.bookings = []                   # (token, key, body) without an answer
        self.cancels = []                    # (order number, key) without an answer
        self.unexpected = []

    def new(self, what):
        self.count += 1
        return f"{what}-{self.number}-{self.count}"

    def expect(self, answer, *allowed):
        if (answer.status, answer.json.get("code") if answer.body else None) not in allowed:
            self.unexpected.append(answer)
            return False
        return answer.status < 300

    def log_in(self, client, name):
        try:
            answer = client.post(API + "/login/wechat", {"code": "sandbox:" + name})
        except GONE:
            self.names.append(name)
            raise
        if self.expect(answer, (200, None)):
            self.guests.append((name, answer.json["token"], answer.json["member"]["id"]))

    def book(self, client, token, key, body):
        try:
            answer = client.post(API + "/orders", body, token=token, key=key)
        except GONE:
            self.bookings.append((token, key, body))
            raise
        if self.expect(answer, (201, None), (409, "sold_out"), (409, "coupon_used"), (404, "not_found")):
            self.orders[answer.json["order_no"]] = {"token": token, "key": key, "done": {"book"}}

    def pay(self, client, number):
        answer = client.post(f"{API}/pay/sandbox/{number}", token=self.orders[number]["token"])
        if self.expect(answer, (200, None)):
            self.orders[number]["done"].add("pay")

    def cancel(self, client, number, key):
        try:
            answer = client.post(f"{API}/orders/{number}/cancel", token=self.orders[number]["token"], key=key)
        except GONE:
            self.cancels.append((number, key))
            raise
        if self.expect(answer, (200, None), (409, "order_state")):
            self.orders[number]["done"].add("cancel")

    def ask_again(self, client):
        """What was never answered is sent once more, under its own key."""
        for name in take(self.names):
            self.log_in(client, name)
        for token, key, body in take(self.bookings):
            self.book(client, token, key, body)
        for number, key in take(self.cancels):
            self.cancel(client, number, key)

    def order_to(self, *undone):
        numbers = [n for n, o in self.orders.items() if not o["done"] & set(undone)]
        return self.dice.choice(numbers) if numbers else None

    def one_step(self, client):
        luck = self.dice.random()
        if luck < 0.15 or not self.guests:
            return self.log_in(client, self.new("g"))
        if luck < 0.65:
            key, first = self.new("k"), self.dice.randrange(10, 30)
            body = stay(self.dice.choice(self.test.kinds), first, self.dice.randrange(1, 4), self.dice.randrange(1, 3), remark=key)
            if self.dice.random() < 0.3:
                body["coupon_id"] = self.test.welcome
            return self.book(client, self.dice.choice(self.guests)[1], key, body)
        number = self.order_to("cancel") if luck > 0.85 else self.order_to("pay", "cancel")
        if number and luck > 0.85:
            return self.cancel(client, number, self.new("c"))
        return self.pay(client, number) if number else None

    def shop(self, client):
        """Until the server is gone."""
        try:
            self.ask_again(client)
            while True:
                self.one_step(client)
        except GONE:
            client.close()


def take(items):
    taken, items[:] = list(items), []
    return taken


class Crash(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.server.start()
        self.addCleanup(self.server.__exit__, None, None, None)
        owner = self.server.staff()
        self.kinds = [new_room_type(self.server, owner, 4000), new_room_type(self.server, owner, 6),
                      new_room_type(self.server, owner, 6, "payment"), new_room_type(self.server, owner, 1, "never")]
        self.welcome = owner.get(ADMIN + "/settings").json["first_login_coupon_id"]
        self.owner_token = self.server.staff_token()
        self.dice = random.Random(os.environ.get("YIZHAN_CRASH_SEED", "1"))
        self.customers = [Customers(self, i) for i in range(THREADS)]
        self.ready = []

    def start(self):
        """Until /readyz says so, which does a real read and a real write."""
        began = time.monotonic()
        self.server.start()
        eventually(lambda: self.server.get("/readyz").status == 200, READY_SECONDS, 0.002)
        self.ready.append(time.monotonic() - began)

    def die_while_starting(self):
        command = [BINARY, "serve", "--data", self.server.data, "--listen", "127.0.0.1:0", "--demo"]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        time.sleep(self.dice.uniform(0.001, 0.06))
        process.kill()
        process.wait()

    def round(self, number):
        threads = [threading.Thread(target=c.shop, args=(self.server.client(),)) for c in self.customers]
        for t in threads:
            t.start()
        time.sleep(self.dice.uniform(0.03, 0.3))
        self.server.kill()
        for t in threads:
            t.join()
        if number % 5 == 0:
            self.die_while_starting()
        self.start()

    def settle(self):
        end, busy = time.monotonic() + 30, True
        while busy and time.monotonic() < end:
            groups = self.server.get(ADMIN + "/mq/groups", token=self.owner_token).json["items"]
            busy = [g for g in groups if g["lag"] or g["in_flight"] or g["retrying"] or g["dead"]]
            time.sleep(0.05)
        self.assertFalse(busy, self.ask("SELECT d.state, d.attempts, d.error, m.tag, m.key, m.body FROM mq_deliveries d"
                                        " JOIN mq_messages m ON m.id = d.message_id ORDER BY d.id LIMIT 5"))

    def ask(self, sql, *args):
        return rows(self.server.data, sql, *args)

    def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(self):
        self.server.kill()
        self.start()
        for number in range(ROUNDS):
            self.round(number)
        for c in self.customers:
            c.ask_again(self.server.client())
        self.settle()
        self.server.stop()
        for c in self.customers:
            self.assertEqual(c.unexpected[:3], [])
        with self.subTest("start"):
            self.assertLess(max(self.ready), READY_SECONDS)
        for check in (self.check_file, self.check_members, self.check_orders, self.check_nights, self.check_money, self.check_coupons,
                      self.check_events):
            with self.subTest(check.__name__):
                check()
        done = Counter(d for c in self.customers for o in c.orders.values() for d in o["done"])
        print(f"# {ROUNDS} kills; acknowledged: {sum(len(c.guests) for c in self.customers)} logins, {dict(done)}; "
              f"start to ready: at most {max(self.ready) * 1000:.0f} ms, median {sorted(self.ready)[len(self.ready) // 2] * 1000:.0f} ms")
        self.assertGreater(min(done["book"], done["pay"], done["cancel"]), ROUNDS, "too little load to say anything")

    def same(self, found, wanted):
        """For large maps: unittest's own message about them takes minutes."""
        differ = [(k, found.get(k), wanted.get(k)) for k in {**found, **wanted} if found.get(k) != wanted.get(k)]
        self.assertFalse(differ, f"{len(differ)} of {len(wanted)} differ: (key, found, wanted) {differ[:3]}")

    def check_file(self):
        self.assertEqual(self.ask("PRAGMA integrity_check"), [("ok",)])
        self.assertEqual(self.ask("PRAGMA foreign_key_check"), [])
        lag = self.ask("SELECT g.name FROM mq_groups g WHERE g.name <> 'hotel_room_cache' AND EXISTS"
                       " (SELECT 1 FROM mq_messages m WHERE m.topic_id = g.topic_id AND m.id > g.cursor"
                       " AND (g.tags = '*' OR instr(g.tags, '|' || m.tag || '|') > 0))")  # that one is each node's own
        self.assertEqual(lag, [])
        self.assertEqual(self.ask("SELECT state, count(*) FROM mq_deliveries GROUP BY state"), [])

    def check_members(self):
        """Each acknowledged login is a member; each member has one first-login coupon."""
        known = dict(self.ask("SELECT openid, id FROM members WHERE openid IS NOT NULL"))
        for c in self.customers:
            for name, _, member in c.guests:
                self.assertEqual(str(known.get("sandbox:" + name)), member)
        grants = Counter(m for m, in self.ask("SELECT member_id FROM coupon_grants WHERE coupon_id = ?", int(self.welcome)))
        self.same({m: grants[m] for m in known.values()}, {m: 1 for m in known.values()})
        self.assertEqual(sum(grants.values()), self.ask("SELECT granted FROM coupons WHERE id = ?", int(self.welcome))[0][0])

    def check_orders(self):
        """Each acknowledged order is there once under its key, in the state acknowledged or one that may follow."""
        states = dict(self.ask("SELECT id, status FROM orders"))
        steps = {number: [("", "pending_payment")] for number in states}  # the first step is the order's own row
        for number, came, went in self.ask("SELECT order_id, from_status, to_status FROM order_history ORDER BY order_id, id"):
            steps[number].append((came, went))
        keys = Counter(k for k, in self.ask("SELECT remark FROM orders"))
        self.same({k: n for k, n in keys.items() if n > 1}, {})
        for number, status in states.items():
            self.assertEqual(steps[number][-1][1], status)
            for before, after in zip(steps[number], steps[number][1:]):
                self.assertEqual(before[1], after[0])
            self.assertEqual(len(steps[number]), len(set(steps[number])), "a step taken twice")
        for c in self.customers:
            for number, order in c.orders.items():
                self.assertEqual(keys[order["key"]], 1)
                self.assertIn(int(number), states)
                passed = {went for _, went in steps[int(number)]}
                if "cancel" in order["done"]:
                    self.assertIn("cancelled", passed)
                if "pay" in order["done"]:
                    self.assertNotEqual(states[int(number)], "pending_payment")

    def check_nights(self):
        count = Counter()
        for kind, night in self.ask("SELECT n.room_type_id, n.night FROM stays s JOIN stay_nights n ON n.stay_id = s.id"
                                    " WHERE n.taken AND s.state IN ('held', 'due_in')"):
            count[kind, night] += 1
        sold = {(k, n): s for k, n, s in self.ask("SELECT room_type_id, night, sold FROM nights WHERE sold > 0")
                if str(k) in self.kinds}
        self.same(sold, {key: n for key, n in count.items() if str(key[0]) in self.kinds})
        self.assertEqual(self.ask("SELECT count(*) FROM nights WHERE sold > sellable"), [(0,)])
        self.assertEqual(self.ask("SELECT o.id FROM orders o WHERE (departure - arrival) * rooms <>"
                                  " (SELECT count(*) FROM stays s JOIN stay_nights n ON n.stay_id = s.id WHERE s.order_id = o.id)"), [])

    def check_money(self):
        paid = Counter(o for o, in self.ask("SELECT order_id FROM payments"))
        self.same({o: n for o, n in paid.items() if n > 1}, {})
        for c in self.customers:
            for number, order in c.orders.items():
                if "pay" in order["done"]:
                    self.assertEqual(paid[int(number)], 1, "an acknowledged payment")
        back = defaultdict(int)
        for order, amount, state in self.ask("SELECT order_id, amount_fen, state FROM refunds"):
            self.assertEqual(state, "success")
            back[order] += amount
        for number, status, money, payable, received, refunded in self.ask(
                "SELECT id, status, money, payable_fen, paid_fen, refund_fen FROM orders WHERE source = 'app'"):
            self.assertEqual(received, payable if paid[number] else 0)
            self.assertEqual(refunded, back[number])
            wanted = {"pending_payment": ("unpaid", 0), "confirmed": ("paid", payable),
                      "cancelled": ("refunded" if received else "unpaid", 0)}[status]
            if payable:
                self.assertEqual((money, received - refunded), wanted, (number, status))

    def check_coupons(self):
        """A coupon is with the one live order that names it, or free."""
        live = defaultdict(list)
        for number, grant, status in self.ask("SELECT id, grant_id, status FROM orders WHERE grant_id IS NOT NULL AND status <> 'cancelled'"):
            live[grant].append((number, {"pending_payment": "held"}.get(status, "used")))
        for grant, status, order in self.ask("SELECT id, status, order_id FROM coupon_grants"):
            self.assertEqual(live.pop(grant, [(None, "unused")]), [(order, status)])
        self.same(dict(live), {})

    def check_events(self):
        """One notice per step of an order and per refund, in the order of the steps."""
        told = defaultdict(list)
        for order, kind in self.ask("SELECT order_id, kind FROM notices ORDER BY order_id, id"):
            told[order].append(kind)
        names = {"pending_payment": "created", "confirmed": "confirmed", "cancelled": "cancelled"}
        steps = {n: ["created"] for n, in self.ask("SELECT id FROM orders WHERE member_id IS NOT NULL")}
        for order, went in self.ask("SELECT order_id, to_status FROM order_history ORDER BY order_id, id"):
            if order in steps:
                steps[order].append(names[went])
        refunds = Counter(o for o, in self.ask("SELECT order_id FROM refunds"))
        gone = Counter(o for o, in self.ask("SELECT order_id FROM refunds WHERE reason = 'sold_out'"))
        unwanted = Counter(o for o, reason in self.ask("SELECT order_id, reason FROM refunds")
                           if reason == "paid_twice" or reason == "cancelled" and "confirmed" not in steps[o])  # came after the cancel
        self.same({o: [k for k in told[o] if k in names.values()] for o in steps}, steps)
        for order in steps:
            rest = Counter(k for k in told[order] if k not in names.values())
            self.assertEqual((rest["refunded"], rest["sold_out"], rest["refund_due"], sum(rest.values())),
                             (refunds[order], gone[order], unwanted[order], refunds[order] + gone[order] + unwanted[order]), told[order])
        self.assertEqual(set(told) - set(steps), set())


if __name__ == "__main__":
    unittest.main()
