"""What the endpoints read: packs and rules, verdicts on funds, ranks, conflicts, overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.errors import InputError, NotFound
from huoshui.model.regions import Region
from huoshui.web.api.policy import fits, models, scores
from huoshui.web.api.policy.answers import maker, page, registry_of, ruling_of
from huoshui.web.folio import read_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fastapi import Request

    from huoshui.policy.catalogue import Metric, Variable
    from huoshui.policy.checks import Judged
    from huoshui.policy.evaluation import Evaluation
    from huoshui.policy.subjects import Subjects
    from huoshui.web.api.policy import asking
    from huoshui.web.api.policy.making import Maker
    from huoshui.web.language import Locale

_NATION = "全国"


def region_of(text: str) -> Region | None:
    """The place of a question. InputError for what is none."""
    return Region.parse(text) if text else None


def packs(request: Request, asked: asking.Packs) -> models.PackPage:
    """Packs by id."""
    make, known = maker(request, asked.lang), ruling_of(request).packs
    listed = tuple(known)
    if asked.on or asked.place:
        listed = known.in_force(read_day(asked.on), region_of(asked.place))
    listed = tuple(sorted(listed, key=lambda one: one.id))
    part, following = page(request, asked, [(one.id,) for one in listed])
    return models.PackPage(len(listed), tuple(map(make.pack, listed[part])), following)


def pack(request: Request, name: str, locale: Locale) -> models.PackDetail:
    """One pack. NotFound."""
    known = ruling_of(request).packs
    return maker(request, locale).pack_detail(known.get(name), known)


def rule(request: Request, name: str, locale: Locale) -> models.RuleDetail:
    """One rule. NotFound."""
    from huoshui.policy.writing import explain

    known = ruling_of(request).packs
    return maker(request, locale).rule_detail(*known.rule(name), explain(name, known, locale))


def metrics(request: Request, asked: asking.Metrics) -> models.MetricPage:
    """Metrics, then variables, by name."""
    from huoshui.policy import metrics as filled  # noqa: F401  # fills the catalogue
    from huoshui.policy.catalogue import CATALOGUE

    make, words = maker(request, asked.lang), asked.text.casefold()
    every: list[Metric | Variable] = [*CATALOGUE.metrics.values(), *CATALOGUE.variables.values()]
    listed = [one for one in every if words in f"{one.name} {one.zh} {one.en}".casefold()]
    part, following = page(request, asked, [(one.name,) for one in listed])
    return models.MetricPage(len(listed), tuple(map(make.metric, listed[part])), following)


# -- verdicts ----------------------------------------------------------------------------------------------------------


def check(request: Request, asked: asking.Checked) -> models.VerdictPage:
    """Verdicts, subject by subject. NotFound of a fund or pack, InputError of a place."""
    from huoshui.policy.checks import check_all

    ruling, day = ruling_of(request), read_day(asked.as_of)
    found = check_all(
        ruling.packs,
        [_subjects(request, asked, day)],
        day,
        place=region_of(asked.place),
        chosen=(asked.pack,) if asked.pack else (),
    )
    shown = [one for one in found if not asked.state or one.state.value == asked.state]
    part, following = page(request, asked, [(one.subject, one.outcomes.rule.id) for one in shown])
    return verdicts(maker(request, asked.lang), (found, len(shown), shown[part]), day, following)


def verdicts(
    make: Maker, found: tuple[Sequence[Judged], int, Sequence[Judged]], day: date, following: str | None
) -> models.VerdictPage:
    """Some of the verdicts that are asked for, of so many, and the counts of all."""
    from huoshui.policy.checks import counted

    every, total, part = found
    counts = {state.value: count for state, count in counted(every).items()}
    items = tuple(make.verdict(one.name, one.verdict) for one in part)
    return models.VerdictPage(day.isoformat(), models.StateCounts(**counts), total, items, following)


def _subjects(request: Request, asked: asking.Checked, day: date) -> Subjects:
    from huoshui.policy.subjects import of_ledger, of_registry

    funds = [asked.fund] if asked.fund else None
    if asked.source == "registry":
        return of_registry(registry_of(request), funds)
    ruling = ruling_of(request)
    return of_ledger(ruling.snapshot, day, funds) if funds else ruling.funds(day)


# -- the evaluation ----------------------------------------------------------------------------------------------------


def evaluation(request: Request, asked: asking.Ranked) -> models.Ranking:
    """Funds by rank."""
    make, day = maker(request, asked.lang), read_day(asked.as_of)
    found = _evaluated(request, day, asked.variant)
    region = region_of(asked.province)
    name = region.path[0] if region else ""
    places = [place for place in found.order() if not name or found.groups[place] == name]
    part, following = page(request, asked, [(found.facts.ids[place],) for place in places])
    items = tuple(scores.fund_score(make, found.of(place)) for place in places[part])
    return models.Ranking(day.isoformat(), found.pack.id, found.variants, len(places), items, following)


def fund_evaluation(request: Request, name: str, asked: asking.Evaluated) -> models.FundEvaluation:
    """One fund. NotFound."""
    day = read_day(asked.as_of)
    found = _evaluated(request, day, asked.variant)
    if name not in found.facts.ids:
        raise NotFound(f"the ledger has no fund {name[:60]!r}: see /portfolio/funds")
    place = found.facts.ids.index(name)
    return scores.fund_evaluation(maker(request, asked.lang), found, place, day.isoformat())


def _evaluated(request: Request, day: date, variant: str) -> Evaluation:
    from huoshui.policy.packs_in_force import begun
    from huoshui.policy.scoring import all_items
    from huoshui.web.ruling import EVALUATION

    ruling = ruling_of(request)
    pack = ruling.packs.get(EVALUATION)
    if not begun(pack, day):
        raise InputError(
            f"as_of: the evaluation is not in force on {day}, it is from {pack.since}; ask for a later day"
        )
    known = {name for _, item in all_items(pack) for name in item.variants}
    if variant and variant not in known:
        raise InputError(f"variant: {variant[:40]!r} is none; there is {', '.join(sorted(known))}")
    return ruling.evaluation(day, (variant,) if variant else ())


# -- conflicts, overlap, indices ---------------------------------------------------------------------------------------


def conflicts(request: Request, asked: asking.Conflicting) -> models.ConflictReport:
    """What pulls apart for a fund, in a place, or in the nation. NotFound of a fund."""
    from huoshui.policy.conflicts import conflicts as found_by
    from huoshui.policy.subjects import of_ledger

    ruling, day, region = ruling_of(request), read_day(asked.as_of), region_of(asked.place)
    facts, name = None, ""
    if asked.fund:
        alone = of_ledger(ruling.snapshot, day, [asked.fund])
        facts, name, region = alone.facts, alone.facts.names[0], region or alone.places[0]
    found = found_by(ruling.packs, day, region or Region.parse(_NATION), facts)
    return scores.conflict_report(maker(request, asked.lang), found, name)


def overlap(request: Request, asked: asking.Alike) -> fits.OverlapPage:
    """Pairs of funds that are alike."""
    from huoshui.policy.overlap import overlap as found_by
    from huoshui.policy.peers import peers

    day = read_day(asked.as_of)
    funds = peers(ruling_of(request).snapshot, registry_of(request), day, region_of(asked.place))
    found = found_by(funds, asked.cut_off)
    part, following = page(request, asked, [(one.left.id, one.right.id) for one in found.pairs])
    return scores.overlap_page(maker(request, asked.lang), found, day.isoformat(), found.pairs[part], following)


def indices(request: Request, locale: Locale) -> fits.IndexList:
    """The indices."""
    from huoshui.policy.composite import shipped_indices

    make = maker(request, locale)
    return fits.IndexList(tuple(scores.index_item(make, one) for one in shipped_indices()))
