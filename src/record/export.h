/* One export under way, shared by its files: export.c (which records, which
   columns), export_csv.c and export_xlsx.c (what they look like). Nobody outside
   includes it. */
#ifndef JINGUO_RECORD_EXPORT_H
#define JINGUO_RECORD_EXPORT_H

#include "record/inside.h"
#include "record/state.h"
#include "record/transfer.h"
#include "record/xlsx_write.h"

enum export_what { EXPORT_PARENT, EXPORT_KEY, EXPORT_STATE, EXPORT_FIELD };

struct export_column {
	enum export_what what;
	const struct field *field; /* of EXPORT_FIELD */
};

struct exporting {
	struct book *book;
	const struct viewer *viewer;
	const struct ledger *ledger;
	const char *org; /* or NULL */
	struct export_column *columns;
	size_t column_count;
	/* What is done with a row; `parent` bears id and number, NULL but for a child ledger. */
	bool (*row)(struct exporting *exporting, const struct record *record, const struct record *parent,
	            struct fault *fault);
	void *context;
	int64_t rows;
	int64_t rows_most; /* more are refused before the first is written; 0: any number */
	struct sql sql;
	struct arena arena;
};

/* Finds the columns and makes the statement; refuses what must not be exported. Release in any case. */
bool export_begin(struct exporting *exporting, struct fault *fault) __attribute__((warn_unused_result));
/* Hands over row after row, in the order of an index. */
bool export_rows(struct exporting *exporting, struct fault *fault) __attribute__((warn_unused_result));
void export_release(struct exporting *exporting);
/* ---- export_xlsx.c: how columns look, for templates too ---- */

enum xlsx_style field_style(const struct field *field);
/* With room for the heading and its arrow, within what suits the type. */
int field_width(const struct field *field, const char *heading);

#endif
