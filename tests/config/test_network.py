"""The tests themselves cannot leave the machine."""

import socket
from contextlib import closing

import pytest


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_no_test_reaches_another_machine(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family)) as way_out, pytest.raises(RuntimeError, match="tried"):
        way_out.connect((host, 80))
