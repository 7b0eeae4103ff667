"""Workbooks (.xlsx) made by hand, byte for byte, and read by hand: a second opinion on what the
program reads and writes, with Python's own zip and XML."""
import re
import zipfile
import xml.etree.ElementTree as xml
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = (HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Default Extension="xml" ContentType="application/xml"/></Types>')


def letters(column):
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


class Workbook:
    """Cells are given as XML; `shared` and `styles` are what they refer to."""

    def __init__(self, formats=(), from_1904=False):
        self.sheets, self.shared = [], []
        self.formats, self.from_1904 = list(formats), from_1904

    def sheet(self, name, rows, merges=(), state="visible", hidden_rows=(), skip=()):
        """A row is a list of cells: None, text, a number, or a raw <c> with {r} for its place."""
        lines = []
        for number, row in enumerate(rows, 1):
            if number in skip:
                continue
            cells = "".join(self.cell(f"{letters(i)}{number}", value) for i, value in enumerate(row, 1))
            lines.append(f'<row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if number in hidden_rows else ""}>'
                         f"{cells}</row>")
        merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in merges)
        self.sheets.append((name, state, f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>'
                            + (f"<mergeCells>{merged}</mergeCells>" if merged else "") + "</worksheet>"))
        return self

    def cell(self, place, value):
        if value is None:
            return ""
        if isinstance(value, (int, float)):
            return f'<c r="{place}"><v>{value!r}</v></c>'
        if value.startswith("<c"):
            return value.replace("{r}", place)
        if value not in self.shared:
            self.shared.append(value)
        return f'<c r="{place}" t="s"><v>{self.shared.index(value)}</v></c>'

    def parts(self):
        relations = [(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(self.sheets) + 1)]
        relations += [("rIdA", "sharedStrings", "sharedStrings.xml"), ("rIdB", "styles", "styles.xml")]
        custom = "".join(f'<numFmt numFmtId="{170 + i}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
                         for i, code in enumerate(self.formats) if isinstance(code, str))
        ids = [170 + i if isinstance(code, str) else code for i, code in enumerate(self.formats)]
        yield "[Content_Types].xml", TYPES
        yield "_rels/.rels", (f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
                              f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        yield "xl/_rels/workbook.xml.rels", f'{HEAD}<Relationships xmlns="{PACKAGE}">' + "".join(
            f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
            for key, kind, target in relations) + "</Relationships>"
        yield "xl/workbook.xml", (
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr{" date1904=" + chr(34) + "1" + chr(34) if self.from_1904 else ""}/>'
            "<sheets>" + "".join(f'<sheet name="{escape(name)}" sheetId="{i}" state="{state}" r:id="rId{i}"/>'
                                 for i, (name, state, _) in enumerate(self.sheets, 1)) + "</sheets></workbook>")
        yield "xl/styles.xml", (f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{custom}</numFmts><cellXfs>'
                                '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{key}"/>' for key in ids)
                                + "</cellXfs></styleSheet>")
        yield "xl/sharedStrings.xml", f'{HEAD}<sst xmlns="{MAIN}">' + "".join(
            text if text.startswith("<si>") else f"<si><t xml:space=\"preserve\">{escape(text)}</t></si>"
            for text in self.shared) + "</sst>"
        for i, (_, _, text) in enumerate(self.sheets, 1):
            yield f"xl/worksheets/sheet{i}.xml", text

    def write(self, path, replace=None):
        """`replace` names parts to be written otherwise, or left out (None)."""
        replace = replace or {}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in {**dict(self.parts()), **replace}.items():
                if text is not None:
                    archive.writestr(name, text)
        return path


def tag(name):
    return f"{{{MAIN}}}{name}"


class Read:
    """The cells of one sheet of a workbook: place → (text, kind, number format), and its XML."""

    def __init__(self, path, index=1):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            self.names = archive.namelist()
            self.parts = {name: archive.read(name) for name in self.names}
        styles = xml.fromstring(self.parts["xl/styles.xml"])
        custom = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(tag("numFmt"))}
        formats = [custom.get(one.get("numFmtId"), one.get("numFmtId")) for one in styles.find(tag("cellXfs"))]
        self.fills = [one.get("fillId") for one in styles.find(tag("cellXfs"))]
        shared = []
        if "xl/sharedStrings.xml" in self.parts:
            shared = ["".join(t.text or "" for t in one.iter(tag("t")))
                      for one in xml.fromstring(self.parts["xl/sharedStrings.xml"])]
        self.root = xml.fromstring(self.parts[f"xl/worksheets/sheet{index}.xml"])
        self.cells, self.style = {}, {}
        for cell in self.root.iter(tag("c")):
            kind, style = cell.get("t", "n"), int(cell.get("s", 0))
            value = cell.find(tag("v"))
            text = "".join(t.text or "" for t in cell.iter(tag("t"))) if kind == "inlineStr" else \
                (value.text or "") if value is not None else ""
            text = shared[int(text)] if kind == "s" else text
            text = re.sub(r"_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), text)
            self.cells[cell.get("r")] = (text, kind, formats[style])
            self.style[cell.get("r")] = style

    def rows(self):
        """Lists of text, empty cells filled in."""
        table = {}
        for place, (text, _, _) in self.cells.items():
            column, line = re.fullmatch(r"([A-Z]+)(\d+)", place).groups()
            number = 0
            for letter in column:
                number = number * 26 + ord(letter) - 64
            table.setdefault(int(line), {})[number] = text
        return [[row.get(i, "") for i in range(1, max(row) + 1)] for _, row in sorted(table.items())]
