"""yizhan backup: a consistent, checked copy while guests book; its refusals leave nothing behind."""
import os
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
from yizhan import BINARY, Server, new_room_type, stay  # noqa: E402


class Backup(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.mkdtemp(prefix="yizhan-backup-")
        self.addCleanup(shutil.rmtree, self.place, ignore_errors=True)
        self.file = os.path.join(self.place, "copy.db")

    def start(self, data, file=None, *options):
        return subprocess.Popen([BINARY, "backup", file or self.file, "--data", data, *options], stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True,
                                env={k: v for k, v in os.environ.items() if not k.startswith(("YIZHAN_", "LC_", "LANG"))})

    def refused(self, data, why, file=None):
        process = self.start(data, file)
        _, said = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, said)
        self.assertIn(why, said)

    def test_while_guests_book(self):
        with Server() as server:
            room_type = new_room_type(server, server.staff(), stock=9999)
            acknowledged, stop = [], threading.Event()

            def book(i):
                client = server.client(token=server.guest(f"backup{i}"))
                while not stop.is_set():
                    answer = client.post("/api/v1/orders", stay(room_type, 5))
                    self.assertEqual(answer.status, 201, answer)
                    acknowledged.append(answer.json["order_no"])

            threads = [threading.Thread(target=book, args=(i,)) for i in range(8)]
            for t in threads:
                t.start()
            try:
                while len(acknowledged) < 200:
                    time.sleep(0.01)
                before = list(acknowledged)
                process = self.start(server.data)
                out, said = process.communicate(timeout=120)
                during = len(acknowledged) - len(before)
            finally:
                stop.set()
                for t in threads:
                    t.join()
            self.assertEqual(process.returncode, 0, said)
            self.assertIn("copied 100%", said)
            self.assertIn(self.file, out)
            self.assertGreater(during, 0)
            self.assertEqual(os.listdir(self.place), ["copy.db"])  # one file: no WAL, nothing half done
            self.assertEqual(os.stat(self.file).st_mode & 0o777, 0o600)
            with sqlite3.connect(self.file) as db:
                there = {str(row[0]) for row in db.execute("SELECT id FROM orders")}
                self.assertEqual(set(before) - there, set())
                sold, = db.execute("SELECT sum(sold) FROM nights WHERE room_type_id = ?", (int(room_type),)).fetchone()
                live, = db.execute("SELECT count(*) FROM orders WHERE room_type_id = ? AND status = 'pending_payment'",
                                   (int(room_type),)).fetchone()
                self.assertEqual(sold, live)
        copy = os.path.join(self.place, "copy")
        os.mkdir(copy)
        os.rename(self.file, os.path.join(copy, "yizhan.db"))
        with Server(data=copy) as again:
            self.assertEqual(again.get("/readyz").status, 200)

    def test_what_cannot_be(self):
        with Server() as server:
            self.refused(self.place, "there is no store in that directory")
            self.refused(server.data, "unable to open database file", os.path.join(self.place, "nowhere", "copy.db"))
            with open(self.file, "w") as f:
                f.write("mine")
            self.refused(server.data, "it exists already")
            with open(self.file) as f:
                self.assertEqual(f.read(), "mine")
            self.assertEqual(os.listdir(self.place), ["copy.db"])

    def test_stopped_half_way(self):
        with Server() as server:
            with sqlite3.connect(os.path.join(server.data, "yizhan.db")) as db:
                db.execute("CREATE TABLE ballast (a)")
                db.executemany("INSERT INTO ballast VALUES (zeroblob(?))", [(1 << 20,)] * 300)
            for why, signals in (("it was stopped", [signal.SIGINT]),
                                 ("took longer than backup-seconds", [signal.SIGSTOP, 1.1, signal.SIGCONT])):
                process = self.start(server.data, None, "--backup-seconds", "1")
                process.stderr.readline()
                for step in signals:
                    time.sleep(step) if isinstance(step, float) else process.send_signal(step)
                _, said = process.communicate(timeout=60)
                self.assertEqual(process.returncode, 1, said)
                self.assertIn(why, said)
                self.assertEqual(os.listdir(self.place), [])


if __name__ == "__main__":
    unittest.main()
