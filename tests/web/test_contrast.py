from __future__ import annotations

import re
from importlib.resources import files

import pytest

CSS = files("huoshui.web").joinpath("static", "tokens.css").read_text("utf-8")

TEXT_PAIRS = [
    ("ink", "paper"),
    ("ink", "raised"),
    ("ink", "tint"),
    ("ink", "accent-tint"),
    ("soft", "paper"),
    ("soft", "raised"),
    ("soft", "tint"),
    ("soft", "accent-tint"),
    ("link", "paper"),
    ("link", "raised"),
    ("link", "tint"),
    ("link", "accent-tint"),
    ("met", "paper"),
    ("met", "tint"),
    ("met", "raised"),
    ("accent", "paper"),
    ("accent", "tint"),
    ("accent", "accent-tint"),
    ("mark-ink", "mark"),
    ("mark-ink", "mark-strong"),
    ("paper", "ink"),
]
BORDER_PAIRS = [("field", "paper"), ("field", "raised")]


def palettes() -> dict[str, dict[str, str]]:
    """Colours by theme: the light ones, the dark ones of the system and those of readers who chose dark."""
    blocks = re.findall(r"(:root[^{]*)\{([^}]*)\}", CSS)
    names = {":root": "light", ':root:not([data-theme="light"])': "system dark", ':root[data-theme="dark"]': "dark"}
    return {names[head.strip()]: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body)) for head, body in blocks}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, definition of contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT_PAIRS)
def test_text_meets_aa(theme: str, front: str, back: str) -> None:
    palette = palettes()[theme]
    assert contrast(palette[front], palette[back]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), BORDER_PAIRS)
def test_borders_of_controls_meet_aa(theme: str, front: str, back: str) -> None:
    palette = palettes()[theme]
    assert contrast(palette[front], palette[back]) >= 3


def test_both_ways_to_dark_have_the_same_colours() -> None:
    found = palettes()
    assert found["dark"] == found["system dark"]
    assert found["dark"].keys() == found["light"].keys()
