"""Runs the fuzzers of build-fuzz, as many at a time as there are processors, and shares the seconds out among them."""

import concurrent.futures
import glob
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(ROOT, "build-fuzz")
NAMES = sorted(os.path.basename(path)[5:-2] for path in glob.glob(os.path.join(ROOT, "tests", "fuzzing", "fuzz_*.c")))
OPTIONS = ("-Db_sanitize=address,undefined", "-Db_lundef=false", "-Dbuildtype=debugoptimized", "-Dweb=disabled", "-Dfuzz=true")
ONE_INPUT = 10  # seconds; nothing of what is fuzzed may take longer


def build():
    if not os.path.exists(os.path.join(BUILD, "build.ninja")):
        subprocess.run(["meson", "setup", BUILD, *OPTIONS], cwd=ROOT, env=dict(os.environ, CC="clang"), check=True,
                       stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", BUILD, *(f"tests/fuzz_{name}" for name in NAMES)], check=True, stdout=subprocess.DEVNULL)


def fuzz(name, seconds):
    """What it has learned stays in build-fuzz and serves the next run; (whether all went well, its output)."""
    learned, found = os.path.join(BUILD, "learned", name), os.path.join(BUILD, "found")
    os.makedirs(learned, exist_ok=True)
    os.makedirs(found, exist_ok=True)
    done = subprocess.run(
        [os.path.join(BUILD, "tests", "fuzz_" + name), f"-max_total_time={seconds}", f"-timeout={ONE_INPUT}", "-rss_limit_mb=1024",
         "-print_final_stats=1", f"-artifact_prefix={found}/{name}-", learned, os.path.join(ROOT, "tests", "fuzzing", "corpus", name)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        env=dict(os.environ, UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1"))
    return done.returncode == 0, done.stdout


def main(seconds="60", *names):
    unknown = set(names) - set(NAMES)
    if unknown or not seconds.isdigit():
        print(f"usage: tests/fuzz SECONDS [NAME...], of {' '.join(NAMES)}", file=sys.stderr)
        return 2
    names = names or NAMES
    build()
    at_once = min(os.cpu_count() or 1, len(names))
    each = max(1, int(seconds) * at_once // len(names))
    bad = 0
    print(f"1..{len(names)}", flush=True)
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        for name, (fine, output) in zip(names, pool.map(lambda name: fuzz(name, each), names)):
            runs = [line.split()[-1] for line in output.splitlines() if "number_of_executed_units" in line]
            print(f"ok fuzz_{name} ({runs[0] if runs else 0} inputs)" if fine and runs else f"not ok fuzz_{name}", flush=True)
            if not fine or not runs:
                print("\n".join("  " + line for line in output.splitlines()[-80:]), flush=True)
                bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
