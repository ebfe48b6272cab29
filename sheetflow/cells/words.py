"""Column types that are words: text, choices, lists, technicians, phones, links, yes and no."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from sheetflow.cells.base import CellType, Read, Sheet, Write, as_is, bad, plain, unlike, written
from sheetflow.columns import Column, folded
from sheetflow.model import BadCell, Scalar, Text, Value

#: SHEET.md "The other tabs": lists are written with ; or 、 (a closed list may have commas or ticks between).
_SEPARATORS = re.compile(r"[;；、\n]")
_CLOSED_SEPARATORS = re.compile(r"[;；、,，\n]|(?<=√)")

_STAFF_NO = re.compile(r"[0-9A-Za-z]*[0-9][0-9A-Za-z]*")
_TECHNICIAN = re.compile(rf"(?:.*·)?(?:工号?|#|No\. ?)({_STAFF_NO.pattern})")
_LINK = re.compile(r"(?:https?://|/)\S+")
_TRUE = frozenset(map(folded, ("是", "yes", "y", "true", "1", "√", "✓")))
_FALSE = frozenset(map(folded, ("否", "no", "n", "false", "0", "×", "✗")))


def _read_text(column: Column, zone: ZoneInfo) -> Read:
    return written


def _read_trimmed(column: Column, zone: ZoneInfo) -> Read:
    return lambda raw: written(raw).strip()


def _read_choice(column: Column, zone: ZoneInfo) -> Read:
    keys = column.choice_keys
    exact: dict[Scalar, str] = {n: choice.key for choice in column.choices for n in choice.names}

    # The same few wordings stand in thousands of rows; `typed`, for TRUE is no 1.
    @lru_cache(maxsize=256, typed=True)
    def read(raw: Scalar) -> Value:
        text = written(raw)
        key = exact.get(text) or keys.get(folded(text))
        if key:
            return key
        return _no_choice(column, text) if column.choices else text.strip()

    return read


def _no_choice(column: Column, text: str) -> BadCell:
    zh, en = column.label.zh, column.label.en
    found = Text(f"「{text}」不在「{zh}」的选项里", f"'{text}' is not a choice of {en}")
    listed = _listed(column)
    return bad(text, found, Text(f"请选其一:{listed.zh}", f"Choose one of: {listed.en}"))


def _listed(column: Column) -> Text:
    labels = [choice.label for choice in column.choices]
    return Text("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))


def _write_choice(column: Column, sheet: Sheet) -> Write:
    labels = {key: label.of(sheet.language) for key, label in column.choice_labels.items()}
    return lambda value: labels.get(str(value), str(value))


def _read_choices(column: Column, zone: ZoneInfo) -> Read:
    one = _read_choice(column, zone)

    def read(raw: Scalar) -> Value:
        text = written(raw)
        found = [one(part) for part in _parts(_CLOSED_SEPARATORS, text)]
        wrong = [value.text for value in found if isinstance(value, BadCell)]
        if wrong:
            return _no_choices(column, text, wrong)
        return tuple(dict.fromkeys(map(str, found))) or None

    return read


def _no_choices(column: Column, text: str, wrong: Sequence[str]) -> BadCell:
    """Name each word that isn't a choice, and all that are: several may stand side by side."""
    quoted = Text("".join(f"「{one}」" for one in wrong), ", ".join(f"'{one}'" for one in wrong))
    zh, en = column.label.zh, column.label.en
    found = Text(f"{zh}里没有{quoted.zh}", f"{en} has no {quoted.en}")
    listed = _listed(column)
    several = Text(
        f"请写其中一个或几个,用、隔开:{listed.zh}",
        f"Write one or more of these, between semicolons: {listed.en}",
    )
    return bad(text, found, several)


def _write_choices(column: Column, sheet: Sheet) -> Write:
    label = _write_choice(column, sheet)
    return lambda value: _joined((str(label(key)) for key in _items(value)), sheet)


def _read_list(column: Column, zone: ZoneInfo) -> Read:
    return lambda raw: tuple(_parts(_SEPARATORS, written(raw))) or None


def _write_list(column: Column, sheet: Sheet) -> Write:
    return lambda value: _joined(_items(value), sheet)


def _parts(separators: re.Pattern[str], text: str) -> list[str]:
    return [part.strip() for part in separators.split(text) if part.strip()]


def _items(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _joined(items: Iterable[str], sheet: Sheet) -> str:
    return ("、" if sheet.language == "zh" else "; ").join(items)


def _read_technician(column: Column, zone: ZoneInfo) -> Read:
    """Read 陈立·工01 as 01; what else people type stays text, for `typed.understand_technician` and the roster."""

    def read(raw: Scalar) -> Value:
        text = written(raw).strip()
        match = _TECHNICIAN.fullmatch(text)
        return match.group(1) if match else text

    return read


def _write_technician(column: Column, sheet: Sheet) -> Write:
    mark = "工" if sheet.language == "zh" else "#"

    def write(value: Value) -> Scalar:
        number = str(value)
        if number in sheet.names:
            return f"{sheet.names[number]}·{mark}{number}"
        return f"{mark}{number}" if _STAFF_NO.fullmatch(number) else number

    return write


def _read_link(column: Column, zone: ZoneInfo) -> Read:
    def read(raw: Scalar) -> Value:
        text = written(raw).strip()
        return text if _LINK.fullmatch(text) else unlike(text, Text("网址", "a link"), "https://…")

    return read


def _read_boolean(column: Column, zone: ZoneInfo) -> Read:
    def read(raw: Scalar) -> Value:
        word = folded(written(raw))
        if word in _TRUE or word in _FALSE:
            return word in _TRUE
        return unlike(written(raw), Text("是或否", "yes or no"), "是 / yes")

    return read


def _write_boolean(column: Column, sheet: Sheet) -> Write:
    yes, no = ("是", "否") if sheet.language == "zh" else ("yes", "no")
    return lambda value: (yes if value else no) if isinstance(value, bool) else plain(value)


TEXT = CellType(_read_text, as_is, written)
CHOICE = CellType(_read_choice, _write_choice, written)
CHOICES = CellType(_read_choices, _write_choices, written)
LIST = CellType(_read_list, _write_list, written)
TECHNICIAN = CellType(_read_technician, _write_technician, written)
PHONE = CellType(_read_trimmed, as_is, written)
LINK = CellType(_read_link, as_is, written)
BOOLEAN = CellType(_read_boolean, _write_boolean, written)
