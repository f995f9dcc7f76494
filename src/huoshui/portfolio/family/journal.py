"""Lines of the journal behind a figure, or those that some conditions pick, with who entered them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from huoshui.model.money import Money
from huoshui.portfolio.extra import np
from huoshui.portfolio.family.behind import parts_behind
from huoshui.portfolio.family.lines import JournalPage, JournalRow
from huoshui.portfolio.journal import KINDS, NEVER, NOBODY
from huoshui.portfolio.ledger import Record
from huoshui.portfolio.vocabulary import Tier

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from huoshui.portfolio.family.lines import Query
    from huoshui.portfolio.family.scene import Mask, Scene
    from huoshui.portfolio.journal import Journal

#: What looks up events and their entries by id, in order of day and id: ``Ledger.records``.
Recorded: TypeAlias = Callable[[Iterable[str]], tuple[Record, ...]]


class After(NamedTuple):
    """The line after which a page begins."""

    day: date
    event: str


def journal_page(scene: Scene, recorded: Recorded, query: Query, start: int | After, size: int) -> JournalPage:
    """Lines from ``start`` on, by day and id. NotFound for a node, InputError for a figure that is none."""
    if query.figure is None:
        journal = scene.snapshot.journal
        places = np.flatnonzero(_asked(scene, query, journal))
        places = places[np.lexsort((journal.ids[places].astype(str), journal.day[places]))] if places.size else places
        begin = _begin(journal, places, start)
        ids = journal.ids[places[begin : begin + size]].tolist()
        return JournalPage(_rows(scene, recorded(ids), {}), len(places), begin, None, ())
    parts, journal = parts_behind(scene, query.node, query.figure, query.other), scene.journal
    kept = _within(query, journal)[parts.places]
    places = parts.places[kept]
    begin = _begin(journal, places, start)
    ids = journal.ids[places[begin : begin + size]].tolist()
    minor = parts.minor[kept][begin : begin + size].tolist()
    adds = {name: Money(one, parts.currency) for name, one in zip(ids, minor, strict=True)}
    return JournalPage(_rows(scene, recorded(ids), adds), len(places), begin, parts.total, parts.derived)


def _begin(journal: Journal, places: NDArray[np.int64], start: int | After) -> int:
    """Where a page begins: at a number, or after a line, whether that is still there or not."""
    if isinstance(start, int):
        return start
    day, ids = journal.day[places], journal.ids[places].astype(str)
    last = start.day.toordinal()
    return int(((day < last) | ((day == last) & (ids <= start.event))).sum())


def _within(query: Query, journal: Journal) -> Mask:
    """Where kind and days are as asked."""
    found = np.ones(len(journal), bool)
    if query.kind is not None:
        found &= journal.kind == KINDS[query.kind]
    if query.since is not None:
        found &= journal.day >= query.since.toordinal()
    if query.until is not None:
        found &= journal.day <= query.until.toordinal()
    return found


def _asked(scene: Scene, query: Query, journal: Journal) -> Mask:
    """Lines of all kinds up to the day, undone ones too, and the reversals of those that concern the nodes."""
    found = _within(query, journal) & (journal.day <= scene.day.toordinal())
    for name in (query.node, query.other):
        if name is not None:
            theirs = _nodes(scene, name)
            own = theirs[journal.holder] | theirs[journal.held] | theirs[journal.other]
            own[journal.undone_by[own & (journal.undone_by != NOBODY)]] = True
            found &= own
    return found


def _nodes(scene: Scene, name: str | Tier) -> Mask:
    """Where a node is, or the funds of a tier."""
    found = np.zeros(scene.view.size + 1, bool)
    if isinstance(name, Tier):
        found[[place for place in scene.funds if scene.setting.funds[place].tier is name]] = True
    else:
        found[scene.place(name)] = True
    return found


def _rows(scene: Scene, records: tuple[Record, ...], adds: dict[str, Money]) -> tuple[JournalRow, ...]:
    undone = _undone(scene)
    return tuple(
        JournalRow(
            event=event,
            holder=scene.maybe(event.holder),
            held=scene.maybe(event.held),
            other=scene.maybe(event.other),
            entry=entry,
            undone_by=undone.get(event.id),
            part=adds.get(event.id),
        )
        for event, entry in records
    )


def _undone(scene: Scene) -> dict[str, str]:
    """What undid each line by the day."""
    j = scene.snapshot.journal
    lines = np.flatnonzero((j.end != NEVER) & (j.end <= scene.day.toordinal()))
    return {str(j.ids[line]): str(j.ids[j.undone_by[line]]) for line in lines.tolist()}
