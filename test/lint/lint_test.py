#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The lint bites: every rule has a sample that it must find, and a control that it must leave alone.

A sample is a change to a small clean tree. The limits are tested at the limit and one past it.
"""
import pathlib
import tempfile
import unittest

import lint

C = "/* SPDX-License-Identifier: Apache-2.0 */\n"
SH = "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\n"
CLEAN = {
    ".clang-format": "# SPDX-License-Identifier: Apache-2.0\n"
                     "BasedOnStyle: LLVM\nIndentWidth: 4\nBreakBeforeBraces: Linux\n"
                     "ColumnLimit: 100\nAllowShortFunctionsOnASingleLine: None\n",
    "README.md": "# Yima\n\n```sh\nexamples/quickstart.sh\ntest/run.sh\n```\n\n"
                 "[tests](test/run.sh) [down](#yima)\n",
    ".ci/run": SH + 'exec "$(dirname "$0")/../test/run.sh" "$@"\n',
    "test/run.sh": SH,
    "examples/quickstart.sh": SH,
    "engine/include/yima/x.h": C + "#ifndef YM_X_H\n#define YM_X_H\n\nint ym_x(int a);\n\n#endif\n",
    "engine/src/x.c": C + '#include "yima/x.h"\n\nint ym_x(int a)\n{\n    return a;\n}\n',
    "adapters/pg/src/link.c": C + "static const int limit = 3;\n",
}


def function(lines=4, parameters=1, branches=0):
    """A formatted function of so many lines from its name to its closing brace."""
    names = ", ".join(f"int p{i}" for i in range(parameters))
    body = ["    if (p0 > 0)\n        p0++;\n"] * branches
    body += ["    p0++;\n"] * (lines - 4 - 2 * branches)
    return C + f"int f({names})\n{{\n{''.join(body)}    return p0;\n}}\n"


X = "engine/src/x.c"
ADAPTER = "adapters/pg/src/link.c"
HEADER = "engine/include/yima/x.h"
BODY = C + "void f(int a, int b)\n{{\n    {}\n}}\n"

# rule: samples that it must find
BAD = {
    "top-level": [{"notes.txt": "hello\n"}, {"src/x.c": C}],
    "spdx": [{X: "int x;\n"}, {"test/a.sh": "#!/bin/sh\necho\n"}, {"adapters/pg/sql/a.sql": "select 1;\n"},
             {"engine/CMakeLists.txt": "add_library(x)\n"}, {".gitignore": "build/\n"},
             {X: "\n" + C}],
    "whitespace": [{X: C + "int x; \n"}, {X: C + "\tint x;\n"}, {X: C + "int x;"}, {X: C + "int x;\n\n"},
                   {X: C + "int x;\r\n"}, {"test/README.md": "text \n"}],
    "office-numbers": [{HEADER: C + "#define YM_ANSWER_DAYS 5\n"},
                       {ADAPTER: C + "#define KEPT_YEARS 10 /* a law says so */\n"}],
    "columns": [{X: C + "/* " + "x" * 95 + " */\n"}],
    "unfinished": [{X: C + "/* TO" "DO later */\n"}, {"test/run.sh": SH + "# FIX" "ME\n"},
                   {"README.md": CLEAN["README.md"] + "XX" "X\n"}],
    "file-length": [{X: C + "int x;\n" * lint.FILE_LINES_MAX}],
    "function-length": [{X: function(lines=lint.FUNCTION_LINES_MAX + 1)}],
    "function-parameters": [{X: function(parameters=lint.FUNCTION_PARAMETERS_MAX + 1)}],
    "function-complexity": [
        {X: function(lines=40, branches=lint.FUNCTION_COMPLEXITY_MAX)},
        {X: BODY.format("a = " + " || ".join(["a"] * (lint.FUNCTION_COMPLEXITY_MAX + 1)) + ";")},
    ],
    "mutable-state": [{X: C + "static int count;\n"}, {X: C + "static int count = 3;\n"},
                      {X: C + "static struct ym_x xs[4];\n"}, {X: BODY.format("static int n = 0;")},
                      {X: BODY.format("static char text[4];")}],
    "typedef": [{HEADER: C + "typedef struct ym_x {\n    int a;\n} ym_x;\n"},
                {HEADER: C + "typedef struct ym_x ym_x;\n"}, {HEADER: C + "typedef enum { A } a;\n"}],
    "relative-include": [{X: C + '#include "../x.h"\n'}, {X: C + '#include "./x.h"\n'}],
    "sql-in-c": [{ADAPTER: C + f'const char *s = "{q}";\n'} for q in (
        "SELECT 1", "insert into dispute values ($1)", "update dispute set version = $1",
        "DELETE FROM dispute", "select id from dispute", "select now()", "sel\" \"ect id from x")],
    "banned-function": [{X: BODY.format(f"{f}(a);")} for f in lint.BANNED.split()],
    "assertion": [{X: BODY.format(f"assert({e});")} for e in (
        "a++ < b", "--a > 0", "a = b", "(a += 1) > 0", "(a = b) == 0")],
    "coverage-reason": [{X: BODY.format("a = b; /* GCOVR_EXCL_LINE */")},
                        {X: BODY.format("a = b; /* GCOVR_EXCL_BR_LINE unreachable: */")}],
    "header-alone": [{HEADER: C + "size_t ym_x(void);\n"}, {HEADER: C + "#include <uv.h>\n"},
                     {HEADER: C + "struct x {\n    int a;\n};\n"},
                     {HEADER: C + "struct PGconn;\n"}],
    "clang-format": [{X: C + "int  x;\n"}, {"test/base/t_x.c": C + "int f(void) { return 1; }\n"}],
    "markdown-link": [{"test/README.md": "[x](nowhere.md)\n"}, {"test/README.md": "[x](../README.md#no)\n"},
                      {"test/README.md": "# A b\n\n[x](#c)\n"}],
    "readme-command": [{"README.md": "# Yima\n\ntest/run.sh\n"}, {"examples/quickstart.sh": None},
                       {".ci/run": SH + "exec ctest\n"}, {"test/run.sh": (SH, 0o644)}],
}

# What looks like a fault and is none; each must pass all rules.
GOOD = {
    "function at its limit of lines": {X: function(lines=lint.FUNCTION_LINES_MAX)},
    "function at its limit of parameters": {X: function(parameters=lint.FUNCTION_PARAMETERS_MAX)},
    "function at its limit of complexity":
        {X: function(lines=40, branches=lint.FUNCTION_COMPLEXITY_MAX - 1)},
    "file at its limit": {"test/a.sh": SH + "true\n" * (lint.FILE_LINES_MAX - 2)},
    "line at its limit": {X: C + "/* " + "x" * 94 + " */\n"},
    "words in comments and literals":
        {X: C + '/* strcpy(a); assert(a = b); static int x; */\nconst char *s = "system(1) {";\n'},
    "an update in prose": {ADAPTER: C + 'const char *s = "update it, then select a body";\n'},
    "comparisons in an assertion": {X: BODY.format("assert(a == b);\n    assert(a <= b && b != 1);")},
    "typedef of a function": {X: C + "typedef struct ym_x *ym_x_fn(int a);\ntypedef long ym_usec;\n"},
    "static functions and constants":
        {X: C + "static int g(int a);\nstatic const char *const names[] = { 0 };\n"
                "_Static_assert(1, \"holds\");\n"},
    "excuse with a reason":
        {X: C + "/* lint-allow: function-parameters: signature of a foreign callback */\n"
            + function(parameters=7)[len(C):]},
    "explained coverage": {X: BODY.format("a = b; /* GCOVR_EXCL_LINE unreachable: by the caller */")},
    "data keeps its bytes": {"examples/data/a.csv": "a,b\r\n", "test/fuzz/corpus/a": "x\t\n"},
    "links out of the tree": {"test/README.md": "[x](https://example.org/y#z)\n"},
}
# Samples that another rule finds as well: shape is not their subject.
SHAPELESS = {"clang-format", "columns", "whitespace", "header-alone", "spdx"}


def plant(root, change):
    for path, content in {**CLEAN, **change}.items():
        if content is None:
            continue
        mode = 0o755 if path in (".ci/run", "test/run.sh", "examples/quickstart.sh") else 0o644
        if isinstance(content, tuple):
            content, mode = content
        at = pathlib.Path(root, path)
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_text(content, encoding="utf-8", newline="")
        at.chmod(mode)


def findings(change, names=None):
    with tempfile.TemporaryDirectory(prefix="yima-lint-") as root:
        plant(root, change)
        return lint.check(root, names)


class Lint(unittest.TestCase):
    def test_clean_tree_is_clean(self):
        self.assertEqual(findings({}), [])

    def test_every_rule_has_a_sample(self):
        self.assertEqual(set(BAD), set(lint.RULES))

    def test_bad_samples_are_found(self):
        for name, samples in BAD.items():
            for sample in samples:
                with self.subTest(rule=name, sample=sample):
                    self.assertTrue(findings(sample, {name}), "not found")

    def test_bad_samples_break_no_other_rule(self):
        for name, samples in BAD.items():
            for sample in samples:
                with self.subTest(rule=name, sample=sample):
                    self.assertEqual(findings(sample, set(lint.RULES) - {name} - SHAPELESS), [])

    def test_good_samples_pass(self):
        for name, sample in GOOD.items():
            with self.subTest(name):
                self.assertEqual(findings(sample, set(lint.RULES) - {"clang-format"}), [])

    def test_an_excuse_needs_a_reason(self):
        sample = {X: C + "/* lint-allow: function-parameters: because */\n"
                  + function(parameters=7)[len(C):]}
        self.assertTrue(findings(sample, {"function-parameters"}))

    def test_a_finding_names_its_line(self):
        found = findings({X: C + "int x;\nint y; \n"}, {"whitespace"})
        self.assertEqual([(f.path, f.line) for f in found], [(X, 3)])


if __name__ == "__main__":
    unittest.main()
