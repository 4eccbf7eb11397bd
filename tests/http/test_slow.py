"""Bodies that come a byte a second: they hold a worker for a few seconds, not for as long as they like, whether the body is
read, refused before it is read, or drained after a refusal."""
import os
import socket
import sys
import threading
import time
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from yizhan import Server  # noqa: E402

THREADS = 16


class Slow(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(Server("--threads", str(THREADS)))
        self.stop = threading.Event()
        self.addCleanup(self.stop.set)

    def trickle(self, head):
        """Sends the head, then a byte a second; true when the server ended it."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as s:
            try:
                s.sendall(head)
                while not self.stop.wait(1):
                    s.sendall(b" ")
            except OSError:
                return True
        return False

    def held(self, head):
        threads = [threading.Thread(target=self.trickle, args=(head,), daemon=True) for _ in range(THREADS)]
        for t in threads:
            t.start()
        time.sleep(1)
        client = self.server.client(timeout=25)  # all workers are held: this waits in the queue
        self.assertEqual(client.get("/livez").status, 200)
        for t in threads:
            t.join(25)
        self.assertEqual([t for t in threads if t.is_alive()], [])

    def test_body(self):
        self.held(b"POST /api/v1/login/wechat HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n")

    def test_chunked_body(self):
        self.held(b"POST /api/v1/login/wechat HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                  b"Transfer-Encoding: chunked\r\n\r\n1000\r\n")

    def test_body_refused_before_it_is_read(self):
        self.held(b"POST /api/v1/orders HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n")

    def test_body_drained_after_a_refusal(self):
        self.held(b"POST /api/v1/orders HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n")

    def test_head(self):
        self.held(b"GET /livez HTTP/1.1\r\nHost: a\r\nX-Slow: ")


if __name__ == "__main__":
    unittest.main()
