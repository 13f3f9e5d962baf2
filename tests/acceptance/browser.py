"""As much of a browser as it takes to sign in to an installation, fetch a page, and follow its links."""

from __future__ import annotations

import html
import http.cookiejar
import re
import urllib.parse
import urllib.request
from collections import Counter

from tests.acceptance.installation import Installation

_LINK = re.compile(r"""<a\s[^>]*?href="(/[^"#]*)""")


class Browser:
    """As much of one as signing in and fetching a page takes."""

    def __init__(self, installation: Installation) -> None:
        self.origin = f"http://127.0.0.1:{installation.port}"
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies)
        )
        self.get("/accounts/login/")
        password = installation.environment["ORCHESTRATOR_ADMIN_PASSWORD"]
        self.post("/accounts/login/", {"username": "admin", "password": password})

    def get(self, path: str) -> str:
        with self.opener.open(self.origin + path, timeout=120) as reply:
            return str(reply.read().decode())

    def post(self, path: str, fields: dict[str, str], **headers: str) -> str:
        """Send a form, as htmx does where `HX_Request` is given."""
        request = urllib.request.Request(self.origin + path, urllib.parse.urlencode(fields).encode())
        (token,) = [cookie.value for cookie in self.cookies if cookie.name == "csrftoken"]
        request.add_header("X-CSRFToken", token or "")
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        with self.opener.open(request, timeout=120) as reply:
            return str(reply.read().decode())

    def every_page(self, of_a_kind: int = 4) -> dict[str, str]:
        """Path and text of the pages that links lead to, so many of those whose paths differ in numbers only.

        Those of the admin's lists without their sorting.
        """
        found: dict[str, str] = {}
        kinds: Counter[str] = Counter()
        waiting = ["/"]
        while waiting:
            path = waiting.pop(0)
            kind = re.sub(r"\d+", "0", path)
            if path in found or kinds[kind] == of_a_kind:
                continue
            kinds[kind] += 1
            found[path] = self.get(path)
            links = (html.unescape(link) for link in _LINK.findall(found[path]))
            waiting += [link for link in links if "logout" not in link and not re.search(r"[?&](o|e)=", link)]
        return found
