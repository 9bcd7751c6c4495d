import shutil
from pathlib import Path

import pytest

from gni_assess.errors import PackError
from gni_assess.model.criteria import Pack
from gni_assess.model.diagnostics import FileProblem
from gni_assess.store.load import load_workspace
from gni_assess.store.packaged import built_in_packs, find_packaged
from gni_assess.store.packs import load_built_in

OWN = """\
  - id: ORG-02
    title: Lobbying
    question: Do we say the same in public and behind doors?
    intent: It matters.
    rights: [expression]
    na_allowed: true
    basis: good-practice
"""
OFFICIAL = "format: 1\npack: gni-2024\ncriteria:\n  - id: GOV-02\n    official: {number: '2', text: Words}\n    probes: [Who?]\n"


def use(sample: Path, **overlays: str) -> None:
    for name, text in overlays.items():
        (sample / "criteria" / f"{name}.yaml").write_text(text, encoding="utf-8")
    named = ", ".join(f"criteria/{each}.yaml" for each in overlays)
    change(sample, "[criteria/example-relay.yaml]", f"[{named}]")
    (sample / "evidence/responses/ORG-01.yaml").unlink()


def change(sample: Path, old: str, new: str) -> None:
    path = sample / "gni-assess.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def pack_of(sample: Path) -> Pack:
    loaded = load_workspace(sample)
    assert loaded.problems == ()
    return loaded.require().pack


def problems_of(sample: Path) -> list[FileProblem]:
    loaded = load_workspace(sample)
    assert loaded.assessment is None
    return list(loaded.problems)


def own_pack(sample: Path, name: str = "own") -> Path:
    folder = Path(shutil.copytree(find_packaged("criteria") / "gni-2024", sample / "criteria" / name))
    change(sample, "pack: gni-2024", f"pack: ./criteria/{name}")
    return folder


def test_overlay_changes_fields_and_leaves_the_rest(sample: Path) -> None:
    use(sample, one=OFFICIAL)
    pack, plain = pack_of(sample), load_built_in("gni-2024")
    changed, before = pack.by_id["GOV-02"], plain.by_id["GOV-02"]
    assert changed.official is not None
    assert (changed.official.number, changed.probes) == ("2", ("Who?",))
    assert (changed.question, changed.show, changed.sources) == (before.question, before.show, before.sources)
    assert [each.id for each in pack.criteria] == [each.id for each in plain.criteria]
    assert pack.by_id["GOV-03"] == plain.by_id["GOV-03"]
    assert pack.areas == plain.areas


def test_overlay_adds_own_criteria_in_an_area_of_their_own(sample: Path) -> None:
    use(sample, one=f"format: 1\npack: gni-2024\ncriteria:\n{OWN}")
    pack = pack_of(sample)
    added = pack.criteria[-1]
    assert (added.id, added.since, added.sources[0].document) == ("ORG-02", "2024.1", "own")
    assert pack.areas[-1].id == "ORG"


def test_two_overlays_are_laid_one_over_the_other(sample: Path) -> None:
    second = "format: 1\npack: gni-2024\ncriteria:\n  - {id: GOV-02, probes: [When?]}\n  - {id: ORG-02, title: Talking}\n"
    use(sample, one=f"{OFFICIAL}{OWN}", two=second)
    pack = pack_of(sample)
    assert pack.by_id["GOV-02"].probes == ("When?",)
    assert pack.by_id["GOV-02"].official is not None
    assert (pack.by_id["ORG-02"].title, pack.by_id["ORG-02"].basis) == ("Talking", "good-practice")
    assert [each.id for each in pack.areas].count("ORG") == 1


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("format: 1\npack: gni-2024\ncriteria:\n  - id: GOV-99\n    title: x\n", "GNI101", 4, 9),
        ("format: 1\npack: gni-2023\ncriteria:\n  - id: GOV-02\n    title: x\n", "GNI006", 2, 7),
        ("format: 2\npack: gni-2024\nnovelty: true\n", "GNI007", 1, 9),
        ("format: 1\npack: gni-2024\ncriteria:\n  - id: GOV-02\n    titel: x\n", "GNI003", 5, 5),
        (f"format: 1\npack: gni-2024\ncriteria:\n{OWN.replace('    intent: It matters.', '')}", "GNI003", 4, 5),
        ("format: 1\npack: gni-2024\ncriteria: [x\n", "GNI001", 3, 11),
        ("format: 1\npack: gni-2024\npack: gni-2024\n", "GNI002", 3, 1),
        ("", "GNI003", 1, 1),
    ],
)
def test_bad_overlay(sample: Path, text: str, code: str, line: int, column: int) -> None:
    use(sample, one=text)
    problems = problems_of(sample)
    assert [(each.code, each.file, each.line, each.column) for each in problems] == [(code, "criteria/one.yaml", line, column)]
    assert problems[0].fix


def test_each_of_two_bad_overlays_is_told(sample: Path) -> None:
    use(sample, one="a: [", two=OFFICIAL.replace("GOV-02", "GOV-99"))
    assert [(each.code, each.file) for each in problems_of(sample)] == [("GNI001", "criteria/one.yaml"), ("GNI101", "criteria/two.yaml")]


