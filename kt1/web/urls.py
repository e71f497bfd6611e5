"""Every page. One line a stratum."""

from django.urls import include, path

urlpatterns = [
    path("", include("kt1.web.home.urls")),
    path("", include("kt1.web.signin.urls")),
    path("", include("kt1.web.profile.urls")),
    path("", include("kt1.web.people.urls")),
    path("", include("kt1.web.parts.urls")),
    path("", include("kt1.web.network.urls")),
    path("", include("kt1.web.tariff.urls")),
    path("", include("kt1.web.budget.urls")),
    path("", include("kt1.web.succession.urls")),
    path("", include("kt1.web.items.urls")),
    path("", include("kt1.web.mode.urls")),
    path("", include("kt1.web.delivery.urls")),
    path("", include("kt1.web.receivers.urls")),
    path("", include("kt1.web.coverage.urls")),
    path("", include("kt1.web.handling.urls")),
    path("", include("kt1.web.vetting.urls")),
    path("", include("kt1.web.rosters.urls")),
    path("", include("kt1.web.service.urls")),
    path("", include("kt1.web.operator.urls")),
    path("", include("kt1.web.reconciliation.urls")),
    path("", include("kt1.web.complaints.urls")),
    path("", include("kt1.web.quality.urls")),
    path("", include("kt1.web.reviews.urls")),
    path("", include("kt1.web.assessments.urls")),
    path("", include("kt1.web.figures.urls")),
    path("", include("kt1.web.directives.urls")),
    path("", include("kt1.web.outreach.urls")),
    path("", include("kt1.web.reminders.urls")),
]
