/* Places down, parts across: how a figure spreads. Depth of colour is the square
   root of the share of the largest, in six steps; the number stands in the cell. */
#include <string.h>

#include "web/figure_parts.h"

enum { STEPS = 6 };

struct grid {
	struct request *request;
	const struct figure *figure;
	const struct heat *heat;
	size_t rows, columns;
	const struct figure_cell **parts; /* the columns: parts in which something was counted */
	struct figure_number *numbers;    /* rows × columns */
	int64_t most;
};

static struct figure_number *cell_at(const struct grid *grid, size_t row, size_t column)
{
	return &grid->numbers[row * grid->columns + column];
}

static void fill(struct grid *grid)
{
	const struct heat *heat = grid->heat;
	for (size_t row = 0; row < grid->rows; row++)
		for (size_t column = 0; column < grid->columns; column++)
			*cell_at(grid, row, column) =
			        (struct figure_number){.denominator = 1, .scale = heat->cells->total.scale};
	for (size_t i = 0; i < heat->cells->cell_count; i++) {
		const struct figure_cell *cell = &heat->cells->cells[i];
		for (size_t row = 0; row < grid->rows; row++)
			for (size_t column = 0; column < grid->columns; column++)
				if (value_equal(&heat->places->cells[row].key[0], &cell->key[0]) &&
				    value_equal(&grid->parts[column]->key[0], &cell->key[1]))
					*cell_at(grid, row, column) = cell->value;
	}
}

/* ---- what must not follow from the totals beside it ---- */

/* A row (`step` 1) or a column of the grid with its total. */
struct line {
	struct figure_number *first;
	size_t count, step;
	const struct figure_number *total;
};

static struct figure_number *smallest_shown(const struct line *line)
{
	struct figure_number *found = NULL;
	for (size_t i = 0; i < line->count; i++) {
		struct figure_number *number = &line->first[i * line->step];
		if (!number->missing && number->number && (!found || number->number < found->number))
			found = number;
	}
	return found;
}

/* Hides one more where a single hidden cell, or few records, are what the total leaves. */
static bool hide_in_line(const struct line *line, bool counts, int64_t limit)
{
	size_t hidden = 0;
	int64_t rest = line->total->number;
	for (size_t i = 0; i < line->count; i++) {
		const struct figure_number *number = &line->first[i * line->step];
		hidden += number->hidden;
		rest -= number->missing ? 0 : number->number;
	}
	struct figure_number *next = smallest_shown(line);
	if (!hidden || !next || line->total->missing || (hidden > 1 && (!counts || rest >= limit)))
		return false;
	*next = (struct figure_number){
	        .missing = true, .hidden = true, .denominator = 1, .scale = next->scale};
	return true;
}

static void hide_along(struct grid *grid)
{
	const struct access_rule *rule = ledger_access(grid->figure->ledger, grid->request->viewer->role);
	bool counts = grid->figure->measure == MEASURE_COUNT, again = rule && rule->hide_below;
	while (again) {
		again = false;
		for (size_t row = 0; row < grid->rows; row++)
			again |= hide_in_line(&(struct line){cell_at(grid, row, 0), grid->columns, 1,
			                                     &grid->heat->places->cells[row].value},
			                      counts, rule->hide_below);
		for (size_t column = 0; column < grid->columns; column++)
			again |= hide_in_line(&(struct line){cell_at(grid, 0, column), grid->rows,
			                                     grid->columns, &grid->parts[column]->value},
			                      counts, rule->hide_below);
	}
}

/* ---- drawing ---- */

static int step_of(const struct grid *grid, int64_t number)
{
	int step = 0;
	while (step < STEPS && (__int128)number * STEPS * STEPS > (__int128)grid->most * step * step)
		step++;
	return step;
}

/* A place that has a code of its own narrows the organisation; what stands nowhere below is a part itself. */
static void open_cell(const struct grid *grid, size_t row, size_t column, struct text *out)
{
	const struct heat *heat = grid->heat;
	const struct value *place = &heat->places->cells[row].key[0], *part = &grid->parts[column]->key[0];
	if (place->kind == VALUE_TEXT) {
		struct request there = request_at(grid->request, place->bytes);
		link_cell(&there, NULL, grid->figure, heat->parts_by, part, out);
	} else {
		link_cell(grid->request, NULL, grid->figure, heat->places_by, place, out);
		link_argument("by2", heat->parts_by, out);
		link_argument("key2", part->kind == VALUE_TEXT ? part->bytes : NULL, out);
	}
	link_end(out);
}

