#!/usr/bin/env python3
"""Checks what a compiler cannot: which room may know which, that every fault speaks
both languages, and that nothing committed names the machine it was written on.

Each check looks at a tree and returns what is wrong with it, one sentence a problem.
The checks run over this tree; then each is given small trees with one thing wrong,
and must find exactly that. Output is TAP."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

# Who a room may know beside itself. Nobody knows main.c, and main.c knows only command.
ROOMS = {
    "base": "",
    "store": "base",
    "define": "base",
    "calendar": "define base",
    "access": "store define base",
    "record": "access calendar store define base",
    "field": "record access calendar store define base",
    "figure": "record access calendar store define base",
    "summary": "figure record access calendar store define base",
    "web": "summary figure field record access calendar store define base",
    "command": "web summary figure field record access calendar store define base",
}
# Libraries that one file alone may include.
HIDDEN_HEADERS = {"sqlite3.h": "src/store/database_sqlite.c", "yaml.h": "src/base/yaml.c"}
KINDS = "INPUT MISSING DENIED CONFLICT STATE DAMAGED SYSTEM".split()

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.M)
COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*', re.S)
PLACEHOLDER = re.compile(r"\{(\d+)\}")
CHINESE = re.compile("[\u4e00-\u9fff]")


def read(path):
    return path.read_text(encoding="utf-8", errors="replace")


def sources(root, *folders):
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".c", ".h") and path.is_file():
                yield path, path.relative_to(root).as_posix()


# ---- Rooms ----

def includes(path):
    """(line, name, is_ours) of each include of a file."""
    text = read(path)
    for found in INCLUDE.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, found[1] or found[2], found[1] is not None


def check_arrows(root):
    """Rooms include themselves and what lies below, by room/file.h."""
    problems = []
    for path, name in sources(root, "src"):
        parts = name.split("/")
        room = parts[1] if len(parts) > 2 else "main"
        if room != "main" and room not in ROOMS:
            problems.append(f"{name}: {room} is no room")
            continue
        may_know = {"command"} if room == "main" else {room, *ROOMS[room].split()}
        for line, header, ours in includes(path):
            if not ours:
                continue
            target = header.split("/")[0]
            if "/" not in header or target not in ROOMS:
                problems.append(f"{name}:{line}: \"{header}\" is not written room/file.h")
            elif target not in may_know:
                problems.append(f"{name}:{line}: {room} may not know {target} ({header})")
            elif not (root / "src" / header).is_file():
                problems.append(f"{name}:{line}: there is no {header}")
    return problems


def check_hidden_headers(root):
    """A library behind a header of ours is included by one file."""
    return [f"{name}:{line}: only {HIDDEN_HEADERS[header]} may include {header}"
            for path, name in sources(root, "src", "tests", "bench")
            for line, header, ours in includes(path)
            if not ours and header in HIDDEN_HEADERS and HIDDEN_HEADERS[header] != name]


# Banned by name, but not by the compiler: headers of libraries name them in macros.
NAMED_BY_LIBRARIES = re.compile(r"\bstrncpy\s*\(")


def check_banned(root):
    """What banned.h cannot poison."""
    return [f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0].rstrip('( ')} is banned (base/banned.h)"
            for path, name in sources(root, "src", "tests", "bench")
            for text in [blank_comments(read(path))] for match in NAMED_BY_LIBRARIES.finditer(text)]


# ---- Faults ----

def skip_string(text, at):
    """The end of the C string that begins at `at`."""
    at += 1
    while at < len(text) and text[at] != '"':
        at += 2 if text[at] == "\\" else 1
    return at + 1


def blank_comments(text):
    """Comments become spaces, so that lines keep their numbers; strings are left alone."""
    made, at = [], 0
    while at < len(text):
        if text[at] == '"':
            end = skip_string(text, at)
            made.append(text[at:end])
        elif found := COMMENT.match(text, at):
            end = found.end()
            made.append(re.sub(r"[^\n]", " ", found[0]))
        else:
            end = at + 1
            made.append(text[at])
        at = end
    return "".join(made)


def row_arguments(text, at):
    """The arguments of FAULT( from behind its bracket; adjacent strings are joined."""
    arguments, current, strings = [], "", None
    while at < len(text):
        if text[at] == '"':
            end = skip_string(text, at)
            strings = (strings or "") + re.sub(r"\\(.)", r"\1", text[at + 1:end - 1], flags=re.S)
            at = end
            continue
        if text[at] in ",)":
            arguments.append(current.strip() if strings is None else strings)
            current, strings = "", None
            if text[at] == ")":
                return arguments
        else:
            current += text[at]
        at += 1
    return arguments


def fault_rows(root):
    """(place, room, arguments) of every row."""
    for path in sorted((root / "src/base/faults").glob("*.def")):
        text = blank_comments(read(path))
        for found in re.finditer(r"\bFAULT\(", text):
            place = f"{path.relative_to(root).as_posix()}:{text.count(chr(10), 0, found.start()) + 1}"
            yield place, path.stem, row_arguments(text, found.end())


def words_problems(place, zh, en, what):
    """What is wrong with one text in two languages."""
    if not zh.strip() or not en.strip():
        yield f"{place}: the {what} is empty in {'Chinese' if not zh.strip() else 'English'}"
        return
    # "{0}" alone hands on a sentence that a definition gives in both languages.
    if PLACEHOLDER.fullmatch(zh) and PLACEHOLDER.fullmatch(en):
        return
    if not CHINESE.search(zh):
        yield f"{place}: the Chinese {what} has no Chinese in it"
    if not re.search("[A-Za-z]", en) or (CHINESE.search(en) and not re.search("[A-Za-z]{2}", en)):
        yield f"{place}: the English {what} is not English"
    # A title comes as one argument a language: what one says alone, the other must have a partner for.
    given, taken = set(PLACEHOLDER.findall(zh)), set(PLACEHOLDER.findall(en))
    if len(given) != len(taken):
        odd = " ".join("{%s}" % one for one in sorted(given ^ taken))
        yield f"{place}: {odd} stands in one language of the {what} only"
    for one in sorted(given | taken):
        if int(one) > 3:
            yield f"{place}: {{{one}}} is more than a fault carries"
    if "\uff01" in zh or en.rstrip().endswith("!"):
        yield f"{place}: the {what} shouts"
    # A hint may end in an example to be typed.
    if what == "sentence" and not (zh.rstrip().endswith(("。", "？")) and en.rstrip().endswith((".", "?"))):
        yield f"{place}: the {what} does not end as a sentence"


def check_faults(root):
    """Every fault has a sentence and a hint in both languages, with as many arguments."""
    problems, seen = [], {}
    for place, room, row in fault_rows(root):
        if len(row) != 6:
            problems.append(f"{place}: a row has six parts, this one {len(row)}")
            continue
        name, kind, zh, en, hint_zh, hint_en = row
        if not name.startswith(room + "_"):
            problems.append(f"{place}: {name} does not begin with {room}_")
        if kind not in KINDS:
            problems.append(f"{place}: {kind} is no kind")
        if name in seen:
            problems.append(f"{place}: {name} stands already at {seen[name]}")
        seen[name] = place
        problems += words_problems(place, zh, en, "sentence")
        problems += words_problems(place, hint_zh, hint_en, "hint")
    return problems


RAISE = re.compile(r"\b(fault_set|fault_set_at|faults_add_at)\(")


def call_arguments(text, at):
    """The arguments of a call from behind its bracket, split at its own commas."""
    arguments, depth, start = [], 0, at
    while at < len(text):
        letter = text[at]
        if letter == '"':
            at = skip_string(text, at)
            continue
        if letter == "'":
            at += 4 if text[at + 1] == "\\" else 3
            continue
        if letter in "([{":
            depth += 1
        elif letter in ")]}" and depth:
            depth -= 1
        elif letter in ",)" and not depth:
            arguments.append(text[start:at].strip())
            start = at + 1
            if letter == ")":
                break
        at += 1
    return arguments


def check_arguments(root):
    """Where a fault is raised by its name, each {n} of it is given. Sites that pass a code on are not seen."""
    spoken = {row[0]: 1 + max([int(one) for part in row[2:] for one in PLACEHOLDER.findall(part)], default=-1)
              for _, _, row in fault_rows(root) if len(row) == 6}
    problems = []
    for path, name in sources(root, "src"):
        text = blank_comments(read(path))
        for found in RAISE.finditer(text):
            arguments = call_arguments(text, found.end())
            before = 1 if found[1] == "fault_set" else 2
            code = arguments[before] if len(arguments) > before else ""
            given = len(arguments) - before - 1
            if given < spoken.get(code, 0):
                line = text.count("\n", 0, found.start()) + 1
                problems.append(f"{name}:{line}: {code} speaks of {spoken[code]} arguments and is given {given}")
    return problems


def check_fault_files(root):
    """all.def lists every file of faults."""
    listed = set(re.findall(r'#include "base/faults/(\w+\.def)"', read(root / "src/base/faults/all.def")))
    there = {path.name for path in (root / "src/base/faults").glob("*.def")} - {"all.def"}
    return [f"src/base/faults/{name} is not listed in all.def" for name in sorted(there - listed)] + \
           [f"all.def lists {name}, which is not there" for name in sorted(listed - there)]


def check_faults_raised(root):
    """A fault that nobody raises is a promise nobody keeps."""
    words = set()
    for path, _ in sources(root, "src"):
        words.update(re.findall(r"\b[a-z]+_\w+\b", COMMENT.sub(" ", read(path))))
    return [f"{place}: nobody raises {row[0]}" for place, _, row in fault_rows(root)
            if len(row) == 6 and row[0] not in words]


# ---- The machine ----

# Put together from pieces, so that this file does not name what it forbids.
MACHINE = [re.compile(pattern) for pattern in (
    r"(?<![\w./~-])/" + r"work/",
    r"/tmp/" + r"bash_",
    r"(?<![\w-])/(?:home|Users)/" + r"(?!\.\.\.|USER|user\b|NAME)[a-z]\w*/",
    r"(?<![\w-])/" + r"root/",
    r"(?<![\w*])\." + r"library/",
)]


def committed(root):
    """What git would give away; every file where there is no git."""
    if (root / ".git").exists():
        listed = subprocess.check_output(["git", "-C", root, "ls-files", "-z"], text=True)
        names = [name for name in listed.split("\0") if name]
    else:
        names = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    return [name for name in sorted(names) if (root / name).is_file()]


def check_machine(root):
    """No committed file names a path of one machine, and the lock of npm no host."""
    problems = []
    for name in committed(root):
        bytes_there = (root / name).read_bytes()
        if b"\0" in bytes_there[:8192]:
            continue
        for number, line in enumerate(bytes_there.decode("utf-8", "replace").splitlines(), 1):
            if any(pattern.search(line) for pattern in MACHINE):
                problems.append(f"{name}:{number}: names a path of one machine")
            if name.endswith("package-lock.json") and '"resolved"' in line:
                problems.append(f"{name}:{number}: names a host")
    return problems


CHECKS = {
    "arrows": ("rooms include only themselves and what lies below", check_arrows),
    "hidden": ("sqlite3.h and yaml.h are included by one file each", check_hidden_headers),
    "banned": ("nothing is called that headers of libraries keep us from poisoning", check_banned),
    "faults": ("every fault speaks both languages, with as many arguments", check_faults),
    "arguments": ("every fault is given as many arguments as it speaks of", check_arguments),
    "files": ("every file of faults is listed", check_fault_files),
    "raised": ("every fault is raised somewhere", check_faults_raised),
    "machine": ("no committed file names the machine", check_machine),
}

# ---- Can the checks fail? ----

ROW = 'FAULT(store_full, SYSTEM, "磁盘满了（{0}）。", "The disk is full ({0}).",\n      "请腾出空间。", "Free some space.")\n'
GOOD = {
    "src/main.c": '#include "command/command.h"\n',
    "src/command/command.h": '#include <stdio.h>\n#include "web/server.h"\n',
    "src/web/server.h": '#include "base/fault.h"\n',
    "src/base/fault.h": '/* #include "web/server.h" is only talked about; fault_set(f, store_none) too */\n',
    "src/base/yaml.c": "#include <yaml.h>\n",
    "src/store/database_sqlite.c": '#include <sqlite3.h>\n#include "base/fault.h"\n'
                                   'int x = fault_set(f, store_full, g(",)", 1, \',\'));\n',
    "src/base/faults/all.def": '#include "base/faults/store.def"\n',
    "src/base/faults/store.def": "/* FAULT(store_none, a comment) */\n" + ROW,
    "docs/a.md": "See https://example.org/work/ and src/work/x.\n",
    "package-lock.json": '{"version": "1"}\n',
}


def changed_row(old, new):
    assert old in ROW
    return {"src/base/faults/store.def": ROW.replace(old, new)}


# What is wrong, the check that must notice it, and words of what it says.
BAD = [
    ("an upward arrow", "arrows", {"src/base/fault.c": '#include "store/schema.h"\n'}, "base may not know store"),
    ("an arrow to a sibling", "arrows", {"src/access/a.c": '#  include "calendar/period.h"\n'}, "may not know calendar"),
    ("field known to figure", "arrows", {"src/figure/a.c": '#include "field/field.h"\n'}, "may not know field"),
    ("main that knows more than command", "arrows", {"src/main.c": '#include "base/fault.h"\n'}, "main may not know base"),
    ("a header without its room", "arrows", {"src/base/fault.c": '#include "fault.h"\n'}, "not written room/file.h"),
    ("a way around by ..", "arrows", {"src/base/fault.c": '#include "../web/server.h"\n'}, "not written room/file.h"),
    ("a header that is not there", "arrows", {"src/base/fault.c": '#include "base/none.h"\n'}, "there is no"),
    ("a folder that is no room", "arrows", {"src/misc/a.c": "\n"}, "misc is no room"),
    ("SQLite outside its file", "hidden", {"src/store/schema.c": "#include <sqlite3.h>\n"}, "may include sqlite3.h"),
    ("SQLite in a test", "hidden", {"tests/unit/a_test.c": "# include <sqlite3.h>\n"}, "may include sqlite3.h"),
    ("libyaml outside its file", "hidden", {"src/define/load.c": "#include <yaml.h>\n"}, "may include yaml.h"),
    ("a banned call", "banned", {"src/base/fault.c": "/* strncpy(a) */\nstrncpy (a, b, 1);\n"}, "fault.c:2: strncpy is banned"),
    ("a fault without English", "faults", changed_row('"The disk is full ({0})."', '""'), "empty in English"),
    ("a fault without Chinese", "faults", changed_row('"磁盘满了（{0}）。"', '" "'), "empty in Chinese"),
    ("a hint without Chinese", "faults", changed_row('"请腾出空间。"', '""'), "hint is empty in Chinese"),
    ("English in the Chinese", "faults", changed_row("请腾出空间", "Free"), "no Chinese in it"),
    ("Chinese in the English", "faults", changed_row("Free some space.", "请."), "not English"),
    ("an argument lost in English", "faults", changed_row("full ({0})", "full"), "{0} stands in one language"),
    ("an argument lost in Chinese", "faults", changed_row("满了（{0}）", "满了"), "{0} stands in one language"),
    ("an argument never given", "arguments", changed_row("full ({0})", "full ({1})"), "2 arguments and is given 1"),
    ("an argument of a hint never given", "arguments", changed_row("腾出空间", "在 {3} 腾出空间"), "is given 1"),
    ("a place that is no argument", "arguments", {"src/web/a.c": "x = fault_set_at(f, (struct p){1, 2}, store_full);\n"},
     "is given 0"),
    ("an argument in one hint only", "faults", changed_row("Free some", "Free {2}"), "{2} stands in one language"),
    ("an argument too many", "faults", {"src/base/faults/store.def": ROW.replace("{0}", "{4}")}, "more than a fault"),
    ("a fault that shouts", "faults", changed_row("腾出空间。", "腾出空间！"), "shouts"),
    ("a sentence without an end", "faults", changed_row("full ({0}).", "full ({0})"), "as a sentence"),
    ("a code of another room", "faults", changed_row("store_full", "disk_full"), "does not begin with store_"),
    ("a kind that is none", "faults", changed_row("SYSTEM", "FATAL"), "FATAL is no kind"),
    ("a row with a part missing", "faults", changed_row(', "Free some space."', ""), "six parts, this one 5"),
    ("a code that stands twice", "faults", {"src/base/faults/store.def": ROW + ROW}, "stands already at"),
    ("a file of faults not listed", "files", {"src/base/faults/web.def": "\n"}, "not listed"),
    ("a listed file that is not there", "files", {"src/base/faults/all.def": '#include "base/faults/store.def"\n'
                                                  '#include "base/faults/web.def"\n'}, "which is not there"),
    ("a fault nobody raises", "raised", {"src/store/database_sqlite.c": "/* store_full */\n#include <sqlite3.h>\n"},
     "nobody raises store_full"),
    ("a path of the machine", "machine", {"docs/b.md": "in " + "/wo" + "rk/main\n"}, "path of one machine"),
    ("a home folder", "machine", {"docs/b.md": '"/ho' + 'me/anna/jinguo"\n'}, "path of one machine"),
    ("a host in the lock", "machine", {"package-lock.json": '{"resolved": "https://example.org/a.tgz"}\n'}, "names a host"),
]


def tree(folder, files):
    for name, text in files.items():
        path = pathlib.Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return pathlib.Path(folder)


def self_test():
    """(name, problems) of each trial of the checks themselves."""
    for key, (_, check) in CHECKS.items():
        with tempfile.TemporaryDirectory() as folder:
            yield f"{key} finds nothing in a good tree", check(tree(folder, GOOD))
    for what, key, files, words in BAD:
        with tempfile.TemporaryDirectory() as folder:
            found = CHECKS[key][1](tree(folder, GOOD | files))
        yield f"{key} finds {what}", [] if any(words in one for one in found) else [f"said {found}, not \"{words}\""]


def main():
    root = pathlib.Path(os.environ.get("JINGUO_ROOT", pathlib.Path(__file__).resolve().parent.parent))
    trials = [] if sys.argv[1:] == ["--self-test"] else [(what, check(root)) for what, check in CHECKS.values()]
    trials += list(self_test())
    print(f"1..{len(trials)}")
    failed = 0
    for number, (name, problems) in enumerate(trials, 1):
        print(f"{'not ok' if problems else 'ok'} {number} - {name}")
        for problem in problems:
            print(f"# {problem}")
        failed += bool(problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
