from django.urls import path

from kt1.web.service import (
    assistant,
    catalogue,
    directory,
    guidance,
    hours,
    norms,
    offices,
    prices,
    printing,
    statements,
)

urlpatterns = [
    path("danh-muc", directory.directory, name="directory"),
    path("dich-vu", catalogue.products, name="service_products"),
    path("dich-vu/quy-dinh", catalogue.cover_rules, name="service_rules"),
    path("dich-vu/dinh-muc", norms.norms, name="service_norms"),
    path("dich-vu/gia-cuoc", prices.tariff, name="service_tariff"),
    path("dich-vu/lien-he", catalogue.contacts, name="service_contacts"),
    path("dich-vu/diem-phuc-vu", offices.offices, name="service_offices"),
    path("dich-vu/gio", hours.hours, name="service_hours"),
    path("dich-vu/ban-in", printing.whole, name="service_print"),
    path("dich-vu/cong-bo/<str:topic>", statements.publish, name="service_publish"),
    path("dich-vu/phien-ban/<int:pk>", statements.versions, name="service_versions"),
    path("dich-vu/phien-ban/<int:pk>/xac-nhan", statements.confirm, name="service_confirm"),
    path("dich-vu/phien-ban/<int:pk>/ket-thuc", statements.end, name="service_end"),
    path("tro-ly-gui", assistant.assistant, name="assistant"),
    path("huong-dan", guidance.log, name="guidance_log"),
    path("huong-dan/moi", guidance.new, name="guidance_new"),
    path("huong-dan/<int:pk>", guidance.one, name="guidance"),
    path("huong-dan/<int:pk>/da-doc", guidance.read, name="guidance_read"),
]
