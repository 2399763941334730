# SPDX-License-Identifier: Apache-2.0
"""yima export: the event log after IEEE 1849, the chain of hashes, filters, files; each checked with
nothing of ours but the bytes that came out."""
import collections
import hashlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import unittest

import xes
from place import Place, YIMA, environment, sample

DISPUTES = 60
ZERO = bytes(32)


class Unix(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def chain(line):
    """The dispute, number, hash and hashed bytes of an event's line; all by cutting the line."""
    assert line.startswith(b'{"record":"event","id":"')
    head, payload = line.split(b',"event":', 1)
    told = json.loads(head + b"}")
    return told["id"], told["seq"], bytes.fromhex(told["hash"]), payload[:-1]


class Export(Place):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        self = cls()
        self.load_reference()
        self.done("import", self.path("some.csv", "".join(sample(DISPUTES))))
        self.done("procedure", "migrate", "--from", "zhejiang-2025", "--to", "binjiang-2020",
                  "--all", "--quiet", *self.reasoned())
        cls.told = [json.loads(x) for x in self.done("export").splitlines()]
        cls.accept(self)
        cls.jsonl = self.done("export", "--events")
        cls.told = [json.loads(x) for x in self.done("export").splitlines()]
        cls.text = self.done("export", "--format", "xes")
        cls.log = xes.judge(cls.text)

    def accept(self):
        """Some disputes go on, by the hand of a member of the staff."""
        body = "1013"
        token = self.done("token", "create", "--role", "body_manager", "--body", body, "--staff",
                          "5037").strip()
        wire = Unix(self.home + "/http")
        for i, dispute in enumerate(x for x in self.told if x["body"] == body):
            wire.request("POST", "/api/v1/disputes/%s/commands" % dispute["number"],
                         json.dumps({"command": "accept", "note": "一句自由文字"}),
                         {"Authorization": "Bearer " + token, "Content-Type": "application/json",
                          "Idempotency-Key": "export-%d" % i})
            reply = wire.getresponse()
            said = reply.read()
            assert reply.status == 200, said
        wire.close()
        assert i > 0, "the sample has disputes of that body"

    # ---- XES ----

    def test_keeps_the_rules_of_the_standard(self):
        self.assertEqual(len(self.log), DISPUTES)
        got = subprocess.run(["xmllint", "--noout", "--huge", "-"], input=self.text, text=True,
                             capture_output=True, timeout=120, check=False)
        self.assertEqual((got.returncode, got.stderr), (0, ""))

    @unittest.skipUnless("YIMA_XES_SCHEMA" in os.environ, "the standard's schema is not at hand")
    def test_schema_of_the_standard(self):
        for words in ((), ("--anonymous",), ("--month", "1999-01")):
            text = self.done("export", "--format", "xes", *words)
            got = subprocess.run(["xmllint", "--noout", "--schema", os.environ["YIMA_XES_SCHEMA"],
                                  "-"], input=text, text=True, capture_output=True, timeout=120,
                                 check=False)
            self.assertEqual(got.returncode, 0, got.stderr)

    def test_our_judge_can_refuse(self):
        for was, becomes in (
                ('<classifier name="activity"', '<classifier name="an activity"'),
                ('prefix="org"', 'prefix="who"'),
                ('<int key="rule" value="101"/>', '<int key="rule" value="1.5"/>'),
                ('<int key="rule" value="101"/>', '<string key="rule" value="101"/>'),
                ('<int key="rule" value="101"/>', ""),
                ('<int key="rule" value="101"/>', '<int key="rule" value="1"/>' * 2),
                ('key="concept:instance" value="1"', 'key="cost:total" value="1"'),
                ('<date key="time:timestamp" value="20', '<date key="time:timestamp" value="x20'),
                ('<log xes.version="1849.2016"', '<log xes.version="1849-2016"'),
                ('<log ', '<log xmlns="http://www.xes-standard.org/" '),
                ('<string key="lifecycle:model" value="standard"/>\n  <trace>',
                 '<trace/>\n  <string key="lifecycle:model" value="standard"/><trace>')):
            self.assertIn(was, self.text)
            with self.assertRaises(xes.Flaw, msg=becomes):
                xes.judge(self.text.replace(was, becomes, 1))

    def test_tells_what_the_events_say(self):
        events = collections.defaultdict(list)
        for line in self.jsonl.splitlines():
            x = json.loads(line)
            if x["record"] == "event":
                events[x["id"]].append(x)
        resources = set()
        for dispute, (trace, mine) in zip(self.told, self.log):
            self.assertEqual(trace["concept:name"][1], dispute["number"])
            for key in ("type", "region", "channel", "source", "risk", "colour", "stage",
                        "procedure", "received_at"):
                self.assertEqual(trace[key][1], dispute[key])
            self.assertEqual(trace["open"][1], "true" if dispute["open"] else "false")
            self.assertEqual(len(mine), len(events[dispute["id"]]))
            for got, was in zip(mine, events[dispute["id"]]):
                event = was["event"]
                self.assertEqual(got["concept:name"][1], event["command"])
                self.assertEqual(got["concept:instance"][1], str(was["seq"]))
                self.assertEqual(got["time:timestamp"][1], event["at"])
                self.assertEqual(got["rule"][1], str(event["rule"]))
                by = event["by"]
                self.assertEqual(got["org:role"][1], by["role"])
                staff = "staff-" + by["staff"] if "staff" in by else by["role"]
                self.assertEqual(got["org:resource"][1], staff)
                self.assertEqual(got.get("org:group", ("", None))[1],
                                 "body-" + by["body"] if "body" in by else None)
                resources.add(staff)
            self.assertEqual((mine[-1]["colour"], mine[-1]["stage"], mine[-1]["state"][1]),
                             (trace["colour"], trace["stage"], dispute["state"]["main"]))
        self.assertIn("staff-5037", resources)
        ids = [e["identity:id"][1] for t, es in self.log for e in [t, *es]]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual(self.text, self.done("export", "--format", "xes"))

    def test_no_personal_data_and_no_free_text(self):
        self.assertIn("一句自由文字", self.jsonl)
        self.assertNotIn("一句自由文字", self.text)
        for dispute in self.told:
            for secret in [dispute["title"], dispute["description"], dispute["external_ref"],
                           *(p["name"] for p in dispute["parties"])]:
                self.assertNotIn(secret, self.text)

    def test_anonymous(self):
        hidden = self.done("export", "--format", "xes", "--anonymous")
        log = xes.judge(hidden)
        self.assertEqual([len(e) for _, e in log], [len(e) for _, e in self.log])
        pairs = set()
        for (trace, events), (was, others) in zip(log, self.log):
            self.assertNotIn(was["concept:name"][1], hidden)
            self.assertNotIn(was["identity:id"][1], hidden)
            self.assertRegex(trace["concept:name"][1], r"^dispute-[0-9a-f]{16}$")
            for e, o in zip(events, others):
                self.assertNotIn(o["identity:id"][1], hidden)
                pairs.add((e["org:resource"][1], o["org:resource"][1]))
        self.assertEqual(len({a for a, _ in pairs}), len({b for _, b in pairs}), "one to one")
        self.assertEqual(len(pairs), len({a for a, _ in pairs}))
        self.assertRegex(" ".join(a for a, _ in pairs), r"staff-[0-9a-f]{16}")
        self.assertNotIn("staff-5037", hidden)
        self.assertIsNone(re.search(r'"body-\d{1,9}"', hidden))
        self.assertNotEqual(hidden, self.done("export", "--format", "xes", "--anonymous"))

    def test_a_process_miner_reads_it(self):
        path = self.path("log.xes", self.text)
        got = subprocess.run(["node", os.path.join(os.environ["PM4JS"], "read.cjs"), path],
                             capture_output=True, timeout=300, check=False, text=True)
        self.assertEqual(got.returncode, 0, got.stderr)
        said = json.loads(got.stdout)
        variants = collections.Counter(
            ",".join(e["concept:name"][1] for e in events) for _, events in self.log)
        self.assertEqual(said["variants"], dict(variants))
        self.assertEqual(said["traces"], DISPUTES)
        self.assertEqual(said["events"], sum(len(e) for _, e in self.log))
        self.assertEqual(said["extensions"],
                         ["Concept", "Time", "Lifecycle", "Organizational", "ID"])
        self.assertEqual(said["globals"], ["trace", "event"])
        self.assertEqual(said["classifiers"]["activity_and_rule"], "concept:name rule")
        self.assertEqual(said["first"][0], "register")

    # ---- JSON Lines ----

    def check_chain(self, lines):
        """The hash chain with SHA-256 and nothing else; the disputes whose chain does not hold."""
        last, heads, broken = {}, {}, set()
        for line in lines:
            if line.startswith(b'{"record":"dispute"'):
                dispute = json.loads(line)
                heads[dispute["id"]] = bytes.fromhex(dispute["head"])
                continue
            at, seq, told, payload = chain(line)
            number, before = last.get(at, (0, ZERO))
            if seq != number + 1 or hashlib.sha256(before + payload).digest() != told:
                broken.add(at)
            last[at] = (seq, told)
        return broken | {at for at, head in heads.items() if last[at][1] != head}

    def test_chain_without_our_code(self):
        lines = self.jsonl.encode().splitlines()
        self.assertEqual(self.check_chain(lines), set())
        at = next(i for i, x in enumerate(lines) if b'"seq":2,' in x)
        one = chain(lines[at])[0]
        for was, becomes in ((b'"rule":', b'"rule":1'), (b'"seq":2,', b'"seq":3,')):
            changed = list(lines)
            changed[at] = changed[at].replace(was, becomes, 1)
            self.assertEqual(self.check_chain(changed), {one}, becomes)
        self.assertEqual(self.check_chain(lines[:at] + lines[at + 1:]), {one}, "an event left out")
        parsed = [json.loads(x) for x in lines]
        for x, line in zip(parsed, lines):  # who parses and writes again gets the same bytes
            if x["record"] == "event":
                again = json.dumps(x["event"], sort_keys=True, separators=(",", ":"),
                                   ensure_ascii=False).encode()
                self.assertEqual(again, chain(line)[3])

    # ---- Filters, files, calls ----

    def kept(self, *words):
        return [json.loads(x)["id"] for x in self.done("export", *words).splitlines()]

    def test_filters(self):
        month = self.told[0]["received_at"][:7]
        everything = [x["id"] for x in self.told]
        self.assertEqual(self.kept("--month", month), everything)
        self.assertEqual(self.kept("--month", "1999-12"), [])
        kind = self.told[0]["type"]
        mine = [x["id"] for x in self.told if x["type"] == kind]
        self.assertTrue(0 < len(mine) < DISPUTES)
        self.assertEqual(self.kept("--type", kind), mine)
        self.assertEqual(self.kept("--region", "33"), everything)
        self.assertEqual(self.kept("--region", "11"), [])
        town = self.told[0]["region"][:9]
        there = [x["id"] for x in self.told if x["region"].startswith(town)]
        self.assertTrue(0 < len(there) < DISPUTES)
        self.assertEqual(self.kept("--region", town), there)
        both = [x for x in mine if x in there]
        self.assertEqual(self.kept("--region", town, "--type", kind, "--month", month), both)
        log = xes.judge(self.done("export", "--format", "xes", "--type", kind))
        self.assertEqual(len(log), len(mine))
        self.assertEqual(xes.judge(self.done("export", "--format", "xes", "--month", "1999-12")), [])
        lines = self.done("export", "--events", "--type", kind).encode().splitlines()
        self.assertEqual(self.check_chain(lines), set())
        self.assertEqual({json.loads(x)["id"] for x in lines}, set(mine))

    def test_file(self):
        path = self.path("out.xes", "the last good one")
        self.assertEqual(self.done("export", "--format", "xes", "--output", path), "")
        with open(path, encoding="utf-8") as f:
            self.assertEqual(f.read(), self.text)
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        self.assertEqual([x for x in os.listdir(self.home) if x.startswith("out.xes")], ["out.xes"])
        self.assertIn("No space left", self.fails(1, "export", "--output", "/dev/full"))
        self.assertIn("none/x", self.fails(1, "export", "--output", self.home + "/none/x"))

    def test_a_failed_export_leaves_the_last_one(self):
        """A stored dispute that cannot be read ends the export half way."""
        path = self.path("kept.jsonl", "the last good one")
        one = self.told[DISPUTES // 2]["id"]
        spoil = "update dispute set state = set_byte(state, 0, get_byte(state, 0) # 255) " \
                "where dispute_id = " + one
        self.sql(spoil)
        try:
            self.assertIn("yima verify", self.fails(1, "export", "--output", path))
            self.assertIn("yima verify", self.fails(1, "export", "--format", "xes", "--output",
                                                    path))
        finally:
            self.sql(spoil)
        with open(path, encoding="utf-8") as f:
            self.assertEqual(f.read(), "the last good one")
        self.assertEqual([x for x in os.listdir(self.home) if x.startswith("kept")], ["kept.jsonl"])

    def test_a_reader_who_leaves(self):
        """A closed pipe ends the export; it does not hang or say that all is well."""
        with subprocess.Popen([YIMA, "export", "--data", self.data, "--events"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env=environment()) as child:
            child.stdout.close()
            child.stderr.read()
            self.assertIn(child.wait(120), (1, -signal.SIGPIPE))

    def test_wrong_calls(self):
        for words, hint in ((("--format", "xml"), "jsonl or xes"),
                            (("--month", "2026-13"), "2026-11"), (("--month", "2026"), "2026-11"),
                            (("--month", "2026-011"), "2026-11"), (("--since", "soon"), "RFC 3339"),
                            (("--region", "33010"), "330108"), (("--type", "quarrel"), "contract"),
                            (("--anonymous",), "--format xes"), (("more",), "usage")):
            self.assertIn(hint, self.fails(2, "export", *words), words)
        said = self.done("export", "--help")
        for word in ("jsonl|xes", "--month", "--region", "--type", "--anonymous", "--output"):
            self.assertIn(word, said)

    def test_progress_is_no_output(self):
        got = self.run_yima("export")
        self.assertEqual(len(got.stdout.splitlines()), DISPUTES)
        self.assertIn("exporting", got.stderr)
        self.assertEqual(self.run_yima("export", "--quiet").stderr, "")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[1:]])
