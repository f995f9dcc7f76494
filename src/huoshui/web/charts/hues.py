"""One table of hues: the same sector has the same hue on every page.

Eight at most, told apart by readers of every kind of colour vision (tests/web/charts/test_hues.py computes it).
Related sectors share one; what has none is grey.
"""

from __future__ import annotations

from huoshui.model.sectors import sectors

DIGITAL, CHIPS, MACHINES, ENERGY, MATERIALS, FLIGHT, LIFE, OTHER = (f"hue-{n}" for n in range(1, 9))
HUES = (DIGITAL, CHIPS, MACHINES, ENERGY, MATERIALS, FLIGHT, LIFE, OTHER)

_GROUPS = {
    DIGITAL: (
        "next_gen_it", "computing", "communications", "software", "new_display", "internet_of_things",
        "digital_economy", "metaverse", "future_network",
    ),
    CHIPS: ("integrated_circuits", "quantum"),
    MACHINES: ("artificial_intelligence", "generative_ai", "robotics", "humanoid_robots", "brain_computer_interface"),
    ENERGY: ("new_energy", "energy_storage", "new_energy_vehicles", "green_environment"),
    MATERIALS: ("new_materials", "high_end_equipment", "advanced_manufacturing", "petrochemicals"),
    FLIGHT: ("aerospace", "commercial_space", "low_altitude", "marine"),
    LIFE: ("biomedicine", "medical_devices", "biomanufacturing", "biobreeding", "agriculture"),
}  # fmt: skip
_OF_SECTOR = {code: hue for hue, codes in _GROUPS.items() for code in codes}


def sector_hue(code: str | None) -> str:
    """The hue of a sector, grey for those without one of their own."""
    return _OF_SECTOR.get(code or "", OTHER)


def sector_label(code: str, locale: str) -> str:
    """What a sector is called; a code that the vocabulary does not know stands as it is."""
    term = sectors().get(code)
    return term.label("en" if locale == "en" else "zh") if term else code
