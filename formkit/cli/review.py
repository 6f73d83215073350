"""``formkit review``: the page on which people settle what the machine is not sure of."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formkit.cli.faults import report_fault
from formkit.cli.options import store_option
from formkit.cli.stopping import Stopping
from formkit.errors import StoreError, UsageError, problem
from formkit.i18n import N_, _

if TYPE_CHECKING:
    from formkit.model.store import Store
    from formkit.review.server import Certificate, Server

PORT = 8765
_HELP = N_(
    "Open the review page in the browser: what the machine was not sure of, settled by people. "
    "Only this computer reaches it."
)
_AT = N_("The review page is at {url} and runs until Ctrl-C is pressed here.")
_CLOSING = N_("stopping: what was asked of the review page is answered first; press Ctrl-C once more to end at once")
_FIRST = N_("There is no account yet. The page asks for this code, then for the administrator's name: {code}")


@click.command("review", help=_(_HELP))
@store_option
@click.option("--port", type=click.IntRange(0, 65535), metavar="PORT", default=PORT, show_default=True,
              help=_(N_("The port to listen on; 0 takes a free one.")))
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
              help=_(N_("The address or name to listen on; other computers need both options that follow.")))
@click.option("--allow-network", is_flag=True, help=_(N_("Let other computers reach the page.")))
@click.option("--certificate", type=click.Path(path_type=Path), metavar="FILE",
              help=_(N_("The TLS certificate (PEM) of this computer.")))
@click.option("--key", type=click.Path(path_type=Path), metavar="FILE", help=_(N_("The key of the certificate (PEM).")))
@click.option("--no-browser", is_flag=True, help=_(N_("Do not open the browser.")))
@click.option("--new-password", "forgetful", metavar="NAME",
              help=_(N_("Ask here for a new password of the account NAME, who forgot the old one, and end.")))
def command(
    store_url: str | None, port: int, host: str, allow_network: bool, certificate: Path | None, key: Path | None,
    no_browser: bool, forgetful: str | None,
) -> None:
    """Serve the page until it is asked to stop."""
    from formkit.review.app import create_app
    from formkit.review.background import background_of
    from formkit.review.first_start import make_code
    from formkit.review.headers import in_url
    from formkit.review.server import check_host, open_server
    from formkit.review.upkeep import upkeep
    from formkit.store import open_store

    tls = _certificate(certificate, key)
    check_host(host, allow_network=allow_network, certificate=tls)
    with open_store(store_url, create=False) as store:
        if forgetful is not None:
            _renew_password(store, forgetful)
            return
        code = "" if store.accounts.accounts() else make_code()
        app = create_app(store, on_fault=report_fault, code=code, host=host, tls=tls is not None)
        server = open_server(app, host, port, tls)
        url = f"{'https' if tls else 'http'}://{in_url(host)}:{server.port}/"
        click.echo(_(_AT).format(url=url))
        if code:
            click.echo(_(_FIRST).format(code=code))
        if not no_browser and _has_screen():
            webbrowser.open(url)
        background = background_of(app)
        try:
            with upkeep(store, background.settler, report_fault):
                _serve(server)
        finally:
            background.close()


def _renew_password(store: Store, name: str) -> None:
    """Ask for a password on the terminal; whoever can open the store may do so, and the audit tells of it."""
    if store.accounts.account(name) is None:
        raise StoreError.of("S401", name=name)
    password = click.prompt(_(N_("New password")), hide_input=True, confirmation_prompt=_(N_("New password once more")))
    store.accounts.change_password(name, password, who="")
    click.echo(_(N_("{name} can log in with it now, and then chooses another one.")).format(name=name))


def _certificate(path: Path | None, key: Path | None) -> Certificate | None:
    from formkit.review.server import Certificate

    if path is None and key is None:
        return None
    if path is None or key is None:
        raise UsageError(problem("U024"))
    return Certificate(path, key)


def _has_screen() -> bool:
    """Say whether a browser can open a window; on a Linux terminal a text browser would take the terminal over."""
    return sys.platform in ("win32", "darwin") or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())


def _serve(server: Server) -> None:
    thread = threading.Thread(target=server.serve, name="review")
    with Stopping(_CLOSING) as stopping:
        thread.start()
        try:
            while thread.is_alive() and not stopping():
                thread.join(0.2)
        finally:
            server.stop()
            thread.join()
