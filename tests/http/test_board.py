"""What the desk looks at: the board of tonight, the timeline, the search, the list of stays."""
import itertools
import os
import sqlite3
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import Server, branch, stay, today  # noqa: E402

shared = None


def setUpModule():
    global shared
    shared = Server().__enter__()
    unittest.addModuleCleanup(shared.__exit__, None, None, None)


class Desk(House):
    numbers = itertools.count(9001)  # of rooms: no others in the house have these

    def setUp(self):
        self.place = branch(self.server)

    def board(self):
        return self.staff("GET", f"/board?branch_id={self.place}", status=200).json

    def row(self, room):
        return next(r for r in self.board()["items"] if r["room_id"] == room)

    def timeline(self, first, last):
        return self.staff("GET", f"/timeline?branch_id={self.place}&from={today(first)}&to={today(last)}", status=200).json

    def bars(self, number, first, last):
        """(room, from, to, state) of an order."""
        return [(b["room_id"], b["from"], b["to"], b["state"]) for b in self.timeline(first, last)["bars"] if b["order_no"] == number]

    def coming(self, kind, first=0, nights=1, room=None, **more):
        """Walked in, not paid; with this room if any."""
        number = self.post("/orders", {**stay(kind, first, nights), **more}, 201)["order_no"]
        if room:
            self.post(f"/orders/{number}/move", {"room_ids": [room]})
        return number

    def inside(self, kind, room, nights=1, **more):
        number = self.coming(kind, 0, nights, **more)
        self.post(f"/orders/{number}/check-in", {"room_ids": [room]})
        return number

    def earlier(self, number, days):
        """As if the order were so many days older; of a type whose stock is never taken."""
        self.server.stop()
        store = sqlite3.connect(os.path.join(self.server.data, "yizhan.db"))
        of = "(SELECT id FROM stays WHERE order_id = :number)"
        for change in ("stays SET arrival = arrival - :days, departure = departure - :days WHERE order_id = :number",
                       "orders SET arrival = arrival - :days, departure = departure - :days WHERE id = :number",
                       f"stay_nights SET night = night - :days WHERE stay_id IN {of}",
                       f"room_nights SET night = night - :days WHERE stay_id IN {of}"):
            store.execute("UPDATE " + change, {"days": days, "number": int(number)})
        store.commit()
        store.close()
        self.server.restart()


