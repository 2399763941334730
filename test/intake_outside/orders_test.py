# SPDX-License-Identifier: Apache-2.0
"""Work orders of 12345 and 110 through the program: taken once, matched, joined, told back."""
import json
import unittest

from casebed import MANAGER
from orders_bed import HANDOVERS, PERSONS, STREET, Bed, person
from sender import Signer


class Taking:
    def test_an_order_becomes_a_dispute_once(self):
        order = self.order()
        first = self.taken(order)
        self.assertEqual((first["outcome"], first["known"], first["type"], first["tasks"]),
                         ("registered", False, "neighbour", []))
        d = self.dispute(first["dispute"])
        self.assertEqual((d["channel"], d["source"], d["external_ref"], d["type"]),
                         ("hotline_12345", "entrusted", order["external_ref"], "neighbour"))
        again = self.taken(dict(reversed(order.items())))  # other bytes, the same order
        self.assertEqual((again["dispute"], again["known"]), (first["dispute"], True))
        self.assertEqual(self.found(order["external_ref"]), {first["dispute"]})
        self.assertEqual(self.references(first["dispute"]),
                         {("hz-12345", order["external_ref"], "registered")})

    def test_whoever_hands_a_matter_over(self):
        for code, channel in HANDOVERS:
            with self.subTest(code):
                order = self.order()
                made = self.taken(order, code)
                self.assertEqual((made["outcome"], made["type"]), ("registered", "neighbour"))
                d = self.dispute(made["dispute"])
                self.assertEqual((d["channel"], d["external_ref"]),
                                 (channel, order["external_ref"]))
                self.assertEqual(self.references(made["dispute"]),
                                 {(code, order["external_ref"], "registered")})

    def test_another_content_waits_for_a_person(self):
        order = self.order()
        first = self.taken(order)
        changed = self.taken(order | {"title": "完全另一回事"})
        self.assertEqual((changed["outcome"], changed["dispute"], changed["tasks"]),
                         ("update", first["dispute"], ["update"]))
        self.assertEqual(self.dispute(first["dispute"])["title"], order["title"])
        row = self.work(order["external_ref"], task="update")
        self.assertEqual(row["revision"], 1)
        detail = self.ask(f"/api/v1/outside/orders/{row['id']}", self.window).json
        self.assertEqual(detail["content"]["title"], "完全另一回事")
        # Back to the first content: that is a message, too.
        self.assertEqual(self.taken(order)["outcome"], "update")
        # The same again is the same.
        self.assertTrue(self.taken(order)["known"])

    def test_a_class_that_is_not_known(self):
        for kind in ("0999", "0901", None):
            with self.subTest(kind):
                order = self.order(external_type=kind)
                made = self.taken(order)
                self.assertEqual((made["type"], made["tasks"]), ("other", ["classify"]))
                row = self.work(order["external_ref"], task="classify")
                self.assertEqual(row["dispute"]["id"], made["dispute"])
                settled = self.post(f"/api/v1/outside/orders/{row['id']}/settle", self.window,
                                    {"tasks": ["classify"], "note": "按邻里纠纷处理"})
                self.assertEqual(settled.status, 200, settled.text)
                self.assertEqual(settled.json["tasks"], [])
                self.assertIsNone(self.work(order["external_ref"]))
                twice = self.post(f"/api/v1/outside/orders/{row['id']}/settle", self.window,
                                  {"tasks": ["classify"], "note": "再次"})
                self.assertEqual(twice.status, 409)
                detail = self.ask(f"/api/v1/outside/orders/{row['id']}", self.window).json
                self.assertEqual(detail["note"], "按邻里纠纷处理")

    def test_persons_who_are_not_known(self):
        order = self.order(parties=None)
        made = self.taken(order)
        self.assertEqual(made["tasks"], ["parties"])
        names = [p["name"] for p in self.dispute(made["dispute"])["parties"]]
        self.assertEqual(names, ["申请人（待查明）", "被申请人（待查明）"])
        wrong = self.order(parties=self.pair(PERSONS[0][:-1] + "9", person(11)))
        made = self.taken(wrong)
        self.assertEqual(made["tasks"], ["numbers"])
        row = self.work(wrong["external_ref"])
        detail = self.ask(f"/api/v1/outside/orders/{row['id']}", self.window).json
        self.assertEqual(detail["content"]["left_out"], [PERSONS[0][:-1] + "9"])
        self.assertEqual([p["has_identity"] for p in detail["content"]["parties"]], [False, True])

    def test_two_senders_may_count_alike(self):
        order = self.order(external_ref="SAME-1")
        one = self.taken(order)
        two = self.taken(self.order(external_ref="SAME-1"), "xs-12345")
        self.assertNotEqual(one["dispute"], two["dispute"])
        self.assertEqual(two["outcome"], "registered")
        self.assertEqual(self.found("SAME-1"), {one["dispute"], two["dispute"]})

    def test_a_number_that_a_person_registered(self):
        intake = {"type": "neighbour", "channel": "hotline_12345", "source": "entrusted",
                  "region": STREET, "body": "1013", "title": "窗口按热线工单登记", "description": "",
                  "harm": 0, "urgency": 0, "scope": 0, "external_ref": "BY-HAND-1",
                  "parties": [{"side": "claimant", "kind": "natural", "name": "窗口甲"},
                              {"side": "respondent", "kind": "natural", "name": "窗口乙"}]}
        mine = self.register(self.window, self.key(), intake)
        made = self.taken(self.order(external_ref="BY-HAND-1"))
        self.assertEqual((made["outcome"], made["dispute"]), ("attached", mine))

    def test_what_is_refused(self):
        self.rejected(self.order(external_ref=""), "/external_ref")
        self.rejected(self.order(title=""), "/title")
        self.rejected(self.order(colour="red"), "/colour")
        self.rejected(self.order(region="999999"), "/region")
        self.rejected(self.order(description="字" * 4001), "/description")
        before = self.sql("select count(*) from outside_order")
        self.rejected(b"{")
        self.rejected(self.order(description="字" * 3000, title="字" * 200, extra="字" * 4000))
        self.assertEqual(self.sql("select count(*) from outside_order"), before)

    def test_who_is_not_let_in(self):
        order = self.order()
        stranger = Signer(self.home, "stranger")
        self.assertEqual(self.send(order, signer=stranger).status, 401)
        self.assertEqual(self.send(order, at=1000000000).status, 401)
        self.assertEqual(self.send(order, "nobody", signer=stranger).status, 404)
        self.assertEqual(self.found(order["external_ref"]), set())
        name = "msg-replayed"
        first = self.send(order, name=name)
        again = self.send(order, name=name)
        self.assertEqual((again.status, again.text), (200, first.text))
        self.assertEqual(self.send(self.order(), name=name).status, 422)

    def test_who_may_look(self):
        for role, words in (("body_manager", ("--staff", MANAGER)),):
            token = self.token("--role", role, *words)
            self.assertEqual(self.ask("/api/v1/outside/orders", token).status, 403)
        order = self.order(external_type="0999")
        self.taken(order)
        row = self.work(order["external_ref"])
        elsewhere = self.token("--role", "dispatcher", "--body", "1007", "--region", "330102")
        self.assertEqual(self.ask("/api/v1/outside/orders", elsewhere).json["items"], [])
        self.assertEqual(self.ask(f"/api/v1/outside/orders/{row['id']}", elsewhere).status, 404)
        self.assertEqual(self.ask("/api/v1/outside/orders?task=x", self.window).status, 400)
        self.assertEqual(self.ask("/api/v1/outside/orders/12", self.window).status, 404)
        self.assertEqual(self.ask("/api/v1/outside/orders/x", self.window).status, 404)


