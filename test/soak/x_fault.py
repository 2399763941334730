# SPDX-License-Identifier: Apache-2.0
"""The n-th allocation, send or receive fails, for one n after another; memory of yima itself and of
the library that speaks to PostgreSQL, connections of both kinds."""
import row
import trouble

import sweep

WHAT = ("the n-th call of the heap, of a connection of HTTP or of one to PostgreSQL fails, n = 1… "
        "until none is left")


def run(place, seconds, seed):
    bed = trouble.bed(place, seed)
    struck = rounds = 0
    for number in place.rounds(seconds):
        # The first time all of them; then those that others do not show as well.
        stride = 1 if number == 0 else bed.rng.randint(2, 9)
        struck += sweep.heap(bed, stride) + sweep.sockets(bed, stride)
        rounds += 1
    found = bed.finish()
    return row.of_ledger(WHAT, struck, bed.book, found, f"{rounds} sweeps; yima never died")
