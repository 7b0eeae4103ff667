"""An oracle for the journal that shares no code with the program: it reads
books.db through Python's own SQLite, computes SM3 (GB/T 32905) itself and lays
out the bytes as docs/JOURNAL.md says. Usage: journal_oracle.py BOOKS.DB; prints
what it counted, or what is wrong and exits with 1. An auditor may use it too."""

import datetime
import sqlite3
import sys

MASK = 0xFFFFFFFF
START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)


def turn(word, by):
    by %= 32
    return (word << by | word >> (32 - by)) & MASK


def compress(state, block):
    words = [int.from_bytes(block[i:i + 4], "big") for i in range(0, 64, 4)]
    for i in range(16, 68):
        mixed = words[i - 16] ^ words[i - 9] ^ turn(words[i - 3], 15)
        words.append(mixed ^ turn(mixed, 15) ^ turn(mixed, 23) ^ turn(words[i - 13], 7) ^ words[i - 6])
    a, b, c, d, e, f, g, h = state
    for i in range(64):
        constant = 0x79CC4519 if i < 16 else 0x7A879D8A
        first = turn((turn(a, 12) + e + turn(constant, i)) & MASK, 7)
        second = first ^ turn(a, 12)
        choose = a ^ b ^ c if i < 16 else (a & b) | (a & c) | (b & c)
        pick = e ^ f ^ g if i < 16 else (e & f) | (~e & MASK & g)
        left = (choose + d + second + (words[i] ^ words[i + 4])) & MASK
        right = (pick + h + first + words[i]) & MASK
        a, b, c, d = left, a, turn(b, 9), c
        e, f, g, h = right ^ turn(right, 9) ^ turn(right, 17), e, turn(f, 19), g
    return tuple(x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h)))


def sm3(data):
    padded = data + b"\x80" + bytes((55 - len(data)) % 64) + (len(data) * 8).to_bytes(8, "big")
    state = START
    for i in range(0, len(padded), 64):
        state = compress(state, padded[i:i + 64])
    return b"".join(word.to_bytes(4, "big") for word in state)


def number(value):
    return value.to_bytes(8, "big", signed=True)


def counted(text):
    data = text.encode()
    return len(data).to_bytes(4, "big") + data


def entry_bytes(row, previous):
    head = b"".join(number(row[name]) for name in ("tenant", "seq", "act", "at", "record", "version"))
    texts = b"".join(counted(row[name]) for name in ("actor", "role", "ledger", "action", "reason", "effects"))
    return b"JGE\x01" + head + texts + row["definition"] + previous


def anchor_bytes(tenant, day, seq, head, previous):
    return b"JGA\x01" + number(tenant) + number(day) + number(seq) + head + previous


def civil_day(at):
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=at, hours=8)
    return moment.year * 10000 + moment.month * 100 + moment.day


def wrong(what):
    print(f"# {what}")
    sys.exit(1)


def check_tenant(database, tenant):
    known = {row["hash"] for row in database.execute("SELECT hash FROM definition WHERE tenant = ?", (tenant,))}
    anchors = []
    seq, head, day, last_day, last_anchor = 0, bytes(32), 0, 0, bytes(32)
    for row in database.execute("SELECT * FROM journal WHERE tenant = ? ORDER BY seq", (tenant,)):
        today = civil_day(row["at"])
        if day and today > day > last_day:
            last_anchor = sm3(anchor_bytes(tenant, day, seq, head, last_anchor))
            anchors.append((day, seq, head, last_anchor))
            last_day = day
        if row["seq"] != seq + 1 or row["previous"] != head or sm3(entry_bytes(row, head)) != row["hash"]:
            wrong(f"entry {seq + 1} of {tenant}")
        if row["definition"] not in known:
            wrong(f"definition of entry {row['seq']} of {tenant}")
        seq, head, day = row["seq"], row["hash"], today
    kept = [tuple(row) for row in database.execute(
        "SELECT day, seq, hash, anchor_hash FROM anchor WHERE tenant = ? ORDER BY day", (tenant,))]
    if kept != anchors:
        wrong(f"anchors of {tenant}")
    return seq, len(anchors)


def main():
    if sm3(b"abc").hex() != "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0":
        wrong("this SM3 is not SM3")
    database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    entries = anchors = 0
    for row in database.execute("SELECT hash, source FROM definition"):
        if sm3(row["source"].encode()) != row["hash"]:
            wrong("an archived definition")
    for row in database.execute("SELECT DISTINCT tenant FROM journal ORDER BY tenant").fetchall():
        counts = check_tenant(database, row["tenant"])
        entries += counts[0]
        anchors += counts[1]
    print(f"# {entries} entries, {anchors} anchors")


if __name__ == "__main__":
    main()
