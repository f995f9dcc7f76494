from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from huoshui.errors import InputError
from huoshui.model.money import Money
from huoshui.model.regions import Region
from huoshui.registry.resolution import DOUBTFUL, THRESHOLD, Mention, Resolution, resolve, train
from huoshui.registry.resolution.clusters import forest
from huoshui.registry.resolution.made import make
from huoshui.registry.resolution.mentions import KINDS
from huoshui.registry.resolution.parameters import as_json, load, stored

if TYPE_CHECKING:
    from pathlib import Path

LANZHOU = Region.parse("甘肃/兰州")
HEFEI = Region.parse("安徽/合肥")
TEN = Money.of(10**9)


def fund(number: str, name: str, **facts: object) -> Mention:
    return replace(Mention(number, "fund", name), **facts)  # type: ignore[arg-type]


def together(resolution: Resolution) -> set[frozenset[str]]:
    return {frozenset(cluster.members) for cluster in resolution.clusters}


def test_one_fund_under_its_names_and_its_second_phase_apart() -> None:
    resolution = resolve(
        [
            fund("1", "兰州市澜舟新材料产业投资基金合伙企业（有限合伙）", region=LANZHOU),
            fund("2", "兰州澜舟新材料产业投资基金", size=TEN),
            fund("3", "澜舟新材料产业基金", region=LANZHOU, size=TEN),
            fund("4", "兰州澜舟新材料产业投资基金二期", region=LANZHOU, size=TEN),
            fund("5", "合肥澜舟新材料产业投资基金", region=HEFEI, size=TEN),
            Mention("6", "organisation", "澜舟私募基金管理有限公司"),
        ]
    )
    assert together(resolution) == {frozenset("123"), frozenset("4"), frozenset("5"), frozenset("6")}
    assert len(resolution.links) == 2
    for link in resolution.links:
        assert link.weight >= THRESHOLD
        assert sum(reason.weight for reason in link.reasons) == pytest.approx(link.weight, abs=1e-3)
        assert {reason.feature for reason in link.reasons} >= {"prior", "name"}


def test_a_cluster_never_holds_a_vetoed_pair() -> None:
    bridge = fund("b", "澜舟新材料产业投资基金", region=LANZHOU)
    lanzhou = [fund(f"l{n}", "兰州澜舟新材料产业投资基金", region=LANZHOU) for n in range(3)]
    hefei = [fund(f"h{n}", "合肥澜舟新材料产业投资基金", region=HEFEI) for n in range(3)]
    for mentions in ([bridge, *lanzhou, *hefei], [*hefei, bridge, *lanzhou], [*lanzhou, *hefei, bridge]):
        clusters = together(resolve(mentions))
        assert not any({one[0] for one in cluster} >= {"l", "h"} for cluster in clusters)
        assert any(cluster >= {"b", "l0", "l1", "l2"} for cluster in clusters)


def test_a_name_that_many_bear_needs_a_fact() -> None:
    plain = [fund("1", "产业引导基金"), fund("2", "产业引导基金")]
    assert together(resolve(plain)) == {frozenset("1"), frozenset("2")}
    placed = [replace(one, region=LANZHOU) for one in plain]
    assert together(resolve(placed)) == {frozenset("12")}
    sized = [replace(placed[0], size=TEN), replace(placed[1], size=Money.of(3 * 10**9))]
    apart = resolve(sized)
    assert together(apart) == {frozenset("1"), frozenset("2")}
    assert [(link.left.id, link.right.id) for link in apart.doubtful] == [("1", "2")]
    assert apart.doubtful[0].weight >= DOUBTFUL


def test_a_declared_alias_joins_what_names_alone_do_not() -> None:
    old = Mention("1", "company", "兰州澜舟智能科技有限公司", aliases=("合肥砚山智能科技有限公司",))
    new = Mention("2", "company", "合肥砚山智能科技有限公司")
    assert together(resolve([old, new])) == {frozenset("12")}
    assert together(resolve([replace(old, aliases=()), new])) == {frozenset("1"), frozenset("2")}


def test_a_crowd_of_equal_mentions_stays_one() -> None:
    crowd = [fund(str(n), "兰州澜舟新材料产业投资基金", region=LANZHOU) for n in range(400)]
    resolution = resolve(crowd)
    assert len(resolution.clusters) == 1
    assert len(resolution.links) == 399


def test_the_result_does_not_depend_on_the_order() -> None:
    mentions = list(make(1500, 3).mentions)
    assert resolve(mentions) == resolve(mentions[::-1]) == resolve(sorted(mentions, key=lambda one: one.name))


def test_nothing_and_equal_ids() -> None:
    assert resolve([]) == Resolution((), (), ())
    with pytest.raises(InputError, match="same id"):
        resolve([fund("1", "甲"), fund("1", "乙")])


def test_made_mentions_come_together_well() -> None:
    made = make(4000, 11)
    resolution = resolve(made.mentions)
    found = {one: number for number, cluster in enumerate(resolution.clusters) for one in cluster.members}
    assert len(found) == 4000
    truth: dict[tuple[int, int], int] = {}
    for mention, thing in zip(made.mentions, made.truth, strict=True):
        truth[thing, found[mention.id]] = truth.get((thing, found[mention.id]), 0) + 1

    def pairs(counts: list[int]) -> int:
        return sum(n * (n - 1) // 2 for n in counts)

    right = pairs(list(truth.values()))
    said = pairs([len(cluster.members) for cluster in resolution.clusters])
    real = pairs([made.truth.count(thing) for thing in set(made.truth)])
    assert 2 * right / (said + real) >= 0.92
    assert right / said >= 0.97


def test_components_and_what_holds_them() -> None:
    links = [(0, 1), (1, 2), (0, 2), (4, 3)]
    assert forest(6, links) == ([0, 0, 0, 3, 3, 5], [0, 1, 3])
    assert forest(3, []) == ([0, 1, 2], [])


@pytest.mark.slow
def test_parameters_are_estimated_and_kept(tmp_path: Path) -> None:
    made = make(6000, 4).mentions
    parameters = train(made, "test", seed=4, max_pairs=1e5)
    file = tmp_path / "parameters.json"
    file.write_text(as_json(parameters), "utf-8")
    again = load(file)
    assert (again.corpus, again.seed, again.mentions) == ("test", 4, 6000)
    for kind in KINDS:
        assert 0 < again.prior[kind] <= 0.01
        assert again.odds[kind, "name", "full_name"].weight > 5
        assert again.odds[kind, "name", "different"].weight < 0
    with pytest.raises(InputError, match="too few"):
        train(made[:100], "test", seed=4)


def test_parameters_that_lack_a_level_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "parameters.json"
    file.write_text(as_json(stored()).replace("full_name", "another"), "utf-8")
    with pytest.raises(InputError, match="--train"):
        load(file)
