"""The agent's door over standard input and output, with the official client from PyPI, and byte by byte."""

import asyncio
import contextlib
import json
import os
import queue
import signal
import subprocess
import threading
import time

import pytest
from conftest import BINARY, Daemon
from mcp import Client, StdioServerParameters

MODES = ["auto", "legacy", "2026-07-28"]
META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}


def talk(house, mode, body, *arguments, timeout=90, **options):
    """Lets the official client start the bridge, with nothing in its environment but what it passes on by itself."""
    server = StdioServerParameters(
        command=BINARY, args=["mcp", "--home", str(house.home), *arguments], env={"HOME": str(house.folder), **options.pop("env", {})})

    async def go():
        async with Client(server, mode=mode, **options) as client:
            return await body(client)

    return asyncio.run(asyncio.wait_for(go(), timeout))


STARTED = []


@pytest.fixture(autouse=True)
def nothing_is_left():
    yield
    while STARTED:
        process = STARTED.pop()
        if process.poll() is None:
            process.kill()
            process.wait()


class Bridge:
    """The bridge at the other end of raw pipes."""

    def __init__(self, house, *arguments, env=None, **options):
        env = {"HOME": str(house.folder), **(env or {})}
        self.process = subprocess.Popen(
            [BINARY, "mcp", "--home", str(house.home), *arguments], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, **options)
        STARTED.append(self.process)
        self.messages = queue.Queue()
        self.seen = []
        if options.get("bufsize") != 0:
            self.reader = threading.Thread(target=self.read, daemon=True)
            self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.messages.put(json.loads(line.decode("utf-8", "strict")))
        self.messages.put(None)

    def send(self, *messages):
        for message in messages:
            line = message if isinstance(message, bytes) else json.dumps(message).encode()
            self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def receive(self, wanted, timeout=40):
        """The first message that is wanted, whenever it came; None once there will be none."""
        for message in self.seen:
            if wanted(message):
                self.seen.remove(message)
                return message
        end = time.monotonic() + timeout
        while True:
            message = self.messages.get(timeout=max(0.01, end - time.monotonic()))
            if message is None:
                self.messages.put(None)
                return None
            if wanted(message):
                return message
            self.seen.append(message)

    def answer(self, id, timeout=40):
        return self.receive(lambda message: message.get("id") == id and "method" not in message, timeout)

    def ask(self, method, params=None, id=None, timeout=40):
        id = id or f"ask-{time.monotonic_ns()}"
        self.send(request(method, params, id))
        return self.answer(id, timeout)

    def call(self, tool, arguments=None, timeout=40):
        return self.ask("tools/call", {"name": tool, "arguments": arguments or {}}, timeout=timeout)["result"]

    def end(self, limit=4.0):
        """Closes the input, and takes what comes until the end."""
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        begin = time.monotonic()
        code = self.process.wait(timeout=limit)
        return code, time.monotonic() - begin

    def stderr(self):
        return self.process.stderr.read().decode()


def request(method, params=None, id=1):
    params = dict(params or {})
    params["_meta"] = {**META, **params.get("_meta", {})}
    return {"jsonrpc": "2.0", "id": id, "method": method, "params": params}


def words(result):
    return result["content"][0]["text"]


@pytest.fixture
def bridge(daemon):
    return Bridge(daemon)


@pytest.fixture
def house(tmp_path):
    """A home in which no daemon runs yet."""
    house = Daemon(tmp_path, starts=False)
    house.process = None
    yield house
    if house.process and house.process.poll() is None:
        house.stop()


