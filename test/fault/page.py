# SPDX-License-Identifier: Apache-2.0
"""The page that the shim of this folder looks at: which call of which program fails next, and how.
Its layout is that of shim.h."""
import ctypes
import mmap
import os
import pathlib

MAGIC = 0x796d6661756c7431
YIMA, POSTGRES = 0, 1
DOORS = ("HEAP", "HTTP_OUT", "HTTP_IN", "PG_OUT", "PG_IN", "CALL_OUT", "CALL_IN", "DISK", "SYNC",
         "DESCRIPTOR")
SHORT = -1   # one byte is taken or given
END = 0      # of a reading: the peer has closed
ALWAYS = -1  # as a number of failures
UNDER_MAX = 512

# Whose calls of the heap may fail.
OWN = 1
LIBRARIES = {"libpq": 2, "libcjson": 4, "libuv": 8, "libmicrohttpd": 16, "libcurl": 32}


class _State(ctypes.Structure):
    _fields_ = [("first", ctypes.c_int64), ("fails", ctypes.c_int64), ("how", ctypes.c_int64),
                ("seen", ctypes.c_int64), ("fired", ctypes.c_int64),
                ("unused", ctypes.c_int64 * 3)]


class _Page(ctypes.Structure):
    _fields_ = [("magic", ctypes.c_int64), ("http_port", ctypes.c_int64),
                ("modules", ctypes.c_int64), ("whole", ctypes.c_int64),
                ("at", _State * 16 * 2), ("under", ctypes.c_char * UNDER_MAX)]


class Page:
    """One page in a file, and the environment in which a program looks at it."""

    def __init__(self, shim, path):
        self.shim = pathlib.Path(shim).resolve()
        assert self.shim.exists(), f"{self.shim} is missing: build the target fault_shim"
        self.path = path
        path.write_bytes(bytes(ctypes.sizeof(_Page)))
        os.chmod(path, 0o666)  # PostgreSQL may run as another user
        with open(path, "r+b") as file:
            self.bytes = mmap.mmap(file.fileno(), ctypes.sizeof(_Page))
        self.page = _Page.from_buffer(self.bytes)
        self.page.modules = OWN
        self.page.magic = MAGIC

    def environment(self):
        return {"LD_PRELOAD": str(self.shim), "YM_FAULT_PAGE": str(self.path)}

    def set_port(self, port):
        """Connections that came in here are those of HTTP."""
        self.page.http_port = port

    def arm(self, door, first, how, fails=1, role=YIMA, under="", modules=OWN, whole=False):
        """From now on the first-th call of this door fails, and fails - 1 after it."""
        state = self._state(door, role)
        state.first = 0
        state.seen = state.fired = 0
        state.fails = fails
        state.how = how
        self.page.modules = modules
        self.page.whole = whole
        self.page.under = str(under).encode()
        state.first = first

    def lift(self, door, role=YIMA):
        """It fails no more. Returns how many calls there were since, and how many failed."""
        state = self._state(door, role)
        state.first = 0
        return state.seen, state.fired

    def seen(self, door, role=YIMA):
        return self._state(door, role).seen

    def fired(self, door, role=YIMA):
        return self._state(door, role).fired

    def _state(self, door, role):
        return self.page.at[role][DOORS.index(door)]
