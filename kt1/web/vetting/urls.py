from django.urls import path

from kt1.web.vetting import asking, gaps, records, trainings, workers

urlpatterns = [
    path("nguoi-lam-kt1", workers.workers, name="workers"),
    path("nguoi-lam-kt1/da-xem", workers.noted, name="workers_noted"),
    path("nguoi-lam-kt1/<int:user_id>", workers.worker, name="worker"),
    path("nguoi-lam-kt1/<int:user_id>/ghi", records.record, name="standing_new"),
    path("nguoi-lam-kt1/giay/<int:standing_id>", records.end, name="standing_end"),
    path("tham-tra", asking.requests, name="vetting_requests"),
    path("tham-tra/moi", asking.request_new, name="vetting_request_new"),
    path("tham-tra/<int:request_id>", asking.one_request, name="vetting_request"),
    path("tap-huan", trainings.trainings, name="trainings"),
    path("tap-huan/moi", trainings.training_new, name="training_new"),
    path("tap-huan/<int:event_id>", trainings.training, name="training"),
    path("bo-trong", gaps.runs, name="uncovered_runs"),
    path("bo-trong/duong-thu", gaps.routes, name="uncovered_routes"),
    path("bo-trong/diem-phat", gaps.points, name="uncovered_points"),
]
