#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The pages as a browser gets them: web_serve_test.py WEB_SERVER built|none"""
import gzip
import http.client
import re
import subprocess
import sys
import unittest

PROGRAM, IS_BUILT = sys.argv[1], sys.argv[2] == "built"
POLICY = ("default-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none'; "
          "frame-ancestors 'none'; base-uri 'none'; form-action 'self'")
SHELLS = ("/", "/app", "/app/", "/app/login", "/app/admin/accounts", "/app/disputes/0SA6BKHNG34EE2/notes",
          "/app/a/b/c/d", "/?lang=en", "/app/disputes?colour=red&colour=blue&q=%E9%BB%84", "/app?a=1&a=2")
FIXED = (("/sw.js", "text/javascript; charset=utf-8"), ("/scan.js", "text/javascript; charset=utf-8"),
         ("/scan.css", "text/css; charset=utf-8"), ("/favicon.svg", "image/svg+xml"),
         ("/manifest.webmanifest", "application/manifest+json"))
HANG_S = 60


class Reply:
    def __init__(self, response):
        self.status = response.status
        self.headers = {k.lower(): v for k, v in response.getheaders()}
        self.bytes = response.read()


class Served(unittest.TestCase):
    """Tests that share one server."""
    @classmethod
    def setUpClass(cls):
        cls.process = subprocess.Popen([PROGRAM], stdout=subprocess.PIPE, text=True)
        cls.port = int(cls.process.stdout.readline())

    @classmethod
    def tearDownClass(cls):
        cls.process.terminate()
        status = cls.process.wait(HANG_S)
        cls.process.stdout.close()
        assert status == 0, "the server did not end cleanly"

    def ask(self, path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANG_S)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            return Reply(connection.getresponse())
        finally:
            connection.close()

    def test_the_front_is_there(self):
        self.assertEqual(self.ask("/test/closed").status, 401)


