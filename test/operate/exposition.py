# SPDX-License-Identifier: Apache-2.0
"""A reader of Prometheus' text format that forgives nothing: what promtool checks and more."""
import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
SAMPLE = re.compile(rf"({NAME})(?:\{{(.*)\}})? (\S+)")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)')


class Family:
    def __init__(self, name, text):
        self.name = name
        self.help = text
        self.kind = None
        self.samples = {}  # (suffix, labels without le, le) -> value

    def value(self, suffix="", **labels):
        return self.samples.get((suffix, tuple(sorted(labels.items())), None), 0.0)

    def labels(self, name):
        return {dict(labels).get(name) for _, labels, _ in self.samples}


def _labels(text):
    labels, at = {}, 0
    while at < len(text):
        found = LABEL.match(text, at)
        assert found, f"labels: {text}"
        assert found[1] not in labels, f"{found[1]} twice: {text}"
        labels[found[1]] = found[2]
        at = found.end()
    return labels


def _family_of(families, name):
    for suffix in ("_bucket", "_sum", "_count", ""):
        base = name.removesuffix(suffix) if suffix else name
        family = families.get(base)
        if family is not None and (suffix == "") == (family.kind != "histogram") \
                and (suffix == "" or name.endswith(suffix)):
            return family, suffix
    raise AssertionError(f"{name} has no head")


def parse(text):
    """Families by name. Raises AssertionError on anything that is not well formed."""
    assert text.endswith("\n"), "the last line must end"
    families, current = {}, None
    for line in text.split("\n")[:-1]:
        if line.startswith("# HELP "):
            _, _, name, words = line.split(" ", 3)
            assert name not in families and words.strip(), line
            current = families[name] = Family(name, words)
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert current is not None and name == current.name and current.kind is None, line
            assert kind in ("counter", "gauge", "histogram"), line
            current.kind = kind
        else:
            found = SAMPLE.fullmatch(line)
            assert found, f"not a sample: {line!r}"
            family, suffix = _family_of(families, found[1])
            assert family is current, f"{line}: not beside its head"
            labels = _labels(found[2] or "")
            le = labels.pop("le", None)
            assert (le is not None) == (suffix == "_bucket"), line
            key = (suffix, tuple(sorted(labels.items())), le)
            assert key not in family.samples, f"twice: {line}"
            family.samples[key] = float(found[3])
    for family in families.values():
        _check(family)
    return families


def _check(family):
    assert family.kind is not None and family.samples, family.name
    assert family.name.endswith("_total") == (family.kind == "counter"), family.name
    assert not re.search(r"_(ms|milliseconds|minutes|kb|percent)(_|$)", family.name), family.name
    if family.kind != "histogram":
        assert family.kind == "gauge" or min(family.samples.values()) >= 0, family.name
        return
    for labels in {labels for _, labels, _ in family.samples}:
        buckets = [(float(le), value) for (suffix, own, le), value in family.samples.items()
                   if suffix == "_bucket" and own == labels]
        assert buckets == sorted(buckets), f"{family.name}{labels}: bounds do not ascend"
        values = [value for _, value in buckets]
        assert values == sorted(values), f"{family.name}{labels}: not accumulated"
        assert buckets[-1][0] == float("inf"), family.name
        assert values[-1] == family.samples[("_count", labels, None)], family.name
        assert ("_sum", labels, None) in family.samples, family.name
