"""Addresses of what happens: the JSON API, health, and the pages that start, stop or watch work."""

from django.urls import include, path, re_path

from orchestration.api import docs, health
from orchestration.api.api import nowhere
from orchestration.api.api import urls as api_urls

app_name = "orchestration"

urlpatterns = [
    path("api/docs", docs.page, name="api-docs"),
    path("api/", api_urls),
    re_path("^api/", nowhere),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("", include("orchestration.page_urls")),
]
