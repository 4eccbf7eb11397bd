"""Runs the unittest files of a folder and prints a line per test: "ok NAME" or "not ok NAME", with the trace."""

import os
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))


class Lines(unittest.TestResult):
    def startTest(self, test):
        super().startTest(test)
        self.started = time.monotonic()

    def name(self, test):
        return f"{test.id()} ({time.monotonic() - self.started:.1f} s)"

    def addSuccess(self, test):
        print("ok", self.name(test), flush=True)

    def addSkip(self, test, reason):
        print("skipped", test.id(), reason, flush=True)

    def fail(self, test, error):
        print("not ok", test.id(), flush=True)
        print(self._exc_info_to_string(error, test), flush=True)

    def addFailure(self, test, error):
        self.fail(test, error)

    def addError(self, test, error):
        self.fail(test, error)

    def addSubTest(self, test, subtest, error):
        if error:
            self.fail(subtest, error)


folder = sys.argv[1]
names = sys.argv[2:]
sys.path.insert(0, folder)
pattern = (names[0] if names else "test_") + "*.py"
unittest.TestLoader().discover(folder, pattern, folder).run(Lines())
