# SPDX-License-Identifier: Apache-2.0
"""The words of a dispute whose retention is over go from every place where they may stand: each is
planted with a marker, and the marker is looked for in the whole database afterwards."""
import json
import os
import re
import subprocess
import sys
import time
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", name) for name in ("casefile", "evidence", "intake_outside")]

from casebed import MEDIATOR  # noqa: E402
from filebed import PART, pdf  # noqa: E402
from inventory import EVERY, KEPT, ROWLESS  # noqa: E402
from orders_bed import CLASSES, Bed, person  # noqa: E402
from sender import Listener  # noqa: E402
from served import YIMA, environment  # noqa: E402

PASSWORD = "correct horse battery"
MARK = "朱雀玄武"
PERSONS = (person(41), person(42))
PHONES = ("13912340041", "13912340042")
YEAR = 31557600


def psql(bed, text, *more):
    got = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", *more, "-c", text,
                          f"host={bed.data} user=yima dbname=yima"], capture_output=True,
                         env=environment(), text=True, check=False)
    assert got.returncode == 0, got.stderr
    return got.stdout.strip()


def dump(bed):
    """The whole database as text; bytes as hexadecimal digits."""
    got = subprocess.run(["pg_dump", "--data-only", "--inserts", "-h", bed.data, "-U", "yima", "yima"],
                         capture_output=True, env=environment(), check=False)
    assert got.returncode == 0, got.stderr
    return got.stdout.decode()


def places(text, words):
    """Tables of a dump in which one of the words stands, as text or as bytes."""
    found = set()
    needles = [w for word in words for w in (word, word.encode().hex())]
    for line in text.splitlines():
        if any(n in line for n in needles):
            found.add(re.match(r"INSERT INTO \w+\.(\w+)", line)[1] if line.startswith("INSERT")
                      else line[:60])
    return {re.sub(r"_\d{6}$|_p\d+$", "", t) for t in found}


def today(years=0):
    """The day in Shanghai so many years of 365 days and a quarter from now."""
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600 + int(years * YEAR)))


