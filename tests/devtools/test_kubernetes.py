"""The manifests of ops/kubernetes: valid, and equal to the image, the routes and the settings."""

from collections.abc import Iterator
from typing import Any

import kubernetes_validate
import pytest
import yaml

from main import app
from tests.devtools.test_containers import FINAL, SERVICES
from tests.support.environment import ROOT, variables

MANIFESTS: dict[str, dict[str, Any]] = {
    f"{path.stem} {manifest['kind']}": manifest
    for path in sorted((ROOT / "ops/kubernetes").glob("*.yaml"))
    for manifest in yaml.safe_load_all(path.read_text())
}
PODS = {
    name.partition(" ")[0]: manifest["spec"]["template"]
    for name, manifest in MANIFESTS.items()
    if "template" in manifest["spec"]
}
CONTAINERS = {name: pod["spec"]["containers"][0] for name, pod in PODS.items()}
VERSION = "1.37"


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Empty no tables: these tests only read files."""


def check(manifest: dict[str, Any]) -> None:
    kubernetes_validate.validate(manifest, VERSION, strict=True)


def test_the_manifests_match_the_schemas_of_kubernetes() -> None:
    for manifest in MANIFESTS.values():
        check(manifest)
        broken = manifest | {"spec": manifest["spec"] | {"unheardOf": 1}}
        with pytest.raises(kubernetes_validate.ValidationError):
            check(broken)

    assert {manifest["kind"] for manifest in MANIFESTS.values()} == {
        "Deployment",
        "HorizontalPodAutoscaler",
        "Job",
        "PodDisruptionBudget",
        "Service",
    }


def test_pods_run_without_root_and_privileges_and_with_limits() -> None:
    assert set(PODS) == {"app", "worker", "migrate"}
    for name, container in CONTAINERS.items():
        spec = PODS[name]["spec"]
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["automountServiceAccountToken"] is False
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": True,
        }
        own = SERVICES[name]["mem_limit"]
        assert container["resources"]["limits"]["memory"] == own.replace("m", "Mi")
        assert container.get("command") == SERVICES[name].get("command")
        assert {env["name"] for env in container.get("env", [])} <= set(variables())


def probes() -> Iterator[dict[str, Any]]:
    for container in CONTAINERS.values():
        for name, probe in container.items():
            if name.endswith("Probe"):
                yield probe


def test_probes_ask_what_exists() -> None:
    paths = {getattr(route, "path", None) for route in app.routes}
    asked = {p["httpGet"]["path"] for p in probes() if "httpGet" in p}
    [run] = [p["exec"]["command"] for p in probes() if "exec" in p]

    assert asked == {"/api/v1/health/live", "/api/v1/health/ready"} & paths
    assert run == SERVICES["worker"]["healthcheck"]["test"][1:]


def test_names_that_refer_to_each_other_agree() -> None:
    ports = {port["name"]: port["containerPort"] for port in CONTAINERS["app"]["ports"]}
    labels = {name: pod["metadata"]["labels"] for name, pod in PODS.items()}

    assert f"EXPOSE {ports['http']}\n" in FINAL
    assert MANIFESTS["app Service"]["spec"]["ports"][0]["targetPort"] in ports
    assert MANIFESTS["app Service"]["spec"]["selector"] == labels["app"]
    for name in ("app", "worker"):
        deployment = MANIFESTS[f"{name} Deployment"]
        for kind in ("Deployment", "PodDisruptionBudget"):
            selector = MANIFESTS[f"{name} {kind}"]["spec"]["selector"]
            assert selector["matchLabels"] == labels[name]
        grace = deployment["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
        env = {e["name"]: e["value"] for e in CONTAINERS[name]["env"]}
        assert grace >= 60 + int(env.get("SHUTDOWN_DELAY_SECONDS", 0))
    scaled = MANIFESTS["app HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]
    assert scaled["name"] == MANIFESTS["app Deployment"]["metadata"]["name"]
    assert len({container["image"] for container in CONTAINERS.values()}) == 1
