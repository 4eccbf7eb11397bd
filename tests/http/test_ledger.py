"""The ledger: what is posted on a stay's account, what takes it off again, deposits, transfers, and that it all ties out."""
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import House  # noqa: E402
from yizhan import branch, parallel, stay, today  # noqa: E402

PRICE = 10000


class Ledger(House):
    def inside(self, nights=2, rooms=1, paid=False, price=PRICE, coupon=None):
        """Checked in; (number, its stays' ids)."""
        kind = self.room_type(stock=rooms, price=price)
        self.rooms(kind, rooms)
        if paid:
            guest = self.guest()
            more = {"coupon_id": self.coupon(guest, amount_fen=coupon)} if coupon else {}
            number = self.booked_and_paid(guest, kind, 0, nights, rooms, **more)["order_no"]
        else:
            number = self.post("/orders", stay(kind, 0, nights, rooms), 201)["order_no"]
        self.post(f"/orders/{number}/check-in")
        return number, [s["id"] for s in self.record(number)["stays"]]

    def account(self, id_):
        return self.staff("GET", "/accounts/" + id_, status=200).json

    def act(self, id_, verb, status=200, **body):
        return self.staff("POST", f"/accounts/{id_}/{verb}", body, status)

    def on(self, id_, *names):
        """Those members of the account."""
        account = self.account(id_)
        return tuple(account[n + "_fen"] for n in names)

    def lines(self, id_, *names):
        return [tuple(line[n] for n in names) for line in self.account(id_)["lines"]]


