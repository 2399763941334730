#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Everything that is done to the system to break it, one after another, and one table of what came
of it.

    soak.py YIMA SAMPLES [--minutes M] [--only NAME…] [--seed N]

YIMA is the program in its build folder, SAMPLES the folder with bodies.csv and staff.csv. The
minutes (20) are shared among the experiments, the files x_<name>.py beside this one; each may take
somewhat longer to settle and to prove what came of it. Progress and the seed go to standard error,
the table to standard output. Exit status 0 when nothing was lost or doubled and no experiment broke
off; the databases and logs of one that did stay in /tmp."""
import argparse
import contextlib
import importlib.util
import os
import pathlib
import sys
import time
import traceback

import row
from place import Place

HERE = pathlib.Path(__file__).resolve().parent
SEED_MAX = 1000000


def experiments():
    """Name and path of each, in order."""
    return {path.stem[len("x_"):]: path for path in sorted(HERE.glob("x_*.py"))}


def load(name, path):
    spec = importlib.util.spec_from_file_location(f"x_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def broken(what, error):
    """An experiment that broke off proves nothing; its row says so."""
    said = " ".join(str(error).split())[:200]
    return row.Row(what, 0, 0, 0, 0, 0, f"**broke off**: {type(error).__name__}: {said}")


def one(name, module, options, seconds):
    """Run it. Returns its row and whether all of it was well."""
    place = Place(options.yima, options.samples)
    print(f"{name}: {module.WHAT} ({seconds:.0f} s)", file=sys.stderr, flush=True)
    began = time.monotonic()
    is_well = False
    try:
        with contextlib.redirect_stdout(sys.stderr):  # the table alone goes to standard output
            made = module.run(place, seconds, options.seed)
        is_well = made.is_clean()
    except Exception as error:  # pylint: disable=broad-except  # the others are still to be tried
        traceback.print_exc()
        made = broken(module.WHAT, error)
    finally:
        # An interrupt, too, must leave no server behind.
        place.close(keep=not is_well)
    place.say(row.line(made))
    place.say(f"{'well' if is_well else f'NOT WELL, see {place.folder}'} after "
              f"{time.monotonic() - began:.0f} s")
    return made, is_well


def arguments(names):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("yima")
    parser.add_argument("samples")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="NAME",
                        help=f"some of: {' '.join(names)}")
    parser.add_argument("--seed", type=int, default=time.time_ns() % SEED_MAX)
    return parser.parse_args()


def main():
    found = experiments()
    options = arguments(list(found))
    chosen = [(name, load(name, found[name])) for name in found if name in options.only]
    print(f"--seed {options.seed}", file=sys.stderr, flush=True)
    os.umask(0o022)  # PostgreSQL may run as another user and must reach its folder
    seconds = options.minutes * 60 / len(chosen)
    done = []
    try:
        for name, module in chosen:
            done.append(one(name, module, options, seconds))
    except KeyboardInterrupt:
        print("interrupted: the table says what was done before", file=sys.stderr, flush=True)
    print(row.table([made for made, _ in done]))
    return 0 if len(done) == len(chosen) and all(is_well for _, is_well in done) else 1


if __name__ == "__main__":
    sys.exit(main())
