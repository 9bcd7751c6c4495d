"""Another program opens the workbook: LibreOffice shows every text as text, and prints every page with its marking."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from gni_assess.cli.entry import main
from gni_assess.sheets.way_back import read_map

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
AWKWARD = (
    "=1+1",
    "+49 30 1234",
    "-5",
    "@SUM(A1)",
    "_x0041_",
    "[/etc/passwd]",
    "[bold]x[/bold]",
    ":warning:",
    "1e3",
    "00123",
    "NO",
    "é مرحبا 你好",
)

Convert = Callable[[Path, str], Path]


@pytest.fixture
def convert(tmp_path: Path) -> Convert:
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        if os.environ.get("GNI_ASSESS_REQUIRE_LIBREOFFICE"):
            pytest.fail("LibreOffice and poppler must be there in this run")
        pytest.skip("needs LibreOffice Calc and poppler")

    def run(path: Path, kind: str) -> Path:
        profile = (tmp_path / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return path.parent / path.with_suffix(f".{kind}").name if path.parent == tmp_path else tmp_path / f"{path.stem}.{kind}"

    return run


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    folder = str(tmp_path / "company")
    assert main(["init", folder, "--no-input", "--name", "=1+1 Ltd", "--type", "platform", "--service", "Mail", "--person", "a=A=Lead",
                 "--first-assessment"]) == 0  # fmt: skip
    text = "\n".join(AWKWARD)
    for criterion, answer in (("GOV-01", text), *((f"GOV-{number:02}", each) for number, each in enumerate(AWKWARD, 2))):
        assert main(["answer", criterion, "-C", folder, "--finding", "in-place", f"--text={answer}"]) == 0
    path = tmp_path / "report.xlsx"
    assert main(["export", "-C", folder, "-o", str(path)]) == 0
    return path


@pytest.mark.long
def test_libreoffice_shows_every_text_as_text(workbook: Path, convert: Convert) -> None:
    book = ET.parse(convert(workbook, "fods")).getroot().find(f"{OFFICE}body/{OFFICE}spreadsheet")  # noqa: S314 - our own file
    assert book is not None
    sheets = {sheet.get(f"{TABLE}name"): sheet for sheet in book.findall(f"{TABLE}table")}
    records = ["Gaps", "Evidence", "Cases", "Case coverage", "Crosswalk", "Recommendations", "Interviews", "Requests"]
    assert list(sheets) == ["Cover", "Summary", "Criteria", *records, "Withheld", "Not applicable", "About", "_gni"]
    cells = list(sheets["Criteria"].iter(f"{TABLE}table-cell"))
    assert not [each for each in cells if each.get(f"{TABLE}formula")]
    texts = {
        "\n".join("".join(line.itertext()) for line in cell.iter(f"{TEXT}p"))
        for cell in cells
        if cell.get(f"{OFFICE}value-type") == "string"
    }
    assert {*AWKWARD, "\n".join(AWKWARD)} <= texts


@pytest.mark.long
def test_every_printed_page_carries_the_marking(workbook: Path, convert: Convert) -> None:
    printed = subprocess.run(["pdftotext", str(convert(workbook, "pdf")), "-"], check=True, capture_output=True, text=True).stdout
    pages = printed.removesuffix("\f").split("\f")
    assert len(pages) >= 9
    assert all("Confidential: prepared for the independent assessor" in page for page in pages)


@pytest.mark.long
def test_the_map_for_the_way_back_survives_a_save_by_libreoffice(workbook: Path, convert: Convert) -> None:
    as_written = read_map(workbook)
    opened = convert(workbook, "ods")
    workbook.unlink()
    assert read_map(convert(opened, "xlsx")) == as_written
