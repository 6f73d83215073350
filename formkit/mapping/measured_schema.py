"""The layout file: where the fields of a form that formkit did not print sit, as pydantic models.

Boxes are ``[left, top, right, bottom]`` in millimetres from the top left of their page.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from formkit.mapping.schema import Node

BoxNode = Annotated[list[float], Field(min_length=4, max_length=4)]
PartName = Literal["year", "month", "day", "hour", "minute"]
PlaceName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[1-9][0-9]{0,2}\.[a-z][a-z0-9_]*)?$", max_length=100)]
Side = Annotated[float, Field(gt=0, le=2000)]


class PartNode(Node):
    """One part of a date or a time."""

    name: PartName = Field(description="Which part.")
    box: BoxNode = Field(description="Where it is written.")
    cells: list[BoxNode] = Field(default_factory=list, description="Its one-digit boxes.")


class PlacedOptionNode(Node):
    """One printed option."""

    code: str = Field(min_length=1, max_length=20, description="As in the mapping.")
    box: BoxNode | None = Field(None, description="Its printed code and words.")
    tick: BoxNode | None = Field(None, description="The □ or ( ) that belongs to it.")


class PlaceNode(Node):
    """Where one field is answered."""

    field: PlaceName = Field(description="Local id of the field, or table.row.column.")
    box: BoxNode = Field(description="Where a person writes.")
    lines: list[BoxNode] = Field(default_factory=list, description="Its pieces, where it runs over several lines.")
    cells: list[BoxNode] = Field(default_factory=list, description="One-character boxes and code boxes.")
    parts: list[PartNode] = Field(default_factory=list, description="Year, month, day, hour, minute.")
    options: list[PlacedOptionNode] = Field(default_factory=list, description="The printed options.")


class LayoutPageNode(Node):
    """A page of the blank."""

    width_mm: Side = Field(description="Its width.")
    height_mm: Side = Field(description="Its height.")
    places: list[PlaceNode] = Field(default_factory=list, description="What is answered on it.")


class LayoutNode(Node):
    """A layout file."""

    formkit_layout: Literal[1] = Field(description="Version of the layout file.")
    blank: str = Field(min_length=1, description="The PDF of the blank form, beside this file.")
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] = Field(description="SHA-256 of the blank.")
    pages: list[LayoutPageNode] = Field(min_length=1, description="The pages of the blank, in their order.")


NODES: dict[str, type[Node]] = {
    "pages": LayoutPageNode, "places": PlaceNode, "parts": PartNode, "options": PlacedOptionNode,
}
"""The model of an item by the key of its list."""
