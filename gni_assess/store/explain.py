"""What is wrong with a file that does not fit its schema, in words that an officer can act on."""

import difflib
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from gni_assess.model.diagnostics import KeyPath
from gni_assess.store.schemas import get_acceptor, get_schema

_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "fields",
}


class TypedKey(str):
    """A key that a person made up, where the format leaves keys open. It is as good as any in a path, and never to be published."""

    __slots__ = ("position",)
    position: int
    """Which entry of its mapping it is, from 1."""

    def __new__(cls, key: str, position: int) -> Self:
        """Mark a key, with the position of its entry."""
        made = super().__new__(cls, key)
        made.position = position
        return made


STAND_IN = "*"
"""What stands for such a key in whatever may be published."""


def conceal_keys(path: KeyPath) -> KeyPath:
    """Put a stand-in for each key that a person made up."""
    return tuple(STAND_IN if isinstance(each, TypedKey) else each for each in path)


@dataclass(frozen=True, kw_only=True)
class SchemaProblem:
    """One misfit. `key` is set where the name of a field is at fault and not its value. In `path` keys may be of the kind `TypedKey`.

    `message` and `fix` name fields and allowed words of the schema, never what was typed; that is in `detail`.
    """

    path: KeyPath
    message: str
    fix: str
    detail: str = ""
    key: str | None = None


def explain_misfit(kind: str, value: object) -> tuple[SchemaProblem, ...]:
    """Say everything that is wrong with a value that does not fit the schema of its kind, each fault once; nothing where it fits."""
    errors = sorted(_validator(kind).iter_errors(value), key=lambda error: [str(each) for each in error.absolute_path])
    found: dict[tuple[object, ...], SchemaProblem] = {}
    for error in errors:
        for problem in _explain(error, _mark_typed(kind, value, tuple(error.absolute_path))):
            found.setdefault((problem.path, problem.key, problem.message), problem)
    _drop_misspelled(found)
    unknown = {(*each.path, each.detail) for each in found.values() if each.key is not None}
    for endless in _find_endless(value, ()):
        path = _mark_typed(kind, value, endless)
        if any(path[: len(each)] == each for each in unknown):
            continue  # a name that somebody typed, and told already
        found = {key: each for key, each in found.items() if each.path != path or each.key is not None}
        found[(path,)] = SchemaProblem(path=path, message=f"{_name(path)} is not a number that can be counted", fix="write a number")
    if not found and not get_acceptor(kind)(value):
        found[()] = SchemaProblem(path=(), message="this file does not fit its format", fix=f"compare it with `gni-assess schema {kind}`")
    return tuple(found.values())


