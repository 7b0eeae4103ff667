"""Every shipped figure twice more: as SQL over the tables, and as a pass over the replayed journal.

Written by hand from what each figure means (DOMAIN of the field and docs/DEFINITIONS.md), not made
from the definitions. In the SQL `live_LEDGER` are the rows of the asked unit that are not voided,
:a and :b the first and last day of the period as yyyymmdd. In the pass `w` is the world of
oracle_check.py: the same unit and period, days as text.

FLOW(register's date, …) has data when the register holds a record in the period, by that date or
by the figure's own; STOCK when it holds one up to the period's end.
"""
import dataclasses
import datetime
import typing


@dataclasses.dataclass
class Figure:
    register: str
    time: str                # "flow" or "stock"
    days: tuple              # (table, column): the dates by which the register has data
    sql: str
    rows: typing.Callable    # world -> the records or rows behind the number
    measure: str = "count"   # count, sum, distinct, last
    field: str = ""          # what is summed, told apart or the latest of
    scale: int = 0


@dataclasses.dataclass
class Ratio:
    above: typing.Any        # a Figure, or the name of one
    below: typing.Any


@dataclasses.dataclass
class Missing:
    sql: str
    units: typing.Callable   # world -> the units that filed nothing


FIGURES = {}
DAY = "julianday(substr({0}, 1, 4) || '-' || substr({0}, 5, 2) || '-' || substr({0}, 7, 2))"


def flow(table, day, name, sql, rows, own=None, **more):
    days = ((table, day), own) if own else ((table, day),)
    FIGURES[name] = Figure(table, "flow", days, sql, rows, **more)


def stock(table, day, name, sql, rows, own=None, **more):
    days = ((table, day), own) if own else ((table, day),)
    FIGURES[name] = Figure(table, "stock", days, sql, rows, **more)


def ratio(name, above, below):
    FIGURES[name] = Ratio(above, below)


def some(rows, condition):
    return [row for row in rows if condition(row)]


def fits(**wanted):
    """A condition: every named field has that value."""
    return lambda row: all(row[name] == value for name, value in wanted.items())


# ---- activity: what was held in the period ----

IN = "held_on BETWEEN :a AND :b"
SIGNUPS = "FROM live_activity a JOIN activity_signups s ON s.tenant = a.tenant AND s.parent = a.id WHERE a." + IN


def held(w):
    return w.flow("activity", "held_on")


def signups(w):
    return w.rows(held(w), "signups")


def activity(name, sql, rows, **more):
    flow("activity", "held_on", "activity." + name, sql, rows, **more)


activity("held", f"SELECT count(*) FROM live_activity WHERE {IN}", held)
activity("other", f"SELECT count(*) FROM live_activity WHERE {IN} AND kind IS NULL",
         lambda w: some(held(w), lambda r: r["kind"] is None))
activity("online", f"SELECT count(*) FROM live_activity WHERE {IN} AND mode = 'online'",
         lambda w: some(held(w), fits(mode="online")))
activity("offline", f"SELECT count(*) FROM live_activity WHERE {IN} AND mode = 'offline'",
         lambda w: some(held(w), fits(mode="offline")))
activity("mixed", f"SELECT count(*) FROM live_activity WHERE {IN} AND mode = 'mixed'",
         lambda w: some(held(w), fits(mode="mixed")))
activity("families", f"SELECT count(*) FROM live_activity WHERE {IN} AND family_action IS NOT NULL",
         lambda w: some(held(w), lambda r: r["family_action"]))
activity("signed_up", f"SELECT count(*) {SIGNUPS}", signups)
activity("attendances", f"SELECT count(*) {SIGNUPS} AND s.attended = 1",
         lambda w: some(signups(w), fits(attended=True)))
activity("participants", f"SELECT count(DISTINCT s.person) {SIGNUPS} AND s.attended = 1",
         lambda w: some(signups(w), fits(attended=True)), measure="distinct", field="person")
activity("walk_ins", f"SELECT coalesce(sum(walk_ins), 0) FROM live_activity WHERE {IN}", held,
         measure="sum", field="walk_ins")
ratio("activity.shown_up_pct", "activity.attendances", "activity.signed_up")
activity("pleased_sheets", f"SELECT coalesce(sum(survey_pleased), 0) FROM live_activity WHERE {IN}", held,
         measure="sum", field="survey_pleased")
activity("sheets", f"SELECT coalesce(sum(survey_sheets), 0) FROM live_activity WHERE {IN}", held,
         measure="sum", field="survey_sheets")
ratio("activity.pleased_pct", "activity.pleased_sheets", "activity.sheets")
activity("cost", f"SELECT coalesce(sum(cost), 0) FROM live_activity WHERE {IN}", held,
         measure="sum", field="cost", scale=2)
activity("last_on", f"SELECT max(held_on) FROM live_activity WHERE {IN}", held, measure="last", field="held_on")

# ---- child: whose file is open at the end, opened and ended in the period ----

IN_CARE = "entered_on <= :b AND (left_on IS NULL OR left_on > :b)"


def in_care(w):
    return w.stock("child", "entered_on", "left_on")


def age(born, on):
    """Full years between two days written 2021-06-30."""
    return int(on[:4]) - int(born[:4]) - (on[5:] < born[5:])


stock("child", "entered_on", "child.in_care", f"SELECT count(DISTINCT person) FROM live_child WHERE {IN_CARE}",
      in_care, measure="distinct", field="person")
stock("child", "entered_on", "child.under_14",
      f"SELECT count(DISTINCT person) FROM live_child WHERE {IN_CARE} AND (:b - born_on) / 10000 < 14",
      lambda w: some(in_care(w), lambda r: age(r["born_on"], w.b) < 14), measure="distinct", field="person")
flow("child", "entered_on", "child.entered", "SELECT count(*) FROM live_child WHERE entered_on BETWEEN :a AND :b",
     lambda w: w.flow("child", "entered_on"))
flow("child", "entered_on", "child.ended", "SELECT count(*) FROM live_child WHERE left_on BETWEEN :a AND :b",
     lambda w: w.flow("child", "left_on"), own=("child", "left_on"))
flow("child", "entered_on", "child.by_ground",
     "SELECT count(*) FROM live_child WHERE entered_on BETWEEN :a AND :b AND statutory_ground IS NOT NULL",
     lambda w: some(w.flow("child", "entered_on"), lambda r: r["statutory_ground"]))

# ---- committee members who came into office in the period ----

NEW = "FROM live_committee_member WHERE elected_on BETWEEN :a AND :b AND how = 'elected'"
NEW_BELOW = NEW + " AND level = 'community'"


def elected(w):
    return some(w.flow("committee_member", "elected_on"), fits(how="elected"))


def community_elected(w):
    return some(elected(w), fits(level="community"))


def member(name, sql, rows, **more):
    flow("committee_member", "elected_on", "committee_member." + name, sql, rows, **more)


def both(row):
    return row["post"] == "chair" and (row["in_party_committee"] or row["in_residents_committee"])


member("elected", f"SELECT count(*) {NEW}", elected)
member("community_elected", f"SELECT count(*) {NEW_BELOW}", community_elected)
member("industries", f"SELECT count(DISTINCT industry) {NEW_BELOW}", community_elected,
       measure="distinct", field="industry")
member("entrepreneurs", f"SELECT count(*) {NEW_BELOW} AND entrepreneur = 1",
       lambda w: some(community_elected(w), fits(entrepreneur=True)))
member("filled", "SELECT count(*) FROM live_committee_member WHERE elected_on BETWEEN :a AND :b AND how <> 'elected'",
       lambda w: some(w.flow("committee_member", "elected_on"), lambda r: r["how"] in ("filled", "added")))
member("people", f"SELECT count(DISTINCT person) {NEW}", elected, measure="distinct", field="person")
member("chairs", f"SELECT count(*) {NEW_BELOW} AND post = 'chair'",
       lambda w: some(community_elected(w), fits(post="chair")))
member("chairs_both",
       f"SELECT count(*) {NEW_BELOW} AND post = 'chair' AND (in_party_committee = 1 OR in_residents_committee = 1)",
       lambda w: some(community_elected(w), both))
ratio("committee_member.chairs_both_pct", "committee_member.chairs_both", "committee_member.chairs")
stock("committee_member", "elected_on", "committee_member.serving",
      "SELECT count(*) FROM live_committee_member WHERE elected_on <= :b AND (left_on IS NULL OR left_on > :b)",
      lambda w: w.stock("committee_member", "elected_on", "left_on"))
ratio("committee_member.front_line_pct",
      Figure("committee_member", "flow", (("committee_member", "elected_on"),),
             f"SELECT count(*) {NEW} AND front_line = 1", lambda w: some(elected(w), fits(front_line=True))),
      "committee_member.elected")
