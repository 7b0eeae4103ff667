/* What the parts of the sample share: the made-up office at work. Every step
   stops doing anything after the first fault, so that the parts read as a plain
   list of what is entered; the fault is looked at once, by whoever runs the plan. */
#ifndef JINGUO_COMMAND_SAMPLE_ACTOR_H
#define JINGUO_COMMAND_SAMPLE_ACTOR_H

#include "command/sample/sample.h"
#include "record/record.h"

struct actor;

struct community {
	const char *code;
	civil_date from, to; /* to: the first day it is no more; 0 open */
};

struct person_made {
	int64_t id;
	civil_date born;
	bool female;
};

struct pairing_made {
	int64_t id, open_visit;
	civil_date from;
};

struct case_made {
	int64_t id;
	bool accepted;
	civil_date closed;                /* 0: still open */
	civil_date on;                    /* the day on which it is entered */
	const char *org;                  /* of a case of violence: where; NULL: no such case */
	int64_t violence, warning, order; /* records of registers about it; 0 none */
	bool handled, ruled, granted;
};

/* A community's duty room and who serves there in turn. */
enum { DUTY_MEMBERS = 4, DUTY_DAYS = 75 };
struct duty_made {
	const char *org;
	int64_t room;
	int64_t members[DUTY_MEMBERS], stand_in;
	size_t member_count;
};

struct room_made {
	int64_t id;
	const char *org;
};

struct volunteer_made {
	int64_t id;
	civil_date joined;
};

/* One thing to enter, on the day it is entered. */
struct task {
	civil_date on;
	size_t order;  /* among those of one day */
	uint64_t dice; /* its own: what other tasks roll changes nothing here */
	void (*run)(struct actor *actor, civil_date on, size_t index);
	size_t index;
};

struct actor {
	struct book *book;
	struct viewer viewer;
	const struct sample_request *request;
	struct dice dice;        /* of the task in hand, or of the part that plans */
	struct dice task_dice;   /* rolls the dice of the tasks of the part that plans */
	struct arena arena;      /* as long as the sample */
	struct arena task_arena; /* emptied after each task */
	struct fault *fault;
	bool failed;
	instant_ms now; /* the made clock */
	size_t records;
	struct task *tasks;
	size_t task_count, task_room;
	struct community *communities; /* that answer for themselves some day of the period */
	size_t community_count;
	struct person_made *people; /* adults, for sign-ups, callers, committees */
	size_t person_count, person_room;
	int64_t *mothers, *children;
	const char **child_orgs;
	size_t mother_count, child_count, next_child;
	struct case_made *cases;
	size_t case_count;
	struct pairing_made *pairings;
	size_t pairing_count;
	int64_t *households, *girl_tasks;
	int64_t *themes, *awards;
	size_t next_nominee; /* among the people */
	int64_t *deeds;
	size_t deed_count;
	int64_t *heads; /* on the roster of the training */
	size_t head_count;
	int64_t *indicators;
	size_t indicator_count;
	struct duty_made *duties; /* by community; those that opened a room stand in open_duties */
	size_t *open_duties, open_duty_count;
	int64_t *committee_years;   /* two by community; 0 none */
	int64_t *experts, *defects; /* defects: inspections of rooms to be mended */
	size_t expert_count, defect_count;
	struct room_made *rooms;
	size_t room_count;
	struct volunteer_made *volunteers;
	size_t volunteer_count, volunteer_room;
	int64_t certified; /* a volunteer who served */
	civil_date certified_since;
};

/* Dice. */
uint32_t roll(struct actor *actor, uint32_t below);
bool chance(struct actor *actor, uint32_t percent);
#define pick(actor, list) ((list)[roll(actor, sizeof(list) / sizeof *(list))])
civil_date day_in(struct actor *actor, civil_date from, civil_date to);
const char *pick_community(struct actor *actor, civil_date on); /* one that exists on that day */
/* The unit that answers for `code` on that day: its heir, once there is one. */
const char *answering_unit(const struct actor *actor, const char *code, civil_date on);
const struct person_made *pick_person(struct actor *actor);
/* One record in a hundred was entered twice by mistake; a sample of a given size has at least the first. */
bool entered_twice(struct actor *actor, size_t index);
/* How many of something this sample has: `usual` times its size. */
size_t scaled(const struct actor *actor, size_t usual);

/* Plans `count` tasks with index 0 …, on days spread over from … to. */
void plan(struct actor *actor, void (*run)(struct actor *, civil_date, size_t), size_t count, civil_date from,
          civil_date to);
void plan_on(struct actor *actor, void (*run)(struct actor *, civil_date, size_t), size_t index,
             civil_date on);

/* Entering. A record made by `begin` is filled by the put functions and kept by
   `finish`, which returns its id, 0 after a fault. */
struct record *begin(struct actor *actor, const char *ledger);
void put(struct actor *actor, struct record *record, const char *field, const char *typed);
void put_int(struct actor *actor, struct record *record, const char *field, int64_t number);
void put_date(struct actor *actor, struct record *record, const char *field, civil_date date);
int64_t finish(struct actor *actor, struct record *record);
void move(struct actor *actor, const char *ledger, int64_t id, const char *name, struct record *changes);
void change(struct actor *actor, int64_t id, struct record *changes, const char *reason);
void set_aside(struct actor *actor, const char *ledger, int64_t id, const char *reason); /* void */
/* What an earlier sample or task left in the books: the id of the newest record
   that fulfils the condition, 0 without one; how many there are. */
int64_t newest_record(struct actor *actor, const char *ledger, const char *where);
int64_t records_counted(struct actor *actor, const char *ledger, const char *where);

/* Makes the visits of the register follow_up that `where` names and that were due by then. */
void make_visits(struct actor *actor, civil_date on, const char *where);

/* The parts; each plans its tasks for the period, with dice of its own: a new part leaves the others as
   they were. */
void plan_organisation(struct actor *actor);
void plan_people(struct actor *actor);
void plan_activities(struct actor *actor);
void plan_cases(struct actor *actor);
void plan_violence(struct actor *actor);
void plan_reports(struct actor *actor);
void plan_screening(struct actor *actor);
void plan_girls(struct actor *actor);
void plan_elections(struct actor *actor);
void plan_care(struct actor *actor);
void plan_secondments(struct actor *actor);
void plan_indicators(struct actor *actor);
void plan_facts(struct actor *actor);
void plan_duty(struct actor *actor);
void plan_committee(struct actor *actor);
void plan_friendly(struct actor *actor);
void plan_volunteers(struct actor *actor);
void plan_story(struct actor *actor);
void plan_deeds(struct actor *actor);
void plan_training(struct actor *actor);
void plan_honours(struct actor *actor);

/* A new person of the office's area, born between those years. */
int64_t make_person(struct actor *actor, civil_date on, bool female, int born_from, int born_to,
                    civil_date *ret_born);

#endif
