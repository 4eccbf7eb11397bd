"""Orders: repeated requests, coupons and prices, cancelling and refunds, the state table, late payments."""
import json
import os
import sys
import unittest
from collections import Counter

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import ADMIN, API, House  # noqa: E402
from yizhan import Server, branch, parallel, stay, today  # noqa: E402


shared = None


def setUpModule():
    global shared
    shared = Server().__enter__()
    unittest.addModuleCleanup(shared.__exit__, None, None, None)


class Repeats(House):
    def test_one_key_twenty_times_at_once_is_one_order(self):
        guest, kind = self.guest(), self.room_type()
        body = stay(kind, 10, 2)
        answers = parallel(20, lambda i: guest.post("/orders", body, key="twenty"))
        self.assertEqual({a.status for a in answers}, {201})
        self.assertEqual(len({a.body for a in answers}), 1)
        self.assertEqual(len(guest.get("/orders").json["items"]), 1)
        self.assertEqual(self.sold(kind, 10, 2), [1, 1])

    def test_one_key_with_another_body_is_refused(self):
        guest, kind = self.guest(), self.room_type()
        self.book(guest, kind, key="one")
        self.refused(guest.post("/orders", stay(kind, 10, 2), key="one"), 422, "idempotency_mismatch")
        self.assertEqual(self.sold(kind, 10, 2), [1, 0])

    def test_a_refusal_is_given_again_even_when_it_would_now_succeed(self):
        guest, kind = self.guest(), self.room_type(stock=1)
        other = self.book(self.guest(), kind)
        first = guest.post("/orders", stay(kind), key="late")
        self.refused(first, 409, "sold_out")
        self.post(f"/orders/{other['order_no']}/cancel")
        again = guest.post("/orders", stay(kind), key="late")
        self.refused(again, 409, "sold_out")
        self.assertEqual(again.headers["Idempotent-Replay"], "true")
        self.assertEqual(guest.post("/orders", stay(kind), key="later").status, 201)

    def test_a_cancel_repeated_under_its_key_gives_the_first_answer(self):
        guest, kind = self.guest(), self.room_type()
        number = self.book(guest, kind)["order_no"]
        answers = parallel(10, lambda i: guest.post(f"/orders/{number}/cancel", key="off"))
        self.assertEqual({a.status for a in answers}, {200})
        self.assertEqual(len({a.body for a in answers}), 1)
        self.refused(guest.cancel(number), 409, "order_state")
        self.assertEqual(self.sold(kind), [0])

    def test_one_payment_notice_twenty_times_at_once_is_one_payment(self):
        guest, kind = self.guest(), self.room_type()
        number = self.book(guest, kind)["order_no"]
        answers = parallel(20, lambda i: guest.pay(number))
        self.assertEqual({a.status for a in answers}, {200})
        self.settled()
        record = self.record(number)
        self.assertEqual([p["amount_fen"] for p in record["payments"]], [30000])
        self.assertEqual((record["status"], record["paid_fen"], record["refund_fen"]), ("confirmed", 30000, 0))
        self.assertEqual(len(record["history"]), 2)
        self.assertEqual(guest.notices(number), ["created", "confirmed"])
        self.assertEqual(guest.pay(number).json["paid_fen"], 30000, "a notice that comes once more changes nothing")

    def test_a_staff_refund_repeated_under_its_key_is_one_refund(self):
        order = self.booked_and_paid(self.guest(), self.room_type())
        path, body = f"{ADMIN}/orders/{order['order_no']}/refund", {"amount_fen": 1000, "reason": "道歉"}
        answers = parallel(8, lambda i: self.server.post(path, body, token=self.owner_token, key="sorry"))
        self.assertEqual({a.status for a in answers}, {200})
        self.settled()
        self.assertEqual([r["amount_fen"] for r in self.record(order["order_no"])["refunds"]], [1000])


