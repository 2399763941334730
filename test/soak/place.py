# SPDX-License-Identifier: Apache-2.0
"""Where an experiment happens: the program, the sample data, a folder of its own, and what
test/kill offers. Whatever was set up here is ended with it."""
import pathlib
import shutil
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "kill"), str(HERE.parent / "stress")]

# pylint: disable=wrong-import-position
import kill      # noqa: E402  # Load, Place, one_round(), finish(), the ways to strike
import ledger    # noqa: E402  # Client, Ledger: what was acknowledged, and whether it is there
import pair      # noqa: E402  # a primary with its synchronous standby
import service   # noqa: E402  # Yima, Postgres, process ids
# pylint: enable=wrong-import-position

__all__ = ["Place", "kill", "ledger", "pair", "service"]


class Place:
    """One experiment's. Its folder goes when it went well and stays when it did not."""

    def __init__(self, binary, samples):
        self.binary = str(pathlib.Path(binary).resolve())
        self.samples = pathlib.Path(samples).resolve()
        self.build = pathlib.Path(self.binary).parent  # where the test programs were built
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="yima-soak-", dir="/tmp"))
        self.folder.chmod(0o755)  # PostgreSQL may run as another user
        self.endings = []         # called last to first

    def site(self, mode, **how):
        """What is to be struck, as test/kill sets it up: modes, nodes and env are kill.Place's.
        prepare() starts it and returns a token."""
        made = kill.Place(self.binary, self.samples, mode, inside=self.folder, **how)
        self.endings.append(made.discard)
        return made

    def at_end(self, ending):
        """Call this, too, when the experiment is over, however it went."""
        self.endings.append(ending)

    @staticmethod
    def rounds(seconds, at_least=1):
        """0, 1, 2 … until the time is over."""
        until = time.monotonic() + seconds
        number = 0
        while number < at_least or time.monotonic() < until:
            yield number
            number += 1

    @staticmethod
    def say(text):
        """Progress; the table alone goes to standard output."""
        print(f"  {text}", file=sys.stderr, flush=True)

    def close(self, keep):
        """Ends what still runs. keep: leave databases and logs for whoever looks into them."""
        while self.endings:
            ending = self.endings.pop()
            try:
                ending()
            except Exception as error:  # pylint: disable=broad-except  # the others must end, too
                self.say(f"while ending: {error!r}")
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
