"""A stay that changes after it was sold: other rooms, more nights; and that price, terms, states and coupon stay right."""
import os
import sys
import unittest
from collections import Counter

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import Server, branch, parallel, stay, today  # noqa: E402

shared = None


def setUpModule():
    global shared
    shared = Server().__enter__()
    unittest.addModuleCleanup(shared.__exit__, None, None, None)


class Stay(House):
    def move(self, number, *ids, key=None, **more):
        return self.staff("POST", f"/orders/{number}/move", {"room_ids": list(ids), **more}, key=key)

    def extend(self, number, last, key=None):
        return self.staff("POST", f"/orders/{number}/extend", {"departure": today(last)}, key=key)

    def in_house(self, kind, *args, rooms=(), guest=None):
        number = self.booked_and_paid(guest or self.guest(), kind, *args)["order_no"]
        self.post(f"/orders/{number}/check-in", {"room_ids": list(rooms)})
        return number

    def number_of(self, room):
        return self.staff("GET", "/rooms/" + room, status=200).json["number"]

    def status_of(self, *rooms):
        return [self.staff("GET", "/rooms/" + room, status=200).json["status"] for room in rooms]

    def nights_of(self, number):
        return sorted(self.rows("SELECT n.room_id, n.night FROM room_nights n JOIN stays s ON s.id = n.stay_id WHERE s.order_id = ?", int(number)))

    def trail(self, number):
        return [action for action, in self.rows("SELECT action FROM audit WHERE object_id = ? ORDER BY id", int(number))]


