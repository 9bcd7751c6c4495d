import itertools

from gni_assess.store.ids import draw_id, draw_ids


def test_many_ids_are_drawn_without_one_coming_twice() -> None:
    taken = [f"POL-{number}" for number in range(100, 500)] + ["SYS-100"]
    drawn = list(itertools.islice(draw_ids("POL-", taken), 5_000))
    assert len({*drawn, *taken}) == len(drawn) + len(taken)
    assert all(each.startswith("POL-") for each in drawn)
    # Three digits first, and more where most of those are taken.
    assert [len(each) for each in drawn] == sorted(len(each) for each in drawn)
    assert (len(drawn[0]), len(drawn[-1])) == (len("POL-100"), len("POL-1000"))
    assert draw_id("POL-", [*taken, *drawn]) not in {*taken, *drawn}
