"""Values of the portfolio as typed JSON, by what they are; a view becomes its model field by field."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlencode

from huoshui.errors import InputError
from huoshui.model.money import Money
from huoshui.model.regions import Region
from huoshui.model.sectors import label as sector_label
from huoshui.portfolio.family import views
from huoshui.portfolio.ledger import Entry
from huoshui.portfolio.lookthrough import Concentration
from huoshui.portfolio.performance import Irr
from huoshui.portfolio.vocabulary import Labelled
from huoshui.web.api.portfolio import basics, models
from huoshui.web.api.portfolio import lines as entries
from huoshui.web.api.values import CodeValue, MoneyValue, RegionValue
from huoshui.web.figures import show_region

if TYPE_CHECKING:
    from huoshui.web.language import Locale

M = TypeVar("M")
_PLACES = Decimal(1).scaleb(-12)
_OF_SORT = {"party": "holders", "fund": "funds", "company": "companies"}
#: The model of every view that has the same fields, names aside (``_NAMES``).
_MODELS: dict[type, type] = {
    views.Performance: basics.Returns,
    views.Counts: models.FamilyCounts,
    views.TreeNode: models.FamilyNode,
    views.TreeEdge: models.FamilyEdge,
    views.FundRow: models.FundItem,
    views.FeeRow: models.FeePaid,
    views.Point: models.CurvePoint,
    views.RoundRow: models.Round,
    views.StakeRow: models.Stake,
    views.OwnerRow: models.Owner,
    views.StatePart: models.NaturePart,
    views.StateView: models.StateShare,
    views.GraphNode: models.GraphNode,
    views.GraphEdge: models.GraphEdge,
    views.Penetration: models.Graph,
    views.Excess: models.Excess,
    views.LookedRow: models.Looked,
    views.TierView: models.TierTotals,
    Entry: entries.Entered,
    Concentration: basics.Spread,
}
#: What a field of a model is called in the view.
_NAMES = {
    (models.FamilyNode, "node"): "ref",
    (models.GraphNode, "node"): "ref",
    (models.Interest, "returns"): "performance",
    (models.FeePaid, "amount"): "money",
    (models.Round, "amount"): "money",
}


class Wire:
    """How values are written in a language, and where the API stands (``root``, as of ``query``)."""

    def __init__(self, locale: Locale, root: str, query: dict[str, str]) -> None:
        self.locale, self.root, self._query = locale, root, query

    def of(self, model: type[M], view: object, **given: object) -> M:
        """The model of a view: each field as given, else that of the view."""
        found = dict(given)
        for field in fields(model):  # type: ignore[arg-type]  # every model is a dataclass
            if field.name not in found:
                value = getattr(view, _NAMES.get((model, field.name), field.name))
                found[field.name] = self.sector(value) if field.name == "sector" else self.value(value)
        return model(**found)

    @singledispatchmethod
    def value(self, value: Any) -> Any:  # noqa: ANN401  # by what it is
        """A value of a view as the models have it; what has no form of its own is as it is."""
        return self.of(_MODELS[type(value)], value) if is_dataclass(value) else value

    @value.register
    def _(self, value: Money) -> MoneyValue:
        return MoneyValue(amount=str(value).rpartition(" ")[0], currency=value.currency)

    @value.register
    def _(self, value: Fraction) -> basics.Ratio:
        return basics.Ratio(f"{value.numerator}/{value.denominator}", decimal(value))

    @value.register
    def _(self, value: Irr) -> basics.Rate:
        rate = None if value.rate is None else decimal(value.rate)
        return basics.Rate(value.status.label, rate, tuple(map(decimal, value.roots)))

    @value.register
    def _(self, value: Labelled) -> CodeValue:
        return CodeValue(code=value.value, label=value.label(self.locale))

    @value.register
    def _(self, value: Enum) -> str:
        return str(value.value)

    @value.register
    def _(self, value: Region) -> RegionValue:
        code = value.code if value.code.isdigit() else None
        return RegionValue(path=str(value), code=code, label=show_region(str(value)))

    @value.register(Decimal)
    @value.register(float)
    def _(self, value: Decimal | float) -> str:
        return decimal(value)

    @value.register
    def _(self, value: date) -> str:
        return value.isoformat()

    @value.register
    def _(self, value: tuple) -> tuple[Any, ...]:  # type: ignore[type-arg]  # dispatched by the bare type
        return tuple(self.value(one) for one in value)

    @value.register
    def _(self, value: views.Ref) -> basics.Node:
        return self.node(value)

    @value.register
    def _(self, value: views.DealRow) -> models.Deal:
        way = self.address("journal", node=value.holder.id, other=value.company.id)
        return self.of(models.Deal, value, journal=way)

    @value.register
    def _(self, value: views.InterestRow) -> models.Interest:
        way = self.address("journal", node=value.investor.id, other=value.fund.id)
        return self.of(models.Interest, value, journal=way)

    def node(self, ref: views.Ref) -> basics.Node:
        """A node with its address."""
        return basics.Node(ref.id, ref.name, ref.sort, self.address(f"{_OF_SORT[ref.sort]}/{quote(ref.id, safe='')}"))

    def address(self, path: str, **query: str) -> str:
        """An address of the portfolio's API as of the same day, in the same currency and language."""
        asked = {**self._query, **{name: value for name, value in query.items() if value}}
        return f"{self.root}/portfolio/{path}" + (f"?{urlencode(asked)}" if asked else "")

    def account(self, account: views.Account, node: str = "", tier: str = "") -> tuple[basics.FigureAmount, ...]:
        """The figures of a node, a tier or the family, each with the way to the lines behind it."""
        return tuple(
            basics.FigureAmount(
                one.figure.value,
                one.figure.label(self.locale),
                one.figure.what(self.locale),
                self.value(one.money),
                self.address("journal", figure=one.figure.value, node=node, tier=tier),
            )
            for one in account.amounts
        )

    def sector(self, code: str | None) -> CodeValue | None:
        """A sector with its label; one that the vocabulary has not is its own."""
        if code is None:
            return None
        try:
            return CodeValue(code=code, label=sector_label(code, self.locale))
        except InputError:
            return CodeValue(code=code, label=code)


def decimal(value: Fraction | Decimal | float) -> str:
    """A number to at most twelve places, without an exponent."""
    exact = Fraction(value)
    whole = Decimal(round(exact * 10**12)).scaleb(-12)
    text = format(whole.quantize(_PLACES) if abs(whole) < 10**12 else whole, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
