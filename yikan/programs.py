"""The processes of one machine, with their addresses on loopback and the secrets made for this start."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from yikan.bot_environment import QUIET
from yikan.model import verified
from yikan.paths import BOT, BOT_PYTHON, MODELS, PYTHON, ROOT
from yikan.ports import LOOPBACK, free_ports
from yikan.program import Program
from yikan.settings import Settings


@dataclass(frozen=True)
class Plan:
    """`bot_ports`: one for each Rasa; none where YIKAN_RASA_URLS names replicas that somebody else runs."""

    settings: Settings
    bot_secret: str
    service_secret: str
    actions_port: int
    bot_ports: tuple[int, ...]

    @property
    def api_url(self) -> str:
        return f"http://{LOOPBACK}:{self.settings.port}"

    @property
    def catalogue_url(self) -> str:
        return self.settings.catalogue_url or self.api_url

    @property
    def actions_url(self) -> str:
        return f"http://{LOOPBACK}:{self.actions_port}"

    @property
    def rasa_urls(self) -> tuple[str, ...]:
        return tuple(f"http://{LOOPBACK}:{port}" for port in self.bot_ports) or self.settings.rasa_urls


def plan(settings: Settings) -> Plan:
    """Secrets of 256 bits where none is set, and free ports for what only loopback may reach."""
    actions_port, *bot_ports = free_ports(1 + settings.rasa_count)
    return Plan(
        settings=settings,
        bot_secret=settings.bot_secret or secrets.token_urlsafe(32),
        service_secret=settings.service_secret or secrets.token_urlsafe(32),
        actions_port=actions_port,
        bot_ports=() if settings.rasa_urls else tuple(bot_ports),
    )


def programs(plan: Plan, models: Path = MODELS) -> list[Program]:
    """In the order of their start; the first is the public door."""
    shared = _shared_environment(plan)
    replicas = [_rasa(plan, number, shared, models) for number in range(len(plan.bot_ports))]
    return [_api(plan, shared), _actions(plan, shared), *replicas]


def _api(plan: Plan, shared: Mapping[str, str]) -> Program:
    port, host = str(plan.settings.port), plan.settings.host
    command = ["-m", "uvicorn", "api.app:create_app", "--factory", "--host", host, "--port", port]
    # Clients close an idle line after 5 s or so: the server must be the later of the two.
    options = ["--no-access-log", "--timeout-graceful-shutdown", "5", "--timeout-keep-alive", "30"]
    return Program(
        name="api",
        label="服务 api",
        command=lambda: [str(PYTHON), *command, *options],
        cwd=ROOT,
        env=shared,
        probe=f"{plan.api_url}/healthz",
    )


def _actions(plan: Plan, shared: Mapping[str, str]) -> Program:
    return Program(
        name="actions",
        label="动作 actions",
        command=lambda: [str(PYTHON), "-m", "actions"],
        cwd=ROOT,
        env={
            **shared,
            "YIKAN_API_URL": plan.catalogue_url,
            "YIKAN_ACTIONS_PORT": str(plan.actions_port),
            "SANIC_HOST": LOOPBACK,
        },
        probe=f"{plan.actions_url}/health",
        after="api",
    )


def _rasa(plan: Plan, number: int, shared: Mapping[str, str], models: Path) -> Program:
    port, mark = plan.bot_ports[number], f"-{number + 1}" if number else ""
    files = ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    place = ["--interface", LOOPBACK, "--port", str(port)]

    def command() -> Sequence[str]:
        return [str(BOT_PYTHON), "-m", "rasa", "run", "--model", str(verified(models)), *files, *place]

    return Program(
        name=f"rasa{mark}",
        label=f"机器人 rasa{mark}",
        command=command,
        cwd=BOT,
        env={**shared, **QUIET, "YIKAN_ACTIONS_URL": f"{plan.actions_url}/webhook"},
        probe=f"http://{LOOPBACK}:{port}/webhooks/gateway/health",
        headers={"Authorization": f"Bearer {plan.bot_secret}"},
        after="api",
        renewable=True,
    )


def _shared_environment(plan: Plan) -> dict[str, str]:
    settings = plan.settings
    return {
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "YIKAN_DATA_DIR": str(settings.home),
        "YIKAN_DATABASE_URL": settings.database_in_force,
        "YIKAN_PORT": str(settings.port),
        "YIKAN_API_URL": plan.api_url,
        "YIKAN_ACTIONS_URL": plan.actions_url,
        "YIKAN_RASA_URLS": ",".join(plan.rasa_urls),
        "YIKAN_BOT_SECRET": plan.bot_secret,
        "YIKAN_SERVICE_SECRET": plan.service_secret,
        "YIKAN_TRACKER_DB": str(settings.home / "tracker.db"),
    }