class Words(Bed):
    """One server, two disputes full of words and one that is young."""

    @classmethod
    def prepare(cls):
        cls.admin = cls.token("--role", "admin")
        cls.window = cls.token("--role", "window_clerk", "--staff", "5040")
        cls.listener = Listener()
        cls.signers = {}
        cls.add_partner("hz-12345")
        with open(f"{cls.home}/classes.json", "w", encoding="utf-8") as f:
            json.dump(CLASSES, f, ensure_ascii=False)
        cls.yima("partner", "map", "import", f"{cls.home}/classes.json")
        made = subprocess.run([YIMA, "account", "add", "--data", cls.data, "--login", "dpo", "--name", "保护官",
                               "--role", "dpo", "--region", "330108", "--password-stdin"],
                              input=PASSWORD + "\n", capture_output=True, text=True, check=False,
                              env=environment())
        assert made.returncode == 0, made.stderr
        cls.yima("account", "add", "--login", "clerk", "--name", "窗口", "--role", "window_clerk",
                 "--staff", "5040")
        known = cls.until("the bodies are known", lambda: cls.take().get("dispute"))
        cls.id = known if isinstance(known, str) else known["id"]
        cls.no = psql(cls, "select max(dispute_id) from dispute")
        cls.before = cls.fill(cls.id)
        cls.plain = dump(cls)

    @classmethod
    def take(cls):
        order = cls.order(
            external_ref=f"{MARK}-9001", title=f"{MARK}漏水", description=f"{MARK}说明",
            parties=[{"side": "claimant", "kind": "natural", "name": f"甲{MARK}",
                      "identity": PERSONS[0], "phone": PHONES[0], "address": f"{MARK}路1号"},
                     {"side": "respondent", "kind": "natural", "name": f"乙{MARK}",
                      "identity": PERSONS[1], "phone": PHONES[1]}])
        reply = cls.send(order)
        assert reply.status == 200, reply.text
        if reply.json["status"] == "accepted":
            return reply.json["body"]
        assert "is not an active body" in reply.text, reply.text
        return {}

    @classmethod
    def draw(cls, months=1):
        """The credit profiles of this month, approved, or of one that comes; its counts."""
        later = 40 * months
        month = time.strftime("%Y-%m", time.gmtime(time.time() + 8 * 3600 + (later - 40) * 86400))
        if months == 1:
            cls.yima("account", "add", "--login", "runner", "--name", "运行人", "--role", "supervisor",
                     "--staff", "5001")
            cls.approving("account", "add", "--login", "approver", "--name", "审批人", "--role",
                          "supervisor", "--staff", "5002")
        got = subprocess.run([YIMA, "credit", "run", "--data", cls.data, month, "--by", "runner",
                              "--quiet", "--summary", "-"], capture_output=True, text=True, check=False,
                             env=environment(YIMA_TEST_CLOCK_OFFSET_S=str(later * 86400)))
        assert got.returncode == 0, got.stdout + got.stderr
        cls.approving("credit", "approve", month, "--by", "approver", later=later)
        return json.loads(got.stdout.splitlines()[0])["counts"]

    @classmethod
    def approving(cls, *words, later=0):
        """The password of who approves is given."""
        got = subprocess.run([YIMA, *words[:2], "--data", cls.data, *words[2:], "--password-stdin"],
                             capture_output=True, text=True, check=False, input=PASSWORD + "\n",
                             env=environment(YIMA_TEST_CLOCK_OFFSET_S=str(later * 86400)))
        assert got.returncode == 0, got.stdout + got.stderr

    @classmethod
    def words(cls, command, **more):
        """A command each of whose free words is the marker."""
        return {"command": command, **more}

    @classmethod
    def fill(cls, dispute):
        """Take it from its acceptance to its end, with words wherever words may be."""
        party = [cls.party(dispute, n) for n in (0, 1)]
        steps = [
            (cls.manager, "accept", {"note": f"{MARK}受理"}),
            (cls.manager, "assign", {"mediator": MEDIATOR, "note": f"{MARK}指派"}),
            (cls.mediator, "accept_case", {"note": f"{MARK}接受"}),
            (cls.mediator, "notify", {"seat": 0, "manner": f"{MARK}电话"}),
            (cls.mediator, "notify", {"seat": 1, "manner": f"{MARK}电话"}),
            (party[0], "consent", {"seat": 0, "manner": f"{MARK}当面"}),
            (party[1], "consent", {"seat": 1, "manner": f"{MARK}当面"}),
            (cls.mediator, "hold_session", {
                "date": today(), "place": f"{MARK}室", "note": f"{MARK}会", "attendance": [
                    {"seat": 0, "status": "attended"}, {"seat": 1, "status": "attended"}]}),
            (cls.mediator, "assess_risk", {"harm": 1, "urgency": 1, "scope": 1,
                                           "reason": f"{MARK}风险"}),
            (cls.manager, "correct", {"title": f"{MARK}更正的题目", "reason": f"{MARK}更正"}),
            (cls.mediator, "reach_agreement", {
                "terms": f"{MARK}赔偿", "facts": f"{MARK}事实", "place": f"{MARK}处",
                "obligations": [{"payer": 1, "payee": 0, "amount_fen": "300000", "due": "2030-01-31",
                                 "account": f"{MARK}账户", "manner": f"{MARK}方式",
                                 "consequence": f"{MARK}后果"},
                                {"payer": 1, "payee": 0, "act": f"{MARK}修好", "due": "2030-01-31"}]}),
        ]
        for token, command, fields in steps:
            cls.command(dispute, token, {"command": command, **fields})
        cls.keep_file(dispute, party)
        for seat in (0, 1):
            cls.command(dispute, party[seat], {"command": "sign", "manner": f"{MARK}签"})
        cls.command(dispute, cls.mediator, {"command": "sign_mediator", "manner": f"{MARK}签"})
        cls.command(dispute, cls.manager, {"command": "seal", "manner": f"{MARK}章"})
        for n in (0, 1):
            cls.command(dispute, cls.mediator, {"command": "record_performance", "obligation": n,
                                                "result": "fulfilled", "note": f"{MARK}履行"})
        cls.command(dispute, cls.manager, {"command": "archive", "note": f"{MARK}归档"})
        cls.draw()  # before it is protected
        cls.plant(cls.no)
        return cls.facts(dispute)

    @classmethod
    def keep_file(cls, dispute, party):
        """What belongs to the file and is no event, or stands beside one."""
        base = f"/api/v1/disputes/{dispute}"
        for kind in ("neutral", "concession", "undisputed", "caucus"):
            made = cls.post(f"{base}/notes", cls.mediator, {"kind": kind, "text": f"{MARK}{kind}"})
            assert made.status == 201, made.text
        made = cls.post(f"{base}/appointments", cls.mediator, {
            "at": "2030-01-02T09:00:00+08:00", "minutes": 60, "seats": [0, 1],
            "place": f"{MARK}会议室", "note": f"{MARK}带证件"})
        assert made.status == 201, made.text
        content = pdf(MARK)
        begun = cls.post(f"{base}/attachments", party[0], {
            "name": f"{MARK}.pdf", "bytes": len(content), "kind": "neutral", "purpose": "evidence",
            "sha256": __import__("hashlib").sha256(content).hexdigest()})
        assert begun.status == 201, begun.text
        n = begun.json["id"]
        connection = cls.connect()
        connection.request("PUT", f"{base}/attachments/{n}/parts/0", content[:PART],
                           {"Authorization": "Bearer " + party[0],
                            "Content-Type": "application/octet-stream"})
        assert connection.getresponse().status == 204
        connection.close()
        done = cls.post(f"{base}/attachments/{n}/finish", party[0], None)
        assert done.status == 201, done.text
        issued = cls.post(f"{base}/access-codes", cls.manager, {"seat": 0})
        assert issued.status in (200, 201), issued.text
        paper = cls.ask(f"{base}/agreement/paper", cls.mediator)
        assert paper.status == 200, paper.text
        cls.paper = paper.json

    @classmethod
    def plant(cls, dispute):
        """What only circumstances bring about, as the program would have stored it."""
        where = f"{dispute}::bigint & 1023)::int, {dispute}"
        partner = psql(cls, "select partner_id from partner limit 1")
        psql(cls, f"""
            insert into exchange_discrepancy (bucket, dispute_id, partner_id, kind, what, ref, ours,
                theirs, since, run_at) values (({where}, {partner}, 0, 0, '{MARK}', '{MARK}', '{MARK}',
                now(), now());
            insert into dispute_protection (bucket, dispute_id, protection_id, kind, is_set,
                lifts_report, at, by, role, staff_id, reason) values (({where}, 1, 0, true, false,
                now(), 'x', 1, 0, '{MARK}');
            insert into exchange_message (bucket, message_no, dispute_id, partner_id, is_out, verb,
                kind, state, name, made_at, payload, note, error, reason_zh, reason_en) values
                (({where.split(',')[0]}, 77, {dispute}, {partner}, true, 0, 0, 4, 'm-77', now(),
                '{MARK}', '{MARK}', '{MARK}', '{MARK}', '{MARK}');
            insert into points_proposal (bucket, proposal_id, staff_id, body_id, month, day,
                dispute_id, rule_group, rule, rules, words, points, fen, note, revision, state,
                made_at, made_by) values (({where.split(',')[0]}, 78, 1, 1, '2026-01-01', '2026-01-01',
                {dispute}, 0, 0, 'x', '{{}}', 1, 1, '{MARK}', 0, 0, now(), 'x');
            update party set agent = '代{MARK}', agent_phone = '{MARK}' where dispute_id = {dispute}
                and seat = 0;
            update api_token set label = '{MARK}' where dispute_id = {dispute};
            insert into delivery (subscription_id, dispute_id, seq, at, rule, kind, procedure, colour,
                stage, type, region, body_id, topics, created_at, is_dead, error)
                select subscription_id, {dispute}, 1, now(), 0, 0, 1, 0, 0, 0, 0, 0, 0, now(), true,
                '{MARK}' from subscription limit 1""")

    @classmethod
    def facts(cls, dispute):
        """What must be the same before and after: state, hashes, the skeleton of each event."""
        state = psql(cls, f"select encode(state, 'hex'), encode(head, 'hex'), version from dispute "
                          f"where dispute_id = {cls.no}")
        hashes = psql(cls, f"select seq, encode(hash, 'hex') from event where dispute_id = {cls.no} "
                           f"order by seq")
        events = cls.ask(f"/api/v1/disputes/{dispute}/events?limit=200", cls.manager).json["items"]
        return state, hashes, [(e["seq"], e["command"], e["rule"], e["at"]) for e in events]

    def run_anonymise(self, *more, years=0, code=0, password=PASSWORD):
        got = subprocess.run(
            [YIMA, "privacy", "anonymise", "--data", self.data, "--quiet", "--password-stdin", *more],
            capture_output=True, text=True, check=False, input=password + "\n",
            env=environment(YIMA_TEST_CLOCK_OFFSET_S=str(int(years * YEAR))))
        self.assertEqual(got.returncode, code, got.stdout + got.stderr)
        return got.stdout + got.stderr

    # The tests run in this order: the last ones see what the first ones left.

    def test_1_the_markers_stand_everywhere(self):
        clear = places(self.plain, [MARK])
        for table in ("party", "dispute_detail", "event", "external_ref", "exchange_discrepancy",
                      "dispute_reference", "outside_order", "exchange_message", "api_token"):
            self.assertIn(table, clear)
        for table in ("note", "appointment", "attachment", "attachment_part", "sealed_part",
                      "access_code", "outside_phone"):
            self.assertNotEqual(psql(self, f"select count(*) from {table}"), "0", table)

    def test_2_every_column_is_decided_on(self):
        """A column that nobody has thought of is a place where words stay for ever."""
        rows = psql(self, """
            select c.table_name || '.' || c.column_name from information_schema.columns c
            join information_schema.tables t using (table_schema, table_name)
            where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
              and c.data_type in ('text', 'bytea', 'ARRAY', 'json', 'jsonb', 'character varying')
              and c.table_name !~ '^event_'""").splitlines()
        unknown = {r for r in rows} - set(EVERY)
        self.assertEqual(unknown, set(), "decide in test/privacy/inventory.py what becomes of these")
        self.assertEqual(set(EVERY) - set(rows), set(), "these are there no more")

    def test_3_who_and_when(self):
        day = today(0)
        said = self.run_anonymise("--closed-before", day, "--by", "clerk", code=1)
        self.assertIn("may not do this", said)
        said = self.run_anonymise("--closed-before", day, "--by", "nobody", code=1)
        self.assertIn("no account", said)
        self.assertIn("--by", self.run_anonymise("--closed-before", day, code=2))
        for wrong in ("2030-13-01", "yesterday", today(3)):
            said = self.run_anonymise("--closed-before", wrong, "--by", "dpo", code=2)
            self.assertIn("--closed-before", said)
        said = self.run_anonymise("--closed-before", day, "--by", "dpo", code=1, password="wrong")
        self.assertIn("password of dpo is wrong", said)
        self.assertIn("seal-key", self.proof_of_nothing())

    def proof_of_nothing(self):
        got = subprocess.run([YIMA, "privacy", "proof", "--data", self.data, self.id],
                             capture_output=True, text=True, check=False, env=environment())
        self.assertEqual(got.returncode, 1)
        self.assertIn("no words were removed", got.stderr)
        return "seal-key"

    def test_3b_a_message_is_recognised_for_its_time(self):
        """Orders that became no dispute have 180 days, receipts 400: whoever sends a message again
        after 200 days is told what was told then."""
        order = self.order(title="")  # refused, so that no dispute comes of it
        first = self.send(order, name="kept-receipt")
        self.assertEqual(first.status, 200, first.text)
        for later in (200, 399):
            self.run_anonymise("--closed-before", today(), "--by", "dpo", years=later * 86400 / YEAR)
            again = self.send(order, name="kept-receipt")
            self.assertEqual((again.status, again.json), (200, first.json))
        self.assertEqual(self.receipts("kept-receipt"), "1")
        self.run_anonymise("--closed-before", today(), "--by", "dpo", years=402 * 86400 / YEAR)
        self.assertEqual(self.receipts("kept-receipt"), "0")

    def receipts(self, name):
        return psql(self, f"select count(*) from exchange_receipt where name = '{name}'")

    def test_4_nothing_before_its_time(self):
        said = self.run_anonymise("--closed-before", today(5), "--by", "dpo", years=5)
        self.assertIn("0 disputes anonymised, 1 kept", said)
        swept = {"exchange_receipt"}  # repeats a number of somebody's, and has had its time
        self.assertEqual(places(dump(self), [MARK]), places(self.plain, [MARK]) - swept)
        dry = self.run_anonymise("--closed-before", today(7), "--by", "dpo", "--dry-run", years=7)
        self.assertIn("1 disputes would be anonymised", dry)
        self.assertIn("example/2026-11-01 general", dry)
        self.assertEqual(places(dump(self), [MARK]), places(self.plain, [MARK]) - swept)

    def test_5_all_of_it_goes(self):
        summary = f"{self.home}/summary.json"
        said = self.run_anonymise("--closed-before", today(7), "--by", "dpo",
                                  "--summary", summary, years=7)
        self.assertIn("1 disputes anonymised, 0 kept", said)
        with open(summary, encoding="utf-8") as f:
            told = json.load(f)
        self.assertEqual((told["anonymised"], told["broken"]), (1, 0))
        for table in ("note", "party", "attachment_part", "sealed_part", "access_code",
                      "outside_order", "external_ref", "outside_phone"):
            self.assertGreater(told["removed"][table], 0, table)
        text = dump(self)
        self.assertEqual(places(text, [MARK, *PERSONS, *PHONES]), set())
        for row in psql(self, "select tablename, attname, most_common_vals::text, "
                              "histogram_bounds::text, most_common_elems::text from pg_stats "
                              "where schemaname = 'public'").splitlines():
            self.assertNotIn(MARK, row)
            self.assertNotIn(MARK.encode().hex(), row)
        for table, columns in KEPT.items():  # what stays of a dispute holds nothing sealed
            for column in columns:
                self.assertEqual(
                    psql(self, f"select count(*) from {table} where dispute_id = {self.no} and "
                               f"{column} is not null and octet_length({column}) > 0"), "0",
                    f"{table}.{column}")

        for table in ROWLESS:
            self.assertEqual(psql(self, f"select count(*) from {table} where dispute_id = {self.no}"),
                             "0", table)

    def test_5b_what_is_left_of_credit_profiles(self):
        """A profile is about a party: it keeps its time, under a hash that no seat has any more, and
        nobody is shown it through the dispute. The next month does not tell of the dispute."""
        self.assertEqual(psql(self, "select count(*) from credit_profile p where not exists (select "
                                    "from party x where x.identity_hash = p.party)"), "2")
        self.assertEqual(psql(self, "select count(*) from party where identity_hash is not null and "
                                    f"dispute_id = {self.no}"), "0")
        for seat in ("0", "1"):
            party = self.token("--role", "party", "--dispute", self.id, "--seat", seat)
            reply = self.ask("/api/v1/credit/me", party)
            self.assertEqual(reply.status, 200, reply.text)
            self.assertEqual((reply.json["profile"], reply.json["none"]["code"], reply.json["months"]),
                             (None, "no_identity", []))
        counts = self.draw(2)
        self.assertEqual((counts["parties"], counts["natural"], counts["gone"]), (0, 0, 2))

    def test_6_what_stays_is_whole(self):
        self.assertEqual(self.facts(self.id), self.before)
        said = self.yima("verify", "--files")
        self.assertIn("clean", said)
        self.assertIn("1 disputes anonymised", said)
        for words in (("show", self.id), ("explain", self.id), ("privacy", "proof", self.id)):
            self.assertIn("〔已匿名〕" if words[0] == "show" else "", self.yima(*words))
        self.yima("export", "--format", "jsonl")
        for path in ("", "/events?limit=200", "/explain", "/agreement", "/notes", "/attachments",
                     "/appointments", "/commands", "/sealed"):
            reply = self.ask(f"/api/v1/disputes/{self.id}{path}", self.manager)
            self.assertIn(reply.status, (200, 404) if path == "/sealed" else (200,), path + reply.text)
            self.assertNotIn(MARK, reply.text)
        gone = self.ask(f"/api/v1/disputes/{self.id}/sealed/{self.paper['document_code']}",
                        self.mediator)
        self.assertEqual(gone.status, 410, gone.text)
        known = self.ask(f"/api/v1/disputes/{self.id}", self.manager).json
        self.assertEqual(known["title"], "〔已匿名〕")
        found = self.ask(f"/api/v1/disputes?external_ref={urllib.parse.quote(MARK)}-9001", self.window)
        self.assertEqual(found.json["items"], [])

    def test_7_the_proof(self):
        said = self.yima("privacy", "proof", self.id)
        for word in ("yima anonymised 1", "round 1", "example/2026-11-01 general", "by dpo cli:",
                     "party 2", "verified:", "signature "):
            self.assertIn(word, said)

    def login(self):
        return psql(self, f"select login from anonymised where dispute_id = {self.no}")

    def test_8_tampering_is_found(self):
        """Of the payload that stands there now, of the record, of its signature."""
        where = f"where dispute_id = {self.no}"
        for change, undo, word in (
                (f"update event set payload = replace(convert_from(payload, 'UTF8'), '〔已匿名〕', "
                 f"'〔已匿名了〕')::bytea {where} and seq = 2",
                 f"update event set payload = replace(convert_from(payload, 'UTF8'), '〔已匿名了〕', "
                 f"'〔已匿名〕')::bytea {where} and seq = 2", "changed since its words were removed"),
                (f"update anonymised set login = 'eve' {where}",
                 f"update anonymised set login = '{self.login()}' {where}", "the statement was altered"),
                (f"update anonymised set redacted = redacted + 1 {where}",
                 f"update anonymised set redacted = redacted - 1 {where}", "the statement was altered"),
                (f"create table kept as select * from anonymised; delete from anonymised",
                 "insert into anonymised select * from kept; drop table kept", "hash")):
            psql(self, change)
            try:
                got = subprocess.run([YIMA, "verify", "--data", self.data], capture_output=True,
                                     text=True, check=False, env=environment())
                self.assertEqual(got.returncode, 1, got.stdout)
                self.assertIn(word, got.stdout)
                proof = subprocess.run([YIMA, "privacy", "proof", "--data", self.data, self.id],
                                       capture_output=True, text=True, check=False, env=environment())
                self.assertEqual(proof.returncode, 1, proof.stdout)
            finally:
                psql(self, undo)
        self.assertIn("clean", self.yima("verify"))

    def test_9_again_and_what_comes_later(self):
        self.assertIn("0 disputes anonymised", self.run_anonymise(
            "--closed-before", today(7), "--by", "dpo", years=7))
        self.command(self.id, self.mediator, {"command": "visit", "note": f"{MARK}回访",
                                              "date": today(0)})
        self.assertIn("clean", self.yima("verify"))
        proof = self.yima("privacy", "proof", self.id)
        self.assertIn("1 events came later", proof)
        self.assertIn("1 disputes anonymised", self.run_anonymise(
            "--closed-before", today(7), "--by", "dpo", years=7))
        self.assertEqual(places(dump(self), [MARK]), set())
        proof = self.yima("privacy", "proof", self.id)
        self.assertIn("round 2", proof)
        self.assertIn("verified:", proof)
        self.assertIn("clean", self.yima("verify", "--files"))


if __name__ == "__main__":
    unittest.main()
