"""Addresses of quality."""

from django.urls import path

from kt1.web.quality import events, items, pages

urlpatterns = [
    path("chat-luong", pages.quality, name="quality"),
    path("chat-luong/buu-gui", items.quality_items, name="quality_items"),
    path("chat-luong/bat-kha-khang", events.force_majeure, name="force_majeure"),
    path("chat-luong/bat-kha-khang/ghi", events.enter, name="enter_event"),
    path("chat-luong/bat-kha-khang/<uuid:event_id>", events.event, name="event"),
]
