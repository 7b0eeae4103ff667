#!/usr/bin/env python3
"""Every spelling of the command line: help, options in any order, answers as text and as JSON, and refusals
that say what to do.

Proved elsewhere, not again here: devices, closed output, habits, languages, two writers (rough_handling_check);
spreadsheets (import_check, spreadsheet_check); numbers, lists and parts (oracle_check); signatures (signing_check); what serve answers
(serve_check); sample, verify and demo (sample_check, tamper_check, demo_check)."""
import csv
import io
import json
import os
import re
import zipfile

from jinguo import DISTRICT, Tap, folder, must, new_books, run

tap = Tap()
COMMANDS = ["demo", "init", "check", "sample", "serve", "summary", "summary sign", "summary issue", "summary withdraw",
            "summary write", "summary diff", "figure", "import", "export", "certificate",
            "people doubles", "people merge", "people unmerge", "verify", "keys rotate", "errors", "version"]
HAN = re.compile("[\u4e00-\u9fff]")
PLACES = re.compile("广东省深圳市|罗湖区|光明区")  # have no English name
books = new_books(seed=7, records=300, periods=("2021H1",))
HALF = ("--data", books, "--period", "2021H1")
HELD = ("figure", "activity.held", *HALF)


def shown(words):
    return " ".join(str(word).replace(str(books.parent), "…") for word in words)


# ---- help ----

with tap.part("help"):
    overview = must("help", JINGUO_LANG="en").out
    tap.equal(re.findall(r"^  (\w+(?: [a-z]+)?)  +\S", overview, re.M), COMMANDS, "the overview lists every command")
    for name in COMMANDS:
        english, chinese = (run(*name.split(), "--help", "--lang", language) for language in ("en", "zh"))
        options = set(re.findall(r"^  (-[-a-z]+)", english.out, re.M))
        promised = set(re.findall(r"(?<![\w-])--?[a-z][-a-z]*", english.out.splitlines()[0]))
        tap.ok(english.code == chinese.code == 0 and not english.err and not chinese.err
               and english.out.startswith(f"usage: jinguo {name}") and not HAN.search(english.out)
               and chinese.out.startswith(f"用法： jinguo {name}") and "退出码" in chinese.out
               and options == set(re.findall(r"^  (-[-a-z]+)", chinese.out, re.M))
               and promised <= options and {"--lang", "--json", "--help"} <= options
               and re.search(r"^  0  done$", english.out, re.M), f"{name} --help, in both languages", english, chinese)


# ---- refusals: words, exit code, code of the fault, what its English hint or sentence holds ----

def unwritable():
    path = folder() / "file"
    path.write_text("here")
    return path / "below.csv"


