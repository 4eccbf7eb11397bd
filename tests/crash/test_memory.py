"""The n-th allocation finds no memory, for each route of the program's document and for the start: what is asked is
refused cleanly or answered, the program lives on, and the store is whole and has all that was acknowledged.

Every YIZHAN_MEMORY_STEP-th allocation fails (17; 1 is the whole sweep). A library loaded in front of the C library does it
(`tests/lib/fail_malloc.c`)."""
import http.client
import mmap
import os
import struct
import subprocess
import sys
import tempfile
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from document import Asker, Values  # noqa: E402
from house import ADMIN, API, House  # noqa: E402
from yizhan import BINARY, PASSWORD, Server  # noqa: E402

STEP = int(os.environ.get("YIZHAN_MEMORY_STEP", "17"))
FAIL_MALLOC = os.path.join(os.path.dirname(BINARY), "tests", "libfail_malloc.so")
OFF = 1 << 62
LEFT_ALONE = {("patch", ADMIN + "/settings"), ("delete", ADMIN + "/staff/{id}"), ("patch", ADMIN + "/staff/{id}"),
              ("get", ADMIN + "/events"), ("delete", API + "/login"), ("delete", ADMIN + "/session"), ("post", API + "/setup"),
              ("delete", ADMIN + "/members/{id}"), ("delete", ADMIN + "/tokens/{id}")}


class Failing:
    """The two numbers that the program and the test share."""

    def __init__(self):
        self.file = tempfile.NamedTemporaryFile(prefix="yizhan-malloc-")
        self.file.truncate(16)
        self.map = mmap.mmap(self.file.fileno(), 16)
        self.environment = {"LD_PRELOAD": FAIL_MALLOC, "FAIL_MALLOC": self.file.name}

    def at(self, n):
        self.map[:16] = struct.pack("qq", n, 0)

    def failed(self):
        """Whether one has failed since; none does any more."""
        failed = struct.unpack("qq", self.map[:16])[1]
        self.at(0)
        return failed > 0

    def used(self):
        """How many allocations there were since at(OFF)."""
        return OFF - struct.unpack("qq", self.map[:16])[0]


class Memory(House):
    @classmethod
    def setUpClass(cls):
        cls.failing = Failing()
        cls.server = Server(environment=cls.failing.environment).__enter__()
        cls.addClassCleanup(cls.server.__exit__, None, None, None)
        cls.owner_token = cls.server.staff_token()
        cls.document = cls.server.get(API + "/openapi.json").json

    def ask(self, method, path, more):
        try:
            return self.server.request(method.upper(), path, **more)
        except (OSError, http.client.HTTPException):
            return None  # civetweb had no memory for the connection

    def test_each_route(self):
        asker = Asker(self.server, self.document, {"owner": self.owner_token, "guest": self.guest().token, "nobody": None},
                      Values(self.document, 1, wild=0))
        acknowledged, odd, failures, answered = set(), [], 0, {}
        operations = sorted(asker.operations(LEFT_ALONE), key=lambda o: o[0] != "get")
        for round_, (method, template, operation) in enumerate(operations):
            n = 1 + round_ % STEP
            while True:
                path, more = asker.request(template, operation)
                self.failing.at(n)
                answer = self.ask(method, path, more)
                failed = self.failing.failed()
                self.assertIsNone(self.server.process.poll(), f"{method} {path} at allocation {n}: " + "\n".join(self.server.log[-5:]))
                status = answer.status if answer else 0
                answered[status] = answered.get(status, 0) + 1
                failures += failed
                told = failed or template == "/readyz"  # whose probe is kept for a second
                if status >= 500 and not (told and answer.code in ("internal", "store", "busy", "read_only")):
                    odd.append((method, path, n, answer))
                if status == 201 and template == API + "/orders":
                    acknowledged.add(answer.json["order_no"])
                if answer:
                    asker.keep(path, template, answer)
                if not failed:
                    break
                n += STEP
        print(f"# {failures} allocations failed; answers: {answered}")
        self.assertEqual(odd, [])
        self.assertGreater(failures, len(operations))
        self.assertEqual(self.server.get("/readyz").status, 200)
        self.server.restart()
        self.assertEqual(self.rows("PRAGMA integrity_check"), [("ok",)])
        self.assertEqual(self.rows("PRAGMA foreign_key_check"), [])
        self.assertLessEqual(acknowledged, {str(n) for n, in self.rows("SELECT id FROM orders")})


class Start(unittest.TestCase):
    def setUp(self):
        self.failing = Failing()
        self.place = tempfile.TemporaryDirectory(prefix="yizhan-memory-")
        self.addCleanup(self.place.cleanup)

    def start(self):
        """Log and exit status of a start; once it is ready it is stopped again."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("YIZHAN_")}
        environment.update(self.failing.environment, YIZHAN_OWNER_PASSWORD=PASSWORD)
        process = subprocess.Popen([BINARY, "serve", "--data", self.place.name + "/house", "--listen", "127.0.0.1:0"],
                                   stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment)
        log = []
        for line in process.stderr:
            log.append(line.decode(errors="replace"))
            if "event=app.ready" in log[-1]:
                used = self.failing.used()
                self.failing.at(0)
                process.terminate()
        return "".join(log), process.wait(30), used if "event=app.ready" in "".join(log) else 0

    def test_it_serves_or_says_why_not(self):
        self.start()
        self.failing.at(OFF)
        log, status, used = self.start()
        self.assertEqual(status, 0, log)
        ready = 0
        for n in range(1, used, max(1, used * STEP // 1700)):
            self.failing.at(n)
            log, status, _ = self.start()
            ready += "event=app.ready" in log
            self.assertIn(status, (0, 1), (n, log[-1000:]))
            self.assertTrue(status == 0 or "error" in log or "memory" in log, (n, log[-1000:]))
        print(f"# {used} allocations at a start; it was ready {ready} times although one failed")
        log, status, _ = self.start()
        self.assertEqual(status, 0, log)


if __name__ == "__main__":
    unittest.main(verbosity=2)
