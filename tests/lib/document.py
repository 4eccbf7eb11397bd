"""What an OpenAPI document says: requests that fit it or just do not, and whether an answer is one of those it tells. JSON Schema as far as the program's own document goes (type, enum, bounds, pattern, format, items, $ref,
and anyOf of something and null)."""
import datetime
import json
import random
import re

from yizhan import PASSWORD, today

# Values that carry a request further than chance would, by field name.
LIKELY = {"arrival": [today(), today(1), today(3)], "departure": [today(2), today(4), today(5)], "phone": ["13800000001", "13800000002"],
          "guest_phone": ["13800000003"], "password": [PASSWORD], "rooms": [1, 2], "from": [today(), today(1)], "limit": [1, 2, 100],
          "to": [today(2), today(9)], "price_fen": [20000], "number": ["7%02d" % i for i in range(99)], "nights": [1, 2],
          "amount_fen": [1, 100], "topic": ["order", "hotel"], "group": ["coupon_first_login", "order_search"], "name": ["新名", "New"]}
PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360f8cf00000301"
                      "0100c9fe92ef0000000049454e44ae426082")
TEXTS = ["张三", "Zoë", "a b", "房", "1", "x" * 300, "", "O'Brien %_", "😀", "null", "13800000000", "<b>"]


def resolved(document, schema):
    while "$ref" in schema:
        node = document
        for step in schema["$ref"][2:].split("/"):
            node = node[step]
        schema = node
    return schema


def kinds(schema):
    kind = schema.get("type", "object")
    return kind if isinstance(kind, list) else [kind]


def kind_of(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    return {float: "number", str: "string", list: "array", dict: "object"}[type(value)]


FORMATS = {"date": re.compile(r"\d{4}-\d\d-\d\d"), "date-time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z")}


def faults(document, schema, value, at=""):
    """Where the value is not what the schema says, in words; empty when it is."""
    schema = resolved(document, schema)
    if "anyOf" in schema:
        schema = resolved(document, schema["anyOf"][value is None])
    kind, allowed = kind_of(value), kinds(schema)
    if kind not in allowed and not (kind == "integer" and "number" in allowed):
        return [f"{at or 'the answer'} is {kind}, not {' or '.join(allowed)}"]
    if kind == "object":
        return object_faults(document, schema, value, at)
    if kind == "array":
        return [f for i, item in enumerate(value) for f in faults(document, schema["items"], item, f"{at}[{i}]")]
    wrong = []
    if "enum" in schema and value is not None and value not in schema["enum"]:
        wrong.append(f"{at} is {value!r}, not one of {schema['enum']}")
    if kind == "string":
        form = schema.get("pattern") or (FORMATS[schema["format"]].pattern if schema.get("format") in FORMATS else None)
        if form and not re.search("^(" + form + ")$", value):
            wrong.append(f"{at} is {value!r}, not like {form}")
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 1 << 30):
            wrong.append(f"{at} is {len(value)} long")
    if kind in ("integer", "number") and not schema.get("minimum", -1e300) <= value <= schema.get("maximum", 1e300):
        wrong.append(f"{at} is {value}")
    return wrong


def object_faults(document, schema, value, at):
    if "properties" not in schema:  # any object
        return []
    wrong = [f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value]
    for name, member in value.items():
        told = schema["properties"].get(name)
        wrong += faults(document, told, member, f"{at}.{name}") if told else [f"{at}.{name} is not told"]
    return wrong


def answer_faults(document, operation, answer):
    """What of an answer the document does not tell: status, content type, body, cookie, tag."""
    told = operation["responses"].get(str(answer.status))
    if not told:
        return [f"status {answer.status} is not told"]
    told_headers = [name.lower() for name in told.get("headers", {})]
    wrong = [f"header {name} is not told" for name in ("set-cookie", "etag")
             if answer.headers.get(name) and name not in told_headers and answer.status != 304]
    if not answer.body:
        return wrong + (["a body is told, none came"] if "content" in told else [])
    kind = (answer.headers.get("Content-Type") or "").split(";")[0]
    content = told.get("content", {}).get(kind)
    if content is None:
        return wrong + [f"content type {kind} of status {answer.status} is not told"]
    return wrong + (faults(document, content["schema"], answer.json) if kind.endswith("json") and "schema" in content else [])


