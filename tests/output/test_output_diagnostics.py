import json
from collections import Counter
from dataclasses import replace

import pytest

from gni_assess.model.columns import count_columns, cut_columns
from gni_assess.model.diagnostics import Diagnostic, Place, RecordRef
from gni_assess.model.vocabulary import DiagnosticSeverity, RecordKind, Stage
from gni_assess.output.concise import write_concise
from gni_assess.output.file_names import without_file_names
from gni_assess.output.json_report import write_json
from gni_assess.output.json_text import to_json
from gni_assess.output.run import Run, fails, summarize
from gni_assess.output.text import leaves_out, write_text

DETAIL = "Zqx-value"


def make(
    severity: DiagnosticSeverity = DiagnosticSeverity.ERROR, line: int | None = 3, column: int | None = 5, file: str = ""
) -> Diagnostic:
    return Diagnostic(
        code="GNI101",
        name="unknown-criterion",
        severity=severity,
        message="there is no such criterion",
        fix="name one that there is",
        place=Place(file=file or "evidence/cases/CASE-208.yaml", line=line, column=column),
        record=RecordRef(kind=RecordKind.CASE, id="CASE-208"),
        path=("criteria", 0),
        detail=DETAIL,
    )


def make_run(*diagnostics: Diagnostic, ignored: Counter[str] | None = None) -> Run:
    return Run(diagnostics=diagnostics, files_read=1, stage=Stage.REVIEW, criteria=98, answered=14, ignored=ignored or Counter())


def text_of(run: Run, width: int | None = None, source: str = "") -> list[str]:
    return ["".join(piece for piece, _ in line) for line in write_text(run, terminal_width=width, source_line=lambda _: source)]


def test_text_off_a_terminal_has_place_message_and_fix_alone() -> None:
    assert text_of(make_run(make()), source="  - Zqx-value") == [
        "error GNI101 unknown-criterion  evidence/cases/CASE-208.yaml:3:5",
        "  there is no such criterion",
        "  how to mend it: name one that there is",
        "",
        "1 file read; 14 of 98 criteria answered; 1 error, 0 warnings, 0 for information",
        "`gni-assess rule GNI101` explains a diagnostic and how to mend it",
    ]


def test_text_on_a_terminal_shows_value_source_and_caret() -> None:
    lines = text_of(make_run(make()), width=80, source="  - Zqx-value")
    assert lines[1:4] == ["  there is no such criterion: Zqx-value", "  3 |   - Zqx-value", "          ^"]


def test_what_must_not_be_repeated_is_not_shown_on_a_terminal_either() -> None:
    secret = replace(make(), detail="", unquoted=True)
    assert text_of(make_run(secret), width=80, source="  - Zqx-value")[1:3] == [
        "  there is no such criterion",
        "  how to mend it: name one that there is",
    ]
    assert not leaves_out(make_run(secret), lambda _: "  - Zqx-value")
    assert leaves_out(make_run(replace(secret, unquoted=False)), lambda _: "  - Zqx-value")


@pytest.mark.parametrize(
    ("source", "column"),
    [
        ("plain: value", 8),
        ("漢字かな: 値", 7),
        ("e\u0301e\u0301: value", 7),
        ("\u202ex: value", 5),
        ("\tx: value", 5),
        ("a\x1b[31m: value", 9),
        ("👩\u200d: value", 5),
    ],
)
def test_the_caret_stands_under_its_column(source: str, column: int) -> None:
    lines = text_of(make_run(make(column=column)), width=80, source=source)
    shown, caret = lines[2], lines[3]
    assert caret.strip() == "^"
    at = cut_columns(shown, len(caret) - 1)
    assert shown[len(at) :].lstrip("\u0301\u200d").startswith(source[column - 1])
    assert count_columns(at) == len(caret) - 1


@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize("source", ["x" * 300, "漢" * 300, ""])
def test_no_line_is_wider_than_the_terminal(width: int, source: str) -> None:
    run = make_run(make(file="f", column=250), make(file="f", column=3))
    for line in text_of(run, width=width, source=source):
        assert count_columns(line) <= max(width, 30) or line.startswith(("1 file", "`gni-assess", "error"))


def test_a_place_without_line_shows_no_source() -> None:
    assert not [line for line in text_of(make_run(make(line=None, column=None)), width=80, source="secret") if "secret" in line]


def test_concise_is_one_line_each_and_names_the_record_where_the_file_does_not() -> None:
    lines = list(write_concise(make_run(make(), make(file="gni-assess.yaml", line=None, column=None))))
    assert lines == [
        "evidence/cases/CASE-208.yaml:3:5: GNI101 error there is no such criterion",
        "gni-assess.yaml: GNI101 error CASE-208: there is no such criterion",
        "1 file read; 14 of 98 criteria answered; 2 errors, 0 warnings, 0 for information",
    ]