ratio("committee_member.part_time_pct",
      Figure("committee_member", "flow", (("committee_member", "elected_on"),),
             f"SELECT count(*) {NEW} AND staffing = 'part_time'",
             lambda w: some(elected(w), fits(staffing="part_time"))),
      "committee_member.elected")

# ---- elections held, and what belongs to them ----

DONE = "FROM live_election WHERE done_on BETWEEN :a AND :b AND state <> 'preparing'"
DONE_BELOW = DONE + " AND level = 'community'"
CANDIDATES = ("FROM live_election e JOIN election_candidates c ON c.tenant = e.tenant AND c.parent = e.id"
              " WHERE e.done_on BETWEEN :a AND :b AND e.state <> 'preparing'")
STEPS = "FROM live_election e JOIN election_steps s ON s.tenant = e.tenant AND s.parent = e.id"


def done(w):
    return some(w.flow("election", "done_on"), lambda r: r.state in ("held", "filed"))


def done_below(w):
    return some(done(w), fits(level="community"))


def election(name, sql, rows, **more):
    flow("election", "done_on", "election." + name, sql, rows, **more)


election("done", f"SELECT count(*) {DONE}", done)
election("communities_done", f"SELECT count(DISTINCT org) {DONE_BELOW}", done_below, measure="distinct", field="org")
ratio("election.done_pct", "election.communities_done", "org.communities")
election("last_on", f"SELECT max(done_on) {DONE_BELOW}", done_below, measure="last", field="done_on")
election("filed", "SELECT count(*) FROM live_election WHERE filed_on BETWEEN :a AND :b AND state = 'filed'",
         lambda w: some(w.flow("election", "filed_on"), lambda r: r.state == "filed"), own=("election", "filed_on"))
election("delegates", f"SELECT coalesce(sum(delegates_present), 0) {DONE}", done,
         measure="sum", field="delegates_present")
election("candidates_voted", f"SELECT count(*) {CANDIDATES}", lambda w: w.rows(done(w), "candidates"))
election("steps_taken", f"SELECT count(*) {STEPS} WHERE s.step_on BETWEEN :a AND :b",
         lambda w: w.between(w.rows(w.all("election"), "steps"), "step_on"), own=("election_steps", "step_on"))

# ---- practical deeds, hard projects, lectures, surveys ----

DEEDS = "FROM live_deed WHERE listed_on BETWEEN :a AND :b AND state <> 'dropped'"


def deeds(w):
    return some(w.flow("deed", "listed_on"), lambda r: r.state != "dropped")


flow("deed", "listed_on", "deed.items", f"SELECT count(*) {DEEDS}", deeds)
flow("deed", "listed_on", "deed.categories", f"SELECT count(DISTINCT category) {DEEDS}", deeds,
     measure="distinct", field="category")
ratio("deed.done_pct",
      Figure("deed", "flow", (("deed", "listed_on"),), f"SELECT count(*) {DEEDS} AND state = 'done' AND done_on <= :b",
             lambda w: some(deeds(w), lambda r: r.state == "done" and r["done_on"] and r["done_on"] <= w.b)),
      "deed.items")
stock("deed", "listed_on", "deed.overdue",
      "SELECT count(*) FROM live_deed WHERE listed_on <= :b AND (done_on IS NULL OR done_on > :b)"
      " AND state <> 'dropped' AND due_on < :b",
      lambda w: some(w.stock("deed", "listed_on", "done_on"), lambda r: r.state != "dropped" and r["due_on"] < w.b))

CLAIMS = ("FROM live_project p JOIN project_claims c ON c.tenant = p.tenant AND c.parent = p.id"
          " WHERE c.claimed_on <= :b AND (c.given_up_on IS NULL OR c.given_up_on > :b)"
          " AND (p.ended_on IS NULL OR p.ended_on > :b)")
STILL_TO_DO = ("FROM live_project p JOIN project_milestones m ON m.tenant = p.tenant AND m.parent = p.id"
               " WHERE m.set_on <= :b AND (m.done_on IS NULL OR m.done_on > :b)"
               " AND (p.ended_on IS NULL OR p.ended_on > :b)")
LEFT = DAY.format("CAST(m.due_on AS TEXT)") + " - " + DAY.format("CAST(:b AS TEXT)")


def lasting(w, rows, since, until):
    """Rows alive at the end of the period."""
    return [r for r in rows if r[since] and r[since] <= w.b and (r[until] is None or r[until] > w.b)]


def going_on(w, rows):
    """Rows of projects that have not ended."""
    return w.rows(some(w.all("project"), lambda r: r["ended_on"] is None or r["ended_on"] > w.b), rows)


def claims(w):
    return lasting(w, going_on(w, "claims"), "claimed_on", "given_up_on")


def light(w, least, most):
    """Milestones still to be done, by the days left."""
    def left(row):
        return (datetime.date.fromisoformat(row["due_on"]) - datetime.date.fromisoformat(w.b)).days
    rows = lasting(w, going_on(w, "milestones"), "set_on", "done_on")
    return some(rows, lambda r: least <= left(r) <= most)


def project(name, sql, rows, own, **more):
    stock("project", "started_on", "project." + name, sql, rows, own=own, **more)


project("projects", "SELECT count(*) FROM live_project WHERE started_on <= :b AND (ended_on IS NULL OR ended_on > :b)",
        lambda w: w.stock("project", "started_on", "ended_on"), None)
project("branches", f"SELECT count(DISTINCT c.branch) {CLAIMS}", claims, ("project_claims", "claimed_on"),
        measure="distinct", field="branch")
project("members", f"SELECT count(DISTINCT c.member) {CLAIMS}", claims, ("project_claims", "claimed_on"),
        measure="distinct", field="member")
project("red", f"SELECT count(*) {STILL_TO_DO} AND {LEFT} < 0", lambda w: light(w, -99999, -1),
        ("project_milestones", "set_on"))
project("yellow", f"SELECT count(*) {STILL_TO_DO} AND {LEFT} BETWEEN 0 AND 14", lambda w: light(w, 0, 14),
        ("project_milestones", "set_on"))
project("green", f"SELECT count(*) {STILL_TO_DO} AND {LEFT} > 14", lambda w: light(w, 15, 99999),
        ("project_milestones", "set_on"))

LECTURES = "FROM live_lecture WHERE held_on BETWEEN :a AND :b"
flow("lecture", "held_on", "lecture.sessions", f"SELECT count(*) {LECTURES}", lambda w: w.flow("lecture", "held_on"))
flow("lecture", "held_on", "lecture.audience", f"SELECT coalesce(sum(audience), 0) {LECTURES}",
     lambda w: w.flow("lecture", "held_on"), measure="sum", field="audience")

PROBLEMS = ("FROM live_survey s JOIN survey_problems p ON p.tenant = s.tenant AND p.parent = s.id"
            " WHERE s.surveyed_on BETWEEN :a AND :b")


def problems(w):
    return w.rows(w.flow("survey", "surveyed_on"), "problems")


flow("survey", "surveyed_on", "survey.surveys", "SELECT count(*) FROM live_survey WHERE surveyed_on BETWEEN :a AND :b",
     lambda w: w.flow("survey", "surveyed_on"))
flow("survey", "surveyed_on", "survey.problems", f"SELECT count(*) {PROBLEMS}", problems)
ratio("survey.closed_pct",
      Figure("survey", "flow", (("survey", "surveyed_on"),), f"SELECT count(*) {PROBLEMS} AND p.closed_on <= :b",
             lambda w: some(problems(w), lambda r: r["closed_on"] and r["closed_on"] <= w.b)),
      "survey.problems")

# ---- the campaign's themes, training of heads ----

TASKS = ("FROM live_theme h JOIN theme_tasks t ON t.tenant = h.tenant AND t.parent = h.id"
         " WHERE h.begun_on <= :b AND (h.ended_on IS NULL OR h.ended_on > :b)")
HEADS = "FROM live_training_roster WHERE since <= :b AND (until IS NULL OR until > :b)"
CLASSES = "FROM live_training_class WHERE held_on BETWEEN :a AND :b AND state = 'finished'"


def themes(w):
    return w.stock("theme", "begun_on", "ended_on")


def heads(w):
    return w.stock("training_roster", "since", "until")


def classes(w):
    return some(w.flow("training_class", "held_on"), lambda r: r.state == "finished")


stock("theme", "begun_on", "theme.themes",
      "SELECT count(DISTINCT theme) FROM live_theme WHERE begun_on <= :b AND (ended_on IS NULL OR ended_on > :b)",
      themes, measure="distinct", field="theme")
