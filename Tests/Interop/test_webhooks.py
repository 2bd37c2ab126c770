"""Webhooks of the built daemon, received and verified by programs of another language."""

import json
import pathlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OLD_SECRET = "whsec_" + "b2xkIHNlY3JldCB0aGF0IGdvZXMgYXdheSBzb29u"
TOKEN = "t0ken-that-nobody-may-see"


class Receiver:
    """Answers each request with the next of the given answers, the last one for ever."""

    def __init__(self, *answers):
        self.heard = []
        left = list(answers)
        heard = self.heard

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                heard.append((dict(self.headers), body))
                answer = left.pop(0) if len(left) > 1 else left[0]
                answer(self)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def says(status, body=b"thanks", **headers):
    def answer(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.fixture
def receive():
    made = []

    def make(*answers):
        made.append(Receiver(*answers))
        return made[-1]

    yield make
    for receiver in made:
        receiver.close()


def restart(daemon, settings="", **environment):
    daemon.stop()
    if settings:
        (daemon.home / "upbeat.yaml").write_text(settings)
    daemon.environment.update(environment)
    daemon.start()


def ended(daemon, number):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        shown = json.loads(daemon.command("show", number, "--json").stdout)
        if shown["pulse"]["status"] in ("completed", "failed", "cancelled"):
            return shown
        time.sleep(0.05)
    raise AssertionError("it did not end")


def add(daemon, *arguments):
    return daemon.command("add", "--quiet", *arguments).stdout.strip()


def test_signatures_are_verified_and_the_id_outlives_retries_and_restarts(daemon, receive):
    receiver = receive(says(503), says(503), says(200))
    restart(daemon, HOOK=SECRET, HOOK_OLD=OLD_SECRET, UPBEAT_RETRY_BASE="1s", UPBEAT_RETRY_MAX_DELAY="1s")
    number = add(
        daemon, "--webhook", receiver.url, "--payload", '{"text": "ü"}', "--secret", "${env:HOOK}", "--secret", "${env:HOOK_OLD}"
    )
    end = time.monotonic() + 20
    while not receiver.heard and time.monotonic() < end:
        time.sleep(0.01)
    daemon.stop()
    daemon.start()
    shown = ended(daemon, number)
    assert shown["pulse"]["status"] == "completed" and len(receiver.heard) == 3
    assert len({headers["webhook-id"] for headers, _ in receiver.heard}) == 1
    for headers, body in receiver.heard:
        for secret in (SECRET, OLD_SECRET):
            assert Webhook(secret).verify(body, headers) == {"text": "ü"}
        with pytest.raises(WebhookVerificationError):
            Webhook("whsec_" + "AAAA" * 8).verify(body, headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(SECRET).verify(body + b" ", headers)


def test_what_comes_back_is_shown_as_output_and_secrets_are_nowhere(daemon, receive):
    receiver = receive(says(200, f"you sent {TOKEN}".encode()))
    restart(daemon, TOKEN=TOKEN, HOOK=SECRET, UPBEAT_LOG_LEVEL="trace")
    number = add(daemon, "--webhook", receiver.url, "--header", "Authorization: Bearer ${env:TOKEN}", "--secret", "${env:HOOK}")
    shown = ended(daemon, number)
    assert shown["pulse"]["status"] == "completed"
    assert receiver.heard[0][0]["Authorization"] == f"Bearer {TOKEN}"
    assert daemon.command("logs", number).stdout == "you sent ***"
    text = daemon.command("show", number).stdout
    assert "Authorization: Bearer ${env:TOKEN}" in text and "status=200" in text
    assert json.loads(receiver.heard[0][1])["data"]["pulse"] == int(number)
    daemon.stop()
    for path in daemon.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert TOKEN.encode() not in content and SECRET.encode() not in content, path


def test_a_missing_secret_is_told_by_its_reference(daemon, receive):
    receiver = receive(says(200))
    number = add(daemon, "--webhook", receiver.url, "--secret", "${env:NOT_SET_HERE}")
    shown = ended(daemon, number)
    assert shown["pulse"]["status"] == "failed" and len(shown["attempts"]) == 1
    assert "${env:NOT_SET_HERE} is not set" in shown["attempts"][0]["error"] and not receiver.heard


def test_a_flood_costs_neither_memory_nor_disk(daemon, receive):
    sent = []

    def flood(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(10 << 30))
        handler.end_headers()
        chunk = b"x" * (1 << 20)
        for _ in range(10 << 10):
            try:
                handler.wfile.write(chunk)
            except OSError:
                return
            sent.append(len(chunk))

    receiver = receive(flood)

    def memory():
        status = pathlib.Path(f"/proc/{daemon.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])

    before = memory()
    shown = ended(daemon, add(daemon, "--webhook", receiver.url))
    assert shown["pulse"]["status"] == "completed"
    assert memory() - before < 32 << 10
    assert sum(sent) < 64 << 20
    outputs = [path for path in (daemon.home / "output").rglob("*") if path.is_file()]
    assert max(path.stat().st_size for path in outputs) == 64 << 10


def test_a_redirect_to_the_metadata_address_and_a_gone_receiver_are_failures_for_good(daemon, receive):
    for answer, words in [
        (says(302, Location="http://169.254.169.254/latest"), "redirects to http://169.254.169.254/latest"),
        (says(410), "answered 410 Gone: it wants no more of these calls"),
    ]:
        receiver = receive(answer)
        shown = ended(daemon, add(daemon, "--webhook", receiver.url))
        assert shown["pulse"]["status"] == "failed" and len(shown["attempts"]) == 1
        assert words in shown["attempts"][0]["error"]
    followed = ended(daemon, add(daemon, "--webhook", receive(says(302, Location="http://169.254.169.254/")).url, "--follow-redirects", "2"))
    assert "cloud's metadata address" in followed["attempts"][0]["error"]


def test_an_agent_reaches_this_machine_only_where_the_file_allows_it(daemon, receive):
    receiver = receive(says(200))
    agents = "agents:\n  bot: {scope: schedule}\n"
    restart(daemon, agents, UPBEAT_RETRY_ATTEMPTS="1")

    def asked_by_the_agent():
        program = daemon.process.args[0]
        number = add(daemon, "--agent", "bot", "--command", "--", program, "add", "--quiet", "--webhook", receiver.url)
        return ended(daemon, number)["attempts"][-1]

    refused = asked_by_the_agent()
    assert refused["exit_code"] != 0 and "127.0.0.1 is a loopback address and may not be called" in refused["stderr_tail"]
    restart(daemon, agents + "webhooks: {allow: [127.0.0.0/8]}\n")
    taken = asked_by_the_agent()
    assert taken["exit_code"] == 0, taken
    assert ended(daemon, taken["stdout_tail"].strip())["pulse"]["status"] == "completed" and len(receiver.heard) == 1


def test_a_declared_schedule_calls_a_webhook(daemon, receive):
    receiver = receive(says(200))
    text = "{{schedule}} {{nominal_at}}"
    restart(daemon, f'schedules:\n  tick: {{every: 1s, max_runs: 2, webhook: {{url: "{receiver.url}", text: "{text}"}}}}\n')
    end = time.monotonic() + 20
    while len(receiver.heard) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    bodies = [body.decode() for _, body in receiver.heard]
    assert len(bodies) == 2 and all(body.startswith("tick 20") and body.endswith("Z") for body in bodies) and bodies[0] != bodies[1]
    assert len({headers["webhook-id"] for headers, _ in receiver.heard}) == 2


def test_a_receiver_that_is_gone_pauses_the_schedule(daemon, receive):
    receiver = receive(says(410))
    daemon.command("add", "--webhook", receiver.url, "--every", "1s", "--name", "gone")
    end = time.monotonic() + 20
    while "is paused" not in daemon.command("show", "gone").stdout and time.monotonic() < end:
        time.sleep(0.05)
    assert "answered 410: it wants no more of these calls" in daemon.command("show", "gone").stdout
    assert len(receiver.heard) == 1


def test_what_is_wrong_is_told_at_its_field(daemon, receive):
    headers = {"Authorization": f"Bearer {daemon.token}"}

    def ask(path, **fields):
        return requests.post(f"{daemon.url}/v1/{path}", headers=headers, json=fields, timeout=10)

    wrong = {
        "url": "http://user@2130706433/",
        "method": "TRACE",
        "headers": {"Host": "x", "A": "${env:}"},
        "text": "{{nope}}",
        "secrets": [SECRET],
        "follow_redirects": 99,
    }
    for path, more in [("pulses", {}), ("schedules", {"name": "n", "every": "1h"}), ("schedules/preview", {"every": "1h"})]:
        refused = ask(path, webhook=wrong, **more)
        assert refused.status_code == 422 and SECRET not in refused.text
        assert {error["pointer"] for error in refused.json()["errors"]} == {
            f"/webhook/{field}"
            for field in ["url", "method", "headers/Host", "headers/A", "text", "secrets/0", "follow_redirects"]
        }
    unknown = ask("pulses", webhook={"url": "https://example.com/", "urll": 1})
    assert unknown.status_code == 422 and "/webhook/urll" in unknown.text
    right = {"url": receive(says(200)).url, "payload": {"a": [1, None]}, "secrets": ["${env:HOME}"]}
    made = ask("pulses", webhook=right, at="in 1 hour")
    assert made.status_code == 201
    shown = made.json()["pulse"]
    assert shown["kind"] == "webhook" and shown["timeout_ms"] == 30_000
    assert shown["webhook"] == {**right, "method": "POST", "follow_redirects": 0}
