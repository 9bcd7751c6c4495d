"""A copy of the unfinished sample to break, and a store's way of writing without the ceremony."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.changes import Change
from gni_assess.store.apply import apply_changes
from gni_assess.store.create import create_sample
from gni_assess.store.packaged import UNFINISHED_SAMPLE

AT = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pristine") / "workspace"
    create_sample(root, UNFINISHED_SAMPLE)
    return root


@pytest.fixture
def sample(pristine: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pristine, tmp_path / "sample"))


@pytest.fixture(scope="session")
def save() -> Callable[[Path, Record | None, Record], Record]:
    def save_one(root: Path, before: Record | None, after: Record) -> Record:
        return apply_changes(root, [Change(before=before, after=after)], by="officer", via="answer", at=AT)[0]

    return save_one
