"""Addresses of savings, which lie among the goals."""

from django.urls import URLPattern, path

from finance.pages import savings

HERE = "<slug:slug>/<str:month>/mal/effektiviseringar/"

urlpatterns: list[URLPattern] = [
    path(HERE, savings.savings, name="savings"),
    path(f"{HERE}ny/", savings.saving_new, name="saving_new"),
    path(f"{HERE}<int:saving>/", savings.saving, name="saving"),
]