class Moves(Stay):
    def test_a_guest_in_house_gets_another_room_and_leaves_a_dirty_one(self):
        guest, kind = self.guest(), self.room_type()
        one, two = self.rooms(kind, 2)
        number = self.in_house(kind, 0, 3, rooms=[one], guest=guest)
        answer = self.move(number, two)
        self.assertEqual((answer.status, answer.json["room_numbers"], answer.json["status"]), (200, [self.number_of(two)], "in_house"), answer)
        self.assertEqual(self.status_of(one, two), ["dirty", "clean"])
        self.assertEqual({room for room, _ in self.nights_of(number)}, {int(two)})
        self.assertEqual(self.steps(answer.json)[-1], ("in_house", "in_house", "staff"))
        self.assertEqual(self.trail(number)[-1], "order.move")
        self.settled()
        self.assertEqual(guest.notices(number)[-1], "moved")
        other = self.booked_and_paid(self.guest(), kind, 1, 2)["order_no"]
        self.assertEqual(self.staff("POST", f"/orders/{other}/check-in", {"room_ids": [one]}).status, 200, "the room left is free")

    def test_one_of_two_rooms_is_changed(self):
        kind = self.room_type()
        one, two, three = self.rooms(kind, 3)
        number = self.in_house(kind, 0, 2, 2, rooms=[one, two])
        self.assertEqual(self.move(number, three, two).json["room_numbers"], [self.number_of(two), self.number_of(three)])
        self.assertEqual(self.status_of(one, two, three), ["dirty", "clean", "clean"])
        self.post(f"/orders/{number}/check-out")
        self.assertEqual(self.status_of(one, two, three), ["dirty", "dirty", "dirty"])

    def test_a_room_that_broke_is_closed_once_its_guest_has_moved(self):
        kind = self.room_type()
        one, two = self.rooms(kind, 2)
        number = self.in_house(kind, 0, 2, rooms=[one])
        refused = self.staff("PATCH", "/rooms/" + one, {"status": "out_of_order"})
        self.refused(refused, 409, "room_taken", "room_id")
        self.assertIn(number, refused.json["detail"], "whose room it is")
        self.assertEqual(self.move(number, two).status, 200)
        self.staff("PATCH", "/rooms/" + one, {"status": "out_of_order"}, 200)
        self.assertEqual(self.status_of(one, two), ["out_of_order", "clean"])

    def test_rooms_given_before_arrival_are_those_of_check_in(self):
        guest, kind = self.guest(), self.room_type()
        one, two, three = self.rooms(kind, 3)
        number = self.booked_and_paid(guest, kind, 0, 2)["order_no"]
        given = self.move(number, three)
        self.assertEqual((given.json["status"], given.json["room_numbers"]), ("confirmed", [self.number_of(three)]), given)
        self.assertEqual(self.status_of(three), ["clean"])
        other = self.booked_and_paid(self.guest(), kind, 1)["order_no"]
        self.refused(self.staff("POST", f"/orders/{other}/check-in", {"room_ids": [three]}), 409, "room_taken", "room_ids")
        self.assertEqual(self.post(f"/orders/{number}/check-in")["room_numbers"], [self.number_of(three)])
        self.settled()
        self.assertEqual(guest.notices(number), ["created", "confirmed", "checked_in"], "which room it will be concerns the desk")

    def test_a_room_given_before_arrival_that_broke_is_replaced_first(self):
        kind = self.room_type()
        one, two = self.rooms(kind, 2)
        number = self.booked_and_paid(self.guest(), kind, 0, 2)["order_no"]
        self.move(number, one)
        self.refused(self.staff("PATCH", "/rooms/" + one, {"status": "out_of_order"}), 409, "room_taken", "room_id")
        self.move(number, two)
        self.staff("PATCH", "/rooms/" + one, {"status": "out_of_order"}, 200)
        self.assertEqual(self.post(f"/orders/{number}/check-in")["room_numbers"], [self.number_of(two)])
        self.assertEqual({room for room, _ in self.nights_of(number)}, {int(two)})

    def test_rooms_given_before_arrival_come_back(self):
        for action in ("cancel", "no-show"):
            with self.subTest(action=action):
                kind = self.room_type()
                one, _ = self.rooms(kind, 2)
                number = self.booked_and_paid(self.guest(), kind, 0, 2)["order_no"]
                self.assertEqual(self.move(number, one).status, 200)
                self.post(f"/orders/{number}/{action}")
                self.assertEqual(self.nights_of(number), [])
                self.in_house(kind, 0, 2, rooms=[one])

    def test_what_cannot_be_is_refused_and_changes_nothing(self):
        kind, other_kind = self.room_type(), self.room_type()
        one, two, three, broken = self.rooms(kind, 4)
        foreign, = self.rooms(other_kind, 1)
        away = next(r["id"] for r in self.staff("GET", f"/rooms?branch_id={branch(self.server, '北京')}&limit=1").json["items"])
        self.staff("PATCH", "/rooms/" + broken, {"status": "out_of_order"}, 200)
        number = self.in_house(kind, 0, 3, 2, rooms=[one, two])
        self.in_house(kind, 0, 1, rooms=[three])
        self.settled()
        before, nights = self.record(number), self.nights_of(number)
        for ids, status, code in (((one,), 400, "bad_request"), ((one, two, three), 400, "bad_request"), ((one, "1"), 400, "bad_request"),
                                  ((one, away), 400, "bad_request"), ((one, broken), 409, "room_closed"), ((one, foreign), 400, "bad_request"),
                                  ((one, one), 409, "room_taken"), ((one, three), 409, "room_taken")):
            with self.subTest(ids=ids):
                self.refused(self.move(number, *ids), status, code, "room_ids")
        self.assertEqual((self.record(number), self.nights_of(number)), (before, nights))
        self.assertEqual(self.status_of(one, two), ["clean", "clean"])

    def test_another_type_is_given_only_on_purpose(self):
        kind, better = self.room_type(), self.room_type()
        one, = self.rooms(kind, 1)
        upper, = self.rooms(better, 1)
        number = self.in_house(kind, 0, 2, rooms=[one])
        self.refused(self.move(number, upper), 400, "bad_request", "room_ids")
        moved = self.move(number, upper, allow_other_type=True).json
        self.assertEqual((moved["room_numbers"], moved["room_type_id"], moved["payable_fen"]), ([self.number_of(upper)], kind, 60000))
        self.assertEqual((self.sold(kind, 0, 2), self.sold(better, 0, 2)), ([0, 0], [1, 1]), "the stock goes with the guest")

    def test_two_moves_at_once_into_one_room_are_one(self):
        kind = self.room_type()
        one, two, three = self.rooms(kind, 3)
        numbers = [self.in_house(kind, 0, 2, rooms=[room]) for room in (one, two)]
        answers = parallel(2, lambda i: self.move(numbers[i], three))
        self.assertEqual(Counter((a.status, a.json.get("code")) for a in answers), {(200, None): 1, (409, "room_taken"): 1})

    def test_a_repeated_move_is_one_step(self):
        kind = self.room_type()
        one, two = self.rooms(kind, 2)
        number = self.in_house(kind, 0, 2, rooms=[one])
        answers = parallel(4, lambda i: self.move(number, two, key="once"))
        self.assertEqual(len({a.body for a in answers}), 1)
        self.assertEqual(len(self.record(number)["history"]), 4)


