# SPDX-License-Identifier: Apache-2.0
"""Worlds that can be repeated: several programs on a store in memory, with a virtual clock."""
import os
import re
import subprocess
import sys
import time

import row

WHAT = ("simulated worlds: calls and answers lost, requests doubled, nodes that die, clocks that "
        "step; fold compared with state after each")
SEEDS = 5000  # of one run of the program
HANG_S = 1200


def counts(text):
    """What the program says it did, by its words."""
    return {what.strip(): int(n) for n, what in re.findall(r"^ +(\d+) (.+)$", text, re.MULTILINE)}


def worlds(place, first):
    program = place.build / "test" / "sim" / "t_sim"
    assert program.exists(), f"{program} is not built: YIMA is to be the program in its build folder"
    env = {**os.environ, "YM_SIM_SEED": str(first), "YM_SIM_SEEDS": str(SEEDS),
           "YM_PROCEDURES": str(place.samples.parents[1] / "engine" / "procedures")}
    done = subprocess.run([program], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env=env, check=False, timeout=HANG_S, text=True)
    assert done.returncode == 0, f"from seed {first}: {done.stdout[-1000:]}"
    return counts(done.stdout)


def run(place, seconds, seed):
    """The program ends at the first world in which anything is lost or doubled, and the experiment
    breaks off with it."""
    done = {}
    tried = 0
    began = time.monotonic()
    for _ in place.rounds(seconds):
        for what, n in worlds(place, seed * SEEDS + tried).items():
            done[what] = done.get(what, 0) + n
        tried += SEEDS
    print(f"  {tried} worlds, {time.monotonic() - began:.0f} s: {done}", file=sys.stderr)
    return row.Row(WHAT, tried, done["events stored"], done["clients who were not told"],
                   0, 0, f"{done['nodes that died']:,} deaths, "
                   f"{done['answers lost on their way']:,} answers lost")
