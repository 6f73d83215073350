"""Making lists of people in every shape, with invented persons."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from formkit.values.idcard import check_character

HEAD = ("姓名", "性别", "身份证号", "村名")


def id_number(birth: str = "19700102", sequence: str = "101") -> str:
    body = f"330197{birth}{sequence}"
    return body + check_character(body)


def workbook(path: Path, rows: Sequence[Sequence[object]], name: str = "名单") -> Path:
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    book.close()
    return path


def csv_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path
