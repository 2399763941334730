# SPDX-License-Identifier: Apache-2.0
"""Files are put in, by parts and again after a break, and come out as they went in."""
import hashlib
import http.client
import subprocess
import unittest
import urllib.parse

from filebed import PART, Files, docx, film, pdf, png
from casebed import MEDIATOR, close_shared
from served import YIMA, environment


class Upload(Files):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dispute = cls.assigned()
        cls.party0 = cls.party(cls.dispute, 0)

    def test_in_and_out(self):
        content, name = pdf(), "收据 2026年 (副本).pdf"
        made = self.upload(self.dispute, self.mediator, name, content, parties=True)
        self.assertEqual(made.status, 201, made.text)
        row = made.json
        self.assertEqual((row["name"], row["bytes"], row["media"]["code"]),
                         (name, len(content), "pdf"))
        self.assertEqual(row["sha256"], hashlib.sha256(content).hexdigest())
        self.assertEqual((row["author"]["staff"], row["mine"]), (MEDIATOR, True))
        got = self.content(self.dispute, self.mediator, row["id"])
        self.assertEqual((got.status, got.bytes), (200, content))
        self.assertEqual(got.headers["Content-Disposition"],
                         "attachment; filename*=UTF-8''" + urllib.parse.quote(name, safe=""))
        self.assertEqual(got.headers["Content-Type"], "application/pdf")
        self.assertEqual(got.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(got.headers["Content-Security-Policy"],
                         "sandbox; default-src 'none'; frame-ancestors 'none'")
        self.assertEqual(got.headers["Cache-Control"], "no-store")
        self.assertEqual(got.headers["Content-Length"], str(len(content)))
        again = self.content(self.dispute, self.mediator, row["id"],
                             If_None_Match=got.headers["ETag"])
        self.assertEqual((again.status, again.bytes), (304, b""))
        head = self.raw(f"/api/v1/disputes/{self.dispute}/attachments/{row['id']}/content",
                        self.mediator, "HEAD")
        self.assertEqual((head.status, head.headers["Content-Length"]), (200, str(len(content))))

    def test_the_history_binds_it(self):
        content = png("一")
        row = self.upload(self.dispute, self.mediator, "a.png", content).json
        events = self.ask(f"/api/v1/disputes/{self.dispute}/events?limit=200", self.mediator).json
        event = next(e for e in events["items"] if e["seq"] == row["event"])
        self.assertEqual(event["command"], "attach")
        self.assertIn(row["commitment"], str(event))
        # What all may see of the history tells nothing of a content that can be guessed.
        self.assertNotEqual(row["commitment"], hashlib.sha256(content).hexdigest())
        twin = self.upload(self.dispute, self.mediator, "a.png", content).json
        self.assertNotEqual(row["commitment"], twin["commitment"])
        self.assertEqual(row["sha256"], twin["sha256"])

    def test_parts_in_any_order_and_again_after_a_break(self):
        content = film(2 * PART + 5)
        body, key = self.announce("a.mp4", content), self.key()
        begun = self.begin(self.dispute, self.party0, body, key)
        self.assertEqual(begun.status, 201, begun.text)
        self.assertEqual((begun.json["part_bytes"], begun.json["parts"], begun.json["missing"]),
                         (PART, 3, [0, 1, 2]))
        n = begun.json["id"]
        self.assertEqual(self.part(self.dispute, self.party0, n, 2, content[2 * PART:]).status, 204)
        early = self.finish(self.dispute, self.party0, n)
        self.assertEqual((early.status, early.json["missing"]), (409, [0, 1]), early.text)
        again = self.begin(self.dispute, self.party0, body, key)  # after a break: what is missing?
        self.assertEqual((again.json["id"], again.json["missing"]), (n, [0, 1]))
        for i in (1, 0, 2, 1):
            self.assertEqual(self.part(self.dispute, self.party0, n, i,
                                       content[i * PART:(i + 1) * PART]).status, 204)
        other = self.part(self.dispute, self.party0, n, 2, b"other")
        self.assertEqual(other.status, 409, other.bytes)
        made = self.finish(self.dispute, self.party0, n)
        self.assertEqual(made.status, 201, made.text)
        self.assertEqual(self.finish(self.dispute, self.party0, n).json, made.json)
        self.assertEqual(self.content(self.dispute, self.party0, n).bytes, content)
        late = self.part(self.dispute, self.party0, n, 0, content[:PART])
        self.assertEqual(late.status, 204 if late.status == 204 else 410, late.bytes)
        events = self.ask(f"/api/v1/disputes/{self.dispute}/events?limit=200", self.mediator).json
        self.assertEqual(sum(n in str(e) for e in events["items"]), 1)

    def test_what_arrives_must_be_what_was_announced(self):
        content = film(PART + 1)
        body = self.announce("a.mp4", content)
        n = self.begin(self.dispute, self.mediator, body).json["id"]
        self.assertEqual(self.part(self.dispute, self.mediator, n, 0, content[:PART]).status, 204)
        for wrong in (b"", b"xx"):
            reply = self.part(self.dispute, self.mediator, n, 1, wrong)
            self.assertIn(reply.status, (400, 422), reply.bytes)
        self.assertEqual(self.part(self.dispute, self.mediator, n, 2, b"x").status, 422)
        self.assertEqual(self.part(self.dispute, self.mediator, n, 80, b"x").status, 404)
        self.assertEqual(self.part(self.dispute, self.mediator, n, 1, b"?").status, 204)
        made = self.finish(self.dispute, self.mediator, n)
        self.assertEqual(made.status, 422, made.text)
        self.assertIn("SHA-256", made.json["detail"])
        self.assertEqual(self.finish(self.dispute, self.mediator, n).status, 404)  # it is over

    def test_what_is_not_taken(self):
        page = b"<html><script>alert(document.cookie)</script></html>"
        for name, content, fault in (
                ("a.txt", page, "type"), ("a.pdf", page, "type"), ("a.jpg", b"MZ\x90\0" * 9, "type"),
                ("a.docx", pdf(), "name"), ("a.png", png()[:-1], "torn"),
                ("a.pdf", pdf() + docx(), "double")):
            made = self.upload(self.dispute, self.mediator, name, content)
            self.assertEqual(made.status, 422, made.text)
            self.assertEqual(made.json["fault"]["code"], fault, name)
            self.assertIn("PDF, JPEG", made.json["taken"])
        for name in ("a.html", "a.svg", "a.exe", "a.zip", "a", "a.doc"):
            reply = self.begin(self.dispute, self.mediator, self.announce(name, b"x"))
            self.assertEqual(reply.status, 422, reply.text)
        reply = self.upload(self.dispute, self.mediator, "a.docx", docx())
        self.assertEqual(reply.json["media"]["code"], "docx", reply.text)

    def test_limits_and_mistakes(self):
        good = self.announce("a.pdf", pdf())
        longest = "字" * 116 + ".pdf"
        self.assertEqual(self.begin(self.dispute, self.mediator, good | {"name": longest}).status,
                         201)
        for body, pointer in (
                (good | {"name": "字" + longest}, "/name"), (good | {"name": "a/b.pdf"}, "/name"),
                (good | {"name": "\u202egpj.pdf"}, "/name"), (good | {"bytes": 0}, "/bytes"),
                (good | {"bytes": 20971521}, "/bytes"), (good | {"sha256": "0" * 63}, "/sha256"),
                (good | {"sha256": "G" * 64}, "/sha256"), (good | {"kind": "none"}, "/kind"),
                (good | {"purpose": "x"}, "/purpose"), (good | {"seat": 2}, "/seat"),
                (good | {"kind": "caucus", "court": True}, "/kind"),
                (good | {"kind": "concession", "parties": True}, "/kind")):
            reply = self.begin(self.dispute, self.mediator, body)
            self.assertEqual(reply.status, 422, reply.text)
            self.assertIn(pointer, reply.text)
        self.assertEqual(self.begin(self.dispute, self.mediator, good | {"x": 1}).status, 400)
        n = self.begin(self.dispute, self.mediator, good).json["id"]
        part = f"/api/v1/disputes/{self.dispute}/attachments/{n}/parts/0"
        json_part = self.raw(part, self.mediator, "PUT", b"{}", Content_Type="application/json")
        self.assertEqual(json_part.status, 415)
        past = self.part(self.dispute, self.mediator, n, 0, b"x" * (PART + 1))
        self.assertEqual(past.status, 413)

    def test_the_largest_file(self):
        dispute = self.assigned()
        content = film(20 << 20)
        made = self.upload(dispute, self.mediator, "a.mp4", content)
        self.assertEqual(made.status, 201, made.text)
        self.assertEqual(hashlib.sha256(self.content(dispute, self.mediator,
                                                     made.json["id"]).bytes).hexdigest(),
                         made.json["sha256"])

    def test_unfinished_ones_are_few(self):
        dispute = self.assigned()
        body = self.announce("a.pdf", pdf())
        begun = [self.begin(dispute, self.mediator, body).json["id"] for _ in range(8)]
        self.assertEqual(self.begin(dispute, self.mediator, body).status, 409)
        # Those of another owner are another matter.
        self.assertEqual(self.begin(dispute, self.manager, body).status, 201)
        path = f"/api/v1/disputes/{dispute}/attachments/{begun[0]}"
        self.assertEqual(self.drop(path, self.manager).status, 404)
        self.assertEqual(self.drop(path, self.mediator).status, 204)
        self.assertEqual(self.drop(path, self.mediator).status, 404)
        self.assertEqual(self.begin(dispute, self.mediator, body).status, 201)

    def test_so_many_files_and_bytes_and_no_more(self):
        dispute = self.assigned()
        row = self.upload(dispute, self.mediator, "a.pdf", pdf()).json
        # 198 more like it, as the database sees them.
        self.sql("insert into attachment select bucket, dispute_id, attachment_id + g, state, kind, "
                 "purpose, media, shown, seat, role, author_seat, staff_id, confidant, at, "
                 "attached_at, ended_at, seq, bytes, commitment, author, head, "
                 "decode(lpad(to_hex(g), 32, '0'), 'hex'), fingerprint from attachment, "
                 f"generate_series(1, 198) g where attachment_id = {row['id']}")
        body = self.announce("a.pdf", pdf())
        last = self.begin(dispute, self.mediator, body)
        self.assertEqual(last.status, 201, last.text)
        self.assertEqual(self.begin(dispute, self.mediator, body).status, 409)
        self.assertEqual(len(self.listed(dispute, self.mediator).json["items"]), 199)
        # And as many bytes as may be.
        room = (1 << 30) - len(pdf())
        self.sql(f"delete from attachment where attachment_id > {row['id']} and dispute_id = "
                 f"(select dispute_id from attachment where attachment_id = {row['id']})")
        self.sql(f"update attachment set bytes = {room} where attachment_id = {row['id']}")
        self.assertEqual(self.begin(dispute, self.mediator, body).status, 201)
        one = self.announce("a.pdf", b"1")
        self.assertEqual(self.begin(dispute, self.mediator, one).status, 409)
        self.sql(f"delete from attachment where attachment_id = {row['id']}")

    def test_one_party_leaves_room_for_the_others(self):
        """What is on file stays there: nobody may fill it for everybody."""
        dispute = self.assigned()
        party, agent = self.party(dispute, 0), self.party(dispute, 0, "agent")
        row = self.upload(dispute, party, "a.pdf", pdf()).json
        # 78 more like it, as the database sees them.
        self.sql("insert into attachment select bucket, dispute_id, attachment_id + g, state, kind, "
                 "purpose, media, shown, seat, role, author_seat, staff_id, confidant, at, "
                 "attached_at, ended_at, seq, bytes, commitment, author, head, "
                 "decode(lpad(to_hex(g), 32, '0'), 'hex'), fingerprint from attachment, "
                 f"generate_series(1, 78) g where attachment_id = {row['id']}")
        body = self.announce("a.pdf", pdf())
        last = self.begin(dispute, agent, body)
        self.assertEqual(last.status, 201, last.text)
        for token in (party, agent):
            reply = self.begin(dispute, token, body)
            self.assertEqual(reply.status, 409)
            self.assertIn("one party", reply.json["detail"])
        for token in (self.party(dispute, 1), self.mediator):
            self.assertEqual(self.begin(dispute, token, body).status, 201)
        # And as many bytes.
        self.sql(f"delete from attachment where attachment_id > {row['id']} and dispute_id = "
                 f"(select dispute_id from attachment where attachment_id = {row['id']})")
        self.sql(f"update attachment set bytes = {(384 << 20) - len(pdf())} where attachment_id = "
                 f"{row['id']}")
        self.assertEqual(self.begin(dispute, party, body).status, 201)
        one = self.announce("a.pdf", b"1")
        self.assertEqual(self.begin(dispute, party, one).status, 409)
        self.assertEqual(self.begin(dispute, self.party(dispute, 1), one).status, 201)
        self.sql(f"delete from attachment where attachment_id = {row['id']}")

    def test_only_finishing_puts_on_record(self):
        n = self.begin(self.dispute, self.mediator, self.announce("a.pdf", pdf())).json["id"]
        forged = self.post(f"/api/v1/disputes/{self.dispute}/commands", self.mediator,
                           {"command": "attach", "attachment": n, "sha256": "0" * 64})
        self.assertEqual(forged.status, 403, forged.text)
        self.assertNotIn(n, self.listed(self.dispute, self.mediator).text)
        self.assertEqual(self.content(self.dispute, self.mediator, n).status, 404)

    def test_reads_are_logged(self):
        dispute = self.assigned()
        row = self.upload(dispute, self.mediator, "a.pdf", pdf()).json
        auditor = self.token("--role", "auditor", "--region", "330108")
        def seen():
            items = self.ask(f"/api/v1/disputes/{dispute}/readers", auditor).json["items"]
            return sum(r["what"]["code"] == "attachment" for r in items)
        before = seen()
        self.listed(dispute, self.mediator)
        self.content(dispute, self.mediator, row["id"])
        self.assertEqual(seen(), before + 2)

    def test_many_of_one_caller(self):
        dispute = self.assigned()
        row = self.upload(dispute, self.mediator, "a.mp4", film(20 << 20)).json
        path = f"/api/v1/disputes/{dispute}/attachments/{row['id']}/content"
        held = []
        for _ in range(9):  # ask and do not read
            connection = self.connect()
            connection.request("GET", path, headers={"Authorization": "Bearer " + self.mediator})
            held.append((connection, connection.getresponse()))
        self.assertEqual(sorted(r.status for _, r in held), [200] * 8 + [429])
        for connection, reply in held:
            reply.close()
            connection.close()
        self.until("the places are free again",
                   lambda: self.raw(path, self.mediator, "HEAD").status == 200)
        self.assertEqual(len(self.content(dispute, self.mediator, row["id"]).bytes), 20 << 20)


class Proof(Files):
    """yima verify --files finds what somebody with the database in hand did to a file."""

    def verify(self):
        got = subprocess.run([YIMA, "verify", "--files", "--data", self.data], text=True,
                             capture_output=True, env=environment(), check=False)
        return got.returncode, got.stdout + got.stderr

    def test_each_deed_is_found(self):
        dispute = self.assigned()
        rows = [self.upload(dispute, self.mediator, "a.mp4", film(PART + 9)).json for _ in range(4)]
        code, text = self.verify()
        self.assertEqual(code, 0, text)
        self.assertRegex(text, r"\d+ files, \d+ bytes")
        a, b, c, d = (r["id"] for r in rows)
        saved = self.sql(f"select encode(body, 'hex') from attachment_part where attachment_id = {a} "
                         "and part = 1")
        self.sql(f"update attachment_part set body = overlay(body placing '\\x00' from 60) where "
                 f"attachment_id = {a} and part = 1")
        self.sql(f"delete from attachment_part where attachment_id = {b} and part = 0")
        self.sql(f"update attachment set commitment = sha256('x') where attachment_id = {c}")
        self.sql(f"update attachment set state = 1 where attachment_id = {d}")
        code, text = self.verify()
        self.assertEqual(code, 1, text)
        for words in ("a part does not open", "a part is missing", "commitment is not the one",
                      "the history has one that is not there"):
            self.assertIn(words, text)
        # What was altered is not served to its end as if it were whole.
        with self.assertRaises(http.client.IncompleteRead):
            self.content(dispute, self.mediator, a)
        self.sql(f"update attachment_part set body = decode('{saved}', 'hex') where "
                 f"attachment_id = {a} and part = 1")
        self.sql(f"delete from attachment where attachment_id in ({b}, {c})")


def tearDownModule():
    close_shared()


if __name__ == "__main__":
    unittest.main()
