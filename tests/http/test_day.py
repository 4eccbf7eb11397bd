"""The business day: what stands in the way of its end, what the end does, and that it is done once, whole, and for good."""
import os
import sys
import unittest
from datetime import date, timedelta

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import PASSWORD, eventually, far_west, parallel  # noqa: E402


def shifted(day, days):
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


class Days(House):
    def setUp(self):
        """A branch of its own whose day can be closed, with a room type of five rooms."""
        body = {"name": f"夜审 {next(self.numbers)}", "timezone": far_west(), "audit_hour": 23, "hold_until": 0}
        self.place = self.post("/branches", body, 201)["id"]
        body = {"branch_id": self.place, "name": "大床", "price_fen": 10000, "stock": 5, "status": "on"}
        self.kind = self.post("/room-types", body, 201)["id"]
        self.room_ids = self.rooms(self.kind, 5)
        self.open_date = self.day()["business_date"]

    def day(self):
        return self.staff("GET", f"/day?branch_id={self.place}", status=200).json

    def close(self, status=200, on=None, token=None, **policies):
        body = {"branch_id": self.place, "business_date": on or self.open_date}
        if policies:
            body["policies"] = policies
        return self.staff("POST", "/day/close", body, status, token=token)

    def report(self, day=None, status=200):
        return self.staff("GET", f"/day/report?branch_id={self.place}&date={day or self.open_date}", status=status).json

    def due_in(self, nights=1, first=0, **more):
        """A walk-in's stay from the open date on."""
        body = {"room_type_id": self.kind, "arrival": shifted(self.open_date, first), "departure": shifted(self.open_date, first + nights),
                "rooms": 1, "guest_name": "李四", "guest_phone": "13800000000", **more}
        return self.post("/orders", body, 201)["stays"][0]["id"]

    def inside(self, nights=1, **more):
        one = self.due_in(nights, **more)
        self.act(one, "check-in")
        return one

    def act(self, one, verb, status=200, **body):
        return self.staff("POST", f"/stays/{one}/{verb}", body, status).json

    def stay(self, one):
        return self.staff("GET", f"/stays/{one}", status=200).json

    def lines(self, account):
        return self.staff("GET", f"/accounts/{account}", status=200).json["lines"]

    def nights(self, one):
        """Room charges that were posted on a stay: (night, business date, fen)."""
        return [(l["service_date"], l["business_date"], l["amount_fen"]) for l in self.lines(one) if l["code"] == "room"]

    def put_back(self, days):
        """The house was asleep for some days."""
        self.change("UPDATE branches SET business_date = business_date - ? WHERE id = ?", days, int(self.place))

    def next_day(self):
        """The branch's calendar goes on by a day; nothing is closed by schedule."""
        stop = dict.fromkeys(("due_in", "due_out"), "stop")
        self.staff("PATCH", f"/branches/{self.place}", {"timezone": "Etc/GMT-14", "audit_policies": stop}, 200)

    def codes(self, blockers):
        return [(b["code"], b.get("stay_id")) for b in blockers]


