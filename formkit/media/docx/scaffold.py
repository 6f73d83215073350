"""The parts of a DOCX around its text: styles, settings, building blocks, properties, relations."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from formkit.media.docx.controls import PLACEHOLDER, PLACEHOLDER_PART
from formkit.media.docx.names import DECLARATIONS, DOCUMENT_PART
from formkit.media.docx.wordml import ANSWER_STYLE, BOXES_STYLE

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CUSTOM_PART = "docProps/custom.xml"
CONTENT_TYPES_PART = "[Content_Types].xml"
PACKAGE_RELATIONS_PART = "_rels/.rels"
RELATIONS_PART = "word/_rels/document.xml.rels"
IMAGE_RELATION = f"{_OFFICE}/relationships/image"
PROPERTIES_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The format id of custom properties (ECMA-376 part 1, 22.3)."""


def _types() -> str:
    overrides = {
        DOCUMENT_PART: f"{_WORD}.document.main+xml",
        "word/styles.xml": f"{_WORD}.styles+xml",
        "word/settings.xml": f"{_WORD}.settings+xml",
        "word/glossary/document.xml": f"{_WORD}.document.glossary+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        CUSTOM_PART: "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    }
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml",
                "png": "image/png"}
    inner = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in defaults.items())
    inner += "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{inner}</Types>'


def _relations(targets: Mapping[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


_PACKAGE_RELATIONS = {
    DOCUMENT_PART: f"{_OFFICE}/relationships/officeDocument",
    "docProps/core.xml": f"{_PACKAGE}/relationships/metadata/core-properties",
    "docProps/app.xml": f"{_OFFICE}/relationships/extended-properties",
    CUSTOM_PART: f"{_OFFICE}/relationships/custom-properties",
}
ANSWER_SIZE = 11.0
"""Points: the size of the style of answers."""
SYMBOL_TARGET = "media/formkit-symbol.png"
_DOCUMENT_RELATIONS = {
    "styles.xml": f"{_OFFICE}/relationships/styles",
    "settings.xml": f"{_OFFICE}/relationships/settings",
    "glossary/document.xml": f"{_OFFICE}/relationships/glossaryDocument",
    SYMBOL_TARGET: IMAGE_RELATION,
}
SYMBOL_RELATION = f"rId{len(_DOCUMENT_RELATIONS)}"
"""The picture that stands in a template where a sheet's codes will be."""


def _style(identity: str, name: str, paragraph: str = "", look: str = "", based: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{identity}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{look}</w:rPr></w:style>'
    )


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _styles(boxes: str) -> str:
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{_size(10)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:widowControl w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
    )
    styles = [
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
        _style("FormkitBlank", "formkit 空行", '<w:spacing w:line="20" w:lineRule="exact"/>', _size(1)),
        _style("FormkitLabel", "formkit 标签"),
        _style("FormkitText", "formkit 说明"),
        _style(ANSWER_STYLE, "formkit 填写", "", _size(ANSWER_SIZE)),
        _style(BOXES_STYLE, "formkit 方格", "", boxes),
        _style("FormkitSmall", "formkit 页眉页脚", "", _size(8)),
        _style("FormkitHeading", "formkit 附页标题", '<w:spacing w:after="120"/><w:jc w:val="center"/>',
               f"<w:b/>{_size(14)}"),
    ]
    return f"{_HEAD}<w:styles {DECLARATIONS}>{defaults}{''.join(styles)}</w:styles>"


_SETTINGS = (
    f"{_HEAD}<w:settings {DECLARATIONS}>"
    '<w:documentProtection w:edit="forms" w:enforcement="1"/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)

_GLOSSARY = (
    f"{_HEAD}<w:glossaryDocument {DECLARATIONS}><w:docParts><w:docPart><w:docPartPr>"
    f'<w:name w:val="{PLACEHOLDER_PART}"/><w:category><w:name w:val="General"/><w:gallery w:val="placeholder"/>'
    '</w:category><w:types><w:type w:val="bbPlcHdr"/></w:types><w:behaviors><w:behavior w:val="content"/>'
    '</w:behaviors><w:guid w:val="{6D1C7F0A-3B52-4E0E-9F2B-5A1D64C7E901}"/></w:docPartPr><w:docPartBody><w:p><w:r>'
    f'<w:t xml:space="preserve">{PLACEHOLDER}</w:t></w:r></w:p></w:docPartBody></w:docPart></w:docParts>'
    "</w:glossaryDocument>"
)

_APP = (
    f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties"><Application>formkit</Application></Properties>'
)


def _core_part(title: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>formkit</dc:creator></cp:coreProperties>"
    )


def custom_part(properties: Mapping[str, str]) -> bytes:
    """Return the part of a file's custom properties, all of them texts."""
    inner = "".join(
        f'<property fmtid="{PROPERTIES_FORMAT}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), start=2)
    )
    return (
        f'{_HEAD}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
        f"{inner}</Properties>"
    ).encode()


def scaffold(
    title: str, document: str, symbol: bytes, properties: Mapping[str, str], boxes: str
) -> dict[str, bytes]:
    """Return all parts of a DOCX whose text is ``document``, in the order in which they are stored.

    ``boxes`` is the look of text in one-character boxes, as the properties of a run.
    """
    texts = {
        CONTENT_TYPES_PART: _types(),
        PACKAGE_RELATIONS_PART: _relations(_PACKAGE_RELATIONS),
        DOCUMENT_PART: document,
        RELATIONS_PART: _relations(_DOCUMENT_RELATIONS),
        "word/styles.xml": _styles(boxes),
        "word/settings.xml": _SETTINGS,
        "word/glossary/document.xml": _GLOSSARY,
        "docProps/core.xml": _core_part(title),
        "docProps/app.xml": _APP,
    }
    parts = {name: text.encode() for name, text in texts.items()}
    return parts | {CUSTOM_PART: custom_part(properties), f"word/{SYMBOL_TARGET}": symbol}
