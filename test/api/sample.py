# SPDX-License-Identifier: Apache-2.0
"""A dispute with everything in it that must not leak, and ways to move it."""
import copy
import itertools

SECRETS = ["赵一", "钱二公司", "孙代理", "漏水赔偿纠纷", "楼上漏水", "11010519491231002X",
           "91350100M000100Y43", "13912345678", "0571-87654321", "江南大道100号", "340000",
           "EXT-77", "双方对责任无争议", "分歧"]

INTAKE = {
    "title": "漏水赔偿纠纷", "description": "楼上漏水，损失3400元。", "type": "neighbour",
    "channel": "window", "source": "applied", "region": "330108002", "body": "2",
    "amount_fen": "340000", "harm": 0, "urgency": 1, "scope": 0,
    "parties": [
        {"side": "claimant", "kind": "natural", "name": "赵一", "identity": "11010519491231002X",
         "phone": "13912345678", "address": "江南大道100号",
         "agent": {"name": "孙代理", "phone": "13800000001"}},
        {"side": "respondent", "kind": "legal", "name": "钱二公司",
         "identity": "91350100M000100Y43", "phone": "0571-87654321"},
    ],
}

_keys = itertools.count(1)


def key():
    return f"key-{next(_keys)}"


def intake(**changes):
    body = copy.deepcopy(INTAKE)
    body.update(changes)
    return {k: v for k, v in body.items() if v is not None}


def register(server, token="clerk", **changes):
    changes.setdefault("external_ref", f"EXT-77-{next(_keys)}")
    reply = server.post("/api/v1/disputes", token, intake(**changes), key())
    assert reply.status == 201, reply.bytes
    return reply.json


def command(server, dispute, token, word, **fields):
    return server.post(f"/api/v1/disputes/{dispute['id']}/commands", token,
                       {"command": word, **fields}, key())


def mediated(server):
    """A yellow dispute with a mediator who has accepted it."""
    dispute = register(server)
    for token, word, fields in [("manager", "accept", {}), ("manager", "assign", {"mediator": "21"}),
                                ("mediator", "accept_case", {})]:
        reply = command(server, dispute, token, word, **fields)
        assert reply.status == 200, reply.bytes
    return dispute
