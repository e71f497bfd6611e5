"""One tree for many doors says what a search for each door says, as long as it holds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kt1.network.routes.reach import Boards, Reach, finish
from kt1.network.routes.rules import next_run, timetable
from tests.network.test_next_run import PLACES, at, kind_of, minutes, paths


@settings(max_examples=150, deadline=None)
@given(
    all_paths=st.lists(paths(), max_size=6),
    handling=st.dictionaries(PLACES, st.integers(0, 90).map(minutes)),
    origin=PLACES,
    offset=st.integers(0, 7 * 24 * 60),
    later=st.integers(0, 24 * 60),
    forward=st.booleans(),
)
def test_a_tree_gives_the_arrivals_of_lone_searches(  # noqa: PLR0917 - drawn facts
    all_paths, handling, origin, offset, later, forward
):
    table = timetable(all_paths, handling)
    begin = at("18/04/2026 00:00") + minutes(offset)
    boards = Boards(table, kind_of)
    tree = Reach(boards, frozenset({origin}), begin)
    earlier = tree.since + (begin - tree.since) / 2
    after = min(begin + minutes(later), tree.until) if forward else earlier

    assert tree.holds_at(after)
    for goal in range(1, 7):
        found = finish(boards, tree, goals=frozenset({goal}), after=after)
        alone = next_run(table, origins={origin}, goals={goal}, after=after, kind_of=kind_of)
        assert (found and found.arrives) == (alone and alone.arrives)
