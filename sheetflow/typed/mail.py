"""Whether mail can go to what somebody typed as an address.    06@example.com yes · 不是邮箱 no"""

from __future__ import annotations

import re

#: What a mail server takes: plain letters, no blanks, brackets or separators. Whether it exists the server knows.
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)*", re.ASCII)


def is_address(text: str) -> bool:
    """Tell whether mail could go there."""
    return _ADDRESS.fullmatch(text) is not None
