"""The site's addresses and one more, which answers with nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as site


def empty(request: HttpRequest) -> HttpResponse:
    """What any page of somebody signed in costs at least."""
    return HttpResponse("")


urlpatterns = [path("tom/", empty), *site]
