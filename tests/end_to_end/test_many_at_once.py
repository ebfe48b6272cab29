"""Eight people type, sort, insert and delete while cycles run and twenty desks are open: nobody's edit gets lost."""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event

import pytest
import requests
from playwright.sync_api import Browser

from tests.end_to_end.crowd import Crowd, Screen, crowded
from tests.end_to_end.served import PHONE, SCREEN

pytestmark = pytest.mark.browser

PEOPLE, DESKS, ACTS, ROWS = 8, 20, 18, 10
LABEL = "备注"

#: So often everybody looks before the desk should have come to rest.
LOOKS = 300

#: Seconds for an answer that mustn't wait for twenty others, which would take 40, on a machine that may be busy.
PATIENCE = 20

#: Whether a browser's grid shows these rows, as far down and to the right as it draws any.
SHOWS = """rows => {
    const drawn = [...document.querySelectorAll(".tabulator-row")];
    return drawn.length > 9 && drawn.every((row, at) =>
        [...row.querySelectorAll("[tabulator-field]")].every(cell => {
            const column = Number(cell.getAttribute("tabulator-field").slice(1));
            const text = cell.textContent.trim(), told = (rows[at][column] ?? "").trim();
            return column === 0 ? text.startsWith(told) : text === told;  // the shop stands below the number
        }));
}"""


@dataclass
class Done:
    """What one person's acts came to."""

    #: revision, row, what stood there, what was typed
    typed: list[tuple[int, int, str, str]] = field(default_factory=list)
    inserted: list[int] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@dataclass
class Person:
    """Somebody with a screen and a way of their own; what they see is as old as their last look."""

    name: str
    screen: Screen
    chance: Random
    done: Done = field(default_factory=Done)

    def work(self) -> Done:
        """Act many times, now and then after a look."""
        ways = (self.type, self.type, self.type, self.type, self.insert, self.delete, self.sort)
        for number in range(ACTS):
            if self.chance.random() < 0.7:
                self.screen.poll()
            self.chance.choice(ways)(number)
        return self.done

    def type(self, number: int) -> None:
        """Type into the remarks of one of the first tickets, over what the screen shows there."""
        row, column = self.chance.choice(sorted(self.screen.rows)[1 : ROWS + 1]), self._remarks
        old, new = self.screen.text(row, column), f"{self.name}{number}"
        answer = self._send({"row": row, "column": column, "old": old, "new": new})
        if answer:
            self.done.typed.append((answer["revision"], row, old, new))

    def insert(self, number: int) -> None:
        """Put a row in somewhere and type into it."""
        before = self.chance.choice(self.screen.order[1:])
        text = f"{self.name}{number}"
        answer = self._send(
            {"insert": 1, "before": before},
            {"row": -1, "column": self._remarks, "old": "", "new": text},
        )
        if answer:
            [row] = answer["inserted"]
            self.done.inserted.append(row)
            self.done.typed.append((answer["revision"], row, "", text))

    def delete(self, number: int) -> None:
        """Delete a row put in before, as long as it shows what was seen of it."""
        mine = [row for row in self.done.inserted if row in self.screen.rows]
        if not mine:
            return self.type(number)
        row = self.chance.choice(mine)
        if self._send({"delete": row, "old": self.screen.rows[row]}):
            self.done.inserted.remove(row)
            self.done.deleted.append(row)
        return None

    def sort(self, number: int) -> None:
        """Sort the whole tab by one of its first columns."""
        self._send({"sort": self.chance.randrange(6), "descending": bool(number % 2)})

    @property
    def _remarks(self) -> int:
        return self.screen.column(LABEL)

    def _send(self, *edits: dict[str, object]) -> dict[str, object] | None:
        answer = self.screen.edit(*edits)
        if answer.status_code == 200:
            return answer.json()
        assert answer.status_code in (403, 409, 422), answer.text
        self.done.refused.append(answer.json()["error"]["message"])
        return None


def while_(busy: Event, act: Callable[[], object]) -> int:
    """Do something over and over until the others are done; give how often."""
    times = 0
    while busy.is_set():
        act()
        times += 1
    return times


