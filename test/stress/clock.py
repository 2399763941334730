# SPDX-License-Identifier: Apache-2.0
"""The clocks of two programs are set, back and forward, each for itself, under load.

Nothing that was promised may depend on a clock that grows: ids stay unique and ascend, the events
of a dispute never go back in time, no deadline passes early (one that did would be an event that
nobody asked for)."""
import time

import bed
import ledger

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # of yima/number.h
BACK_MAX_S = 3600
ON_S = 60          # behind each round the clocks are right, and so much later: beyond every lease
NODE_BITS = (17, 31)  # shift and mask of the node's number in an id (yima/id.h)


def id_of(dispute):
    """The id within a dispute's number."""
    value = 0
    for char in dispute.replace("-", "")[:13]:
        value = value * 32 + ALPHABET.index(char)
    return value


class Clocks:
    """A file for each node, which its clock follows."""

    def __init__(self, site, nodes):
        self.folder = site.folder
        self.latest = 0  # the furthest ahead that any was
        self.names = [f"clock{i}" for i in range(nodes)]
        for name in self.names:
            bed.clock_file(self.folder, name)
        self.set_to = [0] * nodes

    def env(self, i):
        return {"YIMA_TEST_CLOCK_FILE": str(self.folder / self.names[i])}

    def set(self, i, ahead_s):
        self.set_to[i] = ahead_s
        self.latest = max(self.latest, ahead_s)
        bed.clock_file(self.folder, self.names[i], ahead_s)

    def set_right(self):
        """All alike, and later than any of them ever was."""
        right = self.latest + ON_S
        for i in range(len(self.names)):
            self.set(i, right)


class Registrar:
    """Registers one dispute after another with one node, to see the order of its ids."""

    def __init__(self, book, node):
        self.book = book
        self.node = node
        self.made = []

    def register(self):
        """One more; None while the node cannot make ids."""
        client = ledger.Client(self.node, self.book.token)
        intake = self.book.intake()
        try:
            if client.ask(intake):
                self.made.append(id_of(intake.dispute))
        except ledger.LOST:
            pass
        client.close()

    def disorder(self):
        """How many ids are not above the one before that has the same node number."""
        last, wrong = {}, 0
        shift, mask = NODE_BITS
        for made in self.made:
            number = made >> shift & mask
            wrong += made <= last.get(number, 0)
            last[number] = made
        return wrong


def step(clocks, rng, i):
    """Set one clock. As often back as forward, from a blink to an hour."""
    span = int(rng.choice((1, 5, 30, 600, BACK_MAX_S)) * rng.uniform(0.5, 1)) or 1
    if rng.random() < 0.5:
        clocks.set(i, clocks.set_to[i] - span)
    else:
        clocks.set(i, min(clocks.set_to[i] + span, clocks.latest + ON_S))


def backwards(site):
    """Events that lie before the one before."""
    return bed.number(site, """
        select count(*) from event e
        join event f on f.bucket = e.bucket and f.dispute_id = e.dispute_id and f.seq = e.seq + 1
        where f.at < e.at""")


class Outcome:
    def __init__(self):
        self.steps = 0
        self.ids = 0
        self.disorder = 0  # ids that do not ascend
        self.backwards = 0  # events that go back

    def text(self):
        return (f"{self.ids:,} ids ascend within their node but for {self.disorder}; "
                f"{self.backwards} events go back in time")


def run(site, clocks, book, load, rng, seconds):  # pylint: disable=too-many-arguments
    """load(): begin one, to be stopped. Rounds of some steps; behind each the clocks are right."""
    outcome = Outcome()
    registrars = [Registrar(book, node) for node in site.nodes]
    end = time.monotonic() + seconds
    while outcome.steps == 0 or time.monotonic() < end:
        going = load()
        try:
            for _ in range(rng.randint(2, 5)):
                step(clocks, rng, rng.randrange(len(site.nodes)))
                outcome.steps += 1
                time.sleep(rng.uniform(0.15, 0.4))  # the file is looked at every 10 ms
                for registrar in registrars:
                    registrar.register()
        finally:
            going.stop()
        clocks.set_right()
        time.sleep(0.2)
        clients = site.clients(book.token)
        book.settle(clients)
        for client in clients:
            client.close()
    outcome.ids = sum(len(r.made) for r in registrars)
    outcome.disorder = sum(r.disorder() for r in registrars)
    outcome.backwards = backwards(site)
    return outcome