stock("theme", "begun_on", "theme.tasks", f"SELECT count(*) {TASKS}", lambda w: w.rows(themes(w), "tasks"))
ratio("theme.done_pct",
      Figure("theme", "stock", (("theme", "begun_on"),), f"SELECT count(*) {TASKS} AND t.done_on <= :b",
             lambda w: some(w.rows(themes(w), "tasks"), lambda r: r["done_on"] and r["done_on"] <= w.b)),
      "theme.tasks")
stock("training_roster", "since", "training_roster.heads", f"SELECT count(DISTINCT person) {HEADS}", heads,
      measure="distinct", field="person")
stock("training_roster", "since", "training_roster.trained", f"SELECT count(DISTINCT person) {HEADS} AND trained_on <= :b",
      lambda w: some(heads(w), lambda r: r["trained_on"] and r["trained_on"] <= w.b), measure="distinct", field="person")
ratio("training_class.coverage_pct", "training_roster.trained", "training_roster.heads")
flow("training_class", "held_on", "training_class.classes", f"SELECT count(*) {CLASSES}", classes)
flow("training_class", "held_on", "training_class.hours", f"SELECT coalesce(sum(hours), 0) {CLASSES}", classes,
     measure="sum", field="hours", scale=1)
flow("training_class", "held_on", "training_class.turns",
     "SELECT count(*) FROM live_training_class c JOIN training_class_participants p ON p.tenant = c.tenant"
     " AND p.parent = c.id WHERE c.held_on BETWEEN :a AND :b AND c.state = 'finished' AND p.attended = 1",
     lambda w: some(w.rows(classes(w), "participants"), fits(attended=True)))

# ---- honours ----

flow("award", "called_on", "award.called", "SELECT count(*) FROM live_award WHERE called_on BETWEEN :a AND :b",
     lambda w: w.flow("award", "called_on"))
flow("honour", "nominated_on", "honour.nominated",
     "SELECT count(*) FROM live_honour WHERE nominated_on BETWEEN :a AND :b", lambda w: w.flow("honour", "nominated_on"))
flow("honour", "nominated_on", "honour.shown",
     "SELECT count(*) FROM live_honour WHERE shown_from BETWEEN :a AND :b", lambda w: w.flow("honour", "shown_from"),
     own=("honour", "shown_from"))
flow("honour", "nominated_on", "honour.awarded",
     "SELECT count(*) FROM live_honour WHERE awarded_on BETWEEN :a AND :b AND state = 'awarded'",
     lambda w: some(w.flow("honour", "awarded_on"), lambda r: r.state == "awarded"), own=("honour", "awarded_on"))
flow("honour", "nominated_on", "honour.objections",
     "SELECT count(*) FROM live_honour h JOIN honour_objections o ON o.tenant = h.tenant AND o.parent = h.id"
     " WHERE o.raised_on BETWEEN :a AND :b",
     lambda w: w.between(w.rows(w.all("honour"), "objections"), "raised_on"), own=("honour_objections", "raised_on"))

# ---- episodes of programmes on air ----

flow("episode", "aired_on", "episode.aired",
     "SELECT count(*) FROM live_episode WHERE aired_on BETWEEN :a AND :b AND state = 'aired'",
     lambda w: some(w.flow("episode", "aired_on"), lambda r: r.state == "aired"))
stock("programme", "started_on", "programme.on_air",
      "SELECT count(*) FROM live_programme WHERE started_on <= :b AND (ended_on IS NULL OR ended_on > :b)",
      lambda w: w.stock("programme", "started_on", "ended_on"))

# ---- facts ----

FIRST = "('first', 'only', 'first_batch')"


def confirmed(w):
    return some(w.flow("fact", "stated_on"), lambda r: r.state == "confirmed")


flow("fact", "stated_on", "fact.facts",
     "SELECT count(*) FROM live_fact WHERE stated_on BETWEEN :a AND :b AND state = 'confirmed'", confirmed)
flow("fact", "stated_on", "fact.firsts",
     f"SELECT count(*) FROM live_fact WHERE stated_on BETWEEN :a AND :b AND state = 'confirmed' AND kind IN {FIRST}",
     lambda w: some(confirmed(w), lambda r: r["kind"] in ("first", "only", "first_batch")))
stock("fact", "stated_on", "fact.standing",
      "SELECT count(*) FROM live_fact WHERE state = 'confirmed' AND stated_on <= :b"
      " AND (true_until IS NULL OR true_until > :b)",
      lambda w: some(w.stock("fact", "stated_on", "true_until"), lambda r: r.state == "confirmed"))

# ---- federation mothers ----

TEAM = "FROM live_federation_mother WHERE joined_on <= :b AND (left_on IS NULL OR left_on > :b)"


def team(w):
    return w.stock("federation_mother", "joined_on", "left_on")


def within_a_year(w, row):
    if row["screening"] != "clear" or row["screened_on"] is None:
        return False
    checked = datetime.date.fromisoformat(row["screened_on"])
    return (datetime.date.fromisoformat(w.b) - checked).days <= 365


def mother(name, sql, rows):
    stock("federation_mother", "joined_on", "federation_mother." + name, sql, rows, measure="distinct", field="person")


mother("team", f"SELECT count(DISTINCT person) {TEAM}", team)
flow("federation_mother", "joined_on", "federation_mother.joined",
     "SELECT count(DISTINCT person) FROM live_federation_mother WHERE joined_on BETWEEN :a AND :b",
     lambda w: w.flow("federation_mother", "joined_on"), measure="distinct", field="person")
flow("federation_mother", "joined_on", "federation_mother.left",
     "SELECT count(*) FROM live_federation_mother WHERE left_on BETWEEN :a AND :b",
     lambda w: w.flow("federation_mother", "left_on"), own=("federation_mother", "left_on"))
mother("screened", f"SELECT count(DISTINCT person) {TEAM} AND screening = 'clear' AND "
       + DAY.format("CAST(:b AS TEXT)") + " - " + DAY.format("CAST(screened_on AS TEXT)") + " <= 365",
       lambda w: some(team(w), lambda r: within_a_year(w, r)))
mother("trained", f"SELECT count(DISTINCT person) {TEAM} AND trained_on <= :b",
       lambda w: some(team(w), lambda r: r["trained_on"] is not None and r["trained_on"] <= w.b))
ratio("federation_mother.trained_pct", "federation_mother.trained", "federation_mother.team")
ratio("federation_mother.screened_pct", "federation_mother.screened", "federation_mother.team")

# ---- plans: indicators watched, and the latest value of each ----

WATCHED = "FROM live_indicator WHERE adopted_on <= :b AND (ended_on IS NULL OR ended_on > :b)"
LATEST = """FROM live_indicator_value v WHERE reported_on <= :b AND NOT EXISTS (
    SELECT 1 FROM live_indicator_value later WHERE later.tenant = v.tenant AND later.indicator = v.indicator
    AND later.reported_on <= :b AND (later.reported_on, later.id) > (v.reported_on, v.id))"""


def watched(w):
    return w.stock("indicator", "adopted_on", "ended_on")


def latest(w):
    newest = {}
    reports = [r for r in w.all("indicator_value") if r["reported_on"] <= w.b]
    for report in sorted(reports, key=lambda r: (r["reported_on"], r.id)):
        newest[report.tenant, report["indicator"]] = report
    return list(newest.values())


stock("indicator", "adopted_on", "indicator.indicators", f"SELECT count(*) {WATCHED}", watched)
stock("indicator", "adopted_on", "indicator.women", f"SELECT count(*) {WATCHED} AND plan = 'women'",
      lambda w: some(watched(w), fits(plan="women")))
stock("indicator", "adopted_on", "indicator.children", f"SELECT count(*) {WATCHED} AND plan = 'children'",
      lambda w: some(watched(w), fits(plan="children")))
stock("indicator_value", "reported_on", "indicator_value.judged", f"SELECT count(*) {LATEST}", latest)
stock("indicator_value", "reported_on", "indicator_value.on_track",
      f"SELECT count(*) {LATEST} AND light IN ('green', 'hold')",
      lambda w: some(latest(w), lambda r: r["light"] in ("green", "hold")))
stock("indicator_value", "reported_on", "indicator_value.red", f"SELECT count(*) {LATEST} AND light = 'red'",
      lambda w: some(latest(w), fits(light="red")))
ratio("indicator_value.on_track_pct", "indicator_value.on_track", "indicator_value.judged")
flow("indicator_value", "reported_on", "indicator_value.reports",
     "SELECT count(*) FROM live_indicator_value WHERE reported_on BETWEEN :a AND :b",
     lambda w: w.flow("indicator_value", "reported_on"))

# ---- the organisation tree ----

STANDING = "FROM live_org WHERE valid_from <= :b AND (valid_to IS NULL OR valid_to > :b)"
FOUR_NEW = ("new_economy", "new_social", "new_media", "new_work")


def standing(w):
    return w.stock("org", "valid_from", "valid_to")


