#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Registering, commanding, batches: api_write_test.py SERVER SOURCES

Every reply of every test is checked against /openapi.json (client.py)."""
import datetime
import json

import apitest
import sample
from apitest import DISPUTES, ApiTest


class Registering(ApiTest):
    def test_answers_all_of_it(self):
        reply = self.server.post(DISPUTES, "clerk", sample.intake(), sample.key())
        got = reply.json
        self.assertEqual(reply.status, 201)
        self.assertEqual(reply.headers["location"], f"{DISPUTES}/{got['id']}")
        self.assertEqual(reply.headers["etag"], '"1"')
        self.assertEqual(got["number"].replace("-", ""), got["id"])
        self.assertEqual((got["version"], got["stage"], got["colour"]), (1, "intake", "none"))
        self.assertEqual(got["procedure"], {"id": "zhejiang-2025", "version": "1.2"})
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
        named = sample.register(self.server, "job", procedure="zhejiang-2025/1.2")
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
        ]
        for body, status, problem, part in cases:
            with self.subTest(body[:40]):
                self.refused(self.server.post(DISPUTES, "clerk", body, sample.key()), status,
                             problem, part)
        wrong = good.replace("11010519491231002X", "110105194912310021").encode()
        told = self.server.post(DISPUTES, "clerk", wrong, sample.key()).json["errors"][0]
        self.assertEqual(told["zh"], "校验码不符,请对照证件核对")
        self.refused(self.server.announce(DISPUTES, "clerk", 131073), 413, "too-large")
        full = good.encode() + b" " * (131072 - len(good.encode()))
        self.assertEqual(self.server.post(DISPUTES, "clerk", full, sample.key()).status, 201)
        self.assertEqual(sample.register(self.server, title="题" * 200)["version"], 1)

    def test_tells_all_mistakes_at_once(self):
        body = sample.intake(type="contrakt", title="", region="330199", body="777")
        del body["harm"], body["parties"][0]["name"]
        reply = self.server.post(DISPUTES, "clerk", body, sample.key())
        got = self.refused(reply, 422, "unprocessable", "4 things are wrong")
        self.assertEqual([(e["pointer"], e["code"]) for e in got["errors"]],
                         [("#/title", "value"), ("#/type", "value"), ("#/harm", "missing"),
                          ("#/parties/0/name", "missing")])
        self.assertIn("intellectual_property", got["errors"][1]["allowed"])
        self.assertNotIn("...", got["errors"][1]["detail"])
        # That the references are unknown is told once the body is well formed, both at once.
        body = sample.intake(region="330199", body="777")
        got = self.refused(self.server.post(DISPUTES, "clerk", body, sample.key()), 422,
                           "unprocessable", "2 things are wrong")
        self.assertEqual([(e["pointer"], e["code"]) for e in got["errors"]],
                         [("#/body", "unknown"), ("#/region", "unknown")])
        body = sample.intake(parties=[{} for _ in range(32)])
        got = self.refused(self.server.post(DISPUTES, "clerk", body, sample.key()), 400, "invalid")
        self.assertEqual((len(got["errors"]), got["more_errors"]), (32, True))

    def test_refuses_regions_and_bodies_that_do_not_exist(self):
        for field, value, part in [("region", "330199", "divisions"), ("body", "777", "active body"),
                                   ("body", "4", "active body")]:
            reply = self.server.post(DISPUTES, "clerk", sample.intake(**{field: value}),
                                     sample.key())
            got = self.refused(reply, 422, "unprocessable", part)
            self.assertEqual(got["errors"][0]["pointer"], "#/" + field)
        reply = self.server.post(DISPUTES, "job", sample.intake(body=None), sample.key())
        self.refused(reply, 422, "unprocessable", "name the body that receives the dispute")
        dispute = sample.register(self.server)
        reply = sample.command(self.server, dispute, "clerk", "correct", region="330199",
                               reason="笔误")
        self.refused(reply, 422, "unprocessable", "/region: 330199")

    def test_registers_an_external_number_once(self):
        key, body = sample.key(), sample.intake(external_ref="12345-2026-1", title="先来的")
        first = self.server.post(DISPUTES, "clerk", body, key)
        self.assertEqual(first.status, 201)
        self.assertEqual(self.server.post(DISPUTES, "clerk", body, key).bytes, first.bytes)
        known = {"id": first.json["id"], "number": first.json["number"]}
        for token in "clerk", "job":
            got = self.refused(self.server.post(DISPUTES, token, body, sample.key()), 409,
                               "duplicate", "/external_ref")
            self.assertEqual(got["dispute"], known)
        other = sample.intake(external_ref="12345-2026-1", region="330106", body="1")
        got = self.refused(self.server.post(DISPUTES, "foreigner", other, sample.key()), 409,
                           "duplicate", "not yours to see")
        self.assertNotIn("dispute", got)
        row = {"key": sample.key(), "register": body}
        got = self.server.post("/api/v1/commands", "job", {"commands": [row]}).json["items"][0]
        self.assertEqual((got["status"], got["problem"]["type"]), (409, "/problems/duplicate"))
        self.assertEqual(self.server.post(DISPUTES, "clerk", sample.intake(
            external_ref="12345-2026-1", channel="police_110"), sample.key()).status, 201)

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
        body = {"command": "accept", "version": 1}
        first = self.server.post(path, "manager", body, key)
        self.assertEqual(first.status, 200)
        sample.command(self.server, dispute, "manager", "assign", mediator="21")
        again = self.server.post(path, "manager", body, key)
        self.assertEqual(first.bytes, again.bytes)
        self.assertEqual(again.headers["idempotent-replayed"], "true")
        other = self.server.post(path, "manager", {"command": "accept", "note": "x"}, key)
        self.refused(other, 422, "key-reused")

    def test_replays_outlive_what_came_after(self):
        keys = [sample.key() for _ in range(4)]
        first = [self.server.post(DISPUTES, "job", sample.intake(procedure="binjiang-2020"),
                                  keys[0])]
        path = f"{DISPUTES}/{first[0].json['id']}/commands"
        asked = [("clerk", {"command": "accept"}), ("clerk", {"command": "reissue_code",
                                                               "reason": "遗失"}),
                 ("admin", {"command": "migrate", "procedure": "zhejiang-2025", "reason": "新规"})]
        asked[0] = ("manager", asked[0][1])
        for key, (token, body) in zip(keys[1:], asked):
            first.append(self.server.post(path, token, body, key))
        self.assertEqual([r.status for r in first], [201, 200, 200, 200], first[-1].bytes)
        sample.command(self.server, first[0].json, "clerk", "reissue_code", reason="又遗失")
        again = [self.server.post(DISPUTES, "job", sample.intake(procedure="binjiang-2020"),
                                  keys[0])]
        for key, (token, body) in zip(keys[1:], asked):
            again.append(self.server.post(path, token, body, key))
        for a, b in zip(first, again):
            self.assertEqual(a.bytes, b.bytes)
            self.assertEqual((b.headers["idempotent-replayed"], b.headers["etag"]),
                             ("true", a.headers["etag"]))
        self.assertEqual([r.json["procedure"]["id"] for r in again],
                         ["binjiang-2020"] * 3 + ["zhejiang-2025"])

    def test_refusals_name_rule_and_fields(self):
        dispute = sample.register(self.server)
        reply = sample.command(self.server, dispute, "manager", "refuse")
        got = self.refused(reply, 409, "refused")
        self.assertEqual(got["refusal"]["code"], "field_missing")
        self.assertEqual([f["code"] for f in got["fields"]], ["reason"])
        self.assertEqual([(e["pointer"], e["code"]) for e in got["errors"]],
                         [("#/reason", "missing")])
        self.assertIn("a required field is missing: reason;", got["detail"])
        self.assertEqual((got["rule"], got["version"]), (107, 1))
        self.assertIn("人民调解工作若干规定", got["source"])
        reply = sample.command(self.server, dispute, "manager", "seal")
        self.assertEqual(self.refused(reply, 409, "refused")["refusal"]["code"], "not_here")
        reply = sample.command(self.server, dispute, "clerk", "accept")
        got = self.refused(reply, 403, "forbidden", "it is for: ")
        self.assertEqual(got["refusal"]["code"], "role")
        self.assertIn("body_manager", [r["code"] for r in got["roles"]])
        self.assertIn("body_manager", got["detail"])
        self.assertNotIn("window_clerk", [r["code"] for r in got["roles"]])
        self.assertEqual(self.server.get(f"{DISPUTES}/{dispute['id']}", "clerk").json["version"], 1)

    def test_lists_name_seats_of_the_dispute(self):
        dispute = sample.mediated(self.server)
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
        due = str(today + datetime.timedelta(days=30))
        for payer, payee in [(0, 2), (2, 0), (31, 1)]:
            reply = sample.command(self.server, dispute, "mediator", "reach_agreement",
                                   terms="x", place="x", obligations=[
                                       {"payer": payer, "payee": payee, "act": "x", "due": due}])
            got = self.refused(reply, 409, "refused", "obligations")
            self.assertEqual((got["refusal"]["code"], got["errors"][0]["pointer"]),
                             ("seat_unknown", "#/obligations"))
        for status in ("attended", "absent"):
            reply = sample.command(self.server, dispute, "mediator", "hold_session",
                                   date=str(today), attendance=[{"seat": 2, "status": status}])
            got = self.refused(reply, 409, "refused", "attendance")
            self.assertEqual(got["refusal"]["code"], "seat_unknown")

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
            (b'{"command":"transfer","body":"9","reason":"x"}', 422, "unprocessable", "/body: bodies of this kind"),
            (json.dumps({"command": "accept", "note": "n" * 501}).encode(), 422, "unprocessable",
             "/note"),
        ]
        for body, status, problem, part in cases:
            with self.subTest(body[:50]):
                self.refused(self.server.post(path, "manager", body, sample.key()), status, problem,
                             part)
        self.refused(self.server.announce(path, "manager", 65537), 413, "too-large")
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
        # What the other dispute's party may do there, it may not do here.
        for word in "go_to_court", "withdraw", "refuse_mediation":
            reply = self.server.post(path + "/commands", f"party.{other['id']}.0",
                                     {"command": word, "reason": "x"}, sample.key())
            self.refused(reply, 404, "not-found")
        self.assertEqual(self.server.get(path, "manager").json["version"], 4)
        reply = sample.command(self.server, dispute, f"party.{dispute['id']}.0", "go_to_court",
                               reason="x")
        self.assertEqual(reply.status, 200, reply.bytes)
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
        got = self.refused(reply, 403, "forbidden", "admin")
        self.assertEqual((got["refusal"]["code"], [r["code"] for r in got["roles"]]),
                         ("role", ["job", "admin"]))
        reply = sample.command(self.server, dispute, "admin", "migrate", procedure="nowhere",
                               reason="新规")
        self.refused(reply, 422, "unprocessable", "/procedure")
        reply = sample.command(self.server, dispute, "admin", "migrate", procedure="zhejiang-2025",
                               reason="新规")
        self.assertEqual((reply.status, reply.json["procedure"]["id"]), (200, "zhejiang-2025"))
        got = self.server.get(f"{DISPUTES}/{dispute['id']}/explain", "admin").json
        self.assertTrue(got["proof"]["fold_equals_stored"])
        self.assertEqual([s["procedure"]["id"] for s in got["steps"]], ["binjiang-2020"] * 2)
        self.assertEqual(got["steps"][1]["to"], got["states"])


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
        self.assertEqual(got[7]["problem"]["errors"][0]["pointer"], "#/colour")
        self.assertIn("/colour", got[7]["problem"]["detail"])
        self.assertEqual(got[9]["version"], 3)
        again = self.send(rows[:1])
        self.assertEqual(again[0], got[0])
        foreign = self.send([{"id": a["id"], "key": sample.key(), "command": "accept"}],
                            "foreigner")
        self.assertEqual(foreign[0]["status"], 404)

    def test_names_the_place_in_the_row(self):
        a = sample.register(self.server)
        intake = sample.intake(type="contrakt")
        del intake["harm"]
        rows = [{"key": sample.key(), "register": intake},
                {"key": sample.key(), "command": "accept"},
                {"key": sample.key(), "id": a["id"]},
                {"key": sample.key(), "id": a["id"], "command": "accept"},
                {"key": sample.key(), "register": sample.intake(parties=[{}] * 32)}]
        got = [row.get("problem", {}) for row in self.send(rows)]
        self.assertEqual([e["pointer"] for e in got[0]["errors"]],
                         ["#/register/type", "#/register/harm"])
        self.assertTrue(got[0]["detail"].startswith("/register/type: "), got[0]["detail"])
        self.assertIn("/id: missing", got[1]["detail"])
        self.assertEqual(got[2]["errors"][0]["pointer"], "#/command")
        self.assertEqual(got[3], {})
        self.assertEqual((len(got[4]["errors"]), got[4]["more_errors"]), (8, True))

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
        self.refused(self.server.announce("/api/v1/commands", "job", (1 << 20) + 1), 413,
                     "too-large")
        whole = [self.server.post("/api/v1/commands", "job",
                                  {"commands": [{"register": sample.intake()}] * 2}, "whole").json
                 for _ in range(2)]
        self.assertEqual(whole[0], whole[1])
        self.assertEqual(len({g["id"] for g in whole[0]["items"]}), 2)
        key = {"key": "k" * 255, "register": sample.intake()}
        self.assertEqual(self.send([key], "job")[0]["status"], 201)
        key["key"] += "k"
        self.assertEqual(self.send([key], "job")[0]["status"], 400)


if __name__ == "__main__":
    apitest.main()