class Extensions(Stay):
    def test_more_nights_cost_what_the_calendar_says_today(self):
        guest, kind = self.guest(), self.room_type(price=30000)
        room, = self.rooms(kind, 1)
        number = self.in_house(kind, 0, 2, rooms=[room], guest=guest)
        self.edit_nights(kind, 0, 1, price_fen=99999)
        self.edit_nights(kind, 2, 2, price_fen=41000)
        longer = self.extend(number, 4)
        self.assertEqual(longer.status, 200, longer)
        order = longer.json
        self.assertEqual([n["net_fen"] for n in order["nights"]], [30000, 30000, 41000, 30000], "nights that were sold keep their price")
        self.assertEqual((order["departure"], order["total_fen"], order["payable_fen"], order["paid_fen"], order["due_fen"], order["money"]),
                         (today(4), 131000, 131000, 60000, 71000, "part_paid"))
        self.assertEqual((self.sold(kind, 0, 5), order["room_numbers"]), ([1, 1, 1, 1, 0], [self.number_of(room)]))
        self.assertEqual(len(self.nights_of(number)), 4)
        self.assertEqual(self.steps(order)[-1], ("in_house", "in_house", "staff"))
        self.assertEqual(self.trail(number)[-1], "order.extend")
        self.settled()
        self.assertEqual(guest.notices(number)[-1], "extended")
        self.assertEqual((guest.order(number)["money"], guest.order(number)["departure"]), ("part_paid", today(4)))

    def test_a_payment_notice_repeated_after_an_extension_changes_nothing(self):
        guest, kind = self.guest(), self.room_type()
        number = self.booked_and_paid(guest, kind, 0)["order_no"]
        self.extend(number, 2)
        self.settled()
        before = self.record(number)
        self.assertEqual(guest.pay(number).json["money"], "part_paid")
        self.refused(guest.post(f"/orders/{number}/pay"), 409, "order_state")
        self.settled()
        self.assertEqual(self.record(number), before)

    def test_an_unpaid_walk_in_owes_it_all(self):
        number = self.staff("POST", "/orders", stay(self.room_type(), 0, 1, 2), 201).json["order_no"]
        order = self.extend(number, 2).json
        self.assertEqual((order["money"], order["due_fen"], order["payable_fen"]), ("unpaid", 120000, 120000))

    def test_terms_and_discount_stay_as_they_were(self):
        guest, kind = self.guest(), self.room_type(price=33333)
        grant = self.coupon(guest, "percent", percent_off=7)
        order = self.booked_and_paid(guest, kind, 10, 2, 2, coupon_id=grant)
        longer = self.extend(order["order_no"], 14).json
        self.assertEqual((longer["cancellation"], longer["discount_fen"]), (order["cancellation"], order["discount_fen"]))
        self.assertEqual(longer["nights"][:2], order["nights"])
        self.assertEqual(longer["payable_fen"], order["payable_fen"] + 2 * 2 * 33333)
        self.assertEqual(sum(n["net_fen"] for n in longer["nights"]), longer["payable_fen"])
        off = guest.cancel(order["order_no"]).json
        self.assertEqual((off["refund_fen"], self.sold(kind, 10, 5)), (order["payable_fen"], [0] * 5), "what was paid, no more")
        self.assertEqual(self.coupon_status(guest, grant), "unused")
        self.assertEqual(self.money_is(order["order_no"], "refunded")["due_fen"], 0)

    def test_too_late_the_first_night_is_kept_and_no_more(self):
        for action in ("cancel", "no-show"):
            with self.subTest(action=action):
                guest, kind = self.guest(), self.room_type()
                order = self.booked_and_paid(guest, kind, 0, 2)
                self.assertEqual(self.extend(order["order_no"], 5).status, 200)
                gone = self.post(f"/orders/{order['order_no']}/{action}")
                self.assertEqual((gone["refund_fen"], gone["due_fen"]), (30000, 0))
                self.assertEqual(self.sold(kind, 0, 5), [0] * 5 if action == "cancel" else [1, 0, 0, 0, 0])

    def test_after_an_extension_check_out_gives_one_coupon_and_the_later_nights_back(self):
        guest, kind = self.guest(), self.room_type()
        number = self.in_house(kind, 0, 1, guest=guest)
        self.assertEqual(self.extend(number, 3).status, 200)
        self.settled()
        before = len(guest.coupons())
        self.post(f"/orders/{number}/check-out")
        self.settled()
        self.assertEqual(len(guest.coupons()), before + 1)
        self.assertEqual(self.sold(kind, 0, 3), [1, 0, 0])

    def test_a_room_that_is_not_free_is_named_and_nothing_is_taken(self):
        kind = self.room_type(stock=3)
        one, two, _ = self.rooms(kind, 3)
        number = self.in_house(kind, 0, 1, 2, rooms=[one, two])
        waiting = self.booked_and_paid(self.guest(), kind, 2)["order_no"]
        self.assertEqual(self.move(waiting, two).status, 200)
        self.settled()
        before = self.record(number), self.nights_of(number), self.calendar(kind, 0, 4)
        answer = self.extend(number, 3)
        self.refused(answer, 409, "room_taken", "room " + self.number_of(two))
        self.assertEqual(len(answer.fields()), 1)
        self.assertEqual((self.record(number), self.nights_of(number), self.calendar(kind, 0, 4)), before)
        self.assertEqual(self.extend(number, 2).status, 200)

    def test_stock_and_closed_nights_hold_and_the_minimum_stay_does_not(self):
        for mode in ("order", "payment"):
            with self.subTest(mode=mode):
                kind = self.room_type(stock=1, mode=mode)
                number = self.booked_and_paid(self.guest(), kind, 0)["order_no"]
                self.booked_and_paid(self.guest(), kind, 3)
                self.edit_nights(kind, 2, 2, closed=True)
                self.edit_nights(kind, 1, 1, min_stay=5)
                self.settled()
                before = self.record(number), self.calendar(kind, 0, 5)
                self.refused(self.extend(number, 4), 409, "sold_out")
                self.refused(self.extend(number, 3), 409, "sold_out")
                self.assertEqual((self.record(number), self.calendar(kind, 0, 5)), before)
                self.assertEqual(self.extend(number, 2).status, 200)
                self.assertEqual(self.sold(kind, 0, 4), [1, 1, 0, 1])

    def test_without_a_count_only_closed_nights_hold(self):
        kind = self.room_type(stock=1, mode="never")
        number = self.booked_and_paid(self.guest(), kind, 0)["order_no"]
        self.edit_nights(kind, 3, 3, closed=True)
        self.assertEqual(self.extend(number, 3).status, 200)
        self.refused(self.extend(number, 4), 409, "sold_out")
        self.assertEqual(self.sold(kind, 0, 4), [0, 0, 0, 0])

    def test_dates_that_cannot_be(self):
        number = self.booked_and_paid(self.guest(), self.room_type(), 2, 3)["order_no"]
        for last in (5, 4, 1, 63, 100000):
            with self.subTest(last=last):
                self.refused(self.extend(number, last), 400, "bad_request", "departure")
        far = self.booked_and_paid(self.guest(), self.room_type(), 729)["order_no"]
        self.refused(self.extend(far, 731), 400, "bad_request", "departure")
        self.assertEqual(self.extend(number, 62).status, 200, "60 nights in all")

    def test_two_parties_extend_into_the_last_room_and_one_gets_it(self):
        kind = self.room_type(stock=2)
        numbers = [self.booked_and_paid(self.guest(), kind, 0)["order_no"] for _ in range(2)]
        self.booked_and_paid(self.guest(), kind, 1)
        answers = parallel(2, lambda i: self.extend(numbers[i], 2))
        self.assertEqual(Counter((a.status, a.json.get("code")) for a in answers), {(200, None): 1, (409, "sold_out"): 1})
        self.assertEqual(self.sold(kind, 0, 2), [2, 2])

    def test_a_repeated_extension_is_one(self):
        number = self.booked_and_paid(self.guest(), self.room_type(), 0)["order_no"]
        answers = parallel(6, lambda i: self.extend(number, 2, key="longer"))
        self.assertEqual((len({a.body for a in answers}), answers[0].status), (1, 200))
        self.refused(self.extend(number, 2), 400, "bad_request", "departure")


