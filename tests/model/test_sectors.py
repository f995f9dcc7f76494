import json
from pathlib import Path

import pytest

from huoshui.errors import InputError
from huoshui.model import sectors
from huoshui.model.sectors import ancestors, descendants, find_sectors, label

SHARED = Path(__file__).parents[3] / "shared" / "eval" / "vocabulary.json"


def codes(text: str) -> list[str]:
    return [mention.code for mention in find_sectors(text)]


@pytest.mark.skipif(not SHARED.exists(), reason="the evaluation's vocabulary is not here")
def test_codes_are_those_of_the_evaluation() -> None:
    vocabulary = json.loads(SHARED.read_text(encoding="utf-8"))
    for name, table in (("sector", sectors.SECTORS), ("status", sectors.STATUSES),
                        ("listing_status", sectors.LISTING_STATUSES), ("board", sectors.BOARDS)):  # fmt: skip
        assert list(vocabulary[name]) == list(table)
    for code, terms in vocabulary["sector"].items():
        assert [codes(term) for term in terms] == [[code]] * len(terms)


def test_every_term_states_its_own_sector_only() -> None:
    for sector in sectors.SECTORS.values():
        for term in sector.terms:
            (mention,) = find_sectors(term)
            assert mention == (0, len(term), sector.code)


def test_parents_exist_and_do_not_circle() -> None:
    for code in sectors.SECTORS:
        above = ancestors(code)
        assert code not in above
        assert all(code in descendants(parent) for parent in above)
    assert ancestors("generative_ai") == ("artificial_intelligence", "next_gen_it")
    assert "humanoid_robots" in descendants("robotics")


def test_labels() -> None:
    assert label("integrated_circuits") == "集成电路"
    assert label("integrated_circuits", "en") == "Integrated circuits"
    assert sectors.STATUSES["recruiting"].label("en") == "Recruiting managers"
    with pytest.raises(InputError, match="no sector"):
        label("alchemy")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("聚焦半导体、创新药和商业航天", ["integrated_circuits", "biomedicine", "commercial_space"]),
        ("人形机器人与机器人", ["humanoid_robots", "robotics"]),
        ("新能源汽车不是新能源", ["new_energy_vehicles", "new_energy"]),
        ("AI与ai芯片", ["artificial_intelligence", "integrated_circuits"]),
        ("AI+制造", ["advanced_manufacturing"]),
        ("OpenAI和FAIR", []),
        ("OpenAI芯片", ["integrated_circuits"]),
        ("15G流量", []),
        ("5G网络", ["communications"]),
        ("企业文化与消费者", []),
        ("İ半导体", ["integrated_circuits"]),
    ],
)
def test_terms_in_prose(text: str, found: list[str]) -> None:
    assert codes(text) == found


def test_spans_hold_the_term() -> None:
    text = "投向低空经济与脑机接口"
    assert [text[mention.start : mention.end] for mention in find_sectors(text)] == ["低空经济", "脑机接口"]
