/* certificate: is a paper of voluntary service genuine? Who shows it and whose it
   is stays unsaid; the number, the days and the hours are on the paper already. */
#include "command/commands.h"
#include "field/certificate.h"

static void print_line(struct desk *desk, const struct invocation *invocation, const struct record *record,
                       const char *name, struct text *out)
{
	const struct field *field = ledger_field(record->ledger, name);
	text_format(out, "  %s  ", invocation->language == LANGUAGE_ZH ? field->label.zh : field->label.en);
	record_show(desk->book, record, field, invocation->language, out);
	text_add_byte(out, '\n');
}

static void print_text(struct desk *desk, const struct invocation *invocation, const struct record *record,
                       struct text *out)
{
	static const char *const said[] = {"issued_by", "from_on", "to_on", "hours", "services", "issued_on"};
	text_format(out,
	            invocation->language == LANGUAGE_ZH ? "证明 %s 属实。\n" : "Certificate %s is genuine.\n",
	            record->number);
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		print_line(desk, invocation, record, said[i], out);
}

int run_certificate(struct invocation *invocation)
{
	struct desk desk;
	struct record *record;
	struct fault fault = {};
	struct text out = TEXT_EMPTY;
	int code;
	if (!desk_open(invocation, BOOK_READ, &desk, &code))
		return code;
	bool genuine = certificate_verify(desk.book, &desk.viewer, invocation->words[0], invocation->words[1],
	                                  &invocation->arena, &record, &fault);
	if (genuine && invocation->json)
		text_format(&out, "{\"genuine\":true,\"id\":\"%lld\"}\n", (long long)record->id);
	else if (genuine)
		print_text(&desk, invocation, record, &out);
	code = genuine ? output_write(invocation, out.at, out.length) : fail(invocation, &fault);
	text_release(&out);
	desk_close(&desk);
	return code;
}
