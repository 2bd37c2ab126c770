"""Secrets that are planted wherever a house takes some, and then looked for in all that it says and keeps."""

import re
import signal
import time

import requests
from test_webhooks import Receiver, add, ended, receive, restart, says  # noqa: F401

# Where a secret was planted -> what it looks like. None is a part of another.
PLANTED = {
    "configured token": "c4n4ry-http-token-0123456789abcdef",
    "wrong token": "upb_c4n4ry-wrong-token",
    "token in a query": "c4n4ry-query",
    "token in a cookie": "c4n4ry-cookie",
    "user of a URL": "c4n4ry-userinfo",
    "header by reference": "c4n4ry-header-reference",
    "signing secret by reference": "whsec_YzRuNHJ5LXNpZ25pbmctc2VjcmV0LXJlZg==",
    "header written out": "c4n4ry-header-literal",
    "variable of a run": "c4n4ry-variable",
    "variable of the daemon": "c4n4ry-environment",
    "variable of a runner": "c4n4ry-anthropic",
    "secret of a hook": "c4n4ry-hook-secret",
    "body of a hook": "c4n4ry-hook-body",
    "wrong proof of a hook": "c4n4ry-hook-proof",
}
# What is written out has to be kept, for it has to be used.
KEPT = {"header written out", "variable of a run"}
SAID = """
/healthz /readyz /openapi.json /docs /metrics /api/health /api/status /api/pulse/upcoming /v1/status /v1/pulses /v1/schedules /v1/events
/v1/upcoming /v1/pools /v1/pipelines /v1/tokens /v1/agents /v1/hooks /v1/pulses/{id} /v1/pulses/{id}/attempts/latest/output
/v1/pulses/{id}/attempts/latest/output?stream=stderr /v1/schedules/hourly /v1/schedules/hourly/occurrences
""".split()


def found(text):
    text = text if isinstance(text, bytes) else text.encode()
    return {name for name, secret in PLANTED.items() if secret.encode() in text}


def test_planted_secrets_are_nowhere_but_where_they_must_be(daemon, receive):  # noqa: F811
    receiver = receive(says(200, f"you sent {PLANTED['header by reference']}".encode()))
    restart(
        daemon,
        settings="hooks: {ci: {verify: {token: {secret: '${env:HOOK_TOKEN}'}}, prompt: 'look at {{what}}'}}\n",
        HOOK_TOKEN=PLANTED["secret of a hook"],
        UPBEAT_HTTP_TOKEN=PLANTED["configured token"],
        UPBEAT_LOG_LEVEL="trace",
        HOOK=PLANTED["signing secret by reference"],
        HEADER=PLANTED["header by reference"],
        DATABASE_PASSWORD=PLANTED["variable of the daemon"],
        ANTHROPIC_API_KEY=PLANTED["variable of a runner"],
    )
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {PLANTED['configured token']}"
    said = []

    def ask(method, path, **options):
        answer = session.request(method, daemon.url + path, timeout=20, **options)
        said.append((f"{method} {path}", repr(answer.headers).encode() + answer.content))
        return answer

    ask("GET", "/v1/status", headers={"Authorization": f"Bearer {PLANTED['wrong token']}"})
    ask("GET", f"/v1/status?token={PLANTED['token in a query']}")
    ask("GET", "/v1/status", headers={"Cookie": f"session={PLANTED['token in a cookie']}"})
    refused = ask("POST", "/v1/pulses", json={"webhook": {"url": f"https://me:{PLANTED['user of a URL']}@example.com/"}})
    assert refused.status_code == 422
    called = {"what": "the build", "token": PLANTED["body of a hook"]}
    right = {"Authorization": f"Bearer {PLANTED['secret of a hook']}"}
    assert ask("POST", "/hooks/ci", json=called, headers=right).status_code == 202
    wrong = {"Authorization": f"Bearer {PLANTED['wrong proof of a hook']}"}
    assert ask("POST", "/hooks/ci", json=called, headers=wrong).status_code == 403
    headers = {"Authorization": "Bearer ${env:HEADER}", "X-Api-Key": PLANTED["header written out"]}
    webhook = {"url": receiver.url, "headers": headers, "secrets": ["${env:HOOK}"]}
    variables = {"API_TOKEN": PLANTED["variable of a run"]}
    wishes = [
        {"webhook": webhook},
        {"command": ["sh", "-c", 'test -n "$API_TOKEN" -a -z "$DATABASE_PASSWORD"'], "env": variables},
        {"prompt": "say hello to the house", "runner": "claude", "env": variables},
    ]
    numbers = []
    for wish in wishes:
        made = ask("POST", "/v1/pulses", json=wish)
        assert made.status_code == 201, made.text
        numbers.append(made.json()["pulse"]["id"])
    made = ask("POST", "/v1/schedules", json={"name": "hourly", "every": "1h", "webhook": webhook})
    assert made.status_code == 201, made.text
    assert ask("POST", "/v1/schedules/hourly/trigger").status_code < 300
    for number in numbers[:2]:
        assert ended(daemon, str(number))["pulse"]["status"] == "completed"
    # What was planted was really used.
    heard = receiver.heard[0][0]
    assert heard["Authorization"] == f"Bearer {PLANTED['header by reference']}" and heard["X-Api-Key"] == PLANTED["header written out"]

    for path in SAID:
        for number in numbers if "{id}" in path else [0]:
            assert ask("GET", path.format(id=number)).status_code < 500, path
    for arguments in ["status", "status --json", "doctor --json", "config", "ls", "ls --json", "upcoming", "token ls"]:
        said.append((arguments, daemon.command(*arguments.split(), check=False).stdout.encode()))
    for number in map(str, numbers):
        for arguments in (["show", number], ["show", number, "--json"], ["logs", number], ["logs", number, "--stderr"]):
            answer = daemon.command(*arguments, check=False)
            said.append((" ".join(arguments), (answer.stdout + answer.stderr).encode()))
    daemon.process.send_signal(signal.SIGUSR1)
    end = time.monotonic() + 20
    logs = daemon.home / "state" / "upbeat.log"
    logs = logs if logs.exists() else next(daemon.home.rglob("upbeat.log"))
    while "USR1 received" not in logs.read_text() and time.monotonic() < end:
        time.sleep(0.05)
    said.append(("banner", "".join(daemon.banner).encode()))
    for name, text in said:
        assert not found(text), (name, found(text))

    token = daemon.token.encode()
    daemon.stop()
    assert "USR1 received" in logs.read_text()
    for path in daemon.folder.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        allowed = KEPT if path.name.startswith("upbeat.db") else set()
        assert found(content) <= allowed, (path.name, found(content))
        assert token not in content or path.name == "token", path.name
    for name, text in said:
        assert token not in text, name
    assert not re.search(rb"Bearer upb_", logs.read_bytes())
