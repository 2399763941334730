#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A partner behind mutual TLS: each side trusts one authority and shows a certificate of it. All
certificates are made here, for this run alone."""
import json
import os
import pathlib
import ssl
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import partner  # noqa: E402  pylint: disable=wrong-import-position
from exchange_test import (  # noqa: E402  pylint: disable=wrong-import-position
    CODE, HANG_S, SEED, YIMA, Exchange, bed, environment)

DAYS = "2"


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True)


class Authority:
    """It signs certificates into its folder: NAME.pem, and NAME.key beside it."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-subj", f"/CN={name}", "-days", DAYS, "-keyout", self.path(name, "key"), "-out",
                self.path(name))

    def path(self, name, kind="pem"):
        return os.path.join(self.folder, f"{name}.{kind}")

    def sign(self, name, *extensions):
        """The path of the certificate."""
        request, words = self.path(name, "csr"), self.path(name, "ext")
        pathlib.Path(words).write_text("\n".join(extensions) + "\n", encoding="ascii")
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                f"/CN={name}", "-keyout", self.path(name, "key"), "-out", request)
        openssl("x509", "-req", "-in", request, "-CA", self.path(self.name), "-CAkey",
                self.path(self.name, "key"), "-CAcreateserial", "-days", DAYS, "-extfile", words,
                "-out", self.path(name))
        os.chmod(self.path(name, "key"), 0o644)  # whoever yima runs as reads it
        return self.path(name)


def listens(authority, name, asks=None):
    """How a court listens: with the certificate of that name, and asking for one that `asks` has
    signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.path(name), authority.path(name, "key"))
    if asks is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(asks.path(asks.name))
    return context


class Mutual(Exchange):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        try:
            cls.ours = Authority(cls.home, "platform")
            cls.theirs = Authority(cls.home, "court")
            cls.stranger = Authority(cls.home, "stranger")
            cls.client = cls.ours.sign("yima", "extendedKeyUsage=clientAuth")
            cls.wrong_client = cls.stranger.sign("nobody", "extendedKeyUsage=clientAuth")
            cls.theirs.sign("desk", "subjectAltName=IP:127.0.0.1")
            cls.theirs.sign("elsewhere", "subjectAltName=DNS:elsewhere.invalid")
            cls.ca = cls.theirs.path("court")
            cls.partner.close()
            cls.partner = cls.moved(listens(cls.theirs, "desk", cls.ours))
        except BaseException:
            cls.tearDownClass()
            raise

    @classmethod
    def moved(cls, context):
        """The court listens anew."""
        desk = partner.Partner(SEED, context)
        cls.call("PATCH", f"/partners/{CODE}", body={"url": desk.url()})
        return desk

    @classmethod
    def shows(cls, cert="", key="", ca=None):
        """What we show it, and whom we trust."""
        got = cls.call("PATCH", f"/partners/{CODE}", body={
            "cert_file": cert, "cert_key_file": key, "ca_file": cls.ca if ca is None else ca})
        assert (got["cert_file"] or "", got["cert_key_file"] or "") == (cert, key), got

    @classmethod
    def shows_right(cls):
        cls.shows(cls.client, cls.ours.path("yima", "key"))

    def fails(self, *words):
        """A message that does not get through; the row that people see, once it says why."""
        dispute = self.filed()
        row = bed.until("the row says why", lambda: [
            m for m in self.of(dispute, "ready") if m["direction"] == "out" and m["error"]])[0]
        for word in words:
            self.assertIn(word, row["error"])
        self.assertGreater(row["attempts"], 0)
        self.assertEqual(self.partner.posts(dispute), [], "nothing was read of it")
        return dispute

    def mended(self, dispute):
        """The same message gets through once the certificates are right."""
        self.shows_right()
        row = self.stands(dispute, "accepted")
        self.assertEqual((row["error"] or "", row["revision"]), ("", 1))
        self.assertEqual(len(self.partner.posts(dispute)), 1)

    def test_the_right_certificate(self):
        self.shows_right()
        dispute = self.filed()
        self.stands(dispute, "accepted")
        self.assertEqual(len(self.partner.posts(dispute)), 1)
        self.assertEqual(self.partner.subjects, {"yima"})

    def test_certificate_and_key_in_one_file(self):
        whole = self.ours.path("both")
        pathlib.Path(whole).write_text("".join(
            pathlib.Path(self.ours.path("yima", kind)).read_text(encoding="ascii")
            for kind in ("pem", "key")), encoding="ascii")
        self.shows(whole)
        self.stands(self.filed(), "accepted")

    def test_no_certificate(self):
        self.shows()
        self.mended(self.fails("certificate"))

    def test_a_certificate_of_a_stranger(self):
        self.shows(self.wrong_client, self.stranger.path("nobody", "key"))
        self.mended(self.fails("certificate"))

    def test_the_key_of_another_certificate(self):
        self.shows(self.client, self.stranger.path("nobody", "key"))
        self.mended(self.fails("key"))

    def test_files_that_are_not_there(self):
        self.shows(self.ours.path("gone"), self.ours.path("gone", "key"))
        self.mended(self.fails("certificate", "gone.pem"))
        self.shows(self.client, self.ours.path("yima", "key"), self.ours.path("gone"))
        self.mended(self.fails("certificate", "gone.pem"))

    def test_an_authority_that_we_do_not_trust(self):
        """Neither another's nor the system's."""
        for ca in (self.stranger.path("stranger"), ""):
            self.shows(self.client, self.ours.path("yima", "key"), ca)
            self.mended(self.fails("certificate"))

    def test_the_name_of_another_host(self):
        self.shows_right()
        right, Mutual.partner = self.partner, self.moved(
            listens(self.theirs, "elsewhere", self.ours))
        try:
            dispute = self.fails("127.0.0.1")
        finally:
            self.partner.close()
            Mutual.partner = right
            self.call("PATCH", f"/partners/{CODE}", body={"url": right.url()})
        self.mended(dispute)

    def test_by_the_command_line(self):
        """The certificates are named there, and a comparison shows them."""
        self.shows()
        compare = [YIMA, "exchange", "reconcile", "--data", self.data, "--partner", CODE, "--json",
                   "--webhook-allow", "127.0.0.1"]
        got = subprocess.run(compare, capture_output=True, env=environment(), text=True,
                             check=False, timeout=HANG_S)
        self.assertEqual(got.returncode, 1)
        self.assertIn("certificate", got.stderr)
        self.yima("partner", "change", CODE, "--cert", self.client, "--cert-key",
                  self.ours.path("yima", "key"), "--ca", self.ca)
        dispute = self.filed()
        self.stands(dispute, "accepted")
        self.partner.list = [{"ref": str(i), "dispute": m, "kind": "filing", "state": "submitted",
                              "case_number": None} for i, m in enumerate(
            sorted({json.loads(m[2])["dispute"] for m in self.partner.inbox}))]
        got = subprocess.run(compare, capture_output=True, env=environment(), text=True,
                             check=False, timeout=HANG_S)
        self.assertNotIn("not compared", got.stderr)
        self.assertIn(dispute, [r["dispute"] for r in self.partner.list])


if __name__ == "__main__":
    unittest.main(verbosity=2)
