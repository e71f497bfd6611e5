from django.urls import path

from kt1.web.parts import views

urlpatterns = [
    path("_parts", views.parts, name="parts"),
    path("_parts/list", views.sample_list, name="parts_list"),
    path("_parts/scan", views.sample_scan, name="parts_scan"),
]
