"""What a monitor sees: readiness and metrics, read by the parsers of those who scrape."""

import signal
import time

import requests
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
from prometheus_client.parser import text_string_to_metric_families as read_text

OPENMETRICS = "application/openmetrics-text; version=1.0.0"


def scrape(daemon, accept):
    answer = requests.get(
        f"{daemon.url}/metrics", headers={"Authorization": f"Bearer {daemon.token}", "Accept": accept}, timeout=5
    )
    assert answer.status_code == 200, answer.text
    return answer


def sample(families, name, **labels):
    found = [
        sample.value
        for family in families
        for sample in family.samples
        if sample.name == name and all(sample.labels.get(key) == value for key, value in labels.items())
    ]
    assert len(found) == 1, (name, labels, found)
    return found[0]


def test_metrics_are_openmetrics_and_tell_what_happened(daemon):
    before = time.time()
    daemon.command("add", "say hello", "--wait")
    daemon.command("add", "say hello", "--in", "2h")
    answer = scrape(daemon, OPENMETRICS)
    assert answer.headers["Content-Type"].startswith(OPENMETRICS)
    families = list(read_openmetrics(answer.text))
    assert len({family.name for family in families}) == len(families) > 10
    assert sample(families, "upbeat_attempts_total", outcome="succeeded") == 1
    assert sample(families, "upbeat_pulses", status="completed") == 1
    assert sample(families, "upbeat_pulses", status="pending") == 1
    assert sample(families, "upbeat_lateness_seconds_count") == 1
    assert sample(families, "upbeat_lateness_seconds_bucket", le="10.0") == 1
    assert 0 < sample(families, "upbeat_attempt_duration_seconds_sum") < 60
    assert sample(families, "upbeat_commit_seconds_count") >= 3
    assert sample(families, "upbeat_commit_writes_sum") >= 3
    assert before - 60 < sample(families, "process_start_time_seconds") < time.time()
    assert before < sample(families, "upbeat_engine_progress_timestamp_seconds") <= time.time()
    assert abs(sample(families, "upbeat_next_fire_timestamp_seconds") - before - 7200) < 60
    assert sample(families, "upbeat_http_request_seconds_count", route="/v1/pulses", method="POST", status="2xx") == 2


def test_the_older_text_form_says_the_same(daemon):
    answer = scrape(daemon, "text/plain")
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    text = {family.name: family.type for family in read_text(answer.text)}
    open_form = {family.name: family.type for family in read_openmetrics(scrape(daemon, OPENMETRICS).text)}
    assert text["upbeat_attempts"] == open_form["upbeat_attempts"] == "counter"
    assert text["upbeat_lateness_seconds"] == open_form["upbeat_lateness_seconds"] == "histogram"


def test_who_drains_is_not_ready_and_says_so(daemon):
    ready = requests.get(f"{daemon.url}/readyz", timeout=5)
    assert ready.status_code == 200 and ready.json() == {"status": "ready"}
    daemon.command("add", "--command", "--", "sleep", "60")
    until = time.time() + 30
    while '"processing"' not in daemon.command("ls", "--json").stdout:
        assert time.time() < until
    daemon.process.send_signal(signal.SIGTERM)
    answers = []
    try:
        while daemon.process.poll() is None:
            answers.append(requests.get(f"{daemon.url}/readyz", timeout=5))
    except requests.ConnectionError:
        pass
    refused = [answer for answer in answers if answer.status_code == 503]
    assert refused, [answer.status_code for answer in answers]
    assert refused[0].json()["type"] == "urn:upbeat:problem:not-ready"
    assert refused[0].json()["errors"][0]["pointer"] == "daemon"
    assert refused[0].headers["Retry-After"] == "1"
    assert daemon.process.wait(timeout=40) == 0
