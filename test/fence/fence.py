#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Break each fence between the rooms on purpose and see it hold.

    fence.py SOURCE-DIR COMPILER

A scratch project takes the tree's own .cmake/, engine/CMakeLists.txt and pure.h, one engine source
and one adapter. Each case changes one thing in it, and must fail at its step with its message; each
control must pass, so that a case cannot "hold" because the scratch project is broken.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

TOP = """\
cmake_minimum_required(VERSION 3.25)
project(fence VERSION 0.0.0 LANGUAGES C ASM)
list(APPEND CMAKE_MODULE_PATH "${CMAKE_SOURCE_DIR}/.cmake")
include(GNUInstallDirs)
include(Options)
include(Layer)
include(Test)
ym_foreign(uv libuv)
ym_foreign(pq libpq)
ym_foreign(cjson libcjson)
ym_foreign(qrencode libqrencode)
ym_foreign(cmocka cmocka)
enable_testing()
add_subdirectory(engine)
include(${CMAKE_SOURCE_DIR}/rooms.cmake)
ym_check_layers()
"""

# The controls: the smallest lawful engine, adapter and test.
ENGINE = '#include "yima/probe.h"\nint ym_probe(void)\n{\n    return 0;\n}\n'
ENGINE_HEADER = "int ym_probe(void);\n"
ADAPTER = '#include "yima/probe.h"\nint ym_room(void);\nint ym_room(void)\n{\n    return ym_probe();\n}\n'
ROOMS = """\
ym_layer(ym_app MAY ym_engine SOURCES ${CMAKE_SOURCE_DIR}/app.c)
ym_layer(ym_pg MAY ym_engine USES ym::pq SOURCES ${CMAKE_SOURCE_DIR}/room.c)
ym_layer(ym_http MAY ym_engine USES ym::uv SOURCES ${CMAKE_SOURCE_DIR}/room.c)
ym_layer(ym_room MAY ym_engine SOURCES ${CMAKE_SOURCE_DIR}/room.c)
"""
TEST_SOURCE = "int main(void)\n{\n    return 0;\n}\n"


class Scratch:
    """The scratch project: written anew for each case, configured once and then again in place."""

    def __init__(self, tree, compiler, folder):
        self.dir = pathlib.Path(folder)
        self.build = self.dir / "build"
        self.compiler = compiler
        shutil.copytree(tree / ".cmake", self.dir / ".cmake")
        (self.dir / "engine/src").mkdir(parents=True)
        (self.dir / "engine/include/yima").mkdir(parents=True)
        (self.dir / "include").mkdir()
        for name in ("CMakeLists.txt", "yima.pc.in"):
            shutil.copy(tree / "engine" / name, self.dir / "engine")
        shutil.copy(tree / "engine/src/pure.h", self.dir / "engine/src")
        (self.dir / "CMakeLists.txt").write_text(TOP)
        (self.dir / "t_probe.c").write_text(TEST_SOURCE)

    def write(self, engine=ENGINE, header=ENGINE_HEADER, room=ADAPTER, rooms=ROOMS):
        """A file that stays as it is keeps its time: nothing is configured or built again for it."""
        for name, text in {"engine/src/probe.c": engine, "engine/include/yima/probe.h": header,
                           "app.c": ADAPTER.replace("ym_room", "ym_use"), "room.c": room,
                           "rooms.cmake": rooms}.items():
            if not (self.dir / name).exists() or (self.dir / name).read_text() != text:
                (self.dir / name).write_text(text)

    def configure(self):
        return run("cmake", "-G", "Ninja", "-S", self.dir, "-B", self.build,
                   f"-DCMAKE_C_COMPILER={self.compiler}", "-DYM_WERROR=ON")

    def make(self, target):
        return run("cmake", "--build", self.build, "--target", target)

    def archive(self, target):
        return next(self.build.rglob(f"lib{target}.a"), None)


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


class Tally:
    """Counts verdicts and shows those that are wrong."""

    def __init__(self):
        self.wrong = 0

    def verdict(self, name, ok, output):
        print(("ok   " if ok else "LEAK ") + name)
        if not ok:
            self.wrong += 1
            print(output)


def passes(tally, name, step):
    status, output = step
    tally.verdict(name, status == 0, output)


