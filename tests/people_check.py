#!/usr/bin/env python3
"""People once, by the command line: told before they are entered twice, pairs found, merged with every role and apart
again; what a merge does to figures, and that nothing of a name or number is printed. What is refused to whom, and any
order of merges, is people_in_books_test's; spellings are people_rules_test's."""
import csv
import io
import re

from jinguo import Tap, must, new_books, run

tap = Tap()
books = new_books(seed=11, records=600, periods=("2021H1",))
DATA = ("--data", books)
LEAD = (*DATA, "--as", "lead")
ORG = "440307018003"
ID = "990000198002030023"
SECRETS = ("肖晓丽", "萧曉麗", "萧晓丽", "13800138000", ID)


def rows(register, text, *more):
    return run("import", register, "-", *DATA, *more, given=text.encode())


def kept(register, text):
    return must("import", register, "-", *DATA, "--json", given=text.encode()).json()


def exported(register):
    return list(csv.DictReader(io.StringIO(must("export", register, *DATA).out.lstrip("\ufeff"))))


def number(figure):
    return must("figure", figure, *DATA, "--period", "2021H1", "--json").json()["number"]


def whole(name):
    done = run("verify", *DATA, "--json")
    tap.ok(done.code == 0 and done.json()["faults"] == 0, f"{name}: rebuild equals live", done)


def silent(name, *answers):
    tap.equal([secret for secret in SECRETS for done in answers if secret in done.out + done.err], [],
              f"{name}: no name, telephone or ID number is printed")


HEADING = "number,home_org,registered_on,name,sex,birth_date,id_number,phone\n"
PEOPLE = HEADING + f"""RY-2021-900001,{ORG},2021-01-05,肖晓丽,female,1980-02-03,{ID},13800138000
RY-2021-900002,{ORG},2021-01-06,萧　曉麗,female,1980-02-03,,
RY-2021-900003,{ORG},2021-01-07,萧晓丽,,,,13800138000
RY-2021-900004,{ORG},2021-01-08,无关,female,1990-04-05,,13900139000
"""

with tap.part("before it is entered"):
    dry = rows("person", PEOPLE, "--dry-run", "--lang", "en")
    tap.ok(dry.code == 0 and "nothing was kept" in dry.out
           and re.search(r"^-:3:\d+: Perhaps registered already: RY-2021-900001 \(name spelled otherwise, "
                         r"same date of birth\)\.$", dry.err, re.M)
           and re.search(r"^-:4:\d+: .*RY-2021-900001 \(name spelled otherwise, same telephone\)", dry.err, re.M)
           and "-:5:" not in dry.err, "a dry run tells which rows may be whom", dry)
    answer = kept("person", PEOPLE)
    tap.ok(answer["created"] == 4 and [(notice["code"], notice["line"]) for notice in answer["notices"]] ==
           [("field_person_alike", 3), ("field_person_alike", 4)], "and so does an import, which refuses nothing", answer)
    again = rows("person", HEADING + f",{ORG},2021-02-05,李某,female,1980-02-03,{ID},\n", "--lang", "en")
    tap.ok(again.code == 5 and "registered already: RY-2021-900001" in again.err,
           "the same ID number is refused, with the number of the record", again)
    known = rows("person", HEADING + f"RY-2021-900001,{ORG},2021-01-05,肖晓丽,female,1980-02-03,{ID},13800138000\n", "--json")
    tap.ok(known.code == 0 and known.json()["created"] == 0 and "notices" not in known.json(),
           "a row that names its record is no double of itself", known)
    silent("import", dry, again)

activity = exported("activity")[0]["number"]
kept("activity.signups", f"number,person\n{activity},RY-2021-900002\n{activity},RY-2021-900001\n")
kept("federation_mother", "team_org,person,groups,joined_on\n"
     f"{ORG},RY-2021-900001,volunteer,2021-02-01\n{ORG},RY-2021-900002,family,2021-02-02\n")
kept("rights_case", f"received_on,handling_org,channel,matter,handler,victim\n"
     f"2021-02-03,{ORG},call,education,officer,RY-2021-900002\n")


def merge(goes, stays, *more):
    return run("people", "merge", goes, stays, "--reason", "同一人", *LEAD, *more)


def unmerge(goes, *more):
    return run("people", "unmerge", goes, "--reason", "不是同一人", *LEAD, *more)


