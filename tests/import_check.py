#!/usr/bin/env python3
"""CSV through the command line: the two messy files come in with the shipped definitions, what
goes out comes in again and changes nothing, and a bad file is refused whole with every reason."""
import csv
import io
import re
import subprocess
import sys

import jinguo

FIXTURES = jinguo.ROOT / "tests" / "fixtures"
OFFICE = FIXTURES / "activity_office.csv"
# Every ledger, child ledgers too.
LEDGERS = ["org", "person", "activity", "activity.signups", "rights_case", "rights_case.steps", "election",
           "committee_member", "federation_mother", "child", "pairing", "visit", "secondment", "indicator",
           "indicator_value", "fact", "statement"]

tap = jinguo.Tap()


def rows(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def report(books, ledger, path, **options):
    return jinguo.must("import", ledger, path, "--data", books, "--json", **options).json()


def counts(read, created=0, changed=0, unchanged=0, skipped=0):
    return {"rows": read, "created": created, "changed": changed, "unchanged": unchanged, "skipped": skipped,
            "dry_run": False}


def entries(books):
    return int(re.search(r"流水 (\d+) 笔", jinguo.must("verify", "--data", books).out)[1])


with tap.part("the office's file"):
    books = jinguo.new_books(program=jinguo.CHECKED)
    with OFFICE.open("rb") as file:
        bytes_of_it = file.read()
    tap.ok(b"\xef\xbb\xbf" not in bytes_of_it and "龙岗区妇联".encode("gb18030") in bytes_of_it, "is GB18030")
    got = report(books, "activity", OFFICE, program=jinguo.CHECKED)
    tap.equal(got, counts(14, created=14, skipped=9), "comes in with titles, subtotals and signatures left out")
    held = {row["topic"]: row for row in rows(jinguo.must("export", "activity", "--data", books).out)}
    tap.equal(held["插花公益课"]["held_on"], "2021-03-30", "a day number is a date")
    tap.equal(held["“㐂乐童年” 端午包粽子"]["held_on"], "2021-06-12", "a date in full width is a date")
    tap.equal(held['"双有"小小消防员体验']["kind"], "camp", "a title with other quotes is that item")
    tap.equal(held["元宵线上猜灯谜"]["walk_ins"], "1286", "a number with a comma is a number")
    tap.equal(held["家教指导员沙龙"]["mode"], "mixed", "a sign in half width is the same sign")
    figure = jinguo.must("figure", "activity.held", "--data", books, "--org", jinguo.DISTRICT, "--period", "2021H1",
                         "--json").json()
    tap.equal(figure["number"], 13, "thirteen were held in the half year, one is only planned")

with tap.part("the file of fifty thousand"):
    large = jinguo.folder() / "large.csv"
    subprocess.run([sys.executable, FIXTURES / "make_large.py", large], check=True)
    got = report(books, "rights_case", large, timeout=300)
    tap.equal(got, counts(50000, created=50000, skipped=63), "comes in")
    out = large.parent / "out.csv"
    jinguo.must("export", "rights_case", "--data", books, "-o", out)
    tap.equal(report(books, "rights_case", out, timeout=300), counts(50000, unchanged=50000),
              "and its export changes nothing")

with tap.part("round trip"):
    books = jinguo.new_books(seed=11, periods=("2021H1",))
    before = entries(books)
    for ledger in LEDGERS:
        out = books.parent / "out.csv"
        jinguo.must("export", ledger, "--data", books, "-o", out)
        got = report(books, ledger, out)
        tap.ok(got == counts(got["rows"], unchanged=got["rows"]), f"an export of {ledger} imports as nothing", got)
    tap.equal(entries(books), before, "not one entry was made")
    tap.ok("密封" in jinguo.must("export", "person", "--data", books).out, "sealed values leave as their mask")

with tap.part("one cell"):
    text = jinguo.must("export", "activity", "--data", books).out
    first = next(row for row in rows(text) if row["held_on"])
    out.write_text(f"编号,成效\n{first['number']},导入时补记\n", "utf-8")
    tap.equal(report(books, "activity", out), counts(1, changed=1), "a row with a known number changes that record")
    tap.equal(entries(books), before + 1, "by one entry")
    dry = jinguo.must("import", "activity", OFFICE, "--data", books, "--dry-run", "--json").json()
    tap.equal((dry["created"], dry["dry_run"]), (14, True), "a dry run says what would come")
    tap.equal(entries(books), before + 1, "and keeps nothing")

with tap.part("a bad file"):
    bad = books.parent / "bad.csv"
    bad.write_text("主题,主办单位,类别,举办日期\n好的,布吉街道,爱家讲堂,2021.3.30\n没有这一天,布吉街道,爱家讲堂,2021.6.31\n"
                   "没有这个单位,火星街道,歌舞,2021.3.30\n", "utf-8")
    done = jinguo.run("import", "activity", bad, "--data", books, "--lang", "zh")
    tap.equal(done.code, 2, "is refused")
    places = re.findall(r"bad\.csv:(\d+:\d+): ", done.err)
    tap.equal(places, ["3:17", "4:8", "4:13"], "with line and column of every cell", done)
    tap.ok("一行也没有存" in done.err, "and says that nothing was kept", done)
    tap.equal(entries(books), before + 1, "nothing was kept")
    bad.write_bytes(b"PK\x03\x04 a workbook")
    done = jinguo.run("import", "activity", bad, "--data", books, "--lang", "en")
    tap.ok(done.code == 2 and "workbook" in done.err, "a workbook is called one", done)

tap.end()
