/* The workbook part and the relations that lead to and from it. Parts are found
   by the kind of their relation, as the format wants; their names differ. */
#include "record/xlsx_book.h"

#include <string.h>

#include "define/nearest.h"

/* ---- relations ---- */

struct relation {
	const char *id, *kind, *part; /* kind: the last word of its type */
	struct relation *next;
};

static const char *last_word(const char *type)
{
	const char *slash = strrchr(type, '/');
	return slash ? slash + 1 : type;
}

/* A target beside the part that names it, or from the top of the archive. */
static const char *part_of(const char *from, const char *target, struct arena *arena)
{
	const char *slash = strrchr(from, '/');
	if (*target == '/')
		return arena_copy(arena, target + 1);
	if (text_starts(target, "./"))
		target += 2;
	return slash ? arena_format(arena, "%.*s/%s", (int)(slash - from), from, target)
	             : arena_copy(arena, target);
}

static const char *relations_name(const char *from, struct arena *arena)
{
	const char *slash = strrchr(from, '/');
	return slash ? arena_format(arena, "%.*s/_rels/%s.rels", (int)(slash - from), from, slash + 1)
	             : arena_format(arena, "_rels/%s.rels", from);
}

static bool read_relations(struct xlsx_file *xlsx, const char *from, struct arena *arena,
                           struct relation **ret, struct fault *fault)
{
	struct part part;
	enum part_step step = PART_FAULT;
	struct relation **end = ret;
	*ret = NULL;
	bool opened = part_open(xlsx, relations_name(from, arena), &part, fault);
	while (opened && (step = part_step(&part, fault)) < PART_END) {
		if (step != PART_OPENS || strcmp(part.element, "Relationship") != 0)
			continue;
		struct relation *relation = arena_new(arena, struct relation);
		const char *value = part_attribute(&part, "Id");
		relation->id = arena_copy(arena, value ? value : "");
		value = part_attribute(&part, "Type");
		relation->kind = arena_copy(arena, value ? last_word(value) : "");
		value = part_attribute(&part, "Target");
		relation->part = part_of(from, value ? value : "", arena);
		*end = relation;
		end = &relation->next;
	}
	part_close(&part);
	return opened && step == PART_END;
}

static const char *part_by_kind(const struct relation *relation, const char *kind)
{
	for (; relation; relation = relation->next)
		if (strcmp(relation->kind, kind) == 0)
			return relation->part;
	return NULL;
}

/* ---- sheets ---- */

struct choosing {
	struct xlsx_book *book;
	const struct relation *relations;
	const char *wanted; /* or NULL */
	bool is_hidden;     /* the one chosen so far */
	struct nearest nearest;
	struct arena *arena;
};

static const char *worksheet_part(const struct relation *relation, const char *id)
{
	for (; relation; relation = relation->next)
		if (strcmp(relation->id, id) == 0 && strcmp(relation->kind, "worksheet") == 0)
			return relation->part;
	return NULL;
}

/* Of those without the wanted name none; else the first that is not hidden, or the first. */
static void offer_sheet(struct choosing *choosing, struct part *part)
{
	struct xlsx_book *book = choosing->book;
	const char *value = part_attribute(part, "name");
	const char *name = arena_copy(choosing->arena, value ? value : "");
	value = part_attribute(part, "state");
	bool hidden = value && strcmp(value, "visible") != 0;
	value = part_attribute(part, "id");
	const char *found = value ? worksheet_part(choosing->relations, value) : NULL;
	if (!found)
		return;
	nearest_offer(&choosing->nearest, name);
	if (choosing->wanted ? strcmp(name, choosing->wanted) != 0
	                     : book->sheet && (hidden || !choosing->is_hidden))
		return;
	book->sheet = found;
	book->sheet_name = name;
	choosing->is_hidden = hidden;
}

static bool says_yes(const char *value)
{
	return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

static bool read_workbook(struct xlsx_file *xlsx, const char *name, struct choosing *choosing,
                          struct fault *fault)
{
	struct part part;
	enum part_step step = PART_FAULT;
	bool opened = part_open(xlsx, name, &part, fault);
	while (opened && (step = part_step(&part, fault)) < PART_END) {
		if (step != PART_OPENS)
			continue;
		if (strcmp(part.element, "workbookPr") == 0)
			choosing->book->from_1904 = says_yes(part_attribute(&part, "date1904"));
		else if (strcmp(part.element, "sheet") == 0)
			offer_sheet(choosing, &part);
	}
	part_close(&part);
	return opened && step == PART_END;
}

static bool no_sheet(const struct xlsx_file *xlsx, const struct choosing *choosing, struct fault *fault)
{
	struct position at = {.file = xlsx->file};
	if (!choosing->wanted)
		return part_broken(xlsx, "worksheet", fault);
	if (choosing->nearest.best)
		return fault_set_at(fault, at, record_xlsx_sheet_near, choosing->wanted,
		                    choosing->nearest.best);
	return fault_set_at(fault, at, record_xlsx_sheet, choosing->wanted);
}

bool xlsx_book_read(struct xlsx_file *xlsx, const char *name, struct arena *arena, struct xlsx_book *ret,
                    struct fault *fault)
{
	struct relation *relations;
	*ret = (struct xlsx_book){};
	/* Documents of other programs, and of Office without XML within. */
	if (!xlsx_has(xlsx, "_rels/.rels"))
		return fault_set_at(fault, ((struct position){.file = xlsx->file}), record_xlsx_kind);
	if (!read_relations(xlsx, "", arena, &relations, fault))
		return false;
	const char *workbook = part_by_kind(relations, "officeDocument");
	if (!workbook || !text_ends(workbook, "workbook.xml") || !xlsx_has(xlsx, workbook))
		return fault_set_at(fault, ((struct position){.file = xlsx->file}), record_xlsx_kind);
	if (!read_relations(xlsx, workbook, arena, &relations, fault))
		return false;
	struct choosing choosing = {.book = ret,
	                            .relations = relations,
	                            .wanted = name,
	                            .nearest = nearest_to(name ? name : ""),
	                            .arena = arena};
	if (!read_workbook(xlsx, workbook, &choosing, fault))
		return false;
	ret->strings = part_by_kind(relations, "sharedStrings");
	ret->styles = part_by_kind(relations, "styles");
	return ret->sheet || no_sheet(xlsx, &choosing, fault);
}
