"""The pages built into the program: addresses, caching, compressed forms, the policy they come with."""

import gzip
import os
import re
import subprocess
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from yizhan import Server  # noqa: E402

PAGES = {"/": "guest", "/admin/": "admin"}


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def get(self, path, method="GET", **headers):
        return self.server.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def files(self, page):
        """What a page loads by name."""
        return re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css))"', self.get(page).body.decode())

    def test_a_page_is_asked_for_again_and_mostly_not_sent(self):
        for page in PAGES:
            first = self.get(page)
            self.assertEqual((first.status, first.headers["Content-Type"]), (200, "text/html; charset=utf-8"))
            self.assertEqual(first.headers["Cache-Control"], "no-cache")
            again = self.get(page, If_None_Match=first.headers["ETag"])
            self.assertEqual((again.status, again.body), (304, b""))
            self.assertEqual(self.get(page, If_None_Match='"other"').status, 200)

    def test_what_a_page_loads_is_kept_for_good(self):
        for page in PAGES:
            self.assertTrue(self.files(page), page)
            for name in self.files(page):
                self.assertRegex(name, r"[-.][\w-]{8,}\.(js|css)$")
                self.assertEqual(self.get(name).headers["Cache-Control"], "public, max-age=31536000, immutable")

    def test_the_compressed_forms_hold_the_same_bytes(self):
        name = max(self.files("/admin/"), key=lambda n: len(self.get(n).body))
        plain = self.get(name)
        self.assertIsNone(plain.headers["Content-Encoding"])
        packed = self.get(name, Accept_Encoding="gzip")
        self.assertEqual((packed.headers["Content-Encoding"], packed.headers["Vary"]), ("gzip", "Accept-Encoding"))
        self.assertEqual(gzip.decompress(packed.body), plain.body)
        brotli = self.get(name, Accept_Encoding="gzip, deflate, br, zstd")
        self.assertEqual(brotli.headers["Content-Encoding"], "br")
        unpack = "process.stdin.pipe(require('zlib').createBrotliDecompress()).pipe(process.stdout)"
        self.assertEqual(subprocess.run(["node", "-e", unpack], input=brotli.body, capture_output=True, check=True).stdout, plain.body)
        self.assertLess(len(brotli.body), len(packed.body))
        self.assertEqual(len({plain.headers["ETag"], packed.headers["ETag"], brotli.headers["ETag"]}), 3)
        for refused in ("br;q=0, gzip", "brotli, gzip;q=0.5", "gzip;q=1.0, br;q=0.0"):
            self.assertEqual(self.get(name, Accept_Encoding=refused).headers["Content-Encoding"], "gzip", refused)
        for none in ("identity", "gzip;q=0", "gzipped", ""):
            self.assertIsNone(self.get(name, Accept_Encoding=none).headers["Content-Encoding"], none)

    def test_addresses_inside_a_page_are_the_page(self):
        guest, admin = self.get("/").body, self.get("/admin/").body
        for path in ("/pages/order/order", "/pages/me/me"):
            self.assertEqual(self.get(path + "?id=1").body, guest, path)
        for path in ("/admin", "/admin/orders", "/admin/setup"):
            self.assertEqual(self.get(path).body, admin, path)

    def test_everything_else_is_not_found(self):
        for path in ("/admin/x.js", "/assets/x.js", "/index", "/pagesx", "/administrator", "/api", "/api/v1/x",
                     "/admin/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/../../../etc/passwd", "//etc/passwd"):
            answer = self.get(path)
            self.assertIn(answer.status, (400, 404), path)
            self.assertEqual(answer.headers["Content-Type"], "application/problem+json", path)

    def test_pages_are_only_read(self):
        head = self.get("/", "HEAD")
        self.assertEqual((head.status, head.body), (200, b""))
        for method in ("POST", "PUT", "DELETE"):
            refused = self.get("/", method)
            self.assertEqual((refused.status, refused.headers["Allow"]), (405, "GET, HEAD, OPTIONS"))

    def test_scripts_come_from_files_alone(self):
        for page in PAGES:
            answer = self.get(page)
            policy = answer.headers["Content-Security-Policy"]
            self.assertIn("default-src 'self'", policy)
            self.assertNotIn("script-src", policy)
            self.assertNotIn("unsafe-eval", policy)
            html = answer.body.decode()
            self.assertEqual(re.findall(r"<script(?![^>]*\ssrc=)", html), [], page)
            self.assertEqual(re.findall(r"\son\w+=", html), [], page)
            self.assertEqual(re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', html), [], page)

    def test_a_node_serves_the_pages_of_its_part(self):
        for role, own, other in (("guest", "/", "/admin/"), ("admin", "/admin/", "/")):
            with Server("--role", role) as server:
                self.assertEqual(server.get(own).status, 200)
                refused = server.get(other)
                self.assertEqual((refused.status, refused.code), (404, "node_role"))


if __name__ == "__main__":
    unittest.main()
