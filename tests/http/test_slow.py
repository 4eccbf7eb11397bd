"""Bodies that come a byte a second: they hold a worker for a few seconds, not for as long as they like, whether the body is
read, refused before it is read, or drained after a refusal."""
import os
import socket
import sys
import threading
import time
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from yizhan import Server, parallel  # noqa: E402

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


class TooSlow(unittest.TestCase):
    """Who sends too little is told so: a head that stops half-way, and bodies that stop or trickle."""

    HEADS = {"head": b"GET /livez HTTP/1.1\r\nHost: a\r\nX-Slow: ",
             "body": b"POST /api/v1/login/wechat HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
             "chunks": b"POST /api/v1/login/wechat HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                       b"Transfer-Encoding: chunked\r\n\r\n50\r\n{"}

    def answer(self, server, head, trickles):
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as s:
            s.sendall(head)
            s.settimeout(1)
            data = b""
            for _ in range(15):
                try:
                    if piece := s.recv(4096):
                        data += piece
                        continue
                    break
                except socket.timeout:
                    if trickles:
                        s.sendall(b" ")
                except ConnectionResetError:
                    break
        return data

    def test_it_is_told_so(self):
        with Server() as server:
            cases = [(name, trickles) for name in self.HEADS for trickles in (False, True)]
            answers = parallel(len(cases), lambda i: self.answer(server, self.HEADS[cases[i][0]], cases[i][1]))
            for case, data in zip(cases, answers):
                with self.subTest(case=case):
                    self.assertEqual(data[:12], b"HTTP/1.1 408", data)
                    self.assertIn(b'"code":"request_timeout"', data)
            self.assertEqual(server.get("/livez").status, 200)


if __name__ == "__main__":
    unittest.main()
