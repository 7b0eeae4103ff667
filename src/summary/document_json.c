/* Packs and unpacks documents. A run names its proof by number; a proof holds
   its request as text, because figures may be renamed or gone when it is read. */
#include "summary/document_json.h"

#include <jansson.h>
#include <string.h>

#include "summary/request.h"

enum { FORMAT_VERSION = 1 };

static const char *const run_names[] = {
        [RUN_TEXT] = "text",         [RUN_FIGURE] = "figure", [RUN_MISSING] = "missing",
        [RUN_FIXED] = "fixed",       [RUN_NAME] = "name",     [RUN_WRITE] = "write",
        [RUN_UNPROVED] = "unproved", [RUN_CELL] = "cell",     [RUN_ROW] = "row"};
static const char *const block_names[] = {[BLOCK_TITLE] = "title",     [BLOCK_ADDRESS] = "address",
                                          [BLOCK_HEADING] = "heading", [BLOCK_PARAGRAPH] = "paragraph",
                                          [BLOCK_TABLE] = "table",     [BLOCK_SIGNATURE] = "signature",
                                          [BLOCK_DATE] = "date"};
static const char *const form_names[] = {[PROOF_ITSELF] = "itself",
                                         [PROOF_SHARE] = "share",
                                         [PROOF_CHANGE] = "change",
                                         [PROOF_DIFFERENCE] = "difference"};
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- packing ---- */

static void pack_text(const char *name, const char *value, struct text *out)
{
	if (!value)
		return;
	text_format(out, ",\"%s\":", name);
	text_add_json(out, value, strlen(value));
}

static void pack_run(const struct run *run, struct text *out)
{
	text_format(out, "{\"kind\":\"%s\"", run_names[run->kind]);
	pack_text("text", run->text, out);
	if (run->proof)
		text_format(out, ",\"proof\":%zu", run->proof->number);
	text_add_byte(out, '}');
}

static void pack_block(const struct block *block, struct text *out)
{
	text_format(out, "{\"kind\":\"%s\",\"level\":%d,\"runs\":[", block_names[block->kind], block->level);
	for (size_t i = 0; i < block->count; i++) {
		text_add(out, i ? "," : "");
		pack_run(&block->runs[i], out);
	}
	text_add(out, "]}");
}

static void pack_proof(const struct proof *proof, struct text *out)
{
	struct text request = TEXT_EMPTY;
	request_print(proof->figure ? proof->figure : "-", &proof->request, proof->key, &request);
	text_format(out, "{\"form\":\"%s\",\"number\":%lld,\"denominator\":%lld,\"scale\":%d,\"missing\":%s",
	            form_names[proof->form], (long long)proof->value.number,
	            (long long)proof->value.denominator, proof->value.scale,
	            proof->value.missing ? "true" : "false");
	text_format(out, ",\"line\":%d,\"column\":%d", proof->at.line, proof->at.column);
	pack_text("figure", proof->figure, out);
	pack_text("request", request.at, out);
	pack_text("printed", proof->printed, out);
	pack_text("words", proof->words, out);
	pack_text("source", proof->source, out);
	if (proof->ledger) {
		pack_text("ledger", proof->ledger->name, out);
		text_format(out, ",\"tenant\":%lld,\"record\":%lld", (long long)proof->tenant,
		            (long long)proof->record);
	}
	text_add_byte(out, '}');
	text_release(&request);
}

void document_pack(const struct document *document, struct text *out)
{
	struct text period = TEXT_EMPTY;
	period_print(&document->period, &period);
	text_format(out, "{\"version\":%d,\"language\":\"%s\",\"prepared_on\":%d,\"as_of\":%lld",
	            FORMAT_VERSION, document->language == LANGUAGE_ZH ? "zh" : "en", document->prepared_on,
	            (long long)document->as_of_seq);
	pack_text("name", document->name, out);
	pack_text("org", document->org, out);
	pack_text("org_name", document->org_name, out);
	pack_text("period", period.at, out);
	text_add(out, ",\"blocks\":[");
	for (size_t i = 0; i < document->block_count; i++) {
		text_add(out, i ? ",\n" : "\n");
		pack_block(&document->blocks[i], out);
	}
	text_add(out, "],\"proofs\":[");
	for (size_t i = 0; i < document->proof_count; i++) {
		text_add(out, i ? ",\n" : "\n");
		pack_proof(document->proofs[i], out);
	}
	text_add(out, "]}");
	text_release(&period);
}

/* ---- unpacking ---- */

struct unpacking {
	const struct definitions *definitions;
	struct document *document;
	bool damaged;
};

/* A text that must be there, or NULL and damage. */
static const char *read_text(struct unpacking *unpacking, const json_t *object, const char *name)
{
	const char *value = json_string_value(json_object_get(object, name));
	unpacking->damaged |= !value;
	return value ? arena_copy(&unpacking->document->arena, value) : "";
}

static const char *read_optional(struct unpacking *unpacking, const json_t *object, const char *name)
{
	return json_object_get(object, name) ? read_text(unpacking, object, name) : NULL;
}

