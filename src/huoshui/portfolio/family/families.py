"""A family as of a day, with all that pages ask of it; and those last asked for."""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from huoshui.portfolio.accounts.sums import DEFAULT
from huoshui.portfolio.family.behind import behind
from huoshui.portfolio.family.companies import company_view
from huoshui.portfolio.family.curve import Curve
from huoshui.portfolio.family.funds import fund_view, market_equivalents
from huoshui.portfolio.family.holders import holder_view
from huoshui.portfolio.family.journal import journal_page
from huoshui.portfolio.family.overview import fund_rows, overview
from huoshui.portfolio.family.owning import Owning
from huoshui.portfolio.family.returns import Returns
from huoshui.portfolio.family.scene import Scene
from huoshui.portfolio.family.sharing import sharing
from huoshui.portfolio.family.tree import tree
from huoshui.portfolio.reinvestment import compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from huoshui.portfolio.family.figures import Figure
    from huoshui.portfolio.family.journal import After, Recorded
    from huoshui.portfolio.family.lines import Behind, JournalPage, Query
    from huoshui.portfolio.family.sharing import Sharing
    from huoshui.portfolio.family.sharing_terms import Concession
    from huoshui.portfolio.family.views import CompanyView, FundRow, FundView, HolderView, Overview, Pme, Ref, Tree
    from huoshui.portfolio.ledger import Ledger
    from huoshui.portfolio.performance import Terms
    from huoshui.portfolio.reinvestment import Comparison
    from huoshui.portfolio.snapshot import Snapshot
    from huoshui.portfolio.vocabulary import Tier

#: How many companies stand by themselves in the tree.
_SINGLE = 60
#: How many families, days and currencies are kept: each takes about as much memory as its journal.
_KEPT = 8


class Family:
    """A ledger's snapshot as of the end of ``day``; where several funds are together, counted in ``currency``.

    ``recorded`` looks up events with their entries: ``Ledger.records``. InputError where a rate of exchange is missing.
    """

    def __init__(self, snapshot: Snapshot, day: date, recorded: Recorded, currency: str = DEFAULT) -> None:
        self.snapshot, self.day, self.currency = snapshot, day, currency
        self._recorded = recorded
        self._scene = Scene(snapshot, day, currency)
        self._returns = Returns(self._scene)
        self._owning = Owning(self._scene)
        self._curve = Curve(self._scene, self._returns)

    def overview(self) -> Overview:
        """The whole family."""
        return self._overview

    def funds(self) -> tuple[FundRow, ...]:
        """All funds, by tier."""
        return self._funds

    def tree(self, limit: int = _SINGLE) -> Tree:
        """Contributors, funds and companies with the money between them; companies by sector beyond ``limit``."""
        return tree(self._scene, limit)

    def fund(self, name: str, index: Iterable[tuple[date, Decimal]] | None = None) -> FundView:
        """A fund, compared with the dated levels of an index where given. NotFound, InputError."""
        return fund_view(self._scene, self._returns, self._owning, self._curve, name, index)

    def sharing(
        self,
        name: str,
        terms: Terms,
        *,
        liquidate: bool = False,
        guidance: str = "",
        concessions: Sequence[Concession] = (),
    ) -> Sharing:
        """A fund's waterfall by these terms, and what concessions of an investor cost it; see ``sharing``.

        NotFound; InputError where the terms do not fit the journal.
        """
        return sharing(self._scene, name, terms, liquidate=liquidate, guidance=guidance, concessions=concessions)

    def pme(self, name: str, index: Iterable[tuple[date, Decimal]]) -> Pme:
        """A fund against the dated levels of an index. NotFound, InputError."""
        return market_equivalents(self._scene, self._returns, name, index)

    def company(self, name: str) -> CompanyView:
        """A company. NotFound; InputError where look-through has no answer."""
        return company_view(self._scene, self._returns, self._owning, self._recorded, name)

    def holder(self, name: str) -> HolderView:
        """What a party, fund or company holds through all tiers. NotFound; InputError as of ``company``."""
        return holder_view(self._scene, self._returns, self._owning, name)

    def behind(self, node: str | Tier | None, figure: Figure, other: str | None = None) -> Behind:
        """The events that make a figure of a node, a tier or the family, or of what a node has in ``other``.

        NotFound for a node that there is not, InputError for a figure that it has not.
        """
        return behind(self._scene, node, figure, other)

    def journal(self, query: Query, start: int | After = 0, size: int = 50) -> JournalPage:
        """Lines of the journal from a number on, or after a line. Errors as of ``behind``."""
        return journal_page(self._scene, self._recorded, query, start, size)

    def ref(self, name: str | None) -> Ref | None:
        """The party, fund or company of an id, None where there is none."""
        return self._scene.maybe(name)

    def reinvestment(self) -> Comparison:
        """All re-investment obligations as of the day, and the deals behind them under each."""
        return compare(self.snapshot, self.snapshot.obligations, self.day)

    @cached_property
    def _overview(self) -> Overview:
        return overview(self._scene, self._returns)

    @cached_property
    def _funds(self) -> tuple[FundRow, ...]:
        return fund_rows(self._scene, self._returns)


class Families:
    """The families of a ledger that were last asked for. Safe for several threads."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._kept: OrderedDict[tuple[date, str], Family] = OrderedDict()
        self._lock = Lock()

    def at(self, day: date, currency: str = DEFAULT) -> Family:
        """The family as of a day; computed again when somebody has written. DatabaseError, InputError."""
        snapshot, key = self._ledger.snapshot(), (day, currency)
        with self._lock:
            found = self._kept.get(key)
            if found is None or found.snapshot is not snapshot:
                found = Family(snapshot, day, self._ledger.records, currency)
            self._kept[key] = found
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return found
