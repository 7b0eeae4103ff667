/* For every figure of the shipped definitions: a record that it must count and
   one that it must pass over. A figure without a case here fails its test, so a
   new register brings its cases along.

   A record is written as FIELD=VALUE words behind those of its register below;
   `+signups` begins a row, `> close` moves it with what follows. VALUE may be
   @person, @child …: a new one is made first. `*committee` elects a committee. */
#ifndef JINGUO_UNIT_EVERY_FIGURE_CASES_H
#define JINGUO_UNIT_EVERY_FIGURE_CASES_H

#include <stdbool.h>
#include <stdint.h>

/* What every record of a register needs. All lie in the first half of 2021. */
static const struct base_row {
	const char *ledger, *words;
} base_rows[] = {
        {"activity", "topic=亲子阅读 host_org=440307001001 held_on=2021-05-10"},
        {"child",
         "care_org=440307001001 person=@person born_on=2012-05-01 entered_on=2021-03-01 categories=poor "
         "guardian_consent=true consent_on=2021-03-01"},
        {"committee_member", "committee_org=440307001001 person=@person elected_on=2021-03-30"},
        {"election", "elected_org=@community round=第一届 seats=11 delegates_due=60 delegates_present=50 "
                     "ballots_issued=50 ballots_returned=50 ballots_valid=49 ballots_void=1"},
        {"episode", "episode_org=440307 programme=@programme episode_no=1 topic=红色家风"},
        {"fact",
         "stated_for=440307 area=thought kind=built statement=建成阵地 stated_on=2021-05-10 source=示例文件"},
        {"federation_mother", "team_org=440307001001 person=@person groups=volunteer joined_on=2021-03-01"},
        {"indicator", "plan_org=440307 plan=women name=孕产妇死亡率 measure=per_100k direction=down "
                      "adopted_on=2021-01-01 target_year=2030 target=12 source_dept=卫生健康局"},
        {"indicator_value",
         "report_org=440307 indicator=@indicator of_year=2020 reported_on=2021-03-01 actual=11.5"},
        {"org", "code=@street name=某处 level=street valid_from=2021-01-01"},
        {"pairing", "pairing_org=440307001001 mother=@mother child=@child mode=many_one from_on=2021-04-01"},
        {"person", "home_org=440307001001 registered_on=2021-01-04 name=某人 sex=female"},
        {"programme", "programme_org=440307 name=妇联有约 started_on=2021-01-01"},
        {"rights_case", "received_on=2021-03-01 handling_org=440307001001 channel=call matter=education"},
        {"secondment", "sending_org=440307 kind=batch task=sampling sent_on=2021-05-10 place_name=健康驿站"},
        {"statement",
         "summary_org=440307 summary=half_year span=2020H2 period_from=2020-07-01 period_to=2020-12-31 "
         "prepared_on=2021-01-04 as_of_entry=1 signers_due=1"},
        {"tradition_base", "base_org=440307001001 name=传习基地 level=city applied_on=2021-01-10"},
        {"venue", "venue_org=440307 name=服务中心 listed_on=2021-01-10"},
        {"venue_use", "use_org=440307 venue=@venue kind=activity topic=故事会 used_on=2021-05-10 people=30"},
        {"visit", "visit_org=440307001001 pairing=@pairing mode=call"},
        {"volunteer", "team_org=440307001001 person=@person joined_on=2021-03-01"},
        {"volunteer_certificate", "issued_by=440307001001 volunteer=@served_volunteer from_on=2021-01-01 "
                                  "to_on=2021-06-01 issued_on=2021-06-02"},
        {"volunteer_service", "service_org=440307001001 volunteer=@volunteer name=清洁家园 kind=environment "
                              "served_on=2021-05-10 hours=2.5 place=社区公园 content=清扫"},
        {"volunteer_star",
         "star_org=440307001001 volunteer=@seasoned_volunteer star=one awarded_on=2021-05-10"},
};

/* Links that records need, beside the registers' own base; `of`: not to the record, but to what it names there. */
static const struct link_row {
	const char *word, *ledger, *words, *of;
} link_rows[] = {
        {"@person", "person", ""},
        {"@child", "child", ""},
        {"@mother", "federation_mother", "screened_on=2021-03-01 screening=clear"},
        {"@pairing", "pairing", ""},
        {"@indicator", "indicator", ""},
        {"@volunteer", "volunteer", ""},
        {"@served_volunteer", "volunteer_service", "> confirm", "volunteer"},
        {"@seasoned_volunteer", "volunteer", "hours_before=300 hours_before_source=原系统"},
        {"@programme", "programme", ""},
        {"@venue", "venue", ""},
};