@pytest.mark.parametrize("mode", MODES)
def test_a_client_lists_plans_reads_waits_moves_and_cancels(daemon, mode):
    async def body(client):
        tools = {tool.name for tool in (await client.list_tools()).tools}
        assert {"pulse_schedule", "pulse_list", "pulse_get", "pulse_update", "pulse_cancel", "pulse_status", "pulse_wait"} <= tools
        assert {prompt.name for prompt in (await client.list_prompts()).prompts} == {"plan-my-day", "review-wake-ups"}
        assert (await client.get_prompt("plan-my-day")).messages
        made = await client.call_tool("pulse_schedule", {"prompt": "look at the build", "in": "1h", "name": "build"})
        assert not made.is_error, made.content
        assert "look at the build" in str((await client.call_tool("pulse_list", {})).structured_content)
        moved = await client.call_tool("pulse_update", {"id": "1", "in": "2h"})
        assert not moved.is_error, moved.content
        assert "look at the build" in (await client.read_resource("upbeat://upcoming")).contents[0].text
        assert not (await client.call_tool("pulse_schedule", {"prompt": "wake me", "in": "1s"})).is_error
        seen = []

        async def progress(done, total, message):
            seen.append((done, total))

        woken = await client.call_tool("pulse_wait", {"timeout_s": 20}, progress_callback=progress)
        assert not woken.is_error and woken.structured_content["outcome"] == "fired", woken.content
        assert seen and seen == sorted(seen) and seen[0][1] == 20
        quiet = await client.call_tool("pulse_wait", {"timeout_s": 1})
        assert quiet.structured_content["outcome"] == "timed_out"
        # What is given up is answered by nothing, and the connection goes on.
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(client.call_tool("pulse_wait", {"timeout_s": 50}), 0.5)
        gone = await client.call_tool("pulse_cancel", {"name": "build"})
        assert not gone.is_error, gone.content
        assert not (await client.call_tool("pulse_status", {})).is_error

    talk(daemon, mode, body)
    doors = {pulse["door"] for pulse in json.loads(daemon.command("ls", "--all", "--json").stdout)["pulses"]}
    assert doors == {"mcp"}


def test_two_hundred_calls_at_once_on_one_connection_finish(daemon):
    async def body(client):
        answers = await asyncio.gather(
            *[client.call_tool("pulse_schedule", {"prompt": f"number {n}", "in": "2h", "tags": [f"t{n}"]}) for n in range(200)])
        assert [answer.structured_content["item"]["tags"] for answer in answers] == [[f"t{n}"] for n in range(200)]

    talk(daemon, "auto", body)
    assert len(json.loads(daemon.command("ls", "--json", "--limit", "400").stdout)["pulses"]) == 200


def test_a_modern_client_listens_over_the_ends_of_daemons(daemon):
    async def body(client):
        async with client.listen(resource_subscriptions=["upbeat://upcoming"]) as changes:
            changes = aiter(changes)
            daemon.command("add", "one", "--in", "1h")
            assert (await asyncio.wait_for(anext(changes), 20)).uri == "upbeat://upcoming"
            daemon.process.kill()
            daemon.process.wait()
            daemon.command("add", "while nobody was there", "--in", "1h")
            daemon.start()
            # Something may have changed meanwhile, and has.
            assert (await asyncio.wait_for(anext(changes), 20)).uri == "upbeat://upcoming"
            daemon.command("add", "two", "--in", "1h")
            assert (await asyncio.wait_for(anext(changes), 20)).uri == "upbeat://upcoming"

    talk(daemon, "2026-07-28", body)


def test_a_legacy_client_subscribes_over_the_ends_of_daemons(daemon):
    heard = asyncio.Queue()

    async def hear(message):
        if getattr(message, "method", "") == "notifications/resources/updated":
            await heard.put(message.params.uri)

    async def body(client):
        await client.subscribe_resource("upbeat://upcoming")
        daemon.command("add", "one", "--in", "1h")
        assert str(await asyncio.wait_for(heard.get(), 20)) == "upbeat://upcoming"
        daemon.stop()
        daemon.start()
        assert str(await asyncio.wait_for(heard.get(), 20)) == "upbeat://upcoming"
        while not heard.empty():
            heard.get_nowait()
        await client.unsubscribe_resource("upbeat://upcoming")
        daemon.command("add", "two", "--in", "1h")
        await client.call_tool("pulse_list", {})
        assert heard.empty()

    talk(daemon, "legacy", body, message_handler=hear)


@pytest.mark.parametrize("mode", ["legacy", "2026-07-28"])
def test_without_a_daemon_it_plans_and_reads_and_does_not_wait(house, mode):
    async def body(client):
        assert len((await client.list_tools()).tools) >= 7
        answers = await asyncio.gather(*[client.call_tool("pulse_schedule", {"prompt": f"n {n}", "in": "1h"}) for n in range(12)])
        assert not any(answer.is_error for answer in answers)
        assert len((await client.call_tool("pulse_list", {})).structured_content["items"]) == 12
        assert "n 1" in (await client.read_resource("upbeat://upcoming")).contents[0].text
        waited = await client.call_tool("pulse_wait", {"timeout_s": 5})
        assert waited.is_error and "upbeat start" in waited.content[0].text
        # Nobody holds the lock between the calls: a daemon starts beside this, and is found.
        await asyncio.to_thread(house.start)
        assert not (await client.call_tool("pulse_schedule", {"prompt": "now", "in": "1s"})).is_error
        woken = await client.call_tool("pulse_wait", {"timeout_s": 20})
        assert woken.structured_content["outcome"] == "fired", woken.content

    talk(house, mode, body)


