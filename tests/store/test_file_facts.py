import os
from dataclasses import replace
from pathlib import Path

import pytest

from gni_assess.model.assessment import FileFact
from gni_assess.store.load import load_workspace
from gni_assess.store.vault import find_file_facts

NAMES = [
    "evidence/files/plain.pdf",
    "evidence/files/./plain.pdf",
    "evidence//files/plain.pdf",
    "./evidence/files/plain.pdf",
    "evidence\\files\\plain.pdf",
    "evidence/files/sub/../plain.pdf",
    "evidence/files/sub",
    "evidence/files/sub/deep.pdf",
    "evidence/files/gone.pdf",
    "evidence/files/plain.pdf/",
    "evidence/files/inside.pdf",
    "evidence/files/outside.pdf",
    "evidence/files/circle.pdf",
    "linked/deep.pdf",
    "away/outside.pdf",
    "gone/deep.pdf",
    "gni-assess.yaml",
    "../outside.pdf",
    "/etc/hostname",
    "a\0b/c",
    "evidence/files/" + "x" * 300,
    "x" * 5_000 + "/y",
]


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_glance_tells_what_reading_tells(sample: Path) -> None:
    files, away = sample / "evidence/files", sample.parent / "away"
    (files / "sub").mkdir()
    away.mkdir()
    for each in (files / "plain.pdf", files / "sub/deep.pdf", away / "outside.pdf"):
        each.write_bytes(b"abc")
    (files / "inside.pdf").symlink_to("plain.pdf")
    (files / "outside.pdf").symlink_to(away / "outside.pdf")
    (files / "circle.pdf").symlink_to("circle.pdf")
    (sample / "linked").symlink_to(files / "sub")
    (sample / "away").symlink_to(away)
    assessment = load_workspace(sample).require()
    policies = {name: replace(assessment.policies["POL-417"], file=name) for name in NAMES}
    named = replace(assessment, policies=policies, systems={})
    seen, read = (find_file_facts(sample, named, measure=each) for each in (False, True))
    assert list(seen) == list(read) == sorted(NAMES)
    assert {name: replace(fact, sha256=None) for name, fact in read.items()} == seen
    there = FileFact(exists=True, size=3)
    assert [seen[f"evidence/files/{each}.pdf"] for each in ("plain", "inside", "sub/deep")] == [there] * 3
    assert [seen[each] for each in ("linked/deep.pdf", "away/outside.pdf", "evidence/files/outside.pdf")] == [
        there,
        FileFact(outside=True),
        FileFact(outside=True),
    ]
