"""The gate itself: every way in which a test program can end without having succeeded is a failure."""
import os
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest

import gate
import yizhan

LIB = os.path.join(yizhan.ROOT, "tests", "lib")
FAKE = os.path.join(os.path.dirname(yizhan.BINARY), "tests", "fake_unit")


class Told(unittest.TestCase):
    def setUp(self):
        self.lines = []

    def told(self, passed, failed, why, *command, **more):
        """What was counted, and that the last line says why."""
        found = gate.run_program(list(command), self.lines.append, **more)
        self.assertEqual(found, gate.Count(passed, failed), self.lines)
        if failed:
            self.assertIn(why, self.lines[-1])
            self.assertTrue(self.lines[-1].startswith("not ok "), self.lines)

    def shell(self, passed, failed, why, script, **more):
        self.told(passed, failed, why, "sh", "-c", script, **more)


class Programs(Told):
    def test_what_is_fine_is_counted(self):
        self.shell(2, 0, "", "echo 1..2; echo ok a; echo '  a word'; echo ok b")
        self.shell(2, 0, "", "echo ok 1 - a; echo '    not ok 1 - inside'; echo ok 2 - b; echo 1..2")

    def test_a_failure_is_counted_once(self):
        self.shell(1, 1, "b", "echo 1..2; echo ok a; echo not ok b; exit 1")
        self.shell(1, 1, "b", "echo 1..2; echo ok a; echo not ok b; exit 0")

    def test_a_status_without_a_failure(self):
        self.shell(1, 1, "ended with status 99", "echo 1..1; echo ok a; exit 99")

    def test_a_signal(self):
        self.shell(1, 2, "2 planned, 1 run", "echo 1..2; echo ok a; kill -ABRT $$")
        self.assertIn("ended by SIGABRT", self.lines[-2])
        self.shell(1, 2, "SIGSEGV", "echo 1..2; echo ok a; echo not ok b; kill -SEGV $$")

    def test_an_early_end(self):
        self.shell(1, 1, "2 planned, 1 run", "echo 1..2; echo ok a")

    def test_more_than_was_planned(self):
        self.shell(2, 1, "1 planned, 2 run", "echo 1..1; echo ok a; echo ok b")

    def test_no_plan(self):
        self.shell(1, 1, "printed no plan", "echo ok a")

    def test_nothing(self):
        self.shell(0, 1, "printed no plan", "true")
        self.shell(0, 1, "ran nothing", "echo 1..0")
        self.shell(0, 2, "printed no plan", "echo npm: no such script; exit 1")

    def test_a_skip(self):
        self.shell(1, 2, "1 skipped", "echo 1..2; echo ok 1 - a; echo 'ok 2 - b # SKIP no browser'")
        self.shell(1, 2, "1 skipped", "echo 1..2; echo ok 1 - a; echo 'not ok 2 - b # TO" "DO later'")
        self.shell(1, 1, "1 skipped", "echo 1..1; echo '    ok 1 - inside # SKIP'; echo ok 1 - a")

    def test_an_end_that_does_not_come(self):
        self.shell(1, 1, "did not end in time", "echo 1..1; echo ok a; sleep 600", timeout=1)

    def test_somebody_left_behind(self):
        grace, gate.GRACE = gate.GRACE, 1
        self.addCleanup(setattr, gate, "GRACE", grace)
        self.shell(1, 1, "left processes behind", "echo 1..1; echo ok a; sleep 600 &")

    def test_no_such_program(self):
        self.told(0, 1, "No such file", "/nowhere/at/all")

    def test_odd_bytes_are_no_obstacle(self):
        self.shell(1, 0, "", r"printf '1..1\n\377\376\nok a'")


class Checks(Told):
    def test_its_status_is_all_that_counts(self):
        for script, right, why in (("echo not ok whatever", gate.Count(1, 0), "ok name"), ("exit 3", gate.Count(0, 1), "status 3"),
                                   ("kill $$", gate.Count(0, 1), "SIGTERM"), ("sleep 600", gate.Count(0, 1), "in time")):
            with self.subTest(script):
                self.assertEqual(gate.run_check("name", ["sh", "-c", script], self.lines.append, timeout=2), right)
                self.assertIn(why, self.lines[-1])
        self.assertEqual(gate.run_check("name", ["/nowhere/at/all"], self.lines.append), gate.Count(0, 1))


