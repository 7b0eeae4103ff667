/* Import of 50,000 activities beside the same rows put into plain SQLite: the
   same ledger table with the same indexes and a bare journal row each, in one
   transaction, with the same switches. Both files stand beside each other in a
   folder that goes away again. */
#include <assert.h>
#include <ftw.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "command/init.h"
#include "command/shipped.h"
#include "field/field.h"
#include "record/transfer.h"

enum { ROWS = 50000, ROUNDS = 3, COLUMNS_MOST = 64 };

/* A benchmark has nobody to answer to. */
static void must(bool done, const struct fault *fault)
{
	struct text text = TEXT_EMPTY;
	if (done)
		return;
	fault_print(fault, LANGUAGE_EN, &text);
	fputs(text.at, stderr);
	exit(1);
}

/* ---- the file ---- */

/* What an office has: every kind, both places and platforms, numbers, notes. The same bytes each time. */
static void write_csv(struct text *out)
{
	static const char *const kinds[] = {"爱家讲堂",
	                                    "节日文化传承活动",
	                                    "女性素质提升活动",
	                                    "妇女公益课",
	                                    "未成年人思想道德建设活动",
	                                    "亲子阅读主题活动",
	                                    ""};
	static const char *const hosts[] = {"布吉街道", "坂田街道", "平湖街道", "龙岗区"};
	struct dice dice = {.state = 50000};
	text_add(out, "主题,类别,主办单位,方式,计划日期,举办日期,地点,线上平台,对象,名额,未登记姓名人次,支出,"
	              "照片数,成效\n");
	for (int i = 0; i < ROWS; i++) {
		civil_date held = date_add_days(20200101, (int)dice_below(&dice, 540));
		bool online = dice_below(&dice, 4) == 0;
		text_format(out, "第%d场,%s,%s,%s,%d,%d.%d.%d,%s,%s,%s,%u,%u,%u.%02u,%u,%s\n", i + 1,
		            kinds[dice_below(&dice, 7)], hosts[dice_below(&dice, 4)],
		            online ? "线上" : "线下", (int)held, date_year(held), date_month(held),
		            date_day(held), online ? "" : "社区党群服务中心三楼", online ? "直播间" : "",
		            dice_below(&dice, 2) ? "家庭" : "", 10 + dice_below(&dice, 90),
		            dice_below(&dice, 60), dice_below(&dice, 3000), dice_below(&dice, 100),
		            dice_below(&dice, 20),
		            dice_below(&dice, 3) ? "" : "参加的家庭反映很好，希望常办。");
	}
}

/* ---- ours ---- */

struct house {
	struct arena arena;
	struct definitions *definitions;
	struct book *book;
};

static void open_house(struct house *house, const char *folder)
{
	struct faults faults = {};
	struct fault fault = {};
	struct definition_file *files;
	size_t count, units;
	const struct book_options options = {.folder = folder, .mode = BOOK_WRITE, .rules = field_rules};
	const struct init_request request = {.folder = folder, .region = "440307", .language = LANGUAGE_ZH};
	*house = (struct house){};
	must(init_folder(&request, &units, &faults), faults.items);
	shipped_files(&house->arena, &files, &count);
	must(definitions_load_files(files, count, rule_table_names(field_rules, &house->arena),
	                            &house->definitions, &faults),
	     faults.items);
	must(book_open(&options, house->definitions, NULL, &house->book, &fault), &fault);
}

static void close_house(struct house *house)
{
	book_close(house->book);
	definitions_free(house->definitions);
	arena_release(&house->arena);
}

static void import(struct house *house, const struct text *csv)
{
	struct fault fault = {};
	struct import_report report = {};
	const struct viewer clerk = {"bench", definitions_role(house->definitions, "clerk"), "440307"};
	struct sheet sheet = {};
	must(sheet_read(csv->at, csv->length, "activities.csv", NULL, &sheet, &fault) &&
	             import_sheet(house->book, &clerk, definitions_ledger(house->definitions, "activity"),
	                          &sheet, NULL, &report, &fault),
	     &fault);
	sheet_release(&sheet);
	must(!report.faults.count, report.faults.items);
	assert(report.created == ROWS);
}

/* ---- plain SQLite ---- */

/* One table's rows, in the order they were put in. */
struct loaded {
	const char *name, *insert;
	struct value *values;
	int columns;
	size_t rows;
};

static void load_table(struct database *database, const char *name, const char *where, struct arena *arena,
                       struct loaded *ret)
{
	struct statement *statement;
	struct fault fault = {};
	struct text insert = TEXT_EMPTY;
	must(database_prepare(database,
	                      arena_format(arena, "SELECT * FROM %s WHERE %s ORDER BY rowid", name, where),
	                      &statement, &fault),
	     &fault);
	*ret = (struct loaded){.name = name, .columns = statement_columns(statement)};
	ret->values = arena_array(arena, struct value, (size_t)ret->columns * ROWS);
	while (statement_step(statement, &fault) == STEP_ROW && ret->rows < ROWS) {
		struct value *row = ret->values + ret->rows++ * (size_t)ret->columns;
		for (int i = 0; i < ret->columns; i++) {
			struct value value = statement_value(statement, i);
			row[i] = value_copy(arena, &value);
		}
	}
	statement_reset(statement);
	assert(ret->rows == ROWS);
	text_format(&insert, "INSERT INTO %s VALUES (", name);
	for (int i = 0; i < ret->columns; i++)
		text_add(&insert, i ? ", ?" : "?");
	text_add(&insert, ")");
	ret->insert = arena_copy(arena, insert.at);
	text_release(&insert);
}

