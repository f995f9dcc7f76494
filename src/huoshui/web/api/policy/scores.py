"""The evaluation, conflicts, overlap and indices as what the API answers with."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from huoshui.policy.evaluation import IndicatorResult
from huoshui.policy.units import Unit
from huoshui.web.api.policy import fits, models
from huoshui.web.api.policy.making import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huoshui.policy.composite import Composite, Index, Sensitivity
    from huoshui.policy.conflicts import Conflicts
    from huoshui.policy.evaluation import Evaluation, FundEvaluation, ItemResult, Measured, Standing
    from huoshui.policy.overlap import FundProfile, Overlap, Pair
    from huoshui.policy.pack import Pack
    from huoshui.web.api.policy.making import Maker


def fund_score(make: Maker, one: FundEvaluation) -> models.FundScore:
    """A fund in the ranking."""
    return models.FundScore(
        fund=one.id,
        name=one.name,
        points=plain(one.least),
        most=plain(one.most),
        open=plain(one.most - one.least),
        place=_standing(one.standing),
        province=one.group,
        in_province=_standing(one.in_group) if one.in_group else None,
        indicators=tuple(
            models.IndicatorPoints(
                each.indicator.id,
                make.either(each.indicator.title, each.indicator.title_en),
                plain(each.least),
                plain(each.most),
                plain(each.indicator.points.value),
            )
            for each in one.indicators
        ),
        href=make.address("evaluation", one.id),
    )


def _standing(standing: Standing) -> models.Place:
    return models.Place(standing.rank, standing.of, number(standing.percentile, 4) or "0")


def fund_evaluation(make: Maker, found: Evaluation, place: int, day: str) -> models.FundEvaluation:
    """One fund in full."""
    one = found.of(place)
    items = tuple(
        _item(make, found.pack, under, item)
        for indicator in one.indicators
        for under, item in _items(indicator, (indicator.indicator.id,))
    )
    return models.FundEvaluation(day, found.pack.id, fund_score(make, one), items)


def _items(result: IndicatorResult, under: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], ItemResult]]:
    for part in result.parts:
        if isinstance(part, IndicatorResult):
            yield from _items(part, (*under, part.indicator.id))
        else:
            yield under, part


def _item(make: Maker, pack: Pack, under: tuple[str, ...], found: ItemResult) -> models.ItemScore:
    item = found.item
    return models.ItemScore(
        id=item.id,
        title=make.either(item.title, item.title_en),
        under=under,
        points=None if found.earned is None else plain(found.earned),
        least=plain(found.least),
        most=plain(found.most),
        of=plain(item.points.value),
        grade=found.grade,
        points_grade=item.points_grade,
        citation=make.citation(pack, item.citation),
        measured=tuple(_measured(make, one) for one in found.measured),
        missing=make.terms(found.missing),
        to_win=tuple(
            models.PointsToWin(plain(gain.points), gain.says(make.locale), gain.within_room) for gain in found.gains
        ),
    )


def _measured(make: Maker, one: Measured) -> models.MeasuredFigure:
    return models.MeasuredFigure(
        metric=models.Term(one.metric, make.either(one.zh, one.en)),
        formula=one.formula,
        value=make.quantity(one.value, one.unit),
        least=make.quantity(one.least, one.unit),
        most=make.quantity(one.most, one.unit),
        missing=make.terms(one.missing),
        evidence=make.behind(one.origins),
    )


# -- conflicts ---------------------------------------------------------------------------------------------------------


def conflict_report(make: Maker, found: Conflicts, name: str) -> models.ConflictReport:
    """What pulls apart; ``name`` is that of the fund."""
    return models.ConflictReport(
        as_of=found.day.isoformat(),
        packs=tuple(pack.id for pack in found.packs),
        contradictions=tuple(
            models.ClashingRules(
                make.rule(*one.left), make.rule(*one.right), one.since.isoformat(), one.binding, one.grade
            )
            for one in found.contradictions
        ),
        costs=tuple(
            models.CostOfRule(
                rule=make.rule(one.guide, one.rule),
                item=one.item.id,
                title=make.either(one.item.title, one.item.title_en),
                possible=plain(one.possible),
                of=plain(one.item.points.value),
                lost=plain(one.lost),
                since=max(one.guide.since, one.pack.since).isoformat(),
                grade=one.grade,
                citation=make.citation(one.pack, one.item.citation),
            )
            for one in found.costs
        ),
        broken=tuple(make.verdict(name, one) for one in found.broken),
    )


# -- overlap -----------------------------------------------------------------------------------------------------------


def overlap_page(
    make: Maker, found: Overlap, day: str, part: Sequence[Pair], following: str | None
) -> fits.OverlapPage:
    """Pairs, and the cities that they are in."""
    return fits.OverlapPage(
        as_of=day,
        cut_off=number(found.cut_off, 4) or "0",
        compared=found.compared,
        without_sector=len(found.without_fields),
        cities=tuple(
            fits.CityOverlap(one.city, one.funds, one.pairs, make.quantity(Decimal(one.money), Unit.MONEY) or _NOTHING)
            for one in found.places
        ),
        total=len(found.pairs),
        items=tuple(_pair(make, one) for one in part),
        next=following,
    )


_NOTHING = models.Quantity("money", "0", "")


def _pair(make: Maker, one: Pair) -> fits.AlikePair:
    return fits.AlikePair(
        left=_compared(make, one.left),
        right=_compared(make, one.right),
        alike=number(one.alike, 6) or "0",
        fields=number(one.fields, 6) or "0",
        shared=tuple(map(make.sector, one.shared)),
        within=one.within,
    )


def _compared(make: Maker, one: FundProfile) -> fits.ComparedFund:
    size = None if one.size is None else make.quantity(Decimal(one.size), Unit.MONEY)
    return fits.ComparedFund(one.id, one.name, make.region(one.region) if one.region else None, size)


# -- indices -----------------------------------------------------------------------------------------------------------


def index_item(make: Maker, index: Index) -> fits.IndexItem:
    """An index with its indicators."""
    return fits.IndexItem(
        id=index.id,
        title=make.either(index.title, index.title_en),
        edition=index.edition,
        issuer=index.issuer,
        grade=index.grade,
        published=index.published,
        known=index.known,
        assumed=index.assumed,
        sources=index.sources,
        indicators=tuple(
            fits.IndexLeaf(
                leaf.id, leaf.title, leaf.unit, None if leaf.standard is None else plain(leaf.standard), leaf.grade
            )
            for leaf in index.root.leaves()
        ),
    )


def index_scores(found: Composite, moved: Sensitivity | None) -> fits.IndexScores:
    """The regions as they were given, with scores and ranks."""
    spans = {one.region: fits.RankSpan(one.best, one.worst, one.low, one.high) for one in moved.ranges} if moved else {}
    rows = tuple(
        fits.RegionScore(
            region=region,
            rank=rank,
            score=number(float(found.total[at]), 6),
            known=number(float(found.known[at]), 6) or "0",
            levels=tuple(
                fits.LevelScore(part.id, part.title, number(float(found.levels[part.id][at]), 6))
                for part in found.index.root.parts
            ),
            ranks=spans.get(region),
        )
        for at, (region, rank) in enumerate(zip(found.regions, found.ranks(), strict=True))
    )
    return fits.IndexScores(found.index.id, rows)


def number(value: float, places: int) -> str | None:
    """A computed figure to so many places; None where it is unknown."""
    return plain(round(Decimal(repr(value)), places)) if math.isfinite(value) else None
