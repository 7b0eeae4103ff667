#!/usr/bin/env python3
"""Every figure of sample books three times: by the program, by SQL written by hand, and by a pass
over the journal. The three share no code: oracle_figures.py is not made from the definitions, and
replayed.py knows nothing but docs/JOURNAL.md, down to the ciphers. The lists behind the numbers
are compared as well, record by record, and some numbers split into parts."""
import collections
import decimal
import re
import sqlite3

import guomi
import jinguo
import oracle_figures
import replayed

PERIODS = {"2021H1": (20210101, 20210630), "2020H1": (20200101, 20200630),
           "2021-01-20..2021-07-20": (20210120, 20210720)}
# The street that took a community over in January 2021, and the one that gave it away.
ASKED = [(jinguo.DISTRICT, "2021H1"), (jinguo.DISTRICT, "2020H1"),
         ("440307016", "2021H1"), ("440307016", "2020H1"), ("440307014", "2021-01-20..2021-07-20")]
# What the sample has none of: entered by hand, so that no figure is compared as 0 with 0 alone.
CASES = """受理日期,承办单位,渠道,大类,首访重访,集体访,来访人数,涉未成年人,强制报告回执号,转往单位,转办日期,延长天数,批准延期日期,批准人,延期理由
2021-02-03,440307016001,来访,婚姻家庭,重访,是,6,否,,,,,,,
2021-02-04,440307016002,来电,财产,首访,否,1,是,QZ-77,,,,,,
2021-03-05,440307014001,来信,劳动和社会保障,重访,否,,否,,区人力资源局,2021-03-08,,,,
2021-06-06,440307016002,来电,综合,首访,否,,否,,,,20,2021-06-30,陈*兰,取证未完成
"""
STEPS = """编号,日期,方式
{0},2021-06-07,调解
{0},2021-07-07,咨询答复
{1},2021-01-31,代书
"""
CHILDREN = """care_org,person,born_on,entered_on,categories,guardian_consent,consent_on,left_on,leave_reason
440307016001,{0},2012-02-29,2021-01-05,poor;orphan,是,2021-01-05,2021-06-29,moved
440307016001,{1},2007-06-30,2021-01-05,migrant,是,2021-01-05,,
440307016001,{2},2007-07-01,2021-01-06,migrant,是,2021-01-06,2021-06-30,grown
"""
MOTHERS = """team_org,person,groups,joined_on,screened_on,screening,trained_on,left_on,leave_reason
440307016001,{0},volunteer,2020-02-01,2020-06-29,clear,2021-06-30,,
440307016001,{1},volunteer;cadre,2020-02-01,2020-06-30,clear,2021-07-01,,
440307016002,{1},family,2021-02-01,2021-02-01,pending,,2021-06-30,own_wish
440307016002,{2},family,2019-12-31,2021-02-01,clear,2021-02-02,2021-07-01,own_wish
"""
MEMBERS = """committee_org,person,how,elected_on,post,industry,entrepreneur,meeting_no,left_on,leave_reason
440307016,{0},elected,2021-05-05,chair,business,是,,,
440307016001,{1},filled,2021-05-06,member,health,是,补〔2021〕1号,2021-06-30,moved
440307016001,{2},added,2021-06-30,member,health,否,补〔2021〕2号,,
"""
UNITS = """code,name,level,kind,valid_from,valid_to,women
440307016u01,直播基地妇联,unit,new_media,2021-02-01,,
440307016u02,外卖站点妇联,unit,new_work,2020-02-01,2021-06-30,
440307u01,区机关妇工委,unit,office,2020-02-01,,
440307016202,示范社区,community,region,2021-06-01,,5120
"""

tap = jinguo.Tap()


