"""The peer of an export: describes the cells of a workbook once, then writes the same cells and styles with openpyxl."""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side


def describe(source: Path, target: Path) -> None:
    """Write down every cell with its value, style and link, and the sizes of columns and rows."""
    styles: list[dict[str, Any]] = []
    sheets = []
    for sheet in load_workbook(source).worksheets:
        cells = []
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None and not cell.has_style:
                    continue
                style = _style(cell)
                if style not in styles:
                    styles.append(style)
                link = cell.hyperlink.location if cell.hyperlink else None
                value = {"day": cell.value.date().isoformat()} if isinstance(cell.value, datetime) else cell.value
                cells.append([cell.row, cell.column, value, styles.index(style), link])
        widths = {key: each.width for key, each in sheet.column_dimensions.items()}
        heights = {key: each.height for key, each in sheet.row_dimensions.items() if each.height}
        sheets.append({"name": sheet.title, "cells": cells, "widths": widths, "heights": heights})
    target.write_text(json.dumps({"styles": styles, "sheets": sheets}), encoding="utf-8")


def _style(cell: Any) -> dict[str, Any]:  # noqa: ANN401 - two classes of cell
    font, alignment, border = cell.font, cell.alignment, cell.border
    return {
        "font": {"name": font.name, "sz": font.sz, "b": font.b, "i": font.i, "u": font.u, "color": font.color.rgb if font.color else None},
        "fill": cell.fill.fgColor.rgb if cell.fill.fill_type else None,
        "border": border.left.color.rgb if border.left and border.left.style else None,
        "alignment": {"horizontal": alignment.horizontal, "vertical": alignment.vertical, "wrap_text": alignment.wrap_text},
        "number_format": cell.number_format,
    }


def write(source: Path, target: Path) -> None:
    """Write what was described; each style is made once and shared."""
    described = json.loads(source.read_text(encoding="utf-8"))
    styles = [_make(each) for each in described["styles"]]
    book = Workbook()
    book.remove(book.worksheets[0])
    for each in described["sheets"]:
        sheet = book.create_sheet(each["name"])
        for key, width in each["widths"].items():
            sheet.column_dimensions[key].width = width
        for number, height in each["heights"].items():
            sheet.row_dimensions[int(number)].height = height
        for row, column, value, style, link in each["cells"]:
            cell = sheet.cell(row, column, date.fromisoformat(value["day"]) if isinstance(value, dict) else value)
            cell.font, cell.fill, cell.border, cell.alignment, cell.number_format = styles[style]
            if link:
                cell.hyperlink = f"#{link}"
    book.save(target)


def _make(style: dict[str, Any]) -> tuple[Font, PatternFill, Border, Alignment, str]:
    side = Side(style="thin", color=style["border"]) if style["border"] else Side()
    fill = PatternFill("solid", fgColor=style["fill"]) if style["fill"] else PatternFill()
    border = Border(left=side, right=side, top=side, bottom=side)
    return Font(**style["font"]), fill, border, Alignment(**style["alignment"]), style["number_format"]


if __name__ == "__main__":
    {"describe": describe, "write": write}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
