#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Medians, spread and ratios of what around.py wrote down, and which targets are met.

    report.py commands|open|size|import DIR     the measurement, and the folder with its results

Prints Markdown. The exit status is 0 whether targets are met or not. Python's standard library
alone.
"""
import json
import pathlib
import re
import statistics
import sys


def read(path):
    """{side: [values of a round]}, in the order in which sides first came."""
    sides = {}
    for line in path.read_text(encoding="ascii").splitlines():
        values = json.loads(line)
        sides.setdefault(values.pop("side"), []).append(values)
    return sides


def series(rounds, name):
    return [values[name] for values in rounds if name in values]


def median(rounds, name):
    found = series(rounds, name)
    return statistics.median(found) if found else float("nan")


def spread(rounds, name, form="%.0f"):
    found = series(rounds, name)
    if not found:
        return "–"
    text = form % statistics.median(found)
    return text if len(found) == 1 else f"{text} ({form % min(found)}–{form % max(found)})"


def table(head, rows):
    print("\n| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")


def sides_table(sides):
    head = ["medians (range)", "rounds", "per second", "p50 ms", "p99 ms", "p99.9 ms", "WAL bytes",
            "of which page images", "backends µs", "other PostgreSQL µs", "yima µs", "client µs",
            "cores used by others"]
    table(head, [[name, str(len(rounds)), spread(rounds, "rate"), spread(rounds, "p50", "%.2f"),
                  spread(rounds, "p99", "%.1f"), spread(rounds, "p999", "%.1f"),
                  spread(rounds, "wal"), spread(rounds, "wal_images"),
                  spread(rounds, "backends_us"), spread(rounds, "others_us"),
                  spread(rounds, "service_us"), spread(rounds, "client_us"),
                  spread(rounds, "other_cores", "%.2f")] for name, rounds in sides.items()])


def targets_table(rows):
    table(["target", "wanted", "measured", "met"],
          [[name, wanted, shown, "yes" if met else "**no**"] for name, wanted, shown, met in rows])


def ratios(above, below, name):
    """Of medians, and its range round by round."""
    pairs = [a / b for a, b in zip(series(above, name), series(below, name)) if b]
    if not pairs or not median(below, name):
        return float("nan"), "–"
    ratio = median(above, name) / median(below, name)
    return ratio, f"{ratio:.2f} ({min(pairs):.2f}–{max(pairs):.2f})"


def bare_wal(rounds):
    """The same rounds, each with its WAL but for images of full pages."""
    return [{"wal": values["wal"] - values.get("wal_images", 0)} for values in rounds]


def commands(folder):
    sides = read(folder / "results")
    sides_table(sides)
    naive, single, bulk = sides["naive"], sides["single"], sides["bulk"]
    tuned = max((sides[name] for name in sides if name.startswith("tuned")),
                key=lambda rounds: median(rounds, "rate"))
    a, a_text = ratios(single, naive, "rate")
    p, p_text = ratios(single, naive, "p99")
    b, b_text = ratios(bulk, naive, "rate")
    c, c_text = ratios(bulk, tuned, "rate")
    rows = [("(a) single commands, of naive", "≥ 5", a_text, a >= 5),
            ("(a) p99, of naive's", "< 1", p_text, p < 1),
            ("(b) bulk commands, of naive", "≥ 10", b_text, b >= 10),
            ("(b) bulk commands, of the tuned ceiling", "≥ 0.5", c_text, c >= 0.5)]
    small = sides.get("tuned-64", tuned)
    for name, ours in (("single", single), ("bulk", bulk)):
        d, text = ratios(bare_wal(ours), bare_wal(small), "wal")
        rows.append((f"(d) WAL of a {name} command, of the tuned record's", "≤ 1.15", text,
                     d <= 1.15))
        _, text = ratios(ours, small, "wal")
        rows.append((f"(d) the same, full-page images included ({name})", "", text, d <= 1.15))
    targets_table(rows)


def watched(path):
    """[{name: number}] of watch.sh's lines."""
    return [{name: float(value) for name, value in re.findall(r"(\S+)=([0-9.]+)", line)}
            for line in path.read_text(encoding="utf-8").splitlines()]


