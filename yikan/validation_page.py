"""Write the rule table of docs/validation.md: `python -m yikan.validation_page`. A test keeps it fresh."""

from __future__ import annotations

from pathlib import Path

from knowledge.importers.rulebook import load_rulebook
from knowledge.validation import RuleBook

PAGE = Path(__file__).parents[1] / "docs" / "validation.md"
MARK = "<!-- 以下表格由 python -m yikan.validation_page 生成 -->\n"
HEAD = "\n| 编号 | 规则 | 自己的事项 | 导入的指南 |\n|---|---|---|---|\n"
NAMES = {"error": "错误", "warning": "提醒"}


def rule_table(book: RuleBook) -> str:
    rows = [f"| `{r.id}` | {r.about} | {NAMES[r.native]} | {NAMES[r.imported]} |" for r in book.rules]
    return HEAD + "\n".join(rows) + "\n"


def fresh(page: str, book: RuleBook) -> str:
    """The page with its table as the rule book is now; everything above the mark stays."""
    return page.split(MARK)[0] + MARK + rule_table(book)


if __name__ == "__main__":
    PAGE.write_text(fresh(PAGE.read_text("utf-8"), load_rulebook()), "utf-8")
