/* A small office for the tests of the pages: one register of talks with guests,
   a template, two streets, hostile words in the records, and a server on a free
   port that is asked over a socket like any other. */
#ifndef JINGUO_UNIT_WEB_FIXTURE_H
#define JINGUO_UNIT_WEB_FIXTURE_H

#include "books.h"

#include <arpa/inet.h>
#include <strings.h>
#include <sys/socket.h>

#include "base/yaml.h"
#include "summary/summary.h"
#include "web/web.h"

#define HOSTILE "<script>alert('x')</script>&amp;\"quoted\""
#define PHONE   "13900001234"

/* ---- definitions ---- */

#define ROLE(name, zh, en) OTHER("roles/" name ".yaml", "role: " name "\ntitle: {zh: " zh ", en: " en "}\n")

static const char office_org[] =
        "register: org\n"
        "title: {zh: 组织, en: Organisation}\n"
        "group: basis\n"
        "org: code\n"
        "counts_on: valid_from\n"
        "title_from: name\n"
        "fields:\n"
        "  code: {title: {zh: 代码, en: Code}, type: org, required: true, in_list: true}\n"
        "  name: {title: {zh: 名称, en: Name}, type: text, required: true}\n"
        "  level: {title: {zh: 层级, en: Level}, type: choice, list: org_level, required: true, in_list: "
        "true}\n"
        "  valid_from: {title: {zh: 启用, en: Valid from}, type: date, required: true}\n"
        "  valid_to: {title: {zh: 停用, en: Valid until}, type: date}\n"
        "  succeeded_by: {title: {zh: 承接, en: Succeeded by}, type: text}\n"
        "access:\n"
        "  clerk: {open: all, change: all, count: all}\n"
        "  leader: {count: all}\n"
        "  statement: {count: all}\n"
        "figures:\n"
        "  streets: {title: {zh: 街道, en: Streets}, count: \"level = 'street'\","
        " stock: {from: valid_from, until: valid_to}}\n";

static const char office_talk[] =
        "register: talk\n"
        "title: {zh: 讲座, en: Talk}\n"
        "group: basis\n"
        "number: \"JZ-{org}-{yyyy}-{seq:3}\"\n"
        "number_level: district\n"
        "org: host\n"
        "counts_on: held_on\n"
        "lists:\n"
        "  kind:\n"
        "    title: {zh: 类别, en: Kind}\n"
        "    items:\n"
        "      - law: {zh: 普法, en: Law}\n"
        "      - home: {zh: 家庭, en: Home}\n"
        "      - play: {zh: 游戏, en: Play}\n"
        "fields:\n"
        "  topic: {title: {zh: 主题, en: Topic}, type: text, required: true, in_list: true}\n"
        "  host: {title: {zh: 主办, en: Host}, type: org, required: true, in_list: true}\n"
        "  kind: {title: {zh: 类别, en: Kind}, type: choice, list: kind, in_list: true}\n"
        "  held_on: {title: {zh: 举办日期, en: Held on}, type: date, in_list: true}\n"
        "  over_on: {title: {zh: 结束日期, en: Over on}, type: date}\n"
        "  phone: {title: {zh: 电话, en: Phone}, type: phone, secrecy: sealed, index: blind, in_list: true}\n"
        "  remark: {title: {zh: 备注, en: Remark}, type: note}\n"
        "  before: {title: {zh: 上一讲, en: Talk before}, type: link, to: talk}\n"
        "  guests:\n"
        "    title: {zh: 来宾, en: Guests}\n"
        "    type: rows\n"
        "    of:\n"
        "      called: {title: {zh: 称呼, en: Called}, type: text, required: true}\n"
        "      came: {title: {zh: 到场, en: Came}, type: bool, default: false}\n"
        "lifecycle:\n"
        "  states:\n"
        "    planned: {zh: 计划, en: Planned}\n"
        "    held: {zh: 已举办, en: Held}\n"
        "    filed: {zh: 已归档, en: Filed, final: true}\n"
        "  moves:\n"
        "    hold: {title: {zh: 举办, en: Hold}, from: planned, to: held, by: [clerk], within: 15 days}\n"
        "    file: {title: {zh: 归档, en: File}, from: held, to: filed, by: [clerk], needs: [remark]}\n"
        "access:\n"
        "  clerk: {open: own_tree, change: own_tree, count: own_tree, move: own_tree, unseal: own_tree}\n"
        "  drafter: {count: own_tree}\n"
        "  leader: {count: own_tree, hide_below: 3}\n"
        "  statement: {count: own_tree}\n"
        "figures:\n"
        "  held: {title: {zh: 场次, en: Talks held}, unit: {zh: 场, en: talks}, count: all, by: [kind]}\n"
        "  guests: {title: {zh: 来宾人次, en: Guests}, over: guests, count: \"came\", by: [parent.kind]}\n"
        "  noted_pct: {title: {zh: 有备注, en: With a remark}, ratio: [\"held where remark is set\", held], "
        "shown: percent}\n"
        "  under_way: {title: {zh: 进行中, en: Under way}, stock: {from: held_on, until: over_on}}\n"
        "  last_on: {title: {zh: 最近一场, en: Latest}, last: held_on}\n"
        "  silent: {title: {zh: 没有讲座的街道, en: Silent streets}, missing: {of: org.streets, in: talk}}\n";

