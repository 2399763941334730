# SPDX-License-Identifier: Apache-2.0
"""The rules of IEEE Std 1849-2016 for an event log, those that its schema cannot say included:
order and types of elements, keys once in a component, prefixes declared, globals kept, classifiers
over globals. judge() raises Flaw with the rule that is broken."""
import re
import uuid
import xml.etree.ElementTree as ET

NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
NAME = re.compile(r"[A-Za-z_:][A-Za-z0-9_.:-]*")
DATE_TIME = re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
ORDER = ["extension", "global", "classifier", "attribute", "trace", "event"]
STANDARD_LIFECYCLE = {
    "schedule", "assign", "withdraw", "reassign", "start", "suspend", "resume", "pi_abort",
    "ate_abort", "complete", "autoskip", "manualskip", "unknown"}
URIS = {p: "http://www.xes-standard.org/%s.xesext" % p
        for p in ("concept", "time", "lifecycle", "org", "identity", "cost", "semantic")}
TYPES = {"concept:name": "string", "concept:instance": "string", "time:timestamp": "date",
         "lifecycle:transition": "string", "lifecycle:model": "string", "org:resource": "string",
         "org:role": "string", "org:group": "string", "identity:id": "id"}


class Flaw(Exception):
    pass


def hold(truth, rule, *what):
    if not truth:
        raise Flaw(rule + ": " + " ".join(str(x) for x in what))


def value_is_good(kind, value):
    if kind == "date":
        return DATE_TIME.fullmatch(value) is not None
    if kind == "int":
        return re.fullmatch(r"[+-]?\d+", value) is not None and -2**63 <= int(value) < 2**63
    if kind == "boolean":
        return value in ("true", "false", "0", "1")
    if kind == "float":
        float(value)
        return True
    if kind == "id":
        return str(uuid.UUID(value)) == value
    return kind == "string"


def attributes(component, prefixes):
    """Its attributes by key, each judged: {key: (kind, value)}."""
    found = {}
    for e in component:
        if e.tag not in ("string", "date", "int", "float", "boolean", "id"):
            continue
        key, value = e.get("key"), e.get("value")
        hold(set(e.attrib) == {"key", "value"}, "an attribute has a key and a value", e.attrib)
        hold(NAME.fullmatch(key), "a key is an xs:Name", key)
        hold(key not in found, "no two attributes of a component share their key", key)
        hold(value_is_good(e.tag, value), "a value is of its type", e.tag, key, value)
        if ":" in key:
            hold(key.split(":")[0] in prefixes, "a prefix belongs to a declared extension", key)
            hold(TYPES.get(key) == e.tag, "an extension's attribute is of its type", key, e.tag)
        hold(len(e) == 0, "no nested attributes without xes.features", key)
        found[key] = (e.tag, value)
    return found


def in_order(component, order):
    at = 0
    for e in component:
        kind = e.tag if e.tag in order else "attribute"
        hold(kind in order[at:], "elements stand in the order of the schema", e.tag)
        at = order.index(kind)


def judge(text):
    """[(attributes of a trace, [attributes of its events])] of a log that keeps every rule."""
    log = ET.fromstring(text)
    hold(log.tag == "log", "the root is log, in no namespace", log.tag)
    hold(re.fullmatch(r"\d+(\.\d+)?", log.get("xes.version", "")), "xes.version is a decimal")
    hold(set(log.attrib) <= {"xes.version", "xes.features"}, "attributes of log", log.attrib)
    in_order(log, ORDER)
    prefixes = {}
    for e in log.findall("extension"):
        hold(NCNAME.fullmatch(e.get("name")) and NCNAME.fullmatch(e.get("prefix")), "NCName")
        hold(e.get("uri") == URIS.get(e.get("prefix")), "the URI is the standard's", e.get("uri"))
        hold(e.get("prefix") not in prefixes, "a prefix is declared once", e.get("prefix"))
        prefixes[e.get("prefix")] = e
    scopes = {}
    for e in log.findall("global"):
        hold(e.get("scope") in ("trace", "event"), "a global is of traces or events")
        hold(e.get("scope") not in scopes, "one list of globals a scope")
        scopes[e.get("scope")] = attributes(e, prefixes)
    names = set()
    for e in log.findall("classifier"):
        hold(NCNAME.fullmatch(e.get("name")), "the name of a classifier is an NCName")
        hold(e.get("name") not in names, "a classifier is named once", e.get("name"))
        names.add(e.get("name"))
        for key in e.get("keys").split(" "):
            hold(key in scopes[e.get("scope", "event")], "a classifier is over globals", key)
    hold(attributes(log, prefixes)["lifecycle:model"][1] == "standard", "lifecycle:model")
    return [judge_trace(trace, prefixes, scopes) for trace in log.findall("trace")]


def keeps_globals(found, globals_of_scope):
    for key, (kind, _) in globals_of_scope.items():
        hold(key in found, "a global attribute is everywhere", key)
        hold(found[key][0] == kind, "and of one type", key)


def judge_trace(trace, prefixes, scopes):
    in_order(trace, ["attribute", "event"])
    found = attributes(trace, prefixes)
    keeps_globals(found, scopes["trace"])
    events = []
    for event in trace.findall("event"):
        in_order(event, ["attribute"])
        events.append(attributes(event, prefixes))
        keeps_globals(events[-1], scopes["event"])
        hold(events[-1]["lifecycle:transition"][1] in STANDARD_LIFECYCLE, "standard life cycle")
    return found, events
