"""Addresses of reorganisations."""

from django.urls import path

from kt1.web.succession import views

urlpatterns = [
    path("sap-xep", views.reorganisations, name="reorganisations"),
    path("sap-xep/moi/<str:kind>", views.new, name="reorganisation_new"),
    path("sap-xep/<int:number>", views.reorganisation, name="reorganisation"),
    path("sap-xep/<int:number>/xac-nhan", views.confirm, name="reorganisation_confirm"),
    path("sap-xep/<int:number>/bo", views.drop, name="reorganisation_drop"),
    path("sap-xep/<int:number>/nhap-sai", views.undo, name="reorganisation_undo"),
    path("sap-xep/<int:number>/<str:key>", views.part, name="reorganisation_part"),
]
