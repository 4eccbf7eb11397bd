"""The demo that has been open for a while: its past was made by the rules of the desk, and it goes on from there."""
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import API, House  # noqa: E402
from yizhan import today  # noqa: E402

DAYS = 6


class Lived(House):
    options = ("--demo-days", str(DAYS))

    def test_every_day_before_today_is_closed_and_the_house_is_lived_in(self):
        for b in self.staff("GET", "/branches?limit=100", status=200).json["items"]:
            with self.subTest(branch=b["name"]):
                days = self.staff("GET", f"/days?branch_id={b['id']}", status=200).json["items"]
                self.assertEqual([d["business_date"] for d in days], [today(-n) for n in range(1, DAYS + 1)])
                self.assertEqual({d["by"] for d in days} - {"chengdu", "shenzhen", "beijing"}, set())
                self.assertTrue(all(d["sold"] and d["room_fen"] and d["in_fen"] for d in days))
                self.assertEqual(b["business_date"], today())
                now = self.staff("GET", f"/today?branch_id={b['id']}", status=200).json
                self.assertTrue(now["due_in"] and now["in_house"])
                report = self.staff("GET", f"/reports/occupancy?branch_id={b['id']}&from={today(-DAYS)}&to={today(-1)}", status=200).json
                self.assertEqual(sorted(d["sold"] for d in report["items"]), sorted(d["sold"] for d in days))
                self.assertEqual(self.staff("GET", f"/trial-balance?branch_id={b['id']}", status=200).json["sum_fen"], 0)

    def test_it_goes_on(self):
        b = self.server.get(API + "/branches").json["items"][0]["id"]
        one = next(s for s in self.staff("GET", f"/stays?branch_id={b}&state=due_in&date={today()}", status=200).json["items"])
        self.assertEqual(self.post(f"/stays/{one['id']}/check-in")["state"], "in_house")
        self.settled()


if __name__ == "__main__":
    unittest.main()
