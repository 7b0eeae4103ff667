#!/usr/bin/env python3
"""The sample: the same seed gives the same records, the hard cases are in it, no number in it can be anybody's,
and it is posted whole or not at all."""
import csv
import io
import json
import re

import replayed
from jinguo import DISTRICT, Tap, folder, must, new_books, run

tap = Tap()
FIRST, LAST, NEXT = "2021-01-01", "2021-06-30", "2021-07-01"
LEDGERS = re.findall(r"^([a-z_.]+)  ", must("check").out, re.M)


def exports(books):
    return {ledger: must("export", ledger, "--data", books).raw for ledger in LEDGERS}


def cells(exported):
    """(ledger, column, text) of every cell but the ids the program itself gives to rows."""
    for ledger, raw in exported.items():
        for row in csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))):
            yield from ((ledger, column, text) for column, text in row.items() if column != "id")


def opened(replay, keys):
    """(ledger, field, plain text) of every sealed value, opened from docs/JOURNAL.md alone."""
    return sorted((record.ledger, field, record.number, keys.open(record, field))
                  for record in replay.records.values() for field, value in record.items()
                  if isinstance(value, dict) and "sealed" in value)


def entries(books):
    """The journal without what no seed may decide: ids of the tree init made, and what is sealed."""
    with replayed.read_only(books / "books.db") as database:
        rows = database.execute("SELECT seq, at, actor, ledger, action, version, reason, effects FROM journal"
                                " WHERE actor = 'sample' AND ledger <> 'org' ORDER BY tenant, seq")
        return [(*row[:-1], re.sub(r'"sealed":"[^"]*"', '"sealed":""', row[-1])) for row in rows]


one, two, other = (new_books(seed=seed, records=300, periods=("2021H1",)) for seed in (41, 41, 42))
replay, keys = replayed.Replayed(one), replayed.Keys(one)
records = list(replay.records.values())
first, sealed = exports(one), opened(replay, keys)

# ---- the same again ----

with tap.part("seed"):
    tap.equal(exports(two), first, "the same seed gives the same exports, byte for byte")
    tap.equal(entries(two), entries(one), "and the same entries, but for what is sealed anew")
    tap.equal(opened(replayed.Replayed(two), replayed.Keys(two)), sealed, "and the same under the seals")
    tap.ok(all(exports(other)[ledger] != first[ledger] for ledger in ("activity", "person", "rights_case")),
           "another seed gives others")
    refused = {}
    for seed, period in ((14, "2021H1"), (1, "2022H2"), (5, "2022H2"), (8, "2021Q2"), (2021, "2020H1"), (9, "2020Q1")):
        done = run("sample", "--data", new_books(), "--period", period, "--seed", seed, "--records", 300)
        if done.code != 0:
            refused[seed, period] = done.err
    tap.equal(refused, {}, "with any dice and of any period")
    month = run("sample", "--data", new_books(), "--period", "2021-03", "--seed", 1, "--json")
    tap.equal((month.code, json.loads(month.err)["faults"][0]["code"]), (2, "command_sample_short"), "but no month")
    more = {size: must("sample", "--data", new_books(), "--period", "2021H1", "--seed", "1", "--records", size,
                       "--json").json()["records"] for size in (300, 900)}
    tap.ok(150 < more[300] < 450 and 600 < more[900] < 1350, "--records says about how many", more)

# ---- what breaks programs ----

