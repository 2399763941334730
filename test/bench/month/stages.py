#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Print which rule of a shipped procedure leads to which stage, for the bare statements: lines
"rule stage settled" (stage as enum ym_stage counts).  stages.py FILE.json"""
import json
import pathlib
import sys

STAGES = ["none", "intake", "first", "second", "court_pre", "court_filed", "agreed", "failed_open",
          "failed_trial", "not_accepted", "redirected", "withdrawn", "closed"]

procedure = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
states = {state["name"]: state for state in procedure["states"]}
for rule in procedure["rules"]:
    for state in (states[to] for to in rule.get("to", [])):
        if state["track"] == "main":
            print(rule["id"], STAGES.index(state["stage"]), int(state["phase"] == "settled"))
