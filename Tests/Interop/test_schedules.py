"""`/v1/schedules` and what goes with it, as a program of another language meets it."""

import time
from datetime import datetime, timedelta, timezone

import requests


class API:
    def __init__(self, daemon):
        self.url = f"{daemon.url}/v1"
        self.headers = {"Authorization": f"Bearer {daemon.token}"}

    def call(self, method, path, status, body=None, **options):
        response = requests.request(method, f"{self.url}{path}", headers=self.headers, json=body, timeout=10, **options)
        assert response.status_code == status, response.text
        return response.json()

    def wait(self, path, what):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            answer = self.call("GET", path, 200)
            if what(answer):
                return answer
            time.sleep(0.05)
        raise AssertionError(f"it did not come: {path}")


def moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def test_a_schedule_lives(daemon):
    api = API(daemon)
    made = api.call("POST", "/schedules", 201, {"name": "tick", "every": "1s", "prompt": "tick", "runner": "echo"})
    assert made["schedule"]["words"].startswith("Every second")
    fires = [moment(fire["at"]) for fire in made["next_fires"]]
    assert [b - a for a, b in zip(fires, fires[1:])] == [timedelta(seconds=1)] * 2
    fired = api.wait("/schedules/tick/occurrences", lambda answer: len(answer["occurrences"]) >= 2)["occurrences"]
    assert {occurrence["fate"] for occurrence in fired} == {"fired"}
    pulse = api.wait(f"/pulses/{fired[-1]['pulse']}", lambda answer: answer["pulse"]["status"] == "completed")
    assert pulse["pulse"]["schedule"] == "tick" and pulse["pulse"]["nominal_at"] == fired[-1]["nominal_at"]
    assert pulse["attempts"][0]["stdout_tail"].strip() == "tick"

    paused = api.call("POST", "/schedules/tick/pause", 200, {"why": "enough"})
    assert paused["schedule"]["state"] == "paused" and paused["next_fires"] == []
    assert api.call("POST", "/schedules/tick/resume", 200)["schedule"]["state"] == "active"
    api.call("POST", "/schedules/tick/resume", 409)
    patched = api.call("PATCH", "/schedules/tick", 200, {"every": "1h", "tags": ["slow"], "jitter": None})
    assert patched["schedule"]["every"] == "1h" and patched["schedule"]["revision"] == 2
    triggered = api.call("POST", "/schedules/tick/trigger", 201)["pulse"]
    assert triggered["schedule"] == "tick" and triggered["nominal_at"] is None
    api.call("DELETE", "/schedules/tick", 200)
    problem = api.call("GET", "/schedules/tick", 404)
    assert problem["type"] == "urn:upbeat:problem:not-found"


def test_a_wrong_rule_is_told_with_its_place(daemon):
    api = API(daemon)
    problem = api.call("POST", "/schedules", 422, {"name": "bad", "cron": "*/90 * * * *", "prompt": "x"})
    (error,) = problem["errors"]
    assert (error["pointer"], error["code"], error["field"], error["column"], error["length"]) == (
        "/cron",
        "step_too_large",
        "minute",
        3,
        2,
    )
    assert "every 90m" in error["hint"]


def test_a_preview_tells_of_the_clocks(daemon):
    api = API(daemon)
    wish = {"cron": "30 2 * * *", "zone": "Europe/Berlin", "start": "2027-03-27T00:00", "name": "night", "prompt": "x"}
    answer = api.call("POST", "/schedules/preview?count=3", 200, wish)
    assert [fire["local"] for fire in answer["next_fires"]] == [
        "2027-03-27T02:30:00+01:00",
        "2027-03-28T03:00:00+02:00",
        "2027-03-29T02:30:00+02:00",
    ]
    assert answer["next_fires"][1]["offset_before"] == "+01:00"
    assert any("does not exist" in warning["message"] for warning in answer["warnings"])
    assert api.call("GET", "/schedules", 200)["schedules"] == []


def test_upcoming_merges_and_a_pause_of_everything_holds(daemon):
    api = API(daemon)
    api.call("POST", "/schedules", 201, {"name": "hourly", "every": "1h", "command": ["true"]})
    api.call("POST", "/pulses", 201, {"prompt": "x", "runner": "echo", "at": "in 90 minutes"})
    entries = api.call("GET", "/upcoming?within=170m", 200)["entries"]
    assert [entry["schedule"] for entry in entries] == ["hourly", None, "hourly"]
    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)
    soon = (datetime.now(timezone.utc) + timedelta(hours=2, minutes=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
    later = api.call("GET", "/upcoming", 200, params={"from": soon, "within": "1h"})["entries"]
    assert [entry["schedule"] for entry in later] == ["hourly"]

    api.call("POST", "/pause", 200, {"until": "in 1 hour", "why": "moving"})
    held = api.call("POST", "/pulses", 201, {"prompt": "x", "runner": "echo"})["pulse"]["id"]
    time.sleep(0.5)
    assert api.call("GET", f"/pulses/{held}", 200)["pulse"]["status"] == "pending"
    assert api.call("GET", "/status", 200)["standstill"]["why"] == "moving"
    api.call("POST", "/resume", 200)
    api.wait(f"/pulses/{held}", lambda answer: answer["pulse"]["status"] == "completed")
    events = api.call("GET", "/events?limit=1000", 200)
    kinds = [event["kind"] for event in events["events"]]
    assert kinds.index("standstill.began") < kinds.index("standstill.ended")
    assert api.call("GET", f"/events?after={events['next_after']}", 200)["events"] == []
