# SPDX-License-Identifier: Apache-2.0
"""A yima and a PostgreSQL under the shim, and requests of which test/kill's ledger keeps account."""
import contextlib
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "kill"))

# pylint: disable=wrong-import-position
import kill      # noqa: E402
import ledger    # noqa: E402
import service   # noqa: E402
from page import Page  # noqa: E402
# pylint: enable=wrong-import-position

READS = ("/api/v1/disputes?limit=5", "/api/v1/disputes/{id}", "/api/v1/disputes/{id}/events",
         "/api/v1/disputes/{id}/explain", "/api/v1/disputes/{id}/commands",
         "/api/v1/disputes/{id}/code.svg", "/readyz", "/openapi.json")


class Bed:
    """inside: an existing folder, in which everything is made. options: of `yima serve`."""

    # pylint: disable-next=too-many-arguments
    def __init__(self, binary, samples, shim, seed, *, inside="/tmp", options=()):
        self.rng = random.Random(seed)
        self.page = Page(shim, pathlib.Path(inside) / "page")
        self.site = kill.Place(str(binary), pathlib.Path(samples), "nodes", nodes=1,
                               env=self.page.environment(), inside=inside)
        self.postgres = self.site.postgres
        self.postgres.stop()
        # PostgreSQL itself runs under the shim; what makes and stops it does too, and is not looked
        # at there.
        self.postgres.prefix += ["env", *(f"{k}={v}" for k, v in self.page.environment().items())]
        self.postgres.start()
        self.node = self.site.nodes[0]
        self.node.command += options
        self.book = ledger.Ledger(seed, self.site.prepare())
        self.started()
        self.burst()
        self.settle()
        assert self.book.open, "nothing could be asked before anything failed"

    def started(self):
        """The service has a new port."""
        self.page.set_port(self.node.port)
        self.node.wait_ready()

    def restart(self):
        if self.node.is_running():
            self.node.kill()
        self.node.start()
        self.started()

    # ---- What is asked while something fails ----

    def burst(self, commands=2):
        """A registration, its acceptance, some commands, one of each by itself and in a batch.
        What is not answered stays in doubt. Returns how many were acknowledged."""
        before = self._answered()
        asks = [self._open, *[lambda c: c.ask(self.book.command(self.rng))] * commands,
                lambda c: c.ask_together([self.book.intake(), self.book.command(self.rng)])]
        for ask in asks if self.book.open else asks[:1]:
            with contextlib.closing(ledger.Client(self.node, self.book.token)) as client:
                with contextlib.suppress(*ledger.LOST):
                    ask(client)
        return self._answered() - before

    def _open(self, client):
        intake = self.book.intake()
        if client.ask(intake):
            accept = self.book.acceptance(intake.dispute)
            if client.ask(accept):
                self.book.opened(intake.dispute)

    def _answered(self):
        return sum(r.answer is not None for r in self.book.requests)

    def read(self):
        """Pages that are read: each is whole, or an error that says so, or broken off."""
        for path in READS:
            with contextlib.closing(ledger.Client(self.node, self.book.token)) as client:
                with contextlib.suppress(*ledger.LOST):
                    status, body = self.get(client, path.format(id=self.book.open[0]))
                    assert status in (200, 500, 503), f"GET {path}: {status} {body[:300]!r}"
                    assert status == 200 or path == "/readyz" or b'"title"' in body, \
                        f"GET {path}: {status} says nothing: {body[:300]!r}"

    @staticmethod
    def get(client, path):
        client.connection.request("GET", path, headers=client.headers)
        reply = client.connection.getresponse()
        return reply.status, reply.read()

    # ---- What came of it ----

    def settle(self):
        """Nothing fails any more: every doubt is settled by its key. The disputes touched."""
        assert self.node.is_running(), f"yima died; see {self.node.log_path}"
        self.node.wait_ready()
        with contextlib.closing(ledger.Client(self.node, self.book.token)) as client:
            return self.book.settle([client])[2]

    def compare(self, disputes=None):
        with contextlib.closing(ledger.Client(self.node, self.book.token)) as client:
            return self.book.compare(client, disputes or self.book.disputes())

    def finish(self):
        """Every log is what was acknowledged, every chain is whole. What was lost and doubled."""
        return kill.finish(self.site, self.book)

    def discard(self):
        self.site.discard()


__all__ = ["Bed", "ledger", "service"]
