"""The hotel domain over HTTP against the real binary with the demo group: search, branches, the hot key and its two
levels of cache, calendar and prices, pictures, branch scope, deletion."""
import datetime
import hashlib
import os
import struct
import sys
import threading
import unittest
import urllib.parse
import zlib

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from yizhan import PASSWORD, Server, today as day  # noqa: E402


def call(server, method, path, body=None, headers=None, **query):
    """One request on a connection of its own; dict bodies go as JSON, bytes as they are, keyword arguments as the query."""
    if query:
        path += "?" + urllib.parse.urlencode(query)
    if isinstance(body, bytes):
        return server.request(method, path, headers=headers, raw=body)
    return server.request(method, path, body, headers=headers)


def login(server, name, password=PASSWORD):
    """Headers of a staff session."""
    return {"Cookie": server.staff(name, password).cookie, "Origin": server.url}


def make_manager(server, owner, branch_id):
    """A manager of one branch, logged in."""
    body = {"name": "manager-" + branch_id, "password": "a long enough word", "role": "manager", "branch_ids": [branch_id]}
    answer = call(server, "POST", "/api/v1/admin/staff", body, owner)
    assert answer.status == 201, answer.body
    return login(server, body["name"], body["password"])


def png(width=2, height=2, tint=0):
    """A whole PNG."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes([tint, 2, 3]) * width for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Hotel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().__enter__()
        cls.owner = login(cls.server, "owner")
        cls.branches = {b["name"][3:5]: b for b in call(cls.server, "GET", "/api/v1/admin/branches", headers=cls.owner).json["items"]}
        cls.chengdu, cls.shenzhen, cls.beijing = (cls.branches[c]["id"] for c in ("成都", "深圳", "北京"))

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__(None, None, None)

    def get(self, path, headers=None, expect=200, **query):
        answer = call(self.server, "GET", path, headers=headers, **query)
        self.assertEqual(answer.status, expect, answer.body[:500])
        return answer

    def send(self, method, path, body=None, headers=None, expect=200, code=None):
        answer = call(self.server, method, path, body, self.owner if headers is None else headers)
        self.assertEqual(answer.status, expect, answer.body[:500])
        if code:
            self.assertEqual(answer.json["code"], code)
        return answer

    def names(self, **query):
        return [b["name"][3:5] for b in self.get("/api/v1/branches", **query).json["items"]]

    def new_type(self, **fields):
        """A room type of the demo's 成都 branch for one test alone."""
        body = {"branch_id": self.chengdu, "name": "测试房", "price_fen": 10000, "stock": 5, "area_m2": 20.5, **fields}
        made = self.send("POST", "/api/v1/admin/room-types", body, expect=201).json
        self.addCleanup(call, self.server, "DELETE", "/api/v1/admin/room-types/" + made["id"], None, self.owner)
        return made

    def offer(self, room_type_id, arrival, departure):
        detail = self.get("/api/v1/branches/" + self.chengdu, arrival=arrival, departure=departure).json
        return next(t for t in detail["room_types"] if t["id"] == room_type_id)

    # search

    def test_search_words(self):
        self.assertEqual(self.names(), ["成都", "深圳", "北京"])
        for q, found in (("成都", ["成都"]), ("北京", ["北京"]), ("福", ["深圳"]), ("宽窄巷子", ["成都"]), ("驿站", ["成都", "深圳", "北京"]),
                         ("成都 亲子", ["成都"]), ("亲子", ["成都", "北京"]), ("巴黎", []), ("motel", [])):
            with self.subTest(q=q):
                self.assertEqual(self.names(q=q), found)

    def test_search_never_fails_on_words(self):
        for q in ('"', "'", '"成都', "成都\"", "*", "(", ")", "AND", "OR OR", "NEAR(a b)", "a:b", "^成", "-", "成都*", "{a}", "\\", "%", "；，。", "😀", "a" * 64):
            with self.subTest(q=q):
                self.get("/api/v1/branches", q=q)
        self.get("/api/v1/branches", q="a" * 65, expect=400)

    def test_search_latin(self):
        body = {"tags": ["Riverside Motel", "Wi-Fi 6"]}
        self.send("PATCH", "/api/v1/admin/branches/" + self.shenzhen, body)
        self.assertEqual(self.names(q="motel"), ["深圳"])
        self.assertEqual(self.names(q="RIVER"), ["深圳"])
        self.assertEqual(self.names(q="wi-fi"), ["深圳"])
        self.send("PATCH", "/api/v1/admin/branches/" + self.shenzhen, {"tags": self.branches["深圳"]["tags"]})
        self.assertEqual(self.names(q="motel"), [])

    def test_search_place(self):
        items = self.get("/api/v1/branches", lat=39.9, lng=116.4, sort="distance").json["items"]
        self.assertEqual([b["name"][3:5] for b in items], ["北京", "成都", "深圳"])
        self.assertLess(items[0]["distance_m"], 3000)
        self.assertGreater(items[1]["distance_m"], 1400000)
        self.assertIsNone(self.get("/api/v1/branches").json["items"][0]["distance_m"])
        self.get("/api/v1/branches", lat=39.9, expect=400)
        self.get("/api/v1/branches", sort="distance", expect=400)
        self.get("/api/v1/branches", lat=91, lng=1, expect=400)

    def test_search_dates(self):
        items = self.get("/api/v1/branches", arrival=day(1), departure=day(3), sort="price").json["items"]
        self.assertEqual([b["available"] for b in items], [True] * 3)
        prices = [b["from_total_fen"] for b in items]
        self.assertEqual(prices, sorted(prices))
        types = self.get("/api/v1/branches/" + items[0]["id"], arrival=day(1), departure=day(3)).json["room_types"]
        self.assertEqual(prices[0], min(t["total_fen"] for t in types))
        undated = self.get("/api/v1/branches").json["items"][0]
        self.assertEqual((undated["available"], undated["from_total_fen"]), (None, None))
        items = self.get("/api/v1/branches", arrival=day(1), departure=day(2), rooms=27, sort="price").json["items"]
        self.assertEqual([(b["name"][3:5], b["available"]) for b in items][0], ("深圳", True))
        self.assertEqual([b["from_price_fen"] for b in items[1:]], [None, None])
        self.get("/api/v1/branches", arrival=day(1), expect=400)
        self.get("/api/v1/branches", arrival=day(1), departure=day(1), expect=400)
        self.get("/api/v1/branches", arrival=day(-3), departure=day(1), expect=400)
        self.get("/api/v1/branches", arrival="2026-02-30", departure=day(1), expect=400)

    def test_search_pages(self):
        first = self.get("/api/v1/branches", limit=2).json
        second = self.get("/api/v1/branches", limit=2, after=first["next"]).json
        self.assertEqual([b["name"][3:5] for b in first["items"] + second["items"]], ["成都", "深圳", "北京"])
        self.assertIsNone(second["next"])
        self.get("/api/v1/branches", after="x", expect=400)

    def test_closed_branch_is_hidden(self):
        self.send("PATCH", "/api/v1/admin/branches/" + self.beijing, {"open": False})
        self.assertEqual(self.names(), ["成都", "深圳"])
        self.get("/api/v1/branches/" + self.beijing, expect=404)
        self.send("PATCH", "/api/v1/admin/branches/" + self.beijing, {"open": True})
        self.assertEqual(len(self.names()), 3)

    # branch and prices

    def test_branch_offer(self):
        detail = self.get("/api/v1/branches/" + self.chengdu, arrival=day(1), departure=day(4)).json
        self.assertGreaterEqual(len(detail["room_types"]), 4)
        for t in detail["room_types"]:
            self.assertEqual([n["date"] for n in t["nights"]], [day(1), day(2), day(3)])
            self.assertEqual(t["total_fen"], sum(n["price_fen"] for n in t["nights"]))
            self.assertEqual(t["left"], min(n["left"] for n in t["nights"]))
        ready = datetime.datetime.fromisoformat(f"{day(1)}T{detail['arrival_hour']:02}:00:00+08:00")
        until = ready - datetime.timedelta(hours=detail["free_cancel_hours"])
        self.assertEqual(datetime.datetime.fromisoformat(detail["free_until"].replace("Z", "+00:00")), until)
        tonight = self.get("/api/v1/branches/" + self.chengdu).json
        self.assertEqual((tonight["arrival"], tonight["departure"]), (day(0), day(1)))
        self.get("/api/v1/branches/1", expect=404)
        self.get("/api/v1/branches/x", expect=404)
        self.get("/api/v1/branches/" + self.chengdu, arrival=day(5), departure=day(80), expect=400)

    def test_price_rule_and_calendar(self):
        t = self.new_type()
        monday = next(n for n in range(7, 14) if datetime.date.fromisoformat(day(n)).weekday() == 0)
        prices = lambda: [n["price_fen"] for n in self.offer(t["id"], day(monday), day(monday + 7))["nights"]]  # noqa: E731
        self.assertEqual(prices(), [10000] * 7)
        rule = {"room_type_id": t["id"], "name": "周末", "from": day(0), "to": day(60), "weekdays": ["fri", "sat"], "price_fen": 15000}
        made = self.send("POST", "/api/v1/admin/price-rules", rule, expect=201).json
        self.assertEqual(prices(), [10000] * 4 + [15000, 15000, 10000])
        holiday = {"room_type_id": t["id"], "from": day(monday + 5), "to": day(monday + 6), "price_fen": 30000, "priority": 5}
        self.send("POST", "/api/v1/admin/price-rules", holiday, expect=201)
        self.assertEqual(prices(), [10000] * 4 + [15000, 30000, 30000])
        edit = {"room_type_id": t["id"], "from": day(monday), "to": day(monday + 6), "weekdays": ["mon", "sat"], "price_fen": 7000}
        self.send("PUT", "/api/v1/admin/calendar", edit)
        self.assertEqual(prices(), [7000] + [10000] * 3 + [15000, 7000, 30000])
        self.send("PUT", "/api/v1/admin/calendar", {**edit, "price_fen": None})
        self.send("DELETE", "/api/v1/admin/price-rules/" + made["id"], expect=204)
        self.assertEqual(prices(), [10000] * 5 + [30000, 30000])
        listed = self.get("/api/v1/admin/price-rules", self.owner, room_type_id=t["id"]).json["items"]
        self.assertEqual([r["weekdays"] for r in listed], [["mon", "tue", "wed", "thu", "fri", "sat", "sun"]])
        self.send("POST", "/api/v1/admin/price-rules", {**rule, "weekdays": ["friday"]}, expect=400)
        self.send("POST", "/api/v1/admin/price-rules", {**rule, "to": day(-1)}, expect=400)

    def test_calendar(self):
        t = self.new_type()
        edit = {"room_type_id": t["id"], "from": day(3), "to": day(4), "sellable": 2, "closed": False, "min_stay": 2}
        items = self.send("PUT", "/api/v1/admin/calendar", edit).json["items"]
        self.assertEqual([(n["date"], n["sellable"], n["left"], n["min_stay"]) for n in items], [(day(3), 2, 2, 2), (day(4), 2, 2, 2)])
        self.send("PUT", "/api/v1/admin/calendar", {"room_type_id": t["id"], "from": day(4), "to": day(4), "closed": True})
        items = self.get("/api/v1/admin/calendar", self.owner, room_type_id=t["id"], **{"from": day(2), "to": day(5)}).json["items"]
        self.assertEqual([(n["sellable"], n["closed"], n["left"]) for n in items], [(5, False, 5), (2, False, 2), (2, True, 0), (5, False, 5)])
        # A stay that leaves on the closed morning is fine, one that crosses it is not.
        self.assertEqual(self.offer(t["id"], day(2), day(4))["left"], 2)
        self.assertEqual(self.offer(t["id"], day(2), day(5))["left"], 0)
        # A new stock reaches the nights that were not set by hand.
        self.send("PATCH", "/api/v1/admin/room-types/" + t["id"], {"stock": 9})
        self.assertEqual([n["left"] for n in self.offer(t["id"], day(2), day(4))["nights"]], [9, 2])
        self.send("PUT", "/api/v1/admin/calendar", {"room_type_id": t["id"], "from": day(3), "to": day(3), "sellable": None})
        self.assertEqual([n["left"] for n in self.offer(t["id"], day(2), day(4))["nights"]], [9, 9])
        for bad in ({"from": day(-2), "to": day(1), "closed": True}, {"from": day(2), "to": day(1), "closed": True},
                    {"from": day(1), "to": day(2)}, {"from": day(1), "to": day(2), "price_fen": 0},
                    {"from": day(1), "to": day(2), "sellable": -1}, {"from": day(1), "to": day(900), "closed": True}):
            with self.subTest(bad=bad):
                self.send("PUT", "/api/v1/admin/calendar", {"room_type_id": t["id"], **bad}, expect=400)
        self.send("PUT", "/api/v1/admin/calendar", {"room_type_id": "12", "from": day(1), "to": day(1), "closed": True}, expect=404)
        self.get("/api/v1/admin/calendar", self.owner, expect=400)

    # cache

    def test_cache_levels(self):
        t = self.new_type()
        path = "/api/v1/room-types/" + t["id"]
        first, second = self.get(path), self.get(path)
        self.assertEqual((first.headers["X-Cache"], second.headers["X-Cache"]), ("L2", "L1"))
        self.assertEqual(first.body, second.body)
        self.assertEqual(first.headers["ETag"], second.headers["ETag"])
        same = self.get(path, {"If-None-Match": first.headers["ETag"]}, expect=304)
        self.assertEqual(same.body, b"")
        self.assertEqual(same.headers["ETag"], first.headers["ETag"])
        self.assertEqual(first.json["branch"]["id"], self.chengdu)
        self.assertEqual(first.json["area_m2"], 20.5)

    def test_edit_is_seen_at_once(self):
        t = self.new_type()
        path = "/api/v1/room-types/" + t["id"]
        for n in range(30):
            self.send("PATCH", "/api/v1/admin/room-types/" + t["id"], {"name": f"房{n}"})
            old = self.get(path)
            self.assertEqual((old.json["name"], old.headers["X-Cache"]), (f"房{n}", "L2"))
            self.assertEqual(self.get(path, {"If-None-Match": '"x", ' + old.headers["ETag"]}, expect=304).headers["X-Cache"], "L1")
        self.send("PATCH", "/api/v1/admin/branches/" + self.chengdu, {"phone": "028-1"})
        self.assertEqual(self.get(path).json["branch"]["phone"], "028-1")
        self.get(path, {"If-None-Match": old.headers["ETag"]})
        self.send("PATCH", "/api/v1/admin/room-types/" + t["id"], {"status": "off"})
        self.assertFalse(self.get(path).json["on_sale"])
        self.send("DELETE", "/api/v1/admin/room-types/" + t["id"], expect=204)
        self.get(path, expect=404)

    def test_missing_is_remembered(self):
        self.get("/api/v1/room-types/987654321", expect=404)
        self.assertEqual(self.get("/api/v1/room-types/987654321", expect=404).headers["X-Cache"], "L1")
        self.get("/api/v1/room-types/abc", expect=404)

    def test_readers_never_go_back(self):
        """While the price is raised, no reader sees it fall."""
        t = self.new_type(price_fen=100)
        stop, faults = threading.Event(), []

        def read():
            last = 0
            while not stop.is_set():
                price = call(self.server, "GET", "/api/v1/room-types/" + t["id"]).json["price_fen"]
                if price < last:
                    faults.append((last, price))
                last = price
        readers = [threading.Thread(target=read) for _ in range(4)]
        for r in readers:
            r.start()
        for price in range(101, 160):
            self.send("PATCH", "/api/v1/admin/room-types/" + t["id"], {"price_fen": price})
            self.assertEqual(self.get("/api/v1/room-types/" + t["id"]).json["price_fen"], price)
        stop.set()
        for r in readers:
            r.join()
        self.assertEqual(faults, [])

    # pictures

    def test_media(self):
        picture = png(3, 5, tint=9)
        self.get("/media/" + hashlib.sha256(picture).hexdigest(), expect=404)  # and is found once it is there
        made = self.send("POST", "/api/v1/admin/media", picture, expect=201).json
        self.assertEqual(self.send("POST", "/api/v1/admin/media", picture, expect=201).json, made)
        self.assertEqual(made["url"], "/media/" + made["id"])
        for _ in range(2):
            served = self.get(made["url"])
            self.assertEqual(served.body, picture)
        self.assertEqual(served.headers["Content-Type"], "image/png")
        self.assertIn("immutable", served.headers["Cache-Control"])
        self.assertIn("sandbox", served.headers.get_all("Content-Security-Policy"))
        self.assertIn("nosniff", served.headers["X-Content-Type-Options"])
        self.get(made["url"], {"If-None-Match": served.headers["ETag"]}, expect=304)
        self.get("/media/" + "0" * 64, expect=404)
        self.get("/media/x", expect=404)
        self.send("PATCH", "/api/v1/admin/branches/" + self.chengdu, {"images": [made["url"], "https://example.com/a.png"]})
        for bad in ("/media/" + "0" * 64, "http://example.com/a.png", "javascript:alert(1)", "a.png"):
            self.send("PATCH", "/api/v1/admin/branches/" + self.chengdu, {"image": bad}, expect=400)

    def test_media_keeps_no_secrets(self):
        """Place, device, texts and what hangs behind a picture are gone; it is the same picture, turned the same way."""
        secret = b"GPS 30.66,104.06 by iPhone"

        def chunk(kind, data):
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

        plain = png(4, 4)
        told = plain[:33] + chunk(b"eXIf", secret) + chunk(b"tEXt", b"Comment\0" + secret) + plain[33:] + secret

        def segment(marker, data):
            return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data

        def tiff(order, turn):
            number = ">" if order == b"MM" else "<"
            return (order + struct.pack(number + "HI", 42, 8) + struct.pack(number + "H", 2)
                    + struct.pack(number + "HHIHH", 0x0112, 3, 1, turn, 0) + struct.pack(number + "HHI", 0x010F, 2, 26)
                    + struct.pack(number + "I", 38) + struct.pack(number + "I", 0) + secret)

        def jpeg(*more, behind=b""):
            frame = segment(0xC0, b"\x08\0\x04\0\x04\x01\x01\x11\0")
            scan = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\0\x34\xff\xd0\x56"
            return b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + b"".join(more) + frame + scan + b"\xff\xd9" + behind

        exif = [segment(0xE1, b"Exif\0\0" + tiff(order, 6)) for order in (b"MM", b"II")]
        turned = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
        riff = b"VP8X" + struct.pack("<I", 10) + b"\x0c\0\0\0\3\0\0\3\0\0"
        pixels = b"VP8L" + struct.pack("<I", 5) + b"\x2f\3\xc0\0\0\0"

        def webp(*chunks):
            body = b"WEBP" + b"".join(chunks)
            return b"RIFF" + struct.pack("<I", len(body)) + body

        rows = [(told, plain, None), (jpeg(segment(0xFE, secret), segment(0xED, secret), behind=secret), jpeg(), None),
                (jpeg(exif[0]), None, turned), (jpeg(exif[1]), None, turned),
                (webp(riff, pixels, b"EXIF" + struct.pack("<I", len(secret)) + secret),
                 webp(riff.replace(b"\x0c\0\0\0", b"\0\0\0\0"), pixels), None)]
        for given, wanted, part in rows:
            with self.subTest(given=given[:4], part=part):
                made = self.send("POST", "/api/v1/admin/media", given, expect=201).json
                kept = self.get(made["url"]).body
                self.assertNotIn(secret[:10], kept)
                if wanted:
                    self.assertEqual(kept, wanted)
                if part:
                    self.assertIn(part, kept)

    def test_media_of_too_many_pixels(self):
        """157 bytes that a phone would need half a gigabyte to show."""
        bomb = png(2, 2).replace(b"\0\0\0\2\0\0\0\2", struct.pack(">II", 12000, 12000))
        refused = self.send("POST", "/api/v1/admin/media", bomb, expect=400).json
        self.assertIn("40 million pixels", refused["errors"][0]["reason"])

    def test_media_refused(self):
        whole = png()
        for bad in (b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", whole[:40], whole[:-12], png(2, 2).replace(b"\0\0\0\2\0\0\0\2", b"\0\0\x40\0\0\0\0\2"),
                    b"\xff\xd8\xff\xd9", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 40):
            with self.subTest(bad=bad[:20]):
                self.send("POST", "/api/v1/admin/media", bad, expect=400)
        self.send("POST", "/api/v1/admin/media", whole + b"\0" * (5 * 1024 * 1024), expect=413)

    def test_demo_pictures(self):
        for branch in self.get("/api/v1/branches").json["items"]:
            picture = self.get(branch["image"])
            self.assertEqual(picture.headers["Content-Type"], "image/svg+xml")
            self.assertNotIn(b"script", picture.body)

    # staff

    def test_branch_scope(self):
        clerk = login(self.server, "chengdu")
        listed = self.get("/api/v1/admin/branches", clerk).json["items"]
        self.assertEqual([b["id"] for b in listed], [self.chengdu])
        self.get("/api/v1/admin/branches/" + self.beijing, clerk, expect=403)
        self.get("/api/v1/admin/room-types", clerk, expect=403, branch_id=self.beijing)
        self.get("/api/v1/admin/rooms", clerk, expect=403, branch_id=self.beijing)
        types = self.get("/api/v1/admin/room-types", clerk, limit=100).json["items"]
        self.assertEqual({t["branch_id"] for t in types}, {self.chengdu})
        other = self.get("/api/v1/admin/room-types", self.owner, branch_id=self.beijing).json["items"][0]["id"]
        self.get("/api/v1/admin/room-types/" + other, clerk, expect=403)
        self.get("/api/v1/admin/calendar", clerk, expect=403, room_type_id=other)
        self.send("PATCH", "/api/v1/admin/room-types/" + types[0]["id"], {"name": "x"}, clerk, 403)
        self.send("POST", "/api/v1/admin/media", png(), clerk, 403)
        manager = make_manager(self.server, self.owner, self.chengdu)
        self.send("PATCH", "/api/v1/admin/room-types/" + other, {"name": "x"}, manager, 403, "branch_scope")
        self.send("DELETE", "/api/v1/admin/room-types/" + other, None, manager, 403, "branch_scope")
        self.send("PATCH", "/api/v1/admin/branches/" + self.beijing, {"name": "x"}, manager, 403, "branch_scope")
        self.send("PUT", "/api/v1/admin/calendar", {"room_type_id": other, "from": day(1), "to": day(1), "closed": True}, manager, 403)
        self.send("POST", "/api/v1/admin/branches", {"name": "x"}, manager, 403)
        self.send("PATCH", "/api/v1/admin/branches/" + self.chengdu, {"sort": 1}, manager)
        self.get("/api/v1/admin/branches", expect=401)

    def test_rooms_stand_in_the_order_people_count(self):
        right = ["1", "2", "10", "801", "1001", "8012", "B2", "B10"]
        t = self.new_type(stock=20)
        for number in sorted(right, key=len, reverse=True):
            self.send("POST", "/api/v1/admin/rooms", {"room_type_id": t["id"], "number": number, "floor": 1}, expect=201)
        listed = self.get("/api/v1/admin/rooms", self.owner, room_type_id=t["id"]).json["items"]
        self.assertEqual([r["number"] for r in listed], right)
        walk_in = {"room_type_id": t["id"], "arrival": day(0), "departure": day(1), "rooms": 3, "guest_name": "张三", "guest_phone": "13800000000"}
        order = self.send("POST", "/api/v1/admin/orders", walk_in, expect=201).json["order_no"]
        chosen = self.send("POST", f"/api/v1/admin/orders/{order}/check-in", {}, expect=200).json["room_numbers"]
        self.assertEqual(chosen, right[:3])

    def test_rooms(self):
        t = self.new_type()
        room = self.send("POST", "/api/v1/admin/rooms", {"room_type_id": t["id"], "number": "9901", "floor": 99}, expect=201).json
        self.assertEqual((room["branch_id"], room["status"]), (self.chengdu, "clean"))
        self.send("POST", "/api/v1/admin/rooms", {"room_type_id": t["id"], "number": "9901"}, expect=409, code="exists")
        clerk, stranger = login(self.server, "chengdu"), login(self.server, "shenzhen")
        path = "/api/v1/admin/rooms/" + room["id"]
        self.assertEqual(self.send("PATCH", path, {"status": "dirty"}, clerk).json["status"], "dirty")
        self.send("PATCH", path, {"number": "9902"}, clerk, 403, "forbidden")
        self.send("PATCH", path, {"status": "clean"}, stranger, 403, "branch_scope")
        self.send("PATCH", path, {"status": "shiny"}, clerk, 400)
        dirty = self.get("/api/v1/admin/rooms", clerk, room_type_id=t["id"], status="dirty").json["items"]
        self.assertEqual([r["number"] for r in dirty], ["9901"])
        self.send("DELETE", path, expect=204)
        self.get(path, self.owner, expect=404)
        self.send("POST", "/api/v1/admin/rooms", {"room_type_id": t["id"], "number": "9901"}, expect=201)

    def test_branch_fields(self):
        for bad in ({"name": ""}, {"timezone": "Mars/Base"}, {"lat": 10}, {"lat": 100, "lng": 1}, {"audit_hour": 24},
                    {"images": ["x"]}, {"tags": "a"}, {"open": 1}):
            with self.subTest(bad=bad):
                self.send("POST", "/api/v1/admin/branches", {"name": "n", **bad}, expect=400)
        made = self.send("POST", "/api/v1/admin/branches", {"name": "新店", "open": False}, expect=201).json
        self.assertEqual((made["timezone"], made["audit_hour"], made["hold_until"], made["lat"]), ("Asia/Shanghai", 6, 18, None))
        self.send("PATCH", "/api/v1/admin/branches/" + made["id"], {"lat": 30, "lng": 104})
        self.send("PATCH", "/api/v1/admin/branches/" + made["id"], {"lat": None}, expect=400)
        self.send("DELETE", "/api/v1/admin/branches/" + made["id"], expect=204)
        self.get("/api/v1/admin/branches/" + made["id"], self.owner, expect=404)

    def test_room_type_fields(self):
        body = {"branch_id": self.chengdu, "name": "n", "price_fen": 100}
        for bad in ({"price_fen": 0}, {"price_fen": 1.5}, {"price_fen": "100"}, {"stock": -1}, {"stock_mode": "x"}, {"branch_id": "1"},
                    {"branch_id": 1}, {"status": "deleted"}, {"images": ["/media/1"]}, {"guests": 0}):
            with self.subTest(bad=bad):
                self.send("POST", "/api/v1/admin/room-types", {**body, **bad}, expect=400)
        t = self.new_type()
        self.send("PATCH", "/api/v1/admin/room-types/" + t["id"], {"branch_id": self.beijing}, expect=400)
        changed = self.send("PATCH", "/api/v1/admin/room-types/" + t["id"], {"stock_mode": "never"}).json
        self.assertGreater(changed["version"], t["version"])
        self.assertIsNone(self.offer(t["id"], day(1), day(2))["left"])

    def test_deletion_refused(self):
        self.send("DELETE", "/api/v1/admin/branches/" + self.chengdu, expect=409, code="has_orders")

    def test_open_order_keeps_its_room_type(self):
        t = self.new_type(stock=3)
        guest = {"Authorization": "Bearer " + self.server.guest("hotel")}
        order = {"room_type_id": t["id"], "arrival": day(2), "departure": day(4), "rooms": 2, "guest_name": "张三", "guest_phone": "13800000000"}
        made = self.send("POST", "/api/v1/orders", order, {**guest, "Idempotency-Key": "hotel-1"}, 201).json
        self.assertEqual([n["left"] for n in self.offer(t["id"], day(1), day(5))["nights"]], [3, 1, 1, 3])
        self.send("DELETE", "/api/v1/admin/room-types/" + t["id"], expect=409, code="has_orders")
        self.send("PATCH", "/api/v1/admin/room-types/" + t["id"], {"stock": 1}, expect=409, code="stock_below_sold")
        refused = self.send("PUT", "/api/v1/admin/calendar", {"room_type_id": t["id"], "from": day(1), "to": day(6), "sellable": 1}, expect=409, code="stock_below_sold")
        self.assertIn(day(2), refused.json["errors"][0]["field"])
        self.send("POST", f"/api/v1/orders/{made['order_no']}/cancel", {}, {**guest, "Idempotency-Key": "hotel-2"})
        self.assertEqual([n["left"] for n in self.offer(t["id"], day(2), day(4))["nights"]], [3, 3])
        self.send("DELETE", "/api/v1/admin/room-types/" + t["id"], expect=204)
        self.get("/api/v1/room-types/" + t["id"], expect=404)
        self.send("GET", "/api/v1/admin/room-types/" + t["id"], expect=404)


if __name__ == "__main__":
    unittest.main()
