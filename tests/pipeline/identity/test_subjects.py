"""Identity over what a database holds: uploads that nothing else can be joined with are identified
apart from the others, and each is what it would be among them.
"""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import pipeline.identity.subjects
from pipeline.home import Home
from pipeline.identity.resolve import StatedSubject, resolve
from pipeline.identity.subjects import identify_stored, inputs_digest, resolve_stored
from tests.support.empty_warehouse import give_empty_warehouse
from warehouse.working import Warehouse

UPLOADS = [
    StatedSubject("huggingface", "model", "lab/nova-1"),
    StatedSubject("huggingface", "model", "Lab/Nova-1"),
    StatedSubject("ollama", "model", "lab/nova-1"),
    StatedSubject("docker", "model", "lab/nova-2:Q4"),
    StatedSubject("huggingface", "model", "lab/nova_1"),  # its name in urls is that of lab/nova-1
    StatedSubject("huggingface", "model", "lab/nova-1-2"),
    StatedSubject("huggingface", "model", "deepgram/search"),
    StatedSubject("huggingface", "model", "Straße/nova-1"),
    StatedSubject("huggingface", "model", "lab with a space/nova-1"),
]
OTHERS = [
    StatedSubject("acme", "route", "lab/nova-1"),
    StatedSubject("acme", "route", "nova-1"),
    StatedSubject("deepgram", "route", "search"),  # the model deepgram/search
    StatedSubject("meta", "model", "lab/nova-1"),
    StatedSubject("huggingface", "model", "nova-9"),
    StatedSubject("huggingface", "route", "lab/nova-7"),
    StatedSubject("acme", "service", "search"),
]
NAMING = StatedSubject("acme", "route", "nova-1")
REPOSITORY = "Lab/Nova-1"


_KEY = (
    "INSERT INTO internal.fact_key (key_id, source, document, provider, subject_kind, "
    "subject_stated, attribute, variant, qualifiers) VALUES (?, 'page', '', ?, ?, ?, ?, ?, '')"
)
_FACT = (
    "INSERT INTO internal.fact (source, document, key_id, first_version_seq, wording, value_text, "
    "quote, locator, context, is_anchored) VALUES ('page', '', ?, 1, 0, ?, 'a name', '', '', FALSE)"
)


def _state(warehouse: Warehouse, subjects: Iterable[StatedSubject], repository: str | None) -> None:
    """Let one page state a context of each subject, and the repository of `NAMING`."""
    for number, subject in enumerate(subjects):
        warehouse.query_sql(_KEY, [f"k{number}", *subject, "context_tokens", None])
    if repository:
        named = f"hugging_face_id: {repository}"
        warehouse.query_sql(_KEY, ["named", *NAMING, "alias", named])
        warehouse.query_sql(_FACT, ["named", repository])


@settings(deadline=None, max_examples=15)
@given(
    st.sets(st.sampled_from([*UPLOADS, *OTHERS]), min_size=1),
    st.sampled_from([None, REPOSITORY, "lab/nova-2:q4"]),
    st.sampled_from([1, 3, 1000]),
)
@example({*UPLOADS, *OTHERS}, None, 3)
@example({*UPLOADS, *OTHERS}, REPOSITORY, 1)
def test_identified_part_by_part_each_is_what_it_is_among_all(
    subjects: set[StatedSubject], repository: str | None, uploads_a_part: int
) -> None:
    stated = subjects | {NAMING} if repository else subjects
    repositories = {NAMING: repository} if repository else {}
    identities, models = resolve(stated, repositories=repositories)
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline.identity.subjects, "_UPLOADS_A_PART", uploads_a_part)
        home = Home(Path(folder))
        give_empty_warehouse(home)
        with Warehouse(home.path) as warehouse:
            _state(warehouse, subjects, repository)
            parts = list(identify_stored(warehouse))
    assert sorted(i for part in parts for i in part.identities) == sorted(identities)
    assert [model for part in parts for model in part.models] == models


def test_uploads_alone_are_no_work_for_whoever_asks_of_routes(tmp_path: Path) -> None:
    home = Home(tmp_path)
    give_empty_warehouse(home)
    with Warehouse(home.path) as warehouse:
        _state(warehouse, [*UPLOADS, *OTHERS], None)
        asked = StatedSubject("acme", "route", "LAB/nova-1-2")
        identities = resolve_stored(warehouse, [asked])
    by_subject = {identity.subject: identity for identity in identities}
    assert by_subject[asked].route_id
    assert UPLOADS[5] in by_subject  # it is called like the route
    assert UPLOADS[4] not in by_subject


def test_another_upload_is_another_input(tmp_path: Path) -> None:
    home = Home(tmp_path)
    give_empty_warehouse(home)
    with Warehouse(home.path) as warehouse:
        _state(warehouse, UPLOADS[:3], None)
        before = inputs_digest(warehouse)
        assert inputs_digest(warehouse) == before
        warehouse.run_sql(
            "UPDATE internal.fact_key SET subject_stated = 'lab/other' WHERE key_id = 'k2'"
        )
        assert inputs_digest(warehouse) != before
