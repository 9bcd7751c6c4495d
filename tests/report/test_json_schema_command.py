from collections.abc import Callable
from typing import Any

from gni_assess.cli.schema import KINDS
from gni_assess.report.writers.json_schema import report_schema_text

Run = Callable[..., Any]


def test_the_schema_of_the_report_is_printed_like_those_of_the_files(run: Run) -> None:
    shown = run("schema", "report")
    assert (shown.code, shown.err, shown.out) == (0, "", report_schema_text())


def test_all_kinds_are_named_where_one_is_missing_or_unknown(run: Run) -> None:
    for wrong in (run("schema"), run("schema", "reprot")):
        assert wrong.code == 2
        assert wrong.err.rstrip().partition("what to do: ")[2].partition(";")[0].endswith(", ".join(KINDS))
