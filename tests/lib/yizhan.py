"""The tests' vocabulary: a real server on a free port with a store of its own, requests to it, and the short words
that the tests' stories are told in. Python's standard library only."""

import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = os.environ.get("YIZHAN_BINARY", os.path.join(ROOT, "build", "yizhan"))
PASSWORD = "correct-horse-battery"
SHANGHAI = timezone(timedelta(hours=8))


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body) if self.body else None

    @property
    def code(self):
        return self.json.get("code") if self.body else None

    def fields(self):
        """Names of the fields that a refusal complains about."""
        return [e["field"] for e in (self.json or {}).get("errors", [])]

    def __repr__(self):
        return f"<{self.status} {self.body[:300]!r}>"


class Client:
    """One keep-alive connection; not for sharing between threads."""

    def __init__(self, port, token=None, cookie=None, timeout=30):
        self.port, self.token, self.cookie, self.timeout = port, token, cookie, timeout
        self.connection = None

    def request(self, method, path, body=None, headers=None, token=None, key=None, raw=None, content_type=None):
        head = {"Accept-Language": "en"}
        data = raw
        if body is not None:
            data = json.dumps(body).encode()
            head["Content-Type"] = "application/json"
        if content_type:
            head["Content-Type"] = content_type
        if token or self.token:
            head["Authorization"] = "Bearer " + (token or self.token)
        if self.cookie:
            head["Cookie"] = self.cookie
            head["Origin"] = f"http://127.0.0.1:{self.port}"
        if key:
            head["Idempotency-Key"] = key
        head.update(headers or {})
        path = urllib.parse.quote(path, safe="/?&=%:@,+-._~")
        for attempt in range(2):
            fresh = self.connection is None
            if fresh:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
            try:
                self.connection.request(method, path, data, head)
                answer = self.connection.getresponse()
                result = Answer(answer.status, answer.headers, answer.read())
                if answer.will_close:
                    self.close()
                return result
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.close()
                if fresh:  # only a connection that idled too long may be tried again
                    raise
        raise ConnectionError("unreachable")

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.request("POST", path, {} if body is None else body, **more)

    def patch(self, path, body, **more):
        return self.request("PATCH", path, body, **more)

    def put(self, path, body, **more):
        return self.request("PUT", path, body, **more)

    def delete(self, path, **more):
        return self.request("DELETE", path, **more)

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


class Server:
    """`with Server("--order-hold-seconds", "2") as s:` The store lives until the end of the block, over restarts."""

    def __init__(self, *options, demo=True, rate_limit=False, environment=None, data=None, log_file=False):
        self.options, self.demo, self.rate_limit = list(options), demo, rate_limit
        self.environment = environment or {}
        self.data = data or tempfile.mkdtemp(prefix="yizhan-test-")
        self.keep = data is not None
        self.process = None
        self.log = []
        self.log_file = log_file  # for benchmarks: the log goes to a file of the store, nobody reads it meanwhile

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            if not self.keep:
                shutil.rmtree(self.data, ignore_errors=True)

    def start(self, options=None, wait=30, prefix=()):
        command = [*prefix, BINARY, "serve", "--data", self.data, "--listen", "127.0.0.1:0"]
        command += ["--demo"] if self.demo else []
        command += [] if self.rate_limit else ["--rate-limit", "off"]
        command += options if options is not None else self.options
        environment = {k: v for k, v in os.environ.items() if not k.startswith("YIZHAN_")}
        environment.update(YIZHAN_OWNER_PASSWORD=PASSWORD, **self.environment)
        if self.log_file:
            return self._start_with_file(command, environment, wait)
        self.output = tempfile.TemporaryFile()
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=self.output, env=environment)
        self.port = None
        self.listening = threading.Event()
        threading.Thread(target=self._read_log, args=(self.process, self.listening), daemon=True).start()
        if not self.listening.wait(wait) or self.port is None:
            raise RuntimeError("server did not start:\n" + "\n".join(self.log[-20:]))
        return self

    def _start_with_file(self, command, environment, wait):
        path = os.path.join(self.data, "log")
        with open(path, "w") as log:
            self.process = subprocess.Popen(command, stderr=log, stdout=subprocess.DEVNULL, env=environment)
        end = time.monotonic() + wait
        while time.monotonic() < end:
            with open(path, errors="replace") as log:
                found = re.search(r"event=http\.listen .*port=(\d+)", log.read(100000))
            if found:
                self.port = int(found.group(1))
                return self
            time.sleep(0.01)
        raise RuntimeError("server did not start: " + open(path).read()[-2000:])

    def _read_log(self, process, listening):
        for line in process.stderr:
            line = line.decode(errors="replace").rstrip()
            self.log.append(line)
            found = re.search(r"event=http\.listen .*port=(\d+)", line)
            if found:
                self.port = int(found.group(1))
                listening.set()
        listening.set()

    @property
    def pid(self):
        return self.process.pid

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def said(self, wait=10):
        """What it printed since its start, once there is something or `wait` seconds are over."""
        end = time.monotonic() + wait
        while not os.fstat(self.output.fileno()).st_size and time.monotonic() < end:
            time.sleep(0.01)
        return os.pread(self.output.fileno(), 1 << 16, 0).decode()

    def stop(self):
        """SIGTERM; the exit status must be 0 (a sanitizer's report makes it another), also of one that has ended before."""
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self._ended(0)

    def kill(self):
        """SIGKILL; it must have run until then."""
        self.process.kill()
        self._ended(-signal.SIGKILL)

    def _ended(self, expected):
        status, self.process = self.process.wait(30), None
        if status != expected:
            raise AssertionError(f"server ended with {status}:\n" + "\n".join(self.log[-40:]))

    def restart(self, options=None):
        self.stop()
        return self.start(options)

    def client(self, token=None, **more):
        return Client(self.port, token, **more)

    def request(self, method, path, body=None, **more):
        client = self.client()
        try:
            return client.request(method, path, body, **more)
        finally:
            client.close()

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.request("POST", path, {} if body is None else body, **more)

    def guest(self, name="guest"):
        """Token of a logged-in guest."""
        answer = self.post("/api/v1/login/wechat", {"code": "sandbox:" + name})
        assert answer.status == 200, answer
        return answer.json["token"]

    def staff(self, name="owner", password=PASSWORD):
        """A client with the staff session's cookie."""
        answer = self.post("/api/v1/admin/session", {"name": name, "password": password})
        assert answer.status == 200, answer
        return self.client(cookie=answer.headers["Set-Cookie"].split(";")[0])

    def staff_token(self, name="owner"):
        """An API token, for tests from many threads."""
        answer = self.staff(name).post("/api/v1/admin/tokens", {"label": "test", "days": 1})
        assert answer.status == 201, answer
        return answer.json["token"]


