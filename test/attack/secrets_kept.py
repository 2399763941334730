# SPDX-License-Identifier: Apache-2.0
"""Secrets that are planted, and then looked for wherever others may look: logs, errors, lists of
processes, metrics, exports, dumps."""
import base64
import glob
import json
import os
import re
import subprocess

from served import YIMA, environment
from world import PLANTED, World

PASSWORD = "planted horse battery staple"
DB_PASSWORD = "plantedDbPassw0rd"
NOTE = "植入的密谈内容"


class Kept(World):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secrets = {"password": PASSWORD, "admin's token": cls.admin, "webhook secret": cls.hook_secret,
                       "note": NOTE, "token's secret": cls.admin.split("_", 2)[2]}
        cls.personal = {k: PLANTED[k] for k in ("claimant", "respondent", "phone", "identity", "title")}
        made = cls.send("POST", "/api/v1/accounts", cls.admin, {
            "login": "keeper", "name": "某", "grants": [{"role": "auditor", "region": "330108"}]}).json
        link = cls.send("POST", f"/api/v1/accounts/{made['id']}/link", cls.admin).json["link"]
        assert cls.send("POST", "/api/v1/links/" + link, None, {"password": PASSWORD}).status == 204
        entered = cls.send("POST", "/api/v1/session", None, {"login": "keeper", "password": PASSWORD})
        cookie = re.match("__Host-yima=([^;]*)", entered.headers["set-cookie"])[1]
        totp = cls.send("POST", "/api/v1/account/totp", None, {"password": PASSWORD},
                        Cookie="__Host-yima=" + cookie, X_CSRF_Token=entered.json["csrf"])
        assert totp.status == 200, totp.bytes
        dispute = cls.owned["dispute"]
        code = cls.post(f"/api/v1/disputes/{dispute}/access-codes", cls.home_callers["body_manager"],
                        {"seat": 1}).json["code"]
        note = cls.post(f"/api/v1/disputes/{dispute}/notes", cls.home_callers["mediator"],
                        {"kind": "caucus", "text": NOTE})
        assert note.status == 201, note.text
        cls.secrets.update(link=link, cookie=cookie, totp=totp.json["secret"], code=code,
                           csrf=entered.json["csrf"])
        with open(cls.data + "/yima.keys", encoding="ascii") as f:
            for i, key in enumerate(re.findall(r"\b[0-9a-f]{64}\b", f.read())):
                cls.secrets[f"key {i}"] = key
                cls.secrets[f"key {i} in base64"] = base64.b64encode(bytes.fromhex(key)).decode()
        cls.go_wrong()

    @classmethod
    def go_wrong(cls):
        """Each secret where it does not belong, and errors of the database that name rows."""
        for secret in [*cls.secrets.values(), *cls.personal.values()]:
            plain = secret if secret.isascii() else "x"
            for method, path, token, body in (
                    ("GET", "/api/v1/disputes/" + plain.replace(" ", "%20"), cls.admin, None),
                    ("GET", "/api/v1/links/" + plain.replace(" ", "%20"), None, None),
                    ("POST", "/api/v1/session", None, {"login": "keeper", "password": secret, secret: 1}),
                    ("POST", f"/api/v1/disputes/{cls.owned['dispute']}/commands", cls.admin,
                     {"command": secret}),
                    ("POST", "/api/v1/accounts", cls.admin,
                     {"login": "keeper", "name": secret, "grants": [{"role": "auditor", "region": "330108"}]}),
                    ("POST", "/api/v1/accounts", cls.admin, ("{" + secret).encode())):
                answer = cls.send(method, path, token, body)
                assert answer.status < 500, (path, answer.bytes)

    def absent(self, text, where, secrets=None):
        held = text if isinstance(text, bytes) else text.encode()
        found = [what for what, secret in (secrets or {**self.secrets, **self.personal}).items()
                 if secret.encode() in held or json.dumps(secret)[1:-1].encode() in held]
        self.assertEqual(found, [], where)

    def test_logs_hold_none(self):
        self.absent(self.log(), "the program's log")
        for path in glob.glob(self.data + "/*.log") + glob.glob(self.data + "/pg/log/*"):
            with open(path, "rb") as f:
                self.absent(f.read(), path)

    def test_metrics_and_probes_hold_none(self):
        for path in ("/metrics", "/healthz", "/readyz", "/openapi.json"):
            self.absent(self.send("GET", path, self.admin).bytes, path)

    def test_errors_quote_none(self):
        """What a refusal says of a body, a query or a token that it cannot take."""
        for what, secret in self.secrets.items():
            if not secret.isascii() or secret == self.admin:
                continue  # as a token the latter is right
            for method, path, token, body in (
                    ("GET", "/api/v1/bodies", secret, None), ("GET", "/api/v1/bodies", "Bearer " + secret, None),
                    ("POST", "/api/v1/session", None, {"login": "x", "password": secret, "role": "king"}),
                    ("POST", "/api/v1/session", None, {"login": "x", "password": [secret]}),
                    ("POST", "/api/v1/links/" + "A" * 43, None, {"password": secret})):
                answer = self.send(method, path, token, body)
                self.assertGreaterEqual(answer.status, 400)
                self.absent(answer.bytes, (what, path), {what: secret})

    def test_a_dump_of_the_database_opens_nothing(self):
        """Who steals a backup has no password, token, key or code, and of people neither numbers nor words."""
        dump = subprocess.run(["pg_dump", f"host={self.data} user=yima dbname=yima"], capture_output=True,
                              env=environment(), check=True).stdout
        self.absent(dump, "pg_dump", {**self.secrets, "phone": PLANTED["phone"],
                                      "identity": PLANTED["identity"]})

    def test_exports_hold_none(self):
        for words in (["export"], ["export", "--events"], ["export", "--format", "xes"],
                      ["account", "list"], ["token", "list"], ["subscription", "list"]):
            self.absent(self.yima(*words), words, {**self.secrets, "phone": PLANTED["phone"],
                                                   "identity": PLANTED["identity"]})

    def test_lists_of_processes_show_none(self):
        """Anybody on the machine reads command lines; environments are their owner's alone."""
        db = f"host={self.data} user=yima dbname=yima password={DB_PASSWORD}"
        url = f"postgresql://yima:{DB_PASSWORD}@/yima?host={self.data.replace('/', '%2F')}"
        for words in (["--db", db], ["--db=" + url]):
            log = os.path.join(self.home, "second.log")
            with open(log, "wb") as out:
                process = subprocess.Popen(
                    [YIMA, "serve", *words, "--keys", self.data + "/yima.keys", "--listen", "127.0.0.1:0"],
                    stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                    env=environment(PGPASSWORD=DB_PASSWORD))
            try:
                self.until("it serves", lambda p=log: b"listens on" in self.read(p))
                self.look_at_processes()
                self.absent(self.read(log), "its log", {**self.secrets, "database": DB_PASSWORD})
                self.assertIn(b"serve", self.read(f"/proc/{process.pid}/cmdline"))
            finally:
                process.terminate()
                self.assertEqual(process.wait(120), 0)

    @staticmethod
    def read(path):
        with open(path, "rb") as f:
            return f.read()

    def look_at_processes(self):
        looked = 0
        for path in glob.glob("/proc/[0-9]*"):
            try:
                line = self.read(path + "/cmdline")
                mode = os.stat(path + "/environ").st_mode
            except OSError:
                continue  # it ended
            if self.data.encode() in line or b"yima" in line:
                looked += 1
                self.absent(line, path, {**self.secrets, "database": DB_PASSWORD})
                self.assertEqual(mode & 0o077, 0, path)
        self.assertGreater(looked, 2)

    def test_errors_of_the_command_line_quote_none(self):
        for db in (f"host=/nowhere-at-all user=yima password={DB_PASSWORD}",
                   f"postgresql://yima:{DB_PASSWORD}@127.0.0.1:1/yima?connect_timeout=2",
                   f"password={DB_PASSWORD} nonsense", f"postgresql://yima:{DB_PASSWORD}@[::/x"):
            got = subprocess.run([YIMA, "show", self.owned["dispute"], "--db", db, "--keys",
                                  self.data + "/yima.keys"], capture_output=True, text=True,
                                 env=environment(), check=False, timeout=120)
            self.assertEqual(got.returncode, 1, got.stdout)
            self.assertTrue(got.stderr)
            self.absent(got.stderr + got.stdout, db, {"database": DB_PASSWORD})
