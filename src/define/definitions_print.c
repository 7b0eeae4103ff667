/* The tree that `jinguo check` prints: what was read, register by register, so
   that an office sees at a glance whether everything is there. */
#include "define/definitions.h"

static size_t sealed_count(const struct ledger *ledger)
{
	size_t count = 0;
	for (size_t i = 0; i < ledger->field_count; i++)
		count += ledger->fields[i].secrecy == SECRECY_SEALED;
	return count;
}

static void print_ledger(const struct ledger *ledger, struct text *out)
{
	text_format(out, "%s%s  %s  %zu 个字段 fields", ledger->parent ? "    " : "  ", ledger->name,
	            ledger->label.zh, ledger->field_count);
	if (sealed_count(ledger))
		text_format(out, "，密封 sealed %zu", sealed_count(ledger));
	if (ledger->list_count)
		text_format(out, "，清单 lists %zu", ledger->list_count);
	if (ledger->state_count)
		text_format(out, "，状态 states %zu，动作 moves %zu", ledger->state_count,
		            ledger->move_count);
	if (ledger->figure_count)
		text_format(out, "，指标 figures %zu", ledger->figure_count);
	text_add_byte(out, '\n');
}

static void print_names(const char *title, const void *items, size_t count, size_t size, struct text *out)
{
	text_format(out, "%s %zu\n", title, count);
	for (size_t i = 0; i < count; i++)
		text_format(out, "%s%s", i ? ", " : "  ",
		            *(const char *const *)((const char *)items + i * size));
	if (count)
		text_add_byte(out, '\n');
}

static void print_years(const struct definitions *definitions, struct text *out)
{
	text_format(out, "日历 calendars %zu\n", definitions->year_count);
	for (size_t i = 0; i < definitions->year_count; i++) {
		const struct calendar_year *year = &definitions->years[i];
		bool first = !i || definitions->years[i - 1].year + 1 != year->year;
		bool last =
		        i + 1 == definitions->year_count || definitions->years[i + 1].year != year->year + 1;
		if (first)
			text_format(out, "%s%d", i ? ", " : "  ", year->year);
		else if (last)
			text_format(out, "–%d", year->year);
	}
	if (definitions->year_count)
		text_add_byte(out, '\n');
}

void definitions_print_tree(const struct definitions *definitions, struct text *out)
{
	size_t top = 0, figures = 0;
	for (size_t i = 0; i < definitions->ledger_count; i++) {
		top += !definitions->ledgers[i]->parent;
		figures += definitions->ledgers[i]->figure_count;
	}
	text_format(out, "台账 registers %zu，明细 rows %zu，指标 figures %zu\n", top,
	            definitions->ledger_count - top, figures);
	for (size_t i = 0; i < definitions->ledger_count; i++)
		print_ledger(definitions->ledgers[i], out);
	print_names("公共清单 shared lists", definitions->lists, definitions->list_count,
	            sizeof *definitions->lists, out);
	print_names("角色 roles", definitions->roles, definitions->role_count, sizeof *definitions->roles,
	            out);
	print_names("参数 settings", definitions->settings, definitions->setting_count,
	            sizeof *definitions->settings, out);
	print_names("总结模板 summaries", definitions->summaries, definitions->summary_count,
	            sizeof *definitions->summaries, out);
	print_years(definitions, out);
	text_add(out, "SM3 ");
	text_add_hex(out, definitions->hash, sizeof definitions->hash);
	text_add_byte(out, '\n');
}
