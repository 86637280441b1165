"""The commands, as somebody at a terminal uses them, over a data directory of their own."""

from __future__ import annotations

import json
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from knowledge.importers.mapping import load_mapping
from yikan.commands import app
from yikan.commands.ask import lines
from yikan.passwords import one_time
from yikan.private_file import write_private
from yikan.running import Running, find

COLUMNS = {element: column.title for element, column in load_mapping("changchun").columns.items()}
ROW = {"place": "朝阳区", "parents": "长春市,吉林省", "name": "残疾人证挂失补办", "evidence": "居民身份证"}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    result = CliRunner(env={"YIKAN_DATA_DIR": str(data), "YIKAN_MEANING": "false"}).invoke(app, ["seed"])
    assert result.exit_code == 0, result.output
    return data


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def yikan(data: Path, *arguments: str) -> Result:
    return CliRunner(env={"YIKAN_DATA_DIR": str(data), "YIKAN_MEANING": "false"}).invoke(app, list(arguments))


def a_workbook(folder: Path, *rows: dict[str, str], without: tuple[str, ...] = ()) -> Path:
    columns = {element: title for element, title in COLUMNS.items() if element not in without}
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(columns.values()))
    for row in rows:
        sheet.append([row.get(element, "") for element in columns])
    path = folder / "guides.xlsx"
    book.save(path)
    return path


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_seeding_makes_first_passwords_once_and_only_the_owner_can_read_anything(tmp_path: Path, umask: None) -> None:
    first, again = yikan(tmp_path, "seed"), yikan(tmp_path, "seed")
    login = tmp_path / "first-login.txt"
    assert re.findall(r"^(admin|desk)\t(\S{14})$", login.read_text("utf-8"), re.M)
    password = login.read_text("utf-8").splitlines()[1].split("\t")[1]
    assert password in first.output
    assert password not in again.output
    assert mode(login) == 0o600
    assert mode(tmp_path / "yikan.db") == 0o600


def test_seeding_again_changes_nothing(seeded: Path) -> None:
    assert "新增 created 0, 更新 changed 0" in yikan(seeded, "seed").output


