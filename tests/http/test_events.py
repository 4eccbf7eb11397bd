"""The live feed of orders over real sockets: who sees what and when, going on after a cut, scope, ceiling, end."""
import json
import os
import sys
import threading
import time
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.append(os.path.dirname(__file__))
import wire  # noqa: E402
from house import ADMIN, House  # noqa: E402
from yizhan import PASSWORD, Server, eventually, new_room_type, parallel, stay  # noqa: E402

shared = None
CEILING, OF_ONE = 64, 8


def setUpModule():
    global shared
    shared = Server().__enter__()
    unittest.addModuleCleanup(shared.__exit__, None, None, None)


class Reader:
    """A client of the feed on a socket of its own; a thread takes down what comes."""

    def __init__(self, server, token=None, cookie=None, last=None):
        self.socket = wire.connect(server, 30)
        head = {"Authorization": token and "Bearer " + token, "Cookie": cookie, "Last-Event-ID": last, "Accept": "text/event-stream"}
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value is not None)
        self.socket.sendall(f"GET {ADMIN}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}\r\n".encode())
        self.data, self.closed = b"", threading.Event()
        threading.Thread(target=self.read, daemon=True).start()
        eventually(lambda: b"\r\n\r\n" in self.data or self.closed.is_set())
        head, _, _ = self.data.partition(b"\r\n\r\n")
        self.status = int(head[9:12]) if head else 0
        self.headers = dict(line.lower().split(": ", 1) for line in head.decode().split("\r\n")[1:])

    def read(self):
        self.socket.settimeout(90)
        try:
            while piece := self.socket.recv(65536):
                self.data += piece
        except OSError:
            pass
        self.closed.set()

    def body(self):
        """Whole events only: what stands in front of the last empty line."""
        return self.data.partition(b"\r\n\r\n")[2].decode().rpartition("\n\n")[0]

    def events(self, number=None):
        """(id, data) of each event, of one order or of all."""
        found = []
        for block in self.body().split("\n\n"):
            fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
            if "data" in fields:
                found.append((fields["id"], json.loads(fields["data"])))
        return [e for e in found if number in (None, e[1]["order_no"])]

    def types(self, number):
        return [data["type"] for _, data in self.events(number)]

    def begun(self):
        """Waits for the first id, from which on nothing is missed."""
        eventually(lambda: "id: " in self.body())
        return self

    def first_id(self):
        return next(line[4:] for line in self.body().split("\n") if line.startswith("id: "))

    def close(self):
        """Cuts the connection off, as a lost network does from the client's side."""
        self.socket.shutdown(2)
        self.socket.close()


