"""Every page, in one list of addresses.

A resolver for each part would be asked in turn at every request, and write down all that it is
not: that took longer than finding the page.
"""

from importlib import import_module

from django.urls import URLPattern

PARTS = (
    "home",
    "signin",
    "profile",
    "people",
    "parts",
    "network",
    "tariff",
    "budget",
    "succession",
    "items",
    "mode",
    "delivery",
    "receivers",
    "coverage",
    "handling",
    "vetting",
    "rosters",
    "service",
    "norms",
    "operator",
    "reconciliation",
    "complaints",
    "incidents",
    "quality",
    "reviews",
    "assessments",
    "figures",
    "directives",
    "outreach",
    "reminders",
    "inspections",
    "reports",
)

urlpatterns: list[URLPattern] = [
    page for part in PARTS for page in import_module(f"kt1.web.{part}.urls").urlpatterns
]
