"""Stays: an order has one for each room. The store of the release before becomes one of stays."""
import json
import os
import sys
import tempfile
import time
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House, rows  # noqa: E402
from yizhan import command, parallel, released, today  # noqa: E402


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

    def test_the_fen_that_do_not_divide_are_the_first_rooms(self):
        kind, guest = self.room_type(price=10001), self.guest()
        order = self.book(guest, kind, 0, 2, 3, coupon_id=self.coupon(guest, amount_fen=100))
        stays = self.record(order["order_no"])["stays"]
        for i, night in enumerate(order["nights"]):
            self.assertEqual(sum(s["nights"][i]["net_fen"] for s in stays), night["net_fen"])
            self.assertLess(max(s["nights"][i]["net_fen"] for s in stays) - min(s["nights"][i]["net_fen"] for s in stays), 3)


class Desk(House):
    def act(self, stay, name, body=None, status=200):
        answer = self.staff("POST", f"/stays/{stay}/{name}", {} if body is None else body, status)
        return answer if status != 200 else answer.json

    def walk_in_at(self, kind, first, nights=1, rooms=1):
        order = self.post("/orders", dict(room_type_id=kind, arrival=today(first), departure=today(first + nights), rooms=rooms,
                                          guest_name="散客", guest_phone="13800000000"), 201)
        return order["order_no"], [s["id"] for s in order["stays"]]

    def walk_in(self, kind, nights=2, rooms=1):
        return self.walk_in_at(kind, 0, nights, rooms)


