from django.urls import path

from kt1.web.mode import pages

urlpatterns = [
    path("che-do", pages.mode, name="mode"),
    path("che-do/ve-co", pages.ask_back, name="ask_back_to_flag"),
    path("che-do/ve-co/lam", pages.go_back, name="back_to_flag"),
]
