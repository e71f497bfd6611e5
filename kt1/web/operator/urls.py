from django.urls import path

from kt1.web.operator import jobs, looking, pages, taking

urlpatterns = [
    path("tep-nghiep-vu", pages.files, name="operator_files"),
    path("tep-nghiep-vu/nhan", looking.look, name="operator_look"),
    path("tep-nghiep-vu/ghi", taking.take_file, name="operator_take"),
    path("tep-nghiep-vu/mau", pages.empty_form, name="operator_form"),
    path("tep-nghiep-vu/<int:file_id>", jobs.job, name="operator_job"),
    path("tep-nghiep-vu/<int:file_id>/dong-y", jobs.agree, name="operator_agree"),
    path("tep-nghiep-vu/<int:file_id>/dung", jobs.stop, name="operator_stop"),
    path("tep-nghiep-vu/<int:file_id>/dong-sai", jobs.wrong_rows, name="operator_wrong_rows"),
]
