# SPDX-License-Identifier: Apache-2.0
"""PostgreSQL's disk is full or fails, and so do its fsyncs; yima's own files have no room."""
import row
import trouble

import disk
import files

WHAT = ("ENOSPC, EDQUOT and EIO on tables, on the log and on everything, fsync that fails, no room "
        "for yima's log and exports")


def run(place, seconds, seed):
    bed = trouble.bed(place, seed)
    struck = 0
    for _ in place.rounds(seconds):
        for trouble_at_hand in disk.TROUBLES:
            disk.strike(bed, trouble_at_hand)
            struck += 1
        struck += files.run(bed)
    found = bed.finish()
    return row.of_ledger(WHAT, struck, bed.book, found,
                         "each time 503, and on by itself when there was room again")
