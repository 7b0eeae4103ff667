#!/usr/bin/env python3
"""The Word file as LibreOffice prints it: page, margins, lines, characters, page numbers, links.

Measured in the PDF's own points (1/72 inch). Text boxes end inside their line, so edges may differ
from the margin by what a glyph leaves white; the pitch of the lines is exact.
"""
import re
import statistics
import subprocess
import xml.etree.ElementTree as ElementTree
import zipfile

from jinguo import DISTRICT, Tap, folder, must, new_books

MM = 72 / 25.4
PAGE = (210 * MM, 297 * MM)
TOP, LEFT, RIGHT, BOTTOM = 37 * MM, 28 * MM, 26 * MM, 35 * MM
PITCH = 225 * MM / 22
LINES, CHARACTERS = 22, 28
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def printed(docx):
    """The pages of the file as LibreOffice sets them: each a list of lines (x0, y0, x1, y1, text)."""
    where = docx.parent
    subprocess.run(["soffice", f"-env:UserInstallation=file://{where}/office", "--headless", "--convert-to", "pdf",
                    "--outdir", where, docx], check=True, capture_output=True, timeout=300)
    layout = where / "layout.html"
    subprocess.run(["pdftotext", "-bbox-layout", docx.with_suffix(".pdf"), layout], check=True, timeout=60)
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


def check_page(tap, pages):
    tap.ok(len(pages) >= 4, "the summary has several pages", len(pages))
    tap.ok(all(near(size[0], PAGE[0], 0.2) and near(size[1], PAGE[1], 0.2) for size, _ in pages), "pages are A4")
    body = [line for _, lines in pages for line in lines[:-1]]
    tap.ok(near(min(line[0] for line in body), LEFT, 0.5), "left margin 28 mm", min(line[0] for line in body) / MM)
    # LibreOffice hangs a closing mark into the margin though the file says not to; Word obeys.
    right = PAGE[0] - max(line[2] for line in body if line[4][-1] not in "，。、；：！？”）")
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
    """Full lines of wide characters only: each takes a 28th of the line."""
    wide = re.compile(r"^[\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”]+$")
    full = [line for _, lines in pages for line in lines[:-1] if wide.match(line[4]) and line[2] - line[0] > 150 * MM]
    tap.ok(full, "there are full lines of wide characters")
    tap.ok(all(len(line[4]) == CHARACTERS for line in full), "a full line has 28 characters",
           [(len(line[4]), line[4]) for line in full if len(line[4]) != CHARACTERS])


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


def parts(docx):
    with zipfile.ZipFile(docx) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def check_fonts(tap, files):
    styles = files["word/styles.xml"]
    for face in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"):
        tap.ok(f'w:eastAsia="{face}"' in styles, f"the standard's font {face} is named")
    for name, content in files.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)
    tap.ok(True, "every part is well-formed XML")


def check_links(tap, files, text):
    document = ElementTree.fromstring(files["word/document.xml"])
    relations = dict(re.findall(r'Id="(rIdProof\d+)"[^>]*Target="([^"]+)"', files["word/_rels/document.xml.rels"]))
    links = list(document.iter(WORD + "hyperlink"))
    ids = [link.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id") for link in links]
    tap.ok(len(links) > 100, "numbers are links", len(links))
    tap.ok(all(name in relations for name in ids), "every link has its address")
    tap.ok(all(address.startswith("http://127.0.0.1:12338/") for address in relations.values()), "links open the books")
    linked = {"".join(link.itertext()) for link in links}
    loose = []
    for paragraph in document.iter(WORD + "p"):
        for run in paragraph.findall(WORD + "r"):
            loose += re.findall(r"\d[\d,.]*(?=[个名人次场宗项批期件家所间户])", "".join(run.itertext()))
    tap.equal(loose, [], "no count stands outside a link")
    tap.ok("x" in linked, "what is missing is a link too")
    tap.ok("".join(document.itertext()).replace("　", "")[:30] in text.replace("　", "").replace("\n", ""),
           "the text of the document is the text of the summary")


def check_redacted(tap, books, where):
    must("summary", "--data", books, "--period", "2021H1", "--to", "docx", "--redact", "-o", where / "blank.docx")
    files = parts(where / "blank.docx")
    tap.ok("hyperlink" not in files["word/document.xml"] and "127.0.0.1" not in "".join(files.values()),
           "a blanked document has no links")
    tap.ok("2021" not in files["word/document.xml"] and "202_" in files["word/document.xml"], "years are blanked")


def main():
    tap = Tap()
    with tap.part("the document"):
        books = new_books(seed=11, records=2500, periods=("2021H1",))
        where = folder()
        docx = where / f"summary-{DISTRICT}-2021H1.docx"
        must("summary", "--data", books, "--period", "2021H1", "--to", "docx", "-o", docx)
        must("summary", "--data", books, "--period", "2021H1", "--to", "docx", "-o", where / "again.docx")
        tap.equal(docx.read_bytes(), (where / "again.docx").read_bytes(), "the same books give the same bytes")
        text = must("summary", "--data", books, "--period", "2021H1", "--to", "text").out
        files = parts(docx)
        check_fonts(tap, files)
        check_links(tap, files, text)
        check_redacted(tap, books, where)
        pages = printed(docx)
        check_page(tap, pages)
        check_characters(tap, pages)
        check_page_numbers(tap, pages)
    tap.end()


if __name__ == "__main__":
    main()
