"""Addresses of the forecast's template in Excel."""

from django.urls import URLPattern, path

from finance.pages import template

HERE = "<slug:slug>/<str:month>/prognos/"

urlpatterns: list[URLPattern] = [
    path(f"{HERE}mall/", template.upload, name="template_upload"),
    path(f"{HERE}mall.xlsx", template.fetch, name="template"),
    path(f"{HERE}<str:unit>/mall.xlsx", template.fetch_unit, name="unit_template"),
]
