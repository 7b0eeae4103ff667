#!/usr/bin/env python3
"""The command line under rough handling: devices as targets, full and closed output, standard input,
habits of people, two writers at once, a kill in the middle of an import, a folder half made."""
import contextlib
import os
import pathlib
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time

PROGRAM = pathlib.Path(os.environ.get("JINGUO_RELEASE", "build")).resolve() / "src" / "jinguo"
ENVIRONMENT = {**{name: value for name, value in os.environ.items() if not name.startswith("LC_")},
               "LANG": "C.UTF-8", "JINGUO_LANG": ""}
HELD = "activity.held"
count = failures = 0


def ok(holds, name, detail=""):
    global count, failures
    count += 1
    failures += not holds
    print(f"{'ok' if holds else 'not ok'} {count} - {name}", flush=True)
    if not holds and detail:
        print("\n".join("# " + line for line in str(detail).splitlines()[:20]), flush=True)


def run(*words, given=None, stdout=subprocess.PIPE, **variables):
    return subprocess.run([str(PROGRAM), *map(str, words)], input=given, stdout=stdout, stderr=subprocess.PIPE,
                          timeout=300, env={**ENVIRONMENT, **variables}, check=False)


def held(books):
    done = run("figure", HELD, "--data", books, "--period", "2021H1", "--json")
    return done.stdout.split(b'"printed":"')[1].split(b'"')[0].decode()


def verified(books):
    return run("verify", "--data", books).returncode == 0


def activities(folder, name, rows):
    path = folder / name
    lines = [f"{name}{i},440307018003,offline,2021-03-{1 + i % 28:02d}" for i in range(rows)]
    path.write_text("\n".join(["topic,host_org,mode,held_on", *lines]) + "\n", encoding="utf-8")
    return path


def devices(books):
    for device in ("/dev/null", "/dev/full"):
        before = os.stat(device).st_rdev
        for words in (("export", "activity", "-o", device),
                      ("summary", "--period", "2021H1", "--to", "text", "-o", device)):
            done = run(words[0], *words[1:], "--data", books)
            wanted = 0 if device == "/dev/null" else 8
            ok(done.returncode == wanted, f"{words[0]} -o {device} ends with {wanted}", done)
        now = os.stat(device)
        ok(stat.S_ISCHR(now.st_mode) and now.st_rdev == before, f"{device} is still the device")


def outputs(books):
    one = books.parent / "one.csv"
    activities(books.parent, "one.csv", 1)
    commands = [("version",), ("check",), ("errors",), ("help",), ("check", "--help"), ("verify", "--data", books),
                ("figure", HELD, "--data", books, "--period", "2021H1"), ("export", "org", "--data", books),
                ("import", "activity", one, "--data", books, "--dry-run")]
    for words in commands:
        with open("/dev/full", "wb") as full:
            ok(run(*words, stdout=full).returncode == 8, f"{words[0]} into a full disk says so")
        closed = subprocess.run(["sh", "-c", '"$@" >&-', "sh", str(PROGRAM), *map(str, words)], check=False,
                                stderr=subprocess.PIPE, env=ENVIRONMENT)
        ok(closed.returncode == 8, f"{words[0]} without standard output says so", closed)
    ok(verified(books), "no message went into the books")


def habits():
    version = run("version").stdout
    for words in (("--version",), ("-V",)):
        ok(run(*words).stdout == version, f"{words[0]} is the version")
    for words in (("help",), ("--help",), ("-h",)):
        done = run(*words)
        ok(done.returncode == 0 and "summary diff" in done.stdout.decode(), f"{words[0]} lists the commands")
    page = run("summary", "diff", "--help").stdout
    for words in (("help", "summary", "diff"), ("summary", "diff", "-h")):
        ok(run(*words).stdout == page, " ".join(words) + " is its help")
    ok(run("help", "nothing").returncode == 2, "help about an unknown command is refused")


def standard_input(books):
    row = "topic,host_org,mode,held_on\n由管道来,440307018003,offline,2021-03-02\n".encode()
    done = run("import", "activity", "-", "--data", books, given=row)
    ok(done.returncode == 0 and held(books) == "1", "import reads a pipe", done)
    done = run("summary", "write", "今后工作重点", "-", "--data", books, "--period", "2021H1", given="再接再厉。".encode())
    ok(done.returncode == 0, "summary write reads a pipe", done)
    paper = run("summary", "--data", books, "--period", "2021H1", "--to", "text").stdout.decode()
    ok("再接再厉。" in paper, "and the words stand in the summary")


