/* SQLite behind store/database.h: opening with every safety switch set, the
   statement cache, transactions, and SQLite's result codes turned into faults.
   This is the only file that includes sqlite3.h. */
#include "store/database.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	APPLICATION = 0x4A47554F, /* "JGUO" in the file's header: the file is one of ours */
	FORMAT = 1,               /* user_version; a file with a greater one is from a newer program */
	BUSY_TIMEOUT_MS = 5000,
	BUCKETS = 512,
	STATEMENTS_KEPT = 512,
};

struct statement {
	sqlite3_stmt *handle;
	struct database *database;
	struct statement *next; /* in its bucket */
	uint64_t hash;
	uint64_t used; /* the database's count of prepares when it was last asked for */
	size_t length;
	char sql[];
};

struct database {
	sqlite3 *handle;
	struct statement *buckets[BUCKETS];
	size_t kept;
	uint64_t prepares;
	int write_depth; /* 1 in a transaction, more in savepoints */
	bool in_snapshot;
	void (*visit)(void *context, const struct row *row); /* while database_visit runs */
	void *visit_context;
	bool lost; /* SQLite undid the whole transaction while we were inside it */
};

/* ---- Result codes ---- */

struct result_row {
	int result; /* extended where it has a row, else primary */
	enum fault_code code;
};

static const struct result_row result_rows[] = {
        {SQLITE_CONSTRAINT_UNIQUE, store_duplicate},
        {SQLITE_CONSTRAINT_PRIMARYKEY, store_duplicate},
        {SQLITE_CONSTRAINT, store_constraint},
        {SQLITE_MISMATCH, store_constraint},
        {SQLITE_BUSY, store_busy},
        {SQLITE_LOCKED, store_busy},
        {SQLITE_FULL, store_full},
        {SQLITE_READONLY, store_read_only},
        {SQLITE_PERM, store_read_only},
        {SQLITE_CANTOPEN, store_not_opened},
        {SQLITE_NOTADB, store_not_database},
        {SQLITE_CORRUPT, store_damaged},
        {SQLITE_IOERR, store_disk},
        {SQLITE_INTERRUPT, store_interrupted},
        {SQLITE_TOOBIG, store_too_big},
};

static enum fault_code result_code(int extended)
{
	size_t count = sizeof result_rows / sizeof result_rows[0];
	for (size_t i = 0; i < count; i++)
		if (result_rows[i].result == extended)
			return result_rows[i].code;
	for (size_t i = 0; i < count; i++)
		if (result_rows[i].result == (extended & 0xff))
			return result_rows[i].code;
	return store_statement;
}

/* What SQLite says names tables and columns, never values, because values are bound. */
static bool database_fault(struct database *database, struct fault *fault)
{
	if (database->write_depth && sqlite3_get_autocommit(database->handle))
		database->lost = true;
	return fault_set(fault, result_code(sqlite3_extended_errcode(database->handle)),
	                 sqlite3_errmsg(database->handle));
}

/* Once the transaction is gone, a further statement would be committed alone. */
static bool database_usable(const struct database *database, struct fault *fault)
{
	return !database->lost || fault_set(fault, store_undone);
}

/* ---- Opening ---- */

static void library_set_up(void)
{
	/* Without its memory statistics, SQLite's allocations take no global lock. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* A new file of ours only; whatever is there already is refused, also a dangling link. */
static bool create_file(const char *path, struct fault *fault)
{
	int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file >= 0) {
		close(file);
		return true;
	}
	if (errno == EEXIST)
		return fault_set(fault, base_file_exists, path);
	if (errno == ENOENT || errno == ENOTDIR)
		return fault_set(fault, store_no_folder, path);
	if (errno == EACCES || errno == EPERM || errno == EROFS)
		return fault_set(fault, base_file_denied, path);
	return fault_set(fault, base_file_write, path, strerror(errno));
}

