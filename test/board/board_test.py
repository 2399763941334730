# SPDX-License-Identifier: Apache-2.0
"""The board and the radar over HTTP: what each role sees of them equals what it sees in lists, the
shapes are as the document says, and a change is there when the figures are asked for again."""
import sys
import time
import unittest

import schema
from served import HANG_S, INTAKE, Served

PLACES = [("330108003001", "1013"), ("330108003001", "1013"), ("330108001001", "1011"),
          ("330108001", "1011"), ("330108002001", "1012"), ("330106", "1026")]


def intake(region, body, **more):
    return {**INTAKE, "region": region, "body": body, **more}


class Board(Served):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        make = cls.token
        cls.admin = make("--role", "admin")
        cls.centre = make("--role", "centre", "--region", "330108")
        clerk = make("--role", "window_clerk", "--region", "3301")
        cls.callers = {
            "admin": cls.admin, "centre": cls.centre, "city": clerk,
            "street": make("--role", "window_clerk", "--region", "330108001"),
            "manager": make("--role", "body_manager", "--body", "1011"),
            "elsewhere": make("--role", "supervisor", "--region", "330109"),
        }
        cls.ids = [cls.register(clerk, f"place-{i}", intake(*place)) for i, place in
                   enumerate(PLACES)]
        cls.document = cls.ask("/openapi.json").json

    def board(self, token, query=""):
        # Asked for many different cuts at once, the program may say to come back.
        reply = self.until("it is counted", lambda: (lambda r: r if r.status != 503 else None)(
            self.ask("/api/v1/board" + query, token)))
        self.assertEqual(reply.status, 200, reply.text)
        schema.check(self.document, {"$ref": "#/components/schemas/Board"}, reply.json)
        return reply.json

    def settled(self, token, wanted, query=""):
        """Ask as the page does, until so many are open."""
        until = time.monotonic() + HANG_S
        while True:
            board = self.board(token, query)
            if board["total"]["open"] == wanted:
                return board
            self.assertLess(time.monotonic(), until, board["total"])
            time.sleep(board["fresh_in_ms"] / 1000 + 0.01)

    def listed(self, token, query=""):
        return self.ask("/api/v1/disputes?open=true&limit=200" + query, token).json["items"]

    def adds_up(self, board):
        total = board["total"]
        for name in ("lanes", "ages", "dues", "regions", "bodies", "types"):
            for key in ("open", "overdue", "at_risk"):
                self.assertEqual(sum(row[key] for row in board[name]), total[key], (name, key))
        for row in board["ages"] + board["dues"] + board["regions"] + board["bodies"] + board["types"]:
            self.assertEqual(sum(row["colours"].values()), row["open"])
        for lane in board["lanes"]:
            self.assertEqual(sum(lane["ages"]), lane["open"])

    def test_each_role_sees_what_it_sees_in_lists(self):
        for name, token in self.callers.items():
            for query in ("", "region=330108", "region=330108001", "body=1011", "body=1013",
                          "region=330108003&body=1013"):
                with self.subTest(name=name, query=query):
                    rows = self.listed(token, "&" + query)
                    board = self.settled(token, len(rows), "?" + query)
                    self.adds_up(board)
                    for lane in board["lanes"]:
                        self.assertEqual(lane["open"], sum(r["colour"] == lane["code"] for r in rows))

    def test_a_division_shows_what_lies_in_it(self):
        board = self.settled(self.centre, 5)
        self.assertEqual({r["region"]: r["open"] for r in board["regions"]},
                         {"330108001": 2, "330108002": 1, "330108003": 2})
        self.assertEqual([r["name"] for r in board["regions"]], ["西兴街道", "长河街道", "浦沿街道"])
        city = self.settled(self.callers["city"], 6)
        self.assertEqual({r["region"]: r["open"] for r in city["regions"]},
                         {"330106": 1, "330108": 5})

    def test_the_trend_counts_today(self):
        board = self.settled(self.admin, len(self.listed(self.admin)))
        self.assertEqual(len(board["trend"]["days"]), 30)
        self.assertGreaterEqual(board["trend"]["days"][-1]["registered"], len(PLACES))

    def test_who_may_not(self):
        party = self.token("--role", "party", "--dispute", self.ids[0], "--seat", "0")
        grid = self.token("--role", "grid_worker", "--region", "330108")
        for token in (party, grid):
            self.assertEqual(self.ask("/api/v1/board", token).status, 403)
            self.assertEqual(self.ask("/api/v1/radar", token).status, 403)
        self.assertEqual(self.ask("/api/v1/board").status, 401)
        self.assertEqual(self.ask("/api/v1/radar").status, 401)

    def test_wrong_questions_say_what_is_taken(self):
        for path, part in (("/api/v1/board?region=33010", "division code"),
                           ("/api/v1/board?body=x", "body takes a number"),
                           ("/api/v1/radar?within_days=31", "0 to 30"),
                           ("/api/v1/radar?limit=0", "1 to 200"),
                           ("/api/v1/radar?limit=201", "1 to 200"),
                           ("/api/v1/radar?cursor=AAAA", "cursor")):
            reply = self.ask(path, self.admin)
            self.assertEqual(reply.status, 400, path)
            self.assertIn(part, reply.json["detail"])
        self.assertEqual(self.ask("/api/v1/radar?within_days=30&limit=200", self.admin).status, 200)

    def test_the_radar_goes_on_from_page_to_page(self):
        seen, cursor = [], ""
        while cursor is not None:
            reply = self.ask("/api/v1/radar?within_days=30&limit=2" + cursor, self.centre)
            self.assertEqual(reply.status, 200, reply.text)
            schema.check(self.document, {"$ref": "#/components/schemas/Radar"}, reply.json)
            seen += reply.json["items"]
            used, cursor = cursor, (reply.json["next"] and "&cursor=" + reply.json["next"])
        self.assertEqual(sorted(r["id"] for r in seen),
                         sorted(r["id"] for r in self.listed(self.centre)))
        self.assertEqual([r["harm"] for r in seen], sorted((r["harm"] for r in seen), reverse=True))
        for row in seen:
            self.assertTrue(row["body"]["name"] and row["next_zh"] and row["next_en"] and row["why_zh"])
            self.assertIn(str(row["workdays_left"]), row["why_en"])
        stolen = self.ask("/api/v1/radar?within_days=30&limit=2" + used, self.callers["city"])
        self.assertEqual(stolen.status, 400)

    def test_z_a_change_is_there_at_the_next_count(self):
        """Last: it registers one more."""
        before = self.settled(self.centre, len(self.listed(self.centre)))
        new = self.register(self.callers["city"], "one-more", intake("330108002001", "1012"))
        after = self.settled(self.centre, before["total"]["open"] + 1)
        self.adds_up(after)
        version = self.ask(f"/api/v1/disputes/{new}", self.admin).json["version"]
        reply = self.ask(f"/api/v1/disputes/{new}/commands", self.token("--role", "body_manager",
                         "--body", "1012"), "POST", {"command": "accept", "version": version},
                         Idempotency_Key="accept-it")
        self.assertEqual(reply.status, 200, reply.text)
        self.until("the lane follows", lambda: any(
            lane["code"] == "yellow" and lane["open"] == 1
            for lane in self.board(self.centre)["lanes"]))
        page = self.ask("/metrics", self.admin).text
        self.assertIn("yima_board_counts_total", page)


if __name__ == "__main__":
    sys.exit(unittest.main())