def refuses(tally, name, step, words):
    """The step fails, and for the reason that was meant. A line break may fall between words."""
    status, output = step
    told = " ".join(output.split())
    tally.verdict(name, status != 0 and any(w in told for w in words), output)


def poison(tally, scratch):
    """Fence 1: the engine cannot even include the world's doors."""
    headers = ["time.h", "stdio.h", "stdlib.h", "errno.h", "uv.h", "libpq-fe.h", "cjson/cJSON.h",
               "qrencode.h", "sys/socket.h", "unistd.h", "fcntl.h"]
    if not pathlib.Path("/usr/include/libpq-fe.h").exists():
        headers[headers.index("libpq-fe.h")] = "postgresql/libpq-fe.h"
    lines = {f"includes <{h}>": (f"#include <{h}>\n", "") for h in headers}
    lines["calls malloc"] = ("", "    (void)malloc(1);\n")
    lines["calls snprintf"] = ("", '    (void)snprintf(0, 0, "");\n')
    lines["reads the clock"] = ("", "    (void)time(0);\n")
    scratch.write()
    passes(tally, "poison: control builds", scratch.make("ym_engine"))
    for what, (top, call) in lines.items():
        scratch.write(engine=top + ENGINE.replace("    return", call + "    return"))
        refuses(tally, f"poison: engine {what}", scratch.make("ym_engine"), ["poisoned"])
    # The same lines are lawful elsewhere: it is the fence that refuses, not the machine.
    for header in ("time.h", "stdio.h", "errno.h"):
        scratch.write(room=f"#include <{header}>\n" + ADAPTER)
        passes(tally, f"poison: an adapter may include <{header}>", scratch.make("ym_room"))


def links(tally, scratch):
    """Fence 2: configure refuses what a layer did not declare, or may not declare."""
    room = "ym_layer(ym_room MAY ym_engine SOURCES ${CMAKE_SOURCE_DIR}/room.c)\n"
    cases = {
        "a layer links a layer outside MAY":
            (ROOMS + "target_link_libraries(ym_app PRIVATE ym_pg)\n", "ym_app may not link ym_pg"),
        "a layer links a foreign library outside USES":
            (ROOMS + "target_link_libraries(ym_room PRIVATE ym::pq)\n",
             "ym_room may not link ym::pq"),
        "the engine links an adapter":
            (ROOMS + "target_link_libraries(ym_engine PRIVATE ym_room)\n",
             "ym_engine may not link ym_room"),
        "the engine links a foreign library":
            (ROOMS + "target_link_libraries(ym_engine PRIVATE ym::uv)\n",
             "ym_engine may not link ym::uv"),
        "a plain -l flag":
            (ROOMS + "target_link_libraries(ym_app PRIVATE -lpq)\n", "ym_app may not link -lpq"),
        "app declares a foreign library":
            (ROOMS.replace("ym_app MAY ym_engine", "ym_app MAY ym_engine USES ym::pq"),
             "ym_app may not link ym::pq"),
        "a foreign library in MAY":
            (ROOMS.replace(room, room.replace("MAY ym_engine", "MAY ym_engine ym::pq")),
             "which is no layer"),
        "a layer in USES":
            (ROOMS.replace(room, room.replace("MAY ym_engine", "MAY ym_engine USES ym_pg")),
             "which is no foreign library"),
        "a foreign library passed on to others":
            (ROOMS + "target_link_libraries(ym_pg PUBLIC ym::pq)\n",
             "ym_pg may not pass on ym::pq"),
        "another room's headers by path":
            (ROOMS + "target_include_directories(ym_app PRIVATE /usr/include/postgresql)\n",
             "ym_app may not include from /usr/include/postgresql"),
        "a word that ym_layer does not know":
            (ROOMS.replace("ym_room MAY", "ym_room CAN ym_pg MAY"), "what is"),
    }
    tests = {
        "a unit test links ym_pg":
            "ym_test(t_probe LABEL unit LINKS ym_pg SOURCES ${CMAKE_SOURCE_DIR}/t_probe.c)\n",
        "a rule test links ym_http":
            "ym_test(t_probe LABEL rule LINKS ym_http SOURCES ${CMAKE_SOURCE_DIR}/t_probe.c)\n",
        "a story test reaches ym_pg through another layer":
            "ym_layer(ym_cli MAY ym_pg SOURCES ${CMAKE_SOURCE_DIR}/room.c)\n"
            "ym_test(t_probe LABEL story LINKS ym_cli SOURCES ${CMAKE_SOURCE_DIR}/t_probe.c)\n",
        "a unit test links ym_pg late":
            "ym_test(t_probe LABEL unit LINKS ym_app SOURCES ${CMAKE_SOURCE_DIR}/t_probe.c)\n"
            "target_link_libraries(t_probe PRIVATE ym_pg)\n",
    }
    for what, text in tests.items():
        cases[what] = (ROOMS + text, "the light test t_probe may not link")
    lawful = "ym_test(t_probe LABEL {} LINKS {} SOURCES ${{CMAKE_SOURCE_DIR}}/t_probe.c)\n"
    for label, link in (("unit", "ym_app"), ("pg", "ym_pg"), ("story pg", "ym_pg")):
        scratch.write(rooms=ROOMS + lawful.format(label, link))
        passes(tally, f"links: control, a {label} test links {link}", scratch.configure())
    for what, (rooms, words) in cases.items():
        scratch.write(rooms=rooms)
        refuses(tally, f"links: {what}", scratch.configure(), [words])
    scratch.write()
    passes(tally, "links: control configures again", scratch.configure())


