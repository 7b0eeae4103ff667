#!/usr/bin/env python3
"""The summary as PDF: page, margins, lines, characters, page numbers, fonts, links, bookmarks, and no font."""
import re
import subprocess

from jinguo import CHECKED, DISTRICT, Tap, folder, must, new_books, run
from paper import check_characters, check_page, check_page_numbers, pages_of


def summary(books, output, *words, **options):
    return run("summary", "--data", books, "--period", "2021H1", "--to", "pdf", "-o", output, *words, **options)


def said(command, *words):
    return subprocess.run([command, *map(str, words)], check=True, capture_output=True, timeout=60).stdout.decode()


def check_words(tap, pages, books):
    """All that the plain text says stands on the paper, in its order."""
    text = must("summary", "--data", books, "--period", "2021H1", "--to", "text").out
    paper = "".join(line[4] for _, lines in pages for line in lines[:-1])
    tap.equal(re.sub(r"\s", "", paper), re.sub(r"\s", "", text), "the paper says what the plain text says")


def check_fonts(tap, pdf):
    fonts = said("pdffonts", pdf).splitlines()[2:]
    tap.ok(fonts and all(line.split()[-5] == "yes" for line in fonts), "every font is embedded", *fonts)
    tap.ok(len(fonts) >= 2, "headings have a face of their own", *fonts)


def check_links(tap, pdf):
    addresses = re.findall(r"Annotation\s+(\S+)", said("pdfinfo", "-url", pdf))
    tap.ok(len(addresses) > 100, "numbers are links", len(addresses))
    tap.ok(all(address.startswith("http://127.0.0.1:12338/") for address in addresses), "links open the books")


def check_bookmarks(tap, pdf, text):
    titles = re.findall(r'<item page="\d+">([^<]+)</item>', said("pdftohtml", "-xml", "-stdout", "-i", pdf))
    headings = [line.strip() for line in text.splitlines() if re.match(r"\s*(（[一二三四五]）|[一二三四五]、)", line)]
    tap.equal(titles, headings, "headings are bookmarks")


def check_structure(tap, pdf):
    """Every entry of the table of objects points at its object or is free."""
    raw = pdf.read_bytes()
    table = raw[raw.rindex(b"\nxref\n") + 6:].splitlines()
    entries = [line.split() for line in table[1:1 + int(table[0].split()[1])]]
    wrong = [number for number, (offset, _, kind) in enumerate(entries)
             if kind == b"n" and not raw[int(offset):].startswith(b"%d 0 obj" % number)]
    tap.equal(wrong, [], "every object is where the file says")


def check_redacted(tap, books, where):
    must("summary", "--data", books, "--period", "2021H1", "--to", "pdf", "--redact", "-o", where / "blank.pdf")
    tap.ok("http" not in said("pdfinfo", "-url", where / "blank.pdf"), "a blanked paper has no links")
    tap.ok("1980" in said("pdfinfo", where / "blank.pdf"), "and does not say when it was made")
    text = said("pdftotext", where / "blank.pdf", "-")
    tap.ok("2021" not in text and "202_" in text, "years are blanked")


def check_no_font(tap, books, where):
    """A machine without Chinese fonts is told so; nothing is written."""
    (where / "fonts.conf").write_text('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
                                      f"<dir>{where}/none</dir><cachedir>{where}/cache</cachedir></fontconfig>")
    done = summary(books, where / "none.pdf", FONTCONFIG_FILE=str(where / "fonts.conf"))
    tap.ok(done.code != 0 and "fonts-noto-cjk" in done.err, "without a font the hint names one", done)
    tap.ok(not (where / "none.pdf").exists(), "and no file is left")


def main():
    tap = Tap()
    with tap.part("the paper"):
        books = new_books(seed=11, records=2500, periods=("2021H1",))
        where = folder()
        pdf = where / f"summary-{DISTRICT}-2021H1.pdf"
        tap.equal(summary(books, pdf).code, 0, "the summary is written as PDF")
        tap.equal(summary(books, where / "again.pdf").code, 0, "and again")
        tap.equal(pdf.read_bytes(), (where / "again.pdf").read_bytes(), "the same books give the same bytes")
        tap.equal(summary(books, where / "checked.pdf", program=CHECKED).code, 0, "the sanitizers find nothing")
        tap.equal(pdf.read_bytes(), (where / "checked.pdf").read_bytes(), "whatever the build")
        pages = pages_of(pdf)
        check_page(tap, pages)
        check_characters(tap, pages)
        check_page_numbers(tap, pages)
        check_words(tap, pages, books)
        check_fonts(tap, pdf)
        check_links(tap, pdf)
        check_bookmarks(tap, pdf, must("summary", "--data", books, "--period", "2021H1", "--to", "text").out)
        check_structure(tap, pdf)
        check_redacted(tap, books, where)
        check_no_font(tap, books, where)
    with tap.part("in English"):
        must("summary", "--data", books, "--period", "2021H1", "--to", "pdf", "--template", "half_year_en",
             "-o", where / "english.pdf")
        tap.ok("Women's Federation" in said("pdftotext", where / "english.pdf", "-"), "the English summary is written too")
    tap.end()


if __name__ == "__main__":
    main()
