"""How instants and documents stand in the database."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from sheetflow.ledger.types import Instant, encode

INSTANTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))]))


def written(at: datetime) -> str:
    text = Instant().process_bind_param(at, sqlite.dialect())
    assert isinstance(text, str)
    return text


@given(a=INSTANTS.filter(lambda at: at.year > 1), b=INSTANTS.filter(lambda at: at.year > 1))
def test_in_sqlite_instants_sort_as_text(a: datetime, b: datetime) -> None:
    assert (written(a) < written(b)) == (a < b)
    assert Instant().process_result_value(written(a), sqlite.dialect()) == a


def test_an_instant_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="has no offset"):
        written(datetime.fromisoformat("2026-03-06T09:30"))


def test_chinese_stands_as_itself_without_blanks() -> None:
    assert encode({"fault": ["不启动", None]}) == '{"fault":["不启动",null]}'


def test_a_mapping_of_any_kind_is_an_object() -> None:
    assert encode(MappingProxyType({"a": (1, 2)})) == '{"a":[1,2]}'


def test_what_is_no_json_is_refused_without_quoting_it() -> None:
    with pytest.raises(TypeError, match=r"^datetime is no JSON$"):
        encode({"at": datetime(2026, 3, 6, tzinfo=UTC)})


@given(text=st.text(st.characters(codec=None)))
def test_every_text_has_a_form_that_a_database_takes(text: str) -> None:
    encoded = encode({"fault": text})

    encoded.encode("utf-8")
    assert "\x00" not in encoded
    assert json.loads(encoded) == {"fault": text}
