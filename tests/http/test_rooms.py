"""What there is to sell and what there is: rooms closed by dates, deleted, entered; the calendar says how many too many are
sold, and nobody's room is closed over them."""
import os
import sys
import tempfile
import time
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House, rows  # noqa: E402
from yizhan import command, parallel, released, today  # noqa: E402

COUNTERS = """SELECT n.room_type_id, n.night, n.over, n.out_of_order, n.sold - n.sellable FROM nights n"""


class Rooms(House):
    def night(self, kind, day=0):
        return self.staff("GET", f"/calendar?room_type_id={kind}&from={today(day)}&to={today(day)}", status=200).json["items"][0]

    def left(self, kind, *days):
        return [self.night(kind, d)["left"] for d in days]

    def close(self, room, first, last, status=201, **more):
        body = {"room_id": room, "from": today(first), "to": today(last), "reason": "漏水", **more}
        return self.staff("POST", "/closings", body, status)

    def tearDown(self):
        """The counters are what a recount says, whatever a test did."""
        for kind, night, over, closed, beyond in self.rows(COUNTERS):
            with self.subTest(kind=kind, night=night):
                self.assertEqual(over, max(0, beyond))
                recount, = self.rows("SELECT count(*) FROM closings c JOIN rooms r ON r.id = c.room_id JOIN room_types t ON t.id = r.room_type_id "
                                     "WHERE t.id = ? AND t.by_rooms = 1 AND c.kind = 'out_of_order' AND ? BETWEEN c.from_day AND c.to_day", kind, night)
                self.assertEqual((closed,), recount)

    def test_a_room_out_of_order_is_not_sold(self):
        kind = self.room_type(stock=2)
        one, two = self.rooms(kind, 2)
        self.assertEqual(self.left(kind, 0, 1), [2, 2])
        self.staff("PATCH", "/rooms/" + two, {"status": "out_of_order"}, 200)
        self.assertEqual(self.left(kind, 0, 1, 700), [1, 1, 1])
        first = self.booked_and_paid(self.guest(), kind, 0)
        self.refused(self.guest().post("/orders", self.stay(kind, 0)), 409, "sold_out")
        self.post(f"/orders/{first['order_no']}/check-in", {"room_ids": [one]})
        self.staff("PATCH", "/rooms/" + two, {"status": "clean"}, 200)
        self.assertEqual(self.left(kind, 0, 1), [1, 2])
        self.booked_and_paid(self.guest(), kind, 0)

    def stay(self, kind, day, **more):
        return {"room_type_id": kind, "arrival": today(day), "departure": today(day + 1), "rooms": 1, "guest_name": "王五",
                "guest_phone": "13800000005", **more}

    def test_what_was_sold_before_stays_sold_and_is_counted(self):
        kind = self.room_type(stock=2)
        _, two = self.rooms(kind, 2)
        orders = [self.booked_and_paid(self.guest(), kind, 3)["order_no"] for _ in range(2)]
        closing = self.close(two, 2, 4).json
        self.assertEqual((self.night(kind, 3)["over"], self.left(kind, 2, 3, 4, 5)), (1, [1, 0, 1, 2]))
        self.refused(self.guest().post("/orders", self.stay(kind, 3)), 409, "sold_out")
        self.post(f"/orders/{orders[0]}/cancel")
        self.assertEqual((self.night(kind, 3)["over"], self.left(kind, 3)), (0, [0]))
        self.staff("DELETE", "/closings/" + closing["id"], status=204)
        self.assertEqual(self.left(kind, 2, 3, 4), [2, 1, 2])

    def test_the_last_room_deleted(self):
        kind = self.room_type(stock=1)
        room, = self.rooms(kind, 1)
        self.staff("DELETE", "/rooms/" + room, status=204)
        self.assertEqual(self.left(kind, 0, 9), [0, 0])
        self.refused(self.guest().post("/orders", self.stay(kind, 9)), 409, "sold_out")

    def test_the_first_room_entered_switches_the_type_over(self):
        kind = self.room_type(stock=9)
        self.booked_and_paid(self.guest(), kind, 2, 1, 3)
        read = lambda: self.staff("GET", "/room-types/" + kind).json  # noqa: E731
        self.assertEqual((read()["by_rooms"], read()["stock"]), (False, 9))
        one, two = self.rooms(kind, 2)
        self.assertEqual((read()["by_rooms"], read()["stock"], self.left(kind, 0, 2), self.night(kind, 2)["over"]), (True, 2, [2, 0], 1))
        self.refused(self.staff("PATCH", "/room-types/" + kind, {"stock": 5}), 400, "bad_request", "stock")
        self.refused(self.staff("PATCH", "/room-types/" + kind, {"by_rooms": False}), 400, "bad_request", "by_rooms")
        self.staff("PATCH", "/room-types/" + kind, {"stock": 2, "name": "另一个名字"}, 200)
        for room in (one, two):
            self.staff("DELETE", "/rooms/" + room, status=204)
        self.staff("PATCH", "/room-types/" + kind, {"by_rooms": False, "stock": 9}, 200)
        self.assertEqual((self.left(kind, 0, 2), self.night(kind, 2)["over"]), ([9, 6], 0))

    def test_a_room_that_somebody_has_is_not_closed_or_deleted(self):
        kind, other = self.room_type(stock=2), self.room_type(stock=1)
        one, two = self.rooms(kind, 2)
        self.rooms(other, 1)
        order = self.booked_and_paid(self.guest(), kind, 2, 2)["order_no"]
        self.staff("POST", f"/orders/{order}/move", {"room_ids": [one]}, 200)
        for refused in (self.close(one, 0, 2, 409), self.close(one, 3, 9, 409), self.staff("PATCH", "/rooms/" + one, {"status": "out_of_order"}),
                        self.staff("DELETE", "/rooms/" + one), self.staff("PATCH", "/rooms/" + one, {"room_type_id": other})):
            self.refused(refused, 409, "room_taken")
            self.assertIn(order, refused.json["detail"])
        self.close(one, 0, 1)
        self.close(one, 4, 5)
        self.assertEqual(self.left(kind, 0, 1, 2, 3, 4, 5, 6), [1, 1, 1, 1, 1, 1, 2])
        self.refused(self.staff("POST", f"/orders/{order}/extend", {"departure": today(5)}), 409, "room_closed")

    def test_a_room_changes_its_type_with_its_closings(self):
        kind, other = self.room_type(stock=2), self.room_type(stock=1)
        one, _ = self.rooms(kind, 2)
        self.rooms(other, 1)
        self.close(one, 3, 3)
        self.staff("PATCH", "/rooms/" + one, {"room_type_id": other}, 200)
        self.assertEqual((self.left(kind, 2, 3), self.left(other, 2, 3)), ([1, 1], [2, 1]))

    def test_out_of_service_is_still_for_sale(self):
        kind = self.room_type(stock=1)
        room, = self.rooms(kind, 1)
        closing = self.close(room, 0, 2, kind="out_of_service").json
        self.assertEqual(self.left(kind, 0, 2), [1, 1])
        record = self.staff("GET", "/rooms/" + room).json
        self.assertEqual((record["status"], record["closed"]["kind"], record["closed"]["reason"]), ("clean", "out_of_service", "漏水"))
        self.staff("PATCH", "/closings/" + closing["id"], {"kind": "out_of_order"}, 200)
        self.assertEqual(self.left(kind, 0, 2), [0, 0])

    def test_closings_change_and_end(self):
        kind = self.room_type(stock=1)
        room, = self.rooms(kind, 1)
        closing = self.close(room, 1, 3, returns="inspected").json
        self.assertEqual((closing["room_number"][0], closing["kind"], closing["returns"], closing["by"]), ("T", "out_of_order", "inspected", "owner"))
        path = "/closings/" + closing["id"]
        self.refused(self.close(room, 3, 5, 409), 409, "room_closed", "room_id")
        self.assertEqual(self.staff("PATCH", path, {"to": today(6)}, 200).json["to"], today(6))
        self.assertEqual(self.left(kind, 0, 1, 6, 7), [1, 0, 0, 1])
        self.assertEqual(self.staff("PATCH", path, {"from": today(0), "to": today(2)}, 200).json["from"], today(0))
        self.assertEqual(self.left(kind, 0, 2, 3), [0, 0, 1])
        self.assertEqual([c["id"] for c in self.staff("GET", f"/closings?room_id={room}").json["items"]], [closing["id"]])
        self.assertEqual(self.staff("GET", f"/closings?room_id={room}&from={today(3)}").json["items"], [])
        self.staff("DELETE", path, status=204)
        self.refused(self.staff("GET", path), 404, "not_found")
        self.assertEqual(self.left(kind, 0, 1, 2), [1, 1, 1])
        self.assertEqual([a for a, in self.rows("SELECT action FROM audit WHERE object_id = ? ORDER BY id", int(room))],
                         ["room.create", "closing.create", "closing.update", "closing.update", "closing.end"])

    def test_what_is_wrong_is_named(self):
        kind = self.room_type(stock=1)
        room, = self.rooms(kind, 1)
        for body, field in (({"from": today(-1)}, "from"), ({"to": today(-3)}, "to"), ({"to": today(800)}, "to"), ({"room_id": "1"}, "room_id"),
                            ({"kind": "broken"}, "kind"), ({"returns": "wet"}, "returns"), ({"from": "tomorrow"}, "from")):
            with self.subTest(body=body):
                whole = {"room_id": room, "from": today(0), "to": today(1), "reason": "", **body}
                self.refused(self.staff("POST", "/closings", whole), 400, "bad_request", field)
        self.refused(self.staff("POST", "/closings", {"room_id": room}), 400, "bad_request", "to")
        self.refused(self.staff("GET", f"/closings?from={today(3)}&to={today(2)}"), 400, "bad_request", "to")
        self.assertEqual(self.left(kind, 0, 1), [1, 1])

    def test_what_is_set_by_hand_and_what_there_is(self):
        kind = self.room_type(stock=3)
        one, two, three = self.rooms(kind, 3)
        for quota, closed, left in ((2, 0, 2), (2, 1, 2), (2, 2, 1), (5, 1, 4), (0, 1, 0), (None, 1, 2)):
            with self.subTest(quota=quota, closed=closed):
                self.edit_nights(kind, 1, 1, sellable=quota)
                made = [self.close(room, 1, 1).json["id"] for room in (one, two, three)[:closed]]
                self.assertEqual((self.left(kind, 1), self.night(kind, 1)["out_of_order"]), ([left], closed))
                for closing in made:
                    self.staff("DELETE", "/closings/" + closing, status=204)

    def test_cleanliness_is_a_fact_of_its_own(self):
        kind = self.room_type(stock=1)
        room, = self.rooms(kind, 1)
        change = lambda **body: self.staff("PATCH", "/rooms/" + room, body, 200).json  # noqa: E731
        facts = lambda r: (r["cleanliness"], r["status"], bool(r["closed"]))  # noqa: E731
        self.assertEqual(facts(self.staff("GET", "/rooms/" + room).json), ("clean", "clean", False))
        self.assertEqual(facts(change(cleanliness="inspected")), ("inspected", "clean", False))
        self.assertEqual(facts(change(status="out_of_order")), ("inspected", "out_of_order", True))
        self.assertEqual(facts(change(cleanliness="dirty")), ("dirty", "out_of_order", True))
        self.assertEqual(facts(change(status="out_of_order")), ("dirty", "out_of_order", True), "once more is no second closing")
        self.assertEqual(facts(change(status="clean")), ("clean", "clean", False))
        for status, others in (("clean", 1), ("dirty", 0), ("out_of_order", 0)):
            items = self.staff("GET", f"/rooms?room_type_id={kind}&status={status}").json["items"]
            self.assertEqual(len(items), others, status)

    def test_many_at_once_close_one_room_and_sell_it(self):
        kind = self.room_type(stock=1)
        room, = self.rooms(kind, 1)
        guests = [self.guest() for _ in range(8)]
        answers = parallel(16, lambda i: self.close(room, 5, 6, None) if i % 2 else guests[i // 2].post("/orders", self.stay(kind, 5)))
        made = [a.status for a in answers].count(201)
        self.assertIn(made, (1, 2), "the closing stands, and so does an order that came before it")
        self.assertEqual(self.night(kind, 5)["over"], made - 1)


class Release(unittest.TestCase):
    """A store of the release before, with rooms in every state, sold by their number and by another one."""

    BEFORE = """
        INSERT INTO branches VALUES (1, 'A', 0, 1, '', '[]', '[]', '', '', '', NULL, NULL, 'UTC', 6, 18, 24, 14, 0, 0);
        INSERT INTO room_types VALUES (1, 1, 'rooms', 100, 0, 3, 'order', '[]', 0, '', '', 2, '', 0, 'on', 1, 0, 0),
          (2, 1, 'number', 100, 0, 9, 'order', '[]', 0, '', '', 2, '', 0, 'on', 1, 0, 0),
          (3, 1, 'bare', 100, 0, 4, 'order', '[]', 0, '', '', 2, '', 0, 'on', 1, 0, 0);
        INSERT INTO rooms VALUES (1, 1, 1, '1', 1, 'clean', 0), (2, 1, 1, '2', 1, 'dirty', 0), (3, 1, 1, '3', 1, 'out_of_order', 0),
          (4, 1, 1, '4', 1, 'deleted', 0), (5, 1, 2, '5', 1, 'out_of_order', 0);
        INSERT INTO nights VALUES (1, :today, 3, 3, 0, 1, NULL, 0), (1, :today + 1, 2, 1, 0, 2, 500, 1), (1, :today + 2, 8, 8, 1, 1, NULL, 1),
          (1, :today - 9, 2, 2, 0, 1, NULL, 0), (2, :today, 9, 7, 0, 1, NULL, 0), (3, :today + 5, 4, 0, 0, 1, NULL, 0);
        INSERT INTO orders (id, branch_id, room_type_id, branch_name, room_type_name, status, money, source, booked_by, arrival, departure,
          rooms, guest_name, guest_phone, remark, arrival_time, total_fen, discount_fen, payable_fen, stock_mode, holds_nights, timezone,
          audit_hour, free_until, created_at)
        VALUES (77, 1, 1, 'A', 'rooms', 'in_house', 'paid', 'walk_in', 'x', :today - 1, :today + 1, 1, 'G', '1', '', '', 200, 0, 200, 'order',
          1, 'UTC', 6, 0, 0);
        INSERT INTO room_nights VALUES (1, :today - 1, 77), (1, :today, 77);"""

    def test_migration(self):
        with tempfile.TemporaryDirectory() as data:
            store, now = released(data, 31), int(time.time()) // 86400
            store.executescript(self.BEFORE.replace(":today", str(now)))
            store.close()
            done = command(data, "migrate")
            self.assertEqual(done.returncode, 0, done.stderr)
            ask = lambda sql, *args: rows(data, sql, *args)  # noqa: E731
            night = lambda kind, day: ask("SELECT rooms, out_of_order, quota, sellable, over, sold, closed, min_stay, price_fen FROM nights "  # noqa: E731
                                          "WHERE room_type_id = ? AND night = ?", kind, now + day)
            self.assertEqual(ask("SELECT id, stock, by_rooms FROM room_types ORDER BY id"), [(1, 3, 1), (2, 9, 0), (3, 4, 0)])
            self.assertEqual(night(1, 0), [(3, 1, None, 2, 1, 3, 0, 1, None)], "three are sold, and one of the three rooms is broken")
            self.assertEqual(night(1, 1), [(3, 1, 2, 2, 0, 1, 0, 2, 500)])
            self.assertEqual(night(1, 2), [(3, 1, 8, 7, 1, 8, 1, 1, None)])
            self.assertEqual(night(1, -9), [(2, 0, None, 2, 0, 2, 0, 1, None)], "what has passed stays as it was")
            self.assertEqual(night(1, 400), [(3, 1, None, 2, 0, 0, 0, 1, None)])
            self.assertEqual(night(2, 0), [(9, 0, None, 9, 0, 7, 0, 1, None)], "sold by another number than it has rooms")
            self.assertEqual(night(3, 5), [(4, 0, None, 4, 0, 0, 0, 1, None)])
            self.assertEqual(ask("SELECT id, cleanliness, removed FROM rooms ORDER BY id"),
                             [(1, "clean", 0), (2, "dirty", 0), (3, "dirty", 0), (4, "dirty", 1), (5, "dirty", 0)])
            self.assertEqual(ask("SELECT room_id, kind, from_day, returns FROM closings ORDER BY room_id"),
                             [(3, "out_of_order", now, "dirty"), (5, "out_of_order", now, "dirty")])
            self.assertEqual(ask("SELECT n.room_id, n.night, s.order_id FROM room_nights n JOIN stays s ON s.id = n.stay_id"),
                             [(1, now - 1, 77), (1, now, 77)])
            self.assertEqual(ask("PRAGMA foreign_key_check") + ask("PRAGMA integrity_check"), [("ok",)])


if __name__ == "__main__":
    unittest.main()
