# SPDX-License-Identifier: Apache-2.0
"""yima procedure draw: the three languages, judged by those who read them.

Graphviz lays the picture out, Mermaid's own parser reads its text, xmllint and Qt's interpreter the
state chart, which is then stepped through every story of test/story/. No database is needed."""
import collections
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ET

YIMA = os.environ["YIMA"]
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SHIPPED = ("binjiang-2020", "zhejiang-2025")
TRACKS = ("main", "confirm", "perform")
SC = "{http://www.w3.org/2005/07/scxml}"
YM = "{urn:yima:procedure}"
ENDINGS = {"mermaid": "mmd", "dot": "dot", "scxml": "scxml"}


def yima(*words):
    return subprocess.run([YIMA, *words], capture_output=True, timeout=120, check=False, text=True)


def draw(name, language, *words):
    got = yima("procedure", "draw", name, "--format", language, *words)
    assert got.returncode == 0, got.stderr
    return got.stdout


def load(name):
    with open(path_of(name), encoding="utf-8") as f:
        return json.load(f)


def path_of(name):
    if name.endswith(".json"):
        return name
    return os.path.join(ROOT, "engine", "procedures", name + ".json")


def track_of(p, rule):
    names = {s["name"]: s["track"] for s in p["states"]}
    return names[rule["from"][0]]


def moves(p, rule):
    """The state of its own track that the rule enters, or None."""
    names = {s["name"]: s["track"] for s in p["states"]}
    mine = [t for t in rule.get("to", ()) if names[t] == track_of(p, rule)]
    return mine[0] if mine and not rule.get("refuse") else None


def told(text):
    """How often each rule stands there as "NUMBER zh command"."""
    return collections.Counter(
        int(n) for n in re.findall(r"\b(\d+) [^ \n<>\"]+ [a-z_]+", text))


def facts(text, rule):
    """The signs behind a rule: the facts it needs and forbids."""
    line = re.search(r"\b%d [^ ]+ %s( [^<\n\"]*)?" % (rule["id"], rule["on"]), text).group(1) or ""
    return set(re.findall(r"[+-][a-z_]+", line))


class Text(unittest.TestCase):
    """What stands there, in every language."""

    def test_golden(self):
        small = os.path.join(HERE, "small.json")
        for language, ending in ENDINGS.items():
            golden = os.path.join(HERE, "small." + ending)
            said = draw(small, language)
            with open(golden, encoding="utf-8") as f:
                self.assertEqual(said, f.read(), "when this is right: yima procedure draw "
                                 "test/draw/small.json --format %s --output %s" % (language, golden))

    def test_every_rule_is_told_once(self):
        for name in SHIPPED:
            p = load(name)
            once = {r["id"]: 1 for r in p["rules"]}
            for language in ("mermaid", "dot"):
                text = draw(name, language)
                self.assertEqual(dict(told(text)), once, (name, language))
                for r in p["rules"]:
                    want = {"+" + f for f in r.get("need", ())} | {
                        "-" + f for f in r.get("forbid", ())}
                    self.assertEqual(facts(text, r), want, (name, language, r["id"]))

    def test_every_state_is_drawn_once_on_its_track(self):
        for name in SHIPPED:
            p = load(name)
            for track in TRACKS:
                mine = [s["name"] for s in p["states"] if s["track"] == track]
                text = draw(name, "mermaid", "--track", track)
                self.assertEqual(sorted(re.findall(r"as %s_(\w+)\n" % track, text)), sorted(mine))
                dot = draw(name, "dot", "--track", track)
                self.assertEqual(sorted(re.findall(r'"%s\.(\w+)" \[fill' % track, dot)), sorted(mine))
            for s in p["states"]:
                text = draw(name, "dot")
                self.assertIn("<b>%s</b><br/>%s<br/>" % (s["zh"], s["name"]), text)

    def test_arrows(self):
        """From every state of a rule by way of its box to where it leads, and no others."""
        for name in SHIPPED:
            p = load(name)
            text = draw(name, "dot")
            boxes = {}
            for box, label in re.findall(r'^    "(\w+:\d+)" \[.*label=<(.*)>\];$', text, re.M):
                for rule in told(label):
                    boxes[rule] = box
            arrows = set(re.findall(r'"([^"]+)" -> "([^"]+)"', text))
            for r in p["rules"]:
                target = moves(p, r)
                if target is None:
                    self.assertNotIn(r["id"], boxes)
                    continue
                track, box = track_of(p, r), boxes[r["id"]]
                self.assertEqual({a for a, b in arrows if b == box},
                                 {"%s.%s" % (track, s) for s in r["from"]}, r["id"])
                self.assertEqual({b for a, b in arrows if a == box}, {"%s.%s" % (track, target)})

    def test_same_bytes(self):
        for language in ENDINGS:
            self.assertEqual(draw(SHIPPED[0], language), draw(SHIPPED[0], language))

    def test_file(self):
        with tempfile.TemporaryDirectory() as home:
            path = os.path.join(home, "p.dot")
            with open(path, "w", encoding="utf-8") as f:
                f.write("the last good one")
            draw(SHIPPED[0], "dot", "--output", path)
            with open(path, encoding="utf-8") as f:
                self.assertEqual(f.read(), draw(SHIPPED[0], "dot"))
            self.assertEqual(os.listdir(home), ["p.dot"])
            got = yima("procedure", "draw", SHIPPED[0], "--output", home + "/none/p.dot")
            self.assertEqual(got.returncode, 1)
            self.assertIn("none/p.dot", got.stderr)
            flawed = load("zhejiang-2025")
            flawed["rules"] = flawed["rules"][:3]
            with open(home + "/flawed.json", "w", encoding="utf-8") as f:
                json.dump(flawed, f)
            got = yima("procedure", "draw", home + "/flawed.json")
            self.assertEqual((got.returncode, got.stdout), (1, ""))
            self.assertIn("procedure check", got.stderr)

    def test_full_disk(self):
        got = yima("procedure", "draw", SHIPPED[0], "--output", "/dev/full")
        self.assertEqual(got.returncode, 1)
        self.assertIn("No space left", got.stderr)

    def test_wrong_calls(self):
        for words, code in ((("--format", "svg"), 2), (("--track", "x"), 1),
                            (("--format", "scxml", "--track", "main"), 2)):
            got = yima("procedure", "draw", SHIPPED[0], *words)
            self.assertEqual((got.returncode, got.stdout), (code, ""), words)
            self.assertTrue(got.stderr)