class World:
    """The replayed books as one unit sees them on today's map in one period."""
    def __init__(self, books, keys, org, period):
        self.books, self.keys, self.org = books, keys, org
        self.first, self.last = PERIODS[period]
        self.a, self.b = iso(self.first), iso(self.last)
        self.kept = {}

    def today(self, code):
        return self.books.today(code)

    def all(self, ledger):
        if ledger not in self.kept:
            self.kept[ledger] = [r for r in self.books.of(ledger) if self.today(r.org).startswith(self.org)]
        return self.kept[ledger]

    def between(self, rows, day):
        return [r for r in rows if r[day] is not None and self.a <= r[day] <= self.b]

    def flow(self, ledger, day):
        return self.between(self.all(ledger), day)

    def stock(self, ledger, since, until):
        return [r for r in self.all(ledger) if r[since] is not None and r[since] <= self.b
                and (r[until] is None or r[until] > self.b)]

    def rows(self, records, field):
        return [row for record in records for row in record.rows.get(field, {}).values()]

    def table(self, name):
        """A ledger, or a rows field of one: "election_steps"."""
        if any(ledger == name for ledger, _, _ in self.books.records):
            return self.all(name)
        ledger, _, field = name.partition("_")
        for place in [i for i, letter in enumerate(name) if letter == "_"]:
            if any(known == name[:place] for known, _, _ in self.books.records):
                ledger, field = name[:place], name[place + 1:]
        return self.rows(self.all(ledger), field)

    def value(self, row, field):
        value = row.org if field == "org" else row[field]
        if isinstance(value, dict):
            return self.keys.open(row, field)
        return value


def iso(day):
    return f"{day // 10000}-{day // 100 % 100:02}-{day % 100:02}"


def number_of_day(day):
    return int(day.replace("-", ""))


# ---- by the journal ----

def alive_in_journal(world, figure):
    for table, day in figure.days:
        for row in world.table(table):
            if row[day] is not None and row[day] <= world.b and (figure.time == "stock" or row[day] >= world.a):
                return True
    return False


def measure(world, figure, rows):
    values = [world.value(row, figure.field) for row in rows] if figure.field else []
    values = [value for value in values if value is not None]
    if figure.measure == "count":
        return len(rows)
    if figure.measure == "distinct":
        return len(set(values))
    if figure.measure == "last":
        return max(map(number_of_day, values), default=None)
    return int(sum(decimal.Decimal(value) for value in values) * 10 ** figure.scale)


def by_journal(world, figure):
    """(number, denominator), None when there is no data."""
    if isinstance(figure, str):
        figure = oracle_figures.FIGURES[figure]
    if isinstance(figure, oracle_figures.Missing):
        return len(figure.units(world)), 1
    if isinstance(figure, oracle_figures.Ratio):
        return divided(by_journal(world, figure.above), by_journal(world, figure.below))
    if not alive_in_journal(world, figure):
        return None
    number = measure(world, figure, figure.rows(world))
    return None if number is None else (number, 1)


def divided(above, below):
    return (above[0], below[0]) if above and below and below[0] else None


# ---- by SQL ----

def open_tables(books, world):
    database = sqlite3.connect(f"file:{books / 'books.db'}?mode=ro", uri=True)
    database.execute("CREATE TEMP TABLE scope (code TEXT PRIMARY KEY, today TEXT)")
    for unit in world.books.of("org"):
        today = world.today(unit.org)
        if today.startswith(world.org):
            database.execute("INSERT INTO scope VALUES (?, ?)", (unit.org, today))
    for (table,) in database.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        if "voided" in columns:
            database.execute(f"CREATE TEMP VIEW live_{table} AS SELECT * FROM {table}"
                             " WHERE voided = 0 AND org IN (SELECT code FROM scope)")
    return database


def ask(database, world, sql):
    bound = {name: value for name, value in (("a", world.first), ("b", world.last)) if f":{name}" in sql}
    return database.execute(sql, bound).fetchone()[0]


def alive_in_tables(database, world, figure):
    compared = "<= :b" if figure.time == "stock" else "BETWEEN :a AND :b"
    return any(ask(database, world, f"SELECT EXISTS (SELECT 1 FROM live_{table} WHERE {day} {compared})")
               for table, day in figure.days)


def by_sql(database, world, figure):
    if isinstance(figure, str):
        figure = oracle_figures.FIGURES[figure]
    if isinstance(figure, oracle_figures.Ratio):
        return divided(by_sql(database, world, figure.above), by_sql(database, world, figure.below))
    if isinstance(figure, oracle_figures.Figure) and not alive_in_tables(database, world, figure):
        return None
    number = ask(database, world, figure.sql)
    return None if number is None else (number, 1)


# ---- by the program ----

