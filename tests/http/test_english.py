"""Names and other texts of hotels, room types and coupons in English: written by staff, found by search, shown to guests beside
the Chinese ones, which stand in where there are none."""
import os
import sqlite3
import sys
import unittest
import urllib.parse

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import API, House  # noqa: E402
from yizhan import Server, branch, eventually, stay  # noqa: E402

BRANCH = {"name_en": "Inn at the Ford", "address_en": "12 Ferry Lane", "intro_en": "By the river.\nWith a garden.",
          "tags_en": ["Riverbank", "Ferry pier"]}
TYPE = {"name_en": "Willow Double", "bed_en": "Queen bed", "breakfast_en": "Porridge for two", "intro_en": "Under a willow."}
COUPON = {"name_en": "Spring coupon", "note_en": "For stays in spring."}
OF_TYPE = {"branch_id": None, "name": "柳荫房", "price_fen": 10000, "stock": 9, "bed": "大床", "breakfast": "双早", "intro": "柳树下"}


class English(House):
    def branch(self, **more):
        body = {"name": "渡口客栈", "address": "渡口巷 12 号", "intro": "临河", "tags": ["河边"], **more}
        return self.post("/branches", body, 201)

    def type_of(self, branch_id, **more):
        return self.post("/room-types", {**OF_TYPE, "branch_id": branch_id, **more}, 201)

    def part(self, whole, wanted):
        return {name: whole[name] for name in wanted}

    def found(self, q):
        return [b["id"] for b in self.server.get(f"{API}/branches?limit=100&q={urllib.parse.quote(q)}").json["items"]]

    def detail(self, branch_id):
        return self.server.get(f"{API}/branches/{branch_id}").json

    def test_written_and_read_like_the_others(self):
        house = self.branch(**BRANCH)
        kind = self.type_of(house["id"], **TYPE)
        coupon = self.post("/coupons", {"name": "春券", "kind": "amount", "amount_fen": 100, "valid_days": 9, **COUPON}, 201)
        for path, made, wanted in (("/branches/", house, BRANCH), ("/room-types/", kind, TYPE), ("/coupons/", coupon, COUPON)):
            with self.subTest(path=path):
                self.assertEqual(self.part(made, wanted), wanted)
                self.assertEqual(self.part(self.staff("GET", path + made["id"], status=200).json, wanted), wanted)
                changed = self.staff("PATCH", path + made["id"], {"name_en": " New\u200b name\u3000"}, 200).json
                self.assertEqual(self.part(changed, wanted), {**wanted, "name_en": "New name"})
                blank = self.staff("PATCH", path + made["id"], {"name_en": " \u200b\u3000"}, 200).json
                self.assertEqual(blank["name_en"], "")
                self.assertEqual(blank["name"], made["name"])

    def test_without_them_they_are_empty(self):
        house = self.branch()
        kind = self.type_of(house["id"])
        coupon = self.post("/coupons", {"name": "夏券", "kind": "amount", "amount_fen": 100, "valid_days": 9}, 201)
        self.assertEqual(self.part(house, BRANCH), {"name_en": "", "address_en": "", "intro_en": "", "tags_en": []})
        self.assertEqual(self.part(kind, TYPE), dict.fromkeys(TYPE, ""))
        self.assertEqual(self.part(coupon, COUPON), dict.fromkeys(COUPON, ""))

    def test_what_is_refused(self):
        house = self.branch()
        kind = self.type_of(house["id"])
        for path, bad in (("/branches/" + house["id"], {"name_en": "x" * 61, "address_en": "x" * 201, "intro_en": "x" * 2001}),
                          ("/branches/" + house["id"], {"name_en": None}), ("/branches/" + house["id"], {"name_en": "a\nb"}),
                          ("/branches/" + house["id"], {"tags_en": ["x"] * 21}), ("/branches/" + house["id"], {"tags_en": ["\u200b"]}),
                          ("/room-types/" + kind["id"], {"name_en": "x" * 61, "bed_en": "x" * 61, "breakfast_en": 7, "intro_en": "x" * 2001})):
            with self.subTest(bad=bad):
                answer = self.staff("PATCH", path, bad)
                self.assertEqual((answer.status, sorted(answer.fields())), (400, sorted(bad)), answer)

    def test_guests_get_both(self):
        house = self.branch(**BRANCH)
        kind = self.type_of(house["id"], **TYPE)
        card = next(b for b in self.server.get(f"{API}/branches?limit=100&q=渡口").json["items"] if b["id"] == house["id"])
        wanted = {k: v for k, v in BRANCH.items() if k != "intro_en"}
        self.assertEqual(self.part(card, wanted), wanted)
        detail = self.detail(house["id"])
        self.assertEqual(self.part(detail, BRANCH), BRANCH)
        self.assertEqual(self.part(detail["room_types"][0], TYPE), TYPE)
        view = self.server.get(f"{API}/room-types/{kind['id']}").json
        self.assertEqual(self.part(view, TYPE), TYPE)
        self.assertEqual((view["branch"]["name_en"], view["branch"]["address_en"]), (BRANCH["name_en"], BRANCH["address_en"]))

    def test_one_cached_answer_for_all_readers(self):
        house = self.branch(**BRANCH)
        kind = self.type_of(house["id"], **TYPE)
        path = f"{API}/room-types/{kind['id']}"
        asked = [self.server.get(path, headers={"Accept-Language": language}) for language in ("zh-CN", "en", "en")]
        self.assertEqual([a.headers["X-Cache"] for a in asked], ["L2", "L1", "L1"])
        self.assertEqual(len({(a.body, a.headers["ETag"]) for a in asked}), 1)
        for change, where in (({"name_en": "Elm Double"}, "/room-types/" + kind["id"]), ({"name_en": "Inn at the Bridge"}, "/branches/" + house["id"])):
            before = self.server.get(path)
            self.staff("PATCH", where, change, 200)
            after = self.server.get(path, headers={"If-None-Match": before.headers["ETag"]})
            self.assertEqual((after.status, after.headers["X-Cache"]), (200, "L2"))
        self.assertEqual((after.json["name_en"], after.json["branch"]["name_en"]), ("Elm Double", "Inn at the Bridge"))

    def test_search_finds_hotels_by_the_english_words(self):
        house = self.branch(**{**BRANCH, "name_en": "Zephyr Lodge", "tags_en": ["Quarry view"]})["id"]
        kind = self.type_of(house, **{**TYPE, "name_en": "Juniper Attic", "name": "杜松阁楼"})["id"]
        for q in ("zephyr", "LODGE zeph", "ferry lane", "quarry", "river garden", "juniper attic", "杜松阁楼", "zephyr juniper"):
            with self.subTest(q=q):
                self.assertIn(house, self.found(q))
        self.staff("PATCH", "/room-types/" + kind, {"name_en": "Mulberry Attic"}, 200)
        self.assertEqual((self.found("juniper"), self.found("mulberry")), ([], [house]))
        self.staff("PATCH", "/branches/" + house, {"name_en": ""}, 200)
        self.assertEqual((self.found("zephyr"), self.found("mulberry")), ([], [house]))
        self.staff("PATCH", "/room-types/" + kind, {"status": "off"}, 200)
        self.assertEqual(self.found("mulberry"), [])
        self.staff("PATCH", "/room-types/" + kind, {"status": "on"}, 200)
        self.staff("DELETE", "/room-types/" + kind, status=204)
        self.assertEqual(self.found("mulberry"), [])

    def notice(self, guest, number, language):
        answer = eventually(lambda: guest.get(f"/me/notices?order_no={number}", headers={"Accept-Language": language}).json["items"])
        return answer[-1]["text"].split("\n")[1]

    def test_an_order_keeps_both_names(self):
        house = self.branch(**BRANCH)
        kind, plain = self.type_of(house["id"], **TYPE)["id"], self.type_of(house["id"])["id"]
        guest = self.guest()
        number, other = (self.book(guest, k)["order_no"] for k in (kind, plain))
        self.staff("PATCH", "/branches/" + house["id"], {"name_en": "Renamed"}, 200)
        for order in (guest.order(number), self.record(number), guest.get("/orders").json["items"][1]):
            self.assertEqual((order["branch_name"], order["branch_name_en"], order["room_type_name"], order["room_type_name_en"]),
                             ("渡口客栈", "Inn at the Ford", "柳荫房", "Willow Double"))
        self.assertEqual(guest.order(other)["room_type_name_en"], "")
        self.assertEqual(self.notice(guest, number, "zh-CN"), "渡口客栈，柳荫房")
        self.assertEqual(self.notice(guest, number, "en"), "Inn at the Ford, Willow Double")
        self.assertEqual(self.notice(guest, other, "en"), "Inn at the Ford, 柳荫房")

    def test_a_guest_s_coupons(self):
        guest = self.guest()
        self.coupon(guest, amount_fen=100, **COUPON)
        self.assertIn(COUPON, [self.part(held, COUPON) for held in guest.coupons()])  # beside the welcome coupon
        kind = self.room_type()
        quote = guest.post("/quotes", {k: v for k, v in stay(kind).items() if not k.startswith("guest")}).json
        self.assertIn(COUPON["name_en"], [c["name_en"] for c in quote["coupons"]])

    def test_the_demo_speaks_both(self):
        for listed in self.server.get(API + "/branches").json["items"]:
            if not listed["name"].startswith("驿站·"):
                continue
            detail = self.detail(listed["id"])
            texts = [detail[k] for k in ("name_en", "address_en", "intro_en")] + [t[k] for t in detail["room_types"] if t["name_en"] for k in TYPE]
            self.assertTrue(all(texts) and len(texts) == 3 + 4 * len(TYPE) and len(detail["tags"]) == len(detail["tags_en"]), detail)
        self.assertTrue(all(c["name_en"] and c["note_en"] for c in self.staff("GET", "/coupons", status=200).json["items"][-2:]))

    def test_hotels_from_before_are_found_after_the_next_start(self):
        with Server() as server:
            made = branch(server, "成都")
            server.stop()
            with sqlite3.connect(os.path.join(server.data, "yizhan.db")) as db:
                db.execute("UPDATE settings SET value = '3' WHERE name = 'search_form'")
                db.execute("UPDATE branch_search SET grams = '成都 都 ' WHERE rowid = ?", (int(made),))
            db.close()
            server.start()
            self.assertEqual([b["id"] for b in server.get(f"{API}/branches?q=kuanzhai").json["items"]], [made])


if __name__ == "__main__":
    unittest.main(verbosity=2)