static void add_cell(const struct grid *grid, size_t row, size_t column, struct text *out)
{
	const struct figure_number *number = cell_at(grid, row, column);
	if (number->missing) {
		text_add(out, "<td class=\"hatched\">");
		number_add(grid->figure, number, out);
	} else if (!number->number) {
		text_add(out, "<td class=\"heat0\">0");
	} else {
		text_format(out, "<td class=\"heat%d\">", step_of(grid, number->number));
		open_cell(grid, row, column, out);
		number_add(grid->figure, number, out);
		text_add(out, "</a>");
	}
	text_add(out, "</td>");
}

static const struct figure_number *before_of(const struct heat *heat, const struct figure_cell *place)
{
	static const struct figure_number none = {.missing = true, .denominator = 1};
	for (size_t i = 0; i < heat->places_before->cell_count; i++)
		if (value_equal(&heat->places_before->cells[i].key[0], &place->key[0]))
			return &heat->places_before->cells[i].value;
	return &none;
}

static void add_row(const struct grid *grid, size_t row, struct text *out)
{
	const struct figure_cell *place = &grid->heat->places->cells[row];
	html_add(out, "<tr><th scope=\"row\">%s</th>",
	         place->key[0].kind == VALUE_NONE ? say(grid->request, "本级", "Itself")
	                                          : cell_label(grid->request, place, 0));
	for (size_t column = 0; column < grid->columns; column++)
		add_cell(grid, row, column, out);
	text_add(out, "<td class=\"number\">");
	if (place->value.missing) {
		number_add(grid->figure, &place->value, out);
	} else {
		bool code = place->key[0].kind == VALUE_TEXT;
		struct request there =
		        request_at(grid->request, code ? place->key[0].bytes : grid->request->org);
		if (code)
			link_figure(&there, "class=\"figure\"", grid->figure->full_name, out);
		else
			link_cell(grid->request, "class=\"figure\"", grid->figure, grid->heat->places_by,
			          &place->key[0], out);
		link_end(out);
		number_add(grid->figure, &place->value, out);
		text_add(out, "</a>");
	}
	text_add(out, "</td><td class=\"number note\">");
	change_add(grid->request, grid->figure, &place->value, before_of(grid->heat, place), out);
	text_add(out, "</td></tr>\n");
}

void heat_add(struct request *request, const struct figure *figure, const struct heat *heat, struct text *out)
{
	struct grid grid = {
	        .request = request, .figure = figure, .heat = heat, .rows = heat->places->cell_count};
	grid.parts = arena_array(request->arena, const struct figure_cell *, heat->parts->cell_count + 1);
	for (size_t i = 0; i < heat->parts->cell_count; i++)
		if (heat->parts->cells[i].value.missing || heat->parts->cells[i].value.number)
			grid.parts[grid.columns++] = &heat->parts->cells[i];
	grid.numbers = arena_array(request->arena, struct figure_number, grid.rows * grid.columns + 1);
	fill(&grid);
	hide_along(&grid);
	for (size_t i = 0; i < grid.rows * grid.columns; i++)
		if (!grid.numbers[i].missing && grid.numbers[i].number > grid.most)
			grid.most = grid.numbers[i].number;
	html_add(out,
	         "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n<table "
	         "class=\"heat\"><thead><tr><td></td>",
	         say(request, "按单位和类别", "By place and part"));
	for (size_t column = 0; column < grid.columns; column++)
		html_add(out, "<th scope=\"col\">%s</th>", cell_label(request, grid.parts[column], 0));
	html_add(out,
	         "<th scope=\"col\" class=\"number\">%s</th><th scope=\"col\" "
	         "class=\"number\">%s</th></tr></thead><tbody>\n",
	         say(request, "合计", "Total"), say(request, "同比", "On last year"));
	for (size_t row = 0; row < grid.rows; row++)
		add_row(&grid, row, out);
	text_add(out, "</tbody></table></div>\n");
}
