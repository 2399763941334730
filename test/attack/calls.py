# SPDX-License-Identifier: Apache-2.0
"""Every call of the interface as /openapi.json has it, and for each a body that its schema takes.

Nothing here lists calls: a new route is attacked because it stands in the document. What the
document cannot say, who may come without credentials and what stands in an address, is said in two
tables that must fit it exactly, so that a new row of the route table without an entry fails."""
import re

# Calls that take a stranger. Whoever adds one says so here, with the reason.
OPEN = {
    ("GET", "/api/v1/codes/{token}"): "a scan: the token is the credential",
    ("GET", "/m/{token}"): "likewise, as a page",
    ("GET", "/M/{token}"): "likewise, as codes spell it",
    ("POST", "/api/v1/codes/{token}/session"): "a party logs in",
    ("POST", "/api/v1/session"): "staff log in",
    ("GET", "/api/v1/links/{link}"): "the link is the credential",
    ("POST", "/api/v1/links/{link}"): "likewise",
    ("GET", "/api/v1/procedures"): "the rules are public",
    ("GET", "/api/v1/procedures/{id}"): "likewise",
    ("GET", "/api/v1/words"): "words of the vocabularies",
    ("GET", "/api/v1/rules"): "numbers of the office, with their sources in law",
    ("GET", "/openapi.json"): "this document",
    ("GET", "/api/v1/seals/keys"): "public keys",
    ("GET", "/api/v1/seals/{code}"): "who holds a document checks it",
    ("GET", "/api/v1/seals/{code}/file"): "likewise",
    ("GET", "/v/{code}"): "likewise, as a page",
    ("GET", "/V/{code}"): "likewise",
    ("POST", "/api/v1/exchange/{partner}"): "signed by the partner",
    ("POST", "/api/v1/intake/{partner}"): "likewise",
    ("GET", "/healthz"): "a probe",
    ("GET", "/readyz"): "a probe",
}
# What /metrics asks for is judged by its listener, not by the front.
OPERATORS = {("GET", "/metrics")}

# What a name in an address means: the kind of thing that is looked up, by the path before it.
# "own" things belong to somebody and must look absent to everybody else; the others are words.
NAMED = {
    "id": {"/disputes": "dispute", "/procedures": "word", "/subscriptions": "subscription",
           "/accounts": "account"},
    "n": {"/appointments": "appointment", "/attachments": "attachment"},
    "code": {"/sealed": "sealed", "/seals": "word", "/v": "word", "/V": "word",
             "/credit/me/certificate": "word"},
    "token": {"/codes": "word", "/m": "word", "/M": "word"},
    "link": {"/links": "word"}, "document": {"/documents": "word"}, "i": {"/parts": "word"},
    "seat": {"/credit": "word", "/satisfaction": "word"}, "month": {"/reports": "word",
                                                                   "/credit/runs": "word"},
    "kind": {"/assessments": "word"}, "subject": {"": "word"}, "order": {"/outside/orders": "order"},
    "partner": {"/partners": "partner", "/exchange": "word", "/intake": "word"},
    "message": {"/exchange": "message"},
    "objection": {"/credit/objections": "word", "/assessment_objections": "word"},
    "plan": {"/migrations": "word"}, "proposal": {"/points_proposals": "proposal"}, "entry": {"/points_entries": "word"},
}
WORDS = {"id": "zhejiang-2025", "code": "0" * 20, "token": "2" * 26, "link": "A" * 43,
         "document": "receipt", "i": "0", "seat": "0", "month": "2026-10", "kind": "mediator",
         "subject": "5038", "partner": "nobody", "objection": "1", "entry": "1", "plan": "1"}
# Of the right form, each: the check sign of zeros is zero.
ABSENT = {"dispute": "0SA6BKHNG34EE2", "subscription": "1", "account": "999999999",
          "appointment": "999999999", "attachment": "999999999", "sealed": "0" * 20, "order": "999",
          "partner": "nobody", "message": "1-1", "proposal": "999999999"}


