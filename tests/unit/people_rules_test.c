/* Who might be whom, without books: spellings of names, and what reasons weigh. */
#include "field/name_variant.h"
#include "field/people.h"
#include "unit.h"

static void test_fold(void **state)
{
	(void)state;
	static const char *const same[][2] = {
	        {"闫红", "阎红"},
	        {"肖丽", "蕭麗"},
	        {"付芳", "傅芳"},
	        {"代静", "戴靜"},
	        {"邱敏", "丘敏"},
	        {"于兰", "於蘭"},
	        {"范玲", "範玲"},
	        {"张　三", "张三"},
	        {" 张 三 ", "张三"},
	        {"Ｍａｒｙ", "mary"},
	        {"Mary Li", "ＭＡＲＹＬＩ"},
	        {"阿依·古丽", "阿依・古丽"},
	        {"阿依.古丽", "阿依•古丽"},
	        {"陈国强", "陳國強"},
	        {"钟慧", "鍾慧"},
	};
	static const char *const other[][2] = {
	        {"闫红", "严红"}, {"张三", "张四"}, {"于兰", "余兰"}, {"李", "李李"}, {"", "李"},
	};
	struct arena arena = {};
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		assert_string_equal(name_fold(same[i][0], &arena), name_fold(same[i][1], &arena));
	for (size_t i = 0; i < sizeof other / sizeof *other; i++)
		assert_string_not_equal(name_fold(other[i][0], &arena), name_fold(other[i][1], &arena));
	arena_release(&arena);
}

/* Every class has two members or more, and nobody is in two. */
static void test_classes(void **state)
{
	(void)state;
	size_t size = 0, classes = 0;
	assert_int_equal(name_classes[0], ' ');
	assert_true(text_ends(name_classes, " "));
	for (const char *at = name_classes; *at;) {
		const char *from = at;
		uint32_t code = utf8_next(&at);
		if (code == ' ') {
			assert_true(from == name_classes || size > 1);
			classes++;
			size = 0;
			continue;
		}
		assert_true(code > 0x3000);
		char character[5] = {};
		memcpy(character, from, (size_t)(at - from));
		assert_null(strstr(at, character));
		size++;
	}
	assert_true(classes > 250);
}

static bool spells(const char *name, const char *wanted)
{
	struct arena arena = {};
	const char *const *spellings;
	size_t count;
	bool found = false;
	name_spellings(name, &arena, &spellings, &count);
	assert_true(count >= 1 && count <= NAME_SPELLINGS);
	assert_string_equal(spellings[0], name);
	for (size_t i = 0; i < count; i++) {
		found |= strcmp(spellings[i], wanted) == 0;
		assert_string_equal(name_fold(spellings[i], &arena), name_fold(name, &arena));
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(spellings[i], spellings[j]);
	}
	arena_release(&arena);
	return found;
}

static void test_spellings(void **state)
{
	(void)state;
	assert_true(spells("闫红", "阎红"));
	assert_true(spells("闫红", "閻紅"));
	assert_true(spells("肖晓丽", "萧曉麗"));
	assert_true(spells("张三", "张　三"));
	assert_true(spells("张　三", "張三"));
	assert_true(spells("阿依.古丽", "阿依·古丽"));
	assert_true(spells("阿依·古丽", "阿依古丽"));
	assert_true(spells("Mary", "mary"));
	assert_false(spells("张三", "张四"));
	/* Four characters of four spellings, and longer ones than are written out. */
	assert_true(spells("兰兰蓝兰", "蘭蓝蘭藍"));
	spells("兰兰兰兰兰兰兰兰兰兰兰兰", "兰");
	spells("", "");
}

static void test_compare(void **state)
{
	(void)state;
	static const struct person_traits known = {"肖丽", "440301199001010041", "13800138000", "female",
	                                           19900101};
	static const struct {
		struct person_traits traits;
		unsigned reasons;
		enum likeness likeness;
	} cases[] = {
	        {{"", "440301199001010041", "", "", 0}, LIKE_ID, LIKENESS_CERTAIN},
	        {{"王五", "440301199001010041", "", "male", 19800101},
	         LIKE_ID | LIKE_OTHER_SEX | LIKE_OTHER_BIRTH,
	         LIKENESS_CERTAIN},
	        {{"肖丽", "", "", "", 19900101}, LIKE_NAME | LIKE_BIRTH, LIKENESS_LIKELY},
	        {{"萧麗", "", "13800138000", "", 0}, LIKE_SPELLING | LIKE_PHONE, LIKENESS_LIKELY},
	        {{"肖丽", "", "13800138000", "female", 19800101},
	         LIKE_NAME | LIKE_PHONE | LIKE_OTHER_BIRTH,
	         LIKENESS_POSSIBLE},
	        {{"肖丽", "440301199001010068", "", "female", 19900101},
	         LIKE_NAME | LIKE_BIRTH | LIKE_OTHER_ID,
	         LIKENESS_POSSIBLE},
	        {{"肖丽", "", "", "", 0}, LIKE_NAME, LIKENESS_POSSIBLE},
	        {{"王五", "", "13800138000", "", 0}, LIKE_PHONE, LIKENESS_POSSIBLE},
	        {{"王五", "", "13800138000", "male", 0}, LIKE_PHONE | LIKE_OTHER_SEX, LIKENESS_NONE},
	        {{"肖丽", "", "", "female", 19800101}, LIKE_NAME | LIKE_OTHER_BIRTH, LIKENESS_NONE},
	        {{"王五", "", "", "female", 19900101}, LIKE_BIRTH, LIKENESS_NONE},
	        /* Twins at one telephone are two. */
	        {{"肖红", "", "13800138000", "female", 19900101}, LIKE_PHONE | LIKE_BIRTH, LIKENESS_POSSIBLE},
	        {{"", "", "", "", 0}, 0, LIKENESS_NONE},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(person_compare(&known, &cases[i].traits), cases[i].reasons);
		assert_int_equal(person_compare(&cases[i].traits, &known), cases[i].reasons);
		assert_int_equal(likeness_of(cases[i].reasons), cases[i].likeness);
	}
	struct text words = TEXT_EMPTY;
	reasons_words(LIKE_NAME | LIKE_PHONE, LANGUAGE_ZH, &words);
	assert_string_equal(words.at, "同名、电话相同");
	text_cut(&words, 0);
	reasons_words(LIKE_SPELLING | LIKE_BIRTH, LANGUAGE_EN, &words);
	assert_string_equal(words.at, "name spelled otherwise, same date of birth");
	text_release(&words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_fold),
	        cmocka_unit_test(test_classes),
	        cmocka_unit_test(test_spellings),
	        cmocka_unit_test(test_compare),
	};
	return cmocka_run_group_tests_name("people_rules", tests, NULL, NULL);
}