class Graphviz(unittest.TestCase):
    def test_lays_it_out_without_a_word(self):
        for name in (*SHIPPED, os.path.join(HERE, "small.json")):
            for words in ((), ("--track", "confirm")):
                got = subprocess.run(["dot", "-Tsvg"], input=draw(name, "dot", *words), text=True,
                                     capture_output=True, timeout=300, check=False)
                self.assertEqual((got.returncode, got.stderr), (0, ""), name)
                root = ET.fromstring(got.stdout)
                titles = [t.text for t in root.iter("{http://www.w3.org/2000/svg}title")]
                for s in load(name)["states"]:
                    want = 1 if not words or s["track"] == "confirm" else 0
                    self.assertEqual(titles.count("%s.%s" % (s["track"], s["name"])), want)


class StateChart(unittest.TestCase):
    """The rules of the W3C Recommendation, section 3, that concern what we write."""

    def charts(self):
        for name in (*SHIPPED, os.path.join(HERE, "small.json")):
            yield load(name), draw(name, "scxml")

    def test_well_formed(self):
        for _, text in self.charts():
            got = subprocess.run(["xmllint", "--noout", "-"], input=text, text=True,
                                 capture_output=True, timeout=60, check=False)
            self.assertEqual((got.returncode, got.stderr), (0, ""))

    def test_rules_of_the_recommendation(self):
        children = {"scxml": {"parallel"}, "parallel": {"state"}, "final": set(),
                    "state": {"state", "final", "transition"}, "transition": {"raise"},
                    "raise": set()}
        for _, text in self.charts():
            root = ET.fromstring(text)
            self.assertEqual((root.tag, root.get("version"), root.get("datamodel")),
                             (SC + "scxml", "1.0", "null"))
            self.assertRegex(root.get("name"), r"^[\w.:-]+$")
            ids = [e.get("id") for e in root.iter() if e.tag.startswith(SC) and e.get("id")]
            self.assertEqual(len(ids), len(set(ids)))
            for one in ids:
                self.assertRegex(one, r"^[A-Za-z_][A-Za-z0-9_.-]*$")
            inside = {e: parent for parent in root.iter() for e in parent}
            for e in root.iter():
                if not e.tag.startswith(SC):
                    continue
                for child in e:
                    if child.tag.startswith(SC):
                        self.assertIn(child.tag[len(SC):], children[e.tag[len(SC):]])
                for link in ("target", "initial"):
                    if e.get(link):
                        self.assertIn(e.get(link), ids)
                if e.get("initial") and e is not root:
                    self.assertIn(e.get("initial"), [c.get("id") for c in e])
                if e.tag == SC + "transition":
                    self.assertRegex(e.get("event"), r"^[\w:-]+(\.[\w:-]+)*$")
                    if e.get("target"):  # never leaves its region
                        self.assertEqual(e.get("target").split(".")[0],
                                         (inside[e].get("id")).split(".")[0])

    def test_says_what_the_procedure_says(self):
        for p, text in self.charts():
            root = ET.fromstring(text)
            self.assertEqual([int(r.get("number")) for r in root.iter(YM + "rule")],
                             [r["id"] for r in p["rules"]])
            self.assertEqual([d.get("name") for d in root.iter(YM + "deadline")],
                             [d["name"] for d in p["deadlines"]])
            states = {(e.get("id").split(".")[0], e.get(YM + "name")): e for e in root.iter()
                      if e.get(YM + "name")}
            self.assertEqual(set(states), {(s["track"], s["name"]) for s in p["states"]})
            for s in p["states"]:
                e = states[s["track"], s["name"]]
                self.assertEqual((e.get(YM + "zh"), e.get(YM + "en")), (s["zh"], s["en"]))
                self.assertEqual(e.get(YM + "colour"), s.get("colour"))
                want = ["%s.%d" % (r["on"], r["id"]) for r in p["rules"]
                        if s["name"] in r["from"] and not r.get("refuse")]
                self.assertEqual([t.get("event") for t in e.findall(SC + "transition")], want)

    def acts(self, name):
        """Every act of the stories under a procedure: its event and where the dispute then stands;
        None where a story begins."""
        home = os.path.join(ROOT, "test", "story")
        for at in sorted(f for f in os.listdir(home) if f.endswith(".story")):
            current, is_here = None, False
            with open(os.path.join(home, at), encoding="utf-8") as f:
                lines = f.read().splitlines()
            for line in lines:
                words = line.split()
                got = re.match(r"(\w+) .*-> rule (\d+) (\S+)", line)
                times = re.search(r" (\d+) times ", line)
                if words[:1] == ["procedure"]:
                    current = words[1]
                elif words[:1] == ["story"]:
                    is_here = current == name
                    if is_here:
                        yield "restart", None
                elif got and got.group(1) == "migrate":
                    is_here = False  # what follows is told under another procedure
                elif got and is_here:
                    for _ in range(int(times.group(1)) if times else 1):
                        yield "%s.%s" % got.group(1, 2), got.group(3).split("/")

    def test_every_story_comes_out_the_same(self):
        for name in SHIPPED:
            acts = list(self.acts(name))
            self.assertGreater(len(acts), 500)
            with tempfile.NamedTemporaryFile("w", suffix=".scxml", encoding="utf-8") as chart:
                chart.write(draw(name, "scxml"))
                chart.flush()
                ran = subprocess.run(["/usr/bin/python3", os.path.join(HERE, "step.py"), chart.name],
                                     input="".join(event + "\n" for event, _ in acts), text=True,
                                     capture_output=True, timeout=600, check=False)
            self.assertEqual((ran.returncode, ran.stderr), (0, ""), name)
            answers = ran.stdout.splitlines()
            self.assertEqual(len(answers), len(acts))
            for (event, states), stands in zip(acts, answers):
                if states is None:
                    self.assertEqual(stands, "confirm.CONFIRM_IDLE main.START perform.PERFORM_IDLE")
                    continue
                for track, state in zip(TRACKS, states):
                    self.assertIn("%s.%s" % (track, state), stands.split(), (name, event))


class Mermaid(unittest.TestCase):
    def parse(self, *paths):
        return subprocess.run(["node", os.path.join(os.environ["MERMAID"], "parse.mjs"), *paths],
                              capture_output=True, timeout=300, check=False, text=True)

    def test_its_parser_understands(self):
        with tempfile.TemporaryDirectory() as home:
            for name in (*SHIPPED, os.path.join(HERE, "small.json")):
                path = os.path.join(home, "d.mmd")
                with open(path, "w", encoding="utf-8") as f:
                    f.write(draw(name, "mermaid"))
                got = self.parse(path)
                self.assertEqual(got.returncode, 0, got.stderr)
                said = json.loads(got.stdout)
                self.assertEqual(said["type"], "stateDiagram")
                painted = [i for i, c in said["states"].items() if c and c != ["rule"]]
                self.assertEqual(len(painted), len(load(name)["states"]))

    def test_it_can_refuse(self):
        with tempfile.NamedTemporaryFile("w", suffix=".mmd") as f:
            f.write("stateDiagram-v2\n  A --> --> B\n")
            f.flush()
            self.assertEqual(self.parse(f.name).returncode, 1)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[1:]])
