"""What every endpoint has in common: methods, problem documents, headers, request ids, conditional requests, rate
limits, the OpenAPI document; against the real binary."""
import os
import re
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.append(os.path.dirname(__file__))
import wire  # noqa: E402
from yizhan import Server, parallel  # noqa: E402

API = "/api/v1"


class Http(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__(None, None, None)

    def get(self, path, **headers):
        return self.server.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def test_health(self):
        self.assertEqual(self.get("/livez").status, 200)
        self.assertEqual(self.get("/readyz").status, 200)
        answer = self.get("/metrics")
        self.assertEqual(answer.status, 200)
        self.assertIn(b"yizhan_http_requests_total", answer.body)
        for name, kind in re.findall(r"(?m)^# TYPE (\S+) (\S+)$", answer.body.decode()):
            with self.subTest(name=name):
                self.assertEqual(kind == "counter", name.endswith("_total"))
                self.assertNotRegex(name, r"_(ms|us|millis)(_|$)")  # seconds, as Prometheus wants its units
        self.assertEqual(self.get("/metrics", X_Forwarded_For="8.8.8.8").status, 404)

    def test_head(self):
        full = self.get(API + "/openapi.json")
        head = self.server.request("HEAD", API + "/openapi.json")
        self.assertEqual(head.status, 200)
        self.assertEqual(head.body, b"")
        self.assertEqual(head.headers["Content-Length"], str(len(full.body)))

    def test_head_keeps_the_connection_in_step(self):
        raw = b"HEAD /livez HTTP/1.1\r\nHost: a\r\n\r\nGET /livez HTTP/1.1\r\nHost: a\r\n\r\n"
        with wire.connect(self.server) as s:
            s.sendall(raw)
            data, _ = wire.read_all(s, 1)
        self.assertEqual(data.count(b"HTTP/1.1 200 OK"), 2)
        self.assertEqual(data.count(b"alive\"}"), 1)

    def test_options(self):
        answer = self.server.request("OPTIONS", API + "/login/wechat", headers={"Origin": "http://evil", "Access-Control-Request-Method": "POST"})
        self.assertEqual(answer.status, 204)
        self.assertEqual(answer.headers["Allow"], "POST, OPTIONS")
        self.assertFalse([h for h in answer.headers if h.lower().startswith("access-control")])

    def test_method_and_path(self):
        answer = self.server.request("DELETE", API + "/login/wechat")
        self.assertEqual(answer.status, 405)
        self.assertEqual(answer.headers["Allow"], "POST, OPTIONS")
        self.assertEqual(answer.json["code"], "method_not_allowed")
        for path in (API + "/nothing", API + "/room-types/", API, "/../etc/passwd", "/%2e%2e/etc/passwd", "/.htpasswd", "//livez"):
            with self.subTest(path=path):
                self.assertEqual(self.get(path).status, 404)
        self.assertEqual(self.get(API + "/room-types/abc").status, 404)

    def test_a_link_to_nothing_is_a_page_for_people_and_a_problem_for_programs(self):
        for path, home in (("/nope", "/"), ("/admin/nope.js", "/admin/"), ("/media/" + "0" * 64, "/")):
            page = self.get(path, Accept="text/html,application/xhtml+xml", Accept_Language="en")
            self.assertEqual((page.status, page.headers["Content-Type"]), (404, "text/html; charset=utf-8"), path)
            self.assertEqual((page.headers["Content-Language"], page.headers["Cache-Control"]), ("en", "no-store"))
            self.assertIn(f'href="{home}"', page.body.decode())
            self.assertIn("no such page", page.body.decode())
            self.assertEqual(self.get(path, Accept="*/*").json["code"], "not_found")
        self.assertEqual(self.get(API + "/nope", Accept="text/html").json["code"], "not_found")

    def test_problem_in_both_languages(self):
        zh = self.get(API + "/nothing", Accept_Language="*")
        en = self.get(API + "/nothing", Accept_Language="fr;q=0.9, en;q=0.8")
        self.assertEqual(zh.headers["Content-Type"], "application/problem+json")
        self.assertEqual(zh.headers["Content-Language"], "zh-CN")
        self.assertEqual(en.headers["Content-Language"], "en")
        for answer in (zh, en):
            self.assertEqual(answer.json["status"], 404)
            self.assertEqual(answer.json["code"], "not_found")
            self.assertTrue(answer.json["type"].endswith("/problems/not_found"))
            self.assertEqual(answer.json["request_id"], answer.headers["X-Request-Id"])
            self.assertTrue(answer.json["title"] and answer.json["detail"])
        self.assertNotEqual(zh.json["title"], en.json["title"])

    def test_a_refusal_calls_a_field_as_people_do(self):
        for language, label, detail in (("zh-CN", "验证码", "验证码：必填"), ("en", "Code", "Code is required")):
            answer = self.server.request("POST", API + "/login/wechat", {}, headers={"Accept-Language": language})
            error, = answer.json["errors"]
            self.assertEqual((error["field"], error["label"], answer.json["detail"]), ("code", label, detail))

    def test_bad_bodies(self):
        path = API + "/login/wechat"
        missing = self.server.request("POST", path, {})
        self.assertEqual((missing.status, missing.json["code"]), (400, "bad_request"))
        self.assertIn("code", [e["field"] for e in missing.json["errors"]])
        wrong = self.server.request("POST", path, {"code": 5})
        self.assertEqual(wrong.status, 400)
        for text in (b"{", b"[1,]", b"{} {}", b"\xff", b'{"code":"a","code":"b"}', b'{"code":"\\u0000"}'):
            with self.subTest(text=text):
                self.assertEqual(self.server.request("POST", path, raw=text, content_type="application/json").status, 400)
        plain = self.server.request("POST", path, raw=b'{"code":"x"}', content_type="text/plain")
        self.assertEqual((plain.status, plain.json["code"]), (415, "media_type"))

    def test_query(self):
        answer = self.get(API + "/branches?limit=0&unknown=1")
        self.assertEqual((answer.status, answer.json["errors"][0]["field"]), (400, "limit"))
        self.assertEqual(self.get(API + "/branches?limit=1&limit=2").status, 400)
        self.assertEqual(self.get(API + "/branches?limit=%zz").status, 400)
        page = self.get(API + "/branches?limit=1&unknown=%zz")
        self.assertEqual(page.status, 200)
        self.assertEqual(len(page.json["items"]), 1)

    def test_security_headers(self):
        for answer in (self.get("/livez"), self.get(API + "/nothing"), self.get(API + "/me")):
            self.assertIn("default-src 'self'", answer.headers["Content-Security-Policy"])
            self.assertIn("frame-ancestors 'none'", answer.headers["Content-Security-Policy"])
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
            self.assertTrue(answer.headers["Referrer-Policy"])
            self.assertEqual(answer.headers["Cache-Control"], "no-store")
            self.assertTrue(answer.headers["Date"].endswith(" GMT"))
            self.assertIsNone(answer.headers["Server"])

    def test_request_id(self):
        self.assertEqual(self.get("/livez", X_Request_Id="Abc-123").headers["X-Request-Id"], "Abc-123")
        for bad in ("a" * 33, "a b", "a_b", "ä"):
            given = self.get("/livez", X_Request_Id=bad.encode("latin-1").decode("latin-1")).headers["X-Request-Id"]
            self.assertRegex(given, "^[0-9a-f]{16}$")

    def test_etag(self):
        first = self.get(API + "/openapi.json")
        etag = first.headers["ETag"]
        for value in (etag, "W/" + etag, '"x", ' + etag, "*"):
            with self.subTest(value=value):
                again = self.get(API + "/openapi.json", If_None_Match=value)
                self.assertEqual((again.status, again.body), (304, b""))
                self.assertEqual(again.headers["ETag"], etag)
        self.assertEqual(self.get(API + "/openapi.json", If_None_Match='"x"').status, 200)

    def test_unauthorized(self):
        answer = self.get(API + "/me")
        self.assertEqual((answer.status, answer.json["code"]), (401, "unauthorized"))
        self.assertEqual(answer.headers["WWW-Authenticate"], "Bearer")
        for token in ("x", "x" * 300, "", "Bearer"):
            self.assertEqual(self.get(API + "/me", Authorization="Bearer " + token).status, 401)
        self.assertEqual(self.get(API + "/me", Authorization="Basic eDp5").status, 401)

    def test_guest_token_is_no_staff_token(self):
        token = self.server.guest("http-test")
        self.assertEqual(self.server.request("GET", API + "/me", token=token).status, 200)
        self.assertEqual(self.server.request("GET", API + "/admin/session", token=token).status, 401)
        cookie = self.get(API + "/me", Cookie="yizhan_session=" + token)
        self.assertEqual(cookie.status, 401, "a cookie is for staff only")

    def test_openapi_walk(self):
        document = self.get(API + "/openapi.json").json
        self.assertEqual(document["openapi"], "3.1.0")
        schemas = set(document["components"]["schemas"])
        text = self.get(API + "/openapi.json").body.decode()
        for name in re.findall(r'"#/components/schemas/([^"]+)"', text):
            self.assertIn(name, schemas)
        seen, ids = 0, []
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                ids.append(operation["operationId"])
                if operation["x-who"] == "public":
                    continue
                seen += 1
                with self.subTest(path=path, method=method):
                    real = re.sub(r"\{[^}]+\}", "1", path)
                    answer = self.server.request(method.upper(), real)
                    self.assertEqual(answer.status, 401)
        self.assertEqual(len(ids), len(set(ids)))
        self.assertGreater(seen, 0)


class Rate(unittest.TestCase):
    def test_login_rate(self):
        with Server(rate_limit=True) as server:
            login = lambda _: server.request("POST", API + "/login/wechat", {"code": ""})  # noqa: E731
            self.assertEqual([login(i).status for i in range(55)], [400] * 55)
            refused = [a for a in parallel(80, login, 80) if a.status == 429]  # 60 are the most that may pass at once
            self.assertTrue(refused)
            self.assertEqual(refused[0].json["code"], "rate_limited")
            self.assertGreaterEqual(int(refused[0].headers["Retry-After"]), 1)
            self.assertEqual(server.request("GET", "/livez").status, 200)

    def test_address_behind_a_trusted_proxy(self):
        with Server("--trusted-proxy", "127.0.0.1", rate_limit=True) as server:
            def login(forwarded):
                return server.request("POST", API + "/login/wechat", {"code": ""}, headers={"X-Forwarded-For": forwarded}).status
            found = parallel(80, lambda i: login(f"9.9.9.{i}, 203.0.113.5"), 80)
            self.assertIn(429, found, "what the client wrote itself is not believed")
            self.assertEqual(login("203.0.113.6"), 400, "another client has tokens of its own")


if __name__ == "__main__":
    unittest.main()
