/* The settings file: one table of keys reads it, one text writes it. */
#include "command/settings.h"

#include <string.h>

#include "access/organisation.h"

bool port_parse(const char *text, int *ret)
{
	char *end;
	long port = strtol(text, &end, 10);
	if (end == text || *end || port < 1 || port > 65535)
		return false;
	*ret = (int)port;
	return true;
}

static bool set_org(struct settings *settings, const char *value)
{
	settings->org = value;
	return organisation_code_valid(value);
}

static bool set_language(struct settings *settings, const char *value)
{
	settings->language = text_equal(value, "en") ? LANGUAGE_EN : LANGUAGE_ZH;
	return text_equal(value, "en") || text_equal(value, "zh");
}

static bool set_port(struct settings *settings, const char *value)
{
	return port_parse(value, &settings->port);
}

static bool set_cipher(struct settings *settings, const char *value)
{
	settings->algorithm = text_equal(value, "aes-256-gcm") ? SEAL_AES_256_GCM : SEAL_SM4_GCM;
	return text_equal(value, "aes-256-gcm") || text_equal(value, "sm4-gcm");
}

static bool set_link_base(struct settings *settings, const char *value)
{
	settings->link_base = value;
	return (text_starts(value, "http://") || text_starts(value, "https://")) && !text_ends(value, "/");
}

static const struct {
	const char *key, *expects;
	bool (*set)(struct settings *settings, const char *value);
} keys[] = {
        {"org", "440307", set_org},
        {"language", "zh, en", set_language},
        {"port", "1 … 65535", set_port},
        {"cipher", "sm4-gcm, aes-256-gcm", set_cipher},
        {"link_base", "http://127.0.0.1:12338", set_link_base},
};
enum { KEYS = sizeof keys / sizeof *keys };

static void read_key(const struct yaml *key, const struct yaml *value, struct settings *settings,
                     unsigned *seen, struct faults *faults)
{
	for (size_t i = 0; i < KEYS; i++) {
		if (!text_equal(key->value, keys[i].key))
			continue;
		*seen |= 1u << i;
		if (value->kind != YAML_SCALAR || !keys[i].set(settings, value->value))
			faults_add_at(faults, value->at, command_bad_setting, keys[i].key, keys[i].expects);
		return;
	}
	faults_add_at(faults, key->at, command_unknown_setting, key->value);
}

bool settings_load(struct arena *arena, const char *folder, struct settings *ret, struct faults *faults)
{
	const char *path = arena_format(arena, "%s/jinguo.yaml", folder);
	char *bytes;
	size_t length, before = faults->count;
	struct fault fault = {};
	if (!file_read(arena, path, &bytes, &length, &fault)) {
		fault_set(&fault, command_no_books, folder);
		return faults_add(faults, &fault);
	}
	struct yaml *root;
	if (!yaml_parse(arena, path, bytes, length, &root, faults))
		return false;
	struct settings settings = {
	        .port = 12338, .algorithm = SEAL_SM4_GCM, .link_base = "http://127.0.0.1:12338"};
	unsigned seen = 0;
	if (root->kind != YAML_MAP)
		faults_add_at(faults, root->at, command_bad_setting, "jinguo.yaml", "key: value");
	for (size_t i = 0; root->kind == YAML_MAP && i < root->count; i++)
		read_key(root->keys[i], root->items[i], &settings, &seen, faults);
	if (!(seen & 1u))
		faults_add_at(faults, root->at, command_bad_setting, "org", "440307");
	if (faults->count > before)
		return false;
	*ret = settings;
	return true;
}

bool settings_write(const char *folder, const struct settings *settings, struct fault *fault)
{
	struct text out = TEXT_EMPTY;
	text_format(&out,
	            "# Settings of this installation. Read at every start; change and start again.\n"
	            "# 本机设置。每次启动时读取，改后重新启动即可。\n\n"
	            "# Whose books these are: an organisation code. Default of --org. 本册属于哪个单位。\n"
	            "org: '%s'\n\n"
	            "# Language of messages and pages: zh or en. 界面语言。\n"
	            "language: %s\n\n"
	            "# Port of `jinguo serve`; it listens on this machine only. 网页端口，只对本机开放。\n"
	            "port: %d\n\n"
	            "# Cipher of newly sealed values: sm4-gcm or aes-256-gcm. Older ones stay readable. "
	            "密封算法。\n"
	            "cipher: %s\n\n"
	            "# Address that stands before the links of documents. 文件里数字链接的网址。\n"
	            "link_base: %s\n",
	            settings->org, settings->language == LANGUAGE_EN ? "en" : "zh", settings->port,
	            settings->algorithm == SEAL_AES_256_GCM ? "aes-256-gcm" : "sm4-gcm", settings->link_base);
	struct text path = TEXT_EMPTY;
	text_format(&path, "%s/jinguo.yaml", folder);
	bool ok = file_write(path.at, out.at, out.length, 0644, fault);
	text_release(&path);
	text_release(&out);
	return ok;
}
