"""Addresses of figures."""

from django.urls import path

from kt1.web.figures import adoption, boards, pages, tilemap, witness

urlpatterns = [
    path("so-lieu", pages.figures, name="figures"),
    path("so-lieu/ban-do", tilemap.figures_map, name="figures_map"),
    path("so-lieu/tong-hop", boards.figures_board, name="figures_board"),
    path("so-lieu/su-dung", adoption.adoption, name="adoption"),
    path("so-lieu/su-dung/chi-tieu", adoption.set_target, name="adoption_target"),
    path("doi-chung", witness.checkpoints, name="checkpoints"),
]
