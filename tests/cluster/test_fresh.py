"""How old an answer may be: readers hammer node b while node a edits, with bells, without, and with b stopped or away.

Two promises are checked against a record of all reads and all acknowledged edits: nobody reads a version older than one
that he read before, and nobody reads a version that was replaced longer ago than a poll."""
import http.client
import itertools
import json
import multiprocessing
import os
import signal
import sys
import threading
import time
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from cluster import ADMIN, BELL, Cluster, Relay  # noqa: E402
from yizhan import Client, eventually, new_room_type  # noqa: E402

POLL_SECONDS = 1.0
EDITS, RATE = 1000, 200
PROCESSES, READERS = 2, 8  # 16 in all
STOPPED_SECONDS = 11       # longer than every time limit: request 5 s, turn 5 s, silence of a node 10 s


def read_on_and_on(port, kinds, until, result):
    """READERS threads; each read is (reader, kind, begun at, version)."""
    found = [[] for _ in range(READERS)]

    def reader(mine):
        client = Client(port)
        for kind in itertools.cycle(kinds):
            if until.value and time.monotonic() > until.value:
                return
            begun = time.monotonic()
            try:
                answer = client.get("/api/v1/room-types/" + kind)
                if answer.status != 503:  # a node that is going away
                    mine.append((kind, begun, answer.json["version"] if answer.status == 200 else -answer.status))
            except OSError:
                client.close()
                time.sleep(0.02)
            time.sleep(0.003)

    threads = [threading.Thread(target=reader, args=(mine,)) for mine in found]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    result.put(found)


