"""Unpaid orders at their deadline: cancelled once, whether the program ran at that moment or not, and never with money
kept on a cancelled order."""
import os
import random
import sys
import time
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import eventually, parallel, stay  # noqa: E402

HOLD = 2


class Expiry(House):
    options = ("--order-hold-seconds", str(HOLD))

    def expired(self, guest, number):
        return eventually(lambda: (lambda o: o if o["status"] == "cancelled" else None)(guest.order(number)), HOLD + 5)

    def check_cancelled_once(self, guest, kind, number, grant):
        order = guest.order(number)
        self.assertEqual((order["status"], order["money"], order["reason"]), ("cancelled", "unpaid", "expired"))
        self.assertEqual(self.steps(order), [(None, "pending_payment", "guest"), ("pending_payment", "cancelled", "system")])
        self.assertEqual(self.sold(kind, 10, 2), [3, 3], "back to what it was")
        self.assertEqual(self.coupon_status(guest, grant), "unused")
        self.assertEqual(guest.notices(number), ["created", "cancelled"])

    def order_beside_others(self, guest):
        """An unpaid order with a coupon, in a room type of which three rooms are sold for good."""
        kind = self.room_type()
        self.booked_and_paid(self.guest(), kind, 10, 2, 3)
        grant = self.coupon(guest, amount_fen=1000)
        number = self.book(guest, kind, 10, 2, 2, coupon_id=grant)["order_no"]
        self.assertEqual(self.sold(kind, 10, 2), [5, 5])
        return kind, number, grant

    def test_an_unpaid_order_is_cancelled_at_its_deadline(self):
        guest = self.guest()
        kind, number, grant = self.order_beside_others(guest)
        self.expired(guest, number)
        self.settled()
        self.check_cancelled_once(guest, kind, number, grant)

    def test_a_deadline_that_passed_while_the_program_was_stopped(self):
        for stop in (self.server.stop, self.server.kill):
            guest = self.guest()
            kind, number, grant = self.order_beside_others(guest)
            stop()
            time.sleep(HOLD + 0.2)
            self.server.start()
            self.assertEqual(guest.order(number)["status"], "cancelled", "done before the first request is answered")
            self.settled()
            self.check_cancelled_once(guest, kind, number, grant)
            self.server.restart()
            self.settled()
            self.check_cancelled_once(guest, kind, number, grant)

    def test_a_deadline_outlives_a_restart(self):
        guest = self.guest()
        kind, number, grant = self.order_beside_others(guest)
        self.server.restart()
        self.assertEqual(guest.order(number)["status"], "pending_payment")
        self.expired(guest, number)
        self.settled()
        self.check_cancelled_once(guest, kind, number, grant)

    def test_a_paid_order_does_not_expire(self):
        guest, kind = self.guest(), self.room_type()
        paid = self.booked_and_paid(guest, kind)["order_no"]
        unpaid = self.book(guest, kind)["order_no"]
        self.expired(guest, unpaid)
        self.assertEqual(guest.order(paid)["status"], "confirmed")
        self.assertEqual(self.sold(kind), [1])

    def test_an_order_cancelled_by_its_guest_does_not_expire_again(self):
        guest, kind = self.guest(), self.room_type()
        early, late = self.book(guest, kind)["order_no"], self.book(guest, kind)["order_no"]
        guest.cancel(early)
        self.expired(guest, late)
        self.settled()
        self.assertEqual((len(guest.order(early)["history"]), guest.order(early)["reason"]), (2, "guest"))
        self.assertEqual(guest.notices(early), ["created", "cancelled"])
        self.assertEqual(self.sold(kind), [0])

    def pay_at_the_last_moment(self, turn, rival):
        """One round; with a rival another guest asks for the same single room until it is had or surely gone."""
        dice = random.Random(turn)
        guest, kind = self.guest(), self.room_type(stock=1)
        number = self.book(guest, kind, 10, 2)["order_no"]
        deadline = time.monotonic() + HOLD
        bought = None
        time.sleep(deadline - time.monotonic() + dice.uniform(-0.06, 0.02))
        if rival:
            other = self.guest()
            jobs = [lambda: guest.pay(number).status, lambda: [other.post("/orders", stay(kind, 11, 2)) for _ in range(8)]]
            paid, tries = parallel(2, lambda i: jobs[i]())
            bought = next((a.json["order_no"] for a in tries if a.status == 201), None)
            if bought:
                other.pay(bought)
        else:
            paid = guest.pay(number).status
        self.assertEqual(paid, 200)
        return guest, kind, number, bought

    def check_last_moments(self, rival):
        rounds = parallel(20, lambda turn: self.pay_at_the_last_moment(turn, rival))
        self.settled()
        ends = set()
        for guest, kind, number, bought in rounds:
            record = self.record(number)
            end = (record["status"], record["money"], record["paid_fen"] - record["refund_fen"])
            ends.add(end)
            self.assertIn(end, {("confirmed", "paid", 60000), ("cancelled", "refunded", 0)}, record)
            self.assertEqual(sum(p["amount_fen"] for p in record["payments"]), 60000)
            self.assertEqual(sum(r["amount_fen"] for r in record["refunds"] if r["state"] == "success"), record["refund_fen"])
            live = record["status"] == "confirmed"
            self.assertEqual(self.sold(kind, 10, 3), [int(live), int(live or bool(bought)), int(bool(bought))])
            self.assertFalse(live and bought, "one room, two guests")
            if not rival:
                self.assertTrue(live, "the nights were free, so the late payment has them again")
        return ends

    def test_paying_at_the_last_moment_has_the_room(self):
        self.assertEqual(self.check_last_moments(rival=False), {("confirmed", "paid", 60000)})

    def test_paying_at_the_last_moment_against_a_rival_keeps_no_money_without_a_room(self):
        self.check_last_moments(rival=True)


if __name__ == "__main__":
    unittest.main()
