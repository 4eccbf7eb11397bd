"""Papers that were printed: one is the first, each further one a copy that is counted; slips for money are numbered."""
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import ADMIN, House  # noqa: E402
from yizhan import PASSWORD, branch, parallel, stay  # noqa: E402


class Prints(House):
    def count(self, kind, subject, status=200, **more):
        answer = self.staff("POST", "/prints", {"kind": kind, "subject_id": subject}, status, **more)
        return answer.json if status else answer

    def inside(self, city="成都"):
        number = self.post("/orders", stay(self.room_type(price=50000, city=city), 0), 201)["order_no"]
        self.post(f"/orders/{number}/check-in")
        return number, self.record(number)["stays"][0]["id"]

    def line(self, account, verb, amount=100):
        return self.post(f"/accounts/{account}/{verb}", {"kind": "cash", "amount_fen": amount})["lines"][-1]["id"]

    def shift(self):
        """Somebody's, a new one."""
        name, place = f"prints-{next(self.numbers)}", branch(self.server, "成都")
        self.post("/staff", {"name": name, "password": PASSWORD, "role": "frontdesk", "branch_ids": [place]}, 201)
        return self.post("/shifts", {"branch_id": place}, 201, token=self.server.staff_token(name))["id"]

    def test_each_paper_has_one_first_and_then_copies(self):
        number, one = self.inside()
        subjects = {"registration": one, "deposit": self.line(one, "deposits"), "receipt": self.line(one, "payments"), "folio": one,
                    "handover": self.shift()}
        for kind, subject in subjects.items():
            with self.subTest(kind=kind):
                answers = [self.count(kind, subject) for _ in range(3)]
                self.assertEqual([a["copy"] for a in answers], [0, 1, 2])
                self.assertEqual({a["kind"] for a in answers}, {kind})
                slip = kind in ("deposit", "receipt")
                self.assertEqual([type(a["number"]) for a in answers], [int if slip else type(None)] * 3)
                self.assertEqual(len({a["number"] for a in answers}), 1, "a copy has the number of the first")
        self.assertEqual(self.count("folio", number)["copy"], 0, "the order's own account")
        window = self.post(f"/accounts/{one}/windows", {"name": "公司"}, 201)["id"]
        self.assertEqual(self.count("folio", window)["copy"], 0, "each window has a bill of its own")

    def test_slips_are_numbered_within_branch_and_kind(self):
        taken = []
        for city in ("北京", "北京", "深圳"):
            _, one = self.inside(city)
            slips = [("deposit", self.line(one, "deposits")), ("receipt", self.line(one, "payments")), ("deposit", self.line(one, "deposits"))]
            taken += [(city, kind, self.count(kind, subject)["number"]) for kind, subject in slips]
        numbers = {}
        for city, kind, number in taken:
            numbers.setdefault((city, kind), []).append(number)
        self.assertEqual(numbers, {("北京", "deposit"): [1, 2, 3, 4], ("北京", "receipt"): [1, 2], ("深圳", "deposit"): [1, 2],
                                   ("深圳", "receipt"): [1]})

    def test_who_prints_at_once_gets_different_copies_and_numbers(self):
        _, one = self.inside()
        deposit, lines = self.line(one, "deposits"), [self.line(one, "payments", 1) for _ in range(8)]
        self.assertEqual(sorted(a["copy"] for a in parallel(8, lambda i: self.count("deposit", deposit))), list(range(8)))
        numbers = sorted(a["number"] for a in parallel(8, lambda i: self.count("receipt", lines[i])))
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 8)))

    def test_a_request_that_is_repeated_counts_once(self):
        _, one = self.inside()
        asked = {"kind": "registration", "subject_id": one}
        again = [self.server.post(ADMIN + "/prints", asked, token=self.owner_token, key="print-" + one).json["copy"] for _ in range(2)]
        self.assertEqual(again + [self.count("registration", one)["copy"]], [0, 0, 1])

    def test_what_is_not_there_or_is_something_else_has_no_paper(self):
        number, one = self.inside()
        deposit, paid = self.line(one, "deposits"), self.line(one, "payments")
        company = self.post("/companies", {"name": f"公司{next(self.numbers)}"}, 201)["id"]
        for kind, subject in (("registration", "999"), ("registration", number), ("deposit", "999"), ("deposit", paid), ("receipt", deposit),
                              ("receipt", one), ("folio", "999"), ("folio", company), ("handover", "999"), ("handover", one)):
            with self.subTest(kind=kind, subject=subject):
                self.refused(self.count(kind, subject, None), 404, "not_found")
        for body, field in (({"kind": "letter", "subject_id": one}, "kind"), ({"kind": "folio"}, "subject_id")):
            self.refused(self.staff("POST", "/prints", body), 400, "bad_request", field)

    def test_money_that_was_taken_back_has_no_slip(self):
        _, one = self.inside()
        for kind, verb in (("deposit", "deposits"), ("receipt", "payments")):
            line = self.line(one, verb)
            self.count(kind, line)
            counter = self.post(f"/lines/{line}/reverse", {"reason": "x"})["lines"][-1]
            self.refused(self.count(kind, line, None), 409, "reversed", "subject_id")
            if counter["kind"] == kind:
                self.refused(self.count(kind, counter["id"], None), 409, "reversed", "subject_id")
            else:
                self.refused(self.count(kind, counter["id"], None), 404, "not_found")

    def test_a_clerk_counts_what_is_of_the_own_branch(self):
        _, one = self.inside()
        subjects = {"registration": one, "deposit": self.line(one, "deposits"), "receipt": self.line(one, "payments"), "folio": one,
                    "handover": self.shift()}
        here, elsewhere = self.server.staff_token("chengdu"), self.server.staff_token("shenzhen")
        for kind, subject in subjects.items():
            with self.subTest(kind=kind):
                self.refused(self.count(kind, subject, None, token=elsewhere), 403, "branch_scope")
                self.assertEqual(self.count(kind, subject, token=here)["copy"], 0, "a refused one was not counted")

    def test_the_trail_says_which_copy(self):
        _, one = self.inside()
        for _ in range(2):
            self.count("registration", one)
        second, first = self.staff("GET", f"/audit?object=print&object_id={one}", status=200).json["items"]
        self.assertEqual((first["action"], first["before"]), ("print.paper", None))
        self.assertIn('"copy":0', first["after"])
        self.assertIn('"copy":0', second["before"])
        self.assertIn('"copy":1', second["after"])


if __name__ == "__main__":
    unittest.main()