class Board(Desk):
    def test_a_room_that_nobody_has(self):
        kind = self.room_type()
        room, = self.rooms(kind, 1)
        self.staff("PATCH", "/rooms/" + room, {"cleanliness": "inspected"}, 200)
        row = self.row(room)
        name = self.staff("GET", "/room-types/" + kind, status=200).json["name"]
        self.assertEqual((row.pop("number")[0], row.pop("floor")), ("T", 0))
        self.assertEqual(row, {"room_id": room, "room_type_id": kind, "room_type_name": name, "cleanliness": "inspected", "occupancy": "vacant",
                               "closed": None, "stay": None, "next": None, "due_out": False, "overdue": False, "owing_fen": 0})
        board = self.board()
        self.assertEqual((board["business_date"], board["next"]), (today(), None))

    def test_all_rooms_of_the_branch_by_floor_and_number(self):
        kind, other = self.room_type(), self.room_type(city="深圳")
        made = [self.post("/rooms", {"room_type_id": kind, "number": number, "floor": 150 + floor}, 201)["id"]
                for floor, number in ((2, "X9"), (1, "X10"), (1, "X9a"), (2, "X1"))]
        gone = self.post("/rooms", {"room_type_id": kind, "number": "X5", "floor": 151}, 201)["id"]
        self.staff("DELETE", "/rooms/" + gone, status=204)
        self.rooms(other, 1)
        items = self.board()["items"]
        self.assertEqual([r["room_id"] for r in items if r["floor"] > 149], [made[i] for i in (2, 1, 3, 0)])
        self.assertEqual(len(items), self.rows("SELECT count(*) FROM rooms WHERE branch_id = ? AND removed = 0", int(self.place))[0][0])

    def test_who_lives_in_it_and_who_comes_next(self):
        kind = self.room_type()
        room, = self.rooms(kind, 1)
        second = self.coming(kind, 5, 2, room, guest_name="后来")
        first = self.coming(kind, 2, 1, room, guest_name="先来")
        self.assertEqual(self.row(room)["next"]["order_no"], first)
        self.assertEqual((self.row(room)["occupancy"], self.row(room)["stay"]), ("vacant", None))
        number = self.inside(kind, room, 2, guest_name="住客")
        row = self.row(room)
        lives = self.record(number)["stays"][0]
        self.assertEqual(row["stay"], {"id": lives["id"], "order_no": number, "room_type_id": kind, "guest_name": "住客", "arrival": today(),
                                       "departure": today(2), "state": "in_house"})
        self.assertEqual((row["occupancy"], row["due_out"], row["overdue"]), ("occupied", False, False))
        self.assertEqual([row["next"][k] for k in ("order_no", "guest_name", "arrival", "departure", "state")],
                         [first, "先来", today(2), today(3), "due_in"])
        self.post(f"/orders/{first}/cancel")
        self.assertEqual(self.row(room)["next"]["order_no"], second)
        self.post(f"/orders/{number}/check-out")
        row = self.row(room)
        self.assertEqual((row["stay"], row["cleanliness"], row["next"]["order_no"]), (None, "dirty", second))

    def test_what_is_owed_by_who_lives_in_it(self):
        kind = self.room_type(price=20000)
        room, = self.rooms(kind, 1)
        number = self.inside(kind, room, 2)
        self.assertEqual(self.row(room)["owing_fen"], 40000)
        self.post(f"/orders/{number}/pay", {"amount_fen": 15000, "method": "cash"})
        self.assertEqual((self.row(room)["owing_fen"], self.record(number)["due_fen"]), (25000, 25000))
        self.coming(kind, 4, 1, room)
        self.post(f"/orders/{number}/pay", {"amount_fen": 25000, "method": "cash"})
        self.assertEqual(self.row(room)["owing_fen"], 0)
        self.post(f"/orders/{number}/check-out")
        self.assertEqual(self.row(room)["owing_fen"], 0, "what the next guest owes is not owed by the room")

    def test_who_came_late_was_nowhere_the_night_before(self):
        kind = self.room_type(mode="never")
        room, = self.rooms(kind, 1)
        before = self.inside(kind, room)
        self.earlier(before, 1)
        self.post(f"/orders/{before}/check-out")
        number = self.coming(kind, 0, 3)
        self.earlier(number, 1)
        self.assertEqual(self.bars(number, -2, 3), [(None, today(-1), today(2), "due_in")])
        self.post(f"/orders/{number}/check-in", {"room_ids": [room]})
        self.assertEqual(self.bars(number, -2, 3), [(room, today(), today(2), "in_house")])
        self.assertEqual(self.bars(before, -2, 3), [(room, today(-1), today(), "departed")])

    def test_who_should_have_left_is_still_in_his_room(self):
        kind = self.room_type(mode="never")
        late, leaving, next_to = self.rooms(kind, 3)
        overdue, due_out = self.inside(kind, late, guest_name="未走"), self.inside(kind, leaving)
        self.earlier(overdue, 3)
        self.earlier(due_out, 1)
        row = self.row(late)
        self.assertEqual((row["occupancy"], row["stay"]["order_no"], row["stay"]["departure"]), ("occupied", overdue, today(-2)))
        self.assertEqual((row["due_out"], row["overdue"]), (True, True))
        row = self.row(leaving)
        self.assertEqual((row["occupancy"], row["stay"]["order_no"], row["due_out"], row["overdue"]), ("occupied", due_out, True, False))
        self.assertEqual(self.row(next_to)["occupancy"], "vacant")
        self.assertEqual(self.bars(overdue, 0, 3), [(late, today(-3), today(-2), "in_house")], "he is still there today")
        self.assertEqual(self.bars(due_out, 0, 3), [(leaving, today(-1), today(), "in_house")])
        self.assertEqual(self.bars(overdue, 1, 3), [], "of tomorrow nothing is known")
        self.assertEqual(self.bars(overdue, -9, -4), [])
        self.post(f"/orders/{overdue}/check-out")
        self.assertEqual(self.bars(overdue, 0, 3), [])
        self.assertEqual(self.bars(overdue, -3, 0), [(late, today(-3), today(-2), "departed")])

    def test_a_closing_of_tonight(self):
        kind = self.room_type()
        now, later = self.rooms(kind, 2)
        body = {"from": today(), "to": today(2), "kind": "out_of_service", "reason": "换地毯"}
        made = self.post("/closings", {"room_id": now, **body}, 201)["id"]
        self.post("/closings", {"room_id": later, **body, "from": today(1)}, 201)
        self.assertEqual(self.row(now)["closed"], {"id": made, **body})
        self.assertEqual((self.row(now)["occupancy"], self.row(later)["closed"]), ("vacant", None))
        self.staff("DELETE", f"/closings/{made}", status=204)
        self.assertEqual((self.row(now)["closed"], self.row(now)["cleanliness"]), (None, "clean"))

    def test_who_is_due_in_without_a_room(self):
        kind = self.room_type(mode="never")
        room, = self.rooms(kind, 1)
        today_, tomorrow, roomed = self.coming(kind), self.coming(kind, 1), self.coming(kind, 0, 1, room)
        past = self.coming(kind, 0, 2, guest_name="昨天")
        self.earlier(past, 1)
        unpaid = self.book(self.guest(), kind, 0)["order_no"]
        gone = self.coming(kind)
        self.post(f"/orders/{gone}/cancel")
        mine = {today_, tomorrow, roomed, past, unpaid, gone}
        rows = [s for s in self.board()["unassigned"] if s["order_no"] in mine]
        self.assertEqual([s["order_no"] for s in rows], [past, today_])
        self.assertEqual([rows[0][k] for k in ("guest_name", "room_type_id", "arrival", "departure", "state")],
                         ["昨天", kind, today(-1), today(1), "due_in"])


