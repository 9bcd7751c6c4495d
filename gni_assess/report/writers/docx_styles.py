"""The styles of the Word file: the names that Word itself knows, so that whoever edits it finds Heading 1 where it always is."""

from collections.abc import Iterator

from gni_assess.report.writers.docx_markup import DECLARATION, NAMESPACES, tone_style
from gni_assess.sheets.colors import HEADER, LINE, LINK, MARKING, NOTE, PAGE, TONES

LANGUAGE = "en-US"
TABLE_STYLE = "TableGrid"

_FONT = "Arial"
_HEADINGS = ((1, 30, 160, 60), (2, 24, 160, 50), (3, 22, 220, 60))


def styles_xml() -> str:
    """Give the part `word/styles.xml`."""
    fonts = f'<w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:eastAsia="{_FONT}" w:cs="{_FONT}"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{_color(PAGE.ink)}{_size(20)}"
        f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:spacing w:after="50" w:line="252" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    return f"{DECLARATION}<w:styles {NAMESPACES}>{defaults}{''.join(_styles())}</w:styles>"


def _styles() -> Iterator[str]:
    yield '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    yield (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    )
    yield _paragraph("Title", "Title", '<w:spacing w:before="0" w:after="40"/>', f"<w:b/>{_color(HEADER.ground)}{_size(40)}")
    yield _paragraph("Subtitle", "Subtitle", '<w:spacing w:after="120"/>', f"{_color(MARKING.ink)}{_size(22)}")
    for level, size, before, after in _HEADINGS:
        outline = f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="{after}"/><w:outlineLvl w:val="{level - 1}"/>'
        yield _paragraph(f"Heading{level}", f"heading {level}", outline, f"<w:b/>{_color(HEADER.ground)}{_size(size)}")
    yield _paragraph("AfterTable", "After table", '<w:spacing w:after="0" w:line="120" w:lineRule="exact"/>', _size(8))
    yield _paragraph("Note", "Note", "<w:keepNext/>", f"{_color(NOTE.ink)}{_size(19)}")
    yield _paragraph("Label", "Label", '<w:keepNext/><w:spacing w:before="100" w:after="20"/>', f"<w:b/>{_color(NOTE.ink)}{_size(19)}")
    yield _paragraph("Facts", "Facts", '<w:spacing w:after="40"/>', _size(20))
    yield _paragraph("Cell", "Cell", '<w:spacing w:before="10" w:after="10" w:line="240" w:lineRule="auto"/>', _size(16))
    cell_head = '<w:keepNext/><w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>'
    yield _paragraph("CellHeading", "Cell Heading", cell_head, f"<w:b/>{_color(HEADER.ink)}{_size(16)}")
    yield _paragraph("Header", "header", '<w:spacing w:after="0"/><w:jc w:val="center"/>', f"<w:b/>{_color(MARKING.ink)}{_size(17)}")
    stop = '<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs><w:spacing w:after="0"/>'
    yield _paragraph("Footer", "footer", stop, f"{_color(NOTE.ink)}{_size(17)}")
    yield _character("Hyperlink", "Hyperlink", f'{_color(LINK.ink)}<w:u w:val="single"/>')
    yield _character("LabelInLine", "Label in line", f"<w:b/>{_color(NOTE.ink)}")
    yield _character("Strong", "Strong", "<w:b/>")
    for tone, pair in TONES.items():
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{pair.ground[1:]}"/>'
        yield _character(tone_style(tone), f"Status {tone.value}", f"{_color(pair.ink)}{shade}")
    yield _table_style()


def _paragraph(style_id: str, name: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:next w:val={_next(style_id)}/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _next(style_id: str) -> str:
    follows_itself = style_id in {"Cell", "CellHeading", "Header", "Footer", "Facts", "Note"}
    return f'"{style_id}"' if follows_itself else '"Normal"'


def _character(style_id: str, name: str, run: str) -> str:
    return (
        f'<w:style w:type="character" w:styleId="{style_id}"><w:name w:val="{name}"/><w:basedOn w:val="DefaultParagraphFont"/>'
        f"<w:qFormat/><w:rPr>{run}</w:rPr></w:style>"
    )


def _table_style() -> str:
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE[1:]}"'
    borders = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    sides = '<w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/>'
    head = f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{HEADER.ground[1:]}"/></w:tcPr>'
    return (
        f'<w:style w:type="table" w:styleId="{TABLE_STYLE}"><w:name w:val="Table Grid"/><w:uiPriority w:val="39"/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow">{head}</w:tblStylePr></w:style>'
    )


def _color(color: str) -> str:
    return f'<w:color w:val="{color[1:]}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
