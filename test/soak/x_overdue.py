# SPDX-License-Identifier: Apache-2.0
"""A backlog of deadlines at the start of the program."""
import row
from place import ledger

import overdue  # of test/stress

WHAT = "started 30 days late with a backlog of deadlines that had passed, `kill -9` half-way"
MOST = 100000


def run(place, seconds, seed):
    site = place.site("nodes", nodes=1)
    book = ledger.Ledger(seed, site.prepare())
    count = min(MOST, int(seconds * MOST / 100))

    def leap():
        site.nodes[0].env["YIMA_TEST_CLOCK_OFFSET_S"] = str(overdue.AWAY_S)

    outcome = overdue.run(site, book, seed, count, max(10, seconds / 5), leap)
    site.close()
    site.yima("verify")
    return row.Row(WHAT, count, book.settled, book.doubts, outcome.lost, outcome.doubled,
                   outcome.text())
