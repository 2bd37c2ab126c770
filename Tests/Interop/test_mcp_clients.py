"""`upbeat mcp install` and `uninstall` by the built program, in homes with and without clients.

The clients' programs are stand-ins: scripts that write down their arguments and keep the file as the real ones are documented to. None of
the real clients is run here.
"""

import json
import os
import stat
import subprocess
import tomllib

import pytest
import yaml

from conftest import BINARY

CLIENTS = ["claude", "codex", "gemini", "goose", "opencode", "cursor", "vscode"]

# Writes its arguments down, one call a line; `add` refuses a name that is there, as Claude Code does.
CLAUDE = """#!/usr/bin/env python3
import json, os, sys
home = os.environ["HOME"]
with open(home + "/calls", "a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
path = home + "/.claude.json"
state = json.load(open(path)) if os.path.exists(path) else {}
servers = state.setdefault("mcpServers", {})
words = sys.argv[2:]
if words[0] == "add":
    command = words[words.index("--") + 1:]
    name = words[words.index("--") - 1]
    if name in servers:
        sys.exit(f"MCP server {name} already exists in user config")
    env = dict(words[i + 1].split("=", 1) for i, word in enumerate(words) if word == "--env")
    servers[name] = {"type": "stdio", "command": command[0], "args": command[1:], "env": env}
else:
    del servers[words[-1]]
json.dump(state, open(path, "w"), indent=2)
"""


def upbeat(home, *arguments, path="/usr/bin:/bin", **more):
    environment = {"HOME": str(home), "PATH": path, **more}
    return subprocess.run([BINARY, "mcp", *arguments], env=environment, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)


def tree(home):
    """Every file below with its bytes and mode."""
    return {
        str(path.relative_to(home)): (path.read_bytes(), stat.S_IMODE(path.stat().st_mode))
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("client", CLIENTS)
def test_print_touches_nothing_and_can_be_copied(tmp_path, client):
    done = upbeat(tmp_path, "install", client, "--print", "--agent", "ann", UPBEAT_HOME=str(tmp_path / "my house"))
    assert done.returncode == 0, done.stderr
    if client == "codex":
        entry = tomllib.loads(done.stdout)["mcp_servers"]["upbeat"]
    elif client == "goose":
        entry = yaml.safe_load(done.stdout)["extensions"]["upbeat"]
    else:
        entry = next(iter(json.loads(done.stdout).values()))["upbeat"]
    words = entry["command"] if client == "opencode" else [entry.get("command", entry.get("cmd")), *entry["args"]]
    assert words == [os.path.realpath(BINARY), "mcp", "--agent", "ann"] or words == [BINARY, "mcp", "--agent", "ann"]
    variables = entry.get("env") or entry.get("envs") or entry.get("environment")
    assert variables == {"UPBEAT_HOME": str(tmp_path / "my house")}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_that_is_not_there(tmp_path, client):
    done = upbeat(tmp_path, "install", client)
    assert done.returncode == 5 and "was not found" in done.stderr and "upbeat" in done.stdout
    assert upbeat(tmp_path, "uninstall", client).returncode == 5
    assert list(tmp_path.iterdir()) == []


FILES = {
    "cursor": (".cursor/mcp.json", "mcpServers"),
    "gemini": (".gemini/settings.json", "mcpServers"),
    "vscode": (".config/Code/User/mcp.json", "servers"),
    "opencode": (".config/opencode/opencode.json", "mcp"),
}


@pytest.mark.parametrize("client", FILES)
def test_a_file_with_other_servers_comes_back_to_the_byte(tmp_path, client):
    name, key = FILES[client]
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    text = '{\n\t"%s": {\n\t\t"other": {"n": 1.50, "s": "\\u00fc"}\n\t},\n\t"z": 1e3\n}\n' % key
    file.write_bytes(text.encode())
    file.chmod(0o600)
    first = upbeat(tmp_path, "install", client)
    assert first.returncode == 0, first.stderr
    assert json.loads(file.read_text())[key]["other"] == {"n": 1.5, "s": "ü"}
    assert text[: text.index("\n\t},")] in file.read_text() and '"z": 1e3' in file.read_text()
    after = tree(tmp_path)
    assert upbeat(tmp_path, "install", client).returncode == 0 and tree(tmp_path) == after
    assert upbeat(tmp_path, "uninstall", client).returncode == 0
    assert file.read_bytes() == text.encode() and stat.S_IMODE(file.stat().st_mode) == 0o600
    copies = [path for path in file.parent.iterdir() if ".bak-" in path.name]
    assert len(copies) == 2 and all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in copies)
    assert len(list(file.parent.iterdir())) == 3


