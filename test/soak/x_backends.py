# SPDX-License-Identifier: Apache-2.0
"""Backends are ended at random."""
import random

import row
from place import kill, ledger

import backends  # of test/stress

WHAT = "backends of two nodes ended at random (`pg_terminate_backend`) under load"


def run(place, seconds, seed):
    site = place.site("nodes", nodes=2)
    rng = random.Random(seed)
    book = ledger.Ledger(seed, site.prepare())
    ended = backends.run(site, book, rng, place.rounds(seconds))
    found = kill.finish(site, book)
    return row.of_ledger(WHAT, ended, book, found, "every chain whole (`yima verify`)")