#define SIGNED   "+signatures role=drafter actor=drafter at=2021-01-05T10:00:00Z hash=00 > sign "
#define HELD     "> hold done_on=2021-03-30 "
#define ANSWERED "> answer closed_on=2021-03-20 outcome=answered "

#define RECORDED                                                \
	"> pass script_by=officer script_passed_on=2021-02-01 " \
	"> record recorded_on=2021-02-02 "
#define APPROVED "> approve approved_on=2021-02-01 paper=1 "

/* `counted` must be, `passed_over` must not (several are cut at `|`), `again` is
   the second one where it must differ from the first. `rises`: by how much each
   raises the number, `below`: the denominator of a ratio. A first or last date
   rises to the one in the record instead. */
static const struct figure_case {
	const char *figure;
	int64_t rises, below;
	const char *counted, *passed_over, *again;
	bool once;     /* another record of the same person, week … is listed and adds nothing */
	bool replaces; /* another of the same indicator stands in the list instead of the first */
} figure_cases[] = {
        {"activity.held", 1, 0, "",
         "held_on=2021-07-01 | held_on=2020-12-31 | held_on= planned_on=2021-05-10"},
        {"activity.other", 1, 0, "", "kind=camp"},
        {"activity.online", 1, 0, "mode=online",
         "mode=offline | mode=mixed | mode=online held_on=2020-12-31"},
        {"activity.offline", 1, 0, "mode=offline", "mode=mixed | mode=online"},
        {"activity.mixed", 1, 0, "mode=mixed", "mode=online | mode=offline"},
        {"activity.families", 1, 0, "family_action=education",
         " | family_action=education held_on=2021-07-01"},
        {"activity.signed_up", 2, 0, "+signups person=@person +signups person=@person attended=true", ""},
        {"activity.attendances", 1, 0, "+signups person=@person attended=true",
         "+signups person=@person attended=false | held_on=2021-07-01 +signups person=@person attended=true"},
        {"activity.participants", 1, 0, "+signups person=@person attended=true", "+signups person=@person",
         .once = true},
        {"activity.walk_ins", 17, 0, "walk_ins=17", "walk_ins=3 held_on=2020-12-31"},
        {"activity.shown_up_pct", 1, 2, "+signups person=@person attended=true +signups person=@person", ""},
        {"activity.pleased_sheets", 28, 0, "survey_sheets=30 survey_pleased=28",
         "held_on=2021-07-01 survey_sheets=9 survey_pleased=9"},
        {"activity.sheets", 30, 0, "survey_sheets=30", "held_on=2020-12-31 survey_sheets=9"},
        {"activity.pleased_pct", 28, 30, "survey_sheets=30 survey_pleased=28", ""},
        {"activity.cost", 123456, 0, "cost=1234.56", "cost=7 held_on=2021-07-01"},
        {"activity.last_on", 0, 0, "", "held_on=2021-07-01", "held_on=2021-06-30"},
        {"activity.silent_streets", -1, 0, "", "host_org=440307002001 held_on=2021-07-01",
         "host_org=440307002001"},
        {"activity.silent_communities", -1, 0, "", "host_org=440307001003 held_on=2020-12-31",
         "host_org=440307002001"},
        {"child.in_care", 1, 0, "", "left_on=2021-06-30 leave_reason=moved | entered_on=2021-07-01",
         .once = true},
        {"child.under_14", 1, 0, "born_on=2007-07-01",
         "born_on=2007-06-30 | left_on=2021-06-30 leave_reason=moved", .once = true},
        {"child.entered", 1, 0, "", "entered_on=2021-07-01"},
        {"child.ended", 1, 0, "left_on=2021-06-30 leave_reason=moved",
         "left_on=2021-07-01 leave_reason=moved"},
        {"child.by_ground", 1, 0,
         "guardian_consent=false consent_on= statutory_ground=duty ground_note=街道转来", ""},
        {"committee_member.elected", 1, 0, "", "how=filled | how=added | elected_on=2021-07-01"},
        {"committee_member.community_elected", 1, 0, "", "committee_org=440307001 | how=filled"},
        {"committee_member.industries", 1, 0, "industry=health",
         "industry=culture how=added | industry=culture committee_org=440307 | ", "industry=finance",
         .once = true},
        {"committee_member.entrepreneurs", 1, 0, "entrepreneur=true",
         "entrepreneur=true committee_org=440307001 | entrepreneur=true how=filled | "},
        {"committee_member.filled", 1, 0, "how=added", ""},
        {"committee_member.people", 1, 0, "", "how=filled", .once = true},
        {"committee_member.chairs", 1, 0, "post=chair",
         "post=vice_chair | post=chair how=filled | post=chair committee_org=440307"},
        {"committee_member.chairs_both", 1, 0, "post=chair in_residents_committee=true",
         "post=chair | in_party_committee=true | post=chair in_party_committee=true how=filled"},
        {"committee_member.chairs_both_pct", 1, 1, "post=chair in_party_committee=true",
         "in_party_committee=true"},
        {"committee_member.serving", 1, 0, "",
         "left_on=2021-06-30 leave_reason=moved | elected_on=2021-07-01"},
        {"committee_member.front_line_pct", 1, 1, "front_line=true", "front_line=true how=filled"},
        {"committee_member.part_time_pct", 1, 1, "staffing=part_time", "staffing=part_time how=filled"},
        {"election.done", 1, 0, HELD, "done_on=2021-03-30 | > hold done_on=2020-12-31"},
        {"election.communities_done", 1, 0, HELD, "elected_org=440307001 " HELD "| done_on=2021-03-30",
         .once = true},
        {"election.done_pct", 1, 0, HELD, "elected_org=440307001 " HELD},
        {"election.last_on", 0, 0, HELD,
         "elected_org=440307001 > hold done_on=2021-06-01 | done_on=2021-06-01", "> hold done_on=2021-05-30"},
        {"election.filed", 1, 0, HELD "*committee > file filed_on=2021-04-15",
         HELD "| done_on=2021-03-30 filed_on=2021-04-15 |" HELD "*committee > file filed_on=2021-07-01"},
        {"election.delegates", 50, 0, HELD, "done_on=2021-03-30"},
        {"election.candidates_voted", 1, 0, HELD "+candidates person=@person votes_for=31 elected=true",
         "done_on=2021-03-30 +candidates person=@person votes_for=31"},
        {"election.steps_taken", 1, 0, "done_on=2021-03-30 +steps step=congress step_on=2021-03-30",
         "done_on=2021-03-30 +steps step=report step_on=2021-07-01"},
        {"election.communities_open", -1, 0, "done_on=2021-03-30", "done_on=2021-07-01"},
        {"episode.aired", 1, 0, RECORDED "> air aired_on=2021-05-10",
         RECORDED "|" RECORDED "> air aired_on=2021-07-01 |" RECORDED "> drop"},
        {"fact.facts", 1, 0, "> confirm", " | > withdraw | stated_on=2021-07-01 > confirm"},
        {"fact.firsts", 1, 0, "kind=first > confirm", "> confirm | kind=only | kind=award > confirm"},
        {"fact.standing", 1, 0, "> confirm", "true_until=2021-06-30 > confirm | "},
        {"federation_mother.team", 1, 0, "", "left_on=2021-06-30 leave_reason=moved | joined_on=2021-07-01",
         .once = true},
        {"federation_mother.joined", 1, 0, "", "joined_on=2021-07-01", .once = true},
        {"federation_mother.left", 1, 0, "left_on=2021-06-30 leave_reason=moved",
         "left_on=2021-07-01 leave_reason=moved"},
        {"federation_mother.screened", 1, 0, "screened_on=2020-06-30 screening=clear",
         "screened_on=2020-06-29 screening=clear | screened_on=2021-03-01 screening=pending | | "
         "screened_on=2021-03-01 screening=clear left_on=2021-06-30",
         .once = true},
        {"federation_mother.trained", 1, 0, "trained_on=2021-06-30",
         "trained_on=2021-07-01 | | trained_on=2021-03-01 left_on=2021-06-30", .once = true},
        {"federation_mother.trained_pct", 1, 1, "trained_on=2021-06-30",
         "trained_on=2021-06-30 left_on=2021-06-30"},
        {"federation_mother.screened_pct", 1, 1, "screened_on=2021-03-01 screening=clear",
         "screened_on=2021-03-01 screening=clear left_on=2021-06-30"},
        {"indicator.indicators", 1, 0, "", "ended_on=2021-06-30 | adopted_on=2021-07-01"},
        {"indicator.women", 1, 0, "", "plan=children | plan=friendly | ended_on=2021-06-30"},
        {"indicator.children", 1, 0, "plan=children",
         "plan=friendly | plan=women | plan=children ended_on=2021-06-30"},
        {"indicator_value.judged", 1, 0, "", "reported_on=2021-07-01", .replaces = true},
        {"indicator_value.on_track", 1, 0, "", "actual=20", .replaces = true},
        {"indicator_value.red", 1, 0, "actual=20", "", .replaces = true},
        {"indicator_value.on_track_pct", 1, 1, "", "reported_on=2021-07-01"},
        {"indicator_value.reports", 1, 0, "", "reported_on=2020-12-31"},
        {"org.units", 1, 0, "", "valid_to=2021-06-30 | valid_from=2021-07-01"},
        {"org.districts", 1, 0, "code=440307 level=district",
         " | code=440309 level=district valid_to=2021-06-30", "code=440308 level=district"},
        {"org.streets", 1, 0, "",
         "code=@community level=community | code=440307u01 level=unit | valid_to=2021-06-30"},
        {"org.communities", 1, 0, "code=@community level=community",
         " | code=@community level=community valid_to=2021-06-30"},
        {"org.new_field", 1, 0, "code=440307u01 level=unit kind=new_media",
         "code=440307u02 level=unit kind=company | code=440307u04 level=unit kind=new_media "
         "valid_to=2021-06-30",
         "code=440307u03 level=unit kind=new_work"},
        {"org.women_living", 1234, 0, "code=@community level=community women=1234",
         "women=5678 | code=@community level=community women=5 valid_to=2021-06-30"},
        {"pairing.children", 1, 0, "", "to_on=2021-06-30 end_reason=better", .once = true},
        {"pairing.mothers", 1, 0, "", "to_on=2021-06-30 end_reason=better", .once = true},
        {"pairing.pairs", 1, 0, "", "to_on=2021-06-30 end_reason=better"},
        {"pairing.paired_pct", 1, 0, "", "to_on=2021-06-30 end_reason=better"},
        {"pairing.begun", 1, 0, "> begin", "from_on=2021-07-01"},
        {"pairing.ended", 1, 0, "> end to_on=2021-06-30 end_reason=better",
         "> end to_on=2021-07-01 end_reason=better"},
        {"pairing.wishes_done", 1, 0, "wish=一套书 wish_done_on=2021-06-30", "wish=一套书"},
        {"person.registered", 1, 0, "", "registered_on=2021-07-01"},
        {"programme.on_air", 1, 0, "", "ended_on=2021-06-30 | started_on=2021-07-01"},
        {"rights_case.cases", 1, 0, "", "received_on=2021-07-01"},
        {"rights_case.first_visits", 1, 0, "", "visit_kind=repeat"},
        {"rights_case.repeat_visits", 1, 0, "visit_kind=repeat", " | visit_kind="},
        {"rights_case.collective", 1, 0, "collective=true people_count=5", "people_count=5"},
        {"rights_case.hotline", 1, 0, "room=hotline", "room=office"},
        {"rights_case.workrooms", 1, 0, "room=family_room", "room=duty_room | room=hotline | "},
        {"rights_case.violence", 1, 0, "matter=marriage_family subtype=violence",
         "matter=marriage_family subtype=divorce"},
        {"rights_case.minors", 1, 0, "minors=true", ""},
        {"rights_case.minors_reported", 1, 0, "minors=true report_no=QZ-1", "minors=true | "},
        {"rights_case.callers", 1, 0, "caller=@person",
         "anonymous=true | caller=@person received_on=2021-07-01", .once = true},
        {"rights_case.mediated", 1, 0, "ways=advice,mediation", "ways=advice | "},
        {"rights_case.ways", 1, 0, "ways=advice", ""},
        {"rights_case.referred", 1, 0, "> refer transferred_to=法院 transferred_on=2021-03-02", ""},
        {"rights_case.extended", 1, 0,
         "> accept accepted_on=2021-03-02 > extend extension_days=30 extension_on=2021-04-01 "
         "extension_by=主席 "
         "extension_why=取证未完成",
         "> accept accepted_on=2021-03-02"},
        {"rights_case.closed", 1, 0, "> answer closed_on=2021-06-30 outcome=answered",
         "> answer closed_on=2021-07-01 outcome=answered | "},
        {"rights_case.closed_in_time", 1, 0, ANSWERED,
         "> answer closed_on=2021-06-30 outcome=answered | received_on=2021-06-01 > answer "
         "closed_on=2021-07-01 outcome=answered"},
        {"rights_case.open_now", 1, 0, "> answer closed_on=2021-07-01 outcome=answered",
         "> answer closed_on=2021-06-30 outcome=answered | received_on=2021-07-01"},
        {"rights_case.overdue", 1, 0, "",
         "received_on=2021-06-01 | > answer closed_on=2021-06-30 outcome=answered"},
        {"rights_case.close_pct", 1, 1, ANSWERED, "received_on=2020-12-31 " ANSWERED},
        {"rights_case.in_time_pct", 1, 1, ANSWERED, ""},
        {"rights_case.called_back", 1, 0, ANSWERED "> call_back called_back_on=2021-06-30 satisfaction=bad",
         ANSWERED "> call_back called_back_on=2021-07-01 satisfaction=bad"},
        {"rights_case.content", 1, 0, ANSWERED "> call_back called_back_on=2021-06-30 satisfaction=fair",
         ANSWERED "> call_back called_back_on=2021-06-30 satisfaction=bad"
                  "|" ANSWERED "> call_back called_back_on=2021-07-01 satisfaction=good"},
        {"rights_case.content_pct", 1, 1, ANSWERED "> call_back called_back_on=2021-06-30 satisfaction=good",
         ANSWERED},
        {"rights_case.steps_done", 1, 0, "+steps done_on=2021-03-02 way=advice",
         "+steps done_on=2021-07-01 way=advice"},
        {"rights_case.silent_streets", -1, 0, "", "handling_org=440307002 received_on=2021-07-01",
         "handling_org=440307002"},
        {"secondment.batches", 1, 0, "", "kind=weekly | sent_on=2021-07-01"},
        {"secondment.turns", 1, 0, "+lines person=@person days=3",
         "kind=weekly +lines person=@person days=1"},
        {"secondment.people", 1, 0, "+lines person=@person days=3",
         "kind=weekly +lines person=@person days=1", .once = true},
        {"secondment.days", 7, 0, "+lines person=@person days=3 +lines person=@person days=4",
         "kind=weekly +lines person=@person days=1"},
        {"secondment.duty_weeks", 1, 0, "kind=weekly", "sent_on=2021-05-24", "kind=weekly sent_on=2021-05-17",
         .once = true},
        {"secondment.duty_cadres", 1, 0, "kind=weekly +lines person=@person rank=division days=1",
         "kind=weekly +lines person=@person rank=section days=1 | +lines person=@person rank=division days=1",
         .once = true},
        {"statement.issued", 1, 0, SIGNED "> issue issued_on=2021-01-06",
         SIGNED "|" SIGNED "> issue issued_on=2021-07-01 |" SIGNED "> issue issued_on=2021-01-06 > withdraw"},
        {"tradition_base.bases", 1, 0, APPROVED,
         " | > approve approved_on=2021-07-01 paper=1 |" APPROVED "> revoke revoked_on=2021-06-30"},
        {"tradition_base.unveiled_on", 0, 0, APPROVED "> unveil unveiled_on=2021-04-15",
         APPROVED "|" APPROVED "> unveil unveiled_on=2021-07-01", APPROVED "> unveil unveiled_on=2021-06-30"},
        {"tradition_base.visitors", 37, 0, "+visits visited_on=2021-06-30 people=37",
         "+visits visited_on=2021-07-01 people=5"},
        {"tradition_base.review_overdue", 1, 0,
         "> approve approved_on=2021-02-01 paper=1 review_due=2021-06-29",
         "> approve approved_on=2021-02-01 paper=1 review_due=2021-06-30 |" APPROVED
         "| > approve approved_on=2021-02-01 paper=1 review_due=2021-05-01 reviewed_on=2021-06-30 | > "
         "approve "
         "approved_on=2021-02-01 paper=1 review_due=2021-05-01 > revoke revoked_on=2021-06-30"},
        {"venue.venues", 1, 0, "", "closed_on=2021-06-30 | listed_on=2021-07-01"},
        {"venue.built", 1, 0,
         "+milestones part=一楼 kind=opening begun_on=2021-01-10 done_on=2021-06-30 +milestones part=二楼 "
         "kind=opening begun_on=2021-01-10",
         "+milestones part=一楼 kind=opening begun_on=2021-01-10 done_on=2021-07-01"},
        {"venue.being_built", 1, 0,
         "+milestones part=一楼 kind=opening begun_on=2021-01-10 done_on=2021-07-01",
         "+milestones part=一楼 kind=opening begun_on=2021-01-10 done_on=2021-06-30 | +milestones part=二楼 "
         "kind=upgrade begun_on=2021-07-01"},
        {"venue.target_on", 0, 0, "+milestones part=一楼 kind=opening begun_on=2021-01-10 due_on=2021-07-01",
         "+milestones part=一楼 kind=opening begun_on=2021-01-10 due_on=2021-12-31 done_on=2021-06-30 | "
         "+milestones part=一楼 kind=opening begun_on=2021-07-01 due_on=2021-12-31",
         "+milestones part=一楼 kind=opening begun_on=2021-01-10 due_on=2021-08-01 done_on=2021-07-02"},
        {"venue.activities", 1, 0, "",
         "kind=meeting | used_on=2021-07-01 | used_on= people= booked_for=2021-05-10"},
        {"venue.visits", 30, 0, "", "used_on=2020-12-31 | used_on= people= booked_for=2021-05-10"},
        {"visit.visits", 1, 0, "due_on=2021-05-01 > make made_on=2021-05-02", "due_on=2021-05-01"},
        {"visit.pairings_reached", 1, 0, "> make made_on=2021-05-02", "> make made_on=2021-07-01",
         .once = true},
        {"visit.value", 30050, 0, "> make made_on=2021-05-02 value=300.5",
         "> make made_on=2021-07-01 value=1"},
        {"visit.overdue", 1, 0, "due_on=2021-06-29",
         "due_on=2021-06-30 | due_on=2021-05-01 > drop | due_on=2021-05-01 > make made_on=2021-06-30"},
        {"visit.last_on", 0, 0, "> make made_on=2021-05-02", "> make made_on=2021-07-01",
         "> make made_on=2021-06-30"},
        {"volunteer.people", 1, 0, "", "left_on=2021-06-30 | joined_on=2021-07-01", .once = true},
        {"volunteer.joined", 1, 0, "", "joined_on=2021-07-01", .once = true},
        {"volunteer.left", 1, 0, "left_on=2021-06-30 leave_reason=moved", "left_on=2021-07-01 | "},
        {"volunteer.insured", 1, 0, "insured_from=2021-01-01 insured_to=2021-06-30",
         " | insured_from=2021-01-01 insured_to=2021-06-29 | insured_from=2021-07-01 insured_to=2022-06-30 | "
         "insured_from=2021-01-01 insured_to=2021-12-31 left_on=2021-06-30",
         .once = true},
        {"volunteer.insured_pct", 1, 1, "insured_from=2021-01-01 insured_to=2021-06-30",
         "insured_from=2021-01-01 insured_to=2021-12-31 left_on=2021-06-30"},
        {"volunteer.hours", 25, 0, "> confirm", " | > refuse | served_on=2021-07-01 > confirm"},
        {"volunteer.served", 1, 0, "> confirm", " | > refuse | served_on=2021-07-01 > confirm", .once = true},
        {"volunteer.starred", 1, 0, "", "awarded_on=2021-07-01"},
        {"volunteer.trained", 1, 0, "+trainings name=急救 class_hours=4 trained_on=2021-05-10",
         "+trainings name=急救 class_hours=4 trained_on=2021-07-01"},
        {"volunteer.class_hours", 45, 0, "+trainings name=急救 class_hours=4.5 trained_on=2021-05-10",
         "+trainings name=急救 class_hours=4 trained_on=2021-07-01"},
        {"volunteer.honoured", 1, 0, "+honours name=优秀志愿者 awarded_on=2021-05-10 awarded_by=区妇联",
         "+honours name=优秀志愿者 awarded_on=2020-12-31 awarded_by=区妇联"},
        {"volunteer_certificate.issued", 1, 0, "",
         "to_on=2021-06-30 issued_on=2021-07-01 | > revoke revoked_on=2021-06-05 revoke_why=误开"},
        {"volunteer_certificate.revoked", 1, 0, "> revoke revoked_on=2021-06-05 revoke_why=误开",
         " | > revoke revoked_on=2021-07-01 revoke_why=误开"},
        {"volunteer_service.services", 1, 0, "> confirm", " | > refuse | served_on=2021-07-01 > confirm"},
        {"volunteer_service.entered", 1, 0, "", "served_on=2021-07-01"},
        {"volunteer_service.waiting", 1, 0, "", "> confirm | > refuse"},
        {"volunteer_service.late", 1, 0, "", "served_on=2021-11-29"},
        {"volunteer_service.in_time_pct", 0, 1, "", "served_on=2021-07-01"},
        {"volunteer_star.awards", 1, 0, "", "awarded_on=2021-07-01"},
};

#endif