class Postings(Ledger):
    def test_a_walk_in_from_the_minibar_to_the_door(self):
        number, (one,) = self.inside()
        self.assertEqual(self.on(one, "balance", "due", "deposit"), (0, 2 * PRICE, 0))
        self.assertEqual(self.record(number)["stays"][0]["account_id"], one)
        self.act(one, "charges", code="minibar", quantity=3, unit_fen=800, note="可乐")
        self.assertEqual(self.on(one, "balance", "due"), (2400, 22400))
        self.assertEqual((self.record(number)["due_fen"], self.record(number)["extras_fen"]), (22400, 2400))
        refused = self.staff("POST", f"/stays/{one}/check-out", {})
        self.refused(refused, 409, "balance_due")
        self.assertEqual(refused.json["due_fen"], PRICE + 2400, "the night that is left goes back")
        self.act(one, "payments", kind="card", amount_fen=22400, reference="POS 0017")
        self.assertEqual(self.on(one, "balance", "due"), (-20000, 0))
        self.post(f"/stays/{one}/check-out")
        self.settled()
        self.assertEqual(self.on(one, "balance", "due"), (0, 0))
        self.assertEqual(self.lines(one, "kind", "code", "amount_fen"),
                         [("charge", "minibar", 2400), ("payment", "card", -22400), ("charge", "room", PRICE), ("refund", "card", PRICE)])
        self.refused(self.act(one, "charges", None, code="minibar", unit_fen=1), 409, "order_state")

    def test_nights_are_posted_when_it_is_over_as_they_were_sold(self):
        number, (left, right) = self.inside(nights=1, rooms=2, paid=True, coupon=777)
        self.assertEqual(self.on(number, "balance", "due"), (777 - 2 * PRICE, 0))
        self.assertEqual([self.on(s, "balance", "due") for s in (left, right)], [(0, 0)] * 2)
        self.post(f"/stays/{left}/check-out")
        self.post(f"/stays/{right}/check-out")
        nights = [self.record(number)["stays"][i]["nights"][0]["net_fen"] for i in (0, 1)]
        self.assertEqual([self.lines(s, "code", "amount_fen", "service_date") for s in (left, right)],
                         [[("room", net, today())] for net in nights])
        self.assertEqual(sum(nights), 2 * PRICE - 777)
        self.assertEqual([self.on(s, "balance", "due") for s in (left, right)], [(n, 0) for n in nights], "the order's payment stands for both")

    def test_a_step_that_is_taken_back_takes_its_lines_back(self):
        kind = self.room_type(stock=1, price=PRICE)
        number = self.post("/orders", stay(kind, 0, 2), 201)["order_no"]
        self.act(number, "payments", kind="cash", amount_fen=20000)
        one = self.record(number)["stays"][0]["id"]
        for verb, code in (("no-show", "no_show_fee"), ("cancel", "cancel_fee")):
            with self.subTest(verb):
                self.post(f"/stays/{one}/{verb}")
                self.assertEqual(self.lines(one, "code", "amount_fen")[-1], (code, PRICE))
                self.assertEqual(self.on(one, "balance", "due"), (PRICE, 0), "kept of what was paid")
                self.post(f"/stays/{one}/undo")
                self.assertEqual(self.lines(one, "code", "amount_fen")[-1], (code, -PRICE))
                due = self.record(number)["due_fen"]
                self.assertEqual(due, PRICE, "what went back is owed again")
                self.act(number, "payments", kind="cash", amount_fen=due)

    def test_an_order_that_came_to_nothing_owes_nothing(self):
        kind = self.room_type(stock=1, price=PRICE)
        number = self.post("/orders", stay(kind, 0), 201)["order_no"]
        self.act(number, "charges", code="parking", unit_fen=3000)
        self.assertEqual(self.record(number)["due_fen"], PRICE + 3000)
        refused = self.staff("POST", f"/orders/{number}/cancel", {})
        self.refused(refused, 409, "balance_due")
        self.assertEqual(refused.json["due_fen"], 3000, "what staff posted is not written off by the way")
        line, = self.account(number)["lines"]
        self.staff("POST", f"/lines/{line['id']}/reverse", {"reason": "没停车"}, 200)
        self.post(f"/orders/{number}/cancel")
        self.assertEqual((self.record(number)["due_fen"], self.on(number, "balance", "due")), (0, (-PRICE, 0)))
        self.assertEqual(self.lines(number, "kind", "amount_fen"), [("charge", 3000), ("charge", -3000), ("adjustment", -PRICE)])

    def test_a_code_has_a_price_and_a_tax(self):
        _, (one,) = self.inside()
        code = self.post("/charge-codes", {"code": "tea", "name": "茶位", "name_en": "Tea", "tax_rate": 6, "price_fen": 1060}, 201)
        line = self.act(one, "charges", code="tea", quantity=2).json["lines"][-1]
        self.assertEqual((line["unit_fen"], line["amount_fen"], line["tax_rate"], line["tax_fen"]), (1060, 2120, 6, 120))
        self.staff("PATCH", "/charge-codes/" + code["id"], {"tax_rate": 13, "price_fen": 1}, 200)
        self.assertEqual(self.lines(one, "amount_fen", "tax_fen"), [(2120, 120)], "it stays as it was")
        back = self.staff("POST", f"/lines/{line['id']}/reverse", {"reason": "没喝"}, 200).json["lines"][-1]
        self.assertEqual((back["amount_fen"], back["tax_fen"], back["quantity"], back["reverses"]), (-2120, -120, -2, line["id"]))
        for body, field in (({"code": "none"}, "code"), ({"code": "minibar"}, "unit_fen"), ({"code": "tea", "quantity": 0}, "quantity"),
                            ({"code": "tea", "unit_fen": -1}, "unit_fen"), ({"code": "tea", "service_date": today(4000)}, "service_date"),
                            ({"code": "tea", "quantity": 999, "unit_fen": 99999999}, "quantity")):
            with self.subTest(body=body):
                self.refused(self.act(one, "charges", None, **body), 400, "bad_request", field)
        self.refused(self.staff("POST", "/charge-codes", {"code": "tea", "name": "x"}), 409, "exists", "code")
        self.refused(self.staff("POST", "/charge-codes", {"code": "Tea!", "name": "x"}), 400, "bad_request", "code")
        own = next(c for c in self.staff("GET", "/charge-codes?limit=100", status=200).json["items"] if c["code"] == "room")
        self.refused(self.staff("DELETE", "/charge-codes/" + own["id"]), 409, "conflict", "code")
        self.staff("DELETE", "/charge-codes/" + code["id"], status=204)


