from django.urls import path

from kt1.web.profile import views

urlpatterns = [
    path("trang-cua-toi", views.profile, name="profile"),
    path("trang-cua-toi/mat-khau", views.change_password, name="change_password"),
    path("trang-cua-toi/phien/<int:sign_in_id>/ket-thuc", views.end_sign_in, name="end_sign_in"),
    path("trang-cua-toi/thong-bao", views.read_notices, name="read_notices"),
    path("giao-dien", views.set_theme, name="set_theme"),
    path("ngon-ngu", views.set_language, name="set_language"),
]