with tap.part("hard cases"):
    cases = [record for record in records if record.ledger == "rights_case"]
    held = {record["held_on"] for record in records if record.ledger == "activity" and record["held_on"]}
    received = {record["received_on"] for record in cases}
    tap.ok({FIRST, LAST, NEXT} <= held and {FIRST, LAST, NEXT} <= received,
           "the first day, the last, and the one after", sorted(held), sorted(received))
    with replayed.read_only(one / "books.db") as database:
        late = database.execute("SELECT count(*) FROM journal WHERE ledger = 'rights_case' AND action = 'create' AND at >"
                                " unixepoch('2021-07-01T00:00:00') * 1000 AND effects LIKE '%\"received_on\":\"2021-06-%'")
        tap.ok(late.fetchone()[0] > 0, "entered after the half year in which it happened")
    units = {unit.org: unit for unit in records if unit.ledger == "org"}
    moved = [unit for unit in units.values() if unit["succeeded_by"]]
    tap.ok(any(unit["valid_to"] and FIRST < unit["valid_to"] < LAST for unit in moved), "a unit moves within the half year")
    tap.ok(len(moved) > 1 and any(unit["valid_to"] and not unit["succeeded_by"] for unit in units.values()),
           "units were merged, and some are gone without a successor")
    unset = {field: sum(record[field] is None for record in cases) for field in ("risk", "caller", "closed_on", "room")}
    tap.ok(all(0 < count < len(cases) for count in unset.values()), "fields are set here and unset there", unset)
    voided = {record.ledger for record in records if record.voided}
    tap.ok({"activity", "rights_case"} <= voided, "records are voided", voided)

# ---- nobody's number ----

REGIONS = {"11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
           "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83"}
PHONE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?(?:1[3-9]\d{9}|0\d{2,3}[ -]?\d{7,8}|[48]00[ -]?\d{3}[ -]?\d{4}"
                   r"|852[ -]?\d{8}|853[ -]?\d{8}|886[ -]?\d{8,9})(?!\d)")
IDENTITY = re.compile(r"(?<!\d)(\d{2})\d{15}[\dXx](?!\d)|(?<!\d)(\d{2})\d{13}(?!\d)")


def somebodys(text):
    """What in a text could be a person's number."""
    return [*PHONE.findall(text), *(match[0] for match in IDENTITY.finditer(text) if (match[1] or match[2]) in REGIONS)]


with tap.part("numbers"):
    tap.ok(somebodys("电话13800138000。") and somebodys("0755-28923456") and somebodys("11010519491231002X")
           and not somebodys("99000019600101002X") and not somebodys("+99901234567"), "a person's number would be seen")
    found = [(*where, text) for *where, text in cells(first) if somebodys(text)]
    tap.equal(found, [], "no exported cell holds what could be a person's number")
    ids = {str(record.id) for record in records}  # a caller is the id of a person of the books
    found = [(ledger, field, plain) for ledger, field, _, plain in sealed if plain not in ids and somebodys(plain)]
    tap.equal(found, [], "and no sealed value")
    plain = {field: [text for _, name, _, text in sealed if name == field] for field in ("id_number", "phone")}
    tap.ok(len(plain["id_number"]) > 40 and all(re.fullmatch(r"990000\d{11}[\dX]", text) for text in plain["id_number"]),
           "citizen numbers are of region 99, which there is not", plain["id_number"][:3])
    tap.ok(len(plain["phone"]) > 40 and all(re.fullmatch(r"\+9990\d{7}", text) for text in plain["phone"]),
           "telephones are of country 999, which there is not", plain["phone"][:3])
    written = {(record.ledger, name) for record in records for name, value in record.items()
               if isinstance(value, str) and name in ("id_number", "phone")}
    tap.equal(written, set(), "and neither is ever written in the open")

# ---- whole or not at all ----

with tap.part("whole"):
    before = must("verify", "--data", one, "--json").json()
    done = run("sample", "--data", one, "--period", "2026H2", "--seed", "1", "--records", "900", "--lang", "en")
    tap.ok(done.code == 6 and "2027" in done.err and not done.out, "a half year that runs into 2027 is refused", done)
    tap.equal(must("verify", "--data", one, "--json").json(), before, "and not one record of it was kept")
    tap.equal(exports(one), first, "and the books are as they were")
    done = run("sample", "--data", one, "--period", "2026H1", "--seed", "1", "--records", "300", "--json")
    tap.ok(done.code == 0 and done.json()["records"] > 100, "the half year before it goes through", done)
    tap.equal(run("verify", "--data", one).code, 0, "the books hold")
    far = folder() / "far"
    must("init", "--region", "460400", "--data", far)
    posted = run("sample", "--data", far, "--period", "2021H1", "--seed", "1", "--records", "200")
    tap.equal((posted.code, run("verify", "--data", far).code), (0, 0), "another district takes a sample too", posted)

tap.end()
