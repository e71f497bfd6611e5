"""The addresses of the API. No page of documentation: it would fetch scripts from outside."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from kt1.api import bags, handovers, items, me, who
from kt1.api.door import Bearer, KeyMissingError, actor_of, moment_of
from kt1.api.problems import PROBLEMS, answer_to, problem
from kt1.custody.deliveries.keys import report_reuse
from kt1.ledger.requests.steps import KeyReusedError

api = NinjaAPI(
    title="KT1",
    version="1",
    description="Custody of KT1 items. Every POST carries Idempotency-Key; refusals are"
    " problem+json, see docs/api-problems.md.",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=Bearer(),
    urls_namespace="api-v1",
)
api.add_router("/me", me.router)
api.add_router("/items", items.router)
api.add_router("/bags", bags.router)
api.add_router("/handovers", handovers.router)
api.add_router("/who", who.router)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(request, "not-signed-in")


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Where the shape is wrong, and never the value: it may be part of a secret."""
    where = [".".join(str(part) for part in one["loc"]) for one in error.errors]
    return problem(request, "malformed", fields=where)


@api.exception_handler(KeyMissingError)
def key_missing(request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(request, "key-missing")


@api.exception_handler(KeyReusedError)
def key_reused(request: HttpRequest, error: KeyReusedError) -> HttpResponse:
    """The first request counts; that another came under its key is looked into."""
    key = UUID(request.headers["Idempotency-Key"])
    report_reuse(key=key, by=actor_of(request), at=moment_of(request))
    return answer_to(request, error)


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return answer_to(request, error)


for _problem in PROBLEMS:
    if _problem.exception is not None and _problem.exception is not KeyReusedError:
        api.add_exception_handler(_problem.exception, _refused)

urlpatterns = [path("v1/", api.urls)]
