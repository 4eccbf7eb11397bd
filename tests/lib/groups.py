"""The groups of tests: what each one runs, and which of them run side by side. Begun by tests/run."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import threading
from glob import glob

import gate

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SUITE = [sys.executable, os.path.join(ROOT, "tests", "lib", "suite.py")]
MAKING = threading.Lock()
LONG = 1800  # seconds; a program that is still running then never ends


def at(*path):
    return os.path.join(ROOT, *path)


def suite(run, folder, *names, **more):
    run.program(*SUITE, at("tests", folder), *names, timeout=LONG, cwd=ROOT, **more)


def make(run, build, *options, env=None):
    """Sets the build folder up and builds; false when that failed."""
    ready = os.path.exists(at(build, "build.ninja")) or run.check(f"{build} can be set up", "meson", "setup", build, *options,
                                                                  cwd=ROOT, env=env)
    return ready and run.check(f"{build} is built", "ninja", "-C", build, timeout=LONG, cwd=ROOT)


def units(run, build, env=None, before=()):
    for source in sorted(glob(at("tests", "unit", "unit_*.c"))):
        run.program(*before, at(build, "tests", os.path.basename(source)[:-2]), cwd=ROOT, env=env)


    for corpus in sorted(glob(at("tests", "fuzzing", "corpus", "*"))):
        run.program(*before, at(build, "tests", "replay_" + os.path.basename(corpus)), corpus, cwd=ROOT, env=env)


def packages(run, folder):
    """Installs what the folder's lock file names, unless it is there; false when that failed."""
    lock, installed = at(folder, "package-lock.json"), at(folder, "node_modules", ".installed")
    if os.path.exists(installed) and open(lock).read() == open(installed).read():
        return True
    fine = run.check(f"packages of {folder}", "npm", "ci", "--silent", "--no-audit", "--no-fund", cwd=at(folder))
    if fine:
        shutil.copyfile(lock, installed)
    return fine


def node_tests(run, folder):
    """Node's test runner, one file after the other, each with a time of its own."""
    for file in sorted(glob(at(folder, "*.test.mjs"))) if packages(run, folder) else []:
        run.program("node", "--test", "--test-reporter=tap", file, timeout=LONG, cwd=ROOT)


def tidy(run):
    for script in ("tidy", "texts"):
        run.program(sys.executable, at("tests", script), cwd=ROOT)


def web(run):
    run.program("npm", "--silent", "--prefix", at("web", "shared"), "test", cwd=ROOT)


def http_half(run, half, **more):
    """Every other file, so that two groups can take them side by side: most of the time a test waits."""
    names = [os.path.basename(path)[:-3] for path in sorted(glob(at("tests", "http", "test_*.py")))]
    suite(run, "http", *(name + ".py" for name in names[half::2]), **more)


