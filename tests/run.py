#!/usr/bin/env python3
"""Runs every test of the project and prints one closing line, `N passed, N failed`.

Unit tests are the programs meson lists; scripted tests are tests/*_check.py,
tests/check_*.py and tests/*_agree.* beside this file. All speak TAP (`ok 1 - name`,
`not ok 2 - name`). A program that dies, or promises more tests than it ran, counts as failed.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
SCRIPTS = ("check_*.py", "*_check.py", "*_agree.py", "*_agree.mjs")
RESULT = re.compile(r"^(not ok|ok)\b[ \d]*(?:- )?(.*)$")
PLAN = re.compile(r"^1\.\.(\d+)")


def commands(checked, release):
    listed = json.loads(subprocess.check_output(["meson", "introspect", "--tests", checked]))
    for test in listed:
        yield test["name"], test["cmd"], test["env"], test["timeout"]
    environment = {"JINGUO_ROOT": str(HERE.parent), "JINGUO_CHECKED": os.path.abspath(checked),
                   "JINGUO_RELEASE": os.path.abspath(release)}
    for pattern in SCRIPTS:
        for script in sorted(HERE.glob(pattern)):
            runner = "node" if script.suffix == ".mjs" else sys.executable
            yield script.stem, [runner, str(script)], environment, 1200


def run(test):
    name, command, environment, timeout = test
    began = time.monotonic()
    environment = {**os.environ, "ASAN_OPTIONS": "detect_leaks=1",
                   "LSAN_OPTIONS": f"suppressions={HERE}/leaks.supp:print_suppressions=0",
                   "UBSAN_OPTIONS": "halt_on_error=1", **environment}
    try:
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=timeout, cwd=HERE.parent, check=False)
        output, code = done.stdout.decode("utf-8", "replace"), done.returncode
    except subprocess.TimeoutExpired as slow:
        output, code = (slow.stdout or b"").decode("utf-8", "replace"), f"no end after {timeout} s"
    passed, failed, planned = [], [], None
    for line in output.splitlines():
        if plan := PLAN.match(line):
            planned = int(plan[1])
        elif result := RESULT.match(line):
            (passed if result[1] == "ok" else failed).append(result[2])
    if planned is not None and len(passed) + len(failed) < planned:
        failed.append(f"{planned - len(passed) - len(failed)} of {planned} tests did not run")
    if code != 0 and not failed:
        failed.append(f"ended with {code}")
    if not passed and not failed:
        failed.append("printed no test")
    return name, passed, failed, output, time.monotonic() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checked", required=True, help="build folder with sanitizers")
    parser.add_argument("--release", required=True, help="build folder of the program as shipped")
    parser.add_argument("--only", help="run only tests whose name contains this")
    options = parser.parse_args()
    tests = [test for test in commands(options.checked, options.release)
             if not options.only or options.only in test[0]]
    total_passed = total_failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, passed, failed, output, seconds in pool.map(run, tests):
            total_passed += len(passed)
            total_failed += len(failed)
            print(f"{name}: {len(passed)} passed, {len(failed)} failed, {seconds:.1f} s", flush=True)
            if failed:
                print("\n".join("  failed: " + what for what in failed))
                print("\n".join("  | " + line for line in output.splitlines()[-60:]), flush=True)
    print(f"{total_passed} passed, {total_failed} failed")
    return 1 if total_failed or not total_passed else 0


if __name__ == "__main__":
    sys.exit(main())
