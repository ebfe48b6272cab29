"""Why somebody is to be sent, in one sentence that people read in the row.

建议吴强:最早15:55到;次选陈立16:25;周平请假,其余3人不会燃气
Suggested: Wu Qiang, there by 15:55; next Chen Li, 16:25; Zhou Ping on leave, the other 3 can't repair gas

Every figure is the choice's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from sheetflow.dispatch.choice import Bid, Choice, Factor
from sheetflow.dispatch.crew import Candidate
from sheetflow.dispatch.filters import Bar
from sheetflow.dispatch.job import Job
from sheetflow.model import Text
from sheetflow.policy import Policy

#: Those left out are told nearest miss first.
_TOLD: tuple[Bar, ...] = ("returned", "leave", "shift", "region", "skill")


def explanation(choice: Choice, policy: Policy, now: datetime, *, sent: bool = False) -> Text:
    """Give the sentence; `sent` when the system has assigned the technician by itself."""
    if choice.best is None:
        return _nobody(choice)
    words = _Words(choice, policy, now)
    lead = Text("自动派", "Sent: ") if sent else Text("建议", "Suggested: ")
    name = choice.best.candidate.member.name
    reason = glued(",", *words.circumstances(choice.best), words.reason(choice.best))
    return glued(
        ";",
        Text(f"{lead.zh}{name}:{reason.zh}", f"{lead.en}{name}, {reason.en}"),
        words.next(choice.runner_up),
        _left_out(choice),
        _unfiltered(choice),
    )


#: What begins the short sentence, for one that waits.
_SUGGESTED = Text("建议派", "Suggested: ")


def brief(choice: Choice, policy: Policy, now: datetime, *, lead: Text = _SUGGESTED) -> Text:
    """Give what 下一步 has room for: who, when they could be there, and what they have on hand.

    建议派陈立(20分钟可到,手上1单)    Suggested: Chen Li (20 min away, 1 job)
    """
    if choice.best is None:
        return _nobody_brief(choice)
    words, candidate = _Words(choice, policy, now), choice.best.candidate
    name = candidate.member.name
    there = words.arrival(choice.best, brief=True)
    told = choice.best.arrival.when != "later" or not choice.way_known
    why = glued(",", there, load(candidate) if told else _NOTHING)
    return Text(f"{lead.zh}{name}({why.zh})", f"{lead.en}{name} ({why.en})")


def load(candidate: Candidate, *, where: str = "") -> Text:
    """Say what somebody has on hand, and apart from it what is only suggested to them: 手上1单、建议2单."""
    own = candidate.jobs - candidate.suggested
    on_hand = Text(f"手上{own}单", f"{own} job{'s' * (own != 1)}{where}") if own else _NOTHING
    return glued("、", on_hand, _suggested(candidate.suggested))


def _bare(candidate: Candidate) -> Text:
    """Say the same where 手上 was said before, or needn't be."""
    said = load(candidate)
    return Text(said.zh.removeprefix("手上"), said.en)


def _suggested(number: int) -> Text:
    return Text(f"建议{number}单", f"{number} suggested") if number else _NOTHING