#define OFFICE_TEMPLATE(name, language, text)                                              \
	OTHER("summaries/" name ".txt",                                                    \
	      "---\nsummary: " name "\ntitle: {zh: 半年总结, en: Half-year summary}\n" \
	      "language: " language "\ncompare: same_half_last_year\n"                     \
	      "sign: [clerk, drafter]\n---\n" text)

static inline struct definitions *office_definitions(struct arena *arena)
{
	const struct definition_file known[] = {
	        DEFINITION("org", office_org),
	        DEFINITION("talk", office_talk),
	        OTHER("lists/group.yaml",
	              "list: group\ntitle: {zh: 组, en: Group}\nitems:\n"
	              "  - basis: {zh: 基础, en: Basis}\n  - summary: {zh: 总结, en: Summaries}\n"),
	        OTHER("lists/org_level.yaml",
	              "list: org_level\ntitle: {zh: 层级, en: Level}\nordered: true\nitems:\n"
	              "  - district: {zh: 区, en: District}\n  - street: {zh: 街道, en: Street}\n"
	              "  - community: {zh: 社区, en: Community}\n"),
	        OTHER("calendars/2021.yaml",
	              "calendar: 2021\nsource: test\nholidays: [2021-10-01]\nworkdays: [2021-09-26]\n"),
	        ROLE("clerk", "经办人", "Clerk"),
	        ROLE("drafter", "拟稿人", "Drafter"),
	        ROLE("section_head", "核稿人", "Section head"),
	        ROLE("president", "签发人", "President"),
	        ROLE("leader", "领导", "Leader"),
	        ROLE("lead", "负责人", "Lead"),
	        ROLE("statement", "总结口径", "Statement"),
	        ROLE("nobody", "无", "Nobody"),
	        OFFICE_TEMPLATE("half_year", "zh",
	                        "# {{org.name}}总结\n\n举办讲座{{talk.held}}场，"
	                        "其中{{each talk.held by kind sep \"、\"}}{{it.label}}{{it.n}}场{{end}}；"
	                        "没有台账的{{nothing.there}}个。\n"),
	        OFFICE_TEMPLATE(
	                "half_year_en", "en",
	                "# {{org.name}}\n\nIt held {{talk.held}} talks, and {{nothing.there}} of nothing.\n"),
	};
	/* Signed summaries are a register of the program's own making: the shipped one. */
	struct definition_file files[sizeof known / sizeof *known + 1];
	struct fault fault = {};
	char path[512], *statement;
	size_t length;
	snprintf(path, sizeof path, "%s/definitions/registers/statement.yaml", getenv("JINGUO_ROOT"));
	if (!file_read(arena, path, &statement, &length, &fault))
		fail_msg("%s cannot be read", path);
	memcpy(files, known, sizeof known);
	files[sizeof known / sizeof *known] =
	        (struct definition_file){"registers/statement.yaml", statement, length};
	return definitions_of(files, sizeof files / sizeof *files);
}

/* ---- books and server ---- */

struct office {
	struct books books;
	struct server *server;
	struct record *talk; /* with hostile words, a sealed phone and guests */
	const struct ledger *talks;
};

static inline struct record *create_talk(struct office *office, const char *topic, const char *host,
                                         const char *kind, const char *day)
{
	struct books *books = &office->books;
	struct record *record = record_new(&books->arena, office->talks);
	put(books, record, "topic", topic);
	put(books, record, "host", host);
	put(books, record, "kind", kind);
	put(books, record, "held_on", day);
	put(books, record, "phone", PHONE);
	if (office->talk)
		MUST(record_put_value(record, "before", value_int(office->talk->id), &fault));
	for (int i = 0; i < 2; i++) {
		struct record *guest = record_add_row(record, "guests");
		put(books, guest, "called", i ? "李" : "<i>absent</i>");
		put(books, guest, "came", i ? "是" : "否");
	}
	MUST(record_create(books->book, &books->clerk, record, NULL, NULL, &fault));
	return record;
}

