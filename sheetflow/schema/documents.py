"""The schema's papers: which of them this desk prints, and what is the shop's own on each."""

from __future__ import annotations

from pathlib import Path

from sheetflow.model import Text
from sheetflow.schema.parts import PapersSpec
from sheetflow.schema.section import Section, shown

#: Every paper there is. P1 has the receipt, P2 the service record (REQUIREMENTS.md, "Where the two procedures differ").
PAPERS = ("dispatch_order", "receipt", "service_record", "parts_slip", "fee_card")

#: Pictures that a page may show, by their file's ending.
PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
}

#: The picture travels inside each page.
LARGEST_LOGO_BYTES = 512 * 1024

_PRINTED = ("dispatch_order", "service_record", "parts_slip", "fee_card")
_SHOP = Text("售后服务", "After-sales service")


def read_documents(section: Section, folder: Path) -> PapersSpec:
    """Read `documents: {print: [receipt], shop: {zh: …, en: …}, logo: logo.png}`; the logo lies in `folder`."""
    spec = PapersSpec(
        printed=section.names("print", PAPERS) if section.has("print") else _PRINTED,
        shop=section.label("shop") if section.has("shop") else _SHOP,
        greeting=section.label("greeting", required=False),
        phone=section.text("phone"),
        logo=_logo(section, folder),
    )
    section.close()
    return spec


def _logo(section: Section, folder: Path) -> Path | None:
    spot, name = section.take("logo"), section.text("logo")
    if spot is None or not name:
        return None
    path = folder / name
    if path.suffix.lower() not in PICTURES:
        section.complain(
            spot, f"{shown(spot)} is no picture", f"Name one of: {', '.join(PICTURES)}"
        )
    elif not path.is_file():
        section.complain(spot, f"there is no file {shown(spot)}", f"Put it into {folder}")
    elif path.stat().st_size > LARGEST_LOGO_BYTES:
        section.complain(spot, f"{shown(spot)} is larger than 512 kB", "Save it smaller")
    else:
        return path
    return None
