# SPDX-License-Identifier: Apache-2.0
"""Two yima on a primary with a synchronous standby; the primary is taken away."""
import random

import row
from place import kill, ledger

WHAT = ("primary of a synchronous pair killed, frozen, or frozen and awake again, under load; the "
        "standby is promoted")


def run(place, seconds, seed):
    site = place.site("failover", nodes=2)
    rng = random.Random(seed)
    book = ledger.Ledger(seed, site.prepare())
    struck = 0
    for number in place.rounds(seconds):
        kill.one_round(site, book, kill.lose_primary, rng, number)
        struck += 1
    found = kill.finish(site, book)
    return row.of_ledger(WHAT, struck, book, found, "every chain whole (`yima verify`)")
