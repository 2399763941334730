# SPDX-License-Identifier: Apache-2.0
"""A server that takes work orders of 12345 and 110, and their senders."""
import hashlib
import itertools
import json

from casebed import MANAGER, WINDOW, Casefile
from sender import Listener, Signer

PERSONS = ("330108199003078512", "330108198512120025")  # made up; the check characters hold
STREET = "330108003001"
CLASSES = {
    "partner": "hz-12345", "name": "热线分类", "version": "2026-11", "channel": "hotline_12345",
    "body": "1013", "source": "测试用分类", "days": 30, "causes": "2026-01-01",
    "classes": [
        {"code": "0101", "name": "邻里噪声", "type": "neighbour", "cause": "55.6", "from": "2020-01-01"},
        {"code": "0501", "name": "拖欠工资", "type": "labour", "from": "2020-01-01"},
        {"code": "0901", "name": "已停用", "type": "consumer", "from": "2020-01-01",
         "until": "2021-01-01"}]}
# Who hands matters over besides hotline and police: grids, a court's window before it files
# (人民调解法 18), departments, the petition office.
HANDOVERS = (("bj-grid", "grid_worker"), ("bj-court", "court_window"), ("bj-housing", "department"),
             ("bj-letters", "petition"))


def check_character(first):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(c) * w for c, w in zip(first, weights)) % 11]


def person(n):
    first = f"330108199001{n // 1000 % 28 + 1:02d}{n % 1000:03d}"
    return first + check_character(first)


def unlike(n):
    """A title that shares no two neighbouring characters with another one's."""
    digest = hashlib.sha256(str(n).encode()).digest()
    return "".join(chr(0x4E00 + digest[i] * 80 + digest[i + 1] % 80) for i in range(0, 20, 2))


class Bed(Casefile):
    """One server for all; the classes below hold what is tried on it."""

    SHARES = False
    OPTIONS = ("--webhook-allow", "127.0.0.1/32")
    names = itertools.count(1)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        try:
            cls.prepare()
        except BaseException:
            super().tearDownClass()
            raise

    @classmethod
    def prepare(cls):
        cls.admin = cls.token("--role", "admin")
        cls.window = cls.token("--role", "window_clerk", "--staff", WINDOW)
        cls.listener = Listener()
        cls.signers = {}
        for code, channel in (("hz-12345", "hotline_12345"), ("hz-110", "police_110"),
                              ("xs-12345", "hotline_12345"), *HANDOVERS):
            cls.add_partner(code)
            table = CLASSES | {"partner": code, "channel": channel}
            with open(f"{cls.home}/{code}.json", "w", encoding="utf-8") as f:
                json.dump(table, f, ensure_ascii=False)
            cls.yima("partner", "map", "import", f"{cls.home}/{code}.json")
        cls.until("the bodies are known",
                  lambda: cls.send(cls.order()).json["status"] == "accepted")

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.listener.close()

    @classmethod
    def add_partner(cls, code):
        cls.signers[code] = Signer(cls.home, code)
        made = cls.post("/api/v1/partners", cls.admin,
                        {"kind": "channel", "code": code, "zh": code, "url": cls.listener.url})
        assert made.status in (200, 201), made.text
        key = cls.post(f"/api/v1/partners/{code}/keys", cls.admin, {"open": cls.signers[code].open})
        assert key.status in (200, 201), key.text

    @classmethod
    def order(cls, **more):
        n = next(cls.names)
        return {"external_ref": f"R-{n}", "external_type": "0101", "title": unlike(n),
                "description": "", "region": STREET, "parties": [
                    {"side": "claimant", "name": f"申请{n}"},
                    {"side": "respondent", "name": f"被申请{n}"}]} | more

    @classmethod
    def send(cls, order, partner="hz-12345", name=None, signer=None, at=None):
        body = order if isinstance(order, bytes) else json.dumps(order, ensure_ascii=False).encode()
        name = name or f"msg-{next(cls.names)}"
        return cls.ask(f"/api/v1/intake/{partner}", None, "POST", body,
                       **(signer or cls.signers[partner]).headers(name, body, at))

    def taken(self, order, partner="hz-12345"):
        reply = self.send(order, partner)
        self.assertEqual(reply.status, 200, reply.text)
        self.assertEqual(reply.json["status"], "accepted", reply.text)
        return reply.json["body"]

    def rejected(self, order, pointer=None):
        reply = self.send(order)
        self.assertEqual(reply.status, 200, reply.text)
        self.assertEqual(reply.json["status"], "rejected", reply.text)
        self.assertTrue(reply.json["reason"]["zh"])
        if pointer is not None:
            self.assertIn(pointer, [e["pointer"] for e in reply.json["body"]["errors"]])
        return reply.json

    def dispute(self, known):
        return self.ask(f"/api/v1/disputes/{known}", self.window).json

    def work(self, reference, **query):
        """The open row of a reference in the worklist, or None."""
        cursor = ""
        while True:
            path = "/api/v1/outside/orders?" + "&".join(f"{k}={v}" for k, v in query.items()) + cursor
            page = self.ask(path, self.window)
            self.assertEqual(page.status, 200, page.text)
            for row in page.json["items"]:
                if row["external_ref"] == reference:
                    return row
            if page.json["next"] is None:
                return None
            cursor = f"&cursor={page.json['next']}"

    def references(self, known):
        rows = self.ask(f"/api/v1/disputes/{known}/references", self.window).json["items"]
        return {(r["partner"], r["external_ref"], r["how"]["code"]) for r in rows}

    def found(self, reference):
        rows = self.ask(f"/api/v1/disputes?external_ref={reference}", self.window).json["items"]
        return {r["id"] for r in rows}

    @staticmethod
    def pair(one, two, **more):
        return [{"side": "claimant", "name": f"甲{one[-5:]}", "identity": one} | more,
                {"side": "respondent", "name": f"乙{two[-5:]}", "identity": two}]
