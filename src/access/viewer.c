/* The one decision about who may see what. SQL for many records and the answer
   about one record follow the same table of scopes; nothing else in the program
   may ask a role what it is allowed. */
#include "access/viewer.h"

#include <assert.h>

static const struct label action_words[] = {
        [ACCESS_OPEN] = {"查看", "open"},
        [ACCESS_CHANGE] = {"登记或修改", "enter or change"},
        [ACCESS_COUNT] = {"统计", "count"},
        [ACCESS_MOVE] = {"办理", "move on"},
        [ACCESS_UNSEAL] = {"打开密封内容", "open sealed values"},
        [ACCESS_EXPORT] = {"导出", "export"},
};
static_assert(sizeof action_words / sizeof action_words[0] == ACCESS_ACTION_COUNT, "words for every action");

static const struct ledger *ledger_top(const struct ledger *ledger)
{
	return ledger->parent ? ledger->parent : ledger;
}

/* Sentences take the ledger's title and the action in both languages. */
static bool refuse(struct fault *fault, enum fault_code code, const struct ledger *ledger,
                   enum access_action action)
{
	const struct label *title = &ledger_top(ledger)->label, *word = &action_words[action];
	return fault_set(fault, code, title->zh, title->en, word->zh, word->en);
}

enum access_scope viewer_scope(const struct viewer *viewer, const struct ledger *ledger,
                               enum access_action action)
{
	const struct access_rule *rule = ledger_access(ledger, viewer->role);
	return rule ? rule->scope[action] : SCOPE_NONE;
}

const struct field *viewer_staff_field(const struct ledger *ledger)
{
	static const char *const names[] = {"owner", "handler"};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const struct field *field = ledger_field(ledger_top(ledger), names[i]);
		if (field && field->type == FIELD_STAFF && field->secrecy != SECRECY_SEALED)
			return field;
	}
	return NULL;
}

/* A row of a child ledger belongs to whom its parent belongs. The tenant stands in the condition because
   accounts are unique only within one: a colleague elsewhere may go by the same name. */
static bool staff_sql(const struct viewer *viewer, const struct ledger *ledger, const char *alias,
                      struct sql *sql, struct fault *fault)
{
	static const char parent[] = "staffed_parent";
	const struct field *staff = viewer_staff_field(ledger);
	if (!staff)
		return fault_set(fault, access_staff_field_missing, ledger_top(ledger)->label.zh,
		                 ledger_top(ledger)->label.en);
	sql_add(sql, "(");
	sql_name(sql, alias, "tenant");
	sql_add(sql, " = ");
	sql_bind(sql, value_int(tenant_of(viewer->org)));
	sql_add(sql, " AND ");
	if (ledger->parent) {
		sql_add(sql, "EXISTS (SELECT 1 FROM ");
		sql_name(sql, NULL, ledger->parent->table);
		sql_add(sql, " AS ");
		sql_name(sql, NULL, parent);
		sql_add(sql, " WHERE ");
		sql_name(sql, parent, "tenant");
		sql_add(sql, " = ");
		sql_name(sql, alias, "tenant");
		sql_add(sql, " AND ");
		sql_name(sql, parent, "id");
		sql_add(sql, " = ");
		sql_name(sql, alias, "parent");
		sql_add(sql, " AND ");
	}
	sql_name(sql, ledger->parent ? parent : alias, staff->column);
	sql_add(sql, " = ");
	sql_bind(sql, value_text(viewer->actor));
	sql_add(sql, ledger->parent ? "))" : ")");
	return true;
}

bool viewer_sql(const struct viewer *viewer, const struct organisation *organisation,
                const struct ledger *ledger, enum access_action action, const char *alias, struct sql *sql,
                struct fault *fault)
{
	switch (viewer_scope(viewer, ledger, action)) {
	case SCOPE_NONE: break;
	case SCOPE_OWN:
	case SCOPE_ASSIGNED: return staff_sql(viewer, ledger, alias, sql, fault);
	case SCOPE_OWN_ORG: organisation_unit_sql(organisation, viewer->org, alias, sql); return true;
	case SCOPE_OWN_TREE: organisation_subtree_sql(organisation, viewer->org, alias, sql); return true;
	case SCOPE_ALL: sql_add(sql, "(1 = 1)"); return true;
	}
	return refuse(fault, access_role_denied, ledger, action);
}

/* What is known of one record. */
struct whose {
	const char *org, *staff;
};

static bool reaches(const struct viewer *viewer, const struct organisation *organisation,
                    const struct ledger *ledger, enum access_action action, const struct whose *whose)
{
	const char *today = organisation_today(organisation, whose->org);
	switch (viewer_scope(viewer, ledger, action)) {
	case SCOPE_NONE: return false;
	case SCOPE_OWN:
	case SCOPE_ASSIGNED:
		return viewer_staff_field(ledger) && whose->staff &&
		       strcmp(whose->staff, viewer->actor) == 0 &&
		       tenant_of(whose->org) == tenant_of(viewer->org);
	case SCOPE_OWN_ORG: return organisation_code_valid(viewer->org) && text_equal(today, viewer->org);
	case SCOPE_OWN_TREE:
		return organisation_code_valid(viewer->org) && organisation_below(today, viewer->org);
	case SCOPE_ALL: return true;
	}
	return false;
}

bool viewer_may_staffed(const struct viewer *viewer, const struct organisation *organisation,
                        const struct ledger *ledger, enum access_action action, const char *record_org,
                        const char *record_staff, struct fault *fault)
{
	const struct whose whose = {record_org, record_staff};
	if (reaches(viewer, organisation, ledger, action, &whose))
		return true;
	bool seen = action != ACCESS_OPEN && reaches(viewer, organisation, ledger, ACCESS_OPEN, &whose);
	return refuse(fault, seen ? access_record_denied : access_record_missing, ledger, action);
}

bool viewer_may(const struct viewer *viewer, const struct organisation *organisation,
                const struct ledger *ledger, enum access_action action, const char *record_org,
                struct fault *fault)
{
	return viewer_may_staffed(viewer, organisation, ledger, action, record_org, NULL, fault);
}

bool viewer_may_create(const struct viewer *viewer, const struct organisation *organisation,
                       const struct ledger *ledger, const char *org, struct fault *fault)
{
	const struct label *title = &ledger_top(ledger)->label;
	switch (viewer_scope(viewer, ledger, ACCESS_CHANGE)) {
	case SCOPE_NONE: return refuse(fault, access_role_denied, ledger, ACCESS_CHANGE);
	case SCOPE_OWN:
	case SCOPE_ASSIGNED:
		/* What one enters oneself is in one's own unit. */
		if (text_equal(organisation_today(organisation, org), viewer->org))
			return true;
		break;
	case SCOPE_OWN_ORG:
	case SCOPE_OWN_TREE:
	case SCOPE_ALL:
		if (reaches(viewer, organisation, ledger, ACCESS_CHANGE, &(struct whose){.org = org}))
			return true;
		break;
	}
	return fault_set(fault, access_unit_denied, title->zh, title->en, org ? org : "", viewer->org);
}