class _Words:
    """The phrases of one choice, which share the times' wording."""

    def __init__(self, choice: Choice, policy: Policy, now: datetime) -> None:
        self.choice, self.policy, self.now = choice, policy, now

    def at(self, moment: datetime) -> str:
        return self.policy.moment(moment, self.now)

    def circumstances(self, best: Bid) -> Iterable[Text]:
        """Yield what is unusual about sending the best: outside the shift, or from another region."""
        job, region = self.choice.job, self.choice.job.region
        if best.candidate.off_shift:
            if job.calls_out:
                yield Text("特急,不等上班", "critical, before the shift")
            elif job.agreed:
                yield Text("到时都不在班", "nobody is on shift then")
            else:
                yield Text("现在都不在班", "nobody is on shift now")
        if best.abroad and self.choice.nobody_there:
            yield Text(
                f"跨区,{region}没有合适的人", f"from another region, nobody for {region} can go"
            )
        elif best.abroad and job.deadline:
            by = self.at(job.deadline)
            yield Text(
                f"跨区,{region}的人赶不上{by}",
                f"from another region, nobody for {region} makes {by}",
            )

    def reason(self, best: Bid) -> Text:
        """Give what decided against the next, with its figure, and when they could be there."""
        has = _bare(best.candidate)
        decided: Mapping[str, Text] = {
            "travel": Text("路更近", "shorter way"),
            "load": Text(f"手上更少({has.zh})", f"fewer jobs ({has.en})")
            if has.zh
            else Text("手上没有单", "no jobs on hand"),
            "region": Text(f"负责{self.choice.job.region}", f"covers {self.choice.job.region}"),
            "stability": Text("已经派了", "has it already"),
            "only": Text("只有这一位合适", "the only one who can go"),
            "number": Text("条件相当按工号", "as good, by staff number"),
        }
        found = [decided[factor] for factor in self._told() if factor in decided]
        return glued(",", *found, self.arrival(best))

    def arrival(self, bid: Bid, *, brief: bool = False) -> Text:
        """Give when somebody could be there, in words that stay true as time goes on."""
        minutes, when = bid.arrival.minutes, bid.arrival.when
        if when == "known":
            at = self.at(bid.arrival.at)
            if bid.arrival.at == self.choice.job.agreed:
                return Text(f"{at}能到", f"can be there at {at}")
            if self.choice.way_known:
                return Text(f"最早{at}到", f"there by {at}{'' if brief else ' at the earliest'}")
            return Text(f"最早{at}出发", f"can leave at {at}")
        if not self.choice.way_known:
            return Text("现在可出发", "can leave now") if when == "now" else after(bid)
        if when == "now":
            return Text(f"{minutes}分钟可到", f"{minutes} min away")
        busy = after(bid)
        return Text(f"{busy.zh}再{minutes}分钟到", f"{minutes} min {busy.en}")

    def next(self, bid: Bid | None) -> Text:
        """Give the runner-up with the figures that decided against them."""
        if bid is None:
            return _NOTHING
        minutes = bid.arrival.minutes
        figure = {
            "load": _bare(bid.candidate),
            "travel": Text(f"{minutes}分钟", f"{minutes} min"),
        }
        factors = self._told()
        if any(factor not in figure for factor in factors):
            factors = [factor for factor in factors if factor not in _in_arrival(bid)]
        said = dict.fromkeys(figure.get(factor) or self._short(bid) for factor in factors)
        told = glued("、", *said)
        name = bid.candidate.member.name
        abroad = bid.abroad and self.choice.best is not None and not self.choice.best.abroad
        across = Text("跨区", "from another region, ") if abroad else _NOTHING
        return Text(f"次选{name}{across.zh}{told.zh}", f"next {name}, {across.en}{told.en}")

    def _told(self) -> list[Factor]:
        """Give what decided but for the way where the time of arrival did first: it holds the way."""
        factors = list(self.choice.factors)
        if factors[0] in ("lateness", "waiting") and "travel" in factors:
            factors.remove("travel")
        return factors

    def _short(self, bid: Bid) -> Text:
        if bid.arrival.when == "known":
            at = self.at(bid.arrival.at)
            return Text(at, at)
        if bid.arrival.when == "now" and self.choice.way_known:
            return Text(f"{bid.arrival.minutes}分钟", f"{bid.arrival.minutes} min")
        return self.arrival(bid)


_NOTHING = Text("", "")


def _in_arrival(bid: Bid) -> tuple[Factor, ...]:
    """Name what the words of the arrival say already: the way, and the jobs on hand where it comes after them."""
    if bid.arrival.when == "known":
        return ()
    after_all = bid.arrival.when == "later" and bid.arrival.behind == bid.candidate.jobs
    return ("travel", "load") if after_all else ("travel",)


