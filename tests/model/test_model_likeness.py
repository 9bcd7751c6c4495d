import pytest

from gni_assess.model.likeness import find_alike

CRITERIA = [f"{area}-{number:02}" for area in ("FOE", "GOV", "PRV", "CTX", "CAS") for number in range(1, 18)]
EVIDENCE = ["POL-417", "POL-471", "POL-208", "SYS-147", "SYS-122", "CASE-208"]
GAPS = ["GOV-02-G417", "GOV-02-G263", "FOE-04-G471"]


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("FOE-41", CRITERIA, "FOE-14"),
        ("FOE-20", CRITERIA, "FOE-02"),
        ("FEO-14", CRITERIA, "FOE-14"),
        ("GVO-02", CRITERIA, "GOV-02"),
        ("POL-741", EVIDENCE, "POL-471"),
        ("SYS-212", EVIDENCE, "SYS-122"),
        ("CAS-208", EVIDENCE, "CASE-208"),
        ("GOV-02-G471", GAPS, "GOV-02-G417"),
        ("GOV-20-G417", GAPS, "GOV-02-G417"),
        ("GNI320", ["GNI302", "GNI330", "GNI220"], "GNI302"),
        ("ogla", ["carl", "olga"], "olga"),
        ("cdn1", ["cdn"], "cdn"),
    ],
)
def test_the_likeliest_slip_comes_first(typed: str, known: list[str], meant: str) -> None:
    assert find_alike(typed, known) == (meant,)
    assert find_alike(typed, known, most=3)[0] == meant


@pytest.mark.parametrize(
    ("typed", "known"),
    [("POL-417", CRITERIA), ("PRV-17", EVIDENCE), ("CASE-417", ["POL-417", "SYS-147"]), ("FOE-14", GAPS[:2]), ("zzz", ["carl"]), ("", [])],
)
def test_nothing_of_another_kind_is_meant(typed: str, known: list[str]) -> None:
    assert find_alike(typed, known, most=3) == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("PRV-1", "PRV-01"), ("PRV1", "PRV-01"), ("PRV-001", "PRV-01"), ("GOV-10", "GOV-10"), ("GOV-2-G417", "GOV-02-G417")],
)
def test_a_number_without_its_zeros_is_the_one_that_is_meant(typed: str, meant: str) -> None:
    known = GAPS if "-G" in typed else CRITERIA
    assert find_alike(typed, known, most=3) == (meant,)


def test_all_that_is_suggested_is_of_one_kind() -> None:
    assert {each.partition("-")[0] for each in find_alike("PRV-99", CRITERIA, most=9)} <= {"PRV"}
