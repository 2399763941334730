#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reading, lists, codes and the page of a scan: api_read_test.py SERVER SOURCES

Every reply of every test is checked against /openapi.json (client.py)."""
import datetime
import json

import apitest
import sample
from apitest import DISPUTES, ApiTest


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

    def test_the_court_sees_what_filing_needs(self):
        dispute = sample.register(self.server)
        path = f"{DISPUTES}/{dispute['id']}"
        self.assertEqual(self.server.get(path, "court").status, 404)
        reply = sample.command(self.server, dispute, "clerk", "submit_filing", seat=0,
                               claims="判令赔偿", facts="漏水", court="9")
        self.assertEqual(reply.status, 200, reply.bytes)
        party = self.server.get(path, "court").json["parties"][0]
        self.assertEqual((party["identity"], party["phone"], party["address"]),
                         ("11010519491231002X", "13912345678", "江南大道100号"))
        self.assertIn("滨江区人民法院", self.server.get("/m/" + dispute["token"]).bytes.decode())

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

    def test_a_party_reads_the_agreement_and_no_other_payload(self):
        dispute = sample.mediated(self.server)
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
        for word, fields in [
                ("hold_session", {"date": str(today), "note": "背靠背", "attendance": [
                    {"seat": 0, "status": "attended"}, {"seat": 1, "status": "attended"}]}),
                ("reach_agreement", {"terms": "退还押金", "place": "滨江", "obligations": [
                    {"payer": 1, "payee": 0, "amount_fen": "340000",
                     "due": str(today + datetime.timedelta(days=30))}]})]:
            reply = sample.command(self.server, dispute, "mediator", word, **fields)
            self.assertEqual(reply.status, 200, reply.bytes)
        path = f"{DISPUTES}/{dispute['id']}/events"
        for seat in 0, 1:
            got = self.server.get(path, f"party.{dispute['id']}.{seat}").json["items"]
            told = {e["command"]: e["payload"] for e in got if e["payload"] is not None}
            self.assertEqual(list(told), ["reach_agreement"])
            detail = told["reach_agreement"]["detail"]
            self.assertEqual(detail["terms"], "退还押金")
            self.assertEqual(detail["obligations"][0]["amount_fen"], "340000")

    def test_minutes_are_for_those_who_mediate(self):
        dispute = sample.mediated(self.server)
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
        sides = [f"party.{dispute['id']}.{seat}" for seat in (0, 1)]
        done = [("mediator", "hold_session", {"date": str(today), "note": "愿让三成", "attendance": [
                    {"seat": 0, "status": "attended"}, {"seat": 1, "status": "attended"}]}),
                ("mediator", "reach_agreement", {"terms": "退还押金", "obligations": [
                    {"payer": 1, "payee": 0, "amount_fen": "340000", "due": "2030-01-31"}]}),
                *((side, "sign", {}) for side in sides), ("mediator", "sign_mediator", {}),
                ("manager", "seal", {}),
                *((side, "apply_confirmation", {"court": "9"}) for side in sides)]
        for token, word, fields in done:
            reply = sample.command(self.server, dispute, token, word, **fields)
            self.assertEqual(reply.status, 200, reply.bytes)
        for token, reads in [("mediator", True), ("manager", True), ("clerk", True),
                             ("dispatcher", True), ("court", False), ("admin", False),
                             ("auditor", False), ("job", False)]:
            with self.subTest(token):
                got = self.server.get(f"{DISPUTES}/{dispute['id']}/events", token)
                told = {e["command"] for e in got.json["items"] if e["payload"] is not None}
                every = {e["command"] for e in got.json["items"]}
                self.assertIn("hold_session", every)
                if token == "court":  # what was said to it; the agreement it reads as such
                    self.assertEqual(told, {"sign", "sign_mediator", "seal", "apply_confirmation"})
                else:
                    self.assertEqual(told, every if reads else every - {"hold_session"})
                self.assertEqual("愿让三成" in got.bytes.decode(), reads)

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

    def test_what_is_left_counts_as_the_law_counts(self):
        """Three working days to decide on acceptance; a month of mediation in days."""
        dispute = sample.register(self.server)
        path = f"{DISPUTES}/{dispute['id']}"
        term = {d["name"]: d for d in self.server.get(path, "manager").json["deadlines"]}
        self.assertEqual(term["intake_acceptance"]["working_days_left"], 3)
        self.assertGreaterEqual(term["intake_acceptance"]["days_left"], 3)
        sample.command(self.server, dispute, "manager", "accept")
        term = {d["name"]: d for d in self.server.get(path, "manager").json["deadlines"]}
        self.assertNotIn("working_days_left", term["mediation_limit"])
        self.assertGreaterEqual(term["mediation_limit"]["days_left"], 28)

    def test_options_can_be_done(self):
        dispute = sample.register(self.server)
        path = f"{DISPUTES}/{dispute['id']}/commands"
        got = self.server.get(path, "manager").json
        words = [o["command"] for o in got["items"]]
        self.assertIn("accept", words)
        self.assertNotIn("register", words)
        self.assertNotIn("expire", words)
        self.assertEqual(words[0], "accept")
        groups = [o["group"] for o in got["items"]]
        self.assertEqual(groups, sorted(groups, key=["step", "help", "exit", "record"].index))
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
        self.assertEqual(seen, made)
        self.assertGreaterEqual(pages, 3)
        # A page looks at so many and no more: it may be short, or empty, and yet not the last.
        seen, cursor, short = [], "", 0
        while cursor is not None:
            page = self.server.get(f"{DISPUTES}?type=marriage&limit=1"
                                   + (f"&cursor={cursor}" if cursor else ""), "clerk").json
            self.assertLessEqual(len(page["items"]), 1)
            seen += [d["id"] for d in page["items"]]
            cursor = page["next"]
            short += not page["items"] and cursor is not None
        whole = self.server.get(f"{DISPUTES}?type=marriage&limit=200", "clerk").json
        self.assertEqual(seen, [d["id"] for d in whole["items"]])
        self.assertIsNone(whole["next"])
        self.assertGreater(short, 0)
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
        self.assertEqual(self.server.get(path + "1.2").json, whole)
        self.refused(self.server.get(path + "9.9"), 404, "not-found")
        self.refused(self.server.get("/api/v1/procedures/x"), 404, "not-found")
        self.refused(self.server.get("/api/v1/procedures/zhejiang-2025%2F1.2"), 400, "invalid")


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



class External(ApiTest):
    def test_finds_by_the_number_of_another_system(self):
        first = sample.register(self.server, external_ref="HOT-1")
        second = sample.register(self.server, external_ref="HOT-1", channel="police_110")
        sample.register(self.server, external_ref="HOT-10")

        def found(question, token="clerk"):
            reply = self.server.get(f"{DISPUTES}?{question}", token)
            self.assertEqual(reply.status, 200, reply.bytes)
            return [row["id"] for row in reply.json["items"]]
        self.assertEqual(found("external_ref=HOT-1"), [second["id"], first["id"]])
        self.assertEqual(found("external_ref=HOT-1&limit=1"), [second["id"]])
        self.assertEqual(found("external_ref=HOT-1&type=contract"), [])
        self.assertEqual(found("external_ref=HOT-2"), [])
        self.assertEqual(found("external_ref=HOT-1", "foreigner"), [])
        for wrong in ("", "x" * 65):
            self.refused(self.server.get(f"{DISPUTES}?external_ref={wrong}", "clerk"), 400,
                         "invalid", "external_ref")


class Directory(ApiTest):
    def ids(self, path, token="clerk"):
        reply = self.server.get("/api/v1" + path, token)
        self.assertEqual(reply.status, 200, reply.bytes)
        return [row["id"] for row in reply.json["items"]]

    def test_lists_bodies_that_work(self):
        rows = self.server.get("/api/v1/bodies", "clerk").json["items"]
        self.assertEqual([r["id"] for r in rows], ["1", "2", "3", "9"])
        self.assertEqual((rows[0]["name"], rows[0]["kind"], rows[0]["kind_zh"], rows[0]["phone"]),
                         ("滨江区矛调中心", "centre", "矛调(综治)中心", "0571-1000"))
        self.assertIsNone(rows[1]["address"])
        party = "party.%s.0" % sample.register(self.server)["id"]
        self.assertEqual(self.ids("/bodies", party), ["1", "2", "3", "9"])
        self.assertEqual(self.ids("/bodies?kind=court"), ["9"])
        self.assertEqual(self.ids("/bodies?region=330106"), ["3"])
        self.assertEqual(self.ids("/bodies?region=33"), ["1", "2", "3", "9"])
        self.assertEqual(self.ids("/bodies?region=330106&kind=court"), [])
        self.assertEqual(self.ids("/bodies?mediates=true"), ["1", "2", "3"])
        self.assertEqual(self.ids("/bodies?mediates=true&kind=court"), [])
        self.refused(self.server.get("/api/v1/bodies"), 401, "unauthorized")

    def test_lists_staff_to_those_who_name_them(self):
        self.assertEqual(self.ids("/staff"), ["20", "21", "23", "31"])
        self.assertEqual(self.ids("/staff?role=mediator"), ["21", "23"])
        self.assertEqual(self.ids("/staff?body=2"), ["20", "21"])
        self.assertEqual(self.ids("/staff?region=330106"), ["23"])
        self.assertEqual(self.ids("/staff?body=2&region=330106"), [])
        row = self.server.get("/api/v1/staff?body=9", "clerk").json["items"][0]
        self.assertEqual((row["body"], [r["code"] for r in row["roles"]], row["phone"]),
                         ({"id": "9", "name": "滨江区人民法院"}, ["court_clerk"], None))
        party = "party.%s.0" % sample.register(self.server)["id"]
        self.refused(self.server.get("/api/v1/staff", party), 403, "forbidden", "read who works where")

    def test_shows_telephones_of_people_where_they_are_needed(self):
        phones = {token: [r["phone"] for r in
                          self.server.get("/api/v1/staff?role=mediator", token).json["items"]]
                  for token in ("admin", "clerk", "manager", "court", "foreigner")}
        near, far = "13800000021", "13800000023"
        self.assertEqual(phones, {"admin": [near, far], "clerk": [near, None],
                                  "manager": [near, None], "court": [None, None],
                                  "foreigner": [None, far]})

    def test_pages_without_loss(self):
        for path, expected in [("/bodies", ["1", "2", "3", "9"]),
                               ("/staff", ["20", "21", "23", "31"])]:
            for limit in (1, 2, 3, 4, 200):
                got, cursor = [], ""
                while cursor is not None:
                    page = self.server.get(f"/api/v1{path}?limit={limit}{cursor}", "admin").json
                    got += [r["id"] for r in page["items"]]
                    cursor = page["next"] and "&cursor=" + page["next"]
                self.assertEqual(got, expected)

    def test_refuses_questions_that_are_wrong(self):
        for question, part in [("/bodies?kind=kourt", "kind"), ("/bodies?region=33010", "region"),
                               ("/bodies?limit=0", "limit"), ("/bodies?limit=201", "limit"),
                               ("/bodies?cursor=x", "cursor"), ("/bodies?mediates=maybe", "mediates takes true"),
                               ("/bodies?role=mediator", "takes region, kind, mediates, limit, cursor"),
                               ("/staff?role=mediater", "role"), ("/staff?body=x", "body"),
                               ("/staff?kind=court", "takes region, body, role, limit, cursor")]:
            self.refused(self.server.get("/api/v1" + question, "clerk"), 400, "invalid", part)

    def test_commands_say_where_references_come_from(self):
        dispute = sample.mediated(self.server)
        items = self.server.get(f"{DISPUTES}/{dispute['id']}/commands", "mediator").json["items"]
        fields = {f["name"]: f for i in items for f in i["fields"]}
        ref = fields["obligations"]["items"]["$ref"]
        self.assertIn(ref.split("/")[-1], self.server.document["components"]["schemas"])
        self.assertTrue(ref.startswith("/openapi.json#/components/schemas/"))
        self.assertTrue(fields["attendance"]["items"]["$ref"].endswith("/Attendance"))
        items = self.server.get(f"{DISPUTES}/{dispute['id']}/commands", "manager").json["items"]
        fields = {f["name"]: f for i in items for f in i["fields"]}
        for name in ("mediator", "body"):
            self.assertEqual(self.server.get(fields[name]["from"], "manager").status, 200)
        self.assertEqual(self.ids(fields["body"]["from"].removeprefix("/api/v1")), ["1", "2", "3"])


if __name__ == "__main__":
    apitest.main()