class UnitPrograms(Told):
    """The real vocabulary of the unit tests, in a program that goes wrong on purpose."""

    def test_fine(self):
        self.told(2, 0, "", FAKE)

    def test_a_check(self):
        self.told(1, 1, "second", FAKE, "check")

    def test_abort_after_the_first_ok(self):
        self.told(1, 2, "2 planned, 1 run", FAKE, "abort")

    def test_a_quiet_exit_after_the_first_ok(self):
        self.told(1, 1, "2 planned, 1 run", FAKE, "exit")

    def test_killed(self):
        self.told(1, 2, "2 planned, 1 run", FAKE, "kill")

    def test_a_name_that_no_test_has(self):
        unit = os.path.join(os.path.dirname(FAKE), "unit_base")
        self.told(0, 2, "ran nothing", unit, "no_such_test")


class Suites(Told):
    """The real suite.py over a folder with one file of tests."""

    def suite(self, text):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "test_fake.py"), "w", encoding="utf-8") as file:
                file.write("import os, unittest\n" + textwrap.dedent(text))
            self.lines.clear()
            return gate.run_program([sys.executable, os.path.join(LIB, "suite.py"), folder], self.lines.append)

    def test_ends_of_a_second_test(self):
        for body, right in (("pass", (2, 0)), ("self.fail('no')", (1, 1)), ("self.skipTest('no browser')", (1, 1)), ("1 / 0", (1, 1)),
                            ("os._exit(0)", (1, 1)), ("os.abort()", (1, 2)), ("raise SystemExit", (1, 1)),
                            ("[self.subTest(i=i).__enter__() for i in range(2)]", (1, 1))):
            with self.subTest(body):
                found = self.suite(f"""
                    class Fake(unittest.TestCase):
                        def test_a(self):
                            pass
                        def test_b(self):
                            {body}
                    """)
                self.assertEqual(found, gate.Count(*right), self.lines)

    def test_failing_parts_are_one_failure(self):
        found = self.suite("""
            class Fake(unittest.TestCase):
                def test_b(self):
                    for i in range(3):
                        with self.subTest(i=i):
                            self.assertEqual(i, 9)
            """)
        self.assertEqual(found, gate.Count(0, 1), self.lines)
        self.assertEqual(sum("AssertionError" in line for line in self.lines), 3)

    def test_expected_failures_and_skipped_classes(self):
        for word in ("@unittest.expectedFailure", "@unittest.skip('later')"):
            with self.subTest(word):
                found = self.suite(f"""
                    class Fake(unittest.TestCase):
                        {word}
                        def test_a(self):
                            self.fail()
                    """)
                self.assertEqual(found, gate.Count(0, 1), self.lines)

    def test_a_class_that_cannot_begin(self):
        for end in ("1 / 0", "raise unittest.SkipTest('no disk')"):
            with self.subTest(end):
                found = self.suite(f"""
                    class Fake(unittest.TestCase):
                        @classmethod
                        def setUpClass(cls):
                            {end}
                        def test_a(self):
                            pass
                    """)
                self.assertEqual(found.passed, 0)
                self.assertGreater(found.failed, 0)

    def test_a_file_that_cannot_be_read_and_none_at_all(self):
        self.assertEqual(self.suite("import nothing_of_this_name"), gate.Count(0, 1), self.lines)
        self.assertEqual(self.suite(""), gate.Count(0, 2), self.lines)


class NodeTests(Told):
    """Node's own runner."""

    def node(self, text):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "fake.test.mjs")
            with open(path, "w", encoding="utf-8") as file:
                file.write("import test from 'node:test'\nimport assert from 'node:assert'\n" + text)
            self.lines.clear()
            return gate.run_program(["node", "--test", "--test-reporter=tap", path], self.lines.append)

    def test_its_ends(self):
        for text, failed in (("test('a', () => {})", False), ("test('a', () => assert(false))", True), ("", True),
                             ("test('a', { skip: 'no browser' }, () => {})", True), ("test('a', { to" "do: true }, () => {})", True),
                             ("test('a', () => {}); process.exit(0)", True), ("throw new Error('no')", True),
                             ("test('a', (t) => t.test('b', { skip: true }, () => {}))", True)):
            with self.subTest(text):
                found = self.node(text)
                self.assertEqual(found.failed > 0, failed, self.lines)
                self.assertEqual(found.passed > 0, "(t)" in text or not failed, self.lines)


class Servers(unittest.TestCase):
    def test_one_that_ended_by_itself_is_noticed(self):
        server = yizhan.Server()
        with self.assertRaisesRegex(AssertionError, "ended with -6"):
            with server:
                os.kill(server.pid, 6)
                server.process.wait()


