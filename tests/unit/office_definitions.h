/* The definitions of a small office: a tree, activities, facts, an inner register,
   seven roles. Data only, so that tests and the fuzz target share them; the
   register of statements is the shipped one and is added by each. */
#ifndef JINGUO_UNIT_OFFICE_DEFINITIONS_H
#define JINGUO_UNIT_OFFICE_DEFINITIONS_H

#include "define/definitions.h"

static const char office_org[] =
        "register: org\n"
        "title: {zh: 组织, en: Organisation}\n"
        "group: basis\n"
        "org: code\n"
        "counts_on: valid_from\n"
        "title_from: name\n"
        "fields:\n"
        "  code: {title: {zh: 代码, en: Code}, type: org, required: true}\n"
        "  name: {title: {zh: 名称, en: Name}, type: text, required: true}\n"
        "  level: {title: {zh: 层级, en: Level}, type: choice, list: org_level, required: true}\n"
        "  valid_from: {title: {zh: 启用, en: Valid from}, type: date, required: true}\n"
        "  valid_to: {title: {zh: 停用, en: Valid until}, type: date}\n"
        "  succeeded_by: {title: {zh: 承接, en: Succeeded by}, type: text}\n"
        "access:\n"
        "  clerk: {open: own_tree, change: own_tree, count: own_tree}\n"
        "  drafter: {count: own_tree}\n"
        "  section_head: {count: own_tree}\n"
        "  president: {count: own_tree}\n"
        "  statement: {count: own_tree}\n"
        "figures:\n"
        "  streets: {title: {zh: 街道数, en: Streets}, count: \"level = 'street'\","
        " stock: {from: valid_from, until: valid_to}}\n"
        "  communities: {title: {zh: 社区数, en: Communities}, count: \"level = 'community'\","
        " stock: {from: valid_from, until: valid_to}}\n";

static const char office_activity[] =
        "register: activity\n"
        "title: {zh: 活动, en: Activity}\n"
        "group: basis\n"
        "org: host\n"
        "counts_on: held_on\n"
        "lists:\n"
        "  kind:\n"
        "    title: {zh: 类别, en: Kind}\n"
        "    items:\n"
        "      - class: {zh: 讲堂, en: Classes}\n"
        "      - camp: {zh: 体验营, en: Camps}\n"
        "      - reading: {zh: 亲子阅读, en: Readings}\n"
        "  tag:\n"
        "    title: {zh: 标签, en: Tag}\n"
        "    items:\n"
        "      - law: {zh: 普法, en: Law}\n"
        "      - home: {zh: 家庭, en: Home}\n"
        "fields:\n"
        "  topic: {title: {zh: 主题, en: Topic}, type: text, required: true}\n"
        "  host: {title: {zh: 主办, en: Host}, type: org, required: true}\n"
        "  kind: {title: {zh: 类别, en: Kind}, type: choice, list: kind}\n"
        "  tags: {title: {zh: 标签, en: Tags}, type: choices, list: tag}\n"
        "  online: {title: {zh: 线上, en: Online}, type: bool, default: false}\n"
        "  held_on: {title: {zh: 日期, en: Held on}, type: date, required: true}\n"
        "  seats: {title: {zh: 名额, en: Seats}, type: int, min: 0, max: 1000000}\n"
        "  cost: {title: {zh: 支出, en: Cost}, type: decimal, min: 0, max: 1000000}\n"
        "access:\n"
        "  clerk: {open: own_tree, change: own_tree, count: own_tree}\n"
        "  statement: {count: own_tree}\n"
        "figures:\n"
        "  held: {title: {zh: 活动场次, en: Activities held}, count: all, by: [kind, tags]}\n"
        "  online: {title: {zh: 线上活动, en: Activities online}, count: online}\n"
        "  seats: {title: {zh: 名额合计, en: Seats}, sum: seats, by: [kind]}\n"
        "  cost: {title: {zh: 支出合计, en: Cost}, sum: cost, by: [kind]}\n"
        "  topics: {title: {zh: 主题数, en: Topics}, distinct: host, by: [kind]}\n"
        "  online_pct: {title: {zh: 线上比例, en: Online}, ratio: [online, held], shown: percent}\n"
        "  last_on: {title: {zh: 最近一场, en: Last on}, last: held_on}\n"
        "  silent: {title: {zh: 没有活动的社区, en: Silent communities},"
        " missing: {of: org.communities, in: activity}}\n";

