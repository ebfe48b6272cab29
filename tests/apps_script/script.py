"""The spreadsheet's script on a stage in Node: what it is told, what it sends, and what people see of it."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import playwright

ROOT = Path(__file__).parents[2]

#: Playwright brings a Node along, so that none is wanted on the machine.
NODE = Path(playwright.__file__).parent / "driver" / "node"

MODULES = ROOT / "node_modules"

#: 2026-03-10 14:30 in Shanghai, as JavaScript counts.
NOON = 1_773_124_200_000

KEY = "whsec_" + base64.b64encode(b"k" * 32).decode()
ADDRESS = "https://desk.example.com/hooks/sheet"
DESK = "http://127.0.0.1:8000/desk"


class Threw(Exception):
    """What the script threw at whoever called it."""


class Request(NamedTuple):
    """What the script sent by UrlFetchApp."""

    address: str
    headers: Mapping[str, str]
    body: bytes
    options: Mapping[str, Any]

    @property
    def said(self) -> Any:
        return json.loads(self.body)


class Reply(NamedTuple):
    """What comes back: an answer, or with `fault` none."""

    code: int = 202
    text: str = json.dumps({"desk": DESK})
    fault: str = ""


@dataclass
class Script:
    """The script with its world; `answers` gives what comes back of what it sends."""

    process: subprocess.Popen[str]
    answers: Callable[[Request], Reply] = lambda request: Reply()
    sent: list[Request] = field(default_factory=list)
    now: int = NOON

    def call(self, name: str, *args: object) -> Any:
        """Have a person choose this in the menu, or run it; raises Threw."""
        return self._say({"call": name, "args": args})

    def changed(self, name: str = "sheetChanged") -> None:
        """Let an installable trigger go off."""
        self._say({"call": name, "as": "trigger"})

    def opened(self) -> Any:
        """Open the spreadsheet, whose simple trigger makes the menu, and give it."""
        self._say({"call": "onOpen", "as": "simple"})
        return self.world["menu"]

    def installs(self, *answers: str | None) -> None:
        """Have a person install it who answers so."""
        self.set(prompts=answers or (ADDRESS, KEY))
        self.call("install")

    def set(self, **world: object) -> None:
        """Change what the script finds."""
        self._say({"set": world})

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += int(seconds * 1000)
        self.set(now=self.now)

    def verified(self, key: str, request: Request) -> Any:
        """Have npm's standardwebhooks look at a request; raises Threw, else gives what it says."""
        asked = {"key": key, "body": request.body.decode(), "headers": dict(request.headers)}
        return self._say({"verify": asked})

    @property
    def world(self) -> Mapping[str, Any]:
        """Give the state of everything that the script can change."""
        found: Mapping[str, Any] = self._say({"look": True})
        return found

    def _say(self, said: object) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(said) + "\n")
        self.process.stdin.flush()
        while True:
            answer = json.loads(self.process.stdout.readline())
            if "fetch" not in answer:
                break
            reply = self._fetched(answer["fetch"])
            self.process.stdin.write(json.dumps({"reply": reply._asdict()}) + "\n")
            self.process.stdin.flush()
        if "threw" in answer:
            raise Threw(answer["threw"])
        return answer["done"]

    def _fetched(self, found: dict[str, Any]) -> Reply:
        body = base64.b64decode(found.pop("body"))
        request = Request(found.pop("address"), found.pop("headers"), body, found)
        self.sent.append(request)
        return self.answers(request)
