"""The two languages of the pages: gettext catalogues whose message ids are the Chinese text, read once."""

from __future__ import annotations

import gettext
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Literal, get_args

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from huoshui.errors import HuoshuiError
from huoshui.model.dates import PartialDate

Locale = Literal["zh", "en"]
LOCALES: tuple[Locale, ...] = get_args(Locale)


def as_locale(name: str | None) -> Locale | None:
    """The language of that name, or None where there is no such language."""
    return next((locale for locale in LOCALES if locale == name), None)


def preferred_locale(accept_language: str) -> Locale:
    """The language of a browser that has not chosen one here: Chinese, unless it asks for English first."""
    first = accept_language.split(",", 1)[0].strip().lower()
    return "en" if first.startswith("en") else "zh"


@cache
def catalogue(locale: Locale) -> gettext.NullTranslations:
    """Messages of a language; the Chinese ones are the message ids themselves."""
    if locale == "zh":
        return gettext.NullTranslations()
    compiled = BytesIO()
    with files("huoshui.web").joinpath("i18n", f"{locale}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=locale))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def say(locale: Locale, message: str) -> str:
    """A message in a language; what has no translation stays Chinese."""
    return catalogue(locale).gettext(message) if message else ""


def mark(message: str) -> str:
    """Marks a message for translation where it is declared; ``say`` translates it where it is shown."""
    return message


@lru_cache(8192)
def show_date(value: str, locale: Locale) -> str:
    """An ISO 8601 date, as precise as it is given: 2026-01-29 in Chinese pages, 29 Jan 2026 in English ones."""
    try:
        stated = PartialDate.parse(value)
    except (HuoshuiError, ValueError):
        return value
    if locale == "zh" or stated.month is None:
        return str(stated)
    if stated.day is None:
        return format_date(date(stated.year, stated.month, 1), "MMM y", locale)
    return format_date(date(stated.year, stated.month, stated.day), "d MMM y", locale)
