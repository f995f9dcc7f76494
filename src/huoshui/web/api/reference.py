"""The API's own page of reference, made from its OpenAPI description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from huoshui.web.api.problems import KINDS, title_of
from huoshui.web.language import Locale, say


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: what it may be and what it is when nothing is said."""

    name: str
    form: str
    default: str
    about: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint; ``example`` is an address that can be opened, empty where it needs an id; ``body`` is sent."""

    method: str
    path: str
    title: str
    about: str
    example: str
    parameters: tuple[Parameter, ...]
    body: str
    answer: str


@dataclass(frozen=True, slots=True)
class Field:
    """One member of an object."""

    name: str
    form: str


@dataclass(frozen=True, slots=True)
class Model:
    """One type of object that is answered with."""

    name: str
    about: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of problem, at the anchor that its ``type`` leads to."""

    code: str
    status: int
    title: str


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """The page of reference."""

    title: str
    about: str
    base: str
    endpoints: tuple[Endpoint, ...]
    problems: tuple[ProblemKind, ...]
    models: tuple[Model, ...]


def make_page(described: dict[str, Any], locale: Locale, base: str = "/api/v1") -> ReferencePage:
    """The declared context of the page of reference."""
    endpoints = tuple(
        _endpoint(method, path, operation, base)
        for path, item in described["paths"].items()
        for method, operation in item.items()
    )
    models = tuple(_model(name, schema) for name, schema in described["components"]["schemas"].items())
    problems = tuple(ProblemKind(code, status, title_of(status, locale)) for code, status in KINDS)
    return ReferencePage(say(locale, "程序接口"), described["info"]["description"], base, endpoints, problems, models)


def _endpoint(method: str, path: str, operation: dict[str, Any], base: str) -> Endpoint:
    content = operation["responses"]["200"]["content"]
    media_type, body = next(iter(content.items()))
    answer = _form(body["schema"])
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return Endpoint(
        method=method.upper(),
        path=f"{base}{path}",
        title=operation["summary"],
        about=operation.get("description", ""),
        example="" if "{" in path or path == "/export" or method == "post" else f"{base}{path}",
        parameters=tuple(_parameter(p) for p in operation.get("parameters", ())),
        body=_form(sent) if sent else "",
        answer=answer if media_type == "application/json" else f"{answer} ↵ …",
    )


def _parameter(said: dict[str, Any]) -> Parameter:
    schema = said["schema"]
    default = schema.get("default")
    shown = "" if default in ("", None, []) else str(default).lower() if isinstance(default, bool) else str(default)
    return Parameter(said["name"], _form(schema), shown, said.get("description", ""))


def _model(name: str, schema: dict[str, Any]) -> Model:
    fields = tuple(Field(field, _form(form)) for field, form in schema.get("properties", {}).items())
    return Model(name, " ".join(schema.get("description", "").split()), fields)


def _form(schema: dict[str, Any]) -> str:
    """A JSON schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return f'"{schema["const"]}"'
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"] if value != "")
    several = schema.get("anyOf") or schema.get("oneOf")
    if several:
        return " | ".join(dict.fromkeys(_form(one) for one in several))
    if schema.get("type") == "array":
        return f"[{_form(schema.get('items', {}))}]"
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"{low}–{high}" if low is not None and high is not None else str(schema.get("type", "…"))
