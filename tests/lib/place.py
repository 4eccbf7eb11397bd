"""Objects of one branch, for tests of who may see and change what is whose."""
from datetime import date

from house import House
from yizhan import PASSWORD, branch, new_room_type, stay, today

EPOCH = date(1970, 1, 1).toordinal()


class Place:
    """Objects of one branch, made as they are asked for."""

    def __init__(self, test, city):
        self.test, self.city, self.id = test, city, branch(test.server, city)
        self.fixed, self.back = {}, 0

    def kind(self):
        return new_room_type(self.test.server, House.Owner(self.test), 10, "order", self.city)

    def once(self, name):
        """An object that reading does not use up."""
        if name not in self.fixed:
            self.fixed[name] = getattr(self, name)()
        return self.fixed[name]

    def room(self):
        return self.test.rooms(self.kind(), 1)[0]

    def closing(self):
        return self.test.post("/closings", {"room_id": self.room(), "from": today(3), "to": today(4), "reason": "保养"}, 201)["id"]

    def rule(self):
        return self.test.post("/price-rules", {"room_type_id": self.kind(), "from": today(5), "to": today(6), "price_fen": 9}, 201)["id"]

    def paid(self):
        return self.test.booked_and_paid(self.test.guest(), self.kind(), 0)["order_no"]

    def roomy(self):
        """Paid, with two rooms to choose from, and one of them."""
        kind = self.kind()
        rooms = self.test.rooms(kind, 2)
        return self.test.booked_and_paid(self.test.guest(), kind, 0)["order_no"], rooms[0]

    def inside(self):
        number, _ = self.roomy()
        self.test.post(f"/orders/{number}/check-in")
        return number

    def stay(self, *steps):
        """A paid stay of one room, after these steps."""
        number, _ = self.roomy()
        one = self.test.record(number)["stays"][0]["id"]
        for step in steps:
            self.test.post(f"/stays/{one}/{step}")
        return one

    def long_stay(self):
        one = self.stay("check-in")
        self.test.post(f"/stays/{one}/extend", {"departure": today(3)})
        return one

    def early(self):
        """A stay to come that is asked for a fee when it is checked in now."""
        self.test.staff("PATCH", f"/branches/{self.id}", {"early_in_percent": 50}, 200)
        number = self.test.booked_and_paid(self.test.guest(), self.kind(), 1)["order_no"]
        return self.test.record(number)["stays"][0]["id"]

    def owing(self):
        return self.test.post("/orders", stay(self.kind(), 0), 201)["order_no"]

    def debtor(self):
        one = self.charge()[0]
        return self.test.post(f"/stays/{one}/check-out", {"leave_owing": {"reason": "x"}})["order_no"]

    def charge(self):
        """A charge on a stay's account: the account, the line."""
        one = self.stay("check-in")
        account = self.test.post(f"/accounts/{one}/charges", {"code": "minibar", "unit_fen": 900})
        return one, account["lines"][-1]["id"]

    def deposit(self):
        one = self.stay("check-in")
        self.test.post(f"/accounts/{one}/charges", {"code": "minibar", "unit_fen": 900})
        self.test.post(f"/accounts/{one}/deposits", {"kind": "cash", "amount_fen": 900})
        return one

    def hold(self):
        """Of a stay that owes something."""
        one = self.charge()[0]
        return self.test.post(f"/accounts/{one}/holds", {"kind": "card", "amount_fen": 900, "reference": "x"})["holds"][-1]["id"]

    def extra(self):
        return self.test.post(f"/stays/{self.stay('check-in')}/extras", {"code": "breakfast", "unit_fen": 1})["extras"][0]["id"]

    def opened(self):
        """The account of a stay that is over, opened again."""
        one = self.stay("check-in", "check-out")
        self.test.post(f"/accounts/{one}/open", {"reason": "x"})
        return one

    def code(self):
        return self.test.post("/charge-codes", {"code": f"c{next(self.test.numbers)}", "name": "杂项"}, 201)["id"]

    def company(self):
        return self.test.post("/companies", {"name": f"公司{next(self.test.numbers)}", "credit_limit_fen": 100}, 201)["id"]

    def shift(self):
        """Somebody's open shift here; one's own would be in the way of the next."""
        name = f"shift-{next(self.test.numbers)}"
        self.test.post("/staff", {"name": name, "password": PASSWORD, "role": "frontdesk", "branch_ids": [self.id]}, 201)
        return self.test.post("/shifts", {"branch_id": self.id, "float_fen": 100}, 201, token=self.test.server.staff_token(name))["id"]

    def message(self):
        number = self.once("paid")
        return self.test.staff("GET", f"/mq/messages?key={number}", status=200).json["items"][0]["id"]

    def delayed(self):
        later = {"topic": "order_topic", "key": self.once("paid"), "body": {}, "due_at": "2027-03-01T08:00:00Z"}
        return self.test.post("/mq/messages", later, 201)["delayed_id"]

    def set_date(self, days):
        """Its business date is so many days from today's; the open shift keeps the schedule from closing it."""
        self.test.staff("PATCH", f"/branches/{self.id}", {"audit_policies": {"shift_open": "stop"}}, 200)
        self.test.change("UPDATE branches SET business_date = ? WHERE id = ?", date.fromisoformat(today(days)).toordinal() - EPOCH, int(self.id))

    def closing_day(self):
        """What closes a day that was not closed before."""
        self.back -= 1
        self.set_date(self.back)
        return {"branch_id": self.id, "business_date": today(self.back), "policies": dict.fromkeys(("due_in", "due_out", "shift_open"), "keep")}

    def closed(self):
        """A date that is closed."""
        body = self.closing_day()
        self.test.post("/day/close", body)
        self.set_date(0)
        return body["business_date"]

    def empty(self):
        return self.test.post("/branches", {"name": "空"}, 201)["id"]