@pytest.mark.parametrize(
    "text",
    [b"{ // mine\n}", b'{"mcpServers": {},}', b"\xef\xbb\xbf{}", b'{"mcpServers": []}', b'{"a": 1, "a": 2}', b"\xff", b"[" * 100_000,
     b'{"a": "' + b"x" * (1 << 20) + b'"}'],
    ids=["comment", "comma", "mark", "list", "twice", "bytes", "deep", "large"],
)  # fmt: skip
@pytest.mark.parametrize("verb", ["install", "uninstall"])
def test_a_bad_file_stays_as_it_is(tmp_path, text, verb):
    (tmp_path / ".cursor").mkdir()
    (tmp_path / ".cursor/mcp.json").write_bytes(text)
    before = tree(tmp_path)
    done = upbeat(tmp_path, verb, "cursor")
    assert done.returncode == 1 and str(tmp_path / ".cursor/mcp.json") in done.stderr
    if verb == "install":
        assert json.loads(done.stdout)["mcpServers"]["upbeat"]["args"] == ["mcp"]
    assert tree(tmp_path) == before


def test_many_at_once_leave_one_entry_and_a_whole_file(tmp_path):
    (tmp_path / ".cursor").mkdir()
    file = tmp_path / ".cursor/mcp.json"
    file.write_text('{"mcpServers": {"other": {"command": "x"}}}')
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    crowd = [
        subprocess.Popen(
            [BINARY, "mcp", "install", "cursor", "--agent", f"a{number}"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for number in range(8)
    ]
    ends = [(one.communicate(timeout=60), one.returncode)[1] for one in crowd]
    assert 0 in ends and set(ends) <= {0, 1}
    servers = json.loads(file.read_text())["mcpServers"]
    assert list(servers) == ["other", "upbeat"] and servers["upbeat"]["args"][:2] == ["mcp", "--agent"]
    assert not [path.name for path in file.parent.iterdir() if path.name.startswith(".")]


def test_a_stand_in_for_claude_is_told_what_it_needs(tmp_path):
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "claude").write_text(CLAUDE)
    (tools / "claude").chmod(0o755)
    path = f"{tools}:/usr/bin:/bin"
    first = upbeat(tmp_path, "install", "claude", path=path)
    assert first.returncode == 0 and first.stdout.startswith("upbeat is registered with Claude Code\nran claude mcp add "), first.stderr
    assert first.stderr == ""
    again = upbeat(tmp_path, "install", "claude", path=path)
    assert again.returncode == 0 and "nothing has changed" in again.stdout
    other = upbeat(tmp_path, "install", "claude", "--agent", "ann", "--json", path=path)
    document = json.loads(other.stdout)
    assert document["change"] == "replaced" and json.loads(document["was"])["args"] == ["mcp"]
    assert json.loads((tmp_path / ".claude.json").read_text())["mcpServers"]["upbeat"]["args"] == ["mcp", "--agent", "ann"]
    assert upbeat(tmp_path, "uninstall", "claude", path=path).returncode == 0
    assert upbeat(tmp_path, "uninstall", "claude", path=path).returncode == 5
    calls = [json.loads(line)[1] for line in (tmp_path / "calls").read_text().splitlines()]
    assert calls == ["add", "remove", "add", "remove"]


def test_by_a_link_the_link_is_registered(tmp_path):
    (tmp_path / ".cursor").mkdir()
    link = tmp_path / "upbeat"
    link.symlink_to(BINARY)
    environment = {"HOME": str(tmp_path), "PATH": f"{tmp_path}:/usr/bin"}
    for called in [str(link), "upbeat"]:
        done = subprocess.run(
            [called, "mcp", "install", "cursor", "--print"], executable=link, env=environment, capture_output=True, text=True, timeout=60
        )
        assert json.loads(done.stdout)["mcpServers"]["upbeat"]["command"] == str(link)
    # A name that means another program is not believed.
    odd = subprocess.run(
        ["/bin/true", "mcp", "install", "cursor", "--print"], executable=link, env=environment, capture_output=True, text=True, timeout=60
    )
    assert json.loads(odd.stdout)["mcpServers"]["upbeat"]["command"] == os.path.realpath(BINARY)