class Money(Stay):
    def pay(self, number, amount, method="cash", **more):
        return self.staff("POST", f"/orders/{number}/pay", {"amount_fen": amount, "method": method}, **more)

    def walk_in(self, nights=1):
        return self.post("/orders", stay(self.room_type(price=30000), 0, nights), 201)["order_no"]

    def test_what_a_longer_stay_costs_is_taken_at_the_desk(self):
        order = self.booked_and_paid(self.guest(), self.room_type(price=30000), 0)
        self.assertEqual(self.extend(order["order_no"], 3).json["due_fen"], 60000)
        part = self.pay(order["order_no"], 20000, "card").json
        self.assertEqual((part["paid_fen"], part["due_fen"], part["money"]), (50000, 40000, "part_paid"))
        whole = self.pay(order["order_no"], 40000).json
        self.assertEqual((whole["paid_fen"], whole["due_fen"], whole["money"]), (90000, 0, "paid"))
        self.assertEqual([(p["provider"], p["amount_fen"]) for p in whole["payments"]],
                         [("sandbox", 30000), ("card", 20000), ("cash", 40000)])
        self.assertEqual([s["note"] for s in whole["history"]][-2:], ["paid_at_desk"] * 2)

    def test_a_walk_in_pays_and_gets_it_back_when_it_is_cancelled(self):
        number = self.walk_in(2)
        self.assertEqual(self.pay(number, 60000, "transfer").json["money"], "paid")
        self.assertEqual(self.record(number)["cancel_refund_fen"], 30000)
        self.post(f"/orders/{number}/cancel")
        record = self.money_is(number, "part_refunded")
        self.assertEqual([(r["amount_fen"], r["state"]) for r in record["refunds"]], [(30000, "success")])

    def test_never_more_than_is_owed_and_never_twice(self):
        number = self.walk_in()
        for amount, status in ((30001, 400), (0, 400), (-1, 400)):
            self.refused(self.pay(number, amount), status, "bad_request", "amount_fen")
        self.refused(self.pay(number, 1, "shells"), 400, "bad_request", "method")
        answers = parallel(8, lambda i: self.pay(number, 30000, key="once" if i % 2 else None).status)
        self.assertEqual((len(self.record(number)["payments"]), self.record(number)["paid_fen"]), (1, 30000), answers)
        self.refused(self.pay(number, 1), 400, "bad_request", "amount_fen")

    def test_only_what_is_confirmed_is_paid_at_the_desk(self):
        guest = self.guest()
        waiting = self.book(guest, self.room_type(), 5)["order_no"]
        self.refused(self.pay(waiting, 1), 409, "order_state")
        guest.cancel(waiting)
        self.refused(self.pay(waiting, 1), 409, "order_state")
        self.refused(self.pay(self.walk_in(), 1, token=self.server.staff_token("beijing")), 403, "branch_scope")
        self.assertEqual(self.record(waiting)["payments"], [])


