"""Who comes in over HTTP, with the requests library as the client."""

import itertools
import json
import os
import pathlib
import subprocess
import sys

import pytest
import requests


def ask(daemon, token, method="GET", path="/v1/status", **options):
    return requests.request(
        method, daemon.url + path, headers={"Authorization": f"Bearer {token}", **options.pop("headers", {})}, timeout=5, **options
    )


def test_a_token_is_made_used_and_revoked(daemon):
    made = daemon.command("token", "create", "ci", "--scope", "read", "--expires", "30d")
    token = made.stdout.strip()
    assert token.startswith("upb_") and len(token) == 47 and token not in made.stderr
    assert ask(daemon, token).status_code == 200
    refused = ask(daemon, token, "POST", "/v1/pulses", json={"prompt": "x"})
    assert refused.status_code == 403 and "scope has to be schedule" in refused.json()["detail"]
    # Its use is written down beside the request.
    while not (used := [t for t in json.loads(daemon.command("token", "ls", "--json").stdout)["tokens"] if t["last_used_at"]]):
        pass
    assert [(t["name"], t["scope"], t["state"]) for t in used] == [("ci", "read", "active")]
    daemon.command("token", "revoke", "ci")
    assert ask(daemon, token).status_code == 403
    assert ask(daemon, daemon.token).status_code == 200


def test_what_was_revoked_stays_so_through_a_restart(daemon):
    first = daemon.token
    kept = daemon.command("token", "create", "kept", "--scope", "admin").stdout.strip()
    assert daemon.command("token", "revoke", "first", check=False).returncode == 64
    daemon.command("token", "revoke", "first", "--yes")
    assert ask(daemon, first).status_code == 403
    daemon.stop()
    daemon.start()
    assert ask(daemon, first).status_code == 403 and ask(daemon, kept).status_code == 200


def test_removing_its_file_exchanges_the_first_token(daemon):
    old = daemon.token
    daemon.stop()
    (daemon.home / "token").unlink()
    daemon.start()
    assert daemon.token != old
    assert ask(daemon, daemon.token).status_code == 200 and ask(daemon, old).status_code == 403


def test_tokens_lie_nowhere_but_in_the_first_ones_file(daemon):
    first = daemon.token
    made = daemon.command("token", "create", "ci").stdout.strip()
    wrong = "upb_" + "planted".ljust(43, "x")
    bodies = [ask(daemon, token, path=path).text for token, path in itertools.product((first, made, wrong), ("/v1/status", "/api/status"))]
    bodies += [ask(daemon, first, path="/v1/tokens").text, daemon.command("token", "ls", "--json").stdout]
    daemon.stop()
    for token in (first, made, wrong):
        holders = [p for p in daemon.home.rglob("*") if p.is_file() and token.encode() in p.read_bytes()]
        assert holders == ([daemon.home / "token"] if token == first else [])
        assert not any(token in body for body in bodies)
    assert all(pathlib.Path(p).stat().st_mode & 0o077 == 0 for p in daemon.home.rglob("*"))


def test_guessing_is_slowed_and_nobody_is_locked_out(daemon):
    codes = [ask(daemon, f"upb_{number}").status_code for number in range(8)]
    assert codes == [403] * 5 + [429] * 3
    refused = ask(daemon, "upb_x")
    assert refused.headers["Retry-After"] == "8" and refused.json()["type"].endswith("too-many-requests")
    assert ask(daemon, daemon.token).status_code == 200


def test_pages_of_others_get_nowhere(daemon):
    for headers in ({"Origin": "http://evil.com"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://localhost"}):
        answer = ask(daemon, daemon.token, headers=headers)
        assert answer.status_code == 403 and answer.json()["type"].endswith("foreign-origin")
        preflight = requests.options(daemon.url + "/v1/pulses", headers={**headers, "Access-Control-Request-Method": "POST"}, timeout=5)
        assert preflight.status_code == 403
        assert not [name for name in {**answer.headers, **preflight.headers} if name.lower().startswith("access-control")]
    form = requests.post(daemon.url + "/v1/pulses", data='{"prompt": "x"}', headers={"Content-Type": "text/plain"}, timeout=5)
    assert form.status_code == 415
    assert ask(daemon, daemon.token, headers={"Origin": daemon.url}).status_code == 200


def test_an_agents_token_is_held_to_its_rate(daemon):
    (daemon.home / "upbeat.yaml").write_text("http: {agent_rate: 1}\nagents: {bot: {scope: schedule}}\n")
    daemon.command("reload")
    token = daemon.command("token", "create", "bot", "--agent", "bot").stdout.strip()
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {token}"
        codes = [session.get(daemon.url + "/v1/status", timeout=5).status_code for _ in range(20)]
    assert codes[:2] == [200, 200] and codes.count(429) >= 10
    # The schedule keeps time meanwhile, and the person's token is not held back.
    number = daemon.command("add", "--quiet", "--runner", "echo", "hello").stdout.strip()
    assert daemon.command("logs", "-f", number).returncode == 0
    assert ask(daemon, daemon.token).status_code == 200


def test_another_user_does_not_come_in_by_the_socket_whatever_its_modes(daemon):
    """Who is at the other side is asked of the kernel."""
    if os.geteuid() != 0:
        pytest.skip("only root can ask as another user")
    path = str(daemon.home / "upbeat.sock")
    ask = (
        "import os, socket, sys\n"
        "os.setgid(65534); os.setuid(int(sys.argv[2]))\n"
        "s = socket.socket(socket.AF_UNIX); s.settimeout(10); s.connect(sys.argv[1])\n"
        "try:\n"
        "    s.sendall(b'GET /v1/status HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n')\n"
        "    print(s.recv(12).decode())\n"
        "except OSError:\n"
        "    print()\n"
    )

    def answer(user):
        return subprocess.run([sys.executable, "-c", ask, path, str(user)], capture_output=True, text=True, timeout=20)

    folder = pathlib.Path(path).parent
    while folder != pathlib.Path("/"):
        folder.chmod(folder.stat().st_mode | 0o055)
        folder = folder.parent
    os.chmod(path, 0o777)
    assert answer(0).stdout.strip() == "HTTP/1.1 200"
    stranger = answer(65534)
    assert stranger.returncode == 0 and stranger.stdout.strip() == "", stranger
    assert answer(0).stdout.strip() == "HTTP/1.1 200"