def test_what_lies_in_criteria_unnamed_is_not_loaded(sample: Path) -> None:
    (sample / "criteria/other.yaml").write_text(OFFICIAL, encoding="utf-8")
    assert pack_of(sample).by_id["GOV-02"].probes == load_built_in("gni-2024").by_id["GOV-02"].probes


@pytest.mark.parametrize("path", ["./criteria/own", "./criteria/own/", "././criteria//own"])
def test_own_pack_by_path(sample: Path, path: str) -> None:
    own_pack(sample)
    change(sample, "pack: ./criteria/own", f"pack: {path}")
    assert len(pack_of(sample).criteria) == 99


def test_own_pack_in_the_folder_of_the_workspace_itself(sample: Path) -> None:
    for each in (find_packaged("criteria") / "gni-2024").glob("*.yaml"):
        shutil.copy(each, sample)
    change(sample, "pack: gni-2024", "pack: ./")
    assert len(pack_of(sample).criteria) == 99


def test_own_pack_may_have_an_area_for_own_criteria(sample: Path) -> None:
    folder = own_pack(sample)
    text = (folder / "pack.yaml").read_text(encoding="utf-8")
    (folder / "pack.yaml").write_text(text.replace("areas:\n", "areas:\n  - {id: ORG, title: Ours}\n"), encoding="utf-8")
    (folder / "org.yaml").write_text(OWN + "    since: x\n    sources: [{document: own}]\n", encoding="utf-8")
    assert [each.title for each in pack_of(sample).areas if each.id == "ORG"] == ["Ours"]


def test_area_without_its_file(sample: Path) -> None:
    (own_pack(sample) / "gov.yaml").unlink()
    assert [(each.code, each.file) for each in problems_of(sample)] == [("GNI001", "criteria/own/gov.yaml")]


def test_criterion_twice_or_of_another_area(sample: Path) -> None:
    path = own_pack(sample) / "gov.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("id: GOV-02\n", "id: GOV-01\n").replace("id: GOV-03\n", "id: FOE-03\n"), "utf-8"
    )
    problems = problems_of(sample)
    assert {each.code for each in problems} == {"GNI003"}
    assert [each.path[1] for each in problems if each.file.endswith("gov.yaml")] == ["id", "id"]


def test_pack_of_a_newer_format(sample: Path) -> None:
    path = own_pack(sample) / "pack.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("format: 1", "format: 9\nnovelty: 1", 1), encoding="utf-8")
    assert [(each.code, each.file) for each in problems_of(sample)] == [("GNI007", "criteria/own/pack.yaml")]


def test_unknown_built_in_pack_names_the_known_ones() -> None:
    with pytest.raises(PackError) as caught:
        load_built_in("../../etc")
    assert "gni-2024" in caught.value.hint
    assert built_in_packs() == ("gni-2024",)


@pytest.mark.parametrize("field", ["remove: true", "removed: yes", "deleted: true", "dropped: true", "enabled: false", "applies: false"])
def test_whoever_tries_to_remove_a_criterion_is_told_what_to_do_instead(sample: Path, field: str) -> None:
    use(sample, one=f"format: 1\npack: gni-2024\ncriteria:\n  - id: GOV-02\n    {field}\n")
    (problem,) = problems_of(sample)
    assert (problem.line, problem.message) == (5, "unknown field")
    assert "an overlay adds and changes; it never removes a criterion" in problem.fix


def test_what_an_overlay_changed_is_marked(sample: Path) -> None:
    use(sample, one=f"{OFFICIAL}{OWN}", two="format: 1\npack: gni-2024\ncriteria:\n  - {id: GOV-02, title: Ours}\n")
    pack = pack_of(sample)
    assert pack.by_id["GOV-02"].laid_over == ("official", "probes", "title")
    assert pack.by_id["GOV-03"].laid_over == ()
    assert pack.by_id["ORG-02"].laid_over == ()


def test_overlays_may_refer_to_each_others_criteria_in_any_order(sample: Path) -> None:
    use(
        sample,
        one="format: 1\npack: gni-2024\ncriteria:\n  - {id: GOV-02, see_also: [ORG-02]}\n",
        two=f"format: 1\npack: gni-2024\ncriteria:\n{OWN}",
    )
    assert pack_of(sample).by_id["GOV-02"].see_also == ("ORG-02",)


def test_one_cause_gives_one_problem_where_an_overlay_is_broken(sample: Path) -> None:
    use(sample, one="format: 1\npack: gni-2024\ncriteria:\n  - {id: GOV-02, see_also: [ORG-02]}\n", two="a: [")
    assert [(each.code, each.file) for each in problems_of(sample)] == [("GNI001", "criteria/two.yaml")]


def test_an_unknown_criterion_hides_no_other_fault(sample: Path) -> None:
    use(sample, one="format: 1\npack: gni-2024\ncriteria:\n  - {id: GOV-99, title: x}\n  - {id: ORG-02, title: x}\n")
    assert {each.code for each in problems_of(sample)} == {"GNI101", "GNI003"}
