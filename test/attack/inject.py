# SPDX-License-Identifier: Apache-2.0
"""What people write, written by somebody who means harm: into every text of every body, query and header,
and read back wherever something is read. Text is text: it is neither carried out nor cut, or it is refused."""
import csv
import io
import json
import re
import subprocess
import time
import urllib.parse
import xml.etree.ElementTree as xml

import calls
from served import environment
from world import BODY, MEDIATOR, World

# One text that breaks out of SQL, HTML, scripts, spreadsheets, templates and logs if it is let.
EVIL = "=1+1'\"><script>evil()</script>\\');--${7}%s"
LINES = EVIL + "\nBEGIN:VEVENT\nATTACH:http://evil.example\n"
QUERIES = ("1;select pg_sleep(9)--", EVIL, "%", "\\", "-1", "9" * 30, "NaN", "a" * 300)
# What may turn, part or end a line unseen, or cannot stand in XML: refused wherever text is taken.
UNSEEN = ("\u202e", "\u2069", "\u2028", "\x00", "\x1b[2J", "\x9b", "\r", "\uffff")
# Who does the next step, and what would end the story too early.
LEADERS = ("mediator", "body_manager", "party", "agent", "window_clerk", "court_clerk", "confirming_judge",
           "filing_judge", "dispatcher", "centre", "supervisor")
LAST = {"merge", "migrate", "archive", "revoke_code"}
ENDS = LAST | {"withdraw", "close_case", "terminate", "go_to_court", "refuse_mediation", "refuse", "redirect", "transfer",
               "refer_court", "submit_filing", "decline_case", "reject_confirmation", "sue", "reopen", "correct",
               "reach_oral_agreement", "stay", "reissue_code", "dismiss_confirmation"}
READERS = ("mediator", "party", "body_manager", "court_clerk", "auditor", "admin")


def texts_of(document, schema, path=()):
    """Where free text stands in a schema: paths of names and indices."""
    if "$ref" in schema:
        at = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            at = at[step]
        yield from texts_of(document, at, path)
    elif schema.get("type") == "object":
        for name, member in schema.get("properties", {}).items():
            yield from texts_of(document, member, (*path, name))
    elif schema.get("type") == "array":
        yield from texts_of(document, schema.get("items", {}), (*path, 0))
    elif "string" in schema.get("type", ()) and not set(schema) & {"enum", "pattern", "format"}:
        yield path


def put(body, path, text):
    """The body with the text in its place; members on the way are made."""
    at = body
    for step in path[:-1]:
        if isinstance(step, int) and not at:
            at.append({})
        elif not isinstance(step, int):
            at = at.setdefault(step, [] if isinstance(path[path.index(step) + 1], int) else {})
            continue
        at = at[step]
    if isinstance(path[-1], int):
        at[:] = [text]
    else:
        at[path[-1]] = text
    return body