static bool open_handle(struct database *database, const char *path, enum database_mode mode,
                        struct fault *fault)
{
	int flags =
	        SQLITE_OPEN_NOMUTEX | (mode == DATABASE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
	struct text name = TEXT_EMPTY;
	/* "./" keeps a name from being taken for a URI or for ":memory:". */
	text_add(&name, mode == DATABASE_MEMORY ? ":memory:" : path[0] == '/' ? "" : "./");
	if (mode != DATABASE_MEMORY)
		text_add(&name, path);
	int result = sqlite3_open_v2(name.at, &database->handle, flags, NULL);
	text_release(&name);
	if (!database->handle)
		abort(); /* out of memory, as in memory_take */
	sqlite3_extended_result_codes(database->handle, 1);
	return result == SQLITE_OK ||
	       fault_set(fault, store_not_opened, path, sqlite3_errmsg(database->handle));
}

static void set_switches(struct database *database)
{
	static const struct {
		int name, value;
	} switches[] = {
	        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
	        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
	        {SQLITE_DBCONFIG_DEFENSIVE, 1},
	        {SQLITE_DBCONFIG_DQS_DDL, 0}, /* "x" is a name, never a string */
	        {SQLITE_DBCONFIG_DQS_DML, 0},
	        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
	        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
	};
	for (size_t i = 0; i < sizeof switches / sizeof switches[0]; i++)
		sqlite3_db_config(database->handle, switches[i].name, switches[i].value, (int *)0);
	sqlite3_busy_timeout(database->handle, BUSY_TIMEOUT_MS);
}

static bool read_number(struct database *database, const char *sql, int64_t *ret, struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare(database, sql, &statement, fault))
		return false;
	enum step step = statement_step(statement, fault);
	if (step == STEP_ROW)
		*ret = statement_int(statement, 0);
	statement_reset(statement);
	return step == STEP_ROW;
}

/* Our mark and a format we know. */
static bool check_file(struct database *database, const char *path, struct fault *fault)
{
	int64_t application = 0, format = 0;
	if (!read_number(database, "PRAGMA application_id", &application, fault) ||
	    !read_number(database, "PRAGMA user_version", &format, fault))
		return false;
	if (application != APPLICATION)
		return fault_set(fault, store_not_ours, path);
	return format <= FORMAT || fault_set(fault, store_newer, path);
}

static bool mark_file(struct database *database, struct fault *fault)
{
	struct text sql = TEXT_EMPTY;
	text_format(&sql, "PRAGMA application_id=%d; PRAGMA user_version=%d", APPLICATION, FORMAT);
	bool done = database_run(database, sql.at, fault);
	text_release(&sql);
	return done;
}

/* SQLite answers with the mode it could get, not with an error: some network file systems cannot do WAL. */
static bool set_wal(struct database *database, const char *path, struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare(database, "PRAGMA journal_mode=WAL", &statement, fault))
		return false;
	enum step step = statement_step(statement, fault);
	bool is_wal = step == STEP_ROW && text_equal(statement_text(statement, 0), "wal");
	statement_reset(statement);
	if (step == STEP_ROW && !is_wal)
		fault_set(fault, store_no_wal, path);
	return is_wal;
}

static bool set_mode(struct database *database, const char *path, enum database_mode mode,
                     struct fault *fault)
{
	switch (mode) {
	case DATABASE_CREATE:
	case DATABASE_WRITE:
		return set_wal(database, path, fault) &&
		       database_run(database, "PRAGMA synchronous=FULL", fault);
	case DATABASE_READ:
		/* Mapped: pages of a long index pass are then not copied. */
		return database_run(database, "PRAGMA query_only=ON; PRAGMA mmap_size=2147418112", fault);
	case DATABASE_MEMORY: return true;
	}
	assert(false && "a mode");
	return false;
}

/* A row is what an aggregate function is given for it. */
struct row {
	sqlite3_value **values;
};

static void visit_row(sqlite3_context *call, int count, sqlite3_value **values)
{
	(void)count;
	struct database *database = sqlite3_user_data(call);
	const struct row row = {values};
	if (database->visit)
		database->visit(database->visit_context, &row);
	else
		sqlite3_result_error(call, "only database_visit shows rows", -1);
}

static void visit_done(sqlite3_context *call)
{
	(void)call;
}

/* DIRECTONLY: no view or trigger of a file that was tampered with may call it. */
static bool add_functions(struct database *database, struct fault *fault)
{
	return sqlite3_create_function(database->handle, "visit_row", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY,
	                               database, NULL, visit_row, visit_done) == SQLITE_OK ||
	       database_fault(database, fault);
}

static bool set_up(struct database *database, const char *path, enum database_mode mode, struct fault *fault)
{
	if (!open_handle(database, path, mode, fault))
		return false;
	set_switches(database);
	if (!add_functions(database, fault) ||
	    !database_run(database,
	                  "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384; PRAGMA cell_size_check=ON",
	                  fault))
		return false;
	if (mode == DATABASE_CREATE || mode == DATABASE_MEMORY) {
		if (!mark_file(database, fault))
			return false;
	} else if (!check_file(database, path, fault)) {
		return false;
	}
	return set_mode(database, path, mode, fault);
}

