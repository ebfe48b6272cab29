"""What to write into a setting in place of a value that can't be used, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sheetflow.model import Text

#: By the setting's name, without its SHEETFLOW_.
EXAMPLES: Mapping[str, Text] = MappingProxyType(
    {
        "PORT": Text("1至65535的整数,如8000", "a whole number from 1 to 65535, such as 8000"),
        "LOCALE": Text("zh-CN 或 en", "zh-CN or en"),
        "CYCLE_SECONDS": Text("大于0的秒数,如60", "seconds such as 60, more than 0"),
        "QUIET_CYCLE_SECONDS": Text("秒数,如240,最多240", "seconds such as 240, at most 240"),
        "DISPATCH": Text("suggest、automatic 或 manual", "suggest, automatic or manual"),
        "OBSERVE": Text("1 或 0", "1 or 0"),
        "MAX_CHANGES": Text("整数,如500", "a whole number such as 500"),
        "QUOTA_SHARE": Text("1至100的百分数", "percent from 1 to 100"),
    }
)
