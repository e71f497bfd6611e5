from django.urls import path

from kt1.web.receivers import asking, readings, register, transcribing

urlpatterns = [
    path("dau-moi", register.register, name="focal_list"),
    path("ai-duoc-ky", asking.who_signs, name="who_signs"),
    path("nguoi-ky-nhan/thay-cho", transcribing.paper_agencies, name="paper_agencies"),
    path(
        "nguoi-ky-nhan/thay-cho/<str:code>",
        transcribing.name_receiver_for,
        name="name_receiver_for",
    ),
    path("nhat-ky-doc", readings.reading_log, name="reading_log"),
]
