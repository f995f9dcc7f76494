"""Rules over the ledger's funds: what the pages of policy hold them against, computed once for a day and kept."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, TypeVar, cast

from huoshui.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from huoshui.model.regions import Region
    from huoshui.policy.evaluation import Evaluation
    from huoshui.policy.facts import Facts
    from huoshui.policy.packs_in_force import Packs
    from huoshui.policy.subjects import Subjects
    from huoshui.portfolio.family import Family
    from huoshui.portfolio.snapshot import Snapshot
    from huoshui.registry import Registry
    from huoshui.web.folio import Folio

T = TypeVar("T")
DAYS_KEPT = 6
#: The pack that scores funds.
EVALUATION = "evaluation-2026"


class Ruling:
    """Facts and scores of the funds behind the pages. Safe for several threads: each figure is computed at least once.

    InputError where the extra ``policy`` or ``portfolio`` is not installed, or a rate of exchange is missing;
    DatabaseError.
    """

    def __init__(self, folio: Folio, registry: Registry) -> None:
        self._folio, self._registry = folio, registry
        self._lock = Lock()
        self._kept: dict[tuple[object, ...], tuple[Snapshot, object]] = {}

    @property
    def packs(self) -> Packs:
        """The packs that come with the program."""
        from huoshui.policy.packs_in_force import shipped

        return shipped()

    @property
    def snapshot(self) -> Snapshot:
        """The ledger."""
        return self._folio.ledger.snapshot()

    def family(self, day: date) -> Family:
        """The family as of the end of a day, for its journal."""
        return self._folio.at(day)

    def funds(self, day: date) -> Subjects:
        """The ledger's funds at the end of a day."""
        from huoshui.policy.subjects import of_ledger

        return self._once(("funds", day), lambda snapshot: of_ledger(snapshot, day))

    def deals(self, day: date) -> Subjects:
        """The ledger's investments that hold on a day."""
        from huoshui.policy.subjects import deals_of_ledger

        return self._once(("deals", day), lambda snapshot: deals_of_ledger(snapshot, day))

    def evaluation(self, day: date, variants: tuple[str, ...] = ()) -> Evaluation:
        """The ledger's funds evaluated, ranked among all and within their provinces."""
        from huoshui.policy.evaluation import evaluate

        def made(_: Snapshot) -> Evaluation:
            funds = self.funds(day)
            return evaluate(funds.facts, self.packs.get(EVALUATION), variants, groups=funds.provinces)

        return self._once(("evaluation", day, variants), made)

    def of(self, name: str, day: date) -> tuple[Subjects, int, bool]:
        """A fund of the ledger, or else of the registry: its facts, its place in them, whether the ledger has it.

        NotFound for a fund that neither has.
        """
        funds = self.funds(day)
        if name in funds.facts.ids:
            return funds, funds.facts.ids.index(name), True
        from huoshui.policy.subjects import of_registry

        found = of_registry(self._registry, [name])
        if len(found.facts) != 1:
            raise NotFound(f"no fund {name[:60]!r} in the ledger nor in the registry")
        return found, 0, False

    def only(self, name: str, day: date) -> tuple[Facts, Region | None]:
        """The facts of one fund alone, with their evidence, and where it is. NotFound."""
        subjects, _, own = self.of(name, day)
        if not own:
            return subjects.facts, subjects.places[0]
        from huoshui.policy.subjects import of_ledger

        alone = self._once(("only", day, name), lambda snapshot: of_ledger(snapshot, day, [name]))
        return alone.facts, alone.places[0]

    def _once(self, key: tuple[object, ...], make: Callable[[Snapshot], T]) -> T:
        snapshot = self.snapshot
        with self._lock:
            kept = self._kept.get(key)
        if kept is None or kept[0] is not snapshot:
            kept = snapshot, make(snapshot)
            with self._lock:
                if len(self._kept) >= DAYS_KEPT * 3:
                    self._kept.clear()
                self._kept[key] = kept
        return cast("T", kept[1])
