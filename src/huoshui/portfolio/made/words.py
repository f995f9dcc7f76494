"""Names of what is made up, and where it lies.

A name begins with two signs of the sexagenary cycle and two characters of scenery, such as no house of the kind is
called; places are any prefectures of the country.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from huoshui.model.regions import MUNICIPALITIES, Region
from huoshui.model.tables import rows

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CYCLE = tuple(_STEMS[n % 10] + _BRANCHES[n % 12] for n in range(60))
_SCENES = "云岚汀溪岫泉松篁苇桐露霁岑渚荻蘅芷蕙梧榆"
_SPOTS = "谷岸洲原坡渡屿台亭桥坞林塘垄汐湾岭湖村舟"
_NAMES = len(_CYCLE) * len(_SCENES) * len(_SPOTS)
#: A prefecture's code ends so; counties without one have 90 in the middle.
_PREFECTURE, _COUNTIES, _PROVINCE = "00", "90", "0000"
_FEWEST = 6


class Trade(NamedTuple):
    """A line of business: its sector's code and its word in a company's name."""

    sector: str
    word: str


TRADES = (
    Trade("integrated_circuits", "微电子"),
    Trade("artificial_intelligence", "智能科技"),
    Trade("software", "软件"),
    Trade("communications", "通信技术"),
    Trade("new_display", "光电"),
    Trade("new_energy", "新能源"),
    Trade("energy_storage", "储能技术"),
    Trade("new_materials", "新材料"),
    Trade("high_end_equipment", "装备"),
    Trade("robotics", "机器人"),
    Trade("new_energy_vehicles", "汽车科技"),
    Trade("green_environment", "环保科技"),
    Trade("commercial_space", "航天科技"),
    Trade("low_altitude", "通用航空"),
    Trade("biomedicine", "生物医药"),
    Trade("medical_devices", "医疗器械"),
    Trade("biomanufacturing", "生物制造"),
    Trade("quantum", "量子科技"),
)


class Names:
    """Names that are never given twice."""

    def __init__(self, rng: random.Random) -> None:
        self._step = rng.randrange(1, _NAMES, 2) | 1
        while any(self._step % prime == 0 for prime in (3, 5)):
            self._step += 2
        self._next = rng.randrange(_NAMES)
        self._given = 0

    def give(self) -> str:
        """The next name of four characters; after all have been given, with a number."""
        again, self._given = self._given // _NAMES, self._given + 1
        self._next = (self._next + self._step) % _NAMES
        rest, sign = divmod(self._next, len(_CYCLE))
        scene, spot = divmod(rest, len(_SPOTS))
        return _CYCLE[sign] + _SCENES[scene] + _SPOTS[spot] + (str(again + 1) if again else "")


@cache
def prefectures() -> Mapping[str, Sequence[Region]]:
    """The prefectures of each province by its code, for provinces that have several."""
    found: dict[str, list[Region]] = {}
    for row in rows("gb2260.csv"):
        code = row["code"]
        province = code[:2] + _PROVINCE
        if code[4:] == _PREFECTURE and code != province and code[2:4] != _COUNTIES and province not in MUNICIPALITIES:
            found.setdefault(province, []).append(Region.of_code(code))
    return {province: regions for province, regions in found.items() if len(regions) >= _FEWEST}