class Corrections(Ledger):
    def test_reversed_once_and_whole(self):
        _, (one,) = self.inside()
        line = self.act(one, "charges", code="laundry", unit_fen=3000).json["lines"][-1]["id"]
        answers = parallel(8, lambda i: self.staff("POST", f"/lines/{line}/reverse", {"reason": "记错房间"}))
        self.assertEqual(sorted(a.status for a in answers), [200] + [409] * 7)
        self.assertEqual({a.code for a in answers if a.status == 409}, {"reversed"})
        self.assertEqual(self.on(one, "balance"), (0,))
        counter = self.account(one)["lines"][-1]["id"]
        self.refused(self.staff("POST", f"/lines/{counter}/reverse", {"reason": "x"}), 409, "reversed")

    def test_a_wrong_payment_is_owed_again(self):
        number, (one,) = self.inside(nights=1)
        line = self.act(one, "payments", kind="cash", amount_fen=PRICE).json["lines"][-1]["id"]
        self.assertEqual(self.record(number)["due_fen"], 0)
        account = self.staff("POST", f"/lines/{line}/reverse", {"reason": "刷错卡"}, 200).json
        self.assertEqual((account["due_fen"], account["lines"][-1]["kind"], account["lines"][-1]["reverses"]), (PRICE, "refund", line))
        self.refused(self.staff("POST", f"/lines/{line}/reverse", {"reason": "x"}), 409, "reversed")
        self.refused(self.staff("POST", f"/lines/{account['lines'][-1]['id']}/reverse", {"reason": "x"}), 409, "reversed")
        self.settled()
        self.assertEqual([r["state"] for r in self.record(number)["refunds"]], ["success"])

    def test_goodwill_and_a_payment_that_was_wrong(self):
        number, (one,) = self.inside(nights=1)
        self.act(one, "payments", kind="card", amount_fen=PRICE)
        self.act(one, "refunds", kind="cash", amount_fen=1000, reason="没有热水", mode="goodwill")
        self.assertEqual(self.record(number)["due_fen"], 0)
        self.assertEqual(sorted(self.lines(one, "kind", "code", "amount_fen") + self.lines(number, "kind", "code", "amount_fen")),
                         [("allowance", "other", -1000), ("payment", "card", -PRICE), ("refund", "cash", 1000)])
        self.act(one, "refunds", kind="card", amount_fen=2000, reason="多刷了", mode="undo")
        self.assertEqual(self.record(number)["due_fen"], 2000)
        self.refused(self.act(one, "refunds", None, kind="cash", amount_fen=7001, reason="x"), 409, "refund_exceeds", "amount_fen")

    def test_less_to_pay(self):
        number, (one,) = self.inside(nights=1)
        self.act(one, "allowances", amount_fen=2500, reason="施工噪音")
        self.assertEqual((self.record(number)["due_fen"], self.on(one, "balance", "due")), (7500, (-2500, 7500)))
        self.refused(self.act(one, "allowances", None, amount_fen=7501, reason="x"), 400, "bad_request", "amount_fen")

    def test_a_line_is_adjusted_by_a_line_of_today(self):
        number, (one,) = self.inside(nights=1)
        line = self.act(one, "charges", code="minibar", unit_fen=3000).json["lines"][-1]["id"]
        account = self.staff("POST", f"/lines/{line}/adjust", {"amount_fen": -1200, "reason": "少拿一罐"}, 200).json
        self.assertEqual((account["balance_fen"], account["lines"][-1]["adjusts"], account["lines"][-1]["kind"]), (1800, line, "adjustment"))
        self.refused(self.staff("POST", f"/lines/{line}/adjust", {"amount_fen": -PRICE - 1801, "reason": "x"}), 400, "bad_request", "amount_fen")
        paid = self.act(one, "payments", kind="cash", amount_fen=100).json["lines"][-1]["id"]
        self.refused(self.staff("POST", f"/lines/{paid}/adjust", {"amount_fen": 1, "reason": "x"}), 409, "conflict")
        self.refused(self.staff("POST", "/lines/1/adjust", {"amount_fen": 1, "reason": "x"}), 404, "not_found")

    def test_charges_after_the_check_out(self):
        number, (one,) = self.inside(nights=1)
        self.act(one, "payments", kind="cash", amount_fen=PRICE)
        self.post(f"/stays/{one}/check-out")
        self.refused(self.act(one, "open", None), 400, "bad_request", "reason")
        self.act(one, "open", reason="查房少了浴巾")
        self.act(one, "charges", code="damage", unit_fen=5000)
        answer = self.act(one, "close", None)
        self.refused(answer, 409, "balance_due")
        self.assertEqual(answer.json["due_fen"], 5000)
        self.act(one, "payments", kind="wechat", amount_fen=5000)
        self.act(one, "close")
        self.refused(self.act(one, "charges", None, code="damage", unit_fen=1), 409, "order_state")


