"""Reeve's own programs meet Upbeat: the requests are those of its text."""

import json

import requests


def headers(daemon, **more):
    return {"Authorization": f"Bearer {daemon.token}", **more}


def test_the_telegram_listeners_request_wakes_hapi_in_the_desk(daemon):
    response = requests.post(
        f"{daemon.url}/api/pulse/trigger",
        headers=headers(daemon),
        json={
            "prompt": "📩 Telegram message from Alice: Can we meet tomorrow?",
            "scheduled_at": "now",
            "priority": "high",
            "source": "telegram",
            "tags": ["telegram", "user_message"],
        },
        timeout=5,
    )
    assert response.ok
    answer = response.json()
    number = answer["pulse_id"]
    assert isinstance(number, int)
    assert answer["message"] == f"Pulse {number} scheduled successfully"
    waited = daemon.command("logs", "-f", str(number))
    assert waited.stdout == "the agent says hello\n"
    call = json.loads((daemon.folder / "calls.jsonl").read_text())
    assert call == {
        "argv": ["run", "--text", "📩 Telegram message from Alice: Can we meet tomorrow?"],
        "cwd": str(daemon.folder / "my_reeve"),
    }
    shown = json.loads(daemon.command("show", str(number), "--json").stdout)
    assert shown["pulse"]["created_by"] == "telegram"
    assert shown["attempts"][0]["exit_code"] == 0


def test_a_session_is_resumed(daemon):
    daemon.command("add", "go on with it", "--session", "abc-123", "--note", "buy milk", "--wait")
    call = json.loads((daemon.folder / "calls.jsonl").read_text())
    assert call["argv"] == ["run", "--resume", "abc-123", "--text", "📌 Reminders:\n  - buy milk\n\ngo on with it"]


def test_upcoming_health_and_status(daemon):
    for number in range(3):
        requests.post(
            f"{daemon.url}/api/pulse/trigger",
            headers=headers(daemon),
            json={"prompt": f"{number} " + "long prompt " * 20, "scheduled_at": "in 2 hours"},
            timeout=5,
        ).raise_for_status()
    upcoming = requests.get(f"{daemon.url}/api/pulse/upcoming", params={"limit": 2}, headers=headers(daemon), timeout=5).json()
    assert upcoming["count"] == 2
    assert all(len(pulse["prompt"]) == 103 and pulse["prompt"].endswith("...") for pulse in upcoming["pulses"])
    assert requests.get(f"{daemon.url}/api/health", timeout=5).json() == {"status": "healthy", "service": "upbeat"}
    status = requests.get(f"{daemon.url}/api/status", headers=headers(daemon), timeout=5).json()
    assert status["status"] == "running" and status["uptime_seconds"] >= 0


def test_refusals(daemon):
    url = f"{daemon.url}/api/pulse/trigger"
    body = {"prompt": "a prompt that is long enough"}
    assert requests.post(url, json=body, timeout=5).status_code == 401
    assert requests.post(url, json=body, headers={"Authorization": "Bearer nope"}, timeout=5).status_code == 403
    bad_unit = requests.post(url, json={**body, "scheduled_at": "in 3 fortnights"}, headers=headers(daemon), timeout=5)
    assert bad_unit.status_code == 400 and "fortnight" in bad_unit.json()["detail"]
    assert requests.post(url, json={"prompt": "short"}, headers=headers(daemon), timeout=5).status_code == 422
    assert requests.post(url, data=b"{", headers=headers(daemon), timeout=5).status_code == 422
    evil = requests.post(url, json=body, headers=headers(daemon, Host="evil.example"), timeout=5)
    assert evil.status_code in (403, 421)


def test_what_is_stored_without_a_daemon_runs_when_one_starts(daemon):
    assert daemon.stop() == 0
    assert daemon.command("add", "written while nobody ran", "--quiet").stdout.strip() == "1"
    status = daemon.command("status", "--json", check=False)
    assert status.returncode == 3 and json.loads(status.stdout)["pulses"]["pending"] == 1
