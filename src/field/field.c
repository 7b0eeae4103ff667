/* Every rule of the field, with what it says and where it comes from. A
   definition names a rule by its name here. */
#include "field/field.h"

#include "field/care.h"
#include "field/election.h"
#include "field/indicator.h"
#include "field/person.h"
#include "field/place.h"
#include "field/rights.h"

#define COMPUTES(name, zh, en) {#name, RULE_COMPUTE, {zh, en}, .compute = rule_##name}
#define GUARDS(name, zh, en) {#name, RULE_GUARD, {zh, en}, .guard = rule_##name}
#define EFFECTS(name, zh, en) {#name, RULE_EFFECT, {zh, en}, .effect = rule_##name}

const struct rule field_rules[] = {
	COMPUTES(org_level, "所属组织的层级（组织树）", "the level of the record's organisation (the tree)"),
	COMPUTES(week_monday, "开始日期所在周的周一", "the Monday of the week in which it began"),
	GUARDS(person_agrees, "出生日期、性别与身份证号一致（GB 11643-1999）",
	       "birth date and sex agree with the citizen number (GB 11643-1999)"),
	COMPUTES(rights_local_matter, "按妇联统计口径归类", "the class of federation statistics"),
	COMPUTES(rights_due_on, "六十日内办结，经批准延长至多三十日，末日遇休息日顺延（信访工作条例第三十四条）",
	         "within 60 days, at most 30 more, moved past days off (Regulations on Petitions, article 34)"),
	COMPUTES(rights_overdue_from, "办理期限的次日", "the day after it was due"),
	GUARDS(rights_minor_reported, "涉未成年人的办结须有强制报告回执或书面理由（未成年人保护法第十一条）",
	       "a case with minors is closed with a report or a reason (Protection of Minors, article 11)"),
	GUARDS(rights_extension, "延期四项齐全，他人批准，期满前批准（信访工作条例第三十四条；自定）",
	       "an extension is complete, approved by another and in time (Petitions, article 34; own rule)"),
	GUARDS(election_valid, "到会比例、票数和当选符合计票规则（四种样本选举办法）",
	       "quorum, ballots and result obey the counting rules (four sample rule books)"),
	GUARDS(committee_size, "执委、主席、副主席人数够备案（设定）", "the committee is large enough to be filed (settings)"),
	GUARDS(child_consent, "不满十四周岁须有监护人同意或法定事由（个人信息保护法第二十八、三十一条）",
	       "under fourteen needs a guardian's consent or a statutory ground (PIPL articles 28 and 31)"),
	GUARDS(pairing_screened, "结对前一年内查询合格（未成年人保护法第六十二条）",
	       "the mother was cleared within the year before (Protection of Minors, article 62)"),
	GUARDS(pairing_single, "一名儿童同时只有一对结对，“多对一”除外", "a child has one pairing at a time, unless shared"),
	EFFECTS(pairing_begun, "安排第一次联系（设定的间隔）", "plans the first contact (interval by setting)"),
	EFFECTS(pairing_ended, "撤销还没有做的联系", "drops the contacts still to be made"),
	COMPUTES(visit_next_due, "联系日期加上该方式的间隔（设定）", "the contact's day plus the interval of its kind (settings)"),
	COMPUTES(visit_overdue_from, "应联系日期的次日", "the day after it was due"),
	EFFECTS(visit_plan_next, "安排下一次联系", "plans the next contact"),
	COMPUTES(indicator_light, "按方向、基期、目标和容差判定（国发〔2021〕16号；容差自定）",
	         "judged by direction, base, target and tolerance (State Council 2021 No. 16; tolerance own)"),
	{},
};