class Fresh(Cluster):
    def kinds(self, count):
        return [new_room_type(self.a, self) for _ in range(count)]

    def post(self, path, body):
        return self.a.post(path, body, token=self.owner)

    def edit(self, client, kind, price):
        """The version that the edit made."""
        answer = client.patch(f"{ADMIN}/room-types/{kind}", {"price_fen": price}, token=self.owner)
        self.assertEqual(answer.status, 200, answer)
        return answer.json["version"]

    def hammer(self, b, events=()):
        """Readers at b, edits at a, and what happens after so many edits; checks and prints."""
        kinds = self.kinds(5)
        self.edited = kinds[0]
        fork = multiprocessing.get_context("fork")
        until, results = fork.Value("d", 0.0), fork.Queue()
        readers = [fork.Process(target=read_on_and_on, args=(b.port, kinds, until, results), daemon=True) for _ in range(PROCESSES)]
        for r in readers:
            self.addCleanup(r.kill)
            r.start()
        acknowledged = {k: {1: time.monotonic()} for k in kinds}
        client, events, began = self.a.client(), dict(events), time.monotonic()
        for i in range(EDITS):
            if i in events:
                events[i]()
            kind = kinds[i % len(kinds)]
            version = self.edit(client, kind, 20000 + i)
            acknowledged[kind][version] = time.monotonic()
            time.sleep(max(0.0, began + (i + 1) / RATE - time.monotonic()))
        took = time.monotonic() - began
        if EDITS in events:
            events[EDITS]()
        until.value = time.monotonic() + POLL_SECONDS + 1
        reads = [reader for _ in readers for reader in results.get(timeout=60)]
        for r in readers:
            r.join()
        self.judge(reads, acknowledged, until.value - 1, took)

    def judge(self, reads, acknowledged, settled, took):
        oldest, backwards, late, count = 0.0, [], [], 0
        for reader in reads:
            last = {}
            for kind, begun, version in reader:
                self.assertGreater(version, 0, "a refusal")
                if version < last.get(kind, 0):
                    backwards.append((kind, version, last[kind]))
                last[kind] = version
                replaced = acknowledged[kind].get(version + 1)
                if replaced is not None:
                    oldest = max(oldest, begun - replaced)
                if begun > settled and version != max(acknowledged[kind]):
                    late.append((kind, version))
                count += 1
        print(f"# {EDITS} edits at {EDITS / took:.0f}/s, {count} reads by {len(reads)} readers; "
              f"the oldest answer was replaced {max(oldest, 0) * 1000:.1f} ms before it was asked for")
        self.assertEqual((backwards[:3], late[:3]), ([], []))
        self.assertLessEqual(oldest, POLL_SECONDS)
        self.assertGreater(min(len(r) for r in reads), 100)

    def test_the_levels_of_the_cache(self):
        """The course's own test."""
        b = self.node("b", *BELL)
        self.hears(b)
        kind, = self.kinds(1)
        path = "/api/v1/room-types/" + kind

        def origin():
            return b.get(path).headers["X-Cache"]

        self.assertIn(origin(), ("L2", "DB"))
        self.assertEqual(origin(), "L1")
        b.stop()
        b.start()
        self.assertEqual((origin(), origin()), ("L2", "L1"))
        self.hears(b)
        client, waits = self.a.client(), []
        for price in range(1, 51):
            version = self.edit(client, kind, 40000 + price)
            began = time.monotonic()
            eventually(lambda: b.get(path).json["version"] == version, POLL_SECONDS + 0.5, 0)
            waits.append((time.monotonic() - began) * 1000)
        waits.sort()
        print(f"# an edit on one node is read on the other after {waits[25]:.1f} ms (median), {waits[-1]:.1f} ms (longest)")

    def test_with_bells(self):
        b = self.node("b", *BELL)
        self.hears(b)
        self.hammer(b)
        numbers = self.numbers(b)
        self.assertGreater(numbers["yizhan_bells_received_total"], EDITS / 2)
        self.assertEqual(sum(v for k, v in numbers.items() if k.startswith("yizhan_bells_refused_total")), 0)

    def test_with_bells_cut_and_restored(self):
        relay = Relay(int(self.nodes()["a"]["bell"].rsplit(":", 1)[1]))
        self.addCleanup(relay.close)
        whole = self.nodes()["a"]["bell"]
        self.rewrite_bell("a", relay.port)
        self.addCleanup(lambda: self.rewrite_bell("a", whole.rsplit(":", 1)[1]))
        b = self.node("b", *BELL)
        self.hears(b)
        self.hammer(b, {300: relay.cut, 700: relay.mend})
        self.hears(b)
        self.assertGreaterEqual(self.numbers(b)["yizhan_bell_hangups_total"], 1)

    def test_without_any_bell(self):
        b = self.node("b")
        self.rewrite_bell("a", 1)  # where nobody listens
        self.addCleanup(lambda bell: self.rewrite_bell("a", bell.rsplit(":", 1)[1]), self.nodes()["a"]["bell"])
        self.hammer(b)

    def test_with_the_reading_node_stopped_for_a_while(self):
        b = self.node("b", *BELL)
        self.hears(b)

        def path():
            return "/api/v1/room-types/" + self.edited

        def stop():
            self.asking = [http.client.HTTPConnection("127.0.0.1", b.port, timeout=30) for _ in range(64)]
            for connection in self.asking:
                connection.request("GET", path())
                connection.getresponse().read()
            self.stopped_at = time.monotonic()
            os.kill(b.pid, signal.SIGSTOP)

        def go_on():
            """The very first that it does is to answer those who asked meanwhile."""
            time.sleep(max(0.0, self.stopped_at + STOPPED_SECONDS - time.monotonic()))
            for connection in self.asking:
                connection.request("GET", path())
            os.kill(b.pid, signal.SIGCONT)
            last = self.a.get(path()).json["version"]
            self.assertEqual({json.loads(c.getresponse().read())["version"] for c in self.asking}, {last})

        self.hammer(b, {200: stop, EDITS: go_on})

    def test_with_the_reading_node_away_for_a_while(self):
        b = self.node("b", *BELL)
        self.hears(b)
        port = b.port

        def come_back():
            b.start(["--node", "b", *BELL, "--listen", f"127.0.0.1:{port}"])

        self.hammer(b, {300: b.stop, 600: come_back})


if __name__ == "__main__":
    unittest.main()
