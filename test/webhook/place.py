# SPDX-License-Identifier: Apache-2.0
"""A yima that delivers, a foreign receiver, and what is asked of both. Only processes that were
started here are ended, by their ids."""
import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "test" / "kill"), str(ROOT / "test" / "api"), str(ROOT / "test" / "pg")]
import schema  # noqa: E402  pylint: disable=wrong-import-position
import service  # noqa: E402  pylint: disable=wrong-import-position,wrong-import-order
import template  # noqa: E402  pylint: disable=wrong-import-position,wrong-import-order

YIMA = os.environ["YIMA"]
DATA = pathlib.Path(os.environ["YIMA_DATA"])
HANG_S = 180  # longer than anything here may take: then it hangs
BODY = "1013"
MEDIATORS = ("5038", "5039")


def wait_until(is_so, what):
    until = time.monotonic() + HANG_S
    while not is_so():
        assert time.monotonic() < until, f"not within {HANG_S} s: {what}"
        time.sleep(0.1)


def check_reply(document, method, path, status, value):
    """A reply is what the OpenAPI document says that it is."""
    steps = ("/api/v1" + path.split("?")[0]).split("/")
    for template, item in document["paths"].items():
        names = template.split("/")
        if method.lower() in item and len(names) == len(steps) and all(
                n == s or n.startswith("{") for n, s in zip(names, steps)):
            answer = item[method.lower()]["responses"].get(str(status))
            assert answer is not None, f"{method} {template} may not answer {status}"
            for content in answer.get("content", {}).values():
                schema.check(document, content["schema"], value)
            return
    raise AssertionError(f"{method} {path} is not documented")


def number_of(compact):
    """The 64-bit id of a dispute: Crockford's Base32 without the check character."""
    value = 0
    for c in compact[:13]:
        value = value * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(c)
    return value


class Receiver:
    """receiver.mjs; tls: paths of certificate and key."""

    def __init__(self, folder, tls=()):
        self.scheme = "https" if tls else "http"
        self.tls = tls
        self.process = subprocess.Popen(["node", str(pathlib.Path(folder) / "receiver.mjs"), *tls],
                                        stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def close(self):
        self.process.terminate()
        self.process.wait(service.STOP_S)
        self.process.stdout.close()

    def url(self, name):
        return f"{self.scheme}://127.0.0.1:{self.port}/hook/{name}"

    def _ask(self, method, path, body=None):
        if self.tls:
            import ssl  # pylint: disable=import-outside-toplevel
            context = ssl.create_default_context(cafile=self.tls[0])
            c = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=context)
        else:
            c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        c.request(method, path, json.dumps(body) if body is not None else None)
        reply = c.getresponse().read()
        c.close()
        return json.loads(reply) if reply else None

    def behave(self, name, **how):
        self._ask("POST", f"/behave/{name}", how)

    def seen(self, name):
        return self._ask("GET", f"/seen/{name}")

    def arrived(self, name):
        """Those posts that the hook answered with success, in order."""
        return [p for p in self.seen(name) if p["answer"] in ("ok", "chatter")]


