"""``formkit review``: where it listens, what it refuses, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from formkit.cli.main import cli
from formkit.errors import UsageError
from formkit.review import lobby
from formkit.review.background import background_of
from formkit.review.server import THREADS, Certificate, Server, check_host, is_loopback, open_server
from formkit.store import open_store
from tests.review.conftest import Faults, create_app

START = "from formkit.cli.main import main; main(prog_name='formkit')"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORMKIT_STORE", raising=False)


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    """A certificate of this computer, made for the test; its key has no password."""
    path, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", path, "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True, capture_output=True,
    )
    return Certificate(path, key)


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(cli, ["review", "--no-browser", *map(str, arguments)])
    assert "Traceback" not in result.output
    assert not Path("formkit-fault.txt").exists()
    return result


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "kept.db"
    open_store(str(path)).close()
    return path


def test_without_a_store_there_is_nothing_to_show() -> None:
    result = run()
    assert ("S001" in result.output, result.exit_code) == (True, 1)


def test_a_port_in_use_is_told(kept: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = run("--store", kept, "--port", port)
    assert ("U020" in result.output, result.exit_code) == (True, 2)
    assert f"127.0.0.1:{port}" in result.output
    assert "Address already in use" in result.output


def test_an_address_of_another_computer_cannot_be_listened_on(kept: Path, certificate: Certificate) -> None:
    more = ("--allow-network", "--certificate", certificate.path, "--key", certificate.key)
    assert "U020" in run("--store", kept, "--host", "192.0.2.1", *more).output


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.20", "::", "office-pc", "127.0.0.1.example", "fd00::1"])
def test_other_computers_are_refused_without_the_flag_and_a_certificate(kept: Path, host: str) -> None:
    for more in ((), ("--allow-network",), ("--certificate", "c.pem", "--key", "k.pem")):
        result = run("--store", kept, "--host", host, *more)
        assert ("U021" in result.output, result.exit_code) == (True, 2)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "[::]"])
def test_every_address_at_once_is_refused(host: str) -> None:
    with pytest.raises(UsageError, match="U022"):
        check_host(host, allow_network=True, certificate=Certificate(Path("c.pem"), Path("k.pem")))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_loopback_is_allowed_as_it_is(host: str) -> None:
    assert is_loopback(host)
    check_host(host, allow_network=False, certificate=None)


def test_a_certificate_and_its_key_belong_together(kept: Path, certificate: Certificate) -> None:
    assert "U024" in run("--store", kept, "--certificate", certificate.path).output
    assert "U024" in run("--store", kept, "--key", certificate.key).output


def test_a_certificate_that_cannot_be_used_is_told(kept: Path, certificate: Certificate) -> None:
    Path("text.pem").write_text("no certificate", encoding="utf-8")
    for path, key in (("none.pem", certificate.key), (certificate.path, "text.pem"), ("text.pem", certificate.key)):
        result = run("--store", kept, "--certificate", path, "--key", key)
        assert ("U023" in result.output, result.exit_code) == (True, 2), result.output


def test_a_key_with_a_password_is_refused_without_asking_for_it(kept: Path, certificate: Certificate) -> None:
    locked = Path("locked.pem")
    subprocess.run(
        ["openssl", "rsa", "-aes256", "-passout", "pass:secret", "-in", certificate.key, "-out", locked],
        check=True, capture_output=True,
    )
    assert "U023" in run("--store", kept, "--certificate", certificate.path, "--key", locked).output


def wait_for(true: Callable[[], bool]) -> None:
    """Wait until something is so; a test that waits for what never comes fails after a minute."""
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


@contextmanager
def started(
    *arguments: object, environment: Mapping[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """Start the command in a process of its own; yield it, the address it tells and the line after."""
    command = [sys.executable, "-c", START, "review", "--port", "0", *map(str, arguments)]
    screenless = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment = screenless | {"FORMKIT_LANG": "en", "PYTHONUNBUFFERED": "1"} | dict(environment or {})
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", env=environment
    )
    try:
        assert process.stdout is not None
        told = process.stdout.readline()
        found = re.search(r"(https?://\S+)", told)
        assert found is not None, told + process.stdout.read()
        yield process, found[1], process.stdout.readline()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_tells_its_address_and_code_and_ends_cleanly(kept: Path, number: signal.Signals) -> None:
    with started("--store", kept) as (process, url, code):
        assert re.search(r": [2-9A-Z]{4}-[2-9A-Z]{4}$", code.strip())
        with urllib.request.urlopen(url) as answer:
            assert answer.url == f"{url}first-start"
            assert answer.headers["Server"] == "formkit"
        process.send_signal(number)
        rest, _err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in rest
    assert "stopping: what was asked of the review page is answered first" in rest
    assert "written" not in rest
    assert "GET" not in rest
    with open_store(str(kept), create=False) as store:
        assert store.verify() == ()


def test_with_a_certificate_it_speaks_tls(kept: Path, certificate: Certificate) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate.path))
    more = ("--certificate", certificate.path, "--key", certificate.key, "--host", "localhost")
    with started("--store", kept, *more) as (_process, url, _code):
        assert url.startswith("https://localhost:")
        with urllib.request.urlopen(url, context=trusting) as answer:
            cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-formkit=")
    assert "Secure" in cookie


@pytest.fixture
def patient(
    kept: Path, certificate: Certificate, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Server]:
    """A server over TLS that would wait an hour for whoever says nothing."""
    monkeypatch.setattr(lobby, "PATIENCE", 3600.0)
    store = open_store(str(kept))
    app = create_app(store, on_fault=faults, code="ABCD-2345", tls=True)
    server = open_server(app, "127.0.0.1", 0, certificate)
    server.timeout = 3600
    thread = threading.Thread(target=server.serve)
    thread.start()
    yield server
    server.stop()
    thread.join()
    background_of(app).close()
    store.close()


def connected(server: Server, address: str = "127.0.0.1") -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=30, source_address=(address, 0))


def trusting(certificate: Certificate) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate.path))


def is_answered(server: Server, certificate: Certificate) -> bool:
    address = f"https://localhost:{server.port}/first-start"
    with urllib.request.urlopen(address, context=trusting(certificate), timeout=30) as answer:
        return bool(answer.status == 200)


@pytest.mark.parametrize("said", ["nothing", "half a greeting", "the handshake"])
def test_over_tls_clients_that_ask_for_nothing_keep_nobody_waiting(
    patient: Server, certificate: Certificate, said: str
) -> None:
    silent = [connected(patient) for _each in range(3 * THREADS)]
    if said == "half a greeting":
        for each in silent:
            each.sendall(b"\x16\x03\x01\x02\x00\x01\x00")
    if said == "the handshake":
        silent = [trusting(certificate).wrap_socket(each, server_hostname="localhost") for each in silent]
    assert is_answered(patient, certificate)
    assert is_answered(patient, certificate)
    for each in silent:
        each.close()


def test_who_opens_many_connections_pushes_out_only_their_own(patient: Server, certificate: Certificate) -> None:
    early = connected(patient)
    flood = [connected(patient, "127.0.0.2") for _each in range(3 * lobby.MOST_OF_ADDRESS)]
    wait_for(lambda: len(patient.lobby) == 1 + lobby.MOST_OF_ADDRESS)
    assert flood[0].recv(1) == b"", "the oldest of the same address gave way"
    with trusting(certificate).wrap_socket(early, server_hostname="localhost") as own:
        own.sendall(b"GET /first-start HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert own.recv(15) == b"HTTP/1.1 200 OK"
    for each in flood:
        each.close()


def test_who_says_nothing_for_too_long_is_sent_away(
    patient: Server, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lobby, "PATIENCE", 0.1)
    with connected(patient) as mute:
        assert mute.recv(1) == b""
    with trusting(certificate).wrap_socket(connected(patient), server_hostname="localhost") as greeted:
        assert greeted.recv(1) == b""
    assert is_answered(patient, certificate)


def test_what_is_no_tls_is_sent_away(patient: Server, certificate: Certificate) -> None:
    with connected(patient) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        with suppress(ConnectionError):
            while plain.recv(4096):
                pass
    wait_for(lambda: len(patient.lobby) == 0)
    assert is_answered(patient, certificate)


def test_clients_that_ask_for_nothing_without_tls_keep_nobody_waiting_either(served: str) -> None:
    port = int(served.rpartition(":")[2])
    silent = [socket.create_connection(("127.0.0.1", port)) for _each in range(2 * THREADS)]
    with urllib.request.urlopen(f"{served}/first-start", timeout=5) as page:
        assert page.status == 200
    for each in silent:
        each.close()


def test_it_opens_the_browser_where_there_is_a_screen(kept: Path, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\necho \"$1\" >{opened}.new && mv {opened}.new {opened}\n", encoding="utf-8")
    browser.chmod(0o755)
    screen = {"BROWSER": f"{browser} %s", "DISPLAY": ":9"}
    for options, expected in ((("--no-browser",), False), ((), True)):
        with started(*options, "--store", kept, environment=screen) as (_process, url, _code):
            urllib.request.urlopen(url).close()
            if expected:
                wait_for(opened.exists)
                assert opened.read_text(encoding="utf-8").strip() == url
        assert opened.exists() == expected


def test_a_forgotten_password_is_renewed_at_the_terminal(kept: Path) -> None:
    old, new = "蓝色拖拉机去年春天停在桥边", "另一句只有我才知道的话呀"
    with open_store(str(kept)) as store:
        store.accounts.add_first("林站长", old)
    line = ["review", "--store", str(kept), "--new-password"]
    assert "S401" in CliRunner().invoke(cli, [*line, "无此人"]).output
    assert "S404" in CliRunner().invoke(cli, [*line, "林站长"], input="short\nshort\n").output
    done = CliRunner().invoke(cli, [*line, "林站长"], input=f"{new}\n{new}\n")
    assert (done.exit_code, "can log in" in done.output) == (0, True)
    assert new not in done.output
    with open_store(str(kept)) as store:
        assert store.accounts.check_password("林站长", old) is None
        found = store.accounts.check_password("林站长", new)
        assert found is not None
        assert found.renew
        assert ("", "password changed", "林站长") in [(e.who, e.what, e.about) for e in store.accounts.audited()]


def test_requests_that_are_no_http_leave_the_server_well_and_are_not_logged(
    served: str, capfd: pytest.CaptureFixture[str]
) -> None:
    port = int(served.rpartition(":")[2])
    for sent in (b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\x16\x03\x01\x02\x00\r\n\r\n",
                 b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 100_000 + b"\r\n\r\n"):
        answer = b""
        # What the server refuses half way it may cut off.
        with suppress(ConnectionError), socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            line.sendall(sent)
            answer = line.recv(65536)
        assert b"Traceback" not in answer
        with urllib.request.urlopen(f"{served}/first-start") as page:
            assert page.status == 200
    assert capfd.readouterr() == ("", "")


def test_a_server_can_be_stopped_from_another_thread(app: object, faults: Faults, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "other.db")) as store:
        server = open_server(create_app(store, on_fault=faults), "localhost", 0)
        thread = threading.Thread(target=server.serve)
        thread.start()
        server.stop()
        thread.join(20)
        assert not thread.is_alive()
