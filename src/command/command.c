/* Reads the command line against the table of commands, and runs one. */
#include "command/command.h"

#include <locale.h>
#include <string.h>

#include "command/cli.h"
#include "define/nearest.h"

static const struct {
	const char *spelling, *placeholder;
} options[] = {
#define X(name, spelling, placeholder) [OPTION_##name] = {spelling, placeholder},
        OPTIONS(X)
#undef X
};

static const struct label option_says[OPTION_COUNT] = {
        [OPTION_DATA] = {"数据文件夹", "the data folder"},
        [OPTION_REGION] = {"区县的六位区划代码", "six-digit code of the district"},
        [OPTION_ORG] = {"单位代码，缺省为设置里的单位",
                        "organisation code; default: the one in the settings"},
        [OPTION_PERIOD] = {"时期：2021H1、2021Q2、2021-03、2021、2021-01-01..2021-06-30",
                           "period: 2021H1, 2021Q2, 2021-03, 2021, 2021-01-01..2021-06-30"},
        [OPTION_SEED] = {"随机种子，同种子同数据", "seed; the same seed gives the same records"},
        [OPTION_RECORDS] = {"sample：约多少条记录；figure：列出记录",
                            "sample: about how many; figure: list the records"},
        [OPTION_BY] = {"分组：字段、org:street、month，至多两个",
                       "split by fields, org:street or month, two at most"},
        [OPTION_WHERE] = {"附加条件", "a further condition"},
        [OPTION_TO] = {"格式，见用法", "format, as the usage says"},
        [OPTION_SHEET] = {"工作簿里的哪张表，缺省为第一张没有隐藏的",
                          "which sheet of a workbook; default: the first that is not hidden"},
        [OPTION_OUTPUT] = {"写到文件，缺省为标准输出", "write to this file; default: standard output"},
        [OPTION_PORT] = {"端口，缺省为设置里的端口", "port; default: the one in the settings"},
        [OPTION_TEMPLATE] = {"总结模板，缺省 half_year", "summary template; default half_year"},
        [OPTION_AS] = {"以哪个角色，缺省 clerk", "in which role; default clerk"},
        [OPTION_LANG] = {"消息语言：zh 或 en", "language of messages: zh or en"},
        [OPTION_JSON] = {"输出 JSON，供程序读取", "print JSON for a program to read"},
        [OPTION_REDACT] = {"隐去数字和年份，供对外发布", "blank counts and years, for publishing"},
        [OPTION_SIGNED] = {"首签时定住的那一份，不管后来的改动",
                           "as the first signature froze it, whatever changed since"},
        [OPTION_DRY_RUN] = {"只试不存", "try everything, keep nothing"},
        [OPTION_RESET] = {"删掉旧的演示数据重来", "delete the old demo data and start over"},
        [OPTION_NO_SERVE] = {"做完就退出，不开网页", "stop after the files are written"},
        [OPTION_HELP] = {"显示这段说明", "show this help"},
};

static const char *in(enum language language, struct label label)
{
	return language == LANGUAGE_ZH ? label.zh : label.en;
}

static enum language language_of_environment(void)
{
	static const char *const names[] = {"JINGUO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return text_starts(value, "en") ? LANGUAGE_EN : LANGUAGE_ZH;
	}
	return LANGUAGE_ZH;
}

static void print_overview(enum language language, FILE *out)
{
	fputs(language == LANGUAGE_ZH ? "用法：jinguo 命令 [选项]\n\n"
	                              : "usage: jinguo COMMAND [options]\n\n",
	      out);
	for (const struct command *command = commands; command->name; command++)
		fprintf(out, "  %-17s %s\n", command->name, in(language, command->says));
	fputs(language == LANGUAGE_ZH
	              ? "\n“jinguo 命令 --help” 显示一个命令的全部选项和退出码。\n"
	              : "\n\"jinguo COMMAND --help\" shows all options and exit codes of one.\n",
	      out);
}

static void print_exit_codes(enum language language)
{
	static const struct label meanings[] = {
	        [FAULT_INPUT] = {"输入有误", "what was given is wrong"},
	        [FAULT_MISSING] = {"要找的不在", "not found"},
	        [FAULT_DENIED] = {"无权", "not allowed"},
	        [FAULT_CONFLICT] = {"与别处冲突", "in conflict with something else"},
	        [FAULT_STATE] = {"规则不允许", "a rule refuses"},
	        [FAULT_DAMAGED] = {"账册有损", "the books are damaged"},
	        [FAULT_SYSTEM] = {"磁盘、文件或数据库出错", "disk, file or database"},
	};
	static const int codes[] = {
#define X(name, exit_code, status) [FAULT_##name] = exit_code,
	        FAULT_KINDS(X)
#undef X
	};
	printf("\n%s\n  0  %s\n", language == LANGUAGE_ZH ? "退出码" : "exit codes",
	       language == LANGUAGE_ZH ? "做好了" : "done");
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		printf("  %d  %s\n", codes[i], in(language, meanings[i]));
}

