"""The description of the HTTP door: well formed, and true of the daemon."""

import openapi_spec_validator
import pytest
import requests

import http_fuzz


@pytest.fixture
def fuzzed(tmp_path):
    daemon = http_fuzz.daemon_for_fuzzing(tmp_path)
    yield daemon
    if daemon.process.poll() is None:
        daemon.stop()


def test_the_description_is_openapi_3_1(fuzzed):
    document = requests.get(f"{fuzzed.url}/openapi.json", timeout=5).json()
    assert document["openapi"].startswith("3.1.")
    openapi_spec_validator.validate(document)


def test_the_daemon_is_as_it_is_described(fuzzed):
    result = http_fuzz.fuzz(fuzzed, 3, "--seed", "1", timeout=240)
    assert result.returncode == 0, result.stdout[-20_000:] + result.stderr
    assert http_fuzz.cases(result.stdout) > 500
    assert fuzzed.process.poll() is None


def test_no_operation_can_be_asked_without_a_token(fuzzed):
    document = requests.get(f"{fuzzed.url}/openapi.json", timeout=5).json()
    asked = 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method not in ("get", "post", "patch", "put", "delete") or operation.get("security") == []:
                continue
            url = fuzzed.url + path.replace("{id}", "1").replace("{name}", "x").replace("{attempt}", "1")
            assert requests.request(method, url, timeout=5).status_code == 401, (method, path)
            wrong = requests.request(method, url, headers={"Authorization": "Bearer upb_wrong"}, timeout=5)
            assert wrong.status_code in (403, 429), (method, path)
            asked += 1
    assert asked > 30