class States(Stay):
    def test_only_a_stay_that_is_sold_and_not_over_changes(self):
        kind = self.room_type()
        room = self.rooms(kind, 4)[0]
        for state, steps in (("pending_payment", None), ("completed", ("check-in", "check-out")), ("cancelled", ("cancel",)),
                             ("no_show", ("no-show",))):
            with self.subTest(state=state):
                guest = self.guest()
                order = self.booked_and_paid(guest, kind, 0) if steps else self.book(guest, kind, 0)
                for step in steps or ():
                    self.post(f"/orders/{order['order_no']}/{step}")
                self.settled()
                before = self.record(order["order_no"])
                self.assertEqual(before["status"], state)
                self.refused(self.move(order["order_no"], room), 409, "order_state")
                self.refused(self.extend(order["order_no"], 3), 409, "order_state")
                self.assertEqual(self.record(order["order_no"]), before)

    def test_the_desk_of_another_branch_changes_nothing(self):
        kind, token = self.room_type(), self.server.staff_token("shenzhen")
        room, = self.rooms(kind, 1)
        number = self.booked_and_paid(self.guest(), kind, 0)["order_no"]
        for act, body in (("move", {"room_ids": [room]}), ("extend", {"departure": today(3)})):
            self.refused(self.staff("POST", f"/orders/{number}/{act}", body, token=token), 403, "branch_scope")
            self.refused(self.staff("POST", f"/orders/1/{act}", body), 404, "not_found")
        self.assertEqual((self.record(number)["departure"], self.nights_of(number)), (today(1), []))


if __name__ == "__main__":
    unittest.main()
