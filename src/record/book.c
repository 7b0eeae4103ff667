/* A data folder opened as one: books, keys, definitions, organisation tree, and
   the one way to write to them together. Nothing here knows what a record is. */
#include "record/book.h"

#include <assert.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/migrate.h"
#include "record/rule.h"
#include "record/state.h"
#include "record/tables.h"

enum { PATH_SIZE = 4096 };

static const char organisation_mark[] = "organisation";

static bool book_path(const char *folder, const char *name, char out[static PATH_SIZE], struct fault *fault)
{
	int length = snprintf(out, PATH_SIZE, "%s/%s", folder, name);
	if (length < 0 || length >= PATH_SIZE)
		return fault_set(fault, record_path_too_long, folder);
	return true;
}

static instant_ms system_clock(void *context)
{
	(void)context;
	return instant_now();
}

instant_ms book_now(const struct book *book)
{
	return book->now(book->now_context);
}

/* ---- create ---- */

static bool make_folder(const char *folder, struct fault *fault)
{
	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return fault_set(fault, record_folder_failed, folder, strerror(errno));
	return true;
}

static bool make_database(const char *path, struct fault *fault)
{
	struct database *database = NULL;
	if (!database_open(path, DATABASE_CREATE, &database, fault))
		return false;
	bool made = books_make(database, fault);
	database_close(database);
	return made;
}