class Call:
    """One method on one path."""

    def __init__(self, method, path, operation):
        self.method, self.path, self.operation = method, path, operation
        self.right = operation.get("x-right")
        self.is_open = "security" not in operation
        self.names = re.findall(r"\{(\w+)\}", path)
        content = operation.get("requestBody", {}).get("content", {})
        self.media, self.shape = next(((m, c["schema"]) for m, c in content.items()), (None, None))

    def __repr__(self):
        return f"{self.method} {self.path}"

    def kind(self, name):
        """What the name in the address stands for; fails where NAMED does not say."""
        before = self.path.split("/{" + name + "}")[0].removeprefix("/api/v1")
        before = re.sub(r"/\{\w+\}$", "", before) if name == "seat" else before
        found = [kind for end, kind in NAMED.get(name, {}).items() if before.endswith(end)]
        assert found, f"{self}: calls.NAMED does not say what {{{name}}} is"
        return found[0]

    def kinds(self):
        return {name: self.kind(name) for name in self.names}

    def address(self, things):
        """The address with each name replaced: by what things has of its kind, else by a word."""
        path = self.path
        for name, kind in self.kinds().items():
            path = path.replace("{" + name + "}", things.get(kind) or WORDS.get(name)
                                or ABSENT[kind])
        return path


def all_calls(document):
    return [Call(method.upper(), path, operation) for path, item in document["paths"].items()
            for method, operation in item.items()]


class Bodies:
    """Bodies that schemas take, made of the schemas alone."""

    HINTS = {"region": "330108003001", "body": "1013", "court": "1009", "mediator": "5038",
             "staff": "5038", "procedure": "zhejiang-2025", "due": "2030-01-31", "at": "2030-01-31T09:00:00+08:00",
             "date": "2026-11-20", "deadline": "mediation", "case_number": "（2026）浙0108民诉前调1号",
             "sha256": "0" * 64, "document_code": "0" * 24, "name": "某甲", "login": "somebody",
             "url": "https://hooks.example.cn/yima", "password": "correct horse battery",
             "phone": "13912345678", "month": "2026-10", "day": "2026-11-20", "code": "court-of-nobody",
             "open": "A" * 43 + "=", "verb": "GetPolicy", "attachment": "1", "identity": None,
             "external_ref": None, "dispute": None, "role": "mediator", "rule": "visit"}

    def __init__(self, document):
        self.document = document

    def of(self, schema, name=None, wanted=None):
        """A value that fits; wanted: of an object all members of these names too."""
        if "$ref" in schema:
            at = self.document
            for step in schema["$ref"].removeprefix("#/").split("/"):
                at = at[step]
            return self.of(at, name, wanted)
        if "enum" in schema:
            return next(word for word in schema["enum"] if word != "none")
        if "oneOf" in schema:
            return self.of(schema["oneOf"][0], name)
        kind = schema.get("type", "object")
        kind = kind[0] if isinstance(kind, list) else kind
        return getattr(self, kind)(schema, name, wanted)

    def object(self, schema, _, wanted):
        members = set(schema.get("required", [])) | set(wanted or ())
        made = {n: self.of(s, n) for n, s in schema.get("properties", {}).items() if n in members}
        return {n: v for n, v in made.items() if v is not None}

    def array(self, schema, name, _):
        n = schema.get("minItems", 1)
        made = [self.of(schema.get("items", {}), name) for _ in range(n)]
        if name == "parties":
            made[1]["side"] = "respondent"
        if name == "obligations":
            made[0].update(payer=1, payee=0, amount_fen="100")
        return made

    def string(self, schema, name, _):
        if name in self.HINTS:
            return self.HINTS[name]
        if schema.get("format") == "date-time":
            return self.HINTS["at"]
        if schema.get("format") == "date":
            return self.HINTS["date"]
        if "pattern" in schema:
            return "1"
        return "某某某某某" if schema.get("minLength", 0) < 6 else "某" * schema["minLength"]

    def integer(self, schema, *_):
        return schema.get("minimum", 0)

    def boolean(self, *_):
        return True

    def body(self, call):
        """Bytes of a body for the call, or None."""
        if call.media is None:
            return None
        if call.media != "application/json":
            return b"bytes"
        if call.shape == {"type": "string"}:
            return {}
        return self.of(call.shape)
