"""Packs of criteria: the built-in ones, a company's own, and the overlays laid over them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from gni_assess.errors import PackError
from gni_assess.model.criteria import OWN_AREA, Pack
from gni_assess.model.diagnostics import WORKSPACE_REF, FileProblem, KeyPath
from gni_assess.model.workspace import Plan
from gni_assess.store.disk import DISK, Disk
from gni_assess.store.explain import explain_misfit
from gni_assess.store.layout import WORKSPACE_FILE
from gni_assess.store.overlays import OverlayFault, explain_removal, find_overlay_faults, is_own
from gni_assess.store.packaged import built_in_packs, find_packaged
from gni_assess.store.reading import ReadFile, problem_at
from gni_assess.store.structure import build
from gni_assess.store.yaml_reader import Document

_OWN: Mapping[str, Any] = {"sources": [{"document": "own"}]}
"""What a criterion of the company's own need not say."""


@dataclass(kw_only=True)
class _Parts:
    """A pack while it is put together: plain values, and what went wrong."""

    disk: Disk = DISK
    pack: dict[str, Any] = field(default_factory=dict)
    criteria: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)
    files: int = 0

    def take(self, read: ReadFile) -> Any:  # noqa: ANN401 - what a file holds
        self.files += 1
        self.problems.extend(read.problems)
        return read.value


@dataclass(frozen=True, kw_only=True)
class LoadedPack:
    """A pack with its overlays, or the problems that kept it from loading."""

    pack: Pack | None
    problems: tuple[FileProblem, ...]
    files: int


def load_built_in(name: str) -> Pack:
    """Load a built-in pack as it is. Raises PackError."""
    if name not in built_in_packs():
        raise PackError(f"there is no built-in pack `{name}`", hint=f"built in: {', '.join(built_in_packs())}")
    parts = _Parts()
    _read_pack(parts, find_packaged("criteria"), name)
    if parts.problems:
        first = parts.problems[0]
        raise PackError(f"the built-in pack `{name}` cannot be loaded: {first.file}: {first.message}", hint="install gni-assess again")
    return _finish(parts)


def load_pack(root: Path, plan: Plan, document: Document, *, disk: Disk = DISK) -> LoadedPack:
    """Load the pack that a workspace names, with its overlays. `document` is the workspace file, for the places of problems.

    What comes of it follows from these and from what `disk` tells, and from nothing else.
    """
    parts = _Parts(disk=disk)
    base, name = (root, plan.pack) if plan.pack.startswith("./") else (find_packaged("criteria"), plan.pack)
    if base is not root and name not in disk.built_in_packs():
        fix = f"built in: {', '.join(disk.built_in_packs())}; a pack of your own is named by a path that starts with `./`"
        parts.problems.append(_at(document, ("assessment", "pack"), "this pack is not installed", fix))
    elif base is root and disk.leads_out(root, name):
        message, fix = "the path leads out of the workspace", "name a folder inside it"
        parts.problems.append(_at(document, ("assessment", "pack"), message, fix, "GNI404"))
    elif base is root and not disk.is_there(root / name, folder=True):
        fix = "name the folder of the pack as seen from the workspace file"
        parts.problems.append(_at(document, ("assessment", "pack"), "this pack is not there", fix))
    else:
        _read_pack(parts, base, name)
        if parts.pack and parts.pack["edition"] != plan.edition:
            fix = f"installed is edition {parts.pack['edition']}; install the version of gni-assess that has yours"
            parts.problems.append(_at(document, ("assessment", "edition"), "this edition of the pack is not installed", fix))
    if not parts.problems:
        _lay_over(parts, root, plan.overlays, document)
    return LoadedPack(pack=None if parts.problems else _finish(parts), problems=tuple(parts.problems), files=parts.files)


def _at(document: Document, path: KeyPath, message: str, fix: str, code: str = "GNI006") -> FileProblem:
    problem = FileProblem(code=code, file=WORKSPACE_FILE, path=path, message=message, fix=fix, record=WORKSPACE_REF)
    return problem_at(document, problem)