@unittest.skipUnless(IS_BUILT, "no pages were built in")
class Pages(Served):
    def assets(self):
        """What the shell names, and what that names in turn."""
        found = set()
        todo = [self.ask("/").bytes.decode()]
        while todo:
            for path in re.findall(r'/assets/[\w.-]+\.(?:js|css)', todo.pop()):
                if path not in found:
                    found.add(path)
                    todo.append(self.ask(path).bytes.decode())
        return sorted(found)

    def test_every_page_is_the_shell(self):
        shell = self.ask("/")
        for path in SHELLS:
            with self.subTest(path):
                reply = self.ask(path, Cookie="__Host-yima=stale", Authorization="Bearer wrong")
                self.assertEqual((reply.status, reply.bytes), (200, shell.bytes))
                self.assertEqual(reply.headers["content-type"], "text/html; charset=utf-8")
                self.assertEqual(reply.headers["cache-control"], "no-cache")
                self.assertEqual(reply.headers["permissions-policy"].split(", ")[:2],
                                 ["camera=(self)", "microphone=()"])
        text = shell.bytes.decode()
        self.assertTrue(text.startswith("<!DOCTYPE html>"))
        self.assertNotRegex(text, r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|https?://")

    def test_assets_are_kept_for_ever(self):
        assets = self.assets()
        self.assertGreater(len(assets), 5)
        for path in assets:
            with self.subTest(path):
                reply = self.ask(path)
                self.assertEqual(reply.status, 200)
                self.assertEqual(reply.headers["cache-control"], "public, max-age=31536000, immutable")
                self.assertEqual(reply.headers["content-type"], "text/javascript; charset=utf-8"
                                 if path.endswith(".js") else "text/css; charset=utf-8")

    def test_what_has_an_address_of_its_own(self):
        for path, media in FIXED:
            with self.subTest(path):
                reply = self.ask(path)
                self.assertEqual((reply.status, reply.headers["content-type"]), (200, media))
                self.assertEqual(reply.headers["cache-control"], "no-cache")
        self.assertRegex(self.ask("/scan.js").bytes.decode(), r'^import "/assets/scan-\w+\.js";$')

    def test_headers_that_all_have(self):
        for path in ("/", "/app/login", self.assets()[0], "/sw.js", "/favicon.svg"):
            for more in ({}, {"Accept_Encoding": "gzip"}):
                with self.subTest(path, **more):
                    headers = self.ask(path, **more).headers
                    self.assertEqual(headers["content-security-policy"], POLICY)
                    self.assertEqual(headers["x-content-type-options"], "nosniff")
                    self.assertEqual(headers["referrer-policy"], "no-referrer")
                    self.assertEqual(headers["vary"], "Accept-Encoding")
                    self.assertIn("x-request-id", headers)

    def test_gzip_where_it_is_taken(self):
        for path in ["/", "/sw.js"] + self.assets():
            with self.subTest(path):
                plain = self.ask(path)
                packed = self.ask(path, Accept_Encoding="br, gzip")
                self.assertNotIn("content-encoding", plain.headers)
                self.assertEqual(int(plain.headers["content-length"]), len(plain.bytes))
                if "content-encoding" in packed.headers:
                    self.assertEqual(packed.headers["content-encoding"], "gzip")
                    self.assertEqual(gzip.decompress(packed.bytes), plain.bytes)
                    self.assertEqual(packed.bytes[4:8], b"\0\0\0\0", "a time makes builds differ")
                    self.assertNotEqual(packed.headers["etag"], plain.headers["etag"])
                else:
                    self.assertLess(len(plain.bytes), 600, "only the smallest gain nothing")
                refused = self.ask(path, Accept_Encoding="gzip;q=0")
                self.assertEqual(refused.bytes, plain.bytes)

    def test_what_is_known_is_not_sent_again(self):
        for path in ("/", "/app/login", "/scan.js", self.assets()[0]):
            for more in ({}, {"Accept_Encoding": "gzip"}):
                with self.subTest(path, **more):
                    first = self.ask(path, **more)
                    again = self.ask(path, If_None_Match=first.headers["etag"], **more)
                    self.assertEqual((again.status, again.bytes), (304, b""))
                    for name in "etag", "cache-control", "vary":
                        self.assertEqual(again.headers[name], first.headers[name])
                    self.assertEqual(self.ask(path, If_None_Match='"other"', **more).status, 200)

    def test_head_is_get_without_its_body(self):
        for path in "/", "/app/login", "/favicon.svg":
            with self.subTest(path):
                head, get = self.ask(path, "HEAD"), self.ask(path)
                self.assertEqual((head.status, head.bytes), (200, b""))
                for name in "content-length", "content-type", "etag", "content-security-policy":
                    self.assertEqual(head.headers[name], get.headers[name])

    def test_what_is_not_there(self):
        shell = self.ask("/").headers["etag"].strip('"')
        asset = self.assets()[0]
        for path in ("/assets/", "/assets/none.js", asset + ".gz", asset + "x", asset[:-1], "/assets/" + shell,
                     "/favicon.ico", "/app/a/b/c/d/e", "/apps", "/index.html"):
            with self.subTest(path):
                reply = self.ask(path)
                self.assertEqual(reply.status, 404)
                self.assertEqual(reply.headers["content-type"], "application/problem+json")
                self.assertEqual(reply.headers["cache-control"], "no-store")

    def test_no_way_out_of_the_folder(self):
        for path in "/assets/..%2Fsw.js", "/assets/../sw.js", "/assets/%00":
            self.assertIn(self.ask(path).status, (400, 404))

    def test_only_reading(self):
        for method in "POST", "PUT", "DELETE":
            reply = self.ask("/app/login", method, Content_Length="0")
            self.assertEqual(reply.status, 405)
            self.assertEqual(reply.headers["allow"], "GET, HEAD, OPTIONS")


@unittest.skipIf(IS_BUILT, "pages were built in")
class NoPages(Served):
    def test_nothing_is_there(self):
        for path in SHELLS + tuple(p for p, _ in FIXED) + ("/assets/main.js",):
            with self.subTest(path):
                self.assertEqual(self.ask(path).status, 404)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
