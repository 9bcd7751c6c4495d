r"""Text in CSV that no spreadsheet takes for a formula, and that can be had back exactly.

A spreadsheet reads `=1+1` in a CSV file as a formula, whether it is quoted or not. One that takes another character for the separator, as
many do by the language of the computer, also begins a cell in the middle of a text: after a semicolon, a line end or a quotation mark.
So an apostrophe is put wherever such a cell could begin with what begins a formula; and before an apostrophe that stands there already, so
that the way back is one rule: at the start, and after each of `, ; | "`, tab and line end, one apostrophe is taken away.

Sources: RFC 4180; OWASP, "CSV Injection".
"""

import re

# What may end a cell: separators of any language, quotation marks, and all that a program may take for the end of a line.
_ENDS = ',;|"\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029'
_CELL_START = f"(?<![^{_ENDS}])"
# What programs skip before they look whether a cell is a formula, and more that does not show.
_BLANK = "[\x00-\x08\x0e-\x1b\x1f \x7f-\x84\x86-\xa0\u00ad\u061c\u1680\u180e\u2000-\u200f\u202a-\u202f\u205f-\u206f\u3000\ufeff]*"
# The wide forms are formulas to spreadsheets in East Asian languages.
_TRIGGER = "[=+@\uff1d\uff0b\uff0d\uff20\u2212-]"
_TO_PROTECT = re.compile(rf"{_CELL_START}(?='|{_BLANK}{_TRIGGER})|\A(?=[\t\r])")
_PROTECTION = re.compile(f"{_CELL_START}'")


def encode(text: str) -> str:
    """Give a text as it stands in a cell of the CSV, before quoting."""
    return _TO_PROTECT.sub("'", text)


def decode(cell: str) -> str:
    """Give back the text that `encode` made a cell of."""
    return _PROTECTION.sub("", cell)
