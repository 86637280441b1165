"""Settings of the API process: the environment with prefix YIKAN_, read once in `create_app` (see docs/settings.md)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Frozen. Times in seconds, rates per minute (0 = no limit). `yikan up` makes the secrets that are not given."""

    model_config = SettingsConfigDict(env_prefix="YIKAN_", frozen=True, extra="ignore")

    # The public contract.
    data_dir: Path = Path("var")
    database_url: str = ""  # empty: SQLite in the data directory
    port: int = 8000
    place: str = "qinghe"
    hold_ttl_s: int = Field(default=300, ge=1)
    session_idle_s: int = Field(default=43200, ge=1)  # half a day: who comes back in the afternoon goes on
    forget_every_s: int = Field(default=60, ge=1)
    wechat_token: str = ""
    wechat_aes_key: str = ""
    wechat_previous_aes_key: str = ""
    wechat_app_id: str = ""
    wechat_app_secret: str = ""
    wechat_api_base: str = "https://api.weixin.qq.com"
    rasa_urls: Annotated[tuple[str, ...], NoDecode] = ()
    redis_url: str = ""
    session_rate: int = Field(default=60, ge=0)
    message_rate: int = Field(default=30, ge=0)
    now: datetime | None = None  # for tests: the clock starts here and runs on

    # Between our own processes, and for operators.
    bot_secret: str = ""
    service_secret: str = ""
    actions_url: str = ""
    bot_timeout_s: float = Field(default=4.0, gt=0.5)  # longer than the actions need to give up
    metrics_token: str = ""
    log_level: str = "INFO"
    meaning: bool = True  # search by sentence vectors too, where the optional model is installed

    @field_validator("rasa_urls", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """One address, or several with commas between."""
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @property
    def database(self) -> str:
        """The database address in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'yikan.db'}"
