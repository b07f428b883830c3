"""Tests reach no other machine: whoever runs them needs no network, and no test writes to anybody."""

import smtplib
import socket
from collections.abc import Callable

import pytest
import requests

from tests.conftest import Outside

ELSEWHERE = "192.0.2.1"  # kept free for documentation: nobody answers there


def connect_ex() -> None:
    with socket.socket() as by_number:
        by_number.connect_ex((ELSEWHERE, 25))


def connect_by_ipv6() -> None:
    with socket.socket(socket.AF_INET6) as by_number:
        by_number.connect(("2001:db8::1", 25))


@pytest.mark.parametrize(
    "reach",
    [
        connect_ex,
        connect_by_ipv6,
        lambda: socket.create_connection((ELSEWHERE, 25), timeout=1),
        lambda: socket.create_connection(("mail.example", 25), timeout=1),
        lambda: smtplib.SMTP(ELSEWHERE, timeout=1),
        lambda: requests.get(f"http://{ELSEWHERE}/", timeout=1),
    ],
)
def test_another_machine_is_refused(reach: Callable[[], object]) -> None:
    with pytest.raises(Outside):
        reach()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_not(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        assert socket.getaddrinfo(host, 80)
