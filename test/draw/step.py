#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Drive a state chart with Qt's SCXML interpreter.

step.py FILE.scxml   reads lines from stdin: an event's name, or "restart". Answers each with the
names of the active states, sorted, on one line. Exits with 1 when the file is not good SCXML."""
import sys

from PySide2.QtCore import QCoreApplication
from PySide2.QtScxml import QScxmlStateMachine

app = QCoreApplication([])


def begin(path):
    machine = QScxmlStateMachine.fromFile(path)
    flaws = [e.toString() for e in machine.parseErrors()]
    if flaws:
        sys.exit("\n".join(flaws))
    machine.start()
    return machine


def settle():
    """Events are answered from Qt's own queue, of which one turn may fill the next."""
    for _ in range(8):
        app.processEvents()


chart = begin(sys.argv[1])
for line in sys.stdin:
    if line.strip() == "restart":
        chart.stop()
        chart = begin(sys.argv[1])
    else:
        chart.submitEvent(line.strip())
    settle()
    print(" ".join(sorted(chart.activeStateNames(True))), flush=True)
