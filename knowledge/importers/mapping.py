"""A mapping tells which column of a foreign table is which element. It is data: another province needs no code.

The language is described, with a worked example, in docs/import.md; the elements stand in elements.yml.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from collections.abc import Mapping as Dict
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from knowledge.errors import Invalid

REGION = ("place", "parents")
FOLDER = Path(__file__).parent / "mappings"
ELEMENTS = Path(__file__).parent / "elements.yml"
BLANK = ("", "无", "-", "—", "/", "暂无", "null", "None")


def _compiles(pattern: str | None) -> str | None:
    try:
        re.compile(pattern or "")
    except re.error as error:
        raise ValueError(f"不是正确的正则表达式：{pattern}") from error
    return pattern


Pattern = Annotated[str | None, AfterValidator(_compiles)]


class Column(BaseModel):
    """Where an element stands: the first of `titles` with a fitting text. A bare title in YAML means only that title.

    `each`: part → key, for JSON lists of objects. `values`: what a text stands for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    titles: tuple[str, ...] = Field(alias="from", min_length=1)
    like: Pattern = None
    unless: Pattern = None
    strip: Pattern = None
    split: Pattern = None
    each: dict[str, str] = {}
    values: dict[str, str] = {}

    @field_validator("titles", mode="before")
    @classmethod
    def _one_or_several(cls, titles: Any) -> Any:
        return [titles] if isinstance(titles, str) else titles

    @field_validator("values", "each", mode="before")
    @classmethod
    def _texts(cls, pairs: Any) -> Any:
        return {_yes_no(k): _yes_no(v) for k, v in pairs.items()} if isinstance(pairs, dict) else pairs

    @property
    def title(self) -> str:
        return self.titles[0]


