"""The registry with real processes: names, roles, who is found, who is missed, and what all nodes are told."""
import os
import signal
import subprocess
import sys
import time
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from cluster import ADMIN, BELL, Cluster, Relay  # noqa: E402
from yizhan import BINARY, PASSWORD, Server, eventually, new_room_type, parallel, room_type  # noqa: E402

MISSED_SECONDS = 15  # what the others need at most to miss a node


class Nodes(Cluster):
    def refused(self, *options):
        """What serve says on this store with these options."""
        command = [BINARY, "serve", "--data", self.a.data, "--listen", "127.0.0.1:0", *options]
        clean = {k: v for k, v in os.environ.items() if not k.startswith("YIZHAN_")}
        done = subprocess.run(command, capture_output=True, timeout=30, env={**clean, "LANG": "en_US.UTF-8"})
        self.assertEqual(done.returncode, 1, done.stderr)
        return done.stderr.decode()

    def test_nodes_find_each_other_and_say_good_bye(self):
        b = self.node("b", *BELL)
        self.hears(self.a)
        self.hears(b)
        for server, name in ((self.a, "a"), (b, "b")):
            seen = self.nodes(server)
            self.assertEqual({n: (s["alive"], s["self"]) for n, s in seen.items()}, {"a": (True, name == "a"), "b": (True, name == "b")})
        row = self.nodes()["b"]
        self.assertEqual((row["address"], row["role"]), (f"127.0.0.1:{b.port}", "all"))
        self.assertRegex(row["bell"], r"^tcp://127\.0\.0\.1:[1-9]\d+$")
        self.assertRegex(row["version"], r"^\d+\.\d+")
        b.stop()
        self.assertEqual(set(self.nodes()), {"a"})
        eventually(lambda: any("event=node.leave node=b" in line for line in self.a.log))
        self.assertTrue(any("event=node.join node=b" in line for line in self.a.log))

    def test_a_killed_node_is_cleared_away_and_its_name_is_free_at_once(self):
        b = self.node("b", *BELL)
        b.kill()
        b.start()
        eventually(lambda: self.alive("b"))
        b.kill()
        began = time.monotonic()
        eventually(lambda: "b" not in self.nodes(), MISSED_SECONDS)
        print(f"# a killed node was cleared away after {time.monotonic() - began:.1f} s")

    def test_a_stopped_node_is_missed_and_comes_back(self):
        b = self.node("b", *BELL)
        os.kill(b.pid, signal.SIGSTOP)
        try:
            eventually(lambda: self.alive("b") is False, MISSED_SECONDS)
            self.assertIn("b", self.refused("--node", "b"))  # it lives, and so does its name
        finally:
            os.kill(b.pid, signal.SIGCONT)
        eventually(lambda: self.alive("b"), MISSED_SECONDS)

    def test_a_name_in_use_and_what_cannot_be_is_refused(self):
        self.assertRegex(self.refused("--node", "a"), r"another running process .* the node name a\b.*--node")
        self.assertRegex(self.refused("--node", "a b"), "cannot be a node's name")
        self.assertRegex(self.refused("--role", "manager"), "manager.*all, guest or admin")
        for bell in ("127.0.0.1:1", "tcp://127.0.0.1", "tcp://127.0.0.1:x", "ipc:///tmp/x:1", "tcp://:"):
            self.assertRegex(self.refused("--bell", bell), "tcp://HOST:PORT")
        port = self.nodes()["a"]["bell"].rsplit(":", 1)[1]
        self.assertIn("bell.open", self.refused("--bell", "tcp://127.0.0.1:" + port))
        self.assertEqual(set(self.nodes()), {"a"})

    def test_without_a_name_it_is_host_and_port(self):
        server = Server(data=self.a.data)
        self.addCleanup(server.stop)
        server.start()
        name, = set(self.nodes()) - {"a"}
        self.assertTrue(name.endswith(f":{server.port}"), name)
        self.assertEqual(self.nodes()[name]["bell"], "")

    def test_the_staff_option_of_the_same_name_works_beside(self):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("YIZHAN_")}
        for role, options in (("manager", ["--role", "manager"]), ("frontdesk", [])):
            command = [BINARY, "staff", "add", "new-" + role, *options, "--data", self.a.data]
            done = subprocess.run(command, capture_output=True, env={**clean, "YIZHAN_STAFF_PASSWORD": PASSWORD}, timeout=30)
            self.assertEqual(done.returncode, 0, done.stderr)
        kinds = {s["name"]: s["role"] for s in self.staff(self.a, "GET", "/staff?limit=100")["items"]}
        self.assertEqual((kinds["new-manager"], kinds["new-frontdesk"]), ("manager", "frontdesk"))

    def test_a_guest_node_and_a_staff_node_serve_their_part(self):
        guests, desk = self.node("guests", "--role", "guest"), self.node("desk", "--role", "admin")
        kind = room_type(self.a)
        for server, refuses in ((guests, [("GET", ADMIN + "/nodes"), ("POST", ADMIN + "/session"), ("GET", ADMIN + "/orders/1")]),
                                (desk, [("GET", "/api/v1/branches"), ("POST", "/api/v1/login/wechat"), ("POST", "/api/v1/orders")])):
            for method, path in refuses:
                answer = server.request(method, path, {} if method == "POST" else None, token=self.owner)
                self.assertEqual((answer.status, answer.code), (404, "node_role"), (path, answer))
            self.assertEqual(server.get("/readyz").status, 200)
        self.assertEqual(guests.get("/api/v1/room-types/" + kind).status, 200)
        self.assertEqual(self.nodes(desk)["desk"]["role"], "admin")
        whole, of_guests, of_desk = (set(s.get("/api/v1/openapi.json").json["paths"]) for s in (self.a, guests, desk))
        self.assertEqual({p for p in whole if p.startswith(ADMIN + "/")}, whole - of_guests)
        self.assertEqual(of_guests | of_desk, whole)
        self.assertEqual({p for p in of_guests & of_desk if p.startswith("/api/")}, {"/api/v1/openapi.json"})
        self.assertTrue({p for p in of_guests & of_desk if p.startswith("/media/")})

    def test_a_guest_logged_out_at_one_node_is_out_at_the_other(self):
        b = self.node("b")  # no bell: it is not bells that tell
        for i in range(50):
            here, there = (self.a, b) if i % 2 else (b, self.a)
            token = here.guest(f"leaver{i}")
            for server in (here, there, here, there):
                self.assertEqual(server.get("/api/v1/me", token=token).status, 200)
            self.assertEqual(here.request("DELETE", "/api/v1/login", token=token).status, 204)
            self.assertEqual(there.get("/api/v1/me", token=token).status, 401)
            self.assertEqual(here.get("/api/v1/me", token=token).status, 401)

    def test_forged_replayed_and_oversized_bells_are_counted_and_do_nothing(self):
        true_bell = self.nodes()["a"]["bell"]
        relay = Relay(int(true_bell.rsplit(":", 1)[1]))
        self.addCleanup(relay.close)
        self.rewrite_bell("a", relay.port)
        self.addCleanup(self.rewrite_bell, "a", true_bell.rsplit(":", 1)[1])
        b = self.node("b", *BELL)
        self.hears(b)
        kind = new_room_type(self.a, Owner(self))
        eventually(lambda: self.numbers(b)["yizhan_bells_received_total"] >= 1)
        frame = relay.heard  # 8 bytes of length, and the signed bell
        self.assertEqual((len(frame), int.from_bytes(frame[:8], "big")), (68, 60))

        def refused(reason):
            return self.numbers(b)[f'yizhan_bells_refused_total{{reason="{reason}"}}']

        received = self.numbers(b)["yizhan_bells_received_total"]
        relay.say(frame)
        for place in (8, 20, 40, 67):
            relay.say(frame[:place] + bytes([frame[place] ^ 1]) + frame[place + 1:])
        relay.say((100).to_bytes(8, "big") + bytes(100))
        eventually(lambda: self.numbers(b)["yizhan_bells_received_total"] == received + 6)
        self.assertEqual((refused("replayed"), refused("forged"), refused("stranger")), (1, 5, 0))
        self.assertTrue(any("event=bell.refused reason=forged" in line for line in b.log))
        relay.say((1 << 40).to_bytes(8, "big") + bytes(1000))  # nng hangs up without taking it, and dials again
        eventually(lambda: self.numbers(b)["yizhan_bell_hangups_total"] >= 1)
        self.hears(b)
        path = "/api/v1/room-types/" + kind
        b.get(path)
        self.staff(self.a, "PATCH", "/room-types/" + kind, {"price_fen": 12345})
        eventually(lambda: b.get(path).json["price_fen"] == 12345, 1.5)

    def test_an_entry_is_dropped_on_every_node(self):
        b = self.node("b")
        kinds = [new_room_type(self.a, Owner(self)) for _ in range(2)]
        paths = ["/api/v1/room-types/" + k for k in kinds]

        def origins(server):
            return [server.get(p).headers["X-Cache"] for p in paths]

        for server in (self.a, b):
            eventually(lambda: origins(server) == ["L1", "L1"])
        self.staff(self.a, "DELETE", f"/cache?key=room:{kinds[0]}", status=204)
        self.assertEqual(self.staff(self.a, "GET", "/audit?limit=1")["items"][0]["action"], "cache.drop")
        eventually(lambda: b.get(paths[0]).headers["X-Cache"] == "L2", 3)
        self.assertEqual(b.get(paths[1]).headers["X-Cache"], "L1")
        self.staff(b, "DELETE", "/cache", status=204)
        self.assertEqual(self.staff(b, "GET", "/cache")["entries"], 0)
        eventually(lambda: self.a.get(paths[1]).headers["X-Cache"] == "L2", 3)

    def test_a_thousand_ask_for_what_is_not_in_memory_and_one_loads(self):
        kind = new_room_type(self.a, Owner(self))
        before = self.staff(self.a, "GET", "/cache")
        found = parallel(1000, lambda i: self.a.get("/api/v1/room-types/" + kind), 200)
        after = self.staff(self.a, "GET", "/cache")
        self.assertEqual({r.status for r in found}, {200})
        self.assertEqual(after["loads"] - before["loads"], 1)

    def test_two_processes_may_begin_a_store_at_once(self):
        first = Server("--node", "first")
        second = Server("--node", "second", data=first.data)
        self.addCleanup(first.__exit__, None, None, None)
        self.addCleanup(second.stop)
        parallel(2, lambda i: (first, second)[i].start())
        seen = {n["name"] for n in first.staff().get(ADMIN + "/nodes").json["items"]}
        self.assertEqual(seen, {"first", "second"})
        self.assertEqual(len(first.get("/api/v1/branches").json["items"]), 3)


class Owner:
    """What new_room_type asks of a staff client."""

    def __init__(self, test):
        self.test = test

    def post(self, path, body):
        return self.test.a.post(path, body, token=self.test.owner)


if __name__ == "__main__":
    unittest.main()
