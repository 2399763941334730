# SPDX-License-Identifier: Apache-2.0
"""The log tells what happened and of whom nothing.

Sample disputes are led to their outcomes at the most talkative level, and everything that may go
wrong with a request goes wrong; then every name, number, address, word of a person and secret that
was sent is looked for in what was logged. Every line must be one JSON object besides."""
import importlib
import json
import os
import pathlib
import re
import shutil
import sys
import threading
import unittest

from served import DATA, INTAKE, Served

ROWS = 40  # sample disputes that are led to their outcomes


def words_of(value):
    """Every text that a person wrote, and every number that means one, within a JSON value."""
    if isinstance(value, dict):
        for member in value.values():
            yield from words_of(member)
    elif isinstance(value, list):
        for member in value:
            yield from words_of(member)
    elif isinstance(value, str) and (not value.isascii() or re.search(r"\d{7}", value)
                                     or " " in value):
        yield value


class Logged(Served):
    OPTIONS = ("--log-level", "debug")

    def setUp(self):
        self.secrets = set()
        self.lock = threading.Lock()

    def note(self, value):
        with self.lock:
            self.secrets.update(words_of(value))

    def walk(self):
        """Lead the first sample disputes to their outcomes, as examples/drive.py does."""
        examples = pathlib.Path(DATA).parent
        place = pathlib.Path(self.home) / "examples"
        (place / "data").mkdir(parents=True)
        for name in ("drive.py", "journeys.py"):
            shutil.copy(examples / name, place)
        for name in os.listdir(DATA):
            shutil.copy(os.path.join(DATA, name), place / "data")
        with open(place / "data/disputes.csv", encoding="utf-8") as f:
            rows = f.readlines()[:ROWS + 1]
        (place / "data/disputes.csv").write_text("".join(rows), encoding="utf-8")
        sys.path.insert(0, str(place))
        drive = importlib.import_module("drive")
        send = drive.Api.send

        def noting(api, who, method, path, body=None, key=None):
            self.note(body)
            return send(api, who, method, path, body, key)
        drive.Api.send = noting
        tokens = self.tokens(drive)
        api = drive.Api(f"http://127.0.0.1:{self.port}", tokens)
        self.register(tokens["manager-1013"], "first")
        cases = drive.load_cases()
        with drive.ThreadPoolExecutor(4) as pool:
            drive.find_known(api, cases, pool)
            drive.register(api, cases)
            self.assertEqual(drive.drive_all(api, cases, pool), [])
        return tokens, cases

    def tokens(self, drive):
        with open(os.path.join(self.home, "names"), "w", encoding="ascii") as f:
            stdout, sys.stdout = sys.stdout, f
            try:
                drive.print_tokens()
            finally:
                sys.stdout = stdout
        made = {}
        with open(os.path.join(self.home, "names"), encoding="ascii") as f:
            for line in f:
                name, *options = line.split()
                made[name] = self.token(*options)
        for token in made.values():
            self.secrets.add(token)
            self.secrets.add(token[-20:])
        return made

    def go_wrong(self, tokens, case):
        """Requests that are refused in every way there is."""
        secret = "SECRETWORD"
        self.secrets.add(secret)
        manager = tokens["manager-1013"]
        commands = f"/api/v1/disputes/{case}/commands"
        for path, token, method, body, headers in (
                (f"/api/v1/disputes/{secret}", manager, "GET", None, {}),
                (f"/api/v1/disputes?q={secret}", manager, "GET", None, {}),
                (f"/api/v1/disputes?{secret}=1", manager, "GET", None, {}),
                (f"/{secret}", manager, "GET", None, {}),
                (f"/m/{secret}", None, "GET", None, {}),
                (f"/api/v1/codes/{secret}", None, "GET", None, {}),
                ("/api/v1/disputes", secret, "GET", None, {}),
                ("/api/v1/disputes", f"yima_{secret}", "GET", None, {}),
                ("/api/v1/disputes", manager, "GET", None, {"Cookie": secret, "X_Request_Id": "a b"}),
                (commands, manager, "POST", {"command": secret}, {"Idempotency_Key": "w-1"}),
                (commands, manager, "POST", {"command": "accept", "reason": secret},
                 {"Idempotency_Key": "w-2"}),
                (commands, manager, "POST", {"command": "accept", secret: 1},
                 {"Idempotency_Key": "w-3"}),
                (commands, manager, "POST", b"{" + secret.encode(), {"Idempotency_Key": "w-4"}),
                (commands, manager, "POST", {"command": "accept"}, {"Idempotency_Key": secret}),
                (commands, manager, "POST", {"command": "accept"}, {"If_Match": f'"{secret}"',
                                                                    "Idempotency_Key": "w-5"}),
                ("/api/v1/disputes", manager, "POST", {**INTAKE, "title": secret, "body": "1"},
                 {"Idempotency_Key": "w-6"}),
                ("/api/v1/commands", manager, "POST",
                 {"commands": [{"key": secret, "id": secret, "command": "accept"}]}, {}),
                (f"/{secret}", None, secret, None, {})):
            self.ask(path, token, method, body, **headers)

    def test_nothing_of_anybody(self):
        tokens, cases = self.walk()
        identity = INTAKE | {"parties": [
            {"side": "claimant", "kind": "natural", "name": "欧阳测试", "phone": "13800138000",
             "address": "滨江区长河路351号"},
            {"side": "respondent", "kind": "legal", "name": "样例测试有限公司"}]}
        self.note(identity)
        dispute = self.register(tokens["manager-1013"], "named", identity)
        scan = self.ask(f"/api/v1/disputes/{dispute}", tokens["manager-1013"]).json["code_url"]
        self.secrets.add(scan.rsplit("/", 1)[1])
        self.assertEqual(self.ask(f"/m/{scan.rsplit('/', 1)[1]}").status, 200)
        self.go_wrong(tokens, dispute)
        self.process.terminate()
        self.assertEqual(self.process.wait(120), 0)
        log = self.log()
        self.assertGreater(len(self.secrets), 3 * ROWS)
        leaked = [secret for secret in self.secrets
                  if secret in log or json.dumps(secret)[1:-1] in log]
        self.assertEqual(leaked, [])
        # One only waits: it was registered among many, and nothing was asked of it alone.
        self.check_lines(log, {case.id for case in cases if case.row["outcome"] != "waiting"}
                         | {dispute})

    def check_lines(self, log, disputes):
        requests, concerned, roles = 0, set(), set()
        for line in log.splitlines():
            if not line.startswith("{"):
                continue  # what people are told before the service runs, and at its end
            entry = json.loads(line)
            self.assertRegex(entry["ts"], r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}")
            self.assertIn(entry["level"], ("debug", "info", "warn", "error"))
            if entry["msg"] != "request":
                continue
            requests += 1
            self.assertLessEqual({"method", "route", "status", "ms", "req_id"}, set(entry))
            concerned.add(entry.get("dispute_id"))
            roles.add(entry.get("role"))
            self.assertEqual("role" in entry, "token_id" in entry)
            if "{id}/commands" in entry["route"] and entry["status"] == 200:
                self.assertIn("dispute_id", entry, line)
        self.assertGreater(requests, 10 * ROWS)
        self.assertLessEqual({None, "body_manager", "mediator", "dispatcher"}, roles)
        self.assertEqual(disputes - concerned, set())


class AsText(Served):
    OPTIONS = ("--log-format", "text", "--log-level", "warn")
    REFERENCE = False

    def test_levels_and_forms(self):
        self.ask("/nowhere")
        self.process.terminate()
        self.assertEqual(self.process.wait(120), 0)
        self.assertNotIn("{", self.log())
        self.assertNotIn("request", self.log())


if __name__ == "__main__":
    unittest.main()
