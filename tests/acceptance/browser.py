"""As much of a browser as it takes to sign in to an installation, fetch a page, and follow its links."""

from __future__ import annotations

import html
import http.cookiejar
import re
import urllib.parse
import urllib.request

from tests.acceptance.installation import Installation

_LINK = re.compile(r"""<a\s[^>]*?href="(/[^"#]*)""")


class Browser:
    """As much of one as signing in and fetching a page takes."""

    def __init__(self, installation: Installation) -> None:
        self.origin = f"http://127.0.0.1:{installation.port}"
        cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(cookies)
        )
        form = self.get("/accounts/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token is not None
        fields = {
            "csrfmiddlewaretoken": token[1],
            "username": "admin",
            "password": installation.environment["ORCHESTRATOR_ADMIN_PASSWORD"],
        }
        data = urllib.parse.urlencode(fields).encode()
        self.opener.open(f"{self.origin}/accounts/login/", data, timeout=30).read()

    def get(self, path: str) -> str:
        with self.opener.open(self.origin + path, timeout=120) as reply:
            return str(reply.read().decode())

    def every_page(self, most: int = 150) -> dict[str, str]:
        """Path and text of each page that links lead to, those of the admin's lists without their sorting."""
        found: dict[str, str] = {}
        waiting = ["/"]
        while waiting and len(found) < most:
            path = waiting.pop(0)
            if path in found:
                continue
            found[path] = self.get(path)
            links = (html.unescape(link) for link in _LINK.findall(found[path]))
            waiting += [link for link in links if "logout" not in link and not re.search(r"[?&](o|e)=", link)]
        return found