class Place(unittest.TestCase):
    """Each class has a database, a yima and a receiver for all its tests."""

    options = ["--webhook-allow", "127.0.0.1", "--webhook-attempts", "3", "--webhook-retry", "1"]
    packages = None  # folder of the receiver

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="yima-hook-", dir="/tmp"))
        cls.folder.chmod(0o755)
        cls.data = cls.folder / "data"
        cls.receiver = Receiver(cls.packages)
        cls.yima = service.Yima(YIMA, "yima", cls.folder,
                                ["--data", str(cls.data), *cls.more_options(), *cls.options])
        cls.keys = 0
        laid = template.lay(cls.data, "sample")
        cls.yima.start()
        cls.yima.wait_ready()
        for name in () if laid else template.REFERENCE:
            cls.run_yima("import", str(DATA / f"{name}.csv"))
        cls.admin = cls.run_yima("token", "create", "--role", "admin").strip()
        cls.manager = cls.run_yima("token", "create", "--role", "body_manager",
                                   "--body", BODY).strip()
        cls.document = cls.api("GET", "/openapi.json", root="")[1]
        wait_until(lambda: cls.api("GET", "/disputes?body=" + BODY, token=cls.manager)[0] == 200
                   and (laid or "reference data loaded" in
                        cls.yima.log_path.read_text(encoding="utf-8")),
                   "the reference data are known")

    @classmethod
    def more_options(cls):
        return []

    @classmethod
    def tearDownClass(cls):
        cls.receiver.close()
        cls.yima.stop()
        shutil.rmtree(cls.folder)

    @classmethod
    def run_yima(cls, *words, code=0):
        got = subprocess.run([YIMA, words[0], "--data", str(cls.data), *words[1:]],
                             capture_output=True, text=True, env=service.clean_env(), check=False,
                             timeout=HANG_S)
        assert got.returncode == code, f"{words}: {got.returncode} {got.stdout} {got.stderr}"
        return got.stdout if code == 0 else got.stderr

    @classmethod
    def sql(cls, text):
        got = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text,
                              f"host={cls.data} user=yima dbname=yima"],
                             capture_output=True, env=service.clean_env(), text=True, check=False)
        assert got.returncode == 0, got.stderr
        return got.stdout.strip()

    # ---- Asking yima ----

    @classmethod
    def api(cls, method, path, body=None, token=None, key=None, root="/api/v1"):
        """Status and decoded reply; asks again while the service is away."""
        if key is None:
            cls.keys += 1
            key = f"hook-{cls.keys}"
        headers = {"Authorization": f"Bearer {token or cls.admin}", "Idempotency-Key": key,
                   "Content-Type": "application/json"}
        until = time.monotonic() + HANG_S
        while True:
            try:
                c = http.client.HTTPConnection("127.0.0.1", cls.yima.port, timeout=60)
                c.request(method, root + path,
                          json.dumps(body) if body is not None else None, headers)
                reply = c.getresponse()
                text = reply.read()
                c.close()
                if reply.status != 503:
                    return reply.status, json.loads(text) if text else None
            except (OSError, http.client.HTTPException):
                pass
            assert time.monotonic() < until, f"{method} {path} was not answered"
            time.sleep(0.1)

    def done(self, method, path, body=None, **how):
        status, reply = self.api(method, path, body, **how)
        self.assertIn(status, (200, 201, 204), reply)
        check_reply(self.document, method, path, status, reply)
        return reply

    # ---- Subscriptions and disputes ----

    def subscribe(self, name, receiver=None, **more):
        """The subscription; the receiver knows its secret."""
        r = receiver or self.receiver
        s = self.done("POST", "/subscriptions", {"url": r.url(name), "label": name, **more})
        self.addCleanup(self.done, "DELETE", f"/subscriptions/{s['id']}")
        r.behave(name, secrets=[s["secret"]])
        return s

    def standing(self, s):
        return self.done("GET", f"/subscriptions/{s['id']}")

    def deliveries(self, s, query=""):
        return self.done("GET", f"/subscriptions/{s['id']}/deliveries{query}")["items"]

    def register(self):
        got = self.done("POST", "/disputes", {
            "type": "neighbour", "channel": "window", "source": "applied",
            "region": "330108003001", "body": BODY, "title": "房屋漏水赔偿纠纷",
            "description": "楼上住户装修后漏水。", "amount_fen": "120000", "harm": 0, "urgency": 1,
            "scope": 0, "parties": [
                {"side": "claimant", "kind": "natural", "name": "张三", "phone": "0571-00000001"},
                {"side": "respondent", "kind": "natural", "name": "李四"}]}, token=self.manager)
        return got["id"]

    def step(self, dispute, **command):
        return self.done("POST", f"/disputes/{dispute}/commands", command, token=self.manager)

    def lead(self, dispute, rounds):
        """Events of which the outside is told, as many as one likes."""
        self.step(dispute, command="accept")
        for i in range(rounds):
            self.step(dispute, command="assign", mediator=MEDIATORS[i % 2])
            self.step(dispute, command="decline_case", reason="与当事人一方相识，请另行指派")

    def told(self, disputes):
        """The message ids that these disputes gave rise to: what the outbox holds."""
        ids = {number_of(d): d for d in disputes}
        rows = self.sql("select dispute_id, seq from outbox where dispute_id in "
                        f"({','.join(map(str, ids))})")
        return {f"{ids[int(d)]}.{seq}" for d, seq in (r.split("|") for r in rows.split("\n"))}

    def wait_for(self, name, messages, receiver=None):
        """Until all of these have arrived; then how they came, one by one."""
        r = receiver or self.receiver
        wait_until(lambda: messages <= {p["id"] for p in r.arrived(name)},
                   f"{name}: all of {len(messages)} messages")
        return r.arrived(name)

    def check_order(self, posts):
        """Each was believed; of each dispute the first arrivals ascend, and what comes again is
        what came last."""
        last = {}
        for p in posts:
            self.assertIsNone(p["wrong"], p)
            before = last.get(p["subject"], 0)
            now = int(p["sequence"])
            self.assertGreaterEqual(now, before, f"{p['id']} came after version {before}")
            last[p["subject"]] = now

    def kill(self):
        os.kill(self.yima.process.pid, signal.SIGKILL)
        self.yima.process.wait()
