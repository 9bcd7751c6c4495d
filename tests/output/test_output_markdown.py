import re
from collections import Counter
from collections.abc import Callable
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gni_assess.model.diagnostics import Diagnostic, Place
from gni_assess.model.visible import visible_line
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.output.markdown import MOST_SHOWN, write_markdown
from gni_assess.output.run import Run

Make = Callable[..., Diagnostic]
MakeRun = Callable[..., Run]
READER = MarkdownIt("commonmark", {"linkify": False}).enable("table")


def tables(*runs: Run) -> list[list[list[str]]]:
    """Give the cells of each table as a reader sees them, without the heading rows."""
    text = write_markdown(runs)
    assert text == write_markdown(runs)
    assert "Zqx-value" not in text
    html = READER.render(text)
    return [
        [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in table.split("<tr>")[2:]]
        for table in re.findall(r"<table>(.*?)</table>", html, re.DOTALL)
    ]


def plain(cell: str) -> str:
    return unescape(re.sub(r"</?code>", "", cell))


def test_numbers_come_first_and_then_the_worst(a_run: MakeRun, a_diagnostic: Make) -> None:
    mixed = [a_diagnostic(severity=each) for each in reversed(DiagnosticSeverity)]
    numbers, worst = tables(a_run(*mixed, folder="a"), a_run(*mixed[:1], folder="b", criteria=None))
    assert numbers == [["<code>a</code>", "1", "1", "1"], ["<code>b</code> (cannot be loaded)", "0", "0", "1"]]
    assert [row[0] for row in worst] == ["error", "warning", "information", "information"]
    assert [plain(each) for each in worst[0][1:]] == [
        "GNI101 unknown-criterion",
        "a/evidence/cases/CASE-208.yaml:3:5",
        "there is no such criterion",
        "name one that there is",
    ]


def test_without_diagnostics_there_are_only_numbers(a_run: MakeRun) -> None:
    text = write_markdown([a_run()])
    assert text.splitlines() == [
        "### gni-assess validate",
        "",
        "| workspace | errors | warnings | for information |",
        "|---|---:|---:|---:|",
        "| <code>.</code> | 0 | 0 | 0 |",
        "",
        "1 file read; 14 of 98 criteria answered; 0 errors, 0 warnings, 0 for information.",
    ]


def test_only_the_worst_are_shown_and_the_rest_is_counted(a_run: MakeRun, a_diagnostic: Make, missing: Callable[[str], Diagnostic]) -> None:
    many = [a_diagnostic(line=number) for number in range(1, MOST_SHOWN + 3)]
    warning = a_diagnostic(severity=DiagnosticSeverity.WARNING)
    text = write_markdown([a_run(warning, *many)])
    assert text.count("| error |") == MOST_SHOWN
    assert "\n3 diagnostics more are not shown here.\n" in text
    assert "1 diagnostic more is not shown here." in write_markdown([a_run(*many[: MOST_SHOWN + 1])])
    (_, worst) = tables(a_run(*(missing(f"GOV-{number:02}") for number in range(1, 4))))
    assert [plain(row[3]) for row in worst] == ["`GOV-01` has no response; the same for 2 more: GOV-02, GOV-03".replace("`", "")]


def test_long_texts_are_cut(a_run: MakeRun, a_diagnostic: Make) -> None:
    text = write_markdown([a_run(a_diagnostic(message="m" * 5000, fix="`" + "f" * 5000))])
    assert len(text) < 2000


def test_hostile_text_stays_in_its_cell(a_run: MakeRun, hostile: Diagnostic) -> None:
    (_, ((*_, what, fix),)) = tables(a_run(hostile))
    assert plain(what).endswith(f": {visible_line(hostile.message)}")
    assert plain(fix) == visible_line(hostile.fix)


@given(text=st.text(st.sampled_from("a@#:/.<>&`|*_~[]()!\\-\n\r\t wW$ é\u202e\x1b"), max_size=40))
def test_no_text_becomes_markup(text: str) -> None:
    found = Diagnostic(
        code="GNI101",
        name="unknown-criterion",
        severity=DiagnosticSeverity.ERROR,
        message=f"x{text}x",
        fix="y",
        place=Place(file=f"f{text}f"),
    )
    run = Run(diagnostics=(found,), files_read=1, ignored=Counter())
    (_, (row,)) = tables(run)
    assert len(row) == 5
    assert set(re.findall(r"<(/?\w+)", row[2] + row[3])) <= {"code", "/code"}
    assert plain(row[2]) == visible_line(found.place.file)
    assert plain(row[3]).replace("`", "") == visible_line(found.message).replace("`", "")
    raw = write_markdown([run]).splitlines()[7]
    assert not re.search(r"@|#(?![0-9]+;)|://|www\.|\$", raw, re.IGNORECASE)