class Doubles:
    def test_the_same_two_persons_and_type_join_an_open_dispute(self):
        one, two = person(101), person(102)
        first = self.taken(self.order(parties=self.pair(one, two)))
        order = self.order(parties=self.pair(one, two))
        joined = self.taken(order, "hz-110")
        self.assertEqual((joined["outcome"], joined["dispute"], joined["tasks"]),
                         ("attached", first["dispute"], ["attached"]))
        self.assertEqual(self.found(order["external_ref"]), {first["dispute"]})
        self.assertEqual(len(self.references(first["dispute"])), 2)
        row = self.work(order["external_ref"], task="attached")
        # A person says that it is another matter.
        split = self.post(f"/api/v1/outside/orders/{row['id']}/split", self.window, {})
        self.assertEqual(split.status, 200, split.text)
        own = split.json["dispute"]["id"]
        self.assertNotEqual(own, first["dispute"])
        self.assertEqual(split.json["state"]["code"], "split")
        self.assertEqual(self.found(order["external_ref"]), {own})
        self.assertEqual(len(self.references(first["dispute"])), 1)
        again = self.post(f"/api/v1/outside/orders/{row['id']}/split", self.window, {})
        self.assertEqual((again.status, again.json["dispute"]["id"]), (200, own))

    def test_what_is_not_certain_is_registered_and_shown(self):
        one, two = person(201), person(202)
        first = self.taken(self.order(parties=self.pair(one, two)))
        for order, sign in ((self.order(parties=self.pair(two, one)), "swapped"),
                            (self.order(parties=self.pair(one, person(203))), "one_side")):
            with self.subTest(sign):
                made = self.taken(order)
                self.assertEqual((made["outcome"], made["tasks"]), ("registered", ["duplicate"]))
                row = self.work(order["external_ref"], task="duplicate")
                detail = self.ask(f"/api/v1/outside/orders/{row['id']}", self.window).json
                like = {x["id"]: [s["code"] for s in x["signs"]] for x in detail["likely"]}
                self.assertIn(sign, like[first["dispute"]])
                self.assertNotIn(made["dispute"], like)

    def test_a_court_points_to_what_the_hotline_has(self):
        one, two = person(251), person(252)
        first = self.taken(self.order(parties=self.pair(one, two)))
        order = self.order(parties=self.pair(one, two))
        joined = self.taken(order, "bj-court")
        self.assertEqual((joined["outcome"], joined["dispute"]), ("attached", first["dispute"]))
        self.assertEqual(self.found(order["external_ref"]), {first["dispute"]})
        self.assertEqual(len(self.references(first["dispute"])), 2)

    def test_another_type_is_another_matter(self):
        one, two = person(301), person(302)
        first = self.taken(self.order(parties=self.pair(one, two)))
        made = self.taken(self.order(parties=self.pair(one, two), external_type="0501"))
        self.assertEqual(made["outcome"], "registered")
        self.assertNotEqual(made["dispute"], first["dispute"])
        self.assertEqual(made["type"], "labour")

    def test_a_closed_dispute_is_not_joined(self):
        one, two = person(401), person(402)
        first = self.taken(self.order(parties=self.pair(one, two)))
        self.command(first["dispute"], self.manager, {"command": "refuse", "reason": "不属调解范围"})
        made = self.taken(self.order(parties=self.pair(one, two)))
        self.assertEqual((made["outcome"], made["tasks"]), ("registered", []))

    def test_two_that_are_the_same_leave_the_choice_to_a_person(self):
        one, two = person(501), person(502)
        for n in range(2):
            intake = {"type": "neighbour", "channel": "window", "source": "applied",
                      "region": STREET, "body": "1013", "title": f"窗口登记{n}", "description": "",
                      "harm": 0, "urgency": 0, "scope": 0,
                      "parties": [p | {"kind": "natural"} for p in self.pair(one, two)]}
            self.register(self.window, self.key(), intake)
        made = self.taken(self.order(parties=self.pair(one, two)))
        self.assertEqual((made["outcome"], made["tasks"]), ("registered", ["duplicate"]))

    def test_a_phone_a_place_and_words(self):
        words = {"title": "楼上空调外机滴水影响休息"}
        first = self.taken(self.order(parties=[{"side": "claimant", "phone": "13900000601"}], **words))
        order = self.order(parties=[{"side": "claimant", "phone": "+86-139-0000-0601"}])
        made = self.taken(order)
        self.assertEqual(sorted(made["tasks"]), ["duplicate", "parties"])
        row = self.work(order["external_ref"])
        detail = self.ask(f"/api/v1/outside/orders/{row['id']}", self.window).json
        self.assertIn("phone", [s["code"] for x in detail["likely"] for s in x["signs"]
                                if x["id"] == first["dispute"]])
        again = self.order(**words)
        self.assertIn("duplicate", self.taken(again)["tasks"])
        row = self.work(again["external_ref"])
        detail = self.ask(f"/api/v1/outside/orders/{row['id']}", self.window).json
        self.assertIn("words", [s["code"] for x in detail["likely"] for s in x["signs"]
                                if x["id"] == first["dispute"]])
        far = self.order(region="330108001001", **words)
        self.assertNotIn("duplicate", self.taken(far)["tasks"])

    def test_a_merge_takes_the_numbers_along(self):
        one = self.taken(self.order())
        other = self.order()
        two = self.taken(other, "hz-110")
        self.command(two["dispute"], self.window,
                     {"command": "merge", "dispute": one["dispute"], "reason": "同一纠纷"})
        # What comes later under the second number belongs to the dispute that goes on.
        later = self.taken(other | {"description": "又有新情况"}, "hz-110")
        self.assertEqual((later["outcome"], later["dispute"]), ("update", one["dispute"]))
        self.until("the number has come along", lambda:
                   ("hz-110", other["external_ref"], "merged") in self.references(one["dispute"]))
        self.assertEqual(self.found(other["external_ref"]), {one["dispute"], two["dispute"]})


