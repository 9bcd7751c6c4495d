"""Where the packs and the samples are: inside the installed package, else beside `pyproject.toml` in a checkout."""

from pathlib import Path

from gni_assess.errors import PackError

_PACKAGE = Path(__file__).resolve().parent.parent
DEFAULT_PACK = "gni-2024"
"""The built-in pack that is used where none is named."""

SAMPLE, UNFINISHED_SAMPLE = "sample", "unfinished-sample"
"""The sample company's whole file, and the same as it stood two months into collecting."""

_PARTS = {
    "criteria": ("_data/criteria", "criteria"),
    SAMPLE: ("_data/sample", "."),
    UNFINISHED_SAMPLE: ("_data/unfinished-sample", "tests/examples/valid/unfinished-sample"),
}


def find_packaged(part: str) -> Path:
    """Find the folder that holds the built-in packs (`criteria`), the sample workspace or the unfinished one.

    Raises PackError where the installation lacks it.
    """
    installed, in_checkout = _PARTS[part]
    if (folder := _PACKAGE / installed).is_dir():
        return folder
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (folder := checkout / in_checkout).is_dir():
        return folder
    raise PackError(f"this installation of gni-assess lacks its {part}", hint="install it again")


def built_in_packs() -> tuple[str, ...]:
    """Name the packs that come with the program."""
    return tuple(sorted(each.parent.name for each in find_packaged("criteria").glob("*/pack.yaml")))