def test_an_import_reports_rows_and_a_second_one_changes_nothing(seeded: Path, tmp_path: Path) -> None:
    book = a_workbook(tmp_path, ROW, ROW | {"evidence": "登记照片"})
    first = json.loads(yikan(seeded, "import", str(book), "--json").stdout)
    again = json.loads(yikan(seeded, "import", str(book), "--json").stdout)
    assert first["rows"] == {"created": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert again["rows"] == {"created": 0, "changed": 0, "unchanged": 2, "refused": 0}


def test_one_refused_row_and_nothing_is_written(seeded: Path, tmp_path: Path) -> None:
    good = ROW | {"name": "只在这份表里的事项"}
    result = yikan(seeded, "import", str(a_workbook(tmp_path, good, ROW | {"name": ""})), "--json")
    made = json.loads(result.stdout)
    assert result.exit_code == 1
    assert made["refused"] == [{"row": 3, "field": COLUMNS["name"], "reason": made["refused"][0]["reason"]}]
    after = json.loads(yikan(seeded, "import", str(a_workbook(tmp_path, good)), "--dry-run", "--json").stdout)
    assert after["services"]["created"] == 1


def test_a_rehearsal_writes_nothing(seeded: Path, tmp_path: Path) -> None:
    book = a_workbook(tmp_path, ROW | {"name": "只预演一次的事项"})
    for _ in range(2):
        made = json.loads(yikan(seeded, "import", str(book), "--dry-run", "--json").stdout)
        assert made["services"] == {"created": 1, "changed": 0, "unchanged": 0}


def test_rows_without_a_region_belong_to_the_named_place(seeded: Path, tmp_path: Path) -> None:
    book = a_workbook(tmp_path, ROW | {"name": "没写地区的事项"}, without=("place", "parents"))
    assert yikan(seeded, "import", str(book)).exit_code == 1
    made = json.loads(yikan(seeded, "import", str(book), "--place", "qinghe", "--json").stdout)
    assert made["services"]["created"] == 1


def test_an_unknown_place_or_a_broken_file_is_refused_in_one_sentence(seeded: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    for arguments in (("import", str(broken)), ("import", str(a_workbook(tmp_path, ROW)), "--place", "没有这个地方")):
        result = yikan(seeded, *arguments)
        assert result.exit_code == 1
        assert result.stderr.startswith("✗ ")
        assert "Traceback" not in result.output


def test_a_new_account_gets_a_password_once_and_a_taken_name_is_refused(seeded: Path) -> None:
    made, again = (yikan(seeded, "user", "add", "xiaowang", "--role", "editor") for _ in range(2))
    assert re.search(r"password: \S{14}$", made.stdout.strip())
    assert again.exit_code == 1
    assert "xiaowang" in again.stderr


def test_one_time_passwords_differ_and_have_every_class() -> None:
    made = {one_time() for _ in range(50)}
    assert len(made) == 50
    assert all(re.search("[a-z]", p) and re.search("[A-Z]", p) and re.search("[0-9]", p) for p in made)


@pytest.mark.parametrize("arguments", [("ask", "办居住证"), ("understand", "办居住证")])
def test_talking_to_a_system_that_does_not_run_says_how_to_start_it(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = yikan(tmp_path, *arguments)
    assert result.exit_code == 1
    assert "make run" in result.stderr


def test_up_refuses_a_port_that_is_taken(seeded: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = yikan(seeded, "up", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 1
    assert "不能使用" in result.stderr
    assert not (seeded / "run.json").exists()


def test_up_refuses_a_second_system_over_the_same_data(tmp_path: Path) -> None:
    Running(os.getpid(), "http://127.0.0.1:1", "secret").write(tmp_path / "run.json")
    result = yikan(tmp_path, "up")
    assert result.exit_code == 1
    assert "已在运行" in result.stderr


def test_a_run_file_of_a_dead_process_counts_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    Running(2**22 + 1, "http://127.0.0.1:1", "secret").write(path)
    assert find(path) is None
    path.write_text("garbage")
    assert find(path) is None


def test_a_private_file_is_never_readable_by_others(tmp_path: Path, umask: None) -> None:
    path = tmp_path / "deep" / "secret"
    for text in ("one", "two"):
        write_private(path, text)
        assert path.read_text() == text
        assert mode(path) == 0o600


def test_a_reply_is_shown_as_a_resident_reads_it() -> None:
    shown = lines(
        [
            {"type": "text", "text": "您好"},
            {"type": "choices", "text": "办哪一样？", "choices": [{"label": "补办", "value": "补办"}]},
            {
                "type": "card",
                "title": "居住证",
                "text": "请带身份证。",
                "actions": [{"label": "预约", "value": "预约"}],
            },
        ]
    )
    assert list(shown) == ["您好", "办哪一样？", "  1. 补办", "【居住证】", "请带身份证。", "  [预约]"]


def as_reported(data: Path, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(yikan(data, "import", *arguments, "--json").stdout)
    return found


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "jsonl", "yml"])
def test_what_is_exported_changes_nothing_when_imported_again(seeded: Path, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"all.{suffix}"
    assert yikan(seeded, "export", str(file)).exit_code == 0
    made = as_reported(seeded, str(file))
    assert made["rows"] == {"created": 0, "changed": 0, "unchanged": made["total"], "refused": 0}
    assert made["services"]["unchanged"] >= 64


def test_single_services_are_exported_by_code(seeded: Path, tmp_path: Path) -> None:
    file = tmp_path / "two.jsonl"
    yikan(seeded, "export", str(file), "--service", "elder-card", "--service", "residence-permit-apply")
    assert as_reported(seeded, str(file))["services"] == {"created": 0, "changed": 0, "unchanged": 2}


@pytest.mark.parametrize(
    "arguments", [("a.xlsx", "--service", "nobody"), ("a.txt",), ("a.csv", "--format", "xlsx"), ("no/where/a.csv",)]
)
def test_an_export_that_cannot_be_says_why(seeded: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = yikan(seeded, "export", str(tmp_path / arguments[0]), *arguments[1:])
    assert result.exit_code == 1
    assert result.stderr.startswith("✗ ")
    assert not any(tmp_path.iterdir())


def test_rows_add_up_even_when_one_is_refused(seeded: Path, tmp_path: Path) -> None:
    book = a_workbook(tmp_path, ROW, ROW | {"evidence": "照片"}, ROW | {"name": ""})
    made = as_reported(seeded, str(book))
    assert made["rows"] == {"created": 0, "changed": 0, "unchanged": 0, "refused": 1, "held": 2}
    assert (made["total"], made["written"]) == (3, False)


def test_an_unreadable_file_is_reported_as_json_too(seeded: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    made = as_reported(seeded, str(tmp_path / "a.xlsx"))
    assert made["written"] is False
    assert "请" in made["reason"]


def test_a_mapping_is_given_by_its_path(seeded: Path, tmp_path: Path) -> None:
    (tmp_path / "m.yml").write_text("columns: {name: t, evidences: m, trips: v}", "utf-8")
    rows = [{"t": "登记簿查询", "m": ["身份证"], "v": "1"}, {"t": "", "m": [], "v": "1"}]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    made = as_reported(seeded, str(tmp_path / "a.jsonl"), "--mapping", str(tmp_path / "m.yml"), "--place", "青禾县")
    assert [(remark["row"], remark["field"]) for remark in made["refused"]] == [(2, "t")]
