"""Short help: what the pages show, how they count, and the keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from huoshui.web.language import mark, say
from huoshui.web.site import Asked, Memory, render

if TYPE_CHECKING:
    from huoshui.registry.views import Counts

router = APIRouter()

KEYS = (
    ("/", mark("到检索框")),
    ("j", mark("下一行")),
    ("k", mark("上一行")),
    ("Enter", mark("打开所在行，或到原文中的那句话")),
    ("Tab", mark("到下一个数字或链接，并显示其出处")),
    ("Esc", mark("收起出处")),
    ("a c r s", mark("待核页：采纳或合并、更正、驳回或分开、跳过")),
    ("?", mark("打开本页")),
)


@dataclass(frozen=True, slots=True)
class Key:
    """One key and what it does."""

    key: str
    does: str


@dataclass(frozen=True, slots=True)
class AboutPage:
    """The help page."""

    title: str
    keys: tuple[Key, ...]
    counts: Counts
    entities: int


@router.get("/about", response_class=HTMLResponse)
def about(request: Request, registry: Memory, reader: Asked) -> HTMLResponse:
    """Short help."""
    counts = registry.counts()
    page = AboutPage(
        title=say(reader.locale, "帮助"),
        keys=tuple(Key(key, say(reader.locale, does)) for key, does in KEYS),
        counts=counts,
        entities=sum(kind.count for kind in counts.entities),
    )
    return render(request, "about.html", page, section="about")
