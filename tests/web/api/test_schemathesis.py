"""Requests made up from the API's own description, right ones and wrong ones: every answer is as described."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from huoshui.web.api.app import described
from huoshui.web.app import create_app

if TYPE_CHECKING:
    from schemathesis import Case
    from schemathesis.schemas import BaseSchema
    from starlette.testclient import TestClient

# A value of the right form may name nothing that is known, or nothing that is stored.
CONFIG = SchemathesisConfig.from_dict(
    {
        "generation": {"database": "none"},
        "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", 308, 400, 404]}},
    }
)


EXAMPLES = 30
SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)


@pytest.fixture(scope="session")
def loaded(url: str, api: TestClient) -> BaseSchema:
    """The description, with ids that the registry holds as examples."""
    schema = api.get("openapi.json?lang=en").json()
    entity = api.get("search?limit=1").json()["items"][0]["id"]
    document = api.get("documents?limit=1").json()["items"][0]["id"]
    held = {"entities": entity, "documents": document, "funds": "子", "companies": "芯", "holders": "财政局"}
    held |= {"bodies": next((body["id"] for body in api.get("bodies").json()["items"]), "0")}
    held |= {"packs": "framework-2026", "rules": "AU-1", "evaluation": "子", "indices": "science-progress-standards"}
    for path, item in schema["paths"].items():
        for parameter in [each for operation in item.values() for each in operation["parameters"]]:
            if parameter["in"] == "path":
                parameter["examples"] = {
                    "held": {"value": next(held[step] for step in path.split("/") if step in held)}
                }
    result = schemathesis.openapi.from_dict(schema, config=CONFIG)
    result.app = create_app(url)
    return result


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(
    ("path", "method"), [(path, method) for path, item in described("en")["paths"].items() for method in item]
)
def test_every_answer_is_as_described(loaded: BaseSchema, path: str, method: str, mode: GenerationMode) -> None:
    operation = loaded[path][method.upper()]

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=SLOW)
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case[Any]) -> None:
        case.call_and_validate()

    ask()