def storm(crowd: Crowd) -> tuple[list[Done], list[Screen], int]:
    """Let everybody work at once; gives what they did, every screen, and how often the server said it is alive."""
    busy = Event()
    busy.set()
    people = [Person("甲乙丙丁戊己庚辛"[n], crowd.sit_down(), Random(n)) for n in range(PEOPLE)]
    desks = [crowd.sit_down() for _ in range(DESKS)]
    with ThreadPoolExecutor(PEOPLE + DESKS + 1) as pool:
        looking = [pool.submit(while_, busy, desk.poll) for desk in desks]
        asking = pool.submit(while_, busy, crowd.alive)
        working = [pool.submit(person.work) for person in people]
        try:
            done = [one.result() for one in working]
        finally:
            busy.clear()
        assert all(one.result() for one in looking)
    return done, [*desks, *(person.screen for person in people)], asking.result()


def settled(crowd: Crowd, screens: list[Screen]) -> list[tuple[int, list[str]]]:
    """Let everybody look until a cycle that began after the last change has changed nothing; gives what they show.

    One may have been amid its work when everybody looked, so it is the second that ends.
    """
    before, since = -1, 0.0
    for _ in range(LOOKS):
        cycles = crowd.cycles()
        for screen in screens:
            screen.poll()
        revisions = {screen.revision for screen in screens}
        if revisions != {before}:
            before, since = max(revisions), crowd.cycles()
        elif cycles >= since + 2:
            return screens[0].shown()
    raise AssertionError(f"the workbook still changes after {LOOKS} looks at it")


def test_each_edit_lands_where_it_was_meant_or_is_refused_and_all_end_up_seeing_the_same(
    demonstration: Path, browser: Browser
) -> None:
    with crowded(demonstration, CYCLE_SECONDS="1") as crowd:
        seen = [crowd.open_in(browser, viewport=size) for size in (SCREEN, PHONE)]
        done, screens, answers = storm(crowd)
        shown = settled(crowd, [*screens, crowd.sit_down()])
        for page in seen:
            page.wait_for_function(SHOWS, arg=[texts for _, texts in shown[1:]])
            page.context.close()
        column = screens[0].column(LABEL)
        assert [screen.shown() for screen in screens] == [shown] * len(screens)
        assert answers > ACTS

    gone = {row for one in done for row in one.deleted}
    texts, last = dict(shown), {}
    assert gone.isdisjoint(texts)
    typed = sorted(entry for one in done for entry in one.typed)
    for revision, row, old, new in typed:
        assert last.get(row, old) == old, f"revision {revision} replaced what nobody saw"
        last[row] = new
    lost = {
        row: (text, texts[row][column : column + 1])
        for row, text in last.items()
        if row not in gone and texts[row][column : column + 1] != [text]
    }
    assert lost == {}
    assert all(sentence for one in done for sentence in one.refused)
    assert sum(len(one.typed) for one in done) > ACTS
    assert any(one.refused for one in done), "nobody met anybody: the test proves nothing"


def test_the_server_says_it_is_alive_while_twenty_desks_are_half_way_through_a_request(
    demonstration: Path,
) -> None:
    with crowded(demonstration) as crowd, ExitStack() as slow:
        place = (crowd.settings.host, crowd.settings.port)
        for _ in range(DESKS):
            connection = slow.enter_context(socket.create_connection(place))
            connection.sendall(
                b"POST /api/tickets HTTP/1.1\r\nHost: desk\r\nContent-Length: 9\r\n\r\n{"
            )
        assert all(crowd.alive() for _ in range(PEOPLE))


def test_the_server_answers_while_twenty_clients_dont_hang_up(demonstration: Path) -> None:
    with crowded(demonstration) as crowd, ExitStack() as held:
        place = (crowd.settings.host, crowd.settings.port)
        for _ in range(DESKS):
            connection = held.enter_context(socket.create_connection(place))
            connection.sendall(b"GET /livez HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n\r\n")
        assert requests.get(f"{crowd.root}/livez", timeout=PATIENCE).json() == {"alive": True}
