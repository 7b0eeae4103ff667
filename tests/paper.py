"""How a printed page of an official document is measured, in the PDF's own points (1/72 inch).

Text boxes end inside their line, so edges may differ from the margin by what a glyph leaves white; the
pitch of the lines is exact.
"""
import re
import statistics
import subprocess
import xml.etree.ElementTree as ElementTree

MM = 72 / 25.4
PAGE = (210 * MM, 297 * MM)
TOP, LEFT, RIGHT, BOTTOM = 37 * MM, 28 * MM, 26 * MM, 35 * MM
PITCH = 225 * MM / 22
LINES, CHARACTERS = 22, 28
# What is never parted by a line's end: a word or number or one character, with the marks that hold on to it.
UNBROKEN = r"[（《]*(“?([\d.,%A-Za-z]+|[^“”])[，。、；：！？）》]*(”(?=.))?(?=“))*“?([\d.,%A-Za-z]+|[^“”])?[，。、；：！？”）》]*"
XHTML = "{http://www.w3.org/1999/xhtml}"


def pages_of(pdf):
    """The pages of a PDF: of each its size and its lines (x0, y0, x1, y1, text), the page number last."""
    layout = pdf.with_suffix(".layout.html")
    subprocess.run(["pdftotext", "-bbox-layout", pdf, layout], check=True, timeout=60)
    pages = []
    for page in ElementTree.parse(layout).iter(XHTML + "page"):
        rows = {}
        for word in page.iter(XHTML + "word"):
            x0, y0, x1, y1 = (float(word.get(name)) for name in ("xMin", "yMin", "xMax", "yMax"))
            row = next((y for y in rows if abs(y - y0) < 4), y0)
            rows.setdefault(row, []).append((x0, y0, x1, y1, word.text))
        lines = []
        for y in sorted(rows):
            words = sorted(rows[y])
            lines.append((words[0][0], y, max(word[2] for word in words), words[0][3], "".join(word[4] for word in words)))
        pages.append(((float(page.get("width")), float(page.get("height"))), lines))
    return pages


def near(value, wanted, millimetres):
    return abs(value - wanted) <= millimetres * MM


def check_page(tap, pages, hangs=False):
    """`hangs`: the program that printed it lets closing marks hang into the margin."""
    tap.ok(len(pages) >= 4, "the summary has several pages", len(pages))
    tap.ok(all(near(size[0], PAGE[0], 0.2) and near(size[1], PAGE[1], 0.2) for size, _ in pages), "pages are A4")
    body = [line for _, lines in pages for line in lines[:-1]]
    tap.ok(near(min(line[0] for line in body), LEFT, 0.5), "left margin 28 mm", min(line[0] for line in body) / MM)
    right = PAGE[0] - max(line[2] for line in body if not hangs or line[4][-1] not in "，。、；：！？”）")
    tap.ok(near(right, RIGHT, 1.0), "right margin 26 mm", right / MM)
    second = pages[1][1][:-1]
    tap.equal(len(second), LINES, "a full page has 22 lines")
    pitches = [below[1] - line[1] for line, below in zip(second, second[1:])]
    tap.ok(near(statistics.mean(pitches), PITCH, 0.1), "lines are 225 mm / 22 apart", statistics.mean(pitches) / MM)
    # The glyph box stands in the middle of its exact line.
    middle = (second[0][1] + second[0][3]) / 2
    tap.ok(near(middle - PITCH / 2, TOP, 1.5), "top margin 37 mm", (middle - PITCH / 2) / MM)
    last = (second[-1][1] + second[-1][3]) / 2
    tap.ok(near(PAGE[1] - last - PITCH / 2, BOTTOM, 1.5), "bottom margin 35 mm", (PAGE[1] - last - PITCH / 2) / MM)


def check_characters(tap, pages):
    """Full lines of wide characters only: each takes a 28th of the line. One is short where what follows
    could not stand at its end: a mark that opens, a character before a mark that closes, a number or a
    word that does not fit whole."""
    wide = re.compile(r"^[\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”]+$")
    lines = [line for _, lines in pages for line in lines[:-1]]
    full = [(line[4], below[4]) for line, below in zip(lines, lines[1:] + [(0, 0, 0, 0, "")])
            if wide.match(line[4]) and line[2] - line[0] > 150 * MM]
    tap.ok(full, "there are full lines of wide characters")

    def may_be_short(text, below):
        unbroken = re.match(UNBROKEN, below)[0]
        needed = sum(0.6 if letter.isascii() else 1 for letter in unbroken)
        return 0 < CHARACTERS - len(text) < needed

    wrong = [(text, below) for text, below in full if len(text) != CHARACTERS and not may_be_short(text, below)]
    tap.equal(wrong, [], "a full line has 28 characters")


def check_page_numbers(tap, pages):
    for number, (_, lines) in enumerate(pages, 1):
        x0, y0, x1, y1, text = lines[-1]
        tap.equal(text.replace(" ", ""), f"—{number}—", f"page {number} says its number")
        odd = number % 2 == 1
        edge = PAGE[0] - RIGHT - x1 if odd else x0 - LEFT
        tap.ok(near(edge, 14, 2), f"page {number}: its number stands one character from the {'right' if odd else 'left'}",
               edge / MM)
        below = y0 - (PAGE[1] - BOTTOM)
        tap.ok(near((y0 + y1) / 2 - (PAGE[1] - BOTTOM), 7 * MM + 7, 2.5), f"page {number}: 7 mm below the text", below / MM)
