#!/usr/bin/env python3
"""Books that were touched from outside, and definitions that changed: what verify and summary diff say.

verify_test flips every column of every table and every byte of an entry over books in memory; here the same is
seen from the command line, over the shipped definitions and a sample. Drift by a late record: signing_check; an
old index: rough_handling_check; the chain told again from the document: the oracle below, in another language."""
import contextlib
import csv
import io
import json
import re
import sqlite3
import subprocess
import sys

import jinguo
from jinguo import Tap, must, new_books, run

tap = Tap()
books = new_books(seed=9, records=300, periods=("2021H1",))
HALF = ("--data", books, "--period", "2021H1")


def database():
    return contextlib.closing(sqlite3.connect(books / "books.db", isolation_level=None))


def ask(sql, *values):
    with database() as opened:
        return opened.execute(sql, values).fetchone()


def found():
    """Faults by code, and what verify says in Chinese, for the books as they stand."""
    done = run("verify", "--data", books, "--json")
    faults = json.loads(done.err)["faults"] if done.err else []
    return done.code, [(fault["code"], fault["zh"], fault["en"]) for fault in faults]


@contextlib.contextmanager
def changed(table, key, column, make):
    """One value of one row is another for a while."""
    (old,) = ask(f'SELECT "{column}" FROM "{table}" WHERE rowid = ?', key)
    with database() as opened:
        opened.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (make(old), key))
    try:
        yield
    finally:
        with database() as opened:
            opened.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (old, key))


# ---- one value ----

FLIPS = [
    ("activity", "held_on", lambda old: old + 1),
    ("activity", "kind", lambda old: "camp" if old != "camp" else None),
    ("activity_signups", "attended", lambda old: 1 - old),
    ("rights_case", "closed_on", lambda old: 20210101),
    ("rights_case", "facts", lambda old: old[:-1] + bytes([old[-1] ^ 1])),
    ("person", "birth_date", lambda old: old - 1),
    ("person", "voided", lambda old: 1),
    ("org", "name", lambda old: old + "二"),
    ("secondment_lines", "days", lambda old: 99),
    ("indicator_value", "actual", lambda old: old + 1),
    ("counter", "last", lambda old: old + 1),
    ("clock", "due", lambda old: old + 1),
]
for table, column, make in FLIPS:
    with tap.part(f"{table}.{column}"):
        (key,) = ask(f'SELECT max(rowid) FROM "{table}" WHERE "{column}" IS NOT NULL')
        with changed(table, key, column, make):
            code, faults = found()
        named = [fault for fault in faults if fault[0] == "record_projection_differs"
                 and re.search(rf"{table} 440307/\S+ {column}: .* ≠ ", fault[1])]
        tap.ok(code == 7 and len(named) == 1 and not re.search(r"[a-z] [a-z]", named[0][1]),
               f"a flipped {table}.{column} is named, in Chinese without English words", code, faults)

with tap.part("rows"):
    with database() as opened:
        opened.execute("BEGIN")
        row = opened.execute("SELECT * FROM activity_signups ORDER BY rowid DESC LIMIT 1").fetchone()
        opened.execute("DELETE FROM activity_signups WHERE rowid = (SELECT max(rowid) FROM activity_signups)")
        opened.execute("COMMIT")
    code, faults = found()
    tap.ok(code == 7 and faults[0][0] == "record_projection_lacks" and "activity_signups" in faults[0][1],
           "a row taken out is named", faults)
    with database() as opened:
        opened.execute(f"INSERT INTO activity_signups VALUES ({','.join('?' * len(row))})", row)
        opened.execute("INSERT INTO counter (tenant, ledger, org, year, last) VALUES (440307, 'activity', 'x', 2021, 1)")
    code, faults = found()
    tap.ok(code == 7 and faults[0][0] == "record_projection_has_more"
           and "counter 440307/activity/x/2021" in faults[0][1], "a row put in is named", faults)
    with database() as opened:
        opened.execute("DELETE FROM counter WHERE org = 'x'")
    tap.equal(found(), (0, []), "and all is well once it is undone")

# ---- one byte ----

