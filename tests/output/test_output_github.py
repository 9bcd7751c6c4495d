import re
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from gni_assess.model.diagnostics import Diagnostic
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.output.github import escape_data, escape_property, write_github
from gni_assess.output.run import Run

COMMAND = re.compile(r"::(error|warning|notice) (.*?)::(.*)\Z")


def unescape(text: str, *, is_property: bool = False) -> str:
    if is_property:
        text = text.replace("%3A", ":").replace("%2C", ",")
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def read(*runs: Run) -> list[tuple[str, dict[str, str], str]]:
    """Read the commands as a runner does."""
    text = write_github(runs)
    assert text == write_github(runs)
    assert "Zqx-value" not in text
    found = []
    for line in text.split("\n"):
        if (match := COMMAND.match(line)) is not None:
            properties = dict(each.split("=", 1) for each in match[2].split(","))
            unescaped = {name: unescape(value, is_property=True) for name, value in properties.items()}
            found.append((match[1], unescaped, unescape(match[3])))
        else:
            assert line.startswith(("::group::", "::endgroup::")) or not line.lstrip().startswith("::")
            assert "##[" not in line
    return found


def test_a_command_has_file_line_column_title_and_message(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    assert read(a_run(a_diagnostic(), folder="acme")) == [
        (
            "error",
            {"file": "acme/evidence/cases/CASE-208.yaml", "line": "3", "col": "5", "title": "GNI101 unknown-criterion"},
            "there is no such criterion\nhow to mend it: name one that there is",
        )
    ]
    assert write_github([a_run(a_diagnostic())]).split("\n")[-1].startswith("1 file read; ")


def test_a_place_without_line_has_none(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    ((_, properties, _),) = read(a_run(a_diagnostic(line=None, column=None)))
    assert set(properties) == {"file", "title"}


def test_the_worst_comes_first_over_all_workspaces(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    mixed = [a_diagnostic(severity=each) for each in reversed(DiagnosticSeverity)]
    kinds = [kind for kind, _, _ in read(a_run(*mixed, folder="a"), a_run(*mixed, folder="b"))]
    assert kinds == ["error", "error", "warning", "warning", "notice", "notice"]


def test_no_more_than_github_shows_and_the_rest_is_told_and_listed(
    a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]
) -> None:
    found = [a_diagnostic(f"CASE-{number}", severity=each) for each in DiagnosticSeverity for number in range(100, 112)]
    commands = read(a_run(*found))
    kinds = [kind for kind, _, _ in commands]
    assert {each: kinds.count(each) for each in kinds} == {"error": 10, "warning": 10, "notice": 10}
    assert "2 errors, 2 warnings, 3 for information more" in commands[-1][2]
    log = write_github([a_run(*found)])
    assert log.count("::group::") == log.count("::endgroup::") == 1
    for each in found:
        assert str(each.record and each.record.id) in log
    assert [kind for kind, _, _ in read(a_run(*found[:10]))] == ["error"] * 10


def test_missing_responses_are_one_annotation(a_run: Callable[..., Run], missing: Callable[[str], Diagnostic]) -> None:
    ((_, _, message),) = read(a_run(*(missing(f"GOV-{number}") for number in range(10, 40))))
    assert message.startswith("`GOV-10` has no response; the same for 29 more: GOV-11, ")


def test_hostile_names_end_no_command(a_run: Callable[..., Run], hostile: Diagnostic) -> None:
    text = write_github([a_run(hostile)])
    assert not set(text) & set("\x1b\x07\x9b\r\u202e\u2028")
    ((_, properties, message),) = read(a_run(hostile))
    assert properties["file"].endswith(",:%<&\"'.yaml")
    assert message.startswith("CASE-208: a\\x0d b\\x07 <c> %25 ]]> ::error::\n")


def test_what_is_no_command_cannot_be_one(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    found = [a_diagnostic(f"CASE-{number}", file="::error::##[error]x") for number in range(100, 120)]
    assert len(read(a_run(*found, folder=""))) == 11


@given(st.text())
def test_what_is_escaped_reads_back_the_same(text: str) -> None:
    assert unescape(escape_data(text)) == text
    assert unescape(escape_property(text), is_property=True) == text
    assert not set(escape_property(text)) & set(":,\r\n")
