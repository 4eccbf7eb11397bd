"""IPv4 and IPv6: what is listened on, and that a client is the same one by whichever kind it comes."""
import os
import socket
import sys
import tempfile
import unittest
import urllib.error
import urllib.request

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from yizhan import Server  # noqa: E402


def status(host, port, path="/readyz", **headers):
    request = urllib.request.Request(f"http://{host}:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except urllib.error.URLError:
        return None


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]


class Addresses(unittest.TestCase):
    """Where the program was built with the system's civetweb, or the machine has no IPv6, it must say so and serve IPv4."""

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as place:
            try:
                Server("--listen", "[::1]:0", data=place + "/house").start().stop()
                cls.ipv6 = True
            except RuntimeError as refusal:
                if "no IPv6 here" not in str(refusal):
                    raise
                cls.ipv6 = False
                print("# no IPv6 in this build or on this machine")

    def answers(self, host, server, **more):
        wanted = None if host == "[::1]" and not self.ipv6 else 200
        self.assertEqual(status(host, server.port, **more), wanted)

    def test_ipv6_alone(self):
        if not self.ipv6:
            return  # which setUpClass has seen refused
        with Server("--listen", "[::1]:0") as server:
            self.answers("[::1]", server)
            self.assertIsNone(status("127.0.0.1", server.port))

    def test_both_kinds_by_localhost(self):
        with Server("--listen", f"localhost:{free_port()}") as server:
            self.answers("[::1]", server)
            self.answers("127.0.0.1", server)

    def test_one_socket_for_all(self):
        for listen in ("[::]:0", ":0") if self.ipv6 else (":0",):
            with self.subTest(listen), Server("--listen", listen, "--trusted-proxy", "127.0.0.1", rate_limit=True) as server:
                for host in ("[::1]", "127.0.0.1"):
                    self.answers(host, server, path="/metrics")  # each is this machine
                # the proxy is known by its IPv4 address, which the socket shows mapped
                status("127.0.0.1", server.port, **{"X-Forwarded-For": "203.0.113.7"})
                server.stop()
                self.assertTrue(any("203.0.113.7" in line for line in server.log), server.log[-5:])
                self.assertFalse(any("::ffff" in line for line in server.log))

    def test_a_mapped_address_has_its_ceiling(self):
        with Server("--listen", ":0", "--connections-per-address", "3", rate_limit=True) as server:
            held = []
            try:
                for _ in range(3):
                    s = socket.create_connection(("127.0.0.1", server.port))
                    held.append(s)
                    s.sendall(b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
                    self.assertIn(b" 200 ", s.recv(4096))
                self.assertIn(status("127.0.0.1", server.port), (503, 429, None))
                self.answers("[::1]", server)
            finally:
                for s in held:
                    s.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
