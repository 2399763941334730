# SPDX-License-Identifier: Apache-2.0
"""Just enough reading of C for the lint: no preprocessor, no types, line numbers kept.

The tree is formatted by clang-format, so a function body is a brace at depth nought behind a closing
parenthesis, and what looks like a keyword is one. What was read is kept: several rules ask for the same.
"""
import functools
import re

NAME_COLUMNS_MAX = 200  # of a function, with the blanks behind it

_TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*)|(?P<string>"(?:\\.|[^"\\\n])*")|(?P<char>'(?:\\.|[^'\\\n])*')""",
    re.DOTALL)
_DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)
_BRACKET = {"()": re.compile(r"[()]"), "{}": re.compile(r"[{}]")}
_NAME = re.compile(r"\w+\s*\Z")
_BRANCH = re.compile(r"\b(?:if|for|while|switch)\b|&&|\|\||\?")


def _hollow(text):
    """The same shape without its content: every character but a newline becomes a space."""
    return "\n".join(" " * len(line) for line in text.split("\n"))


@functools.lru_cache(maxsize=None)
def code(text):
    """Source with comments gone and literals emptied; every line and column stays where it was."""
    def blank(match):
        if match["comment"]:
            return _hollow(match[0])
        return match[0][0] + " " * (len(match[0]) - 2) + match[0][-1]
    return _TOKEN.sub(blank, text)


def literals(text):
    """(line, text) of each run of adjacent string literals, joined as the compiler joins them."""
    out = []
    end = -1
    for match in _TOKEN.finditer(text):
        if match["string"] is None or re.match(r"[ \t]*#\s*include", text[text.rfind("\n", 0, match.start()) + 1:]):
            continue
        if end >= 0 and text[end:match.start()].strip() == "":
            out[-1][1] += match[0][1:-1]
        else:
            out.append([line_of(text, match.start()), match[0][1:-1]])
        end = match.end()
    return [(line, literal) for line, literal in out]


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def closing(text, offset, pair="()"):
    """Offset of the bracket that closes the one at offset; the end of text when there is none."""
    depth = 0
    for match in _BRACKET[pair].finditer(text, offset):
        depth += 1 if match[0] == pair[0] else -1
        if depth == 0:
            return match.start()
    return len(text)


def _opening(text, offset):
    depth = 0
    for i in range(offset, -1, -1):
        if text[i] == ")":
            depth += 1
        elif text[i] == "(":
            depth -= 1
            if depth == 0:
                return i
    return 0


def _parameters(inside):
    if inside.strip() in ("", "void"):
        return 0
    depth = 0
    count = 1
    for c in inside:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(c, 0)
        count += c == "," and depth == 0
    return count


class Function:
    """One function definition. A switch counts once however many cases it lists: an exhaustive list
    of an enum is not hard to follow, and -Wswitch-enum asks for it."""

    def __init__(self, text, name_at, params, body_at, end):
        self.name = re.match(r"\w*", text[name_at:])[0]
        self.line = line_of(text, name_at)
        self.lines = line_of(text, end) - self.line + 1
        self.parameters = _parameters(params)
        self.body = text[body_at:end]
        self.body_line = line_of(text, body_at)
        self.complexity = 1 + len(_BRANCH.findall(self.body))


@functools.lru_cache(maxsize=None)
def functions(text):
    """The function definitions of a source, and what is left at file scope."""
    src = _DIRECTIVE.sub(lambda m: _hollow(m[0]), code(text))
    found = []
    outside = []
    at = 0
    while True:
        brace = src.find("{", at)
        if brace < 0:
            break
        end = closing(src, brace, "{}")
        before = src[:brace].rstrip()
        if before.endswith(")"):
            open_at = _opening(before, len(before) - 1)
            name = _NAME.search(before, max(0, open_at - NAME_COLUMNS_MAX), open_at)
            if name and name[0].strip() not in ("if", "for", "while", "switch"):
                found.append(Function(src, name.start(), before[open_at + 1:-1], brace, end))
        outside.append(src[at:brace])
        outside.append("{" + _hollow(src[brace + 1:end]) + "}")
        at = end + 1
    outside.append(src[at:])
    return found, "".join(outside)
