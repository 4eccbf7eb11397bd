"""Stays: an order has one for each room. The store of the release before becomes one of stays."""
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House, rows  # noqa: E402
from yizhan import BINARY, today  # noqa: E402


class Stays(House):
    def test_an_order_of_two_rooms_has_two(self):
        kind = self.room_type()
        one, two = self.rooms(kind, 2)
        order = self.booked_and_paid(self.guest(), kind, 0, 2, 2)
        stays = self.record(order["order_no"])["stays"]
        self.assertEqual([(s["state"], s["room_id"], s["room_number"], len(s["nights"])) for s in stays], [("due_in", None, "", 2)] * 2)
        self.assertEqual([(s["arrival"], s["departure"], s["room_type_id"], s["order_no"]) for s in stays],
                         [(today(), today(2), kind, order["order_no"])] * 2)
        self.post(f"/orders/{order['order_no']}/check-in", {"room_ids": [two, one]})
        stays = self.record(order["order_no"])["stays"]
        self.assertEqual([(s["state"], s["room_id"]) for s in stays], [("in_house", one), ("in_house", two)], "by room number")
        self.assertEqual(sum(n["net_fen"] for s in stays for n in s["nights"]), order["payable_fen"])

    def test_the_fen_that_do_not_divide_are_the_last_rooms(self):
        kind, guest = self.room_type(price=10001), self.guest()
        order = self.book(guest, kind, 0, 2, 3, coupon_id=self.coupon(guest, amount_fen=100))
        stays = self.record(order["order_no"])["stays"]
        for i, night in enumerate(order["nights"]):
            self.assertEqual(sum(s["nights"][i]["net_fen"] for s in stays), night["net_fen"])
            self.assertLess(max(s["nights"][i]["net_fen"] for s in stays) - min(s["nights"][i]["net_fen"] for s in stays), 3)


