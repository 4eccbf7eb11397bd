"""Names that people read: nothing that nobody can see, no blanks at the ends, one form for one name."""
import os
import sqlite3
import sys
import unicodedata
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from yizhan import PASSWORD, Server, eventually, new_room_type, stay  # noqa: E402

API = "/api/v1"
ADMIN = API + "/admin"
BLANK = ("   ", "\u3000\u3000", "\u200b", "\u00a0", "\u3164", "\u2060\ufeff", "\u202e\u200f", "\t", "\u200d", "\u2800", "\u2800 \ufe0f")
AS_THEY_ARE = ("阿卜杜拉·买买提", "𠮷野家子", "O'Brien-Müller", "Nguyễn Thị Ánh", "محمد", "x" * 60, "李 雷", "می\u200cخواهم",
               "👩\u200d👧", "邉\U000e0100", "❤\ufe0f")
CLEANED = ((" 李雷 ", "李雷"), ("李雷\u3000", "李雷"), ("\ufeff李\u200b雷", "李雷"), ("Li\u202e Lei", "Li Lei"),
           (unicodedata.normalize("NFD", "Nguyễn"), "Nguyễn"), ("李雷\u200d ", "李雷"), ("101\ufe0f", "101"), ("Li\u200d Lei", "Li Lei"))


