"""Runs the unittest files of a folder: a plan "1..N", a line per test, "ok NAME" or "not ok NAME", with the trace.
A skip is no success, and neither is a test that says nothing. suite.py FOLDER [FILE...]"""

import os
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))


class Lines(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.bad = 0

    def startTest(self, test):
        super().startTest(test)
        self.started, self.fine, self.troubles = time.monotonic(), False, []

    def stopTest(self, test):
        if not self.fine and not self.troubles:
            self.troubles.append("it ended without a result")
        self.tell(test, f" ({time.monotonic() - self.started:.1f} s)", self.troubles)
        self.started = None

    def tell(self, test, after, troubles):
        self.bad += bool(troubles)
        print(f"not ok {test.id()}" if troubles else f"ok {test.id()}{after}", flush=True)
        for trouble in troubles:
            print("  " + trouble.replace("\n", "\n  "), flush=True)

    def addSuccess(self, test):
        self.fine = True

    def addSkip(self, test, reason):
        self.trouble(test, "skipped: " + reason)

    def addExpectedFailure(self, test, error):
        self.trouble(test, "a failure that was expected is a failure")

    def addUnexpectedSuccess(self, test):
        self.trouble(test, "a success that was not expected")

    def addFailure(self, test, error):
        self.trouble(test, self._exc_info_to_string(error, test))

    addError = addFailure

    def addSubTest(self, test, subtest, error):
        if error:
            self.trouble(test, f"{subtest.id()}\n{self._exc_info_to_string(error, test)}")

    def trouble(self, test, text):
        """Of a test; or of what was to be made ready for a class of them, which then did not run."""
        if getattr(self, "started", None) is not None:
            self.troubles.append(text)
        else:
            self.tell(test, "", [text])


def load(folder, names):
    suite = unittest.TestSuite()
    for pattern in [name if name.endswith(".py") else name + "*.py" for name in names] or ["test_*.py"]:
        suite.addTests(unittest.TestLoader().discover(folder, pattern, folder))
    return suite


def main(folder, *names):
    sys.path.insert(0, folder)
    suite, lines = load(folder, names), Lines()
    print(f"1..{suite.countTestCases()}", flush=True)
    suite.run(lines)
    return 1 if lines.bad or not lines.testsRun else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
