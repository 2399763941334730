# SPDX-License-Identifier: Apache-2.0
"""A strict check of a value against the JSON Schemas of an OpenAPI document.

It knows the keywords that the document uses and refuses any other, so that a new one cannot pass
unchecked."""
import re

KNOWN = {"$ref", "type", "description", "title", "required", "properties", "additionalProperties",
         "items", "enum", "oneOf", "pattern", "format", "minimum", "maximum", "minLength",
         "maxLength", "minItems", "maxItems", "default"}
TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
}


class Mismatch(Exception):
    pass


def require(holds, where, what):
    if not holds:
        raise Mismatch(f"{where}: {what}")


def check(document, schema, value, where="$"):
    """Raise Mismatch unless value fits schema."""
    unknown = set(schema) - KNOWN
    require(not unknown, where, f"the schema says {unknown}, which this check does not know")
    if "$ref" in schema:
        check(document, resolve(document, schema["$ref"]), value, where)
        return
    if "oneOf" in schema:
        fits = [s for s in schema["oneOf"] if accepts(document, s, value, where)]
        require(len(fits) == 1, where, f"{value!r} fits {len(fits)} of {schema['oneOf']}")
        return
    check_scalar(schema, value, where)
    if isinstance(value, dict):
        check_object(document, schema, value, where)
    if isinstance(value, list):
        require(schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 10**9), where,
                "too few or too many items")
        for i, item in enumerate(value):
            check(document, schema.get("items", {}), item, f"{where}[{i}]")


def accepts(document, schema, value, where):
    try:
        check(document, schema, value, where)
    except Mismatch:
        return False
    return True


def resolve(document, ref):
    at = document
    for step in ref.removeprefix("#/").split("/"):
        at = at[step]
    return at


def check_scalar(schema, value, where):
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    require(not types or any(TYPES[t](value) for t in types), where, f"{value!r} is no {types}")
    if "enum" in schema:
        require(value in schema["enum"], where, f"{value!r} is none of {schema['enum']}")
    if isinstance(value, str):
        require(schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 10**9), where,
                "too short or too long")
        require(re.search(schema.get("pattern", ""), value), where, f"{value!r} has a wrong form")
    if isinstance(value, int) and not isinstance(value, bool):
        require(schema.get("minimum", value) <= value <= schema.get("maximum", value), where,
                f"{value} is out of range")


def check_object(document, schema, value, where):
    properties = schema.get("properties", {})
    for name in schema.get("required", []):
        require(name in value, where, f"{name} is missing")
    for name, member in value.items():
        if name in properties:
            check(document, properties[name], member, f"{where}.{name}")
        else:
            require(schema.get("additionalProperties", True) is not False, where,
                    f"{name} is unknown")
