"""Why two mentions are, or are not, one thing: the steps of the match weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huoshui.registry.resolution.comparisons import VETOES, comparisons
from huoshui.registry.resolution.engine import level_of
from huoshui.registry.resolution.mentions import Reason
from huoshui.registry.resolution.names import parse_name
from huoshui.registry.resolution.parameters import stored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huoshui.registry.resolution.mentions import Kind, Mention
    from huoshui.registry.resolution.parameters import Parameters


def reasons_of(
    left: Mention, right: Mention, kind: Kind, levels: Sequence[int], parameters: Parameters | None = None
) -> tuple[Reason, ...]:
    """The prior, then each comparison of which both sides state something; the weights add up to the link's."""
    known = parameters or stored()
    prior = known.prior_weight(kind)
    reasons = [Reason("prior", "", "", 0, prior, "比较之前的先验", "before anything is compared")]
    for number, gamma in enumerate(levels):
        level = level_of(kind, number, gamma)
        if level is None:
            continue
        feature = comparisons(kind)[number].feature
        weight = known.odds[kind, feature, level.name].weight
        reasons.append(
            Reason(feature, _value(left, feature), _value(right, feature), gamma, weight, level.zh, level.en)
        )
    return tuple(reasons)


def veto_reason(left: Mention, right: Mention, name: str) -> Reason:
    """The veto as a step that outweighs all others."""
    veto = next(veto for veto in VETOES if veto.name == name)
    return Reason(veto.name, left.name, right.name, 0, float("-inf"), veto.zh, veto.en)


def _value(mention: Mention, feature: str) -> str:
    """What a mention states of a feature, as a reader knows it."""
    stated: dict[str, object] = {
        "alias": "、".join(mention.aliases),
        "region": mention.region or "/".join(parse_name(mention.name).place),
        "size": mention.size or "",
        "date": mention.date or "",
        "manager": "、".join(mention.managers),
        "backers": "、".join(mention.backers),
        "parent": mention.parent or "",
    }
    return str(stated.get(feature, mention.name))