class Feed(House):
    def reader(self, token=None, server=None, **more):
        made = Reader(server or self.server, token or self.owner_token, **more)
        self.addCleanup(made.socket.close)
        return made

    def test_two_readers_see_an_order_paid(self):
        guest, kind = self.guest(), self.room_type()
        readers = [self.reader().begun(), self.reader(self.server.staff_token("chengdu")).begun()]
        number = self.book(guest, kind)["order_no"]
        started = time.monotonic()
        self.assertEqual(guest.pay(number).status, 200)
        for reader in readers:
            eventually(lambda: "confirmed" in reader.types(number), 2)
        print(f"# paid and seen by both after {time.monotonic() - started:.3f} s")
        self.post(f"/orders/{number}/cancel")
        for reader in readers:
            eventually(lambda: reader.types(number)[:3] == ["created", "confirmed", "cancelled"], 2)
        order = self.record(number)
        for _, data in readers[0].events(number):
            self.assertEqual(set(data), {"type", "order_no", "branch_id", "at"}, "no guest data")
            self.assertEqual(data["branch_id"], order["branch_id"])

    def test_the_head_keeps_proxies_and_caches_out(self):
        reader = self.reader().begun()
        self.assertEqual((reader.status, reader.headers["content-type"], reader.headers["cache-control"],
                          reader.headers["x-accel-buffering"], reader.headers["connection"]),
                         (200, "text/event-stream", "no-store", "no", "close"))
        self.assertNotIn("content-length", reader.headers)
        self.assertTrue(reader.body().startswith("retry: "))
        head = self.server.request("HEAD", ADMIN + "/events", token=self.owner_token)
        self.assertEqual((head.status, head.headers["Content-Type"], head.body), (200, "text/event-stream", b""))

    def test_after_a_cut_exactly_what_was_missed_comes(self):
        guest, kind = self.guest(), self.room_type(stock=50)
        whole, cut = self.reader().begun(), self.reader().begun()
        before = [self.book(guest, kind)["order_no"] for _ in range(3)]
        eventually(lambda: [d["order_no"] for _, d in cut.events()][-3:] == before)
        last = cut.events()[-1][0]
        cut.close()
        missed = [self.book(guest, kind)["order_no"] for _ in range(4)]
        again = self.reader(last=last)
        eventually(lambda: len(again.events()) == 4)
        later = self.book(guest, kind)["order_no"]
        eventually(lambda: len(again.events()) == 5 and whole.events()[-1:] == again.events()[-1:])
        self.assertEqual([d["order_no"] for _, d in again.events()], missed + [later])
        self.assertEqual(again.events(), whole.events()[-5:], "the same ids and data as one who was never cut off")

    def test_who_was_cut_off_before_the_first_event_misses_none(self):
        guest, kind = self.guest(), self.room_type()
        reader = self.reader().begun()
        reader.close()
        number = self.book(guest, kind)["order_no"]
        eventually(lambda reader=self.reader(last=reader.first_id()): reader.types(number) == ["created"])

    def test_a_long_gap_comes_in_order_and_whole(self):
        guest, kind = self.guest(), self.room_type(stock=200)
        parallel(250, lambda i: self.book(guest, kind, i % 200), 8)  # more than the feed reads at once
        self.settled()
        reader = self.reader(last="1")
        orders = [(str(i), tag) for i, tag in self.rows(
            "SELECT id, tag FROM mq_messages WHERE topic_id = 2 AND id > 1 ORDER BY id")]
        self.assertGreaterEqual(len(orders), 250)
        eventually(lambda: len(reader.events()) >= len(orders), 10)
        self.assertEqual([(i, d["type"]) for i, d in reader.events()], orders)

    def test_an_id_that_is_none_is_refused_and_one_from_the_future_is_now(self):
        for last in ("x", "-1", "1.5", "99999999999999999999", "1 2"):
            with self.subTest(last=last):
                refused = self.server.get(ADMIN + "/events", token=self.owner_token, headers={"Last-Event-ID": last})
                self.refused(refused, 400, "bad_request", "Last-Event-ID")
        reader = self.reader(last="9000000000000000000").begun()
        number = self.book(self.guest(), self.room_type())["order_no"]
        eventually(lambda: reader.types(number) == ["created"])

    def test_staff_see_the_own_branch_alone(self):
        guest, here, there = self.guest(), self.room_type(), self.room_type(city="深圳")
        reader = self.reader(self.server.staff_token("shenzhen")).begun()
        foreign, own = self.book(guest, here)["order_no"], self.book(guest, there)["order_no"]
        eventually(lambda: reader.types(own) == ["created"])
        self.assertEqual([d["order_no"] for _, d in reader.events()], [own])
        self.assertNotIn(foreign, reader.body())
        everything = self.reader(self.server.staff_token("shenzhen"), last="1")
        eventually(lambda: everything.types(own))
        self.assertEqual({d["branch_id"] for _, d in everything.events()}, {self.record(own)["branch_id"]}, "also when it reads back")

    def test_only_staff_listen(self):
        for token in (None, "x", self.guest().token):
            self.refused(self.server.get(ADMIN + "/events", token=token), 401, "unauthorized")

    def test_a_stream_ends_soon_after_its_session_and_beats_until_then(self):
        client = self.server.staff("chengdu")
        reader = Reader(self.server, cookie=client.cookie)
        self.addCleanup(reader.socket.close)
        reader.begun()
        eventually(lambda: "\n\n:" in reader.body() + "\n\n", 20)
        self.assertFalse(reader.closed.is_set())
        self.assertEqual(client.delete(ADMIN + "/session").status, 204)
        self.assertTrue(reader.closed.wait(70))


