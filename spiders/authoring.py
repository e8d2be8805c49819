"""The one import line of a source: `from spiders.authoring import Claim, Claims, Documentation,
Link`.

Every name here is defined elsewhere, and explained where it is defined. A source needs nothing else
of this project.
"""

from spiders.claims import (
    Attribute,
    BandRule,
    Claim,
    Claims,
    Context,
    ContextRole,
    Currency,
    DocumentRole,
    Lifetime,
    Lineage,
    Link,
    Meter,
    Modality,
    Mode,
    PriceClass,
    Quote,
    Score,
    Tier,
    Unit,
    contexts_by_role,
)
from spiders.conditions import conditions_in
from spiders.errors import LayoutChanged
from spiders.general.plan_page import PlanPage
from spiders.general.price_page import PricePage
from spiders.parsing.elements import Element
from spiders.parsing.json_tree import Json, JsonNumber, Node
from spiders.parsing.mdx import Literal
from spiders.parsing.outlines.blocks import Block, Heading, Line
from spiders.parsing.outlines.outline import Outline
from spiders.parsing.outlines.script_data import Data, table_without_headers
from spiders.parsing.outlines.section import Section
from spiders.parsing.page import Page
from spiders.parsing.react_flight import component_texts
from spiders.parsing.tables.headers import Header, normalised
from spiders.parsing.tables.row import Row
from spiders.parsing.tables.table import Table
from spiders.parsing.tables.terms import look_up_term, match_pattern, states_something
from spiders.platforms.aws import AwsPrice, AwsPriceList, price_list_index, region_file_patterns
from spiders.platforms.chinese_tables import (
    common_units,
    labelled_amounts,
    name_and_notes,
    read_column,
    read_prices,
)
from spiders.platforms.huggingface import (
    LABS,
    StatedLicence,
    any_repository_patterns,
    lab_of,
    newest_file_link,
    packed_weights,
    repository_subject,
    stated_licence,
)
from spiders.platforms.openrouter_lists import GatewayModels
from spiders.readers.answers import read_yes_or_no
from spiders.readers.attributes import (
    ARCHITECTURE,
    alias_claims,
    attribute_claims,
    capability_claims,
    listed_capabilities,
    litellm_capabilities,
)
from spiders.readers.benchmark_tables import ScoreCell, read_benchmark, read_score_table
from spiders.readers.changelogs import (
    ChangelogEntry,
    changelog_entries,
    newest_notes,
    successor_claims,
)
from spiders.readers.dates import Day, long_date, read_days, read_one_day, read_retirement
from spiders.readers.meters import MeterReading, MeterWords
from spiders.readers.model_rows import model_row
from spiders.readers.names import Name, bare_name, free_context, names_in, read_name
from spiders.readers.price_cells import CellPrice, meter_of_unit, read_cell
from spiders.readers.price_keys import (
    OPENROUTER_KEYS,
    SIDES,
    UNKNOWN_CONDITION,
    PriceKey,
    TimedRates,
    litellm_key,
    litellm_keys,
    litellm_use_key,
    prices_by_key,
    prices_by_time,
    timed_rates,
    token_bands,
)
from spiders.readers.run_labels import RunLabel, read_run_label
from spiders.readers.seller_ids import seller_id
from spiders.readers.shared_statements import (
    SharedStatement,
    shared_claims,
    shared_statements,
)
from spiders.readers.stated_prices.cells import without_remarks
from spiders.readers.time_windows import (
    TIMES,
    names_days,
    read_weekly_windows,
    read_windows,
    rest_of_day,
    rest_of_week,
)
from spiders.readers.token_ranges import Band, read_band, read_length_bands, read_token_range
from spiders.readers.units import read_unit, require_unit
from spiders.source import Aggregator, Documentation, Leaderboard, LongList, Source

# The class to extend, and what it yields.
__all__ = [
    "Aggregator",
    "Claim",
    "Claims",
    "Context",
    "DocumentRole",
    "Documentation",
    "LayoutChanged",
    "Leaderboard",
    "Link",
    "LongList",
    "Quote",
    "Score",
    "Source",
    "contexts_by_role",
]
# The vocabularies of claims.
__all__ += [
    "Attribute",
    "BandRule",
    "ContextRole",
    "Currency",
    "Lifetime",
    "Lineage",
    "Meter",
    "Modality",
    "Mode",
    "PriceClass",
    "Tier",
    "Unit",
]
# Pages and their parts.
__all__ += [
    "Block",
    "Data",
    "Element",
    "Header",
    "Heading",
    "Json",
    "JsonNumber",
    "Line",
    "Literal",
    "Node",
    "Outline",
    "Page",
    "Row",
    "Section",
    "Table",
    "component_texts",
    "look_up_term",
    "match_pattern",
    "names_days",
    "normalised",
    "states_something",
    "table_without_headers",
]
# Readers of names, dates, units and token counts.
__all__ += [
    "TIMES",
    "Band",
    "Day",
    "Name",
    "bare_name",
    "conditions_in",
    "free_context",
    "long_date",
    "names_in",
    "read_band",
    "read_days",
    "read_length_bands",
    "read_name",
    "read_one_day",
    "read_retirement",
    "read_token_range",
    "read_unit",
    "read_weekly_windows",
    "read_windows",
    "read_yes_or_no",
    "require_unit",
    "rest_of_day",
    "rest_of_week",
    "seller_id",
]
# Readers of prices.
__all__ += [
    "OPENROUTER_KEYS",
    "SIDES",
    "UNKNOWN_CONDITION",
    "CellPrice",
    "GatewayModels",
    "MeterReading",
    "MeterWords",
    "PlanPage",
    "PriceKey",
    "PricePage",
    "TimedRates",
    "litellm_key",
    "litellm_keys",
    "litellm_use_key",
    "meter_of_unit",
    "model_row",
    "prices_by_key",
    "prices_by_time",
    "read_cell",
    "timed_rates",
    "token_bands",
    "without_remarks",
]
# Readers of attributes, scores and changelogs.
__all__ += [
    "ARCHITECTURE",
    "ChangelogEntry",
    "RunLabel",
    "ScoreCell",
    "SharedStatement",
    "alias_claims",
    "attribute_claims",
    "capability_claims",
    "changelog_entries",
    "listed_capabilities",
    "litellm_capabilities",
    "newest_notes",
    "read_benchmark",
    "read_run_label",
    "read_score_table",
    "shared_claims",
    "shared_statements",
    "successor_claims",
]
# Platforms that several sources share.
__all__ += [
    "LABS",
    "AwsPrice",
    "AwsPriceList",
    "StatedLicence",
    "any_repository_patterns",
    "common_units",
    "lab_of",
    "labelled_amounts",
    "name_and_notes",
    "newest_file_link",
    "packed_weights",
    "price_list_index",
    "read_column",
    "read_prices",
    "region_file_patterns",
    "repository_subject",
    "stated_licence",
]
