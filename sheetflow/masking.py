"""Names, phones, addresses and e-mail as they may stand in a mail, a log or an export: enough to tell them apart.

P2 KP: contact data stays inside after-sales; SHEET.md "Notices": no full phone, no name beyond 张**.
    name("张三丰") -> "张**"      phone("138-0000-0001") -> "138****0001"      address("城东区人民路5号") -> "城东区**"
"""

from __future__ import annotations

import re

STARS = "**"

#: A district stands in the first characters of a Chinese address; what follows it finds the door.
_DISTRICT = re.compile(r"^[^\d\s,,]{1,8}?[区县镇乡]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")

#: Phones as people type them, and no dates (2026-03-10, 20260310), amounts or ticket numbers.
_PHONES = re.compile(
    r"""(?:
      (?<!\d)(?:86[\ -]?)?1[3-9]\d[\ -]?\d{4}[\ -]?\d{4}      # a mobile, also in Tel.138…
    | (?<!\d)(?<!\d[.-])(?:
        \+\d[\d\ ()-]{6,16}\d                                 # +44 20 7946 0958
      | \(?0\d{2,3}\)?[\ -]?\d{3,4}[\ -]?\d{4}                # 010-6543 2100
      | [48]00[\ -]?(?:\d{3}[\ -]?\d{4}|\d{4}[\ -]?\d{3})     # 400-810-0001
      | \(?\d{3}\)?[\ .-]\d{3}[\ .-]\d{4} )                   # (212) 555-0101
    | (?<![\w.+-])(?!20\d{6}(?!\d))[2-8]\d{2,3}[\ -]?\d{4}    # 6543 2100, not ZG-6543210
    )(?![\d.]\d|\d)(?:\ ?(?:转|ext\.?|x)\ ?\d{1,6})?""",
    re.VERBOSE | re.ASCII,
)
#: Most texts hold nothing that could be either.
_HIDES = re.compile(r"[\d@]")
_WIDE = str.maketrans("0123456789+-", "0123456789+-")
_MAIL = re.compile(r"([\w.+-])[\w.+-]*@([\w-]+(?:\.[\w-]+)+)", re.ASCII)


def name(full: str) -> str:
    """Give the first character of a person's name: `张三丰` and `张*` become `张**`; nothing stays nothing."""
    return f"{full.strip()[0]}{STARS}" if full.strip() else ""


def phone(full: str) -> str:
    """Give the ends of a phone number; extensions and remarks are dropped.

    `010-6543 2100转8002` becomes `010****2100`; of seven to nine digits the last two stay, of fewer none.
    """
    digits = re.sub(r"\D", "", re.split(r"转|[a-zA-Z;;/、,,]", full.strip())[0])
    if len(digits) > 11:
        digits = digits.removeprefix("86")
    if not digits:
        return STARS if full.strip() else ""
    if len(digits) < 10:
        return f"****{digits[-2:]}" if len(digits) > 6 else "****"
    return f"{digits[:3]}****{digits[-4:]}"


def address(full: str) -> str:
    """Give the district of a Chinese address, else what follows the last comma: `5 Main St, York` is `**, York`."""
    place = full.strip()
    if not place:
        return ""
    if district := _DISTRICT.match(place):
        return f"{district[0]}{STARS}"
    if _CHINESE.search(place):
        return f"{re.split(r'[0-9]', place[:3])[0]}{STARS}"
    _, comma, town = place.rpartition(",")
    return f"{STARS}, {town.strip()}" if comma and not re.search(r"\d", town) else STARS


def text(free: str) -> str:
    """Give a free text with every phone number and e-mail address in it masked; only wide digits change besides."""
    if not _HIDES.search(free):
        return free
    masked = _PHONES.sub(lambda found: phone(found[0]), free.translate(_WIDE))
    return _MAIL.sub(rf"\1{STARS}@\2", masked)
