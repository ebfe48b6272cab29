"""Google's session with a service account's key, which sends no call by itself: who counts calls sees each of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from google.auth.credentials import Credentials
from google.auth.transport.requests import AuthorizedSession


class Login(AuthorizedSession):
    """A session that asks for a token where it has none, or only an old one, and leaves a 401 to whoever called.

    google-auth's own sends the same call again by itself, up to twice, beside whatever counts and limits the calls.
    """

    def __init__(self, credentials: Credentials) -> None:
        begin: Callable[..., None] = super().__init__  # google-auth says nothing of its types
        begin(credentials, max_refresh_attempts=0)

    def renew(self, timeout: tuple[float, float]) -> None:
        """Ask for a new token in place of one that is taken no more; raises GoogleAuthError where none is given."""
        self.credentials.refresh(partial(self._auth_request, timeout=timeout))
