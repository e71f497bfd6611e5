from django.urls import path

from kt1.web.signin import views

urlpatterns = [
    path("dang-nhap", views.sign_in, name="sign_in"),
    path("doi-nguoi", views.change_person, name="change_person"),
    path("nhiem-vu", views.choose_duty, name="choose_duty"),
    path("dang-xuat", views.sign_out, name="sign_out"),
    path("phien", views.session, name="session"),
]
