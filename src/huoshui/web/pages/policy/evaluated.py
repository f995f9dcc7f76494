"""One fund's evaluation: its indicators with points, what is open, what could be won and how, what a guide costs it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.policy.costs import costs
from huoshui.policy.evaluation import FundEvaluation, IndicatorResult, ItemResult, evaluate
from huoshui.policy.wording import bound_in_words
from huoshui.web.charts import Drawing
from huoshui.web.figures import show_region
from huoshui.web.language import mark, show_date
from huoshui.web.pages.listing import Link
from huoshui.web.pages.policy.marks import Sure, called, evidence, names, sure, titled
from huoshui.web.pages.policy.overview import NATION
from huoshui.web.pages.policy.ranking import points, score_bar, variant_choices, variants_of
from huoshui.web.pages.portfolio.cells import Cell, Sheet, heads_of, percent
from huoshui.web.pages.portfolio.rows import Choice, Fact
from huoshui.web.ruling import EVALUATION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from huoshui.policy.costs import Cost
    from huoshui.policy.evaluation import Evaluation, Measured, Standing
    from huoshui.web.pages.policy.asking import Asking, Head


@dataclass(frozen=True, slots=True)
class MeasuredLine:
    """A figure that an item is scored by."""

    label: str
    shown: str
    formula: str
    evidence: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item: what it earns, by which figures, what is missing and what could be won."""

    title: str
    points: str
    grade: Sure
    measured: tuple[MeasuredLine, ...]
    missing: str
    gains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """A second-level indicator; ``said`` are its points in words."""

    id: str
    title: str
    grade: Sure
    drawing: Drawing
    said: str
    items: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class FirstPart:
    """A first-level indicator with those below it."""

    id: str
    title: str
    said: str
    cards: tuple[IndicatorCard, ...]


@dataclass(frozen=True, slots=True)
class CostLine:
    """A clause of a guide that no fund can meet without losing points."""

    guide: str
    href: str
    rule: str
    bound: str
    item: str
    lost: str
    grade: Sure


