"""Loading the office profile, a small TOML file, with every mistake in it at once."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from formkit.errors import Problem, Where, problem
from formkit.export.office_checks import PlacedTown, check_office
from formkit.export.office_fields import Fields
from formkit.export.office_source import setting_lines
from formkit.model.office import (
    DEFAULT_PREVALENCE,
    DEFAULT_TITLE,
    Office,
    Paper,
    Signatories,
    Town,
    Village,
    VillageScheme,
)

_SYNTAX_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


def load_office(path: Path) -> tuple[Office, list[Problem]]:
    """Return the office that ``path`` describes and every problem of the file.

    Where there are errors the office holds what was right; a file that cannot be read gives an
    empty office. Codes O001 to O018.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        content = tomllib.loads(text)
    except OSError as cause:
        return Office(), [problem("O001", where=Where(str(path)), reason=cause.strerror or type(cause).__name__)]
    except UnicodeDecodeError:
        return Office(), [problem("O001", where=Where(str(path)), reason="it is not UTF-8")]
    except (tomllib.TOMLDecodeError, RecursionError) as cause:
        return Office(), [_syntax_problem(path, str(cause))]
    fields = Fields(content, str(path), setting_lines(text))
    towns = [_town(each) for each in fields.tables("towns", needed="[[towns]]")]
    office = _office(fields, towns)
    found = [*fields.problems, *check_office(office, fields, towns)]
    return office, sorted(found, key=lambda each: each.where.line)


def _syntax_problem(path: Path, message: str) -> Problem:
    place = _SYNTAX_PLACE.search(message)
    line, column = (int(place[1]), int(place[2])) if place and place[1] else (0, 0)
    return problem("O002", where=Where(str(path), line, column), reason=_SYNTAX_PLACE.sub("", message).lower())


def _office(fields: Fields, towns: list[PlacedTown]) -> Office:
    top = fields.table(
        "unit", "county", "county_code", "prevalence", "title", "paper", "village_scheme", "signatories", "towns"
    )
    signers = top.child("signatories").table("filler", "auditor", "head")
    return Office(
        unit=top.text("unit", needed='unit = "青石镇卫生院"'),
        county=top.text("county", needed='county = "南屏县"'),
        county_code=top.text("county_code"),
        towns=tuple(sorted((each.town for each in towns), key=lambda town: town.code)),
        prevalence=top.number("prevalence", DEFAULT_PREVALENCE),
        signatories=Signatories(signers.text("filler"), signers.text("auditor"), signers.text("head")),
        title=top.text("title") or DEFAULT_TITLE,
        paper=top.one_of("paper", Paper, Paper.A4),
        scheme=top.one_of("village_scheme", VillageScheme, VillageScheme.STATISTICS),
    )


def _town(fields: Fields) -> PlacedTown:
    own = fields.table("code", "name", "population", "population_15", "villages")
    code = own.text("code", needed='code = "330197101"')
    villages = tuple((_village(each, code), each) for each in own.tables("villages"))
    town = Town(
        code,
        own.text("name", needed='name = "青石镇"'),
        tuple(sorted((village for village, _ in villages), key=lambda village: village.code)),
        own.count("population"),
        own.count("population_15"),
    )
    return PlacedTown(town, own, villages)


def _village(fields: Fields, town: str) -> Village:
    own = fields.table("code", "name")
    code = own.text("code", needed='code = "330197101201"')
    full = town + code if re.fullmatch(r"\d{3}", code) else code
    return Village(full, own.text("name", needed='name = "柳河村"'))
