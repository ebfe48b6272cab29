"""What stands beside the values: drop-downs, highlights, protections, filter views, as the schema wants them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetflow.finding import Finding, Level, alike
from sheetflow.model import Text
from sheetflow.store.doctor.description import SHEET, Description
from sheetflow.store.provision.draft import Draft
from sheetflow.store.provision.extras import view_requests
from sheetflow.store.provision.highlights import Compared as Highlights
from sheetflow.store.provision.highlights import compared
from sheetflow.store.provision.protections import Compared
from sheetflow.store.provision.provisioning import whereabouts
from sheetflow.store.provision.tabs import differing_drop_downs

_FIX = Text("运行 sheetflow doctor --fix", "Run sheetflow doctor --fix")


def missing_drop_downs(seen: Description, draft: Draft) -> list[str]:
    """Name the columns that were there before and offer no choices, or others than the schema."""
    before = {one.title: one.before for one in seen.wanted.drafts}
    find = whereabouts(seen.wanted.drafts)

    def where(name: str) -> tuple[str, int] | None:
        """Find a column where it is now: a range follows the columns that are going to be made."""
        title, index = find(name) or ("", -1)
        there = before.get(title, {})
        return (title, there[index]) if index in there else None

    differing = differing_drop_downs(draft, where)
    columns = draft.columns(at for at in differing if at not in draft.added)
    return [column.label.of(draft.language) for column in columns.values()]


def drop_downs(seen: Description) -> Iterator[Finding]:
    """Tell columns whose drop-down is gone or another."""
    told = False
    for draft, _ in seen.tabs():
        if names := missing_drop_downs(seen, draft):
            told = True
            yield Finding(
                "drop_downs",
                "warning",
                alike(draft.title),
                Text(
                    f"下拉不在或不一样了:{'、'.join(names)}",
                    f"the drop-down is gone or another: {', '.join(names)}",
                ),
                _FIX,
            )
    if not told:
        yield _fine(seen, "drop_downs", Text("下拉都在", "all drop-downs are there"))


def highlights(seen: Description) -> Iterator[Finding]:
    """Tell tabs whose colours aren't the schema's: people's copy and paste multiplies them."""
    told = False
    for draft, _ in seen.tabs():
        found = compared(draft, seen.wanted.schema)
        if found.same:
            continue
        told = True
        yield Finding("highlights", "warning", alike(draft.title), _differing(found), _FIX)
    if not told:
        yield _fine(seen, "highlights", Text("颜色规则都对", "all highlights are the schema's"))


def _differing(found: Highlights) -> Text:
    """Say by how many rules a tab's highlights aren't the schema's; by none where only what they say differs."""
    there, wanted = len(found.ours), len(found.wanted)
    if there == wanted:
        return Text(
            f"颜色规则条数对({there}条),内容或次序和设定的不一样",
            f"the highlight rules differ from the schema's, though there are as many ({there})",
        )
    zh = "复制粘贴让规则变多了" if there > wanted else "和设定的不一样"
    en = "copying has multiplied them" if there > wanted else "they aren't the schema's"
    return Text(
        f"颜色规则有{there}条,应是{wanted}条:{zh}",
        f"{there} highlight rules where {wanted} belong: {en}",
    )


def protection(seen: Description) -> Iterator[Finding]:
    """Tell tabs whose header or key column asks nobody before it is typed over, and those that people may type into."""
    told = False
    for draft, _ in seen.tabs():
        found = seen.wanted.protections.compared(draft)
        for words, remedy, level in _unprotected(found, seen.wanted.account):
            told = True
            yield Finding("protection", level, alike(draft.title), words, remedy)
    if not told:
        yield _fine(seen, "protection", Text("保护都在", "all protections are there"))


def _unprotected(found: Compared, account: str) -> Iterator[tuple[Text, Text, Level]]:
    if count := len(found.missing):
        words = Text(f"缺少的保护:{count}", f"protections that are missing: {count}")
        yield words, _FIX, "warning"
    if found.open:
        listed = joined([one.told for one in found.open])
        words = Text(
            f"有人改过的保护:{listed.zh}", f"protections that somebody changed: {listed.en}"
        )
        yield words, _FIX, "warning"
    if found.closed:
        listed = joined([one.told for one in found.closed])
        words = Text(
            f"系统自己也不能写了:{listed.zh}", f"the system may not write there either: {listed.en}"
        )
        who = Text(account or "服务账号", account or "the service account")
        remedy = Text(
            f"请表格的所有者在“数据”→“保护工作表和范围”里让 {who.zh} 可以编辑,再运行 sheetflow doctor --fix",
            f"Ask the owner to let {who.en} edit (Data, Protect sheets and ranges), then run sheetflow doctor --fix",
        )
        yield words, remedy, "fault"


def joined(texts: Sequence[Text]) -> Text:
    """List what is said of several things."""
    return Text("、".join(one.zh for one in texts), ", ".join(one.en for one in texts))


def views(seen: Description) -> Iterator[Finding]:
    """Tell filter views that somebody deleted."""
    told = False
    for draft, _ in seen.tabs():
        if count := len(view_requests(draft, seen.wanted.schema)):
            told = True
            found = Text(f"缺少的过滤视图:{count}", f"filter views that are missing: {count}")
            yield Finding("views", "note", alike(draft.title), found, _FIX)
    if not told:
        yield _fine(seen, "views", Text("过滤视图都在", "all filter views are there"))


def _fine(seen: Description, check: str, found: Text) -> Finding:
    return Finding(check, "ok", SHEET, found)
