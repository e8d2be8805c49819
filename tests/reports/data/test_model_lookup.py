"""A model is found by its name as people write it."""

import pytest

from pipeline.home import Home
from reports.data.model_lookup import AmbiguousModel, UnknownModel, find_model
from tests.support.demo_run import DemoRun
from warehouse.store import open_catalog


@pytest.mark.parametrize(
    ("text", "model_id"),
    [
        ("Opus 4.8", "claude-opus-4-8"),
        ("opus4.8", "claude-opus-4-8"),
        ("sonnet 4.6", "claude-sonnet-4-6"),
        ("4.5 haiku", "claude-haiku-4-5"),
        ("Claude Haiku 4.5", "claude-haiku-4-5"),
        ("gpt5", "gpt-5"),
        ("GPT 5", "gpt-5"),
    ],
)
def test_a_name_as_people_write_it(demo: DemoRun, text: str, model_id: str) -> None:
    with open_catalog(demo.home.path) as catalog:
        assert find_model(catalog, text) == model_id


def test_a_word_that_many_models_have_leads_to_them(demo: DemoRun) -> None:
    with open_catalog(demo.home.path) as catalog, pytest.raises(UnknownModel) as told:
        find_model(catalog, "haiku")
    assert "claude-haiku-4-5" in told.value.close


def test_no_version_is_taken_for_another(small_home: Home) -> None:
    with open_catalog(small_home.path) as catalog:
        for text in ("opus 9", "gpt-99", "-"):
            with pytest.raises((UnknownModel, AmbiguousModel)):
                find_model(catalog, text)