class Timeline(Desk):
    def test_rooms_bars_and_closings(self):
        kind = self.room_type(price=10000)
        one, two = self.rooms(kind, 2)
        number = self.coming(kind, 3, 2, one, guest_name="李四")
        closing = self.post("/closings", {"room_id": two, "from": today(4), "to": today(5), "reason": "漏水"}, 201)["id"]
        answer = self.timeline(0, 30)
        self.assertEqual(answer["business_date"], today())
        names = ("room_id", "number", "floor", "room_type_id", "room_type_name")
        self.assertEqual(answer["rooms"], [{k: r[k] for k in names} for r in self.board()["items"]])
        bar, = (b for b in answer["bars"] if b["order_no"] == number)
        self.assertEqual(bar, {"stay_id": self.record(number)["stays"][0]["id"], "order_no": number, "room_id": one, "room_type_id": kind,
                               "from": today(3), "to": today(5), "state": "due_in", "guest_name": "李四", "owing_fen": 20000, "fits": True})
        self.assertEqual([c for c in answer["closings"] if c["room_id"] == two],
                         [{"id": closing, "room_id": two, "from": today(4), "to": today(5), "kind": "out_of_order", "reason": "漏水"}])
        for first, last, there in ((5, 9, True), (6, 9, False), (0, 3, False), (0, 4, True)):
            found = [c["id"] for c in self.timeline(first, last)["closings"] if c["room_id"] == two]
            self.assertEqual(found, [closing] if there else [], (first, last))

    def test_by_overlap_and_not_by_arrival(self):
        kind = self.room_type()
        room, = self.rooms(kind, 1)
        number, bar = self.coming(kind, 3, 4, room), [(room, today(3), today(7), "due_in")]
        for first, last, there in ((0, 2, 0), (0, 3, 1), (4, 5, 1), (6, 9, 1), (7, 9, 0), (0, 61, 1)):
            with self.subTest(first=first, last=last):
                self.assertEqual(self.bars(number, first, last), bar * there)

    def test_a_guest_who_moved_has_two_bars(self):
        kind = self.room_type(mode="never")
        one, two = self.rooms(kind, 2)
        number = self.inside(kind, one, 4)
        self.earlier(number, 2)
        self.post(f"/orders/{number}/move", {"room_ids": [two]})
        whole = [(one, today(-2), today(), "in_house"), (two, today(), today(2), "in_house")]
        self.assertEqual(self.bars(number, -5, 5), whole)
        self.assertEqual(self.bars(number, -5, -1), whole[:1])
        self.assertEqual(self.bars(number, 1, 1), whole[1:])
        self.post(f"/orders/{number}/check-out")
        self.assertEqual(self.bars(number, -5, 5), [(one, today(-2), today(), "departed")])

    def test_a_guest_who_came_back_has_three(self):
        kind = self.room_type(mode="never")
        one, two = self.rooms(kind, 2)
        number = self.inside(kind, one, 4)
        for room in (two, one):
            self.earlier(number, 1)
            self.post(f"/orders/{number}/move", {"room_ids": [room]})
        self.assertEqual([b[:3] for b in self.bars(number, -5, 5)],
                         [(one, today(-2), today(-1)), (two, today(-1), today()), (one, today(), today(2))])

    def test_nights_without_a_room(self):
        kind = self.room_type()
        number = self.coming(kind, 2, 3)
        self.assertEqual(self.bars(number, 0, 9), [(None, today(2), today(5), "due_in")])
        self.assertEqual(self.bars(number, 5, 9), [])
        unpaid = self.book(self.guest(), kind, 2)["order_no"]
        self.assertEqual(self.bars(unpaid, 0, 9), [], "nobody who has not paid is due in")
        room, = self.rooms(kind, 1)
        self.post(f"/orders/{number}/move", {"room_ids": [room]})
        self.assertEqual(self.bars(number, 0, 9), [(room, today(2), today(5), "due_in")])
        self.post(f"/orders/{number}/cancel")
        self.assertEqual(self.bars(number, 0, 9), [])

    def test_two_rooms_of_an_order_are_two_bars(self):
        kind = self.room_type()
        one, two = self.rooms(kind, 2)
        number = self.coming(kind, 1, 2, rooms=2)
        self.post(f"/orders/{number}/move", {"room_ids": [one, two]})
        self.assertEqual(sorted(b[0] for b in self.bars(number, 0, 9)), sorted([one, two]))

    def test_what_is_wrong_is_named(self):
        ask = lambda query: self.staff("GET", "/timeline?" + query)  # noqa: E731
        place = f"branch_id={self.place}"
        self.refused(ask(f"{place}&from={today(2)}&to={today(1)}"), 400, "bad_request", "to")
        self.refused(ask(f"{place}&from={today()}&to={today(62)}"), 400, "bad_request", "to")
        self.assertEqual(ask(f"{place}&from={today()}&to={today(61)}").status, 200)
        self.refused(ask(f"{place}&from={today()}"), 400, "bad_request", "to")
        self.refused(ask(f"{place}&to={today()}"), 400, "bad_request", "from")
        self.refused(ask(f"{place}&from=2026-02-30&to={today()}"), 400, "bad_request", "from")
        self.refused(ask(f"from={today()}&to={today()}"), 400, "bad_request", "branch_id")
        self.refused(self.staff("GET", "/board"), 400, "bad_request", "branch_id")
        self.refused(self.staff("GET", "/board?branch_id=x"), 400, "bad_request", "branch_id")


