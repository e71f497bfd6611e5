from django.urls import path

from kt1.web.outreach import campaigns, coverage, events, library, on_paper, readers

urlpatterns = [
    path("thu-vien", library.library, name="library"),
    path("thu-vien/moi", library.new, name="material_new"),
    path("thu-vien/<int:pk>", library.material, name="material"),
    path("thu-vien/<int:pk>/da-doc", library.read, name="material_read"),
    path("thu-vien/<int:pk>/doc-bang-giay", on_paper.read, name="material_paper"),
    path("thu-vien/<int:pk>/co-quan", readers.readers, name="material_readers"),
    path("thu-vien/<int:pk>/rut", library.withdraw, name="material_withdraw"),
    path("thu-vien/<int:pk>/trac-nghiem", library.quiz, name="quiz"),
    path("tuyen-truyen", events.events, name="outreach_events"),
    path("tuyen-truyen/moi", events.new, name="outreach_event_new"),
    path("tuyen-truyen/dot", campaigns.campaigns, name="campaigns"),
    path("tuyen-truyen/dot-moi", campaigns.new, name="campaign_new"),
    path("tuyen-truyen/dot/<int:pk>", campaigns.campaign, name="campaign"),
    path("tuyen-truyen/dot/<int:pk>/co-quan", campaigns.bodies, name="campaign_bodies"),
    path("tuyen-truyen/dot/<int:pk>/sua", campaigns.change, name="campaign_change"),
    path("tuyen-truyen/dot/<int:pk>/ket-thuc", campaigns.end, name="campaign_end"),
    path("tuyen-truyen/do-phu", coverage.coverage, name="outreach_coverage"),
    path("tuyen-truyen/do-phu/xa", coverage.communes, name="outreach_communes"),
    path("tuyen-truyen/<int:pk>", events.event, name="outreach_event"),
    path("tuyen-truyen/<int:pk>/ket-qua", events.settle, name="outreach_event_settle"),
]