def sanitize(run, half):
    with MAKING:  # one of the two builds
        if not make(run, "build-asan", "-Db_sanitize=address,undefined", "-Dbuildtype=debugoptimized", "-Db_lundef=false"):
            return
    env = dict(os.environ, ASAN_OPTIONS="detect_leaks=1:abort_on_error=0:exitcode=99",
               UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1", YIZHAN_BINARY=at("build-asan", "yizhan"))
    if half == 0:
        units(run, "build-asan", env)
    http_half(run, half, env=env)


def without_aslr():
    """gcc 12's ThreadSanitizer does not start where the kernel spreads addresses more widely than it knows."""
    return ["setarch", "-R"] if subprocess.run(["setarch", "-R", "true"], stderr=subprocess.DEVNULL).returncode == 0 else []


def thread(run):
    if make(run, "build-thread", "-Db_sanitize=thread", "-Dbuildtype=debugoptimized", "-Db_lundef=false", "-Dweb=disabled"):
        units(run, "build-thread", dict(os.environ, TSAN_OPTIONS="exitcode=66:second_deadlock_stack=1"), without_aslr())


def compilers(run):
    """No word from another compiler, and none from gcc's analyzer; leaks, of which gcc 12 loses sight once a pointer is in
    an array, are looked for in "sanitize"."""
    make(run, "build-clang", "-Dwerror=true", "-Dbuildtype=debugoptimized", "-Dweb=disabled", env=dict(os.environ, CC="clang"))
    make(run, "build-analyze", "-Dwerror=true", "-Dbuildtype=debugoptimized", "-Dweb=disabled",
         "-Dc_args=-fanalyzer -Wno-analyzer-malloc-leak")


def formatted(run):
    run.program(sys.executable, at("tests", "format"), cwd=ROOT)


def lint(run):
    if packages(run, "tests/lint"):
        run.check("nothing of the linter's in web and tests", "node", at("tests", "lint", "node_modules", "eslint", "bin", "eslint.js"),
                  "-c", at("tests", "lint", "eslint.config.mjs"), "--max-warnings", "0", "web", "tests", cwd=ROOT)


def fuzz(run):
    run.program(at("tests", "fuzz"), "60", cwd=ROOT)


def many_histories(run):
    """Others than those of "histories"."""
    suite(run, "histories", env=dict(os.environ, YIZHAN_HISTORIES="300", YIZHAN_HISTORY="1000"))


def crash(run):
    suite(run, "crash")
    run.program(at("build", "tests", "fault_sweep"))


# In the order they begin in: what takes longest first.
GROUPS = {
    "gate": lambda run: suite(run, "gate"),
    "tidy": tidy,
    "http": lambda run: http_half(run, 0),
    "http_more": lambda run: http_half(run, 1),
    "browser": lambda run: node_tests(run, "tests/browser"),
    "cluster": lambda run: suite(run, "cluster"),
    "miniprogram": lambda run: node_tests(run, "tests/miniprogram"),
    "unit": lambda run: units(run, "build"),
    "mq": lambda run: suite(run, "mq"),
    "histories": lambda run: suite(run, "histories"),
    "crash": crash,
    "web": web,
}
LONG_GROUPS = {
    "sanitize": lambda run: sanitize(run, 0),
    "sanitize_more": lambda run: sanitize(run, 1),
    "many_histories": many_histories,
    "thread": thread,
    "compilers": compilers,
    "format": formatted,
    "lint": lint,
    "fuzz": fuzz,
}
ALL = {**GROUPS, **LONG_GROUPS}
ALONE = ["gate", "tidy"]  # quick, and first: when these fail, nothing else is worth believing
NEED_NO_BUILD = {"tidy", *LONG_GROUPS} - {"many_histories"}
WORKERS = 3  # most of them wait more than they work


def build(run):
    make(run, "build")


def wanted_groups():
    parser = argparse.ArgumentParser(prog="tests/run", usage="tests/run [GROUP...]",
                                     description=f"Groups: {' '.join(GROUPS)}; and, longer, {' '.join(LONG_GROUPS)}")
    parser.add_argument("groups", nargs="*", metavar="GROUP")
    parser.add_argument("--long", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--tally", help=argparse.SUPPRESS)
    options = parser.parse_args()
    wanted = options.groups or list(LONG_GROUPS if options.long else GROUPS)
    wanted += [name + "_more" for name in options.groups if name + "_more" in ALL]  # who asks for one half means both
    unknown = [name for name in wanted if name not in ALL]
    if unknown:
        parser.error(f"unknown group {' '.join(unknown)}; there are: {' '.join(ALL)}")
    return wanted, options.tally


def main():
    wanted, tally = wanted_groups()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, gate.stop_all)
    node = at("build", "node", "bin")
    if os.path.exists(os.path.join(node, "node")):
        os.environ["PATH"] = node + os.pathsep + os.environ["PATH"]
    total = gate.Count()
    if set(wanted) & set(LONG_GROUPS):
        total.add(gate.run_group("packages", lambda run: run.check("installed", at("packaging", "deps"), "--tests", "--ci"), gate.print_now))
    if set(wanted) - NEED_NO_BUILD:
        total.add(gate.run_group("build", build, gate.print_now))
    if total.failed:
        return gate.close(total, tally)
    for name in ALONE:
        if name in wanted:
            total.add(gate.run_group(name, ALL[name], gate.print_now))
    beside = [(name, function) for name, function in ALL.items() if name in wanted and name not in ALONE]
    if beside:
        total.add(gate.run_groups(beside, WORKERS))
    return gate.close(total, tally)


if __name__ == "__main__":
    sys.exit(main())
