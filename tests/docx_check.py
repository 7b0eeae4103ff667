#!/usr/bin/env python3
"""The Word file as LibreOffice prints it: page, margins, lines, characters, page numbers, links."""
import re
import subprocess
import xml.etree.ElementTree as ElementTree
import zipfile

from jinguo import DISTRICT, Tap, folder, must, new_books
from paper import check_characters, check_page, check_page_numbers, pages_of

COMMUNITY = "440307016001"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def printed(docx):
    """The pages of the file as LibreOffice sets them."""
    subprocess.run(["soffice", f"-env:UserInstallation=file://{docx.parent}/office", "--headless", "--convert-to", "pdf",
                    "--outdir", docx.parent, docx], check=True, capture_output=True, timeout=300)
    return pages_of(docx.with_suffix(".pdf"))


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
    loose = []
    for paragraph in document.iter(WORD + "p"):
        for run in paragraph.findall(WORD + "r"):
            loose += re.findall(r"\d[\d,.]*(?=[个名人次场宗项批期件家所间户])", "".join(run.itertext()))
    tap.equal(loose, [], "no count stands outside a link")
    tap.ok("".join(document.itertext()).replace("　", "")[:30] in text.replace("　", "").replace("\n", ""),
           "the text of the document is the text of the summary")


def check_missing(tap, books, where):
    """A community has no plan of its own and much else of a district's it has not."""
    must("summary", "--data", books, "--period", "2021H1", "--org", COMMUNITY, "--to", "docx", "-o", where / "small.docx")
    document = ElementTree.fromstring(parts(where / "small.docx")["word/document.xml"])
    tap.ok("x" in {"".join(link.itertext()) for link in document.iter(WORD + "hyperlink")}, "what is missing is a link too")


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
        check_missing(tap, books, where)
        check_redacted(tap, books, where)
        pages = printed(docx)
        # LibreOffice hangs a closing mark into the margin though the file says not to; Word obeys.
        check_page(tap, pages, hangs=True)
        check_characters(tap, pages)
        check_page_numbers(tap, pages)
    tap.end()


if __name__ == "__main__":
    main()
