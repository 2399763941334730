# SPDX-License-Identifier: Apache-2.0
"""Attacks on the live program: one server, every module of this folder that is named below.

    attack.py [MODULE[.CLASS[.TEST]]...]"""
import importlib
import os
import sys
import unittest

# Whatever the program makes must be closed even where nothing is closed by default.
os.umask(0)

from world import World  # noqa: E402

MODULES = ("matrix", "strangers", "wire", "inject", "beyond", "counting", "files", "secrets_kept")


def main():
    names = sys.argv[1:] or MODULES
    for name in names:
        importlib.import_module(name.split(".")[0])
    try:
        World.open_world()
        suite = unittest.defaultTestLoader.loadTestsFromNames(names)
        result = unittest.TextTestRunner(verbosity=2).run(suite)
    finally:
        status = World.close_world()
    if status != 0:
        print(f"the server ended with {status}", file=sys.stderr)
    sys.exit(0 if result.wasSuccessful() and status == 0 else 1)


if __name__ == "__main__":
    main()
