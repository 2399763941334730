#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The build of the pages itself: web_bundle_test.py NODE TREE OUT"""
import gzip
import pathlib
import re
import subprocess
import sys
import unittest

NODE, TREE, OUT = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
HASHED = re.compile(r"^[a-z_]+-[0-9A-Z]{8,12}\.(js|css|html|svg|webmanifest)(\.gz)?$")


def build(name, *more):
    return subprocess.run([NODE, "build.mjs", "--out", str(OUT / name), *more], cwd=TREE / "adapters/web",
                          capture_output=True, text=True, timeout=300, check=False)


def files(name):
    return {p.name: p.read_bytes() for p in (OUT / name).iterdir()}


class Bundle(unittest.TestCase):
    def test_the_same_sources_give_the_same_bytes(self):
        for name in "one", "two":
            done = build(name)
            self.assertEqual(done.returncode, 0, done.stderr)
        one = files("one")
        self.assertGreater(len(one), 15)
        self.assertEqual(one, files("two"))
        for name, data in one.items():
            self.assertRegex(name, HASHED)
            if name.endswith(".gz"):
                self.assertEqual(gzip.decompress(data), one[name[:-3]])

    def test_a_first_load_that_is_too_large_fails(self):
        done = build("small", "--first-load-max", "1000")
        self.assertEqual(done.returncode, 1)
        self.assertIn("the first load is", done.stderr)

    def test_something_leads_to_every_source(self):
        done = build("whole", "--inputs", str(OUT / "inputs"))
        self.assertEqual(done.returncode, 0, done.stderr)
        built = set((OUT / "inputs").read_text("utf-8").split())
        folder = (TREE / "adapters/web/src").resolve()
        sources = {f"src/{p.relative_to(folder)}" for p in folder.rglob("*.ts*")
                   if p.name != "types.ts" and not p.name.endswith(".d.ts")}
        self.assertGreater(len(sources), 30)
        self.assertEqual(sources - built, set())

    def test_nothing_comes_from_elsewhere(self):
        self.assertEqual(build("three").returncode, 0)
        for name, data in files("three").items():
            if name.endswith((".js", ".css", ".html")):
                for found in re.findall(rb"https?://[^\"'`)\s]*", data):
                    self.assertIn(found, (b"http://www.w3.org/2000/svg", b"http://www.w3.org/1998/Math/MathML",
                                          b"http://www.w3.org/1999/xhtml", b"http://www.w3.org/1999/xlink"), name)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:])