class Names(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().__enter__()
        cls.owner = cls.server.staff()
        cls.kind = new_room_type(cls.server, cls.owner, stock=500)

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def book(self, name):
        return self.server.post(API + "/orders", {**stay(self.kind), "guest_name": name}, token=self.server.guest("names"))

    def test_a_guest(self):
        for name in BLANK:
            with self.subTest(name=name):
                answer = self.book(name)
                self.assertEqual((answer.status, answer.fields()), (400, ["guest_name"]))
        for given, kept in (*((n, n) for n in AS_THEY_ARE), *CLEANED):
            with self.subTest(given=given):
                answer = self.book(given)
                self.assertEqual(answer.status, 201, answer)
                order = self.owner.get(f"{ADMIN}/orders/{answer.json['order_no']}").json
                self.assertEqual(order["guest_name"], kept)

    def test_found_by_the_clean_name(self):
        number = self.book(" 韩梅梅\u3000").json["order_no"]
        self.server.post(f"{API}/pay/sandbox/{number}", token=self.server.guest("names"))
        for q in ("韩梅梅", " 韩梅梅"):
            eventually(lambda q=q: number in [o["order_no"] for o in self.owner.get(f"{ADMIN}/orders?q={q}").json["items"]])

    def test_everything_with_a_name(self):
        branch = self.owner.get(ADMIN + "/branches").json["items"][0]["id"]
        made = {"/branches": ("name", {}), "/room-types": ("name", {"branch_id": branch, "price_fen": 100, "stock": 3}),
                "/rooms": ("number", {"room_type_id": new_room_type(self.server, self.owner), "floor": 1}),
                "/coupons": ("name", {"category": "x", "kind": "amount", "amount_fen": 1, "valid_days": 1, "quantity": 1, "per_member": 1}),
                "/staff": ("name", {"password": PASSWORD, "role": "frontdesk", "branch_ids": [branch]})}
        for path, (field, more) in made.items():
            with self.subTest(path=path):
                blank = self.owner.post(ADMIN + path, {field: "\u3000\u200b ", **more})
                self.assertEqual((blank.status, blank.fields()), (400, [field]), blank)
                answer = self.owner.post(ADMIN + path, {field: " 九号\u3000", **more})
                self.assertEqual((answer.status, answer.json.get(field)), (201, "九号"), answer)
        twice = self.owner.post(ADMIN + "/rooms", {"number": "九号 ", "room_type_id": self.kind, "floor": 1})
        self.assertEqual((twice.status, twice.code), (409, "exists"))

    ROWS = (("台北君悅", "taipei"), ("台北君悦酒店", "taipei"), ("信义区", "taipei"), ("寬窄巷子", "chengdu"), ("臺北", "taipei"),
            ("muller", "cafe"), ("CAFÉ", "cafe"), ("Ｍüller", "cafe"), ("後花園", "garden"), ("后花园", "garden"), ("里弄", "lane"),
            ("裏弄", "lane"), ("裡弄", "lane"), ("髮", "hair"), ("发", "hair"), ("發", "hair"),
            ("金沢の宿", "kanazawa"), ("金泽", "kanazawa"), ("櫻町", "kanazawa"), ("樱町", "kanazawa"), ("上沪", "shanghai"), ("上滬", "shanghai"),
            ("sorensen", "north"), ("lodz", "north"), ("da nang", "north"), ("Đà", "north"), ("SØRENSEN", "north"))

    def houses(self):
        texts = {"taipei": ("臺北君悅酒店", "臺北市信義區松壽路2號"), "chengdu": ("成都宽窄巷子分店", "成都市青羊区"), "cafe": ("Café Müller", "Wien"),
                 "garden": ("後花園", "x"), "lane": ("裡弄", "x"), "hair": ("理髮店", "x"), "kanazawa": ("金澤の宿", "桜町一丁目"), "shanghai": ("上滬旅社", "x"),
                 "north": ("Sørensen Łódź", "Đà Nẵng")}
        return {key: self.owner.post(ADMIN + "/branches", {"name": name, "address": address}).json["id"]
                for key, (name, address) in texts.items()}

    def found(self, server, q):
        return [b["id"] for b in server.get(f"{API}/branches?q={q}&limit=100").json["items"]]

    def test_two_ways_to_write_one_hotel(self):
        ids = self.houses()
        for q, key in self.ROWS:
            with self.subTest(q=q):
                self.assertIn(ids[key], self.found(self.server, q))
        for q in ("台南", "垃圾"):
            self.assertFalse(set(ids.values()) & set(self.found(self.server, q)), q)
        shown = self.server.get(f"{API}/branches?q=台北君悦").json["items"][0]
        self.assertEqual(shown["name"], "臺北君悅酒店")  # as it was typed

    def test_an_index_of_the_old_form_is_written_anew(self):
        with Server() as server:
            made = server.staff().post(ADMIN + "/branches", {"name": "臺北君悅酒店", "address": "x"}).json["id"]
            server.stop()
            with sqlite3.connect(os.path.join(server.data, "yizhan.db")) as db:
                db.execute("DELETE FROM settings WHERE name = 'search_form'")
                db.execute("UPDATE branch_search SET grams = '臺北 北君 君悅 悅酒 酒店 店 ' WHERE rowid = ?", (int(made),))
            db.close()
            server.start()
            self.assertEqual(self.found(server, "台北君悦"), [made])

    def test_a_member(self):
        guest = self.server.client(token=self.server.guest("nick"))
        self.assertEqual(guest.patch(API + "/me", {"nickname": "\u200b"}).status, 400)
        self.assertEqual(guest.patch(API + "/me", {"nickname": " 小雷 "}).json["nickname"], "小雷")

    def test_a_remark_keeps_its_lines(self):
        remark = "  late\narrival  \n"
        answer = self.server.post(API + "/orders", {**stay(self.kind), "remark": remark}, token=self.server.guest("lines"))
        self.assertEqual(answer.status, 201, answer)
        self.assertEqual(self.owner.get(f"{ADMIN}/orders/{answer.json['order_no']}").json["remark"], "late\narrival")

    def test_a_password_is_taken_as_it_is(self):
        word = "  spaces around it \u3000"
        self.owner.post(ADMIN + "/staff", {"name": "exact", "password": word, "role": "frontdesk",
                                           "branch_ids": [self.owner.get(ADMIN + "/branches").json["items"][0]["id"]]})
        self.assertEqual(self.server.post(ADMIN + "/session", {"name": "exact", "password": word}).status, 200)
        self.assertEqual(self.server.post(ADMIN + "/session", {"name": "exact", "password": word.strip()}).status, 401)


if __name__ == "__main__":
    unittest.main()
