"""Links to the robots of group chats, as 企业微信, 钉钉 and 飞书 give them out.

    robot_of("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7ad1") -> Robot("wecom", "693a91f6-7ad1")

Anything else is no robot: whoever edits the staff tab can't make the desk call another host.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from sheetflow.model import Text

#: Each service's links, as its own settings page shows them; 钉钉's 加签 secret is added by hand as &secret=SEC….
LINKS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "wecom": re.compile(
            r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=(?P<key>[\w-]+)", re.ASCII
        ),
        "dingtalk": re.compile(
            r"https://oapi\.dingtalk\.com/robot/send\?access_token=(?P<key>[A-Za-z0-9]+)"
            r"(?:&secret=(?P<secret>[A-Za-z0-9]+))?"
        ),
        "feishu": re.compile(
            r"https://open\.feishu\.cn/open-apis/bot/v2/hook/(?P<key>[\w-]+)/?", re.ASCII
        ),
    }
)

#: What the services are called.
NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "wecom": Text("企业微信", "WeCom"),
        "dingtalk": Text("钉钉", "DingTalk"),
        "feishu": Text("飞书", "Feishu"),
    }
)


class Robot(NamedTuple):
    """A robot that posts into one group; whoever has its key can post there, so it is never quoted."""

    service: str
    key: str
    secret: str = ""


def robot_of(link: str) -> Robot | None:
    """Give the robot that a link leads to, None when it is none of the three services'."""
    for service, pattern in LINKS.items():
        if found := pattern.fullmatch(link.strip()):
            return Robot(service, found["key"], found.groupdict().get("secret") or "")
    return None
