"""How the desk itself is: who keeps the spreadsheet, when it last ran, and when a ping last came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sheetflow.finding import Finding
from sheetflow.model import Json, Text

#: How old the last cycle may be: a worker that died is told after so many cycles, and after a minute at the soonest.
MISSED_CYCLES, SOONEST = 5, timedelta(minutes=1)

#: How old the last ping may be before somebody should look: longer than a weekend without an edit.
QUIET_PINGS = timedelta(days=4)

#: Pings that weren't taken, by the ledger's names, and what they are called.
BAD_PINGS: Mapping[str, Text] = {
    "forged": Text("签名不对", "forged"),
    "late": Text("时间不对", "late"),
    "unknown": Text("别的表格的", "of another spreadsheet"),
    "large": Text("太大", "too large"),
}

#: Reads, and as many writes, that Google allows an account in a minute [documented]; from which part of ours on calls
#: soon wait for their turn.
MINUTE_CALLS, NEARLY = 60, 0.8

#: Which part of all calls may be refused for quota before it is more than a burst.
REFUSED = 0.01

#: What the worker does again and again, in people's words; another job shows its own name.
JOBS: Mapping[str, Text] = {
    "cycle": Text("检查表格", "Cycle"),
    "outbox": Text("发通知", "Outbox"),
    "housekeeping": Text("清理", "Housekeeping"),
    "report": Text("报表", "Report"),
}

_WORK = Text("运行", "Work")
_QUOTA = Text("Google 的额度", "Google's quota")
_SPARE = Text(
    "请看有没有别的脚本在用同一个服务账号;有就给它另建一个",
    "Look whether another script uses the same service account, and give that one its own",
)
_WAITING = Text(
    "再多就排队等;常这样就调大 SHEETFLOW_QUOTA_SHARE 或 SHEETFLOW_CYCLE_SECONDS",
    "More wait for their turn; where that is usual raise SHEETFLOW_QUOTA_SHARE or SHEETFLOW_CYCLE_SECONDS",
)
_PINGS = Text("表格脚本的信号", "Pings of the sheet's script")


@dataclass(frozen=True, slots=True)
class Vitals:
    """What the ledger says of the work: kept documents, the worker's lease, and whether pings could come at all.

    `calls` counts calls of Google by kind and what became of them since the desk began, `used` those of this account in
    the last minute by kind, `share` is the percent of Google's quota that is ours. `archiving` is what goes to the
    archive just now, or was cut short at it, `returning` a ticket on its way back.
    """

    now: datetime
    zone: ZoneInfo
    last_run: Json
    away: Json
    holder: str
    held_until: datetime | None
    pings: Json
    cycle: timedelta
    on_google: bool
    quiet_cycle: timedelta = timedelta()
    calls: Json = None
    used: Mapping[str, int] = field(default_factory=dict)
    share: int = 50
    archiving: Json = None
    returning: Json = None

    def local(self, at: datetime) -> str:
        """Give an instant as people read it."""
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}"


def lease(desk: Vitals) -> Iterator[Finding]:
    """Tell who keeps the spreadsheet."""
    if desk.held_until is not None and desk.held_until > desk.now:
        until = desk.local(desk.held_until)
        found = Text(
            f"由 {desk.holder} 负责,到{until}为止会续",
            f"is kept by {desk.holder}, who renews that before {until}",
        )
        yield Finding("lease", "ok", _WORK, found)
        return
    yield Finding(
        "lease",
        "note",
        _WORK,
        Text("现在没有进程在负责这个表格", "no process keeps the spreadsheet just now"),
        Text("要运行,请用 sheetflow serve", "To have it kept, run sheetflow serve"),
    )


def cycles(desk: Vitals) -> Iterator[Finding]:
    """Tell when the desk last ran, and what has kept it from running since."""
    ran, away = _at(desk.last_run), _at(desk.away)
    if ran is None:
        yield Finding("cycles", "note", _WORK, Text("还没有运行过", "hasn't run yet"))
        return
    if away is not None and away > ran:
        kept = desk.away if isinstance(desk.away, Mapping) else {}
        why, zh = str(kept.get("why", "")), str(kept.get("zh") or kept.get("why", ""))
        act = Text("写不进", "written") if kept.get("act") == "write" else Text("读不了", "read")
        yield Finding(
            "cycles",
            "fault",
            _WORK,
            Text(
                f"{desk.local(away)}{act.zh}表格:{zh.rstrip('。')}",
                f"the sheet couldn't be {act.en} at {desk.local(away)}: {why.rstrip('.')}",
            ),
        )
        return
    late = desk.now - ran > max(MISSED_CYCLES * desk.cycle, desk.quiet_cycle + SOONEST)
    said = Text(f"上次运行是{desk.local(ran)}", f"last ran at {desk.local(ran)}")
    if late:
        remedy = Text("请看 sheetflow serve 是否在运行", "Look whether sheetflow serve is running")
        yield Finding("cycles", "warning", _WORK, said, remedy)
    else:
        yield Finding("cycles", "ok", _WORK, said)


def pings(desk: Vitals) -> Iterator[Finding]:
    """Tell how old the last ping is, and how many weren't taken; without the script there are none, and none needed."""
    if not desk.on_google:
        return
    counts = desk.pings if isinstance(desk.pings, Mapping) else {}
    last = _at(desk.pings)
    if last is None:
        night = _at_night(desk)
        yield Finding(
            "pings",
            "note",
            _PINGS,
            Text(
                f"还没有来过,改动最晚{_seconds(desk.cycle)}秒后才看到{night.zh}",
                f"none has come yet, so an edit is seen after {_seconds(desk.cycle)} s at the latest{night.en}",
            ),
            Text("要更快,请装表格脚本", "To be faster, install the sheet's script"),
        )
    elif desk.now - last > QUIET_PINGS:
        yield Finding(
            "pings",
            "warning",
            _PINGS,
            Text(f"最后一次是{desk.local(last)}", f"the last one came at {desk.local(last)}"),
            Text("请在脚本里再运行一次 install()", "Run install() in the script again"),
        )
    else:
        said = Text(f"最后一次是{desk.local(last)}", f"the last one came at {desk.local(last)}")
        yield Finding("pings", "ok", _PINGS, said)
    bad = {name: int(str(counts.get(name, 0))) for name in BAD_PINGS}
    if any(bad.values()):
        yield _refused_pings({BAD_PINGS[name]: count for name, count in bad.items() if count})


