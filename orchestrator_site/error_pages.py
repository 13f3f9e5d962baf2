"""What Django's error reports may show."""

import re

from django.views.debug import SafeExceptionReporterFilter


class SafeFilter(SafeExceptionReporterFilter):
    """Hides the addresses of services too: they hold passwords."""

    hidden_settings = re.compile(
        SafeExceptionReporterFilter.hidden_settings.pattern + "|REDIS|DATABASE|BASE_URL", flags=re.IGNORECASE
    )
