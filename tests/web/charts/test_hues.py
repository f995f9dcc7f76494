"""Hues are told apart by readers of every kind of colour vision, in both themes, and stand out from the paper."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from huoshui.model.sectors import sectors
from huoshui.web.charts import HUES, sector_hue
from huoshui.web.charts.hues import sector_label
from tests.web.test_contrast import contrast, palettes

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
VISION: dict[str, Matrix] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# Ottosson (2020), Oklab.
TO_CONES: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def times(matrix: Matrix, vector: Triple) -> Triple:
    a, b, c = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return a, b, c


def linear(colour: str) -> Triple:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return red, green, blue


def seen(colour: str, vision: str) -> Triple:
    red, green, blue = (min(max(c, 0), 1) for c in times(VISION[vision], linear(colour)))
    a, b, c = (max(cone, 0) ** (1 / 3) for cone in times(TO_CONES, (red, green, blue)))
    return times(TO_LAB, (a, b, c))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("vision", list(VISION))
def test_hues_are_told_apart(theme: str, vision: str) -> None:
    palette = palettes()[theme]
    for one, other in combinations(HUES, 2):
        apart = sum((a - b) ** 2 for a, b in zip(seen(palette[one], vision), seen(palette[other], vision), strict=True))
        assert apart**0.5 >= 0.09, (one, other)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("hue", HUES)
def test_hues_stand_out_from_paper(theme: str, hue: str) -> None:
    palette = palettes()[theme]
    assert contrast(palette[hue], palette["paper"]) >= 3


def test_one_hue_for_each_sector_and_eight_at_most() -> None:
    assert len(HUES) == 8
    assert {sector_hue(code) for code in sectors()} <= set(HUES)
    assert sector_hue("biomedicine") == sector_hue("medical_devices") != sector_hue("integrated_circuits")
    assert sector_hue(None) == sector_hue("no such sector") == HUES[-1]


def test_labels_in_both_languages() -> None:
    assert sector_label("biomedicine", "zh") == "生物医药"
    assert sector_label("biomedicine", "en") != "生物医药"
    assert sector_label("unheard", "zh") == "unheard"


def test_the_way_to_perceived_colours_is_right() -> None:
    """White is L = 1 without colour, and lightness rises from black to white."""
    lightness, a, b = seen("#ffffff", "usual")
    assert (lightness, a, b) == pytest.approx((1, 0, 0), abs=1e-3)
    greys = [seen(f"#{n:02x}{n:02x}{n:02x}", "usual")[0] for n in (0, 64, 128, 255)]
    assert all(dark < light for dark, light in pairwise(greys))
