/* Lists: one condition (viewer, organisation, filter, not voided), an order, and
   a cursor that names the last row seen, so that a page stays where it was
   while records are added. The exact count is the same condition counted. */
#include "record/list.h"

#include "define/expression.h"
#include "record/inside.h"
#include "record/state.h"
#include "record/tables.h"
#include "record/token.h"

enum { LIMIT_MOST = 1000, CHECK_SIZE = 8 };

struct listing {
	struct book *book;
	const struct viewer *viewer;
	const struct list_request *request;
	struct arena *arena;
	const char *column;    /* of the order; NULL: by id alone */
	struct value **tokens; /* of each match, of each of its values */
	struct sql sql;
};

/* Where a cursor stands: the value ordered by, and the id. */
struct standing {
	struct value value;
	int64_t id;
};

/* ---- the condition ---- */

static bool find_tokens(struct listing *listing, struct fault *fault)
{
	const struct list_request *request = listing->request;
	listing->tokens = arena_array(listing->arena, struct value *, request->match_count + 1);
	for (size_t i = 0; i < request->match_count; i++) {
		const struct list_match *match = &request->matches[i];
		listing->tokens[i] = arena_array(listing->arena, struct value, match->count + 1);
		if (!match->field->blind || !ledger_owns(request->ledger, match->field))
			return field_fault(fault, match->field, record_match_not_blind, "", "");
		for (size_t j = 0; j < match->count; j++)
			if (!token_of_value(listing->book->keys, request->ledger, match->field,
			                    request->tenant, &match->values[j], listing->arena,
			                    &listing->tokens[i][j], fault))
				return false;
	}
	return true;
}

static void add_matches(struct listing *listing)
{
	const struct list_request *request = listing->request;
	struct sql *sql = &listing->sql;
	for (size_t i = 0; i < request->match_count; i++) {
		sql_add(sql, " AND r.tenant = ");
		sql_bind(sql, value_int(request->tenant));
		sql_add(sql, " AND ");
		sql_name(sql, "r", field_token_column(request->matches[i].field, listing->arena));
		sql_add(sql, " IN (");
		for (size_t j = 0; j < request->matches[i].count; j++) {
			sql_add(sql, j ? ", " : "");
			sql_bind(sql, listing->tokens[i][j]);
		}
		sql_add(sql, ")");
	}
}

/* Whose records may be found, and for a sealed value also whose may be opened. */
static bool add_viewer(struct listing *listing, struct fault *fault)
{
	const struct list_request *request = listing->request;
	const struct organisation *organisation = listing->book->organisation;
	bool ruling = listing->book->state->rule_depth > 0;
	if (request->whoever_looks && ruling) {
		sql_add(&listing->sql, "(1 = 1)");
		return true;
	}
	if (!viewer_sql(listing->viewer, organisation, request->ledger, ACCESS_OPEN, "r", &listing->sql,
	                fault))
		return false;
	if (!request->match_count || ruling)
		return true;
	sql_add(&listing->sql, " AND ");
	return viewer_sql(listing->viewer, organisation, request->ledger, ACCESS_UNSEAL, "r", &listing->sql,
	                  fault);
}

static bool add_where(struct listing *listing, struct fault *fault)
{
	const struct list_request *request = listing->request;
	const struct expression *expression;
	const struct position at = {.file = "where", .line = 1, .column = 1};
	const struct expression_world world = {.today = instant_date(book_now(listing->book))};
	if (!request->where || !*request->where)
		return true;
	if (!expression_parse(listing->arena, listing->book->definitions, request->ledger, request->where, at,
	                      ALLOW_ROWS | ALLOW_TODAY, &expression, fault))
		return false;
	sql_add(&listing->sql, " AND (");
	expression_sql(expression, "r", request->ledger->parent ? "p" : NULL, &world, &listing->sql);
	sql_add(&listing->sql, ")");
	return true;
}

static bool add_condition(struct listing *listing, struct fault *fault)
{
	const struct list_request *request = listing->request;
	struct organisation *organisation = listing->book->organisation;
	struct sql *sql = &listing->sql;
	sql_add(sql, " FROM ");
	sql_name(sql, NULL, request->ledger->table);
	sql_add(sql, " AS r");
	if (request->ledger->parent) {
		sql_add(sql, " JOIN ");
		sql_name(sql, NULL, request->ledger->parent->table);
		sql_add(sql, " AS p ON p.tenant = r.tenant AND p.id = r.parent");
	}
	sql_add(sql, " WHERE ");
	if (!add_viewer(listing, fault))
		return false;
	add_matches(listing);
	if (request->org) {
		sql_add(sql, " AND ");
		organisation_subtree_sql(organisation, request->org, "r", sql);
	}
	if (!request->with_voided)
		sql_add(sql, " AND r.voided = 0");
	return add_where(listing, fault);
}

/* ---- the order ---- */

