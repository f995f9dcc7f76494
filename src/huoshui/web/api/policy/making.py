"""Rules and what comes of them as what the API answers with."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import quote

from huoshui.model.regions import Region
from huoshui.model.sectors import label as sector_label
from huoshui.policy.catalogue import CATALOGUE, Metric
from huoshui.policy.scoring import all_items
from huoshui.policy.units import Quantity as Bound
from huoshui.policy.units import Unit, show
from huoshui.policy.wording import (
    HARDNESS,
    STATE,
    SUBJECT,
    code_in_words,
    condition_in_words,
    in_words,
    label,
    said,
)
from huoshui.web.api.policy import models
from huoshui.web.api.values import CodeValue, RegionValue
from huoshui.web.figures import show_region

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from huoshui.policy.catalogue import Variable
    from huoshui.policy.facts import Origin
    from huoshui.policy.pack import Citation, Item, Pack, Rule
    from huoshui.policy.packs_in_force import Packs
    from huoshui.policy.verdicts import Verdict
    from huoshui.policy.writing import Explanation
    from huoshui.web.language import Locale

#: Of one figure, the ids that an answer lists.
IDS_LISTED = 50


class Maker:
    """Makes models in a language; ``root`` is where the API stands."""

    def __init__(self, locale: Locale, root: str) -> None:
        self.locale, self.root = locale, root

    def either(self, zh: str, en: str) -> str:
        """One of two wordings."""
        return en if self.locale == "en" else zh

    def address(self, *steps: str) -> str:
        """An address of policy."""
        return "/".join((f"{self.root}/policy", *(quote(step, safe="") for step in steps)))

    def term(self, name: str) -> models.Term:
        """A variable or metric."""
        return models.Term(name, label(CATALOGUE.find(name), self.locale))

    def terms(self, names: Iterable[str]) -> tuple[models.Term, ...]:
        """Several."""
        return tuple(map(self.term, names))

    def region(self, region: Region) -> RegionValue:
        """A place."""
        code = region.code if region.code.isdigit() else None
        return RegionValue(path=str(region), code=code, label=show_region(str(region)))

    def quantity(self, value: float | Decimal | None, unit: Unit) -> models.Quantity | None:
        """A figure in its unit; money is in minor units here and in yuan there."""
        if value is None:
            return None
        number = Decimal(repr(round(value, 12))) if isinstance(value, float) else value
        try:
            shown = show(number, unit, self.locale)
        except ArithmeticError:  # a quotient out of all proportion
            shown = f"{number:.3e}"
        if unit is Unit.FLAG:
            return models.Quantity(unit.value, "true" if number else "false", shown)
        counted = number / 100 if unit is Unit.MONEY else number
        return models.Quantity(unit.value, plain(counted), shown)

    def bound(self, bound: Bound) -> models.Quantity:
        """A bound as it is written."""
        if bound.unit is Unit.CODE:
            return models.Quantity("code", bound.code, code_in_words(bound.code, self.locale))
        made = self.quantity(bound.value, bound.unit)
        assert made is not None  # noqa: S101  # a bound has a value
        return made

    def citation(self, pack: Pack, citation: Citation) -> models.Cited:
        """Where a rule stands."""
        sources = citation.urls or pack.sources
        return models.Cited(pack.id, self.either(pack.title, pack.title_en), pack.number, citation.place, sources)

    def behind(self, origins: Iterable[tuple[str, Origin]]) -> tuple[models.Behind, ...]:
        """Where figures come from."""
        return tuple(
            models.Behind(self.term(name), one.kind, one.ids[:IDS_LISTED], len(one.ids), one.says)
            for name, one in origins
        )

    # -- packs and rules -----------------------------------------------------------------------------------------------

    def pack(self, pack: Pack) -> models.PackItem:
        """A pack in a list."""
        return models.PackItem(
            id=pack.id,
            title=self.either(pack.title, pack.title_en),
            issuer=pack.issuer,
            number=pack.number,
            date=pack.dated.isoformat(),
            since=pack.since.isoformat(),
            until=pack.until.isoformat() if pack.until else None,
            jurisdiction=self.region(Region.parse(pack.jurisdiction)),
            grade=pack.grade,
            rules=len(pack.rules),
            items=sum(1 for _ in all_items(pack)),
            includes=pack.includes,
            supersedes=pack.supersedes,
            href=self.address("packs", pack.id),
        )

    def pack_detail(self, pack: Pack, packs: Packs) -> models.PackDetail:
        """A pack in full."""
        rules = tuple(self.rule(*packs.rule(rule.id)) for rule in packs.rules(pack))
        scored = tuple(self._scored([one.id for one in above], item) for above, item in all_items(pack))
        return models.PackDetail(self.pack(pack), pack.sources, pack.note, rules, scored)

    def _scored(self, under: Sequence[str], item: Item) -> models.ScoredItem:
        return models.ScoredItem(
            id=item.id,
            title=self.either(item.title, item.title_en),
            points=plain(item.points.value),
            grade=item.grade,
            under=tuple(under),
            metrics=self.terms(one.metric for one in item.metrics),
            variants=tuple(item.variants),
        )

    def rule(self, pack: Pack, rule: Rule) -> models.RuleItem:
        """A rule."""
        return models.RuleItem(
            id=rule.id,
            title=self.either(rule.title, rule.title_en),
            subject=CodeValue(code=rule.subject, label=said(SUBJECT[rule.subject], self.locale)),
            metric=self.term(rule.test.metric),
            asks=in_words(rule.test, self.locale),
            bounds=tuple(map(self.bound, rule.test.bounds)),
            compare=rule.test.compare.value,
            applies=condition_in_words(rule.applies, self.locale) if rule.applies else "",
            unless=condition_in_words(rule.unless, self.locale) if rule.unless else "",
            hardness=CodeValue(code=rule.hardness, label=said(HARDNESS[rule.hardness], self.locale)),
            grade=rule.grade,
            citation=self.citation(pack, rule.citation),
            href=self.address("rules", rule.id),
        )

    def rule_detail(self, pack: Pack, rule: Rule, told: Explanation) -> models.RuleDetail:
        """A rule in full."""
        return models.RuleDetail(
            rule=self.rule(pack, rule),
            superseded_by=told.superseded_by,
            formula=told.formula,
            formula_in_words=told.formula_in_words,
            metric_source=told.metric_source,
            can_change=told.can_change,
            note=told.note,
            needs=tuple(models.NeededFigure(one.name, one.label, one.unit, one.codes) for one in told.needs),
            cases=tuple(
                models.WorkedCase(tuple(f"{name} {value}" for name, value in one.given), one.expect, one.missing)
                for one in told.cases
            ),
        )

    def metric(self, one: Variable | Metric) -> models.MetricItem:
        """A metric or a variable."""
        computed = isinstance(one, Metric)
        return models.MetricItem(
            name=one.name,
            label=label(one, self.locale),
            subject=one.subject,
            unit=one.unit.value,
            formula=one.formula if isinstance(one, Metric) else "",
            source=one.source if isinstance(one, Metric) else "",
            needs=CATALOGUE.leaves(one.name) if computed else (),
            codes=() if isinstance(one, Metric) else one.codes,
        )

    # -- verdicts ------------------------------------------------------------------------------------------------------

    def verdict(self, name: str, one: Verdict) -> models.Verdict:
        """A verdict on a subject of that name."""
        unit = CATALOGUE.find(one.rule.test.metric).unit
        coded = models.Quantity("code", one.code, code_in_words(one.code, self.locale)) if one.code else None
        return models.Verdict(
            state=CodeValue(code=one.state.value, label=said(STATE[one.state], self.locale)),
            subject=one.subject,
            name=name,
            rule=self.rule(one.pack, one.rule),
            measured=coded or self.quantity(one.value, unit),
            distance=self.quantity(one.distance, unit),
            least=self.quantity(one.least, unit),
            most=self.quantity(one.most, unit),
            reachable=one.reachable,
            missing=self.terms(one.missing),
            evidence=self.behind(one.origins),
        )

    def sector(self, code: str) -> CodeValue:
        """A sector."""
        return CodeValue(code=code, label=sector_label(code, self.locale))


def plain(number: Decimal) -> str:
    """A decimal without an exponent or closing noughts."""
    text = f"{number.normalize():f}"
    return "0" if text == "-0" else text
