"""The findings about a database, as a table for people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from knowledge.store.soundness import Finding

LABELS = {
    "schema": "数据库结构 schema",
    "file": "数据库文件 integrity",
    "references": "互相引用 references",
    "slots-counted": "号源已用数 = 实际占用 places counted again",
    "slots-not-overfull": "没有超发 none oversold",
    "appointments-have-places": "每个预约都占着号 every appointment has its place",
    "places-have-owners": "占着的号都有主 every place has an owner",
    "nobody-twice": "没有人约重 nobody twice",
    "services-fit": "预约与事项一致 services fit",
    "promises-kept": "答应过的都在 acknowledged requests",
    "documents": "目录内容没被改动 documents as published",
    "audit": "操作记录链完整 audit chain",
    "key": "密钥打得开(抽查) the key opens a sample",
}


def show(console: Console, found: Sequence[Finding]) -> None:
    table = Table("", "检查 check", "数量 counted", "哪里不对 what is wrong")
    for finding in found:
        mark = "[green]✓[/]" if finding.ok else "[red]✗[/]"
        table.add_row(mark, LABELS[finding.what], f"{finding.counted:,}", "，".join(finding.wrong))
    console.print(table)
