# SPDX-License-Identifier: Apache-2.0
"""One yima with its private PostgreSQL; either is killed, or both in one instant."""
import random

import row
from place import kill, ledger

WHAT = "`kill -9` of yima, of its private PostgreSQL, of one backend, of both at once, under load"


def run(place, seconds, seed):
    site = place.site("yima")
    rng = random.Random(seed)
    book = ledger.Ledger(seed, site.prepare())
    struck = 0
    for number in place.rounds(seconds):
        strike = rng.choice((kill.kill_yima, kill.kill_postgres))
        kill.one_round(site, book, strike, rng, number)
        struck += 1
    found = kill.finish(site, book)
    return row.of_ledger(WHAT, struck, book, found, "every chain whole (`yima verify`)")
