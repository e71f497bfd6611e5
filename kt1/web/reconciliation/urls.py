from django.urls import path

from kt1.web.reconciliation import (
    account,
    acts,
    adjusting,
    bringing,
    dispatches,
    jobs,
    lists,
    papers,
)

urlpatterns = [
    path("doi-soat", lists.reconciliations, name="reconciliations"),
    path("doi-soat/chot", lists.freeze_period, name="reconciliation_freeze"),
    path("doi-soat/mo-so-nhan", lists.open_received, name="reconciliation_open"),
    path("doi-soat/qua-han", lists.overdue, name="reconciliations_overdue"),
    path("doi-soat/chuyen-thu", dispatches.dispatches, name="dispatches_reconciled"),
    path("doi-soat/<int:account_id>", account.reconciliation, name="reconciliation"),
    path("doi-soat/<int:account_id>/giai-quyet", acts.resolve, name="reconciliation_resolve"),
    path("doi-soat/<int:account_id>/y-kien", acts.remark, name="reconciliation_remark"),
    path("doi-soat/<int:account_id>/ky", acts.sign, name="reconciliation_sign"),
    path("doi-soat/<int:account_id>/tra-lai", acts.send_back, name="reconciliation_send_back"),
    path("doi-soat/<int:account_id>/ban-giay", acts.signed_paper, name="reconciliation_paper"),
    path(
        "doi-soat/<int:account_id>/so/<str:side>", bringing.bring_book, name="reconciliation_book"
    ),
    path(
        "doi-soat/<int:account_id>/so/<str:side>/viec/<int:job_id>",
        jobs.job,
        name="reconciliation_job",
    ),
    path(
        "doi-soat/<int:account_id>/so/<str:side>/viec/<int:job_id>/dung",
        jobs.stop,
        name="reconciliation_job_stop",
    ),
    path("doi-soat/<int:account_id>/dieu-chinh", adjusting.adjust, name="reconciliation_adjust"),
    path(
        "doi-soat/<int:account_id>/in/<str:kind>.<str:form>",
        papers.paper,
        name="reconciliation_form",
    ),
]
