"""What every answer carries, and the one moment of a request."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from kt1.config import clock

if TYPE_CHECKING:
    Handler = Callable[[HttpRequest], HttpResponse]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "media-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: browsers then send `Origin: null` with forms, which the CSRF check refuses.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}
#: What people see must not stay in a browser's or a proxy's store.
PRIVATE = "no-store"


def policy(**more: str) -> str:
    """The content security policy, with words added to directives: policy(script_src="…")."""
    added = {name.replace("_", "-"): words for name, words in more.items()}
    return "; ".join(
        f"{name} {words} {added[name]}" if name in added else f"{name} {words}"
        for name, words in POLICY.items()
    )


def security_headers(get_response: "Handler") -> "Handler":
    """A page may widen the policy for itself by setting the header first (`wasm-unsafe-eval`)."""
    plain = policy()

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", plain)
        response.headers.setdefault("Cache-Control", PRIVATE)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def moment(get_response: "Handler") -> "Handler":
    """Give the request its moment, `request.at`: everything one request does happens then."""

    def middleware(request: Any) -> HttpResponse:
        request.at = clock.now()
        return get_response(request)

    return middleware
