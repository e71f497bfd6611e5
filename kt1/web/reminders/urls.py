from django.urls import path

from kt1.web.reminders import coverage, digests, lists, urging

urlpatterns = [
    path("nhac-viec", digests.digest, name="digest"),
    path("nhac-viec/da-biet", digests.take_note, name="digest_take_note"),
    path("nhac-viec/chua-lam", lists.owed, name="owed"),
    path("nhac-viec/soan", urging.urge, name="urge"),
    path("nhac-viec/van-ban", lists.urgings, name="urgings"),
    path("nhac-viec/hieu-qua", lists.effect, name="urging_effect"),
    path("nhac-viec/van-ban/<int:urging_id>", urging.urging, name="urging"),
    path("nhac-viec/van-ban/<int:urging_id>/so", urging.issue, name="urging_issue"),
    path("nhac-viec/van-ban/<int:urging_id>/bo", urging.lay_aside, name="urging_lay_aside"),
    path(
        "nhac-viec/van-ban/<int:urging_id>/cong-van.<str:form>",
        urging.letter_file,
        name="urging_letter",
    ),
    path("do-phu/cong-van.<str:form>", coverage.letter_file, name="coverage_letter"),
]