def test_a_daemon_that_dies_in_the_middle_of_a_call_and_comes_back(bridge, daemon):
    bridge.send(request("tools/call", {"name": "pulse_wait", "_meta": {"progressToken": 1}}, "wait"))
    assert bridge.receive(lambda message: message.get("method") == "notifications/progress")
    # Stopped, it takes calls and does not answer them.
    os.kill(daemon.process.pid, signal.SIGSTOP)
    bridge.send(
        request("tools/call", {"name": "pulse_schedule", "arguments": {"prompt": "cut off", "in": "1h"}}, "write"),
        request("tools/call", {"name": "pulse_status", "arguments": {}}, "read"))
    time.sleep(1)
    daemon.process.kill()
    daemon.process.wait()
    wait = bridge.answer("wait")["result"]
    assert wait["isError"] and "daemon" in words(wait) and "pulse_list" in words(wait)
    write = bridge.answer("write")["result"]
    assert write["isError"] and "not known whether pulse_schedule" in words(write) and "pulse_list" in words(write)
    # What only reads was asked again, of this very process.
    assert not bridge.answer("read")["result"]["isError"]
    assert not bridge.call("pulse_schedule", {"prompt": "nobody there", "in": "1h"})["isError"]
    daemon.start()
    assert not bridge.call("pulse_schedule", {"prompt": "soon", "in": "1s"})["isError"]
    assert bridge.call("pulse_wait", {"timeout_s": 20})["structuredContent"]["outcome"] == "fired"


def test_a_daemon_that_hangs_does_not_hang_the_bridge(bridge, daemon):
    os.kill(daemon.process.pid, signal.SIGSTOP)
    try:
        begin = time.monotonic()
        bridge.send(*[request("tools/call", {"name": "pulse_list", "arguments": {}}, f"r{n}") for n in range(16)])
        answers = [bridge.answer(f"r{n}", timeout=60)["result"] for n in range(16)]
        assert all(answer["isError"] and "upbeat doctor" in words(answer) for answer in answers)
        assert time.monotonic() - begin < 40
        assert len(bridge.ask("tools/list")["result"]["tools"]) >= 7
    finally:
        os.kill(daemon.process.pid, signal.SIGCONT)
    assert not bridge.call("pulse_list")["isError"]


def test_a_damaged_database_is_an_answer(house):
    house.home.mkdir(mode=0o700)
    (house.home / "upbeat.db").write_bytes(b"not a database at all" * 300)
    bridge = Bridge(house)
    answer = bridge.call("pulse_list")
    assert answer["isError"] and "upbeat.db" in words(answer) and "`upbeat" in words(answer)
    assert len(bridge.ask("tools/list")["result"]["tools"]) >= 7
    assert bridge.end()[0] == 0


def test_a_broken_configuration_keeps_nobody_from_answering(house):
    house.home.mkdir(mode=0o700)
    (house.home / "upbeat.yaml").write_text("htp: {port: 1}\nnonsense: [\n")
    bridge = Bridge(house)
    assert len(bridge.ask("tools/list")["result"]["tools"]) >= 7
    answer = bridge.call("pulse_list")
    assert answer["isError"] and "upbeat.yaml" in words(answer)
    assert bridge.end()[0] == 0


