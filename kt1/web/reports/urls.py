"""Addresses of reports."""

from django.urls import path

from kt1.web.reports import asking, definitions, files, making, pages

urlpatterns = [
    path("bao-cao", pages.reports, name="reports"),
    path("bao-cao/lap/<slug:code>/<str:period>", making.make_report, name="make_report"),
    path("bao-cao/theo-yeu-cau", asking.ask_report, name="ask_report"),
    path("bao-cao/quy-dinh", definitions.report_definitions, name="report_definitions"),
    path("bao-cao/quy-dinh/moi", definitions.add_definition, name="add_definition"),
    path("bao-cao/quy-dinh/<slug:code>", definitions.define_report, name="define_report"),
    path("bao-cao/quy-dinh/<slug:code>/het", definitions.end_definition, name="end_definition"),
    path("bao-cao/<int:pk>", pages.report, name="report"),
    path("bao-cao/<int:pk>/so-sanh", pages.compare, name="report_compare"),
    path("bao-cao/<int:pk>/loi", making.write_report, name="write_report"),
    path("bao-cao/<int:pk>/trinh", making.present_report, name="present_report"),
    path("bao-cao/<int:pk>/duyet", making.decide_report, name="decide_report"),
    path("bao-cao/<int:pk>/tra-lai", making.return_report, name="return_report"),
    path("bao-cao/<int:pk>/ban-hanh", making.issue_report, name="issue_report"),
    path("bao-cao/<int:pk>/gui", making.send_report, name="send_report"),
    path("bao-cao/<int:pk>/tinh-lai", making.count_report, name="count_report"),
    path("bao-cao/<int:pk>/da-nhan/<int:submission>", making.receive_report, name="receive_report"),
    path("bao-cao/<int:pk>/<int:n>/tep.<slug:form>", files.report_file, name="report_file"),
]