class Deposits(Ledger):
    def test_taken_used_and_given_back(self):
        number, (one,) = self.inside(nights=1)
        self.act(one, "deposits", kind="cash", amount_fen=30000)
        self.assertEqual(self.on(one, "balance", "due", "deposit"), (0, PRICE, 30000), "a deposit pays nothing")
        self.act(one, "charges", code="minibar", unit_fen=2000)
        self.refused(self.act(one, "deposits/use", None, amount_fen=12001), 400, "bad_request", "amount_fen")
        self.act(one, "deposits/use", amount_fen=12000)
        self.assertEqual(self.on(one, "balance", "due", "deposit"), (2000 - 12000, 0, 18000))
        refused = self.staff("POST", f"/stays/{one}/check-out", {})
        self.refused(refused, 409, "balance_due", "deposit_fen")
        self.refused(self.act(one, "deposits/return", None, kind="cash", amount_fen=18001), 400, "bad_request", "amount_fen")
        self.act(one, "deposits/return", kind="cash", amount_fen=18000)
        self.post(f"/stays/{one}/check-out")
        self.assertEqual(self.on(one, "balance", "due", "deposit"), (0, 0, 0))
        self.assertEqual(self.record(number)["paid_fen"], 12000)

    def test_many_at_once_for_one_deposit(self):
        _, (one,) = self.inside(nights=1)
        self.act(one, "deposits", kind="cash", amount_fen=10000)
        answers = parallel(16, lambda i: self.staff("POST", f"/accounts/{one}/deposits/" + ("use" if i % 2 else "return"),
                                                    {"amount_fen": 3000, "kind": "cash"}))
        self.assertEqual(sorted(a.status for a in answers), [200] * 3 + [400] * 13)
        self.assertEqual(self.on(one, "deposit"), (1000,))


class Transfers(Ledger):
    def test_the_company_pays_the_room_and_the_guest_the_rest(self):
        number, (one,) = self.inside(nights=1)
        company = self.act(one, "windows", 201, name="某某公司").json
        self.assertEqual((company["window"], company["name"], company["stay_id"]), (2, "某某公司", one))
        line = self.act(one, "charges", code="breakfast", quantity=2, unit_fen=3000).json["lines"][-1]["id"]
        self.act(one, "transfers", to_account_id=company["id"], line_id=line, amount_fen=2500)
        self.assertEqual((self.on(one, "balance", "due"), self.on(company["id"], "balance", "due")), ((3500, 13500), (2500, 2500)))
        self.refused(self.act(one, "transfers", None, to_account_id=company["id"], line_id=line, amount_fen=3501), 400, "bad_request", "amount_fen")
        self.act(one, "transfers", to_account_id=company["id"], line_id=line)
        self.assertEqual((self.on(one, "balance"), self.on(company["id"], "balance")), ((0,), (6000,)))
        self.refused(self.act(one, "transfers", None, to_account_id=company["id"], line_id=line), 409, "reversed", "line_id")
        self.refused(self.staff("POST", f"/lines/{line}/reverse", {"reason": "x"}), 409, "conflict")
        self.act(company["id"], "payments", kind="transfer", amount_fen=6000)
        self.assertEqual((self.record(number)["due_fen"], self.on(company["id"], "due")), (PRICE, (0,)))
        self.assertEqual([w["balance_fen"] for w in self.account(one)["windows"]], [0])

    def test_to_another_guest_and_not_to_another_house(self):
        here, (one,) = self.inside(nights=1)
        there, (two,) = self.inside(nights=1)
        line = self.act(one, "charges", code="minibar", unit_fen=800).json["lines"][-1]["id"]
        self.act(one, "transfers", to_account_id=two, line_id=line)
        self.assertEqual([self.record(n)["extras_fen"] for n in (here, there)], [0, 800])
        self.refused(self.act(one, "transfers", None, to_account_id=one, line_id=line), 400, "bad_request", "to_account_id")
        self.refused(self.act(one, "transfers", None, to_account_id="7", line_id=line), 400, "bad_request", "to_account_id")
        self.post(f"/orders/{there}/check-out")
        self.refused(self.act(one, "transfers", None, to_account_id=two, amount_fen=1), 409, "order_state")