class Values:
    """Values by a schema; most fit, some are just beside. `known`: ids and numbers seen in answers, by field name."""

    def __init__(self, document, seed, wild=1.0):
        """`wild`: how much of what just does not fit, 0 for none."""
        self.document, self.random, self.known, self.wild = document, random.Random(seed), {}, wild

    def now_and_then(self, share):
        return self.random.random() < share * self.wild

    def see(self, value, name=None):
        """Keeps what can be asked for again."""
        if isinstance(value, dict):
            for key, member in value.items():
                self.see(member, key)
        elif isinstance(value, list):
            for member in value:
                self.see(member, name)
        elif isinstance(value, str) and value and name and (name.endswith(("id", "_no", "code", "phone")) or name == "next"):
            kept = self.known.setdefault(name, [])
            if value not in kept:
                kept.append(value)
            del kept[:-40]

    def one(self, schema, name=""):
        schema = resolved(self.document, schema)
        if self.now_and_then(0.04):
            return self.random.choice([None, 0, -1, 1.5, "", "x", True, [], {}, 1e300, "9" * 30])
        if name in LIKELY and not self.now_and_then(0.2):
            return self.random.choice(LIKELY[name])
        kind = self.random.choice(kinds(schema))
        if "enum" in schema and kind == "string":
            return self.random.choice(schema["enum"])
        return getattr(self, kind)(schema, name)

    def null(self, *_):
        return None

    def boolean(self, *_):
        return self.random.random() < 0.5

    def integer(self, schema, _):
        low, high = schema.get("minimum", 0), schema.get("maximum", 10 ** 6)
        beside = [low - 1, high + 1] if self.wild else []
        return self.random.choice([low, high, self.random.randint(low, high), min(high, low + 2)] + beside)

    def number(self, schema, _):
        return self.random.uniform(schema.get("minimum", -10), schema.get("maximum", 10))

    def string(self, schema, name):
        if schema.get("format") == "date":
            return (datetime.date.today() + datetime.timedelta(days=self.random.choice([-400, -1, 0, 1, 2, 5, 30, 800]))).isoformat()
        if schema.get("format") == "date-time":
            return self.random.choice(["2026-11-26T00:00:00Z", "2030-01-01T10:00:00.000Z"])
        if (seen := self.seen(name)) and not self.now_and_then(0.15):
            return seen
        if "pattern" in schema:
            return str(self.random.choice([0, 1, 7, 2 ** 63 - 1, self.random.getrandbits(62)]))
        return self.random.choice(TEXTS)[:schema.get("maxLength", 40) + self.now_and_then(0.25)]

    def seen(self, name):
        known = self.known.get(name) or self.known.get("id" if name.endswith("id") else name) or []
        return self.random.choice(known) if known else None

    def array(self, schema, name):
        return [self.one(schema["items"], name.rstrip("s")) for _ in range(self.random.choice([0, 1, 1, 2, 3]))]

    def object(self, schema, _):
        required = schema.get("required", [])
        return {name: self.one(member, name) for name, member in schema.get("properties", {}).items()
                if (name in required and not self.now_and_then(0.03)) or self.random.random() < 0.4}


class Asker:
    """Makes requests from the document, with what earlier answers have shown to be there."""

    def __init__(self, server, document, callers, values):
        """`callers`: tokens of "owner", "guest", "nobody" (None) and whom else may try."""
        self.server, self.document, self.callers, self.values = server, document, callers, values
        self.random, self.tags, self.lists = values.random, {}, {}

    def operations(self, left_alone=()):
        return [(method, path, operation) for path, methods in self.document["paths"].items()
                for method, operation in methods.items() if (method, path) not in left_alone]

    def caller(self, operation):
        """Most of the time one who may."""
        if self.values.now_and_then(0.15):
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
        return str(self.random.choice(["0", "1", "x", "9" * 19, "9" * 30] if self.values.now_and_then(0.15) else kept))

    def request(self, template, operation):
        """Path and the other arguments of Client.request."""
        path, headers, content = self.path(template, operation), {}, operation.get("requestBody", {}).get("content", {})
        more = {"token": self.caller(operation), "headers": headers}
        if "application/json" in content:
            more["body"] = self.values.one(content["application/json"]["schema"])
            if self.values.now_and_then(0.03):
                more["raw"], more["body"] = self.random.choice([b"{", b"", b"[]", b"\xff"]), None
                more["content_type"] = self.random.choice(["application/json", "text/plain"])
        elif content:
            more["raw"] = self.random.choice([PIXEL[:40], b""]) if self.values.now_and_then(0.5) else PIXEL
            more["content_type"] = "application/octet-stream"
        if any(p["name"] == "Idempotency-Key" for p in operation["parameters"]) and self.values.now_and_then(0.3):
            more["key"] = str(self.random.randrange(20))
        if "304" in operation["responses"] and self.tags.get(path):
            headers["If-None-Match"] = self.random.choice([self.tags[path], '"x"', "*"])
        return path, more

    def keep(self, path, template, answer):
        """Remembers what an answer shows, for what is asked next."""
        self.tags[path] = answer.headers.get("ETag")
        if answer.status // 100 != 2 or "json" not in (answer.headers.get("Content-Type") or "") or template.endswith(".json"):
            return
        self.values.see(answer.json)
        found = answer.json.get("items", [answer.json])
        mine = [str(i.get("order_no") or i.get("id") or i.get("name")) for i in found if isinstance(i, dict)]
        self.lists.setdefault(template, [])[:0] = [i for i in mine if i != "None"]
