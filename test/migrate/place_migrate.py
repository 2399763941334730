# SPDX-License-Identifier: Apache-2.0
"""A place with disputes under the shipped procedure, and versions of it made for a test."""
import copy
import http.client
import json
import os
import socket
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))

# pylint: disable=wrong-import-position
from place import DATA, Place, sample, until  # noqa: E402

SHIPPED = os.path.join(DATA, "..", "..", "engine", "procedures")
DISPUTES = 60


class Unix(http.client.HTTPConnection):
    """HTTP over the socket of `yima serve`."""

    def __init__(self, path):
        super().__init__("localhost", timeout=180)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(180)
        self.sock.connect(self.path)


class MigratePlace(Place):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        self = cls()
        cls.load_reference(self)
        self.done("import", self.path("some.csv", "".join(sample(DISPUTES))))
        with open(os.path.join(SHIPPED, "zhejiang-2025.json"), encoding="utf-8") as f:
            cls.shipped = json.load(f)
        cls.current = "zhejiang-2025/" + cls.shipped["version"]
        cls.tokens = {}

    def version(self, name, change=None):
        """Make a version of the shipped procedure and import it; its name."""
        p = copy.deepcopy(self.shipped)
        p["version"] = name
        p["valid_from"] = "2025-06-01"
        p["valid_until"] = "2025-06-02"
        if change is not None:
            change(p)
        self.done("procedure", "import", self.path(name + ".json",
                                                   json.dumps(p, ensure_ascii=False)))
        return "zhejiang-2025/" + name

    def token(self, *words):
        if words not in self.tokens:
            said = self.done("token", "create", *words)
            self.tokens[words] = next(w for w in said.split() if len(w) > 40)
        return self.tokens[words]

    def call(self, method, path, body=None, who=("--role", "admin"), key=None):
        """One request; status and what came."""
        c = Unix(self.home + "/http")
        headers = {"Authorization": "Bearer " + self.token(*who)}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if key is not None:
            headers["Idempotency-Key"] = key
        c.request(method, "/api/v1" + path, headers=headers,
                  body=json.dumps(body) if body is not None else None)
        reply = c.getresponse()
        text = reply.read()
        c.close()
        return reply.status, json.loads(text) if text else None

    def under(self, version):
        """How many disputes are under this version."""
        ident, number = version.split("/")
        return int(self.sql("select count(*) from dispute_detail d join procedure_version v "
                            "on v.number = d.procedure where v.procedure_id = '%s' and v.version = '%s'"
                            % (ident, number)))

    def moves(self, plan):
        """Events that name this plan, and of how many disputes they are."""
        return tuple(int(n) for n in self.sql(
            "select count(*), count(distinct dispute_id) from event where "
            "convert_from(payload, 'UTF8') like '%%\"plan\":\"%d\"%%'" % plan).split("|"))


__all__ = ["DISPUTES", "MigratePlace", "until"]
