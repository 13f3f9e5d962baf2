"""What holds for every response of the site, whoever serves it."""

import pytest

POLICY = "Content-Security-Policy"


@pytest.mark.parametrize(
    "path", ["/admin/login/", "/static/vendor/htmx.min.js", "/static/admin/css/base.css"]
)
def test_pages_and_static_files_are_served_with_a_strict_policy(path, client, db):
    response = client.get(path)
    response.close()  # a static file's is open until somebody has sent it

    assert response.status_code == 200
    assert "default-src 'self'" in response.headers[POLICY]
    assert "unsafe" not in response.headers[POLICY]


def test_an_unknown_page_has_the_policy_too(admin_client):
    response = admin_client.get("/no-such-page/")

    assert response.status_code == 404
    assert POLICY in response.headers


def test_a_visitor_is_sent_to_sign_in(client, db):
    response = client.get("/admin/password_change/")

    assert response.status_code == 302
    assert "/login/" in response.headers["Location"]
