#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Disputes to import, as JSON Lines.

    rows.py COUNT SEED     the rows of examples/data/disputes.csv again and again, with other names

The same arguments give the same bytes. Python's standard library alone.
"""
import csv
import json
import pathlib
import random
import sys

DATA = pathlib.Path(__file__).resolve().parents[2] / "examples" / "data"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "子若云清明文建国志强伟丽敏静秀兰芳芬燕红梅玉英俊杰浩宇泽轩梓涵欣怡雨佳琪思源博雅晨曦"


def intake(row, number, chance):
    parties = []
    for side in ("claimant", "respondent"):
        party = {"side": side, "kind": "natural",
                 "name": chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN),
                 "phone": row[side + "_phone"]}
        if row[side + "_kind"] == "natural" and row[side + "_identity"]:
            party["identity"] = row[side + "_identity"]
        parties.append(party)
    body = {name: row[name] for name in ("type", "channel", "source", "region", "body", "title",
                                         "description")}
    body |= {name: int(row[name]) for name in ("harm", "urgency", "scope")}
    if row["amount_fen"]:
        body["amount_fen"] = row["amount_fen"]
    return body | {"external_ref": f"BENCH-{number}", "parties": parties}


def main(words):
    if len(words) != 2 or not all(word.isdigit() for word in words):
        print(__doc__, end="", file=sys.stderr)
        sys.exit(0 if words in (["--help"], ["-h"]) else 2)
    count, seed = map(int, words)
    chance = random.Random(seed)
    with open(DATA / "disputes.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for i in range(count):
        print(json.dumps(intake(rows[i % len(rows)], seed * 10**9 + i, chance),
                         ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