static int64_t read_int(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

static int read_name(struct unpacking *unpacking, const json_t *object, const char *name,
                     const char *const *names, size_t count)
{
	const char *value = json_string_value(json_object_get(object, name));
	for (size_t i = 0; i < count; i++)
		if (text_equal(names[i], value))
			return (int)i;
	unpacking->damaged = true;
	return 0;
}

static struct proof *unpack_proof(struct unpacking *unpacking, const json_t *object, size_t number)
{
	struct arena *arena = &unpacking->document->arena;
	struct proof *proof = arena_new(arena, struct proof);
	const char *ledger = read_optional(unpacking, object, "ledger"), *name;
	proof->number = number;
	proof->form = (enum proof_form)read_name(unpacking, object, "form", form_names, COUNT(form_names));
	proof->figure = read_optional(unpacking, object, "figure");
	proof->printed = read_text(unpacking, object, "printed");
	proof->words = read_text(unpacking, object, "words");
	proof->source = read_optional(unpacking, object, "source");
	proof->value = (struct figure_number){.missing = json_is_true(json_object_get(object, "missing")),
	                                      .number = read_int(object, "number"),
	                                      .denominator = read_int(object, "denominator"),
	                                      .scale = (int)read_int(object, "scale")};
	proof->at = (struct position){"", (int)read_int(object, "line"), (int)read_int(object, "column")};
	unpacking->damaged |= !request_parse(unpacking->definitions, read_text(unpacking, object, "request"),
	                                     arena, &name, &proof->request, proof->key);
	proof->request.org_name = unpacking->document->org_name;
	if (ledger) {
		proof->ledger = definitions_ledger(unpacking->definitions, ledger);
		proof->tenant = read_int(object, "tenant");
		proof->record = read_int(object, "record");
	}
	return proof;
}

static void unpack_proofs(struct unpacking *unpacking, const json_t *list)
{
	struct document *document = unpacking->document;
	document->proof_count = json_array_size(list);
	document->proofs = arena_array(&document->arena, struct proof *, document->proof_count);
	for (size_t i = 0; i < document->proof_count; i++)
		document->proofs[i] = unpack_proof(unpacking, json_array_get(list, i), i + 1);
}

static struct run unpack_run(struct unpacking *unpacking, const json_t *object)
{
	const struct document *document = unpacking->document;
	struct run run = {
	        .kind = (enum run_kind)read_name(unpacking, object, "kind", run_names, COUNT(run_names)),
	        .text = read_text(unpacking, object, "text")};
	int64_t number = read_int(object, "proof");
	bool proved = run.kind == RUN_FIGURE || run.kind == RUN_MISSING || run.kind == RUN_FIXED;
	if (number > 0 && (size_t)number <= document->proof_count)
		run.proof = document->proofs[number - 1];
	unpacking->damaged |= proved != (run.proof != NULL);
	return run;
}

static void unpack_blocks(struct unpacking *unpacking, const json_t *list)
{
	struct document *document = unpacking->document;
	document->block_count = json_array_size(list);
	document->blocks = arena_array(&document->arena, struct block, document->block_count);
	for (size_t i = 0; i < document->block_count; i++) {
		const json_t *object = json_array_get(list, i), *runs = json_object_get(object, "runs");
		struct block *block = &document->blocks[i];
		block->kind = (enum block_kind)read_name(unpacking, object, "kind", block_names,
		                                         COUNT(block_names));
		block->level = (int)read_int(object, "level");
		block->count = json_array_size(runs);
		block->runs = arena_array(&document->arena, struct run, block->count);
		for (size_t j = 0; j < block->count; j++)
			block->runs[j] = unpack_run(unpacking, json_array_get(runs, j));
	}
}

bool document_unpack(const struct definitions *definitions, const char *packed, struct document *document,
                     struct fault *fault)
{
	struct unpacking unpacking = {.definitions = definitions, .document = document};
	json_t *root = json_loads(packed, 0, NULL);
	if (!root || read_int(root, "version") != FORMAT_VERSION) {
		json_decref(root);
		return fault_set(fault, summary_document_damaged);
	}
	document->language =
	        text_equal(read_text(&unpacking, root, "language"), "en") ? LANGUAGE_EN : LANGUAGE_ZH;
	document->prepared_on = (civil_date)read_int(root, "prepared_on");
	document->as_of_seq = read_int(root, "as_of");
	document->name = read_text(&unpacking, root, "name");
	document->org = read_text(&unpacking, root, "org");
	document->org_name = read_text(&unpacking, root, "org_name");
	unpacking.damaged |= !period_parse(read_text(&unpacking, root, "period"), &document->period, NULL) ||
	                     !date_valid(document->prepared_on);
	unpack_proofs(&unpacking, json_object_get(root, "proofs"));
	unpack_blocks(&unpacking, json_object_get(root, "blocks"));
	json_decref(root);
	return !unpacking.damaged || fault_set(fault, summary_document_damaged);
}
