#!/usr/bin/env python3
"""The documents say what is: commands the program takes, files and targets that are there, the catalogue of errors
as the program prints it, and nothing of the machine they were written on."""
import itertools
import re
import shlex
import urllib.parse

from jinguo import ROOT, Tap, must, run

tap = Tap()
DOCUMENTS = {path.name: path.read_text("utf-8") for path in
             (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))}
WRITTEN = {name: text for name, text in DOCUMENTS.items() if name != "ERRORS.md"}  # that one is printed
COMMANDS = re.findall(r"^  (\w+(?: [a-z]+)?)  +\S", must("help", JINGUO_LANG="en").out, re.M)
HELP = {name: must(*name.split(), "--help", "--lang", "en").out for name in COMMANDS}
OPTIONS = {name: dict(re.findall(r"^  (-[-a-z]+) (\S*)", help, re.M)) for name, help in HELP.items()}


# ---- commands ----

def spoken():
    """(document, what follows jinguo) of every command line shown, in code blocks and between backticks."""
    for name, text in DOCUMENTS.items():
        blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
        inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
        for line in itertools.chain(*(block.splitlines() for block in blocks), inline):
            if shown := re.match(r"(?:\$ )?(?:\S*/)?jinguo(?: +(.*))?$", line.split("  #")[0].rstrip()):
                yield name, shown[1] or "help"


def refusal(words):
    """Why the program would not take these words, after `…` for what is left out; None if it would."""
    left_out = "…" in words
    words = [word for word in words if word != "…"]
    if words[0] in ("help", "--help") or words == ["命令", "--help"] or words == ["COMMAND", "--help"]:
        return None
    name = next((" ".join(words[:size]) for size in (2, 1) if " ".join(words[:size]) in COMMANDS), None)
    if not name:
        return "no such command"
    takes, rest, given = OPTIONS[name], words[len(name.split()):], []
    while rest:
        word = rest.pop(0)
        option = word.split("=")[0]
        if not word.startswith("-") or word == "-":
            given.append(word)
        elif option not in takes:
            return f"{name} has no {option}"
        elif takes[option] and "=" not in word and (not takes[option].startswith("[") or rest and rest[0].isdigit()):
            if not rest:
                return f"{option} wants a value"
            rest.pop(0)
    usage = re.sub(r"\[[^]]*\]|-\S+ \S+", "", HELP[name].splitlines()[0].split(f"jinguo {name}", 1)[1]).split()
    most = len(usage) + ("[DIR]" in HELP[name].splitlines()[0])
    return None if len(given) <= most or left_out else f"{name} takes {most} words, not {given}"


with tap.part("commands"):
    tap.ok(refusal(["verify", "--redact"]) and refusal(["verfy"]) and refusal(["verify", "--data"])
           and refusal(["verify", "x"]) and not refusal(["import", "activity", "-", "--data=b", "--dry-run"]),
           "a command line the program refuses would be seen")
    lines = sorted(set(spoken()))
    wrong = [(name, line, why) for name, line in lines if (why := refusal(shlex.split(line)))]
    tap.equal(wrong, [], f"the program takes each of the {len(lines)} command lines shown")
    tap.ok(len(lines) > 40, "and they were found", lines)
    # Whole lines also pass the program's own parser: --help stops it before it does anything.
    whole = [line for _, line in lines if "…" not in line and "--help" not in line and refusal(shlex.split(line)) is None]
    taken = {line: run(*shlex.split(line), "--help") for line in whole}
    tap.equal([line for line, done in taken.items() if done.code != 0], [], "as its parser says itself")

with tap.part("mentioned"):
    office = DOCUMENTS["手册.md"]
    tap.equal([name for name in COMMANDS if f"jinguo {name}" not in office], [], "the office's guide names every command")
    readme = DOCUMENTS["README.md"]
    tap.equal([name for name in COMMANDS if f"`{name}`" not in readme], [], "and so does README")
    options = {option for takes in OPTIONS.values() for option in takes}
    tap.equal([option for option in sorted(options) if not re.search(rf"(?<![\w-]){option}(?![\w-])", office)], [],
              "the office's guide names every option")
    styles = "".join(path.read_text("utf-8") for path in (ROOT / "ui").rglob("*.css"))
    known = options | {"--version"} | set(re.findall(r"(--[a-z][-a-z]*):", styles))
    strange = {(name, option) for name, text in WRITTEN.items() for code in re.findall(r"`([^`\n]+)`", text)
               for option in re.findall(r"(?<![\w-])--[a-z][-a-z]*", code) if option not in known}
    tap.equal(strange, set(), "no document names an option that is none")

with tap.part("errors"):
    tap.equal(DOCUMENTS["ERRORS.md"], must("errors").out, "ERRORS.md is what the program prints (make docs)")


# ---- files ----

def links():
    for name, text in WRITTEN.items():
        below = ROOT if name in ("README.md", "CHANGELOG.md") else ROOT / "docs"
        prose = re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.M | re.S)
        for target in re.findall(r"\]\(([^)\s]+)\)", prose):
            if not re.match(r"[a-z]+:", target):
                yield name, below / urllib.parse.unquote(target.split("#")[0])


with tap.part("files"):
    targets = list(links())
    tap.equal([(name, str(path)) for name, path in targets if not path.exists()], [], "every file linked is there")
    reached = {path.resolve() for _, path in targets}
    pictures = {path.resolve() for path in (ROOT / "docs" / "pictures").iterdir()}
    tap.equal(sorted(path.name for path in pictures - reached), [], "every picture is shown somewhere")
    tap.equal(sorted(path.name for path in (ROOT / "docs").glob("*.md") if path.resolve() not in reached), [],
              "every document is linked")
    tap.ok("docs/SPREADSHEETS.md" in readme and "(SPREADSHEETS.md)" in DOCUMENTS["ARCHITECTURE.md"],
           "SPREADSHEETS.md too, from both")
    named = {(name, path) for name, text in WRITTEN.items() for path in re.findall(
        r"`((?:src|docs|tests|tools|definitions|bench|ui)/[\w./-]*[\w/])`", text)
        if not re.search(r"[A-Z]{2,}|/\w*ROOM", path)}
    tap.equal(sorted((name, path) for name, path in named if not (ROOT / path).exists()), [],
              f"the {len(named)} paths of the source that are named are there")

with tap.part("machine"):
    own = re.compile(r"(?<![\w.])/(?:home|root|Users|mnt|work|opt|tmp|var|srv)/[\w.]|[A-Z]:\\\\|file://|localhost:\d")
    tap.equal([(name, match[0]) for name, text in DOCUMENTS.items() for match in own.finditer(text)], [],
              "no document names a place on somebody's machine")

with tap.part("targets"):
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    asked = {(name, target) for name, text in WRITTEN.items() for code in
             (*re.findall(r"`([^`\n]+)`", text), *re.findall(r"^(make .*)$", text, re.M))
             for words in re.findall(r"^make ((?:[a-z]+ ?)+)", code.split("  #")[0]) for target in words.split()}
    tap.equal({(name, target) for name, target in asked if target not in targets}, set(), "every make target named is one")
    tap.ok(len(asked) > 5, "and they were found", asked)

tap.end()
