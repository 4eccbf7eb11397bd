"""Money that must add up after what people do: orders of nothing, goodwill, payments that were wrong, what comes after
check-out."""
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import branch, eventually, stay, today  # noqa: E402


class NothingToPay(House):
    options = ("--order-hold-seconds", "1")

    def free_order(self, guest, mode="order"):
        kind = self.room_type(stock=2, mode=mode, price=10000)
        grant = self.coupon(guest, "percent", percent_off=100)
        return kind, grant, self.book(guest, kind, 10, 1, coupon_id=grant)

    def test_a_coupon_makes_the_order_free(self):
        for mode in ("order", "payment", "never"):
            with self.subTest(mode):
                guest = self.guest()
                kind, grant, order = self.free_order(guest, mode)
                self.assertEqual((order["status"], order["money"], order["payable_fen"], order["pay_by"]), ("confirmed", "paid", 0, None))
                self.assertEqual(self.coupon_status(guest, grant), "used")
                self.assertEqual(self.sold(kind), [0 if mode == "never" else 1])
                self.refused(guest.post(f"/orders/{order['order_no']}/pay"), 409, "order_state")
                self.settled()
                self.assertEqual(guest.notices(order["order_no"]), ["created", "confirmed"])

    def test_it_does_not_expire_and_a_cancel_gives_the_coupon_back(self):
        guest = self.guest()
        kind, grant, order = self.free_order(guest)
        waiting = self.book(guest, kind, 20)["order_no"]
        eventually(lambda: guest.order(waiting)["status"] == "cancelled", 20)  # whose time to pay began after
        self.assertEqual(guest.order(order["order_no"])["status"], "confirmed")
        off = guest.cancel(order["order_no"]).json
        self.assertEqual((off["status"], off["refund_fen"]), ("cancelled", 0))
        self.assertEqual((self.coupon_status(guest, grant), self.sold(kind)), ("unused", [0]))


class Refunds(House):
    def left(self, *payments):
        """A stay of two nights, paid and left; its number."""
        kind = self.room_type(stock=5, price=10000)
        self.rooms(kind, 1)
        number = self.post("/orders", stay(kind, 0, 2), 201)["order_no"]
        for amount in payments:
            self.pay(number, amount)
        self.post(f"/orders/{number}/check-in")
        self.post(f"/orders/{number}/check-out")
        return number

    def pay(self, number, amount, method="cash", status=200):
        return self.staff("POST", f"/orders/{number}/pay", {"amount_fen": amount, "method": method}, status)

    def give_back(self, number, amount, **more):
        return self.post(f"/orders/{number}/refund", {"amount_fen": amount, "reason": "没有热水", **more})

    def test_goodwill_is_not_asked_back(self):
        number = self.left(20000)
        self.assertEqual(self.give_back(number, 3000)["due_fen"], 0)
        record = self.money_is(number, "part_refunded")
        self.assertEqual((record["due_fen"], record["paid_fen"] - record["refund_fen"]), (0, 17000))
        self.refused(self.pay(number, 3000, status=400), 400, "bad_request", "amount_fen")

    def test_a_wrong_payment_is_made_another_way(self):
        number = self.left(20000)
        self.assertEqual(self.give_back(number, 20000, owed_again=True)["due_fen"], 20000)
        record = self.pay(number, 20000, "card").json
        self.assertEqual((record["due_fen"], record["paid_fen"], record["refund_fen"]), (0, 40000, 20000))
        self.refused(self.pay(number, 1, status=400), 400, "bad_request", "amount_fen")

    def test_what_is_noted_after_the_stay_counts_no_night_twice(self):
        place = branch(self.server)

        def counted():
            sums = {}
            for name in ("occupancy", "revenue"):
                items = self.staff("GET", f"/reports/{name}?branch_id={place}&from={today()}&to={today()}", status=200).json["items"]
                sums[name] = (sum(i["sold"] for i in items), sum(i["revenue_fen"] for i in items))
            return sums
        before = counted()
        number = self.left()
        once = counted()
        self.assertEqual([once[n][0] - before[n][0] for n in once], [1, 1])
        self.pay(number, 4000)
        self.pay(number, 16000)
        self.give_back(number, 1000)
        self.settled()
        self.assertEqual(counted(), once)


if __name__ == "__main__":
    unittest.main(verbosity=2)