def tree(name, sql, rows, **more):
    stock("org", "valid_from", "org." + name, sql, rows, **more)


tree("units", f"SELECT count(*) {STANDING}", standing)
tree("districts", f"SELECT count(*) {STANDING} AND level = 'district'",
     lambda w: some(standing(w), fits(level="district")))
tree("streets", f"SELECT count(*) {STANDING} AND level = 'street'", lambda w: some(standing(w), fits(level="street")))
tree("communities", f"SELECT count(*) {STANDING} AND level = 'community'",
     lambda w: some(standing(w), fits(level="community")))
tree("new_field", f"SELECT count(*) {STANDING} AND kind IN {FOUR_NEW}",
     lambda w: some(standing(w), lambda r: r["kind"] in FOUR_NEW))
tree("women_living", f"SELECT coalesce(sum(women), 0) {STANDING} AND level = 'community'",
     lambda w: some(standing(w), fits(level="community")), measure="sum", field="women")

# ---- pairings ----

PAIRED = "FROM live_pairing WHERE from_on <= :b AND (to_on IS NULL OR to_on > :b)"


def paired(w):
    return w.stock("pairing", "from_on", "to_on")


stock("pairing", "from_on", "pairing.children", f"SELECT count(DISTINCT child) {PAIRED}", paired,
      measure="distinct", field="child")
stock("pairing", "from_on", "pairing.mothers", f"SELECT count(DISTINCT mother) {PAIRED}", paired,
      measure="distinct", field="mother")
stock("pairing", "from_on", "pairing.pairs", f"SELECT count(*) {PAIRED}", paired)
ratio("pairing.paired_pct", "pairing.children", "child.in_care")
flow("pairing", "from_on", "pairing.begun", "SELECT count(*) FROM live_pairing WHERE from_on BETWEEN :a AND :b",
     lambda w: w.flow("pairing", "from_on"))
flow("pairing", "from_on", "pairing.ended", "SELECT count(*) FROM live_pairing WHERE to_on BETWEEN :a AND :b",
     lambda w: w.flow("pairing", "to_on"), own=("pairing", "to_on"))
flow("pairing", "from_on", "pairing.wishes_done",
     "SELECT count(*) FROM live_pairing WHERE wish_done_on BETWEEN :a AND :b",
     lambda w: w.flow("pairing", "wish_done_on"), own=("pairing", "wish_done_on"))

# ---- people ----

flow("person", "registered_on", "person.registered",
     "SELECT count(*) FROM live_person WHERE registered_on BETWEEN :a AND :b", lambda w: w.flow("person", "registered_on"))

# ---- rights cases ----

CASES = "FROM live_rights_case WHERE received_on BETWEEN :a AND :b"
CLOSED = "FROM live_rights_case WHERE closed_on BETWEEN :a AND :b"
CALLED = "FROM live_rights_case WHERE called_back_on BETWEEN :a AND :b"
WORKROOMS = ("rights_room", "family_room", "marriage_room")


def cases(w):
    return w.flow("rights_case", "received_on")


def closed(w):
    return w.flow("rights_case", "closed_on")


def called(w):
    return w.flow("rights_case", "called_back_on")


def case(name, sql, rows, **more):
    flow("rights_case", "received_on", "rights_case." + name, sql, rows, **more)


case("cases", f"SELECT count(*) {CASES}", cases)
case("first_visits", f"SELECT count(*) {CASES} AND visit_kind = 'first'",
     lambda w: some(cases(w), fits(visit_kind="first")))
case("repeat_visits", f"SELECT count(*) {CASES} AND visit_kind = 'repeat'",
     lambda w: some(cases(w), fits(visit_kind="repeat")))
case("collective", f"SELECT count(*) {CASES} AND collective = 1", lambda w: some(cases(w), fits(collective=True)))
case("hotline", f"SELECT count(*) {CASES} AND room = 'hotline'", lambda w: some(cases(w), fits(room="hotline")))
case("workrooms", f"SELECT count(*) {CASES} AND room IN {WORKROOMS}",
     lambda w: some(cases(w), lambda r: r["room"] in WORKROOMS))
case("violence", f"SELECT count(*) {CASES} AND subtype = 'violence'",
     lambda w: some(cases(w), fits(subtype="violence")))
case("minors", f"SELECT count(*) {CASES} AND minors = 1", lambda w: some(cases(w), fits(minors=True)))
case("minors_reported", f"SELECT count(*) {CASES} AND minors = 1 AND report_no IS NOT NULL",
     lambda w: some(cases(w), lambda r: r["minors"] and r["report_no"]))
case("callers", f"SELECT count(DISTINCT caller_token) {CASES}", cases, measure="distinct", field="caller")
case("mediated", f"SELECT count(*) {CASES} AND ways LIKE '%,mediation,%'",
     lambda w: some(cases(w), lambda r: "mediation" in (r["ways"] or ())))
case("ways", f"SELECT count(*) {CASES} AND ways IS NOT NULL", lambda w: some(cases(w), lambda r: r["ways"]))
case("referred", f"SELECT count(*) {CASES} AND transferred_on IS NOT NULL",
     lambda w: some(cases(w), lambda r: r["transferred_on"]))
case("extended", f"SELECT count(*) {CASES} AND extension_on IS NOT NULL",
     lambda w: some(cases(w), lambda r: r["extension_on"]))
case("closed", f"SELECT count(*) {CLOSED}", closed, own=("rights_case", "closed_on"))
case("closed_in_time", f"SELECT count(*) {CLOSED} AND closed_on <= due_on",
     lambda w: some(closed(w), lambda r: r["due_on"] and r["closed_on"] <= r["due_on"]), own=("rights_case", "closed_on"))
stock("rights_case", "received_on", "rights_case.open_now",
      "SELECT count(*) FROM live_rights_case WHERE received_on <= :b AND (closed_on IS NULL OR closed_on > :b)",
      lambda w: w.stock("rights_case", "received_on", "closed_on"))
stock("rights_case", "received_on", "rights_case.overdue",
      "SELECT count(*) FROM live_rights_case WHERE overdue_from <= :b AND (closed_on IS NULL OR closed_on > :b)",
      lambda w: w.stock("rights_case", "overdue_from", "closed_on"), own=("rights_case", "overdue_from"))
ratio("rights_case.close_pct",
      Figure("rights_case", "flow", (("rights_case", "received_on"),), f"SELECT count(*) {CASES} AND closed_on <= :b",
             lambda w: some(cases(w), lambda r: r["closed_on"] is not None and r["closed_on"] <= w.b)),
      "rights_case.cases")
ratio("rights_case.in_time_pct", "rights_case.closed_in_time", "rights_case.closed")
case("called_back", f"SELECT count(*) {CALLED}", called, own=("rights_case", "called_back_on"))
case("content", f"SELECT count(*) {CALLED} AND satisfaction IN ('fair', 'good')",
     lambda w: some(called(w), lambda r: r["satisfaction"] in ("fair", "good")), own=("rights_case", "called_back_on"))
ratio("rights_case.content_pct", "rights_case.content", "rights_case.called_back")
case("steps_done", "SELECT count(*) FROM live_rights_case c JOIN rights_case_steps s"
     " ON s.tenant = c.tenant AND s.parent = c.id WHERE s.done_on BETWEEN :a AND :b",
     lambda w: w.between(w.rows(w.all("rights_case"), "steps"), "done_on"), own=("rights_case_steps", "done_on"))

case("reviews", "SELECT count(*) FROM live_rights_case c JOIN rights_case_reviews s"
     " ON s.tenant = c.tenant AND s.parent = c.id WHERE s.asked_on BETWEEN :a AND :b",
     lambda w: w.between(w.rows(w.all("rights_case"), "reviews"), "asked_on"), own=("rights_case_reviews", "asked_on"))
case("urgings", "SELECT count(*) FROM live_rights_case c JOIN rights_case_urgings s"
     " ON s.tenant = c.tenant AND s.parent = c.id WHERE s.sent_on BETWEEN :a AND :b",
     lambda w: w.between(w.rows(w.all("rights_case"), "urgings"), "sent_on"), own=("rights_case_urgings", "sent_on"))

# ---- the year of a committee member ----

PLANS = "FROM live_committee_duty WHERE planned_on BETWEEN :a AND :b"
GOALS = ("FROM live_committee_duty d JOIN committee_duty_goals g ON g.tenant = d.tenant AND g.parent = d.id"
         " WHERE d.planned_on BETWEEN :a AND :b")


def goals(w):
    return w.rows(w.flow("committee_duty", "planned_on"), "goals")


flow("committee_duty", "planned_on", "committee_duty.plans", f"SELECT count(DISTINCT member) {PLANS}",
     lambda w: w.flow("committee_duty", "planned_on"), measure="distinct", field="member")
