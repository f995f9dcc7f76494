"""Verdicts on the ledger's funds: one pack at a time as a matrix of funds and rules, the auditor's pack first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huoshui.policy.checks import AUDIT
from huoshui.policy.extra import np
from huoshui.policy.pack import State
from huoshui.policy.packs_in_force import holds_in
from huoshui.policy.units import Unit
from huoshui.policy.verdicts import check
from huoshui.web.figures import show_region
from huoshui.web.language import mark, show_date
from huoshui.web.pages.listing import Pager, make_pager
from huoshui.web.pages.policy.marks import ORDER, Mark, Sure, figure, hardness_word, measured, state_mark, sure, titled
from huoshui.web.pages.policy.overview import NATION
from huoshui.web.pages.portfolio.cells import Cell, Sheet, heads_of
from huoshui.web.pages.portfolio.cells import Head as SheetHead
from huoshui.web.pages.portfolio.rows import Choice
from huoshui.web.query import read_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from huoshui.policy.pack import Pack, Rule
    from huoshui.policy.verdicts import Outcomes
    from huoshui.web.pages.policy.asking import Asking, Head

FUNDS_AT_ONCE = 50
#: As ``Outcomes.state`` counts them.
_COUNTED = (State.BROKEN, State.UNKNOWN, State.MET, State.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class RuleHead:
    """A column of the matrix."""

    id: str
    title: str
    href: str
    bound: str
    hardness: str
    grade: Sure


@dataclass(frozen=True, slots=True)
class Verdict:
    """A cell of the matrix: the outcome and the measured figure."""

    mark: Mark
    measured: str
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class FundRow:
    """A row of the matrix."""

    name: str
    href: str
    place: str
    cells: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The page of verdicts. ``pack_href`` is the document that ``pack`` is."""

    title: str
    head: Head
    empty: bool
    about: str
    packs: tuple[Choice, ...]
    others: tuple[tuple[str, str, bool], ...]
    pack: str
    pack_href: str
    grade: Sure
    note: str
    states: tuple[Choice, ...]
    text: str
    rules: tuple[RuleHead, ...]
    apart: str
    rows: tuple[FundRow, ...]
    pager: Pager
    deals: Sheet
    deals_said: str
    matrix: Sheet

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that may be asked for as files."""
        return (self.matrix, self.deals)


def make_page(asked: Asking) -> CheckPage:
    """The declared context of the page. NotFound for a pack that there is not."""
    held = [pack for pack in asked.ruling.packs.in_force(asked.day) if _checked(pack)]
    held.sort(key=lambda one: (one.id != AUDIT, one.jurisdiction != NATION, one.jurisdiction, -one.since.toordinal()))
    here = [pack for pack in held if pack.jurisdiction == NATION or _places(pack, asked).size]
    pack = asked.ruling.packs.get(asked.param("pack")) if asked.param("pack") else (here or held)[0]
    places = _places(pack, asked)
    assumed = not places.size
    facts = asked.ruling.funds(asked.day).facts
    places = np.arange(len(facts)) if assumed else places
    found = check(pack, pack.rules, facts)
    shown = _narrowed(found, places, asked)
    number = read_page(asked.request.query_params, asked.locale)
    start = (number - 1) * FUNDS_AT_ONCE
    counts = _counts(found, places)
    fitting = [one for one in found if one.state[places].size and not (one.state[places] == 3).all()]
    deals, deals_said = _deals(pack, asked)
    return CheckPage(
        title=asked.say(mark("合规核查")),
        head=asked.head("check"),
        empty=not len(facts),
        about=_about(len(places), counts, asked),
        packs=_choices([*here, *([pack] if pack not in here else [])], pack, asked),
        others=tuple((one.id, titled(one, asked.locale), False) for one in held if one not in here and one != pack),
        pack=titled(pack, asked.locale),
        pack_href=asked.pack(pack.id),
        grade=sure(pack.grade, asked.locale),
        note=_note(pack, assumed=assumed and bool(len(facts)), asked=asked),
        states=_states(counts, asked),
        text=asked.param("name"),
        rules=tuple(_head(one.rule, pack, asked) for one in fitting),
        apart=_apart(pack, found, fitting, asked),
        rows=tuple(_row(int(place), fitting, asked) for place in shown[start : start + FUNDS_AT_ONCE]),
        pager=make_pager(len(shown), number, lambda n: asked.same(page=str(n) if n > 1 else ""), FUNDS_AT_ONCE),
        deals=deals,
        deals_said=deals_said,
        matrix=_matrix(shown, fitting, asked) if asked.param("as") else _nothing("matrix", asked),
    )


def _checked(pack: Pack) -> bool:
    return any(rule.subject in {"fund", "deal"} for rule in pack.rules)


def _places(pack: Pack, asked: Asking) -> NDArray[np.intp]:
    """The funds that are where a pack holds; of a nationwide one all of them."""
    regions = asked.ruling.funds(asked.day).places
    if pack.jurisdiction == NATION:
        return np.arange(len(regions))
    return np.array([n for n, region in enumerate(regions) if region and holds_in(pack, region)], np.intp)


def _counts(found: Sequence[Outcomes], places: NDArray[np.intp]) -> Counter[State]:
    """How many verdicts came out how."""
    counts: Counter[State] = Counter()
    for one in found:
        for code, number in zip(*np.unique(one.state[places], return_counts=True), strict=True):
            counts[_COUNTED[code]] += int(number)
    return counts


def _narrowed(found: Sequence[Outcomes], places: NDArray[np.intp], asked: Asking) -> list[int]:
    """The funds that the filters leave, those with the most broken rules first."""
    facts = asked.ruling.funds(asked.day).facts
    kept = places
    wanted, text = asked.param("state"), asked.param("name").casefold()
    if wanted in set(State) and found:
        code = _COUNTED.index(State(wanted))
        kept = kept[np.any([one.state[kept] == code for one in found], axis=0)]
    broken = np.sum([one.state == 0 for one in found], axis=0) if found else np.zeros(len(facts), int)
    listed = [int(n) for n in kept if not text or text in facts.names[n].casefold()]
    return sorted(listed, key=lambda n: (-int(broken[n]), facts.ids[n]))


def _about(funds: int, counts: Counter[State], asked: Asking) -> str:
    stated = {
        "day": show_date(asked.day.isoformat(), asked.locale),
        "num": funds,
        "broken": counts[State.BROKEN],
        "unknown": counts[State.UNKNOWN],
    }
    return asked.say(
        mark("截至 %(day)s，账本中 %(num)s 只基金：%(broken)s 处不符合，%(unknown)s 处数据不足。不符合多的在前。"),
        **stated,
    )


def _choices(packs: Sequence[Pack], chosen: Pack, asked: Asking) -> tuple[Choice, ...]:
    """The packs, each with how many verdicts of it are broken."""
    facts = asked.ruling.funds(asked.day).facts
    made = []
    for pack in packs:
        places = _places(pack, asked)
        broken = _counts(check(pack, pack.rules, facts), places)[State.BROKEN]
        href = asked.same(pack=pack.id, state="")
        made.append(Choice(titled(pack, asked.locale), href, broken, pack is chosen))
    return tuple(made)


def _states(counts: Counter[State], asked: Asking) -> tuple[Choice, ...]:
    wanted = asked.param("state")
    every = Choice(asked.say(mark("全部")), asked.same(state=""), sum(counts.values()), not wanted)
    return (
        every,
        *(
            Choice(state_mark(one, asked.locale).word, asked.same(state=one.value), counts[one], one == wanted)
            for one in ORDER
            if counts[one]
        ),
    )


def _note(pack: Pack, *, assumed: bool, asked: Asking) -> str:
    if not assumed:
        return ""
    return asked.say(
        mark("账本中没有登记在%(place)s的基金；下面假设这份文件对全部基金适用。"),
        place=show_region(pack.jurisdiction),
    )


def _apart(pack: Pack, found: Sequence[Outcomes], fitting: Sequence[Outcomes], asked: Asking) -> str:
    """What of the pack the matrix leaves out."""
    said = []
    if len(found) > len(fitting):
        said.append(asked.say(mark("%(num)s 条对这些基金都不适用"), num=len(found) - len(fitting)))
    others = sum(rule.subject not in {"fund", "deal"} for rule in pack.rules)
    if others:
        said.append(asked.say(mark("%(num)s 条不是对基金的，见申报筛查"), num=others))
    return asked.say(mark("；")).join(said)


def _head(rule: Rule, pack: Pack, asked: Asking) -> RuleHead:
    from huoshui.policy.wording import in_words

    return RuleHead(
        id=rule.id,
        title=titled(rule, asked.locale),
        href=asked.pack(pack.id, rule.id),
        bound=in_words(rule.test, asked.locale),
        hardness=hardness_word(rule, asked.locale),
        grade=sure(rule.grade, asked.locale),
    )


def _row(place: int, found: Sequence[Outcomes], asked: Asking) -> FundRow:
    funds = asked.ruling.funds(asked.day)
    href, region = asked.check(funds.facts.ids[place]), funds.places[place]
    return FundRow(
        name=funds.facts.names[place],
        href=href,
        place=show_region("/".join(region.path)) if region else "",
        cells=tuple(_cell(one, place, href, asked) for one in found),
    )


def _cell(found: Outcomes, place: int, href: str, asked: Asking) -> Verdict:
    state = _COUNTED[found.state[place]]
    shown = _shown(found, place, asked) if state in {State.MET, State.BROKEN} else ""
    said = state_mark(state, asked.locale)
    return Verdict(said, shown, f"{href}#{found.rule.id}", f"{titled(found.rule, asked.locale)} · {said.word} {shown}")


def _shown(found: Outcomes, place: int, asked: Asking) -> str:
    """The measured figure, a code in words."""
    from huoshui.policy.wording import code_in_words

    value, metric = float(found.value[place]), found.rule.test.metric
    if np.isnan(value) or found.facts.catalogue.find(metric).unit is Unit.FLAG:
        return ""
    variable = found.facts.catalogue.variables.get(metric)
    if variable and variable.codes:
        return code_in_words(variable.codes[int(value)], asked.locale)
    return figure(value, found.facts.catalogue.find(metric).unit, asked.locale)


def _matrix(places: Sequence[int], found: Sequence[Outcomes], asked: Asking) -> Sheet:
    """The matrix as a file has it: for each rule the outcome and the figure."""
    heads = [
        *heads_of(asked.locale, ("fund", mark("基金"), "-")),
        *(SheetHead(one.rule.id, f"{one.rule.id} {titled(one.rule, asked.locale)}") for one in found),
    ]
    rows = []
    for place in places:
        cells = [Cell(asked.ruling.funds(asked.day).facts.names[place])]
        for one in found:
            verdict = _cell(one, place, "", asked)
            cells.append(Cell(f"{verdict.mark.word} {verdict.measured}".strip()))
        rows.append(tuple(cells))
    return Sheet("matrix", asked.say(mark("合规核查")), tuple(heads), tuple(rows), asked.file("matrix"))


def _nothing(name: str, asked: Asking) -> Sheet:
    return Sheet(name, "", (), (), asked.file(name))


def _deals(pack: Pack, asked: Asking) -> tuple[Sheet, str]:
    """Investments that break a rule of the pack, and in a sentence how all of them came out."""
    rules = [rule for rule in pack.rules if rule.subject == "deal"]
    if not rules:
        return _nothing("deals", asked), ""
    found = check(pack, rules, asked.ruling.deals(asked.day).facts)
    counts: Counter[State] = Counter()
    rows = []
    for one in found:
        for state in State:
            counts[state] += one.count(state)
        for place in np.flatnonzero(one.state == 0).tolist():
            verdict = one.of(place)
            name = one.facts.names[place]
            rows.append(
                (
                    Cell(name),
                    Cell(f"{one.rule.id} {titled(one.rule, asked.locale)}", asked.pack(pack.id, one.rule.id)),
                    Cell(measured(verdict, asked.locale)),
                    Cell(verdict.bound),
                )
            )
    columns = (
        ("deal", mark("投资项目"), "-"),
        ("rule", mark("规则"), "-"),
        ("measured", mark("实测"), "-"),
        ("bound", mark("界线"), "-"),
    )
    stated = {"num": sum(counts.values()), "broken": counts[State.BROKEN], "unknown": counts[State.UNKNOWN]}
    said = asked.say(mark("逐个投资项目核查 %(num)s 次：%(broken)s 处不符合，%(unknown)s 处数据不足。"), **stated)
    title = asked.say(mark("不符合的投资项目"))
    return Sheet("deals", title, heads_of(asked.locale, *columns), tuple(rows), asked.file("deals")), said