static const char office_fact[] =
        "register: fact\n"
        "title: {zh: 事实, en: Fact}\n"
        "group: basis\n"
        "org: stated_for\n"
        "counts_on: stated_on\n"
        "fields:\n"
        "  stated_for: {title: {zh: 单位, en: Unit}, type: org, required: true}\n"
        "  statement: {title: {zh: 陈述, en: Statement}, type: text, max: 200, required: true}\n"
        "  stated_on: {title: {zh: 日期, en: Date}, type: date, required: true}\n"
        "  rank: {title: {zh: 名次, en: Rank}, type: int, min: 1, max: 100000}\n"
        "  by_whom: {title: {zh: 提供人, en: Told by}, type: text, secrecy: personal}\n"
        "access:\n"
        "  clerk: {open: own_tree, change: own_tree, count: own_tree}\n"
        "  statement: {open: own_tree, count: own_tree}\n"
        "figures:\n"
        "  facts: {title: {zh: 事实数, en: Facts}, count: all}\n";

static const char office_hidden[] = "register: hidden\n"
                                    "title: {zh: 内部, en: Inner}\n"
                                    "group: basis\n"
                                    "org: unit\n"
                                    "counts_on: noted_on\n"
                                    "fields:\n"
                                    "  unit: {title: {zh: 单位, en: Unit}, type: org, required: true}\n"
                                    "  noted_on: {title: {zh: 日期, en: Date}, type: date, required: true}\n"
                                    "access:\n"
                                    "  clerk: {open: own_tree, change: own_tree, count: own_tree}\n"
                                    "figures:\n"
                                    "  notes: {title: {zh: 内部件, en: Inner notes}, count: all}\n";

#define OFFICE_ROLE(name, zh, en)                                                           \
	{                                                                                   \
		"roles/" name ".yaml", "role: " name "\ntitle: {zh: " zh ", en: " en "}\n", \
		        sizeof("role: " name "\ntitle: {zh: " zh ", en: " en "}\n") - 1     \
	}
#define OFFICE_FILE(path, text)              \
	{                                    \
		path, text, sizeof(text) - 1 \
	}

static const struct definition_file office_files[] = {
        OFFICE_FILE("registers/org.yaml", office_org),
        OFFICE_FILE("registers/activity.yaml", office_activity),
        OFFICE_FILE("registers/fact.yaml", office_fact),
        OFFICE_FILE("registers/hidden.yaml", office_hidden),
        OFFICE_FILE("lists/group.yaml", "list: group\ntitle: {zh: 组, en: Group}\nitems:\n"
                                        "  - basis: {zh: 基础, en: Basis}\n"
                                        "  - summary: {zh: 总结, en: Summary}\n"),
        OFFICE_FILE("lists/org_level.yaml",
                    "list: org_level\ntitle: {zh: 层级, en: Level}\nordered: true\nitems:\n"
                    "  - district: {zh: 区, en: District}\n"
                    "  - street: {zh: 街道, en: Street}\n"
                    "  - community: {zh: 社区, en: Community}\n"),
        OFFICE_ROLE("clerk", "经办人", "Clerk"),
        OFFICE_ROLE("drafter", "拟稿人", "Drafter"),
        OFFICE_ROLE("section_head", "核稿人", "Section head"),
        OFFICE_ROLE("president", "签发人", "President"),
        OFFICE_ROLE("lead", "负责人", "Lead"),
        OFFICE_ROLE("leader", "领导", "Leader"),
        OFFICE_ROLE("statement", "总结口径", "Statement"),
};
enum { OFFICE_FILES = sizeof office_files / sizeof *office_files };

#endif
