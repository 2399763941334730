# SPDX-License-Identifier: Apache-2.0
"""A server with disputes that a mediator has accepted, for the tests of this folder."""
import itertools
import subprocess

from served import INTAKE, Served, environment

BODY, OTHER_BODY, COURT = "1013", "1011", "1009"
MANAGER, MEDIATOR, COLLEAGUE, WINDOW = "5037", "5038", "5039", "5040"
SECRET = {kind: f"秘密{kind}之词" for kind in ("neutral", "concession", "undisputed", "caucus")}


class Casefile(Served):
    """Classes that enter no codes share one server."""

    SHARES = True
    shared = None
    counter = itertools.count(1)

    @classmethod
    def setUpClass(cls):
        if cls.SHARES and Casefile.shared is not None:
            for name in ("home", "data", "process", "log_path", "port"):
                setattr(cls, name, getattr(Casefile.shared, name))
        else:
            super().setUpClass()
        if cls.SHARES and Casefile.shared is None:
            Casefile.shared = cls
        cls.manager = cls.token("--role", "body_manager", "--staff", MANAGER)
        cls.mediator = cls.token("--role", "mediator", "--staff", MEDIATOR)

    @classmethod
    def tearDownClass(cls):
        if not cls.SHARES:
            super().tearDownClass()

    @classmethod
    def key(cls):
        return f"k-{next(Casefile.counter)}"

    @classmethod
    def post(cls, path, token, body, key=None):
        return cls.ask(path, token, "POST", body, Idempotency_Key=key or cls.key())

    @classmethod
    def command(cls, dispute, token, body):
        reply = cls.post(f"/api/v1/disputes/{dispute}/commands", token, body)
        assert reply.status == 200, reply.text
        return reply

    @classmethod
    def assigned(cls, mediator=MEDIATOR):
        """A dispute that the mediator has accepted."""
        dispute = cls.register(cls.manager, cls.key(), INTAKE)
        cls.command(dispute, cls.manager, {"command": "accept"})
        cls.command(dispute, cls.manager, {"command": "assign", "mediator": mediator})
        return dispute

    @classmethod
    def party(cls, dispute, seat, role="party"):
        return cls.token("--role", role, "--dispute", dispute, "--seat", str(seat))

    @classmethod
    def settled(cls):
        """An agreement in force, for which both sides then ask the court."""
        dispute = cls.assigned()
        cls.command(dispute, cls.mediator, {"command": "accept_case"})
        cls.command(dispute, cls.mediator, {
            "command": "reach_agreement", "terms": "被申请人支付3000元。",
            "obligations": [{"payer": 1, "payee": 0, "amount_fen": "300000", "due": "2030-01-31"}]})
        for seat in (0, 1):
            cls.command(dispute, cls.party(dispute, seat), {"command": "sign"})
        cls.command(dispute, cls.mediator, {"command": "sign_mediator"})
        cls.command(dispute, cls.manager, {"command": "seal"})
        return dispute

    @classmethod
    def apply_for_confirmation(cls, dispute):
        for seat in (0, 1):
            cls.command(dispute, cls.party(dispute, seat),
                        {"command": "apply_confirmation", "court": COURT})

    def sql(self, text):
        got = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text,
                              f"host={self.data} user=yima dbname=yima"], capture_output=True,
                             env=environment(), text=True, check=False)
        self.assertEqual(got.returncode, 0, got.stderr)
        return got.stdout.strip()

    def note(self, dispute, token, kind, **more):
        return self.post(f"/api/v1/disputes/{dispute}/notes", token,
                         {"kind": kind, "text": SECRET[kind], **more})


def close_shared():
    """Once, when a module has ended."""
    if Casefile.shared is not None:
        Casefile.shared.SHARES = False
        Casefile.shared.tearDownClass()
