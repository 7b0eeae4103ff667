#!/usr/bin/env python3
"""The served pages as a visitor meets them: every number of the summary opens a page that says the
same number, its list holds as many records, every record opens with its entries. What a visitor
must not find is looked for as well: errors instead of answers, other tenants, sealed values."""
import base64
import contextlib
import html.parser
import http.client
import io
import json
import random
import re
import signal
import socket
import subprocess
import time
import urllib.parse
import xml.etree.ElementTree
import zipfile

import jinguo
import oracle_figures
import replayed

PERIOD = "2021H1"
COMMUNITY = "440307016001"
SECRET_NAME = "皕橐馫"
SECRET_PHONE = "+99908172635441"
SECRET_WORDS = "矗氼燚之间的口角"
CODE = re.compile(rb"[> ](web|record|figure|calendar|define|expression|summary|base)_[a-z_]+<")  # of a fault, for who asks for help
RECORDS = 250  # opened one by one; the rest are only listed

tap = jinguo.Tap()


# ---- a visitor ----

class Page(html.parser.HTMLParser):
    """What the tests look at: links with their class and words, and the big number."""
    def __init__(self, text):
        super().__init__()
        self.links, self.big, self.unit, self.language, self.inside = [], "", "", "", []
        self.rows = 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        kind = attributes.get("class") or ""
        if tag == "html":
            self.language = attributes.get("lang", "")
        if tag == "a":
            self.links.append([attributes.get("href", ""), kind, ""])
        if tag in ("a", "p", "span"):
            self.inside.append((tag, kind))

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1][0] == tag:
            self.inside.pop()

    def handle_data(self, data):
        kinds = [kind for _, kind in self.inside]
        if "unit" in kinds:
            self.unit += data
        elif "big" in kinds:
            self.big += data
        if any(tag == "a" for tag, _ in self.inside) and self.links:
            self.links[-1][2] += data

    def to(self, start):
        return [href for href, _, _ in self.links if href.startswith(start)]


class Server:
    def __init__(self, books, program=jinguo.RELEASE, *words):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = jinguo.folder() / "log"
        self.seen = {}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [program, "serve", "--data", books, "--port", str(self.port), *words], stdout=log, stderr=log,
                env=jinguo.environment(ASAN_OPTIONS="detect_leaks=1", UBSAN_OPTIONS="halt_on_error=1"))
        self.wait()
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def wait(self):
        for _ in range(300):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            time.sleep(0.05)
        raise AssertionError("the server does not answer: " + self.log.read_text("utf-8"))

    def ask(self, path, method="GET", body=None):
        """Status, headers and bytes. Every answer is kept for the search for sealed values."""
        try:
            self.connection.request(method, path, body)
            answer = self.connection.getresponse()
            got = answer.status, answer.headers, answer.read()
        except (http.client.HTTPException, OSError):
            self.connection.close()
            raise
        self.seen[method, path] = got[2]
        return got

    def page(self, path):
        status, _, body = self.ask(path)
        if status != 200:
            raise AssertionError(f"{path}: {status}\n{body[-600:].decode('utf-8', 'replace')}")
        return Page(body.decode("utf-8"))

    def raw(self, data):
        """Bytes as they are; what came back before the other side closed or half a second passed."""
        with socket.create_connection(("127.0.0.1", self.port), 5) as line:
            line.settimeout(0.5)
            with contextlib.suppress(OSError):
                line.sendall(data)
                return line.recv(200)
        return b""

    def stop(self):
        self.connection.close()
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30), self.log.read_text("utf-8", "replace")
        finally:
            self.process.kill()


# ---- the books ----

def import_rows(books, register, text, **options):
    path = jinguo.folder() / f"{register}.csv"
    path.write_text(text, "utf-8")
    return jinguo.run("import", register, path, "--data", books, **options)


def person_with_secrets(books):
    """A person whose name occurs nowhere else, the caller of a case with sealed words of its own."""
    done = import_rows(books, "person", "number,home_org,registered_on,name,sex,birth_date,phone\n"
                       f"RY-2021-990001,440307016001,2021-03-01,{SECRET_NAME},female,1980-02-03,{SECRET_PHONE}\n")
    case = ("number,received_on,handling_org,channel,caller,phone,matter,facts\n"
            f"WQ-龙岗-2021-9901,2021-03-02,440307016001,visit,RY-2021-990001,{SECRET_PHONE},property,{SECRET_WORDS}\n")
    return done, import_rows(books, "rights_case", case)