def after(bid: Bid) -> Text:
    """Say when somebody comes whose visits have no known end: after so many of them."""
    jobs, suggested = bid.arrival.behind, bid.arrival.suggested
    if suggested:
        own, more = jobs - suggested, f"建议的{suggested}单"
        if not own:
            return Text(f"忙完{more}", f"after {suggested} suggested")
        return Text(f"忙完手上{own}单和{more}", f"after {own} on hand and {suggested} suggested")
    if jobs == 1:
        return Text("忙完手上的单", "after the job on hand")
    return Text(f"忙完手上{jobs}单", f"after the {jobs} jobs on hand")


def _left_out(choice: Choice) -> Text:
    """Give who was left out by what: one person by name, several by their number."""
    groups = dict(choice.left_out)
    bars = [bar for bar in _TOLD if bar in groups]
    said = []
    for bar in bars:
        # 其余: with best and runner-up named, this last group is everybody else.
        rest = (
            bar == bars[-1]
            and len(groups[bar]) > 1
            and not choice.others
            and choice.best is not None
        )
        said.append(_group(bar, groups[bar], choice.job, rest=rest))
    return glued(",", *said)


def _group(bar: Bar, members: tuple[Candidate, ...], job: Job, *, rest: bool) -> Text:
    number, one = len(members), len(members) == 1
    who = Text(f"{number}人", f"{number}")
    if one:
        who = Text(members[0].member.name, members[0].member.name)
    elif rest:
        who = Text(f"其余{number}人", f"the other {number}")
    why = _WHY[bar](job)
    return Text(f"{who.zh}{why.zh}", f"{who.en} {why.en}")


_WHY: Mapping[Bar, Callable[[Job], Text]] = MappingProxyType(
    {
        "skill": lambda job: Text(f"不会{_skill(job).zh}", f"can't repair {_skill(job).en}"),
        "returned": lambda job: Text("刚退回这单", "just returned it"),
        "leave": lambda job: Text("请假", "on leave"),
        "shift": lambda job: Text("不在班", "off shift"),
        "region": lambda job: Text(f"不跑{job.region}", f"not for {job.region}"),
    }
)


def _skill(job: Job) -> Text:
    return job.skill.label if job.skill else _NOTHING


def _unfiltered(choice: Choice) -> Text:
    """Say which filter couldn't be asked."""
    if choice.job.skill:
        return _NOTHING
    return Text("看不出产品类别,没按技能筛", "product unknown, skills not looked at")


def _nobody(choice: Choice) -> Text:
    """Name the filter that blocks, and what to do."""
    groups = dict(choice.left_out)
    if not groups:
        return Text(
            "「人员」里没有在职的技术人员,请先添加", "Staff has no active technician: add one there"
        )
    if set(groups) == {"skill"}:
        skill = _skill(choice.job)
        return Text(
            f"没人会{skill.zh};请在「人员」补技能,或直接选维修工程师",
            f"Nobody can repair {skill.en}: add the skill in Staff, or choose a technician",
        )
    blocked = _left_out(choice)
    return Text(
        f"没人可派:{blocked.zh};请直接选维修工程师,或与客户另约",
        f"Nobody can go: {blocked.en}. Choose a technician, or agree another time",
    )


def _nobody_brief(choice: Choice) -> Text:
    """Name the nearest miss only."""
    groups = dict(choice.left_out)
    if set(groups) <= {"skill"}:
        return _nobody(choice)
    bar = next(bar for bar in _TOLD if bar in groups)
    nearest, more = _group(bar, groups[bar], choice.job, rest=False), len(groups) > 1
    return Text(
        f"没人可派({nearest.zh}{'等' if more else ''});直接选维修工程师,或与客户另约",
        f"Nobody can go ({nearest.en}{', …' if more else ''}). Choose a technician, or another time",
    )


def glued(mark: str, *parts: Text) -> Text:
    """Put those parts together that say something."""
    found = [part for part in parts if part.zh]
    between = ", " if mark == "、" else f"{mark} "
    return Text(mark.join(p.zh for p in found), between.join(p.en for p in found))
