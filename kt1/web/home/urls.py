from django.urls import path

from kt1.web.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("tim", views.find, name="find"),
]