flow("committee_duty", "planned_on", "committee_duty.accounts",
     "SELECT count(DISTINCT member) FROM live_committee_duty WHERE account_on BETWEEN :a AND :b",
     lambda w: w.flow("committee_duty", "account_on"), own=("committee_duty", "account_on"),
     measure="distinct", field="member")
flow("committee_duty", "planned_on", "committee_duty.goals", f"SELECT count(*) {GOALS}", goals)
flow("committee_duty", "planned_on", "committee_duty.goals_met", f"SELECT count(*) {GOALS} AND g.actual >= g.target",
     lambda w: some(goals(w), lambda r: r["actual"] is not None and r["actual"] >= r["target"]))
ratio("committee_duty.goals_met_pct", "committee_duty.goals_met", "committee_duty.goals")

# ---- violence: cases, warnings, protection orders, and the visits they demand ----

def simple(table, day):
    """A maker of flow figures of one register by its own date; `on` is another date of it."""
    def figure(name, rows=None, where="", on=day, **more):
        own = {} if on == day else {"own": (table, on)}
        selected = more.pop("select", "count(*)")
        flow(table, day, f"{table}.{name}",
             f"SELECT {selected} FROM live_{table} WHERE {on} BETWEEN :a AND :b{where}",
             lambda w: some(w.flow(table, on), rows or (lambda r: True)), **own, **more)
    return figure


def standing_at(table, day):
    """A maker of stock figures of one register."""
    def figure(name, since, until, rows=None, where="", **more):
        own = {} if since == day else {"own": (table, since)}
        selected = more.pop("select", "count(*)")
        stock(table, day, f"{table}.{name}",
              f"SELECT {selected} FROM live_{table} WHERE {since} <= :b AND ({until} IS NULL OR {until} > :b){where}",
              lambda w: some(w.stock(table, since, until), rows or (lambda r: True)), **own, **more)
    return figure


def of_rows(table, day, name, field, on):
    """Rows of a register by a date of their own."""
    flow(table, day, f"{table}.{name}",
         f"SELECT count(*) FROM live_{table} t JOIN {table}_{field} r ON r.tenant = t.tenant AND r.parent = t.id"
         f" WHERE r.{on} BETWEEN :a AND :b",
         lambda w: w.between(w.rows(w.all(table), field), on), own=(f"{table}_{field}", on))


violence = simple("violence_case", "registered_on")
violence("cases")
violence("high", fits(level="high"), " AND level = 'high'")
violence("high_told", lambda r: r["level"] == "high" and r["police_told_on"],
         " AND level = 'high' AND police_told_on IS NOT NULL")
ratio("violence_case.high_told_pct", "violence_case.high_told", "violence_case.high")
violence("unassessed", lambda r: r.state == "registered", " AND state = 'registered'")
violence("special", lambda r: r["specials"], " AND specials IS NOT NULL")
violence("victims", select="count(DISTINCT victim_token)", measure="distinct", field="victim")
flow("violence_case", "registered_on", "violence_case.children",
     "SELECT count(*) FROM live_violence_case v JOIN violence_case_children c ON c.tenant = v.tenant"
     " AND c.parent = v.id WHERE v.registered_on BETWEEN :a AND :b",
     lambda w: w.rows(w.flow("violence_case", "registered_on"), "children"))
violence("closed", on="closed_on")
standing_at("violence_case", "registered_on")("open_now", "registered_on", "closed_on")

warning = simple("warning", "warned_on")
warning("warnings")
warning("delivered", on="delivered_on")
warning("again", on="incident_on")
warning("taught", on="taught_on")
standing_at("warning", "warned_on")("visited_now", "delivered_on", "ended_on")

order = simple("protection_order", "applied_on")
order_at = standing_at("protection_order", "applied_on")
order("applied")
order("on_behalf", fits(applicant="federation"), " AND applicant = 'federation'")
order("granted", fits(result="granted"), " AND result = 'granted'", on="ruled_on")
order("ruled_late", lambda r: r["ruled_on"] > r["rule_due_on"], " AND ruled_on > rule_due_on", on="ruled_on")
order("asked_late", fits(warned="late"), " AND warned = 'late'")
order_at("in_force", "ruled_on", "holds_until", fits(result="granted"), " AND result = 'granted'")
order_at("to_renew", "remind_on", "holds_until")
of_rows("protection_order", "applied_on", "extended", "extensions", "ruled_on")
of_rows("protection_order", "applied_on", "breaches", "breaches", "breach_on")

simple("follow_up", "made_on")("made")
simple("follow_up", "made_on")("incidents", fits(result="incident"), " AND result = 'incident'")
standing_at("follow_up", "made_on")("overdue", "overdue_from", "made_on",
                                    lambda r: r.state != "dropped", " AND state <> 'dropped'")
standing_at("follow_up", "made_on")("escalated", "escalate_from", "made_on",
                                    lambda r: r.state != "dropped", " AND state <> 'dropped'")

# ---- mandatory reports ----

report = simple("mandatory_report", "found_on")
report_at = standing_at("mandatory_report", "found_on")
report("found")
report("reported", on="reported_on")
report("minutes_in_all", on="reported_on", select="coalesce(sum(minutes), 0)", measure="sum", field="minutes")
ratio("mandatory_report.minutes", "mandatory_report.minutes_in_all", "mandatory_report.reported")
report("late", fits(late=True), " AND late = 1", on="reported_on")
report_at("overdue", "overdue_from", "reported_on")
report("accepted", on="accepted_on")
report_at("feedback_late", "feedback_late_from", "feedback_on")
report_at("feedback_again_late", "prosecution_on", "feedback_again_on")
report("children", on="reported_on", select="count(DISTINCT child_token)", measure="distinct", field="child")
of_rows("mandatory_report", "found_on", "entrusted", "entrusted", "asked_on")

# ---- screening, and the households it found ----

screened = simple("screening", "screened_on")
screened("returns")
screened("nil_returns", fits(found=0), " AND found = 0")
for total, field in (("households", "households"), ("disputes", "found"), ("solved", "solved")):
    screened(total, select=f"coalesce(sum({field}), 0)", measure="sum", field=field)
ratio("screening.solved_pct", "screening.solved", "screening.disputes")
screened("late", lambda r: r["returned_on"] > r["due_on"], " AND returned_on > due_on")

household = simple("dispute_household", "found_on")
household_at = standing_at("dispute_household", "found_on")
household("found")
household_at("watched", "found_on", "settled_on")
household_at("red", "found_on", "settled_on", fits(level="red"), " AND level = 'red'")
household("settled", on="settled_on")
household("confirmed", on="confirmed_on")

# ---- mechanisms, the action for girls, guidance of parents ----

standing_at("mechanism", "set_up_on")("mechanisms", "set_up_on", "ended_on", select="count(DISTINCT name)",
                                      measure="distinct", field="name")
of_rows("mechanism", "set_up_on", "meetings", "meetings", "held_on")
flow("mechanism", "set_up_on", "mechanism.met",
     "SELECT count(*) FROM live_mechanism m JOIN mechanism_indicators i ON i.tenant = m.tenant AND i.parent = m.id"
     " WHERE i.measured_on BETWEEN :a AND :b AND i.actual >= i.target",
     lambda w: some(w.between(w.rows(w.all("mechanism"), "indicators"), "measured_on"),
                    lambda r: float(r["actual"]) >= float(r["target"])), own=("mechanism_indicators", "measured_on"))

task_at = standing_at("girl_task", "set_on")
task_at("tasks", "set_on", "withdrawn_on")
stock("girl_task", "set_on", "girl_task.done",
      "SELECT count(*) FROM live_girl_task WHERE set_on <= :b AND (withdrawn_on IS NULL OR withdrawn_on > :b)"
      " AND done_on <= :b",
      lambda w: some(w.stock("girl_task", "set_on", "withdrawn_on"), lambda r: r["done_on"] and r["done_on"] <= w.b))
ratio("girl_task.done_pct", "girl_task.done", "girl_task.tasks")
stock("girl_task", "set_on", "girl_task.overdue",
      "SELECT count(*) FROM live_girl_task WHERE set_on <= :b AND (withdrawn_on IS NULL OR withdrawn_on > :b)"
      " AND due_on < :b AND (done_on IS NULL OR done_on > :b)",
      lambda w: some(w.stock("girl_task", "set_on", "withdrawn_on"),
                     lambda r: r["due_on"] and r["due_on"] < w.b and not (r["done_on"] and r["done_on"] <= w.b)))

standing_at("girl_file", "entered_on")("girls", "entered_on", "closed_on", select="count(DISTINCT girl_token)",
                                       measure="distinct", field="girl")
simple("girl_file", "entered_on")("opened")
of_rows("girl_file", "entered_on", "lessons", "lessons", "given_on")

