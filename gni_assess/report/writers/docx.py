"""The report as a Word file that can be edited: headings with text, tables, links; the board's page first where there is one.

The parts are written by hand. A library would bring an XML parser and a template with an author, a thumbnail and dates of its own.
"""

import zipfile
from io import BytesIO

from gni_assess.report.writers.docx_body import body_xml
from gni_assess.report.writers.docx_markup import DECLARATION, NAMESPACES, attribute, paragraph, run, text_xml
from gni_assess.report.writers.docx_styles import LANGUAGE, styles_xml
from gni_assess.sheets.book import Book

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o600 << 16


def render_docx(book: Book) -> bytes:
    """Write a book as a Word file. The same book gives the same bytes.

    The columns and tables that only the assessor fills in are left out: that is work for a workbook. So are charts, which the tables
    beside them say in numbers.
    """
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _core_properties(book),
        "docProps/app.xml": _app_properties(book),
        "word/document.xml": f"{DECLARATION}<w:document {NAMESPACES}><w:body>{body_xml(book)}{_section()}</w:body></w:document>",
        "word/_rels/document.xml.rels": _document_relations(),
        "word/styles.xml": styles_xml(),
        "word/settings.xml": _settings(),
        "word/header1.xml": f"{DECLARATION}<w:hdr {NAMESPACES}>{paragraph(run(_in_one_line(book.marking)), 'Header')}</w:hdr>",
        "word/footer1.xml": f"{DECLARATION}<w:ftr {NAMESPACES}>{_footer(book)}</w:ftr>",
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, _READABLE
            archive.writestr(info, text.encode())
    return buffer.getvalue()


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _content_types() -> str:
    kinds = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/word/header1.xml": f"{_WORD}.header+xml",
        "/word/footer1.xml": f"{_WORD}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    overrides = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in kinds.items())
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'


def _package_relations() -> str:
    return _relations(
        (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
    )


def _document_relations() -> str:
    return _relations(*((f"{_OFFICE}/relationships/{kind}", f"{kind}{end}.xml") for kind, end in _RELATED))


_RELATED = (("styles", ""), ("settings", ""), ("header", "1"), ("footer", "1"))


def _relations(*targets: tuple[str, str]) -> str:
    entries = (f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>' for number, (kind, target) in enumerate(targets, 1))
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(entries)}</Relationships>'


def _section() -> str:
    # A4, with margins that leave the same room for the text on US Letter; widths of tables are shares of the page.
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1077" w:right="1134" w:bottom="1021" w:left="1134" w:header="510" w:footer="510" w:gutter="0"/></w:sectPr>'
    )


def _settings() -> str:
    compatible = "http://schemas.microsoft.com/office/word"
    mode = f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="{compatible}" w:val="15"/></w:compat>'
    return f'{DECLARATION}<w:settings {NAMESPACES}>{mode}<w:themeFontLang w:val="{LANGUAGE}"/></w:settings>'


def _footer(book: Book) -> str:
    page = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    pages = '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    title = _in_one_line(book.properties.get("title") or book.owner)
    left = run(f"{title}, {book.created.isoformat()}")
    return paragraph(f"{left}<w:r><w:tab/></w:r>{run('Page ')}{page}{run(' of ')}{pages}", "Footer")


def _core_properties(book: Book) -> str:
    given = book.properties
    stamp = f"{book.created.isoformat()}T00:00:00Z"
    named = {
        "dc:title": given.get("title", ""),
        "dc:subject": given.get("subject", ""),
        "dc:creator": given.get("author", ""),
        "cp:keywords": given.get("keywords", ""),
        "dc:description": given.get("comments", ""),
        "cp:lastModifiedBy": given.get("author", ""),
        "cp:category": given.get("category", ""),
        "dc:language": LANGUAGE,
    }
    entries = "".join(f"<{name}>{text_xml(text)}</{name}>" for name, text in named.items() if text)
    stamps = "".join(f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{name}>' for name in ("created", "modified"))
    spaces = (
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    return f"{DECLARATION}<cp:coreProperties {spaces}>{entries}{stamps}</cp:coreProperties>"


def _app_properties(book: Book) -> str:
    company = text_xml(book.properties.get("company", ""))
    made = f"<Application>gni-assess</Application><Company>{company}</Company>"
    return f"{DECLARATION}<Properties xmlns={attribute(_OFFICE + '/extended-properties')}>{made}</Properties>"
