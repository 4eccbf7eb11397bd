"""Bad input at every door that takes a body: always a 4xx problem that names the field, never anything stored, and the
same server works on. The doors and their fields come from the program's own document."""
import json
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import ADMIN, API, House  # noqa: E402
from yizhan import PASSWORD, branch, eventually, far_west, stay, today  # noqa: E402


def bad_strings(schema):
    """Values that a string field must refuse."""
    if "enum" in schema:
        return ["", "unknown", schema["enum"][0].upper(), schema["enum"][0] + " "]
    if schema.get("format") == "date":
        return ["", "2026-02-30", "2026-13-01", "2026-00-10", "2026-1-1", "20261201", "12027-01-01", "2026-12-01T00:00:00Z",
                " 2026-12-01", "2026-12-01 ", "-2026-12-01", "today"]
    if "pattern" in schema:
        return ["", "abc", "-1", "1.5", "1e3", " 1", "0x10", "99999999999999999999", "1" * 40, "１２"]
    bad = ["a\u0000b", "a\u0007b", "a\u007fb", "a\u001b[31m"]
    if schema.get("maxLength"):
        bad += ["x" * (schema["maxLength"] + 1), "好" * (schema["maxLength"] + 1)]
    if schema.get("minLength"):
        bad.append("")
    return bad


def bad_numbers(schema):
    """Texts of numbers that a number field must refuse."""
    least, most = schema.get("minimum", 0), schema.get("maximum", 2**53)
    bad = ["1e400", "-1e400", "1e308", str(least - 1)]
    if most < 2**53:
        bad.append(str(most + 1))
    if "integer" in schema["type"]:
        bad += ["9223372036854775808", "-9223372036854775809", "1.5", "1e-3", "99999999999999999999999999999999"]
    if least > 0:
        bad += ["-0", "-0.0", "0"]
    return bad


def bad_values(schema):
    """JSON texts that a field must refuse."""
    kinds = schema.get("type", "object")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    others = {"string": '"x"', "integer": "7", "number": "7", "boolean": "true", "array": "[]", "object": "{}"}
    good = set(kinds) | ({"number", "integer"} if {"number", "integer"} & set(kinds) else set())
    texts = [text for kind, text in others.items() if kind not in good]
    if "null" not in kinds:
        texts.append("null")
    if "string" in kinds:
        texts += [json.dumps(s) for s in bad_strings(schema)]
    if good & {"number", "integer"}:
        texts += bad_numbers(schema)
    if "boolean" in kinds:
        texts += ["0", "1", '"true"']
    if "array" in kinds:
        texts += ["[7]", "[null]", "[[]]", "[{}]", '[""]']
        if "maxItems" in schema:
            texts.append(json.dumps(["1"] * (schema["maxItems"] + 1)))
    return texts


def in_place(body, field, text):
    """The body's text with one field replaced by a JSON text, which need not be one that Python would write."""
    return json.dumps({**body, field: "@@"}, ensure_ascii=False).replace('"@@"', text)


