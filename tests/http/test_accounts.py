"""Names of accounts: one whatever the case and width, and who was told apart by them before still is."""
import os
import sqlite3
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))
from house import ADMIN, House  # noqa: E402
from yizhan import PASSWORD, Server  # noqa: E402


class StaffNames(House):
    def test_one_account_whatever_the_case_and_width(self):
        number = self.post("/staff", {"name": "Wáng Li", "password": PASSWORD, "role": "frontdesk"}, 201)["id"]
        for name in ("wáng li", "WÁNG LI", "ｗáｎｇ　Ｌｉ"):
            with self.subTest(name=name):
                self.refused(self.staff("POST", "/staff", {"name": name, "password": PASSWORD, "role": "owner"}), 409, "exists", "name")
                self.assertEqual(self.server.staff(name).get(ADMIN + "/session").json["staff"]["id"], number)
        for name in ("OWNER", "ｏｗｎｅｒ"):
            self.refused(self.staff("PATCH", f"/staff/{number}", {"name": name}), 409, "exists", "name")
        self.staff("PATCH", f"/staff/{number}", {"name": "WÁNG LI"}, 200)
        self.post("/staff", {"name": "Wang Li", "password": PASSWORD, "role": "frontdesk"}, 201)  # an accent is another name

    def test_accounts_that_were_two_before_stay_two(self):
        with Server() as server:
            server.stop()
            store = sqlite3.connect(os.path.join(server.data, "yizhan.db"))
            store.execute("INSERT INTO staff (id, name, password, role, active, created_at) "
                          "SELECT 5, 'OWNER', password, 'manager', 1, 0 FROM staff WHERE name = 'owner'")
            store.commit()
            store.close()
            server.start()
            role = lambda name: server.staff(name).get(ADMIN + "/session").json["staff"]["role"]  # noqa: E731
            self.assertEqual((role("owner"), role("OWNER")), ("owner", "manager"))
            self.assertIn(role("Owner"), ("owner", "manager"))
            answer = server.request("PATCH", ADMIN + "/staff/5", {"role": "frontdesk"}, token=server.staff_token())
            self.assertEqual(answer.status, 200, answer)


class Tokens(House):
    def account(self, role="frontdesk", **more):
        name = f"member-of-staff-{next(self.numbers)}"
        made = self.post("/staff", {"name": name, "password": PASSWORD, "role": role, **more}, 201)
        return name, made["id"]

    def test_a_token_makes_no_token(self):
        """Nothing of it is left when it is revoked."""
        name, _ = self.account()
        client = self.server.staff(name)
        token = client.post(ADMIN + "/tokens", {"label": "收银"}).json["token"]
        refused = self.staff("POST", "/tokens", {"label": "偷留"}, token=token)
        self.refused(refused, 403, "forbidden", "Authorization")
        self.assertIn("log in with name and password", refused.json["detail"])
        both = self.server.client(token, cookie=client.cookie).post(ADMIN + "/tokens", {"label": "偷留"})
        self.assertEqual(both.status, 403, both)
        self.assertEqual(len(client.get(ADMIN + "/tokens").json["items"]), 1)

    def test_the_tokens_of_an_account_end_with_it(self):
        ends = {"off": lambda number: self.staff("PATCH", f"/staff/{number}", {"active": False}, 200),
                "another password": lambda number: self.staff("PATCH", f"/staff/{number}", {"password": PASSWORD + "!"}, 200),
                "deleted": lambda number: self.staff("DELETE", f"/staff/{number}", status=204)}
        for how, end in ends.items():
            with self.subTest(how):
                name, number = self.account()
                tokens = [self.server.staff_token(name) for _ in range(3)]
                end(number)
                for token in tokens:
                    self.refused(self.staff("GET", "/session", token=token), 401, "unauthorized")
                self.staff("PATCH", f"/staff/{number}", {"active": True})
                self.refused(self.staff("GET", "/session", token=tokens[0]), 401, "unauthorized")


if __name__ == "__main__":
    unittest.main()
