#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The rules of the house that a program can check.

    lint.py ROOT        check a tree; prints file:line: rule: what, and exits 1 on a finding

Each rule is a function from a tree to findings, registered under its name. lint_test.py holds a
failing sample for every one of them.
"""
import collections
import functools
import os
import pathlib
import re
import subprocess
import sys

import ctext

FUNCTION_LINES_MAX = 60
FUNCTION_PARAMETERS_MAX = 6
FUNCTION_COMPLEXITY_MAX = 15
FILE_LINES_MAX = 500
LINE_COLUMNS_MAX = 100

TOP_LEVEL = {"engine", "adapters", "migrations", "test", "examples", "CMakeLists.txt", "README.md",
             "CMakePresets.json", "LICENSE"}
NOT_OURS = {".git", "build", "yima-data", "yima-quickstart", "node_modules", "__pycache__", ".cache"}
COMMENTED = {".c", ".h", ".S", ".cmake", ".sql", ".sh", ".py", ".ts", ".tsx", ".js", ".mjs", ".css",
             ".html", ".yml", ".yaml"}
FOREIGN_TYPES = "PGconn PGresult uv_loop_t uv_handle_t cJSON QRcode MHD_Daemon MHD_Connection cairo_t"
BANNED = ("strcpy strcat sprintf vsprintf gets atoi atol atoll strtok system popen alloca setjmp "
          "longjmp tmpnam mktemp rand")

Finding = collections.namedtuple("Finding", "path line rule text")
RULES = {}


def rule(function):
    """Register a rule under its name, underscores as hyphens."""
    name = function.__name__.replace("_", "-")

    def run(tree):
        return [Finding(path, line, name, text) for path, line, text in function(tree)
                if not tree.allows(path, line, name)]
    RULES[name] = run
    return run


class Tree:
    """The files of a checkout that are ours, by path relative to its root."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.files = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(f for f in folders if f not in NOT_OURS)
            here = pathlib.Path(folder).relative_to(self.root)
            self.files += [str(here / name) for name in sorted(set(names) - NOT_OURS)]

    @functools.lru_cache(maxsize=None)
    def text(self, path):
        """The file's text, or None when it is not text."""
        data = (self.root / path).read_bytes()
        if b"\0" in data:
            return None
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return None

    def allows(self, path, line, name):
        """A comment "lint-allow: RULE: why" up to four lines above excuses one finding; at the head of
        a file, one that concerns the file. It needs a reason of three words."""
        text = self.text(path) if path in self.files else None
        near = (text or "").split("\n")[max(0, line - 5):max(line, 8 if line == 1 else 0)]
        return any(re.search(rf"lint-allow: {name}: \S+ \S+ \S+", x) for x in near)

    def texts(self, *suffixes, under=""):
        for path in self.files:
            if path.startswith(under) and (not suffixes or path.endswith(suffixes)):
                text = self.text(path)
                if text is not None:
                    yield path, text

    def c(self, under=""):
        return self.texts(".c", ".h", under=under)

    def shipped_c(self):
        return [found for room in ("engine/", "adapters/") for found in self.c(room)]

    def include_dirs(self):
        dirs = {p[:p.index("include/") + 7] for p in self.files
                if re.match(r"(engine|adapters/\w+)/include/", p)}
        return sorted(str(self.root / d) for d in dirs)


def lines(text):
    return enumerate(text.split("\n"), 1)


def is_data(path):
    """Samples that a test compares byte by byte, and lists that other programs write."""
    return path.endswith((".csv", ".jsonl", ".golden", ".svg", ".lock")) or "/corpus/" in path \
        or path == "LICENSE" or path.endswith("package-lock.json")


@rule
def top_level(tree):
    """Nothing but the rooms, and what tools demand there."""
    for name in sorted({p.split("/")[0] for p in tree.files}):
        if name not in TOP_LEVEL and not name.startswith("."):
            yield name, 1, "does not belong at the top level: the rooms are listed in lint.py"


# Times that no law, court or office sets: of machines, of formats, and what a screen shows.
TECHNICAL_TIMES = {"TAIL_DAYS", "YM_PG_EPOCH_DAYS", "PG_KEEP_KEYS_DAYS", "PG_KEEP_FEED_DAYS",
                   "PG_KEEP_TOKENS_DAYS", "YM_SPAN_DAYS", "APP_BOARD_DAYS",
                   "APP_CREDIT_AHEAD_DAYS"}


@rule
def office_numbers(tree):
    """A time that an office may change is dated data with a source: engine/office, never a #define."""
    for path, text in tree.shipped_c():
        for n, line in lines(text):
            found = re.match(r"\s*#\s*define\s+(\w*_(?:DAYS|MONTHS|YEARS|WORKDAYS))\b", line)
            if found and found[1] not in TECHNICAL_TIMES:
                yield path, n, f"{found[1]}: a time of the law or the office is a row of engine/office"


