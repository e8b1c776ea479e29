"""What holds for all tests."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """Whatever runs the tests may ignore Ctrl-C, and so would all they start: servers then never end."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