with tap.part("journal"):
    (last,) = ask("SELECT max(seq) FROM journal WHERE tenant = 440307")
    for seq, column, make in ((5, "actor", lambda old: old + "x"),
                              (last // 2, "effects", lambda old: re.sub(r"\d", lambda digit: str(9 - int(digit[0])), old, count=1)),
                              (last // 2, "effects", lambda old: old + " "),
                              (last - 1, "at", lambda old: old + 1),
                              (7, "hash", lambda old: old[:-1] + bytes([old[-1] ^ 1])),
                              (last, "reason", lambda old: "别的")):
        (key,) = ask("SELECT rowid FROM journal WHERE tenant = 440307 AND seq = ?", seq)
        with changed("journal", key, column, make):
            code, faults = found()
        tap.ok(code == 7 and ("record_entry_altered", f"流水 440307 第 {seq} 笔被改动过。",
                              f"Entry {seq} of journal 440307 was altered.") in faults,
               f"a byte of {column} in entry {seq} names the entry", faults[:5])
    (key,) = ask("SELECT max(rowid) FROM anchor WHERE tenant = 440307")
    (day,) = ask("SELECT day FROM anchor WHERE rowid = ?", key)
    with changed("anchor", key, "hash", lambda old: bytes(32)):
        code, faults = found()
    tap.ok(code == 7 and any(fault[0] == "record_anchor_altered" and str(day)[-2:] in fault[1] for fault in faults),
           "an altered anchor is named with its day", day, faults)
    oracle = subprocess.run([sys.executable, jinguo.ROOT / "tests" / "journal_oracle.py", books / "books.db"],
                            capture_output=True, check=False)
    tap.equal((oracle.returncode, found()), (0, (0, [])), "untouched, verify and the oracle find nothing", oracle.stderr)

# ---- drift by a record that was changed ----

with tap.part("drift"):
    must("summary", "write", "今后工作重点", "-", *HALF, given="再接再厉。".encode())
    must("summary", "sign", "--as", "drafter", *HALF)
    rows = list(csv.DictReader(io.StringIO(must("export", "activity", "--data", books).out.lstrip("\ufeff"))))
    gone = next(row for row in rows
                if row["kind"] == "camp" and row["state"] == "listed" and row["held_on"] < "2021-07-01")
    must("import", "activity", "-", "--data", books, given=f"编号,举办日期\n{gone['number']},2021-09-01\n".encode())
    drift = {line["figure"]: line for line in must("summary", "diff", *HALF, "--json").json()}
    held = drift["activity.held"]
    tap.ok(int(held["before"]) - int(held["now"]) == 1 and len(held["went"]) == 1 and not held["came"],
           "a record that left the half year is drift, with its id", drift)
    text = must("summary", "diff", *HALF).out
    tap.ok(f"activity.held  {held['before']} → {held['now']}" in text and all(name in text for name in drift),
           "as text it names every number that moved", text)
    tap.ok("rights_case.cases" not in drift, "and no other", drift)

# ---- definitions that changed, and keys ----

def figures():
    names = re.findall(r"^  (\w+\.\w+) ", must("check", books).out, re.M)
    wanted = [name for name in names if name.split(".")[0] in ("activity", "rights_case", "pairing", "org")]
    return {name: must("figure", name, *HALF, "--json").json()["printed"] for name in wanted[:40]}


def renamed(path, **names):
    """Every word of the file that is a key of `names` becomes its value; the field keeps its past in `was:`."""
    text = path.read_text("utf-8")
    for old, new in names.items():
        text = re.sub(rf"^  {old}: \{{", f"  {new}: {{was: [{old}], ", text, flags=re.M)
        text = re.sub(rf"(?<![\w.]){old}(?![\w:])(?!\])", new, text)
    path.write_text(text, "utf-8")


with tap.part("renamed"):
    before, rows = figures(), must("export", "activity", "--data", books).out
    renamed(books / "definitions" / "registers" / "activity.yaml", platform="online_room", cost="spent")
    tap.equal(run("check", books).code, 0, "the renamed definitions are sound", run("check", books))
    done = must("verify", "--data", books, "--json").json()
    tap.equal(done["faults"], 0, "rebuilt equals live after fields were renamed", done)
    heading, body = must("export", "activity", "--data", books).out.split("\n", 1)
    tap.ok("online_room" in heading and "spent" in heading and "platform" not in heading
           and body == rows.split("\n", 1)[1], "every value stands under its new name", heading)
    tap.equal(figures(), before, "and no number moved")
    late = "topic,host_org,mode,held_on,spent\n改名之后,440307018003,offline,2021-03-02,12.50\n"
    must("import", "activity", "-", "--data", books, given=late.encode())
    must("keys", "rotate", "--data", books)
    must("sample", "--data", books, "--period", "2021H2", "--seed", "4", "--records", "300")
    must("keys", "rotate", "--data", books)
    tap.equal(found(), (0, []), "nor after late entries, a second sample and two rotations of the keys")
    (voided,) = ask("SELECT count(*) FROM activity WHERE voided = 1")
    tap.ok(voided > 0, "with voided records among them")

tap.end()
