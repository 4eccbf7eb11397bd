"""Who sleeps in a room: guests of a stay and their documents, of which nobody is told more than the last four characters."""
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import branch, stay  # noqa: E402

ID_CARD, OTHER_ID = "11010519491231002X", "440524198001010013"
LI = {"name": "李雷", "document_kind": "id_card", "document_number": ID_CARD}
HAN = {"name": "韩梅梅", "document_kind": "passport", "document_number": "E12345678"}


class Guests(House):
    def coming(self, first=0, nights=1, **more):
        """A stay of a walk-in; its id."""
        self.kind = self.room_type()
        order = self.post("/orders", {**stay(self.kind, first, nights), **more}, 201)
        self.number = order["order_no"]
        return order["stays"][0]["id"]

    def write(self, one, guests=None, status=200, **more):
        answer = self.staff("PATCH", f"/stays/{one}", {**({} if guests is None else {"guests": guests}), **more}, status)
        return answer.json if status == 200 else answer

    def read(self, one):
        """(name, kind, last four) of each."""
        return [(g["name"], g["document_kind"], g["document_last4"]) for g in self.staff("GET", f"/stays/{one}", status=200).json["guests"]]

    def test_who_booked_is_the_main_guest_until_somebody_is_written_down(self):
        one = self.coming(guest_name="王小明")
        self.assertEqual(self.read(one), [("王小明", "none", "")])
        self.staff("PATCH", "/orders/" + self.number, {"guest_name": "王大明"}, 200)
        self.assertEqual(self.read(one), [("王大明", "none", "")])
        self.write(one, [LI, HAN])
        self.staff("PATCH", "/orders/" + self.number, {"guest_name": "王明"}, 200)
        self.assertEqual(self.read(one), [("李雷", "id_card", "002X"), ("韩梅梅", "passport", "5678")])
        self.write(one, [])
        self.assertEqual(self.read(one), [("王明", "none", "")])

    def test_no_answer_and_no_row_has_the_number(self):
        one = self.coming()
        answers = [self.staff("PATCH", f"/stays/{one}", {"guests": [LI, HAN]}, 200), self.staff("GET", f"/stays/{one}"),
                   self.staff("POST", f"/stays/{one}/check-in", {}, key="guests-once"), self.staff("GET", "/orders/" + self.number),
                   self.staff("GET", "/stays?limit=100"), self.staff("GET", "/audit?limit=20"), self.staff("GET", "/search?q=002X")]
        for answer in answers:
            self.assertEqual(answer.status, 200)
            self.assertFalse([n for n in (ID_CARD, HAN["document_number"]) if n in answer.body.decode()])
        tables = [name for name, in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for n in (ID_CARD, HAN["document_number"]):
            self.assertFalse([t for t in tables for row in self.rows(f'SELECT * FROM "{t}"') for v in row
                              if n in (v.decode("latin-1") if isinstance(v, bytes) else str(v))])
            self.assertFalse([line for line in self.server.log if n in line])
        rows = self.rows("SELECT digest, sealed FROM stay_guests WHERE stay_id = ?", int(one))
        self.assertEqual([len(d) for d, _ in rows], [32, 32])
        self.assertEqual([len(s) for _, s in rows], [18 + 28, 9 + 28])

    def test_what_is_not_given_again_is_kept(self):
        one = self.coming()
        li, han = self.write(one, [LI, HAN])["guests"]
        sealed = lambda: dict(self.rows("SELECT id, sealed FROM stay_guests WHERE stay_id = ?", int(one)))  # noqa: E731
        before = sealed()
        now = self.write(one, [{"id": han["id"], "name": "韩梅"}, {"id": li["id"]}, {"name": "小李"}])["guests"]
        self.assertEqual([(g["id"], g["name"], g["document_last4"]) for g in now[:2]], [(han["id"], "韩梅", "5678"), (li["id"], "李雷", "002X")])
        self.assertEqual({k: v for k, v in sealed().items() if k in before}, before)
        self.write(one, [{"id": li["id"], "document_kind": "none"}, {"id": han["id"], "document_number": "E 8765-4321"}])
        self.assertEqual(self.read(one), [("李雷", "none", ""), ("韩梅", "passport", "4321")])

    def test_what_is_wrong_is_named(self):
        one = self.coming()
        li, = self.write(one, [LI])["guests"]
        other = self.write(self.coming(), [HAN])["guests"][0]["id"]
        for guests, field in (
                ([{"document_kind": "none"}], "guests[0].name"), ([{"name": ""}], "guests[0].name"), ([LI, {"name": "x" * 61}], "guests[1].name"),
                ([{"name": "甲", "document_kind": "visa"}], "guests[0].document_kind"),
                ([{"name": "甲", "document_kind": "id_card"}], "guests[0].document_number"),
                ([{"name": "甲", "document_number": ID_CARD}], "guests[0].document_kind"),
                ([LI, {**HAN, "document_kind": "id_card", "document_number": ID_CARD.lower()}], "guests[1].document_number"),
                ([{"id": li["id"]}, {"id": li["id"]}], "guests[1].id"), ([{"id": "1"}], "guests[0].id"), ([{"id": other}], "guests[0].id"),
                ([{"id": li["id"], "document_kind": "passport"}], "guests[0].document_number"), ([{"name": str(i)} for i in range(11)], "guests")):
            with self.subTest(guests=guests):
                self.refused(self.write(one, guests, 400), 400, "bad_request", field)
        self.refused(self.write(one, arrival_time="25:00", status=400), 400, "bad_request", "arrival_time")
        self.refused(self.write(one, remark="x" * 301, status=400), 400, "bad_request", "remark")
        self.refused(self.staff("PATCH", "/stays/1", {"guests": []}), 404, "not_found")
        self.assertEqual(self.read(one), [("李雷", "id_card", "002X")], "a refusal changes nothing")

    def test_a_number_fits_its_document(self):
        one = self.coming()
        for kind, good, bad in (
                ("id_card", [ID_CARD, OTHER_ID, "11010519491231002x", "1101 0519 4912 31002X"],
                 ["110105194912310021", "11010519491331002X", "11010519490230002X", "1101051949123100", "X1010519491231002X", ""]),
                ("passport", ["E12345678", "ej1234567", "12345"], ["1234", "E1234567890123456789X", "护照12345"]),
                ("hk_macau_permit", ["H12345678", "M1234567801"], ["12345678", "H1234567", "K12345678"]),
                ("taiwan_permit", ["12345678", "1234567801", "1234567890A"], ["1234567", "A2345678"]),
                ("foreign_resident_card", ["USA110203040506", "911124198108030024"], ["USA11020304050", "US1102030405067", "911124198108030025"]),
                ("other", ["AB-1234"], ["123", "x" * 31, "军字第0123号"])):
            for number in good + bad:
                with self.subTest(kind=kind, number=number):
                    answer = self.staff("PATCH", f"/stays/{one}", {"guests": [{"name": "甲", "document_kind": kind, "document_number": number}]})
                    if number in good:
                        self.assertEqual((answer.status, answer.json["guests"][0]["document_last4"]), (200, number.upper().replace(" ", "")[-4:]), answer)
                    else:
                        self.refused(answer, 400, "bad_request", "guests[0].document_number")

    def test_written_down_at_check_in(self):
        one = self.coming()
        self.refused(self.staff("POST", f"/stays/{one}/check-in", {"guests": [{**LI, "document_number": "1"}]}), 400, "bad_request", "guests[0].document_number")
        self.assertEqual(self.record(self.number)["status"], "confirmed")
        self.assertEqual(len(self.post(f"/stays/{one}/check-in", {"guests": [LI, HAN]})["guests"]), 2)
        self.assertEqual(self.read(one), [("李雷", "id_card", "002X"), ("韩梅梅", "passport", "5678")])
        self.post(f"/stays/{one}/check-out", {"leave_owing": {"reason": "x"}})
        self.refused(self.write(one, [HAN], 409), 409, "order_state")
        self.assertEqual(len(self.read(one)), 2, "and stays")

    def test_each_room_has_its_own(self):
        kind = self.room_type()
        order = self.post("/orders", stay(kind, 0, 1, 2, remark="高楼层", arrival_time="18:00"), 201)
        one, two = [s["id"] for s in order["stays"]]
        self.write(one, [LI], remark="靠窗", arrival_time="21:30")
        self.write(two, [LI])
        said = lambda s: (s["remark"], s["arrival_time"])  # noqa: E731
        stays = {s["id"]: s for s in self.record(order["order_no"])["stays"]}
        self.assertEqual([said(stays[one]), said(stays[two])], [("靠窗", "21:30"), (None, None)])
        self.assertEqual((self.read(one), self.read(two)), ([("李雷", "id_card", "002X")],) * 2)
        self.write(one, remark=None)
        self.assertEqual(said(self.staff("GET", f"/stays/{one}").json), (None, "21:30"))
        self.assertEqual(self.record(order["order_no"])["remark"], "高楼层")

    def test_found_by_the_end_of_the_document_and_by_a_companion(self):
        def found(q):
            return [f["stay_id"] for f in self.staff("GET", f"/search?branch_id={branch(self.server)}&q={q}", status=200).json["items"]]
        one, later = self.coming(), self.coming(5)
        self.write(one, [{"name": "甲"}, {"name": "欧阳同住", "document_kind": "passport", "document_number": "P7654987Q"}])
        self.write(later, [{"name": "乙", "document_kind": "passport", "document_number": "P7654987Q"}])
        self.assertEqual(found("987q"), [one, later], "who comes today first")
        self.assertEqual(found("987"), [])
        self.assertEqual(found("阳同"), [one])
        shenzhen = self.server.staff_token("shenzhen")
        self.assertEqual(self.staff("GET", "/search?q=987Q", token=shenzhen, status=200).json["items"], [])

    def test_a_wiped_member_leaves_no_guest(self):
        guest, kind = self.guest(), self.room_type()
        order = self.booked_and_paid(guest, kind, 5)["order_no"]
        one = self.record(order)["stays"][0]["id"]
        self.write(one, [{**LI, "name": "欧阳留痕"}], remark="欧阳备注")
        self.assertEqual(self.staff("GET", f"/audit?object=order&object_id={order}").json["items"][0]["action"], "stay.correct")
        guest.cancel(order)
        self.settled()
        self.staff("DELETE", f"/members/{guest.id}", status=204)
        self.assertEqual(self.read(one), [("—", "none", "")])
        tables = [name for name, in self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'idempotency'")]
        self.assertEqual({t for t in tables for row in self.rows(f'SELECT * FROM "{t}"') if any("欧阳" in str(v) for v in row)} - {"branch_search"}, set())
        self.assertEqual(self.rows("SELECT count(*) FROM stay_guests WHERE stay_id = ?", int(one)), [(0,)])


if __name__ == "__main__":
    unittest.main()