class Whole(unittest.TestCase):
    """Groups, and the last line."""

    def run_groups(self, text, *options):
        script = f"""
            import sys
            sys.path.insert(0, {LIB!r})
            import gate
            def shell(script, **more):
                return lambda run: run.program("sh", "-c", script, **more)
            fine = shell("echo 1..1; sleep 0.2; echo ok fine; sleep 0.2; echo '# said by fine'")
            total = gate.run_groups({text}, 2)
            sys.exit(gate.close(total, *sys.argv[1:]))
            """
        done = subprocess.run([sys.executable, "-c", textwrap.dedent(script), *options], capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout.splitlines()

    def test_all_fine(self):
        status, lines = self.run_groups("[('a', fine), ('b', fine), ('c', fine)]")
        self.assertEqual((status, lines[-1]), (0, "3 passed, 0 failed"), lines)
        for i in (i for i, line in enumerate(lines) if re.fullmatch("== .", line)):  # each one's output stands together
            self.assertEqual(lines[i + 1:i + 4], ["1..1", "ok fine", "# said by fine"])

    def test_ways_to_fail(self):
        for group in ("lambda run: None", "lambda run: 1 / 0", "shell('exit 1')", "shell('echo ok a; exit 99')"):
            with self.subTest(group):
                status, lines = self.run_groups(f"[('a', fine), ('b', {group})]")
                self.assertEqual(status, 1, lines)
                self.assertRegex(lines[-1], r"^\d passed, [12] failed$")

    def test_nothing_is_a_failure(self):
        status, lines = self.run_groups("[]")
        self.assertEqual((status, lines[-1]), (1, "0 passed, 1 failed"))

    def test_the_tally_is_for_who_adds_up(self):
        with tempfile.NamedTemporaryFile("r") as tally:
            status, lines = self.run_groups("[('a', fine), ('b', fine)]", tally.name)
            self.assertEqual(tally.read(), "2 0\n")
            self.assertEqual(status, 0)
            self.assertFalse([line for line in lines if re.match(r"\d+ passed", line)])

    def test_who_interrupts_it_interrupts_its_programs(self):
        with tempfile.TemporaryDirectory() as folder:
            mark = os.path.join(folder, "pid")
            script = f"""
                import signal, sys
                sys.path.insert(0, {LIB!r})
                import gate
                signal.signal(signal.SIGTERM, gate.stop_all)
                gate.run_groups([('a', lambda run: run.program("sh", "-c", "echo $$ >{mark}.new; mv {mark}.new {mark}; sleep 600"))], 1)
                """
            process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.DEVNULL)
            yizhan.eventually(lambda: os.path.exists(mark))
            process.terminate()
            self.assertEqual(process.wait(30), 128 + 15)
            with open(mark, encoding="utf-8") as file:
                pid = int(file.read())
            yizhan.eventually(lambda: not os.path.exists(f"/proc/{pid}"))


class Ci(unittest.TestCase):
    """.ci/run over a tests/run that tells what it is asked to."""

    def ci(self, *parts):
        with tempfile.TemporaryDirectory() as folder:
            for name in (".ci", "tests"):
                os.mkdir(os.path.join(folder, name))
            with open(os.path.join(folder, "tests", "run"), "w", encoding="utf-8") as file:
                file.write('#!/bin/sh\n[ "$3" = --long ] && set -- "$2" 1 || set -- "$2" 0\ncase $2 in\n' + "".join(
                    f"{i}) {part} ;;\n" for i, part in enumerate(parts)) + "esac\n")
            os.chmod(file.name, 0o755)
            done = subprocess.run(["bash"], input=open(os.path.join(yizhan.ROOT, ".ci", "run"), encoding="utf-8").read().replace(
                'cd "$(dirname "$0")/.."', f"cd {folder}"), capture_output=True, text=True, timeout=60)
            return done.returncode, done.stdout.splitlines()

    def test_one_line_about_everything(self):
        status, lines = self.ci('echo 5 0 >>"$1"', 'echo 2 0 >>"$1"')
        self.assertEqual((status, lines[-1]), (0, "7 passed, 0 failed"))

    def test_a_failure_in_either_part(self):
        for parts, right in ((('echo 5 1 >>"$1"; exit 1', 'echo 2 0 >>"$1"'), "7 passed, 1 failed"),
                             (('echo 5 0 >>"$1"', 'echo 2 3 >>"$1"; exit 1'), "7 passed, 3 failed"),
                             (('echo 5 0 >>"$1"', "exit 0"), "5 passed, 1 failed"),
                             (("kill -9 $$", 'echo 2 0 >>"$1"'), "2 passed, 1 failed"), (("true", "true"), "0 passed, 2 failed")):
            with self.subTest(parts):
                status, lines = self.ci(*parts)
                self.assertEqual((status, lines[-1]), (1, right), lines)
