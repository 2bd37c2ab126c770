"""The service: what `upbeat install` writes, by the tools that read it; and the daemon as a service manager runs it."""

import codecs
import os
import pathlib
import plistlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest

from conftest import BINARY

needs_analyze = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze, of the package systemd, is not here")

KINDS = {
    "user": ["--user"],
    "agents": ["--system", "--profile", "agents", "--account", "alice"],
    "webhooks": ["--system", "--profile", "webhooks"],
}

# Folders that hold what systemd reads as something else.
ODD = ["plain", "with blanks", "100%i", "$HOME ${x}", 'q"u\'o\\te', "ü;#&<>", "a=b\"c"]


def environment(folder, **more):
    return {"HOME": str(folder), "PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(folder), **more}


def install(folder, *arguments, program=BINARY, check=True, command="install", **more):
    return subprocess.run(
        [program, command, *arguments], env=environment(folder, **more), capture_output=True, text=True, check=check, timeout=60
    )


def copy_of_program(folder):
    """A program at an odd place: a link to the real one, as a package manager makes them."""
    folder.mkdir(parents=True)
    program = folder / "upbeat"
    program.symlink_to(BINARY)
    return str(program)


def analyze(*arguments, folder):
    return subprocess.run(["systemd-analyze", *arguments], env=environment(folder), capture_output=True, text=True, timeout=60)


@needs_analyze
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("odd", ODD)
def test_systemd_reads_every_unit_without_complaint(tmp_path, kind, odd):
    program = copy_of_program(tmp_path / odd)
    unit = tmp_path / "upbeat.service"
    path = f"/usr/bin:{tmp_path / odd}:/bin"
    unit.write_text(install(tmp_path, "--print", *KINDS[kind], program=program, PATH=path).stdout)
    scope = ["--user"] if kind == "user" else []
    verified = analyze(*scope, "verify", str(unit), folder=tmp_path)
    assert (verified.returncode, verified.stderr, verified.stdout) == (0, "", "")
    # Told of something that is wrong, it does complain.
    unit.write_text(unit.read_text().replace("Type=notify", "Type=notifyish").replace(program[1:4], "no-such"))
    assert analyze(*scope, "verify", str(unit), folder=tmp_path).stderr != ""


@needs_analyze
@pytest.mark.parametrize("kind, limit", [("webhooks", 1.2), ("agents", 4.5)])
def test_the_machines_units_are_as_closed_as_their_work_lets_them(tmp_path, kind, limit):
    unit = tmp_path / "upbeat.service"
    unit.write_text(install(tmp_path, "--print", *KINDS[kind]).stdout)
    report = analyze("security", "--offline=true", "--no-pager", str(unit), folder=tmp_path).stdout
    level = re.search(r"Overall exposure level for upbeat\.service: ([0-9.]+)", report)
    assert float(level[1]) <= limit


def unquoted(line):
    """The words of a line as systemd.syntax(7) has them: quotes group, a backslash escapes, %% is one %."""
    words, word, quote, begun = [], "", None, False
    characters = iter(line)
    for character in characters:
        if character == "\\":
            word, begun = word + codecs.decode("\\" + next(characters), "unicode_escape"), True
        elif quote:
            if character == quote:
                quote = None
            else:
                word += character
        elif character in "\"'":
            quote, begun = character, True
        elif character == " ":
            if begun:
                words.append(word)
            word, begun = "", False
        else:
            word, begun = word + character, True
    if begun:
        words.append(word)
    return [word.replace("%%", "%") for word in words]


class Unit:
    def __init__(self, text):
        self.settings = [line.split("=", 1) for line in text.splitlines() if re.match(r"[A-Za-z]+=", line)]

    def all(self, name):
        return [value for key, value in self.settings if key == name]

    @property
    def command(self):
        (line,) = self.all("ExecStart")
        words = unquoted(line.removeprefix(":"))
        return words if line.startswith(":") else [word.replace("$$", "$") for word in words]

    @property
    def environment(self):
        return dict(word.split("=", 1) for line in self.all("Environment") for word in unquoted(line))


class Manager:
    """What systemd does for a service, as far as the service sees it."""

    def __init__(self, unit, folder, watchdog=0.6):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(folder / "notify"))
        self.socket.settimeout(30)
        variables = {
            "HOME": str(folder),
            **unit.environment,
            "NOTIFY_SOCKET": str(folder / "notify"),
            "WATCHDOG_USEC": str(int(watchdog * 1_000_000)),
            "UPBEAT_HTTP_PORT": "0",
            "UPBEAT_ENGINE_DRAIN_LIMIT": "1s",
        }
        for variable, name in {"STATE": "StateDirectory", "RUNTIME": "RuntimeDirectory", "CONFIGURATION": "ConfigurationDirectory"}.items():
            for value in unit.all(name):
                path = folder / variable / value
                path.mkdir(parents=True, mode=0o700)
                variables[f"{variable}_DIRECTORY"] = str(path)
        self.process = subprocess.Popen(unit.command, env=variables, stdout=subprocess.DEVNULL, stderr=(folder / "stderr").open("wb"))
        self.variables = variables

    def next(self):
        return dict(line.split("=", 1) for line in self.socket.recv(65536).decode().splitlines())

    def until(self, word):
        while True:
            message = self.next()
            if word in message:
                return message

    def silence(self):
        """Drops what has come."""
        self.socket.setblocking(False)
        try:
            while True:
                self.socket.recv(65536)
        except BlockingIOError:
            self.socket.settimeout(30)

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.socket.close()