def languages(books):
    words = ("figure", "no.such", "--data", books, "--period", "2021H1")
    ok("没有" in run(*words, LANG="en_US.UTF-8").stderr.decode(), "the settings outweigh the language of the machine")
    ok(b"There is no figure" in run(*words, JINGUO_LANG="en").stderr, "JINGUO_LANG outweighs the settings")
    ok("没有" in run(*words, "--lang", "zh", JINGUO_LANG="en").stderr.decode(), "--lang outweighs both")


def before_the_tree(books):
    done = run("sample", "--data", books, "--period", "1950H1", "--seed", "1")
    ok(done.returncode == 6, "a sample of a time without communities is refused, and ends", done)


def two_at_once(books, folder):
    before = int(held(books))
    files = [activities(folder, name, 3000) for name in ("left", "right")]
    running = [subprocess.Popen([str(PROGRAM), "import", "activity", str(file), "--data", str(books)],
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENVIRONMENT) for file in files]
    codes = [process.wait() for process in running]
    ok(codes == [0, 0], "two imports at once both end well", [process.stderr.read() for process in running])
    ok(held(books) == f"{before + 6000:,}", "and every row of both counts", held(books))
    numbers = [line.split(",")[0] for line in run("export", "activity", "--data", books).stdout.decode().splitlines()]
    ok(len(numbers) == len(set(numbers)), "and no number was given twice")
    ok(verified(books), "and the chain holds")


def killed(books, folder):
    big = activities(folder, "big", 20000)
    for delay in (0.05, 0.2, 0.4):
        before = held(books)
        process = subprocess.Popen([str(PROGRAM), "import", "activity", str(big), "--data", str(books)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        whole = f"{int(before.replace(',', '')) + 20000:,}"
        ok(held(books) in (before, whole), f"killed after {delay} s: all rows or none", (before, held(books)))
        ok(verified(books), f"killed after {delay} s: the books hold")


def half_made(folder):
    """A limit on the size of files stands for the full disk, so that no root is needed."""
    books = folder / "half"
    done = subprocess.run(["sh", "-c", 'trap "" XFSZ; ulimit -f 200; exec "$@"', "sh", str(PROGRAM), "init", "--region",
                           "440307", "--data", str(books)], capture_output=True, env=ENVIRONMENT, check=False)
    ok(done.returncode == 8, "init that cannot finish says so", done)
    ok(not any(books.iterdir()), "and leaves nothing behind", list(books.iterdir()))
    again = run("init", "--region", "440307", "--data", books)
    ok(again.returncode == 0, "so that it can be tried again", again)
    taken = run("init", "--region", "440307", "--data", books)
    ok(taken.returncode == 5 and (books / "books.db").exists(), "finished books are never touched by init", taken)


def stale_index(books, folder):
    """The table says what the journal says; only the index, which figures are read from, is old."""
    copy = folder / "stale"
    shutil.copytree(books, copy)
    index = "activity_count_held_on"
    with contextlib.closing(sqlite3.connect(copy / "books.db", isolation_level=None)) as database:
        database.execute("UPDATE activity SET voided = 1")
        row = database.execute("SELECT * FROM sqlite_master WHERE name = ?", (index,)).fetchone()
        version = database.execute("PRAGMA schema_version").fetchone()[0]
        database.execute("PRAGMA writable_schema = ON")
        database.execute("DELETE FROM sqlite_master WHERE name = ?", (index,))
        database.execute(f"PRAGMA schema_version = {version + 1}")
    with contextlib.closing(sqlite3.connect(copy / "books.db", isolation_level=None)) as database:
        database.execute("UPDATE activity SET voided = 0")
        database.execute("PRAGMA writable_schema = ON")
        database.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)
        database.execute(f"PRAGMA schema_version = {version + 2}")
    ok(held(copy) != held(books), "a stale index gives another number")
    done = run("verify", "--data", copy)
    ok(done.returncode == 7 and index in done.stderr.decode(), "and verify names it", done)


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="jinguo-rough-"))
    try:
        books = folder / "books"
        made = run("init", "--region", "440307", "--data", books)
        ok(made.returncode == 0, "books are made", made)
        habits()
        devices(books)
        standard_input(books)
        outputs(books)
        languages(books)
        before_the_tree(books)
        two_at_once(books, folder)
        stale_index(books, folder)
        killed(books, folder)
        half_made(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"1..{count}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
