"""Every audience and every kind of file, through the command."""

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gni_assess.cli.export_formats import Format, ForWhom

Run = Callable[..., Any]
BEGINS = {Format.XLSX: b"PK", Format.DOCX: b"PK", Format.CSV: b"PK", Format.HTML: b"<!DOCTYPE html>", Format.JSON: b"{"}


@pytest.mark.parametrize("audience", ForWhom)
@pytest.mark.parametrize("kind", Format)
def test_each_audience_gets_each_kind_of_file(gni: Run, workspace: Path, audience: ForWhom, kind: Format) -> None:
    done = gni("export", "--audience", audience.value, "--format", kind.value)
    assert done.code == 0
    path = workspace / "reports" / f"gap-report-{audience.value}-2026-11-21{kind.suffix}"
    assert done.out.strip() == str(path)
    data = path.read_bytes()
    assert data.startswith(BEGINS[kind])
    assert gni("export", "--audience", audience.value, "--format", kind.value, "--force", "-o", str(path)).code == 0
    assert path.read_bytes() == data


def test_what_is_text_goes_to_stdout(gni: Run, workspace: Path) -> None:
    page = gni("export", "--format", "html", "-o", "-")
    assert page.code == 0
    assert page.out.startswith("<!DOCTYPE html>")
    data = gni("export", "--format", "json", "-o", "-", "-q")
    assert json.loads(data.out)["version"] == 1
    assert data.err == ""
    assert not list((workspace / "reports").glob("gap-report*"))


@pytest.mark.parametrize("kind", ["xlsx", "json"])
def test_a_file_that_only_its_owner_may_read_stays_so(gni: Run, workspace: Path, kind: str) -> None:
    path = workspace / "reports" / f"mine.{kind}"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"")
    path.chmod(0o600)
    assert gni("export", "--format", kind, "--force", "-o", str(path)).code == 0
    assert path.stat().st_mode & 0o777 == 0o600 or os.name == "nt"


@pytest.mark.parametrize("kind", ["xlsx", "docx", "csv"])
def test_what_is_no_text_does_not(gni: Run, kind: str) -> None:
    refused = gni("export", "--format", kind, "-o", "-")
    assert refused.code == 2
    assert "cannot go to stdout" in refused.err
    assert refused.out == ""


def test_the_csv_files_come_in_one_zip(gni: Run, workspace: Path) -> None:
    path = workspace / "reports" / "tables.zip"
    path.parent.mkdir(exist_ok=True)
    assert gni("export", "--format", "csv", "-o", str(path)).code == 0
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert "README.txt" in archive.namelist()
    wrong = gni("export", "--format", "csv", "-o", str(workspace / "reports" / "tables.csv"))
    assert wrong.code == 2
    assert ".zip`" in wrong.err


@pytest.mark.parametrize("kind", Format)
def test_the_name_says_the_format(gni: Run, tmp_path: Path, kind: Format) -> None:
    path = tmp_path / f"report{kind.suffix.upper()}"
    assert gni("export", "-o", path).code == 0
    assert path.read_bytes().startswith(BEGINS[kind])


def test_a_name_and_a_format_that_differ(gni: Run, tmp_path: Path) -> None:
    refused = gni("export", "--format", "docx", "-o", tmp_path / "report.html")
    assert refused.code == 2
    assert "--format html" in refused.err
    assert f"name it `{tmp_path / 'report.docx'}`" in refused.err
    for given in ((), ("--format", "csv")):
        refused = gni("export", *given, "-o", tmp_path / "report.csv")
        assert (refused.code, "a zip with one file a table" in refused.err) == (2, True)
        assert f"name it `{tmp_path / 'report.zip'}`" in refused.err
    assert "`.xlsx`, `.html`, `.docx`, `.json` or `.zip`" in gni("export", "-o", tmp_path / "report.pdf").err
    assert "--format html" in gni("export", "-o", "-").err
    assert list(tmp_path.glob("report*")) == []


def test_a_second_report_of_the_day_is_written_beside_the_first_and_says_so(gni: Run, workspace: Path) -> None:
    name = "gap-report-assessor-2026-11-21"
    assert "was there already" not in gni("export").err
    second = gni("export")
    assert second.out.strip() == str(workspace / "reports" / f"{name}-2.xlsx")
    told = [line for line in second.err.splitlines() if "was there already" in line]
    assert told == [f"`{name}.xlsx` was there already and is as it was; this one is beside it (`--force` replaces)"]
    assert "was there already" not in gni("export", "--force").err
    assert gni("export", "-q").err == ""