@pytest.fixture
def managed():
    managers = []

    def begin(*arguments, **options):
        managers.append(Manager(*arguments, **options))
        return managers[-1]

    yield begin
    for manager in managers:
        manager.end()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("odd", ["plain", ODD[-3]])
def test_an_installed_unit_starts_is_watched_and_stops(tmp_path, managed, kind, odd):
    root = tmp_path / "root"
    root.mkdir()
    program = copy_of_program(tmp_path / odd)
    install(tmp_path, "--root", str(root), *KINDS[kind], program=program)
    folder = root / (str(tmp_path / ".config/systemd/user")[1:] if kind == "user" else "etc/systemd/system")
    file = folder / "upbeat.service"
    assert file.stat().st_mode & 0o777 == 0o644
    unit = Unit(file.read_text())
    assert unit.all("Type") == ["notify"] and unit.all("ExecReload") == ["/bin/kill -HUP $MAINPID"]
    home = tmp_path / "h"
    home.mkdir()
    manager = managed(unit, home)
    ready = manager.next()
    assert ready["READY"] == "1" and "STATUS" in ready
    asked = [program, "status", "--json"]
    status = subprocess.run(asked, env={k: v for k, v in manager.variables.items() if k != "NOTIFY_SOCKET"}, capture_output=True, text=True)
    assert status.returncode == 0 and f'"pid":{manager.process.pid}' in status.stdout.replace(" ", "")
    if kind != "user":
        assert (home / "RUNTIME/upbeat/upbeat.sock").is_socket() and (home / "STATE/upbeat/upbeat.db").exists()
    for _ in range(3):
        assert manager.until("WATCHDOG")["WATCHDOG"] == "1"
    manager.process.send_signal(signal.SIGTERM)
    stopping = manager.until("STOPPING")
    assert stopping["STOPPING"] == "1" and int(stopping["EXTEND_TIMEOUT_USEC"]) >= 1_000_000
    assert manager.process.wait(timeout=30) == 0


def test_a_reload_is_told_with_the_clock_it_began_by(tmp_path, managed):
    manager = managed(Unit(install(tmp_path, "--print", "--user").stdout), tmp_path)
    manager.until("READY")
    before = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
    manager.process.send_signal(signal.SIGHUP)
    reloading = manager.until("RELOADING")
    assert before <= int(reloading["MONOTONIC_USEC"]) <= time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
    assert manager.until("READY")["READY"] == "1"
    assert manager.process.poll() is None


def test_a_daemon_that_stands_still_is_no_longer_heard_of(tmp_path, managed):
    manager = managed(Unit(install(tmp_path, "--print", "--user").stdout), tmp_path)
    manager.until("WATCHDOG")
    manager.process.send_signal(signal.SIGSTOP)
    manager.silence()
    manager.socket.settimeout(1.5)
    with pytest.raises(TimeoutError):
        manager.next()
    manager.socket.settimeout(30)
    manager.process.send_signal(signal.SIGCONT)
    manager.until("WATCHDOG")


