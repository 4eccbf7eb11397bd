"""No night is ever sold twice: crowds, overlapping stays, closed nights and the three stock modes."""
import os
import random
import sys
import unittest
from collections import Counter

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import eventually, parallel, stay, today  # noqa: E402


class Stock(House):
    def try_book(self, guest, kind, *args, **more):
        return guest.post("/orders", stay(kind, *args, **more))

    def live(self, kind):
        """Rooms per night of the stays that are open, from the stays themselves."""
        return Counter(night for night, in self.rows(
            "SELECT n.night FROM stays s JOIN stay_nights n ON n.stay_id = s.id"
            " WHERE n.room_type_id = ? AND s.state IN ('held', 'due_in', 'in_house')", int(kind)))

    def sold_rows(self, kind):
        return {n: s for n, s, most in self.rows("SELECT night, sold, sellable FROM nights WHERE room_type_id = ?", int(kind)) if s}

    def test_two_hundred_for_the_last_ten_rooms_of_three_nights(self):
        kind = self.room_type(stock=10)
        guests = [self.guest() for _ in range(20)]
        answers = parallel(200, lambda i: self.try_book(guests[i % 20], kind, 10, 3))
        self.assertEqual(Counter((a.status, a.code if a.status != 201 else None) for a in answers),
                         {(201, None): 10, (409, "sold_out"): 190})
        self.assertEqual(self.sold(kind, 9, 5), [0, 10, 10, 10, 0])
        self.assertEqual([n["left"] for n in self.calendar(kind, 10, 3)], [0, 0, 0])
        numbers = {a.json["order_no"] for a in answers if a.status == 201}
        self.assertEqual(len(numbers), 10)
        stored = self.rows("SELECT o.id, count(n.night) FROM orders o JOIN stays s ON s.order_id = o.id LEFT JOIN stay_nights n ON n.stay_id = s.id"
                           " WHERE o.room_type_id = ? GROUP BY o.id", int(kind))
        self.assertEqual({str(number): nights for number, nights in stored}, {number: 3 for number in numbers})

    def test_overlapping_stays_never_sell_more_than_there_is(self):
        kind, dice = self.room_type(stock=7), random.Random(7)
        guests = [self.guest() for _ in range(8)]
        stays = [(dice.randrange(10, 20), dice.randrange(1, 5), dice.randrange(1, 4), dice.random()) for _ in range(160)]

        def one(i):
            first, nights, rooms, luck = stays[i]
            guest = guests[i % 8]
            answer = self.try_book(guest, kind, first, nights, rooms)
            if answer.status == 201 and luck < 0.3:
                return self.assertEqual(guest.cancel(answer.json["order_no"]).status, 200)
            return self.assertIn((answer.status, answer.json.get("code")), ((201, None), (409, "sold_out")))

        parallel(160, one)
        live = self.live(kind)
        self.assertEqual(self.sold_rows(kind), live)
        self.assertLessEqual(max(live.values()), 7)
        self.assertGreater(sum(live.values()), 7 * 5, "the crowd was large enough to fill most nights")

    def test_a_closed_night_is_not_sold_until_it_opens_again(self):
        kind, guest = self.room_type(), self.guest()
        self.edit_nights(kind, 11, 11, closed=True)
        self.refused(self.try_book(guest, kind, 10, 3), 409, "sold_out")
        self.assertEqual(self.sold(kind, 10, 3), [0, 0, 0])
        self.assertEqual(self.try_book(guest, kind, 10, 1).status, 201)
        self.assertEqual(self.try_book(guest, kind, 12, 1).status, 201)
        self.edit_nights(kind, 11, 11, closed=False)
        self.assertEqual(self.try_book(guest, kind, 10, 3).status, 201)
        self.assertEqual(self.sold(kind, 10, 3), [2, 1, 2])

    def test_a_night_set_to_zero_is_sold_out(self):
        kind, guest = self.room_type(), self.guest()
        self.edit_nights(kind, 11, 11, sellable=0)
        self.refused(self.try_book(guest, kind, 10, 2), 409, "sold_out")
        self.assertEqual(self.sold(kind, 10, 2), [0, 0])
        self.edit_nights(kind, 11, 11, sellable=None)
        self.assertEqual(self.try_book(guest, kind, 10, 2).status, 201)

    def test_stock_is_not_lowered_below_what_is_sold(self):
        kind, guest = self.room_type(stock=5), self.guest()
        self.book(guest, kind, 10, 2, 3)
        self.assertEqual(self.edit_nights(kind, 10, 12, 409, sellable=2).code, "stock_below_sold")
        self.assertEqual(self.staff("PATCH", "/room-types/" + kind, {"stock": 2}).code, "stock_below_sold")
        self.assertEqual([n["sellable"] for n in self.calendar(kind, 10, 3)], [5, 5, 5], "a refusal changes no night")
        self.edit_nights(kind, 10, 12, sellable=3)
        self.refused(self.try_book(guest, kind, 11, 1), 409, "sold_out")

    def test_back_to_back_stays_share_no_night(self):
        kind, guest = self.room_type(stock=1), self.guest()
        self.book(guest, kind, 10, 2)
        self.book(guest, kind, 12, 2)
        for first, nights in ((11, 1), (11, 2), (9, 2), (13, 3), (8, 9)):
            self.refused(self.try_book(guest, kind, first, nights), 409, "sold_out")
        self.book(guest, kind, 9, 1)
        self.assertEqual(self.sold(kind, 8, 7), [0, 1, 1, 1, 1, 1, 0])

    def test_more_rooms_than_left_are_refused_whole(self):
        kind, guest = self.room_type(stock=3), self.guest()
        self.book(guest, kind, 10, 1, 2)
        self.refused(self.try_book(guest, kind, 10, 1, 2), 409, "sold_out")
        self.book(guest, kind, 10, 1, 1)
        self.assertEqual(self.sold(kind), [3])

    def test_at_order_the_booking_takes_the_nights(self):
        kind, guest = self.room_type(stock=1), self.guest()
        self.book(guest, kind)
        self.assertEqual(self.sold(kind), [1])
        self.refused(self.try_book(self.guest(), kind), 409, "sold_out")

    def test_at_payment_the_loser_is_refunded_and_told(self):
        for turn in range(3):
            kind, guests = self.room_type(stock=1, mode="payment"), [self.guest(), self.guest()]
            numbers = [self.book(g, kind, 10, 2)["order_no"] for g in guests]
            self.assertEqual(self.sold(kind, 10, 2), [0, 0], "an unpaid order holds nothing")
            answers = parallel(2, lambda i: guests[i].pay(numbers[i]))
            self.assertEqual([a.status for a in answers], [200, 200])
            self.settled()
            orders = [g.order(n) for g, n in zip(guests, numbers)]
            winner, loser = (0, 1) if orders[0]["status"] == "confirmed" else (1, 0)
            self.assertEqual([(o["status"], o["money"], o["reason"]) for o in (orders[winner], orders[loser])],
                             [("confirmed", "paid", ""), ("cancelled", "refunded", "sold_out")])
            record = self.record(numbers[loser])
            self.assertEqual((record["paid_fen"], record["refund_fen"]), (60000, 60000))
            self.assertEqual([(r["amount_fen"], r["state"]) for r in record["refunds"]], [(60000, "success")])
            self.assertEqual(guests[loser].notices(numbers[loser]), ["created", "cancelled", "sold_out", "refunded"])
            for lang, said in (("zh-CN", "退款 ¥600 已退回。"), ("en", "¥600 has been refunded.")):
                with self.subTest(lang=lang):
                    last = guests[loser].get("/me/notices", headers={"Accept-Language": lang}).json["items"][0]["text"]
                    self.assertEqual(last.split("\n")[0], said)
                    self.assertNotRegex(last, r"\d{4}-\d\d-\d\d")
            self.assertEqual(guests[winner].notices(numbers[winner]), ["created", "confirmed"])
            self.assertEqual(self.sold(kind, 10, 2), [1, 1])
            self.refused(self.try_book(self.guest(), kind, 11, 1), 409, "sold_out")

    def test_at_payment_a_crowd_pays_for_three_rooms(self):
        kind, guests = self.room_type(stock=3, mode="payment"), [self.guest() for _ in range(12)]
        numbers = [self.book(g, kind, 10, 2)["order_no"] for g in guests]
        parallel(12, lambda i: guests[i].pay(numbers[i]))
        self.settled()
        states = Counter((o["status"], o["money"]) for o in (g.order(n) for g, n in zip(guests, numbers)))
        self.assertEqual(states, {("confirmed", "paid"): 3, ("cancelled", "refunded"): 9})
        self.assertEqual(self.sold(kind, 10, 2), [3, 3])

    def test_at_payment_a_cancelled_order_gives_back_only_what_it_took(self):
        kind, guest = self.room_type(stock=2, mode="payment"), self.guest()
        unpaid = self.book(guest, kind)["order_no"]
        paid = self.booked_and_paid(guest, kind)["order_no"]
        self.assertEqual(guest.cancel(unpaid).status, 200)
        self.assertEqual(self.sold(kind), [1])
        self.assertEqual(guest.cancel(paid).status, 200)
        self.assertEqual(self.sold(kind), [0])

    def test_never_counts_nothing(self):
        kind, guest = self.room_type(stock=1, mode="never"), self.guest()
        orders = [self.booked_and_paid(guest, kind, 10, 2, 2) for _ in range(4)]
        self.assertEqual(self.sold(kind, 10, 2), [0, 0])
        self.assertIsNone(self.calendar(kind)[0]["left"])
        number = orders[0]["order_no"]
        self.assertEqual(guest.cancel(number).json["status"], "cancelled")
        self.money_is(number, "refunded")
        self.assertEqual(self.sold(kind, 10, 2), [0, 0])
        self.edit_nights(kind, 10, 10, closed=True)
        self.refused(self.try_book(guest, kind, 10, 1), 409, "sold_out")

    def test_the_search_offers_what_is_left(self):
        kind, guest = self.room_type(stock=2), self.guest()
        branch = self.book(guest, kind, 10, 1)["branch_id"]
        self.book(guest, kind, 11, 1, 2)
        page = self.server.get(f"/api/v1/branches/{branch}?arrival={today(10)}&departure={today(12)}").json
        offer = next(t for t in page["room_types"] if t["id"] == kind)
        self.assertEqual(([n["left"] for n in offer["nights"]], offer["left"]), ([1, 0], 0))

    def test_a_minimum_stay_is_kept(self):
        kind, guest = self.room_type(), self.guest()
        self.edit_nights(kind, 10, 10, min_stay=3)
        self.refused(self.try_book(guest, kind, 10, 2), 409, "min_stay", "departure")
        self.assertEqual(self.try_book(guest, kind, 10, 3).status, 201)

    def test_a_room_type_taken_off_sale_is_not_booked(self):
        kind, guest = self.room_type(), self.guest()
        self.staff("PATCH", "/room-types/" + kind, {"status": "off"}, 200)
        self.refused(self.try_book(guest, kind), 409, "off_sale")
        eventually(lambda: self.sold(kind) == [0])


if __name__ == "__main__":
    unittest.main()
