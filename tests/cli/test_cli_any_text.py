import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.store.load import load_workspace

Run = Callable[..., Any]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(lambda each: each.removeprefix("\ufeff").strip())
SEEN = frozenset("\n\t\u200c\u200d")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_any_text_is_kept_as_typed_and_shown_safely(gni: Run, workspace: Path, text: str) -> None:
    (workspace / "evidence/responses/GOV-02.yaml").unlink(missing_ok=True)
    assert gni("answer", "GOV-02", "--finding", "planned", "--text-file", "-", stdin=text).code == 0
    typed = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert load_workspace(workspace).require().responses["GOV-02"].answer == typed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS.filter(lambda each: "\0" not in each))
def test_any_title_is_listed_on_one_line(gni: Run, workspace: Path, text: str) -> None:
    (workspace / "evidence/responses/GOV-02.yaml").unlink(missing_ok=True)
    levels = ("--scale", "high", "--scope", "low", "--irremediability", "low")
    assert gni("gap", "add", "GOV-02", f"--summary={text}", *levels).code == 0
    shown = gni("gap", "list")
    assert len(shown.out.split("\n")) == 3
    assert not [each for each in shown.both if each not in SEEN and unicodedata.category(each) in {"Cc", "Cf", "Zl", "Zp"}]