guided = simple("guidance", "guided_on")
guided("guided")
guided("dissuaded", lambda r: r["kind"] in ("reprimand", "dissuade"), " AND kind IN ('reprimand', 'dissuade')")
guided("parents", select="count(DISTINCT carer_token)", measure="distinct", field="carer")
guided("hours", select="coalesce(sum(hours), 0)", measure="sum", field="hours", scale=1)

# ---- secondments ----

SENT = "FROM live_secondment WHERE sent_on BETWEEN :a AND :b"
LINES = ("FROM live_secondment s JOIN secondment_lines l ON l.tenant = s.tenant AND l.parent = s.id"
         " WHERE s.sent_on BETWEEN :a AND :b")


def sent(w, kind):
    return some(w.flow("secondment", "sent_on"), fits(kind=kind))


def batch_lines(w):
    return w.rows(sent(w, "batch"), "lines")


def secondment(name, sql, rows, **more):
    flow("secondment", "sent_on", "secondment." + name, sql, rows, **more)


secondment("batches", f"SELECT count(*) {SENT} AND kind = 'batch'", lambda w: sent(w, "batch"))
secondment("turns", f"SELECT count(*) {LINES} AND s.kind = 'batch'", batch_lines)
secondment("people", f"SELECT count(DISTINCT l.person) {LINES} AND s.kind = 'batch'", batch_lines,
           measure="distinct", field="person")
secondment("days", f"SELECT coalesce(sum(l.days), 0) {LINES} AND s.kind = 'batch'", batch_lines,
           measure="sum", field="days")
secondment("duty_weeks", f"SELECT count(DISTINCT week_of) {SENT} AND kind = 'weekly'",
           lambda w: sent(w, "weekly"), measure="distinct", field="week_of")
secondment("duty_cadres", f"SELECT count(DISTINCT l.person) {LINES} AND s.kind = 'weekly' AND l.rank = 'division'",
           lambda w: some(w.rows(sent(w, "weekly"), "lines"), fits(rank="division")),
           measure="distinct", field="person")

# ---- signed summaries ----

flow("statement", "period_to", "statement.issued",
     "SELECT count(*) FROM live_statement WHERE issued_on BETWEEN :a AND :b AND state = 'issued'",
     lambda w: some(w.flow("statement", "issued_on"), lambda r: r.state == "issued"), own=("statement", "issued_on"))

# ---- family-tradition bases ----

BASES = "FROM live_tradition_base WHERE approved_on <= :b"


def unveiled(w):
    return [r for r in w.all("tradition_base") if r["unveiled_on"] and r["unveiled_on"] <= w.b]


def base(name, sql, rows, own="approved_on", **more):
    stock("tradition_base", "applied_on", "tradition_base." + name, sql, rows, own=("tradition_base", own), **more)


base("bases", f"SELECT count(*) {BASES} AND (revoked_on IS NULL OR revoked_on > :b)",
     lambda w: w.stock("tradition_base", "approved_on", "revoked_on"))
base("unveiled_on", "SELECT max(unveiled_on) FROM live_tradition_base WHERE unveiled_on <= :b", unveiled,
     own="unveiled_on", measure="last", field="unveiled_on")
base("review_overdue", f"SELECT count(*) {BASES} AND review_due < :b AND (reviewed_on IS NULL OR reviewed_on > :b)"
     " AND (revoked_on IS NULL OR revoked_on > :b)",
     lambda w: some(w.stock("tradition_base", "approved_on", "reviewed_on"), lambda r: r["review_due"]
                    and r["review_due"] < w.b and (r["revoked_on"] is None or r["revoked_on"] > w.b)))
flow("tradition_base", "applied_on", "tradition_base.visitors",
     "SELECT coalesce(sum(v.people), 0) FROM live_tradition_base b JOIN tradition_base_visits v"
     " ON v.tenant = b.tenant AND v.parent = b.id WHERE v.visited_on BETWEEN :a AND :b",
     lambda w: w.between(w.rows(w.all("tradition_base"), "visits"), "visited_on"),
     own=("tradition_base_visits", "visited_on"), measure="sum", field="people")

# ---- venues: what is built, what goes on, what happens there ----

MILESTONES = "FROM live_venue v JOIN venue_milestones m ON m.tenant = v.tenant AND m.parent = v.id"
USED = "FROM live_venue_use WHERE used_on BETWEEN :a AND :b"


def milestones(w):
    return w.rows(w.all("venue"), "milestones")


def not_done(w):
    return some(milestones(w), lambda r: r["begun_on"] <= w.b and (r["done_on"] is None or r["done_on"] > w.b))


stock("venue", "listed_on", "venue.venues",
      "SELECT count(*) FROM live_venue WHERE listed_on <= :b AND (closed_on IS NULL OR closed_on > :b)",
      lambda w: w.stock("venue", "listed_on", "closed_on"))
flow("venue", "listed_on", "venue.built", f"SELECT count(*) {MILESTONES} WHERE m.done_on BETWEEN :a AND :b",
     lambda w: w.between(milestones(w), "done_on"), own=("venue_milestones", "done_on"))
stock("venue", "listed_on", "venue.being_built",
      f"SELECT count(*) {MILESTONES} WHERE m.begun_on <= :b AND (m.done_on IS NULL OR m.done_on > :b)", not_done,
      own=("venue_milestones", "begun_on"))
stock("venue", "listed_on", "venue.target_on",
      f"SELECT max(m.due_on) {MILESTONES} WHERE m.begun_on <= :b AND (m.done_on IS NULL OR m.done_on > :b)",
      lambda w: some(not_done(w), lambda r: r["due_on"]), own=("venue_milestones", "begun_on"),
      measure="last", field="due_on")
flow("venue_use", "used_on", "venue.activities", f"SELECT count(*) {USED} AND kind = 'activity'",
     lambda w: some(w.flow("venue_use", "used_on"), fits(kind="activity")))
flow("venue_use", "used_on", "venue.visits", f"SELECT coalesce(sum(people), 0) {USED}",
     lambda w: w.flow("venue_use", "used_on"), measure="sum", field="people")

# ---- contacts ----

MADE = "FROM live_visit WHERE made_on BETWEEN :a AND :b"


def made(w):
    return w.flow("visit", "made_on")


flow("visit", "made_on", "visit.visits", f"SELECT count(*) {MADE}", made)
flow("visit", "made_on", "visit.pairings_reached", f"SELECT count(DISTINCT pairing) {MADE}", made,
     measure="distinct", field="pairing")
flow("visit", "made_on", "visit.value", f"SELECT coalesce(sum(value), 0) {MADE}", made,
     measure="sum", field="value", scale=2)
stock("visit", "made_on", "visit.overdue",
      "SELECT count(*) FROM live_visit WHERE state <> 'dropped' AND overdue_from <= :b"
      " AND (made_on IS NULL OR made_on > :b)",
      lambda w: some(w.stock("visit", "overdue_from", "made_on"), lambda r: r.state != "dropped"),
      own=("visit", "overdue_from"))
flow("visit", "made_on", "visit.last_on", f"SELECT max(made_on) {MADE}", made, measure="last", field="made_on")

# ---- volunteers, what they did and their stars ----

ENLISTED = "FROM live_volunteer WHERE joined_on <= :b AND (left_on IS NULL OR left_on > :b)"
SERVED = "FROM live_volunteer_service WHERE served_on BETWEEN :a AND :b"


def enlisted(w):
    return w.stock("volunteer", "joined_on", "left_on")


def served(w, *states):
    return some(w.flow("volunteer_service", "served_on"), lambda r: not states or r.state in states)


def service(name, sql, rows, **more):
    flow("volunteer_service", "served_on", name, sql, rows, **more)


stock("volunteer", "joined_on", "volunteer.people", f"SELECT count(DISTINCT person) {ENLISTED}", enlisted,
      measure="distinct", field="person")
flow("volunteer", "joined_on", "volunteer.joined",
     "SELECT count(DISTINCT person) FROM live_volunteer WHERE joined_on BETWEEN :a AND :b",
     lambda w: w.flow("volunteer", "joined_on"), measure="distinct", field="person")
flow("volunteer", "joined_on", "volunteer.left", "SELECT count(*) FROM live_volunteer WHERE left_on BETWEEN :a AND :b",
     lambda w: w.flow("volunteer", "left_on"), own=("volunteer", "left_on"))
stock("volunteer", "joined_on", "volunteer.insured",
      f"SELECT count(DISTINCT person) {ENLISTED} AND :b BETWEEN insured_from AND insured_to",
      lambda w: some(enlisted(w), lambda r: r["insured_from"] and r["insured_to"]
                     and r["insured_from"] <= w.b <= r["insured_to"]), measure="distinct", field="person")
