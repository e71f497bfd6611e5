from django.urls import path

from kt1.web.receivers import (
    asking,
    copies,
    notices,
    points,
    readings,
    register,
    replaying,
    substitutes,
    transcribing,
    visitors,
)

urlpatterns = [
    path("dau-moi", register.register, name="focal_list"),
    path("dau-moi/ban-in", copies.list_copies, name="list_copies"),
    path("dau-moi/ban-in/danh-so", copies.issue_list, name="issue_list"),
    path("dau-moi/ban-in/<int:list_id>.<str:form>", copies.list_copy, name="list_copy"),
    path("diem-phat", points.points, name="points"),
    path("diem-phat/<str:code>", points.point, name="point"),
    path("diem-phat/<str:code>/sua", points.describe_point, name="describe_point"),
    path("thong-bao-dau-moi", notices.notices, name="notices"),
    path("thong-bao-dau-moi/gui/<str:code>", notices.tell_post, name="tell_post"),
    path("thong-bao-dau-moi/<int:notice_id>", notices.notice, name="notice"),
    path(
        "thong-bao-dau-moi/<int:notice_id>/xac-nhan", notices.acknowledge, name="acknowledge_notice"
    ),
    path("nhan-thay", substitutes.substitutes, name="substitutes"),
    path("nhan-thay/<int:substitution_id>", substitutes.substitute, name="substitute"),
    path(
        "nhan-thay/<int:substitution_id>/truong-ca",
        substitutes.settle_substitute,
        name="settle_substitute",
    ),
    path(
        "nhan-thay/<int:substitution_id>/van-ban",
        substitutes.write_substitute,
        name="write_substitute",
    ),
    path("ai-den", visitors.visitors, name="visitors"),
    path("bao-nguoi-den", visitors.announcements, name="announcements"),
    path(
        "bao-nguoi-den/<int:announcement_id>/rut",
        visitors.withdraw_announcement,
        name="withdraw_announcement",
    ),
    path("cau-tra-loi/<str:code>", replaying.replay_answer, name="replay_answer"),
    path("ai-duoc-ky", asking.who_signs, name="who_signs"),
    path("nguoi-ky-nhan/thay-cho", transcribing.paper_agencies, name="paper_agencies"),
    path(
        "nguoi-ky-nhan/thay-cho/<str:code>",
        transcribing.name_receiver_for,
        name="name_receiver_for",
    ),
    path("nhat-ky-doc", readings.reading_log, name="reading_log"),
]
