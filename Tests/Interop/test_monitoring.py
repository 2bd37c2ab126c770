"""Alert rules and dashboard, held against Prometheus' own tool and against what a daemon really tells."""

import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest
import requests
import yaml
from prometheus_client.parser import text_string_to_metric_families as read_text

from conftest import ROOT

MONITORING = ROOT / "docs" / "monitoring"
RULES = MONITORING / "upbeat.rules.yml"
NAME = re.compile(r"\b(?:upbeat|process)_[a-z_]+")
# What a daemon tells only once there is something to tell.
POOLS = {"upbeat_pool_running", "upbeat_pool_waiting", "upbeat_pool_capacity"}


@pytest.fixture(scope="session")
def promtool():
    found = os.environ.get("PROMTOOL") or shutil.which("promtool") or str(ROOT / ".build" / "promtool" / "usr" / "bin" / "promtool")
    assert pathlib.Path(found).exists(), "promtool is missing; `make test-deps` fetches it"
    return found


def run(*arguments, **options):
    return subprocess.run(arguments, capture_output=True, text=True, timeout=60, **options)


def test_the_rules_are_in_order_and_fire_when_they_should(promtool):
    check = run(promtool, "check", "rules", str(RULES))
    assert check.returncode == 0, check.stdout + check.stderr
    tests = run(promtool, "test", "rules", str(ROOT / "Tests/Interop/monitoring/upbeat.rules.test.yml"))
    assert tests.returncode == 0, tests.stdout + tests.stderr


def test_every_alert_has_a_test():
    alerts = {rule["alert"] for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]}
    tests = yaml.safe_load((ROOT / "Tests/Interop/monitoring/upbeat.rules.test.yml").read_text())["tests"]
    fired = {case["alertname"] for test in tests for case in test["alert_rule_test"] if case["exp_alerts"]}
    silent = {case["alertname"] for test in tests for case in test["alert_rule_test"] if not case["exp_alerts"]}
    assert alerts == fired == silent and len(alerts) > 5


def told(daemon):
    answer = requests.get(f"{daemon.url}/metrics", headers={"Authorization": f"Bearer {daemon.token}"}, timeout=5)
    return answer.text


def test_rules_and_dashboard_name_what_a_daemon_tells(daemon, promtool):
    (daemon.home / "upbeat.yaml").write_text("pools: {llm: {capacity: 1}}\n")
    daemon.command("reload")
    daemon.command("add", "say hello", "--wait", "--pool", "llm")
    daemon.command("add", "say hello", "--in", "2h")
    hook = {"webhook": {"url": f"{daemon.url}/healthz"}}
    headers = {"Authorization": f"Bearer {daemon.token}"}
    pulse = requests.post(f"{daemon.url}/v1/pulses", json=hook, headers=headers, timeout=5).json()["pulse"]["id"]
    daemon.command("logs", "-f", str(pulse), check=False)
    text = told(daemon)
    names = {sample.name for family in read_text(text) for sample in family.samples}
    assert POOLS <= names
    dashboard = (MONITORING / "dashboard.json").read_text()
    wanted = set(NAME.findall(RULES.read_text() + dashboard))
    assert len(wanted) > 12
    assert wanted <= names, wanted - names
    expressions = [target["expr"] for panel in json.loads(dashboard)["panels"] for target in panel["targets"]]
    rules = {"groups": [{"name": "d", "rules": [{"record": f"d:{n}", "expr": plain(e)} for n, e in enumerate(expressions)]}]}
    check = run(promtool, "check", "rules", "/dev/stdin", input=json.dumps(rules))
    assert check.returncode == 0, check.stdout + check.stderr
    # Prometheus' own opinion of the page.
    check = run(promtool, "check", "metrics", input=text)
    assert check.returncode == 0, check.stdout + check.stderr


def plain(expression):
    return expression.replace("$__rate_interval", "5m").replace("$instance", ".*")