static inline void office_serve(struct office *office, const char *role)
{
	const struct server_options options = {.folder = office->books.folder.path,
	                                       .viewer = viewer_of(&office->books, role, "440307"),
	                                       .period = {PERIOD_HALF, 20210101, 20210630},
	                                       .rules = test_rules};
	server_stop(office->server);
	office->server = NULL;
	MUST(server_start(&options, office->books.definitions, &office->server, &fault));
}

static inline void office_setup(struct office *office)
{
	struct books *books = &office->books;
	*office = (struct office){.books = {.folder = folder_new(), .now = instant_at(20210630, 10, 0)}};
	MUST(book_create(books->folder.path, SEAL_SM4_GCM, &fault));
	books_open(books, office_definitions(&books->arena), true);
	office->talks = definitions_ledger(books->definitions, "talk");
	create_unit(books, "440307", "龙岗区", "district");
	create_unit(books, "440307001", "布吉街道", "street");
	create_unit(books, "440307002", HOSTILE, "street");
	create_unit(books, "440307001001", "布吉社区", "community");
	office->talk = create_talk(office, HOSTILE, "440307001", "law", "2021-03-01");
	create_talk(office, "讲座二", "440307001", "law", "2021-04-01");
	create_talk(office, "讲座三", "440307001", "law", "2021-05-01");
	create_talk(office, "讲座四", "440307001001", "home", "2021-05-02");
	create_talk(office, "去年", "440307001", "law", "2020-03-01");
	MUST(record_move(books->book, &books->clerk, office->talks, 440307, office->talk->id, 0, "hold", NULL,
	                 HOSTILE, NULL, &fault));
	office_serve(office, "clerk");
}

static inline void office_teardown(struct office *office)
{
	server_stop(office->server);
	books_teardown(&office->books);
}

/* ---- asking over a socket ---- */

struct answer {
	int status;
	const char *head; /* all header lines */
	const char *body;
	size_t length; /* of the body */
};

/* Everything the server sends to these bytes; in the arena. */
static inline struct answer ask_raw(struct office *office, const char *bytes)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
	                              .sin_port = htons((uint16_t)server_port(office->server)),
	                              .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
	struct text got = TEXT_EMPTY;
	char buffer[4096];
	ssize_t count;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
	for (size_t sent = 0; sent < strlen(bytes);) {
		count = send(fd, bytes + sent, strlen(bytes) - sent, MSG_NOSIGNAL);
		if (count <= 0)
			break; /* refused before all of it was read */
		sent += (size_t)count;
	}
	while ((count = recv(fd, buffer, sizeof buffer, 0)) > 0)
		text_add_bytes(&got, buffer, (size_t)count);
	close(fd);
	char *all = arena_copy_bytes(&office->books.arena, got.at, got.length),
	     *body = strstr(all, "\r\n\r\n");
	assert_non_null(body);
	*body = 0;
	struct answer answer = {
	        .status = (int)strtol(all + strlen("HTTP/1.1 "), NULL, 10), .head = all, .body = body + 4};
	answer.length = got.length - (size_t)(answer.body - all);
	text_release(&got);
	return answer;
}

/* `headers` are whole lines, or "". */
static inline struct answer ask(struct office *office, const char *method, const char *path,
                                const char *headers)
{
	struct text bytes = TEXT_EMPTY;
	text_format(&bytes, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n%s\r\n", method,
	            path, server_port(office->server), headers);
	struct answer answer = ask_raw(office, bytes.at);
	text_release(&bytes);
	return answer;
}

static inline struct answer get(struct office *office, const char *path)
{
	return ask(office, "GET", path, "");
}

/* The value of a header up to its line's end, or NULL. */
static inline const char *header_of(struct office *office, const struct answer *answer, const char *name)
{
	for (const char *line = strchr(answer->head, '\n'); line; line = strchr(line, '\n')) {
		line++;
		if (strncasecmp(line, name, strlen(name)) == 0 && line[strlen(name)] == ':') {
			const char *value = line + strlen(name) + 1 + strspn(line + strlen(name) + 1, " ");
			return arena_copy_bytes(&office->books.arena, value, strcspn(value, "\r\n"));
		}
	}
	return NULL;
}

#endif