class Telling:
    def said_of(self, reference, condition):
        def look():
            return [m for m in self.listener.said
                    if reference in m["body"].get("external_refs", []) and condition(m["body"])]
        return self.until("it was told", look)[-1]

    def test_whoever_sent_it_is_told_until_it_is_closed(self):
        order = self.order()
        made = self.taken(order)
        first = self.said_of(order["external_ref"], lambda b: True)
        self.assertEqual((first["verb"], first["kind"], first["partner"]),
                         ("NotifyFilingReviewComplete", "status", "hz-12345"))
        self.assertFalse(first["body"]["closed"])
        self.assertEqual(first["body"]["number"], made["number"])
        self.assertTrue(first["body"]["next"]["zh"])
        self.command(made["dispute"], self.manager, {"command": "refuse", "reason": "家事秘密不宜公开"})
        last = self.said_of(order["external_ref"], lambda b: b["closed"])
        self.assertTrue(last["body"]["result"]["zh"])
        for message in self.listener.said:
            text = json.dumps(message, ensure_ascii=False)
            for word in ("家事秘密", order["title"], order["parties"][0]["name"], "colour"):
                self.assertNotIn(word, text)

    def test_who_does_not_want_to_know_is_not_told(self):
        quiet, loud = self.order(status_wanted=False), self.order()
        for order in (quiet, loud):
            made = self.taken(order)
            self.command(made["dispute"], self.manager, {"command": "accept"})
        self.said_of(loud["external_ref"], lambda b: b["stage"]["code"] == "first")
        self.assertFalse([m for m in self.listener.said
                          if quiet["external_ref"] in m["body"]["external_refs"]])

    def test_a_merge_is_told_to_both_and_goes_on(self):
        one, two = self.order(), self.order()
        stays, goes = self.taken(one), self.taken(two, "hz-110")
        self.command(goes["dispute"], self.window,
                     {"command": "merge", "dispute": stays["dispute"], "reason": "同一纠纷"})
        told = self.said_of(two["external_ref"], lambda b: "merged_into" in b)
        self.assertEqual(told["body"]["merged_into"], stays["number"])
        self.assertFalse(told["body"]["closed"])
        self.command(stays["dispute"], self.manager, {"command": "refuse", "reason": "不属范围"})
        for order in (one, two):
            self.assertEqual(self.said_of(order["external_ref"], lambda b: b["closed"])["body"]["number"],
                             stays["number"])

    def wrongly_closed(self, merged):
        """What was said of a dispute that was merged, as if that had ended the matter."""
        return [m["body"] for m in self.listener.said
                if m["body"]["number"] == merged["number"] and m["body"]["closed"]]

    def held_and_merged(self):
        """Its sender is told nothing until after the merge."""
        order = self.order()
        self.listener.held.add("hz-110")
        self.addCleanup(self.listener.held.clear)
        stays = self.taken(self.order())
        goes = self.taken(order, "hz-110")
        self.until("its sender was asked", lambda: [
            m for m in self.listener.turned_away if order["external_ref"] in m["body"]["external_refs"]])
        self.command(goes["dispute"], self.manager, {"command": "accept"})
        self.command(goes["dispute"], self.window,
                     {"command": "merge", "dispute": stays["dispute"], "reason": "同一纠纷"})
        return order, stays, goes

    def test_what_was_held_up_does_not_close_what_was_merged(self):
        order, stays, goes = self.held_and_merged()
        self.listener.held.clear()
        told = self.said_of(order["external_ref"], lambda b: "merged_into" in b)
        self.assertEqual(told["body"]["merged_into"], stays["number"])
        # To put the merged one away ends nothing, either.
        self.command(goes["dispute"], self.manager, {"command": "archive"})
        self.said_of(order["external_ref"], lambda b: b["state"]["code"] == "CLOSED")
        self.command(stays["dispute"], self.manager, {"command": "refuse", "reason": "不属范围"})
        last = self.said_of(order["external_ref"], lambda b: b["closed"])
        self.assertEqual(last["body"]["number"], stays["number"])
        self.assertEqual(self.wrongly_closed(goes), [])

    def test_where_it_went_has_ended_before_its_sender_heard(self):
        order, stays, goes = self.held_and_merged()
        self.command(stays["dispute"], self.manager, {"command": "refuse", "reason": "不属范围"})
        self.listener.held.clear()
        last = self.said_of(order["external_ref"], lambda b: b["closed"])
        self.assertEqual(last["body"]["number"], stays["number"])
        self.assertTrue(last["body"]["result"]["zh"])
        self.assertEqual(self.wrongly_closed(goes), [])


class Orders(Taking, Doubles, Telling, Bed):
    pass


del Bed

if __name__ == "__main__":
    unittest.main()
