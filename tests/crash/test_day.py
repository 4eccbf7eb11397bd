"""kill -9 while a business date is being closed: afterwards it is open and nothing of its end was done, or closed and all of it was."""
import http.client
import os
import shutil
import sys
import tempfile
import threading
import time
import unittest
from datetime import date, timedelta

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from books import wrong_books  # noqa: E402
from house import ADMIN, rows  # noqa: E402
from yizhan import Server, far_west  # noqa: E402

ROUNDS = max(8, int(os.environ.get("YIZHAN_CRASH_ROUNDS", "50")) // 4)
PARTIES, ROOMS = 20, 50
KEEP = {"due_in": "keep", "due_out": "keep", "shift_open": "keep"}


class Day(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """A store with 1,000 rooms that are slept in, and one guest not come, which stops the schedule."""
        cls.server = Server().__enter__()
        cls.addClassCleanup(cls.server.__exit__, None, None, None)
        cls.token = cls.server.staff_token()
        post = cls.post
        made = post("/branches", {"name": "西", "timezone": far_west(), "audit_hour": 23, "audit_policies": {}})
        cls.place, cls.open_date = made["id"], made["business_date"]
        kind = post("/room-types", {"branch_id": cls.place, "name": "大床", "price_fen": 10000, "stock": PARTIES * ROOMS + 1, "status": "on"})["id"]
        next_day = (date.fromisoformat(cls.open_date) + timedelta(days=2)).isoformat()
        ask = {"room_type_id": kind, "arrival": cls.open_date, "departure": next_day, "guest_name": "张三", "guest_phone": "13800000000"}
        for _ in range(PARTIES):
            post(f"/orders/{post('/orders', dict(ask, rooms=ROOMS))['order_no']}/check-in", {})
        post("/orders", dict(ask, rooms=1))
        cls.server.stop()
        cls.store = tempfile.mkdtemp(prefix="yizhan-day-")
        cls.addClassCleanup(shutil.rmtree, cls.store, True)
        shutil.rmtree(cls.store)
        shutil.copytree(cls.server.data, cls.store)

    @classmethod
    def post(cls, path, body):
        answer = cls.server.post(ADMIN + path, body, token=cls.token)
        assert answer.status < 300, answer
        return answer.json

    def close(self):
        body = {"branch_id": self.place, "business_date": self.open_date, "policies": KEEP}
        try:
            return self.server.post(ADMIN + "/day/close", body, token=self.token)
        except (OSError, http.client.HTTPException):
            return None

    def state(self):
        """(the open date has moved, days written, nights charged, rooms counted)"""
        one = lambda sql: rows(self.server.data, sql, int(self.place))[0][0]  # noqa: E731
        day = (date.fromisoformat(self.open_date) - date(1970, 1, 1)).days
        return (one("SELECT business_date FROM branches WHERE id = ?") - day, one("SELECT count(*) FROM days WHERE branch_id = ?"),
                one("SELECT count(*) FROM ledger_lines WHERE branch_id = ? AND code = 'room'"),
                one("SELECT coalesce(sum(sold), 0) FROM day_types WHERE branch_id = ?"))

    def test_not_run_or_whole(self):
        seen = set()
        whole = (1, 1, PARTIES * ROOMS, PARTIES * ROOMS)
        self.server.start()
        began = time.monotonic()
        self.assertEqual(self.close().status, 200)
        took = time.monotonic() - began
        self.assertEqual(self.state(), whole)
        for n in range(ROUNDS):
            self.server.stop()
            shutil.rmtree(self.server.data)
            shutil.copytree(self.store, self.server.data)
            self.server.start()
            answers = []
            closing = threading.Thread(target=lambda: answers.append(self.close()))
            closing.start()
            time.sleep(took * 2 * n / ROUNDS)
            self.server.kill()
            closing.join()
            self.server.start()
            state = self.state()
            self.assertIn(state, ((0, 0, 0, 0), whole), f"round {n}")
            if answers[0] and answers[0].status == 200:
                self.assertEqual(state, whole, "what was acknowledged is there")
            self.assertEqual(wrong_books(lambda sql: rows(self.server.data, sql)), {})
            seen.add(state)
            self.assertEqual(self.close().status, 409 if state == whole else 200)
        self.assertEqual(self.state(), whole)
        print(f"# {ROUNDS} kills within {took * 1000:.0f} ms: {len(seen)} outcomes")


if __name__ == "__main__":
    unittest.main()
