from django.urls import path

from kt1.web.delivery import agreeing, asking, door, listings, papers, run, signing, together

urlpatterns = [
    path("chuyen-cua-toi", run.my_run, name="my_run"),
    path("cua/<str:key>", door.door, name="door"),
    path("cua/<str:key>/quet", door.scan, name="door_scan"),
    path("cua/<str:key>/bo", door.undo, name="door_undo"),
    path("cua/<str:key>/ai-duoc-ky", asking.door_who, name="door_who"),
    path("cua/<str:key>/goi", asking.ring, name="door_ring"),
    path("cua/<str:key>/nhan-thay", asking.ask_substitute, name="door_substitute"),
    path("cua/<str:key>/phat", signing.deliver, name="deliver"),
    path("cua/<str:key>/khong-phat", signing.attempt, name="attempt"),
    path("cua/<str:key>/tra-lai", signing.give_back, name="give_back"),
    path("cua/<str:key>/ban-ke-phat", papers.delivery_sheet, name="delivery_sheet"),
    path("phat-lai", listings.redelivery, name="redelivery"),
    path("giay-bao-phat", listings.advices, name="advices"),
    path("xu-ly/<str:act>", together.together, name="together"),
    path("xu-ly/<str:act>/quet", together.scan, name="together_scan"),
    path("xu-ly/<str:act>/bo", together.undo, name="together_undo"),
    path("xu-ly/<str:act>/lam", together.do, name="together_do"),
    path("nguoi-thu-hai/<int:approval_id>", agreeing.proposal, name="proposal"),
    path("nguoi-thu-hai/<int:approval_id>/lam", agreeing.carry_out, name="carry_out"),
]
