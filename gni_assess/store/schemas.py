"""The JSON Schemas, which are the single description of the file formats: accept quickly, explain slowly.

The Rust validator says valid or not; only a file that is not valid goes through `jsonschema` for its messages.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from gni_assess.errors import UnknownIdError

SCHEMA_KINDS = (
    "workspace",
    "response",
    "policy",
    "system",
    "case",
    "recommendation",
    "request",
    "interview",
    "overlay",
    "pack",
    "criteria",
    "answers",
    "mapping",
)
_SHARED = "common.json#/$defs/"
# What the Rust validator makes of the relative address `common.json`.
_SHARED_ADDRESS = "json-schema:///common.json"


@cache
def get_schema(kind: str) -> Mapping[str, Any]:
    """Get the JSON Schema of one kind of file, complete in itself. Raises UnknownIdError."""
    _refuse_unknown(kind)
    schema: dict[str, Any] = _read(kind)
    shared = _read("common")["$defs"]
    used: dict[str, Any] = {}
    _collect(schema, shared, used)
    bundled = _point_inside(schema)
    if used:
        bundled["$defs"] = {name: _point_inside(used[name]) for name in sorted(used)}
    return dict(bundled)


def schema_text(kind: str) -> str:
    """Give a schema as text, as `schema KIND` prints it and `init` writes it: whoever has only that file needs no other."""
    return json.dumps(get_schema(kind), indent=2, ensure_ascii=False) + "\n"


@cache
def get_acceptor(kind: str) -> Callable[[object], bool]:
    """Get the quick check of one kind: whether a value read from a file fits the schema. Raises UnknownIdError."""
    import jsonschema_rs  # noqa: PLC0415 - only where files are checked

    # Not from the bundled schema: most of that is text for people, and copying it would cost more than compiling.
    _refuse_unknown(kind)
    accept: Callable[[object], bool] = jsonschema_rs.Draft202012Validator(
        _read(kind), validate_formats=True, registry=_shared_registry()
    ).is_valid
    return accept


@cache
def _shared_registry() -> Any:  # noqa: ANN401 - a class of the Rust library, which says nothing of its types
    import jsonschema_rs  # noqa: PLC0415

    return jsonschema_rs.Registry([(_SHARED_ADDRESS, _read("common"))])


def _refuse_unknown(kind: str) -> None:
    if kind not in SCHEMA_KINDS:
        raise UnknownIdError(f"there is no kind of file `{kind}`", hint=f"use one of: {', '.join(SCHEMA_KINDS)}")


def _read(name: str) -> Any:  # noqa: ANN401 - JSON can be anything
    return json.loads((resources.files("gni_assess.store") / "schemas" / f"{name}.json").read_text(encoding="utf-8"))


def _walk(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for each in node.values():
            yield from _walk(each)
    elif isinstance(node, list):
        for each in node:
            yield from _walk(each)


def _collect(node: object, shared: Mapping[str, Any], used: dict[str, Any]) -> None:
    for mapping in _walk(node):
        reference = mapping.get("$ref")
        if isinstance(reference, str):
            name = reference.rpartition("/")[2]
            if name not in used:
                used[name] = shared[name]
                _collect(shared[name], shared, used)


def _point_inside(node: Any) -> Any:  # noqa: ANN401 - JSON can be anything
    if isinstance(node, dict):
        return {
            key: f"#/$defs/{value.removeprefix(_SHARED)}" if key == "$ref" and value.startswith(_SHARED) else _point_inside(value)
            for key, value in node.items()
        }
    return [_point_inside(each) for each in node] if isinstance(node, list) else node