class Texts(World):
    """Every text of every body."""

    def fields(self):
        for call in self.calls:
            if call.media == "application/json" and not call.path.startswith(("/api/v1/intake", "/api/v1/exchange/{p")):
                yield from ((call, path) for path in texts_of(self.document, call.shape) if path)

    def sender(self, call):
        """Somebody who may send it: then the text is what is judged."""
        if call.is_open or call.right is None:
            return None
        for role in ("mediator", "body_manager", "window_clerk", "admin", "supervisor", "centre"):
            if role in self.rights[call.right]:
                return self.home_callers[role]
        return self.party(self.owned["dispute"], 0)

    def test_no_text_breaks_anything(self):
        tried = taken = 0
        for call, path in self.fields():
            if call.path.endswith("/session") and call.is_open:
                continue  # who is wrong too often must wait: counting.py tries these
            token = self.sender(call)
            for text in (EVIL, EVIL[:19], LINES):
                body = put(self.bodies.body(call), path, text)
                answer = self.send(call.method, call.address(self.owned), token, body)
                self.assertLess(answer.status, 500, (call, path, answer.bytes))
                taken += answer.status < 300
                tried += 1
        self.assertGreater(tried, 150)
        self.assertGreater(taken, 5)

    def test_what_cannot_be_seen_is_refused_everywhere(self):
        tried, wrong = 0, []
        for call, path in self.fields():
            if call.path.endswith("/session") and call.is_open:
                continue
            token = self.sender(call)
            for mark in UNSEEN:
                body = put(self.bodies.body(call), path, "某" + mark + "某某某某某")
                answer = self.send(call.method, call.address(self.owned), token, body)
                if not 400 <= answer.status < 500:
                    wrong.append((call, path, mark.encode("unicode-escape"), answer.status))
                tried += 1
        self.assertEqual(wrong, [])
        self.assertGreater(tried, 400)

    def test_queries_addresses_and_headers(self):
        tried = 0
        for call in self.calls:
            token = self.sender(call)
            known = [p["name"] for p in call.operation.get("parameters", []) if p["in"] == "query"]
            plain = call.address(self.owned)
            for text in QUERIES:
                quoted = urllib.parse.quote(text, safe="")
                if call.method == "GET" and call.path != "/metrics":
                    for name in known:
                        answer = self.send("GET", f"{plain}?{name}={quoted}", token)
                        self.assertLess(answer.status, 500, (call, name, text, answer.bytes))
                        tried += 1
                for name in call.names:
                    if call.path.startswith("/api/v1/codes/{token}/session"):
                        continue  # counted by address
                    path = call.path.replace("{" + name + "}", quoted)
                    for other in call.names:
                        path = path.replace("{" + other + "}", calls.WORDS.get(other, "1"))
                    answer = self.send(call.method, path, token, self.bodies.body(call))
                    self.assertLess(answer.status, 500, (call, name, text, answer.bytes))
                    self.assertGreaterEqual(answer.status, 200)
                    tried += 1
        for name in ("X-Request-Id", "Accept-Language", "If-Match", "If-None-Match", "Last-Event-ID", "Via",
                     "Yima-Purpose", "traceparent", "Origin", "Accept", "Cookie", "X-Forwarded-For", "Forwarded"):
            for text in (EVIL, "a" * 3000, "\"", ","):
                for path in ("", "/events"):
                    answer = self.send("GET", f"/api/v1/disputes/{self.owned['dispute']}{path}", self.admin, None,
                                       **{name: text})
                    self.assertLess(answer.status, 500, (name, text))
                    self.assertNotIn(EVIL, str(answer.headers))
        self.assertGreater(tried, 600)


