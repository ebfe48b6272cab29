"""Bodies of requests and answers: JSON both ways."""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic_core import to_json
from werkzeug.wrappers import Request, Response

from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.shapes import Json

SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
"""Half a character: JSON can spell it, but no text can hold it alone."""


def body_of(request: Request) -> Any:
    """Return the JSON body, None for an empty one; 400 for what isn't JSON."""
    content = request.get_data()
    if not content:
        return None
    try:
        body = json.loads(content, parse_constant=_not_json)
        if SURROGATE.search(content):
            json.dumps(body, ensure_ascii=False).encode()
    except ValueError as fault:
        raise invalid(f"Invalid JSON payload received. {fault}") from None
    except RecursionError:
        raise invalid("Invalid JSON payload received. Message too deep.") from None
    return body


def _not_json(name: str) -> float:
    raise ValueError(f"{name} is not a number of JSON.")


def json_response(body: Json, *, status: int = 200) -> Response:
    """Return a JSON response; always compact, whatever `prettyPrint` says."""
    return Response(to_json(body), status, content_type="application/json; charset=UTF-8")
