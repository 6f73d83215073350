"""The start page: what the person who logged in may do."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from formkit.model.accounts import Role
from formkit.review.roles import role_required

pages = Blueprint("start", __name__)


@pages.get("/")
@role_required(Role.ENTRY)
def page() -> ResponseReturnValue:
    """Lead to every page that the role allows."""
    return render_template("start.html")