def spellings(secret):
    """The bytes under which a text might slip out."""
    plain = secret.encode()
    escaped = json.dumps(secret)[1:-1]
    forms = {plain, escaped.encode(), escaped.upper().replace("\\U", "\\u").encode(),
             urllib.parse.quote(secret).encode(), urllib.parse.quote(secret).lower().encode(),
             secret.encode("gb18030"), secret.encode("utf-16-le"), secret.encode("utf-16-be"),
             "".join(f"&#{ord(c)};" for c in secret).encode(), "".join(f"&#x{ord(c):x};" for c in secret).encode(),
             "".join(f"&#x{ord(c):X};" for c in secret).encode(), plain.hex().encode()}
    for shift in range(3):  # inside base64 a text looks different by where it begins
        coded = base64.b64encode(b"\0" * shift + plain)
        forms.add(coded[(shift * 8 + 5) // 6:len(coded) - (4 if (shift + len(plain)) % 3 else 0)])
    return {form for form in forms if len(form) >= 6}


def leaks(where, content):
    return [f"{where}: {secret}" for secret in (SECRET_NAME, SECRET_PHONE, SECRET_PHONE[1:], SECRET_WORDS)
            if any(form in content for form in spellings(secret))]


# ---- numbers ----

def number_of(printed):
    return float(printed.replace(",", "").replace("%", "").strip())


def is_change(printed, page, before):
    """“多 15 场”, “增长 12.63%”: what the summary makes of a number and last year's."""
    now, then = number_of(page.big), number_of(before.big)
    percent = abs(now - then) / then * 100 if then else None
    return number_of(printed) == abs(now - then) or (percent and abs(number_of(printed) - percent) < 0.006)


def last_year(href):
    return href.replace("period=2021H1", "period=2020H1")


def without_part(href):
    return re.sub("&(by|key)[12]=[^&]*", "", href)


def hanzi(printed):
    """五 is 5, 十二 12, 二十 20."""
    tens, ten, ones = printed.rpartition("十")
    digits = "零一二三四五六七八九"
    return (digits.index(tens) if tens else len(ten)) * 10 + (digits.index(ones) if ones else 0)


def says(server, href, printed):
    """Does the page behind a number say that number, or what it was made from?"""
    page = server.page(href)
    said = page.big.strip()
    if said == printed:
        return True
    if re.fullmatch("[零一二三四五六七八九十]+", printed):
        return number_of(said) == hanzi(printed)
    if re.fullmatch(r"\d+月\d+日|\d+ [A-Z][a-z]+", printed):
        year, month, day = map(int, said.split("-"))
        return printed in (f"{month}月{day}日", f"{day} {time.strftime('%B', (year, month, day, 0, 0, 0, 0, 1, 0))}")
    if "&by1=" in href and printed.endswith("%"):
        whole = server.page(without_part(href))
        return abs(number_of(said) / number_of(whole.big) * 100 - number_of(printed)) < 0.02
    return is_change(printed, page, server.page(last_year(href)))


def check_summary(server, language):
    page = server.page(f"/?org={jinguo.DISTRICT}&period={PERIOD}&lang={language}")
    tap.equal(page.language[:2], language, f"the {language} summary is in that language")
    numbers = [(href, kind, text.strip()) for href, kind, text in page.links
               if kind.split() and kind.split()[0] in ("figure", "missing") and href.startswith("/figure/")]
    proved = {(href, text) for href, kind, text in numbers if "missing" not in kind}
    wrong = [(href, text) for href, text in sorted(proved) if not says(server, href, text)]
    tap.ok(len(proved) > 60 and not wrong, f"{len(proved)} numbers of the {language} summary are said by their pages",
           wrong[:5])
    return {without_part(href) for href, _ in proved}


def check_missing(server, language):
    """A community has not all of a district's registers."""
    page = server.page(f"/?org={COMMUNITY}&period={PERIOD}&lang={language}")
    without = {href for href, kind, text in page.links if "missing" in kind.split() and text.strip() == "x"}
    answers = {href: server.ask(href) for href in without}
    tap.ok(len(without) > 20 and all(status in (200, 404) for status, _, _ in answers.values()),
           f"{len(without)} missing numbers of the {language} summary open a page that says why", {h: a[0] for h, a in answers.items()})
    for href in {href for href, _, _ in page.links if href.startswith("/") and not href.startswith("/figure/")}:
        status, _, _ = server.ask(href)
        if status != 200:
            tap.ok(False, f"{href} on the {language} summary opens", status)


def walk_list(server, name, query):
    """All pages of a figure's list: how many rows, and the links to their records."""
    path, rows, records = f"/figure/{name}?{query}", 0, set()
    while path:
        body = server.ask(path)[2].decode("utf-8")
        listed = re.findall(r'<tr><th scope="row"><a href="(/record/[^"]*)"', body)
        rows += len(listed)
        records.update(html.unescape(href) for href in listed)
        following = re.search(r'<a href="([^"]*&amp;cursor=[^"]*)"', body)
        path = html.unescape(following[1]) if following else None
    return rows, records


def check_figures(server, books):
    """Every figure there is: its page says what the command line says, and lists as many as it counts."""
    query = f"org={jinguo.DISTRICT}&period={PERIOD}&lang=zh"
    tiles = {href.split("/")[2].split("?")[0]: text.strip() for href, _, text in server.page("/figures?" + query).links
             if href.startswith("/figure/")}
    tap.equal(set(tiles), set(oracle_figures.FIGURES), "the page of figures has them all")
    records = set()
    for name, figure in oracle_figures.FIGURES.items():
        told = jinguo.must("figure", name, "--data", books, "--period", PERIOD, "--json").json()
        page = server.page(f"/figure/{name}?{query}")
        rows, found = walk_list(server, name, query)
        records |= found
        counts = isinstance(figure, oracle_figures.Missing) or getattr(figure, "measure", "") == "count"
        wanted = told["number"] or 0
        tap.ok(page.big.strip() == told["printed"] == tiles[name] and (not counts or rows == wanted),
               f"{name}: page, tile and command line say {told['printed']}, the list holds it",
               f"page {page.big!r}, tile {tiles[name]!r}, list {rows} of {wanted}")
    return records


# ---- records, entries, other pages ----

def check_records(server, records):
    chosen = sorted(records)[::max(1, len(records) // RECORDS)]
    entries, bare = set(), []
    for href in chosen:
        page = server.page(href)
        found = page.to("/entry/")
        entries.update(found)
        if len(found) < 2:  # its own, and the head of the journal at the foot
            bare.append(href)
    tap.ok(len(chosen) > 100 and not bare, f"{len(chosen)} of {len(records)} records open with their entries", bare[:5])
    refused = {href: status for href in sorted(entries)[:RECORDS] if (status := server.ask(href)[0]) != 200}
    tap.ok(not refused, f"{min(len(entries), RECORDS)} entries open", refused)
    href = f"/entry/{jinguo.TENANT}/{max(int(href.split('/')[3].split('?')[0]) for href in entries)}"
    tap.ok(re.search(r"[0-9a-f]{64}", server.ask(href)[2].decode()), "an entry shows its hash")


def check_registers(server):
    for language in ("zh", "en"):
        page = server.page(f"/registers?org={jinguo.DISTRICT}&period={PERIOD}&lang={language}")
        registers = set(page.to("/register/"))
        opened = [server.page(href) for href in registers]
        tap.ok(len(registers) > 12 and all(one.language[:2] == language for one in opened),
               f"{len(registers)} registers open in {language}")
    for path in ("/organisation", "/summary/half_year", "/summary/half_year_en", "/pages.css", "/logo.svg"):
        tap.equal(server.ask(path)[0], 200, f"{path} opens")


def check_documents(server):
    status, headers, body = server.ask(f"/document/docx?org={jinguo.DISTRICT}&period={PERIOD}")
    with zipfile.ZipFile(io.BytesIO(body)) as docx:
        whole = docx.testzip() is None
        text = "".join(xml.etree.ElementTree.fromstring(docx.read("word/document.xml")).itertext())
    tap.ok(status == 200 and whole and "attachment" in headers["Content-Disposition"] and "officedocument" in
           headers["Content-Type"], "the Word file is a sound zip, for download")
    plain = server.ask(f"/document/text?org={jinguo.DISTRICT}&period={PERIOD}")[2].decode("utf-8")
    squeeze = re.compile(r"\s+")
    lines = [squeeze.sub("", line) for line in plain.splitlines() if line.strip()]
    missing = [line for line in lines if line not in squeeze.sub("", text)]
    tap.ok(len(lines) > 20 and not missing, "Word file and plain text say the same", missing[:3])
    tap.equal(server.ask(f"/document/html?org={jinguo.DISTRICT}&period={PERIOD}")[0], 200, "the web page downloads")


def check_answers(server):
    """What every answer carries, and what is not a page to be read."""
    for path in ("/", "/figure/activity.held", "/nowhere"):
        headers = server.ask(path)[1]
        tap.ok("default-src 'none'" in (headers["Content-Security-Policy"] or "")
               and headers["X-Content-Type-Options"] == "nosniff" and headers["Cache-Control"] == "no-store",
               f"{path} is answered with the safety headers", headers)
    status, headers, body = server.ask("/", "HEAD")
    tap.ok(status == 200 and not body and int(headers["Content-Length"]) > 1000, "HEAD answers without a body")
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        status, headers, _ = server.ask("/register/activity", method, b"x=1" if method != "OPTIONS" else None)
        tap.ok(status == 405 and "GET" in headers["Allow"], f"{method} is refused and says what is allowed", status)
    tap.equal(server.ask("/", "POST", b"x" * 3000000)[0], 405, "a body of three megabytes is refused")


# ---- what is not there ----

def other_tenants(books):
    return [(r.tenant, r.id) for r in replayed.Replayed(books).of("org") if r.tenant != jinguo.TENANT]


def bad_addresses(books):
    """Address and the status that it must get."""
    foreign, = {tenant for tenant, _ in other_tenants(books) if tenant == 440300}
    ident = next(ident for tenant, ident in other_tenants(books) if tenant == foreign)
    return {
        "/figure/nope.nope": 404, "/figure/activity": 404, "/figure/activity.held/more": 404, "/figure/": 404,
        "/register/nope": 404, "/register/activity.signups": 404, "/record/nope/1": 404,
        f"/record/org/{ident}?tenant={foreign}": 404, f"/record/org/{ident}": 404, f"/entry/{foreign}/1": 404,
        "/record/activity/1?tenant=440307": 404, "/record/activity/abc": 404, "/record/activity/-1": 404,
        "/record/activity/99999999999999999999999": 404, "/record/activity/9223372036854775807": 404,
        "/entry/440307/0": 404, "/entry/440307/-1": 404, "/entry/440307/99999999": 404, "/entry/x/y": 404,
        "/entry/440307/9999999999999999999999": 404, "/entry/999999/1": 404,
        "/%00": 400, "/figure/activity.held%00": 400, "/figure/activity.held%00nope": 400,
        "/record/activity%00/1": 400, "/?period=2021H1%00": 400, "/figure/activity.held?where=kind%20is%20set%00": 400,
        "/..%2f..%2f..%2fetc%2fpasswd": 404, "/../../etc/passwd": 404, "/%2e%2e/%2e%2e/etc/passwd": 404,
        "/definitions/registers/activity.yaml": 404, "/books.db": 404, "/master.key": 404, "//": 404,
        "/%ff%fe": 400, "/figure/%e5%85%ac": 404, "/figure/activity.held?org=%ff": 400, "/?org=999": 404,
        "/?org=440308": 404, "/?org=" + "4" * 5000: 404, "/?period=2021H9": 400, "/?period=" + "2" * 5000: 400,
        "/?period=2021-01-01..2020-01-01": 400, "/?period=9999": 400, "/document/odt": 400, "/document/": 404,
        "/summary/nope": 404, "/summary/..%2fhalf_year": 404, "/" + "a" * 20000: (404, 414, 431),
        "/figure/" + "a" * 3000: 404, "/register/activity?where=" + "(" * 3000: 400,
        "/figure/activity.held?cursor=zz": 400, "/figure/activity.held?cursor=0.1.2": 400,
        "/figure/activity.held?cursor=9.1.2.3": 400, "/figure/activity.held?by1=zz&key1=q": 400,
        "/figure/activity.held?by1=org:galaxy&key1=1": 400, "/figure/activity.held?where=1%3D": 400,
        "/figure/activity.held?where=drop%20table": 400, "/register/activity?where=foo(": 400,
        "/register/activity?where=topic%20%3D%20'x'%20or%201%3D1%3B--": 400, "/register/activity?cursor=x": 400,
        "/register/person?where=name%20%3D%20'x'": 400, "/register/rights_case?where=contains(facts,'x')": 400,
    }


def check_bad_addresses(server, books):
    for address, wanted in bad_addresses(books).items():
        status, headers, body = server.ask(address)
        right = status in wanted if isinstance(wanted, tuple) else status == wanted
        clean = status in (414, 431) or (CODE.search(body) and "text/html" in headers["Content-Type"])
        tap.ok(right and clean, f"{address[:70]} is answered with a page that says what is wrong",
               f"status {status}, wanted {wanted}", body[-300:].decode("utf-8", "replace"))


def mutated(dice, address):
    letters = "%00%ff%27%22<>&=?/.;#+-()'\"0123456789abcdef\u5987\u8054 "
    for _ in range(dice.randint(1, 5)):
        at = dice.randint(1, len(address))
        piece = dice.choice((dice.choice(letters), "%" + dice.choice("0123456789abcdefg") * 2, "/", "&where=", "..", "\u5987"))
        address = address[:at] + piece + address[at + dice.randint(0, 3):]
    return urllib.parse.quote(address, safe="/?&=%.;+-()'<>\"#").replace("#", "%23")


def check_garbage(server):
    """Addresses turned to garbage by dice, and lines that are no HTTP."""
    dice = random.Random(20210630)
    good = ["/figure/activity.held?org=440307&period=2021H1&by1=kind&key1=camp", "/record/activity/1?tenant=440307",
            "/register/rights_case?where=matter%20%3D%20'labour'&cursor=1.2.3", "/entry/440307/12?lang=en",
            "/document/text?period=2021Q2&template=half_year", "/figure/rights_case.cases?by1=org:street&by2=month&key2=202101",
            "/?org=440307016&period=2021-01-01..2021-06-30&lang=en", "/summary/half_year_en?cumulative=1"]
    odd = []
    for _ in range(300):
        address = mutated(dice, dice.choice(good))
        status = server.ask(address)[0]
        if status not in (200, 400, 403, 404, 414):
            odd.append((address, status))
    tap.ok(not odd, "300 garbled addresses are answered or refused, none ends in an error of the server", odd[:5])
    for line in (b"\0\0\0\0\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\xff" * 4000, b"GET / HTTP/1.1\r\n",
                 b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: " + b"b" * 200000 + b"\r\n\r\n",
                 b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nx",
                 b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                 b"GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"):
        server.raw(line)
    server.connection.close()
    tap.equal(server.ask("/figures")[0], 200, "lines that are no HTTP leave the server alive")
    idle = [socket.create_connection(("127.0.0.1", server.port), 5) for _ in range(60)]
    tap.equal(server.ask("/figures")[0], 200, "sixty idle visitors do not shut others out")
    for line in idle:
        line.close()


# ---- sealed values ----

def files_of(books):
    """Everything the program keeps, read while the server holds it open."""
    return {path.name: path.read_bytes() for path in books.rglob("*") if path.is_file()}


def outputs_of(books):
    """Everything the command line gives out: exports, documents, lists and refusals."""
    given = {}
    for register in ("person", "rights_case", "activity.signups", "rights_case.steps"):
        for role in ("clerk", "lead"):
            done = jinguo.run("export", register, "--data", books, "--as", role)
            given[f"export {register} --as {role}"] = done.raw + done.err.encode()
    for form in ("docx", "html", "text"):
        for words in ((), ("--redact",)):
            done = jinguo.must("summary", "--data", books, "--period", PERIOD, "--to", form, *words)
            given[f"summary --to {form} {words}"] = done.raw + done.err.encode()
    docx = zipfile.ZipFile(io.BytesIO(jinguo.must("summary", "--data", books, "--period", PERIOD, "--to", "docx").raw))
    given["inside the Word file"] = b"".join(docx.read(name) for name in docx.namelist())
    for words in ((), ("--json",)):
        done = jinguo.must("figure", "rights_case.callers", "--data", books, "--period", PERIOD, "--records", *words)
        given[f"list of callers {words}"] = done.raw + done.err.encode()
        done = jinguo.must("verify", "--data", books, *words)
        given[f"verify {words}"] = done.raw + done.err.encode()
    return given


def refusals_of(books):
    """Imports that fail on the very cell that is sealed: the message names the cell, not the value."""
    wrong = {
        "telephone": ("person", f"home_org,registered_on,name,sex,phone\n440307016001,2021-03-01,x,female,{SECRET_PHONE}bad\n"),
        "name too long": ("person", f"home_org,registered_on,name,sex\n440307016001,2021-03-01,{SECRET_NAME * 30},female\n"),
        "number": ("person", f"home_org,registered_on,name,sex,id_number\n440307016001,2021-03-01,x,female,{SECRET_NAME}\n"),
        "caller": ("rights_case", "received_on,handling_org,channel,matter,caller\n"
                   f"2021-03-01,440307016001,visit,property,{SECRET_NAME}\n"),
    }
    given = {}
    for name, (register, text) in wrong.items():
        for words in ((), ("--json",), ("--lang", "en"), ("--dry-run",)):
            path = jinguo.folder() / "wrong.csv"
            path.write_text(text, "utf-8")
            done = jinguo.run("import", register, path, "--data", books, *words)
            tap.equal(done.code, 2, f"import of a bad {name} {' '.join(words)} is refused", done)
            given[f"refusal of a bad {name} {words}"] = done.raw + done.err.encode()
    return given


def check_secrets(server, books, case_page):
    tap.ok("密封" in case_page or "sealed" in case_page, "the page of the case says that something is sealed")
    found = [leak for (_, path), body in server.seen.items() for leak in leaks(path, body)]
    tap.ok(not found, f"no sealed value on {len(server.seen)} pages", found[:5])
    files = files_of(books)
    tap.ok(len(files.get("books.db-wal", b"")) > 0, "the write-ahead log is there to be searched")
    found = [leak for name, content in files.items() for leak in leaks(name, content)]
    tap.ok(not found, f"no sealed value in {len(files)} files of the books", found[:5])
    given = {**outputs_of(books), **refusals_of(books)}
    found = [leak for name, content in given.items() for leak in leaks(name, content)]
    tap.ok(not found, f"no sealed value in {len(given)} outputs and refusals", found[:5])
    replay, keys = replayed.Replayed(books), replayed.Keys(books)
    person = next(r for r in replay.of("person") if r.number == "RY-2021-990001")
    tap.ok(keys.open(person, "name") == SECRET_NAME and keys.open(person, "phone") == SECRET_PHONE,
           "it is there all the same, for who has the keys")
    tap.ok(leaks("", json.dumps(SECRET_NAME).encode()) and leaks("", base64.b64encode(b"xy" + SECRET_WORDS.encode())),
           "the search would find it")


# ---- all ----

def visit_all(books):
    server = Server(books)
    with tap.part("secrets go in"):
        person, case = person_with_secrets(books)
        tap.ok(person.code == case.code == 0, "a person and her case come in while the server runs", person, case)
    with tap.part("summary"):
        check_summary(server, "zh")
        check_missing(server, "zh")
        check_summary(server, "en")
        check_missing(server, "en")
    with tap.part("figures"):
        records = check_figures(server, books)
        check_records(server, records)
    with tap.part("other pages"):
        check_registers(server)
        check_documents(server)
        check_answers(server)
    with tap.part("sealed values"):
        ident = next(r.id for r in replayed.Replayed(books).of("rights_case") if r.number == "WQ-龙岗-2021-9901")
        case_page = server.ask(f"/record/rights_case/{ident}?tenant={jinguo.TENANT}")[2].decode("utf-8")
        for href in Page(case_page).to("/entry/"):
            server.ask(href)
        server.ask("/register/person?where=" + urllib.parse.quote("number = 'RY-2021-990001'"))
        check_secrets(server, books, case_page)
    code, log = server.stop()
    tap.ok(code == 0 and not leaks("log", log.encode()), "the server ends when asked to", code, log)


def visit_roughly(books):
    """The same program under sanitizers, for the addresses that nobody should ask."""
    server = Server(books, jinguo.CHECKED)
    with tap.part("bad addresses"):
        check_bad_addresses(server, books)
        check_garbage(server)
        check_answers(server)
    code, log = server.stop()
    tap.ok(code == 0 and "runtime error" not in log and "Sanitizer" not in log, "the server ends clean under sanitizers",
           code, log)


def check_port_taken(books):
    server = Server(books)
    done = jinguo.run("serve", "--data", books, "--port", server.port)
    tap.ok(done.code == 8 and str(server.port) in done.err, "a port that is taken is refused with its number", done)
    server.stop()


def main():
    books = jinguo.new_books(seed=23)
    visit_all(books)
    visit_roughly(books)
    with tap.part("port"):
        check_port_taken(books)
    tap.end()


main()
