"""The endpoints of policy. What they compute with is an extra: it is imported when somebody asks.

Those that are asked with POST compute with what is sent and forget it: nothing is stored, and asking twice answers the
same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from huoshui.web.api.answering import as_json
from huoshui.web.api.asking import Asked
from huoshui.web.api.policy import asking, fits, models
from huoshui.web.api.policy.answers import answered, described
from huoshui.web.language import mark
from huoshui.web.site import Memory

router = APIRouter(prefix="/policy")

Endpoint = TypeVar("Endpoint", bound=Callable[..., Response])

Id = Annotated[str, Path(description=mark("规则包、规则或指数的编号"), max_length=80)]
FundId = Annotated[str, Path(description=mark("台账中的基金编号"), max_length=64)]


def _get(path: str, summary: str, model: Any, *problems: int) -> Callable[[Endpoint], Endpoint]:  # noqa: ANN401
    return router.get(path, summary=summary, responses=described(model, *problems), response_class=Response)


def _post(path: str, summary: str, model: Any, *problems: int) -> Callable[[Endpoint], Endpoint]:  # noqa: ANN401
    return router.post(
        path, summary=summary, responses=described(model, *problems, posted=True), response_class=Response
    )


@_get("/packs", mark("规则包"), models.PackPage, 400)
def packs(request: Request, registry: Memory, asked: Annotated[asking.Packs, Query()]) -> Response:
    """Packs, all of them or those in force on a day in a place."""
    from huoshui.web.api.policy import listing

    return answered(request, registry, models.PackPage, lambda: listing.packs(request, asked), asked.on)


@_get("/packs/{id}", mark("一个规则包"), models.PackDetail, 404)
def pack(request: Request, registry: Memory, id: Id, asked: Annotated[Asked, Query()]) -> Response:  # noqa: A002
    """One pack with its rules, those that it includes, and its scored items."""
    from huoshui.web.api.policy import listing

    return answered(request, registry, models.PackDetail, lambda: listing.pack(request, id, asked.lang))


@_get("/rules/{id}", mark("一条规则"), models.RuleDetail, 404)
def rule(request: Request, registry: Memory, id: Id, asked: Annotated[Asked, Query()]) -> Response:  # noqa: A002
    """One rule explained: what is measured and how, the bound, for whom, from where, worked cases."""
    from huoshui.web.api.policy import listing

    return answered(request, registry, models.RuleDetail, lambda: listing.rule(request, id, asked.lang))


@_get("/metrics", mark("指标与数据"), models.MetricPage, 400)
def metrics(request: Request, registry: Memory, asked: Annotated[asking.Metrics, Query()]) -> Response:
    """Metrics that rules use and variables that data or a request give, by name."""
    from huoshui.web.api.policy import listing

    return answered(request, registry, models.MetricPage, lambda: listing.metrics(request, asked))


@_get("/check", mark("逐条核对"), models.VerdictPage, 400, 404)
def check(request: Request, registry: Memory, asked: Annotated[asking.Checked, Query()]) -> Response:
    """Verdicts on funds of the ledger or the registry, the auditor's pack first."""
    from huoshui.web.api.policy import listing

    return answered(request, registry, models.VerdictPage, lambda: listing.check(request, asked), asked.as_of)


@_post("/check", mark("核对所给数据"), models.VerdictPage, 400, 404)
def check_given(
    request: Request, body: asking.GivenFigures, asked: Annotated[asking.AskedOfPolicy, Query()]
) -> Response:
    """Verdicts on the figures that are sent. Nothing is stored."""
    from huoshui.web.api.policy import computing

    return as_json(models.VerdictPage, computing.check(request, body, asked))


@_get("/evaluation", mark("投向评价的名次"), models.Ranking, 400)
def evaluation(request: Request, registry: Memory, asked: Annotated[asking.Ranked, Query()]) -> Response:
    """The ledger's funds from the most points to the fewest, with ranks in all and in the province."""
    from huoshui.web.api.policy import listing

    return answered(request, registry, models.Ranking, lambda: listing.evaluation(request, asked), asked.as_of)


@_get("/evaluation/{fund:path}", mark("一只基金的投向评价"), models.FundEvaluation, 400, 404)
def fund_evaluation(
    request: Request, registry: Memory, fund: FundId, asked: Annotated[asking.Evaluated, Query()]
) -> Response:
    """One fund item by item: points, measured figures, what is missing, what could be won, the evidence."""
    from huoshui.web.api.policy import listing

    return answered(
        request, registry, models.FundEvaluation, lambda: listing.fund_evaluation(request, fund, asked), asked.as_of
    )


@_get("/conflicts", mark("规则冲突"), models.ConflictReport, 400, 404)
def conflicts(request: Request, registry: Memory, asked: Annotated[asking.Conflicting, Query()]) -> Response:
    """What cannot be met together, what costs points, and which of a fund's own terms break a rule."""
    from huoshui.web.api.policy import listing

    return answered(request, registry, models.ConflictReport, lambda: listing.conflicts(request, asked), asked.as_of)


@_post("/screen", mark("申报对照遴选条件"), fits.ScreeningResult, 400, 404)
def screen(request: Request, body: asking.Application, asked: Annotated[asking.AskedOfPolicy, Query()]) -> Response:
    """An application against a guide's pack or a call of the registry, clause by clause. Nothing is stored."""
    from huoshui.web.api.policy import computing

    return as_json(fits.ScreeningResult, computing.screen(request, body, asked))


@_post("/calls", mark("管理人可申报的遴选"), fits.CallFits, 400)
def calls(request: Request, body: asking.Profile, asked: Annotated[asking.AskedOfPolicy, Query()]) -> Response:
    """The calls that fit a manager, those that nearly do, what would have to change. Nothing is stored."""
    from huoshui.web.api.policy import computing

    return as_json(fits.CallFits, computing.calls(request, body, asked))


@_post("/match", mark("企业匹配"), fits.MatchResult, 400)
def match(request: Request, body: asking.Profile, asked: Annotated[asking.AskedOfPolicy, Query()]) -> Response:
    """Funds and instruments for a company's profile, with amounts and reasons. Nothing is stored."""
    from huoshui.web.api.policy import computing

    return as_json(fits.MatchResult, computing.match(request, body, asked))


@_get("/overlap", mark("同质化"), fits.OverlapPage, 400)
def overlap(request: Request, registry: Memory, asked: Annotated[asking.Alike, Query()]) -> Response:
    """Pairs of funds of the ledger and the registry that are alike by field and size."""
    from huoshui.web.api.policy import listing

    return answered(request, registry, fits.OverlapPage, lambda: listing.overlap(request, asked), asked.as_of)


@_get("/indices", mark("综合指数"), fits.IndexList)
def indices(request: Request, registry: Memory, asked: Annotated[Asked, Query()]) -> Response:
    """Composite indices with their indicators: what is published of them, known and assumed."""
    from huoshui.web.api.policy import listing

    return answered(request, registry, fits.IndexList, lambda: listing.indices(request, asked.lang))


@_post("/indices/{id}", mark("计算指数"), fits.IndexScores, 400, 404)
def compose(id: Id, body: asking.IndexValues, asked: Annotated[Asked, Query()]) -> Response:  # noqa: A002, ARG001
    """An index over the figures that are sent, with rank ranges where asked for. Nothing is stored."""
    from huoshui.web.api.policy import computing

    return as_json(fits.IndexScores, computing.compose(id, body))
