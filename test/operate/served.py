# SPDX-License-Identifier: Apache-2.0
"""A `yima serve` with a private PostgreSQL for the tests of this folder, and a client that tells
everything about a reply."""
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "pg"))
import template  # noqa: E402  pylint: disable=wrong-import-position

YIMA = os.environ["YIMA"]
DATA = os.environ["YIMA_DATA"]
HANG_S = 120  # for anything that must come


def environment(**more):
    env = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    return {**env, "LC_ALL": "C.UTF-8", **more}


class Reply:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode("utf-8")
        self.json = json.loads(self.text) if "json" in (response.headers.get_content_type()) else None


class Served(unittest.TestCase):
    """Each class has a server of its own; OPTIONS and ENVIRONMENT say how it is started."""

    OPTIONS = ()
    ENVIRONMENT = {}
    REFERENCE = True

    @classmethod
    def setUpClass(cls):
        cls.home = tempfile.mkdtemp(prefix="yima-operate-", dir="/tmp")
        os.chmod(cls.home, 0o755)
        cls.data = cls.home + "/data"
        cls.process = None
        cls.log_path = cls.home + "/serve.log"
        try:
            laid = template.lay(cls.data, "sample" if cls.REFERENCE else "empty", cls.ENVIRONMENT)
            cls.start()
            if cls.REFERENCE and not laid:
                for name in template.REFERENCE:
                    cls.yima("import", f"{DATA}/{name}.csv")
        except BaseException:
            cls.tearDownClass()
            raise

    @classmethod
    def tearDownClass(cls):
        if cls.process is not None and cls.process.poll() is None:
            cls.process.send_signal(signal.SIGTERM)
            cls.process.wait(HANG_S)
        shutil.rmtree(cls.home)

    @classmethod
    def start(cls, **more):
        seen = os.path.getsize(cls.log_path) if os.path.exists(cls.log_path) else 0
        with open(cls.log_path, "ab") as log:
            cls.process = subprocess.Popen(
                [YIMA, "serve", "--data", cls.data, "--listen", "127.0.0.1:0", *cls.OPTIONS],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env=environment(**cls.ENVIRONMENT, **more))
        cls.port = int(cls.wait_for_log(r"listens on 127\.0\.0\.1:(\d+)", seen)[1])

    @classmethod
    def log(cls, seen=0):
        with open(cls.log_path, "rb") as f:
            return f.read()[seen:].decode("utf-8")

    @classmethod
    def wait_for_log(cls, pattern, seen=0):
        until = time.monotonic() + HANG_S
        while time.monotonic() < until:
            found = re.search(pattern, cls.log(seen))
            if found:
                return found
            if cls.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"the log never said {pattern}:\n{cls.log(seen)[-3000:]}")

    @classmethod
    def yima(cls, *words):
        got = subprocess.run([YIMA, words[0], "--data", cls.data, *words[1:]], capture_output=True,
                             env=environment(), text=True, check=False)
        assert got.returncode == 0, got.stdout + got.stderr
        return got.stdout

    @classmethod
    def token(cls, *words):
        return cls.yima("token", "create", *words).split()[-1]

    @classmethod
    def connect(cls, port=None):
        return http.client.HTTPConnection("127.0.0.1", port or cls.port, timeout=HANG_S)

    @classmethod
    def ask(cls, path, token=None, method="GET", body=None, port=None, **headers):
        connection = cls.connect(port)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            sent["Authorization"] = "Bearer " + token
        if body is not None:
            sent["Content-Type"] = "application/json"
            body = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        connection.request(method, path, body, sent)
        reply = Reply(connection.getresponse())
        connection.close()
        return reply

    @classmethod
    def until(cls, what, condition):
        """Ask again until it is so; the last answer."""
        until = time.monotonic() + HANG_S
        while True:
            got = condition()
            if got:
                return got
            assert time.monotonic() < until, what
            time.sleep(0.05)

    @classmethod
    def register(cls, token, key, intake=None):
        """A new dispute; its id. The server learns of new bodies a little later."""
        reply = cls.until("the bodies are known", lambda: (lambda r: r if r.status != 422 else None)(
            cls.ask("/api/v1/disputes", token, "POST", intake or INTAKE, Idempotency_Key=key)))
        assert reply.status == 201, reply.text
        return reply.json["id"]


INTAKE = {
    "type": "neighbour", "channel": "window", "source": "applied", "region": "330108003001",
    "body": "1013", "title": "房屋漏水赔偿纠纷", "description": "楼上住户装修后漏水。", "harm": 0,
    "urgency": 1, "scope": 0,
    "parties": [{"side": "claimant", "kind": "natural", "name": "张三丰"},
                {"side": "respondent", "kind": "natural", "name": "李四光"}]}
