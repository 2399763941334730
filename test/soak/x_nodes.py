# SPDX-License-Identifier: Apache-2.0
"""Three yima on one PostgreSQL; one of them, all of them, or the server is killed."""
import random

import row
from place import kill, ledger

WHAT = "three nodes race on the same disputes and keys; `kill -9` of one, of all, of PostgreSQL"


def run(place, seconds, seed):
    site = place.site("nodes", nodes=3)
    rng = random.Random(seed)
    book = ledger.Ledger(seed, site.prepare())
    struck = 0
    for number in place.rounds(seconds):
        kill.one_round(site, book, kill.kill_node, rng, number)
        struck += 1
    found = kill.finish(site, book)
    return row.of_ledger(WHAT, struck, book, found, "every chain whole (`yima verify`)")