bool database_open(const char *path, enum database_mode mode, struct database **ret, struct fault *fault)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, library_set_up);
	if (mode == DATABASE_CREATE && !create_file(path, fault))
		return false;
	if ((mode == DATABASE_WRITE || mode == DATABASE_READ) && access(path, F_OK) != 0)
		return fault_set(fault, store_no_database, path);
	struct database *database = memory_take(sizeof *database);
	if (!set_up(database, path, mode, fault)) {
		/* Whichever statement first looked at the file: what SQLite says of it does not name it. */
		if (fault && fault->code == store_not_database)
			fault_set(fault, store_not_database, path);
		database_close(database);
		if (mode == DATABASE_CREATE)
			unlink(path);
		return false;
	}
	*ret = database;
	return true;
}

static void statement_free(struct statement *statement)
{
	sqlite3_finalize(statement->handle);
	memory_free(statement);
}

void database_close(struct database *database)
{
	if (!database)
		return;
	assert(!database->write_depth && !database->in_snapshot);
	for (size_t i = 0; i < BUCKETS; i++) {
		struct statement *next;
		for (struct statement *statement = database->buckets[i]; statement; statement = next) {
			next = statement->next;
			statement_free(statement);
		}
	}
	int result = sqlite3_close(database->handle);
	assert(result == SQLITE_OK);
	(void)result;
	memory_free(database);
}

/* ---- Statements ---- */