class Single(Desk):
    """What is done with one room of an order, and what that does to the order."""

    def two(self, nights=2, stock=10, paid=True, first=0):
        """An order of two rooms, the ids of its stays, and those of three rooms of its type."""
        kind = self.room_type(stock=stock)
        rooms = self.rooms(kind, 3)
        order = (self.booked_and_paid if paid else self.book)(self.guest(), kind, first, nights, 2)
        return order["order_no"], [s["id"] for s in self.record(order["order_no"])["stays"]], rooms, kind

    def state(self, number):
        order = self.record(number)
        return order["status"], sorted(s["state"] for s in order["stays"])

    def sums(self, number):
        order = self.record(number)
        return order["payable_fen"], order["paid_fen"], order["refund_fen"], order["due_fen"], order["rooms"]

    def cleanliness(self, *rooms):
        return [self.staff("GET", "/rooms/" + room).json["cleanliness"] for room in rooms]

    def test_rooms_of_one_order_come_and_go_singly(self):
        number, (one, two), rooms, kind = self.two()
        first = self.act(one, "check-in", {"room_id": rooms[2]})
        self.assertEqual((first["state"], first["room_id"], first["order_no"]), ("in_house", rooms[2], number))
        self.assertEqual(self.state(number), ("in_house", ["due_in", "in_house"]))
        self.refused(self.act(one, "check-in", status=409), 409, "order_state")
        today_list = self.staff("GET", f"/today?branch_id={self.record(number)['branch_id']}").json
        self.assertTrue(all(number in [o["order_no"] for o in today_list[which]] for which in ("due_in", "in_house")))
        self.act(one, "check-out")
        self.assertEqual(self.state(number), ("in_house", ["departed", "due_in"]), "one is still to come")
        self.assertEqual(self.act(two, "check-in")["state"], "in_house")
        self.act(two, "check-out")
        self.assertEqual(self.state(number)[0], "completed")
        notes = [step["note"] for step in self.record(number)["history"]]
        self.assertEqual([n for n in notes if n], ["room_checked_out", "room_checked_in"])

    def test_who_leaves_early_gets_the_nights_to_come_back(self):
        number, (one, two), rooms, kind = self.two(nights=3)
        for stay in (one, two):
            self.act(stay, "check-in")
        left = self.act(one, "check-out")
        self.assertEqual((left["departure"], len(left["nights"])), (today(1), 1), "the first night is kept")
        self.settled()
        self.assertEqual(self.sums(number), (120000, 180000, 60000, 0, 2))
        self.assertEqual(self.sold(kind, 0, 3), [2, 1, 1])
        self.assertEqual(self.record(number)["departure"], today(3), "the other room stays")

    def test_a_whole_order_that_leaves_early_is_charged_as_sold(self):
        number, _, rooms, kind = self.two(nights=3)
        for act in ("check-in", "check-out"):
            self.post(f"/orders/{number}/{act}")
        self.settled()
        self.assertEqual((self.sums(number), self.sold(kind, 0, 3)), ((180000, 180000, 0, 0, 2), [2, 0, 0]))
        self.act(self.record(number)["stays"][0]["id"], "undo")
        self.assertEqual((self.sums(number), self.sold(kind, 0, 3)), ((180000, 180000, 0, 0, 2), [2, 1, 1]))

    def test_one_room_is_cancelled_and_its_price_comes_back(self):
        number, (one, two), rooms, kind = self.two(nights=2, first=5)
        self.act(one, "cancel")
        self.assertEqual(self.state(number), ("confirmed", ["cancelled", "due_in"]))
        self.settled()
        self.assertEqual(self.sums(number), (60000, 120000, 60000, 0, 1))
        self.assertEqual(self.sold(kind, 5, 2), [1, 1])
        self.act(two, "cancel")
        self.assertEqual(self.state(number)[0], "cancelled")
        self.settled()
        order = self.record(number)
        self.assertEqual((order["refund_fen"], order["money"], order["due_fen"]), (120000, "refunded", 0))
        self.assertEqual(self.sold(kind, 5, 2), [0, 0])

    def test_a_cancel_after_the_free_hours_keeps_a_night_of_that_room(self):
        number, (one, two), rooms, kind = self.two(nights=2)
        self.act(one, "cancel")
        self.settled()
        self.assertEqual(self.sums(number), (90000, 120000, 30000, 0, 1))

    def test_nobody_came_to_one_room(self):
        number, (one, two), rooms, kind = self.two(nights=2)
        self.act(two, "no-show")
        self.act(one, "check-in")
        self.settled()
        self.assertEqual(self.state(number), ("in_house", ["in_house", "no_show"]))
        self.assertEqual((self.sums(number), self.sold(kind, 0, 2)), ((90000, 120000, 30000, 0, 2), [2, 1]))

    def test_a_room_is_taken_from_its_own_arrival_on(self):
        number, (one, two), rooms, kind = self.two(nights=2)
        self.act(one, "no-show")
        self.assertEqual(self.staff("PATCH", f"/orders/{number}", {"arrival": today(3), "departure": today(5)}).status, 200)
        self.act(two, "check-in", {"room_id": rooms[0]})
        nights = self.rows("SELECT count(*), max(night) - min(night) FROM room_nights WHERE stay_id = ?", int(two))
        self.assertEqual((nights, self.record(number)["arrival"]), ([(2, 1)], today()), "the order's is that of the room nobody came to")

    def test_longer_and_shorter(self):
        number, (one, two), rooms, kind = self.two(nights=2)
        self.act(one, "check-in")
        longer = self.act(one, "extend", {"departure": today(4)})
        self.assertEqual((longer["departure"], len(longer["nights"])), (today(4), 4))
        self.assertEqual((self.sums(number), self.record(number)["departure"]), ((180000, 120000, 0, 60000, 2), today(4)))
        self.act(one, "shorten", {"departure": today(3)})
        self.assertEqual((self.sums(number), self.sold(kind, 0, 4)), ((150000, 120000, 0, 30000, 2), [2, 2, 1, 0]))
        self.act(two, "shorten", {"departure": today(1)})
        self.act(one, "shorten", {"departure": today(1)})
        self.settled()
        self.assertEqual((self.sums(number), self.record(number)["departure"]), ((60000, 120000, 60000, 0, 2), today(1)))
        for name, day in (("extend", 1), ("shorten", 1), ("shorten", 0), ("shorten", 2), ("extend", -1)):
            self.refused(self.act(one, name, {"departure": today(day)}, 400), 400, "bad_request", "departure")
        again = self.act(one, "extend", {"departure": today(2)})
        self.assertEqual([n["date"] for n in again["nights"]], [today(), today(1)], "a night that was given up is had again")

    def test_rules_of_sale_do_not_bind_who_is_in_house(self):
        number, (one, two), rooms, kind = self.two(nights=1)
        self.act(one, "check-in")
        self.edit_nights(kind, 1, 3, closed=True, min_stay=5)
        self.staff("PATCH", "/room-types/" + kind, {"status": "off"}, 200)
        self.assertEqual(self.act(one, "extend", {"departure": today(3)})["departure"], today(3))
        self.refused(self.act(two, "extend", {"departure": today(3)}, 409), 409, "off_sale")

    def test_no_stock_binds_everybody(self):
        number, (one, two), rooms, kind = self.two(nights=1)
        self.act(one, "check-in")
        self.edit_nights(kind, 1, 1, sellable=0)
        self.refused(self.act(one, "extend", {"departure": today(2)}, 409), 409, "sold_out")

    def test_a_better_room_takes_the_stock_with_it(self):
        number, (one, two), rooms, kind = self.two(nights=2)
        better = self.room_type(price=50000)
        suite, = self.rooms(better, 1)
        self.act(one, "check-in", {"room_id": rooms[0]})
        for price, payable in (("keep", 120000), ):
            self.assertEqual(self.act(one, "move", {"room_id": suite, "price": price})["room_type_id"], better)
            self.assertEqual((self.sold(kind, 0, 2), self.sold(better, 0, 2), self.sums(number)[0]), ([1, 1], [1, 1], payable))
        self.assertEqual(self.cleanliness(rooms[0]), ["dirty"])
        further = self.act(one, "extend", {"departure": today(3)})
        self.assertEqual((further["nights"][-1]["price_fen"], self.sold(better, 2, 1), self.sold(kind, 2, 1)), (30000, [1], [0]), "sold as before, and uses the suite's stock")
        self.act(one, "move", {"room_id": rooms[1]})
        self.assertEqual((self.sold(kind, 0, 3), self.sold(better, 0, 3)), ([2, 2, 1], [0, 0, 0]))

    def test_what_a_move_costs(self):
        for price, nights in (("keep", [30000, 30000]), ("new", [50000, 70000]), ("difference", [50000, 70000]), (None, [30000, 30000])):
            with self.subTest(price=price):
                kind, better = self.room_type(), self.room_type(price=50000)
                suite, = self.rooms(better, 1)
                self.rooms(kind, 1)
                self.edit_nights(better, 1, 1, price_fen=70000)
                number, (stay,) = self.walk_in(kind)
                moved = self.act(stay, "move", {"room_id": suite, **({"price": price} if price else {})})
                self.assertEqual(([n["price_fen"] for n in moved["nights"]], self.sums(number)[0]), (nights, sum(nights)))
                self.assertEqual(moved["priced_as"], better if price in ("new", "difference") else kind, "of a further night")

    def test_the_difference_is_laid_upon_what_was_agreed(self):
        kind, better = self.room_type(), self.room_type(price=50000)
        suite, = self.rooms(better, 1)
        room, = self.rooms(kind, 1)
        number, (stay,) = self.walk_in(kind, 1)
        self.edit_nights(kind, 0, 0, price_fen=40000)
        self.assertEqual(self.act(stay, "move", {"room_id": suite, "price": "difference"})["nights"][0]["price_fen"], 40000)
        self.assertEqual(self.act(stay, "move", {"room_id": room, "price": "new"})["nights"][0]["price_fen"], 40000)

    def test_a_type_sold_out_is_not_moved_into(self):
        number, (one, two), rooms, kind = self.two()
        better = self.room_type(stock=1)
        suite, = self.rooms(better, 1)
        self.book(self.guest(), better, 1, 1)
        self.refused(self.act(one, "move", {"room_id": suite}, 409), 409, "sold_out")
        self.assertEqual((self.sold(kind, 0, 2), self.sold(better, 0, 2)), ([2, 2], [0, 1]))

    def test_what_a_move_refuses(self):
        number, (one, two), rooms, kind = self.two()
        self.act(one, "check-in", {"room_id": rooms[0]})
        self.act(two, "check-in", {"room_id": rooms[1]})
        self.refused(self.act(one, "move", {"room_id": rooms[0]}, 400), 400, "bad_request", "room_id")
        self.refused(self.act(one, "move", {"room_id": rooms[1]}, 409), 409, "room_taken", "room_id")
        self.refused(self.act(one, "move", {"room_id": "1"}, 400), 400, "bad_request", "room_id")
        self.refused(self.act(one, "move", {"room_id": rooms[2], "price": "free"}, 400), 400, "bad_request", "price")
        self.act(one, "check-out")
        self.refused(self.act(one, "move", {"room_id": rooms[2]}, 409), 409, "order_state")
        self.refused(self.staff("POST", "/stays/1/move", {"room_id": rooms[2]}), 404, "not_found")

    def test_two_change_rooms(self):
        number, (one, two), rooms, kind = self.two()
        better = self.room_type()
        suite, = self.rooms(better, 1)
        self.act(one, "check-in", {"room_id": rooms[0]})
        other, (third,) = self.walk_in(better, 3)
        self.act(third, "check-in", {"room_id": suite})
        self.assertEqual(self.act(one, "swap", {"with": third})["room_id"], suite)
        self.assertEqual(self.record(other)["stays"][0]["room_id"], rooms[0])
        self.assertEqual((self.sold(kind, 0, 3), self.sold(better, 0, 3)), ([2, 2, 1], [1, 1, 0]))
        self.assertEqual(self.cleanliness(rooms[0], suite), ["dirty", "dirty"])
        self.refused(self.act(one, "swap", {"with": two}, 400), 400, "bad_request", "with")
        self.refused(self.act(one, "swap", {"with": one}, 400), 400, "bad_request", "with")
        self.act(two, "check-in", {"room_id": rooms[1]})
        self.act(one, "swap", {"with": two})
        self.assertEqual({s["id"]: s["room_id"] for s in self.record(number)["stays"]}, {one: rooms[1], two: suite}, "of one order, too")

    def test_every_step_is_taken_back(self):
        number, (one, two), rooms, kind = self.two(nights=3)
        fresh = self.record(number)
        for step, body in (("check-in", {"room_id": rooms[0]}), ("cancel", {}), ("no-show", {})):
            with self.subTest(step=step):
                self.act(one, step, body)
                self.settled()
                self.assertEqual(self.act(one, "undo")["state"], "due_in")
                now = self.record(number)
                self.assertEqual((now["status"], now["payable_fen"], now["rooms"], now["departure"], now["room_numbers"], self.sold(kind, 0, 3)),
                                 ("confirmed", fresh["payable_fen"], 2, fresh["departure"], [], [2, 2, 2]))
                self.assertEqual(now["due_fen"], now["refund_fen"], "what went back is owed again")
        self.refused(self.act(one, "undo", status=409), 409, "order_state")
        self.act(one, "check-in", {"room_id": rooms[0]})
        self.act(one, "check-out")
        self.assertEqual(self.act(one, "undo")["state"], "in_house")
        now = self.record(number)
        self.assertEqual((now["status"], now["payable_fen"], now["departure"], self.sold(kind, 0, 3)),
                         ("in_house", fresh["payable_fen"], fresh["departure"], [2, 2, 2]))
        self.assertEqual(self.rows("SELECT count(*) FROM room_nights WHERE stay_id = ?", int(one)), [(3,)])
        self.act(one, "undo")
        self.assertEqual(self.state(number), ("confirmed", ["due_in", "due_in"]), "the check-in before it, too")

    def test_a_better_room_that_nobody_came_to_after_all_is_for_sale_again(self):
        kind, better = self.room_type(stock=1), self.room_type(stock=1)
        suite, = self.rooms(better, 1)
        _, (one,) = self.walk_in(kind, 2)
        self.act(one, "check-in", {"room_id": suite})
        self.assertEqual((self.sold(kind, 0, 2), self.sold(better, 0, 2)), ([0, 0], [1, 1]))
        self.assertEqual(self.act(one, "undo")["room_type_id"], kind)
        self.assertEqual((self.sold(kind, 0, 2), self.sold(better, 0, 2)), ([1, 1], [0, 0]))
        self.act(one, "check-in", {"room_id": suite})
        self.book(self.guest(), kind, 1, 1)
        self.assertEqual(self.act(one, "undo")["room_type_id"], better, "what was sold is gone meanwhile")
        self.assertEqual((self.sold(kind, 0, 2), self.sold(better, 0, 2)), ([0, 1], [1, 1]))

    def test_a_whole_order_is_taken_back_room_by_room_with_its_coupon(self):
        kind, guest = self.room_type(), self.guest()
        grant = self.coupon(guest, amount_fen=1000)
        order = self.booked_and_paid(guest, kind, 5, 1, 2, coupon_id=grant)
        guest.cancel(order["order_no"])
        self.assertEqual(self.coupon_status(guest, grant), "unused")
        self.settled()
        for stay in self.record(order["order_no"])["stays"]:
            self.act(stay["id"], "undo")
        now = self.record(order["order_no"])
        self.assertEqual((now["status"], now["payable_fen"], now["due_fen"], self.coupon_status(guest, grant)), ("confirmed", 59000, 59000, "used"))

    def test_a_room_given_away_is_not_taken_back(self):
        number, (one, two), rooms, kind = self.two(nights=3)
        self.act(one, "check-in", {"room_id": rooms[0]})
        self.act(one, "check-out")
        _, (other,) = self.walk_in(kind)
        self.act(other, "check-in", {"room_id": rooms[0]})
        self.refused(self.act(one, "undo", status=409), 409, "room_taken", "room_id")
        self.assertEqual(self.state(number), ("in_house", ["departed", "due_in"]))

    def test_nights_sold_since_are_not_taken_back(self):
        number, (one, two), rooms, kind = self.two(nights=1, stock=3, first=3)
        self.act(one, "cancel")
        self.book(self.guest(), kind, 3, 1, 2)
        self.refused(self.act(one, "undo", status=409), 409, "sold_out")

    def test_who_leaves_last_settles(self):
        kind = self.room_type()
        self.rooms(kind, 3)
        number, (one, two) = self.walk_in(kind, 1, 2)
        for stay in (one, two):
            self.act(stay, "check-in")
        self.act(one, "check-out")
        refused = self.act(two, "check-out", status=409)
        self.refused(refused, 409, "balance_due")
        self.assertEqual(refused.json["due_fen"], 60000)
        self.refused(self.act(two, "check-out", {"leave_owing": {}}, 400), 400, "bad_request", "leave_owing.reason")
        self.act(two, "check-out", {"leave_owing": {"reason": "公司月结"}})
        self.assertEqual((self.state(number)[0], self.record(number)["due_fen"], self.record(number)["history"][-1]["note"]), ("completed", 60000, "left_owing"))
        row = next(r for r in self.staff("GET", f"/audit?object=order&object_id={number}").json["items"] if r["action"] == "stay.leave_owing")
        self.assertEqual(json.loads(row["after"]), {"due_fen": 60000, "reason": "公司月结"})
        desk = self.server.staff_token("chengdu")
        number, (one,) = self.walk_in(kind, 1)
        self.act(one, "check-in")
        self.refused(self.staff("POST", f"/stays/{one}/check-out", {"leave_owing": {"reason": "x"}}, token=desk), 403, "forbidden")
        self.assertEqual(self.state(number)[0], "in_house")

    def test_an_unpaid_room_is_not_touched(self):
        number, (one, two), rooms, kind = self.two(paid=False)
        self.assertEqual(self.state(number), ("pending_payment", ["due_in", "due_in"]))
        for name, body in (("check-in", {}), ("cancel", {}), ("no-show", {}), ("undo", {}), ("move", {"room_id": rooms[0]}), ("extend", {"departure": today(5)}),
                           ("shorten", {"departure": today(1)}), ("check-out", {})):
            self.refused(self.act(one, name, body, 409), 409, "order_state")

    def test_many_at_once_on_one_room_and_one_order(self):
        number, stays, rooms, kind = self.two(nights=3)
        acts = [(stay, name, body) for stay in stays for name, body in (
            ("check-in", {"room_id": rooms[0]}), ("check-in", {}), ("cancel", {}), ("no-show", {}), ("move", {"room_id": rooms[0]}),
            ("extend", {"departure": today(4)}), ("shorten", {"departure": today(2)}), ("undo", {}))]
        for _ in range(3):
            answers = parallel(len(acts), lambda i: self.staff("POST", f"/stays/{acts[i][0]}/{acts[i][1]}", acts[i][2]))
            self.assertLessEqual({a.status for a in answers}, {200, 400, 409})
        self.settled()
        order = self.record(number)
        charged = self.rows("SELECT coalesce(sum(n.net_fen), 0) FROM stays s JOIN stay_nights n ON n.stay_id = s.id"
                            " WHERE s.order_id = ? AND n.night < coalesce(s.charged_until, s.departure)", int(number))[0][0]
        if order["status"] not in ("cancelled", "no_show"):
            self.assertEqual(order["payable_fen"], charged)
        self.assertGreaterEqual(order["paid_fen"], order["refund_fen"])


