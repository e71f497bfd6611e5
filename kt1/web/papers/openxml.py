"""The files of an Office Open XML document around its text: types, relations, styles. Pure."""

from xml.sax.saxutils import escape

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
FACE = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def types() -> str:
    parts = {
        "/word/document.xml": f"{DOCX_TYPE}.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/header.xml": f"{_WORD}.header+xml",
        "/word/first.xml": f"{_WORD}.header+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    named = "".join(f'<Override PartName="{k}" ContentType="{v}"/>' for k, v in parts.items())
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def relations(targets: dict[str, str], *, about: bool = False) -> str:
    found = "".join(
        f'<Relationship Id="r{n}" Type="{RELATED}/{kind.partition("#")[0]}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items(), start=1)
    )
    if about:
        kind = f"{_PACKAGE}/relationships/metadata/core-properties"
        found += f'<Relationship Id="core" Type="{kind}" Target="docProps/core.xml"/>'
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def core(title: str) -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>vi-VN</dc:language>"
        "</cp:coreProperties>"
    )


def styles() -> str:
    """Times New Roman 14 everywhere; headings only so that Word shows the outline."""
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:keepNext/><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
        for n in (1, 2, 3)
    )
    return (
        f'{HEAD}<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{FACE}'
        '<w:sz w:val="28"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        f'<w:name w:val="Normal"/><w:qFormat/></w:style>{headings}</w:styles>'
    )
