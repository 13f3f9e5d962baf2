"""Addresses of the whole site; each app brings its own."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from outcomes.views.account import SignIn

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/login/", SignIn.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("", include("outcomes.urls")),
    path("", include("orchestration.urls")),
]
handler400 = "outcomes.views.account.bad_request"
