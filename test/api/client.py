# SPDX-License-Identifier: Apache-2.0
"""A server of its own for a test, and a client that checks every reply against /openapi.json."""
import http.client
import json
import re
import subprocess

import schema

PATIENCE = 120  # longer than any machine needs: then it hangs


class Reply:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = {k.lower(): v for k, v in response.getheaders()}
        self.bytes = body
        self.media = self.headers.get("content-type", "").split(";")[0]
        self.json = json.loads(body) if self.media.endswith("json") and body else None

    @property
    def problem(self):
        return self.json["type"].removeprefix("/problems/")


class Server:
    def __init__(self, program, sources, app_operations=256, api_operations=64, scan_burst=100000,
                 trusted_proxies=None, stderr=None):
        self.process = subprocess.Popen(
            [program, sources, str(app_operations), str(api_operations), str(scan_burst)]
            + ([trusted_proxies] if trusted_proxies is not None else []),
            stdout=subprocess.PIPE, stderr=stderr, text=True)
        self.port = int(self.process.stdout.readline())
        self.document = None
        self.document = self.get("/openapi.json").json
        self.patterns = [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "$"), path)
                         for path in sorted(self.document["paths"], key=lambda p: p.count("{"))]

    def stop(self):
        """End the server in an orderly way; anything but 0 is a leak or a crash."""
        self.process.terminate()
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        return code

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def ask(self, method, path, token=None, body=None, key=None, headers=None):
        connection = self.connect()
        sent = dict(headers or {})
        if token is not None:
            sent["Authorization"] = "Bearer " + token
        if key is not None:
            sent["Idempotency-Key"] = key
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
            body = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        connection.request(method, path, body=body, headers=sent)
        response = connection.getresponse()
        reply = Reply(response, response.read())
        connection.close()
        if self.document is not None:
            self.check(method, path, reply)
        return reply

    def get(self, path, token=None, **headers):
        names = {k.replace("_", "-"): v for k, v in headers.items()}
        return self.ask("GET", path, token, headers=names)

    def post(self, path, token, body, key=None, **headers):
        names = {k.replace("_", "-"): v for k, v in headers.items()}
        return self.ask("POST", path, token, body, key, names)

    def announce(self, path, token, length):
        """POST with a body of this length that never comes."""
        connection = self.connect()
        connection.putrequest("POST", path)
        for name, value in [("Authorization", "Bearer " + token), ("Idempotency-Key", "k"),
                            ("Content-Type", "application/json"), ("Content-Length", str(length))]:
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        reply = Reply(response, response.read())
        connection.close()
        self.check("POST", path, reply)
        return reply

    def fault(self, kind, n=1):
        assert self.ask("POST", f"/test/fault?kind={kind}&n={n}").status == 204

    def check(self, method, path, reply):
        """The status must be a documented one of this call, the body as its schema says."""
        if path.startswith("/test/"):
            return
        plain = path.split("?")[0]
        template = next((t for p, t in self.patterns if p.match(plain)), None)
        operation = self.document["paths"].get(template, {}).get(method.lower())
        if operation is None:
            assert reply.status in (404, 405), (path, reply.status)
            return
        responses = operation["responses"]
        assert str(reply.status) in responses, (method, path, reply.status, reply.bytes)
        content = responses[str(reply.status)].get("content", {})
        documented = {media.split(";")[0]: c for media, c in content.items()}
        if not documented:
            assert reply.bytes == b"", (path, reply.bytes)
            return
        assert reply.media in documented, (path, reply.status, reply.media)
        if reply.json is not None:
            try:
                schema.check(self.document, documented[reply.media]["schema"], reply.json)
            except schema.Mismatch as why:
                raise AssertionError(f"{method} {path} {reply.status}: {why}\n{reply.bytes}") \
                    from None
