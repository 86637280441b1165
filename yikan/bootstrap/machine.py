"""What the tests need from the machine itself: a browser and a Chinese font, from Debian where we may install them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from yikan.bootstrap.say import Stop, line, step
from yikan.bootstrap.shell import answer, quiet

NULL = Path("/dev/null")
FOR_ALL = 0o666  # how every system makes it; a program run by root may have closed it to others
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def ready_for_tests() -> None:
    """Raises Stop, naming the packages, when something is missing that we may not install."""
    _open_null()
    missing = _missing()
    if not missing:
        return
    wish = f"sudo apt-get install {' '.join(missing)}"
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise Stop(f"测试需要 tests need: {', '.join(missing)}", f"请安装 please install: {wish}")
    with step("Debian 包 packages", f"apt-get install {' '.join(missing)}"):
        env = {"DEBIAN_FRONTEND": "noninteractive"}
        quiet("apt", ["apt-get", "update", "-q"], env=env)
        quiet("apt", ["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing], env=env)


def _open_null() -> None:
    """PostgreSQL runs as a user of its own, and its initdb fails where that user may not write to /dev/null."""
    if NULL.stat().st_mode & FOR_ALL == FOR_ALL:
        return
    if os.geteuid() != 0:
        raise Stop(f"{NULL} 只有 root 能写 is closed to others", f"请运行 please run: sudo chmod 666 {NULL}")
    NULL.chmod(FOR_ALL)
    line(f"{NULL}: 已恢复为人人可写 (open to all again; PostgreSQL needs it)")


def _missing() -> list[str]:
    missing = []
    if not any(shutil.which(name) for name in BROWSERS):
        missing.append("chromium")
    # Without a Chinese font the pages show boxes, and every screenshot lies. No fontconfig: no font either.
    if not answer(["fc-list", ":lang=zh", "family"]):
        missing.append("fonts-noto-cjk")
    return missing
