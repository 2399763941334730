# SPDX-License-Identifier: Apache-2.0
"""Files to put in, made here, and the calls that put them in."""
import hashlib
import io
import os
import struct
import sys
import zipfile
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "casefile"))

from casebed import Casefile  # noqa: E402

PART = 262144


def pdf(words="证据"):
    return (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% "
            + words.encode() + b"\ntrailer\n<< /Root 1 0 R >>\nstartxref\n15\n%%EOF\n")


def png(words=""):
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
            + chunk(b"tEXt", b"Comment\0" + words.encode())
            + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b""))


def docx():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr("word/document.xml", "<document/>")
    return out.getvalue()


def film(size):
    """So many bytes that are a film as far as anybody looks."""
    head = b"\0\0\0\x18ftypisom\0\0\2\0isommp42"
    body = hashlib.sha256(str(size).encode()).digest() * (size // 32 + 1)
    return (head + body)[:size]


class Raw:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.bytes = response.read()


class Files(Casefile):
    @classmethod
    def raw(cls, path, token, method="GET", body=None, **headers):
        connection = cls.connect()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent["Authorization"] = "Bearer " + token
        try:
            connection.request(method, path, body, sent)
            return Raw(connection.getresponse())
        finally:
            connection.close()

    @staticmethod
    def announce(name, content, kind="neutral", purpose="evidence", **more):
        return {"name": name, "bytes": len(content), "kind": kind, "purpose": purpose,
                "sha256": hashlib.sha256(content).hexdigest(), **more}

    @classmethod
    def begin(cls, dispute, token, body, key=None):
        return cls.post(f"/api/v1/disputes/{dispute}/attachments", token, body, key)

    @classmethod
    def part(cls, dispute, token, n, i, data):
        return cls.raw(f"/api/v1/disputes/{dispute}/attachments/{n}/parts/{i}", token, "PUT", data,
                       Content_Type="application/octet-stream")

    @classmethod
    def drop(cls, path, token):
        return cls.raw(path, token, "DELETE", Idempotency_Key=cls.key())

    @classmethod
    def finish(cls, dispute, token, n):
        return cls.post(f"/api/v1/disputes/{dispute}/attachments/{n}/finish", token, None)

    @classmethod
    def upload(cls, dispute, token, name, content, kind="neutral", purpose="evidence", **more):
        """All of it; the reply to finish."""
        begun = cls.begin(dispute, token, cls.announce(name, content, kind, purpose, **more))
        assert begun.status == 201, begun.text
        n = begun.json["id"]
        for i in begun.json["missing"]:
            reply = cls.part(dispute, token, n, i, content[i * PART:(i + 1) * PART])
            assert reply.status == 204, reply.bytes
        return cls.finish(dispute, token, n)

    @classmethod
    def listed(cls, dispute, token):
        return cls.ask(f"/api/v1/disputes/{dispute}/attachments", token)

    @classmethod
    def content(cls, dispute, token, n, **headers):
        return cls.raw(f"/api/v1/disputes/{dispute}/attachments/{n}/content", token, **headers)