@rule
def spdx(tree):
    """Every file says its licence first, below a #! line at most."""
    for path, text in tree.texts():
        head = text.split("\n", 2)
        shebang = head[0].startswith("#!")
        suffix = pathlib.Path(path).suffix
        dotfile = "/" not in path and path.startswith(".")
        if not (shebang or dotfile or suffix in COMMENTED or path.endswith("CMakeLists.txt")):
            continue
        if is_data(path):
            continue
        first = head[1] if shebang and len(head) > 1 else head[0]
        if "SPDX-License-Identifier: Apache-2.0" not in first:
            yield path, 1, "begins without SPDX-License-Identifier: Apache-2.0"


@rule
def whitespace(tree):
    """No tabs, no trailing blanks, no carriage returns, one newline at the end."""
    for path, text in tree.texts():
        if is_data(path):
            continue
        for n, line in lines(text):
            if "\t" in line:
                yield path, n, "holds a tab"
            if line != line.rstrip():
                yield path, n, "ends in white space"
        if text and (not text.endswith("\n") or text.endswith("\n\n")):
            yield path, text.count("\n") + 1, "must end in exactly one newline"


@rule
def columns(tree):
    """clang-format cannot break a long literal or comment; lines stay readable all the same. The rows
    of tables that are kept out of its hands, and of X-lists, may be wider."""
    for path, text in tree.c():
        formatted = True
        row = False
        for n, line in lines(text):
            formatted = (formatted or "clang-format on" in line) and "clang-format off" not in line
            row = row or line.lstrip().startswith("#define")
            table = row or not formatted
            row = row and line.endswith("\\")
            if not table and len(line) > LINE_COLUMNS_MAX:
                yield path, n, f"is {len(line)} columns wide; {LINE_COLUMNS_MAX} are allowed"


@rule
def unfinished(tree):
    """Nothing in the tree says that it is not done: that belongs in an issue."""
    word = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    for path, text in tree.texts():
        if is_data(path):
            continue
        for n, line in lines(text):
            found = word.search(line)
            if found:
                yield path, n, f"says {found[0]}: open an issue instead"


@rule
def file_length(tree):
    for path, text in tree.texts(".c", ".h", ".py", ".sh", ".cmake", ".sql", ".ts", ".tsx", ".css"):
        if not is_data(path) and text.count("\n") > FILE_LINES_MAX:
            yield path, 1, f"has {text.count(chr(10))} lines; {FILE_LINES_MAX} are allowed"


def functions(tree):
    for path, text in tree.c():
        for f in ctext.functions(text)[0]:
            yield path, f


@rule
def function_length(tree):
    for path, f in functions(tree):
        if f.lines > FUNCTION_LINES_MAX:
            yield path, f.line, f"{f.name}() has {f.lines} lines; {FUNCTION_LINES_MAX} are allowed"


@rule
def function_parameters(tree):
    for path, f in functions(tree):
        if f.parameters > FUNCTION_PARAMETERS_MAX:
            yield path, f.line, (f"{f.name}() takes {f.parameters} parameters; "
                                 f"{FUNCTION_PARAMETERS_MAX} are allowed")


@rule
def function_complexity(tree):
    for path, f in functions(tree):
        if f.complexity > FUNCTION_COMPLEXITY_MAX:
            yield path, f.line, (f"{f.name}() has complexity {f.complexity}; "
                                 f"{FUNCTION_COMPLEXITY_MAX} is allowed")


@rule
def mutable_state(tree):
    """No state but what a caller owns."""
    local = re.compile(r"(?<!\w)static\s+(?!const\b|inline\b)[^;({]*?[;=\[]")
    for path, text in tree.shipped_c():
        found, outside = ctext.functions(text)
        for f in found:
            for match in local.finditer(f.body):
                if "const" not in match[0]:
                    yield path, f.body_line + f.body.count("\n", 0, match.start()), \
                        f"{f.name}() keeps static state"
        for match in local.finditer(outside):
            if "const" not in match[0] and "_Thread_local" not in match[0]:
                yield path, ctext.line_of(outside, match.start()), "static mutable state"


@rule
def typedef(tree):
    """A struct is called a struct."""
    named = re.compile(r"\btypedef\s+(struct|union|enum)\s*\w*\s*(\{|\**\s*\w+\s*;)")
    for path, text in tree.c():
        for match in named.finditer(ctext.code(text)):
            yield path, ctext.line_of(text, match.start()), f"typedef of a {match[1]}"


@rule
def relative_include(tree):
    for path, text in tree.c():
        for n, line in lines(text):
            if re.match(r'\s*#\s*include\s*["<]\.\.?/', line):
                yield path, n, "includes by a relative path; name the room: \"room/x.h\""


@rule
def sql_in_c(tree):
    """Statements live in adapters/pg/sql/, one a file."""
    shout = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE\s+FROM|WITH\s+\w+\s+AS)\b")
    quiet = re.compile(r"^\s*(select\b.*\bfrom\s|select\s+\w+\(|insert\s+into\s|update\s+\S+\s+set\s|"
                       r"delete\s+from\s)", re.IGNORECASE | re.DOTALL)
    for path, text in tree.shipped_c():
        for n, literal in ctext.literals(text):
            if shout.match(literal) or quiet.match(literal):
                yield path, n, "holds SQL; put it in a file of adapters/pg/sql/"


