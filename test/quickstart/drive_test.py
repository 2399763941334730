# SPDX-License-Identifier: Apache-2.0
"""A month of disputes, driven by HTTP while the program and the driver are killed; then the month,
the colours and the proof must come out as if nothing had happened."""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

YIMA = os.environ["YIMA"]
EXAMPLES = os.environ["YIMA_EXAMPLES"]
DISPUTES = 871   # those of disputes.csv and two who come to the window
MIDWAY = 3000    # events in the log when something is killed; all of them are some 13 400


def environment():
    env = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    env["LC_ALL"] = "C.UTF-8"
    return env


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Drive(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="yima-drive-", dir="/tmp")
        os.chmod(self.home, 0o755)
        self.data, self.tokens = self.home + "/data", self.home + "/tokens"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        for kind, name in (("regions", "regions-hangzhou"), ("bodies", "bodies"), ("staff", "staff")):
            self.yima("import", "--as", kind, f"{EXAMPLES}/data/{name}.csv")
        self.server = None
        self.serve()
        self.make_tokens()

    def tearDown(self):
        if self.server is not None:
            self.server.send_signal(signal.SIGTERM)
            self.server.wait(30)
        shutil.rmtree(self.home)

    # ---- The program ----

    def yima(self, command, *words):
        got = subprocess.run([YIMA, command, "--data", self.data, *words], capture_output=True,
                             env=environment(), text=True, timeout=120, check=False)
        self.assertEqual(got.returncode, 0, got.stdout + got.stderr)
        return got.stdout

    def serve(self):
        with open(self.home + "/serve.log", "ab") as log:
            self.server = subprocess.Popen(
                [YIMA, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}"],
                stdout=log, stderr=log, env=environment())
        for _ in range(600):
            try:
                urllib.request.urlopen(self.url + "/readyz", timeout=60).close()
                return
            except OSError:
                self.assertIsNone(self.server.poll(), "yima serve ended; see serve.log")
                time.sleep(0.1)
        self.fail("yima serve does not become ready")

    def make_tokens(self):
        wanted = subprocess.run([sys.executable, EXAMPLES + "/drive.py", "tokens"], check=True,
                                capture_output=True, text=True).stdout
        with open(self.tokens, "w", encoding="ascii") as file:
            for line in wanted.splitlines():
                name, *options = line.split()
                file.write(f"{name}={self.yima('token', 'create', *options)}")

    # ---- The driver ----

    def drive(self, what="run", *more):
        return subprocess.Popen([sys.executable, EXAMPLES + "/drive.py", what, self.url, self.tokens,
                                 *more],
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                env=environment())

    def finish(self, driver):
        out, _ = driver.communicate(timeout=500)
        self.assertEqual(driver.returncode, 0, out)
        return out

    def list(self):
        """All rows of the list, as the auditor sees it."""
        with open(self.tokens, encoding="ascii") as file:
            token = dict(line.strip().split("=", 1) for line in file)["auditor"]
        rows, cursor = [], ""
        while cursor is not None:
            request = urllib.request.Request(
                f"{self.url}/api/v1/disputes?limit=200" + (cursor and "&cursor=" + cursor),
                headers={"Authorization": "Bearer " + token})
            with urllib.request.urlopen(request, timeout=120) as reply:
                page = json.load(reply)
            rows += page["items"]
            cursor = page["next"]
        return rows

    def wait_for_events(self, n):
        for _ in range(3000):
            if sum(row["version"] for row in self.list()) >= n:
                return
            time.sleep(0.02)
        self.fail(f"the driver does not come to {n} events")

    # ---- The tests ----

    def test_killed_twice(self):
        driver = self.drive()
        self.wait_for_events(MIDWAY)
        self.server.send_signal(signal.SIGKILL)
        self.server.wait(30)
        self.serve()
        self.wait_for_events(2 * MIDWAY)
        self.assertIsNone(driver.poll(), "the driver did not outlive the program")
        driver.send_signal(signal.SIGKILL)
        driver.communicate()

        out = self.finish(self.drive())
        rows = self.list()
        self.assertEqual(len(rows), DISPUTES)
        self.assertRegex(out, r"together +869 +869 +842 +=")
        self.assertNotIn("differs", out)
        self.assertEqual({row["colour"] for row in rows},
                         {"none", "yellow", "orange", "blue", "red", "green"})
        self.assertEqual({row["stage"] for row in rows},
                         {"intake", "first", "second", "court_filed", "agreed", "failed_open",
                          "failed_trial", "not_accepted", "redirected", "withdrawn", "closed"})
        self.assertRegex(self.yima("verify", "--quiet"), rf"^{DISPUTES} disputes.*clean")

        # Once more: nothing is left to do, and nothing happens; not even with new tokens.
        self.make_tokens()
        self.finish(self.drive())
        again = self.list()
        self.assertEqual({r["id"]: r["version"] for r in again},
                         {r["id"]: r["version"] for r in rows})
        live = self.finish(self.drive("live"))
        self.assertTrue(re.match(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{4}\nHTTP://", live), live)
        self.enter(*live.splitlines()[:2])

    def enter(self, number, url):
        """The code that the quick start shows lets the first party in, and signs."""
        code = self.finish(self.drive("party", number)).strip()
        self.assertRegex(code, "^[0-9A-Z]{4}-[0-9A-Z]{4}$")
        request = urllib.request.Request(
            f"{self.url}/api/v1/codes/{url.rsplit('/', 1)[1]}/session", method="POST",
            data=json.dumps({"code": code}).encode(), headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as reply:
            said = json.load(reply)
        self.assertEqual((said["kind"], said["seat"]), ("party", 0))
        self.assertNotIn("code_bar", said)


if __name__ == "__main__":
    unittest.main()
