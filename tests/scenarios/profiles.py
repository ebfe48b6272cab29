"""The ready profiles: P2 for any product, and P1's stove maker with P2's grades.

@only("stove")
def test_…(desk): "It does so and so (P1 4.1.3)."
"""

from __future__ import annotations

import pytest

PROFILES = ("generic", "stove")


def only(profile: str) -> pytest.MarkDecorator:
    """Give the mark of a scenario in which the profiles differ."""
    return pytest.mark.parametrize("profile", [profile], indirect=True)