class Release(unittest.TestCase):
    """A store of the release before, with orders in every state, of one and more rooms, moved and left early."""

    BEFORE = """
        INSERT INTO branches (id, name, sort, open, image, images, tags, phone, intro, address, timezone, audit_hour, hold_until, free_cancel_hours,
          arrival_hour, created_at, updated_at) VALUES (1, 'A', 0, 1, '', '[]', '[]', '', '', '', 'UTC', 6, 18, 24, 14, 0, 0);
        INSERT INTO room_types (id, branch_id, name, price_fen, market_price_fen, stock, stock_mode, images, area_m2, bed, breakfast, guests, intro,
          sort, status, version, created_at, updated_at) VALUES (1, 1, 'T', 100, 0, 9, 'order', '[]', 0, '', '', 2, '', 0, 'on', 1, 0, 0),
          (2, 1, 'U', 100, 0, 9, 'order', '[]', 0, '', '', 2, '', 0, 'on', 1, 0, 0);
        INSERT INTO rooms (id, branch_id, room_type_id, number, floor, updated_at) VALUES (1, 1, 1, '1', 1, 0), (2, 1, 1, '2', 1, 0), (3, 1, 1, '3', 1, 0),
          (4, 1, 2, '4', 1, 0);
        CREATE TABLE given (id, status, rooms, arrival, nights, holds);
        INSERT INTO given VALUES (11, 'pending_payment', 1, 5, 2, 1), (12, 'pending_payment', 1, 5, 2, 0), (13, 'confirmed', 3, 5, 2, 1),
          (14, 'in_house', 2, -2, 4, 1), (15, 'completed', 1, -5, 4, 1), (16, 'cancelled', 2, 3, 1, 0), (17, 'no_show', 1, -1, 3, 1),
          (18, 'in_house', 1, -9, 2, 1), (19, 'in_house', 1, -1, 3, 1);
        INSERT INTO orders (id, branch_id, room_type_id, branch_name, room_type_name, status, money, source, booked_by, arrival, departure,
          rooms, guest_name, guest_phone, remark, arrival_time, total_fen, discount_fen, payable_fen, stock_mode, holds_nights, timezone,
          audit_hour, free_until, created_at)
        SELECT id, 1, 1, 'A', 'T', status, 'paid', 'walk_in', 'x', :today + arrival, :today + arrival + nights, rooms, 'G', '1', '', '',
          100 * nights, 0, 100 * nights, 'order', holds, 'UTC', 6, 0, 0 FROM given;
        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 3)
        INSERT INTO order_nights SELECT id, :today + arrival + i, 50, 100 FROM given JOIN n ON i < nights;
        INSERT INTO order_history VALUES (15, 1, (:today - 3) * 86400000 + 43200000, 'in_house', 'completed', 'staff', 1, 'x', '');
        INSERT INTO room_nights (room_id, night, order_id) VALUES
          (1, :today - 2, 14), (2, :today - 2, 14), (1, :today - 1, 14), (2, :today - 1, 14), (2, :today, 14), (3, :today, 14), (2, :today + 1, 14),
          (3, :today + 1, 14), (1, :today - 5, 15), (1, :today - 4, 15), (1, :today - 9, 18), (1, :today - 8, 18), (4, :today, 19), (4, :today + 1, 19);
        INSERT INTO room_nights (room_id, night, order_id) SELECT 3, :today - 1, 19;
        DROP TABLE given;"""

    def test_migration(self):
        with tempfile.TemporaryDirectory() as data:
            migrations = os.path.join(os.path.dirname(__file__), "..", "..", "migrations")
            path, now = os.path.join(data, "yizhan.db"), int(time.time() - 21600) // 86400
            store = sqlite3.connect(path)
            store.create_function("business_date", 3, lambda zone, hour, at: (at // 1000 - hour * 3600) // 86400)
            store.create_collation("counted", lambda a, b: (a > b) - (a < b))
            for name in sorted(os.listdir(migrations)):
                if name < "0038":
                    with open(os.path.join(migrations, name), encoding="utf-8") as script:
                        store.executescript(script.read())
            store.executescript("PRAGMA application_id = 0x595A484E; PRAGMA user_version = 37;" + self.BEFORE.replace(":today", str(now)))
            store.close()
            clean = {k: v for k, v in os.environ.items() if not k.startswith("YIZHAN_")}
            done = subprocess.run([BINARY, "migrate", "--data", data], env=clean, capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)
            ask = lambda sql, *args: rows(data, sql, *args)  # noqa: E731
            stays = ask("SELECT order_id, state, arrival - ?, departure - ?, coalesce(room_id, 0), room_type_id FROM stays ORDER BY id", now, now)
            self.assertEqual(stays, [
                (11, "held", 5, 7, 0, 1), (12, "held", 5, 7, 0, 1), *[(13, "due_in", 5, 7, 0, 1)] * 3, (14, "in_house", -2, 2, 2, 1),
                (14, "in_house", -2, 2, 3, 1), (15, "departed", -5, -3, 1, 1), *[(16, "cancelled", 3, 4, 0, 1)] * 2, (17, "no_show", -1, 2, 0, 1),
                (18, "in_house", -9, -7, 1, 1), (19, "in_house", -1, 2, 4, 2)])
            taken = ask("SELECT s.order_id, count(*), sum(n.taken), sum(n.net_fen) FROM stays s JOIN stay_nights n ON n.stay_id = s.id GROUP BY 1")
            self.assertEqual(taken, [(11, 2, 2, 200), (12, 2, 0, 200), (13, 6, 6, 200), (14, 8, 8, 400), (15, 4, 2, 400), (16, 2, 0, 100),
                                     (17, 3, 1, 300), (18, 2, 2, 200), (19, 3, 3, 300)])
            self.assertEqual(ask("SELECT net_fen FROM stay_nights n JOIN stays s ON s.id = n.stay_id WHERE order_id = 13 ORDER BY night, stay_id"),
                             [(33,), (33,), (34,)] * 2)
            self.assertEqual(ask("SELECT departure - ? FROM orders WHERE id IN (14, 15) ORDER BY id", now), [(2,), (-3,)])
            self.assertEqual(ask("SELECT s.order_id, n.room_id, n.night - ?, s.room_id FROM room_nights n JOIN stays s ON s.id = n.stay_id"
                                 " WHERE s.order_id = 14 ORDER BY 4, 3", now),
                             [(14, 2, -2, 2), (14, 2, -1, 2), (14, 2, 0, 2), (14, 2, 1, 2),
                              (14, 1, -2, 3), (14, 1, -1, 3), (14, 3, 0, 3), (14, 3, 1, 3)], "who kept a room is one stay, who moved another")
            self.assertEqual(ask("SELECT count(*) FROM room_nights"), [(15,)])
            self.assertEqual(ask("PRAGMA foreign_key_check") + ask("PRAGMA integrity_check"), [("ok",)])


if __name__ == "__main__":
    unittest.main()
