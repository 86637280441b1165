"""Mutants of the assessment engine: small wrong changes, one at a time, and whether the tests notice.

Works on the syntax tree: comparisons, boolean and arithmetic operators, constants, negations and returned values of the
modules in MODULES. Each mutant lives in a copy of the project's `knowledge` package, so that the tree at hand is never
touched and several can run at once. Our own, because mutmut copies the whole project and runs its whole suite.
"""

from __future__ import annotations

import ast
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from yikan.paths import ROOT

MODULES = ("conditions", "partition", "decision", "given", "assessment", "trips", "questions", "explain")
TESTS = (
    "tests/knowledge/test_engine.py",
    "tests/knowledge/test_engine_details.py",
    "tests/knowledge/test_given.py",
    "tests/knowledge/test_assessment_against_brute_force.py",
    "tests/knowledge/test_truth.py",
)
PATIENCE = 6.0  # a run this many times as long as the one without a mutant does not end

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
}


@dataclass(frozen=True)
class Mutant:
    """One change: which module, which line, what became what, and the whole changed source."""

    module: str
    line: int
    change: str
    source: str


def mutants(module: str, source: str) -> Iterator[Mutant]:
    """Every mutant of one module, top to bottom."""
    count = sum(1 for _ in _places(ast.parse(source)))
    for number in range(count):
        tree = ast.parse(source)
        node = list(_places(tree))[number]
        before = ast.unparse(node)
        _change(node)
        yield Mutant(module, node.lineno, f"{before} → {ast.unparse(node)}", ast.unparse(tree))


def _places(tree: ast.AST) -> Iterator[ast.expr]:
    """Expressions that can be changed; annotations, docstrings and default arguments are none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for statement in node.body:
                yield from (inner for inner in _expressions(statement) if _can_change(inner))


def _expressions(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Raise)) or _is_docstring(node):
        return
    if isinstance(node, ast.expr):
        yield node
    for name, value in ast.iter_fields(node):
        if name != "annotation":
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _expressions(child)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _can_change(node: ast.expr) -> bool:
    match node:
        case ast.Compare(ops=[op]):
            return type(op) in _COMPARED
        case ast.BinOp(op=op):
            return type(op) in _COUNTED
        case ast.BoolOp() | ast.IfExp():
            return True
        case ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Constant(value=bool() | int()):
            return True
    return False


def _change(node: ast.expr) -> None:
    match node:
        case ast.Compare(ops=[op]):
            node.ops = [_COMPARED[type(op)]()]
        case ast.BinOp():
            node.op = _COUNTED[type(node.op)]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.IfExp():
            node.body, node.orelse = node.orelse, node.body
        case ast.UnaryOp(operand=operand):
            node.operand = ast.UnaryOp(ast.Not(), operand)
        case ast.Constant(value=bool() as value):
            node.value = not value
        case ast.Constant(value=int() as value):
            node.value = value + 1


def sample(count: int | None, seed: int, root: Path = ROOT) -> list[Mutant]:
    """`count` mutants drawn with a seed (None: all of them), shuffled: wherever a run stops, it was a fair sample."""
    everything = [
        mutant
        for module in MODULES
        for mutant in mutants(module, (root / f"knowledge/{module}.py").read_text(encoding="utf-8"))
    ]
    return random.Random(seed).sample(everything, min(count or len(everything), len(everything)))


@dataclass
class Workshop:
    """A copy of the package and its tests in `folder`, where mutants are put in one after another."""

    folder: Path
    limit_s: float | None = None  # set by the first run, the one without a mutant

    def __post_init__(self) -> None:
        leave = shutil.ignore_patterns("__pycache__", ".hypothesis")
        for name in ("knowledge", "tests/knowledge"):
            shutil.copytree(ROOT / name, self.folder / name, ignore=leave)
        for name in ("pyproject.toml", "tests/__init__.py"):
            shutil.copy(ROOT / name, self.folder / name)

    def kills(self, mutant: Mutant) -> bool:
        """Whether some test fails, or does not end, with the mutant in place."""
        path = self.folder / f"knowledge/{mutant.module}.py"
        kept = path.read_text(encoding="utf-8")
        path.write_text(mutant.source, encoding="utf-8")
        try:
            return not self.passes()
        finally:
            path.write_text(kept, encoding="utf-8")

    def passes(self) -> bool:
        """Whether the tests pass as things are. A run far longer than the first one does not."""
        tests = [str(path) for pattern in TESTS for path in sorted(self.folder.glob(pattern))]
        command = [
            sys.executable,
            "-B",
            "-m",
            "pytest",
            "-x",
            "-q",
            "-p",
            "no:randomly",
            "-p",
            "no:cacheprovider",
            *tests,
        ]
        begun = monotonic()
        try:
            done = subprocess.run(command, cwd=self.folder, capture_output=True, timeout=self.limit_s, check=False)
        except subprocess.TimeoutExpired:
            return False
        self.limit_s = self.limit_s or PATIENCE * (monotonic() - begun)
        return done.returncode == 0
