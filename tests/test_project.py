"""Laws of the project that are broken by forgetting: each is a check, since a law without one is a wish."""

from __future__ import annotations

import ast
import json
import re
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer.main
import yaml
from click import Group

from yikan.commands import app
from yikan.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ["requirements.lock", "bot/requirements.lock", "yikan/bootstrap/uv.lock.txt", "yikan/bootstrap/node.lock.txt"]
TEXT = {".py", ".md", ".yml", ".yaml", ".toml", ".ts", ".tsx", ".js", ".css", ".html", ".txt", ".json", ".sh", ".lock"}
SETTING = re.compile(r"YIKAN_[A-Z0-9_]*[A-Z0-9]")
OUTSIDE = {
    "os",
    "sys",
    "io",
    "time",
    "socket",
    "subprocess",
    "sqlite3",
    "urllib",
    "http",
    "logging",
    "shutil",
    "tempfile",
}
OUTSIDE |= {"pathlib", "random", "secrets", "threading", "asyncio", "sqlalchemy", "httpx", "fastapi", "requests"}


@cache
def tracked(*suffixes: str) -> list[Path]:
    """Files in git, and new ones not ignored, with one of the suffixes."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    paths = [ROOT / name for name in names]
    return [path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes)]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python_files(*tops: str) -> list[Path]:
    return [path for path in tracked(".py") if not tops or name(path).split("/")[0] in tops]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


# --- what is installed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_files_pin_everything_with_hashes_and_name_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    pins = re.findall(r"^[A-Za-z0-9._-]+(?:\[[^]]*\])?==", text, re.M)
    assert pins
    assert len(pins) <= text.count("--hash=sha256:")
    assert "://" not in text
    assert "index-url" not in re.sub(r"--no-emit-index-url", "", text)


def test_the_page_lock_file_names_no_host() -> None:
    lock = (ROOT / "api" / "web" / "package-lock.json").read_text("utf-8")
    assert "resolved" not in json.dumps([*json.loads(lock)["packages"].values()])
    assert all("integrity" in found for path, found in json.loads(lock)["packages"].items() if path)


def test_locks_hold_what_the_projects_ask_for() -> None:
    for folder in (ROOT, ROOT / "bot"):
        project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
        extras = project.get("optional-dependencies", {}).values()
        wanted = [
            re.split(r"[\[<>=!~ ]", want)[0] for want in [*project["dependencies"], *(w for e in extras for w in e)]
        ]
        locked = set(
            re.findall(r"^([a-z0-9._-]+)(?:\[.*\])?==", (folder / "requirements.lock").read_text("utf-8"), re.M)
        )
        assert not {want.lower().replace("_", "-") for want in wanted} - locked


def test_uv_makes_no_lock_file_of_its_own() -> None:
    assert not (ROOT / "uv.lock").exists()
    for project in ("pyproject.toml", "bot/pyproject.toml"):
        assert "managed = false" in (ROOT / project).read_text("utf-8")


def test_the_bootstrap_needs_nothing_that_is_not_in_python() -> None:
    for path in (ROOT / "yikan" / "bootstrap").glob("*.py"):
        for module in imported(path):
            assert module.split(".")[0] in sys.stdlib_module_names or module.startswith("yikan.bootstrap"), module


def test_continuous_integration_runs_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & stat.S_IXUSR
    assert script.read_text("utf-8").rstrip().endswith("make test")


def test_make_has_exactly_the_targets_of_the_contract() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert set(re.findall(r"^([a-z-]+):", makefile, re.M)) == {"run", "test", "help", "check", "fmt"}


# --- what is documented --------------------------------------------------------------------------------------------


def settings_in_code() -> set[str]:
    found = {f"YIKAN_{field.upper()}" for field in Settings.model_fields}
    for path in tracked(".py", ".yml", ".ts", ".tsx", ".toml", ".sh"):
        if path != Path(__file__):
            found |= set(SETTING.findall(path.read_text("utf-8")))
    return found


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    documented = set(SETTING.findall((ROOT / "docs" / "settings.md").read_text("utf-8")))
    assert documented == settings_in_code()


def test_the_documented_defaults_are_the_real_ones() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    for setting, default in re.findall(r"^\| `YIKAN_(\w+)` \| `([^`]+)` \|", page, re.M):
        field = Settings.model_fields.get(setting.lower())
        if field is not None:
            assert str(field.default).lower() == default.lower(), setting


def commands() -> set[str]:
    root = typer.main.get_command(app)
    assert isinstance(root, Group) or hasattr(root, "commands")
    found = set()
    for command, what in root.commands.items():
        inner = getattr(what, "commands", None)
        found |= {f"{command} {one}" for one in inner} if inner else {command}
    return found


def test_the_commands_are_those_of_the_contract_that_exist() -> None:
    assert commands() == {
        "up",
        "seed",
        "import",
        "import-calendar",
        "export",
        "ask",
        "understand",
        "guide",
        "train",
        "prove",
        "mutate",
        "reindex",
        "bench",
        "backup",
        "restore",
        "verify",
        "fit-search",
        "user add",
    }


def test_every_command_is_documented() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    text = "\n".join(page.read_text("utf-8") for page in pages if page.is_file() and page.name != "CHANGELOG.md")
    missing = {command for command in commands() if f"yikan {command}" not in text}
    assert not missing, f"neither README.md nor docs/ names: {missing}"


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    for page in tracked(".md"):
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{name(page)} → {target}"


# --- the bot and its actions ---------------------------------------------------------------------------------------


def domain(part: str) -> dict[str, object] | list[str]:
    found: list[str] = []
    for path in sorted((ROOT / "bot" / "domain").glob("*.yml")):
        found += list((yaml.safe_load(path.read_text("utf-8")) or {}).get(part) or [])
    return found


def actions_in_rules() -> set[str]:
    found = set()
    for path in sorted((ROOT / "bot" / "data").rglob("*.yml")):
        found |= set(re.findall(r"action: (action_\w+)", path.read_text("utf-8")))
    return found


def actions_in_code() -> set[str]:
    """What `name()` of an action class returns."""
    found = set()
    for path in python_files("actions"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(re.findall(r"^action_[a-z_]+$", node.value))
    return found


BUILT_IN = {"action_listen", "action_session_start", "action_default_fallback"}


def test_every_action_of_the_domain_and_the_rules_exists() -> None:
    declared = set(domain("actions"))
    assert actions_in_rules() <= declared | BUILT_IN
    assert {action for action in declared if action.startswith("action_")} - BUILT_IN <= actions_in_code()


def test_bot_components_import_nothing_of_the_other_environment() -> None:
    ours = {"api", "actions", "knowledge", "yikan", "rasa_sdk", "fastapi", "httpx"}
    for path in python_files("bot"):
        assert not {module.split(".")[0] for module in imported(path)} & ours, name(path)


# --- the code ------------------------------------------------------------------------------------------------------


def test_no_error_is_swallowed() -> None:
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler):
                empty = len(node.body) == 1 and isinstance(node.body[0], ast.Pass)
                broad = node.type is None or (isinstance(node.type, ast.Name) and node.type.id.endswith("Exception"))
                assert not (empty and broad), f"{name(path)}:{node.lineno}"


LEFTOVERS = re.compile(
    r"\b(TO" r"DO|FIX" r"ME|XX" r"X|raise NotImplemented" r"Error|pragma: no" r" cover)\b|pytest\.mark\.sk" r"ip\b"
)


def test_nothing_is_left_for_later() -> None:
    for path in tracked(".py", ".yml", ".ts", ".tsx", ".css", ".html", ".toml"):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            assert not LEFTOVERS.search(line), f"{name(path)}:{number}: {line.strip()}"


def test_no_file_names_a_path_of_one_machine() -> None:
    mine = re.compile("|".join(re.escape(str(place)) + "/" for place in (ROOT, Path.home()) if len(str(place)) > 4))
    homes = re.compile(r"(?<![\w.])/(?:home|Users)/\w+/")
    for path in tracked(*TEXT):
        text = path.read_text("utf-8", errors="replace")
        assert not mine.search(text) and not homes.search(text), name(path)


SENTENCE = re.compile(r"[\u4e00-\u9fff]{3,}")


def passed_over(node: ast.AST) -> ast.AST | None:
    """The docstring of a module, class or function; the pattern of a `re` call, which reads what people write."""
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        first = node.body[0] if node.body else None
        return first.value if isinstance(first, ast.Expr) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        return node.args[0] if node.func.value.id == "re" and node.args else None
    return None


def strings(path: Path) -> Iterator[ast.Constant]:
    passed = {found for node in ast.walk(tree(path)) if (found := passed_over(node))}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in passed:
            yield node


@pytest.mark.parametrize("package", ["actions", "api"])
def test_what_people_read_lives_in_words_files_not_in_python(package: str) -> None:
    found = [
        f"{name(path)}:{node.lineno}: {node.value}"
        for path in python_files(package)
        for node in strings(path)
        if SENTENCE.search(node.value)
    ]
    assert not found, "\n".join(found)


def test_knowledge_is_pure_outside_store_and_importers() -> None:
    for path in python_files("knowledge"):
        if name(path).startswith(("knowledge/store/", "knowledge/importers/")):
            continue
        reached = {module.split(".")[0] for module in imported(path)}
        assert not reached & OUTSIDE, f"{name(path)}: {reached & OUTSIDE}"
        assert not {m for m in imported(path) if m.startswith(("knowledge.store", "knowledge.importers"))}, name(path)
        assert not re.search(r"\b(?:datetime\.now|date\.today|environ)\b", path.read_text("utf-8")), name(path)


def test_a_transaction_is_committed_in_one_place() -> None:
    allowed = {"api/dependencies.py"}
    for path in python_files("api", "actions", "knowledge", "yikan"):
        calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute) and node.attr == "commit"]
        assert not calls or name(path) in allowed, name(path)


def test_training_and_test_sentences_never_meet() -> None:
    trained = set()
    for path in sorted((ROOT / "bot" / "data" / "nlu").rglob("*.yml")):
        for block in yaml.safe_load(path.read_text("utf-8")).get("nlu") or []:
            trained |= {line[2:].strip() for line in str(block.get("examples", "")).splitlines() if line[:2] == "- "}
    assert trained
    for path in sorted((ROOT / "tests" / "nlu").glob("*.yml")):
        for case in yaml.safe_load(path.read_text("utf-8")) or []:
            said = {case.get("text"), case.get("masked")} if isinstance(case, dict) else {case}
            both = (said - {None, "〇", "◇"}) & trained  # a name alone, masked, is no sentence
            assert not both, f"{name(path)}: {both} is trained on"
