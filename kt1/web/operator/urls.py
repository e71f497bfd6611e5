from django.urls import path

from kt1.web.operator import pages

urlpatterns = [
    path("tep-nghiep-vu", pages.files, name="operator_files"),
    path("tep-nghiep-vu/nhan", pages.look, name="operator_look"),
    path("tep-nghiep-vu/ghi", pages.take_file, name="operator_take"),
    path("tep-nghiep-vu/mau", pages.empty_form, name="operator_form"),
]
