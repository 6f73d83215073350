"""What people read is in their language: our sentences, those of stored problems, and click's own."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

import click
import pytest
from babel.messages import pofile
from babel.messages.catalog import Catalog

from formkit.catalogue import catalogue
from formkit.catalogue.entry import Entry
from formkit.errors import SYSTEM_WORDS, Problem, problem
from formkit.i18n import language, ngettext, preferred_language, set_language
from formkit.learn.found import Draft
from formkit.learn.writing import mapping_text
from formkit.mapping import load_handbook, start_mapping
from formkit.store import open_store
from tests.store.invented_cases import LI, add, document
from tools.messages import CLICK_WORDS

_VARIABLES = ("FORMKIT_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_HAN = re.compile("[一-鿿]")
_ROOT = Path(__file__).resolve().parent.parent
_GUIDES = (_ROOT / "docs" / "guide.md", _ROOT / "docs" / "guide.zh-CN.md")
_AVOIDED = ("字段", "映射", "数据库文件", "存储库", "小册子", "审核", "登录", "村庄", "选项卡")
"""Words for which docs/glossary.md has another one."""


@pytest.fixture(autouse=True)
def _language_as_before() -> Iterator[None]:
    before = language()
    yield
    set_language(before)


def run_formkit(
    *arguments: str, folder: Path, environment: Mapping[str, str], encoding: str = "utf-8"
) -> tuple[int, str, str]:
    """Run the command in a process of its own; the language is chosen once at start-up."""
    inherited = {name: value for name, value in os.environ.items() if name not in _VARIABLES}
    done = subprocess.run(
        [sys.executable, "-c", "from formkit.cli.main import main; main(prog_name='formkit')", *arguments],
        cwd=folder, env=inherited | {"PYTHONIOENCODING": encoding} | dict(environment),
        capture_output=True, check=False,
    )
    return done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding)


def in_chinese(*arguments: str, folder: Path) -> tuple[int, str]:
    code, out, err = run_formkit(*arguments, folder=folder, environment={"FORMKIT_LANG": "zh_CN"})
    return code, out + err


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"FORMKIT_LANG": "zh_CN", "LC_ALL": "en_US.UTF-8"}, "zh_CN"),
        ({"FORMKIT_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
        ({"FORMKIT_LANG": "zh"}, "zh_CN"),
        ({"FORMKIT_LANG": "fr", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"FORMKIT_LANG": "", "LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LC_ALL": "zh_CN.GB18030", "LANG": "en_US.UTF-8"}, "zh_CN"),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh_CN"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_the_language_is_asked_of_formkit_lang_and_then_of_the_locale(
    variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert preferred_language() == expected


@pytest.mark.parametrize(("system", "expected"), [("Chinese (Simplified)_China", "zh_CN"), ("German_Germany", "en")])
def test_windows_tells_its_language_without_variables(
    system: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("locale.getlocale", lambda: (system, "936"))
    assert preferred_language() == expected


def test_a_language_that_formkit_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="known: en, zh_CN"):
        set_language("fr")


@pytest.mark.parametrize(("name", "expected"), [("LC_ALL", "打印纸质手册"), ("FORMKIT_LANG", "打印纸质手册")])
def test_the_program_starts_in_the_language_of_its_environment(name: str, expected: str, tmp_path: Path) -> None:
    _code, chinese, _err = run_formkit("--help", folder=tmp_path, environment={name: "zh_CN.UTF-8"})
    _code, english, _err = run_formkit("--help", folder=tmp_path, environment={name: "en_US.UTF-8"})
    assert expected in chinese
    assert "Print paper handbooks" in english
    assert not _HAN.search(english)


def test_chinese_has_one_form_for_every_number() -> None:
    set_language("zh_CN")
    forms = {ngettext("{n} error", "{n} errors", count).format(n=7) for count in (0, 1, 2)}
    assert forms == {"7 个错误"}


def test_a_stored_problem_is_shown_in_the_language_of_the_reader(tmp_path: Path) -> None:
    set_language("zh_CN")
    found = problem("C001", field="cover.patient_name", label="患者姓名")
    with open_store(str(tmp_path / "kept.db")) as store:
        number = add(store, document("a.docx", LI, problems=(found,))).document_id
    with open_store(str(tmp_path / "kept.db")) as store:
        kept = next(each for each in store.problems(number) if each.code == "C001")
    assert kept.message == "“患者姓名”（cover.patient_name）为必填，但没有填写。"
    assert kept.hint == "请询问后补填，或在下次随访时填写。"
    set_language("en")
    assert kept.message == "患者姓名 (cover.patient_name) is required and blank."
    assert "next visit" in kept.hint


def _with_every_word(code: str, entry: Entry) -> Problem:
    names = {name for text in (entry.message, entry.hint) for _, name, _, _ in Formatter().parse(text) if name}
    return Problem(code, tuple((name, f"‹{name}›") for name in names))


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_every_problem_says_the_same_words_in_chinese(code: str) -> None:
    entry = catalogue()[code]
    found = _with_every_word(code, entry)
    told = {}
    for each in ("en", "zh_CN"):
        set_language(each)
        told[each] = (found.message, found.hint)
    for english, chinese in zip(told["en"], told["zh_CN"], strict=True):
        assert bool(_HAN.search(chinese)) == bool(english)
        assert set(re.findall("‹[a-z_0-9]+›", chinese)) == set(re.findall("‹[a-z_0-9]+›", english))


def test_translations_keep_to_the_glossary(translations: Catalog) -> None:
    texts = [str(each.string) for each in translations if each.id]
    assert [text for text in texts for word in _AVOIDED if word in text] == []


@pytest.mark.parametrize("page", [_GUIDES[1], _ROOT / "README.zh-CN.md"], ids=lambda page: page.name)
def test_chinese_pages_keep_to_the_glossary(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [word for word in _AVOIDED if word in text] == []


def _outline(page: Path) -> list[tuple[str, list[str]]]:
    """Return, section by section, the depth of its heading and the commands it shows, without their remarks."""
    parts = re.split(r"^(#+) .*$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [(depth, _commands(text)) for depth, text in zip(parts[1::2], parts[2::2], strict=True)]


def _commands(text: str) -> list[str]:
    blocks = re.findall(r"^```(?:text|json)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    lines = [re.split(r" {2,}", line)[0] for block in blocks for line in block.splitlines()]
    quoted = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))
    return sorted({*lines, *(each for each in quoted if re.match(r"formkit |-|\./|FORMKIT_", each))})


def test_the_guide_shows_the_same_commands_in_either_language() -> None:
    english, chinese = map(_outline, _GUIDES)
    assert len(english) > 8
    assert chinese == english


def test_a_chinese_reader_is_led_to_the_chinese_guide() -> None:
    assert "(guide.zh-CN.md)" in _GUIDES[0].read_text(encoding="utf-8")
    assert "(guide.md)" in _GUIDES[1].read_text(encoding="utf-8")
    readme = (_ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    linked = re.findall(r"\]\(docs/guide([^)#]*)#?([^)]*)\)", readme)
    assert {name for name, _part in linked} == {".zh-CN.md"}
    headings = re.findall("^#+ (.+)$", _GUIDES[1].read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert {part for _name, part in linked if part} <= set(headings)


@pytest.mark.parametrize("words", SYSTEM_WORDS)
def test_the_reason_that_the_system_gives_is_told_in_chinese(words: str) -> None:
    set_language("zh_CN")
    told = problem("A101", path="手册.pdf", reason=words).message
    assert told.startswith("无法写入 手册.pdf：")
    assert not re.search("[A-Za-z]{4,}", told)


@pytest.mark.parametrize(
    "command",
    [
        "demo", "handbooks", "check", "layout", "blank", "fill", "read", "import", "roster", "template",
        "template build", "new", "doctor",
    ],
)
def test_the_help_of_every_command_is_chinese(command: str, tmp_path: Path) -> None:
    code, text = in_chinese(*command.split(), "--help", folder=tmp_path)
    assert code == 0
    assert text.startswith("用法：")
    described = [line for line in text.splitlines()[1:] if line.strip()]
    assert [line for line in described if not _HAN.search(line)] == []
    assert not re.search("Usage|Show this|Options:|Commands:|default:|required", text)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--unknown"], "没有选项"),
        (["blnk"], "没有命令 'blnk'。"),
        (["blank"], "缺少参数 'HANDBOOK'"),
        (["blank", "case-management"], "缺少选项 '-o' / '--output'"),
        (["blank", "case-management", "-o"], "选项 '-o' 后面需要一个值。"),
        (["blank", "case-management", "-o", "a.pdf", "--format", "odt"], "'--format' 的值无效：'odt' 不是 'pdf', "),
        (["handbooks", "one", "two"], "多余的参数：one two"),
        (["handbooks", "--json=3"], "选项 '--json' 不带值。"),
        (["blank", "no-such-handbook", "-o", "a.pdf"], "没有手册“no-such-handbook”。"),
        (["blank", "case-management", "-o", "a.odt"], "提示：请使用其中之一：.docx, .xlsx, .pdf"),
        (["roster", "-o", "a.xlsx", "--as-of", "20"], "“20”不是日期。"),
        (["review", "--port", "99999"], "99999 不在允许的范围 0<=x<=65535 内。"),
        (["read", "a.pdf", "--workers", "many"], "'many' 不是这里要写的数字。"),
        (["simulate", "case-management", "-o", "x", "--severity", "5"], "5.0 不在允许的范围 0<=x<=4 内。"),
        (["import"], "缺少参数"),
        (["export"], "缺少选项 '-o' / '--output'"),
        (["columns", "a.xlsx", "b.xlsx"], "多余的参数：b.xlsx"),
    ],
)
def test_wrong_usage_is_told_in_chinese(arguments: list[str], expected: str, tmp_path: Path) -> None:
    code, text = in_chinese(*arguments, folder=tmp_path)
    assert code == 2
    assert expected in text
    assert not re.search("Usage|Error|Missing|No such|Invalid|requires|hint|range|not ", text)


def test_every_text_of_click_that_a_user_may_meet_is_translated() -> None:
    """Those that are left speak to programmers, or of editors, shells and consoles that formkit does not use."""
    never = re.compile(
        "[Ee]dit|Bash|DeprecationWarning|declarations?|same flag|defined twice|No options defined|colour|stream|Choice|"
        "start character|^d$"
    )
    said = set()
    for name in ("core", "exceptions", "types", "parser", "decorators", "termui", "formatting"):
        tree = ast.parse(Path(str(click.__file__)).with_name(f"{name}.py").read_text(encoding="utf-8"))
        calls = [each for each in ast.walk(tree) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)]
        marked = [each.args[0] for each in calls if each.func.id in ("_", "ngettext") and each.args]  # type: ignore[attr-defined]
        said |= {each.value for each in marked if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    ours = {word if isinstance(word, str) else word[0] for word in CLICK_WORDS}
    assert sorted(each for each in said - ours if not never.search(each)) == []


def test_the_closing_line_of_a_check_is_chinese(tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "mapping.yaml").write_text("formkit: 1\nid: bad\n", encoding="utf-8")
    code, checked = in_chinese("check", "bad", folder=tmp_path)
    assert code == 1
    assert re.search(r"^\d+ 个错误，0 个警告$", checked.splitlines()[-1])


def test_an_import_and_the_doctor_speak_either_language(tmp_path: Path) -> None:
    (tmp_path / "空.docx").write_bytes(b"")
    code, imported = in_chinese("import", "空.docx", folder=tmp_path)
    assert code == 1
    assert "已接受 0，待复核 0，此前已入库 0，保存名单 0，失败 1" in imported
    assert "文件是空的。" in imported
    _code, examined = in_chinese("doctor", folder=tmp_path)
    assert "0 份文档，0 人" in examined
    _code, english, _err = run_formkit("doctor", folder=tmp_path, environment={"FORMKIT_LANG": "en"})
    assert "0 documents, 0 persons" in english


def test_a_console_in_code_page_936_shows_a_rare_character_as_a_question_mark(tmp_path: Path) -> None:
    environment = {"FORMKIT_LANG": "zh_CN"}
    code, out, err = run_formkit(
        "blank", "手册𬱖", "-o", "a.pdf", folder=tmp_path, environment=environment, encoding="cp936"
    )
    assert code == 2
    assert "没有手册“手册?”。" in err
    assert "Traceback" not in out + err
    assert not (tmp_path / "formkit-fault.txt").exists()


def test_a_console_in_code_page_936_shows_every_sentence_of_the_catalogue(translations: Catalog) -> None:
    texts = [text for each in translations if each.id for text in _forms(each.string)]
    assert [text for text in texts if text.encode("cp936", "replace").decode("cp936") != text] == []


def _forms(string: object) -> tuple[str, ...]:
    return tuple(map(str, string)) if isinstance(string, tuple) else (str(string),)


def test_the_comments_of_mappings_that_formkit_starts_are_in_the_language_of_the_program(tmp_path: Path) -> None:
    for name, of_draft, of_start in (
        ("zh_CN", "# 由“formkit learn”根据 x.pdf", "# 一本手册的定义"),
        ("en", "# Drafted by “formkit learn” from x.pdf", "# The mapping of one handbook"),
    ):
        set_language(name)
        draft = mapping_text(Draft("", [], []), {}, mapping_id="x", source="x.pdf", folder="x")  # type: ignore[arg-type]
        assert draft.startswith(of_draft)
        started = start_mapping("home-visits", tmp_path / name).read_text(encoding="utf-8")
        assert started.startswith(of_start)
        comments = [line.partition("# ")[2] for line in started.splitlines() if "# " in line]
        assert len(comments) == 8
        assert all(bool(_HAN.search(each)) == (name == "zh_CN") for each in comments)
        assert load_handbook(str(tmp_path / name / "home-visits")).title == "走访记录手册"


@pytest.mark.parametrize("code", sorted(code for code, each in catalogue().items() if each.one))
def test_a_problem_that_counts_one_thing_speaks_of_one(code: str) -> None:
    set_language("en")
    one, two = problem(code, count=1), problem(code, count=2)
    assert one.message != two.message.replace("2", "1")
    assert not re.search(r"\b1 (people|persons|records|documents|columns|rows|cells|texts|places)\b", one.message)
    set_language("zh_CN")
    assert one.message == two.message.replace("2", "1")


def test_no_problem_counts_things_in_the_plural_only() -> None:
    plural = re.compile(r"(?<!copies )\{count\} (people|persons|records|documents|columns|rows|cells|texts|places) ")
    assert [code for code, each in catalogue().items() if plural.search(each.message) and not each.one] == []


_HALF_WIDTH = re.compile("(?<=[一-鿿）”」}])[,;:?!] ?(?=[一-鿿（“「])|(?<=[一-鿿])[(]|[)](?=[一-鿿])")


def test_no_half_width_sign_stands_between_chinese_characters() -> None:
    with (_ROOT / "formkit" / "locale" / "zh_CN" / "LC_MESSAGES" / "formkit.po").open("rb") as file:
        known = pofile.read_po(file, locale="zh_CN")
    texts = [text for each in known for text in (each.string if isinstance(each.string, tuple) else (each.string,))]
    assert len(texts) > 1000
    assert [text for text in texts if text and _HALF_WIDTH.search(text)] == []