def released(data, number):
    """A store of the release whose last migration has this number, in the folder: open, for the test to put rows into. What the
    program's own connections know and migrations ask for is there."""
    store = sqlite3.connect(os.path.join(data, "yizhan.db"), isolation_level=None)
    store.create_function("business_date", 3, lambda zone, hour, at: (at // 1000 - hour * 3600) // 86400)
    store.create_collation("counted", lambda a, b: (a > b) - (a < b))
    store.execute("PRAGMA foreign_keys = ON")
    folder = os.path.join(ROOT, "migrations")
    for name in sorted(os.listdir(folder)):
        if int(name[:4]) <= number:
            with open(os.path.join(folder, name), encoding="utf-8") as script:
                store.executescript(script.read())
    store.executescript(f"PRAGMA application_id = 0x595A484E; PRAGMA user_version = {number};")
    return store


def command(data, *words):
    """What a command of the program says about the store in the folder."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("YIZHAN_")}
    return subprocess.run([BINARY, *words, "--data", data], env=clean, capture_output=True, text=True, timeout=60)


def today(days=0):
    """The business date of a demo branch (audit hour 6, Asia/Shanghai), plus days, as text."""
    local = datetime.now(SHANGHAI) - timedelta(hours=6)
    return (local.date() + timedelta(days=days)).isoformat()


def far_west():
    """A zone behind all others in which the audit at 23 is hours away: the business date is yesterday's, and over."""
    return "Etc/GMT+12" if (datetime.now(timezone.utc).hour - 12) % 24 < 21 else "Etc/GMT+9"


def branch(server, city="成都"):
    answer = server.get(f"/api/v1/branches?q={city}")
    assert answer.status == 200 and answer.json["items"], answer
    return answer.json["items"][0]["id"]


def room_type(server, city="成都", number=0):
    answer = server.get(f"/api/v1/branches/{branch(server, city)}")
    return answer.json["room_types"][number]["id"]


def new_room_type(server, owner, stock=10, mode="order", city="成都", price=30000, **more):
    """A room type of its own, so that a test counts only its own orders."""
    body = dict(branch_id=branch(server, city), name=f"测试房 {time.monotonic_ns()}", price_fen=price,
                market_price_fen=price, stock=stock, stock_mode=mode, area_m2=20, bed="大床", breakfast="含双早",
                status="on", **more)
    answer = owner.post("/api/v1/admin/room-types", body)
    assert answer.status == 201, answer
    return answer.json["id"]


def stay(room_type_id, first=10, nights=1, rooms=1, **more):
    """Body of an order."""
    return dict(room_type_id=room_type_id, arrival=today(first), departure=today(first + nights), rooms=rooms,
                guest_name="张三", guest_phone="13800000000", **more)


def parallel(count, work, threads=64):
    """Runs work(i) for i in range(count) in threads that start together; the results in order."""
    gate = threading.Barrier(min(count, threads))

    def one(i):
        if i < gate.parties:
            gate.wait()
        return work(i)

    with ThreadPoolExecutor(min(count, threads)) as pool:
        return list(pool.map(one, range(count)))


def eventually(check, seconds=5, every=0.02):
    """The first true value of check(); fails when there is none in time."""
    end = time.monotonic() + seconds
    while True:
        value = check()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError("did not come true in time: " + repr(check))
        time.sleep(every)