def _refused_pings(bad: Mapping[Text, int]) -> Finding:
    zh = "、".join(f"{name.zh}{count}次" for name, count in bad.items())
    en = ", ".join(f"{name.en} {count}" for name, count in bad.items())
    return Finding(
        "pings",
        "note",
        _PINGS,
        Text(f"没有收下的:{zh}", f"not taken: {en}"),
        Text(
            "没有害处;常来的话,看看脚本的密钥和本机时钟",
            "They do no harm; where many come, look at the script's key and this machine's clock",
        ),
    )


def _at_night(desk: Vitals) -> Text:
    if desk.quiet_cycle <= desk.cycle:
        return Text("", "")
    seconds = _seconds(desk.quiet_cycle)
    return Text(f",夜里没人改时{seconds}秒", f", at night while nobody types {seconds} s")


def _seconds(time: timedelta) -> str:
    return f"{time.total_seconds():.0f}"


def _at(document: Json) -> datetime | None:
    """Give when a kept document says that something happened."""
    at = document.get("at") if isinstance(document, Mapping) else None
    return datetime.fromisoformat(str(at)) if at else None


def archive(desk: Vitals) -> Iterator[Finding]:
    """Tell of tickets that began to move to the archive, or back, and haven't arrived."""
    for kept in (desk.archiving, desk.returning):
        if not isinstance(kept, Mapping):
            continue
        to = str(kept.get("to") or "")
        what = Text(f"(表格 {to})", f" (spreadsheet {to})") if to else Text("", "")
        yield Finding(
            "archive",
            "warning",
            Text("归档", "Archive"),
            Text(
                f"归档或取回还没做完{what.zh}",
                f"moving tickets to or from it isn't finished{what.en}",
            ),
            Text(
                "没有别人正在归档的话,是中断了:运行 sheetflow archive 接着做完;那个表格没了的,加 --abandon",
                "Where nobody is at it, it was cut short: sheetflow archive goes on; with --abandon where that "
                "spreadsheet is gone",
            ),
        )


def quota(desk: Vitals) -> Iterator[Finding]:
    """Tell how much of our part of a minute's calls was used lately, how many waited and how many Google refused."""
    if not desk.on_google:
        return
    counts = desk.calls if isinstance(desk.calls, Mapping) else {}
    by_fate = [(name.partition(" ")[2], int(str(count))) for name, count in counts.items()]
    every = sum(count for fate, count in by_fate if fate not in ("repeated", "waited"))
    waited = sum(count for fate, count in by_fate if fate == "waited")
    refused = sum(count for fate, count in by_fate if fate == "quota")
    reads, writes = (desk.used.get(kind, 0) for kind in ("read", "write"))
    ours = max(1, MINUTE_CALLS * desk.share // 100)
    queue = Text(f",到现在有{waited}次等过", f"; so far {waited} waited for their turn")
    said = Text(
        f"上一分钟读{reads}次、写{writes}次,各最多{ours}次{queue.zh if waited else ''}",
        f"in the last minute {reads} reads and {writes} writes of {ours} each{queue.en if waited else ''}",
    )
    nearly = max(reads, writes) >= NEARLY * ours
    yield Finding(
        "quota", "note" if nearly else "ok", _QUOTA, said, *([_WAITING] if nearly else ())
    )
    if refused:
        yield Finding(
            "quota",
            "warning" if refused > REFUSED * every else "note",
            _QUOTA,
            Text(
                f"到现在{every}次里有{refused}次因额度用完被拒(429)",
                f"refused for quota so far (429): {refused} of {every} calls",
            ),
            _SPARE,
        )