class Search(Desk):
    def find(self, q, more=None):
        more = f"&branch_id={self.place}" if more is None else more
        return self.staff("GET", f"/search?q={q}{more}", status=200).json["items"]

    def numbers_of(self, q, more=None):
        return [i["order_no"] for i in self.find(q, more)]

    def test_the_case(self):
        kind, guest = self.room_type(), self.guest()
        first = self.booked_and_paid(guest, kind, 3)["order_no"]
        self.staff("PATCH", "/orders/" + first, {"guest_name": "王小明", "guest_phone": "13812345678"}, 200)
        answer = self.guest().post("/orders", {**stay(kind, 3), "guest_name": "欧阳娜娜", "guest_phone": "13887654321"})
        second = answer.json["order_no"]
        self.settled()
        for q, right in (("13812345678", first), ("5678", first), ("138 1234 5678", first), ("2345678", first), ("13887654321", second),
                         ("4321", second), ("欧阳", second), ("娜娜", second), ("小明", first), ("歐陽", second), (first[-5:], first), (second, second)):
            with self.subTest(q=q):
                found = self.find(q.replace(" ", "%20"))
                self.assertIn(right, [i["order_no"] for i in found])
                self.assertEqual([i["order_no"] for i in found if i["order_no"] in (first, second)], [right])
        for q in ("678", "1381", "%25", "_", "999999999999"):
            with self.subTest(q=q):
                self.assertEqual([n for n in self.numbers_of(q) if n in (first, second)], [])
        found, = (i for i in self.find("欧阳") if i["order_no"] == second)
        self.assertEqual(found, {"order_no": second, "stay_id": self.rows("SELECT CAST(id AS TEXT) FROM stays WHERE order_id = ?", int(second))[0][0],
                                 "state": "due_in", "guest_name": "欧阳娜娜", "guest_phone": "138****4321", "room_number": "", "arrival": today(3),
                                 "departure": today(4), "status": "pending_payment", "due_fen": 30000})

    def test_by_the_number_of_a_room(self):
        kind = self.room_type()
        room, other = self.rooms(kind, 2)
        number = self.row(room)["number"]
        later, sooner = self.coming(kind, 6, 1, room), self.coming(kind, 2, 1, room)
        self.coming(kind, 3, 1, other)
        self.assertEqual(self.numbers_of(number), [sooner, later], "the newest first")
        living = self.inside(kind, room, 2)
        self.assertEqual(self.numbers_of(number), [living, sooner, later])
        self.assertEqual([(i["state"], i["room_number"]) for i in self.find(number)], [("in_house", number), ("due_in", number), ("due_in", number)])
        self.assertEqual(self.numbers_of(number[:-1]), [], "the whole number")
        self.post(f"/orders/{living}/check-out")
        self.assertEqual(self.numbers_of(number), [sooner, later], "whose room it was is not in it any more")
        self.post(f"/orders/{sooner}/cancel")
        self.assertEqual(self.numbers_of(number), [later])

    def test_who_is_in_house_first_then_who_comes_today(self):
        kind = self.room_type(mode="never")
        room, = self.rooms(kind, 1)
        named = {"guest_name": "慕容复", "guest_phone": "13700009876"}
        living = self.inside(kind, room, **named)
        due = self.coming(kind, 0, 1, **named)
        newer = [self.coming(kind, 5, 1, **named) for _ in range(22)]
        right = [living, due] + newer[:3:-1]
        self.assertEqual(self.numbers_of("慕容")[:2], [living, due], "found before the words are written")
        self.settled()
        for q in ("慕容", "容复", "9876", "13700009876"):
            with self.subTest(q=q):
                self.assertEqual(self.numbers_of(q), right)

    def test_a_room_of_four_digits_comes_before_a_phone_that_ends_so(self):
        kind = self.room_type()
        room = self.post("/rooms", {"room_type_id": kind, "number": "7351"}, 201)["id"]
        spare, = self.rooms(kind, 1)
        lives = self.inside(kind, room)
        rings = self.inside(kind, spare, guest_phone="13900007351")
        later = self.coming(kind, 5, 1, room)
        calls = self.coming(kind, 5, 1, guest_phone="13900007351")
        self.settled()
        self.assertEqual(self.numbers_of("7351"), [lives, rings, later, calls])
        self.assertEqual(self.numbers_of("351"), [], "three digits are nobody's, in house or not")

    def test_within_the_branches_of_who_asks(self):
        mine, foreign = self.room_type(), self.room_type(city="深圳")
        here, there = (self.coming(kind, guest_name="独孤求败") for kind in (mine, foreign))
        self.settled()
        token, shenzhen = self.server.staff_token("chengdu"), branch(self.server, "深圳")
        ask = lambda more, token=None: [i["order_no"] for i in  # noqa: E731
                                        self.staff("GET", "/search?q=独孤" + more, status=200, token=token).json["items"]]
        self.assertEqual(ask(""), [there, here])
        self.assertEqual(ask(f"&branch_id={shenzhen}"), [there])
        self.assertEqual(ask("", token), [here])
        self.refused(self.staff("GET", f"/search?q=独孤&branch_id={shenzhen}", token=token), 403, "branch_scope")
        self.refused(self.staff("GET", "/search?q=独孤&branch_id=999"), 404, "not_found")
        self.refused(self.staff("GET", "/search"), 400, "bad_request", "q")
        self.refused(self.staff("GET", "/search?q="), 400, "bad_request", "q")
        self.refused(self.staff("GET", "/search?q=" + "x" * 61), 400, "bad_request", "q")


