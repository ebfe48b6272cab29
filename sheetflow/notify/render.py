"""A notice as its reader gets it: subject, plain text and HTML, all of it on a phone's first screen.

Each kind has a template in each language (`templates/zh/dispatch.txt`) which sets `action`, `deadline`, `why`, `todo`
(a step a line) and `facts` (`label: value`, a line each; one without a value is left out).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from jinja2 import FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.sandbox import SandboxedEnvironment

from sheetflow.errors import BadInput, Problem
from sheetflow.message import BRIEF
from sheetflow.model import Language, Recipient, Text
from sheetflow.notices import COMMON, KINDS
from sheetflow.notify import facts as fit

RED, AMBER, BLUE = "#c62828", "#b26a00", "#0b57d0"
COLOURS = {"incident": RED, "clock_breach": RED, "promise_at_risk": RED, "clock_warning": AMBER}

OPEN = Text("打开 {}", "Open {}")
OPENS = {
    "digest": Text("打开今日", "Open today's board"),
    "parts_low": Text("打开表格", "Open the sheet"),
    "system": Text("打开运行状态", "Open the health page"),
}
SUBJECT = Text("【{}】{}", "[{}] {}")
BETWEEN = Text(" ", ", ")
APART = Text("；", "; ")
OTHERS = Text("同时发给：{}", "Also sent to: {}")
#: In a group it says for whom, and is in every message the word that 钉钉 and 飞书 ask a robot to use.
GROUP = Text("维修台通知：{}", "Repair desk to: {}")
READ_AT = Text(
    "工单表最后读到{},之后的改动没算进来", "Sheet last read at {}; later edits don't count yet"
)
COLON = Text("：", ": ")

_TEMPLATES = SandboxedEnvironment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


#: A head, which may be "", and the lines below it.
Block: TypeAlias = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: a line of subject, the same as plain text and as HTML, and as short as a text message.

    `lines` say it inside another message: why, what to do, and the facts.
    """

    subject: str
    text: str
    html: str
    brief: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a message before they are laid out."""

    subject: str
    why: str
    todo: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    link: str
    opens: str
    notes: tuple[str, ...]
    colour: str


def render(
    kind: str,
    facts: Mapping[str, str],
    *,
    ticket_no: str,
    language: Language,
    recipient: Recipient,
    roles: Collection[str] = (),
    link: str = "",
    also: Sequence[Block] = (),
) -> Words:
    """Give the words a person gets, its subject like 【派工】WX20260310009 小麦面馆 14:42前打电话.

    `roles` are its reader's: whoever has to act is told to act, not to urge. `also` is what other notices that travel
    with it say. Phones, e-mail and web addresses in the facts are masked, whatever a rule put in. Raises BadInput
    naming each fact that is missing.
    """
    check(kind, facts)
    told = dict.fromkeys([*COMMON, *KINDS[kind].needs, *KINDS[kind].may], "")
    told |= {fact: fit.cleaned(fact, value) for fact, value in facts.items()}
    wording = _wording(kind, told, ticket_no, language, recipient, roles, link, also)
    html = _TEMPLATES.get_template("mail.html").render(mail=wording, language=language)
    lines = tuple(_lines(wording, language))
    return Words(wording.subject, _plain(wording, language), html, _brief(wording), lines)


def check(kind: str, facts: Mapping[str, str]) -> None:
    """Raise BadInput, naming each fact that is missing, unless a notice can be worded of these."""
    if kind not in KINDS:
        remedy = f"A newer sheetflow recorded it: start that one; this one has {', '.join(KINDS)}"
        raise BadInput([Problem(f"notice {kind}", "no such kind", remedy)])
    if problems := list(KINDS[kind].problems(kind, facts)):
        raise BadInput(problems)


def _wording(
    kind: str,
    told: Mapping[str, str],
    ticket_no: str,
    language: Language,
    recipient: Recipient,
    roles: Collection[str],
    link: str,
    also: Sequence[Block],
) -> Wording:
    shop = fit.shop(told, language)
    whose = told.get("technician") or told.get("who") or ""
    named = not recipient.shared and bool(recipient.name) and whose.startswith(recipient.name)
    mine = named or told.get("role") in roles
    template = _TEMPLATES.get_template(f"{language}/{kind}.txt")
    parts = template.make_module({**told, "shop": shop, "mine": mine})
    headline = str(getattr(parts, "headline", f"{ticket_no} {shop}"))
    said = {
        part: str(getattr(parts, part)).strip()
        for part in ("action", "deadline", "why", "todo", "facts")
    }
    tail = BETWEEN.of(language).join(filter(None, [headline, said["deadline"]]))
    return Wording(
        subject=SUBJECT.of(language).format(said["action"], tail),
        why=said["why"],
        todo=tuple(step.strip() for step in said["todo"].splitlines() if step.strip()),
        facts=tuple(fit.labelled(said["facts"])),
        blocks=(*also, *fit.listed(told.get("lines", ""))),
        link=link,
        opens=OPENS.get(kind, OPEN).of(language).format(ticket_no),
        notes=tuple(_notes(told, language, recipient)),
        colour=COLOURS.get(kind, BLUE),
    )


def _notes(told: Mapping[str, str], language: Language, recipient: Recipient) -> Iterator[str]:
    if recipient.shared:
        yield GROUP.of(language).format(told["everyone"] or recipient.name)
    elif others := fit.besides(told["everyone"], recipient.name):
        yield OTHERS.of(language).format(others)
    if told["sheet_read_at"]:
        yield READ_AT.of(language).format(told["sheet_read_at"])


def _lines(wording: Wording, language: Language) -> Iterator[str]:
    apart, colon = APART.of(language), COLON.of(language)
    facts = (f"{label}{colon if label else ''}{value}" for label, value in wording.facts)
    yield from filter(None, [wording.why, apart.join(wording.todo), apart.join(facts)])


def _brief(wording: Wording) -> str:
    """Give the subject with as much of the first thing to do, or of the reason, as there is room for."""
    said = " ".join(filter(None, [wording.subject, *(wording.todo[:1] or [wording.why])]))
    return said if len(said) <= BRIEF else f"{said[: BRIEF - 1].rstrip()}…"


def _plain(wording: Wording, language: Language) -> str:
    """Lay the words out as paragraphs of plain text, a single step without a number."""
    many = len(wording.todo) > 1
    colon = COLON.of(language)
    todo = [f"{n}. {step}" if many else f"→ {step}" for n, step in enumerate(wording.todo, 1)]
    facts = [f"{label}{colon if label else ''}{value}" for label, value in wording.facts]
    blocks = [
        [*filter(None, [head]), *(f"- {line}" for line in lines)] for head, lines in wording.blocks
    ]
    link = [f"{wording.opens}{colon}{wording.link}"] if wording.link else []
    paragraphs = [[wording.why], todo, facts, *blocks, link, wording.notes]
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines) + "\n"