def open_loop(folder):
    sides = read(folder / "results")
    sides_table(sides)
    marks = watched(folder / "watch")
    tables = sorted({name.split(":")[0] for mark in marks for name in mark if ":" in name})
    table(["after s", "RSS MB", *(f"{name}: dead, HOT" for name in tables)],
          [[f"{mark['at']:.0f}", f"{mark['rss_kb'] / 1024:.1f}",
            *(f"{mark.get(name + ':dead', 0):.0f}, {mark.get(name + ':hot', 0):.3f}"
              for name in tables)] for mark in marks])
    ratio, text = ratios(sides["yima"], sides["plain"], "p99")
    hot = marks[-1].get("dispute:hot", 0)
    # The first slice fills caches: growth is what comes after it.
    first, last = marks[min(1, len(marks) - 1)], marks[-1]
    growth = last["rss_kb"] / first["rss_kb"]
    half = len(marks) // 2
    dead = [mark.get("dispute:dead", 0) for mark in marks]
    early, late = max(dead[1:half + 1] or [0]), max(dead[half:] or [0])
    targets_table([
        ("(c) p99, of the bare open loop's", "≤ 2.5", text, ratio <= 2.5),
        ("(c) memory at the end, of that after the first slice", "≤ 1.1", f"{growth:.2f}",
         growth <= 1.1),
        ("(c) most dead tuples of dispute in the second half, of the first's", "≤ 1.5",
         f"{late:.0f} / {early:.0f}", late <= 1.5 * max(early, 1)),
        ("(c) HOT share of the updates of dispute", "≥ 0.9", f"{hot:.3f}", hot >= 0.9)])


def pages(path):
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        name = re.search(r"class=(\S+)", line).group(1)
        rows.append((name, {key: float(value)
                            for key, value in re.findall(r"(\w+)=([0-9.]+)", line)}))
    return rows


def size(folder):
    sides = read(folder / "results")
    sides_table(sides)
    small, large = dict(pages(folder / "pages-small")), dict(pages(folder / "pages-large"))
    alone = dict(pages(folder / "pages-large-alone"))
    table(["page, p50 / p99 ms", "items", "small, mixed", "large, mixed", "large, by itself",
           "large, no page"],
          [[name, f"{of['items']:.0f}",
            *("{p50:.1f} / {p99:.1f}".format(**which[name]) if name in which else "–"
              for which in (small, large, alone)), f"{of['failed']:.0f}"]
           for name, of in large.items()])
    rows = []
    for mode in ("single", "bulk"):
        ratio, text = ratios(sides[mode + "-large"], sides[mode + "-small"], "rate")
        rows.append((f"(e) {mode} commands on the large database, of those on the small", "≥ 0.9",
                     text, ratio >= 0.9))
    name, worst = max(((name, of["p99"]) for name, of in large.items() if name != "all"),
                      key=lambda pair: pair[1])
    rows.append((f"(e) p99 of the slowest page ({name})", "≤ 50 ms", f"{worst:.1f} ms",
                 worst <= 50 and large["all"]["failed"] == 0))
    targets_table(rows)


def imported(folder):
    sides = read(folder / "results")
    sides_table(sides)
    ratio, text = ratios(sides["import"], sides["copy"], "rate")
    targets_table([("(f) import, of COPY of the same rows", "≥ 0.3", text, ratio >= 0.3)])


def main(words):
    reports = {"commands": commands, "open": open_loop, "size": size, "import": imported}
    if len(words) != 2 or words[0] not in reports:
        print(__doc__, end="", file=sys.stderr)
        sys.exit(0 if words in (["--help"], ["-h"]) else 2)
    reports[words[0]](pathlib.Path(words[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
