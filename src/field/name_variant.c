/* Spellings of names. A sealed name is found by its token, which knows only the
   very same bytes; so the spellings are written out and each is asked for. Where
   names are opened anyway they are folded and compared. */
#include "field/name_variant.h"

#include <string.h>

#include "base/text.h"

/* Characters that stand for each other in names, a class each; nobody is in two.
   First what registrars wrote for each other: the second scheme of simplification
   (1977, withdrawn 1986) left 闫 肖 付 代 兰 in papers of people called 阎 萧 傅 戴 蓝,
   and a taboo of the 1720s 邱 for 丘. Then variants of the list of 1955 that names
   kept (喆 堃 昇), and traditional forms (简化字总表, 1986) of characters common in
   names. A class too many costs a look at two records; one too few, a double. */
const char name_classes[] =
        " 阎闫閻 萧肖蕭 傅付 戴代 蓝兰藍蘭 丘邱 于於 范範 余馀餘 钟鍾鐘 岳嶽 游遊 姜薑 党黨 升昇陞 坤堃 哲喆"
        " 璇璿 峰峯 群羣 恒恆 况況 晖暉 辉輝煇 鉴鑑鑒 珏玨 琅瑯 迹跡蹟 启啟啓 强強彊 艳艷豔 淑俶 吕呂 吴吳 "
        "黄黃"
        " 温溫 颜顏 陈陳 张張 刘劉 赵趙 孙孫 马馬 罗羅 郑鄭 谢謝 许許 邓鄧 韩韓 冯馮 叶葉 苏蘇甦 卢盧 蒋蔣 "
        "贾賈 陆陸"
        " 谭譚 邹鄒 龚龔 庞龐 汤湯 乔喬 赖賴 顾顧 钱錢 严嚴 龙龍 万萬 毕畢 卫衛 邬鄔 鲁魯 齐齊 欧歐 阳陽 "
        "贺賀 聂聶 沈瀋"
        " 娄婁 华華 丽麗 凤鳳 红紅 静靜 莲蓮 云雲 梦夢 爱愛 贞貞 琼瓊 莹瑩 娇嬌 韵韻 宝寶 龄齡 庆慶 荣榮 "
        "兴興 国國 军軍"
        " 东東 伟偉 杰傑 义義 远遠 礼禮 书書 会會 学學 飞飛 鸿鴻 鹏鵬 丰豐 贵貴 财財 长長 乐樂 晓曉 荫蔭 "
        "绍紹 继繼 维維"
        " 纪紀 绣繡 纯純 缘緣 绿綠 彦彥 娴嫻 婵嬋 岚嵐 泽澤 涛濤 润潤 渊淵 滨濱 灵靈 炜煒 烨燁 焕煥 玺璽 "
        "瑶瑤 禄祿 颖穎"
        " 芦蘆 蔼藹 蕴蘊 贤賢 轩軒 运運 进進 连連 达達 适適 选選 锋鋒 锦錦 钧鈞 铃鈴 银銀 镇鎮 闰閏 闵閔 "
        "闻聞 际際 韦韋"
        " 顺順 项項 风風 骏駿 骄驕 鸣鳴 鹤鶴 麦麥 发發 实實 宪憲 宽寬 宁寧 将將 尧堯 师師 弥彌 归歸 忆憶 "
        "恋戀 怀懷 战戰"
        " 择擇 声聲 备備 岗崗 岭嶺 祯禎 祎禕 誉譽 诗詩 诚誠 语語 谊誼 谦謙 农農 赞贊 缨纓 绮綺 纬緯 织織 "
        "绪緒 胜勝 艺藝"
        " 苇葦 荟薈 萝蘿 蔺藺 观觀 觉覺 览覽 亿億 仪儀 俭儉 优優 伦倫 侠俠 传傳 儿兒 净淨 凯凱 刚剛 创創 "
        "劲勁 劳勞 励勵"
        " 勋勳 单單 厉厲 团團 园園 坚堅 奋奮 姗姍 娅婭 婴嬰 寻尋 尔爾 广廣 庄莊 应應 开開 录錄 恺愷 悦悅 "
        "扬揚 挚摯 权權"
        " 来來 杨楊 枫楓 柠檸 树樹 桥橋 桦樺 桢楨 楼樓 标標 欢歡 沧滄 泾涇 洁潔 涧澗 涟漣 潇瀟 澜瀾 灿燦 "
        "独獨 玛瑪 环環"
        " 珑瓏 琏璉 畅暢 盖蓋 确確 积積 稳穩 竞競 笃篤 节節 简簡 粤粵 纲綱 练練 经經 统統 绢絹 绵綿 缤繽 ";

static const char *const separators[] = {"", " ", "\u3000", "\u00b7", "\u30fb", "\u2022"};
enum { SEPARATORS = sizeof separators / sizeof *separators, NAME_CHARACTERS = 60, CHARACTER_SIZE = 5 };

static bool is_blank(uint32_t code)
{
	return code == ' ' || code == '\t' || code == 0xa0 || (code >= 0x2000 && code <= 0x200b) ||
	       code == 0x3000;
}

