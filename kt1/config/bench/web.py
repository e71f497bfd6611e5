"""The item page as a signed-in clerk opens it, over HTTP."""

import http.client
from contextlib import closing
from http.cookies import SimpleCookie
from time import perf_counter
from urllib.parse import urlencode

from kt1.config.simulation import demonstration
from kt1.config.simulation.cast import gather
from kt1.custody.units.models import Unit
from kt1.people.accounts.models import User
from kt1.people.demonstration.actions import PASSWORD

PAGES = 120


class Browser:
    """Cookies and one connection, nothing else."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(form) if form else None, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer.status, text

    def sign_in(self, username: str) -> None:
        """As a person of the demonstration.

        Raises:
            RuntimeError: this one cannot; only some of its accounts have the shared password.
        """
        self.ask("GET", "/dang-nhap")
        token = self.cookies.get("csrftoken", "")
        form = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": token}
        status, _text = self.ask("POST", "/dang-nhap", form)
        if status != http.HTTPStatus.FOUND:
            raise RuntimeError(f"{username} cannot sign in: answered {status}")

    def close(self) -> None:
        self.connection.close()


def openings(port: int, username: str, path: str, times: int) -> list[float]:
    """Seconds of each opening of one page by a person who signed in; the first among them."""
    with closing(Browser(port)) as browser:
        browser.sign_in(username)
        return [_opening(browser, path) for _page in range(times)]


def _opening(browser: Browser, path: str) -> float:
    began = perf_counter()
    status, _text = browser.ask("GET", path)
    took = perf_counter() - began
    if status != http.HTTPStatus.OK:
        raise RuntimeError(f"{path} answered {status}")
    return took


def page_times(port: int) -> list[float]:
    """Seconds of each of `PAGES` item pages of a counter clerk of the province."""
    cast = gather(list(demonstration.PROVINCES))
    user = User.objects.get(pk=cast.centre("24").controller.user_id)
    codes = list(
        Unit.objects.filter(
            kind="item", state="in_post", item__from_province__code="24"
        ).values_list("code", flat=True)[: 10 * PAGES : 10]
    )
    with closing(Browser(port)) as browser:
        browser.sign_in(user.username)
        return [_opening(browser, f"/buu-gui/{code}") for code in codes]