EMPTY = folder()
LEFT = folder() / "left.csv"
LEFT.write_text("topic,host_org,mode,held_on\n,440307018003,offline,2021-03-02\n", "utf-8")
REFUSED = [
    (("sumary",), 2, "command_unknown_command_near", "Did you mean summary?"),
    (("keys",), 2, "command_unknown_command_near", "Did you mean keys rotate?"),
    (("summary", "sing"), 2, "command_unknown_command_near", "Did you mean summary sign?"),
    (("frobnicate",), 2, "command_unknown_command", "jinguo --help"),
    (("--data", books, "verify"), 2, "command_comes_first", "jinguo verify --data"),
    (("verify", "--dat", books), 2, "command_unknown_option_near", "Did you mean --data?"),
    (("verify", "--data", books, "--redact"), 2, "command_unknown_option", "jinguo verify --help"),
    (("verify", "--data"), 2, "command_option_without_value", "Write: --data DIR"),
    (("verify", "--data", "--help"), 2, "command_option_without_value", "Write: --data DIR"),
    (("verify", "--data", books, "--json=yes"), 2, "command_option_takes_none", "Write --json alone"),
    (("verify",), 2, "command_option_needed", "Add: --data DIR"),
    (("summary", *HALF), 2, "command_option_needed", "Add: --to FORMAT"),
    (("summary", "sign", *HALF), 2, "command_option_needed", "Add: --as ROLE"),
    (("sample", *HALF), 2, "command_option_needed", "Add: --seed N"),
    (("people", "merge", "RY-2021-000001", "RY-2021-000002", "--data", books, "--as", "lead"), 2, "command_option_needed",
     "Add: --reason TEXT"),
    (("people", "doubles", "--data", books, "--as", "clerk"), 4, "access_record_denied", ""),
    (("version", "more"), 2, "command_too_many_words", "Usage: jinguo version"),
    (("import", "activity", "--data", books), 2, "command_too_few_words", "REGISTER FILE"),
    (("verify", "--data", books, "--lang", "fr"), 2, "command_bad_option", "zh, en"),
    (("summary", *HALF, "--to", "odt"), 2, "command_bad_option", "docx, pdf, html, text"),
    (("serve", "--data", books, "--port", "0"), 2, "command_bad_option", "65535"),
    (("sample", *HALF, "--seed", "-1"), 2, "command_bad_option", "--seed"),
    (("sample", *HALF, "--seed", "1", "--records", "0"), 2, "command_bad_option", "10000000"),
    ((*HELD, "--by", "kind,month,mode"), 2, "command_bad_option", "kind,month"),
    ((*HELD, "--as", "nobody"), 2, "command_unknown_role", "definitions/roles/"),
    (("init", "--region", "44030", "--data", EMPTY / "b"), 2, "access_region_malformed", "such as 440307"),
    (("init", "--region", "440399", "--data", EMPTY / "b"), 3, "access_region_unknown_near", "Write one from"),
    (("init", "--region", "990101", "--data", EMPTY / "b"), 3, "access_region_unknown", "30 June 2023"),
    (("init", "--region", DISTRICT, "--data", books), 5, "command_folder_taken", "another folder"),
    (("init", "--region", DISTRICT, "--data", "/dev/null/b"), 8, "command_file_not_written", "Does the folder exist"),
    (("verify", "--data", EMPTY), 3, "command_no_books", "jinguo init --region"),
    (("check", EMPTY / "none"), 8, "define_folder_unreadable", "Check path"),
    (("import", "activity", EMPTY / "none.csv", "--data", books), 3, "base_file_missing", "Check the path"),
    (("import", "activity", EMPTY, "--data", books), 2, "base_file_kind", "not of a folder"),
    (("import", "activty", LEFT, "--data", books), 2, "command_unknown_ledger_near", "Did you mean activity?"),
    (("export", "zzzzzz", "--data", books), 2, "command_unknown_ledger", "jinguo check lists"),
    (("import", "activity", LEFT, "--data", books), 2, "record_required", "not one row was kept"),
    (("export", "activity", "--data", books, "-o", unwritable()), 3, "base_folder_missing", "Make the folder"),
    (("summary", *HALF, "--to", "text", "-o", unwritable()), 3, "base_folder_missing", "Make the folder"),
    (("figure", "activity.hled", *HALF), 2, "command_unknown_figure_near", "Did you mean activity.held?"),
    (("figure", "nothing.at_all", *HALF), 2, "command_unknown_figure", "REGISTER.FIGURE"),
    ((*HELD, "--org", "440305"), 2, "command_unknown_org", "--org"),
    (("summary", *HALF, "--to", "text", "--org", "x"), 2, "command_unknown_org", "--org"),
    (("sample", *HALF, "--seed", "1", "--org", "440303"), 2, "command_unknown_option", "--help"),
    ((*HELD, "--by", "colour"), 2, None, ""),
    ((*HELD, "--where", "kind ="), 2, None, ""),
    (("summary", *HALF, "--to", "text", "--template", "none"), 3, "summary_no_template", "definitions/summaries/"),
    (("sample", "--data", books, "--period", "2026H2", "--seed", "1", "--records", "300"), 6, "calendar_year_missing",
     "definitions/calendars/2027.yaml"),
]
for period, code in (("2021H3", "calendar_period_half"), ("2021Q5", "calendar_period_quarter"), ("", None),
                     ("2021-13", "calendar_period_month"), ("1888", "calendar_period_year"), ("21H1", None),
                     ("2021-06-30..2021-01-01", "calendar_period_reversed"), ("this year", "calendar_period_spelling"),
                     ("2021-02-01..2021-02-30", "calendar_period_day")):
    REFUSED.append((("figure", "activity.held", "--data", books, "--period", period), 2, code, "2021" if code else ""))