@rule
def banned_function(tree):
    call = re.compile(r"(?<![\w.>])(" + "|".join(BANNED.split()) + r")\s*\(")
    for path, text in tree.c():
        for match in call.finditer(ctext.code(text)):
            yield path, ctext.line_of(text, match.start()), f"calls {match[1]}()"


@rule
def assertion(tree):
    """An assertion observes; the program is the same without it."""
    for path, text in tree.c():
        src = ctext.code(text)
        for match in re.finditer(r"\bassert\s*\(", src):
            inside = src[match.end():ctext.closing(src, match.end() - 1)]
            if re.search(r"\+\+|--|(?<![=!<>])=(?!=)", inside):
                yield path, ctext.line_of(src, match.start()), "assert() with a side effect"


@rule
def coverage_reason(tree):
    """What is left out of the coverage says why it cannot be reached."""
    for path, text in tree.c():
        for n, line in lines(text):
            if re.search(r"GCOVR_EXCL_(LINE|BR_LINE|START|BR_START)", line) and \
                    not re.search(r"unreachable: \w+", line):
                yield path, n, "leaves out coverage without \"unreachable: why\""


@rule
def header_alone(tree):
    """Each public header compiles by itself, twice, and shows no foreign type."""
    compiler = os.environ.get("CC") or "gcc"
    flags = [f"-I{d}" for d in tree.include_dirs()]
    for path in tree.files:
        found = re.match(r"(?:engine|adapters/\w+)/include/(.+\.h)$", path)
        if not found:
            continue
        unit = f'#pragma GCC poison {FOREIGN_TYPES}\n#include "{found[1]}"\n#include "{found[1]}"\n' \
            "extern int ym_not_empty;\n"
        done = subprocess.run([compiler, "-std=c11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
                               *flags, "-x", "c", "-"], input=unit, capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            why = [x for x in done.stderr.split("\n") if "error" in x] or [done.stderr]
            yield path, 1, "does not compile alone: " + why[0].strip()


@rule
def clang_format(tree):
    """All C is as .clang-format writes it."""
    paths = [path for path, _ in tree.c()]
    if not paths:
        return
    done = subprocess.run(["clang-format-14", "--dry-run", "-Werror", *paths], cwd=tree.root,
                          capture_output=True, text=True, check=False)
    seen = set()
    for match in re.finditer(r"^([^\s:]+):(\d+):\d+: error", done.stderr, re.MULTILINE):
        if match[1] not in seen:
            seen.add(match[1])
            yield match[1], int(match[2]), "run clang-format-14 -i on it"
    if done.returncode != 0 and not seen:
        yield ".clang-format", 1, done.stderr.strip()


def anchors(text):
    """The anchors that a Markdown reader makes of the headings."""
    for head in re.findall(r"^#+\s+(.*)$", text, re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-")


@rule
def markdown_link(tree):
    for path, text in tree.texts(".md"):
        prose = re.sub(r"^```.*?^```", lambda m: re.sub(r"[^\n]", " ", m[0]), text,
                       flags=re.MULTILINE | re.DOTALL)
        for match in re.finditer(r"\]\(([^)\s]+)\)", prose):
            target, _, anchor = match[1].partition("#")
            n = ctext.line_of(prose, match.start())
            if re.match(r"[a-z]+:", target):
                continue
            goal = (tree.root / path).parent / target if target else tree.root / path
            if not goal.exists():
                yield path, n, f"links to {target}, which is not there"
            elif anchor and goal.suffix == ".md" and anchor not in anchors(goal.read_text("utf-8")):
                yield path, n, f"links to the heading #{anchor}, which is not there"


@rule
def readme_command(tree):
    """The README promises two commands; they exist, and CI runs the same."""
    promised = ("examples/quickstart.sh", "test/run.sh")
    readme = tree.text("README.md") if "README.md" in tree.files else ""
    blocks = "\n".join(re.findall(r"^```\w*\n(.*?)^```", readme, re.MULTILINE | re.DOTALL))
    commands = [line.strip() for line in blocks.split("\n")]
    for command in promised:
        if command not in commands:
            yield "README.md", 1, f"does not show the command {command} on a line of its own"
        if command not in tree.files or not os.access(tree.root / command, os.X_OK):
            yield command, 1, "is promised by README.md and cannot be run"
    ci = tree.text(".ci/run") if ".ci/run" in tree.files else ""
    if not re.search(r"^exec .*test/run\.sh\"? \"\$@\"$", ci, re.MULTILINE):
        yield ".ci/run", 1, "does not run test/run.sh, the test command of README.md"


def check(root, names=None):
    tree = Tree(root)
    found = []
    for name, run in RULES.items():
        if names is None or name in names:
            found += run(tree)
    return sorted(found)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found = check(sys.argv[1])
    for f in found:
        print(f"{f.path}:{f.line}: {f.rule}: {f.text}")
    print(f"{len(found)} findings, {len(RULES)} rules")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