class Stored(World):
    """Disputes full of it, led as far as they go, and read back in every form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taken, cls.done, cls.tries, cls.disputes = set(), set(), {}, []
        for i in range(4):
            dispute = cls.evil_dispute()
            if i == 0:
                cls.settle(dispute)
            cls.disputes.append(cls.lead(dispute, i < 2))
        cls.furnish(cls.disputes[0])

    @classmethod
    def evil_dispute(cls):
        shape = cls.document["components"]["schemas"]["Intake"]
        body = cls.bodies.of(shape)
        for path in texts_of(cls.document, shape):
            if path[-1] not in ("region", "body", "procedure", "identity", "phone", "external_ref"):
                put(body, path, EVIL)
        body.update(region="330108003001", body=BODY, external_ref=f"=EXT{cls.key()}\"><b>")
        body["parties"][0].update(side="claimant", kind="natural")
        body["parties"][1].update(side="respondent", kind="legal", name=EVIL + "2", address=EVIL)
        reply = cls.send("POST", "/api/v1/disputes", cls.home_callers["body_manager"], body)
        assert reply.status == 201, reply.bytes
        return reply.json["id"]

    @classmethod
    def evil_command(cls, command, fields):
        """What it needs, and every text that it takes."""
        shape = cls.document["components"]["schemas"]["Command"]
        body = cls.bodies.of(shape, None, [f["name"] for f in fields
                                           if f["required"] or f["kind"] in ("text", "long_text")])
        for path in texts_of(cls.document, shape):
            if path[0] in body and path[0] in ("reason", "manner", "place", "note", "claims", "facts", "title",
                                               "description", "terms"):
                body[path[0]] = EVIL
            elif path[0] == "obligations" and path[0] in body:
                put(body, path, EVIL)
        for name in ("attachment", "document_code", "sha256", "deadline", "version"):
            body.pop(name, None)
        if "signing" in body:
            body["signing"] = "paper"
        if "date" in body:
            body["date"] = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
        return {**body, "command": command}

    @classmethod
    def settle(cls, dispute):
        """An agreement full of it, signed by all on paper."""
        callers = cls.seated(dispute)
        debt = {"payer": 1, "payee": 0, "amount_fen": "300000", "due": "2030-01-31", "manner": EVIL,
                "consequence": EVIL, "account": EVIL}
        for role, command, fields in (
                ("body_manager", "accept", {}), ("body_manager", "assign", {"mediator": MEDIATOR}),
                ("mediator", "accept_case", {}),
                ("mediator", "reach_agreement", {"terms": EVIL, "facts": EVIL, "obligations": [debt]}),
                ("party", "sign", {"signing": "paper"}), ("agent", "sign", {"signing": "paper"}),
                ("mediator", "sign_mediator", {"signing": "paper"}),
                ("body_manager", "seal", {"signing": "stamp"})):
            answer = cls.send("POST", f"/api/v1/disputes/{dispute}/commands", callers[role],
                              {"command": command, **fields})
            assert answer.status == 200, (command, answer.bytes)
            cls.taken.add(command)

    @classmethod
    def lead(cls, dispute, is_kept_open):
        """Whatever anybody may do next that was not done yet, for as long as there is something; first what
        leads on, later what ends."""
        callers = {r: t for r, t in cls.seated(dispute).items() if r in LEADERS}
        while any([cls.step(dispute, role, callers[role], is_kept_open) for role in LEADERS]):
            pass
        return dispute

    @classmethod
    def step(cls, dispute, role, token, is_kept_open):
        """One command that was not taken here yet; what is refused is tried again later, but not for ever."""
        path = f"/api/v1/disputes/{dispute}/commands"
        for offer in (cls.send("GET", path, token).json or {}).get("items", []):
            command = offer["command"]
            tries = cls.tries.get((dispute, role, command), 0)
            if tries > 2 or command in (ENDS if is_kept_open else LAST) or (dispute, command) in cls.done:
                continue
            cls.tries[dispute, role, command] = tries + 1
            if cls.send("POST", path, token, cls.evil_command(command, offer["fields"])).status == 200:
                cls.taken.add(command)
                cls.done.add((dispute, command))
                return True
        return False

    @classmethod
    def furnish(cls, dispute):
        """What is no command."""
        manager = cls.home_callers["body_manager"]
        for path, body in (
                ("appointments", {"at": "2030-01-31T09:00:00+08:00", "minutes": 60, "place": EVIL, "note": LINES,
                                  "seats": [0]}),
                ("protection", {"kind": "other", "reason": EVIL})):
            method = "PUT" if path == "protection" else "POST"
            answer = cls.send(method, f"/api/v1/disputes/{dispute}/{path}", manager, body)
            assert answer.status < 300, (path, answer.bytes)

    def test_enough_was_written(self):
        self.assertGreaterEqual(len(self.taken), 25, self.taken)

    def test_every_form_of_it_is_harmless(self):
        shown = set()
        for dispute in self.disputes:
            callers = self.seated(dispute)
            code = self.send("GET", f"/api/v1/disputes/{dispute}", self.admin).json["code_url"].rsplit("/", 1)[1]
            # The first is read by everybody, the others by those who see most.
            for role in READERS if dispute == self.disputes[0] else READERS[:2]:
                for path in self.readable(dispute, code, callers[role]):
                    answer = self.send("GET", path, callers[role])
                    self.assertLess(answer.status, 500, (role, path, answer.bytes))
                    if answer.status == 200:
                        self.harmless(path, answer)
                        shown.add(re.sub(r"\d.*", "", answer.headers["content-type"]) + path.rsplit("/", 1)[1][:8])
        self.assertGreater(len(shown), 12, shown)

    def readable(self, dispute, code, token):
        for call in self.calls:
            if call.method == "GET" and call.path not in ("/metrics", "/api/v1/stream", "/openapi.json"):
                things = {"dispute": dispute, "appointment": self.appointment(dispute, token)}
                if "{token}" in call.path:
                    yield call.path.replace("{token}", code)
                elif "{document}" not in call.path and ("{id}" in call.path or dispute == self.disputes[0]) \
                        and not call.path.endswith(".png"):
                    yield call.address(things)

    def appointment(self, dispute, token):
        if dispute != self.disputes[0]:
            return None
        items = (self.send("GET", f"/api/v1/disputes/{dispute}/appointments", token).json or {}).get("items")
        return str(items[0]["id"]) if items else None

    def harmless(self, where, answer):
        media = answer.headers.get_content_type()
        self.assertEqual(answer.headers["x-content-type-options"], "nosniff", where)
        self.assertIn("default-src 'none'", answer.headers["content-security-policy"], where)
        check = {"application/json": self.is_json, "image/svg+xml": self.is_svg, "text/html": self.is_html,
                 "text/csv": self.is_csv, "text/calendar": self.is_calendar,
                 "application/pdf": self.is_pdf, "image/png": lambda *_: None}
        self.assertIn(media, check, where)
        check[media](where, answer.bytes)

    def is_json(self, where, data):
        json.loads(data)
        self.assertNotIn(b"\x00", data, where)

    def is_svg(self, where, data):
        tree = xml.fromstring(data)
        for element in tree.iter():
            self.assertNotIn(element.tag.rsplit("}", 1)[-1], ("script", "foreignObject", "a", "use", "image"), where)
            self.assertFalse([k for k in element.attrib if k.lower().startswith("on") or "href" in k], where)

    def is_html(self, where, data):
        for word in (b"<script>evil", b"'\"><", b"<b>"):
            self.assertNotIn(word, data, where)

    def is_csv(self, where, data):
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
            for cell in row:
                self.assertFalse(cell[:1] in "=+@\t\r" and cell, (where, cell))
                self.assertTrue(cell[:1] != "-" or re.fullmatch(r"-[0-9.]+", cell), (where, cell))

    def is_calendar(self, where, data):
        text = data.decode()
        self.assertEqual(text.count("BEGIN:VEVENT"), text.count("\r\nBEGIN:VEVENT\r\n")
                         + text.replace("\r\n ", "").count("\\nBEGIN:VEVENT"), where)
        self.assertEqual(text.count("\r\nBEGIN:VEVENT\r\n"), 1, where)
        self.assertNotIn("\r\nATTACH", text, where)
        self.assertEqual(text.count("\n"), text.count("\r\n"), where)

    def is_pdf(self, where, data):
        self.assertTrue(data.startswith(b"%PDF-"), where)
        data = re.sub(rb"\nstream\r?\n.*?\nendstream", b"", data, flags=re.DOTALL)  # fonts, packed text
        for word in (b"/JavaScript", b"/JS", b"/Launch", b"/OpenAction", b"/SubmitForm", b"/EmbeddedFile"):
            self.assertFalse(word in data, (where, word))

    def test_documents(self):
        """Every document of one that has gone far, as PDF: the words stand there as words."""
        seen = 0
        for dispute in self.disputes[:2]:
            listed = self.send("GET", f"/api/v1/disputes/{dispute}/documents", self.home_callers["body_manager"])
            self.assertEqual(listed.status, 200, listed.bytes)
            for document in re.findall(r'"document":"(\w+)"|"code":"(\w+)"', listed.text):
                name = document[0] or document[1]
                answer = self.send("GET", f"/api/v1/disputes/{dispute}/documents/{name}",
                                   self.home_callers["body_manager"])
                self.assertLess(answer.status, 500, (name, answer.bytes))
                if answer.headers.get_content_type() == "application/pdf":
                    self.is_pdf(name, answer.bytes)
                    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=answer.bytes,
                                          capture_output=True, check=True).stdout.decode()
                    seen += "evil()" in text.replace("\n", "")
        self.assertGreater(seen, 2)

    def test_what_programs_print(self):
        """Exports, terminals, the log, the proof."""
        number = self.disputes[0]
        lines = self.yima("export", "--events").splitlines()
        self.assertGreater(len([json.loads(line) for line in lines]), len(self.disputes))
        xml.fromstring(self.yima("export", "--format", "xes"))
        for words in (["show", number], ["explain", number], ["account", "list"], ["token", "list"], ["radar"]):
            told = self.yima(*words)
            self.assertIsNone(re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", told), words)
        for line in self.log().splitlines():
            if line.startswith("{"):
                json.loads(line)
            self.assertNotIn("evil()", line)
        proof = self.yima("verify")
        self.assertIn("clean", proof)
        tables = subprocess.run(["psql", "-XAtqc", "select count(*) from dispute",
                                 f"host={self.data} user=yima dbname=yima"], capture_output=True,
                                env=environment(), text=True, check=True).stdout
        self.assertGreaterEqual(int(tables), len(self.disputes))