BAD = {
    "no JSON": b"nonsense",
    "half an object": b'{"jsonrpc":"2.0","id":1',
    "nothing but a brace": b"{",
    "a batch": b'[{"jsonrpc":"2.0","id":1,"method":"ping"}]',
    "an empty batch": b"[]",
    "a text": b'"ping"',
    "null": b"null",
    "deep": b"[" * 200_000,
    "deep in the parameters": b'{"jsonrpc":"2.0","id":"x","method":"tools/call","params":{"a":' + b"[" * 2000 + b"]" * 2000 + b"}}",
    "too long": b'{"jsonrpc":"2.0","id":"x","method":"' + b"x" * (4 << 20) + b'"}',
    "not UTF-8": b'{"jsonrpc":"2.0","id":"x","method":"\xff\xfe"}',
    "overlong UTF-8": b'{"jsonrpc":"2.0","id":"x","method":"\xc0\xaf"}',
    "UTF-16": '{"jsonrpc":"2.0","id":1,"method":"ping"}'.encode("utf-16-le").replace(b"\n", b" "),
    "a lone surrogate": b'{"jsonrpc":"2.0","id":"x","method":"\\ud800"}',
    "a key twice": b'{"jsonrpc":"2.0","id":"x","id":"y","method":"ping"}',
    "a byte order mark": b'\xef\xbb\xbf{"jsonrpc":"2.0","id":1,"method":"ping"}',
    "a NUL": b"\x00",
    "two messages on a line": b'{"jsonrpc":"2.0","id":1,"method":"ping"} {"jsonrpc":"2.0","id":2,"method":"ping"}',
    "no version": b'{"id":"x","method":"ping"}',
    "another version": b'{"jsonrpc":"1.0","id":"x","method":"ping"}',
    "a method that is none": b'{"jsonrpc":"2.0","id":"x","method":5}',
    "parameters that are none": b'{"jsonrpc":"2.0","id":"x","method":"tools/list","params":[1]}',
    "an id of null": b'{"jsonrpc":"2.0","id":null,"method":"ping"}',
    "an id that is a list": b'{"jsonrpc":"2.0","id":[1],"method":"ping"}',
    "an id that is an object": b'{"jsonrpc":"2.0","id":{},"method":"ping"}',
    "an id that is true": b'{"jsonrpc":"2.0","id":true,"method":"ping"}',
    "an id with a fraction": b'{"jsonrpc":"2.0","id":1.5,"method":"ping"}',
    "an id out of range": b'{"jsonrpc":"2.0","id":99999999999999999999,"method":"ping"}',
    "a number out of range": b'{"jsonrpc":"2.0","id":"x","method":"ping","params":{"a":1e999}}',
    "an unknown method": json.dumps(request("no/such")).encode(),
    "an unknown tool": json.dumps(request("tools/call", {"name": "pulse_destroy"})).encode(),
    "a tool with a name of a megabyte": json.dumps(request("tools/call", {"name": "x" * 1_000_000})).encode(),
    "no tool": json.dumps(request("tools/call", {})).encode(),
    "arguments that are none": json.dumps(request("tools/call", {"name": "pulse_list", "arguments": [1]})).encode(),
    "a resource that is none": json.dumps(request("resources/read", {"uri": "file:///etc/passwd"})).encode(),
    "a resource with a name of a megabyte": json.dumps(request("resources/read", {"uri": "upbeat://" + "x" * 1_000_000})).encode(),
    "a resource that is not there": json.dumps(request("resources/read", {"uri": "upbeat://pulses/4711"})).encode(),
    "an unknown prompt": json.dumps(request("prompts/get", {"name": "nope"})).encode(),
    "a cursor": json.dumps(request("tools/list", {"cursor": "x"})).encode(),
    "a version of the protocol that is none": json.dumps(
        request("tools/list", {"_meta": {"io.modelcontextprotocol/protocolVersion": "1999-01-01"}})).encode(),
    "before the handshake": b'{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
}