/* Takes back the key files of a folder whose books could not be made: nothing was sealed with them. */
static void unmake_keys(const char *folder)
{
	char path[PATH_SIZE];
	static const char *const names[] = {"keys.db", "keys.db-wal", "keys.db-shm", "master.key"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (book_path(folder, names[i], path, NULL))
			unlink(path);
}

bool book_create(const char *folder, enum seal_algorithm algorithm, struct fault *fault)
{
	char path[PATH_SIZE];
	if (!book_path(folder, "books.db", path, fault) || !make_folder(folder, fault))
		return false;
	if (access(path, F_OK) == 0)
		return fault_set(fault, record_books_exist, folder);
	if (!key_store_create(folder, algorithm, fault))
		return false;
	if (make_database(path, fault))
		return true;
	unmake_keys(folder);
	return false;
}

/* ---- open and close ---- */

static struct book *book_new(struct database *database, const struct definitions *definitions,
                             const struct rule *rules)
{
	static const struct rule none[1];
	struct book *book = memory_take(sizeof *book);
	book->database = database;
	book->definitions = definitions;
	book->rules = rules ? rules : none;
	book->now = system_clock;
	book->state = memory_take(sizeof *book->state);
	book->state->effects = book->state->bytes = book->state->update = (struct text)TEXT_EMPTY;
	book->state->sql = arena_array(&book->state->arena, struct ledger_sql, definitions->ledger_count + 1);
	return book;
}

static bool bring_up(struct book *book, const struct book_options *options, const char *path,
                     struct text *migrated, struct fault *fault)
{
	bool current = false;
	if (!books_known(book->database, path, fault))
		return false;
	if (options->migrate)
		return books_migrate(book, migrated, fault);
	if (!books_current(book->database, book->definitions, &current, fault))
		return false;
	return current || fault_set(fault, record_books_behind, path);
}

static bool open_database(const char *folder, bool writable, char path[static PATH_SIZE],
                          struct database **ret, struct fault *fault)
{
	if (!book_path(folder, "books.db", path, fault))
		return false;
	if (access(path, F_OK) != 0)
		return fault_set(fault, record_no_books, folder);
	return database_open(path, writable ? DATABASE_WRITE : DATABASE_READ, ret, fault);
}

bool book_open(const struct book_options *options, const struct definitions *definitions,
               struct text *migrated, struct book **ret, struct fault *fault)
{
	assert(options->mode == BOOK_WRITE || !options->migrate);
	char path[PATH_SIZE];
	struct database *database = NULL;
	bool writable = options->mode == BOOK_WRITE;
	if (!open_database(options->folder, writable, path, &database, fault))
		return false;
	struct book *book = book_new(database, definitions, options->rules);
	if (key_store_open(options->folder, writable, &book->keys, fault) &&
	    bring_up(book, options, path, migrated, fault) && book_refresh(book, fault)) {
		*ret = book;
		return true;
	}
	book_close(book);
	return false;
}

bool book_rehearse(const char *folder, const struct definitions *definitions, struct text *report,
                   struct fault *fault)
{
	char path[PATH_SIZE];
	struct database *database = NULL;
	if (!open_database(folder, true, path, &database, fault))
		return false;
	struct book *book = book_new(database, definitions, NULL);
	bool good = key_store_open(folder, true, &book->keys, fault) && books_known(database, path, fault) &&
	            books_rehearse(book, report, fault);
	book_close(book);
	return good;
}

/* Over keys of somebody else, which book_close must leave alone. */
static bool open_memory(struct book *book, struct fault *fault)
{
	return books_make(book->database, fault) && books_migrate(book, NULL, fault) &&
	       book_refresh(book, fault);
}

bool book_open_memory(const struct definitions *definitions, const struct rule *rules, struct key_store *keys,
                      struct book **ret, struct fault *fault)
{
	struct database *database = NULL;
	if (!database_open(NULL, DATABASE_MEMORY, &database, fault))
		return false;
	struct book *book = book_new(database, definitions, rules);
	book->keys = keys;
	book->state->keys_borrowed = true;
	if (open_memory(book, fault)) {
		*ret = book;
		return true;
	}
	book_close(book);
	return false;
}

static void state_release(struct book_state *state)
{
	memory_free(state->chains);
	memory_free(state->counters);
	memory_free(state->archived);
	memory_free(state->names);
	text_release(&state->effects);
	text_release(&state->bytes);
	text_release(&state->update);
	arena_release(&state->scratch);
	arena_release(&state->names_arena);
	arena_release(&state->arena);
	memory_free(state);
}

void book_close(struct book *book)
{
	if (!book)
		return;
	if (!book->state->keys_borrowed)
		key_store_close(book->keys);
	if (book->organisation)
		organisation_free(book->organisation);
	database_close(book->database);
	state_release(book->state);
	memory_free(book);
}

/* ---- writing ---- */

static void state_forget(struct book_state *state)
{
	state->chain_count = state->counter_count = state->archived_count = 0;
	arena_release(&state->scratch);
}

void *state_grow(void *items, size_t count, size_t *ref_room, size_t size)
{
	if (count == *ref_room) {
		*ref_room = *ref_room ? *ref_room * 2 : 8;
		items = memory_grow(items, *ref_room * size);
	}
	memset((char *)items + size * count, 0, size);
	return items;
}

struct writing {
	struct book *book;
	bool (*act)(struct book *book, void *context, struct fault *fault);
	void *context;
	bool outermost, keys_open;
};

static bool read_epoch(struct book *book, int64_t *ret, struct fault *fault)
{
	struct arena arena = {};
	const char *epoch;
	bool read = meta_read(book->database, organisation_mark, &arena, &epoch, fault);
	if (read)
		*ret = strtoll(epoch, NULL, 10);
	arena_release(&arena);
	return read;
}

/* What another process wrote since is seen from here on. */
static bool begin_writing(struct book *book, struct fault *fault)
{
	int64_t epoch;
	state_forget(book->state);
	book->state->organisation_touched = false;
	if (!read_epoch(book, &epoch, fault))
		return false;
	if (epoch != book->state->organisation_epoch)
		book->state->organisation_stale = true;
	return true;
}

static bool run_writing(void *context, struct fault *fault)
{
	struct writing *writing = context;
	struct book *book = writing->book;
	if (writing->outermost && !begin_writing(book, fault))
		return false;
	if (!writing->act(book, writing->context, fault))
		return false;
	if (book->state->spoiled) {
		if (fault)
			*fault = book->state->spoiled_by;
		return false;
	}
	if (!counters_write(book, fault))
		return false;
	if (!writing->keys_open)
		return true;
	/* The keys first: a key without a record is harmless, a record without its key is lost. */
	if (!key_store_commit(book->keys, fault))
		return false;
	writing->keys_open = false;
	return true;
}

bool book_write(struct book *book, bool (*act)(struct book *book, void *context, struct fault *fault),
                void *context, struct fault *fault)
{
	struct writing writing = {.book = book, .act = act, .context = context};
	writing.outermost = !database_in_write(book->database);
	writing.keys_open = writing.outermost && book->keys;
	if (!writing.outermost && !counters_write(book, fault))
		return false;
	if (writing.keys_open && !key_store_begin(book->keys, fault))
		return false;
	bool done = database_write(book->database, run_writing, &writing, fault);
	if (done)
		return true;
	if (writing.keys_open)
		key_store_rollback(book->keys);
	state_forget(book->state);
	book->state->spoiled = false; /* what broke off is undone */
	book->state->organisation_stale |= book->state->organisation_touched;
	return false;
}

struct acting {
	bool (*act)(struct book *book, void *context, struct fault *fault);
	void *context;
};

static bool run_act(struct book *book, void *context, struct fault *fault)
{
	const struct acting *acting = context;
	struct book_state *state = book->state;
	if (!state->act_depth++)
		state->act = id_next(&book->ids, book_now(book));
	bool done = acting->act(book, acting->context, fault);
	state->act_depth--;
	return done;
}

bool book_act(struct book *book, bool (*act)(struct book *book, void *context, struct fault *fault),
              void *context, struct fault *fault)
{
	struct acting acting = {act, context};
	return book_write(book, run_act, &acting, fault);
}

void book_spoil(struct book *book, const struct fault *fault)
{
	book->state->spoiled = true;
	book->state->spoiled_by = *fault;
}

/* ---- organisation ---- */

bool book_refresh(struct book *book, struct fault *fault)
{
	struct organisation *fresh = NULL;
	int64_t epoch;
	if (!read_epoch(book, &epoch, fault) || !organisation_load(book->database, &fresh, fault))
		return false;
	if (book->organisation)
		organisation_free(book->organisation);
	book->organisation = fresh;
	book->state->organisation_epoch = epoch;
	book->state->organisation_stale = false;
	book->state->name_count = 0;
	memset(book->state->known, 0, sizeof book->state->known);
	arena_release(&book->state->names_arena);
	return true;
}

bool book_organisation_fresh(struct book *book, struct fault *fault)
{
	struct book_state *state = book->state;
	int64_t epoch;
	/* A write saw to this when it began. */
	if (!database_in_write(book->database)) {
		if (!read_epoch(book, &epoch, fault))
			return false;
		state->organisation_stale |= epoch != state->organisation_epoch;
	}
	return !state->organisation_stale || book_refresh(book, fault);
}

bool book_organisation_changed(struct book *book, struct fault *fault)
{
	int64_t epoch;
	char written[24];
	if (!read_epoch(book, &epoch, fault))
		return false;
	snprintf(written, sizeof written, "%lld", (long long)epoch + 1);
	book->state->organisation_stale = book->state->organisation_touched = true;
	return meta_write(book->database, organisation_mark, written, fault);
}

void book_projected_tables(const struct definitions *definitions, struct arena *arena,
                           const struct table **ret, size_t *ret_count)
{
	const struct table *counted;
	size_t counted_count, count = 0;
	tables_projected(&counted, &counted_count);
	struct table *tables = arena_array(arena, struct table, definitions->ledger_count + counted_count);
	const struct ledger *org = definitions_ledger(definitions, "org");
	if (org)
		table_of_ledger(definitions, org, true, arena, &tables[count++]);
	for (size_t i = 0; i < definitions->ledger_count; i++)
		if (definitions->ledgers[i] != org)
			table_of_ledger(definitions, definitions->ledgers[i], true, arena, &tables[count++]);
	memcpy(&tables[count], counted, counted_count * sizeof *counted);
	*ret = tables;
	*ret_count = count + counted_count;
}