class Prices(House):
    def quote(self, guest, kind, grant=None, nights=1, rooms=1, first=10):
        body = {"room_type_id": kind, "arrival": today(first), "departure": today(first + nights), "rooms": rooms}
        return guest.post("/quotes", {**body, **({"coupon_id": grant} if grant else {})})

    def test_five_orders_at_once_with_one_coupon_are_one(self):
        guest, kind = self.guest(), self.room_type()
        grant = self.coupon(guest, amount_fen=1000)
        answers = parallel(5, lambda i: guest.post("/orders", stay(kind, 10 + i, coupon_id=grant)))
        self.assertEqual(Counter((a.status, a.json.get("code")) for a in answers), {(201, None): 1, (409, "coupon_used"): 4})
        self.assertEqual(sum(self.sold(kind, 10, 5)), 1, "the refused orders hold no night")

    def test_the_coupon_of_another_guest_is_unknown(self):
        guest, kind = self.guest(), self.room_type()
        grant = self.coupon(self.guest(), amount_fen=1000)
        for answer in (self.quote(guest, kind, grant), guest.post("/orders", stay(kind, coupon_id=grant))):
            self.refused(answer, 404, "not_found")
        self.assertEqual(self.sold(kind), [0])

    def test_a_coupon_serves_only_inside_its_dates(self):
        guest, kind = self.guest(), self.room_type()
        for first, last in ((-9, -3), (5, 9)):
            grant = self.coupon(guest, amount_fen=1000, valid_from=today(first), valid_to=today(last))
            self.refused(self.quote(guest, kind, grant), 409, "coupon_expired")
            self.refused(guest.post("/orders", stay(kind, coupon_id=grant)), 409, "coupon_expired")
        self.assertEqual(len(guest.coupons("expired")), 1)
        self.assertEqual(self.quote(guest, kind).json["coupons"], [c for c in self.quote(guest, kind).json["coupons"]
                                                                  if c["name"] == "新人立减券"])

    def test_percent_is_rounded_half_up_to_the_fen(self):
        guest = self.guest()
        for price, percent, off in ((10001, 50, 5001), (10003, 50, 5002), (10005, 10, 1001), (10004, 10, 1000), (10006, 10, 1001),
                                    (99999, 33, 33000), (1, 50, 1), (1, 49, 0), (10001, 100, 10001)):
            with self.subTest(price=price, percent=percent):
                kind = self.room_type(price=price)
                grant = self.coupon(guest, "percent", percent_off=percent)
                answer = self.quote(guest, kind, grant)
                if not off:
                    self.refused(answer, 409, "coupon_not_applicable")
                    continue
                self.assertEqual((answer.json["discount_fen"], answer.json["payable_fen"]), (off, price - off))

    def test_a_threshold_is_reached_at_its_own_amount(self):
        guest, kind = self.guest(), self.room_type(price=30000)
        grant = self.coupon(guest, "threshold", threshold_fen=60000, amount_fen=8000)
        self.refused(self.quote(guest, kind, grant), 409, "coupon_not_applicable")
        self.assertEqual(self.quote(guest, kind, grant, nights=2).json["payable_fen"], 52000)
        self.assertEqual(self.quote(guest, kind, grant, rooms=2).json["payable_fen"], 52000)
        above = self.coupon(guest, "threshold", threshold_fen=60001, amount_fen=8000)
        self.refused(self.quote(guest, kind, above, nights=2), 409, "coupon_not_applicable")

    def test_a_coupon_keeps_to_its_branches_and_room_types(self):
        guest, here, other = self.guest(), self.room_type(), self.room_type()
        away = self.coupon(guest, amount_fen=1000, scope={"branch_ids": [branch(self.server, "北京")]})
        home = self.coupon(guest, amount_fen=1000, scope={"branch_ids": [branch(self.server, "成都")]})
        narrow = self.coupon(guest, amount_fen=1000, scope={"room_type_ids": [other]})
        self.refused(self.quote(guest, here, away), 409, "coupon_not_applicable")
        self.refused(self.quote(guest, here, narrow), 409, "coupon_not_applicable")
        self.refused(guest.post("/orders", stay(here, coupon_id=narrow)), 409, "coupon_not_applicable")
        self.assertEqual(self.quote(guest, here, home).json["discount_fen"], 1000)
        self.assertEqual(self.quote(guest, other, narrow).json["discount_fen"], 1000)
        offered = {c["id"] for c in self.quote(guest, here).json["coupons"]}
        self.assertIn(home, offered)
        self.assertFalse(offered & {away, narrow})

    def test_a_discount_is_never_more_than_the_price(self):
        guest, kind = self.guest(), self.room_type(price=30000)
        grant = self.coupon(guest, amount_fen=99999999)
        order = self.book(guest, kind, 10, 2, coupon_id=grant)
        self.assertEqual((order["discount_fen"], order["payable_fen"]), (60000, 0))
        self.assertEqual([n["net_fen"] for n in order["nights"]], [0, 0])
        paid = guest.pay(order["order_no"]).json
        self.assertEqual((paid["status"], paid["money"], paid["paid_fen"]), ("confirmed", "paid", 0))
        off = guest.cancel(order["order_no"]).json
        self.assertEqual((off["status"], off["refund_fen"]), ("cancelled", 0))
        self.assertEqual(self.coupon_status(guest, grant), "unused")

    def test_the_shares_of_the_nights_add_up_to_the_fen(self):
        guest = self.guest()
        for rooms, percent, prices in ((1, 33, (10000, 10001, 10003)), (3, 7, (33333, 44444, 1)), (2, 50, (1, 1, 1)), (5, 99, (777, 13, 99999))):
            with self.subTest(rooms=rooms, percent=percent):
                kind = self.room_type()
                for day, price in enumerate(prices):
                    self.edit_nights(kind, 10 + day, 10 + day, price_fen=price)
                order = self.book(guest, kind, 10, 3, rooms, coupon_id=self.coupon(guest, "percent", percent_off=percent))
                self.assertEqual([n["price_fen"] for n in order["nights"]], list(prices))
                self.assertEqual(order["total_fen"], sum(prices) * rooms)
                self.assertEqual(order["discount_fen"], (order["total_fen"] * percent + 50) // 100)
                self.assertEqual(sum(n["net_fen"] for n in order["nights"]), order["payable_fen"])
                self.assertTrue(all(n["net_fen"] >= 0 for n in order["nights"]), order["nights"])

    def test_a_price_that_changed_since_the_quote_is_not_booked(self):
        guest, kind = self.guest(), self.room_type(price=30000)
        shown = self.quote(guest, kind).json["payable_fen"]
        self.edit_nights(kind, 10, 10, price_fen=31000)
        self.refused(guest.post("/orders", stay(kind, payable_fen=shown)), 409, "price_changed")
        self.refused(guest.post("/orders", stay(kind, payable_fen=0)), 409, "price_changed")
        self.assertEqual(self.sold(kind), [0])
        self.assertEqual(self.book(guest, kind, payable_fen=31000)["payable_fen"], 31000)

    def test_a_booked_price_stays_when_the_calendar_changes(self):
        guest, kind = self.guest(), self.room_type(price=30000)
        number = self.book(guest, kind)["order_no"]
        self.edit_nights(kind, 10, 10, price_fen=99000)
        self.assertEqual(guest.order(number)["payable_fen"], 30000)
        self.assertEqual(guest.pay(number).json["paid_fen"], 30000)

    def test_a_coupon_runs_out_at_its_quantity_and_its_limit_per_member(self):
        made = self.post("/coupons", dict(name="两张", kind="amount", amount_fen=100, valid_days=3, quantity=2, per_member=1), 201)["id"]
        guests = [self.guest() for _ in range(6)]
        give = lambda guest: self.staff("POST", f"/coupons/{made}/grants", {"member_id": guest.id})  # noqa: E731
        answers = parallel(6, lambda i: give(guests[i]))
        self.assertEqual(Counter(a.status for a in answers), {201: 2, 409: 4})
        holder = next(g for g, a in zip(guests, answers) if a.status == 201)
        self.refused(give(holder), 409, "coupon_exhausted")
        self.assertEqual(self.staff("GET", "/coupons/" + made).json["granted"], 2)


class Cancelling(House):
    def test_an_unpaid_order_gives_back_nights_and_coupon(self):
        guest, kind = self.guest(), self.room_type()
        grant = self.coupon(guest, amount_fen=1000)
        number = self.book(guest, kind, 10, 3, 2, coupon_id=grant)["order_no"]
        self.assertEqual(self.sold(kind, 10, 3), [2, 2, 2])
        off = guest.cancel(number).json
        self.assertEqual((off["status"], off["money"], off["reason"], off["refund_fen"]), ("cancelled", "unpaid", "guest", 0))
        self.assertEqual(self.sold(kind, 10, 3), [0, 0, 0])
        self.assertEqual(self.coupon_status(guest, grant), "unused")
        self.settled()
        self.assertEqual(guest.notices(number), ["created", "cancelled"])
        self.book(guest, kind, 20, coupon_id=grant)

    def test_a_paid_order_in_time_gets_every_fen_back(self):
        guest, kind = self.guest(), self.room_type(price=33333)
        grant = self.coupon(guest, "percent", percent_off=7)
        order = self.booked_and_paid(guest, kind, 10, 3, 2, coupon_id=grant)
        off = guest.cancel(order["order_no"]).json
        self.assertEqual((off["status"], off["refund_fen"]), ("cancelled", order["payable_fen"]))
        record = self.money_is(order["order_no"], "refunded")
        self.assertEqual([(r["amount_fen"], r["state"]) for r in record["refunds"]], [(order["payable_fen"], "success")])
        self.assertEqual(self.sold(kind, 10, 3), [0, 0, 0])
        self.assertEqual(self.coupon_status(guest, grant), "unused")
        self.settled()
        self.assertEqual(guest.notices(order["order_no"]), ["created", "confirmed", "cancelled", "refunded"])

    def test_too_late_the_first_night_is_kept(self):
        guest, kind = self.guest(), self.room_type(price=33333)
        order = self.booked_and_paid(guest, kind, 0, 3, 2, coupon_id=self.coupon(guest, "percent", percent_off=7))
        off = guest.cancel(order["order_no"]).json
        kept = order["nights"][0]["net_fen"]
        self.assertEqual(order["cancellation"]["fee_fen"], kept)
        self.assertEqual(off["refund_fen"], order["payable_fen"] - kept)
        record = self.money_is(order["order_no"], "part_refunded")
        self.assertEqual(sum(r["amount_fen"] for r in record["refunds"]), order["payable_fen"] - kept)
        self.assertEqual(self.sold(kind, 0, 3), [0, 0, 0], "a cancelled stay holds no night, not even the one paid for")

    def test_too_late_a_single_night_is_kept_whole(self):
        guest, kind = self.guest(), self.room_type()
        order = self.booked_and_paid(guest, kind, 0)
        off = guest.cancel(order["order_no"]).json
        self.assertEqual((off["status"], off["money"], off["refund_fen"]), ("cancelled", "paid", 0))
        self.assertEqual(self.record(order["order_no"])["refunds"], [])

    def test_the_preview_is_what_comes_back(self):
        kind = self.room_type(price=30000)
        for first, back in ((10, 60000), (0, 30000)):
            guest = self.guest()
            number = self.book(guest, kind, first, 2)["order_no"]
            self.assertEqual(guest.order(number)["cancel_refund_fen"], 0)
            self.assertEqual(guest.pay(number).json["cancel_refund_fen"], back)
            cancelled = guest.cancel(number).json
            self.assertEqual((cancelled["refund_fen"], cancelled["cancel_refund_fen"]), (back, None))

    def test_the_terms_of_the_day_of_booking_stay(self):
        guest, kind = self.guest(), self.room_type()
        order = self.booked_and_paid(guest, kind, 3)
        place = f"/branches/{order['branch_id']}"
        self.staff("PATCH", place, {"free_cancel_hours": 720}, 200)
        self.addCleanup(self.staff, "PATCH", place, {"free_cancel_hours": 24}, 200)
        strict = self.booked_and_paid(guest, kind, 3)
        self.assertEqual(guest.cancel(order["order_no"]).json["refund_fen"], 30000)
        self.assertEqual(guest.cancel(strict["order_no"]).json["refund_fen"], 0)

    def test_the_second_cancel_is_refused(self):
        guest, kind = self.guest(), self.room_type()
        number = self.booked_and_paid(guest, kind)["order_no"]
        answers = parallel(6, lambda i: guest.cancel(number))
        self.assertEqual(Counter((a.status, a.json.get("code")) for a in answers), {(200, None): 1, (409, "order_state"): 5})
        self.settled()
        self.assertEqual([r["amount_fen"] for r in self.record(number)["refunds"]], [30000])
        self.assertEqual(self.sold(kind), [0])

    def test_guest_and_desk_cancelling_at_once_is_one_cancel(self):
        for turn in range(5):
            guest, kind = self.guest(), self.room_type(stock=2)
            number = self.booked_and_paid(guest, kind)["order_no"]
            answers = parallel(2, lambda i: guest.cancel(number) if i else self.staff("POST", f"/orders/{number}/cancel", {}))
            self.assertEqual(sorted(a.status for a in answers), [200, 409])
            self.assertEqual(self.sold(kind), [0])

    def test_a_late_payment_of_a_cancelled_order_goes_back_though_its_nights_are_free(self):
        guest, kind = self.guest(), self.room_type(stock=1)
        grant = self.coupon(guest, amount_fen=1000)
        number = self.book(guest, kind, 10, 2, coupon_id=grant)["order_no"]
        guest.cancel(number)
        guest.pay(number)
        record = self.money_is(number, "refunded")
        self.assertEqual((record["status"], record["paid_fen"], record["refund_fen"], record["reason"]), ("cancelled", 59000, 59000, "guest"))
        self.assertEqual(self.sold(kind, 10, 2), [0, 0])
        self.assertEqual(self.coupon_status(guest, grant), "unused")

    def test_a_late_payment_whose_nights_are_gone_goes_back(self):
        guest, kind = self.guest(), self.room_type(stock=1)
        number = self.book(guest, kind, 10, 2)["order_no"]
        guest.cancel(number)
        self.book(self.guest(), kind, 11, 1)
        self.assertEqual(guest.pay(number).json["status"], "cancelled")
        record = self.money_is(number, "refunded")
        self.assertEqual((record["status"], record["paid_fen"], record["refund_fen"]), ("cancelled", 60000, 60000))
        self.assertEqual(self.sold(kind, 10, 2), [0, 1])
        self.settled()
        self.assertEqual(guest.notices(number), ["created", "cancelled", "refund_due", "refunded"])

    def test_a_late_payment_whose_coupon_is_gone_goes_back(self):
        guest, kind = self.guest(), self.room_type(stock=2)
        grant = self.coupon(guest, amount_fen=1000)
        number = self.book(guest, kind, coupon_id=grant)["order_no"]
        guest.cancel(number)
        self.book(guest, kind, coupon_id=grant)
        guest.pay(number)
        record = self.money_is(number, "refunded")
        self.assertEqual((record["status"], record["refund_fen"]), ("cancelled", 29000))
        self.assertEqual(self.sold(kind), [1], "nights taken before the coupon failed are not kept")


class States(House):
    legal = {"pending_payment": {"pay", "cancel", "desk-cancel"}, "confirmed": {"cancel", "desk-cancel", "check-in", "no-show"},
             "in_house": {"check-out"}, "completed": set(), "cancelled": set(), "no_show": set()}
    actions = ("pay", "cancel", "desk-cancel", "check-in", "check-out", "no-show")

    def order_in(self, state, guest, kind):
        number = self.book(guest, kind)["order_no"]
        if state in ("confirmed", "in_house", "completed", "no_show"):
            guest.pay(number)
        for action in {"in_house": ["check-in"], "completed": ["check-in", "check-out"], "cancelled": ["cancel"],
                       "no_show": ["no-show"]}.get(state, []):
            self.post(f"/orders/{number}/{action}")
        self.assertEqual(guest.order(number)["status"], state)
        return number

    def act(self, action, guest, number):
        if action == "pay":
            return guest.post(f"/orders/{number}/pay")
        if action == "cancel":
            return guest.cancel(number)
        return self.staff("POST", f"/orders/{number}/{action.replace('desk-', '')}", {})

    def test_what_the_table_does_not_allow_is_refused_and_changes_nothing(self):
        guest = self.guest()
        for state in self.legal:
            kind = self.room_type()
            number = self.order_in(state, guest, kind)
            self.settled()
            before, nights, told = self.record(number), self.calendar(kind), guest.notices(number)
            for action in self.actions:
                if action not in self.legal[state]:
                    with self.subTest(state=state, action=action):
                        self.refused(self.act(action, guest, number), 409, "order_state")
            self.settled()
            self.assertEqual((self.record(number), self.calendar(kind), guest.notices(number)), (before, nights, told))

    def test_what_the_table_allows_is_done(self):
        guest = self.guest()
        for state, actions in self.legal.items():
            for action in sorted(actions):
                with self.subTest(state=state, action=action):
                    number = self.order_in(state, guest, self.room_type())
                    answer = self.act(action, guest, number)
                    self.assertEqual(answer.status, 200, answer)

    def test_a_repeated_notice_moves_no_order_that_is_paid(self):
        guest = self.guest()
        for state in ("confirmed", "in_house", "completed", "no_show"):
            with self.subTest(state=state):
                number = self.order_in(state, guest, self.room_type())
                self.settled()
                before = self.record(number)
                self.assertEqual(guest.pay(number).status, 200)
                self.settled()
                self.assertEqual(self.record(number), before)

    def test_a_no_show_pays_the_first_night(self):
        guest, kind = self.guest(), self.room_type()
        grant = self.coupon(guest, amount_fen=1000)
        order = self.booked_and_paid(guest, kind, 0, 3, coupon_id=grant)
        gone = self.post(f"/orders/{order['order_no']}/no-show")
        self.assertEqual((gone["status"], gone["refund_fen"]), ("no_show", order["payable_fen"] - order["nights"][0]["net_fen"]))
        self.money_is(order["order_no"], "part_refunded")
        self.assertEqual(self.sold(kind, 0, 3), [1, 0, 0])
        self.assertEqual(self.coupon_status(guest, grant), "used")
        self.settled()
        self.assertEqual(guest.notices(order["order_no"]), ["created", "confirmed", "no_show", "refunded"])

    def test_an_unknown_order_is_not_found(self):
        guest = self.guest()
        for number in ("1", "9223372036854775807"):
            self.refused(guest.get("/orders/" + number), 404, "not_found")
            for action in self.actions:
                self.refused(self.act(action, guest, number), 404, "not_found")


class Refunds(House):
    def refund(self, number, amount):
        return self.staff("POST", f"/orders/{number}/refund", {"amount_fen": amount, "reason": "热水不热"})

    def test_refunds_never_exceed_what_was_paid(self):
        number = self.booked_and_paid(self.guest(), self.room_type())["order_no"]
        self.refused(self.refund(number, 30001), 409, "refund_exceeds")
        self.assertEqual(self.refund(number, 10000).status, 200)
        self.money_is(number, "part_refunded")
        self.refused(self.refund(number, 20001), 409, "refund_exceeds", "amount_fen")
        self.assertEqual(self.refund(number, 20000).status, 200)
        record = self.money_is(number, "refunded")
        self.assertEqual([(r["amount_fen"], r["reason"], r["by_name"], r["state"]) for r in record["refunds"]],
                         [(10000, "热水不热", "owner", "success"), (20000, "热水不热", "owner", "success")])
        self.refused(self.refund(number, 1), 409, "refund_exceeds")

    def test_two_refunds_at_once_share_what_was_paid(self):
        for turn in range(3):
            number = self.booked_and_paid(self.guest(), self.room_type())["order_no"]
            answers = parallel(4, lambda i: self.refund(number, 20000))
            self.assertEqual(Counter((a.status, a.json.get("code")) for a in answers), {(200, None): 1, (409, "refund_exceeds"): 3})
            record = self.money_is(number, "part_refunded")
            self.assertEqual((record["refund_fen"], [r["amount_fen"] for r in record["refunds"]]), (20000, [20000]))

    def test_a_cancel_after_a_refund_gives_back_only_the_rest(self):
        guest = self.guest()
        number = self.booked_and_paid(guest, self.room_type())["order_no"]
        self.refund(number, 12345)
        self.assertEqual(guest.cancel(number).json["refund_fen"], 30000)
        record = self.money_is(number, "refunded")
        self.assertEqual([r["amount_fen"] for r in record["refunds"]], [12345, 17655])

    def test_an_unpaid_order_has_nothing_to_refund(self):
        number = self.book(self.guest(), self.room_type())["order_no"]
        self.refused(self.refund(number, 1), 409, "refund_exceeds")

    def test_a_refund_names_its_amount_and_reason(self):
        number = self.booked_and_paid(self.guest(), self.room_type())["order_no"]
        for body, field in (({"amount_fen": 0, "reason": "x"}, "amount_fen"), ({"amount_fen": -5, "reason": "x"}, "amount_fen"),
                            ({"amount_fen": 5}, "reason"), ({"amount_fen": 5, "reason": ""}, "reason"), ({"reason": "x"}, "amount_fen")):
            self.refused(self.staff("POST", f"/orders/{number}/refund", body), 400, "bad_request", field)
        self.assertEqual(self.record(number)["refunds"], [])


if __name__ == "__main__":
    unittest.main()
