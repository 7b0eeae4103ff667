"""What the scripted tests share: the program run as a person runs it, TAP, and folders that go away.

JINGUO_RELEASE names the build folder of the program as shipped, JINGUO_CHECKED the one with
sanitizers; without them the folders that make uses are taken.
"""
import atexit
import contextlib
import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

ROOT = pathlib.Path(os.environ.get("JINGUO_ROOT", pathlib.Path(__file__).resolve().parent.parent))
RELEASE = pathlib.Path(os.environ.get("JINGUO_RELEASE", ROOT / "build")) / "src" / "jinguo"
CHECKED = pathlib.Path(os.environ.get("JINGUO_CHECKED", ROOT / "build-test")) / "src" / "jinguo"
DISTRICT = "440307"
TENANT = 440307


class Tap:
    """Prints one line a test. A test that raises has failed; the rest go on."""
    def __init__(self):
        self.count = 0
        self.failed = 0

    def ok(self, holds, name, *details):
        self.count += 1
        self.failed += not holds
        print(f"{'ok' if holds else 'not ok'} {self.count} - {name}", flush=True)
        if not holds:
            for detail in details:
                for line in str(detail).splitlines()[:40]:
                    print(f"# {line[:400]}", flush=True)
        return bool(holds)

    def equal(self, got, wanted, name, *details):
        return self.ok(got == wanted, name, f"got    {got!r}", f"wanted {wanted!r}", *details)

    @contextlib.contextmanager
    def part(self, name):
        """What belongs together; an exception inside is one failed test and no more."""
        try:
            yield
        except Exception:
            self.ok(False, f"{name}: goes through", traceback.format_exc())

    def end(self):
        print(f"1..{self.count}", flush=True)
        sys.exit(1 if self.failed or not self.count else 0)


@dataclasses.dataclass
class Done:
    code: int
    out: str
    err: str
    raw: bytes

    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return f"exit code {self.code}\n{self.out[:1500]}\n{self.err[:1500]}"


def environment(**more):
    """The machine's own language and account must not change what is tested."""
    kept = {name: value for name, value in os.environ.items()
            if name not in ("LANG", "LC_ALL", "LC_MESSAGES", "JINGUO_LANG", "USER")}
    return {**kept, "LANG": "C.UTF-8", "USER": "tester",
            "LSAN_OPTIONS": f"suppressions={ROOT}/tests/leaks.supp:print_suppressions=0", **more}


def run(*words, program=RELEASE, cwd=None, given=None, timeout=120, **variables):
    done = subprocess.run([str(program), *map(str, words)], cwd=cwd, input=given, capture_output=True,
                          timeout=timeout, env=environment(**variables), check=False)
    return Done(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"),
                done.stdout)


def must(*words, **options):
    """Runs what has to work; the words on its standard output."""
    done = run(*words, **options)
    if done.code != 0:
        raise AssertionError(f"jinguo {' '.join(map(str, words))}: {done}")
    return done


def folder():
    """A fresh empty folder, gone at the end of the script."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="jinguo-check-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


def new_books(seed=None, records=1500, periods=("2020H1", "2021H1"), program=RELEASE):
    """Books of the real district; with a seed, sample work of the periods in them."""
    books = folder() / "books"
    must("init", "--region", DISTRICT, "--data", books, program=program)
    for period in periods if seed is not None else ():
        must("sample", "--data", books, "--period", period, "--seed", seed, "--records", records, program=program)
    return books
