#!/usr/bin/env python3
"""Makes data/strokes.txt, the characters in order of their strokes, from Unicode's Unihan database.

    tools/strokes.py /usr/share/unicode > data/strokes.txt      (Debian: package unicode-data)

The folder holds Unihan_IRGSources.txt and Unihan_OtherMappings.txt, as they are or with .bz2. Three of their
columns are used:

    kTotalStrokes   how many strokes; where several are given, the first is that of the mainland
    kTGH            number in the Table of General Standard Chinese Characters (2013), which orders
                    its characters of as many strokes by their shapes: 横 竖 撇 点 折
    kRSUnicode      radical and strokes beside it, for characters which that table lacks

One line for each number of strokes: the number, a tab, the characters in order. Within a line stand first those
of the table (its first, second and third part in turn), then the rest by radical. Taken are all ideographs of the
basic plane (U+3400 to U+9FFF) and those of the table beyond it. Where kTotalStrokes counts another shape than the
table's (䌹: 11 for 8), the table's neighbours tell the count."""
import bisect
import bz2
import pathlib
import re
import sys

HEADER = """\
# Characters in order of strokes: the number of strokes, a tab, the characters in order.
# Made by tools/strokes.py from Unihan {version} (kTotalStrokes, kTGH, kRSUnicode); the selection and the order are
# modifications. © Unicode, Inc. All rights reserved. Distributed under the Terms of Use in
# https://www.unicode.org/copyright.html. Permission is hereby granted, free of charge, to any person obtaining a
# copy of the Unicode data files to deal in them without restriction, provided that this copyright and permission
# notice appears with all copies. THE DATA FILES ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND.
"""
BEYOND = 1 << 20  # after every number of the table


def read(folder, name):
    plain = folder / f"{name}.txt"
    packed = folder / f"{name}.txt.bz2"
    return plain.read_text("utf-8") if plain.exists() else bz2.decompress(packed.read_bytes()).decode("utf-8")


def column(text, name):
    return {int(code, 16): value.split()[0]
            for code, value in re.findall(rf"^U\+([0-9A-F]+)\t{name}\t(.+)$", text, re.MULTILINE)}


def radical(value):
    number, more = re.fullmatch(r"(\d+)'*\.(-?\d+)", value).groups()
    return int(number), int(more)


def counts_of_part(codes, strokes):
    """The counts of one part of the table, whose order is by count: what breaks the longest rising row is mended."""
    ends, last, before = [], [], []
    for place, code in enumerate(codes):
        at = bisect.bisect_right(ends, int(strokes[code]))
        ends[at:at + 1], last[at:at + 1] = [int(strokes[code])], [place]
        before.append(last[at - 1] if at else -1)
    kept, place = set(), last[-1]
    while place >= 0:
        kept.add(place)
        place = before[place]
    count = 1
    for place, code in enumerate(codes):
        count = int(strokes[code]) if place in kept else count
        yield code, count


def counts_of_table(table, strokes):
    codes = sorted(table, key=table.get)
    return {code: count for part in (codes[:3500], codes[3500:6500], codes[6500:])
            for code, count in counts_of_part(part, strokes)}


def main():
    folder = pathlib.Path(sys.argv[1])
    sources, others = read(folder, "Unihan_IRGSources"), read(folder, "Unihan_OtherMappings")
    strokes, radicals, table = (column(sources, "kTotalStrokes"), column(sources, "kRSUnicode"),
                                column(others, "kTGH"))
    table = {code: int(place.split(":")[1]) for code, place in table.items()}
    mended = counts_of_table(table, strokes)
    lines = {}
    for code, count in strokes.items():
        if 0x3400 <= code <= 0x9FFF or code in table:
            count = mended.get(code, int(count))
            lines.setdefault(count, []).append((table.get(code, BEYOND), radical(radicals[code]), code))
    version = re.search(r"Unicode version: ([\d.]+)", sources).group(1)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write(HEADER.format(version=version))
    for count in sorted(lines):
        sys.stdout.write(f"{count}\t{''.join(chr(code) for *_, code in sorted(lines[count]))}\n")


if __name__ == "__main__":
    main()
