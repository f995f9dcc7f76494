"""What each fund invested, by what its companies were and are: stage, owner, sector, place.

A company is early where it was in its seed or start-up stage when the fund invested. An investment that states no stage
is taken as early where its company is recorded as that now, since companies do not grow younger; where it has grown
meanwhile, nobody knows. Owners, sectors and places are those recorded of the company now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huoshui.model.sectors import sectors
from huoshui.policy.extra import np
from huoshui.policy.facts import UNSTATED
from huoshui.policy.ledger_scene import spanning
from huoshui.policy.metrics.evaluation import below
from huoshui.portfolio.accounts.holdings import NEVER
from huoshui.portfolio.accounts.sums import summed
from huoshui.portfolio.journal import STAGES
from huoshui.portfolio.vocabulary import Kind, Ownership, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from huoshui.model.regions import Region
    from huoshui.policy.catalogue import Column
    from huoshui.policy.facts import Family
    from huoshui.policy.ledger_scene import Ints, Mask, Scene, Span
    from huoshui.portfolio.book import Company

_EARLY = (Stage.SEED, Stage.STARTUP)
_NONE = -1
#: Fields that are green: an own choice (grade C), the annex with its list is not public.
GREEN = ("green_environment", "new_energy", "new_energy_vehicles")
_YEAR = 365.25


class Invested(NamedTuple):
    """What was invested: columns, families, spans of what is known in part.

    ``counted`` says by variable and for a fund's place which investments are such.
    """

    columns: dict[str, Column]
    families: dict[str, Family]
    spans: dict[str, Span]
    counted: dict[str, Callable[[int], Mask]]


def investments(scene: Scene) -> Invested:
    """What the funds of a scene invested in companies."""
    held = scene.view.journal.held[scene.investments]
    everything = np.ones(len(held), bool)
    invested = scene.invested(everything)
    found = Invested(
        {
            "invested": invested,
            "direct_invested": scene.sums(scene.standing.funds.invested),
            "largest_investment": _largest(scene),
            "mean_holding_years": _held_for(scene),
        },
        {
            "invested_by_sector": _family(scene, [one.sector if one else None for one in scene.companies]),
            "invested_by_region": _family(scene, [province(one.region) if one else None for one in scene.companies]),
        },
        {},
        {},
    )
    for name in ("invested", "direct_invested", "largest_investment", *found.families):
        found.counted[name] = _always(everything)
    private, unowned = _of_companies(scene, lambda one: None if one.ownership is None else _private(one))
    green, unsorted = _of_companies(scene, lambda one: None if one.sector is None else below(one.sector, GREEN))
    for name, sure, unsure in (
        ("invested_early", *_early(scene)),
        ("invested_private", private[held], unowned[held]),
        ("invested_green", green[held], unsorted[held]),
    ):
        found.columns[name], found.spans[name] = scene.invested_in(sure, unsure)
        found.counted[name] = _always(sure)
    _add_key_fields(scene, found)
    _add_local(scene, found)
    return found


def _always(mask: Mask) -> Callable[[int], Mask]:
    return lambda _: mask


def _add_key_fields(scene: Scene, found: Invested) -> None:
    """What is in the fields that each fund names; not known of a fund that names none."""
    codes = {code: n for n, code in enumerate(sectors())}
    number = _numbered(scene, lambda one: codes.get(one.sector or "", _NONE))
    sets = {fund.sectors: n for n, fund in enumerate(scene.funds)}
    allowed = np.array([[below(code, listed) for code in codes] for listed in sets] or [[False] * len(codes)], bool)
    which = {listed: n for n, listed in enumerate(sets)}
    own = np.array([which[fund.sectors] for fund in scene.funds], np.int64)

    def inside(funds: Ints, keys: Ints) -> Mask:
        found: Mask = allowed[own[funds], keys]
        return found

    stated = np.array([bool(fund.sectors) for fund in scene.funds], bool)
    _add(scene, found, "invested_key_fields", (number, inside, stated))
    least, most = found.spans["invested_key_fields"]
    invested = found.columns["invested"]
    found.columns["invested_outside_fields"] = invested - found.columns["invested_key_fields"]
    found.spans["invested_outside_fields"] = invested - most, invested - least
    counted = found.counted["invested_key_fields"]
    found.counted["invested_outside_fields"] = lambda place: ~counted(place)


def _add_local(scene: Scene, found: Invested) -> None:
    """What is in each fund's place; not known of a fund whose place is not recorded."""
    regions: dict[Region, int] = {}
    for region in (one.region for one in scene.companies if one):
        if region:
            regions.setdefault(region, len(regions))
    listed = tuple(regions)
    number = _numbered(scene, lambda one: regions[one.region] if one.region else _NONE)

    def inside(funds: Ints, keys: Ints) -> Mask:
        pairs, which = np.unique(np.stack([funds, keys]), axis=1, return_inverse=True)
        local = [_contains(scene.funds[fund].region, listed[key]) for fund, key in pairs.T.tolist()]
        found: Mask = np.array(local, bool)[which.ravel()]
        return found

    _add(scene, found, "invested_local", (number, inside, np.array([fund.region is not None for fund in scene.funds])))
    if not scene.through:
        found.columns["direct_invested_local"] = found.columns["invested_local"]
        found.spans["direct_invested_local"] = found.spans["invested_local"]
        found.counted["direct_invested_local"] = found.counted["invested_local"]


