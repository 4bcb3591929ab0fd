"""Workbooks written part by part, so that every part can lie: .xlsx, and the records of an .xls."""

import struct
import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO

MAIN = "http" + "://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http" + "://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKED = "http" + "://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

TYPES = (
    f'{HEAD}<Types xmlns="{PACKED}/content-types">'
    f'<Default Extension="rels" ContentType="{PACKED}.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}.sharedStrings+xml"/>'
    "</Types>"
)
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts><font/></fonts>'
    "<fills><fill><patternFill/></fill></fills>"
    "<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/>{more}</cellXfs>"
    '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP file of these parts in this order; a name may stand twice."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts:
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def sheet(rows: str, after: str = "", before: str = "") -> str:
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{RELATED}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def book(sheets: Mapping[str, str], **more: str) -> bytes:
    """An .xlsx of sheets by name. `more`: other parts in place of the usual ones, `times`: how
    often each sheet is listed."""
    times = int(more.get("times", "1"))
    listed = "".join(
        f'<sheet name="{name}{again or ""}" sheetId="{at + again * len(sheets)}" r:id="r{at}"/>'
        for again in range(times)
        for at, name in enumerate(sheets, 1)
    )
    workbook = (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{listed}</sheets>'
        f"{more.get('names', '')}</workbook>"
    )
    related = "".join(
        f'<Relationship Id="r{at}" Type="{RELATED}/worksheet" Target="worksheets/s{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    strings = more.get("strings", "<si><t>x</t></si>")
    parts = {
        "[Content_Types].xml": more.get("types", TYPES),
        "xl/workbook.xml": more.get("workbook", workbook),
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKED}/relationships">'
        f"{related}</Relationships>",
        "xl/styles.xml": STYLES.replace("{more}", more.get("styles", "")),
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}">{strings}</sst>',
    }
    parts |= {f"xl/worksheets/s{at}.xml": text for at, text in enumerate(sheets.values(), 1)}
    return zipped((name, text.encode()) for name, text in parts.items())


def rows_of(lines: Iterable[Iterable[object]]) -> str:
    """Rows of a sheet: numbers as such, all else as texts."""
    return "".join(f"<row>{''.join(map(_cell, line))}</row>" for line in lines)


def _cell(value: object) -> str:
    if isinstance(value, (int, float)):
        return f"<c><v>{value}</v></c>"
    said = str(value).replace("&", "&amp;").replace("<", "&lt;")
    return f'<c t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'


# ---------------------------------------------------------------- .xls

BOF, EOF, BOUNDSHEET, CONTINUE, SST = 0x0809, 0x000A, 0x0085, 0x003C, 0x00FC
NUMBER, MULBLANK, MERGED, NAME = 0x0203, 0x00BE, 0x00E5, 0x0018


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def bof(kind: int) -> bytes:
    return record(BOF, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def xls(*sheets: bytes, before: bytes = b"", same: int = 1) -> bytes:
    """An .xls without its OLE case; `same`: how often each sheet is listed."""
    names = [f"s{at}".encode() for at in range(len(sheets) * same)]
    length = sum(4 + 8 + len(name) for name in names)
    at = len(bof(5)) + len(before) + length + len(record(EOF))
    bodies = [bof(0x10) + one + record(EOF) for one in sheets]
    places = [at + sum(map(len, bodies[:n])) for n in range(len(bodies))] * same
    listed = b"".join(
        record(BOUNDSHEET, struct.pack("<IBBBB", place, 0, 0, len(name), 0) + name)
        for place, name in zip(places, names, strict=True)
    )
    return bof(5) + before + listed + record(EOF) + b"".join(bodies)


def number(row: int, column: int, value: float) -> bytes:
    return record(NUMBER, struct.pack("<HHHd", row, column, 0, value))


def strings(count: int, body: bytes) -> bytes:
    return record(SST, struct.pack("<ii", count, count) + body)