class Ends(House):
    """A server of its own: it is filled up, and stopped."""

    def setUp(self):
        self.house = Server("--threads", "160")
        self.house.__enter__()
        self.addCleanup(self.house.__exit__, None, None, None)
        self.token = self.house.staff_token()

    def reader(self):
        made = Reader(self.house, self.token)
        self.addCleanup(made.socket.close)
        return made

    def test_beyond_the_ceiling_streams_are_refused_and_requests_are_not(self):
        owner = self.house.staff()
        readers = [self.reader() for _ in range(OF_ONE)]
        for i in range(CEILING // OF_ONE - 1):
            owner.post(ADMIN + "/staff", {"name": f"reader{i}", "password": PASSWORD, "role": "owner"})
            self.token = self.house.staff_token(f"reader{i}")
            readers += [self.reader() for _ in range(OF_ONE)]
        self.assertEqual({r.status for r in readers}, {200})
        owner.post(ADMIN + "/staff", {"name": "late", "password": PASSWORD, "role": "owner"})
        self.token = self.house.staff_token("late")
        answer = self.house.get(ADMIN + "/events", token=self.token)
        self.refused(answer, 503, "too_many_streams")
        self.assertGreater(int(answer.headers["Retry-After"]), 0)
        self.assertEqual(self.house.get("/readyz").status, 200)
        guest = self.house.guest()
        kind = new_room_type(self.house, self.house.staff(), 100)
        for reader in readers[:8]:
            reader.close()

        def a_place_is_free():
            """What is sent to a client that is gone finds it out."""
            self.assertEqual(self.house.post("/api/v1/orders", stay(kind), token=guest).status, 201)
            return self.reader().status == 200
        eventually(a_place_is_free, 10, 0.2)

    def test_an_accounts_next_stream_takes_the_place_of_its_eldest(self):
        """A page that is loaded again and again is never refused: the server may not have heard yet that the others are gone."""
        readers = [self.reader().begun() for _ in range(3 * OF_ONE)]
        for i, reader in enumerate(readers[:-OF_ONE]):
            self.assertTrue(reader.closed.wait(10), f"{i} was displaced")
        self.assertEqual([r.closed.is_set() for r in readers[-OF_ONE:]], [False] * OF_ONE)

    def test_a_stream_that_ended_with_its_session_gives_its_place_back(self):
        other = self.reader().begun()
        for _ in range(3):
            client = self.house.staff()
            readers = [Reader(self.house, cookie=client.cookie).begun() for _ in range(OF_ONE - 1)]
            client.delete(ADMIN + "/session")
            for reader in readers:
                self.assertTrue(reader.closed.wait(20))
                reader.socket.close()
        eventually(lambda: "\nyizhan_http_streams 1\n" in self.house.get("/metrics").body.decode())
        self.assertFalse(other.closed.is_set(), "nothing was displaced")

    def test_the_server_stops_at_once_with_streams_open(self):
        readers = [self.reader().begun() for _ in range(OF_ONE)]
        started = time.monotonic()
        self.house.stop()
        seconds = time.monotonic() - started
        print(f"# stopped with {OF_ONE} streams open in {seconds:.2f} s")
        self.assertLess(seconds, 5)
        for reader in readers:
            self.assertTrue(reader.closed.wait(5))


if __name__ == "__main__":
    unittest.main()