def _read_pack(parts: _Parts, base: Path, name: str) -> None:
    folder = PurePosixPath(name).as_posix()
    parts.pack = parts.take(parts.disk.read(base, f"{folder}/pack.yaml", "pack", version_key="format")) or {}
    for area in parts.pack.get("areas", ()):
        read = parts.disk.read(base, f"{folder}/{area['id'].lower()}.yaml", "criteria")
        for number, each in enumerate(parts.take(read) or ()):
            if each["id"] in parts.criteria or not each["id"].startswith(f"{area['id']}-"):
                assert read.document is not None  # noqa: S101 - a value was read from it
                problem = FileProblem(
                    code="GNI003",
                    file=read.file,
                    path=(number, "id"),
                    message="this criterion is there twice, or belongs to another area",
                    fix="give each criterion its own id, in the file of its area",
                )
                parts.problems.append(problem_at(read.document, problem))
            parts.criteria[each["id"]] = each


def _lay_over(parts: _Parts, root: Path, overlays: Sequence[str], workspace: Document) -> None:
    reads = [_read_overlay(parts, root, each, workspace, ("assessment", "overlays", number)) for number, each in enumerate(overlays)]
    entries = [each for read in reads if read and read.value for each in read.value["criteria"]]
    # What the company added may stand in a file that could not be read.
    named = frozenset(each["id"] for each in entries if is_own(each["id"]))
    own = named if all(read and read.value for read in reads) else None
    for read in reads:
        if read is None or read.value is None or read.document is None:
            continue
        for fault in _lay_entries(parts, read.value, own):
            problem = FileProblem(
                code=fault.code, file=read.file, path=fault.path, message=fault.message, fix=fault.fix, detail=fault.detail
            )
            parts.problems.append(problem_at(read.document, problem))


def _read_overlay(parts: _Parts, root: Path, overlay: str, workspace: Document, path: KeyPath) -> ReadFile | None:
    if parts.disk.leads_out(root, overlay):
        parts.problems.append(_at(workspace, path, "the path leads out of the workspace", "name a file inside it", "GNI404"))
        return None
    if not parts.disk.is_there(root / overlay):
        parts.problems.append(_at(workspace, path, "this overlay is not there", "put the file there, or remove this line", "GNI001"))
        return None
    read = parts.disk.read(root, overlay, "overlay", version_key="format")
    read = replace(read, problems=tuple(map(explain_removal, read.problems)))
    parts.take(read)
    return read


def _lay_entries(parts: _Parts, overlay: Mapping[str, Any], own: frozenset[str] | None) -> Iterator[OverlayFault]:
    if overlay["pack"] != parts.pack["id"]:
        fix = f"write `pack: {parts.pack['id']}`, or remove the overlay from `{WORKSPACE_FILE}`"
        yield OverlayFault(code="GNI006", path=("pack",), message="the overlay is for another pack", fix=fix)
        return
    yield from find_overlay_faults(parts.criteria, overlay["criteria"], own=own)
    for number, each in enumerate(overlay["criteria"]):
        before = parts.criteria.get(each["id"])
        if before is None and not is_own(each["id"]):
            continue
        whole = {**(before or _OWN), **each}
        whole.setdefault("since", parts.pack["edition"])
        for misfit in explain_misfit("criteria", [whole]) if before is None and not _fits(whole) else ():
            where = ("criteria", number, *misfit.path[1:])
            yield OverlayFault(code="GNI003", path=where, message=misfit.message, fix=misfit.fix, detail=misfit.detail)
        if not is_own(each["id"]):
            changed = (key for key in each if key != "id")
            whole["laid_over"] = list(dict.fromkeys((*whole.get("laid_over", ()), *changed)))
        parts.criteria[each["id"]] = whole


def _fits(criterion: Mapping[str, Any]) -> bool:
    from gni_assess.store.schemas import get_acceptor  # noqa: PLC0415 - only where a company has criteria of its own

    return get_acceptor("criteria")([criterion])


def _finish(parts: _Parts) -> Pack:
    plain = {key: value for key, value in parts.pack.items() if key != "format"}
    if any(each.startswith(f"{OWN_AREA}-") for each in parts.criteria):
        listed = any(each["id"] == OWN_AREA for each in plain["areas"])
        plain["areas"] = [*plain["areas"], *([] if listed else [{"id": OWN_AREA, "title": "The company's own criteria"}])]
    return build(Pack, {**plain, "criteria": list(parts.criteria.values())})