class Modes(Desk):
    """A type whose stock is taken or not, and that is changed when something of it is sold: a night uses its type's stock when
    the type has it counted as the night is taken, and gives back what it took. House asks after each class that all adds up."""

    def mode(self, kind, mode):
        self.staff("PATCH", "/room-types/" + kind, {"stock_mode": mode}, 200)

    def test_what_is_taken_back_uses_what_the_type_counts_now(self):
        for was, now, sold in (("never", "order", 1), ("order", "never", 0), ("payment", "order", 1)):
            for step in ("cancel", "no-show"):
                with self.subTest(was=was, now=now, step=step):
                    kind = self.room_type(mode=was)
                    _, (one,) = self.walk_in(kind, 3)
                    self.act(one, step)
                    self.mode(kind, now)
                    self.act(one, "undo")
                    kept = [1 if was != "never" and step == "no-show" else sold]
                    self.assertEqual(self.sold(kind, 0, 3), kept + [sold] * 2)
                    self.act(one, "cancel")
                    self.assertEqual(self.sold(kind, 0, 3), [0] * 3)

    def test_further_nights_use_the_stock_of_the_room_that_they_are_in(self):
        uncounted, counted = self.room_type(mode="never", stock=1), self.room_type(stock=1)
        suite, = self.rooms(counted, 1)
        rooms = self.rooms(uncounted, 1)
        _, (one,) = self.walk_in(uncounted, 1)
        self.act(one, "move", {"room_id": suite})
        self.act(one, "check-in")
        self.act(one, "extend", {"departure": today(2)})
        self.assertEqual((self.sold(counted, 0, 3), self.sold(uncounted, 0, 3)), ([1, 1, 0], [0] * 3))
        self.walk_in_at(counted, 2)
        self.refused(self.act(one, "extend", {"departure": today(3)}, 409), 409, "sold_out")
        self.act(one, "move", {"room_id": rooms[0]})
        self.assertEqual((self.sold(counted, 0, 3), self.sold(uncounted, 0, 3)), ([0, 0, 1], [0] * 3))
        self.act(one, "check-out", {"leave_owing": {"reason": "月结"}})
        self.act(one, "undo")
        self.assertEqual(self.sold(uncounted, 0, 3), [0] * 3)

    def test_a_guest_of_a_counted_type_stays_on_in_one_that_is_not(self):
        counted, uncounted = self.room_type(), self.room_type(mode="never", stock=1)
        rooms = self.rooms(uncounted, 2)
        for room in rooms:
            _, (one,) = self.walk_in(counted, 1)
            self.act(one, "check-in", {"room_id": room})
            self.act(one, "extend", {"departure": today(3)})
        self.assertEqual((self.sold(counted, 0, 3), self.sold(uncounted, 0, 3)), ([0] * 3, [0] * 3))

    def test_rooms_change_between_a_counted_type_and_another(self):
        counted, uncounted = self.room_type(stock=1), self.room_type(mode="never")
        suite, = self.rooms(counted, 1)
        room, = self.rooms(uncounted, 1)
        _, (one,) = self.walk_in(counted, 2)
        _, (two,) = self.walk_in(uncounted, 3)
        self.act(one, "check-in", {"room_id": suite})
        self.act(two, "check-in", {"room_id": room})
        self.act(one, "swap", {"with": two})
        self.assertEqual((self.sold(counted, 0, 3), self.sold(uncounted, 0, 3)), ([1, 1, 1], [0] * 3))
        self.act(two, "swap", {"with": one})
        self.assertEqual((self.sold(counted, 0, 3), self.sold(uncounted, 0, 3)), ([1, 1, 0], [0] * 3))

    def test_who_pays_after_the_type_began_to_be_counted(self):
        kind, guests = self.room_type(mode="never", stock=1), [self.guest(), self.guest()]
        orders = [self.book(guest, kind, 3, 2)["order_no"] for guest in guests]
        self.mode(kind, "order")
        for guest, number in zip(guests, orders):
            guest.pay(number)
        self.settled()
        self.assertEqual([self.record(n)["status"] for n in orders], ["confirmed", "cancelled"])
        self.assertEqual((self.record(orders[1])["refund_fen"], self.sold(kind, 3, 2)), (60000, [1, 1]))

    def test_who_pays_after_the_type_ceased_to_be_counted(self):
        kind, guests = self.room_type(mode="payment", stock=1), [self.guest(), self.guest()]
        orders = [self.book(guest, kind, 3, 2)["order_no"] for guest in guests]
        self.mode(kind, "never")
        for guest, number in zip(guests, orders):
            guest.pay(number)
        self.settled()
        self.assertEqual([self.record(n)["status"] for n in orders], ["confirmed"] * 2)
        self.assertEqual(self.sold(kind, 3, 2), [0, 0])


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
            store, now = released(data, 37), int(time.time() - 21600) // 86400
            store.executescript(self.BEFORE.replace(":today", str(now)))
            store.close()
            done = command(data, "migrate")
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
                             [(34,), (33,), (33,)] * 2)
            self.assertEqual(ask("SELECT departure - ? FROM orders WHERE id IN (14, 15) ORDER BY id", now), [(2,), (-3,)])
            self.assertEqual(ask("SELECT s.order_id, n.room_id, n.night - ?, s.room_id FROM room_nights n JOIN stays s ON s.id = n.stay_id"
                                 " WHERE s.order_id = 14 ORDER BY 4, 3", now),
                             [(14, 2, -2, 2), (14, 2, -1, 2), (14, 2, 0, 2), (14, 2, 1, 2),
                              (14, 1, -2, 3), (14, 1, -1, 3), (14, 3, 0, 3), (14, 3, 1, 3)], "who kept a room is one stay, who moved another")
            self.assertEqual(ask("SELECT count(*) FROM room_nights"), [(15,)])
            self.assertEqual(ask("PRAGMA foreign_key_check") + ask("PRAGMA integrity_check"), [("ok",)])


if __name__ == "__main__":
    unittest.main()