bool database_run(struct database *database, const char *sql, struct fault *fault)
{
	if (!database_usable(database, fault))
		return false;
	return sqlite3_exec(database->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       database_fault(database, fault);
}

/* Eight bytes a step: some statements run to a thousand bytes and are asked for every time. */
static uint64_t hash_text(const char *string, size_t length)
{
	uint64_t hash = length, word;
	for (; length >= sizeof word; string += sizeof word, length -= sizeof word) {
		memcpy(&word, string, sizeof word);
		hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
		hash ^= hash >> 29;
	}
	word = 0;
	memcpy(&word, string, length);
	hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
	return hash ^ hash >> 32;
}

/* Makes room by finalizing the statement not asked for the longest. One that is being stepped stays. */
static void forget_one(struct database *database)
{
	struct statement **oldest = NULL;
	for (size_t i = 0; i < BUCKETS; i++)
		for (struct statement **link = &database->buckets[i]; *link; link = &(*link)->next)
			if ((!oldest || (*link)->used < (*oldest)->used) &&
			    !sqlite3_stmt_busy((*link)->handle))
				oldest = link;
	if (!oldest)
		return;
	struct statement *gone = *oldest;
	*oldest = gone->next;
	statement_free(gone);
	database->kept--;
}

static bool statement_new(struct database *database, const char *sql, size_t length, struct statement **ret,
                          struct fault *fault)
{
	sqlite3_stmt *handle = NULL;
	if (sqlite3_prepare_v3(database->handle, sql, (int)length + 1, SQLITE_PREPARE_PERSISTENT, &handle,
	                       NULL) != SQLITE_OK) {
		database_fault(database, fault);
		return false;
	}
	assert(handle); /* text without a statement in it */
	struct statement *statement = memory_take(sizeof *statement + length + 1);
	statement->handle = handle;
	statement->database = database;
	statement->length = length;
	memcpy(statement->sql, sql, length + 1);
	*ret = statement;
	return true;
}

static bool prepare(struct database *database, const char *sql, size_t length, struct statement **ret,
                    struct fault *fault)
{
	if (!database_usable(database, fault))
		return false;
	uint64_t hash = hash_text(sql, length);
	struct statement **bucket = &database->buckets[hash % BUCKETS], *found = *bucket;
	while (found &&
	       (found->hash != hash || found->length != length || memcmp(found->sql, sql, length) != 0))
		found = found->next;
	if (!found) {
		if (database->kept == STATEMENTS_KEPT)
			forget_one(database);
		if (!statement_new(database, sql, length, &found, fault))
			return false;
		found->hash = hash;
		found->next = *bucket;
		*bucket = found;
		database->kept++;
	} else {
		assert(!sqlite3_stmt_busy(found->handle)); /* still being read by somebody further up */
		sqlite3_reset(found->handle);
		sqlite3_clear_bindings(found->handle);
	}
	found->used = ++database->prepares;
	*ret = found;
	return true;
}

bool database_prepare(struct database *database, const char *sql, struct statement **ret, struct fault *fault)
{
	return prepare(database, sql, strlen(sql), ret, fault);
}

bool database_prepare_sql(struct database *database, const struct sql *sql, struct statement **ret,
                          struct fault *fault)
{
	struct statement *statement;
	if (!prepare(database, sql->text.at, sql->text.length, &statement, fault))
		return false;
	assert((size_t)sqlite3_bind_parameter_count(statement->handle) == sql->count);
	for (size_t i = 0; i < sql->count; i++)
		statement_bind(statement, (int)i + 1, sql->binds[i]);
	*ret = statement;
	return true;
}

/* A place that is not there, or a bind to a running statement. */
static void expect_bound(int result)
{
	assert(result == SQLITE_OK);
	(void)result;
}

void statement_bind(struct statement *statement, int place, struct value value)
{
	/* SQLite takes a null pointer for NULL, which an empty text or blob is not. */
	const char *bytes = value.bytes ? value.bytes : "";
	switch (value.kind) {
	case VALUE_NONE: expect_bound(sqlite3_bind_null(statement->handle, place)); break;
	case VALUE_INT: expect_bound(sqlite3_bind_int64(statement->handle, place, value.number)); break;
	case VALUE_TEXT:
		expect_bound(sqlite3_bind_text64(statement->handle, place, bytes, value.length, SQLITE_STATIC,
		                                 SQLITE_UTF8));
		break;
	case VALUE_BLOB:
		expect_bound(
		        sqlite3_bind_blob64(statement->handle, place, bytes, value.length, SQLITE_STATIC));
		break;
	}
}

void statement_bind_int(struct statement *statement, int place, int64_t number)
{
	expect_bound(sqlite3_bind_int64(statement->handle, place, number));
}

void statement_bind_text(struct statement *statement, int place, const char *string)
{
	expect_bound(sqlite3_bind_text(statement->handle, place, string, -1, SQLITE_STATIC));
}

enum step statement_step(struct statement *statement, struct fault *fault)
{
	if (!database_usable(statement->database, fault))
		return STEP_FAULT;
	int result = sqlite3_step(statement->handle);
	if (result == SQLITE_ROW)
		return STEP_ROW;
	if (result == SQLITE_DONE)
		return STEP_DONE;
	database_fault(statement->database, fault);
	sqlite3_reset(statement->handle);
	return STEP_FAULT;
}

bool statement_finish(struct statement *statement, struct fault *fault)
{
	enum step step = statement_step(statement, fault);
	assert(step != STEP_ROW);
	sqlite3_reset(statement->handle);
	return step == STEP_DONE;
}

void statement_reset(struct statement *statement)
{
	sqlite3_reset(statement->handle);
}

int statement_columns(const struct statement *statement)
{
	return sqlite3_column_count(statement->handle);
}

bool statement_is_null(struct statement *statement, int column)
{
	return sqlite3_column_type(statement->handle, column) == SQLITE_NULL;
}

int64_t statement_int(struct statement *statement, int column)
{
	return sqlite3_column_int64(statement->handle, column);
}

const char *statement_text(struct statement *statement, int column)
{
	const char *string = (const char *)sqlite3_column_text(statement->handle, column);
	return string ? string : "";
}

const void *statement_bytes(struct statement *statement, int column, size_t *ret_length)
{
	const void *bytes = sqlite3_column_blob(statement->handle, column);
	*ret_length = (size_t)sqlite3_column_bytes(statement->handle, column);
	return bytes ? bytes : "";
}

struct value statement_value(struct statement *statement, int column)
{
	struct value value = {};
	switch (sqlite3_column_type(statement->handle, column)) {
	case SQLITE_INTEGER: return value_int(sqlite3_column_int64(statement->handle, column));
	case SQLITE_TEXT:
		value.kind = VALUE_TEXT;
		value.bytes = statement_text(statement, column);
		value.length = (size_t)sqlite3_column_bytes(statement->handle, column);
		return value;
	case SQLITE_BLOB:
		value.kind = VALUE_BLOB;
		value.bytes = statement_bytes(statement, column, &value.length);
		return value;
	}
	/* NULL; no column of ours holds a float. */
	return value;
}

/* ---- Visits ---- */

static bool visit_all(struct database *database, const struct sql *sql, struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare_sql(database, sql, &statement, fault))
		return false;
	bool done = statement_step(statement, fault) == STEP_ROW;
	statement_reset(statement);
	return done;
}

