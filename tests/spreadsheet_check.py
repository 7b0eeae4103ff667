#!/usr/bin/env python3
"""Workbooks through the command line: what offices hand in is read as they see it, what is no good is
refused with a reason, and LibreOffice's workbooks come in."""
import json
import re
import shutil
import sqlite3
import subprocess
import zipfile

import jinguo
from workbook import Read, Workbook

FIXTURES = jinguo.ROOT / "tests" / "fixtures"
OFFICE = FIXTURES / "activity_office.csv"
tap = jinguo.Tap()
books = jinguo.new_books()
place = books.parent


def counts(read, created=0, changed=0, unchanged=0, skipped=0):
    return {"rows": read, "created": created, "changed": changed, "unchanged": unchanged, "skipped": skipped,
            "dry_run": False}


def report(ledger, path, *more, **options):
    return jinguo.must("import", ledger, path, "--data", books, "--json", *more, **options).json()


def exported(ledger):
    """Rows as they are in the books, by a CSV export."""
    import csv
    import io
    text = jinguo.must("export", ledger, "--data", books).out.lstrip("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def soffice(path, to, *more):
    """The same file as LibreOffice writes it."""
    out = place / "office"
    subprocess.run(["soffice", *more, f"-env:UserInstallation=file://{place}/profile", "--headless", "--convert-to", to,
                    "--outdir", out, path], check=True, capture_output=True, timeout=180)
    return out / f"{path.stem}.{to.split(':')[0]}"


# Formats of the cells below by their number s=: what offices use for dates, and what only looks like it.
FORMATS = [14, "yyyy\"年\"m\"月\"d\"日\";@", "[$-804]yyyy/m/d h:mm", "0000", "#,##0.00\"元\"", 57, "[Red]0.00_ ", 31]


def number(value, style):
    return f'<c r="{{r}}" s="{style}"><v>{value}</v></c>'


def messy():
    """An office's list as a workbook: a title merged over all, two lines of headings, a unit merged over three
    rows, rich text with its reading, formulas, dates in five formats, a hidden row, totals and signatures."""
    rich = ("<si><r><t>元宵</t></r><r><t xml:space=\"preserve\"> 猜灯谜</t></r>"
            "<rPh sb=\"0\" eb=\"2\"><t>yuan xiao</t></rPh><phoneticPr fontId=\"1\"/></si>")
    inline = '<c r="{r}" t="inlineStr"><is><r><t>插花_x0020_</t></r><r><t>公益课</t></r></is></c>'
    formula = '<c r="{r}"><f>20+15</f><v>35</v></c>'
    said = '<c r="{r}" t="str"><f>CONCATENATE("线","下")</f><v>线下</v></c>'
    rows = [
        ["龙岗区妇联2021年上半年公益活动一览表"],
        ["序号", "主办单位", "活动", None, "日期", "规模", None, "参加情况"],
        [None, None, "主题", "方式", "举办", "名额（人）", "支出（元）", "未登记姓名人次"],
        [1, "布吉街道妇联", rich, said, number(44285, 1), 60, number(1200.5, 5), formula],
        [2, None, inline, "线下", number(44230, 2), 30, number("1E2", 0), 12],
        [3, None, "亲子阅读", "线下", number("44286.0", 6), 20, number("0.30000000000000004", 7), 8],
        [4, "坂田街道", "家庭教育", "线上", "2021.4.9", 40, None, number("7", 4)],
        [5, "平湖街道", "防骗讲座", "线下", number(44200, 8), 55, None, 50],
        ["合计", None, None, None, None, 205, None, 112],
        ["填报人：张三      审核人：李四"],
    ]
    return (Workbook(FORMATS)
            .sheet("说明", [["请先看这里"]], state="hidden")
            .sheet("一览表", rows, merges=("A1:H1", "A2:A3", "B2:B3", "C2:D2", "F2:G2", "B4:B6", "A10:H10"),
                   hidden_rows=(7,))
            .sheet("Sheet2", [["主题", "主办单位", "举办日期"], ["第二张", "布吉街道", number(44285, 1)]]))


with tap.part("an office's workbook"):
    path = messy().write(place / "活动.dat")
    tap.equal(report("activity", path, program=jinguo.CHECKED), counts(5, created=5, skipped=3),
              "comes in, known by its content and not by its name")
    held = {row["topic"]: row for row in exported("activity")}
    tap.equal(sorted(held), sorted(["元宵 猜灯谜", "插花 公益课", "亲子阅读", "家庭教育", "防骗讲座"]),
              "with runs joined, readings left out, escapes undone and the row that a filter hides")
    tap.equal([held[topic]["held_on"] for topic in ("元宵 猜灯谜", "插花 公益课", "亲子阅读", "家庭教育", "防骗讲座")],
              ["2021-03-30", "2021-02-03", "2021-03-31", "2021-04-09", "2021-01-04"], "dates by every format")
    street = next(row["code"] for row in exported("org") if row["name"] == "布吉街道")
    tap.equal([held[topic]["host_org"] for topic in ("元宵 猜灯谜", "插花 公益课", "亲子阅读")], [street] * 3,
              "a unit merged over three rows is that of all three")
    tap.equal([(held[topic]["walk_ins"], held[topic]["mode"]) for topic in ("元宵 猜灯谜", "家庭教育")],
              [("35", "offline"), ("7", "online")], "a formula is its last result")
    tap.equal([held[topic]["cost"] for topic in ("元宵 猜灯谜", "插花 公益课", "亲子阅读")], ["1200.50", "100.00", "0.30"],
              "numbers as they are shown")
    got = report("activity", path, "--sheet", "Sheet2", "--dry-run")
    tap.equal((got["rows"], got["created"]), (1, 1), "another sheet when told")
    with path.open("rb") as file:
        tap.equal(jinguo.must("import", "activity", "-", "--data", books, "--json", "--dry-run", given=file.read()).json()
                  ["rows"], 5, "and from a pipe")

with tap.part("dates counted from 1904"):
    late = Workbook([14], from_1904=True).sheet("a", [["主题", "主办单位", "举办日期"], ["旧电脑", "布吉街道", number(42823, 1)]])
    report("activity", late.write(place / "mac.xlsx"))
    tap.equal({row["topic"]: row["held_on"] for row in exported("activity")}["旧电脑"], "2021-03-30", "are that day")

with tap.part("LibreOffice's workbook"):
    plain = place / "office.csv"
    plain.write_bytes(OFFICE.read_bytes().decode("gb18030").encode())
    out = soffice(plain, "xlsx:Calc MS Excel 2007 XML", "--infilter=CSV:44,34,76,1")
    wanted, got = (jinguo.must("import", "activity", one, "--data", books, "--json", "--dry-run").json()
                   for one in (OFFICE, out))
    # CSV counts the lines that a workbook does not hold at all.
    tap.equal({**got, "skipped": 0}, {**wanted, "skipped": 0}, "the office's CSV saved as a workbook says the same")


# ---- faults at their cells ----

with tap.part("bad cells"):
    rows = [["主题", "主办单位", "类别", "举办日期", "支出"],
            ["好的", "布吉街道", "爱家讲堂", number(44285, 1), 1],
            ["没有这一天", "布吉街道", "爱家讲堂", "2021.6.31", '<c r="{r}" t="e"><f>1/0</f><v>#DIV/0!</v></c>'],
            ["没有这个单位", "火星街道", "歌舞", number(44285, 1), 2]]
    path = Workbook(FORMATS).sheet("三月", rows).write(place / "bad.xlsx")
    done = jinguo.run("import", "activity", path, "--data", books, "--lang", "zh")
    tap.equal((done.code, re.findall(r"bad\.xlsx:(三月![A-Z]+\d+): ", done.err)),
              (2, ["三月!D3", "三月!E3", "三月!B4", "三月!C4"]), "are named sheet!cell", done)
    faults = json.loads(jinguo.run("import", "activity", path, "--data", books, "--json").err)["faults"]
    tap.equal([(fault["line"], fault["column"], fault["cell"]) for fault in faults if "cell" in fault][0],
              (3, 4, "三月!D3"), "to a program too")
    before = len(exported("activity"))
    stray = [["主题", "主办单位"], ["一场", "布吉街道", None, None, "多出来的"]]
    done = jinguo.run("import", "activity", Workbook().sheet("一", stray).write(place / "stray.xlsx"), "--data", books)
    tap.ok("一!E2" in done.err, "a cell without heading is named", done)
    wide = [["主题", "主办单位"], ["一场", "布吉街道"] + [None] * 1998 + ["x"]]
    done = jinguo.run("import", "activity", Workbook().sheet("一", wide).write(place / "wide.xlsx"), "--data", books,
                      "--json")
    tap.ok("record_csv_wide" in done.err and "一!BXY2" in done.err, "so is the cell beyond the two thousandth", done)
    lost = [["姓名", "公民身份号码"], ["某人", number("440307199001010000", 0)]]
    done = jinguo.run("import", "person", Workbook().sheet("一", lost).write(place / "lost.xlsx"), "--data", books, "--json")
    tap.ok("record_not_id_number" in done.err, "digits that a spreadsheet has lost are not made up", done)
    tap.equal(len(exported("activity")), before, "nothing was kept")


# ---- what is no good ----

def small():
    return Workbook().sheet("一", [["主题", "主办单位"], ["一场", "布吉街道"]])


def refused(name, path, code):
    done = jinguo.run("import", "activity", path, "--data", books, "--json", program=jinguo.CHECKED, timeout=60)
    tap.ok(done.code == 2 and f'"{code}"' in done.err, f"{name} is refused as {code}", done)


with tap.part("no good"):
    good = small().write(place / "good.xlsx")
    sheet = dict(small().parts())["xl/worksheets/sheet1.xml"]
    strings = dict(small().parts())["xl/sharedStrings.xml"]
    data = good.read_bytes()
    out = place / "no_good.xlsx"

    refused("a bomb", small().write(out, {"xl/worksheets/sheet1.xml": sheet.replace(
        "<sheetData>", "<sheetData>" + " " * (600 << 20))}), "record_xlsx_large")
    bomb = ('<!DOCTYPE w [<!ENTITY a "xxxxxxxxxx">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{"&" + chr(97 + i) + ";" * 1}{("&" + chr(97 + i) + ";") * 9}">' for i in range(9)) + "]>")
    refused("a document type", small().write(out, {"xl/worksheets/sheet1.xml": sheet.replace(
        "<worksheet", bomb + "<worksheet").replace("<v>0</v>", "<v>&j;</v>")}), "record_xlsx_doctype")
    refused("one that names a file", small().write(out, {"xl/sharedStrings.xml": strings.replace(
        "<sst", '<!DOCTYPE sst SYSTEM "file:///etc/passwd"><sst')}), "record_xlsx_doctype")
    for length in (len(data) // 2, len(data) - 30, 40):
        out.write_bytes(data[:length])
        refused(f"the first {length} bytes", out, "record_xlsx_broken")
    refused("half a sheet", small().write(out, {"xl/worksheets/sheet1.xml": sheet[:-40]}), "record_xlsx_broken")
    refused("a string that is not there", small().write(out, {"xl/worksheets/sheet1.xml": sheet.replace(
        "<v>0</v>", "<v>99</v>")}), "record_xlsx_broken")
    refused("rows in disorder", small().write(out, {"xl/worksheets/sheet1.xml": sheet.replace('r="2"', 'r="1"')}),
            "record_xlsx_broken")
    refused("a row beyond the last", small().write(out, {"xl/worksheets/sheet1.xml": sheet.replace(
        'row r="2"', 'row r="1048577"')}), "record_xlsx_broken")
    refused("a formula without result", small().write(out, {"xl/worksheets/sheet1.xml": sheet.replace(
        '<c r="A2" t="s"><v>2</v></c>', '<c r="A2"><f>B2</f></c>')}), "record_xlsx_formula")
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")
    refused("an archive of anything", out, "record_xlsx_kind")
    with zipfile.ZipFile(out, "w") as archive:
        for i in range(10001):
            archive.writestr(f"{i}", "")
    refused("ten thousand parts and one", out, "record_xlsx_large")
    shutil.copy(soffice(OFFICE, "ods"), out)
    refused("an ods", out, "record_xlsx_kind")
    shutil.copy(soffice(OFFICE, "xls"), out)
    refused("an xls", out, "record_xlsx_old")
    out.write_bytes(out.read_bytes()[:512] + "EncryptedPackage".encode("utf-16-le") + bytes(2000))
    refused("one with a password", out, "record_xlsx_encrypted")
    done = jinguo.run("import", "activity", good, "--data", books, "--sheet", "二", "--lang", "en")
    tap.ok(done.code == 2 and "no sheet" in done.err, "a sheet that is not there is said so", done)
    done = jinguo.run("import", "activity", OFFICE, "--data", books, "--sheet", "一", "--json")
    tap.ok("record_csv_sheet" in done.err, "and CSV has none", done)
    styled = sheet.replace("</row></sheetData>", '<c r="XFD2" s="0"/></row></sheetData>')
    got = jinguo.must("import", "activity", small().write(out, {"xl/worksheets/sheet1.xml": styled}), "--data", books,
                      "--json", "--dry-run").json()
    tap.equal(got["rows"], 1, "an empty cell far to the right does no harm")


# ---- out ----

LEDGERS = [name for name in re.findall(r"^([a-z_]+) ", jinguo.must("check", "--lang", "en").out, re.M)]
sampled = jinguo.new_books(seed=11, periods=("2021H1",))


def write_out(ledger, *more, data=sampled, **options):
    path = place / "out.xlsx"
    jinguo.must("export", ledger, "--data", data, "--to", "xlsx", "-o", path, *more, **options)
    return path


with tap.part("export"):
    before = jinguo.must("verify", "--data", sampled, "--json").json()["entries"]
    tap.ok(len(LEDGERS) > 10, "registers were found", LEDGERS)
    changed = []
    for ledger in (*LEDGERS, "activity.signups"):
        for language in ("zh", "en"):
            path = write_out(ledger, "--lang", language)
            got = jinguo.must("import", ledger, path, "--data", sampled, "--json").json()
            if got["unchanged"] != got["rows"] or got["rows"] + 1 != len(Read(path).rows()):
                changed.append((ledger, language, got))
    tap.equal(changed, [], "an export imports as nothing, in either language")
    tap.equal(jinguo.must("verify", "--data", sampled, "--json").json()["entries"], before, "not one entry was made")
    sheet = Read(write_out("person", "--lang", "zh"))
    tap.ok({"编号", "姓名", "公民身份号码"} <= set(sheet.rows()[0]), "titles in the reader's language", sheet.rows()[0])
    tap.ok("密封" in sum(sheet.rows(), []), "sealed values leave as their mask")
    sheet = Read(write_out("activity", "--lang", "zh", program=jinguo.CHECKED))
    head = {title: i for i, title in enumerate(sheet.rows()[0])}
    column = {title: next(place[:-1] for place, cell in sheet.cells.items() if place[-1] == "1" and place[:-1].isalpha()
                          and cell[0] == title) for title in head}
    host, day = sheet.cells[column["主办单位"] + "2"], sheet.cells[column["举办日期"] + "2"]
    tap.ok(host[1:] == ("inlineStr", "@") and host[0].startswith("440307"), "codes are text of format @", host)
    tap.ok(day[1:] == ("n", "yyyy-mm-dd") and 44197 <= int(day[0]) <= 44377, "dates are dates", day)
    xml = sheet.parts["xl/worksheets/sheet1.xml"].decode()
    tap.ok('state="frozen"' in xml and "<autoFilter ref=\"A1:" in xml and xml.count("<col ") >= len(head),
           "the heading stays in sight, with filters; columns have their widths", xml[:800])
    opened = soffice(write_out("activity"), "csv:Text - txt - csv (StarCalc):44,34,76,1").read_text("utf-8")
    tap.equal(len(opened.splitlines()), len(sheet.rows()), "LibreOffice opens it")
    again = soffice(write_out("activity"), "xlsx:Calc MS Excel 2007 XML")
    got = jinguo.must("import", "activity", again, "--data", sampled, "--json").json()
    tap.equal(got["unchanged"], got["rows"], "and what it saves imports as nothing")
    streamed = jinguo.must("export", "activity", "--data", sampled, "--to", "xlsx").raw
    (place / "streamed.xlsx").write_bytes(streamed)
    tap.equal(Read(place / "streamed.xlsx").rows(), Read(write_out("activity")).rows(), "standard output holds the same")
    done = jinguo.run("export", "activity", "--data", sampled, "--to", "ods")
    tap.ok(done.code == 2 and "csv, xlsx" in done.err, "another format is refused", done)

with tap.part("formulas"):
    texts = ["=1+1", "'=1+1", "''007", "@SUM(A1)", "007", "_x0041_", "a<b>&\"c\"", "+86"]
    rows = [["topic", "host_org", "held_on", "outcome"]] + [[text, "440307", "2021-05-05", text + "\n第二行"] for text in texts]
    report("activity", Workbook().sheet("a", rows)
           .write(place / "texts.xlsx"))
    out = place / "texts_out.xlsx"
    jinguo.must("export", "activity", "--data", books, "--to", "xlsx", "-o", out)
    got = jinguo.must("import", "activity", out, "--data", books, "--json").json()
    tap.equal(got["unchanged"], got["rows"], "texts that look like formulas and numbers come back as they went")
    xml = Read(out).parts["xl/worksheets/sheet1.xml"].decode()
    tap.ok("<f>" not in xml and any(cell == ("=1+1", "inlineStr", "@") for cell in Read(out).cells.values()),
           "and are text, never formulas")

with tap.part("figures"):
    words = ("figure", "activity.held", "--data", sampled, "--period", "2021H1", "--by", "kind,month")
    jinguo.must(*words, "--to", "xlsx", "-o", place / "figure.xlsx", "--lang", "en")
    answer = jinguo.must(*words, "--json").json()
    table = Read(place / "figure.xlsx").rows()
    tap.equal(([int(row[2]) for row in table[1:-1]], table[-1][0], int(table[-1][2])),
              ([cell["number"] for cell in answer["cells"]], "Total", answer["number"]), "a figure's parts and their total")
    jinguo.must("figure", "federation_mother.trained_pct", "--data", sampled, "--period", "2021H1", "--to", "xlsx", "-o",
                place / "figure.xlsx")
    answer = jinguo.must("figure", "federation_mother.trained_pct", "--data", sampled, "--period", "2021H1", "--json").json()
    tap.equal(Read(place / "figure.xlsx").rows()[1], [answer["printed"], str(answer["number"]), str(answer["denominator"])],
              "a ratio as it prints, with its two numbers")
    done = jinguo.run(*words, "--records", "--to", "xlsx")
    tap.equal(done.code, 2, "records are an export")

with tap.part("two hundred thousand rows"):
    database = sqlite3.connect(sampled / "books.db")
    names = [row[1] for row in database.execute("PRAGMA table_info(fact)")]
    picked = ", ".join({"id": "x * 100000 + f.id % 100000", "number": "NULL"}.get(name, f"f.{name}") for name in names)
    have = database.execute("SELECT COUNT(*) FROM fact").fetchone()[0]
    database.execute("PRAGMA synchronous = off")
    database.execute(f"WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {200000 // have}) "
                     f"INSERT INTO fact ({', '.join(names)}) SELECT {picked} FROM n, fact f")
    database.commit()
    rows = database.execute("SELECT COUNT(*) FROM fact").fetchone()[0]
    database.close()
    path = place / "large.xlsx"
    answer = jinguo.must("export", "fact", "--data", sampled, "--to", "xlsx", "-o", path, "--json", timeout=400).json()
    with zipfile.ZipFile(path) as archive, archive.open("xl/worksheets/sheet1.xml") as part:
        written = sum(piece.count(b"<row ") for piece in iter(lambda: part.readline(1 << 30), b""))
    tap.equal((answer["rows"], written), (rows, rows + 1), "go out, not one less")

tap.end()
