"""What every open workbook file is: a zipped file to be closed, with sheets by name."""

import zipfile
from collections.abc import Mapping
from typing import Self


class OpenBook:
    """An open workbook file; use it with `with`. `_sheets` has the parts that hold its sheets, by name."""

    _zip: zipfile.ZipFile
    _sheets: Mapping[str, str]

    def __enter__(self) -> Self:
        """Give the file itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._zip.close()

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The names of the sheets, in order."""
        return tuple(self._sheets)