class Stays(Desk):
    def list(self, query, token=None):
        return [s["order_no"] for s in self.staff("GET", f"/stays?limit=100&{query}", status=200, token=token).json["items"]]

    def test_by_state_and_night(self):
        kind = self.room_type()
        rooms = self.rooms(kind, 5)
        orders = {"in_house": self.inside(kind, rooms[0], 2), "departed": self.inside(kind, rooms[1], 1), "due_in": self.coming(kind, 1, 2),
                  "cancelled": self.coming(kind), "no_show": self.coming(kind)}
        for state, step in (("departed", "check-out"), ("cancelled", "cancel"), ("no_show", "no-show")):
            self.post(f"/orders/{orders[state]}/{step}")
        unpaid = self.book(self.guest(), kind, 1)["order_no"]
        for state in (*orders, ""):
            with self.subTest(state=state):
                found = self.list(f"branch_id={self.place}" + (f"&state={state}" if state else ""))
                self.assertEqual({n for n in found if n in [*orders.values(), unpaid]}, {orders[state]} if state else set(orders.values()))
        nights = {"in_house": (0, 1), "due_in": (1, 2), "departed": (0,)}
        for state, there in nights.items():
            for night in range(-1, 4):
                with self.subTest(state=state, night=night):
                    found = self.list(f"branch_id={self.place}&state={state}&date={today(night)}")
                    self.assertEqual(orders[state] in found, night in there)
                    self.assertEqual(orders[state] in self.list(f"date={today(night)}"), night in there)

    def test_one(self):
        kind = self.room_type(price=10000)
        room, = self.rooms(kind, 1)
        number = self.inside(kind, room, 2, guest_name="赵六", guest_phone="13600001111")
        own = self.record(number)["stays"][0]
        one = self.staff("GET", "/stays/" + own["id"], status=200).json
        self.assertEqual(one, {**own, "branch_id": self.place, "guest_name": "赵六", "guest_phone": "13600001111"})
        self.assertEqual([n["net_fen"] for n in one["nights"]], [10000, 10000])
        listed = next(s for s in self.staff("GET", "/stays?limit=100", status=200).json["items"] if s["id"] == own["id"])
        self.assertEqual(listed, {**{k: v for k, v in one.items() if k != "guests"}, "guest_phone": "136****1111"})
        unpaid = self.book(self.guest(), kind, 5)["order_no"]
        held, = self.rows("SELECT CAST(id AS TEXT) FROM stays WHERE order_id = ?", int(unpaid))
        self.assertEqual(self.staff("GET", "/stays/" + held[0], status=200).json["state"], "due_in")
        self.refused(self.staff("GET", "/stays/999"), 404, "not_found")

    def test_pages_go_on_to_the_end(self):
        kind = self.room_type()
        made = [self.coming(kind, 40 + i) for i in range(5)]
        for query in ("", "&state=due_in"):
            found, after = [], ""
            while after is not None:
                page = self.staff("GET", f"/stays?limit=2{query}{after}", status=200).json
                found += page["items"]
                after = f"&after={page['next']}" if page["next"] else None
            ids = [int(s["id"]) for s in found]
            self.assertEqual(ids, sorted(set(ids), reverse=True))
            self.assertEqual([s["order_no"] for s in found if s["order_no"] in made], made[::-1])

    def test_within_the_branches_of_who_asks(self):
        there = self.coming(self.room_type(city="深圳"), 3)
        here = self.coming(self.room_type(), 3)
        token, shenzhen = self.server.staff_token("chengdu"), branch(self.server, "深圳")
        foreign = self.record(there)["stays"][0]["id"]
        for query in ("", "state=due_in", f"date={today(3)}"):
            self.assertLessEqual({here, there}, set(self.list(query)))
            found = self.list(query, token)
            self.assertIn(here, found)
            self.assertNotIn(there, found)
        for path in (f"/stays?branch_id={shenzhen}", f"/stays/{foreign}", f"/board?branch_id={shenzhen}",
                     f"/timeline?branch_id={shenzhen}&from={today()}&to={today()}"):
            self.refused(self.staff("GET", path, token=token), 403, "branch_scope")
        for path in ("/stays?branch_id=999", "/board?branch_id=999", f"/timeline?branch_id=999&from={today()}&to={today()}"):
            self.refused(self.staff("GET", path), 404, "not_found")
        for query, field in (("state=held", "state"), ("date=x", "date"), ("after=x", "after"), ("limit=101", "limit"), ("branch_id=x", "branch_id")):
            self.refused(self.staff("GET", "/stays?" + query), 400, "bad_request", field)


if __name__ == "__main__":
    unittest.main()