class Day(Days):
    def test_a_day_is_closed_once_it_is_over_and_only_the_open_one(self):
        day = self.day()
        self.assertEqual((day["over"], day["next_date"], day["closed"], day["blockers"]), (True, shifted(self.open_date, 1), None, []))
        self.refused(self.close(409, shifted(self.open_date, -1)), 409, "day_closed", "business_date")
        self.refused(self.close(409, shifted(self.open_date, 1)), 409, "day_closed", "business_date")
        after = self.close().json
        self.assertEqual((after["business_date"], after["closed"], after["over"]), (shifted(self.open_date, 1), self.open_date, False))
        self.refused(self.close(409), 409, "day_closed", "business_date")
        self.refused(self.close(409, after["business_date"]), 409, "too_early", "business_date")
        self.report(after["business_date"], 404)

    def test_what_is_not_done_stops_it_and_is_told(self):
        late, over, shift = self.due_in(2), self.inside(1), None
        self.put_back(1)  # who is over leaves today, then
        self.open_date = self.day()["business_date"]
        free = self.post("/orders", {"room_type_id": self.kind, "arrival": shifted(self.open_date, 1), "departure": shifted(self.open_date, 2),
                                     "rooms": 1, "guest_name": "王五", "guest_phone": "13800000001"}, 201)["stays"][0]["id"]
        self.put_back(-1)
        self.open_date = self.day()["business_date"]
        self.post(f"/accounts/{late}/deposits", {"kind": "cash", "amount_fen": 5000})
        self.act(free, "check-in")
        self.staff("PATCH", f"/stays/{free}/nights", {"from": self.open_date, "to": self.open_date, "price_fen": 0, "reason": "自用"}, 200)
        shift = self.post("/shifts", {"branch_id": self.place}, 201)["id"]
        told = self.day()["blockers"]
        self.assertEqual(self.codes(told), [("due_in", late), ("shift_open", None), ("price_zero", free), ("deposit_held", late)])
        self.assertEqual({b["policy"] for b in told}, {"keep"})
        self.assertEqual((told[0]["who"], told[1]["shift_id"], told[1]["who"]), ("李四", shift, "owner"))
        refused = self.close(409)
        self.assertEqual((refused.code, self.codes(refused.json["blockers"])), ("day_blocked", self.codes(told)))
        refused = self.close(409, due_in="keep", price_zero="keep", deposit_held="keep")
        self.assertEqual(self.codes(refused.json["blockers"]), [("shift_open", None)])
        self.refused(self.close(400, due_in="extend"), 400, "bad_request", "policies.due_in")
        self.assertEqual(self.day()["business_date"], self.open_date)
        self.close(due_in="keep", shift_open="close", price_zero="keep", deposit_held="keep")
        ended = self.staff("GET", f"/shifts/{shift}", status=200).json
        self.assertEqual((ended["state"], ended["counted_fen"], ended["variance_fen"]), ("closed", None, None))
        trail = self.staff("GET", f"/audit?object=shift&object_id={shift}", status=200).json["items"]
        self.assertEqual([(r["action"], r["actor_name"]) for r in trail], [("shift.end", "owner"), ("shift.open", "owner")])
        self.assertEqual(self.codes(self.day()["blockers"]), [("due_in", late), ("due_out", over), ("due_out", free), ("deposit_held", late)])

    def test_nights_are_charged_by_their_frozen_price_once(self):
        one = self.inside(2)
        self.staff("PATCH", f"/room-types/{self.kind}", {"price_fen": 55500}, 200)
        self.close()
        self.assertEqual(self.nights(one), [(self.open_date, self.open_date, 10000)])
        account = self.staff("GET", f"/accounts/{one}", status=200).json
        self.assertEqual((account["balance_fen"], account["due_fen"]), (10000, 20000))
        self.refused(self.staff("POST", f"/lines/{self.lines(one)[0]['id']}/reverse", {"reason": "x"}), 409, "day_closed")
        refused = self.staff("PATCH", f"/stays/{one}/nights", {"from": self.open_date, "to": self.open_date, "price_fen": 1, "reason": "x"})
        self.refused(refused, 409, "day_closed")
        self.post(f"/accounts/{one}/payments", {"kind": "cash", "amount_fen": 20000})
        self.act(one, "extend", departure=shifted(self.open_date, 3))
        self.act(one, "shorten", departure=shifted(self.open_date, 2))
        self.act(one, "check-out")
        self.assertEqual(self.nights(one), [(self.open_date, self.open_date, 10000)])  # who left before the second night is not charged it

    def test_who_did_not_come_is_a_no_show_and_may_come_the_next_day(self):
        one = self.due_in(3)
        self.close(due_in="no_show")
        self.assertEqual(self.stay(one)["state"], "no_show")
        notes = self.report()["notes"]
        self.assertEqual([(n["code"], n["done"], n["stay_id"], n["who"]) for n in notes], [("due_in", "no_show", one, "李四")])
        self.assertEqual(self.act(one, "undo")["state"], "due_in")
        self.assertEqual(self.act(one, "check-in")["state"], "in_house")
        self.assertEqual(self.staff("GET", f"/accounts/{one}", status=200).json["due_fen"], 30000)

    def test_a_deposit_keeps_who_did_not_come(self):
        one = self.due_in(2)
        self.post(f"/accounts/{one}/deposits", {"kind": "cash", "amount_fen": 5000})
        self.close(due_in="no_show", deposit_held="keep")
        self.assertEqual(self.stay(one)["state"], "due_in")
        self.assertEqual([(n["code"], n["done"]) for n in self.report()["notes"]], [("due_in", "keep"), ("deposit_held", "keep")])

    def test_a_card_s_promise_keeps_who_did_not_come(self):
        one = self.due_in(2)
        self.post(f"/accounts/{one}/holds", {"kind": "card", "amount_fen": 20000, "reference": "8812"})
        self.assertEqual(self.codes(self.day()["blockers"]), [("due_in", one), ("deposit_held", one)])
        self.close(due_in="no_show", deposit_held="keep")
        self.assertEqual(self.stay(one)["state"], "due_in")

    def test_a_promise_that_has_expired_keeps_nobody(self):
        one = self.due_in(2)
        hold = self.post(f"/accounts/{one}/holds", {"kind": "card", "amount_fen": 20000, "reference": "8812"})["holds"][-1]["id"]
        self.change("UPDATE holds SET expires_on = (SELECT business_date FROM branches WHERE id = ?) WHERE id = ?", int(self.place), int(hold))
        self.assertEqual(self.codes(self.day()["blockers"]), [("due_in", one)])
        self.close(due_in="no_show")
        self.assertEqual(self.stay(one)["state"], "no_show")

    def test_who_comes_after_a_close_to_a_night_that_is_over_extends(self):
        one = self.due_in(1)
        self.close(due_in="keep")
        answer = self.staff("POST", f"/stays/{one}/check-in", {})
        self.refused(answer, 409, "order_state", "departure")
        self.act(one, "extend", departure=shifted(self.open_date, 2))
        self.assertEqual(self.act(one, "check-in")["state"], "in_house")

    def test_who_was_kept_past_the_departure_is_asked_for_the_nights(self):
        one = self.inside(1)
        self.close()
        self.next_day()
        self.close(on=shifted(self.open_date, 1), due_out="keep")
        self.act(one, "extend", departure=shifted(self.open_date, 2))
        self.assertEqual(self.staff("GET", f"/accounts/{one}", status=200).json["due_fen"], 20000)
        self.refused(self.staff("POST", f"/stays/{one}/check-out", {}), 409, "balance_due")
        self.post(f"/accounts/{one}/payments", {"kind": "cash", "amount_fen": 20000})
        self.act(one, "check-out")
        self.assertEqual([night for night, _, _ in self.nights(one)], [self.open_date, shifted(self.open_date, 1)])

    def test_no_close_says_that_cash_was_handed_out(self):
        """What was paid at the desk goes back by a person, or not at all; what came online goes back by itself."""
        at_desk = self.due_in(3)
        self.post(f"/accounts/{at_desk}/payments", {"kind": "cash", "amount_fen": 30000})
        guest = self.guest()
        order = self.post_as(guest, {"room_type_id": self.kind, "arrival": self.open_date, "departure": shifted(self.open_date, 3), "rooms": 1,
                                     "guest_name": "赵六", "guest_phone": "13800000002"})
        online = self.record(order)["stays"][0]["id"]
        self.close(due_in="no_show")
        self.assertEqual((self.stay(at_desk)["state"], self.stay(online)["state"]), ("due_in", "no_show"))
        self.assertEqual(self.record(order)["refund_fen"], 20000)
        sums = {}
        for t in self.report()["takings"]:
            before = sums.get(t["kind"], (0, 0))
            sums[t["kind"]] = (before[0] + t["in_fen"], before[1] + t["out_fen"])
        self.assertEqual(sums, {"cash": (30000, 0), "wechat": (30000, 20000)})

    def post_as(self, guest, body):
        made = guest.post("/orders", body)
        self.assertEqual(made.status, 201, made)
        self.assertEqual(guest.pay(made.json["order_no"]).json["status"], "confirmed")
        return made.json["order_no"]

    def test_what_types_brought_is_what_rooms_brought(self):
        """Sold is what is charged on the date, so that the price of a night is one whoever comes when."""
        one, late = self.inside(3), self.due_in(2)
        self.post(f"/accounts/{one}/charges", {"code": "room", "unit_fen": 500})
        self.close(due_in="keep")
        report = self.report()
        self.assertEqual((sum(t["revenue_fen"] for t in report["types"]), report["day"]["room_fen"], report["day"]["sold"]), (10500, 10500, 1))
        self.open_date = shifted(self.open_date, 1)
        night = next(l for l in self.lines(one) if l["code"] == "room" and l["amount_fen"] == 10000)
        self.post(f"/lines/{night['id']}/adjust", {"amount_fen": -700, "reason": "冷"})
        self.act(late, "check-in")
        self.next_day()
        self.close()
        report = self.report()
        self.assertEqual((sum(t["revenue_fen"] for t in report["types"]), report["day"]["room_fen"], report["day"]["sold"]), (29300, 29300, 3))

    def test_a_branch_that_only_grew_older_can_go(self):
        empty = self.post("/branches", {"name": "空", "timezone": far_west(), "audit_hour": 23}, 201)
        self.post("/day/close", {"branch_id": empty["id"], "business_date": empty["business_date"]})
        self.staff("DELETE", f"/branches/{empty['id']}", status=204)
        self.assertEqual(self.rows("SELECT count(*) FROM days WHERE branch_id = ?", int(empty["id"])), [(0,)])
        busy = self.post("/branches", {"name": "忙"}, 201)["id"]
        shift = self.post("/shifts", {"branch_id": busy}, 201)["id"]
        self.refused(self.staff("DELETE", f"/branches/{busy}"), 409, "has_orders")
        self.post(f"/shifts/{shift}/close", {"counted_fen": 0})
        self.refused(self.staff("DELETE", f"/branches/{busy}"), 409, "has_orders")

    def test_who_walks_in_while_the_day_is_late_is_counted(self):
        self.put_back(1)
        self.inside(1)
        late = shifted(self.open_date, -1)
        self.close(on=late, price_zero="keep")
        self.assertEqual((self.report(late)["day"]["arrivals"], self.report(late)["day"]["walk_ins"]), (1, 1))

    def test_who_is_still_in_gets_a_further_night_while_there_is_one(self):
        stays = [self.inside(1) for _ in range(3)]
        self.close()
        self.open_date, tomorrow = shifted(self.open_date, 1), shifted(self.open_date, 2)
        self.staff("PUT", "/calendar", {"room_type_id": self.kind, "from": self.open_date, "to": self.open_date, "price_fen": 7000}, 200)
        others = [self.due_in(1) for _ in range(2)]
        self.staff("PUT", "/calendar", {"room_type_id": self.kind, "from": self.open_date, "to": self.open_date, "sellable": 4}, 200)
        self.next_day()
        self.close(due_out="extend", due_in="keep")
        self.assertEqual([self.stay(s)["departure"] for s in stays], [tomorrow] * 2 + [self.open_date])
        self.assertEqual(self.nights(stays[0])[1:], [(self.open_date, self.open_date, 7000)])
        self.assertEqual([(n["code"], n["done"]) for n in self.report()["notes"]],
                         [("due_in", "keep")] * 2 + [("due_out", "extend")] * 2 + [("due_out", "keep")])
        self.assertEqual({self.stay(s)["state"] for s in others}, {"due_in"})

    def test_rooms_that_were_slept_in_want_cleaning(self):
        one = self.inside(2)
        self.close()
        board = {r["room_id"]: r["cleanliness"] for r in self.staff("GET", f"/board?branch_id={self.place}", status=200).json["items"]}
        self.assertEqual(board.pop(self.stay(one)["room_id"]), "dirty")
        self.assertEqual(set(board.values()), {"clean"})

    def test_fifty_at_once_close_it_once(self):
        stays = [self.inside(2) for _ in range(3)]
        answers = parallel(50, lambda _: self.staff("POST", "/day/close", {"branch_id": self.place, "business_date": self.open_date}))
        self.assertEqual(sorted(a.status for a in answers), [200] + [409] * 49)
        self.assertEqual({a.code for a in answers if a.status == 409}, {"day_closed"})
        for one in stays:
            self.assertEqual(len(self.nights(one)), 1)

    def test_a_closed_day_never_changes(self):
        one, two = self.inside(2), self.inside(1)
        gone = self.inside(1)
        self.post(f"/accounts/{one}/charges", {"code": "minibar", "unit_fen": 1500})
        self.post(f"/accounts/{one}/payments", {"kind": "cash", "amount_fen": 8000})
        self.post(f"/accounts/{two}/deposits", {"kind": "wechat", "amount_fen": 3000})
        self.post(f"/accounts/{gone}/payments", {"kind": "card", "amount_fen": 10000})
        self.act(gone, "check-out")
        self.close()
        report = self.report()
        day = report["day"]
        self.assertEqual({k: day[k] for k in ("rooms", "out_of_order", "sold", "comp", "in_house", "arrivals", "departures", "walk_ins",
                                              "no_shows", "cancelled", "room_fen", "other_fen", "in_fen", "out_fen", "adr_fen", "by")},
                         {"rooms": 5, "out_of_order": 0, "sold": 3, "comp": 0, "in_house": 2, "arrivals": 3, "departures": 1, "walk_ins": 3,
                          "no_shows": 0, "cancelled": 0, "room_fen": 30000, "other_fen": 1500, "in_fen": 21000, "out_fen": 0, "adr_fen": 10000,
                          "by": "owner"})
        self.assertEqual((day["occupancy"], day["revpar_fen"], report["month"]["sold"], report["year"]["days"]), (0.6, 6000, 3, 1))
        self.assertEqual({c["code"]: c["amount_fen"] for c in report["codes"]}, {"room": 30000, "minibar": 1500})
        self.assertEqual({t["kind"]: t["in_fen"] for t in report["takings"]}, {"cash": 8000, "wechat": 3000, "card": 10000})
        self.assertEqual((report["ledgers"]["sum_fen"], report["ledgers"]["guest"]["closing"]), (0, 30000 + 1500 - 18000))
        frozen = self.rows("SELECT * FROM days WHERE branch_id = ?", int(self.place))
        occupancy = f"/reports/occupancy?branch_id={self.place}&from={self.open_date}&to={self.open_date}"
        before = self.staff("GET", occupancy, status=200).json["items"][0]
        self.assertEqual((before["sold"], before["revenue_fen"], before["rooms"]), (3, 30000, 5))
        self.post(f"/accounts/{one}/allowances", {"amount_fen": 4000, "reason": "吵"})
        self.post(f"/lines/{self.lines(one)[0]['id']}/adjust", {"amount_fen": -500, "reason": "少喝一瓶"})
        self.post(f"/accounts/{gone}/open", {"reason": "x"}, None)
        self.post("/room-types", {"branch_id": self.place, "name": "新", "price_fen": 1, "stock": 9, "status": "on"}, 201)
        self.act(one, "shorten", departure=shifted(self.open_date, 1))
        self.assertEqual(self.report(), report)
        self.assertEqual(self.rows("SELECT * FROM days WHERE branch_id = ?", int(self.place)), frozen)
        self.assertEqual(self.staff("GET", occupancy, status=200).json["items"][0], before)

    def test_days_that_were_missed_are_closed_one_by_one(self):
        one = self.inside(2)
        self.put_back(3)
        first = self.day()["business_date"]
        self.server.restart()
        self.assertEqual(self.day()["business_date"], self.open_date)
        days = self.staff("GET", f"/days?branch_id={self.place}&limit=2", status=200).json["items"]
        self.assertEqual([(d["business_date"], d["by"]) for d in days], [(shifted(first, 2), "system"), (shifted(first, 1), "system")])
        days = self.staff("GET", f"/days?branch_id={self.place}&before={shifted(first, 1)}", status=200).json["items"]
        self.assertEqual([d["business_date"] for d in days], [first])
        self.assertEqual(self.nights(one), [])  # its night is still open

    def test_the_schedule_stops_where_the_branch_says(self):
        one = self.due_in(1)
        self.staff("PATCH", f"/branches/{self.place}", {"audit_policies": {"due_out": "keep", "shift_open": "close"}}, 200)
        self.put_back(1)
        stuck = self.day()["business_date"]
        self.change("UPDATE stays SET arrival = arrival - 1 WHERE id = ?", int(one))
        self.server.restart()
        self.assertEqual((self.day()["business_date"], self.day()["blockers"][0]["policy"]), (stuck, "stop"))
        offered = self.server.get(f"/api/v1/branches/{self.place}").json
        self.assertEqual(offered["business_date"], self.open_date)  # no night that has passed is sold meanwhile
        self.change("UPDATE stays SET arrival = arrival + 1 WHERE id = ?", int(one))
        self.staff("PATCH", f"/branches/{self.place}", {"audit_policies": {"due_in": "no_show"}}, 200)
        self.server.restart()
        self.assertEqual(self.day()["business_date"], self.open_date)

    def test_rooms_are_held_for_nothing_until_the_hour_only(self):
        """Unpaid ones are released then; who paid, left a deposit or a card's promise, or booked later is expected all night."""
        before = self.staff("GET", "/settings", status=200).json["early_check_in_days"]
        self.staff("PATCH", "/settings", {"early_check_in_days": 0}, 200)
        self.addCleanup(self.staff, "PATCH", "/settings", {"early_check_in_days": before}, 200)
        self.rooms(self.kind, 1)
        unpaid, paid, left, promised, late, coming = [self.due_in(3) for _ in range(5)] + [self.due_in(1, first=1)]
        self.post(f"/accounts/{paid}/payments", {"kind": "cash", "amount_fen": 100})
        self.post(f"/accounts/{left}/deposits", {"kind": "cash", "amount_fen": 100})
        self.post(f"/accounts/{promised}/holds", {"kind": "card", "amount_fen": 100, "reference": "8812"})
        self.change("UPDATE orders SET created_at = created_at - 2 * 86400000 WHERE branch_id = ? AND id <> (SELECT order_id FROM stays WHERE id = ?)",
                    int(self.place), int(late))
        self.server.restart()
        states = {one: self.stay(one)["state"] for one in (unpaid, paid, left, promised, late, coming)}
        self.assertEqual(states, {unpaid: "no_show", paid: "due_in", left: "due_in", promised: "due_in", late: "due_in", coming: "due_in"})
        self.assertEqual(self.act(unpaid, "undo")["state"], "due_in")
        self.server.restart()
        self.assertEqual(self.stay(unpaid)["state"], "due_in", "the desk's word stands")

    def test_all_branches_at_a_glance(self):
        inside = self.inside(1)
        self.inside(2), self.due_in(1)
        self.close(due_in="keep")
        self.staff("PATCH", f"/rooms/{self.room_ids[-1]}", {"cleanliness": "dirty"}, 200)
        row = next(b for b in self.staff("GET", "/overview", status=200).json["items"] if b["branch_id"] == self.place)
        self.assertEqual({k: row[k] for k in ("business_date", "late", "rooms", "in_house", "due_in", "due_out", "dirty", "closed")},
                         {"business_date": shifted(self.open_date, 1), "late": False, "rooms": 5, "in_house": 2, "due_in": 1, "due_out": 1,
                          "dirty": 1, "closed": self.open_date})
        self.assertEqual((row["last"]["sold"], row["last"]["room_fen"], row["week_before"]["days"]), (2, 20000, 0))
        self.put_back(2)
        row = next(b for b in self.staff("GET", "/overview", status=200).json["items"] if b["branch_id"] == self.place)
        self.assertTrue(row["late"])
        self.put_back(-2)
        self.assertEqual(self.stay(inside)["state"], "in_house")

    def test_a_paper_of_the_report_is_counted(self):
        self.close()
        day = self.report()["day"]["id"]
        self.assertEqual([self.post("/prints", {"kind": "day", "subject_id": day})["copy"] for _ in range(2)], [0, 1])
        self.refused(self.staff("POST", "/prints", {"kind": "day", "subject_id": "1"}), 404, "not_found")

    def test_a_new_branch_goes_on_by_itself(self):
        made = self.post("/branches", {"name": "x"}, 201)
        self.assertEqual(set(made["audit_policies"].values()), {"keep"})
        self.assertEqual(made["business_date"], self.staff("GET", f"/day?branch_id={made['id']}", status=200).json["business_date"])

    def test_the_feed_tells_of_it(self):
        self.close()
        told = eventually(lambda: [m for m in self.staff("GET", f"/mq/messages?topic=day_topic&key={self.place}", status=200).json["items"]])
        self.assertEqual(told[0]["tag"], "closed")

    def test_a_clerk_closes_the_day_of_the_own_branch_only(self):
        names = []
        for branches in ([self.place], []):
            names.append(f"night-{next(self.numbers)}")
            self.post("/staff", {"name": names[-1], "password": PASSWORD, "role": "frontdesk", "branch_ids": branches}, 201)
        own, foreign = (self.server.staff_token(n) for n in names)
        self.refused(self.close(403, token=foreign), 403, "branch_scope")
        self.assertEqual(self.report(status=404)["code"], "not_found")
        self.close(token=own)
        self.assertEqual(self.report()["day"]["by"], names[0])


if __name__ == "__main__":
    unittest.main()