@pytest.mark.parametrize("where", ["gone", "folder", "long", "relative"])
def test_a_manager_that_cannot_be_told_stops_nothing(tmp_path, managed, where):
    manager = managed(Unit(install(tmp_path, "--print", "--user").stdout), tmp_path)
    manager.until("READY")
    manager.process.terminate()
    assert manager.process.wait(timeout=30) == 0
    value = {"gone": f"{tmp_path}/none", "folder": str(tmp_path), "long": f"/{'x' * 200}", "relative": "notify"}[where]
    process = subprocess.Popen(
        manager.process.args, env={**manager.variables, "NOTIFY_SOCKET": value}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        while "curl" not in process.stdout.readline():
            assert process.poll() is None
        process.terminate()
        _, messages = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0 and "NOTIFY_SOCKET is " in messages


def test_what_a_run_sees_is_not_the_managers_socket(tmp_path, managed):
    manager = managed(Unit(install(tmp_path, "--print", "--user").stdout), tmp_path)
    manager.until("READY")
    shown = subprocess.run(
        [BINARY, "add", "--command", "--wait", "--", "env"], env=manager.variables, capture_output=True, text=True, timeout=60
    )
    assert "UPBEAT_RUN=" in shown.stdout and "NOTIFY_SOCKET" not in shown.stdout and "WATCHDOG_USEC" not in shown.stdout


@pytest.mark.parametrize("odd", ODD)
def test_python_reads_the_agent_of_launchd(tmp_path, odd):
    home = tmp_path / odd
    program = copy_of_program(home / "bin")
    text = install(home, "--print", "--manager", "launchd", program=program, PATH=f"{home}:/usr/bin").stdout
    agent = plistlib.loads(text.encode())
    assert agent["ProgramArguments"] == [program, "run"] and agent["WorkingDirectory"] == str(home)
    assert agent["EnvironmentVariables"]["PATH"] == f"{home}:/usr/bin"
    assert agent["KeepAlive"] == {"SuccessfulExit": False} and agent["RunAtLoad"] is True and agent["LegacyTimers"] is True
    assert agent["ProcessType"] == "Interactive" and agent["ExitTimeOut"] == 30 and agent["ThrottleInterval"] == 10
    assert agent["StandardOutPath"].startswith(f"{home}/Library/Logs/upbeat/")
    root = tmp_path / "root"
    root.mkdir()
    install(home, "--root", str(root), "--manager", "launchd", program=program)
    (file,) = (root / str(home)[1:] / "Library/LaunchAgents").iterdir()
    assert file.name == agent["Label"] + ".plist"


def test_printing_touches_nothing(tmp_path):
    for arguments in KINDS.values():
        install(tmp_path, "--print", *arguments)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments, code, words",
    [
        (["--user", "--system"], 64, "--user and --system exclude each other"),
        (["--profile", "everything"], 64, "'agents' and 'webhooks'"),
        (["--user", "--profile", "webhooks"], 64, "use --system"),
        (["--manager", "launchd", "--system"], 64, "leave --system out"),
        (["--manager", "upstart"], 64, "systemd"),
        (["--system", "--account", "a b"], 64, "cannot be an account"),
        (["--system", "--account", "no-such-account-here"], 5, "useradd"),
        (["--root", ""], 64, "--root is empty"),
        (["--user", "--root", "/no/such/folder"], 1, "No such file or directory"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path, arguments, code, words):
    refused = install(tmp_path, *arguments, check=False)
    assert (refused.returncode, refused.stdout) == (code, "") and words in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_program_called_by_a_relative_path_is_installed_by_its_full_one(tmp_path):
    copy_of_program(tmp_path / "bin")
    for name, path in [("./bin/upbeat", "/usr/bin"), ("upbeat", "bin:/usr/bin"), ("upbeat", f"{tmp_path}/bin")]:
        printed = subprocess.run(
            ["/usr/bin/env", "-C", str(tmp_path), name, "install", "--print", "--user"],
            env=environment(tmp_path, PATH=path), capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert Unit(printed.stdout).command == [f"{tmp_path}/bin/upbeat", "run"]


def test_somebody_elses_file_and_a_link_are_left_alone(tmp_path):
    file = tmp_path / ".config/systemd/user/upbeat.service"
    file.parent.mkdir(parents=True)
    file.write_text("[Service]\nExecStart=/usr/bin/other\n")
    refused = install(tmp_path, "--user", check=False)
    assert refused.returncode == 6 and "was not written by" in refused.stderr and "other" in file.read_text()
    assert install(tmp_path, "--user", command="uninstall", check=False).returncode == 6 and file.exists()
    install(tmp_path, "--user", "--force", "--root", "/")
    assert "upbeat" in file.read_text()
    install(tmp_path, "--user", "--root", "/", command="uninstall")
    assert not file.exists()
    assert install(tmp_path, "--user", command="uninstall", check=False).returncode == 5
    target = tmp_path / "precious"
    target.write_text("precious")
    file.symlink_to(target)
    for force in [[], ["--force"]]:
        refused = install(tmp_path, "--user", *force, check=False)
        assert refused.returncode == 1 and "symbolic link" in refused.stderr
    assert target.read_text() == "precious"


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user")
def test_the_machines_service_wants_its_owner(tmp_path):
    tmp_path.chmod(0o755)
    program = [sys.executable, "-c", "import os, sys; os.setgid(65534); os.setuid(65534); os.execv(sys.argv[1], sys.argv[1:])"]
    refused = subprocess.run(
        [*program, BINARY, "install", "--system", "--profile", "webhooks"], env=environment(tmp_path), capture_output=True, text=True
    )
    assert refused.returncode == 4 and "Permission denied; use sudo" in refused.stderr
    assert not pathlib.Path("/etc/systemd/system/upbeat.service").exists()
