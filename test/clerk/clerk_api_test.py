#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The help at the window over HTTP: clerk_api_test.py SERVER SOURCES

Every reply is checked against /openapi.json (test/api/client.py)."""
import apitest
import sample
from apitest import DISPUTES, ApiTest

CITIZEN = "11010519491231002X"


class Regions(ApiTest):
    def ask(self, query=""):
        return self.server.get("/api/v1/regions" + query, "clerk")

    def test_from_the_outermost_down(self):
        top = self.ask().json
        self.assertEqual([r["code"] for r in top["items"]], ["330106", "330108"])
        self.assertEqual([r["has_children"] for r in top["items"]], [False, True])
        self.assertEqual((top["path"], top["more"]), ([], False))
        inside = self.ask("?parent=330108").json
        self.assertEqual([(r["code"], r["level"]) for r in inside["items"]],
                         [("330108001", 4), ("330108002", 4)])
        self.assertEqual([r["code"] for r in inside["path"]], ["330108"])
        self.assertEqual(self.ask("?parent=330108001").json["items"], [])

    def test_by_name(self):
        found = self.ask("?q=8002").json["items"]
        self.assertEqual([r["code"] for r in found], ["330108002"])
        self.assertEqual([r["code"] for r in found[0]["path"]], ["330108"])
        self.assertEqual(self.ask("?q=8002&parent=330106").json["items"], [])
        self.assertEqual(self.ask("?q=" + "x" * 20).json["items"], [])

    def test_wrong_questions(self):
        for query in ("?parent=33010", "?parent=990108", "?parent=330109", "?q=", "?q=" + "x" * 21):
            with self.subTest(query):
                self.refused(self.ask(query), 400, "invalid")


class Suggestions(ApiTest):
    def ask(self, token="clerk", **body):
        return self.server.post("/api/v1/suggestions", token, body)

    def test_words_speak_and_say_so(self):
        got = self.ask(title="楼上漏水", description="与邻居协商未果").json
        self.assertEqual(got["types"][0]["type"]["code"], "neighbour")
        self.assertLessEqual({"漏水", "楼上"}, set(got["types"][0]["because"]))
        self.assertEqual((got["causes"][0]["version"], got["causes"][0]["code"]), ("2026-01-01", "55.1"))
        self.assertTrue(got["source"])

    def test_nothing_is_suggested_without_words(self):
        for body in ({}, {"title": ""}, {"title": "xyz"}):
            got = self.ask(**body).json
            self.assertEqual((got["types"], got["causes"]), ([], []))

    def test_limits(self):
        self.assertEqual(self.ask(title="漏" * 200, description="字" * 4000).status, 200)
        self.refused(self.ask(title="漏" * 201), 422, "unprocessable", "/title")
        self.refused(self.ask(description="字" * 4001), 422, "unprocessable", "/description")
        self.refused(self.ask(titel="漏"), 400, "invalid")


class Duplicates(ApiTest):
    def ask(self, token="clerk", **body):
        body.setdefault("type", "neighbour")
        return self.server.post("/api/v1/duplicates", token, body)

    def test_by_number_name_and_title(self):
        old = sample.register(self.server)
        by_number = self.ask(identities=[CITIZEN.lower()]).json
        self.assertIn((old["id"], "identity"), [(d["id"], d["because"]) for d in by_number["items"]])
        by_name = self.ask(names=["赵一", "钱二公司"]).json
        self.assertIn((old["id"], "names"), [(d["id"], d["because"]) for d in by_name["items"]])
        by_title = self.ask(title="漏水赔偿").json
        self.assertIn((old["id"], "title"), [(d["id"], d["because"]) for d in by_title["items"]])
        both = self.ask(identities=[CITIZEN], names=["赵一", "钱二公司"]).json["items"]
        self.assertEqual(len(both), len({d["id"] for d in both}))

    def test_of_another_type_is_another_dispute(self):
        sample.register(self.server)
        self.assertEqual(self.ask(type="labour", identities=[CITIZEN]).json["items"], [])
        self.assertEqual(self.ask(names=["赵一", "李四四"]).json["items"], [])

    def test_elsewhere_is_told_without_a_word_of_it(self):
        sample.register(self.server)
        reply = self.ask("foreigner", identities=[CITIZEN], names=["赵一", "钱二公司"])
        self.assertEqual(reply.json["items"], [])
        self.assertGreater(reply.json["elsewhere"], 0)
        for secret in sample.SECRETS:
            self.assertNotIn(secret, reply.bytes.decode())

    def test_limits(self):
        self.assertEqual(self.ask(identities=[CITIZEN] * 32).status, 200)
        self.assertEqual(self.ask(identities=[CITIZEN] * 33).status, 422)
        self.assertEqual(self.ask(names=["赵一"] * 33).status, 422)
        answer = self.refused(self.ask(identities=["110105194912310021"]), 422, "unprocessable",
                              "/identities/0")
        self.assertNotIn("110105194912310021", str(answer))
        self.refused(self.server.post("/api/v1/duplicates", "clerk", {}), 400, "invalid", "/type")

    def test_a_search_that_failed_is_no_answer(self):
        """Neither of the two searches: it would say that there are no duplicates."""
        old = sample.register(self.server)
        for body in ({"identities": [CITIZEN]}, {"names": ["赵一", "钱二公司"]}):
            with self.subTest(body):
                self.server.fault("reader")
                self.refused(self.ask(**body), 503, "unavailable", "try again")
                self.assertIn(old["id"], [d["id"] for d in self.ask(**body).json["items"]])

    def test_who_tries_numbers_is_stopped(self):
        """By name: another caller goes on. 60 at once; a caller of its own, as the bucket empties."""
        got = []
        while len(got) < 600 and (not got or got[-1].status == 200):
            got.append(self.ask("dispatcher", identities=[CITIZEN]))
        self.assertGreaterEqual(len(got), 61)
        self.refused(got[-1], 429, "throttled", "Retry-After")
        self.assertGreaterEqual(int(got[-1].headers["retry-after"]), 1)
        self.assertEqual(self.ask("clerk", identities=[CITIZEN]).status, 200)

    def test_parties_ask_nothing_of_this(self):
        dispute = sample.register(self.server)
        party = f"party.{dispute['id']}.0"
        for path, body in (("duplicates", {"type": "neighbour"}), ("suggestions", {})):
            self.refused(self.server.post("/api/v1/" + path, party, body), 403, "forbidden")
        self.refused(self.server.get("/api/v1/worklists", party), 403, "forbidden")
        self.refused(self.server.get(f"/api/v1/labels.svg?ids={dispute['id']}", party), 403, "forbidden")


class Worklists(ApiTest):
    def counts(self, token, query=""):
        reply = self.server.get("/api/v1/worklists" + query, token)
        return {x["work"]["code"]: x["count"] for x in reply.json["items"]}

    def ids(self, token, work, query=""):
        reply = self.server.get(f"{DISPUTES}?work={work}{query}", token)
        self.assertEqual(reply.status, 200, reply.bytes)
        return [r["id"] for r in reply.json["items"]]

    def test_from_acceptance_to_the_mediator(self):
        dispute = sample.register(self.server)
        self.assertIn(dispute["id"], self.ids("manager", "to_accept"))
        self.assertIn(dispute["id"], self.ids("clerk", "to_accept"))
        self.assertNotIn(dispute["id"], self.ids("manager", "to_assign"))
        sample.command(self.server, dispute, "manager", "accept")
        self.assertNotIn(dispute["id"], self.ids("manager", "to_accept"))
        self.assertIn(dispute["id"], self.ids("manager", "to_assign"))
        sample.command(self.server, dispute, "manager", "assign", mediator="21")
        self.assertNotIn(dispute["id"], self.ids("manager", "to_assign"))
        self.assertEqual(self.ids("mediator", "to_accept"), [dispute["id"]])
        self.assertEqual(self.counts("mediator")["to_accept"], 1)
        sample.command(self.server, dispute, "mediator", "accept_case")
        self.assertEqual(self.ids("mediator", "to_accept"), [])

    def test_the_court_decides_on_filing(self):
        dispute = sample.register(self.server)
        self.assertNotIn(dispute["id"], self.ids("court", "to_file"))
        sample.command(self.server, dispute, "clerk", "submit_filing", seat=0, claims="判令赔偿",
                       facts="漏水", court="9")
        self.assertIn(dispute["id"], self.ids("court", "to_file"))
        self.assertNotIn(dispute["id"], self.ids("clerk", "to_accept"))

    def test_lists_of_a_role(self):
        self.assertEqual(set(self.counts("clerk")), {"to_accept", "to_urge", "overdue", "stalled"})
        self.assertEqual(set(self.counts("court")),
                         {"to_refer", "to_file", "to_confirm", "to_urge", "overdue", "stalled"})
        self.assertEqual(len(self.counts("auditor")), 8)
        self.refused(self.server.get(f"{DISPUTES}?work=to_file", "clerk"), 400, "invalid")
        self.refused(self.server.get(f"{DISPUTES}?work=anything", "clerk"), 400, "invalid")
        for other in ("open=true", "overdue=true", "q=漏水", "external_ref=x"):
            from urllib.parse import quote
            with self.subTest(other):
                self.refused(self.server.get(f"{DISPUTES}?work=to_accept&{quote(other, '=')}", "clerk"),
                             400, "invalid", "work goes without")

    def test_nobody_sees_more_than_in_lists(self):
        dispute = sample.register(self.server)
        self.assertNotIn(dispute["id"], self.ids("foreigner", "to_accept"))
        self.assertIn(dispute["id"], self.ids("clerk", "to_accept", "&region=330108002"))
        self.assertNotIn(dispute["id"], self.ids("clerk", "to_accept", "&region=330108001"))
        self.assertEqual(self.counts("clerk", "?region=330108001")["to_accept"], 0)
        self.refused(self.server.get("/api/v1/worklists?region=x", "clerk"), 400, "invalid")

    def test_pages_and_a_reader_that_fails(self):
        for _ in range(3):
            sample.register(self.server)
        seen, cursor = [], ""
        while cursor is not None:
            query = f"{DISPUTES}?work=to_accept&limit=1" + (f"&cursor={cursor}" if cursor else "")
            page = self.server.get(query, "clerk").json
            seen += [r["id"] for r in page["items"]]
            cursor = page["next"]
        self.assertEqual(seen, self.ids("clerk", "to_accept", "&limit=200"))
        self.assertEqual(seen, sorted(seen))
        self.server.fault("reader")
        self.assertIsNone(self.counts("clerk")["to_accept"])
        self.server.fault("reader")
        self.assertEqual(self.server.get(f"{DISPUTES}?work=to_accept", "clerk").status, 503)


class Sheets(ApiTest):
    def test_up_to_four(self):
        ids = [sample.register(self.server)["id"] for _ in range(5)]
        for n in (1, 4):
            reply = self.server.get("/api/v1/labels.svg?ids=" + ",".join(ids[:n]), "clerk")
            self.assertEqual((reply.status, reply.media), (200, "image/svg+xml"), reply.bytes)
            self.assertEqual(reply.bytes.count(b"<g transform"), n)
        self.refused(self.server.get("/api/v1/labels.svg?ids=" + ",".join(ids), "clerk"), 400, "invalid",
                     "holds 4")
        for query in ("", "?ids=", "?ids=x", f"?ids={ids[0]},"):
            with self.subTest(query):
                status = self.server.get("/api/v1/labels.svg" + query, "clerk").status
                self.assertEqual(status, 200 if query.endswith(",") else 400)

    def test_one_that_is_not_to_be_seen_fails_all(self):
        ids = [sample.register(self.server)["id"] for _ in range(2)]
        self.assertEqual(self.server.get("/api/v1/labels.svg?ids=" + ",".join(ids), "foreigner").status, 404)
        dispute = {"id": ids[1]}
        self.assertEqual(sample.command(self.server, dispute, "dispatcher", "revoke_code", reason="遗失").status, 200)
        self.refused(self.server.get("/api/v1/labels.svg?ids=" + ",".join(ids), "clerk"), 410, "gone")


class References(ApiTest):
    def test_courts_do_not_mediate(self):
        reply = self.server.post(DISPUTES, "clerk", sample.intake(body="9", external_ref=None), sample.key())
        answer = self.refused(reply, 422, "unprocessable", "does not mediate")
        self.assertEqual(answer["errors"][0]["pointer"], "#/body")

    def test_a_misdated_act_says_so(self):
        dispute = sample.mediated(self.server)
        reply = sample.command(self.server, dispute, "mediator", "notify", seat=1, manner="电话",
                               date="2199-01-01")
        answer = self.refused(reply, 409, "refused", "after today: date")
        self.assertEqual((answer["refusal"]["code"], answer["errors"][0]["pointer"]), ("misdated", "#/date"))

    def test_a_case_is_accepted_once(self):
        dispute = sample.mediated(self.server)
        answer = self.refused(sample.command(self.server, dispute, "mediator", "accept_case"), 409, "refused")
        self.assertEqual(answer["refusal"]["code"], "already")
        options = self.server.get(f"{DISPUTES}/{dispute['id']}/commands", "mediator").json["items"]
        self.assertNotIn("accept_case", [o["command"] for o in options])

    def test_who_may_not_register_is_told_who_may(self):
        reply = self.server.post(DISPUTES, "auditor", sample.intake(external_ref=None), sample.key())
        self.refused(reply, 403, "forbidden")
        self.assertGreater(len(reply.json["detail"]), 20)


if __name__ == "__main__":
    apitest.main()