static void print_help(const struct command *command, enum language language)
{
	printf("%s jinguo %s %s\n\n%s\n", language == LANGUAGE_ZH ? "用法：" : "usage:", command->name,
	       command->usage, in(language, command->says));
	if (command->details.zh)
		printf("\n%s\n", in(language, command->details));
	printf("\n%s\n", language == LANGUAGE_ZH ? "选项" : "options");
	unsigned shown = command->options | 1u << OPTION_LANG | 1u << OPTION_JSON | 1u << OPTION_HELP;
	for (int i = 0; i < OPTION_COUNT; i++) {
		if (!(shown & 1u << i))
			continue;
		char name[48];
		snprintf(name, sizeof name, "%s %s", options[i].spelling,
		         options[i].placeholder ? options[i].placeholder : "");
		printf("  %-24s %s\n", name, in(language, option_says[i]));
	}
	print_exit_codes(language);
}

/* What people type out of habit, in the words of the tables. */
static const char *usual_word(const char *word)
{
	static const char *const habits[][2] = {
	        {"-h", "--help"}, {"help", "--help"}, {"--version", "version"}, {"-V", "version"}};
	for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
		if (strcmp(word, habits[i][0]) == 0)
			return habits[i][1];
	return word;
}

/* The command whose name is the longest run of leading words ("summary diff"). */
static const struct command *find_command(int count, const char *const *words, int *ret_used)
{
	const struct command *found = NULL;
	for (const struct command *command = commands; command->name; command++) {
		struct text name = TEXT_EMPTY;
		for (int used = 1; used <= 2 && used < count; used++) {
			text_format(&name, used == 1 ? "%s" : " %s",
			            used == 1 ? usual_word(words[1]) : words[used]);
			if (text_equal(name.at, command->name) && (!found || used > *ret_used)) {
				found = command;
				*ret_used = used;
			}
		}
		text_release(&name);
	}
	return found;
}

/* What most likely was meant by a word that is no command: a name spelled nearly
   so, or the first of the group it begins ("keys"). NULL if there is none. */
static const char *near_command(const char *word)
{
	struct nearest nearest = nearest_to(word);
	size_t length = strlen(word);
	for (const struct command *command = commands; command->name; command++) {
		if (text_starts(command->name, word) && command->name[length] == ' ')
			return command->name;
		nearest_offer(&nearest, command->name);
	}
	return nearest.best;
}

/* "--data" and "--data=DIR" are the same option. */
static int find_option(const char *word)
{
	if (strcmp(word, "-h") == 0)
		return OPTION_HELP;
	size_t length = text_starts(word, "--") ? strcspn(word, "=") : strlen(word);
	for (int i = 0; i < OPTION_COUNT; i++)
		if (strlen(options[i].spelling) == length && strncmp(word, options[i].spelling, length) == 0)
			return i;
	return -1;
}

static bool unknown_option(const struct command *command, unsigned taken, const char *word,
                           struct fault *fault)
{
	struct nearest nearest = nearest_to(word);
	for (int i = 0; i < OPTION_COUNT; i++)
		if (taken & 1u << i)
			nearest_offer(&nearest, options[i].spelling);
	if (nearest.best)
		return fault_set(fault, command_unknown_option_near, word, command->name, nearest.best);
	return fault_set(fault, command_unknown_option, word, command->name);
}

/* Reads the value of option `o`, behind "=" or in the next word; *ref_at moves over it. */
static bool take_value(struct invocation *invocation, int o, int count, const char *const *words, int *ref_at,
                       struct fault *fault)
{
	const char *placeholder = options[o].placeholder;
	const char *joined = text_starts(words[*ref_at], "--") ? strchr(words[*ref_at], '=') : NULL;
	if (joined && !placeholder)
		return fault_set(fault, command_option_takes_none, options[o].spelling);
	if (joined) {
		invocation->options[o] = joined + 1;
		return true;
	}
	const char *next = *ref_at + 1 < count ? words[*ref_at + 1] : NULL;
	bool optional = placeholder && placeholder[0] == '[';
	bool there = next && find_option(next) < 0 && (!optional || (next[0] >= '0' && next[0] <= '9'));
	if (!placeholder || (optional && !there)) {
		invocation->options[o] = "";
		return true;
	}
	if (!there)
		return fault_set(fault, command_option_without_value, options[o].spelling, placeholder);
	invocation->options[o] = words[++*ref_at];
	return true;
}

