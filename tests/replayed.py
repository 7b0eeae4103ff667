"""Books read from their journal alone: every entry of books.db replayed into plain dictionaries.

Written from docs/JOURNAL.md and from nothing of the program, so that a number counted here and
the program's number can only agree when both are right. Sealed values stay sealed until `Keys`
opens them with master.key and keys.db.
"""
import base64
import contextlib
import json
import sqlite3

import guomi
import journal_oracle


class Record(dict):
    """Fields by name; a field that is not set is None. Also for a row, with its record as `parent`."""
    def __missing__(self, name):
        return None

    def __init__(self, ledger, tenant, ident, parent=None):
        super().__init__()
        self.ledger, self.tenant, self.id, self.parent = ledger, tenant, ident, parent
        self.org = self.number = self.state = None
        self.voided = False
        self.version = self.entry = self.place = 0
        self.rows = {}

    def put(self, values):
        for name, value in values.items():
            if value is None:
                self.pop(name, None)
            else:
                self[name] = value


def read_only(path):
    return contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True))


def apply_rows(record, field, effects):
    rows = record.rows.setdefault(field, {})
    for dropped in effects.get("drop", ()):
        del rows[int(dropped)]
    for added in effects.get("add", ()):
        ident = int(added["id"])
        assert ident not in rows
        rows[ident] = Record(f"{record.ledger}.{field}", record.tenant, ident, record)
    for touched in (*effects.get("add", ()), *effects.get("change", ())):
        row = rows[int(touched["id"])]
        row.put(touched.get("set", {}))
        row.place = touched.get("place", row.place)


class Replayed:
    """Every record of the books by (ledger, tenant, id), as its entries left it."""
    def __init__(self, books):
        self.records = {}
        self.entries = 0
        with read_only(books / "books.db") as database:
            for entry in database.execute("SELECT tenant, seq, ledger, action, record, version, effects"
                                          " FROM journal ORDER BY tenant, seq"):
                self.apply(*entry)
        self.successors = {unit.org: unit["succeeded_by"] for unit in self.of("org") if unit["succeeded_by"]}

    def apply(self, tenant, seq, ledger, action, ident, version, effects):
        effects = json.loads(effects)
        key = ledger, tenant, ident
        assert (action == "create") == (key not in self.records), f"entry {seq} of {tenant}"
        record = self.records.setdefault(key, Record(ledger, tenant, ident))
        assert version == record.version + 1, f"entry {seq} of {tenant}"
        record.version, record.entry = version, seq
        record.org = effects.get("org", record.org)
        record.number = effects.get("number", record.number)
        record.state = effects.get("state", record.state)
        record.voided = record.voided or effects.get("void", False)
        record.put(effects.get("set", {}))
        for field, rows in effects.get("rows", {}).items():
            apply_rows(record, field, rows)
        self.entries += 1

    def of(self, ledger):
        return [record for record in self.records.values() if record.ledger == ledger and not record.voided]

    def today(self, code):
        """The code that answers for `code` on today's map. Only single communities were succeeded here."""
        while code in self.successors:
            code = self.successors[code]
        above = [code[:length] for length in (9, 6, 4, 2) if length < len(code)]
        assert not any(unit in self.successors for unit in above), code
        return code


class Keys:
    """Opens sealed values as docs/JOURNAL.md says: master.key, then the wrapped key, then the envelope."""
    def __init__(self, books):
        self.masters = {}
        for line in (books / "master.key").read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                version, algorithm, key, check = line.split(" ")
                assert algorithm == "sm4-gcm"
                assert journal_oracle.sm3(line.rsplit(" ", 1)[0].encode()).hex()[:8] == check
                self.masters[int(version)] = bytes.fromhex(key)
        with read_only(books / "keys.db") as database:
            self.wrapped = {(tenant, record): (version, wrapped) for tenant, record, version, wrapped in
                            database.execute("SELECT tenant, record, master_version, wrapped FROM data_key")}
            version, wrapped = database.execute(
                "SELECT master_version, wrapped FROM secret WHERE name = 'blind'").fetchone()
        self.opened = {}
        self.blind = self.unwrap(b"S", 0, 0, version, wrapped, b"blind")

    def unwrap(self, kind, tenant, record, version, wrapped, name=b""):
        bound = kind + tenant.to_bytes(8, "big") + record.to_bytes(8, "big") + version.to_bytes(8, "big") + name
        return guomi.envelope_open(self.masters[version], wrapped, bound)

    def open(self, record, field):
        """The plain text of a sealed field of a record, None when it is not set."""
        if record[field] is None:
            return None
        asked = record.ledger, record.tenant, record.id, field
        if asked not in self.opened:
            self.opened[asked] = self.unsealed(record, field)
        return self.opened[asked]

    def unsealed(self, record, field):
        version, wrapped = self.wrapped[record.tenant, record.id]
        key = self.unwrap(b"K", record.tenant, record.id, version, wrapped)
        bound = record.tenant.to_bytes(8, "big") + record.id.to_bytes(8, "big") + field.encode()
        return guomi.envelope_open(key, base64.b64decode(record[field]["sealed"]), bound).decode()

    def token(self, record, field, plain):
        names = record.ledger.encode() + b"\0" + field.encode() + b"\0"
        return guomi.hmac_sm3(self.blind, record.tenant.to_bytes(8, "big") + names + plain.encode())[:16]