@cache
def _field_names(kind: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Give the names of all fields that the schema of a kind knows anywhere, and the patterns of others."""
    names: set[str] = set()
    patterns: list[str] = []
    waiting: list[object] = [get_schema(kind)]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            names.update(part.get("properties", ()))
            patterns += part.get("patternProperties", ())
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return frozenset(names), tuple(patterns)


def _mark_typed(kind: str, value: Any, path: KeyPath) -> KeyPath:  # noqa: ANN401 - whatever a file holds
    names, patterns = _field_names(kind)
    marked: list[str | int] = []
    for step in path:
        if isinstance(step, str) and step not in names and not any(re.search(each, step) for each in patterns):
            position = next((number for number, each in enumerate(value, start=1) if each == step), 1) if isinstance(value, dict) else 1
            marked.append(TypedKey(step, position))
        else:
            marked.append(step)
        is_inside = isinstance(value, dict) if isinstance(step, str) else isinstance(value, list)
        value = value[step] if is_inside else None
    return tuple(marked)


def _find_endless(value: object, path: KeyPath) -> Iterator[KeyPath]:
    # YAML has infinity and not-a-number; JSON, and so the schema, has neither.
    if isinstance(value, float) and not math.isfinite(value):
        yield path
    elif isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _find_endless(each, (*path, key))


def _drop_misspelled(found: dict[tuple[object, ...], SchemaProblem]) -> None:
    # A misspelled field is unknown and missing at once; that is one cause, said once.
    for problem in [each for each in found.values() if each.key is not None and each.fix.startswith("did you mean")]:
        meant = problem.fix.removeprefix("did you mean ").removesuffix("?")
        found.pop((problem.path, None, f"{meant} is missing"), None)


@cache
def _validator(kind: str) -> Any:  # noqa: ANN401 - a class made at run time
    from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators  # noqa: PLC0415 - slow, and rarely needed

    def match_pattern(_validator: object, pattern: str, instance: object, _schema: object) -> Iterator[ValidationError]:
        # In Python `$` also matches before a final line end; in JSON Schema it does not.
        if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
            yield ValidationError("does not match")

    strict = validators.extend(Draft202012Validator, {"pattern": match_pattern})  # type: ignore[no-untyped-call]
    return strict(dict(get_schema(kind)), format_checker=FormatChecker())


def _explain(error: Any, path: KeyPath) -> Iterator[SchemaProblem]:  # noqa: ANN401 - jsonschema's own type says as little
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    match error.validator:
        case "required":
            yield from _missing(error, path, schema)
        case "additionalProperties":
            yield from _unknown(error, path, schema)
        case "type":
            yield _wrong_type(error, path)
        case "enum" | "const":
            yield _not_allowed(error, path)
        case "minLength" | "minItems" | "minProperties":
            yield SchemaProblem(path=path, message=f"{_name(path)} is empty", fix=f"write {_expected(schema)}, or remove the field")
        case "anyOf" if any(each.validator == "type" for each in error.context) and not isinstance(error.instance, str):
            yield _wrong_type(next(each for each in error.context if each.validator == "type"), path)
        case "anyOf" if "required" in {each.validator for each in error.context}:
            needed = " or ".join(f"`{each['required'][0]}`" for each in error.validator_value if "required" in each)
            yield SchemaProblem(path=path, message=f"{_name(path)} lacks {needed}", fix=f"add {needed}")
        case "uniqueItems":
            yield SchemaProblem(path=path, message=f"{_name(path)} says the same thing twice", fix="keep one of them")
        case "minimum" | "maximum":
            size, bound = ("small", "least") if error.validator == "minimum" else ("large", "most")
            yield SchemaProblem(path=path, message=f"{_name(path)} is too {size}", fix=f"the {bound} is {error.validator_value}")
        case _:
            message = f"{_name(path)} is not of the right form"
            yield SchemaProblem(path=path, message=message, fix=_form(schema), detail=_shown(error.instance))


def _missing(error: Any, path: KeyPath, schema: Mapping[str, Any]) -> Iterator[SchemaProblem]:  # noqa: ANN401
    for key in error.validator_value:
        if key not in error.instance:
            about = schema.get("properties", {}).get(key, {})
            yield SchemaProblem(path=path, message=f"`{key}` is missing", fix=f"add `{key}: …`: {_description(about)}")


def _unknown(error: Any, path: KeyPath, schema: Mapping[str, Any]) -> Iterator[SchemaProblem]:  # noqa: ANN401
    known = [*schema.get("properties", {})]
    patterns = [*schema.get("patternProperties", {})]
    for key in error.instance:
        if key in known or any(re.search(pattern, key) for pattern in patterns):
            continue
        near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
        if near:
            fix = f"did you mean `{near[0]}`?"
        elif known:
            fix = f"allowed here: {', '.join(f'`{each}`' for each in known)}"
        else:
            fix = "allowed here: codes such as `GNI301`" if patterns else "remove it"
        yield SchemaProblem(path=path, key=key, message="unknown field", fix=fix, detail=_shown(key))


def _wrong_type(error: Any, path: KeyPath) -> SchemaProblem:  # noqa: ANN401
    expected, value = error.validator_value, error.instance
    words = " or ".join(_WORDS.get(each, each) for each in ([expected] if isinstance(expected, str) else expected))
    if value is None:
        return SchemaProblem(path=path, message=f"{_name(path)} has no value", fix=f"write {words}, or remove the field")
    if expected == "string" and isinstance(value, bool | int | float):
        kind = "true or false" if isinstance(value, bool) else "a number"
        return SchemaProblem(
            path=path, message=f"{_name(path)} is read as {kind}, and must be text", fix="put quotes around it", detail=_shown(value)
        )
    fix = f"write {words}"
    if expected == "array":
        fix = "write each entry on a line of its own that starts with `- `"
    elif expected == "object" and (keys := [*error.schema.get("required", ()), *error.schema.get("properties", ())]):
        words = "made of fields"
        fix = f"write it as `{keys[0]}: …`; fields allowed here: {', '.join(f'`{each}`' for each in dict.fromkeys(keys))}"
    return SchemaProblem(path=path, message=f"{_name(path)} must be {words}", fix=fix, detail=_shown(value))


def _not_allowed(error: Any, path: KeyPath) -> SchemaProblem:  # noqa: ANN401
    allowed = [str(each) for each in (error.validator_value if error.validator == "enum" else [error.validator_value])]
    # A ground decides what may be shown: the likest word may well be the wrong one.
    near = [] if path and path[-1] == "ground" else difflib.get_close_matches(str(error.instance), allowed, n=1, cutoff=0.6)
    fix = (f"did you mean `{near[0]}`? " if near else "") + f"allowed: {', '.join(allowed)}"
    return SchemaProblem(path=path, message=f"{_name(path)} is not one of the allowed words", fix=fix, detail=_shown(error.instance))


def _name(path: KeyPath) -> str:
    if not path:
        return "the file"
    last, owner = path[-1], path[:-1]
    if isinstance(last, str) and not isinstance(last, TypedKey):
        return f"`{last}`"
    while owner and isinstance(owner[-1], int):
        owner = owner[:-1]
    number = last.position if isinstance(last, TypedKey) else int(last) + 1
    return f"entry {number} of {_name(owner) if owner else 'the list'}"


def _shown(value: object) -> str:
    return repr(value)[:80] if not isinstance(value, str) else value[:80]


def _description(schema: Mapping[str, Any]) -> str:
    # Its first sentence says what to write; the rest is for reading in an editor.
    first = str(schema.get("description", "see the format")).partition(". ")[0].rstrip(".")
    return first[:1].lower() + first[1:]


def _expected(schema: Mapping[str, Any]) -> str:
    return _WORDS.get(str(schema.get("type")), "a value")


def _form(schema: Mapping[str, Any]) -> str:
    examples = schema.get("examples", [])
    return _description(schema) + (f"; for example `{examples[0]}`" if examples else "")