/* "summary sing" is a command misspelled rather than a word too many. */
static bool unwanted_word(const struct command *command, const char *word, struct fault *fault)
{
	struct nearest nearest = nearest_to(word);
	size_t length = strlen(command->name);
	for (const struct command *other = commands; other->name; other++)
		if (text_starts(other->name, command->name) && other->name[length] == ' ')
			nearest_offer(&nearest, other->name + length + 1);
	if (!nearest.best)
		return fault_set(fault, command_too_many_words, word, command->name, command->usage);
	struct text meant = TEXT_EMPTY;
	text_format(&meant, "%s %s", command->name, nearest.best);
	fault_set(fault, command_unknown_command_near, word, meant.at);
	text_release(&meant);
	return false;
}

static bool read_words(struct invocation *invocation, int first, int count, const char *const *words,
                       struct fault *fault)
{
	const struct command *command = invocation->command;
	unsigned taken = command->options | 1u << OPTION_LANG | 1u << OPTION_JSON | 1u << OPTION_HELP;
	for (int i = first; i < count; i++) {
		int o = find_option(words[i]);
		bool option_like = words[i][0] == '-' && words[i][1];
		if (o < 0 ? option_like : !(taken & 1u << o))
			return unknown_option(command, taken, words[i], fault);
		if (o >= 0) {
			if (!take_value(invocation, o, count, words, &i, fault))
				return false;
		} else if (invocation->word_count == command->words_max) {
			return unwanted_word(command, words[i], fault);
		} else {
			invocation->words[invocation->word_count++] = words[i];
		}
	}
	return true;
}

static bool check_words(struct invocation *invocation, struct fault *fault)
{
	const struct command *command = invocation->command;
	const char *language = invocation->options[OPTION_LANG];
	if (language && !text_equal(language, "zh") && !text_equal(language, "en"))
		return fault_set(fault, command_bad_option, "--lang", language, "zh, en");
	if (invocation->options[OPTION_HELP])
		return true;
	if (invocation->word_count < command->words_min)
		return fault_set(fault, command_too_few_words, command->name, command->usage);
	for (int i = 0; i < OPTION_COUNT; i++)
		if ((command->required & 1u << i) && !invocation->options[i])
			return fault_set(fault, command_option_needed, options[i].spelling, command->name,
			                 options[i].placeholder);
	return true;
}

/* What a command printed must have arrived, or a script takes half a list for a whole one. */
static int close_output(const struct invocation *invocation, int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	struct fault fault = {};
	fault_set(&fault, command_output_failed);
	return code ? code : fail(invocation, &fault);
}

/* No command was named: all of them for who asks, else what was wrong. */
static int answer_without_command(const struct invocation *invocation, int count, const char *const *words)
{
	bool asked = count > 1 && strcmp(usual_word(words[1]), "--help") == 0;
	if (count < 2 || asked) {
		print_overview(invocation->language, asked ? stdout : stderr);
		return close_output(invocation, asked ? 0 : 2);
	}
	struct fault fault = {};
	const char *near = near_command(words[1]);
	if (find_option(words[1]) >= 0)
		fault_set(&fault, command_comes_first, words[1]);
	else if (near)
		fault_set(&fault, command_unknown_command_near, words[1], near);
	else
		fault_set(&fault, command_unknown_command, words[1]);
	return fail(invocation, &fault);
}

/* In which language, and whether to a program: known before anything can be refused. */
static void read_manner(struct invocation *invocation, int count, const char *const *words)
{
	for (int i = 1; i < count; i++) {
		const char *next = i + 1 < count ? words[i + 1] : "";
		if (text_equal(words[i], "--json"))
			invocation->json = true;
		else if (text_equal(words[i], "--lang=en") ||
		         (text_equal(words[i], "--lang") && text_equal(next, "en")))
			invocation->language = LANGUAGE_EN;
		else if (text_equal(words[i], "--lang=zh") ||
		         (text_equal(words[i], "--lang") && text_equal(next, "zh")))
			invocation->language = LANGUAGE_ZH;
	}
}

int command_main(int count, const char *const *words)
{
	struct invocation invocation = {.language = language_of_environment()};
	int used = 0;
	read_manner(&invocation, count, words);
	/* "help import" is "import --help". */
	if (count > 2 && strcmp(words[1], "help") == 0) {
		invocation.options[OPTION_HELP] = "";
		words++;
		count--;
	}
	invocation.command = find_command(count, words, &used);
	if (!invocation.command)
		return answer_without_command(&invocation, count, words);
	struct fault fault = {};
	int code;
	if (!read_words(&invocation, used + 1, count, words, &fault) || !check_words(&invocation, &fault)) {
		code = fail(&invocation, &fault);
	} else if (invocation.options[OPTION_HELP]) {
		print_help(invocation.command, invocation.language);
		code = 0;
	} else {
		code = invocation.command->run(&invocation);
	}
	code = close_output(&invocation, code);
	arena_release(&invocation.arena);
	return code;
}
