"""`yikan train`: a better bot, or none."""

from __future__ import annotations

import os
import signal
import time
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from knowledge.errors import Refused
from yikan import running, training
from yikan.database import published_names
from yikan.lessons import taught, usable
from yikan.settings import read


def train(
    if_changed: Annotated[bool, typer.Option("--if-changed", help="数据没变就不训练 skip if unchanged")] = False,
) -> None:
    """训练机器人；得分低于现用模型则不启用。 Train; a model that scores lower is not promoted."""
    console = Console(highlight=False)
    lessons = usable(taught(read()))
    if if_changed and training.is_current(lessons=lessons):
        console.print("机器人数据未变，沿用现有模型 (data unchanged, the live model stays)")
        return
    begun = time.monotonic()
    with console.status("训练并检验 training and scoring on tests/nlu …"):
        outcome = training.train(published_names(read()), lessons=lessons)
    console.print(_table(outcome))
    if outcome.promoted is None:
        raise Refused(f"新模型的 {'、'.join(outcome.lower)} 低于现用模型，未启用。", name="model-lower")
    console.print(f"已启用模型 promoted {outcome.promoted.file} ({time.monotonic() - begun:.0f}s)")
    _renew(console)


def _table(outcome: training.Outcome) -> Table:
    table = Table("检验 score", "新 candidate", "现用 live")
    for name, value in outcome.scores.items():
        before = (outcome.before or {}).get(name)
        table.add_row(name, f"{value:.4f}", "—" if before is None else f"{before:.4f}")
    return table


def _renew(console: Console) -> None:
    """A running system takes the new model by restarting its bot, never by reloading (Rasa grows with each reload)."""
    found = running.find(read().run_file)
    if found is not None:
        os.kill(found.pid, signal.SIGUSR1)
        console.print("运行中的机器人正在换用新模型 (the running bot is restarting with it)")
