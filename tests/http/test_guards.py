"""The protocol guards, seen from a raw socket against the real binary: what two programs could read differently is
refused, the connection is closed, and a request smuggled behind it is never run."""
import json
import os
import sys
import time
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.append(os.path.dirname(__file__))
import wire  # noqa: E402
from yizhan import Server  # noqa: E402

SECOND = b"GET /livez HTTP/1.1\r\nHost: smuggled\r\n\r\n"
PATH = b"/api/v1/login/wechat"


def post(headers, body=b"", host=b"Host: a\r\n", version=b"HTTP/1.1"):
    return b"POST " + PATH + b" " + version + b"\r\n" + host + b"Content-Type: application/json\r\n" + headers + b"\r\n" + body


class Guards(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("--rate-limit", "off").__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__(None, None, None)

    def refused(self, raw, status=400):
        """Exactly one reply, of that status, and the connection closed."""
        found, data, closed, _ = wire.exchange(self.server, raw, quiet=4)
        self.assertEqual(found, [status], data[:300])
        self.assertTrue(closed, "connection left open")
        self.assertIn(b"Connection: close", data)
        self.assertIn(b"application/problem+json", data)
        self.assertNotIn(b"alive", data)

    def told(self, raw, language=b"en"):
        """(status, code, field, detail) of the one refusal of a raw request."""
        _, data, *_ = wire.exchange(self.server, raw.replace(b"\r\n", b"\r\nAccept-Language: " + language + b"\r\n", 1), quiet=8)
        head, _, body = data.partition(b"\r\n\r\n")
        self.assertIn(b"Content-Type: application/problem+json", head, data[:300])
        told = json.loads(body)
        self.assertEqual(told["status"], int(head[9:12]))
        self.assertEqual(told["type"], "/problems/" + told["code"])
        return told["status"], told["code"], (told.get("errors") or [{"field": None}])[0]["field"], told["detail"]

    def test_each_refusal_says_what_is_at_fault_and_what_to_do(self):
        get, end = b"GET /livez HTTP/1.1\r\n", b"\r\n\r\n"
        table = [
            (get + end[2:], 400, "bad_request", "Host"),
            (get + b"Host: a\r\nHost: b" + end, 400, "bad_request", "Host"),
            (b"GET http://other/livez HTTP/1.1\r\nHost: a" + end, 400, "bad_request", "Host"),
            (b"GET livez HTTP/1.1\r\nHost: a" + end, 400, "bad_request", None),
            (b"GET /livez HTTP/2.0\r\nHost: a" + end, 400, "bad_request", "request"),
            (b"GET /%zz HTTP/1.1\r\nHost: a" + end, 400, "bad_request", "path"),
            (b"GET /none HTTP/1.1\r\nHost: a" + end, 404, "not_found", "path"),
            (b"GET /api/v1/none HTTP/1.1\r\nHost: a" + end, 404, "not_found", "path"),
            (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: a" + end, 414, "uri_too_long", None),
            (b"GET /livez?a=" + b"a" * 9000 + b" HTTP/1.1\r\nHost: a" + end, 414, "uri_too_long", None),
            (b"GET /" + b"a" * 17000 + b" HTTP/1.1\r\nHost: a" + end, 431, "head_too_large", None),
            (get + b"Host: a\r\nX: " + b"y" * 17000 + end, 431, "head_too_large", None),
            (get + b"Host: a\r\n" + b"X: y\r\n" * 63 + end[2:], 431, "too_many_headers", None),
            (get + b"Host: a\r\nName : y" + end, 400, "bad_request", None),
            (b"PROPFIND /livez HTTP/1.1\r\nHost: a" + end, 405, "method_not_allowed", None),
            (b"DELETE /livez HTTP/1.1\r\nHost: a" + end, 405, "method_not_allowed", None),
            (post(b"Content-Length: 3a\r\n"), 400, "bad_request", "Content-Length"),
            (post(b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", b"{}"), 400, "bad_request", "Content-Length"),
            (post(b"Transfer-Encoding: gzip\r\n"), 400, "bad_request", None),
            (post(b"Transfer-Encoding: chunked\r\n", b"zz\r\n"), 400, "bad_request", "body"),
            (post(b"Expect: magic\r\nContent-Length: 2\r\n", b"{}"), 417, "expectation", "Expect"),
            (post(b"Origin: a\r\nOrigin: b\r\nContent-Length: 2\r\n", b"{}"), 400, "bad_request", "Origin"),
            (post(b"Content-Length: 70000\r\n"), 413, "too_large", "body"),
            (post(b"Content-Length: 2\r\n", b"{}").replace(b"application/json", b"text/plain"), 415, "media_type", "Content-Type"),
        ]
        for raw, *expected in table:
            with self.subTest(raw=raw[:70]):
                status, code, field, detail = self.told(raw)
                if expected[2] is None:
                    field = None  # what civetweb itself cuts off may be seen in more than one place
                self.assertEqual([status, code, field], expected)
                self.assertGreater(len(detail), 20, "says what to do")
                self.assertRegex(self.told(raw, b"zh")[3], "[\u4e00-\u9fff]{2}")

    def test_a_method_that_is_not_taken_names_those_that_are(self):
        for method in (b"PROPFIND", b"DELETE"):
            _, data, *_ = wire.exchange(self.server, method + b" /livez HTTP/1.1\r\nHost: a\r\n\r\n", quiet=2)
            self.assertRegex(data, rb"\r\nAllow: GET, HEAD")

    def test_transfer_encoding_with_content_length(self):
        self.refused(post(b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", b"0\r\n\r\n" + SECOND))
        self.refused(post(b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n" + SECOND))

    def test_two_content_lengths(self):
        self.refused(post(b"Content-Length: 0\r\nContent-Length: 40\r\n", SECOND))
        self.refused(post(b"Content-Length: 2\r\nContent-Length: 2\r\n", b"{}" + SECOND))

    def test_content_length_not_a_number(self):
        for value in (b"3abc", b"+2", b"-1", b"0x2", b"2,2", b"", b"99999999999999999999", b"2 2"):
            with self.subTest(value=value):
                self.refused(post(b"Content-Length: " + value + b"\r\n", b"{}" + SECOND))

    def test_unknown_transfer_encoding(self):
        for value in (b"identity", b"gzip, chunked", b"xchunked", b"chunked, chunked"):
            with self.subTest(value=value):
                self.refused(post(b"Transfer-Encoding: " + value + b"\r\n", b"0\r\n\r\n" + SECOND))
        self.refused(post(b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n" + SECOND))
        self.refused(post(b"Transfer-Encoding: chunked\r\n", b"0\r\n\r\n" + SECOND, version=b"HTTP/1.0"))

    def test_bad_chunks(self):
        for body in (b"zz\r\n{}\r\n0\r\n\r\n", b"2\r\n{}xx0\r\n\r\n", b"ffffffffffffffff\r\n{}\r\n0\r\n\r\n", b"2;a=b\r\n{}\r\n0\r\n\r\n"):
            with self.subTest(body=body):
                self.refused(post(b"Transfer-Encoding: chunked\r\n", body + SECOND))

    def test_good_chunks_end_the_connection(self):
        body = b"2\r\n{\"\r\n6\r\ncode\":\r\n3\r\n\"\"}\r\n0\r\n\r\n"
        found, data, closed, _ = wire.exchange(self.server, post(b"Transfer-Encoding: chunked\r\n", body + SECOND), quiet=4)
        self.assertEqual(found, [400])
        self.assertIn(b'"field":"code"', data)
        self.assertTrue(closed)

    def test_header_count(self):
        def request(n):
            return b"GET /livez HTTP/1.1\r\nHost: a\r\n" + b"".join(b"X-%d: y\r\n" % i for i in range(n - 1)) + b"\r\n"
        self.assertEqual(wire.exchange(self.server, request(63), quiet=1)[0], [200])
        self.refused(request(64), 431)
        self.refused(request(65), 431)
        hidden = b"POST " + PATH + b" HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 63 + b"Content-Length: %d\r\n\r\n" % len(SECOND) + SECOND
        self.refused(hidden, 431)

    def test_host(self):
        self.refused(b"GET /livez HTTP/1.1\r\n\r\n")
        self.refused(b"GET /livez HTTP/1.0\r\n\r\n")
        self.refused(b"GET /livez HTTP/1.1\r\nHost:\r\n\r\n")
        self.refused(b"GET /livez HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n")
        self.refused(b"GET /livez HTTP/1.1\r\nHost: a/b\r\n\r\n")
        self.refused(b"GET /livez HTTP/1.1\r\nHost: a b\r\n\r\n")

    def test_path_bytes(self):
        for path in (b"/%00", b"/livez%0d%0aX: y", b"/a%01", b"/%7f", b"/%zz", b"/%4", b"/%", b"/%ff", b"/%c0%af", b"/a%2fb"):
            with self.subTest(path=path):
                found, data, _, _ = wire.exchange(self.server, b"GET " + path.replace(b" ", b"") + b" HTTP/1.1\r\nHost: a\r\n\r\n", quiet=1)
                self.assertEqual(found, [400], data[:200])
        for raw in (b"GET /a\x01b", b"GET /a\x00b", b"GET /a\x7fb", b"GET /a\tb"):
            with self.subTest(raw=raw):
                self.refused(raw + b" HTTP/1.1\r\nHost: a\r\n\r\n")

    def test_hidden_lines(self):
        """Lines at which civetweb stops reading headers without a word."""
        body = b"Content-Length: %d\r\n\r\n" % len(SECOND) + SECOND
        head = b"POST " + PATH + b" HTTP/1.1\r\nHost: a\r\n"
        for line in (b" folded\r\n", b"\tfolded\r\n", b": empty\r\n", b"\xc3\xa9: y\r\n", b"Name : y\r\n", b"Name\r\n", b"X: y\n", b"X: y\r\r\n"):
            with self.subTest(line=line):
                self.refused(head + b"X: 1\r\n" + line + body)
        self.refused(b"POST " + PATH + b" HTTP/1.1\r\n Host: a\r\n" + body)
        self.refused(b"GET /livez HTTP/1.1\nHost: a\n\n" + SECOND)
        self.refused(b"GET  /livez HTTP/1.1\r\nHost: a\r\n\r\n" + SECOND)

    def test_white_space_before_the_request(self):
        self.refused(b"\r\n\r\n" + SECOND)
        self.refused(b"\r\n" + SECOND)

    def test_request_line(self):
        self.refused(b"TRACE /livez HTTP/1.1\r\nHost: a\r\n\r\n")
        self.refused(b"GET /livez HTTP/2.0\r\nHost: a\r\n\r\n")
        self.refused(b"BREW /livez HTTP/1.1\r\nHost: a\r\n\r\n")
        for method in (b"PROPFIND", b"LOCK", b"REPORT"):
            self.refused(method + b" /livez HTTP/1.1\r\nHost: a\r\n\r\n", 405)

    def test_expectation(self):
        self.refused(post(b"Expect: magic\r\nContent-Length: 2\r\n", b"{}" + SECOND), 417)
        with wire.connect(self.server) as s:
            s.sendall(post(b"Expect: 100-continue\r\nContent-Length: 2\r\n"))
            self.assertTrue(s.recv(100).startswith(b"HTTP/1.1 100 Continue\r\n\r\n"))
            s.sendall(b"{}")
            self.assertEqual(wire.statuses(wire.read_all(s, 1)[0]), [400])

    def test_large_head(self):
        self.refused(b"GET /livez HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 20000 + b"\r\n\r\n", 431)

    def test_large_body(self):
        found, _, closed, _ = wire.exchange(self.server, post(b"Content-Length: 70000\r\n", b"x" * 70000 + SECOND), quiet=4)
        self.assertEqual(found, [413])
        self.assertTrue(closed)
        chunk = b"8000\r\n" + b"x" * 32768 + b"\r\n"
        self.refused(post(b"Transfer-Encoding: chunked\r\n", chunk * 3 + b"0\r\n\r\n" + SECOND), 413)
        with wire.connect(self.server) as s:  # refused before any of it is sent
            s.sendall(post(b"Content-Length: 9999999\r\n"))
            self.assertEqual(wire.statuses(s.recv(65536)), [413])

    def test_short_body(self):
        with wire.connect(self.server) as s:
            s.sendall(post(b"Content-Length: 10\r\n", b"{}"))
            s.shutdown(1)
            self.assertEqual(wire.statuses(wire.read_all(s, 8)[0]), [400])

    def test_pipelined_requests_are_fine(self):
        found, data, _, _ = wire.exchange(self.server, SECOND * 3, quiet=1)
        self.assertEqual(found, [200, 200, 200], data)
        body = b"{}"
        two = post(b"Content-Length: %d\r\n" % len(body), body) + SECOND
        self.assertEqual(wire.exchange(self.server, two, quiet=1)[0], [400, 200])

    def test_unread_body_is_not_a_request(self):
        raw = b"POST /api/v1/orders HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(SECOND) + SECOND
        self.assertEqual(wire.exchange(self.server, raw, quiet=1)[0], [401])

    def test_keep_alive_says_what_happens(self):
        for version, header, kept in ((b"1.1", b"", True), (b"1.0", b"", False), (b"1.1", b"Connection: close\r\n", False),
                                      (b"1.0", b"Connection: keep-alive\r\n", True), (b"1.1", b"Connection: Upgrade\r\n", False),
                                      (b"1.1", b"Connection: keep-alive, close\r\n", False)):
            with self.subTest(version=version, header=header):
                raw = b"GET /livez HTTP/" + version + b"\r\nHost: a\r\n" + header + b"\r\n"
                found, data, closed, _ = wire.exchange(self.server, raw, quiet=0.7)
                self.assertEqual(found, [200])
                self.assertEqual(closed, not kept)
                self.assertIn(b"Connection: keep-alive" if kept else b"Connection: close", data)

    def test_forms_of_the_target(self):
        own = b"127.0.0.1:%d" % self.server.port
        for target, host, status in ((b"http://%s/livez" % own, own, 200), (b"HTTP://EXAMPLE.org/livez?a=b", b"example.ORG", 200),
                                     (b"http://%s" % own, own, 400), (b"http://evil.example/livez", own, 400),
                                     (b"http:///livez", own, 400), (b"ftp://%s/livez" % own, own, 400)):
            with self.subTest(target=target):
                raw = b"GET " + target + b" HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n"
                self.assertEqual(wire.exchange(self.server, raw)[0], [status])

    def test_asterisk(self):
        head = b" * HTTP/1.1\r\nHost: a\r\n\r\n"
        found, data, *_ = wire.exchange(self.server, b"OPTIONS" + head)
        self.assertEqual(found, [204])
        self.assertIn(b"Allow: GET, HEAD", data)
        self.assertEqual(wire.exchange(self.server, b"GET" + head)[0], [400])
        self.assertEqual(wire.exchange(self.server, b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\nOPTIONS" + head)[0], [200, 204])

    def fresh_request(self, bound=2):
        start = time.monotonic()
        self.assertEqual(self.server.request("GET", "/livez").status, 200)
        seconds = time.monotonic() - start
        self.assertLess(seconds, bound)
        return seconds

    def test_idle_and_silent_connections(self):
        idle = [wire.connect(self.server) for _ in range(500)]
        silent = [wire.connect(self.server) for _ in range(64)]
        try:
            for s in idle:
                s.sendall(SECOND)
            seconds = self.fresh_request()
            print("500 idle and 64 silent connections: new request after %.1f ms" % (seconds * 1000), file=sys.stderr)
        finally:
            for s in idle:
                s.close()
        time.sleep(0.3)
        slow = [wire.connect(self.server) for _ in range(64)]
        try:
            for s in slow:
                s.sendall(b"GET /livez HTTP/1.1\r\nHo")
            seconds = self.fresh_request()
            print("64 silent and 64 half-open connections: new request after %.1f ms" % (seconds * 1000), file=sys.stderr)
            start = time.monotonic()
            wire.read_all(silent[0], 12)
            self.assertLess(time.monotonic() - start, 8, "a silent connection is closed after the request timeout")
        finally:
            for s in silent + slow:
                s.close()


class Descriptors(unittest.TestCase):
    def test_more_connections_than_descriptors(self):
        limit = 400
        with Server("--threads", "16") as server:
            server.stop()
            server.start(prefix=["prlimit", f"--nofile={limit}:{limit}"])
            many = [wire.connect(server) for _ in range(limit + 100)]
            time.sleep(0.5)
            self.assertLess(len(os.listdir(f"/proc/{server.pid}/fd")), limit)  # one is always left, so accepting never fails
            for s in many:
                s.close()
            self.assertEqual(server.get("/livez").status, 200)

    def test_too_few_descriptors_for_the_threads(self):
        with self.assertRaisesRegex(RuntimeError, r"limit=100 threads=16 .*raise the limit of open files"):
            Server("--threads", "16").start(prefix=["prlimit", "--nofile=100:100"])


class Ceiling(unittest.TestCase):
    def test_connections_of_one_address(self):
        with Server("--rate-limit", "off", "--connections-per-address", "8") as server:
            kept = [wire.connect(server) for _ in range(8)]
            for s in kept:
                s.sendall(SECOND)
                self.assertEqual(wire.statuses(s.recv(65536)), [200])
            found, data, closed, _ = wire.exchange(server, SECOND, quiet=3)
            self.assertEqual(found, [429], data)
            self.assertTrue(closed)
            for s in kept:
                s.close()
            time.sleep(0.3)
            self.assertEqual(wire.exchange(server, SECOND, quiet=1)[0], [200])

    def test_silent_ones_are_shut(self):
        with Server("--rate-limit", "off", "--connections-per-address", "8") as server:
            silent = [wire.connect(server) for _ in range(40)]
            time.sleep(1)
            closed = 0
            for s in silent:
                s.setblocking(False)
                try:
                    closed += s.recv(1) == b""
                except BlockingIOError:
                    pass
                s.close()
            self.assertEqual(closed, 32)


if __name__ == "__main__":
    unittest.main()
