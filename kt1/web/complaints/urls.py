from django.urls import path

from kt1.web.complaints import disclosures, lists, pages, paper

urlpatterns = [
    path("khieu-nai", lists.complaints, name="complaints"),
    path("khieu-nai/moi", pages.new, name="complaint_new"),
    path("khieu-nai/<int:complaint_id>", pages.complaint, name="complaint"),
    path("khieu-nai/<int:complaint_id>/bien-ban.pdf", paper.liability, name="liability_paper"),
    path("khieu-nai/<int:complaint_id>/<str:act>", pages.act, name="complaint_act"),
    path("cung-cap-thong-tin", disclosures.disclosures, name="disclosures"),
    path("cung-cap-thong-tin/moi", disclosures.new, name="disclosure_new"),
    path("cung-cap-thong-tin/<int:disclosure_id>", disclosures.disclosure, name="disclosure"),
    path("cung-cap-thong-tin/<int:disclosure_id>/ket-thuc", disclosures.end, name="disclosure_end"),
]