bool database_visit(struct database *database, const char *columns, const struct sql *from,
                    void (*visit)(void *context, const struct row *row), void *context, struct fault *fault)
{
	assert(!database->visit);
	struct sql sql = SQL_EMPTY;
	sql_add(&sql, "SELECT visit_row(");
	sql_add(&sql, columns);
	sql_add(&sql, ") ");
	sql_append(&sql, from);
	database->visit = visit;
	database->visit_context = context;
	bool done = visit_all(database, &sql, fault);
	database->visit = NULL;
	sql_release(&sql);
	return done;
}

bool row_is_null(const struct row *row, int column)
{
	return sqlite3_value_type(row->values[column]) == SQLITE_NULL;
}

int64_t row_int(const struct row *row, int column)
{
	return sqlite3_value_int64(row->values[column]);
}

const char *row_text(const struct row *row, int column, size_t *ret_length)
{
	const unsigned char *text = sqlite3_value_text(row->values[column]);
	*ret_length = (size_t)sqlite3_value_bytes(row->values[column]);
	return (const char *)text;
}

struct value row_value(const struct row *row, int column)
{
	struct value value = {};
	switch (sqlite3_value_type(row->values[column])) {
	case SQLITE_INTEGER: return value_int(row_int(row, column));
	case SQLITE_TEXT: value.kind = VALUE_TEXT; break;
	case SQLITE_BLOB: value.kind = VALUE_BLOB; break;
	default: return value;
	}
	const void *bytes = sqlite3_value_blob(row->values[column]); /* NULL for what is empty */
	value.length = (size_t)sqlite3_value_bytes(row->values[column]);
	value.bytes = bytes ? bytes : "";
	return value;
}

/* ---- Transactions ---- */

static bool run_kept(struct database *database, const char *sql, struct fault *fault)
{
	struct statement *statement;
	return database_prepare(database, sql, &statement, fault) && statement_finish(statement, fault);
}

/* Undoing answers no questions: whatever fails here, SQLite has undone everything already. */
static void undo(struct database *database, const char *sql)
{
	if (!sqlite3_get_autocommit(database->handle))
		sqlite3_exec(database->handle, sql, NULL, NULL, NULL);
}

static bool write_nested(struct database *database, bool (*act)(void *context, struct fault *fault),
                         void *context, struct fault *fault)
{
	if (!run_kept(database, "SAVEPOINT inner_write", fault))
		return false;
	database->write_depth++;
	bool done = act(context, fault) && database_usable(database, fault) &&
	            run_kept(database, "RELEASE inner_write", fault);
	database->write_depth--;
	if (!done)
		undo(database, "ROLLBACK TO inner_write; RELEASE inner_write");
	return done;
}

bool database_write(struct database *database, bool (*act)(void *context, struct fault *fault), void *context,
                    struct fault *fault)
{
	assert(!database->in_snapshot); /* a snapshot may be too old to write on */
	if (database->write_depth)
		return write_nested(database, act, context, fault);
	if (!run_kept(database, "BEGIN IMMEDIATE", fault))
		return false;
	database->write_depth = 1;
	bool done = act(context, fault) && database_usable(database, fault);
	database->write_depth = 0;
	database->lost = false;
	done = done && run_kept(database, "COMMIT", fault);
	if (!done)
		undo(database, "ROLLBACK");
	return done;
}

bool database_snapshot(struct database *database, bool (*act)(void *context, struct fault *fault),
                       void *context, struct fault *fault)
{
	if (database->write_depth || database->in_snapshot)
		return act(context, fault);
	if (!run_kept(database, "BEGIN", fault))
		return false;
	database->in_snapshot = true;
	bool done = act(context, fault);
	database->in_snapshot = false;
	undo(database, "ROLLBACK");
	return done;
}

bool database_in_write(const struct database *database)
{
	return database->write_depth > 0;
}

/* ---- Soundness ---- */

/* What SQLite finds is told by table, index, row number and page, never by value. */
bool database_check(struct database *database, struct faults *faults, struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare(database, "PRAGMA integrity_check(20)", &statement, fault))
		return false;
	enum step step;
	while ((step = statement_step(statement, fault)) == STEP_ROW) {
		struct fault unsound = {};
		const char *found = statement_text(statement, 0);
		if (text_equal(found, "ok"))
			continue;
		fault_set(&unsound, store_unsound, found);
		faults_add(faults, &unsound);
	}
	statement_reset(statement);
	return step == STEP_DONE;
}
