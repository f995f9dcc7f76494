"""Forms of figures by GET: fields made from the catalogue, values kept, what cannot be read said beside the field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from huoshui.errors import HuoshuiError
from huoshui.policy.catalogue import CATALOGUE
from huoshui.policy.profiles import NAME, PLACES, SECTORS, profile_of
from huoshui.policy.units import Unit
from huoshui.policy.wording import code_in_words, label
from huoshui.web.language import mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huoshui.policy.profiles import Profile
    from huoshui.web.pages.policy.asking import Asking

#: How a figure of a unit is written.
LIKE = {
    Unit.MONEY: "10亿元", Unit.SHARE: "30%", Unit.MULTIPLE: "1.5倍", Unit.YEARS: "7年", Unit.MONTHS: "6个月",
    Unit.DAYS: "20天", Unit.COUNT: "3", Unit.POINTS: "60分",
}  # fmt: skip
_PARTS = {
    NAME: (mark("名称"), ""),
    SECTORS: (mark("领域"), "集成电路、人工智能"),
    PLACES: (mark("地区"), "江苏/苏州"),
}
#: What a rule about a call's own fields and places asks for instead.
OF_CALL = {"in_call_sectors": SECTORS, "in_call_places": PLACES}


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a field."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. ``why`` says what asks for it; ``error`` what is wrong with its value, if anything is."""

    name: str
    label: str
    kind: Literal["text", "choice"]
    value: str
    like: str
    options: tuple[Option, ...]
    why: str
    error: str


@dataclass(frozen=True, slots=True)
class Form:
    """Fields with what they hold. ``profile`` is of those that can be read; ``given`` whether any holds anything."""

    fields: tuple[Field, ...]
    profile: Profile
    given: bool
    wrong: int


def read_form(names: Iterable[str], asked: Asking, why: dict[str, str] | None = None) -> Form:
    """The form of these figures, or parts of a profile, with what the address holds of them."""
    fields: list[Field] = []
    written: dict[str, object] = {}
    for name in dict.fromkeys(names):
        value = asked.param(name)
        error = _wrong(name, value, asked)
        if value and not error:
            written[name] = value
        fields.append(_field(name, value, error, (why or {}).get(name, ""), asked))
    given = any(field.value for field in fields if field.name != NAME)
    return Form(tuple(fields), profile_of(written), given, sum(bool(field.error) for field in fields))


def _wrong(name: str, value: str, asked: Asking) -> str:
    if not value:
        return ""
    try:
        profile_of({name: value})
    except HuoshuiError:
        return asked.say(mark("“%(typed)s”看不懂，请写成 %(like)s 这样"), typed=value[:40], like=_like(name) or "—")
    return ""


def _like(name: str) -> str:
    if name in _PARTS:
        return _PARTS[name][1]
    variable = CATALOGUE.variables[name]
    if variable.subject == "company" and variable.unit is Unit.MONEY:
        return "500万元"
    return variable.codes[0] if variable.codes else LIKE.get(variable.unit, "是")


def _field(name: str, value: str, error: str, why: str, asked: Asking) -> Field:
    if name in _PARTS:
        return Field(name, asked.say(_PARTS[name][0]), "text", value, _PARTS[name][1], (), why, error)
    variable = CATALOGUE.variables[name]
    called = label(variable, asked.locale)
    if variable.unit is Unit.FLAG:
        words = (("", mark("不知道")), ("是", mark("是")), ("否", mark("否")))
        options = tuple(Option(code, asked.say(word), code == value) for code, word in words)
        return Field(name, called, "choice", value, "", options, why, error)
    if variable.codes:
        listed = [
            ("", asked.say(mark("不知道"))),
            *((code, code_in_words(code, asked.locale)) for code in variable.codes),
        ]
        options = tuple(Option(code, word, code == value) for code, word in listed)
        return Field(name, called, "choice", value, "", options, why, error)
    return Field(name, called, "text", value, _like(name), (), why, error)