class Input(House):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        eventually(lambda: cls.rows(cls, "SELECT 1 FROM settings WHERE name = 'order_words_from' AND value = '0'"))  # written by itself
        cls.document = cls.server.get(API + "/openapi.json").json
        cls.schemas = cls.document["components"]["schemas"]

    def setUp(self):
        """Objects of its own for each test, with a body that each door would take."""
        guest, kind = self.guest(), self.room_type()
        room, fresh, *others, spare = self.rooms(kind, 9)
        closing = self.post("/closings", {"room_id": spare, "from": today(20), "to": today(21), "reason": "保养"}, 201)["id"]
        self.kind, self.token = kind, guest.token
        kept = guest.post("/me/guests", {"name": "丙", "phone": "13800000000"}).json["id"]
        order = self.booked_and_paid(guest, kind, 0)["order_no"]
        later = self.booked_and_paid(guest, kind, 14)["order_no"]
        early = self.record(later)["stays"][0]["id"]
        self.staff("PATCH", f"/branches/{branch(self.server)}", {"early_in_percent": 50}, 200)
        due, inside, shorter, left, right, gone = (self.one_stay(guest, kind, at) for at in (None, *others[:5]))
        self.post(f"/stays/{gone}/check-out")
        line, other = (self.post(f"/accounts/{left}/charges", {"code": "minibar", "unit_fen": 500})["lines"][-1]["id"] for _ in range(2))
        self.post(f"/accounts/{left}/deposits", {"kind": "cash", "amount_fen": 500})
        hold = self.post(f"/accounts/{left}/holds", {"kind": "card", "amount_fen": 500, "reference": "x"})["holds"][-1]["id"]
        shift = self.shift()
        company = self.post("/companies", {"name": f"公司{next(self.numbers)}"}, 201)["id"]
        coupon = self.post("/coupons", {"name": "券", "kind": "amount", "amount_fen": 1, "valid_days": 1}, 201)["id"]
        place = branch(self.server)
        member = self.post("/members", {"nickname": "甲"}, 201)["id"]
        account = self.post("/staff", {"name": f"input-{next(self.numbers)}", "password": PASSWORD, "role": "frontdesk"}, 201)["id"]
        nights = {"room_type_id": kind, "from": today(3), "to": today(4), "price_fen": 100}
        ask = {k: v for k, v in stay(kind).items() if not k.startswith("guest")}
        self.session = self.server.staff()
        self.addCleanup(self.session.close)
        asleep = self.post("/branches", {"name": "西", "timezone": far_west(), "audit_hour": 23}, 201)
        self.doors = {
            ("POST", "/setup"): (API + "/setup", {"token": "x", "owner_name": "甲", "owner_password": PASSWORD, "sample": True}),
            ("POST", "/login/wechat"): (API + "/login/wechat", {"code": "sandbox:input"}),
            ("POST", "/login/code"): (API + "/login/code", {"phone": "13800000000"}),
            ("POST", "/login/code/verify"): (API + "/login/code/verify", {"phone": "13800000000", "code": "000000"}),
            ("POST", "/login/phone"): (API + "/login/phone", {"code": "sandbox:13800000000"}),
            ("PATCH", "/me"): (API + "/me", {"nickname": "乙"}),
            ("PUT", "/me"): (API + "/me", {"nickname": "乙"}),
            ("POST", "/me/guests"): (API + "/me/guests", {"name": "丁", "phone": "13800000001"}),
            ("PATCH", "/me/guests/{id}"): (API + "/me/guests/" + kept, {"name": "戊"}),
            ("PUT", "/me/guests/{id}"): (API + "/me/guests/" + kept, {"name": "己"}),
            ("POST", "/me/notices/read"): (API + "/me/notices/read", {"up_to": "1"}),
            ("POST", "/quotes"): (API + "/quotes", ask),
            ("POST", "/orders"): (API + "/orders", stay(kind)),
            ("PATCH", "/orders/{order_no}"): (API + "/orders/" + order, {"guest_name": "丁", "arrival_time": "18:00"}),
            ("PUT", "/orders/{order_no}"): (API + "/orders/" + order, {"guest_phone": "13800000007"}),
            ("POST", "/orders/{order_no}/quote"): (API + f"/orders/{later}/quote", {"arrival": today(11), "departure": today(12)}),
            ("POST", "/admin/orders/{order_no}/quote"): (ADMIN + f"/orders/{later}/quote", {"arrival": today(11), "departure": today(12)}),
            ("PATCH", "/admin/orders/{order_no}"): (ADMIN + "/orders/" + order, {"remark": "高楼层"}),
            ("POST", "/admin/session"): (ADMIN + "/session", {"name": "owner", "password": "not the password"}),
            ("POST", "/admin/tokens"): (ADMIN + "/tokens", {"label": "x", "days": 1}),
            ("POST", "/admin/staff"): (ADMIN + "/staff", {"name": "new", "password": PASSWORD, "role": "owner"}),
            ("PATCH", "/admin/staff/{id}"): (ADMIN + "/staff/" + account, {"role": "manager"}),
            ("PATCH", "/admin/settings"): (ADMIN + "/settings", {"early_check_in_days": 730, "name": "x"}),
            ("POST", "/admin/branches"): (ADMIN + "/branches", {"name": "新"}),
            ("PATCH", "/admin/branches/{id}"): (ADMIN + "/branches/" + place, {"sort": 1}),
            ("POST", "/admin/room-types"): (ADMIN + "/room-types", {"branch_id": place, "name": "新", "price_fen": 1}),
            ("PATCH", "/admin/room-types/{id}"): (ADMIN + "/room-types/" + kind, {"sort": 1}),
            ("POST", "/admin/rooms"): (ADMIN + "/rooms", {"room_type_id": kind, "number": "N1"}),
            ("PATCH", "/admin/rooms/{id}"): (ADMIN + "/rooms/" + room, {"floor": 1}),
            ("POST", "/admin/closings"): (ADMIN + "/closings", {"room_id": spare, "from": today(3), "to": today(4), "reason": "漏水"}),
            ("PATCH", "/admin/closings/{id}"): (ADMIN + "/closings/" + closing, {"reason": "粉刷"}),
            ("PUT", "/admin/calendar"): (ADMIN + "/calendar", nights),
            ("POST", "/admin/price-rules"): (ADMIN + "/price-rules", nights),
            ("POST", "/admin/members"): (ADMIN + "/members", {"nickname": "丙"}),
            ("PATCH", "/admin/members/{id}"): (ADMIN + "/members/" + member, {"note": "丁"}),
            ("POST", "/admin/coupons"): (ADMIN + "/coupons", {"name": "券", "kind": "amount", "amount_fen": 1, "valid_days": 1}),
            ("PATCH", "/admin/coupons/{id}"): (ADMIN + "/coupons/" + coupon, {"sort": 1}),
            ("POST", "/admin/coupons/{id}/grants"): (ADMIN + f"/coupons/{coupon}/grants", {"member_id": member}),
            ("POST", "/admin/orders"): (ADMIN + "/orders", stay(kind)),
            ("POST", "/admin/orders/{order_no}/check-in"): (ADMIN + f"/orders/{order}/check-in", {"room_ids": [room]}),
            ("POST", "/admin/orders/{order_no}/move"): (ADMIN + f"/orders/{order}/move", {"room_ids": [room]}),
            ("POST", "/admin/orders/{order_no}/extend"): (ADMIN + f"/orders/{order}/extend", {"departure": today(9)}),
            ("PATCH", "/admin/stays/{id}"): (ADMIN + f"/stays/{due}", {"guests": [{"name": "丁"}], "remark": "高楼层", "arrival_time": "18:00"}),
            ("POST", "/admin/stays/{id}/check-in"): (ADMIN + f"/stays/{due}/check-in", {"room_id": fresh}),
            ("POST", "/admin/stays/{id}/check-out"): (ADMIN + f"/stays/{inside}/check-out", {"leave_owing": {"reason": "月结"}}),
            ("POST", "/admin/stays/{id}/waive"): (ADMIN + f"/stays/{early}/waive", {"code": "early_in", "reason": "老客人"}),
            ("POST", "/admin/stays/{id}/move"): (ADMIN + f"/stays/{right}/move", {"room_id": spare, "price": "keep"}),
            ("POST", "/admin/stays/{id}/swap"): (ADMIN + f"/stays/{left}/swap", {"with": right}),
            ("POST", "/admin/stays/{id}/extend"): (ADMIN + f"/stays/{shorter}/extend", {"departure": today(9)}),
            ("POST", "/admin/stays/{id}/shorten"): (ADMIN + f"/stays/{shorter}/shorten", {"departure": today(1)}),
            ("POST", "/admin/stays/{id}/extras"): (ADMIN + f"/stays/{shorter}/extras", {"code": "breakfast", "unit_fen": 500}),
            ("POST", "/admin/accounts/{id}/charges"): (ADMIN + f"/accounts/{left}/charges", {"code": "minibar", "unit_fen": 500}),
            ("POST", "/admin/accounts/{id}/payments"): (ADMIN + f"/accounts/{left}/payments", {"kind": "cash", "amount_fen": 1}),
            ("POST", "/admin/accounts/{id}/refunds"): (ADMIN + f"/accounts/{left}/refunds", {"kind": "cash", "amount_fen": 1, "reason": "x"}),
            ("POST", "/admin/accounts/{id}/allowances"): (ADMIN + f"/accounts/{left}/allowances", {"amount_fen": 1, "reason": "x"}),
            ("POST", "/admin/accounts/{id}/deposits"): (ADMIN + f"/accounts/{left}/deposits", {"kind": "cash", "amount_fen": 1}),
            ("POST", "/admin/accounts/{id}/deposits/return"): (ADMIN + f"/accounts/{left}/deposits/return", {"kind": "cash", "amount_fen": 1}),
            ("POST", "/admin/accounts/{id}/deposits/use"): (ADMIN + f"/accounts/{left}/deposits/use", {"amount_fen": 1}),
            ("POST", "/admin/house-accounts"): (ADMIN + "/house-accounts", {"branch_id": place, "name": "小卖部"}),
            ("POST", "/admin/accounts/{id}/holds"): (ADMIN + f"/accounts/{left}/holds", {"kind": "card", "amount_fen": 1, "reference": "x"}),
            ("POST", "/admin/holds/{id}/capture"): (ADMIN + f"/holds/{hold}/capture", {"amount_fen": 1}),
            ("POST", "/admin/accounts/{id}/transfers"): (ADMIN + f"/accounts/{left}/transfers", {"to_account_id": right, "amount_fen": 1}),
            ("POST", "/admin/accounts/{id}/windows"): (ADMIN + f"/accounts/{left}/windows", {"name": "公司"}),
            ("PUT", "/admin/accounts/{id}/routes"): (ADMIN + f"/accounts/{left}/routes", {"codes": ["minibar"], "to_account_id": None}),
            ("POST", "/admin/accounts/{id}/open"): (ADMIN + f"/accounts/{gone}/open", {"reason": "x"}),
            ("POST", "/admin/lines/{id}/reverse"): (ADMIN + f"/lines/{line}/reverse", {"reason": "x"}),
            ("POST", "/admin/lines/{id}/adjust"): (ADMIN + f"/lines/{other}/adjust", {"amount_fen": 1, "reason": "x"}),
            ("PATCH", "/admin/payment-kinds/{kind}"): (ADMIN + "/payment-kinds/card", {"offered": True}),
            ("POST", "/admin/companies"): (ADMIN + "/companies", {"name": "某公司", "credit_limit_fen": 1}),
            ("PATCH", "/admin/companies/{id}"): (ADMIN + "/companies/" + company, {"note": "x"}),
            ("POST", "/admin/day/close"): (ADMIN + "/day/close", {"branch_id": asleep["id"], "business_date": asleep["business_date"]}),
            ("POST", "/admin/shifts"): (ADMIN + "/shifts", {"branch_id": branch(self.server, "深圳"), "float_fen": 1}),
            ("POST", "/admin/shifts/{id}/drops"): (ADMIN + f"/shifts/{shift}/drops", {"amount_fen": 1}),
            ("POST", "/admin/shifts/{id}/paid-outs"): (ADMIN + f"/shifts/{shift}/paid-outs", {"amount_fen": 1, "reason": "x"}),
            ("POST", "/admin/shifts/{id}/close"): (ADMIN + f"/shifts/{shift}/close", {"counted_fen": 1}),
            ("POST", "/admin/prints"): (ADMIN + "/prints", {"kind": "handover", "subject_id": shift}),
            ("PATCH", "/admin/stays/{id}/nights"): (ADMIN + f"/stays/{right}/nights", {"from": today(), "to": today(), "price_fen": 5, "reason": "x"}),
            ("POST", "/admin/charge-codes"): (ADMIN + "/charge-codes", {"code": "input", "name": "杂项"}),
            ("PATCH", "/admin/charge-codes/{id}"): (ADMIN + "/charge-codes/13", {"tax_rate": 6}),
            ("POST", "/admin/orders/{order_no}/pay"): (ADMIN + f"/orders/{order}/pay", {"amount_fen": 1, "method": "cash"}),
            ("POST", "/admin/orders/{order_no}/refund"): (ADMIN + f"/orders/{order}/refund", {"amount_fen": 1, "reason": "x"}),
            ("POST", "/admin/mq/messages"): (ADMIN + "/mq/messages", {"topic": "order_finished_topic", "body": {"order_no": "1"}}),
            ("POST", "/admin/mq/messages/{id}/resend"): (ADMIN + "/mq/messages/999999999/resend", {"group": "coupon_checkout"}),
            ("POST", "/admin/mq/dead/{id}/retry"): (ADMIN + "/mq/dead/1/retry", {"body": {"order_no": "1"}}),
            ("POST", "/admin/mq/dead/{id}/discard"): (ADMIN + "/mq/dead/1/discard", {"reason": "x"}),
            ("POST", "/admin/mq/groups/{name}/reset"): (ADMIN + "/mq/groups/coupon_checkout/reset", {"at": "2100-01-01T00:00:00Z"}),
        }
        self.settled()

    def shift(self):
        """One's open shift, a new one."""
        opened = self.staff("GET", "/shifts?state=open&limit=100", status=200).json["items"]
        for one in opened:
            self.post(f"/shifts/{one['id']}/close", {"counted_fen": 0})
        return self.post("/shifts", {"branch_id": branch(self.server), "float_fen": 1000}, 201)["id"]

    def each_door(self):
        """(name, method, path, a body it would take, its schema)"""
        for (method, name), (path, body) in self.doors.items():
            schema = self.document["paths"][API + name][method.lower()]["requestBody"]["content"]["application/json"]["schema"]
            yield f"{method} {name}", method, path, body, self.schemas[schema["$ref"].split("/")[-1]]

    def counts(self):
        """Everything in the store, by table: number of rows and, where they change in place, their content."""
        tables = [name for name, in self.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'branch_search%'")]
        by_themselves = ("store_probe", "nodes", "mq_tally", "mq_minutes")  # written now and then, whoever asks for what
        state = {t: self.rows(f"SELECT count(*) FROM {t}") for t in tables if t not in by_themselves}
        for t in ("orders", "nights", "coupons", "coupon_grants", "branches", "room_types", "rooms", "members", "staff", "settings", "prints"):
            state[t] = sorted(self.rows(f"SELECT * FROM {t}"))
        state["nights"] = self.rows("SELECT * FROM nights")
        return state

    def send(self, method, path, raw):
        token = None if path.endswith(("/login/wechat", "/session")) else self.owner_token if path.startswith(ADMIN) else self.token
        raw = raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass")
        if path.endswith("/tokens"):  # not by an API token
            return self.session.request(method, path, raw=raw, content_type="application/json")
        return self.connection.request(method, path, raw=raw, token=token, content_type="application/json")

    def check_doors(self, cases):
        """cases(body, schema) gives (raw body, the field to be named or None, statuses); every one at every door."""
        self.connection, tried = self.server.client(), 0
        before = self.counts()
        for name, method, path, body, schema in self.each_door():
            for raw, field, statuses in cases(body, schema):
                with self.subTest(door=name, raw=raw[:120], field=field):
                    answer = self.send(method, path, raw)
                    tried += 1
                    self.assertIn(answer.status, statuses, answer)
                    self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
                    self.assertEqual(answer.json["status"], answer.status)
                    if field:
                        self.assertTrue([f for f in answer.fields() if f == field or f.startswith((field + ".", field + "["))], answer)
        self.connection.close()
        self.assertGreater(tried, len(self.doors))
        self.assertEqual(self.counts(), before, "something was stored")
        self.still_works()

    def still_works(self):
        guest = self.guest()
        self.assertEqual(self.booked_and_paid(guest, self.room_type())["status"], "confirmed")
        self.assertEqual(self.server.get("/readyz").status, 200)

    def one_stay(self, guest, kind, room):
        """Of a paid order; in house when a room is given."""
        stay_id = self.record(self.booked_and_paid(guest, kind, 0, 2)["order_no"])["stays"][0]["id"]
        if room:
            self.post(f"/stays/{stay_id}/check-in", {"room_id": room})
        return stay_id

    def test_every_door_of_the_document_is_tried(self):
        wanted = {(method.upper(), path[len(API):]) for path, methods in self.document["paths"].items() for method, operation in methods.items()
                  if "application/json" in operation.get("requestBody", {}).get("content", {})}
        self.assertEqual(set(self.doors), wanted)

    def test_the_bodies_of_this_test_are_good_ones(self):
        """Else the refusals below would say nothing."""
        self.connection = self.server.client()
        for name, method, path, body, _ in self.each_door():
            with self.subTest(door=name):
                expected = {"POST /admin/session": (401,), "POST /setup": (409,), "POST /login/code/verify": (401,),
                            "POST /admin/mq/dead/{id}/discard": (404,), "POST /admin/mq/dead/{id}/retry": (404,),
                            "POST /admin/mq/messages/{id}/resend": (404,)}.get(name, (200, 201, 204))
                self.assertIn(self.send(method, path, json.dumps(body)).status, expected)

    def test_a_field_of_the_wrong_kind_or_out_of_range(self):
        self.check_doors(lambda body, schema: [
            (in_place(body, field, text), "body" if "\\u0000" in text else field, (400,))
            for field, of_field in schema["properties"].items() for text in bad_values(of_field)])

    def test_a_field_that_is_missing(self):
        self.check_doors(lambda body, schema: [
            (json.dumps({k: v for k, v in body.items() if k != field}), field, (400,)) for field in schema.get("required", [])])

    def test_a_field_given_twice(self):
        self.check_doors(lambda body, schema: [
            (json.dumps(body)[:-1] + f', "{field}": {json.dumps(value)}}}', field, (400,)) for field, value in body.items()])

    def test_what_is_no_json(self):
        def cases(body, schema):
            whole = json.dumps(body, ensure_ascii=False).encode()
            field = next(iter(body)).encode()
            raws = [b""] if schema.get("required") else []  # no body at all is no change
            raws += [b" ", b"{", b"}", b"null x", b"'a'", b"{'a':1}", b"{a:1}", b"{\"a\":1,}", b"{\"a\" 1}", b"{\"a\":+1}",
                    b"{\"a\":NaN}", b"{\"a\":Infinity}", b"{\"a\":.5}", b"{\"a\":\"\\x41\"}", b"{\"a\":\"\\u12\"}", b"{\"a\":\"\\ud800\"}",
                    b"{\"a\":\"b\nc\x00\"}", b"{/**/}", b"\x00", whole + b"\x00", whole + b"x", whole + whole, b"\xff" + whole,
                    b"\x1f\x8b\x08\x00", whole.decode().encode("utf-16")]
            raws += [whole[:n] for n in range(1, len(whole), max(1, len(whole) // 8))]
            raws += [b'{"' + field + b'": "' + bad + b'"}' for bad in (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe4\xbd",
                                                                     b"\x07", b"a\x00b", b"\\u0000")]
            return [(raw, None, (400,)) for raw in raws]
        self.check_doors(cases)

    def test_what_is_json_but_no_object(self):
        self.check_doors(lambda body, schema: [(raw, "body", (400,)) for raw in ("[]", "null", "7", '"x"', "true", json.dumps([body]))])

    def test_what_is_nested_ten_thousand_deep(self):
        deep = ("[" * 10000 + "]" * 10000, '{"a":' * 10000 + "1" + "}" * 10000, "[" * 10000, '{"a":' * 10000)
        self.check_doors(lambda body, schema: [(raw, "body", (400,)) for raw in deep] +
                         [(in_place(body, next(iter(body)), deep[0]), "body", (400,))])

    def test_what_is_over_long(self):
        def cases(body, schema):
            text = json.dumps(body)
            return [(text + " " * (64 * 1024 + 1 - len(text)), None, (413,)), (in_place(body, next(iter(body)), '"' + "x" * 65536 + '"'), None, (413,))]
        self.check_doors(cases)

    def test_names_that_are_over_long_or_strange_come_back_whole(self):
        self.connection = self.server.client()
        for name in ("x" * 300, "a" + "好" * 40, "\\n\\\"", "<script>", "%n%s"):
            with self.subTest(name=name):
                answer = self.send("POST", API + "/login/wechat", f'{{"{name}": 1, "{name}": 2}}')
                self.assertEqual(answer.status, 400)
                answer.body.decode("utf-8")
                self.assertEqual(len(answer.fields()), 1)
        self.connection.close()

    def test_a_wide_body_does_not_hold_the_server(self):
        names = ",".join(f'"{i:x}":1' for i in range(6500))
        answer = self.server.request("POST", API + "/login/wechat", raw=("{" + names + "}").encode(), content_type="application/json")
        self.refused(answer, 400, "bad_request", "code")
        self.still_works()

    def test_stays_that_cannot_be(self):
        far, guest = today(731), {"guest_name": "张三", "guest_phone": "13800000000"}
        dates = [(today(10), today(10), "departure"), (today(10), today(9), "departure"), (today(10), today(10010), "departure"),
                 (today(10), today(71), "departure"), (today(-1), today(1), "arrival"), ("1970-01-01", "1970-01-02", "arrival"),
                 (today(730), far, "departure"), ("2026-02-30", "2026-03-02", "arrival"), ("2026-11-31", "2026-12-02", "arrival"),
                 (today(10), "2027-02-29", "departure"), ("9999-12-30", "9999-12-31", "departure"), ("0001-01-01", "0001-01-02", "arrival")]
        before = self.counts()
        for path, extra, token in ((API + "/quotes", {}, self.token), (API + "/orders", guest, self.token), (ADMIN + "/orders", guest, self.owner_token)):
            for arrival, departure, field in dates:
                with self.subTest(path=path, arrival=arrival, departure=departure):
                    body = {"room_type_id": self.kind, "arrival": arrival, "departure": departure, "rooms": 1, **extra}
                    self.refused(self.server.post(path, body, token=token), 400, "bad_request", field)
            body = {"room_type_id": "1", "arrival": today(1), "departure": today(2), "rooms": 1, **extra}
            self.refused(self.server.post(path, body, token=token), 404, "not_found")
        for field, values in (("guest_phone", ("110x", "12345", "+", "1" * 21, "电话")), ("rooms", (0, -1, 51, 10**9)),
                              ("guest_name", ("", "好" * 61, "a\nb")), ("remark", ("x" * 301, "a\u0008")), ("payable_fen", (-1, 0.5))):
            for value in values:
                with self.subTest(field=field, value=value):
                    self.refused(self.server.post(API + "/orders", {**stay(self.kind), field: value}, token=self.token), 400, "bad_request", field)
        self.assertEqual(self.counts(), before)

    def test_coupons_that_cannot_be(self):
        good = {"name": "券", "kind": "amount", "amount_fen": 1, "valid_days": 1}
        before = self.counts()
        for change, field in (({"amount_fen": 0}, "amount_fen"), ({"kind": "percent"}, "percent_off"), ({"kind": "percent", "percent_off": 101}, "percent_off"),
                              ({"kind": "threshold"}, "threshold_fen"), ({"valid_days": None}, "valid_from"),
                              ({"valid_from": today(1), "valid_to": today(2)}, "valid_days"), ({"valid_days": None, "valid_from": today(2)}, "valid_from"),
                              ({"valid_days": None, "valid_from": today(2), "valid_to": today(1)}, "valid_to"), ({"quantity": -1}, "quantity")):
            with self.subTest(change=change):
                self.refused(self.staff("POST", "/coupons", {**good, **change}), 400, "bad_request", field)
        self.assertEqual(self.counts(), before)

    def test_questions_that_cannot_be(self):
        for path, field, token in (
                ("/orders?limit=0", "limit", self.token), ("/orders?limit=101", "limit", self.token), ("/orders?limit=1e9", "limit", self.token),
                ("/orders?after=x", "after", self.token), ("/orders?status=gone", "status", self.token), ("/me/coupons?status=x", "status", self.token),
                ("/branches?lat=91&lng=0", "lat", None), ("/branches?lat=nan&lng=0", "lat", None), ("/branches?arrival=2026-02-30", "arrival", None),
                ("/branches?q=%00", "q", None), ("/branches?q=%ff", "q", None), ("/admin/orders?from=x", "from", self.owner_token),
                ("/admin/orders?branch_id=x", "branch_id", self.owner_token), ("/admin/today", "branch_id", self.owner_token),
                (f"/admin/calendar?room_type_id={self.kind}&from={today(2)}&to={today(1)}", "to", self.owner_token)):
            with self.subTest(path=path):
                self.refused(self.server.get(API + path, token=token), 400, "bad_request", field)


if __name__ == "__main__":
    unittest.main()
