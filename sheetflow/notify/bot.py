"""Messages into group chats by their robots: 企业微信, 钉钉 and 飞书, each as `apprise` asks it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import FunctionType, MappingProxyType
from typing import Any
from urllib.parse import unquote

import requests
from apprise import NotifyBase
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from sheetflow import masking
from sheetflow.errors import Busy, Refused, SheetflowError, Unavailable
from sheetflow.message import Message
from sheetflow.notify.chat import posts
from sheetflow.ports import Clock
from sheetflow.robots import NAMES, Robot, robot_of

#: What each of the three services lets a robot say: more is refused for minutes (钉钉: ten).
MOST, WITHIN = 20, timedelta(minutes=1)
#: A second more than the minute: their clock isn't ours.
SPARE = timedelta(seconds=1)
_QUOTED = 160

#: Answers that another try would meet again, as link or text is wrong. 企业微信: no such webhook, empty text, too long.
#: 钉钉: no such token, group dissolved, robot stopped or gone, words it doesn't allow. 飞书: no such robot, malformed.
#: Too many messages, a keyword or a signature amiss, a service in trouble: all of that may pass.
FINAL: Mapping[str, frozenset[int]] = MappingProxyType(
    {
        "wecom": frozenset({93000, 44004, 45002}),
        "dingtalk": frozenset(
            {300001, 300005, 400013, 400101, 400102, 400106, 430101, 430102, 430103, 430104}
        ),
        "feishu": frozenset({19001, 10208}),
    }
)
#: What apprise has for each service, and how it calls the key there.
PLUGINS: Mapping[str, tuple[Callable[..., NotifyBase], str]] = MappingProxyType(
    {
        "wecom": (NotifyWeComBot, "key"),
        "dingtalk": (NotifyDingTalk, "token"),
        "feishu": (NotifyFeishu, "token"),
    }
)


class Bots:
    """Keeps the promise of ports.Notifier for the links in 人员: a message is one post, a long one several.

    The services answer 200 whatever became of it, with the outcome in `errcode` or `code`. A link that leads nowhere
    and a text that isn't taken are Refused; anything that may pass is Unavailable. A robot's twenty-first message in a
    minute finds it Busy: it waits and is no failure.
    """

    name = "bot"

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._posted: dict[Robot, deque[datetime]] = {}

    def send(self, message: Message) -> None:
        """Post the message; when this returns the service has taken it."""
        robot = robot_of(message.to.address)
        if robot is None:
            found = f"{message.to.name}: the link of their group bot is none that is known"
            raise Refused(f"{found}. Copy it from the chat's settings into the staff tab.")
        texts = posts(message)
        self._make_room(robot, len(texts))
        for text in texts:
            if fault := _post(robot, text).fault(robot):
                raise fault

    def _make_room(self, robot: Robot, count: int) -> None:
        """Count posts of a robot, or raise Busy until there is room for them in its minute."""
        now, posted = self._clock.now(), self._posted.setdefault(robot, deque())
        while posted and now >= posted[0] + WITHIN + SPARE:
            posted.popleft()
        if posted and len(posted) + count > MOST:
            until = posted[min(len(posted) + count - MOST, len(posted)) - 1] + WITHIN + SPARE
            name = NAMES[robot.service].en
            raise Busy(f"{name} bot: {MOST} messages in a minute, it takes no more.", until=until)
        posted.extend([now] * count)


@dataclass
class _Ear:
    """`requests` as apprise calls it, which keeps what came back: apprise itself looks at the HTTP status alone."""

    codes = requests.codes
    RequestException = requests.RequestException
    answer: requests.Response | None = None
    silence: str = "it couldn't be asked"

    def post(
        self,
        url: str,
        *,
        timeout: tuple[float, float],
        params: Mapping[str, str] | None = None,
        **more: Any,
    ) -> requests.Response:
        # apprise 2.2.0 quotes 钉钉's signature, and requests quotes what it is given: once is what 钉钉 asks for.
        plain = {name: unquote(value) for name, value in (params or {}).items()}
        try:
            self.answer = requests.post(url, timeout=timeout, params=plain, **more)
        except requests.RequestException as fault:
            # Its own words hold the link, and in it the key.
            slow = isinstance(fault, requests.Timeout)
            self.silence = (
                "no answer in time" if slow else f"no connection ({type(fault).__name__})"
            )
            raise
        return self.answer

    def fault(self, robot: Robot) -> SheetflowError | None:
        """Give why the service didn't take what was posted, None when it did."""
        where, answer = f"{NAMES[robot.service].en} bot", self.answer
        if answer is None:
            remedy = "Look at the network and the proxy; it is tried again."
            return Unavailable(f"{where}: {self.silence}. {remedy}")
        code, words = _outcome(answer)
        if code == 0:
            return None
        found = f"{where}: it says {code} {masking.text(words)}".replace(robot.key, "…")
        found = found[:_QUOTED].rstrip(".。 ")
        if code in FINAL[robot.service]:
            return Refused(f"{found}. Copy the bot's link from the chat into the staff tab again.")
        return Unavailable(f"{found}. Look at the bot's settings in the chat; it is tried again.")


def _outcome(answer: requests.Response) -> tuple[int, str]:
    """Give the code of an answer, 0 for a message that was taken, and its words; without any the HTTP status."""
    try:
        said = answer.json()
    except ValueError:
        said = None
    said = said if isinstance(said, dict) else {}
    code = said.get("errcode", said.get("code"))
    words = str(said.get("errmsg") or said.get("msg") or answer.reason or "something else")
    if isinstance(code, int) and (code != 0 or answer.ok):
        return code, words
    return answer.status_code, words


def _post(robot: Robot, text: str) -> _Ear:
    """Let apprise's plugin for the service post the text, and listen."""
    plugin, ear = _plugin(robot), _Ear()
    send = type(plugin).send
    # The plugin's own code with our ear in the place of its `requests`: nothing of apprise changes for anybody else.
    listening = FunctionType(
        send.__code__, {**send.__globals__, "requests": ear}, send.__name__, send.__defaults__
    )
    listening(plugin, body=text)
    return ear


def _plugin(robot: Robot) -> NotifyBase:
    """Give apprise's plugin for a robot, whose key is of the form that it asks for (robots.LINKS)."""
    plugin, key = PLUGINS[robot.service]
    return plugin(**{key: robot.key}, **({"secret": robot.secret} if robot.secret else {}))
