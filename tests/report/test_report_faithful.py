"""What was typed is in the report, whole: answered and exported by the program, and read by other readers than its own."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

Run = Callable[..., Any]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LINES = "\n".join(f"{number}. We asked, and were told; a new line & a <tag> of it." for number in range(1, 10_001))
LONG = "".join(f"{number:04}é漢 " for number in range(5_000)).strip()
TEXTS = (f"{W}t", f"{W}tab")
TYPED = {
    "GOV-01": "=HYPERLINK(1)",
    "GOV-02": "+49 30 1234, and - after a comma",
    "GOV-03": "-5\n- a dash\n\n=1+1\n@SUM(A1)",
    "GOV-04": "@SUM(A1)",
    "GOV-05": "_x0041_ and _x0041_x0042_, <r><t>x</t></r>",
    "GOV-06": "a\x1b[31mred\x07, a \x0b and a \x00; [bold]x[/bold] [/etc/passwd] {{x}} ${x} &amp; <b>x</b>",
    "GOV-07": "مرحبا بالعالم, 12 % \u200f(نعم)",
    "GOV-08": "שלום עולם\n\u202eright to left\u202c",
    "GOV-09": "你好 世界 — 日本語のテキスト 한국어",
    "GOV-10": "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 e\u0301 n\u0303 \u0e01\u0e33 \u1e9e",
    "GOV-11": "'quoted', \"twice\"; 'x\ttabbed",
    "GOV-12": LINES,
}
ESCAPES = {"\x1b": "\\x1b", "\x07": "\\x07", "\x0b": "\\x0b", "\x00": "\\x00"}
Read = Callable[[bytes], Mapping[str, str]]


def visible(text: str) -> str:
    return "".join(ESCAPES.get(each, each) for each in text)


def test_the_long_text_is_longer_than_a_cell() -> None:
    assert len(LONG) > 32_767 < len(LINES)
    assert all(sum(map(text.count, ESCAPES)) == sum(each < " " and each not in "\n\t" for each in text) for text in TYPED.values())


def answers() -> str:
    gap = {"summary": "A gap.", "action": LONG, "scale": "high", "scope": "low", "irremediability": "low"}
    entries: list[dict[str, Any]] = [{"criterion": key, "finding": "planned", "answer": text} for key, text in TYPED.items()]
    entries[0]["gaps"] = [gap]
    # JSON is YAML.
    return f"format: 1\nanswers: {json.dumps(entries, ensure_ascii=False)}\n"


def read_json(data: bytes) -> Mapping[str, str]:
    tables = {table["name"]: table for sheet in json.loads(data)["sheets"] for table in sheet["tables"]}
    gaps = {row["id"]: row["action"] for row in tables["gni_gaps"]["rows"]}
    return {**gaps, **{row["id"]: row["answer"] for row in tables["gni_criteria"]["rows"]}}


def read_csv(data: bytes) -> Mapping[str, str]:
    limit = csv.field_size_limit(10_000_000)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {"criteria.csv": "Answer", "gaps.csv": "Action"}
            return {
                key: text for name, heading in names.items() for key, text in csv_column(archive.read(name).decode("utf-8-sig"), heading)
            }
    finally:
        csv.field_size_limit(limit)


def csv_column(text: str, heading: str) -> Iterator[tuple[str, str]]:
    for row in csv.DictReader(io.StringIO(text, newline=""), strict=True):
        # The rule as the README in the zip gives it.
        yield row["ID"], re.sub("(^|[,;|\"\t\n\r\x0b\x0c])'", r"\1", row[heading])


def read_xlsx(data: bytes) -> Mapping[str, str]:
    book, found = openpyxl.load_workbook(io.BytesIO(data)), dict[str, str]()
    for name, heading in (("Criteria", "Answer"), ("Gaps", "Action")):
        rows = iter(book[name].iter_rows(values_only=True))
        headings = next(row for row in rows if heading in row)
        for row in rows:
            key, text = str(row[headings.index("ID")]), row[headings.index(heading)]
            found[key] = found.get(key, "") + ("" if text is None else str(text))
    return found


class Page(HTMLParser):
    """The text under each heading of a page, by the first word of the heading; what stands under a label `dt` by the label."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.key = self.label = ""
        self.into = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self.key = ""
        if ("class", "key") in attrs or tag in ("dt", "dd"):
            self.into = "key" if tag == "span" else tag
            self.label = "" if tag == "dt" else self.label

    def handle_endtag(self, tag: str) -> None:
        if tag in ("dt", "dd", "span") and self.into in (tag, "key"):
            self.into = ""

    def handle_data(self, data: str) -> None:
        if self.into == "key":
            self.key += data
        elif self.into == "dt":
            self.label += data
        elif self.into == "dd" and self.label in ("Answer", "Action"):
            self.found[self.key] = self.found.get(self.key, "") + data


def read_html(data: bytes) -> Mapping[str, str]:
    page = Page()
    page.feed(data.decode())
    page.close()
    return {key: text.strip("\n") for key, text in page.found.items()}


def read_docx(data: bytes) -> Mapping[str, str]:
    """The paragraphs between the label and the next paragraph that has a style, by the first word of the heading above."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ET.fromstring(archive.read("word/document.xml"))  # noqa: S314 - our own file
    found: dict[str, list[str]] = {}
    key, is_text = "", False
    for each in root.iter(f"{W}p"):
        style = each.find(f"{W}pPr/{W}pStyle")
        look = "" if style is None else style.get(f"{W}val", "")
        text = "".join("\t" if part.tag == f"{W}tab" else part.text or "" for part in each.iter() if part.tag in TEXTS)
        if look.startswith("Heading"):
            key = text.partition(" ")[0]
        label, colon, rest = text.partition(": ")
        if look == "Facts" and colon and label in ("Answer", "Action"):
            found[key] = [rest]
        is_text = text in ("Answer", "Action") if look == "Label" else is_text and not look
        if is_text and not look:
            found.setdefault(key, []).append(text)
    return {key: "\n".join(lines) for key, lines in found.items()}


READERS: Mapping[str, tuple[Read, Callable[[str], str]]] = {
    "xlsx": (read_xlsx, visible),
    "html": (read_html, visible),
    "docx": (read_docx, visible),
    "json": (read_json, str),
    "csv": (read_csv, str),
}


@pytest.mark.long
@pytest.mark.parametrize("kind", READERS)
def test_what_was_typed_is_in_every_kind_of_file_whole(gni: Run, tmp_path: Path, kind: str) -> None:
    typed = gni("answer", "--from", "-", stdin=answers())
    assert typed.code == 0, typed.err
    path = tmp_path / f"report.{'zip' if kind == 'csv' else kind}"
    done = gni("export", "--format", kind, "-o", path)
    assert done.code == 0, done.err
    read, shown = READERS[kind]
    found = read(path.read_bytes())
    for key, text in TYPED.items():
        assert_same(found[key], shown(text), key)
    (action,) = (text for key, text in found.items() if key.startswith("GOV-01-G"))
    assert_same(action, LONG, "the gap")


def assert_same(found: str, wanted: str, key: str) -> None:
    """Compare without the long report of a difference that would take minutes to make."""
    at = next((at for at, pair in enumerate(zip(found, wanted, strict=False)) if pair[0] != pair[1]), min(len(found), len(wanted)))
    assert (len(found), at) == (len(wanted), len(wanted)), (key, found[at : at + 40], wanted[at : at + 40])
