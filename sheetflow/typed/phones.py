"""Phone numbers as customers give them: with extensions, prefixes and remarks. What is possible is accepted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from unicodedata import normalize

import phonenumbers

from sheetflow.model import Text

#: Numbers without a country code are numbers of this country.
REGION = "CN"

_EXTENSION = re.compile(
    r"(?:转|分机|ext\.?|x|#)\s*:?\s*([0-9]{1,6})|(?<=[0-9]{7})-([0-9]{1,6})(?![0-9])", re.IGNORECASE
)
_NUMBER = re.compile(r"\+?\(?[0-9](?:[ ()\-.]{0,2}[0-9]){4,19}")

#: A mobile as most people type it, which needs no further reading.
_PLAIN = re.compile(r"1[3-9][0-9]([ -]?)[0-9]{4}\1[0-9]{4}")

#: What a mobile begins with and how long it is, and a landline without its area code: phonenumbers takes both for
#: landlines of some length. China's numbering plan.
_HOME = phonenumbers.country_code_for_region(REGION)
_MOBILE, _LENGTH, _BARE = re.compile(r"1[3-9]"), 11, re.compile(r"[2-8][0-9]{6,7}$")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as dialled, and the extension; `hint` asks people to look again, it never refuses.

    `digits` are national (13800000001, 01062345678); of a foreign number international (+14155550100). Of an
    impossible number they are the digits found, or "".
    """

    kind: Literal["possible", "impossible"]
    digits: str
    extension: str = ""
    hint: Text | None = None


@lru_cache(maxsize=65_536)
def digits_of(text: str) -> str:
    """Give the digits of the first number in a text, as `understand_phone` does; a plain mobile is read at once.

    What was read is remembered: the same few thousand stand in the rows of years.
    """
    if _PLAIN.fullmatch(text):
        return text.replace("-", "").replace(" ", "")
    return understand_phone(text).digits if text else ""


def understand_phone(text: str) -> Phone:
    """Read the first number in a text: ``138-0000-0001 王女士``, ``010-62345678转8002``, ``+86 400-810-0000``."""
    plain = normalize("NFKC", text)
    extension = _EXTENSION.search(plain)
    found = _NUMBER.search(_EXTENSION.sub(" ; ", plain))
    inner = (extension.group(1) or extension.group(2)) if extension else ""
    if found is None:
        return Phone("impossible", "", inner, _NO_NUMBER)
    try:
        number = phonenumbers.parse(found.group(), REGION)
    except phonenumbers.NumberParseException:
        return Phone("impossible", re.sub(r"\D", "", found.group()), inner, _NO_NUMBER)
    return Phone(*_judged(number, found.group()), extension=inner, hint=_hint(number))


def _judged(
    number: phonenumbers.PhoneNumber, typed: str
) -> tuple[Literal["possible", "impossible"], str]:
    """Say whether the number can be one, and give its digits."""
    if not phonenumbers.is_possible_number(number) and not _local(number):
        return "impossible", re.sub(r"\D", "", typed)
    if number.country_code != _HOME:
        return "possible", phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    national = phonenumbers.national_significant_number(number)
    trunk = "0" if re.sub(r"\D", "", typed).startswith("0") else ""
    return "possible", trunk + national


def _local(number: phonenumbers.PhoneNumber) -> bool:
    reason = phonenumbers.is_possible_number_with_reason(number)
    return bool(reason == phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY)


def _hint(number: phonenumbers.PhoneNumber) -> Text | None:
    if phonenumbers.is_valid_number(number):
        return None
    reason = phonenumbers.is_possible_number_with_reason(number)
    digits = str(number.national_number)
    mobile = number.country_code == _HOME and _MOBILE.match(digits)
    bare = number.country_code == _HOME and _BARE.match(digits)
    if reason == phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY or bare:
        return Text("没有区号,外地打不通", "There is no area code")
    if reason == phonenumbers.ValidationResult.TOO_SHORT or (mobile and len(digits) < _LENGTH):
        return Text("号码少了几位", "The number is too short")
    if reason == phonenumbers.ValidationResult.TOO_LONG or (mobile and len(digits) > _LENGTH):
        return Text("号码多了几位", "The number is too long")
    return Text(
        "这个号段没见过,请再核对一遍", "Nobody has numbers like this; please check it again"
    )


_NO_NUMBER = Text("这里没有电话号码", "There is no phone number here")