@dataclass(frozen=True, slots=True)
class EvaluatedPage:
    """The page of a fund's evaluation."""

    title: str
    head: Head
    back: str
    own_href: str
    own_label: str
    check_href: str
    conflicts_href: str
    about: str
    facts: tuple[Fact, ...]
    drawing: Drawing
    score_said: str
    variants: tuple[Choice, ...]
    parts: tuple[FirstPart, ...]
    gains: Sheet
    missing: Sheet
    costs: tuple[CostLine, ...]
    files: tuple[Link, ...]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that may be asked for as files."""
        return (self.gains, self.missing)


def evaluation_of(name: str, asked: Asking) -> tuple[Evaluation, int, bool]:
    """The evaluation that a fund stands in, and its place there: that of the ledger, or its own. NotFound."""
    subjects, place, own = asked.ruling.of(name, asked.day)
    if own:
        return asked.ruling.evaluation(asked.day, variants_of(asked)), place, True
    pack = asked.ruling.packs.get(EVALUATION)
    return evaluate(subjects.facts, pack, variants_of(asked), groups=subjects.provinces), 0, False


def make_page(name: str, asked: Asking) -> EvaluatedPage:
    """The declared context of the page. NotFound for a fund that neither ledger nor registry has."""
    found, at, own = evaluation_of(name, asked)
    one = found.of(at)
    certain, left = float(one.least), float(one.most - one.least)
    stated = {"day": show_date(asked.day.isoformat(), asked.locale), "pack": titled(found.pack, asked.locale)}
    shown = {"certain": points(certain), "open": points(left), "most": points(one.most)}
    return EvaluatedPage(
        title=one.name,
        head=asked.head("evaluation"),
        back=asked.href("/evaluation"),
        own_href=asked.fund(name) if own else f"/entities/{one.id}",
        own_label=asked.say(mark("基金账目")) if own else asked.say(mark("登记册中的记录")),
        check_href=asked.check(name),
        conflicts_href=asked.href("/conflicts", fund=name),
        about=asked.say(mark("%(pack)s，截至 %(day)s。"), **stated),
        facts=_facts(one, asked, own=own),
        drawing=score_bar(certain, left, 100, asked, width=640),
        score_said=asked.say(
            mark("已确定 %(certain)s 分，另有 %(open)s 分因缺数据待定，最高可到 %(most)s 分"), **shown
        ),
        variants=variant_choices(asked),
        parts=tuple(_first(part, name, asked) for part in one.indicators),
        gains=_gains(one, asked),
        missing=_missing(one, asked),
        costs=tuple(_cost(cost, asked) for cost in costs_of(name, asked)),
        files=tuple(Link(kind.upper(), asked.file("report", kind)) for kind in ("docx", "xlsx")),
    )


def costs_of(name: str, asked: Asking) -> tuple[Cost, ...]:
    """What the rules in force where a fund is cost it in the evaluation."""
    packs = asked.ruling.packs
    facts, place = asked.ruling.only(name, asked.day)
    held = [pack for pack in packs.in_force(asked.day, place) if place or pack.jurisdiction == NATION]
    rules = [(pack, rule) for pack in held for rule in pack.rules]
    return costs(packs.get(EVALUATION), rules, facts, variants_of(asked))


def _facts(one: FundEvaluation, asked: Asking, *, own: bool) -> tuple[Fact, ...]:
    unit = asked.say(mark("分"))
    found = [
        Fact(asked.say(mark("已确定得分")), Cell(points(one.least)), unit),
        Fact(asked.say(mark("待定")), Cell(points(one.most - one.least)), unit),
    ]
    if own:
        found.append(_rank(asked.say(mark("名次")), one.standing))
        if one.in_group:
            found.append(_rank(asked.say(mark("%(place)s内名次"), place=show_region(one.group)), one.in_group))
        share = percent(Decimal(repr(round(one.standing.percentile, 6))))
        found.append(Fact(asked.say(mark("百分位")), Cell(share), "", asked.say(mark("不落后于其余多少基金"))))
    return tuple(found)


def _rank(label: str, standing: Standing) -> Fact:
    return Fact(label, Cell(str(standing.rank)), f"/ {standing.of}")


def _said(least: Decimal, most: Decimal, whole: str) -> str:
    earned = points(least) if least == most else f"{points(least)}–{points(most)}"
    return f"{earned} / {whole}"


def _first(result: IndicatorResult, fund: str, asked: Asking) -> FirstPart:
    own = result.indicator
    cards = [_card(part, fund, asked) for part in result.parts if isinstance(part, IndicatorResult)]
    if any(isinstance(part, ItemResult) for part in result.parts):
        cards.append(_card(result, fund, asked))
    return FirstPart(
        own.id, titled(own, asked.locale), _said(result.least, result.most, own.points.show(asked.locale)), tuple(cards)
    )


def _card(result: IndicatorResult, fund: str, asked: Asking) -> IndicatorCard:
    own = result.indicator
    whole = float(own.points.value)
    return IndicatorCard(
        id=own.id,
        title=titled(own, asked.locale),
        grade=sure(own.grade, asked.locale),
        drawing=score_bar(float(result.least), float(result.most - result.least), whole, asked, width=200),
        said=_said(result.least, result.most, own.points.show(asked.locale)),
        items=tuple(_item(item, fund, asked) for item in result.items()),
    )


def _item(result: ItemResult, fund: str, asked: Asking) -> ItemLine:
    locale, item = asked.locale, result.item
    return ItemLine(
        title=titled(item, locale),
        points=_said(result.least, result.most, item.points.show(locale)),
        grade=sure(result.grade, locale),
        measured=tuple(_measured(one, fund, asked) for one in result.measured),
        missing=names([one for one in result.missing if one not in {m.metric for m in result.measured}], locale),
        gains=tuple(
            asked.say(mark("再得 %(points)s 分：%(how)s"), points=points(gain.points), how=gain.says(locale))
            for gain in result.gains
        ),
    )


def _measured(one: Measured, fund: str, asked: Asking) -> MeasuredLine:
    from huoshui.policy.catalogue import CATALOGUE, Metric
    from huoshui.policy.writing import formula_in_words

    found = CATALOGUE.find(one.metric)
    formula = formula_in_words(found.formula, asked.locale) if isinstance(found, Metric) else ""
    links = evidence(one.origins, fund, one.metric, asked)
    return MeasuredLine(called(one.metric, asked.locale), one.show(asked.locale), formula, links)


def _gains(one: FundEvaluation, asked: Asking) -> Sheet:
    locale = asked.locale
    columns = (
        ("item", mark("评分项"), "-"),
        ("points", mark("可再得"), asked.say(mark("分"))),
        ("how", mark("怎么做"), "-"),
        ("grade", mark("依据"), "-"),
    )
    card = {item.item.id: above for above, item in _items(one.indicators)}
    rows = tuple(
        (
            Cell(titled(found.item, locale), f"#{card[found.item.id]}"),
            Cell(points(gain.points), number=gain.points),
            Cell(gain.says(locale)),
            Cell(sure(found.grade, locale).word, title=sure(found.grade, locale).title),
        )
        for found, gain in one.gains()
    )
    return Sheet("gains", asked.say(mark("还能争取的分")), heads_of(locale, *columns), rows, asked.file("gains"))


def _items(found: Iterable[IndicatorResult | ItemResult], above: str = "") -> Iterator[tuple[str, ItemResult]]:
    """The items, each with the indicator that it stands under."""
    for one in found:
        if isinstance(one, IndicatorResult):
            yield from _items(one.parts, one.indicator.id)
        else:
            yield above, one


def _missing(one: FundEvaluation, asked: Asking) -> Sheet:
    locale = asked.locale
    columns = (("figure", mark("缺的数据"), "-"), ("open", mark("因此待定"), asked.say(mark("分"))))
    rows = tuple((Cell(called(name, locale)), Cell(points(left), number=left)) for name, left in one.missing().items())
    return Sheet("missing", asked.say(mark("还缺哪些数据")), heads_of(locale, *columns), rows, asked.file("missing"))


def _cost(cost: Cost, asked: Asking) -> CostLine:
    locale = asked.locale
    return CostLine(
        guide=titled(cost.guide, locale),
        href=asked.pack(cost.guide.id, cost.rule.id),
        rule=titled(cost.rule, locale),
        bound=bound_in_words(cost.rule.test, locale),
        item=titled(cost.item, locale),
        lost=points(cost.lost),
        grade=sure(cost.grade, locale),
    )
