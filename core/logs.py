"""What must not be written down when the portal logs what it was asked for?"""

import logging
import re

# What lets somebody in stands in these addresses: a calendar's secret, the key of a link to set a password, a
# clinician's link.
_SECRET = re.compile(r"(/calendar/|/reset/key/|/link/open/)[^\s\"'?]+")


def without_secrets(text: str) -> str:
    return _SECRET.sub(r"\1…", text)


class WithoutSecrets(logging.Filter):
    """On the handler, so that it holds for every logger."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (quiet := without_secrets(said)) != said:
            record.msg, record.args = quiet, ()
        return True
