"""The JSON Schema of the report as JSON. It is no file of a workspace, so it stands beside its writer and not among theirs."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from gni_assess.model.vocabulary import Audience
from gni_assess.report.writers.json_report import KIND, LIST, VERSION
from gni_assess.sheets.book import ColumnKind, Tone

Schema = dict[str, Any]


def report_schema() -> Schema:
    """Give the schema (JSON Schema, draft 2020-12). Further keys are allowed everywhere: a later version of the tool may add some."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Gap report of gni-assess as JSON",
        "description": "What `gni-assess export --format json` writes: the same parts, tables and values as every other format.",
        **_object(
            {
                "version": _said("The version of this format. A later one of the same number only adds keys.", {"const": VERSION}),
                "kind": _said("What this document is.", {"const": KIND}),
                "audience": _said("For whom it is; what others may see is not in it.", _or_null(_one_of(Audience))),
                "marking": _text("What stands on every page. Whoever shows anything of this document shows the marking with it."),
                "company": _text("The company whose own record this is."),
                "period": _said("The assessment period; null where none is set.", _or_null({"$ref": "#/$defs/period"})),
                "created": _said("The day that counted as today.", {"$ref": "#/$defs/day"}),
                "tool_version": _said("The version of gni-assess that wrote it.", {"type": ["string", "null"]}),
                "digest": _said(
                    "SHA-256 of every value but itself, as on the sheet About. The same in every format for the same data and audience.",
                    {"type": ["string", "null"], "pattern": "^[0-9a-f]{64}$"},
                ),
                "properties": _said(
                    "What the other formats carry as the properties of the file.",
                    {"type": "object", "additionalProperties": {"type": "string"}},
                ),
                "sheets": _list("The sheets, in order.", "sheet"),
            }
        ),
        "$defs": _definitions(),
    }


def report_schema_text() -> str:
    """Give the schema as text, as `gni-assess schema report` prints it."""
    return json.dumps(report_schema(), indent=2, ensure_ascii=False) + "\n"


def _definitions() -> Schema:
    return {
        "sheet": _object(
            {
                "name": _text("The short name, unique in the document; links name it."),
                "title": _text("The title above the tables."),
                "notes": _said("What is said below the title.", {"type": "array", "items": {"type": "string"}}),
                "tables": _list("The tables, in order.", "table"),
            }
        ),
        "table": _object(_table()),
        "column": _object(
            {
                "key": _text("The key of its values in each row, unique in the table."),
                "heading": _text("What stands above the column."),
                "kind": _said("What the column holds.", _one_of((*ColumnKind, LIST))),
            }
        ),
        "row": _said("The cells of one row, by the keys of the columns.", _mapping(_cell())),
        "word": _object({"text": _text("The word."), "tone": _said("What its color says.", _one_of(Tone))}),
        "link": _object(
            {
                "text": _text("What is shown."),
                "sheet": _text("The sheet that it leads to."),
                "id": _said("The id of the row there; null where it leads to the sheet.", {"type": ["string", "null"]}),
            }
        ),
        "chart": _object(
            {
                "title": _text("The title of the chart."),
                "alt": _text("What it shows, in words."),
                "category": _text("The key of the column that names each bar."),
                "series": _said(
                    "The columns that make the parts of each bar, with their tones.",
                    _mapping(_one_of(Tone)),
                ),
            }
        ),
        "period": _object({"start": {"$ref": "#/$defs/day"}, "end": _said("Null while it goes on.", _or_null({"$ref": "#/$defs/day"}))}),
        "day": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"},
    }


def _table() -> Mapping[str, Schema]:
    return {
        "name": _text("The name, unique in the document and the same in every report."),
        "heading": _text("What stands above the table; empty where the sheet has no other."),
        "note": _text("A remark above the table."),
        "description": _text("What the table holds, in a sentence."),
        "id_column": _said("The key of the column whose ids links lead to; null where none do.", {"type": ["string", "null"]}),
        "columns": _list("The columns, in order.", "column"),
        "rows": _list("The rows, in order, without sums.", "row"),
        "totals": _list("The rows of sums.", "row"),
        "empty": _said("What is said instead of a table without rows.", {"type": ["string", "null"]}),
        "chart": _said("The chart that the other formats draw of the rows.", _or_null({"$ref": "#/$defs/chart"})),
    }


def _cell() -> Schema:
    plain: Schema = {"type": ["string", "number", "null"], "description": "A text, a date as 2026-11-21, a number, or an empty cell."}
    linked: Schema = {"$ref": "#/$defs/link"}
    many: Schema = {"type": "array", "items": {"anyOf": [{"type": "string"}, linked]}}
    return {"anyOf": [plain, {"$ref": "#/$defs/word"}, linked, many]}


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "required": list(properties), "properties": dict(properties)}


def _list(description: str, kind: str) -> Schema:
    return {"description": description, "type": "array", "items": {"$ref": f"#/$defs/{kind}"}}


def _text(description: str) -> Schema:
    return {"description": description, "type": "string"}


def _said(description: str, schema: Schema) -> Schema:
    return {"description": description, **schema}


def _one_of(words: Iterable[str]) -> Schema:
    return {"enum": [str(each) for each in words]}


def _mapping(value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}
