# SPDX-License-Identifier: Apache-2.0
"""Databases to copy, so that each test need not make and fill its own.

    template.py YIMA SAMPLES DIR   make DIR/empty (migrated) and DIR/sample (reference data as well)

A test that finds such a DIR in YIMA_TEMPLATE begins with a copy of one of them; without the variable
it makes its database as everybody does. So does one whose clock is behind. Copies share the keys and
nothing else. What a test does to its server, kill -9 too, the operating system outlives: nothing needs
to reach the disk."""
import os
import pathlib
import subprocess
import sys

REFERENCE = ("regions-hangzhou", "bodies", "staff")
SETTINGS = """\
fsync = off
full_page_writes = off
wal_init_zero = off
shared_buffers = 64MB
"""


def _is_behind(environment):
    """Is a test's clock behind the one by which the templates were made?"""
    seconds = environment.get("YIMA_TEST_CLOCK_OFFSET_S", "0")
    if "YIMA_TEST_CLOCK_FILE" in environment:
        seconds = pathlib.Path(environment["YIMA_TEST_CLOCK_FILE"]).read_text(encoding="ascii")
    return int(seconds) < 0


def lay(data, kind, environment=None):
    """Begin the directory data as a copy of a template; False when there is none to copy for a program
    with this in its environment."""
    folder = os.environ.get("YIMA_TEMPLATE")
    if not folder or _is_behind(environment or {}):
        return False
    subprocess.run(["cp", "-a", os.path.join(folder, kind), data], check=True)
    return True


def make(yima, samples, folder):
    env = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    empty, sample = folder / "empty", folder / "sample"

    def run(*words):
        subprocess.run([yima, *words], env=env, stdin=subprocess.DEVNULL, check=True)
    run("migrate", "--data", str(empty))
    settings, owner = empty / "pg/local.conf", (empty / "pg").stat()
    settings.write_text(SETTINGS, encoding="ascii")
    settings.chmod(0o600)
    os.chown(settings, owner.st_uid, owner.st_gid)
    subprocess.run(["cp", "-a", str(empty), str(sample)], check=True)
    for name in REFERENCE:
        run("import", "--data", str(sample), "--quiet", f"{samples}/{name}.csv")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    make(sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]))
