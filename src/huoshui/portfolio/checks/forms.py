"""Faults that an event has by itself: unknown sides, missing or superfluous fields, amounts and dates out of bounds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from huoshui.errors import InputError
from huoshui.model.regions import Region
from huoshui.portfolio.book import Event
from huoshui.portfolio.checks.fault import Fault
from huoshui.portfolio.kinds import FIELDS, SHAPES
from huoshui.portfolio.vocabulary import Exit, Kind, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huoshui.portfolio.checks.fault import Setting
    from huoshui.portfolio.kinds import Shape, Side

#: Amounts below one quadrillion units leave room for sums in 64 bits.
_MOST = 10**17
_EARLIEST, _LATEST = date(1949, 10, 1), date(2199, 12, 31)
_OF_ACCOUNT = frozenset(
    {Kind.COMMITMENT, Kind.CALL, Kind.CONTRIBUTION, Kind.DISTRIBUTION, Kind.TRANSFER, Kind.FEE, Kind.INCOME}
)
_NOT_BEFORE_START = _OF_ACCOUNT - {Kind.COMMITMENT, Kind.CALL, Kind.TRANSFER} | {Kind.INVESTMENT, Kind.PROCEEDS}


def form_faults(events: Sequence[Event], setting: Setting) -> list[Fault]:
    """The faults of each event by itself."""
    return [fault for place, event in enumerate(events) for fault in _faults(place, event, setting)]


def _faults(place: int, event: Event, setting: Setting) -> Iterator[Fault]:
    shape = SHAPES[event.kind]
    if not _EARLIEST <= event.day <= _LATEST:
        yield Fault(place, "day", f"日期 {event.day} 不在 1949 年至 2199 年之间", f"{event.day} is out of bounds")
    yield from _side(place, "holder", event.holder, shape.holder, setting)
    yield from _side(place, "held", event.held, shape.held, setting)
    if event.holder and event.holder == event.held:
        yield Fault(place, "held", "双方为同一主体", "both sides are the same")
    yield from _amount(place, event, shape)
    if shape.natures and event.nature not in list(shape.natures.codes):
        choices, called = "、".join(code.zh for code in shape.natures.codes), shape.natures
        yield Fault(place, "nature", f"{called.zh}应为：{choices}", f"no {called.en}: {event.nature!r}")
    elif event.nature and not shape.natures:
        yield Fault(place, "nature", "此类事项不分性质", "this kind has no nature")
    yield from _fields(place, event, shape)
    yield from _values(place, event)
    if event.kind is Kind.TRANSFER:
        yield from _transfer(place, event, setting)
    yield from _of_fund(place, event, setting)


def _side(place: int, field: str, node: str, side: Side | None, setting: Setting) -> Iterator[Fault]:
    if side is None:
        if node:
            yield Fault(place, field, "此类事项无此方，应留空", "this kind has no such side: leave it empty")
    elif not node:
        yield Fault(place, field, f"缺{side.zh}", f"no {side.en}")
    elif (sort := setting.sort.get(node)) is None:
        yield Fault(place, field, f"{side.zh}“{node}”未登记", f"{side.en} {node!r} is not registered")
    elif sort not in side.nodes:
        yield Fault(place, field, f"“{node}”不能作{side.zh}", f"{node!r} cannot be the {side.en}")


def _amount(place: int, event: Event, shape: Shape) -> Iterator[Fault]:
    if not shape.money:
        if event.minor or event.currency != Event._field_defaults["currency"]:
            yield Fault(place, "minor", "此类事项无金额", "this kind has no amount")
    elif event.minor < 0 or (event.minor == 0 and not shape.zero):
        yield Fault(place, "minor", "金额应为正数；更正请用冲销", "the amount must be positive; to correct, reverse")
    elif event.minor >= _MOST:
        yield Fault(place, "minor", "金额过大，请核对单位", "the amount is too large: check its unit")
    if event.kind is Kind.PROCEEDS and event.minor == 0 and event.nature not in {Exit.WRITE_OFF, Exit.LIQUIDATION}:
        yield Fault(place, "minor", "只有核销与清算可以没有回款", "only a write-off or liquidation brings nothing")


def _fields(place: int, event: Event, shape: Shape) -> Iterator[Fault]:
    for field, (zh, en) in FIELDS.items():
        value = getattr(event, field)
        stated = value is not None and value != ""
        if not stated and field in shape.needs:
            yield Fault(place, field, f"缺{zh}", f"no {en}")
        elif stated and field not in shape.needs and field not in shape.may:
            yield Fault(place, field, f"此类事项无{zh}，应留空", f"this kind has no {en}: leave it empty")


def _values(place: int, event: Event) -> Iterator[Fault]:
    for field in ("post", "cost", "committed", "paid"):
        value = getattr(event, field)
        if value is not None and not 0 <= value < _MOST:
            yield Fault(place, field, f"{FIELDS[field][0]}应为不小于零的金额", f"{FIELDS[field][1]} out of bounds")
    if event.stake is not None and not 0 <= event.stake <= 1:
        yield Fault(place, "stake", "持股比例应在 0 与 100% 之间", "a stake is between 0 and 100%")
    if event.stage and event.stage not in list(Stage):
        yield Fault(place, "stage", "阶段应为：" + "、".join(s.zh for s in Stage), f"no stage: {event.stage!r}")
    if event.region and not _is_place(event.region):
        yield Fault(place, "region", f"“{event.region}”不是地区代码", f"{event.region!r} is no code of a place")
    if event.due is not None and event.due < event.day:
        yield Fault(place, "due", "缴款截止日早于通知日", "due before the call")


def _is_place(code: str) -> bool:
    try:
        Region.of_code(code)
    except InputError:
        return False
    return True


def _transfer(place: int, event: Event, setting: Setting) -> Iterator[Fault]:
    if event.other:
        yield from _side(place, "other", event.other, SHAPES[Kind.TRANSFER].holder, setting)
    if event.other and event.other == event.holder:
        yield Fault(place, "other", "转让双方为同一主体", "seller and buyer are the same")
    if (event.paid or 0) > (event.committed or 0):
        yield Fault(place, "paid", "转让的实缴额高于认缴额", "more paid-in than commitment transferred")


def _of_fund(place: int, event: Event, setting: Setting) -> Iterator[Fault]:
    """Faults against the terms of the funds on both sides."""
    sides = {node: setting.funds.get(setting.place.get(node, -1)) for node in (event.holder, event.held)}
    account = sides[event.holder if event.kind in {Kind.FEE, Kind.INCOME} else event.held]
    if event.kind in _OF_ACCOUNT and account and event.currency != account.currency:
        yield Fault(
            place,
            "currency",
            f"该基金以 {account.currency} 记账，此处为 {event.currency}",
            f"the fund's account is in {account.currency}, this is {event.currency}",
        )
    for node, fund in sides.items():
        if not fund or not fund.established or event.kind not in _NOT_BEFORE_START:
            continue
        if event.day < fund.established:
            since = fund.established
            yield Fault(place, "day", f"早于{node}的设立日 {since}", f"before {node} was established, {since}")