class Prices(Ledger):
    def test_a_manager_changes_the_price_of_nights_to_come(self):
        kind = self.room_type(stock=1, price=PRICE)
        number = self.booked_and_paid(self.guest(), kind, 0, 3)["order_no"]
        before = self.record(number)
        one = before["stays"][0]["id"]
        nights = before["stays"][0]["nights"]
        change = lambda status=None, **body: self.staff("PATCH", f"/stays/{one}/nights", {"reason": "老客户", **body}, status)  # noqa: E731
        answer = change(200, **{"from": nights[1]["date"], "to": nights[1]["date"], "price_fen": nights[1]["price_fen"] + 5000}).json
        self.assertEqual([n["price_fen"] - was["price_fen"] for n, was in zip(answer["nights"], nights)], [0, 5000, 0])
        self.assertEqual(self.record(number)["due_fen"], before["due_fen"] + 5000)
        change(200, **{"from": nights[0]["date"], "to": nights[2]["date"], "price_fen": 0})
        record = self.record(number)
        self.assertEqual((record["payable_fen"], record["due_fen"], record["paid_fen"] - record["refund_fen"]), (0, 0, 0), "what was paid goes back")
        for body, field in (({"from": today(-1), "to": today()}, "from"), ({"from": nights[1]["date"], "to": nights[0]["date"]}, "to"),
                            ({"from": nights[0]["date"], "to": today(3)}, "to"), ({"from": nights[0]["date"], "to": nights[0]["date"], "price_fen": -1}, "price_fen")):
            self.refused(change(**{"price_fen": 1, **body}), 400, "bad_request", field)
        self.refused(self.staff("PATCH", f"/stays/{one}/nights", {"from": today(), "to": today(), "price_fen": 1}), 400, "bad_request", "reason")
        self.refused(self.staff("PATCH", f"/stays/{one}/nights", {}, token=self.server.staff_token("chengdu")), 403, "forbidden")
        rows = [r["after"] for r in self.staff("GET", "/audit?limit=20", status=200).json["items"] if r["action"] == "stay.reprice"]
        self.assertEqual([("老客户" in r, "price_fen" in r) for r in rows], [(True, True)] * 2)
        self.post(f"/stays/{one}/check-in")
        self.post(f"/stays/{one}/check-out")
        self.refused(change(**{"from": nights[0]["date"], "to": nights[0]["date"], "price_fen": 1}), 409, "order_state")


class Companies(Ledger):
    def company(self, limit=50000, **more):
        return self.post("/companies", {"name": f"公司{next(self.numbers)}", "credit_limit_fen": limit, **more}, 201)

    def owed(self, company):
        return self.staff("GET", "/companies/" + company["id"], status=200).json["balance_fen"]

    def test_a_bill_is_put_on_a_company_which_pays_later(self):
        company, (number, (one,)) = self.company(), self.inside(nights=1)
        self.assertEqual(company["balance_fen"], 0)
        self.assertEqual((company["account_id"], self.account(company["id"])["kind"], self.owed(company)), (company["id"], "company", 0))
        self.act(one, "payments", kind="account", amount_fen=PRICE, company_id=company["id"], reference="签单人 李")
        self.assertEqual((self.record(number)["due_fen"], self.on(one, "balance"), self.owed(company)), (0, (-PRICE,), PRICE))
        self.post(f"/stays/{one}/check-out")
        self.refused(self.act(company["id"], "payments", None, kind="transfer", amount_fen=PRICE + 1), 400, "bad_request", "amount_fen")
        account = self.act(company["id"], "payments", kind="transfer", amount_fen=4000, reference="回单 77").json
        self.assertEqual([(line["kind"], line["amount_fen"]) for line in account["lines"]], [("transfer", PRICE), ("payment", -4000)])
        self.assertEqual((account["balance_fen"], account["due_fen"], self.owed(company)), (6000, 6000, 6000))
        self.refused(self.staff("DELETE", "/companies/" + company["id"]), 409, "conflict")

    def test_no_more_than_its_credit_at_once(self):
        company = self.company(limit=3 * PRICE - 1)
        stays = [self.inside(nights=1)[1][0] for _ in range(6)]
        answers = parallel(6, lambda i: self.act(stays[i], "payments", None, kind="account", amount_fen=PRICE, company_id=company["id"]))
        self.assertEqual(sorted((a.status, a.code) for a in answers), [(200, None)] * 2 + [(409, "credit_limit")] * 4)
        self.assertEqual(self.owed(company), 2 * PRICE)
        self.assertEqual(sum(self.on(s, "balance")[0] for s in stays), -2 * PRICE, "a refused one leaves no line")

    def test_what_goes_back_is_no_debt_any_more(self):
        company, (number, (one,)) = self.company(), self.inside(nights=2)
        self.act(one, "payments", kind="account", amount_fen=2 * PRICE, company_id=company["id"])
        self.post(f"/stays/{one}/check-out")
        self.assertEqual((self.record(number)["due_fen"], self.owed(company)), (0, PRICE), "the second night goes back to who paid")
        other, (two,) = self.inside(nights=1)
        line = self.act(two, "payments", kind="account", amount_fen=PRICE, company_id=company["id"]).json["lines"][-1]["id"]
        self.staff("POST", f"/lines/{line}/reverse", {"reason": "记错公司"}, 200)
        self.assertEqual((self.record(other)["due_fen"], self.owed(company)), (PRICE, PRICE))

    def test_what_is_refused(self):
        company, (_, (one,)) = self.company(active=False), self.inside(nights=1)
        for body, field in (({}, "company_id"), ({"company_id": "7"}, "company_id"), ({"company_id": company["id"]}, "company_id")):
            with self.subTest(body=body):
                self.refused(self.act(one, "payments", None, kind="account", amount_fen=1, **body), 400, "bad_request", field)
        self.refused(self.act(one, "payments", None, kind="cash", amount_fen=1, company_id=company["id"]), 400, "bad_request", "company_id")
        self.refused(self.act(company["id"], "charges", None, code="other", unit_fen=1), 409, "order_state")
        self.refused(self.staff("POST", "/companies", {"name": company["name"]}), 409, "exists", "name")
        self.refused(self.staff("POST", "/companies", {"name": "x"}, token=self.server.staff_token("chengdu")), 403, "forbidden")
        self.staff("PATCH", "/companies/" + company["id"], {"active": True, "credit_limit_fen": 9}, 200)
        self.refused(self.act(one, "payments", None, kind="account", amount_fen=10, company_id=company["id"]), 409, "credit_limit", "amount_fen")
        self.staff("DELETE", "/companies/" + company["id"], status=204)
        self.refused(self.staff("GET", "/accounts/" + company["id"]), 404, "not_found")


