#!/usr/bin/env python3
"""A summary's life by the command line: words, signatures in order, frozen figures, drift, issue, withdrawal."""
from jinguo import Tap, must, new_books, run

tap = Tap()
books = new_books(seed=5, records=300, periods=("2021H1",))
SAME = ("--data", books, "--period", "2021H1")
SLOT = "今后工作重点"


def summary(*more):
    return must("summary", *SAME, "--to", "text", *more).out


def refused(code, name, *words, given=None):
    done = run(*words, *SAME, given=given)
    tap.equal(done.code, code, name, done)


def one_more():
    row = "topic,host_org,mode,held_on\n迟报的一场,440307018003,offline,2021-03-02\n"
    must("import", "activity", "-", "--data", books, given=row.encode())


with tap.part("signing"):
    refused(3, "no drift before a signature", "summary", "diff")
    refused(3, "nothing was frozen yet", "summary", "--signed", "--to", "text")
    unsigned = [run("summary", *words, *SAME, "--lang", "en").err for words in (("diff",), ("--signed", "--to", "text"))]
    tap.ok("drifted" in unsigned[0] and "no signed copy" in unsigned[1], "each says what it lacks", *unsigned)
    refused(6, "no signature while a passage is unwritten", "summary", "sign", "--as", "drafter")
    must("summary", "write", SLOT, "-", *SAME, given="再办3件事。".encode())
    refused(6, "no signature over a digit without a source", "summary", "sign", "--as", "drafter")
    must("summary", "write", SLOT, "-", *SAME, given="再办[[3|会议纪要]]件事。".encode())
    refused(6, "no signature out of order", "summary", "sign", "--as", "president")
    must("summary", "sign", "--as", "drafter", *SAME)
    refused(6, "no issue before all have signed", "summary", "issue", "--as", "president")

with tap.part("frozen"):
    before = summary("--signed")
    tap.ok("再办3件事。" in before, "the signed paper holds the passage")
    tap.equal(must("summary", "diff", *SAME, "--json").json(), [], "no drift yet")
    for role in ("section_head", "president"):
        must("summary", "sign", "--as", role, *SAME)
    one_more()
    drift = {line["figure"]: line for line in must("summary", "diff", *SAME, "--json").json()}
    held = drift.get("activity.held", {})
    tap.equal(len(held.get("came", [])), 1, "a late record is drift, with its id", drift)
    tap.equal(int(held["now"]) - int(held["before"]), 1, "and by exactly one")
    tap.equal(summary("--signed"), before, "the signed paper stays as it was")
    tap.ok(summary() != before, "today's does not")

with tap.part("issue and withdrawal"):
    must("summary", "issue", "--as", "president", *SAME)
    refused(6, "an issued summary is not signed again", "summary", "sign", "--as", "drafter")
    refused(2, "a withdrawal wants its reason", "summary", "withdraw", "", "--as", "president")
    refused(4, "and a role that may", "summary", "withdraw", "漏报一场", "--as", "drafter")
    must("summary", "withdraw", "漏报一场", "--as", "president", *SAME)
    refused(3, "nothing is frozen any more", "summary", "--signed", "--to", "text")
    must("summary", "sign", "--as", "drafter", *SAME)
    tap.ok(summary("--signed") != before, "signed anew, it holds the late record")
    tap.equal(run("verify", "--data", books).code, 0, "the books hold")

tap.end()
