"""Disputes: values that contradict each other, and dates that only say more or less of one day."""

import json
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.steps import derive, read_and_load
from spiders.archive import Archive, import_manifest
from spiders.catalog import source_classes
from warehouse.store import Warehouse

HEADER = "path\tsource\tkind\tform\turl\tcaptured_on\tbytes\tsha256\torigin\tnote\n"
