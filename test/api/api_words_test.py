#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The vocabularies, for pages: api_words_test.py SERVER SOURCES

Every reply of every test is checked against /openapi.json (client.py)."""
import pathlib
import re

import apitest
from apitest import SOURCES, ApiTest

WORDS = "/api/v1/words"
ENGINE = pathlib.Path(SOURCES) / "engine/include/yima"


def listed(header, name):
    """The codes of an X-list, as its header has them."""
    text = (ENGINE / header).read_text("utf-8")
    body = re.search(rf"#define {name}\(X\)(.*?)\n\n", text, re.DOTALL)[1]
    return re.findall(r'X\(\w+,\s*"(\w+)"', body)


class Words(ApiTest):
    def test_a_stranger_reads_every_vocabulary(self):
        got = self.server.get(WORDS).json
        vocabularies = got["vocabularies"]
        for header, name, key in (("vocab.h", "YM_COLOURS", "colour"), ("vocab.h", "YM_ROLES", "role"),
                                  ("vocab.h", "YM_GROUNDS", "ground"),
                                  ("command.h", "YM_REFUSALS", "refusal")):
            with self.subTest(name):
                want = listed(header, name)
                self.assertGreater(len(want), 4)
                self.assertEqual([w["code"] for w in vocabularies[key]], want)
        for header, name, key in (("command.h", "YM_COMMANDS", "commands"), ("command.h", "YM_FIELDS", "fields")):
            self.assertEqual([w["code"] for w in got[key]], listed(header, name))
        self.assertFalse({"fact", "effect", "unit"} & set(vocabularies), "rules are not for people")
        self.assertIn({"code": "yellow", "zh": "黄", "en": "yellow"}, vocabularies["colour"])

    def test_commands_name_their_fields(self):
        got = self.server.get(WORDS).json
        commands = {c["code"]: c for c in got["commands"]}
        fields = {f["code"]: f for f in got["fields"]}
        self.assertEqual(set(commands["terminate"]["fields"]), {"ground", "reason"})
        self.assertEqual(commands["register"]["fields"], [])
        self.assertEqual((fields["ground"]["kind"], fields["ground"]["vocabulary"]), ("word", "ground"))
        self.assertEqual((fields["terms"]["kind"], fields["terms"]["vocabulary"]), ("long_text", None))
        for c in got["commands"]:
            self.assertLessEqual(set(c["fields"]), set(fields))

    def test_they_are_kept_and_asked_about(self):
        first = self.server.get(WORDS)
        self.assertEqual(first.headers["cache-control"], "public, max-age=3600")
        again = self.server.get(WORDS, If_None_Match=first.headers["etag"])
        self.assertEqual((again.status, again.bytes), (304, b""))
        self.assertEqual(self.server.get(WORDS, If_None_Match='"1"').status, 200)


if __name__ == "__main__":
    apitest.main()
