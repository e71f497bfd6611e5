"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path

from kt1.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("api/", include("kt1.api.urls")),
    path("", include("kt1.web.urls")),
]

handler400 = "kt1.web.errors.views.bad_request"
handler403 = "kt1.web.errors.views.refused"
handler404 = "kt1.web.errors.views.not_found"
handler500 = "kt1.web.errors.views.failed"
