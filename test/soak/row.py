# SPDX-License-Identifier: Apache-2.0
"""What came of one experiment, and how it is printed."""
import dataclasses


@dataclasses.dataclass
class Row:
    """Lost and doubled are counted, never asserted away: the table must be able to say them."""
    what: str          # what was done to the system
    times: int         # how often
    acknowledged: int  # requests that were answered with "done", at last
    in_doubt: int      # those among them whose first answer never came; settled by their key
    lost: int          # acknowledged, and not there afterwards
    doubled: int       # there more than once, or never asked for
    also: str          # the one figure that matters besides

    def is_clean(self):
        return self.lost == 0 and self.doubled == 0


HEAD = ("What was done", "Times", "Acknowledged", "In doubt, settled by key", "Lost", "Doubled",
        "Also")


def of_ledger(what, times, book, found, also=""):
    """The row of an experiment that kept test/kill's ledger. found: what Ledger.compare() or
    kill.finish() returned."""
    lost, doubled = found
    return Row(what, times, book.settled, book.doubts, len(lost), len(doubled), also)


def _line(cells):
    return "| " + " | ".join(cells) + " |"


def line(row):
    """One row of the table."""
    numbers = (row.times, row.acknowledged, row.in_doubt, row.lost, row.doubled)
    return _line((row.what, *(f"{n:,}" for n in numbers), row.also.replace("|", "/")))


def table(rows):
    """In markdown, as test/soak/README.md has it."""
    return "\n".join([_line(HEAD), "|---|--:|--:|--:|--:|--:|---|", *map(line, rows)])
