"""Every address of the product."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []
if find_spec("kt1.api.urls"):
    urlpatterns.append(path("api/", include("kt1.api.urls")))
if find_spec("kt1.web.urls"):
    urlpatterns.append(path("", include("kt1.web.urls")))