def calling(source, name, weak=False):
    """source, calling a function that it declares by itself: no header needed."""
    attribute = "__attribute__((weak)) " if weak else ""
    return f"int {name}(void);\n" + source.replace(
        "{\n    return", f"{{\n    if ({name}() != 0)\n        return 1;\n    return").replace(
        f"int {name}(void);", f"{attribute}int {name}(void);", 1)


def symbols(tally, scratch):
    """Fence 3: the finished archive names nothing foreign, or it is removed."""
    scratch.write()
    passes(tally, "symbols: control builds", scratch.make("all"))
    for name in ("cJSON_Parse", "QRcode_encodeString", "uv_now", "PQconnectdb", "MHD_run",
                 "sodium_init", "pango_layout_new", "curl_easy_init"):
        scratch.write(room=calling(ADAPTER, name))
        held(tally, scratch, "ym_room", f"an adapter calls {name}", f"ym_room names {name}")
    scratch.write(room=calling(ADAPTER, "PQconnectdb", weak=True))
    held(tally, scratch, "ym_room", "an adapter calls PQconnectdb weakly", "names PQconnectdb")
    for name in ("qsort", "clock", "getpid", "cJSON_Parse"):
        scratch.write(engine=calling(ENGINE, name))
        held(tally, scratch, "ym_engine", f"the engine calls {name}", f"{name}, which")
    scratch.write(engine=ENGINE.replace("ym_probe(void)\n", "ym_probe(const char *a)\n").replace(
        "return 0", 'return strcmp(a, "b")'), header="int ym_probe(const char *a);\n")
    passes(tally, "symbols: the engine may call strcmp", scratch.make("ym_engine"))
    scratch.write(rooms=ROOMS.replace("ym_room MAY ym_engine", "ym_room MAY ym_engine USES ym::pq"),
                  room=calling(ADAPTER, "PQconnectdb"))
    scratch.configure()
    passes(tally, "symbols: a layer that USES ym::pq may call PQconnectdb", scratch.make("ym_room"))


def held(tally, scratch, target, what, words):
    """The build fails with words, and leaves no archive that a later link could take."""
    refuses(tally, f"symbols: {what}", scratch.make(target), [words])
    tally.verdict(f"symbols: {what}: archive removed", scratch.archive(target) is None, "")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="yima-fence-") as folder:
        scratch = Scratch(pathlib.Path(sys.argv[1]), sys.argv[2], folder)
        scratch.write()
        passes(tally, "control configures", scratch.configure())
        poison(tally, scratch)
        if sys.argv[2] == "gcc":  # what configure refuses it refuses before any compiler is asked
            links(tally, scratch)
        symbols(tally, scratch)
    if tally.wrong:
        sys.exit(f"{tally.wrong} fences leak or controls fail")


if __name__ == "__main__":
    main()
