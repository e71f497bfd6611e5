from django.urls import path

from kt1.web.people import accounts, approvals, duties, receivers

urlpatterns = [
    path("nguoi-thu-hai", approvals.approvals, name="approvals"),
    path("nguoi-thu-hai/<int:approval_id>/dong-y", approvals.approve, name="approve"),
    path("nguoi-thu-hai/<int:approval_id>/tu-choi", approvals.refuse, name="refuse"),
    path("tai-khoan", accounts.accounts, name="accounts"),
    path("tai-khoan/moi", accounts.new_account, name="new_account"),
    path("tai-khoan/<int:user_id>", accounts.account, name="account"),
    path("tai-khoan/<int:user_id>/mat-khau", accounts.reset_password, name="reset_password"),
    path("tai-khoan/<int:user_id>/khoa", accounts.set_enabled, name="set_enabled"),
    path("tai-khoan/<int:user_id>/nhiem-vu", duties.give_duty, name="give_duty"),
    path(
        "tai-khoan/<int:user_id>/phien/<int:sign_in_id>", duties.kill_sign_in, name="kill_sign_in"
    ),
    path("nhiem-vu/<int:duty_id>/ket-thuc", duties.end_duty, name="end_duty"),
    path("nhiem-vu/<int:duty_id>/the-may", duties.make_token, name="make_token"),
    path("the-may/<int:token_id>/thu-hoi", duties.revoke_token, name="revoke_token"),
    path("nguoi-ky-nhan", receivers.receivers, name="receivers"),
    path("nguoi-ky-nhan/moi", receivers.name_receiver, name="name_receiver"),
    path("nguoi-ky-nhan/luc-nao", receivers.who_may_sign, name="who_may_sign"),
    path("nguoi-ky-nhan/<int:receiver_id>", receivers.receiver, name="receiver"),
    path("nguoi-ky-nhan/<int:receiver_id>/ket-thuc", receivers.end_receiver, name="end_receiver"),
]
