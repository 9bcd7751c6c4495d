import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import gni_assess

PACKAGE = Path(gni_assess.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
MAY_IMPORT = {
    "cli": {"interview", "exchange", "report", "output", "checks", "compare", "store", "disclosure", "sheets"},
    "interview": {"checks"},
    "exchange": {"sheets", "disclosure"},
    "report": {"sheets", "disclosure"},
    "checks": {"disclosure"},
    "compare": {"disclosure"},
    "model": set[str](),
}
ONLY_IN = {
    **dict.fromkeys(["typer", "click"], frozenset({"cli"})),
    **dict.fromkeys(["yaml", "jsonschema", "jsonschema_rs"], frozenset({"store"})),
    **dict.fromkeys(["xlsxwriter", "openpyxl"], frozenset({"sheets"})),
    "rich": frozenset({"cli", "output/text"}),
    "prompt_toolkit": frozenset({"cli"}),
}
PURE = {"model", "disclosure", "checks", "compare", "interview"}
OUTSIDE = {"pathlib", "os", "io", "time", "subprocess", "socket", "random", "secrets", "locale", "sys", "getpass"}
NOW = {"now", "today", "utcnow", "time", "fromtimestamp", "getenv", "environ", "open", "print", "input"}
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 350, 60


def layer_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def find_imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{each.name}" for each in node.names)


def called_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_file_keeps_the_rules_of_the_house(file: Path) -> None:
    tree, layer = ast.parse(file.read_text(encoding="utf-8")), layer_of(file)
    place = file.relative_to(PACKAGE).with_suffix("").as_posix()
    for name in find_imports(tree):
        first, _, rest = name.partition(".")
        target = rest.partition(".")[0]
        if first == "gni_assess" and (PACKAGE / target).is_dir() and layer != "__init__":
            assert target in {layer, "model", *MAY_IMPORT.get(layer, set())}, f"{layer} may not import {target}"
        elif first == "gni_assess":
            assert layer != "errors", "errors imports nothing of ours"
        assert {layer, place} & ONLY_IN.get(first, {layer}), f"{layer} may not import {first}"
        assert layer not in PURE or first not in OUTSIDE, f"{layer} touches nothing outside, so not {first}"
    assert layer not in PURE or not NOW & set(called_names(tree)), f"{layer} asks neither clock, files nor terminal"
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body  # a command's options are its signature, and data
            assert not body or (node.end_lineno or 0) - body[0].lineno < MOST_LINES_OF_A_FUNCTION, node.name
    assert file.name != "__init__.py" or file.parent == PACKAGE or len(tree.body) == 1, "packages hold only their docstring"
    assert file.stem not in {"utils", "helpers", "common", "manager", "handler"}
