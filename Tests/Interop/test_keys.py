"""`Idempotency-Key` across restarts, kill -9 too."""

import concurrent.futures

import requests


def post(daemon, token, path, body, key):
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    return requests.post(f"{daemon.url}/v1{path}", headers=headers, json=body, timeout=10)


WISHES = [
    ("/schedules", {"name": "tick", "every": "1h", "prompt": "x", "runner": "echo"}),
    ("/schedules/tick/trigger", {}),
    ("/schedules/tick/pause", {"why": "a rest"}),
    ("/schedules/tick/snooze", {"for": "1h"}),
    ("/pulses", [{"prompt": "a", "runner": "echo", "at": "in 1 hour"}, {"prompt": "b", "runner": "echo", "at": "in 2 hours"}]),
    ("/pulses", {"prompt": "c", "runner": "echo", "at": "in 1 hour"}),
    ("/pipelines", {"at": "in 1 hour", "steps": [{"name": "a", "prompt": "x", "runner": "echo"}]}),
]


def test_the_same_request_is_answered_the_same_after_a_restart(daemon):
    token = daemon.token
    answers = []
    for number, (path, body) in enumerate(WISHES):
        if path.endswith("snooze"):
            requests.post(f"{daemon.url}/v1/schedules/tick/resume", headers={"Authorization": f"Bearer {token}"}, timeout=10)
        answer = post(daemon, token, path, body, f"key {number}")
        assert answer.status_code in (200, 201), answer.text
        answers.append(answer)
    headers = {"Authorization": f"Bearer {token}"}
    count = len(requests.get(f"{daemon.url}/v1/pulses", headers=headers, timeout=10).json()["pulses"])
    for end in ("TERM", "KILL"):
        daemon.process.kill() if end == "KILL" else daemon.stop()
        daemon.process.wait(timeout=40)
        daemon.start()
        for number, (path, body) in enumerate(WISHES):
            again = post(daemon, token, path, body, f"key {number}")
            assert again.status_code == answers[number].status_code, (path, again.text)
            assert again.headers["Idempotent-Replayed"] == "true"
            if path not in ("/schedules/tick/trigger", "/pipelines"):
                assert again.json() == answers[number].json()
            assert post(daemon, token, path, {"prompt": "another"}, f"key {number}").status_code == 422
        assert len(requests.get(f"{daemon.url}/v1/pulses", headers=headers, timeout=10).json()["pulses"]) == count


def test_of_fifty_at_once_one_is_done(daemon):
    token = daemon.token
    body = [{"prompt": "a", "runner": "echo", "at": "in 1 hour"}] * 3
    with concurrent.futures.ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: post(daemon, token, "/pulses", body, "k"), range(50)))
    assert {answer.status_code for answer in answers} == {201}
    assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1
    assert len({answer.text for answer in answers}) == 1
    headers = {"Authorization": f"Bearer {token}"}
    assert len(requests.get(f"{daemon.url}/v1/pulses", headers=headers, timeout=10).json()["pulses"]) == 3
