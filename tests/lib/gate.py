"""Runs test programs and counts. What a program says is believed only when all of it fits: it printed its plan
("1..N"), as many results ("ok NAME", "not ok NAME"), skipped nothing, ended by itself, in time and with status 0,
and left nobody behind. Everything else is a failure of its own. Groups run side by side, each one's output whole."""

import codecs
import concurrent.futures
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

RESULT = re.compile(r"(not )?ok \S")
PLAN = re.compile(r"1\.\.(\d+)\s*(#.*)?$")
SKIPPED = re.compile(r"\s*(?:not )?ok\b.*#\s*(?:skip|todo)\b", re.I)
EMPTY_FILE = re.compile(r"ok \d+ - \S*/\S*\.test\.mjs$")  # what node says of a file in which no test was
GRACE = 5  # seconds for the output of a program that has ended to end, too


class Count:
    """Passed and failed of one program, one group or everything."""

    def __init__(self, passed=0, failed=0):
        self.passed, self.failed = passed, failed

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed"

    def __eq__(self, other):
        return (self.passed, self.failed) == (other.passed, other.failed)

    __repr__ = __str__


class Reader:
    """Counts the lines of one program while they are printed."""

    def __init__(self, say):
        self.say, self.count, self.plans, self.skipped = say, Count(), [], 0

    def line(self, line):
        self.say(line)
        plan = PLAN.match(line)
        if plan:
            self.plans.append(int(plan[1]))
        result = RESULT.match(line)
        if SKIPPED.match(line) or EMPTY_FILE.match(line):
            self.skipped += 1
            if result:
                self.count.failed += 1
        elif result and result[1]:
            self.count.failed += 1
        elif result:
            self.count.passed += 1


def read_lines(pipe, take):
    decoder, rest = codecs.getincrementaldecoder("utf-8")("replace"), ""
    while data := os.read(pipe, 65536):
        *lines, rest = (rest + decoder.decode(data)).split("\n")
        for line in lines:
            take(line)
    if rest:
        take(rest)


def ended_by(status):
    return f"ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"


def kill_all(group):
    try:
        os.killpg(group, signal.SIGKILL)
        return True
    except ProcessLookupError:
        return False


def complaints(reader, status, in_time, alone):
    """Why the program's own count is not the whole truth."""
    results = reader.count.passed + reader.count.failed
    if not in_time:
        yield "did not end in time"
    elif status < 0 or (status != 0 and not reader.count.failed):
        yield ended_by(status)
    if not alone:
        yield "left processes behind"
    if reader.skipped:
        yield f"{reader.skipped} skipped or empty"
    if not reader.plans:
        yield "printed no plan"
    elif results != sum(reader.plans):
        yield f"{sum(reader.plans)} planned, {results} run"
    elif not results:
        yield "ran nothing"


RUNNING = set()  # the process groups of the programs under way


def stop_all(number, _frame):
    """Who interrupts the gate interrupts what it runs."""
    for group in list(RUNNING):
        kill_all(group)
    os._exit(128 + number)


def run(command, line, timeout, more):
    """Status, whether it ended in time, and whether it left nobody behind who holds its output."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               start_new_session=True, **more)
    RUNNING.add(process.pid)
    thread = threading.Thread(target=read_lines, args=(process.stdout.fileno(), line), daemon=True)
    thread.start()
    try:
        status, in_time = process.wait(timeout), True
    except subprocess.TimeoutExpired:
        kill_all(process.pid)
        status, in_time = process.wait(), False
    thread.join(GRACE)
    alone = not thread.is_alive()
    kill_all(process.pid)
    RUNNING.discard(process.pid)
    thread.join(GRACE)
    return status, in_time, alone


def run_program(command, say, timeout=900, **more):
    """One test program. `more`: cwd, env."""
    reader = Reader(say)
    name = " ".join(os.path.relpath(word) if os.path.isabs(word) else word for word in command)
    try:
        found = list(complaints(reader, *run(command, reader.line, timeout, more)))
    except OSError as e:
        found = [str(e)]
    for complaint in found:
        say(f"not ok {name}: {complaint}")
    reader.count.failed += len(found)
    return reader.count


def run_check(name, command, say, timeout=900, **more):
    """A program that has nothing to say but its exit status: one result."""
    try:
        status, in_time, alone = run(command, say, timeout, more)
        why = "did not end in time" if not in_time else ended_by(status) if status else "" if alone else "left processes behind"
    except OSError as e:
        why = str(e)
    say(f"not ok {name}: {why}" if why else f"ok {name}")
    return Count(0, 1) if why else Count(1, 0)


class Run:
    """What a group is given to run its programs by."""

    def __init__(self, say):
        self.say, self.count = say, Count()

    def program(self, *command, **more):
        self.count.add(run_program(list(command), self.say, **more))

    def check(self, name, *command, **more):
        """True when the command ended well; counted as one result."""
        found = run_check(name, list(command), self.say, **more)
        self.count.add(found)
        return not found.failed

    def fail(self, text):
        self.say("not ok " + text)
        self.count.failed += 1


def run_group(name, function, say):
    began = time.monotonic()
    run = Run(say)
    say(f"== {name}")
    try:
        function(run)
    except Exception as e:  # the group's own fault must be seen, too
        run.fail(f"{name}: {type(e).__name__}: {e}")
    if not run.count.passed and not run.count.failed:
        run.fail(f"{name}: ran nothing")
    say(f"== {name}: {run.count}, {time.monotonic() - began:.0f} s")
    return run.count


def print_now(line):
    print(line, flush=True)


def run_beside(name, function, printing):
    """A group whose output is printed whole when it is done."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        count = run_group(name, function, lambda line: log.write(line + "\n"))
        log.seek(0)
        with printing:
            for line in log:
                sys.stdout.write(line)
            sys.stdout.flush()
    return count


def run_groups(groups, workers):
    """`groups`: (name, function) in the order they are to begin in, so many at a time as there are workers."""
    total, printing = Count(), threading.Lock()
    if len(groups) == 1:
        return run_group(*groups[0], print_now)
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        for future in [pool.submit(run_beside, name, function, printing) for name, function in groups]:
            total.add(future.result())
    return total


def close(count, tally=None):
    """The last line, or a line in the file of somebody who adds up several runs; returns the exit status."""
    if not count.passed and not count.failed:
        print("not ok nothing was run")
        count.failed += 1
    if tally:
        with open(tally, "a", encoding="utf-8") as file:
            print(count.passed, count.failed, file=file)
    else:
        print(count, flush=True)
    return 1 if count.failed else 0
