"""Reading the answers of the last assessment from where the workspace file says they are."""

from pathlib import Path, PurePosixPath

from gni_assess.model.diagnostics import FileProblem, RecordRef
from gni_assess.model.previous import NOTHING_BEFORE, Previous
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import RECORD_FIELDS, RecordKind
from gni_assess.model.workspace import Workspace
from gni_assess.store.layout import EVIDENCE, SNAPSHOTS, WORKSPACE_FILE, fits_kind, is_there, leads_out
from gni_assess.store.reading import ReadFile, read_file
from gni_assess.store.stray import is_ignored
from gni_assess.store.structure import build

_RESPONSES = RECORD_FIELDS[RecordKind.RESPONSE]
_NAMED = f"`assessment.previous` in `{WORKSPACE_FILE}`"


def load_previous(root: Path, workspace: Workspace) -> Previous:
    """Read the responses of the last assessment. What cannot be read is told in a sentence, and never an exception.

    `assessment.previous` names a folder inside the workspace that holds records as a workspace does, or a folder with `responses/` in it.
    """
    named = workspace.plan.previous
    if not named:
        return NOTHING_BEFORE
    place = PurePosixPath(named)
    name = next((each for each in reversed(place.parts) if each != EVIDENCE), named)
    if (why := _refuse(root, named, place)) is not None:
        return Previous(name=name, problems=(why,))
    file = f"{place}/{WORKSPACE_FILE}"
    own = read_file(root, file, "workspace", version_key="workspace") if is_there(root / file) else ReadFile(file=file)
    told = [_tell(each) for each in own.problems]
    if any(each.code == "GNI007" for each in own.problems):  # its records would all seem wrong
        return Previous(name=name, problems=tuple(told))
    if own.value is not None and (other := build(Workspace, own.value).plan.pack) != workspace.plan.pack:
        told.append(
            f"the last assessment used other criteria (`{other}`, now `{workspace.plan.pack}`): "
            "the same id may stand for another question; compare the question before you use the answer"
        )
    folder = next(each for each in _folders(place) if is_there(root / each, folder=True))
    responses, problems = _read_folder(root, folder)
    return Previous(responses=responses, name=name, problems=(*told, *problems))


def _folders(place: PurePosixPath) -> tuple[str, str]:
    return str(place / EVIDENCE / _RESPONSES), str(place / _RESPONSES)


def _refuse(root: Path, named: str, place: PurePosixPath) -> str | None:
    example = f"`{SNAPSHOTS}/2024`"
    if leads_out(root, named):
        return f"{_NAMED} is `{named}`, which may lead out of the workspace; copy the folder into it, as {example}, and name that"
    if not place.parts:
        return f"{_NAMED} is `{named}`, which is this assessment itself; name the folder of the last one, such as {example}"
    if not is_there(root / named, folder=True):
        return f"{_NAMED} is `{named}`, and there is no such folder; correct the name, put the folder there, or take the line out"
    if any(leads_out(root, each) for each in _folders(place)):
        return f"the answers in `{named}` are a link that leads out of the workspace; put a copy of the answers in its place"
    if not any(is_there(root / each, folder=True) for each in _folders(place)):
        return f"there are no answers in `{named}`: it holds neither `{EVIDENCE}/{_RESPONSES}` nor `{_RESPONSES}`; put them there"
    return None


def _read_folder(root: Path, folder: str) -> tuple[dict[str, Response], list[str]]:
    responses: dict[str, Response] = {}
    problems: list[str] = []
    try:
        names = sorted(each.name for each in (root / folder).iterdir() if each.suffix == ".yaml" and not is_ignored(each.name))
    except OSError as error:
        return {}, [f"`{folder}` cannot be read: {error.strerror}; check that you may read it"]
    for name in names:
        file, criterion = f"{folder}/{name}", name.removesuffix(".yaml")
        read = read_file(root, file, RecordKind.RESPONSE.value, record=RecordRef(kind=RecordKind.RESPONSE, id=criterion))
        problems += [_tell(each) for each in read.problems]
        if read.value is None:
            continue
        response = build(Response, read.value)
        if response.id != criterion or not fits_kind(criterion, RecordKind.RESPONSE):
            problems.append(f"`{file}`: the `criterion` inside differs from the name of the file; make them the same")
            continue
        responses[criterion] = response
    return responses, problems


def _tell(problem: FileProblem) -> str:
    where = f"`{problem.file}`" if problem.line is None else f"`{problem.file}`, line {problem.line}"
    return f"{where}: {problem.message}; {problem.fix}"