ratio("volunteer.insured_pct", "volunteer.insured", "volunteer.people")
service("volunteer.hours", f"SELECT coalesce(sum(hours), 0) {SERVED} AND state = 'confirmed'",
        lambda w: served(w, "confirmed"), measure="sum", field="hours", scale=1)
service("volunteer.served", f"SELECT count(DISTINCT volunteer) {SERVED} AND state = 'confirmed'",
        lambda w: served(w, "confirmed"), measure="distinct", field="volunteer")
service("volunteer_service.services", f"SELECT count(*) {SERVED} AND state = 'confirmed'",
        lambda w: served(w, "confirmed"))
service("volunteer_service.entered", f"SELECT count(*) {SERVED}", served)
service("volunteer_service.waiting", f"SELECT count(*) {SERVED} AND state = 'entered'", lambda w: served(w, "entered"))
service("volunteer_service.late", f"SELECT count(*) {SERVED} AND late = 1", lambda w: some(served(w), fits(late=True)))
ratio("volunteer_service.in_time_pct",
      Figure("volunteer_service", "flow", (("volunteer_service", "served_on"),), f"SELECT count(*) {SERVED} AND late = 0",
             lambda w: some(served(w), fits(late=False))), "volunteer_service.entered")
flow("volunteer_star", "awarded_on", "volunteer.starred",
     "SELECT count(DISTINCT volunteer) FROM live_volunteer_star WHERE awarded_on BETWEEN :a AND :b",
     lambda w: w.flow("volunteer_star", "awarded_on"), measure="distinct", field="volunteer")
flow("volunteer_star", "awarded_on", "volunteer_star.awards",
     "SELECT count(*) FROM live_volunteer_star WHERE awarded_on BETWEEN :a AND :b",
     lambda w: w.flow("volunteer_star", "awarded_on"))
VOLUNTEER_ROWS = "FROM live_volunteer v JOIN volunteer_{0} x ON x.tenant = v.tenant AND x.parent = v.id WHERE x.{1} BETWEEN :a AND :b"
for name, table, day, what, more in (
        ("trained", "trainings", "trained_on", "count(*)", {}),
        ("class_hours", "trainings", "trained_on", "coalesce(sum(x.class_hours), 0)",
         {"measure": "sum", "field": "class_hours", "scale": 1}),
        ("honoured", "honours", "awarded_on", "count(*)", {})):
    flow("volunteer", "joined_on", "volunteer." + name, f"SELECT {what} " + VOLUNTEER_ROWS.format(table, day),
         lambda w, table=table, day=day: w.between(w.rows(w.all("volunteer"), table), day),
         own=("volunteer_" + table, day), **more)
flow("volunteer_certificate", "issued_on", "volunteer_certificate.issued",
     "SELECT count(*) FROM live_volunteer_certificate WHERE issued_on BETWEEN :a AND :b AND state = 'valid'",
     lambda w: some(w.flow("volunteer_certificate", "issued_on"), lambda r: r.state == "valid"))
flow("volunteer_certificate", "issued_on", "volunteer_certificate.revoked",
     "SELECT count(*) FROM live_volunteer_certificate WHERE revoked_on BETWEEN :a AND :b",
     lambda w: w.flow("volunteer_certificate", "revoked_on"), own=("volunteer_certificate", "revoked_on"))

# ---- child-friendly places and nursing rooms ----

SITES = "FROM live_friendly_site WHERE started_on <= :b AND (ended_on IS NULL OR ended_on > :b)"
TASKS = "FROM live_friendly_task WHERE listed_on <= :b AND (dropped_on IS NULL OR dropped_on > :b) AND of_year = :b / 10000"
ROOMS = "FROM live_nursing_room WHERE opened_on <= :b AND (closed_on IS NULL OR closed_on > :b)"
LOOKED = "FROM live_inspection WHERE inspected_on BETWEEN :a AND :b"
DEFECT = "result IN ('failed', 'other_use')"


def friendly_sites(w):
    return w.stock("friendly_site", "started_on", "ended_on")


def year_tasks(w):
    return some(w.stock("friendly_task", "listed_on", "dropped_on"), lambda r: str(r["of_year"]) == w.b[:4])


def looked_at(w, *results):
    return some(w.flow("inspection", "inspected_on"), lambda r: not results or r["result"] in results)


def done_by(w, rows, day):
    return some(rows, lambda r: r[day] is not None and r[day] <= w.b)


stock("friendly_site", "started_on", "friendly_site.sites", f"SELECT count(*) {SITES}", friendly_sites)
stock("friendly_site", "started_on", "friendly_site.domains", f"SELECT count(DISTINCT domain) {SITES}", friendly_sites,
      measure="distinct", field="domain")
flow("friendly_site", "started_on", "friendly_site.plated",
     "SELECT count(*) FROM live_friendly_site s WHERE EXISTS (SELECT 1 FROM friendly_site_stages g WHERE g.tenant = s.tenant"
     " AND g.parent = s.id AND g.stage = 'plated' AND g.reached_on BETWEEN :a AND :b)",
     lambda w: w.flow("friendly_site", "plated_on"), own=("friendly_site", "plated_on"))
stock("friendly_task", "listed_on", "friendly_task.tasks", f"SELECT count(*) {TASKS}", year_tasks)
stock("friendly_task", "listed_on", "friendly_task.done", f"SELECT count(*) {TASKS} AND done_on <= :b",
      lambda w: done_by(w, year_tasks(w), "done_on"))
ratio("friendly_task.done_pct", "friendly_task.done", "friendly_task.tasks")
stock("child_council", "founded_on", "child_council.councils",
      "SELECT count(*) FROM live_child_council WHERE founded_on <= :b AND (ended_on IS NULL OR ended_on > :b)",
      lambda w: w.stock("child_council", "founded_on", "ended_on"))
flow("child_council", "founded_on", "child_council.proposals",
     "SELECT count(*) FROM live_child_council c JOIN child_council_proposals p ON p.tenant = c.tenant AND p.parent = c.id"
     " WHERE p.raised_on BETWEEN :a AND :b",
     lambda w: w.between(w.rows(w.all("child_council"), "proposals"), "raised_on"),
     own=("child_council_proposals", "raised_on"))
stock("friendly_guide", "issued_on", "friendly_guide.guides",
      "SELECT count(*) FROM live_friendly_guide WHERE issued_on <= :b AND (replaced_on IS NULL OR replaced_on > :b)",
      lambda w: w.stock("friendly_guide", "issued_on", "replaced_on"))
stock("expert", "appointed_on", "expert.experts",
      "SELECT count(DISTINCT person) FROM live_expert WHERE appointed_on <= :b AND (ended_on IS NULL OR ended_on > :b)"
      " AND term_to >= :b",
      lambda w: some(w.stock("expert", "appointed_on", "ended_on"), lambda r: r["term_to"] >= w.b),
      measure="distinct", field="person")
stock("nursing_room", "opened_on", "nursing_room.rooms", f"SELECT count(*) {ROOMS}",
      lambda w: w.stock("nursing_room", "opened_on", "closed_on"))
flow("inspection", "inspected_on", "nursing_room.assessed", f"SELECT count(DISTINCT room) {LOOKED}", looked_at,
     measure="distinct", field="room")
stock("nursing_room", "opened_on", "nursing_room.open_in_period",
      "SELECT count(*) FROM live_nursing_room WHERE opened_on <= :b AND (closed_on IS NULL OR closed_on > :a)",
      lambda w: some(w.all("nursing_room"),
                     lambda r: r["opened_on"] <= w.b and (r["closed_on"] is None or r["closed_on"] > w.a)))
ratio("nursing_room.assessed_pct", "nursing_room.assessed", "nursing_room.open_in_period")
flow("inspection", "inspected_on", "inspection.inspections", f"SELECT count(*) {LOOKED}", looked_at)
flow("inspection", "inspected_on", "inspection.passed", f"SELECT count(*) {LOOKED} AND result = 'passed'",
     lambda w: looked_at(w, "passed"))
ratio("inspection.passed_pct", "inspection.passed", "inspection.inspections")
flow("inspection", "inspected_on", "inspection.defects", f"SELECT count(*) {LOOKED} AND {DEFECT}",
     lambda w: looked_at(w, "failed", "other_use"))
flow("inspection", "inspected_on", "inspection.fixed",
     "SELECT count(*) FROM live_inspection WHERE fixed_on BETWEEN :a AND :b",
     lambda w: w.flow("inspection", "fixed_on"), own=("inspection", "fixed_on"))
stock("inspection", "inspected_on", "inspection.overdue",
      "SELECT count(*) FROM live_inspection WHERE overdue_from <= :b AND (fixed_on IS NULL OR fixed_on > :b)",
      lambda w: w.stock("inspection", "overdue_from", "fixed_on"), own=("inspection", "overdue_from"))