static bool find_order(struct listing *listing, struct fault *fault)
{
	const struct list_request *request = listing->request;
	const struct ledger *ledger = request->ledger;
	const struct field *field;
	if (!request->order_by) {
		listing->column = ledger->counts_on ? ledger_column(ledger, ledger->counts_on) : NULL;
		return true;
	}
	if (!ledger->parent &&
	    (text_equal(request->order_by, "number") || text_equal(request->order_by, "entry"))) {
		listing->column = request->order_by;
		return true;
	}
	field = ledger_field(ledger, request->order_by);
	if (!field || field->type == FIELD_ROWS || field->secrecy == SECRECY_SEALED)
		return fault_set(fault, record_order_unknown, ledger->label.zh, ledger->label.en,
		                 request->order_by);
	listing->column = ledger_column(ledger, field);
	return true;
}

static void add_order(struct listing *listing)
{
	const char *down = listing->request->descending ? " DESC" : "";
	sql_add(&listing->sql, " ORDER BY ");
	if (listing->column) {
		sql_name(&listing->sql, "r", listing->column);
		sql_format(&listing->sql, "%s, ", down);
	}
	sql_format(&listing->sql, "r.id%s LIMIT ", down);
	/* One more than the page tells whether there is a next. */
	sql_bind(&listing->sql, value_int((int64_t)listing->request->limit + 1));
}

static void add_column(struct listing *listing, const char *operator)
{
	sql_name(&listing->sql, "r", listing->column);
	sql_add(&listing->sql, operator);
}

/* Behind the cursor. Ids rise in time and are unique, so they decide among equals. Unset comes first, as
   SQLite has it. */
static void add_behind(struct listing *listing, const struct standing *standing)
{
	bool down = listing->request->descending;
	struct sql *sql = &listing->sql;
	const char *beyond = down ? " < " : " > ";
	sql_add(sql, " AND (");
	if (listing->column && standing->value.kind == VALUE_NONE) {
		add_column(listing, down ? " IS NULL AND " : " IS NOT NULL OR ");
		if (!down)
			add_column(listing, " IS NULL AND ");
	} else if (listing->column) {
		if (down)
			add_column(listing, " IS NULL OR ");
		add_column(listing, beyond);
		sql_bind(sql, standing->value);
		sql_add(sql, " OR ");
		add_column(listing, " = ");
		sql_bind(sql, standing->value);
		sql_add(sql, " AND ");
	}
	sql_format(sql, "r.id%s", beyond);
	sql_bind(sql, value_int(standing->id));
	sql_add(sql, ")");
	if (listing->column && standing->value.kind != VALUE_NONE && !down) {
		/* Says nothing new, but lets an index be entered in the middle. */
		sql_add(sql, " AND ");
		add_column(listing, " >= ");
		sql_bind(sql, standing->value);
	}
}

/* ---- the cursor: base64 of a check over the request, the id, the value ---- */

static void request_check(const struct listing *listing, uint8_t ret[static CHECK_SIZE])
{
	const struct list_request *request = listing->request;
	struct text text = TEXT_EMPTY;
	uint8_t hash[32];
	text_format(&text, "%s\n%s\n%s\n%s\n%d%d", request->ledger->name, request->org ? request->org : "",
	            request->where ? request->where : "", listing->column ? listing->column : "",
	            request->descending, request->with_voided);
	for (size_t i = 0; i < request->match_count; i++) {
		text_format(&text, "\n%s\n", request->matches[i].field->name);
		for (size_t j = 0; j < request->matches[i].count; j++)
			text_add_hex(&text, listing->tokens[i][j].bytes, listing->tokens[i][j].length);
	}
	sm3(text.at, text.length, hash);
	memcpy(ret, hash, CHECK_SIZE);
	text_release(&text);
}

static void put_i64(uint8_t *out, int64_t number)
{
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)((uint64_t)number >> (56 - 8 * i));
}

static int64_t get_i64(const uint8_t *bytes)
{
	uint64_t number = 0;
	for (int i = 0; i < 8; i++)
		number = number << 8 | bytes[i];
	return (int64_t)number;
}

/* check 8 · id 8 · kind 1 · number 8 or text */
enum { CURSOR_HEAD = CHECK_SIZE + 8 + 1, CURSOR_MOST = 100000 };

static const char *cursor_print(const struct listing *listing, const struct standing *standing)
{
	struct text bytes = TEXT_EMPTY, printed = TEXT_EMPTY;
	uint8_t head[CURSOR_HEAD], number[8];
	request_check(listing, head);
	put_i64(head + CHECK_SIZE, standing->id);
	head[CHECK_SIZE + 8] = (uint8_t)standing->value.kind;
	text_add_bytes(&bytes, head, sizeof head);
	put_i64(number, standing->value.number);
	if (standing->value.kind == VALUE_INT)
		text_add_bytes(&bytes, number, sizeof number);
	else
		text_add_bytes(&bytes, standing->value.bytes, standing->value.length);
	text_add_base64(&printed, bytes.at, bytes.length);
	const char *kept = arena_copy(listing->arena, printed.at);
	text_release(&bytes);
	text_release(&printed);
	return kept;
}