class Mapping(BaseModel):
    """See docs/import.md for every field. `sign`: the titles by which a table is recognised; default all of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = "mapping"
    title: str = ""
    source: str = ""
    columns: dict[str, Column]
    required: tuple[str, ...] = ("name",)
    sign: tuple[str, ...] = ()
    place: str | None = None
    empty: tuple[str, ...] = BLANK
    fill_down: tuple[str, ...] = ()
    limit_unit: str = "workday"
    charged_yes: tuple[str, ...] = ("是", "收费", "Y", "1")
    charged_no: tuple[str, ...] = ("否", "不收费", "免费", "N", "0")
    lost: tuple[str, ...] = ()
    place_aliases: dict[str, tuple[str, ...]] = {}

    @field_validator("columns", mode="before")
    @classmethod
    def _short_forms(cls, columns: Any) -> Any:
        if not isinstance(columns, dict):
            raise ValueError("应写成“要素: 列名”")
        return {element_of(str(key)): _column(element_of(str(key)), value) for key, value in columns.items()}

    @field_validator("required", "fill_down", mode="before")
    @classmethod
    def _known(cls, names: Any) -> Any:
        return [element_of(str(name)) for name in ([names] if isinstance(names, str) else names or ())]

    @field_validator("empty", "charged_yes", "charged_no", mode="before")
    @classmethod
    def _written_plainly(cls, words: Any) -> Any:
        return [_yes_no(word) for word in ([words] if not isinstance(words, list | tuple) else words)]

    @model_validator(mode="after")
    def _has_a_name(self) -> Self:
        if "name" not in self.columns:
            raise ValueError("columns 里至少要有 name(事项名称)")
        if lacking := [element for element in self.required if element not in self.columns]:
            raise ValueError(f"required 里的 {'、'.join(lacking)} 没有写进 columns")
        return self

    @property
    def blank(self) -> frozenset[str]:
        return frozenset((*self.empty, ""))

    @property
    def recognised_by(self) -> tuple[str, ...]:
        return self.sign or tuple(column.title for column in self.columns.values())


def _yes_no(word: Any) -> str:
    """YAML reads a bare 是 as text but yes, no, null and numbers as something else."""
    return (
        "" if word is None else {True: "是", False: "否"}.get(word, str(word)) if isinstance(word, bool) else str(word)
    )


@lru_cache(maxsize=1)
def elements() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(ELEMENTS.read_text("utf-8"))
    return found


def parts() -> Dict[str, Sequence[str]]:
    """Part of a paper, step or result → the keys it is known by."""
    return elements()["parts"]


def _spelt(title: str) -> str:
    return re.sub(r"[\s_*＊（(].*?$|[\s_*＊]", "", title).lower() or title.lower()


@lru_cache(maxsize=1)
def _known_as() -> dict[str, str]:
    known: dict[str, str] = {}
    for element, about in elements().items():
        if element != "parts":
            for word in (element, about["label"], *about["titles"]):
                known.setdefault(word.lower(), element)
    return known


def element_of(word: str) -> str:
    """The element a mapping means: its name, its label or a title it is known by. Raises ValueError for others."""
    found = _known_as().get(word.strip().lower())
    if found is None:
        names = "、".join(f"{name}({about['label']})" for name, about in elements().items() if name != "parts")
        raise ValueError(f"不认识的要素“{word}”，可用的有：{names}")
    return found


def _column(element: str, value: Any) -> Any:
    """A bare title, or a list of them, is read as elements.yml says; an object says everything itself."""
    if isinstance(value, dict):
        return value
    usual = {key: elements()[element][key] for key in ("strip", "split") if key in elements()[element]}
    return {"from": value, **usual}


def load_mapping(name: str) -> Mapping:
    """A mapping by its name, or from a YAML file by its path. Raises Invalid and says what is wrong with it."""
    path = Path(name)
    if path.suffix.lower() in (".yml", ".yaml") or path.is_file():
        return _from_file(path)
    for mapping in all_mappings():
        if mapping.name == name:
            return mapping
    known = "、".join(mapping.name for mapping in all_mappings())
    raise Invalid(f"没有名为“{name}”的导入对照表，可用的有：{known}；也可以给一个 .yml 文件。")


def _from_file(path: Path) -> Mapping:
    if not path.is_file():
        raise Invalid(f"找不到对照表文件“{path.name}”，请检查路径。")
    try:
        found = yaml.safe_load(path.read_text("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Invalid(f"对照表“{path.name}”不是完整的 YAML(UTF-8)，请检查缩进和引号。") from error
    if not isinstance(found, dict):
        raise Invalid(f"对照表“{path.name}”里应该有 columns，写法见 docs/import.md。")
    try:
        return Mapping.model_validate({"name": path.stem, **found})
    except ValidationError as error:
        reasons = "；".join(f"{'.'.join(map(str, e['loc']))}：{_reason(e['type'], e['msg'])}" for e in error.errors())
        raise Invalid(f"对照表“{path.name}”有误：{reasons}。写法见 docs/import.md。") from error


def _reason(kind: str, message: str) -> str:
    known = {"missing": "没有写", "extra_forbidden": "没有这一项"}
    return known.get(kind, message.removeprefix("Value error, "))


def all_mappings() -> list[Mapping]:
    return [Mapping.model_validate(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.yml"))]


def fitting_mapping(titles: Sequence[str], optional: Collection[str] = ()) -> Mapping:
    """The mapping whose signs, but for the `optional` elements, all stand in the table's head; else the usual titles.

    Raises Invalid and names what is missing; also where a known layout lacks nothing but its regions.
    """
    known = [(mapping, _lacking(mapping, titles, optional)) for mapping in all_mappings()]
    for mapping, lacking in known:
        if not lacking:
            return mapping
        if not _lacking(mapping, titles, REGION):
            raise Invalid(f"表里没有写地区的列：{'、'.join(lacking)}。请补上，或用 --place 指明这些事项属于哪里。")
    usual = usual_mapping(titles)
    if usual is not None:
        return usual
    nearest, lacking = max(known, key=lambda each: len(set(each[0].recognised_by) & set(titles)))
    missing = "、".join(lacking[:8])
    raise Invalid(
        f"表头对不上任何一份导入对照表，缺少列：{missing}。"
        "请检查表头，或用 --mapping 指定一份对照表(写法见 docs/import.md)。"
    )


def _lacking(mapping: Mapping, titles: Sequence[str], optional: Collection[str]) -> list[str]:
    spare = {title for element in optional if element in mapping.columns for title in mapping.columns[element].titles}
    return [title for title in mapping.recognised_by if title not in titles and title not in spare]


def usual_mapping(titles: Sequence[str]) -> Mapping | None:
    """By the titles that most provinces use; None unless the name and one thing more are among them."""
    spelt = {_spelt(title): title for title in reversed(titles)}
    columns: dict[str, Any] = {}
    for element, about in elements().items():
        if element != "parts":
            found = [spelt[_spelt(word)] for word in about["titles"] if _spelt(word) in spelt]
            if found:
                reading = {key: about[key] for key in ("like", "unless", "strip", "split") if key in about}
                columns[element] = {"from": list(dict.fromkeys(found)), **reading}
    if "name" not in columns or len(columns) < 2:
        return None
    return Mapping.model_validate({"name": "usual", "source": "导入的办事指南", "columns": columns})