@pytest.mark.parametrize("runs", [True, False], ids=["daemon", "no daemon"])
def test_bad_lines_are_answered_one_by_one(house, runs):
    if runs:
        house.start()
    bridge = Bridge(house)
    for name, line in BAD.items():
        bridge.send(line)
        answer = bridge.messages.get(timeout=30)
        assert answer is not None and "error" in answer, (name, answer)
        assert -32800 < answer["error"]["code"] <= -32000 and answer["error"]["message"], name
        assert answer.get("id", "") is not None, name
        assert len(json.dumps(answer)) < 9000, name
    # What is answered by nothing.
    bridge.send(
        b"", b"   ", b"\r", {"jsonrpc": "2.0", "id": 7, "result": {}}, {"jsonrpc": "2.0", "id": 8, "error": {"code": 1, "message": "x"}},
        {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": "never seen"}},
        {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": {}}},
        {"jsonrpc": "2.0", "method": "notifications/cancelled"}, {"jsonrpc": "2.0", "method": "notifications/nonsense", "params": 5})
    wrong = bridge.call("pulse_schedule", {"prompt": 5, "inn": "1h"})
    assert wrong["isError"] and "prompt" in words(wrong) and "inn" in words(wrong)
    assert "result" in bridge.ask("tools/call", {"name": "pulse_schedule", "arguments": {"prompt": "\u0000\u202e🙂" * 100, "in": "1h"}})
    assert bridge.messages.empty() and not bridge.seen
    assert bridge.end()[0] == 0 and bridge.stderr() == ""


def test_a_flood_is_bounded_and_answered(bridge):
    count = 3000
    sender = threading.Thread(
        target=lambda: bridge.send(*[request("tools/call", {"name": "pulse_status", "arguments": {}}, n) for n in range(count)]))
    sender.start()
    answers = [bridge.receive(lambda message: True, timeout=60) for _ in range(count)]
    sender.join()
    done = [answer for answer in answers if "result" in answer]
    refused = [answer for answer in answers if "error" in answer]
    assert sorted(answer["id"] for answer in answers) == list(range(count))
    assert done and all("under way" in answer["error"]["message"] for answer in refused)
    assert not bridge.call("pulse_status")["isError"]


def test_a_flood_of_waits_is_refused_and_leaves_room_for_the_rest(bridge):
    bridge.send(*[request("tools/call", {"name": "pulse_wait", "arguments": {}}, n) for n in range(100)])
    refused = [bridge.receive(lambda message: True)["result"] for _ in range(68)]
    assert all(answer["isError"] and "wait" in words(answer) for answer in refused)
    assert not bridge.call("pulse_status")["isError"]
    # Cancelled, they make room.
    bridge.send(*[{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": n}} for n in range(100)])
    assert bridge.call("pulse_wait", {"timeout_s": 1})["structuredContent"]["outcome"] == "timed_out"


def memory(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024


def test_long_lines_without_end_and_a_reader_that_does_not_read_cost_bounded_memory(daemon):
    bridge = Bridge(daemon, bufsize=0)
    part = b'{"jsonrpc":"2.0","id":"' + b"x" * (1 << 20)
    for _ in range(200):
        bridge.process.stdin.write(part)
    bridge.process.stdin.write(b"\n")

    def flood():
        with contextlib.suppress(BrokenPipeError, ValueError):
            for n in range(200_000):
                bridge.process.stdin.write(json.dumps(request("tools/list", {}, n)).encode() + b"\n")

    sender = threading.Thread(target=flood, daemon=True)
    sender.start()
    time.sleep(3)
    # Nobody reads the answers, so no further questions are read.
    assert sender.is_alive() and memory(bridge.process.pid) < 150
    bridge.process.terminate()
    assert bridge.process.wait(timeout=4) == 0
    sender.join(timeout=10)


def test_the_end_of_the_input_lets_calls_end_and_gives_waits_up(daemon):
    bridge = Bridge(daemon)
    bridge.send(
        request("tools/call", {"name": "pulse_wait", "_meta": {"progressToken": 1}}, "wait"),
        request("tools/call", {"name": "pulse_schedule", "arguments": {"prompt": "the last", "in": "1h"}}, "write"))
    code, took = bridge.end()
    assert code == 0 and took < 3
    assert not bridge.answer("write")["result"]["isError"]
    assert bridge.answer("wait") is None
    assert "the last" in daemon.command("ls", "--json").stdout


def test_the_end_of_the_input_ends_it_though_the_daemon_hangs(bridge, daemon):
    os.kill(daemon.process.pid, signal.SIGSTOP)
    try:
        bridge.send(*[request("tools/call", {"name": name, "arguments": {}}, name) for name in ("pulse_status", "pulse_wait")])
        code, took = bridge.end()
        assert code == 0 and took < 3
        assert bridge.receive(lambda message: True) is None
    finally:
        os.kill(daemon.process.pid, signal.SIGCONT)


def test_the_end_of_the_input_ends_it_though_nobody_reads(daemon):
    bridge = Bridge(daemon, bufsize=0)
    # More answers than a pipe holds, and more questions than are taken at once.
    bridge.send(*[request("tools/list", {}, n) for n in range(700)])
    code, took = bridge.end(8)
    assert code == 0 and took < 6


def test_half_a_line_at_the_end_does_nothing(daemon):
    bridge = Bridge(daemon)
    whole = json.dumps(request("tools/call", {"name": "pulse_schedule", "arguments": {"prompt": "half", "in": "1h"}})).encode()
    bridge.process.stdin.write(whole[:-3])
    assert bridge.end()[0] == 0
    assert bridge.receive(lambda message: True)["error"]["code"] == -32700
    assert "half" not in daemon.command("ls", "--json").stdout


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_it_at_once(daemon, number):
    bridge = Bridge(daemon)
    bridge.send(request("tools/call", {"name": "pulse_wait", "_meta": {"progressToken": 1}}, "wait"))
    assert bridge.receive(lambda message: message.get("method") == "notifications/progress")
    begin = time.monotonic()
    bridge.process.send_signal(number)
    assert bridge.process.wait(timeout=4) == 0 and time.monotonic() - begin < 2
    assert bridge.stderr() == ""


def test_a_reader_that_has_gone_ends_it_quietly(daemon):
    bridge = Bridge(daemon, bufsize=0)
    bridge.process.stdout.close()
    bridge.send(request("tools/list"))
    assert bridge.process.wait(timeout=10) == 0 and bridge.stderr() == ""


def test_standard_output_is_kept_for_the_protocol_and_shared_descriptors_stay_as_they_are(daemon):
    (theirs, ours), (mine, its) = os.pipe(), os.pipe()
    process = subprocess.Popen([BINARY, "mcp", "--home", str(daemon.home)], env={"HOME": str(daemon.folder)}, stdin=theirs, stdout=its)
    try:
        os.write(ours, json.dumps(request("server/discover")).encode() + b"\n")
        with os.fdopen(mine, "rb", closefd=False) as answers:
            assert json.loads(answers.readline())["result"]["supportedVersions"] == ["2026-07-28"]
        # Shared with whoever started it: their mode is not its to change.
        assert os.get_blocking(theirs) and os.get_blocking(its)
        # What else is printed goes to standard error.
        assert os.readlink(f"/proc/{process.pid}/fd/1") == os.readlink(f"/proc/{process.pid}/fd/2")
    finally:
        os.close(ours)
        assert process.wait(timeout=4) == 0
        for descriptor in (theirs, mine, its):
            os.close(descriptor)


def test_it_works_with_next_to_nothing_in_its_environment(tmp_path):
    """By the home folder alone; without PATH; and without a home folder in the environment it does not crash."""
    folder = tmp_path / "someone"
    folder.mkdir()
    for environment in ({"HOME": str(folder), "PATH": os.environ["PATH"], "USER": "x", "LOGNAME": "x", "SHELL": "/bin/sh", "TERM": "dumb"},
                        {"HOME": str(folder)}):
        process = subprocess.Popen([BINARY, "mcp"], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd="/")
        message = request("tools/call", {"name": "pulse_schedule", "arguments": {"prompt": "small", "in": "1h"}})
        process.stdin.write(json.dumps(message).encode() + b"\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        assert not answer["result"]["isError"], answer
        process.stdin.close()
        assert process.wait(timeout=4) == 0
    assert (folder / ".local/state/upbeat/upbeat.db").exists()


def test_it_answers_at_once_daemon_or_not(house):
    """The promise is 100 ms; the bound leaves room for a busy machine and debug code, and the best of several counts."""
    (house.home).mkdir(mode=0o700)
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25", "capabilities": {}}}
    took = []
    for _ in range(8):
        begin = time.monotonic()
        bridge = Bridge(house)
        bridge.send(hello)
        assert bridge.answer(1)["result"]["protocolVersion"] == "2025-11-25"
        took.append(time.monotonic() - begin)
        assert bridge.end()[0] == 0
    assert min(took) < 0.2, took
    assert not (house.home / "upbeat.db").exists()


def declare(house):
    house.home.mkdir(mode=0o700, exist_ok=True)
    (house.home / "upbeat.yaml").write_text("agents: {ann: {scope: schedule}, bob: {scope: schedule}}\n")


def test_an_agent_is_the_one_it_is_started_as(house):
    declare(house)
    house.start()
    house.command("add", "the person's own", "--in", "1h")
    ann, bob, nobody = Bridge(house, "--agent", "ann"), Bridge(house, "--agent", "bob"), Bridge(house, "--agent", "nobody")
    assert not ann.call("pulse_schedule", {"prompt": "a plan of ann's", "in": "1h"})["isError"]
    assert [item["id"] for item in ann.call("pulse_list")["structuredContent"]["items"]] == ["2"]
    assert bob.call("pulse_list")["structuredContent"]["items"] == [] and bob.call("pulse_get", {"id": "2"})["isError"]
    refused = nobody.call("pulse_list")
    assert refused["isError"] and "nobody" in words(refused) and "ann, bob" in words(refused)
    assert json.loads(house.command("show", "2", "--json").stdout)["pulse"]["agent"] == "ann"
    # The same with nobody there.
    house.stop()
    assert [item["id"] for item in ann.call("pulse_list")["structuredContent"]["items"]] == ["2"]
    assert "ann, bob" in words(nobody.call("pulse_list"))
    for bridge in (ann, bob, nobody):
        assert bridge.end()[0] == 0
    assert house.command("mcp", "--agent", "no name", check=False).returncode == 64


def test_a_token_narrows_too(house):
    declare(house)
    house.start()
    tokens = {
        name: house.command("token", "create", name, "--scope", scope, *(["--agent", agent] if agent else [])).stdout.strip()
        for name, scope, agent in (("anns", "schedule", "ann"), ("reader", "read", None))
    }
    ann = Bridge(house, env={"UPBEAT_TOKEN": tokens["anns"]})
    assert not ann.call("pulse_schedule", {"prompt": "a plan of ann's", "in": "1h"})["isError"]
    assert json.loads(house.command("show", "1", "--json").stdout)["pulse"]["agent"] == "ann"
    reader = Bridge(house, env={"UPBEAT_TOKEN": tokens["reader"]})
    assert not reader.call("pulse_list")["isError"]
    assert reader.call("pulse_schedule", {"prompt": "x", "in": "1h"})["isError"]
    both = Bridge(house, "--agent", "bob", env={"UPBEAT_TOKEN": tokens["anns"]})
    assert "leave one of them out" in words(both.call("pulse_list"))
    wrong = Bridge(house, env={"UPBEAT_TOKEN": "upb_wrong"})
    assert wrong.call("pulse_list")["isError"] and "upb_wrong" not in words(wrong.call("pulse_list"))
    for bridge in (ann, reader, both, wrong):
        assert bridge.end()[0] == 0


def test_a_run_is_who_it_belongs_to(house):
    declare(house)
    house.start()
    house.command("add", "one of ann's", "--in", "1h", "--agent", "ann")
    house.command("add", "the person's", "--in", "1h")
    lock = os.stat(house.home / "upbeat.lock")
    marks = {number: {"UPBEAT_RUN": f"{lock.st_dev:x}-{lock.st_ino:x}/boot/{number}/1"} for number in (1, 2)}
    inside = Bridge(house, env=marks[1])
    assert [item["id"] for item in inside.call("pulse_list")["structuredContent"]["items"]] == ["1"]
    other = Bridge(house, "--agent", "bob", env=marks[1])
    assert "ann" in words(other.call("pulse_list")) and other.call("pulse_list")["isError"]
    # Who is the person may be less.
    less = Bridge(house, "--agent", "bob", env=marks[2])
    assert less.call("pulse_list")["structuredContent"]["items"] == []
    for bridge in (inside, other, less):
        assert bridge.end()[0] == 0


def test_what_the_configuration_says_of_agents_holds_without_a_daemon_that_ever_ran(house):
    declare(house)
    (house.home / "upbeat.yaml").write_text("agents: {ann: {}}\n")
    ann = Bridge(house, "--agent", "ann")
    made = ann.call("pulse_schedule", {"prompt": "x", "in": "1h"})
    assert not made.get("isError"), made
    assert made["structuredContent"]["item"]["status"] == "pending"
    (house.home / "upbeat.yaml").write_text("agents: {ann: {approval: required, limits: {open_pulses: 2}}}\n")
    made = ann.call("pulse_schedule", {"prompt": "y", "in": "0s"})
    assert made["structuredContent"]["item"]["status"] == "blocked", made
    assert "may have 2 pulses open" in words(ann.call("pulse_schedule", {"prompt": "z", "in": "1h"}))
    (house.home / "upbeat.yaml").write_text("agents: {}\n")
    assert "not declared" in words(ann.call("pulse_list"))
    assert ann.end()[0] == 0
