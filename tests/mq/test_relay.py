"""The relay among real processes on one real store: kills, stops, lost bells, full disks, jumping clocks. The numbers in
the names are those of the list of what a relay in the business transaction must do better. Figures are printed, never
asserted, but for generous bounds."""
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from collections import Counter

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import rows  # noqa: E402
from yizhan import ROOT, eventually  # noqa: E402

NODE = os.environ.get("YIZHAN_MQ_NODE", os.path.join(ROOT, "build", "tests", "mq_node"))
TIMERS = int(os.environ.get("YIZHAN_TIMERS", "100000"))
KILLS = int(os.environ.get("YIZHAN_MQ_KILLS", "15"))


class Node:
    """A process on the store in `data`; say() is a line and its answer."""

    def __init__(self, data, *words):
        self.process = subprocess.Popen([NODE, data, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True, bufsize=1)
        self.log = []
        self.reader = threading.Thread(target=self.read_log, daemon=True)
        self.reader.start()
        if self.process.stdout.readline().strip() != "ready":
            raise RuntimeError("the node did not start: " + "".join(self.log))

    def read_log(self):
        for line in self.process.stderr:
            self.log.append(line)

    def write(self, *words):
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()

    def say(self, *words):
        self.write(*words)
        return self.process.stdout.readline().strip()

    def book(self, first, count):
        """(how many went through, the last answer)"""
        self.write("book", first, count)
        booked = 0
        while (answer := self.process.stdout.readline().strip()).startswith("booked"):
            booked += 1
        return booked, answer

    def numbers(self, verb="numbers"):
        """group → (lag, in_flight, retrying, dead), and with "recount" the four again, counted message by message"""
        answer = self.say(verb)
        return {parts[0]: tuple(map(int, parts[1:])) for parts in (g.split() for g in answer.split(";") if g)}

    def signal(self, number):
        self.process.send_signal(number)

    def end(self):
        self.process.stdin.close()
        self.ended(0)

    def kill(self):
        self.process.kill()
        self.ended(-signal.SIGKILL)

    def ended(self, expected):
        """A node that ended otherwise, maybe long before, has gone wrong."""
        status = self.process.wait(30)
        self.close()
        if status != expected:
            raise AssertionError(f"the node ended with {status}: " + "".join(self.log[-20:]))

    def close(self):
        self.reader.join(10)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                stream.close()
            except BrokenPipeError:
                pass


class Relay(unittest.TestCase):
    def setUp(self):
        self.data = tempfile.mkdtemp(prefix="yizhan-relay-")
        self.nodes = []

    def tearDown(self):
        try:
            for node in self.nodes:
                if node.process.returncode is None:
                    node.kill()
        finally:
            shutil.rmtree(self.data, ignore_errors=True)

    def node(self, *words):
        self.nodes.append(Node(self.data, *words))
        return self.nodes[-1]

    def ask(self, sql, *args):
        return rows(self.data, sql, *args)

    def effects(self, group):
        """body → how often, in the order of the first time"""
        found = self.ask("SELECT substr(name, ?), value FROM settings WHERE name LIKE ? ORDER BY rowid", len(group) + 2, group + ":%")
        return {name: int(value) for name, value in found}

    def done(self, group, count):
        got, = self.ask("SELECT count(*) FROM settings WHERE name LIKE ?", group + ":%")[0]
        return got >= count

    def settle(self, node, seconds=30):
        eventually(lambda: all(n[0] == n[1] == n[2] == 0 for n in node.numbers().values()), seconds)

    def figure(self, text):
        print("  " + text, flush=True)

    def test_12_01_a_kill_at_any_moment_leaves_no_half(self):
        acknowledged, dice, at = set(), random.Random(1201), 0
        for _ in range(KILLS):
            node = self.node()
            node.write("book", at, 100000)
            killer = threading.Timer(dice.uniform(0.05, 0.4), node.process.kill)
            killer.start()
            for line in node.process.stdout:
                words = line.split()
                if words[0] == "booked":
                    acknowledged.add(f"b{words[1]}")
            killer.join()
            node.kill()
            at = 1 + max([at] + [int(b[1:]) for b in self.effects("booking")])
        node = self.node()
        self.settle(node)
        bookings, effects = set(self.effects("booking")), self.effects("plain")
        messages = Counter(b for b, in self.ask("SELECT body FROM mq_messages"))
        self.assertGreater(len(acknowledged), KILLS)
        self.assertLessEqual(acknowledged, bookings)
        self.assertEqual(set(messages), bookings, "a booking without its message, or a message without its booking")
        self.assertEqual(set(messages.values()), {1})
        self.assertEqual(effects, {b: 1 for b in bookings})
        node.end()
        self.figure(f"{KILLS} kills, {len(acknowledged)} bookings acknowledged, {len(bookings)} there")

    def test_12_02_a_worker_that_was_stopped_past_its_lease_ends_nothing(self):
        outside = os.path.join(self.data, "outside")
        slow = self.node()
        slow.say("send", 2, "t", "refund", 1, 0)
        eventually(lambda: os.path.exists(outside) and open(outside).read())
        slow.signal(signal.SIGSTOP)
        quick = self.node("fast")
        eventually(lambda: self.effects("outside"), 20)
        open(os.path.join(self.data, "go"), "w").close()
        slow.signal(signal.SIGCONT)
        eventually(lambda: [line for line in slow.log if "mq.lease_lost" in line], 20)
        self.settle(quick)
        self.assertEqual(self.effects("outside"), {"refund0": 1})
        callers = [line.split() for line in open(outside)]
        self.assertEqual([body for _, body in callers], ["refund0", "refund0"], "the other side was told the same twice")
        self.assertEqual({int(pid) for pid, _ in callers}, {slow.process.pid, quick.process.pid})
        state, attempts = self.ask("SELECT state, attempts FROM mq_deliveries")[0]
        self.assertEqual((state, attempts), ("done", 2))
        story = self.ask("SELECT attempt, error FROM mq_attempts ORDER BY id")
        self.assertEqual(story, [(1, "lease ran out"), (2, "")])
        slow.end()
        quick.end()

    def test_12_03_timers_of_one_second_fire_once_and_in_order(self):
        node = self.node()
        start = time.monotonic()
        self.assertEqual(node.say("timers", TIMERS, 4000 + TIMERS // 20, 1000), "ok")
        put = time.monotonic() - start
        eventually(lambda: self.done("timed", TIMERS), 240, 0.2)
        self.settle(node)
        self.assertEqual(set(self.effects("timed").values()), {1})
        self.assertEqual(len(self.effects("timed")), TIMERS)
        due = [int(body.split()[1]) for body, in self.ask("SELECT body FROM mq_messages ORDER BY id")]
        self.assertEqual(due, sorted(due))
        p50, p99, most = map(int, node.say("late", TIMERS).split())
        self.figure(f"{TIMERS} timers of one second, put in {put:.1f} s: late p50 {p50} ms, p99 {p99} ms, most {most} ms")
        node.end()

    def test_12_04_poison_blocks_only_its_key(self):
        def speed(node, key):
            start = time.monotonic()
            node.say("send", 0, "t", key, 5000, 50)
            eventually(lambda: sum(body.startswith(key) for body in self.effects("plain")) >= 5000, 60)
            return 5000 / (time.monotonic() - start)
        node = self.node()
        healthy = speed(node, "healthy")
        node.say("poison", 1)
        node.say("send", 0, "t", "bad", 20, 0)
        poisoned = speed(node, "others")
        self.assertEqual([body for body in self.effects("plain") if body.startswith("bad")], [])
        lag, _, retrying, dead = node.numbers()["plain"]
        self.assertEqual((lag, retrying + dead), (19, 1))
        node.say("poison", 0)
        eventually(lambda: sum(body.startswith("bad") for body in self.effects("plain")) == 20, 30)
        self.assertEqual([body for body in self.effects("plain") if body.startswith("bad")], [f"bad{i}" for i in range(20)])
        self.assertEqual(set(self.effects("plain").values()), {1})
        self.figure(f"others: {healthy:.0f} a second without poison, {poisoned:.0f} beside it")
        node.end()

    def test_12_06_the_numbers_equal_a_recount_at_any_instant(self):
        """Two nodes consume, one of them fails a key again and again, both publish, and a third counts meanwhile."""
        first, second, counter = self.node("fast"), self.node("fast"), self.node("fast")
        first.say("poison", 1)
        stop = threading.Event()

        def publish(node, name):
            for i in range(60):
                if stop.is_set():
                    break
                node.say("send", 0, "parity", f"{name}{i}-", 10, 3)
                node.say("send", 0, "t", "bad", 1, 0)
                node.say("send", 2, "t", f"{name}{i}-", 2, 0)
                time.sleep(0.01)

        threads = [threading.Thread(target=publish, args=pair) for pair in ((first, "a"), (second, "b"))]
        for thread in threads:
            thread.start()
        counts, seen = 0, Counter()
        end = time.monotonic() + 60
        while time.monotonic() < end and (any(t.is_alive() for t in threads) or counts < 20):
            for group, numbers in counter.numbers("recount").items():
                self.assertEqual(numbers[:4], numbers[4:], group)
                for name, n in zip(("lag", "in_flight", "retrying", "dead"), numbers):
                    seen[name] += n > 0
            counts += 1
        stop.set()
        for thread in threads:
            thread.join()
        first.say("poison", 0)
        self.assertGreater(seen["lag"], 0)
        self.assertGreater(seen["retrying"] + seen["in_flight"], 0)
        self.figure(f"{counts} recounts while it ran; not 0: {dict(seen)}")
        for node in (counter, second, first):
            node.end()

    def test_12_07_without_bells_the_poll_delivers(self):
        node = self.node()
        self.assertEqual(node.say("bells", 0), "ok")
        waits = []
        for i in range(5):
            start = time.monotonic()
            node.say("send", 0, "t", f"quiet{i}-", 1, 0)
            eventually(lambda: f"quiet{i}-0" in self.effects("plain"), 10, 0.005)
            waits.append(time.monotonic() - start)
        self.assertLess(max(waits), 3)
        self.figure("without bells delivered after " + ", ".join(f"{w:.2f}" for w in waits) + " s")
        node.end()

    def test_12_08_a_group_set_back_and_a_new_one_leave_the_others_alone(self):
        node = self.node()
        node.say("send", 0, "parity", "early", 10, 0)
        eventually(lambda: self.done("plain", 10) and self.done("odd", 5))
        self.settle(node)
        time.sleep(0.01)  # so that the next messages are of a later millisecond
        middle = int(time.time() * 1000)
        node.say("send", 0, "parity", "late", 10, 0)
        eventually(lambda: self.done("plain", 20) and self.done("odd", 10))
        self.settle(node)
        cursors = dict(self.ask("SELECT name, cursor FROM mq_groups"))
        self.assertEqual(node.say("reset", "plain", middle), "ok")
        eventually(lambda: sum(self.effects("plain").values()) == 30)
        self.settle(node)
        self.assertEqual({b: n for b, n in self.effects("plain").items() if n == 2}, {f"late{i}": 2 for i in range(10)})
        self.assertEqual(set(self.effects("odd").values()), {1})
        self.assertEqual(dict(self.ask("SELECT name, cursor FROM mq_groups")), cursors)
        node.end()
        again = self.node("new")
        eventually(lambda: self.done("new", 20))
        self.settle(again)
        self.assertEqual(list(self.effects("new")), [f"early{i}" for i in range(10)] + [f"late{i}" for i in range(10)])
        self.assertEqual(set(self.effects("new").values()) | set(self.effects("odd").values()), {1})
        self.assertEqual(sum(self.effects("plain").values()), 30)
        again.end()

    def test_12_09_on_a_full_disk_a_booking_and_its_message_fail_together(self):
        node = self.node()
        self.assertEqual(node.book(0, 1), (1, "ok"))
        self.settle(node)
        size = os.path.getsize(os.path.join(self.data, "yizhan.db-wal"))
        _, hard = resource.prlimit(node.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(node.process.pid, resource.RLIMIT_FSIZE, (size + 400 * 4096, hard))
        booked, answer = node.book(1, 100000)
        self.assertEqual(answer, "store")
        self.assertLess(booked, 100000)
        more = 0  # one alone needs less room than many at once
        while node.book(200000 + more, 1) == (1, "ok"):
            more += 1
            self.assertLess(more, 1000)
        bookings = set(self.effects("booking"))
        self.assertEqual(bookings, {f"b{i}" for i in (*range(booked + 1), *range(200000, 200000 + more))})
        self.assertEqual({b for b, in self.ask("SELECT body FROM mq_messages")}, bookings)
        resource.prlimit(node.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        numbers = iter(range(300000, 400000))
        eventually(lambda: node.book(next(numbers), 1) == (1, "ok"), 20)
        eventually(lambda: self.effects("plain") == {b: 1 for b in self.effects("booking")}, 20)
        self.figure(f"full after {booked} bookings; went on by itself")
        node.end()

    def test_12_10_a_clock_that_jumps_an_hour_loses_and_doubles_no_timer(self):
        node = self.node()
        hour = 3600 * 1000
        node.say("timers", 500, 1800 * 1000, 1000)
        node.say("clock", hour)
        eventually(lambda: self.done("timed", 500))
        node.say("clock", 0)
        node.say("timers", 200, 300, 500)
        eventually(lambda: self.done("timed", 700), 20)
        node.say("clock", -hour)
        node.say("timers", 100, 300, 500)
        eventually(lambda: self.done("timed", 800), 20)
        node.say("clock", 0)
        self.settle(node)
        self.assertEqual(Counter(self.effects("timed").values()), {1: 800})
        self.assertEqual(self.ask("SELECT count(*) FROM mq_timers"), [(0,)])
        self.assertEqual(self.ask("SELECT count(*) FROM mq_messages"), [(800,)])
        node.end()


if __name__ == "__main__":
    unittest.main()
