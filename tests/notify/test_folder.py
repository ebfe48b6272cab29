"""The mail folder holds one whole file per message and person, whatever happens on the way."""

from __future__ import annotations

import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sheetflow.errors import Unavailable
from sheetflow.model import Recipient
from sheetflow.notify.folder import MailFolder
from sheetflow.webhooks import mail
from tests.notify.build import CHEN, LIN, message
from tests.notify.post_office import NOON, Noon


class Ticking:
    """A clock that goes on a minute each time it is asked."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


def put(post: MailFolder, text: str = "text", *, to: Recipient = CHEN, once: str = "1") -> None:
    post.send(message(to, text=text, message_id=f"<{once}@sheetflow.invalid>"))


def test_a_message_delivered_again_replaces_its_file(tmp_path: Path) -> None:
    post = MailFolder(tmp_path / "mail", clock=Ticking())
    put(post, "first")
    put(post, "again")
    (file,) = (tmp_path / "mail").iterdir()
    assert file.name.startswith("20260310T040100Z-")
    assert "YWdhaW4" in file.read_text()


def test_other_people_and_other_notices_have_their_own_files(tmp_path: Path) -> None:
    post = MailFolder(tmp_path, clock=Noon())
    put(post, to=CHEN)
    put(post, to=LIN)
    put(post, to=CHEN, once="2")
    assert len(list(tmp_path.glob("*.eml"))) == 3


def test_the_notices_page_reads_what_was_written(tmp_path: Path) -> None:
    post = MailFolder(tmp_path, clock=Noon())
    post.send(message(subject="【派工】小麦面馆", text="不点火\n", html="<p>"))
    (letter,) = mail.newest(tmp_path)
    assert (letter.subject, letter.text.strip()) == ("【派工】小麦面馆", "不点火")
    assert (letter.message_id, letter.at) == ("<1@sheetflow.invalid>", NOON)
    assert mail.read(tmp_path, letter.name) == letter


@pytest.mark.parametrize("address", ["", "not an address", "张@例.cn"])
def test_somebody_without_an_address_gets_a_file_as_well(tmp_path: Path, address: str) -> None:
    put(MailFolder(tmp_path, clock=Noon()), to=Recipient("09", "周平", address))
    (letter,) = mail.newest(tmp_path)
    assert "周平" in letter.to


def test_only_the_owner_reads_the_files(tmp_path: Path) -> None:
    put(MailFolder(tmp_path / "mail", clock=Noon()))
    (file,) = (tmp_path / "mail").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let the system refuse files that are longer than so many bytes, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_the_earlier_file_whole_and_no_piece_of_the_new_one(
    tmp_path: Path,
) -> None:
    post = MailFolder(tmp_path, clock=Noon())
    put(post, "first")
    (file,) = tmp_path.iterdir()
    before = file.read_bytes()
    with room_for(len(before) + 1), pytest.raises(Unavailable, match="Make room"):
        put(post, "again" * 1000)
    assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == before


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file stands here")
    with pytest.raises(Unavailable, match=r"Mail folder .*mail: .* Make room"):
        put(MailFolder(tmp_path / "mail", clock=Noon()))
