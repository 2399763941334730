# SPDX-License-Identifier: Apache-2.0
"""What test/fault offers to experiments: a yima and a PostgreSQL whose calls fail on demand."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "fault"))

import bed as beds  # noqa: E402  pylint: disable=wrong-import-position


def bed(place, seed):
    """It ends with the place."""
    made = beds.Bed(place.binary, place.samples, place.build / "test" / "fault" / "fault_shim.so",
                    seed, inside=place.folder)
    place.at_end(made.discard)
    return made