def _contains(region: Region | None, other: Region) -> bool:
    return region is not None and region.contains(other)


def _add(scene: Scene, found: Invested, name: str, by: tuple[Ints, Callable[[Ints, Ints], Mask], Mask]) -> None:
    """What each fund invested where a test of the fund and of the company's number says so."""
    number, inside, stated = by
    count = int(number.max(initial=_NONE)) + 1
    held = scene.view.journal.held[scene.investments]
    table = scene.by(number[held], count)
    entries = table[scene.places].tocoo()
    sure = np.zeros(len(scene.funds))
    keyed = entries.col < count
    funds, keys, amounts = entries.row[keyed], entries.col[keyed], entries.data[keyed]
    counts = inside(funds, keys)
    np.add.at(sure, funds[counts], amounts[counts])
    column, (least, most) = spanning(sure, scene.column(table, count))
    found.columns[name] = np.where(stated, column, np.nan)
    found.spans[name] = np.where(stated, least, np.nan), np.where(stated, most, np.nan)

    def counted(place: int) -> Mask:
        at = number[held]
        return (at >= 0) & inside(np.full(len(at), place), np.maximum(at, 0))

    found.counted[name] = counted


def province(region: Region | None) -> str | None:
    """The code of a place's province, of a country its own; nothing for clusters and the whole of China."""
    if region is None or region.code[0] == "X" or region.code == "CN":
        return None
    return f"{region.code[:2]}0000" if region.code[:2].isdigit() else region.code


def _early(scene: Scene) -> tuple[Mask, Mask]:
    """Which of ``scene.investments`` were early, and of which nobody knows."""
    j = scene.view.journal
    stage, held = j.stage[scene.investments], j.held[scene.investments]
    stated = stage != _NONE
    was = np.isin(stage, [STAGES[one] for one in _EARLY])
    now, unstaged = _of_companies(scene, lambda one: True if one.stage in _EARLY else None)
    return was | (~stated & now[held]), ~stated & unstaged[held]


def _private(company: Company) -> bool:
    return company.ownership is Ownership.PRIVATE


def _of_companies(scene: Scene, says: Callable[[Company], bool | None]) -> tuple[Mask, Mask]:
    """By node: which companies are such, and of which that is not known."""
    answers = [None if one is None else says(one) for one in scene.companies]
    return np.array([a is True for a in answers], bool), np.array([a is None for a in answers], bool)


def _numbered(scene: Scene, number: Callable[[Company], int]) -> Ints:
    return np.array([_NONE if one is None else number(one) for one in scene.companies], np.int64)


def _family(scene: Scene, keys: Sequence[str | None]) -> Family:
    """What was invested by a key of the companies; what has none stands under ``UNSTATED``."""
    named = {key: n for n, key in enumerate(sorted({key for key in keys if key}))}
    number = np.array([named.get(key or "", _NONE) for key in keys], np.int64)
    table = scene.by(number[scene.view.journal.held[scene.investments]], len(named))
    columns = table[scene.places].toarray()
    return {**{key: columns[:, n] for key, n in named.items()}, UNSTATED: columns[:, len(named)]}


def _largest(scene: Scene) -> Column:
    deals = scene.standing.deals
    largest = np.zeros(scene.size, np.int64)
    np.maximum.at(largest, deals.holder, deals.invested)
    return scene.sums(largest)


def _held_for(scene: Scene) -> Column:
    """The mean time from the first investment to the last exit, or to the day, by amounts; NaN without investments."""
    deals, j, view = scene.standing.deals, scene.view.journal, scene.view
    pair = view.pairs()
    rows = deals.holder * view.size + deals.company
    out = j.of(Kind.PROCEEDS)
    last = np.full(len(rows), NEVER, np.int64)
    np.maximum.at(last, np.searchsorted(rows, pair[out]), j.day[out].astype(np.int64))
    bought = deals.invested > 0
    ended = np.where((deals.cost <= 0) & (last != NEVER), last, scene.day.toordinal())
    days = np.where(bought, ended - np.where(bought, deals.first, 0), 0)
    weighted: NDArray[np.float64] = np.zeros(scene.size)
    np.add.at(weighted, deals.holder[bought], days[bought] * deals.invested[bought].astype(np.float64))
    whole = summed(deals.holder, deals.invested, scene.size)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (weighted / whole / _YEAR)[scene.places]
