# SPDX-License-Identifier: Apache-2.0
"""A hotline for tests: it signs its work orders and takes down what it is told."""
import base64
import http.server
import json
import subprocess
import threading
import time


class Signer:
    """An Ed25519 key of a partner, kept in a folder."""

    def __init__(self, home, name):
        self.path = f"{home}/{name}.pem"
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.path], check=True,
                       capture_output=True)
        der = subprocess.run(["openssl", "pkey", "-in", self.path, "-pubout", "-outform", "DER"],
                             check=True, capture_output=True).stdout
        self.open = base64.b64encode(der[-32:]).decode()

    def sign(self, text):
        with open(self.path + ".text", "wb") as f:
            f.write(text)
        made = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", self.path, "-in",
                               self.path + ".text"], check=True, capture_output=True).stdout
        return "v1a," + base64.b64encode(made).decode()

    def headers(self, name, body, at=None):
        seconds = str(int(at if at is not None else time.time()))
        text = name.encode() + b"." + seconds.encode() + b"." + body
        return {"webhook_id": name, "webhook_timestamp": seconds, "webhook_signature": self.sign(text)}


class Listener:
    """Takes what it is told, and answers accepted; while it is held it takes nothing."""

    def __init__(self):
        self.said = []
        self.held = set()  # partners that are answered "not now"
        self.turned_away = []
        told = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if message["partner"] in told.held:
                    told.turned_away.append(message)
                    self.send_response(503)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                told.said.append(message)
                text = json.dumps({"id": message["id"], "status": "accepted"}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/status"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