def test_json_has_everything_but_the_value() -> None:
    text = write_json(make_run(make(), ignored=Counter({"GNI106": 2})))
    assert DETAIL not in text
    value = json.loads(text)
    assert (value["version"], value["stage"], value["summary"]["error"], value["summary"]["ignored"]) == (1, "review", 1, 2)
    assert value["ignored"] == [{"code": "GNI106", "count": 2}]
    assert value["diagnostics"] == [
        {
            "code": "GNI101",
            "name": "unknown-criterion",
            "severity": "error",
            "message": "there is no such criterion",
            "fix": "name one that there is",
            "file": "evidence/cases/CASE-208.yaml",
            "line": 3,
            "column": 5,
            "file_path": "evidence/cases/CASE-208.yaml",
            "record": {"kind": "case", "id": "CASE-208"},
            "path": ["criteria", 0],
        }
    ]


def test_hidden_characters_of_names_are_escaped_in_every_format() -> None:
    run = make_run(make(file="evidence/\u202e\x1b[31m\x9b\n\U000e0001.yaml"))
    for text in ("\n".join(text_of(run)), "\n".join(text_of(run, width=80)), "\n".join(write_concise(run)), write_json(run)):
        assert not set(text) & set("\u202e\x1b\x9b\U000e0001")
    assert json.loads(write_json(run))["diagnostics"][0]["file"] == "evidence/\u202e\x1b[31m\x9b\n\U000e0001.yaml"


@pytest.mark.parametrize(
    "text", ["\u202e", "\x1b[31m", "\x7f\x9b", "\u2028", "\ud800", "\U000e0001", "漢字 é 👩\u200d💻", '"\\', "a\nb\tc"]
)
def test_json_text_reads_back_the_same(text: str) -> None:
    written = to_json({"a": [text], text: 1})
    assert json.loads(written) == {"a": [text], text: 1}
    assert not set(written) & set("\u202e\x1b\x7f\x9b\u2028\ud800\U000e0001\t")


@pytest.mark.parametrize(
    ("found", "threshold", "failed"),
    [
        (DiagnosticSeverity.ERROR, DiagnosticSeverity.ERROR, True),
        (DiagnosticSeverity.WARNING, DiagnosticSeverity.ERROR, False),
        (DiagnosticSeverity.WARNING, DiagnosticSeverity.WARNING, True),
        (DiagnosticSeverity.ERROR, DiagnosticSeverity.WARNING, True),
        (DiagnosticSeverity.INFORMATION, DiagnosticSeverity.WARNING, False),
        (DiagnosticSeverity.ERROR, None, False),
    ],
)
def test_a_run_fails_from_its_threshold_on(found: DiagnosticSeverity, threshold: DiagnosticSeverity | None, failed: bool) -> None:  # noqa: FBT001
    assert fails(make_run(make(found)), threshold) is failed


def test_the_summary_counts_what_was_ignored() -> None:
    run = make_run(make(DiagnosticSeverity.WARNING), ignored=Counter({"GNI106": 2, "GNI301": 1}))
    assert summarize(run) == (
        "1 file read; 14 of 98 criteria answered; 0 errors, 1 warning, 0 for information; 3 ignored (2 codes, each with a reason)"
    )
    assert summarize(Run(diagnostics=(), files_read=2, ignored=Counter())) == "2 files read; 0 errors, 0 warnings, 0 for information"


def test_files_that_are_not_named_are_numbered_by_folder_and_keep_their_positions() -> None:
    run = make_run(
        make(file="secret/b"), make(file="secret/a", line=7), make(file="secret/a", line=8), make(file="other/c"), make(file="open.yaml")
    )
    shown = without_file_names(
        run, folder_of=lambda file: None if file.startswith("open") else file.partition("/")[0], is_record_id=lambda each: each == "CASE-1"
    )
    assert [each.place for each in shown.diagnostics] == [
        Place(file="secret/… (2 of 2)", line=3, column=5),
        Place(file="secret/… (1 of 2)", line=7, column=5),
        Place(file="secret/… (1 of 2)", line=8, column=5),
        Place(file="other/…", line=3, column=5),
        Place(file="open.yaml", line=3, column=5),
    ]
    assert {each.record for each in shown.diagnostics} == {RecordRef(kind=RecordKind.CASE)}
    assert without_file_names(run, folder_of=lambda _: None, is_record_id=lambda _: True) == run