static bool read_standing(const uint8_t *bytes, size_t length, struct standing *ret)
{
	const char *rest = (const char *)bytes + CURSOR_HEAD;
	size_t left = length - CURSOR_HEAD;
	ret->id = get_i64(bytes + CHECK_SIZE);
	switch (bytes[CHECK_SIZE + 8]) {
	case VALUE_NONE: ret->value = (struct value){}; return !left;
	case VALUE_INT:
		ret->value = value_int(left == 8 ? get_i64(bytes + CURSOR_HEAD) : 0);
		return left == 8;
	case VALUE_TEXT:
		ret->value = (struct value){VALUE_TEXT, 0, rest, left};
		return utf8_valid(rest, left);
	}
	return false;
}

static bool cursor_read(const struct listing *listing, struct standing *ret, struct fault *fault)
{
	const char *cursor = listing->request->cursor;
	size_t length = strlen(cursor);
	uint8_t check[CHECK_SIZE];
	if (length > CURSOR_MOST)
		return fault_set(fault, record_cursor_bad);
	uint8_t *bytes = arena_take(listing->arena, length + 1);
	request_check(listing, check);
	if (!base64_decode(cursor, length, bytes, &length) || length < CURSOR_HEAD ||
	    memcmp(bytes, check, CHECK_SIZE) != 0 || !read_standing(bytes, length, ret))
		return fault_set(fault, record_cursor_bad);
	return true;
}

/* ---- pages ---- */

static struct value ordered_by(const struct listing *listing, const struct record *record)
{
	const struct ledger *ledger = record->ledger;
	if (!listing->column)
		return (struct value){};
	if (text_equal(listing->column, "entry"))
		return value_int(record->entry);
	if (text_equal(listing->column, "number"))
		return value_text(record->number);
	for (size_t i = 0; i < ledger->field_count; i++)
		if (text_equal(ledger_column(ledger, &ledger->fields[i]), listing->column))
			return record->values[i];
	/* A row's copy of the date that counts. */
	return record->counts_on ? value_int(record->counts_on) : (struct value){};
}

static bool read_page(struct listing *listing, struct list_page *page, struct fault *fault)
{
	const struct list_request *request = listing->request;
	struct statement *statement;
	if (!database_prepare_sql(listing->book->database, &listing->sql, &statement, fault))
		return false;
	page->records = arena_array(listing->arena, struct record *, request->limit);
	enum step step;
	while ((step = statement_step(statement, fault)) == STEP_ROW && page->count < request->limit)
		page->records[page->count++] = record_of_row(statement, request->ledger, listing->arena);
	statement_reset(statement);
	if (step == STEP_ROW) {
		const struct record *last = page->records[page->count - 1];
		const struct standing standing = {ordered_by(listing, last), last->id};
		page->next = cursor_print(listing, &standing);
	}
	return step != STEP_FAULT;
}

static bool list(struct listing *listing, struct list_page *page, struct fault *fault)
{
	const struct list_request *request = listing->request;
	struct standing standing = {};
	if (!find_tokens(listing, fault) || !find_order(listing, fault) ||
	    (request->cursor && !cursor_read(listing, &standing, fault)))
		return false;
	sql_add(&listing->sql, "SELECT ");
	sql_add(&listing->sql, book_sql(listing->book, request->ledger)->columns);
	if (!add_condition(listing, fault))
		return false;
	if (request->cursor)
		add_behind(listing, &standing);
	add_order(listing);
	return read_page(listing, page, fault);
}

bool record_list(struct book *book, const struct viewer *viewer, const struct list_request *request,
                 struct arena *arena, struct list_page *ret, struct fault *fault)
{
	struct listing listing = {book, viewer, request, arena, .sql = SQL_EMPTY};
	struct list_page page = {};
	char most[12];
	snprintf(most, sizeof most, "%d", LIMIT_MOST);
	if (request->limit < 1 || request->limit > LIMIT_MOST)
		return fault_set(fault, record_limit_bad, most);
	bool done = book_organisation_fresh(book, fault) && list(&listing, &page, fault);
	sql_release(&listing.sql);
	if (done)
		*ret = page;
	return done;
}

static bool count(struct listing *listing, int64_t *ret, struct fault *fault)
{
	struct statement *statement;
	sql_add(&listing->sql, "SELECT count(*)");
	if (!find_tokens(listing, fault) || !add_condition(listing, fault) ||
	    !database_prepare_sql(listing->book->database, &listing->sql, &statement, fault) ||
	    statement_step(statement, fault) != STEP_ROW)
		return false;
	*ret = statement_int(statement, 0);
	statement_reset(statement);
	return true;
}

bool record_count(struct book *book, const struct viewer *viewer, const struct list_request *request,
                  int64_t *ret, struct fault *fault)
{
	struct arena arena = {};
	struct listing listing = {book, viewer, request, &arena, .sql = SQL_EMPTY};
	bool done = book_organisation_fresh(book, fault) && count(&listing, ret, fault);
	sql_release(&listing.sql);
	arena_release(&arena);
	return done;
}