/* The same tables and indexes, empty. */
static void copy_schema(struct database *from, struct database *to)
{
	struct statement *statement;
	struct fault fault = {};
	must(database_prepare(from,
	                      "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name IN "
	                      "('activity', 'journal')"
	                      " ORDER BY type DESC",
	                      &statement, &fault),
	     &fault);
	while (statement_step(statement, &fault) == STEP_ROW)
		must(database_run(to, statement_text(statement, 0), &fault), &fault);
	statement_reset(statement);
}

struct plain {
	struct database *database;
	struct loaded tables[2];
};

static bool insert_all(void *context, struct fault *fault)
{
	struct plain *plain = context;
	struct statement *statements[2];
	for (int i = 0; i < 2; i++)
		must(database_prepare(plain->database, plain->tables[i].insert, &statements[i], fault),
		     fault);
	for (size_t row = 0; row < ROWS; row++)
		for (int i = 0; i < 2; i++) {
			const struct loaded *table = &plain->tables[i];
			const struct value *values = table->values + row * (size_t)table->columns;
			for (int column = 0; column < table->columns; column++)
				statement_bind(statements[i], column + 1, values[column]);
			must(statement_finish(statements[i], fault), fault);
		}
	return true;
}

static struct bench_time put_plain(struct database *ours, const char *path)
{
	struct arena arena = {};
	struct plain plain = {};
	struct fault fault = {};
	load_table(ours, "activity", "1", &arena, &plain.tables[0]);
	load_table(ours, "journal", "ledger = 'activity'", &arena, &plain.tables[1]);
	must(database_open(path, DATABASE_CREATE, &plain.database, &fault), &fault);
	copy_schema(ours, plain.database);
	struct bench_time start = bench_now();
	must(database_write(plain.database, insert_all, &plain, &fault), &fault);
	struct bench_time taken = bench_since(start);
	database_close(plain.database);
	arena_release(&arena);
	return taken;
}

/* ---- rounds ---- */

static int remove_one(const char *path, const struct stat *info, int flag, struct FTW *state)
{
	(void)info, (void)flag, (void)state;
	return remove(path);
}

static void one_round(const struct text *csv, struct bench_time *ret_ours, struct bench_time *ret_plain)
{
	char folder[] = "/tmp/jinguo-bench-XXXXXX", books[64], plain[64];
	struct house house;
	if (!mkdtemp(folder))
		exit(1);
	snprintf(books, sizeof books, "%s/books", folder);
	snprintf(plain, sizeof plain, "%s/plain.db", folder);
	open_house(&house, books);
	struct bench_time start = bench_now();
	import(&house, csv);
	*ret_ours = bench_since(start);
	*ret_plain = put_plain(house.book->database, plain);
	close_house(&house);
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* `goal` is the least share of the limit's rate that is well. */
static void print_rates(const char *name, double ours_ms, double limit_ms, double goal)
{
	double ours = ROWS / ours_ms * 1e3, limit = ROWS / limit_ms * 1e3, ratio = ours / limit;
	printf("bench %s ours=%.0frows/s limit=%.0frows/s ratio=%.3f goal=%g %s\n", name, ours, limit, ratio,
	       goal, ratio >= goal ? "ok" : "short");
}

int main(void)
{
	double ours_wall[ROUNDS], ours_cpu[ROUNDS], plain_wall[ROUNDS], plain_cpu[ROUNDS];
	struct text csv = TEXT_EMPTY;
	write_csv(&csv);
	for (size_t i = 0; i < ROUNDS; i++) {
		struct bench_time ours, plain;
		one_round(&csv, &ours, &plain);
		ours_wall[i] = ours.wall_ms;
		ours_cpu[i] = ours.cpu_ms;
		plain_wall[i] = plain.wall_ms;
		plain_cpu[i] = plain.cpu_ms;
	}
	text_release(&csv);
	double *const series[] = {ours_wall, ours_cpu, plain_wall, plain_cpu};
	for (size_t i = 0; i < sizeof series / sizeof *series; i++)
		qsort(series[i], ROUNDS, sizeof **series, bench_order);
	print_rates("import_50000", ours_wall[ROUNDS / 2], plain_wall[ROUNDS / 2], 0.3);
	print_rates("import_50000-cpu", ours_cpu[ROUNDS / 2], plain_cpu[ROUNDS / 2], 0.3);
	return 0;
}