before = must("verify", "--data", books, "--json").json()
for words, exit_code, code, says in REFUSED:
    with tap.part(shown(words)):
        english, chinese, machine = (run(*words, JINGUO_LANG="en"), run(*words, JINGUO_LANG="zh"),
                                     run(*words, "--json", JINGUO_LANG="en"))
        faults = json.loads(machine.err)["faults"]
        tap.ok(english.code == chinese.code == machine.code == exit_code
               and not english.out and not chinese.out and not machine.out
               and says in english.err and not HAN.search(PLACES.sub("", english.err)) and HAN.search(chinese.err)
               and len(english.err.splitlines()) >= 2 and "!" not in english.err and "！" not in chinese.err
               and code in (None, faults[0]["code"])
               and all(fault["en"] in english.err and fault["zh"] in chinese.err and fault["hint"]["en"] in english.err
                       for fault in faults),
               f"refused: {shown(words)}", english, chinese, machine)
tap.equal(must("verify", "--data", books, "--json").json(), before, "and none of them changed anything")
tap.ok(not (EMPTY / "b").exists(), "a refused init leaves no folder")


# ---- answers ----

def exported(ledger):
    return list(csv.DictReader(io.StringIO(must("export", ledger, "--data", books).out.lstrip("\ufeff"))))


PERIODS = {"2021H1": ("2021-01-01", "2021-06-30"), "2021Q2": ("2021-04-01", "2021-06-30"),
           "2021-03": ("2021-03-01", "2021-03-31"), "2021": ("2021-01-01", "2021-12-31"),
           "2021-01-01..2021-06-30": ("2021-01-01", "2021-06-30"), "2021-07-01..2021-07-01": ("2021-07-01", "2021-07-01")}

with tap.part("periods"):
    days = [row["received_on"] for row in exported("rights_case")]
    for period, (first, last) in PERIODS.items():
        answer = must("figure", "rights_case.cases", "--data", books, "--period", period, "--json").json()
        wanted = sum(first <= day <= last for day in days)
        tap.ok(answer["number"] == wanted > 0, f"{period} is {first} to {last}", answer, wanted)

with tap.part("options"):
    wanted = must(*HELD, "--by", "kind", "--json").out
    for words in (("figure", "--json", "--by", "kind", "--period", "2021H1", "activity.held", "--data", books),
                  ("figure", "--by=kind", f"--data={books}", "activity.held", "--json", "--period=2021H1"),
                  ("figure", "--lang=en", "--org=440307", *HELD[1:], "--by", "kind", "--json")):
        tap.equal(run(*words).out, wanted, f"the same answer: {shown(words)}")

with tap.part("figure"):
    answer, text = must(*HELD, "--by", "kind", "--json").json(), must(*HELD, "--by", "kind", "--lang", "en").out
    lines = text.splitlines()
    tap.ok(answer["printed"] in lines[0] and [line.split()[-1] for line in lines[1:]] ==
           [cell["printed"] for cell in answer["cells"]], "text and JSON say the same", text, answer)
    tap.equal(sum(cell["number"] for cell in answer["cells"] if cell["key"] != [None]) + must(
        "figure", "activity.other", *HALF, "--json").json()["number"], answer["number"], "the parts and the rest are all")
    records, text = must(*HELD, "--records", "--json").json(), must(*HELD, "--records").out
    tap.ok([row["id"] for row in records] == [line.split("\t")[1] for line in text.splitlines()]
           and len(records) == answer["number"], "the records behind it, as text and as JSON", text, records)
    percent = must("figure", "federation_mother.trained_pct", *HALF, "--json").json()
    tap.ok(f"({percent['number']} / {percent['denominator']})" in must("figure", "federation_mother.trained_pct", *HALF).out,
           "a ratio shows its two numbers", percent)

with tap.part("check"):
    counted, text = must("check", books, "--json").json(), must("check", books, "--lang", "en").out
    tap.equal([int(n) for n in re.findall(r"\d+", text.splitlines()[-1])],
              [counted["registers"], counted["figures"], counted["summaries"]], "check counts alike as text and JSON")
    tap.equal(counted["figures"], len(re.findall(r"^  \w+\.\w+ .*\[", text, re.M)), "and prints each figure with its path")
    tap.equal(must("check").out, must("check", books).out, "new books hold the shipped definitions")
    broken = books.parent / "broken"
    broken.mkdir()
    (broken / "registers").mkdir()
    (broken / "registers" / "a.yaml").write_text("register: a\nfieldz: {}\n", "utf-8")
    done = run("check", broken, "--json")
    faults = json.loads(done.err)["faults"]
    tap.ok(done.code == 2 and any(fault.get("line") == 2 and fault.get("column") for fault in faults),
           "check names file, line and column", done)

