"""The command line: every command, its refusals, and where options come from."""
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from yizhan import BINARY, PASSWORD, Server, eventually, stay, today  # noqa: E402

COMMANDS = ("serve", "init", "demo", "migrate", "staff", "mq", "version", "help")


class Cli(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.mkdtemp(prefix="yizhan-cli-")
        self.addCleanup(shutil.rmtree, self.place, ignore_errors=True)
        self.data = os.path.join(self.place, "data")

    def environment(self, **more):
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("YIZHAN_", "LC_", "LANG"))}
        return {**clean, **more}

    def run_it(self, *words, status=0, **environment):
        done = subprocess.run([BINARY, *words], env=self.environment(**environment), cwd=self.place, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=60)
        done.out, done.err = done.stdout.decode(), done.stderr.decode()
        if status is not None:
            self.assertEqual(done.returncode, status, (words, done.out, done.err))
        else:
            self.assertGreater(done.returncode, 0, (words, done.out, done.err))
            self.assertLess(done.returncode, 90, (words, done.err))
        return done

    def init(self, name="wang", password=PASSWORD, status=0):
        return self.run_it("init", "--data", self.data, "--owner", name, status=status, YIZHAN_OWNER_PASSWORD=password)

    def staff(self, *words, status=0, **environment):
        return self.run_it("staff", *words, "--data", self.data, status=status, **environment)

    def refuses_to_start(self, *options, **environment):
        done = self.run_it("serve", "--data", self.data, *options, status=None, **environment)
        self.assertTrue(done.err.strip())
        return done.err

    def test_time_zone_data_that_is_missing(self):
        with Server(data=self.data):
            pass
        self.assertRegex(self.refuses_to_start("--listen", "127.0.0.1:0", TZDIR="/nowhere"), r"zone=Asia/\w+ .*install tzdata")
        with Server(data=self.data) as server:  # nothing was changed by that
            self.assertEqual(server.get("/api/v1/branches").status, 200)

    def test_an_address_that_cannot_be_listened_on_is_told_why(self):
        for listen in ("127.0.0.1:0,0.0.0.0:0", "+8080", "8080", "::1:8080", "127.0.0.1:8080s", "127.0.0.1:65536"):
            self.assertIn("name one address", self.refuses_to_start("--listen", listen))

    def test_a_proxy_that_is_no_address_is_told(self):
        for proxy in ("abc", "localhost", "10.0.0.0/8", "127.0.0.1, nonsense"):
            self.assertIn("this is no address", self.refuses_to_start("--trusted-proxy", proxy))

    def test_a_crash_leaves_its_last_lines(self):
        os.mkdir(self.data)
        with Server(data=self.data, log_file=True) as server:
            ids = [f"last-{i}" for i in range(20)]
            for i in ids:
                server.get("/livez", headers={"X-Request-Id": i})
            os.kill(server.pid, signal.SIGSEGV)
            self.assertEqual(server.process.wait(10), -signal.SIGSEGV)
            with open(os.path.join(self.data, "log")) as log:
                lines = log.read()
            for i in ids[:-1]:  # the last answer may come before its line
                self.assertIn(f"id={i} ", lines)
            self.assertIn("event=app.crash signal=11", lines)
            server.start()

    def test_version_and_help_say_what_there_is(self):
        self.assertRegex(self.run_it("version").out, r"^yizhan \d+\.\d+")
        whole = self.run_it("help").out
        self.assertEqual(self.run_it().out, whole)
        self.assertEqual(self.run_it("--help").out, whole)
        for command in COMMANDS:
            self.assertIn(f"yizhan {command}", whole)
            one = self.run_it("help", command).out
            self.assertEqual(self.run_it(command, "--help").out, one)
            self.assertIn(f"yizhan {command}", one)
            self.assertNotIn(f"yizhan {COMMANDS[COMMANDS.index(command) - 1]} ", one)
        for option in ("data", "listen", "demo", "order-hold-seconds", "rate-limit"):
            self.assertIn("--" + option, whole)

    def test_help_speaks_the_language_of_the_terminal(self):
        self.assertRegex(self.run_it("help", LANG="zh_CN.UTF-8").out, "启动服务")
        self.assertNotRegex(self.run_it("help", LANG="en_US.UTF-8").out, "[一-龥]")

    def test_an_unknown_command_names_the_nearest(self):
        for typed, nearest in (("serv", "serve"), ("inti", "init"), ("migrte", "migrate"), ("versoin", "version"), ("sttaff", "staff")):
            self.assertRegex(self.run_it(typed, status=None).err, rf"{typed}(.|\n)*\b{nearest}\b")
            self.assertRegex(self.run_it("help", typed, status=None).err, rf"{typed}(.|\n)*\b{nearest}\b")

    def test_an_unknown_option_names_the_nearest_wherever_it_stands(self):
        config = os.path.join(self.place, "conf")
        with open(config, "w") as file:
            file.write("# 注释\n\nlisten = 127.0.0.1:0\norder-hold-second = 5\n")
        for err in (self.refuses_to_start("--order-hold-second", "5"), self.refuses_to_start(YIZHAN_ORDER_HOLD_SECOND="5"),
                    self.refuses_to_start("--config", config)):
            self.assertIn("order-hold-second", err)
            self.assertRegex(err, r"order-hold-seconds\b")
        self.assertFalse(os.path.exists(self.data), "nothing is made before the options are right")

    def test_a_value_that_cannot_be_is_refused(self):
        for option, value in (("order-hold-seconds", "0"), ("order-hold-seconds", "-1"), ("order-hold-seconds", "5x"),
                              ("order-hold-seconds", "99999999999999999999"), ("order-hold-seconds", ""), ("rate-limit", "maybe"), ("threads", "1e3")):
            with self.subTest(option=option, value=value):
                self.assertRegex(self.refuses_to_start("--" + option, value), f"{option}|{value or option}")
                self.assertIn(option, self.refuses_to_start(**{"YIZHAN_" + option.upper().replace("-", "_"): value}))
        self.assertIn("order-hold-seconds", self.refuses_to_start("--order-hold-seconds"))

    def test_a_flag_beats_the_environment_which_beats_the_file(self):
        config = os.path.join(self.place, "conf")
        with open(config, "w") as file:
            file.write("order-hold-seconds = 100\n")

        def hold(server):
            token = server.guest("hold")
            kind = server.get(f"/api/v1/branches/{server.get('/api/v1/branches').json['items'][0]['id']}").json["room_types"][0]["id"]
            order = server.post("/api/v1/orders", stay(kind), token=token).json
            instants = [time.mktime(time.strptime(order[f][:19], "%Y-%m-%dT%H:%M:%S")) for f in ("created_at", "pay_by")]
            return instants[1] - instants[0]

        with Server(environment={"YIZHAN_CONFIG": config}) as server:
            self.assertEqual(hold(server), 100)
            server.environment["YIZHAN_ORDER_HOLD_SECONDS"] = "200"
            server.restart()
            self.assertEqual(hold(server), 200)
            server.restart(["--order-hold-seconds", "300"])
            self.assertEqual(hold(server), 300)
            server.restart(["--order-hold-seconds=400"])
            self.assertEqual(hold(server), 400)

    def test_a_configuration_file_that_is_not_there_is_named(self):
        self.assertIn("/no/such/file", self.refuses_to_start("--config", "/no/such/file"))

    def test_init_makes_the_store_and_its_owner_once(self):
        self.assertIn("wang", self.init().out)
        self.assertRegex(self.staff("list").out, r"^wang +owner +on")
        again = self.init("zhang", status=None)
        self.assertIn("not empty", again.err)
        self.assertNotIn("zhang", self.staff("list").out)
        self.assertEqual(os.stat(os.path.join(self.data, "yizhan.db")).st_mode & 0o077, 0, "guests' data is for its owner alone")

    def test_a_word_too_many_is_refused_and_named(self):
        for words in (("serve", "now"), ("init", "wang"), ("migrate", "up"), ("version", "two"), ("staff", "add", "li", "wang"), ("mq", "retry", "1", "now")):
            err = self.run_it(*words, "--data", self.data, status=None, YIZHAN_OWNER_PASSWORD=PASSWORD, YIZHAN_STAFF_PASSWORD=PASSWORD).err
            self.assertRegex(err, rf"unexpected word {words[-1]}\b")
        self.assertFalse(os.path.exists(self.data))

    def test_init_refuses_a_password_too_short_or_none(self):
        self.assertIn("12", self.init(password="elevenchars", status=None).err)
        self.assertIn("common", self.init(password="administrator", status=None).err)
        self.assertIn("YIZHAN_OWNER_PASSWORD", self.init(password="", status=None).err)
        self.assertFalse(os.path.exists(os.path.join(self.data, "yizhan.db")))

    def test_the_owner_of_init_logs_in(self):
        self.init()
        with Server(demo=False, data=self.data) as server:
            self.assertEqual(server.staff("wang").get("/api/v1/admin/session").json["staff"]["role"], "owner")
            self.assertEqual(server.get("/api/v1/branches").json["items"], [])
            refused = server.post("/api/v1/login/wechat", {"code": "sandbox:x"})
            self.assertEqual((refused.status, refused.code), (409, "provider_off"), "the sandbox is for the demo alone")
            self.assertEqual(server.post("/api/v1/pay/sandbox/1").status, 404)

    def test_staff_are_added_listed_and_given_new_passwords(self):
        self.init()
        added = self.staff("add", "li", "--role", "manager", YIZHAN_STAFF_PASSWORD="first-long-word")
        self.assertIn("li", added.out)
        self.assertRegex(self.staff("list").out, r"(?m)^li +manager +on")
        self.assertIn("cook", self.staff("add", "zhao", "--role", "cook", status=None, YIZHAN_STAFF_PASSWORD=PASSWORD).err)
        self.assertIn("taken", self.staff("add", "li", status=None, YIZHAN_STAFF_PASSWORD=PASSWORD).err)
        self.assertIn("32", self.staff("add", "x" * 33, status=None, YIZHAN_STAFF_PASSWORD=PASSWORD).err)
        self.assertTrue(self.staff("add", " \u200b", status=None, YIZHAN_STAFF_PASSWORD=PASSWORD).err)
        self.assertIn("12", self.staff("add", "zhao", status=None, YIZHAN_STAFF_PASSWORD="short").err)
        self.assertNotIn("zhao", self.staff("list").out)
        with Server(demo=False, data=self.data) as server:
            client = server.staff("li", "first-long-word")
            self.staff("passwd", "li", YIZHAN_STAFF_PASSWORD="second-long-word")  # beside the running program
            self.assertEqual(client.get("/api/v1/admin/session").status, 401)
            self.assertEqual(server.staff("li", "second-long-word").get("/api/v1/admin/session").status, 200)
        self.assertIn("nobody", self.staff("passwd", "nobody", status=None, YIZHAN_STAFF_PASSWORD=PASSWORD).err)
        for words in (("add",), ("passwd",), ("fire", "li"), ()):
            self.assertIn("usage", self.staff(*words, status=None, YIZHAN_STAFF_PASSWORD=PASSWORD).err)

    def test_staff_of_a_branch_that_is_not_there_are_refused(self):
        self.init()
        for branches in ("1", "abc", "1,abc", ",", " ", "1;2", ",".join(["1"] * 33)):
            self.staff("add", "li", "--branches", branches, status=None, YIZHAN_STAFF_PASSWORD=PASSWORD)
        self.assertNotIn("li", self.staff("list").out.split())

    def test_the_message_log_is_read_beside_the_running_program(self):
        with Server(data=self.data) as server:
            server.guest("cli")
            mq = lambda *words: self.run_it("mq", *words, "--data", self.data).out  # noqa: E731
            self.assertRegex(mq("topics"), r"(?m)^login_notify_topic +1 ")
            eventually(lambda: re.search(r"(?m)^coupon_first_login +login_notify_topic +clustering +concurrent +0 .* 0 no$", mq("groups")))
            self.assertIn("message_order", mq("groups"))
            self.assertEqual(mq("dead").count("\n"), 1, "a heading and no dead letter")
            self.assertEqual(mq("dead", "--group", "message_order").count("\n"), 1)
        for words in ((), ("topic",)):
            self.assertIn("usage", self.run_it("mq", *words, "--data", self.data, status=None).err)

    def test_commands_that_need_a_store_make_none(self):
        for words in (("migrate",), ("staff", "list"), ("mq", "groups")):
            self.assertIn(self.data, self.run_it(*words, "--data", self.data, status=None).err)
        self.assertFalse(os.path.exists(self.data))

    def test_migrate_and_demo(self):
        self.run_it("demo", "--data", self.data, YIZHAN_OWNER_PASSWORD=PASSWORD)
        self.assertIn("up to date", self.run_it("migrate", "--data", self.data).out)
        self.assertIn("not empty", self.run_it("demo", "--data", self.data, status=None, YIZHAN_OWNER_PASSWORD=PASSWORD).err)
        self.assertEqual(len(self.staff("list").out.splitlines()), 4)
        with Server(demo=False, data=self.data) as server:
            self.assertEqual(len(server.get("/api/v1/branches").json["items"]), 3)

    def sqlite(self, *statements):
        store = sqlite3.connect(os.path.join(self.data, "yizhan.db"))
        for s in statements:
            store.execute(s)
        store.commit()
        store.close()

    def test_a_store_of_a_newer_program_is_left_alone(self):
        self.init()
        self.sqlite("PRAGMA user_version = 9999")
        for words in (("serve", "--listen", "127.0.0.1:0"), ("migrate",), ("staff", "list")):
            err = self.run_it(*words, "--data", self.data, status=None).err
            self.assertRegex(err, "newer")
            self.assertIn("9999", err)

    def test_the_file_of_another_program_is_left_alone(self):
        os.mkdir(self.data)
        self.sqlite("CREATE TABLE bookmarks (url TEXT)", "INSERT INTO bookmarks VALUES ('x')")
        with open(os.path.join(self.data, "yizhan.db"), "rb") as file:
            before = file.read()
        for words in (("serve", "--listen", "127.0.0.1:0"), ("migrate",)):
            self.assertIn("another program", self.run_it(*words, "--data", self.data, status=None).err)
        with open(os.path.join(self.data, "yizhan.db"), "rb") as file:
            self.assertEqual(file.read(), before)

    def test_a_file_that_is_no_store_is_named(self):
        os.mkdir(self.data)
        with open(os.path.join(self.data, "yizhan.db"), "wb") as file:
            file.write(b"not a database, and long enough to be looked at" * 100)
        self.assertIn(self.data, self.run_it("migrate", "--data", self.data, status=None).err)

    def test_rate_limits_stay_on_where_others_reach(self):
        for listen in ("0.0.0.0:0", "[::]:0", "192.0.2.1:0"):
            self.assertIn("rate-limit", self.refuses_to_start("--listen", listen, "--rate-limit", "off"))
        self.assertIn("rate-limit", self.refuses_to_start("--listen", "0.0.0.0:0", YIZHAN_RATE_LIMIT="off"))

    def test_an_address_that_is_taken_or_none_ends_the_program(self):
        with Server(demo=False) as server:
            self.refuses_to_start("--listen", f"127.0.0.1:{server.port}")
        for listen in ("127.0.0.1:x", "nonsense", "127.0.0.1:99999", ""):
            self.refuses_to_start("--listen", listen)

    def serve(self, *options, **environment):
        process = subprocess.Popen([BINARY, "serve", "--data", self.data, "--listen", "127.0.0.1:0", *options], cwd=self.place,
                                   env=self.environment(**environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        ready, lines = threading.Event(), []

        def read():
            for line in process.stderr:
                lines.append(line.decode())
                if "event=app.ready" in lines[-1]:
                    ready.set()
            ready.set()

        threading.Thread(target=read, daemon=True).start()
        self.assertTrue(ready.wait(60))
        time.sleep(0.1)  # the signals are caught a moment after the line
        self.assertIsNone(process.poll(), "".join(lines))
        return process, lines

    def test_a_password_is_in_no_argument_and_no_log(self):
        process, lines = self.serve("--demo", YIZHAN_OWNER_PASSWORD=PASSWORD)
        with open(f"/proc/{process.pid}/cmdline", "rb") as file:
            self.assertNotIn(PASSWORD.encode(), file.read())
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(30), 0)
        self.assertNotIn(PASSWORD, "".join(lines))
        for flag in ("--password", "--owner-password"):
            self.assertIn(flag[2:], self.run_it("init", "--data", self.data, flag, PASSWORD, status=None).err)

    def test_the_demo_makes_up_a_password_and_shows_it_once(self):
        process, _ = self.serve("--demo")
        process.terminate()
        shown = process.stdout.read().decode()
        self.assertEqual(process.wait(30), 0)
        password = re.search(r": (\S{12,})$", shown, re.M).group(1)
        with Server(data=self.data) as server:
            self.assertEqual(server.staff("owner", password).get("/api/v1/admin/session").status, 200)
        process, _ = self.serve("--demo")
        process.terminate()
        self.assertEqual((process.stdout.read(), process.wait(30)), (b"", 0))

    def test_two_programs_on_one_store_are_told_apart_by_their_ports_and_share_their_orders(self):
        """Nodes on one box share the file; each has its own writer."""
        with Server(data=self.data) as one, Server(data=self.data) as two:
            token = one.guest("shared")
            kind = one.get(f"/api/v1/branches/{one.get('/api/v1/branches').json['items'][0]['id']}").json["room_types"][0]["id"]
            number = two.post("/api/v1/orders", stay(kind, 3), token=token).json["order_no"]
            self.assertEqual(one.get("/api/v1/orders/" + number, token=token).json["arrival"], today(3))


if __name__ == "__main__":
    unittest.main()