def by_program(books, name, org, period):
    told = jinguo.must("figure", name, "--data", books, "--org", org, "--period", period, "--json").json()
    if told["missing"]:
        return None if told["printed"] == "x" else "missing, but printed " + told["printed"]
    return told["number"], told["denominator"]


def compare_numbers(books, world, org, period):
    database = open_tables(books, world)
    nonzero = 0
    for name, figure in sorted(oracle_figures.FIGURES.items()):
        told = by_program(books, name, org, period)
        tables, journal = by_sql(database, world, figure), by_journal(world, figure)
        tap.ok(told == tables == journal, f"{name} of {org} in {period}: three agree",
               f"program {told}, SQL {tables}, journal {journal}")
        nonzero += bool(told and told[0])
    database.close()
    return nonzero


# ---- lists and parts ----

def listed_by_journal(world, figure, part=0):
    """(part, record, row) of everything behind the number."""
    if isinstance(figure, str):
        figure = oracle_figures.FIGURES[figure]
    if isinstance(figure, oracle_figures.Ratio):
        return listed_by_journal(world, figure.above, 0) + listed_by_journal(world, figure.below, 1)
    if isinstance(figure, oracle_figures.Missing):
        return [(part, unit.id, 0) for unit in figure.units(world)]
    rows = figure.rows(world)
    if figure.measure == "distinct":
        rows = [row for row in rows if world.value(row, figure.field) is not None]
    return [(part, row.parent.id if row.parent else row.id, row.id if row.parent else 0) for row in rows]


def listed_by_program(books, name, org, period):
    rows = jinguo.must("figure", name, "--data", books, "--org", org, "--period", period, "--records", "--json").json()
    return [(row["part"], int(row["id"]), int(row["row"])) for row in rows]


def compare_lists(books, world, org, period):
    for name, figure in sorted(oracle_figures.FIGURES.items()):
        told, wanted = listed_by_program(books, name, org, period), listed_by_journal(world, figure)
        both = set(told) & set(wanted)
        tap.ok(sorted(told) == sorted(wanted), f"{name} of {org} in {period}: the list is that of the journal",
               f"program {len(told)}, journal {len(wanted)}, both {len(both)}",
               f"only the program {sorted(set(told) - both)[:3]}, only the journal {sorted(set(wanted) - both)[:3]}")


def split_by_journal(world, name, keys):
    """Parts by key; `keys` gives all keys of a row."""
    figure = oracle_figures.FIGURES[name]
    parts = collections.defaultdict(list)
    for row in figure.rows(world):
        for key in keys(world, row) or [None]:
            parts[key].append(row)
    return {key: number for key, rows in parts.items() if (number := measure(world, figure, rows))}


SPLITS = [
    ("activity.held", "kind", lambda w, r: [r["kind"]]),
    ("activity.cost", "kind", lambda w, r: [r["kind"]]),
    ("activity.held", "month", lambda w, r: [r["held_on"][:7].replace("-", "")]),
    ("activity.attendances", "parent.mode", lambda w, r: [r.parent["mode"]]),
    ("rights_case.cases", "matter", lambda w, r: [r["matter"]]),
    ("rights_case.cases", "org:street", lambda w, r: [w.today(r.org)[:9] if len(w.today(r.org)) > 8 else None]),
    ("rights_case.callers", "month", lambda w, r: [r["received_on"][:7].replace("-", "")]),
    ("rights_case.open_now", "matter", lambda w, r: [r["matter"]]),
    ("rights_case.ways", "ways", lambda w, r: r["ways"]),
    ("federation_mother.team", "groups", lambda w, r: r["groups"]),
    ("visit.visits", "helps", lambda w, r: r["helps"]),
    ("committee_member.community_elected", "industry", lambda w, r: [r["industry"]]),
    ("indicator_value.judged", "light", lambda w, r: [r["light"]]),
    ("violence_case.cases", "level", lambda w, r: [r["level"]]),
    ("mandatory_report.reported", "situations", lambda w, r: r["situations"]),
    ("follow_up.made", "kind", lambda w, r: [r["kind"]]),
    ("org.units", "level", lambda w, r: [r["level"]]),
]