with tap.part("summary"):
    out = books.parent / "paper.docx"
    must("summary", *HALF, "--org", DISTRICT, "--to", "docx", "-o", out)
    with zipfile.ZipFile(out) as paper:
        tap.ok(paper.testzip() is None and "word/document.xml" in paper.namelist(), "a docx is a whole Word file")
    page, text, blank = (must("summary", *HALF, *more).out for more in (
        ("--to", "html"), ("--to", "text"), ("--to", "text", "--redact")))
    tap.ok(page.startswith("<!doctype html>") and page.count("<a ") > 50, "html is a page of links", page[:200])
    tap.ok("2021" in text and "2021" not in blank and re.search(r"\d{2}", text), "--redact blanks years", blank[:300])
    street = must("summary", *HALF, "--to", "text", "--org", "440307018").out
    tap.ok(street != text, "another unit has another summary")
    must("summary", *HALF, "--to", "text", "-o", out)
    tap.equal(out.read_text("utf-8"), text, "-o writes what standard output would show")

with tap.part("import and export"):
    one = "topic,host_org,mode,held_on\n命令行一场,440307018003,offline,2021-03-02\n".encode()
    dry = must("import", "activity", "-", "--data", books, "--dry-run", "--lang", "en", given=one).out
    answer = must("import", "activity", "-", "--data", books, "--json", given=one).json()
    tap.ok("nothing was kept" in dry and dry.startswith(f"{answer['rows']} rows read: {answer['created']} created"),
           "import says as text what JSON says", dry, answer)
    path = books.parent / "activity.csv"
    answer = must("export", "activity", "--data", books, "-o", path, "--json").json()
    said = must("export", "activity", "--data", books, "-o", path, "--lang", "en").err
    tap.ok(said.startswith(f"{answer['rows']} rows")
           and path.read_bytes() == must("export", "activity", "--data", books).raw,
           "export counts its rows, and -o writes what standard output would show", said, answer)
    tap.equal(answer["rows"], len(exported("activity")), "as many as there are")

with tap.part("the books"):
    answer, text = must("verify", "--data", books, "--json").json(), must("verify", "--data", books, "--lang", "en").out
    tap.equal([int(n) for n in re.findall(r"\d+", text)], [answer[key] for key in (
        "tenants", "entries", "anchors", "tables", "rows", "faults")], "verify says as text what JSON says")
    tap.equal(must("version", "--json").json()["version"], must("version").out.split()[1], "version too")
    codes = must("errors", "--json").json()
    tap.equal([fault["code"] for fault in codes], re.findall(r"^\| `(\w+)`", must("errors").out, re.M), "errors too")
    fresh = folder() / "fresh"
    units = must("init", "--region", DISTRICT, "--data", fresh, "--json").json()["units"]
    tap.equal(units, len(must("export", "org", "--data", fresh).out.splitlines()) - 1 + 2,
              "init counts the units it made: those of the district, its city and its province")
    posted = must("sample", "--data", fresh, "--period", "2021Q2", "--seed", "1", "--records", "100", "--json").json()
    tap.ok(posted["records"] > 50, "sample counts its records", posted)
    tap.equal(must("keys", "rotate", "--data", fresh, "--json").json(), {"rotated": True}, "keys rotate answers")
    tap.equal(must("summary", "write", "今后工作重点", "-", "--json", *HALF, given="再办。".encode()).json(), {"bytes": 9},
              "summary write answers")
    signed = must("summary", "sign", "--as", "drafter", "--json", *HALF).json()
    tap.ok(signed["statement"].isdigit(), "summary sign answers with the statement", signed)
    tap.ok("没有变动" in must("summary", "diff", *HALF).out and must("summary", "diff", *HALF, "--json").json() == [],
           "summary diff says so when nothing drifted")

if os.geteuid() != 0:
    with tap.part("rights"):
        (books / "books.db").chmod(0)
        tap.equal(run("verify", "--data", books).code, 8, "books that may not be read are a matter of the system")

tap.end()
