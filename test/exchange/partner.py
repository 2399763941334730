# SPDX-License-Identifier: Apache-2.0
"""A partner to talk to: it keeps what it gets, answers as it is told, and signs what it sends."""
import http.client
import http.server
import json
import os
import subprocess
import threading
import time

SIGN = os.environ["YIMA_SIGN"]
HANG_S = 120


def sign(seed, *words, body=b""):
    return subprocess.run([SIGN, seed, *words], input=body, capture_output=True,
                          check=True).stdout.decode().strip()


class Partner:
    """seed: of its key. context: of TLS; None: it listens in the clear. answer(envelope, n): what
    the n-th post of that message gets: a status and a receipt, None to close the connection without
    a word."""

    def __init__(self, seed, context=None):
        self.seed = seed
        self.scheme = "http" if context is None else "https"
        self.subjects = set()  # common names of the certificates that were shown to it
        self.public = sign(seed)
        self.inbox = []  # (id, headers, bytes), in order
        self.list = []  # rows of GetFilingList
        self.policy = {}
        self.is_away = False  # nothing is answered
        self.answer = lambda envelope, n: (200, {"status": "accepted"})
        partner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def setup(self):
                """Here, on the thread of the connection: a client that fails stops no other."""
                if context is not None:
                    self.request.settimeout(HANG_S)
                    self.request = context.wrap_socket(self.request, server_side=True)
                    partner.saw(self.request.getpeercert() or {})
                super().setup()

            def finish(self):
                super().finish()
                self.request.close()  # the server closes what it accepted, not what wraps it

            def do_POST(self):  # pylint: disable=invalid-name
                body = self.rfile.read(int(self.headers["Content-Length"]))
                got = partner.take(self.headers, body)
                if got is None:
                    self.close_connection = True
                    return
                status, receipt = got
                text = json.dumps(receipt, ensure_ascii=False).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *words):  # pylint: disable=arguments-differ
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, request, client_address):
                """Those whose certificates are refused, and those that refuse ours."""
                if context is None:
                    super().handle_error(request, client_address)

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def saw(self, certificate):
        for part in certificate.get("subject", ()):
            self.subjects |= {value for name, value in part if name == "commonName"}

    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.port}/"

    def take(self, headers, body):
        envelope = json.loads(body)
        if self.is_away:
            return None
        if envelope["verb"] == "GetPolicy":
            return 200, {"id": envelope["id"], "status": "accepted", "body": self.policy}
        if envelope["verb"] == "GetFilingList":
            return 200, {"id": envelope["id"], "status": "accepted", "body": self.page(envelope)}
        self.inbox.append((envelope["id"], dict(headers), body))
        got = self.answer(envelope, sum(1 for m in self.inbox if m[0] == envelope["id"]))
        if got is None:
            return None
        status, receipt = got
        return status, {"id": envelope["id"], **receipt}

    def page(self, envelope):
        """Three rows at a time, so that pages are turned."""
        first = int(envelope["body"].get("after") or 0)
        more = first + 3 < len(self.list)
        return {"items": self.list[first:first + 3], "next": str(first + 3) if more else None}

    def posts(self, dispute):
        return [m for m in self.inbox if json.loads(m[2])["dispute"] == dispute]

    # ---- What it sends ----

    @staticmethod
    def envelope(ident, code, verb, kind, body, **more):
        return {"id": ident, "verb": verb, "partner": code, "at": "2026-11-22T10:00:00+08:00",
                "kind": kind, "body": body, **more}

    def send(self, port, path, ident, body, seconds=None, seed=None, signed=None):
        """Status and bytes of the answer. seconds: of the signature; signed: the bytes that it is
        for, when those that are sent are others."""
        text = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        seconds = str(int(time.time()) if seconds is None else seconds)
        signature = sign(seed or self.seed, ident, seconds,
                         body=text if signed is None else signed)
        c = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        c.request("POST", path, text, {
            "Content-Type": "application/json", "webhook-id": ident,
            "webhook-timestamp": seconds, "webhook-signature": signature})
        reply = c.getresponse()
        got = reply.read()
        c.close()
        return reply.status, got