class Trial(Ledger):
    def trial(self, **more):
        query = "&".join(f"{k}={v}" for k, v in more.items())
        return self.staff("GET", f"/trial-balance?branch_id={branch(self.server)}&{query}", status=200).json

    def test_it_ties_out(self):
        before = self.trial()
        _, (one,) = self.inside(nights=1)
        company = self.post("/companies", {"name": "试算公司", "credit_limit_fen": 500}, 201)
        self.act(one, "deposits", kind="cash", amount_fen=5000)
        self.act(one, "charges", code="minibar", unit_fen=700)
        self.act(one, "payments", kind="cash", amount_fen=300)
        self.act(one, "payments", kind="account", amount_fen=300, company_id=company["id"])
        self.act(company["id"], "payments", kind="transfer", amount_fen=100)
        after = self.trial(date=today())
        self.assertEqual({k: after["guest"][k] - before["guest"][k] for k in before["guest"]}, {"opening": 0, "debit": 700, "credit": 600, "closing": 100})
        self.assertEqual([after[k]["closing"] - before[k]["closing"] for k in ("deposit", "receivable")], [-5000, 200])
        self.assertEqual(after["sum_fen"], 0)
        tomorrow = self.trial(date=today(1))
        self.assertEqual([tomorrow[k]["opening"] for k in ("guest", "deposit", "receivable")], [after[k]["closing"] for k in ("guest", "deposit", "receivable")])

    def test_whose_word_it_is(self):
        _, (one,) = self.inside(nights=1)
        desk = self.server.staff_token("chengdu")
        line = self.act(one, "charges", code="minibar", unit_fen=700).json["lines"][-1]["id"]
        for path, body in ((f"/accounts/{one}/allowances", {"amount_fen": 1, "reason": "x"}), (f"/lines/{line}/adjust", {"amount_fen": 1, "reason": "x"}),
                           (f"/accounts/{one}/refunds", {"kind": "cash", "amount_fen": 1, "reason": "x"}), ("/charge-codes", {"code": "x", "name": "x"})):
            self.refused(self.staff("POST", path, body, token=desk), 403, "forbidden")
        self.staff("POST", f"/accounts/{one}/charges", {"code": "minibar", "unit_fen": 1}, 200, token=desk)
        self.refused(self.staff("GET", "/accounts/" + one, token=self.server.staff_token("shenzhen")), 403, "branch_scope")


if __name__ == "__main__":
    unittest.main(verbosity=2)