ratio("nursing_room.fixed_pct",
      Figure("inspection", "flow", (("inspection", "inspected_on"),),
             f"SELECT count(*) {LOOKED} AND {DEFECT} AND fixed_on <= :b",
             lambda w: done_by(w, looked_at(w, "failed", "other_use"), "fixed_on")), "inspection.defects")

PROPOSALS = ("FROM live_child_council c JOIN child_council_proposals p ON p.tenant = c.tenant AND p.parent = c.id"
             " WHERE p.raised_on BETWEEN :a AND :b")
MEETING = "FROM live_child_council WHERE founded_on <= :b AND (ended_on IS NULL OR ended_on > :b)"


def proposals(w, *answers):
    return some(w.between(w.rows(w.all("child_council"), "proposals"), "raised_on"),
                lambda r: not answers or r["answer"] in answers)


for who in ("girls", "boys"):
    stock("child_council", "founded_on", "child_council." + who, f"SELECT coalesce(sum({who}), 0) {MEETING}",
          lambda w: w.stock("child_council", "founded_on", "ended_on"), measure="sum", field=who)
flow("child_council", "founded_on", "child_council.adopted", f"SELECT count(*) {PROPOSALS} AND p.answer = 'adopted'",
     lambda w: proposals(w, "adopted"), own=("child_council_proposals", "raised_on"))
ratio("child_council.adopted_pct", "child_council.adopted", "child_council.proposals")
ratio("child_council.done_pct",
      Figure("child_council", "flow", (("child_council", "founded_on"), ("child_council_proposals", "raised_on")),
             f"SELECT count(*) {PROPOSALS} AND p.answer = 'adopted' AND p.done_on <= :b",
             lambda w: done_by(w, proposals(w, "adopted"), "done_on")), "child_council.adopted")
flow("expert", "appointed_on", "expert.appointed",
     "SELECT count(*) FROM live_expert WHERE appointed_on BETWEEN :a AND :b", lambda w: w.flow("expert", "appointed_on"))
flow("friendly_guide", "issued_on", "friendly_guide.issued",
     "SELECT count(*) FROM live_friendly_guide WHERE issued_on BETWEEN :a AND :b",
     lambda w: w.flow("friendly_guide", "issued_on"))
flow("friendly_guide", "issued_on", "friendly_guide.firsts",
     "SELECT count(*) FROM live_friendly_guide WHERE issued_on BETWEEN :a AND :b AND first_of IS NOT NULL",
     lambda w: some(w.flow("friendly_guide", "issued_on"), lambda r: r["first_of"]))
flow("friendly_site", "started_on", "friendly_site.started",
     "SELECT count(*) FROM live_friendly_site WHERE started_on BETWEEN :a AND :b",
     lambda w: w.flow("friendly_site", "started_on"))
stock("friendly_site", "started_on", "friendly_site.plated_now", f"SELECT count(*) {SITES} AND plated_on <= :b",
      lambda w: w.stock("friendly_site", "plated_on", "ended_on"), own=("friendly_site", "plated_on"))
ratio("friendly_site.plated_pct", "friendly_site.plated_now", "friendly_site.sites")
flow("friendly_site", "started_on", "friendly_site.steps",
     "SELECT count(*) FROM live_friendly_site s JOIN friendly_site_stages g ON g.tenant = s.tenant AND g.parent = s.id"
     " WHERE g.reached_on BETWEEN :a AND :b",
     lambda w: w.between(w.rows(w.all("friendly_site"), "stages"), "reached_on"), own=("friendly_site_stages", "reached_on"))
stock("friendly_task", "listed_on", "friendly_task.behind",
      f"SELECT count(*) {TASKS} AND due_on < :b AND (done_on IS NULL OR done_on > :b)",
      lambda w: some(year_tasks(w), lambda r: r["due_on"] and r["due_on"] < w.b
                     and (r["done_on"] is None or r["done_on"] > w.b)))
flow("nursing_room", "opened_on", "nursing_room.opened",
     "SELECT count(*) FROM live_nursing_room WHERE opened_on BETWEEN :a AND :b",
     lambda w: w.flow("nursing_room", "opened_on"))
flow("nursing_room", "opened_on", "nursing_room.closed",
     "SELECT count(*) FROM live_nursing_room WHERE closed_on BETWEEN :a AND :b",
     lambda w: w.flow("nursing_room", "closed_on"), own=("nursing_room", "closed_on"))
stock("nursing_room", "opened_on", "nursing_room.area_short", f"SELECT count(*) {ROOMS} AND area_short = 1",
      lambda w: some(w.stock("nursing_room", "opened_on", "closed_on"), fits(area_short=True)))

# ---- duty rooms and shifts ----

OPEN_ROOMS = "FROM live_duty_room WHERE opened_on <= :b AND (closed_on IS NULL OR closed_on > :b)"
SHIFTS = "FROM live_duty_shift WHERE due_on BETWEEN :a AND :b"


def open_rooms(w):
    return w.stock("duty_room", "opened_on", "closed_on")


def shifts(w, *states):
    return some(w.flow("duty_shift", "due_on"), lambda r: not states or r.state in states)


def shift(name, sql, rows, **more):
    flow("duty_shift", "due_on", "duty_shift." + name, sql, rows, **more)


stock("duty_room", "opened_on", "duty_room.rooms", f"SELECT count(*) {OPEN_ROOMS}", open_rooms)
stock("duty_room", "opened_on", "duty_room.communities", f"SELECT count(DISTINCT org) {OPEN_ROOMS} AND length(org) = 12",
      lambda w: some(open_rooms(w), fits(level="community")), measure="distinct", field="org")
ratio("duty_room.rooms_pct", "duty_room.communities", "org.communities")
flow("duty_room", "opened_on", "duty_room.opened",
     "SELECT count(*) FROM live_duty_room WHERE opened_on BETWEEN :a AND :b", lambda w: w.flow("duty_room", "opened_on"))
flow("duty_room", "opened_on", "duty_room.resources",
     "SELECT count(*) FROM live_duty_room r JOIN duty_room_resources x ON x.tenant = r.tenant AND x.parent = r.id"
     " WHERE x.since_on BETWEEN :a AND :b",
     lambda w: w.between(w.rows(w.all("duty_room"), "resources"), "since_on"), own=("duty_room_resources", "since_on"))
shift("shifts", f"SELECT count(*) {SHIFTS}", shifts)
shift("kept", f"SELECT count(*) {SHIFTS} AND state = 'kept'", lambda w: shifts(w, "kept"))
ratio("duty_shift.kept_pct", "duty_shift.kept", "duty_shift.shifts")
shift("gaps", f"SELECT count(*) {SHIFTS} AND state <> 'kept'", lambda w: some(shifts(w), lambda r: r.state != "kept"))
shift("stood_in", f"SELECT count(*) {SHIFTS} AND state = 'kept' AND on_duty = swap_with",
      lambda w: some(shifts(w, "kept"), lambda r: r["swap_approved_by"]))
shift("served", f"SELECT coalesce(sum(served), 0) {SHIFTS} AND state = 'kept'", lambda w: shifts(w, "kept"),
      measure="sum", field="served")
shift("members", f"SELECT count(DISTINCT coalesce(swap_with, member)) {SHIFTS} AND state = 'kept'",
      lambda w: shifts(w, "kept"), measure="distinct", field="on_duty")
shift("services", "SELECT count(*) FROM live_duty_shift d JOIN duty_shift_services x ON x.tenant = d.tenant"
      " AND x.parent = d.id WHERE d.due_on BETWEEN :a AND :b AND d.state = 'kept'",
      lambda w: w.rows(shifts(w, "kept"), "services"))

# ---- units that filed nothing: neither they nor anything below them, by the code of the day or of today ----

SILENT = """SELECT count(*) FROM live_org u WHERE u.level = '{level}' AND u.valid_from <= :b
    AND (u.valid_to IS NULL OR u.valid_to > :b) AND NOT EXISTS (
        SELECT 1 FROM live_{table} r JOIN scope ON scope.code = r.org WHERE r.{day} BETWEEN :a AND :b
        AND (r.org LIKE u.org || '%' OR scope.today LIKE u.org || '%'))"""


def silent(name, level, table, day):
    FIGURES[name] = Missing(SILENT.format(level=level, table=table, day=day),
                            lambda w: [u for u in some(standing(w), fits(level=level)) if not any(
                                r.org.startswith(u.org) or w.today(r.org).startswith(u.org)
                                for r in w.flow(table, day))])


silent("activity.silent_streets", "street", "activity", "held_on")
silent("activity.silent_communities", "community", "activity", "held_on")
silent("election.communities_open", "community", "election", "done_on")
silent("rights_case.silent_streets", "street", "rights_case", "received_on")
silent("screening.silent_communities", "community", "screening", "screened_on")
