"""Events and output as they happen, read by a client of server-sent events from PyPI."""

import json
import os
import threading

import requests
import sseclient


class Followed:
    """An open stream of events."""

    def __init__(self, daemon, after=None, last=None):
        headers = {"Authorization": f"Bearer {daemon.token}", "Accept": "text/event-stream"}
        if last is not None:
            headers["Last-Event-ID"] = str(last)
        query = {} if after is None else {"after": after}
        self.answer = requests.get(f"{daemon.url}/v1/events", headers=headers, params=query, stream=True, timeout=20)
        assert self.answer.status_code == 200, self.answer.text
        assert self.answer.headers["Content-Type"] == "text/event-stream"
        self.events = sseclient.SSEClient(self.answer).events()

    def until(self, kind):
        seen = []
        for event in self.events:
            data = json.loads(event.data)
            assert event.event == data["kind"] and int(event.id) == data["sequence"]
            seen.append(data)
            if data["kind"] == kind:
                return seen
        raise AssertionError(f"the stream ended before {kind}: {seen}")


def test_a_run_is_seen_as_it_happens_and_nothing_is_lost_over_a_restart(daemon):
    live = Followed(daemon)
    daemon.command("add", "say hello")
    seen = live.until("pulse.completed")
    assert [event["kind"] for event in seen] == ["pulse.created", "pulse.started", "pulse.completed"]
    last = seen[-1]["sequence"]
    daemon.stop()
    # The stop ended the answer in order: it was read to its end without an error of the connection.
    assert list(live.events) == []
    daemon.start()
    daemon.command("add", "say it again", "--wait")
    again = Followed(daemon, last=last).until("pulse.completed")
    assert [event["sequence"] for event in again] == list(range(last + 1, last + 1 + len(again)))
    whole = Followed(daemon, after=0).until("pulse.completed")
    assert whole == seen


def test_output_is_followed_while_it_is_written(daemon, tmp_path):
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    added = daemon.command("add", "--json", "--command", "--", "sh", "-c", f"echo one; cat {gate}; echo three")
    pulse = json.loads(added.stdout)["pulse"]["id"]
    answer = requests.get(
        f"{daemon.url}/v1/pulses/{pulse}/attempts/latest/output",
        params={"follow": "true"},
        headers={"Authorization": f"Bearer {daemon.token}"},
        stream=True,
        timeout=20,
    )
    assert answer.status_code == 200 and answer.headers["Upbeat-Attempt"] == "1"
    lines = answer.iter_lines(chunk_size=1)
    assert next(lines) == b"one"
    gate.write_text("two\n")
    assert list(lines) == [b"two", b"three"]


def test_followers_that_do_not_read_hold_up_nobody(daemon):
    followers = [Followed(daemon) for _ in range(32)]
    refused = requests.get(
        f"{daemon.url}/v1/events",
        headers={"Authorization": f"Bearer {daemon.token}", "Accept": "text/event-stream"},
        timeout=20,
    )
    assert refused.status_code == 503 and int(refused.headers["Retry-After"]) > 0

    def flood():
        session = requests.Session()
        session.headers["Authorization"] = f"Bearer {daemon.token}"
        for number in range(100):
            made = session.post(f"{daemon.url}/v1/pulses", json={"prompt": f"say {number}", "at": "in 2 hours"}, timeout=20)
            assert made.status_code == 201
    floods = [threading.Thread(target=flood) for _ in range(4)]
    for thread in floods:
        thread.start()
    for thread in floods:
        thread.join()
    daemon.command("add", "say hello", "--wait")
    # Each that begins to read now gets all of it.
    for follower in followers[::8]:
        assert len(follower.until("pulse.completed")) == 400 + 3
