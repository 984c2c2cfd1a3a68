"""The addresses of the site. Swedish paths, English names."""

from importlib.util import find_spec

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path, re_path

from config import health
from reports.start.side_by_side import side_by_side

# Only what is used of the library: nobody registers or changes address by themselves.
SIGN_IN: list[URLPattern] = [
    path("logga-in/", account.login, name="account_login"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("avstangt/", account.account_inactive, name="account_inactive"),
    path("nytt-losenord/", account.password_reset, name="account_reset_password"),
    path(
        "nytt-losenord/skickat/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^nytt-losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "nytt-losenord/klart/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

ROOMS: list[URLPattern | URLResolver] = [
    path("", include(f"{room}.urls"))
    # Reports first: its pages lie among those of units, whose codes are any text.
    for room in ("committees", "reports", "finance", "volumes", "goals")
    if find_spec(f"{room}.urls")
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("halsa", health.alive, name="alive"),
    path("halsa/redo", health.ready, name="ready"),
    path("konto/", include(SIGN_IN)),
    # Before the rooms, whose committees have any other word for an address.
    path("namnder/", side_by_side, name="side_by_side"),
    *ROOMS,
]

handler400 = "committees.errors.bad_request"
handler403 = "committees.errors.forbidden"
handler404 = "committees.errors.not_found"
handler429 = "committees.errors.too_many"
handler500 = "committees.errors.server_error"