def compare_splits(books, world, org, period):
    for name, by, keys in SPLITS:
        told = jinguo.must("figure", name, "--data", books, "--org", org, "--period", period, "--by", by, "--json").json()
        parts = {cell["key"][0]: cell["number"] for cell in told["cells"] if cell["number"]}
        tap.equal(parts, split_by_journal(world, name, keys), f"{name} by {by} of {org} in {period}: same parts")


# ---- the books ----

def import_rows(books, register, text):
    path = jinguo.folder() / f"{register}.csv"
    path.write_text(text, "utf-8")
    jinguo.must("import", register, path, "--data", books)


def add_what_the_sample_lacks(books):
    replay = replayed.Replayed(books)
    people = sorted(replay.of("person"), key=lambda r: r.id)[:9]
    numbers = [person.number for person in people]
    import_rows(books, "org", UNITS)
    import_rows(books, "rights_case", CASES)
    import_rows(books, "child", CHILDREN.format(*numbers[0:3]))
    import_rows(books, "federation_mother", MOTHERS.format(*numbers[3:6]))
    import_rows(books, "committee_member", MEMBERS.format(*numbers[6:9]))
    cases = sorted((r for r in replay.of("rights_case") if r.org.startswith("440307016")), key=lambda r: r.id)
    import_rows(books, "rights_case.steps", STEPS.format(cases[0].number, cases[1].number))


def check_sealed(books, replay, keys):
    """Ciphers, associated data and tokens as the document says them, on every caller and twenty people."""
    with replayed.read_only(books / "books.db") as database:
        tokens = {(tenant, ident): token for tenant, ident, token in
                  database.execute("SELECT tenant, id, caller_token FROM rights_case WHERE caller IS NOT NULL")}
    people = {(person.tenant, person.id): person for person in replay.of("person")}
    callers = {(r.tenant, r.id): (r, keys.open(r, "caller")) for r in replay.of("rights_case") if r["caller"]}
    tap.ok(len(callers) > 50 and all((tenant, int(plain)) in people for (tenant, _), (_, plain) in callers.items()),
           "every sealed caller opens from the document alone and is a person")
    tap.ok(all(keys.token(r, "caller", plain) == tokens[key] for key, (r, plain) in callers.items()),
           "every caller's token is the one of the document")
    names = [keys.open(person, "name") for person in list(people.values())[:20]]
    tap.ok(all(re.fullmatch("[\u4e00-\u9fff]{3,4}", name) for name in names), "names open as names", names)


def check_copied(replay):
    """A value copied to another record does not open there."""
    one, two = (r for _, r in zip(range(2), (r for r in replay.of("person") if r["phone"])))
    swapped = replayed.Record(two.ledger, two.tenant, two.id)
    swapped["phone"] = one["phone"]
    return swapped


def main():
    tap.equal(guomi.Sm4(bytes.fromhex("0123456789abcdeffedcba9876543210")).block(
        bytes.fromhex("0123456789abcdeffedcba9876543210")).hex(), "681edf34d206965e86b3e94f536e4246",
        "this SM4 is SM4 (GB/T 32907, example 1)")
    books = jinguo.new_books(seed=11)
    add_what_the_sample_lacks(books)
    replay, keys = replayed.Replayed(books), replayed.Keys(books)
    known = set(re.findall(r"^  (\w+\.\w+) ", jinguo.must("check", books).out, re.M))
    tap.equal(set(oracle_figures.FIGURES), known, "each figure of the definitions has its oracle, and no other")
    with tap.part("numbers"):
        nonzero = {(org, period): compare_numbers(books, World(replay, keys, org, period), org, period)
                   for org, period in ASKED}
        tap.ok(nonzero[ASKED[0]] > 0.9 * len(known), "nearly every figure of the half year has something to count", nonzero)
    with tap.part("lists"):
        for org, period in (ASKED[0], ASKED[2]):
            compare_lists(books, World(replay, keys, org, period), org, period)
    with tap.part("parts"):
        for org, period in (ASKED[0], ASKED[2]):
            compare_splits(books, World(replay, keys, org, period), org, period)
    with tap.part("sealed values"):
        check_sealed(books, replay, keys)
        try:
            keys.open(check_copied(replay), "phone")
            tap.ok(False, "a sealed value copied to another record does not open")
        except ValueError:
            tap.ok(True, "a sealed value copied to another record does not open")
    tap.end()


main()