with tap.part("doubles"):
    english, machine = must("people", "doubles", *LEAD, "--lang", "en"), must("people", "doubles", *LEAD, "--json")
    pairs = [(pair["likeness"], *pair["numbers"]) for pair in machine.json()]
    mine = [pair for pair in pairs if pair[1].startswith("RY-2021-9")]
    tap.equal(mine, [("likely", "RY-2021-900001", "RY-2021-900002"), ("likely", "RY-2021-900001", "RY-2021-900003")],
              "likely pairs, the record first entered first")
    tap.equal([line.split("\t")[:3] for line in english.out.splitlines()[:-1]], [list(pair) for pair in pairs],
              "text says what JSON says")
    tap.ok(english.out.splitlines()[-1].startswith(f"{len(pairs)} pair"), "and counts them", english)
    more = must("people", "doubles", *LEAD, "--possible", "--json").json()
    tap.ok(["RY-2021-900002", "RY-2021-900003"] in [pair["numbers"] for pair in more]
           and len({tuple(pair["numbers"]) for pair in more}) == len(more) > len(pairs),
           "--possible adds those with one thing in common, each pair once", more)
    clerk = run("people", "doubles", *DATA, "--as", "clerk")
    tap.ok(clerk.code == 4 and not clerk.out, "a role that opens nothing looks for no doubles", clerk)
    silent("doubles", english, machine, clerk)

with tap.part("merge and back"):
    figures = ("federation_mother.team", "federation_mother.joined", "person.registered", "activity.people_attending")
    figures = [figure for figure in figures if run("figure", figure, *DATA, "--period", "2021H1").code == 0]
    before, people, mothers = {figure: number(figure) for figure in figures}, exported("person"), exported("federation_mother")
    done = merge("RY-2021-900002", "RY-2021-900001", "--json")
    tap.equal(done.json(), {"into": "RY-2021-900001", "links": 3, "kept": {},
                            "registers": {"activity": 1, "federation_mother": 1, "rights_case": 1}},
              "every register's link follows", done)
    after = {figure: number(figure) for figure in figures}
    tap.equal([after[figure] for figure in figures[:3]], [before[figure] - 1 for figure in figures[:3]],
              "one person in two roles of a kind counts once, and is registered once")
    tap.equal({row["person"] for row in exported("federation_mother")} - {row["person"] for row in mothers}, set(),
              "no link leads elsewhere")
    tap.ok("RY-2021-900002" not in {row["person"] for register in ("federation_mother", "activity.signups")
                                    for row in exported(register)}, "and none to the one who went")
    whole("after the merge")
    link = rows("federation_mother", f"team_org,person,groups,joined_on\n{ORG},RY-2021-900002,family,2021-03-02\n",
                "--lang", "en")
    tap.ok(link.code == 2 and "merged into" in link.err and "RY-2021-900001" in link.err,
           "a new role is refused for the one who went, with where she lives on", link)
    shown = merge("RY-2021-900002", "RY-2021-900004", "--lang", "en")
    tap.ok(shown.code == 6 and "RY-2021-900001" in shown.err, "she cannot be merged a second time", shown)
    back = unmerge("RY-2021-900002", "--lang", "en")
    tap.ok(back.code == 0 and "3 links put back" in back.out, "undone", back)
    tap.equal({figure: number(figure) for figure in figures}, before, "the figures are as they were")
    tap.equal((exported("person"), exported("federation_mother")), (people, mothers), "and so are the registers")
    whole("after it is undone")
    silent("merge", done, link, shown, back)

with tap.part("ID numbers"):
    other = "990000198002030066"
    kept("person", HEADING + f"RY-2021-900005,{ORG},2021-01-09,肖晓丽,female,1980-02-03,{other},\n")
    done = merge("RY-2021-900005", "RY-2021-900001", "--lang", "en")
    tap.ok(done.code == 6 and "--other-id" in done.err, "two ID numbers take an explicit word", done)
    done = merge("RY-2021-900005", "RY-2021-900001", "--other-id", "--lang", "en")
    tap.ok(done.code == 0 and "RY-2021-900005 is merged into RY-2021-900001, 0 links" in done.out, "with it she is", done)
    chain = merge("RY-2021-900001", "RY-2021-900003", "--json")
    tap.equal(chain.json()["registers"].get("person"), 1, "whoever lived on in her follows her", chain)
    tap.equal([row["merged_into"] for row in exported("person") if row["number"] == "RY-2021-900005"],
              ["RY-2021-900003"], "so there is no chain")
    whole("two merged into one")
    tap.ok(unmerge("RY-2021-900005").code == 0 and unmerge("RY-2021-900001").code == 0, "undone in another order")
    tap.equal([row["merged_into"] for row in exported("person") if row["number"].startswith("RY-2021-9")], [""] * 5,
              "all apart")
    whole("apart again")

with tap.part("beyond"):
    silent("refusals", merge("RY-2021-900009", "RY-2021-900001"), unmerge("RY-2021-900001"))
    tap.equal([merge("RY-2021-900009", "RY-2021-900001").code, unmerge("RY-2021-900001").code,
               merge("RY-2021-900001", "RY-2021-900001").code], [3, 6, 2], "what is not there, not merged, the same")

tap.end()
