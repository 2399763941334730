#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The interface of house.md 4 from outside: api_test.py SERVER SOURCES

Every reply of every test is checked against /openapi.json (client.py)."""
import json
import sys
import threading
import unittest

import sample
from client import Server

PROGRAM, SOURCES = sys.argv[1], sys.argv[2]
DISPUTES = "/api/v1/disputes"


class ApiTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(PROGRAM, SOURCES)

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0, "the server did not end cleanly"

    def refused(self, reply, status, problem, part=""):
        self.assertEqual((reply.status, reply.problem), (status, problem), reply.bytes)
        self.assertIn(part, reply.json["detail"])
        return reply.json


class Registering(ApiTest):
    def test_answers_all_of_it(self):
        reply = self.server.post(DISPUTES, "clerk", sample.intake(), sample.key())
        got = reply.json
        self.assertEqual(reply.status, 201)
        self.assertEqual(reply.headers["location"], f"{DISPUTES}/{got['id']}")
        self.assertEqual(reply.headers["etag"], '"1"')
        self.assertEqual(got["number"].replace("-", ""), got["id"])
        self.assertEqual((got["version"], got["stage"], got["colour"]), (1, "intake", "none"))
        self.assertEqual(got["procedure"], {"id": "zhejiang-2025", "version": "1.0"})
        self.assertEqual(got["code_url"], "HTTPS://YIMA.EXAMPLE.GOV.CN/M/" + got["token"])
        self.assertIn("receipt", [d["code"] for d in got["documents"]])
        self.assertEqual([d["state"] for d in got["deadlines"]], ["running"])
        self.assertEqual(got["rule"], 101)

    def test_same_key_same_bytes(self):
        key = sample.key()
        for token in "clerk", "job":
            first = self.server.post(DISPUTES, token, sample.intake(), key)
            again = self.server.post(DISPUTES, token, sample.intake(), key)
            self.assertEqual(first.bytes, again.bytes)
            self.assertEqual(again.status, 201)
            self.assertEqual(again.headers["idempotent-replayed"], "true")
            self.assertNotIn("idempotent-replayed", first.headers)
        other = self.server.post(DISPUTES, "clerk", sample.intake(title="另一件"), key)
        self.refused(other, 422, "key-reused")

    def test_body_of_the_caller(self):
        got = sample.register(self.server, body=None)
        view = self.server.get(f"{DISPUTES}/{got['id']}", "clerk").json
        self.assertEqual(view["body"]["id"], "1")

    def test_names_older_duplicates_to_staff(self):
        kind = "consumer"
        older = sample.register(self.server, type=kind)
        newer = sample.register(self.server, type=kind)
        self.assertIn({"id": older["id"], "number": older["number"]}, newer["possible_duplicates"])
        self.assertNotIn(newer["id"], [d["id"] for d in newer["possible_duplicates"]])
        self.assertNotIn("possible_duplicates", sample.register(self.server, "job", type=kind))
        elsewhere = sample.register(self.server, "foreigner", type=kind, region="330106", body="1")
        self.assertEqual(elsewhere["possible_duplicates"], [])

    def test_procedure_by_name(self):
        named = sample.register(self.server, "job", procedure="binjiang-2020")
        self.assertEqual(named["procedure"]["id"], "binjiang-2020")
        named = sample.register(self.server, "job", procedure="zhejiang-2025/1.0")
        self.assertEqual(named["procedure"]["id"], "zhejiang-2025")
        for token, name, status, problem in [("clerk", "binjiang-2020", 403, "forbidden"),
                                             ("job", "nowhere-1999", 422, "unprocessable")]:
            reply = self.server.post(DISPUTES, token, sample.intake(procedure=name), sample.key())
            self.refused(reply, status, problem, "procedure")

    def test_refuses_who_may_not(self):
        party = "party.%s.0" % sample.register(self.server)["id"]
        for token, status, problem in [("auditor", 403, "forbidden"), ("foreigner", 403, "forbidden"),
                                       (party, 403, "forbidden"), ("nobody", 401, "unauthorized")]:
            reply = self.server.post(DISPUTES, token, sample.intake(), sample.key())
            self.refused(reply, status, problem)
        reply = self.server.post(DISPUTES, "auditor", sample.intake(), sample.key())
        self.assertEqual(reply.json["refusal"]["code"], "role")
        reply = self.server.post(DISPUTES, "foreigner", sample.intake(), sample.key())
        self.assertEqual(reply.json["refusal"]["code"], "relation")

    def test_bodies_that_are_wrong(self):
        good = json.dumps(sample.intake(), ensure_ascii=False)
        cases = [
            (b"", 400, "invalid", ""),
            (b"{", 400, "invalid", ""),
            (b"[]", 400, "invalid", ""),
            (good.replace('"title"', '"titel"').encode(), 400, "invalid", "/"),
            (good.replace("{", '{"colour":"green",', 1).encode(), 400, "invalid", "colour"),
            (good.encode().replace("漏".encode(), b"\xe6\xbc", 1), 400, "invalid", "UTF-8"),
            (good.replace('"harm": 0', '"harm": 4').encode(), 422, "unprocessable", "/harm"),
            (good.replace("11010519491231002X", "110105194912310021").encode(), 422,
             "unprocessable", "/parties/0/identity"),
            (good.replace("Y43", "Y4A").encode(), 422, "unprocessable", "/parties/1/identity"),
            (json.dumps(sample.intake(body="777")).encode(), 422, "unprocessable", "777"),
            (json.dumps(sample.intake(title="x" * 201)).encode(), 422, "unprocessable", "/title"),
            (b" " * 131073, 413, "too-large", ""),
        ]
        for body, status, problem, part in cases:
            with self.subTest(body[:40]):
                self.refused(self.server.post(DISPUTES, "clerk", body, sample.key()), status,
                             problem, part)
        full = good.encode() + b" " * (131072 - len(good.encode()))
        self.assertEqual(self.server.post(DISPUTES, "clerk", full, sample.key()).status, 201)
        self.assertEqual(sample.register(self.server, title="题" * 200)["version"], 1)

    def test_needs_a_key_and_json(self):
        self.refused(self.server.post(DISPUTES, "clerk", sample.intake()), 400, "invalid",
                     "Idempotency-Key")
        reply = self.server.post(DISPUTES, "clerk", sample.intake(), sample.key(),
                                 Content_Type="text/plain")
        self.refused(reply, 415, "media-type")


class Commanding(ApiTest):
    def test_moves_the_machine(self):
        dispute = sample.register(self.server)
        reply = sample.command(self.server, dispute, "manager", "accept", version=1)
        got = reply.json
        self.assertEqual(reply.status, 200)
        self.assertEqual(reply.headers["etag"], '"2"')
        self.assertEqual((got["colour"], got["colour_zh"], got["stage"]), ("yellow", "黄", "first"))
        self.assertEqual((got["id"], got["version"], got["command"]), (dispute["id"], 2, "accept"))
        self.assertEqual(got["states"]["main"]["name"], "FIRST")
        self.assertTrue(any(d["name"] == "mediation_limit" or d["state"] == "running"
                            for d in got["deadlines"]))
        self.assertNotIn("token", got)

    def test_same_key_same_bytes(self):
        dispute = sample.register(self.server)
        path = f"{DISPUTES}/{dispute['id']}/commands"
        key = sample.key()
        first = self.server.post(path, "manager", {"command": "accept"}, key)
        sample.command(self.server, dispute, "manager", "assign", mediator="21")
        again = self.server.post(path, "manager", {"command": "accept"}, key)
        self.assertEqual(first.bytes, again.bytes)
        self.assertEqual(again.headers["idempotent-replayed"], "true")
        other = self.server.post(path, "manager", {"command": "accept", "note": "x"}, key)
        self.refused(other, 422, "key-reused")

    def test_refusals_name_rule_and_fields(self):
        dispute = sample.register(self.server)
        reply = sample.command(self.server, dispute, "manager", "refuse")
        got = self.refused(reply, 409, "refused")
        self.assertEqual(got["refusal"]["code"], "field_missing")
        self.assertEqual([f["code"] for f in got["fields"]], ["reason"])
        self.assertEqual((got["rule"], got["version"]), (107, 1))
        self.assertIn("人民调解工作若干规定", got["source"])
        reply = sample.command(self.server, dispute, "manager", "seal")
        self.assertEqual(self.refused(reply, 409, "refused")["refusal"]["code"], "not_here")
        reply = sample.command(self.server, dispute, "clerk", "accept")
        self.assertEqual(self.refused(reply, 403, "forbidden")["refusal"]["code"], "role")
        self.assertEqual(self.server.get(f"{DISPUTES}/{dispute['id']}", "clerk").json["version"], 1)

    def test_stale_versions(self):
        dispute = sample.register(self.server)
        sample.command(self.server, dispute, "manager", "accept")
        path = f"{DISPUTES}/{dispute['id']}/commands"
        body = {"command": "assign", "mediator": "21"}
        stale = [self.server.post(path, "manager", {**body, "version": 1}, sample.key()),
                 self.server.post(path, "manager", body, sample.key(), If_Match='"1"')]
        for reply in stale:
            self.assertEqual(self.refused(reply, 412, "stale")["version"], 2)
            self.assertEqual(reply.headers["etag"], '"2"')
        for match in "2", 'W/"2"', '"2", "3"', '"x"':
            reply = self.server.post(path, "manager", body, sample.key(), If_Match=match)
            self.refused(reply, 400, "invalid", "If-Match")
        reply = self.server.post(path, "manager", {**body, "version": 1}, sample.key(),
                                 If_Match='"2"')
        self.refused(reply, 400, "invalid", "different versions")
        reply = self.server.post(path, "manager", {**body, "version": 2}, sample.key(),
                                 If_Match='"2"')
        self.assertEqual(reply.status, 200)

    def test_bodies_that_are_wrong(self):
        dispute = sample.register(self.server)
        path = f"{DISPUTES}/{dispute['id']}/commands"
        cases = [
            (b"{", 400, "invalid", ""),
            (b'{"version":1}', 400, "invalid", "command"),
            (b'{"command":"acept"}', 422, "unprocessable", "/command"),
            (b'{"command":"accept","colour":"green"}', 400, "invalid", "colour"),
            (b'{"command":"accept","note":"\xff"}', 400, "invalid", "UTF-8"),
            (b'{"command":"register"}', 422, "unprocessable", "POST /disputes"),
            (b'{"command":"expire","deadline":"intake_acceptance"}', 403, "forbidden", "expire"),
            (b'{"command":"assign","mediator":"999"}', 422, "unprocessable", "999"),
            (b'{"command":"refer_court","court":"2","reason":"x"}', 422, "unprocessable", "court"),
            (json.dumps({"command": "accept", "note": "n" * 501}).encode(), 422, "unprocessable",
             "/note"),
            (b'{"command":"accept"}' + b" " * 65536, 413, "too-large", ""),
        ]
        for body, status, problem, part in cases:
            with self.subTest(body[:50]):
                self.refused(self.server.post(path, "manager", body, sample.key()), status, problem,
                             part)
        view = self.server.get(f"{DISPUTES}/{dispute['id']}", "manager").json
        self.assertEqual(view["version"], 1)
        reply = self.server.post(path, "manager", {"command": "accept", "note": "n" * 500},
                                 sample.key())
        self.assertEqual(reply.status, 200)

    def test_numbers_in_either_form(self):
        dispute = sample.register(self.server)
        number = dispute["number"]
        for form in number, number.lower(), dispute["id"], dispute["id"].lower():
            self.assertEqual(self.server.get(f"{DISPUTES}/{form}", "clerk").status, 200)
        wrong = ("1" if number[-1] != "1" else "2")
        for form, part in [(number[:-1] + wrong, "check character"), ("123", "14 characters"),
                           ("U" * 14, "digits and letters")]:
            for path in "", "/events", "/explain", "/commands", "/code.svg", "/code.png":
                reply = self.server.get(f"{DISPUTES}/{form}{path}", "clerk")
                self.assertIn("06XK2-9QW3T-ABC7", self.refused(reply, 400, "invalid", part)["detail"])

    def test_hides_what_is_not_yours(self):
        dispute = sample.mediated(self.server)
        path = f"{DISPUTES}/{dispute['id']}"
        other = sample.register(self.server)
        for token in "foreigner", "other-mediator", "court", f"party.{other['id']}.0":
            for part in "", "/events", "/explain", "/commands", "/code.svg", "/code.png":
                self.refused(self.server.get(path + part, token), 404, "not-found")
            for body in {"command": "accept"}, {"command": "sign", "seat": 0}, \
                    {"command": "accept", "version": 1}:
                reply = self.server.post(path + "/commands", token, body, sample.key())
                self.assertNotIn("version", self.refused(reply, 404, "not-found"))
        unknown = "0000000000001" + "0"
        for last in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
            reply = self.server.get(f"{DISPUTES}/{unknown[:13]}{last}", "admin")
            self.assertIn(reply.status, (400, 404))

    def test_corrects_reissues_and_revokes(self):
        dispute = sample.mediated(self.server)
        reply = sample.command(self.server, dispute, "clerk", "correct", title="更正后的标题",
                               reason="笔误")
        self.assertEqual(reply.status, 200, reply.bytes)
        view = self.server.get(f"{DISPUTES}/{dispute['id']}", "clerk").json
        self.assertEqual(view["title"], "更正后的标题")
        reply = sample.command(self.server, dispute, "clerk", "reissue_code", reason="遗失")
        self.assertEqual(reply.status, 200, reply.bytes)
        self.assertNotEqual(reply.json["token"], dispute["token"])
        self.assertEqual(self.server.get("/api/v1/codes/" + reply.json["token"]).status, 200)
        self.refused(self.server.get("/api/v1/codes/" + dispute["token"]), 410, "gone")
        self.assertEqual(self.server.get("/m/" + dispute["token"]).status, 410)
        new = reply.json["token"]
        reply = sample.command(self.server, dispute, "manager", "revoke_code", reason="泄露")
        self.assertEqual(reply.status, 200, reply.bytes)
        self.refused(self.server.get("/api/v1/codes/" + new), 410, "gone")
        self.refused(self.server.get(f"{DISPUTES}/{dispute['id']}/code.svg", "clerk"), 410, "gone")
        self.assertIsNone(self.server.get(f"{DISPUTES}/{dispute['id']}", "clerk").json["token"])

    def test_migrates_by_name(self):
        dispute = sample.register(self.server, "job", procedure="binjiang-2020")
        reply = sample.command(self.server, dispute, "clerk", "migrate", procedure="zhejiang-2025",
                               reason="新规")
        self.refused(reply, 403, "forbidden")
        reply = sample.command(self.server, dispute, "admin", "migrate", procedure="nowhere",
                               reason="新规")
        self.refused(reply, 422, "unprocessable", "/procedure")
        reply = sample.command(self.server, dispute, "admin", "migrate", procedure="zhejiang-2025",
                               reason="新规")
        self.assertEqual((reply.status, reply.json["procedure"]["id"]), (200, "zhejiang-2025"))
        got = self.server.get(f"{DISPUTES}/{dispute['id']}/explain", "admin").json
        self.assertTrue(got["proof"]["fold_equals_stored"])


class Reading(ApiTest):
    def test_views_by_role(self):
        dispute = sample.mediated(self.server)
        path = f"{DISPUTES}/{dispute['id']}"
        identity, phone, address = "11010519491231002X", "13912345678", "江南大道100号"
        masked = ("*" * 14 + "002X", "*" * 7 + "5678")
        cases = [
            ("mediator", (masked[0], phone, address)),
            ("manager", (masked[0], phone, address)),
            ("clerk", (masked[0], masked[1], None)),
            ("auditor", (masked[0], masked[1], None)),
            ("admin", (masked[0], masked[1], None)),
            (f"party.{dispute['id']}.0", (identity, phone, address)),
            (f"party.{dispute['id']}.1", (None, None, None)),
        ]
        for token, want in cases:
            with self.subTest(token):
                party = self.server.get(path, token).json["parties"][0]
                self.assertEqual((party["identity"], party["phone"], party["address"]), want)
                self.assertEqual(party["name"], "赵一")

    def test_view_and_304(self):
        dispute = sample.mediated(self.server)
        path = f"{DISPUTES}/{dispute['id']}"
        reply = self.server.get(path, "mediator")
        got = reply.json
        self.assertEqual((got["version"], got["colour"], got["mediator"]["id"]), (4, "yellow", "21"))
        self.assertEqual((got["type"], got["amount_fen"]), ("neighbour", "340000"))
        self.assertEqual(reply.headers["etag"], '"4"')
        for tag in '"4"', 'W/"4"', '"1", "4"', "*":
            again = self.server.get(path, "mediator", If_None_Match=tag)
            self.assertEqual((again.status, again.bytes), (304, b""))
            self.assertEqual(again.headers["etag"], '"4"')
        for tag in '"3"', '"44"', "4":
            self.assertEqual(self.server.get(path, "mediator", If_None_Match=tag).status, 200)

    def test_events_in_pages(self):
        dispute = sample.mediated(self.server)
        path = f"{DISPUTES}/{dispute['id']}/events"
        whole = self.server.get(path, "mediator").json
        self.assertEqual([e["seq"] for e in whole["items"]], [1, 2, 3, 4])
        self.assertIsNone(whole["next"])
        self.assertEqual([e["command"] for e in whole["items"]],
                         ["register", "accept", "assign", "accept_case"])
        self.assertEqual(whole["items"][1]["to"]["main"]["name"], "FIRST")
        self.assertTrue(all(e["source"] for e in whole["items"]))
        seen, after = [], 0
        while after is not None:
            page = self.server.get(f"{path}?after={after}&limit=1", "mediator").json
            seen += page["items"]
            after = page["next"]
        self.assertEqual(seen, whole["items"])
        party = self.server.get(path, f"party.{dispute['id']}.1").json
        self.assertTrue(all(e["payload"] is None for e in party["items"]))
        for query in "after=-1", "after=x", "limit=0", "limit=201", "cursor=1":
            self.refused(self.server.get(f"{path}?{query}", "mediator"), 400, "invalid")
        self.assertEqual(self.server.get(path + "?limit=200", "mediator").status, 200)

    def test_explains(self):
        dispute = sample.mediated(self.server)
        got = self.server.get(f"{DISPUTES}/{dispute['id']}/explain", "mediator").json
        self.assertEqual((got["colour"], len(got["steps"])), ("yellow", 4))
        moving = [s for s in got["steps"] if s["moved"]]
        self.assertEqual([s["command"] for s in moving], ["register", "accept"])
        self.assertEqual(moving[1]["colour"], "yellow")
        self.assertEqual(got["proof"]["events"], 4)
        self.assertTrue(got["proof"]["fold_equals_stored"])
        self.assertTrue(got["proof"]["head_equals_last_hash"])
        self.assertEqual(got["proof"]["head"], got["steps"][-1]["hash"])
        self.assertTrue(got["deadlines"])
        self.assertTrue(all(d["source"] and d["zh"] for d in got["deadlines"]))

    def test_options_can_be_done(self):
        dispute = sample.register(self.server)
        path = f"{DISPUTES}/{dispute['id']}/commands"
        got = self.server.get(path, "manager").json
        words = [o["command"] for o in got["items"]]
        self.assertIn("accept", words)
        self.assertNotIn("register", words)
        self.assertNotIn("expire", words)
        moves = [o["moves"] for o in got["items"]]
        self.assertEqual(moves, sorted(moves, reverse=True))
        redirect = next(o for o in got["items"] if o["command"] == "redirect")
        fields = {f["name"]: f for f in redirect["fields"]}
        self.assertTrue(fields["route"]["required"])
        self.assertIn("arbitration", [w["code"] for w in fields["route"]["words"]])
        self.assertNotIn("none", [w["code"] for w in fields["route"]["words"]])
        self.assertEqual(fields["reason"]["max_chars"], 500)
        self.assertEqual(self.server.get(path, "auditor").json["items"], [])
        party = self.server.get(path, f"party.{dispute['id']}.0").json
        court = next(o for o in party["items"] if o["command"] == "go_to_court"
                     or o["command"] == "submit_filing")
        self.assertFalse([f for f in court["fields"] if f["name"] == "seat" and f["required"]])

    def test_lists(self):
        title = "独特的标题甲乙丙"
        made = [sample.register(self.server, title=title, type="tourism")["id"] for _ in range(7)]
        made.reverse()
        path = f"{DISPUTES}?type=tourism&limit=3"
        seen, cursor, pages = [], "", 0
        while cursor is not None:
            page = self.server.get(path + (f"&cursor={cursor}" if cursor else ""), "clerk").json
            seen += [d["id"] for d in page["items"]]
            cursor, pages = page["next"], pages + 1
        self.assertEqual((seen, pages), (made, 3))
        for query, n in [("q=%E7%8B%AC%E7%89%B9", 7), ("q=%E7%8B%AC%E7%94%B2", 0),
                         ("colour=none&type=tourism", 7), ("colour=green&type=tourism", 0),
                         ("stage=intake&type=tourism", 7), ("open=false&type=tourism", 0),
                         ("open=true&type=tourism", 7), ("overdue=true&type=tourism", 0),
                         ("region=330108&type=tourism", 7), ("region=330106&type=tourism", 0),
                         ("body=2&type=tourism", 7), ("body=1&type=tourism", 0),
                         ("mediator=21&type=tourism", 0), ("court=9&type=tourism", 0)]:
            got = self.server.get(f"{DISPUTES}?{query}", "clerk").json
            self.assertEqual(len(got["items"]), n, query)
        for token, n in [("foreigner", 0), ("mediator", 0), ("manager", 7), ("admin", 7),
                         (f"party.{made[0]}.0", 1), ("court", 0)]:
            got = self.server.get(f"{DISPUTES}?type=tourism", token).json
            self.assertEqual(len(got["items"]), n, token)

    def test_list_questions_that_are_wrong(self):
        first = self.server.get(f"{DISPUTES}?limit=1", "admin")
        sample.register(self.server)
        sample.register(self.server)
        cursor = self.server.get(f"{DISPUTES}?limit=1", "admin").json["next"]
        self.assertEqual(self.server.get(f"{DISPUTES}?cursor={cursor}", "admin").status, 200)
        self.refused(self.server.get(f"{DISPUTES}?cursor={cursor}", "clerk"), 400, "invalid")
        for i in range(len(cursor)):
            bad = cursor[:i] + ("0" if cursor[i] != "0" else "1") + cursor[i + 1:]
            self.refused(self.server.get(f"{DISPUTES}?cursor={bad}", "admin"), 400, "invalid",
                         "cursor")
        for query in ["limit=0", "limit=201", "limit=x", "colour=pink", "stage=x", "type=x",
                      "open=1", "overdue=yes", "region=1", "body=0", "mediator=-1", "court=x",
                      "q=a", "q=" + "a" * 61, "cursor=", "nothing=1", "limit=1&limit=2"]:
            self.refused(self.server.get(f"{DISPUTES}?{query}", "admin"), 400, "invalid")
        for query in "limit=1", "limit=200", "q=ab", "q=" + "a" * 60:
            self.assertEqual(self.server.get(f"{DISPUTES}?{query}", "admin").status, 200)
        self.assertEqual(first.status, 200)

    def test_procedures(self):
        listed = self.server.get("/api/v1/procedures").json["items"]
        self.assertEqual([p["id"] for p in listed], ["binjiang-2020", "zhejiang-2025"])
        whole = self.server.get("/api/v1/procedures/zhejiang-2025").json
        self.assertTrue(any(r["id"] == 101 for r in whole["rules"]))
        path = "/api/v1/procedures/zhejiang-2025?version="
        self.assertEqual(self.server.get(path + "1.0").json, whole)
        self.refused(self.server.get(path + "9.9"), 404, "not-found")
        self.refused(self.server.get("/api/v1/procedures/x"), 404, "not-found")
        self.refused(self.server.get("/api/v1/procedures/zhejiang-2025%2F1.0"), 404, "not-found")


class Codes(ApiTest):
    def test_a_stranger_sees_no_secret(self):
        dispute = sample.mediated(self.server)
        sample.command(self.server, dispute, "mediator", "stay", stay_reason="agreed_pause",
                       reason="双方对责任无争议")
        replies = [self.server.get("/m/" + dispute["token"]),
                   self.server.get("/M/" + dispute["token"]),
                   self.server.get("/m/" + dispute["token"].lower()),
                   self.server.get("/api/v1/codes/" + dispute["token"]),
                   self.server.get("/api/v1/codes/" + dispute["token"], "foreigner"),
                   self.server.get("/api/v1/codes/" + dispute["token"], "other-mediator")]
        for reply in replies:
            self.assertEqual(reply.status, 200)
            shown = reply.bytes.decode() + json.dumps(reply.headers)
            for secret in sample.SECRETS + [dispute["id"], dispute["number"], "王调解"]:
                self.assertNotIn(secret, shown)
            self.assertIn("首次受理调解", shown)
            self.assertIn("0571-88880002", shown)

    def test_page_is_safe(self):
        dispute = sample.register(self.server)
        reply = self.server.get("/M/" + dispute["token"])
        page = reply.bytes.decode()
        self.assertIn("长河街道&lt;人民&gt;调解委员会", page)
        self.assertNotIn("<人民>", page)
        self.assertNotIn("<script", page)
        policy = reply.headers["content-security-policy"]
        nonce = policy.split("nonce-")[1].split("'")[0]
        self.assertIn(f'<style nonce="{nonce}">', page)
        self.assertTrue(policy.startswith("default-src 'none'"))
        self.assertNotIn("unsafe", policy)
        self.assertNotIn("style=", page)
        again = self.server.get("/M/" + dispute["token"])
        self.assertNotEqual(policy, again.headers["content-security-policy"])
        self.assertIn("起诉", page)

    def test_callers_see_more(self):
        dispute = sample.mediated(self.server)
        path = "/api/v1/codes/" + dispute["token"]
        for token in "mediator", "clerk", f"party.{dispute['id']}.1":
            got = self.server.get(path, token).json
            self.assertEqual((got["id"], got["version"]), (dispute["id"], 4))
            self.assertEqual(self.server.get(got["links"]["commands"], token).status, 200)
        self.refused(self.server.get(path, "nobody"), 401, "unauthorized")

    def test_unknown_and_malformed_alike(self):
        sample.register(self.server)
        bodies, pages = set(), set()
        for token in "0000000ABCDEFGHJKMNPQRSTVWXY", "short", "U" * 28, "x" * 300:
            reply = self.server.get("/api/v1/codes/" + token)
            body = dict(self.refused(reply, 404, "not-found"))
            del body["instance"]
            bodies.add(json.dumps(body, sort_keys=True))
            page = self.server.get("/m/" + token)
            self.assertEqual(page.status, 404)
            pages.add(page.bytes.decode().split("</style>")[1])
        self.assertEqual((len(bodies), len(pages)), (1, 1))

    def test_labels(self):
        dispute = sample.mediated(self.server)
        path = f"{DISPUTES}/{dispute['id']}/code"
        svg = self.server.get(path + ".svg", "clerk")
        self.assertEqual(svg.status, 200)
        self.assertIn(dispute["number"], svg.bytes.decode())
        png = self.server.get(path + ".png?dpi=100", "clerk")
        self.assertEqual((png.status, png.bytes[:8]), (200, b"\x89PNG\r\n\x1a\n"))
        self.assertEqual(self.server.get(path + ".png?dpi=600", "clerk").status, 200)
        for dpi in "99", "601", "x", "":
            self.refused(self.server.get(f"{path}.png?dpi={dpi}", "clerk"), 400, "invalid", "dpi")


class Batches(ApiTest):
    def send(self, rows, token="manager"):
        reply = self.server.post("/api/v1/commands", token, {"commands": rows})
        self.assertEqual(reply.status, 200, reply.bytes)
        return reply.json["items"]

    def test_one_verdict_each(self):
        a, b = sample.register(self.server), sample.register(self.server)
        rows = [
            {"id": a["id"], "key": sample.key(), "command": "accept"},
            {"id": b["number"], "key": sample.key(), "version": 9, "command": "accept"},
            {"id": b["id"], "key": sample.key(), "command": "acept"},
            {"id": b["id"][:-1] + "U", "key": sample.key(), "command": "accept"},
            {"id": b["id"], "command": "accept"},
            {"key": sample.key(), "register": sample.intake()},
            {"id": b["id"], "key": sample.key(), "command": "refuse"},
            {"id": b["id"], "key": sample.key(), "command": "accept", "colour": "green"},
            7,
            {"id": a["id"], "key": sample.key(), "command": "assign", "mediator": "21"},
        ]
        got = self.send(rows)
        self.assertEqual([g["status"] for g in got],
                         [200, 412, 422, 400, 400, 201, 409, 400, 400, 200])
        self.assertEqual(got[6]["problem"]["refusal"]["code"], "field_missing")
        self.assertEqual(got[9]["version"], 3)
        again = self.send(rows[:1])
        self.assertEqual(again[0], got[0])
        foreign = self.send([{"id": a["id"], "key": sample.key(), "command": "accept"}],
                            "foreigner")
        self.assertEqual(foreign[0]["status"], 404)

    def test_holds_its_limits(self):
        rows = [{"key": sample.key(), "register": sample.intake()} for _ in range(256)]
        got = self.send(rows, "job")
        self.assertEqual({g["status"] for g in got}, {201})
        self.assertEqual(len({g["id"] for g in got}), 256)
        self.assertEqual(self.send(rows, "job"), got)
        rows.append({"key": sample.key(), "register": sample.intake()})
        self.refused(self.server.post("/api/v1/commands", "job", {"commands": rows}), 413,
                     "too-large", "256")
        for body in b"{}", b"[]", b'{"commands":[]}', b'{"commands":[{}],"x":1}', b'{"commands":[{}':
            self.refused(self.server.post("/api/v1/commands", "job", body), 400, "invalid",
                         "commands")
        self.refused(self.server.post("/api/v1/commands", "job", b" " * ((1 << 20) + 1)), 413,
                     "too-large")
        key = {"key": "k" * 255, "register": sample.intake()}
        self.assertEqual(self.send([key], "job")[0]["status"], 201)
        key["key"] += "k"
        self.assertEqual(self.send([key], "job")[0]["status"], 400)


class Troubles(ApiTest):
    def test_the_database_is_down(self):
        dispute = sample.register(self.server)
        path = f"{DISPUTES}/{dispute['id']}"
        for ask in ["", "/events", "/explain", "/commands", "/code.svg", "/code.png"]:
            self.server.fault("reader")
            reply = self.server.get(path + ask, "clerk")
            self.refused(reply, 503, "unavailable", "try again")
            self.assertIn("retry-after", reply.headers)
        self.server.fault("reader")
        self.refused(self.server.get(DISPUTES, "clerk"), 503, "unavailable")
        self.server.fault("reader")
        self.refused(self.server.get("/api/v1/codes/" + dispute["token"]), 503, "unavailable")
        self.server.fault("gate")
        self.refused(self.server.get(path, "clerk"), 503, "unavailable")
        for fault, status, problem in [("unavailable", 503, "unavailable"), ("busy", 503, "busy"),
                                       ("poison", 422, "unprocessable")]:
            self.server.fault(fault)
            reply = self.server.post(DISPUTES, "job", sample.intake(), sample.key())
            self.refused(reply, status, problem)
        self.server.fault("conflict", 9)
        reply = sample.command(self.server, dispute, "manager", "accept")
        self.refused(reply, 409, "conflict")
        self.server.fault("none")

    def test_a_lost_answer_is_found_again(self):
        key = sample.key()
        self.server.fault("lost")
        reply = self.server.post(DISPUTES, "job", sample.intake(), key)
        self.refused(reply, 503, "unavailable", "same key")
        again = self.server.post(DISPUTES, "job", sample.intake(), key)
        self.assertEqual((again.status, again.headers["idempotent-replayed"]), (201, "true"))

    def test_credentials(self):
        for headers in {}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer "}, \
                {"Authorization": "Bearer nobody"}:
            reply = self.server.ask("GET", DISPUTES, headers=headers)
            self.refused(reply, 401, "unauthorized")
            self.assertEqual(reply.headers["www-authenticate"], "Bearer")
        reply = self.server.ask("GET", DISPUTES, headers={"Authorization": "bearer  clerk"})
        self.assertEqual(reply.status, 200)

    def test_every_call_is_documented_and_tried(self):
        document = self.server.document
        self.assertEqual(document["openapi"], "3.1.0")
        for path, item in document["paths"].items():
            for operation in item.values():
                self.assertTrue(operation["responses"])
        text = json.dumps(document)
        for name in document["components"]["schemas"]:
            if name[0].isupper() and name not in ("Command", "Intake", "Batch"):
                self.assertIn(f'"#/components/schemas/{name}"', text, f"{name} is used nowhere")


class Narrow(unittest.TestCase):
    """A server with small pools: what is one too many is refused at once."""

    def setUp(self):
        self.server = Server(PROGRAM, SOURCES, app_operations=8, api_operations=2, scan_burst=5)

    def tearDown(self):
        self.assertEqual(self.server.stop(), 0)

    def test_rows_past_the_pool(self):
        rows = [{"key": sample.key(), "register": sample.intake()} for _ in range(20)]
        got = self.server.post("/api/v1/commands", "job", {"commands": rows}).json["items"]
        self.assertEqual([g["status"] for g in got], [201] * 8 + [503] * 12)
        self.assertTrue(got[8]["problem"]["type"].endswith("/busy"))

    def test_operations_past_the_pool(self):
        token = sample.register(self.server, "job")["token"]
        self.server.fault("hold")
        waiting = [threading.Thread(target=self.server.get, args=("/api/v1/codes/" + token,))
                   for _ in range(2)]
        for thread in waiting:
            thread.start()
        for _ in range(200):
            reply = self.server.get("/api/v1/procedures")
            if reply.status == 503:
                break
        self.assertEqual((reply.status, reply.problem), (503, "busy"))
        self.assertIn("retry-after", reply.headers)
        self.server.fault("let")
        for thread in waiting:
            thread.join()
        self.assertEqual(self.server.get("/api/v1/procedures").status, 200)

    def test_too_many_scans(self):
        token = sample.register(self.server, "job")["token"]
        got = [self.server.get(path + token) for path in ("/m/", "/M/", "/api/v1/codes/") * 3]
        self.assertEqual([g.status for g in got[:5]], [200] * 5)
        late = [g for g in got if g.status == 429]
        self.assertTrue(late)
        self.assertEqual(late[0].problem, "throttled")
        self.assertGreaterEqual(int(late[0].headers["retry-after"]), 1)
        self.assertEqual(self.server.get("/api/v1/codes/" + token, "admin").status, 200)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