/* The dots between the parts of a name of Uyghurs, Tibetans or foreigners, as keyboards write them. */
static bool is_dot(uint32_t code)
{
	static const uint32_t dots[] = {'.', 0xb7, 0x2022, 0x2027, 0x2219, 0x22c5, 0x30fb, 0xff0e, 0xff65};
	for (size_t i = 0; i < sizeof dots / sizeof *dots; i++)
		if (dots[i] == code)
			return true;
	return false;
}

/* One character, and whether something stood before it that does not count. */
struct character {
	char at[CHARACTER_SIZE];
	bool apart;
};

/* Full-width letters narrow, letters small. */
static void take_character(const char *from, size_t length, uint32_t code, struct character *out)
{
	if (code >= 0xff01 && code <= 0xff5e)
		code -= 0xfee0;
	if (code >= 'A' && code <= 'Z')
		code += 'a' - 'A';
	memset(out->at, 0, sizeof out->at);
	if (code < 0x80)
		out->at[0] = (char)code;
	else
		memcpy(out->at, from, length);
}

/* The characters that count. Behind the sixtieth a name is cut, as its field would. */
static size_t take_characters(const char *name, struct character *out)
{
	size_t count = 0;
	bool apart = false;
	while (*name && count < NAME_CHARACTERS) {
		const char *from = name;
		uint32_t code = utf8_next(&name);
		if (is_blank(code) || is_dot(code)) {
			apart = true;
			continue;
		}
		take_character(from, (size_t)(name - from), code, &out[count]);
		out[count++].apart = apart;
		apart = false;
	}
	return count;
}

/* Where the character's class begins in the table; NULL when it has none. */
static const char *class_of(const char *character)
{
	const char *at = (unsigned char)*character < 0x80 ? NULL : strstr(name_classes, character);
	while (at && at[-1] != ' ')
		at--;
	return at;
}

static size_t first_length(const char *class)
{
	return utf8_length(class, 4);
}

const char *name_fold(const char *name, struct arena *arena)
{
	struct character characters[NAME_CHARACTERS];
	size_t count = take_characters(name, characters);
	char *folded = arena_take(arena, count * CHARACTER_SIZE + 1), *to = folded;
	for (size_t i = 0; i < count; i++) {
		const char *class = class_of(characters[i].at);
		size_t length = class ? first_length(class) : strlen(characters[i].at);
		memcpy(to, class ? class : characters[i].at, length);
		to += length;
	}
	return folded;
}

/* ---- spellings ---- */

/* The characters of a name with what each may be written as, and a hand on each that turns. */
struct turning {
	struct character characters[NAME_CHARACTERS];
	const char *members[NAME_CHARACTERS]; /* of the class, without blanks between; or the character */
	size_t sizes[NAME_CHARACTERS], hands[NAME_CHARACTERS];
	size_t count, separator;
	bool parted; /* it came with blanks or dots, or with two characters that forms pull apart */
};

static void turning_begin(struct turning *turning, const char *name)
{
	*turning = (struct turning){};
	turning->count = take_characters(name, turning->characters);
	turning->parted = turning->count == 2;
	for (size_t i = 0; i < turning->count; i++) {
		const char *class = class_of(turning->characters[i].at);
		turning->members[i] = class ? class : turning->characters[i].at;
		turning->sizes[i] = 1;
		for (const char *at = class; at && at[first_length(at)] != ' '; at += first_length(at))
			turning->sizes[i]++;
		turning->parted |= turning->characters[i].apart;
	}
}

static const char *turning_print(const struct turning *turning, struct arena *arena)
{
	struct text text = TEXT_EMPTY;
	bool two = turning->count == 2;
	for (size_t i = 0; i < turning->count; i++) {
		const char *member = turning->members[i];
		if (i && (two || turning->characters[i].apart))
			text_add(&text, separators[turning->separator]);
		for (size_t hand = 0; hand < turning->hands[i]; hand++)
			member += first_length(member);
		text_add_bytes(&text, member, first_length(member));
	}
	const char *printed = arena_copy(arena, text.at);
	text_release(&text);
	return printed;
}

/* Turns on; false after the last. The separator turns slowest: the plain spellings come first. */
static bool turning_next(struct turning *turning)
{
	for (size_t i = 0; i < turning->count; i++) {
		if (++turning->hands[i] < turning->sizes[i])
			return true;
		turning->hands[i] = 0;
	}
	return turning->parted && ++turning->separator < SEPARATORS;
}

void name_spellings(const char *name, struct arena *arena, const char *const **ret, size_t *ret_count)
{
	const char **spellings = arena_array(arena, const char *, NAME_SPELLINGS);
	struct turning turning;
	size_t count = 0;
	turning_begin(&turning, name);
	spellings[count++] = arena_copy(arena, name);
	do {
		const char *spelling = turning_print(&turning, arena);
		if (!text_equal(spelling, name))
			spellings[count++] = spelling;
	} while (count < NAME_SPELLINGS && turning_next(&turning));
	*ret = spellings;
	*ret_count = count;
}
