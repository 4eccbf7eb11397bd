"""The program's own document against the program: requests made from it, good ones and ones just beside, by everybody
who may call and who may not. No answer may lie outside of what the document tells: status, content type, each member's
type, null, range and pattern, cookie, tag. `YIZHAN_DOCUMENT_ROUNDS=400 YIZHAN_DOCUMENT_SEED=7` looks longer."""
import json
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from document import Values, answer_faults, resolved  # noqa: E402
from house import ADMIN, API, House  # noqa: E402
from yizhan import PASSWORD, branch, today  # noqa: E402

ROUNDS = int(os.environ.get("YIZHAN_DOCUMENT_ROUNDS", "12"))
SEED = int(os.environ.get("YIZHAN_DOCUMENT_SEED", "1"))
# The house is left as it is: its sandbox, and the accounts that ask.
LEFT_ALONE = {("patch", ADMIN + "/settings"), ("delete", ADMIN + "/staff/{id}"), ("patch", ADMIN + "/staff/{id}"),
              ("get", ADMIN + "/events")}
LIKELY = {"arrival": [today(), today(1), today(3)], "departure": [today(2), today(4), today(5)], "phone": ["13800000001", "13800000002"],
          "guest_phone": ["13800000003"], "password": [PASSWORD], "rooms": [1, 2], "from": [today(), today(1)], "limit": [1, 2, 100],
          "to": [today(2), today(9)], "price_fen": [20000], "number": ["7%02d" % i for i in range(99)], "nights": [1, 2],
          "amount_fen": [1, 100], "topic": ["order", "hotel"], "group": ["coupon_first_login", "order_search"], "name": ["新名", "New"]}
PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360f8cf00000301"
                      "0100c9fe92ef0000000049454e44ae426082")


class Document(House):
    def setUp(self):
        self.document = self.server.get(API + "/openapi.json").json
        self.values = Values(self.document, SEED, LIKELY)
        self.random = self.values.random
        branches = [branch(self.server, city) for city in ("成都", "深圳")]
        for name, role in (("clerk", "frontdesk"), ("boss", "manager")):
            self.staff("POST", "/staff", {"name": name, "password": PASSWORD, "role": role, "branch_ids": branches[:1]}, 201)
        self.callers = {name: self.server.staff_token(name) for name in ("owner", "clerk", "boss")}
        self.callers.update(guest=self.guest().token, nobody=None)

    def log_in_again(self, token):
        """What was asked before has ended that session."""
        for name, old in self.callers.items():
            if token == old and token:
                self.callers[name] = self.guest().token if name == "guest" else self.server.staff_token(name)

    def caller(self, operation):
        """Most of the time one who may."""
        if self.random.random() < 0.15:
            return self.callers[self.random.choice(list(self.callers))]
        return self.callers[{"public": "nobody", "guest": "guest", "staff": "owner"}[operation["x-who"]]]

    def path(self, template, operation):
        parts = []
        for parameter in operation["parameters"]:
            if parameter["in"] == "path":
                value = self.path_value(template, parameter["name"])
                template = template.replace("{%s}" % parameter["name"], value)
            elif parameter["in"] == "query" and (parameter["required"] or self.random.random() < 0.3):
                value = self.values.one(parameter["schema"], parameter["name"])
                parts.append(f"{parameter['name']}={json.dumps(value) if not isinstance(value, str) else value}")
        return template + ("?" + "&".join(parts).replace(" ", "+") if parts else "")

    def path_value(self, template, name):
        """Mostly something that is there: an id of the very list the path goes on from."""
        kept = self.lists.get(template.split("/{")[0]) or self.values.known.get(name) or ["1"]
        return str(self.random.choice(kept if self.random.random() < 0.85 else ["0", "1", "x", "9" * 19, "9" * 30]))

    def ask(self, method, template, operation):
        path, headers, content = self.path(template, operation), {}, operation.get("requestBody", {}).get("content", {})
        more = {"token": self.caller(operation), "headers": headers}
        if "application/json" in content:
            more["body"] = self.values.one(content["application/json"]["schema"])
            if self.random.random() < 0.03:
                more["raw"], more["body"] = self.random.choice([b"{", b"", b"[]", b"\xff"]), None
                more["content_type"] = self.random.choice(["application/json", "text/plain"])
        elif content:
            more["raw"], more["content_type"] = self.random.choice([PIXEL, PIXEL[:40], b""]), "application/octet-stream"
        if any(p["name"] == "Idempotency-Key" for p in operation["parameters"]) and self.random.random() < 0.3:
            more["key"] = str(self.random.randrange(20))
        if "304" in operation["responses"] and self.tags.get(path):
            headers["If-None-Match"] = self.random.choice([self.tags[path], '"x"', "*"])
        answer = self.server.request(method.upper(), path, **more)
        self.keep(path, template, answer)
        if answer.status == 401:
            self.log_in_again(more["token"])
        return path, more, answer

    def keep(self, path, template, answer):
        self.tags[path] = answer.headers.get("ETag")
        if answer.status // 100 != 2 or "json" not in (answer.headers.get("Content-Type") or "") or template.endswith(".json"):
            return
        self.values.see(answer.json)
        found = answer.json.get("items", [answer.json])
        mine = [str(i.get("order_no") or i.get("id") or i.get("name")) for i in found if isinstance(i, dict)]
        self.lists.setdefault(template, [])[:0] = [i for i in mine if i != "None"]

    def preset_faults(self, operation, body, answer):
        """A new object has what the document calls the default wherever the request was silent."""
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if answer.status != 201 or not content or not isinstance(body, dict):
            return []
        return [f"{name} is {answer.json[name]!r}, not its default"
                for name, member in resolved(self.document, content["schema"])["properties"].items()
                if "default" in member and name not in body and answer.json.get(name, member["default"]) != member["default"]]

    def test_no_answer_outside_the_document(self):
        self.tags, self.lists, wrong, statuses = {}, {}, {}, {}
        operations = [(m, path, o) for path, methods in self.document["paths"].items() for m, o in methods.items()
                      if (m, path) not in LEFT_ALONE]
        for round_ in range(ROUNDS):
            self.random.shuffle(operations)
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
