"""Who reads the desk: a browser session that a one-time token opened, and who they said they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import session

from sheetflow.roster import StaffMember
from sheetflow.webhooks.reception import services


@dataclass(frozen=True, slots=True)
class Reader:
    """The person at the desk: staff number ("" for somebody not on the list), name, roles."""

    no: str
    name: str
    roles: tuple[str, ...]

    @property
    def actor(self) -> str:
        """Give the name under which their acts are recorded: 07 林静."""
        return f"{self.no} {self.name}".strip()


def open_desk() -> None:
    """Let this browser in, under a session that begins anew."""
    session.clear()
    session.permanent = True
    session["desk"] = True


def prolong(day: date) -> None:
    """Keep a browser that is used let in: its session is sent anew on the first page of each day."""
    if session.get("day") != day.isoformat():
        session["day"] = day.isoformat()


def desk_is_open() -> bool:
    """Tell whether this browser was let in."""
    return bool(session.get("desk"))


def introduce(member: StaffMember) -> None:
    """Remember who sits at this browser."""
    session["who"] = [member.no, member.name, list(member.roles)]


def leave() -> None:
    """Forget who sat here; the desk stays open and asks again."""
    session.pop("who", None)


def come_back_to(page: str) -> None:
    """Remember the page that was asked for before somebody had said who they are."""
    session["page"] = page


def where_to() -> str:
    """Give that page, once; "" when none was asked for."""
    return str(session.pop("page", ""))


def reader() -> Reader | None:
    """Give who sits at this browser, or None while nobody has said."""
    who = session.get("who")
    return Reader(who[0], who[1], tuple(who[2])) if who else None


def actor() -> str:
    """Name the person whose request this is, for the log of what they change; "desk" while nobody has said."""
    person = reader()
    return person.actor if person else "desk"


def supervises() -> bool:
    """Say whether the reader is a supervisor as the staff tab has it now."""
    who = reader()
    return who is not None and any(
        member.no == who.no and member.supervises for member in services().staff()
    )
