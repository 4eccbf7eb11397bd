"""The audit trail: each change by staff leaves a row with its name; phones are masked, and a wiped member leaves nothing."""
import json
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import ADMIN, House  # noqa: E402
from yizhan import PASSWORD, branch, far_west, stay, today  # noqa: E402


class Trail(House):
    def test_each_change_by_staff_leaves_a_row_with_its_name(self):
        home, guest = branch(self.server, "成都"), self.guest()
        made = {}

        def keep(name, answer):
            made[name] = answer.json.get("id") or answer.json.get("order_no")
            return answer

        def order(name, *acts):
            made[name] = self.booked_and_paid(guest, made["type"], 0)["order_no"]
            for act in acts:
                self.post(f"/orders/{made[name]}/{act}")
            return made[name]

        def stay_of(number):
            made["stay"] = self.record(number)["stays"][0]["id"]
            return made["stay"]

        act = lambda verb, one, body=None: self.staff("POST", f"/stays/{one}/{verb}", body or {})  # noqa: E731
        post_on = lambda verb, body, account=None: self.staff("POST", f"/accounts/{account or made['stay']}/{verb}", body)  # noqa: E731

        def keep_line(answer):
            made["line"] = answer.json["lines"][-1]["id"]
            return answer

        def keep_extra(answer):
            made["extra"] = answer.json["extras"][-1]["id"]
            return answer

        def keep_hold(answer):
            made["hold"] = answer.json["holds"][-1]["id"]
            return answer

        take_hold = lambda: keep_hold(post_on("holds", {"kind": "card", "amount_fen": 900, "reference": "x"}))  # noqa: E731
        night = lambda: {"room_type_id": made["type"], "from": today(3), "to": today(4)}  # noqa: E731
        steps = [
            ("branch.create", lambda: keep("branch", self.staff("POST", "/branches", {"name": "试"}))),
            ("branch.update", lambda: self.staff("PATCH", f"/branches/{made['branch']}", {"name": "再试"})),
            ("branch.delete", lambda: self.staff("DELETE", f"/branches/{made['branch']}")),
            ("room_type.create", lambda: keep("type", self.staff("POST", "/room-types", {"branch_id": home, "name": "试", "price_fen": 500, "stock": 40}))),
            ("room_type.update", lambda: self.staff("PATCH", f"/room-types/{made['type']}", {"price_fen": 600})),
            ("room.create", lambda: keep("room", self.staff("POST", "/rooms", {"room_type_id": made["type"], "number": "Z1"}))),
            ("room.update", lambda: self.staff("PATCH", f"/rooms/{made['room']}", {"floor": 3})),
            ("closing.create", lambda: keep("closing", self.staff("POST", "/closings", {"room_id": made["room"], "from": today(0), "to": today(1), "reason": "漏水"}))),
            ("closing.update", lambda: self.staff("PATCH", f"/closings/{made['closing']}", {"reason": "粉刷"})),
            ("closing.end", lambda: self.staff("DELETE", f"/closings/{made['closing']}")),
            ("room.delete", lambda: self.staff("DELETE", f"/rooms/{made['room']}")),
            ("room_type.update", lambda: self.staff("PATCH", f"/room-types/{made['type']}", {"by_rooms": False, "stock": 40})),
            ("calendar.edit", lambda: self.staff("PUT", "/calendar", {**night(), "price_fen": 700})),
            ("price_rule.create", lambda: keep("rule", self.staff("POST", "/price-rules", {**night(), "price_fen": 800}))),
            ("price_rule.delete", lambda: self.staff("DELETE", f"/price-rules/{made['rule']}")),
            ("coupon.create", lambda: keep("coupon", self.staff("POST", "/coupons", {"name": "券", "kind": "amount", "amount_fen": 1, "valid_days": 1}))),
            ("coupon.update", lambda: self.staff("PATCH", f"/coupons/{made['coupon']}", {"note": "一"})),
            ("coupon.grant", lambda: self.staff("POST", f"/coupons/{made['coupon']}/grants", {"member_id": guest.id})),
            ("coupon.delete", lambda: self.staff("DELETE", f"/coupons/{made['coupon']}")),
            ("member.create", lambda: keep("member", self.staff("POST", "/members", {"nickname": "老王"}))),
            ("member.update", lambda: self.staff("PATCH", f"/members/{made['member']}", {"note": "靠窗"})),
            ("member.reset_first_login", lambda: self.staff("POST", f"/members/{made['member']}/reset-first-login", {})),
            ("member.delete", lambda: self.staff("DELETE", f"/members/{made['member']}")),
            ("staff.create", lambda: keep("staff", self.staff("POST", "/staff", {"name": "试", "password": PASSWORD, "role": "frontdesk"}))),
            ("staff.update", lambda: self.staff("PATCH", f"/staff/{made['staff']}", {"role": "manager"})),
            ("staff.delete", lambda: self.staff("DELETE", f"/staff/{made['staff']}")),
            ("staff.token", lambda: self.server.staff().post(ADMIN + "/tokens", {"label": "x", "days": 1})),
            ("settings.update", lambda: self.staff("PATCH", "/settings", {"early_check_in_days": 730})),
            ("order.walk_in", lambda: keep("walk-in", self.staff("POST", "/orders", stay(made["type"], 0)))),
            ("order.correct", lambda: self.staff("PATCH", f"/orders/{made['walk-in']}", {"guest_name": "王小明"})),
            ("order.check_in", lambda: self.staff("POST", f"/orders/{made['walk-in']}/check-in", {})),
            ("order.check_out", lambda: self.staff("POST", f"/orders/{made['walk-in']}/check-out", {})),
            ("stay.correct", lambda: self.staff("PATCH", f"/stays/{stay_of(order('guests'))}", {"guests": [{"name": "同住"}]})),
            ("stay.check_in", lambda: act("check-in", stay_of(order("single")))),
            ("stay.extend", lambda: act("extend", made["stay"], {"departure": today(3)})),
            ("stay.shorten", lambda: act("shorten", made["stay"], {"departure": today(1)})),
            ("stay.check_out", lambda: act("check-out", made["stay"])),
            ("stay.undo", lambda: act("undo", made["stay"])),
            ("stay.cancel", lambda: act("cancel", stay_of(order("single")))),
            ("stay.no_show", lambda: act("no-show", stay_of(order("single")))),
            ("stay.reprice", lambda: self.staff("PATCH", f"/stays/{stay_of(order('price'))}/nights",
                                                {"from": today(), "to": today(), "price_fen": 7, "reason": "x"})),
            ("stay.extra", lambda: keep_extra(act("extras", stay_of(order("extra")), {"code": "breakfast", "unit_fen": 9}))),
            ("stay.extra_end", lambda: self.staff("DELETE", f"/extras/{made['extra']}")),
            ("account.charge", lambda: keep_line(post_on("charges", {"code": "minibar", "unit_fen": 900}, stay_of(order("account", "check-in"))))),
            ("account.window", lambda: keep("window", post_on("windows", {"name": "公司"}))),
            ("account.route", lambda: self.staff("PUT", f"/accounts/{made['stay']}/routes", {"codes": ["laundry"], "to_account_id": made["window"]})),
            ("account.transfer", lambda: post_on("transfers", {"to_account_id": made["window"], "line_id": made["line"], "amount_fen": 100})),
            ("account.allowance", lambda: post_on("allowances", {"amount_fen": 50, "reason": "x"})),
            ("account.adjust", lambda: self.staff("POST", f"/lines/{made['line']}/adjust", {"amount_fen": 5, "reason": "x"})),
            ("account.deposit", lambda: keep_line(post_on("deposits", {"kind": "cash", "amount_fen": 900}))),
            ("account.reverse", lambda: self.staff("POST", f"/lines/{made['line']}/reverse", {"reason": "x"})),
            ("account.deposit", lambda: post_on("deposits", {"kind": "cash", "amount_fen": 900})),
            ("order.pay", lambda: post_on("deposits/use", {"amount_fen": 100})),
            ("account.deposit_return", lambda: post_on("deposits/return", {"kind": "cash", "amount_fen": 800})),
            ("order.pay", lambda: post_on("payments", {"kind": "cash", "amount_fen": 100})),
            ("account.hold", take_hold),
            ("account.hold_void", lambda: self.staff("POST", f"/holds/{made['hold']}/void", {})),
            ("account.hold", take_hold),
            ("order.pay", lambda: self.staff("POST", f"/holds/{made['hold']}/capture", {"amount_fen": 100})),
            ("order.refund", lambda: post_on("refunds", {"kind": "cash", "amount_fen": 1, "reason": "x"})),
            ("account.open", lambda: post_on("open", {"reason": "x"}, stay_of(order("gone", "check-in", "check-out")))),
            ("account.close", lambda: post_on("close", {})),
            ("account.create", lambda: keep("shop", self.staff("POST", "/house-accounts", {"branch_id": home, "name": "小卖部"}))),
            ("account.charge", lambda: post_on("charges", {"code": "other", "unit_fen": 500}, made["shop"])),
            ("account.pay", lambda: post_on("payments", {"kind": "cash", "amount_fen": 500}, made["shop"])),
            ("account.refund", lambda: post_on("refunds", {"kind": "cash", "amount_fen": 100, "reason": "x"}, made["shop"])),
            ("account.close", lambda: post_on("close", {}, made["shop"])),
            ("account.open", lambda: post_on("open", {"reason": "x"}, made["shop"])),
            ("company.create", lambda: keep("company", self.staff("POST", "/companies", {"name": "试", "credit_limit_fen": 900}))),
            ("company.update", lambda: self.staff("PATCH", f"/companies/{made['company']}", {"note": "月结"})),
            ("order.pay", lambda: post_on("payments", {"kind": "account", "amount_fen": 100, "company_id": made["company"]},
                                          stay_of(keep("bill", self.staff("POST", "/orders", stay(made["type"], 0))).json["order_no"]))),
            ("company.pay", lambda: keep_line(post_on("payments", {"kind": "transfer", "amount_fen": 60}, made["company"]))),
            ("company.reverse", lambda: self.staff("POST", f"/lines/{made['line']}/reverse", {"reason": "x"})),
            ("company.delete", lambda: self.staff("DELETE", "/companies/" + self.post("/companies", {"name": "走"}, 201)["id"])),
            ("branch.create", lambda: keep("asleep", self.staff("POST", "/branches", {"name": "西", "timezone": far_west(), "audit_hour": 23}))),
            ("day.close", lambda: self.staff("POST", "/day/close", {
                "branch_id": made["asleep"], "business_date": self.staff("GET", f"/day?branch_id={made['asleep']}").json["business_date"]})),
            ("shift.open", lambda: keep("shift", self.staff("POST", "/shifts", {"branch_id": home, "float_fen": 900}))),
            ("shift.drop", lambda: self.staff("POST", f"/shifts/{made['shift']}/drops", {"amount_fen": 100})),
            ("shift.paid_out", lambda: self.staff("POST", f"/shifts/{made['shift']}/paid-outs", {"amount_fen": 100, "reason": "x"})),
            ("print.paper", lambda: self.staff("POST", "/prints", {"kind": "handover", "subject_id": made["shift"]})),
            ("shift.close", lambda: self.staff("POST", f"/shifts/{made['shift']}/close", {"counted_fen": 700})),
            ("payment_kind.update", lambda: self.staff("PATCH", "/payment-kinds/coupon", {"offered": True})),
            ("charge_code.create", lambda: keep("code", self.staff("POST", "/charge-codes", {"code": "trail", "name": "杂项"}))),
            ("charge_code.update", lambda: self.staff("PATCH", f"/charge-codes/{made['code']}", {"tax_rate": 6})),
            ("charge_code.delete", lambda: self.staff("DELETE", f"/charge-codes/{made['code']}")),
            ("order.cancel", lambda: self.staff("POST", f"/orders/{order('cancel')}/cancel", {})),
            ("order.no_show", lambda: self.staff("POST", f"/orders/{order('no-show')}/no-show", {})),
            ("order.refund", lambda: self.staff("POST", f"/orders/{order('refund')}/refund", {"amount_fen": 1, "reason": "x"})),
        ]
        for action, step in steps:
            with self.subTest(action=action):
                answer = step()
                self.assertLess(answer.status, 300, answer)
                newest = [r for r in self.staff("GET", "/audit?limit=5").json["items"] if r["request_id"] == answer.headers["X-Request-Id"]]
                self.assertEqual([(r["action"], r["actor_kind"], r["actor_name"]) for r in newest], [(action, "staff", "owner")])

    def test_a_refused_change_leaves_none(self):
        count = lambda: self.rows("SELECT count(*) FROM audit")  # noqa: E731
        kind = self.room_type()
        number = self.book(self.guest(), kind)["order_no"]
        before = count()
        for method, path, body in (("POST", f"/orders/{number}/check-out", {}), ("POST", f"/orders/{number}/refund", {"amount_fen": 1, "reason": "x"}),
                                   ("POST", "/coupons", {"name": "x", "kind": "amount"}), ("DELETE", f"/branches/{branch(self.server)}", None),
                                   ("POST", "/orders", stay(kind, 10, 1, 50)), ("PATCH", "/staff/1", {"role": "owner"})):
            self.assertIn(self.staff(method, path, body).status, (400, 404, 409), path)
        self.assertEqual(count(), before)

    def test_phones_are_masked_in_lists_and_the_trail_and_whole_for_one(self):
        phone, guest, kind = "13987654321", self.guest(), self.room_type()
        guest.post("/login/phone", {"code": "sandbox:" + phone})
        number = guest.post("/orders", dict(stay(kind, 0), guest_phone=phone)).json["order_no"]
        guest.pay(number)
        self.staff("PATCH", f"/members/{guest.id}", {"note": "x"}, 200)
        for path in ("/members?limit=100", "/members?q=4321", "/orders?limit=100", f"/orders?q={phone}", f"/today?branch_id={branch(self.server)}",
                     "/audit?limit=100"):
            text = self.staff("GET", path, status=200).body.decode()
            with self.subTest(path=path):
                self.assertNotIn(phone, text)
                self.assertIn("139****4321", text)
        self.assertEqual(self.staff("GET", f"/members/{guest.id}").json["phone"], phone)
        self.assertEqual(self.record(number)["guest_phone"], phone)
        self.assertFalse([line for line in self.server.log if phone in line], "nor in the log")

    def test_a_wiped_member_leaves_no_name_and_no_phone(self):
        """The whole store is read: no column of any table holds them, but the answers kept for repetition, which go in a day."""
        guest, phone, words = self.guest(), "13912340000", ("欧阳不留痕", "欧阳访客", "欧阳备注", "13912340000")
        guest.post("/login/phone", {"code": "sandbox:" + phone})
        self.staff("PATCH", f"/members/{guest.id}", {"nickname": words[0], "note": words[2]}, 200)
        number = guest.post("/orders", dict(stay(self.room_type(), 0), guest_name=words[1], guest_phone=phone,
                                            remark=words[2])).json["order_no"]
        guest.pay(number)
        guest.cancel(number)
        self.settled()
        self.assertEqual(self.found(words), {"members", "orders", "order_history", "audit"}, "where it stood")
        self.staff("DELETE", f"/members/{guest.id}", status=204)
        self.refused(guest.get("/me"), 401, "unauthorized")
        self.assertEqual(self.staff("GET", f"/members/{guest.id}").status, 404)
        self.assertEqual(self.found(words), set())
        order = self.record(number)
        self.assertEqual((order["guest_name"], order["guest_phone"], order["remark"]), ("—", "", ""))
        self.assertNotIn(words[0], self.staff("GET", "/audit?limit=100", status=200).body.decode())

    def found(self, words):
        """The tables that hold any of the words in any column."""
        tables = [name for name, in self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'idempotency'")]
        return {t for t in tables for row in self.rows(f'SELECT * FROM "{t}"') if any(w in str(v) for v in row for w in words)}

    def test_a_member_with_an_open_order_is_not_wiped(self):
        guest = self.guest()
        number = self.book(guest, self.room_type())["order_no"]
        self.refused(self.staff("DELETE", f"/members/{guest.id}"), 409, "has_orders")
        guest.cancel(number)
        self.staff("DELETE", f"/members/{guest.id}", status=204)


if __name__ == "__main__":
    unittest.main()
