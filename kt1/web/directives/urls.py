from django.urls import path

from kt1.web.directives import inquiries, lists, on_paper, pages, receipts, tasks

urlpatterns = [
    path("van-ban-chi-dao", lists.directives, name="directives"),
    path("van-ban-chi-dao/moi", pages.new, name="directive_new"),
    path("van-ban-chi-dao/<int:pk>", pages.directive, name="directive"),
    path("van-ban-chi-dao/<int:pk>/nhiem-vu", pages.task_form, name="directive_task_new"),
    path("van-ban-chi-dao/<int:pk>/nhiem-vu/<int:n>", pages.task_form, name="directive_task"),
    path("van-ban-chi-dao/<int:pk>/han", pages.days, name="directive_days"),
    path("van-ban-chi-dao/<int:pk>/so", pages.number, name="directive_number"),
    path("van-ban-chi-dao/<int:pk>/dung/<str:after>", pages.end, name="directive_end"),
    path("van-ban-chi-dao/<int:pk>/nhan-bang-giay", on_paper.received, name="directive_paper"),
    path("van-ban-chi-dao/<int:pk>/noi-nhan", receipts.received, name="directive_receipts"),
    path("van-ban-chi-dao/<int:pk>/<str:act>", pages.act, name="directive_act"),
    path("viec-duoc-giao", lists.tasks, name="tasks"),
    path("viec-duoc-giao/bao-cao", tasks.report_many, name="tasks_report"),
    path("viec-duoc-giao/xet", tasks.settle_many, name="tasks_settle"),
    path("viec-duoc-giao/<int:pk>", tasks.task, name="task"),
    path("trao-doi", lists.inquiries, name="inquiries"),
    path("trao-doi/moi", inquiries.new, name="inquiry_new"),
    path("trao-doi/dau-moi", inquiries.contact, name="inquiry_contact"),
    path("trao-doi/<int:pk>", inquiries.inquiry, name="inquiry"),
    path("trao-doi/<int:pk>/<str:act>", inquiries.act, name="inquiry_act"),
]
