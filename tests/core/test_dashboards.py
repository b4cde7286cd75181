"""The alert rules and the dashboard use only metrics that exist."""

import json
import re
from typing import Any, get_args

import pytest
import yaml
from prometheus_client.core import REGISTRY

from backend.modules.session.security_log.security_log import Kind
from backend.monitoring import DatabaseCollector, PoolCollector
from tests.support.each import each
from tests.support.environment import ROOT

RULES = yaml.safe_load((ROOT / "ops" / "alerts.yml").read_text())["groups"][0]["rules"]
DASHBOARD = json.loads((ROOT / "ops" / "dashboard.json").read_text())
EXPRESSIONS = {rule["alert"]: rule["expr"] for rule in RULES} | {
    f"{panel['title']} {target['refId']}": target["expr"]
    for panel in DASHBOARD["panels"]
    for target in panel["targets"]
}
# The series that Prometheus derives from a metric of each type.
SUFFIXES = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}


@pytest.fixture(scope="module")
def labels() -> dict[str, set[str]]:
    """Return the labels of each possible series."""
    found = {}
    database = DatabaseCollector()
    collectors = [REGISTRY, PoolCollector(), database]
    families = [family for each in collectors for family in each.collect()]
    database.close()
    for family in families:
        names = {name for sample in family.samples for name in sample.labels}
        for suffix in SUFFIXES.get(family.type, [""]):
            found[family.name + suffix] = names | {"le", "instance", "job"}
    for collector in set(REGISTRY._collector_to_names):
        for name in getattr(collector, "_labelnames", ()):
            for series in found:
                if series.startswith(collector._name):  # type: ignore[attr-defined]
                    found[series].add(name)
    return found


@each("name", EXPRESSIONS)
def test_an_expression_names_only_metrics_and_labels_that_exist(
    name: str, labels: dict[str, set[str]]
) -> None:
    expression = EXPRESSIONS[name]

    metrics = set(re.findall(r"\b(?:sample|process)_\w+", expression))
    asked = set(re.findall(r"(\w+)\s*(?:=~|!~|=|!=)\s*\"", expression))
    for grouping in re.findall(r"by \(([^)]+)\)", expression):
        asked |= {label.strip() for label in grouping.split(",")}

    assert metrics or expression.startswith("up{")
    assert metrics <= set(labels)
    for metric in metrics:
        assert asked <= labels[metric], metric


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_says_what_is_wrong_and_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert set(rule["annotations"]) == {"summary", "action"}


def test_panels_do_not_overlap() -> None:
    places = [panel["gridPos"] for panel in DASHBOARD["panels"]]
    cells = [
        (x, y)
        for p in places
        for x in range(p["x"], p["x"] + p["w"])
        for y in range(p["y"], p["y"] + p["h"])
    ]

    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24


def test_every_kind_of_event_in_a_query_is_recorded() -> None:

    asked = {
        kind
        for expression in EXPRESSIONS.values()
        for value in re.findall(r"kind(?:=~|!~|=)\"([^\"]+)\"", expression)
        for kind in value.split("|")
    }

    assert asked
    assert asked <= set(get_args(Kind))
