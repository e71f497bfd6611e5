"""Addresses of prices: the tariff, a price worked out, an item's price, amounts from paper."""

from django.urls import path

from kt1.web.tariff import entering, item, pages

urlpatterns = [
    path("cuoc", pages.tariff, name="tariff"),
    path("cuoc/tinh", pages.price, name="price"),
    path("cuoc/moi", entering.new_tariff, name="new_tariff"),
    path("cuoc/nguoi-tra/moi", entering.new_payer, name="new_payer"),
    path("cuoc/nguoi-tra/<int:rule>/xac-nhan", pages.confirm_payer, name="confirm_payer"),
    path("cuoc/ky-hieu", entering.surcharges, name="paper_surcharges"),
    path("cuoc/ky-hieu/nhap", entering.new_surcharge, name="new_paper_surcharge"),
    path("cuoc/bang/<str:code>", pages.tariff, name="tariff_version"),
    path("cuoc/bang/<str:code>/xac-nhan", pages.confirm, name="confirm_tariff"),
    path("buu-gui/<str:code>/cuoc", item.item_price, name="item_price"),
    path("buu-gui/<str:code>/cuoc/ky-hieu", item.item_price_with_mark, name="item_price_with_mark"),
]
