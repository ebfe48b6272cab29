"""The token chain: a batch that comes late, twice or from a frozen writer fails whole.

Every batch drops the token before it and adds its own, so after a time-out the very same batch may be sent again: if
the first did arrive, the second is answered with 400. Whether the token found then is ours decides what that means.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sheetflow.errors import Unavailable
from sheetflow.store.api import Api, Message
from sheetflow.store.names import CHAIN
from sheetflow.store.opening import Inspection, inspect, token_of
from sheetflow.store.outcomes import OutcomeUnknown, Rejected
from sheetflow.store.requests import add_token, drop_token
from sheetflow.store.transport import TRIES

#: The cells after the write, with the tab they are on.
ANSWER_FIELDS = (
    "replies,updatedSpreadsheet(sheets(properties(sheetId),"
    "data(startRow,startColumn,rowData(values(effectiveValue)))))"
)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a batch, with the API's answer when there was one.

    `applied`, or not applied: `rejected` (the API refuses it as it is, by its `error`), `deleted` (somebody removed the
    token), `lost` (another batch was faster, of another writer or a late one of ours); or `unknown`, by `fault`.
    """

    state: Literal["applied", "rejected", "deleted", "lost", "unknown"]
    answer: Message | None = None
    error: Rejected | None = None
    fault: Unavailable | None = None

    def why_not(self) -> Unavailable:
        """Give the sentence about a batch that wasn't applied, or of which nobody knows."""
        if self.fault is not None:
            self.fault.act = "write"  # whatever call it was, the batch is what couldn't be sent
            return self.fault
        if self.error is not None:
            return Unavailable(str(self.error), zh=self.error.zh, act="write")
        return Unavailable(
            "Another program that writes as sheetflow does was at the spreadsheet, so nothing was written; it is tried "
            "again. If that stays so, look whether sheetflow runs a second time, and end one of the two.",
            zh="另一个同样的程序正在写这张表格,这一次没有写,系统会再试。若一直如此,请看sheetflow是否开了两个,关掉一个。",
            act="write",
        )


class Chain:
    """The writer's place in the chain of one spreadsheet; of one that is no desk's nothing but its token is asked."""

    def __init__(self, api: Api, *, of_a_desk: bool = True) -> None:
        self._api, self._of_a_desk = api, of_a_desk
        self._token: str | None = None

    def join(self) -> Inspection:
        """Take the token in force as the one to follow; whoever held it is shut out by the next batch."""
        found = inspect(self._api)
        self._token = found.token
        return found

    def follow(self) -> None:
        """Do as `join`, where nothing else is to be known of the file."""
        self._token = self._in_force()

    def _in_force(self) -> str | None:
        if self._of_a_desk:
            return inspect(self._api).token
        return token_of(self._api.get("namedRanges").get("namedRanges", ()))

    def next_token(self) -> str:
        """Give a token never used before."""
        return secrets.token_hex(8)

    def send(
        self,
        requests: Sequence[Message],
        *,
        token: str,
        scratch_id: int,
        answer: Sequence[str] = (),
    ) -> Sent:
        """Send a batch under a new token, again while its outcome is unknown."""
        tokens = self._links(token, scratch_id)
        fields = ANSWER_FIELDS if answer else "replies"
        after = 0.0
        unheard: Unavailable | None = None
        for number in range(1, TRIES + 1):
            try:
                if number > 1:
                    self._api.pause_before(number, after=after)
                found = self._api.batch([*tokens, *requests], answer=answer, fields=fields)
            except OutcomeUnknown as fault:
                after, unheard = fault.after, fault
            except Unavailable as fault:
                unheard = unheard or fault
                break
            except Rejected as error:
                return self._meaning(error, token)
            else:
                self._token = token
                return Sent("applied", found)
        return Sent("unknown", fault=unheard)

    def _links(self, token: str, scratch_id: int) -> Sequence[Message]:
        """Give the requests that hang a batch onto the chain: they fail where it isn't the next."""
        links = [add_token(token, CHAIN, scratch_id)]
        return links if self._token is None else [drop_token(self._token), *links]

    def _meaning(self, error: Rejected, token: str) -> Sent:
        """Say what a 400 means: the token in force now tells."""
        if error.code != 400:
            raise error
        before = self._token
        try:
            found = self._in_force()
        except Unavailable as fault:
            return Sent("unknown", fault=fault)
        if found == token:
            self._token = token
            return Sent("applied")
        if found == before and found is not None:
            return Sent("rejected", error=error)
        if found is None:
            self._token = None
            return Sent("deleted" if before is not None else "rejected", error=error)
        return Sent("lost")
