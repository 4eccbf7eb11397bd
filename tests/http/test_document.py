"""The program's own document against the program: requests made from it, good ones and ones just beside, by everybody
who may call and who may not. No answer may lie outside of what the document tells: status, content type, each member's
type, null, range and pattern, cookie, tag. `YIZHAN_DOCUMENT_ROUNDS=400 YIZHAN_DOCUMENT_SEED=7` looks longer."""
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from document import Asker, Values, answer_faults, resolved  # noqa: E402
from house import ADMIN, API, House  # noqa: E402
from yizhan import PASSWORD, branch  # noqa: E402

ROUNDS = int(os.environ.get("YIZHAN_DOCUMENT_ROUNDS", "12"))
SEED = int(os.environ.get("YIZHAN_DOCUMENT_SEED", "1"))
# The house is left as it is: its sandbox, and the accounts that ask. A stream has no end.
LEFT_ALONE = {("patch", ADMIN + "/settings"), ("delete", ADMIN + "/staff/{id}"), ("patch", ADMIN + "/staff/{id}"),
              ("get", ADMIN + "/events")}


class Document(House):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.places = [branch(cls.server, city) for city in ("成都", "深圳")]  # what is asked for renames and closes them

    def setUp(self):
        self.document = self.server.get(API + "/openapi.json").json
        branches = self.places
        for name, role in (("clerk", "frontdesk"), ("boss", "manager")):
            self.staff("POST", "/staff", {"name": name, "password": PASSWORD, "role": role, "branch_ids": branches[:1]})
        callers = {name: self.server.staff_token(name) for name in ("owner", "clerk", "boss")}
        callers.update(guest=self.guest().token, nobody=None)
        self.asker = Asker(self.server, self.document, callers, Values(self.document, SEED))

    def log_in_again(self, token):
        """What was asked before has ended that session."""
        for name, old in self.asker.callers.items():
            if token == old and token:
                self.asker.callers[name] = self.guest().token if name == "guest" else self.server.staff_token(name)

    def ask(self, method, template, operation):
        path, more = self.asker.request(template, operation)
        answer = self.server.request(method.upper(), path, **more)
        self.asker.keep(path, template, answer)
        if answer.status == 401:
            self.log_in_again(more["token"])
        return path, more, answer

    def preset_faults(self, operation, body, answer):
        """A new object has what the document calls the default wherever the request was silent."""
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if answer.status != 201 or not content or not isinstance(body, dict):
            return []
        return [f"{name} is {answer.json[name]!r}, not its default"
                for name, member in resolved(self.document, content["schema"])["properties"].items()
                if "default" in member and name not in body and answer.json.get(name, member["default"]) != member["default"]]

    def test_a_body_that_must_come_is_told(self):
        """`required` of a body is what an empty request meets: a refusal that names a field."""
        for method, template, operation in self.asker.operations(LEFT_ALONE):
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if not content:
                continue
            needed = bool(resolved(self.document, content["schema"]).get("required"))
            self.assertEqual(operation["requestBody"]["required"], needed, (method, template))
        self.refused(self.staff("POST", "/coupons", raw=b""), 400, "bad_request", "name")

    def test_a_number_says_its_least(self):
        def of(schema):
            yield from (m for m in schema.get("properties", {}).values())
        for name, schema in self.document["components"]["schemas"].items():
            for member in of(schema):
                if "maximum" in member:
                    self.assertIn("minimum", member, (name, member))
        coupon = self.document["components"]["schemas"]["CouponInput"]["properties"]
        self.assertEqual((coupon["quantity"]["minimum"], coupon["amount_fen"]["minimum"]), (0, 0))
        self.refused(self.staff("POST", "/coupons", {"name": "x", "kind": "amount", "quantity": -1}), 400, "bad_request", "quantity")

    def test_the_cookie_is_named_as_it_comes(self):
        answer = self.server.post(ADMIN + "/session", {"name": "owner", "password": PASSWORD})
        schemes = self.document["components"]["securitySchemes"]
        names = [schemes[s]["name"] for s in schemes if schemes[s].get("in") == "cookie"]
        self.assertIn(answer.headers["Set-Cookie"].split("=")[0], names)
        told = self.document["paths"][ADMIN + "/today"]["get"]["security"]
        self.assertEqual([next(iter(t)) for t in told], ["staff", "session", "session_plain"])

    def test_no_answer_outside_the_document(self):
        wrong, statuses, operations = {}, {}, self.asker.operations(LEFT_ALONE)
        for round_ in range(ROUNDS):
            self.asker.random.shuffle(operations)
            if round_ == 0:  # what there is, before anything changes it
                operations.sort(key=lambda o: o[0] != "get")
            for method, template, operation in operations:
                path, more, answer = self.ask(method, template, operation)
                statuses[answer.status] = statuses.get(answer.status, 0) + 1
                faults = answer_faults(self.document, operation, answer) + self.preset_faults(operation, more.get("body"), answer)
                for fault in faults:
                    wrong.setdefault((method, template, fault), (path, more.get("body"), str(answer)[:200]))
        print("# answers by status:", dict(sorted(statuses.items())))
        self.assertFalse(wrong, "\n".join(f"{k}: {v}" for k, v in list(wrong.items())[:60]))
        self.assertGreater(statuses.get(200, 0) + statuses.get(201, 0), sum(statuses.values()) // 6, statuses)
        self.assertTrue({400, 401, 403, 404, 409} <= set(statuses), statuses)


if __name__ == "__main__":
    unittest.main(verbosity=2)
