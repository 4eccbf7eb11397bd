"""Several processes on one store: nodes by name, and a relay between two of them that can be cut."""
import os
import socket
import sqlite3
import threading
import unittest

from yizhan import Server, eventually

ADMIN = "/api/v1/admin"
BELL = ("--bell", "tcp://127.0.0.1:0")


class Relay:
    """A TCP relay to a port; while it is cut, connections end at once."""

    def __init__(self, port):
        self.target, self.whole, self.pairs = port, True, []
        self.heard = b""  # what came from the target last
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target)) if self.whole else None
            except OSError:
                far = None
            if not far:
                near.close()
                continue
            self.pairs.append((near, far))
            for a, b in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(a, b), daemon=True).start()

    def _pump(self, source, sink):
        try:
            while data := source.recv(65536):
                if any(source is far for _, far in self.pairs):
                    self.heard = data
                sink.sendall(data)
        except OSError:
            pass
        for s in (source, sink):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def say(self, data):
        """To whoever dialled, as if it came from the target."""
        for near, _ in self.pairs:
            near.sendall(data)

    def cut(self):
        self.whole = False
        for pair in self.pairs:
            for s in pair:
                try:
                    s.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        self.pairs = []

    def mend(self):
        self.whole = True

    def close(self):
        self.cut()
        self.listener.close()


class Cluster(unittest.TestCase):
    """A demo house served by node a; each test adds the nodes it wants, and they are gone after it."""

    @classmethod
    def setUpClass(cls):
        cls.a = Server("--node", "a", *BELL)
        cls.addClassCleanup(cls.a.__exit__, None, None, None)
        cls.a.start()
        cls.owner = cls.a.staff_token()

    def node(self, name, *options):
        """Another node, which the first one knows already."""
        server = Server("--node", name, *options, data=self.a.data)
        self.addCleanup(server.stop)
        server.start()
        eventually(lambda: self.alive(name))
        return server

    def staff(self, server, method, path, body=None, status=200):
        answer = server.request(method, ADMIN + path, body, token=self.owner)
        self.assertEqual(answer.status, status, answer)
        return answer.json

    def nodes(self, server=None):
        return {n["name"]: n for n in self.staff(server or self.a, "GET", "/nodes")["items"]}

    def alive(self, name):
        return self.nodes().get(name, {}).get("alive")

    def numbers(self, server):
        """The metrics without labels, and those with them."""
        lines = server.get("/metrics").body.decode().splitlines()
        return {k: float(v) for k, v in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}

    def hears(self, server, connections=1):
        """Waits until the node hears so many others' bells; it says nothing of bells before it has joined them."""
        eventually(lambda: self.numbers(server).get("yizhan_bell_connections", 0) >= connections)

    def rewrite_bell(self, name, port):
        """What the others read of a node's bell; its heartbeats leave it alone."""
        store = sqlite3.connect(os.path.join(self.a.data, "yizhan.db"), timeout=10)
        with store:
            store.execute("UPDATE nodes SET bell = ? WHERE name = ?", (f"tcp://127.0.0.1:{port}", name))
        store.close()
