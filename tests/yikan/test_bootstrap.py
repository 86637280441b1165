"""From nothing: interpreters in the documented order, environments made once, problems with their remedy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from yikan.bootstrap import environments, machine, pythons, say, tools
from yikan.bootstrap.shell import ROOT, answer, quiet

THIS = ".".join(map(str, sys.version_info[:2]))


def a_python(folder: Path, version: str, works: bool = True) -> Path:
    """A program that answers the probe like a Python of that version."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"python{version}"
    path.write_text(f"#!/bin/sh\necho {version}\n" if works else "#!/bin/sh\nexit 127\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with nothing but a shell: an empty folder on PATH, no pyenv, no settings."""
    empty = tmp_path / "bin"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    for setting in ("YIKAN_PYTHON", "YIKAN_PYTHON310"):
        monkeypatch.delenv(setting, raising=False)
    return empty


def test_the_setting_comes_first(bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_python(bare, "3.10")
    chosen = a_python(tmp_path / "chosen", "3.10")
    monkeypatch.setenv("YIKAN_PYTHON310", str(chosen))
    assert pythons.for_bot("uv") == str(chosen)


def test_a_setting_that_names_no_such_python_is_an_error_and_not_passed_over(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_python(bare, "3.10")
    monkeypatch.setenv("YIKAN_PYTHON310", str(a_python(tmp_path / "wrong", "3.12")))
    with pytest.raises(say.Stop) as stopped:
        pythons.for_bot("uv")
    assert "YIKAN_PYTHON310" in stopped.value.remedy


def test_a_python_on_path_comes_before_pyenv(bare: Path, tmp_path: Path) -> None:
    on_path = a_python(bare, "3.10")
    a_python(tmp_path / "pyenv" / "versions" / "3.10.13" / "bin", "3.10").rename(
        tmp_path / "pyenv" / "versions" / "3.10.13" / "bin" / "python"
    )
    assert pythons.for_bot("uv") == str(on_path)


def test_a_dead_shim_is_passed_over_for_the_newest_of_pyenv(bare: Path, tmp_path: Path) -> None:
    a_python(bare, "3.10", works=False)
    for patch in ("3.10.9", "3.10.13"):
        folder = tmp_path / "pyenv" / "versions" / patch / "bin"
        a_python(folder, "3.10").rename(folder / "python")
    assert pythons.for_bot("uv").endswith("3.10.13/bin/python")


def test_without_any_python_the_remedy_is_named(bare: Path) -> None:
    with pytest.raises(say.Stop) as stopped:
        pythons.for_bot("/nonexistent/uv")
    assert "Python 3.10" in stopped.value.problem
    assert "YIKAN_PYTHON310" in stopped.value.remedy


def test_the_interpreter_that_runs_us_serves_the_root_when_it_is_new_enough(bare: Path) -> None:
    assert THIS in pythons.MODERN
    assert pythons.for_root("uv") == sys.executable


def test_a_stamp_is_fresh_only_for_the_same_content() -> None:
    lock = ROOT / "requirements.lock"
    expected = environments.digest([lock])
    assert expected == environments.digest([lock])
    assert expected != environments.digest([lock, ROOT / "pyproject.toml"])
    assert not environments.is_fresh(ROOT / "no such stamp", expected)


def test_a_node_that_is_too_old_is_not_taken() -> None:
    assert tools._recent_enough("v24.1.0")
    assert tools._recent_enough("v20.19.0")
    assert not tools._recent_enough("v18.20.4")
    assert not tools._recent_enough(None)


def test_a_program_that_is_missing_or_fails_has_no_answer() -> None:
    assert answer(["/nonexistent/program"]) is None
    assert answer([sys.executable, "-c", "raise SystemExit(1)"]) is None
    assert answer([sys.executable, "-c", "print(' yes ')"]) == "yes"


def test_a_failed_step_shows_the_end_of_its_output() -> None:
    with pytest.raises(say.Stop, match="no space left"):
        quiet("test", [sys.executable, "-c", "print('no space left'); raise SystemExit(3)"])


def test_without_a_target_the_usage_is_shown() -> None:
    done = subprocess.run([sys.executable, "-m", "yikan.bootstrap"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "run|test|check|fmt" in done.stderr


@pytest.mark.parametrize("root", [True, False])
def test_a_null_device_closed_to_others_is_opened_or_named(
    root: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    null = tmp_path / "null"
    null.touch()
    null.chmod(0o644)
    monkeypatch.setattr(machine, "NULL", null)
    monkeypatch.setattr(machine, "_missing", list)
    monkeypatch.setattr("os.geteuid", lambda: 0 if root else 1000)
    if root:
        machine.ready_for_tests()
        assert null.stat().st_mode & 0o777 == 0o666
        return
    with pytest.raises(say.Stop) as stopped:
        machine.ready_for_tests()
    assert "chmod" in stopped.value.remedy and null.stat().st_mode & 0o777 == 0o644
