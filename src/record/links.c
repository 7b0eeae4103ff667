/* Links found field by field. A plain link is compared, a sealed one found by its
   token; a sealed one without token is opened in every record that has it. */
#include "record/links.h"

#include "record/inside.h"
#include "record/state.h"
#include "record/tables.h"
#include "record/token.h"

struct linking {
	struct book *book;
	const struct viewer *viewer;
	const struct record *to;
	struct arena *arena;
	struct record_link *items;
	size_t count, room;
};

static void add_link(struct linking *linking, const struct record_link *link)
{
	if (linking->count == linking->room) {
		size_t room = linking->room ? linking->room * 2 : 16;
		struct record_link *items = arena_array(linking->arena, struct record_link, room);
		for (size_t i = 0; i < linking->count; i++)
			items[i] = linking->items[i];
		linking->items = items;
		linking->room = room;
	}
	linking->items[linking->count++] = *link;
}

/* What the column of the field must be. */
static bool add_target(struct linking *linking, const struct ledger *ledger, const struct field *field,
                       struct sql *sql, struct fault *fault)
{
	const struct record *to = linking->to;
	const struct value id = value_int(to->id);
	struct value token;
	if (field->secrecy == SECRECY_SEALED && !field->blind) {
		sql_name(sql, "r", field->column);
		sql_add(sql, " IS NOT NULL");
		return true;
	}
	if (field->secrecy != SECRECY_SEALED) {
		sql_name(sql, "r", field->column);
		sql_add(sql, " = ");
		sql_bind(sql, id);
		return true;
	}
	if (!token_of_value(linking->book->keys, ledger, field, to->tenant, &id, linking->arena, &token,
	                    fault))
		return false;
	sql_name(sql, "r", field_token_column(field, linking->arena));
	sql_add(sql, " = ");
	sql_bind(sql, token);
	return true;
}

/* As a column of the answer: may the viewer see the link there? A role that may nowhere is no fault here. */
static void add_reach(const struct linking *linking, const struct ledger *ledger, const struct field *field,
                      struct sql *sql)
{
	enum access_action action = field->secrecy == SECRECY_SEALED ? ACCESS_UNSEAL : ACCESS_OPEN;
	struct sql condition = SQL_EMPTY;
	const struct book *book = linking->book;
	if (book->state->rule_depth)
		sql_add(sql, "1");
	else if (viewer_sql(linking->viewer, book->organisation, ledger, action, "r", &condition, NULL))
		sql_append(sql, &condition);
	else
		sql_add(sql, "0");
	sql_release(&condition);
}

static bool links_here(struct linking *linking, const struct ledger *ledger, const struct field *field,
                       struct statement *statement, const struct record_link *link)
{
	struct value envelope = statement_value(statement, 3), opened;
	if (field->secrecy != SECRECY_SEALED || field->blind)
		return true;
	const struct sealed_place place = {ledger, field, linking->to->tenant, link->record, link->row};
	/* Nobody knows any more where an erased link led. */
	return unseal_field(linking->book->keys, &place, &envelope, linking->arena, &opened, NULL) &&
	       opened.number == linking->to->id;
}

static bool read_links(struct linking *linking, const struct ledger *ledger, const struct field *field,
                       const struct sql *sql, struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare_sql(linking->book->database, sql, &statement, fault))
		return false;
	enum step step;
	while ((step = statement_step(statement, fault)) == STEP_ROW) {
		struct record_link link = {
		        .ledger = ledger->parent ? ledger->parent : ledger,
		        .rows = ledger->rows_field,
		        .field = field,
		        .row = statement_int(statement, 0),
		        .record = statement_int(statement, 1),
		        .reached = statement_int(statement, 2),
		};
		if (links_here(linking, ledger, field, statement, &link))
			add_link(linking, &link);
	}
	statement_reset(statement);
	return step == STEP_DONE;
}

static bool find_links(struct linking *linking, const struct ledger *ledger, const struct field *field,
                       struct fault *fault)
{
	struct sql sql = SQL_EMPTY;
	const char *record = ledger->parent ? "parent" : "id";
	sql_format(&sql, "SELECT r.id, r.%s, ", record);
	add_reach(linking, ledger, field, &sql);
	sql_add(&sql, ", ");
	sql_name(&sql, "r", field->column);
	sql_add(&sql, " FROM ");
	sql_name(&sql, NULL, ledger->table);
	sql_add(&sql, " AS r WHERE r.tenant = ");
	sql_bind(&sql, value_int(linking->to->tenant));
	sql_add(&sql, " AND r.voided = 0 AND ");
	bool done = add_target(linking, ledger, field, &sql, fault);
	sql_format(&sql, " ORDER BY r.%s, r.id", record);
	done = done && read_links(linking, ledger, field, &sql, fault);
	sql_release(&sql);
	return done;
}

bool record_links(struct book *book, const struct viewer *viewer, const struct record *to,
                  struct arena *arena, struct record_link **ret, size_t *ret_count, struct fault *fault)
{
	struct linking linking = {book, viewer, to, arena, NULL, 0, 0};
	const struct definitions *definitions = book->definitions;
	if (!book_organisation_fresh(book, fault))
		return false;
	for (size_t i = 0; i < definitions->ledger_count; i++)
		for (size_t f = 0; f < definitions->ledgers[i]->field_count; f++) {
			const struct field *field = &definitions->ledgers[i]->fields[f];
			if (field->type == FIELD_LINK && field->to == to->ledger &&
			    !find_links(&linking, definitions->ledgers[i], field, fault))
				return false;
		}
	*ret = linking.items;
	*ret_count = linking.count;
	return true;
}
