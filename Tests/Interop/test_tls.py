"""Beyond loopback: TLS with a certificate of the configuration, or the word that a proxy ends it."""

import datetime
import socket
import ssl

import pytest
import requests
import trustme
from conftest import Daemon


class Pair:
    """A certificate and its key in PEM files, and the authority that vouches for it."""

    def __init__(self, folder, name="server", days=90):
        folder.mkdir(exist_ok=True)
        self.authority = trustme.CA()
        ends = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
        made = self.authority.issue_cert("127.0.0.1", "localhost", not_before=ends - datetime.timedelta(days=400), not_after=ends)
        self.certificate, self.key, self.trusted = folder / f"{name}.pem", folder / f"{name}.key", folder / f"{name}-authority.pem"
        self.write(made)

    def write(self, made):
        self.certificate.write_bytes(b"".join(blob.bytes() for blob in made.cert_chain_pems))
        self.key.write_bytes(made.private_key_pem.bytes())
        self.key.chmod(0o600)
        self.authority.cert_pem.write_to_path(self.trusted)

    def renew(self):
        self.authority = trustme.CA()
        self.write(self.authority.issue_cert("127.0.0.1", "localhost"))

    @property
    def variables(self):
        return {"UPBEAT_HTTP_TLS_CERTIFICATE": str(self.certificate), "UPBEAT_HTTP_TLS_KEY": str(self.key)}


@pytest.fixture
def pair(tmp_path):
    return Pair(tmp_path / "tls")


def ask(daemon, pair, path="/v1/status", **options):
    headers = {"Authorization": f"Bearer {daemon.token}"}
    return requests.get(daemon.url + path, headers=headers, verify=str(pair.trusted), timeout=5, **options)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_the_door_speaks_tls(tmp_path, pair):
    daemon = Daemon(tmp_path, **pair.variables)
    try:
        assert daemon.url.startswith("https://127.0.0.1:")
        port = int(daemon.url.rsplit(":", 1)[1])
        silent = socket.create_connection(("127.0.0.1", port), timeout=15)
        silent.send(b"\x16\x03\x01")
        assert daemon.url in ask(daemon, pair).json()["listening"]
        assert requests.post(daemon.url + "/v1/pulses", json={"prompt": "x"}, verify=str(pair.trusted), timeout=5).status_code == 401
        # Nothing else is spoken there: neither plain HTTP nor what is older than TLS 1.2.
        with pytest.raises(requests.ConnectionError):
            requests.get(daemon.url.replace("https", "http") + "/healthz", timeout=5)
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.load_verify_locations(pair.trusted)
        old.set_ciphers("DEFAULT@SECLEVEL=0")
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        with pytest.raises(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
            old.wrap_socket(plain, server_hostname="localhost")
        # The user's own programs come in as ever.
        assert daemon.command("status").returncode == 0 and daemon.command("doctor", check=False).stdout.count("certificate is good") == 1
        # A handshake that does not go on is not waited for.
        with silent:
            assert silent.recv(1) == b""
    finally:
        daemon.stop()


def test_a_renewed_certificate_is_shown_after_a_reload(tmp_path, pair):
    daemon = Daemon(tmp_path, **pair.variables)
    try:
        with requests.Session() as session:
            before = str(pair.trusted) + ".before"
            pair.authority.cert_pem.write_to_path(before)
            session.headers["Authorization"] = f"Bearer {daemon.token}"
            assert session.get(daemon.url + "/v1/status", verify=before, timeout=5).status_code == 200
            pair.renew()
            daemon.command("reload")
            # Connections that are open stay; new ones are shown the new one.
            assert session.get(daemon.url + "/v1/status", verify=before, timeout=5).status_code == 200
        assert ask(daemon, pair).status_code == 200
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(daemon.url + "/healthz", verify=before, timeout=5)
        # One that cannot be shown leaves the one in force.
        pair.key.write_text("nothing")
        refused = daemon.command("reload", check=False)
        assert refused.returncode != 0 and "holds no key in PEM form" in refused.stderr
        assert ask(daemon, pair).status_code == 200
    finally:
        daemon.stop()


def broken(pair, tmp_path, how):
    if how == "key open to others":
        pair.key.chmod(0o644)
        return f"http.tls.key: {pair.key} holds a key and is open to other users (mode 644); close it with: chmod 600 {pair.key}"
    if how == "no key":
        pair.key.unlink()
        return f"http.tls.key: cannot read {pair.key}: No such file or directory"
    if how == "no certificate":
        pair.certificate.write_text("nothing")
        return f"http.tls.certificate: {pair.certificate} holds no certificate in PEM form"
    if how == "a folder":
        pair.certificate.unlink()
        pair.certificate.mkdir()
        return f"http.tls.certificate: {pair.certificate} is not a plain file"
    if how == "another's key":
        pair.key.write_bytes(Pair(tmp_path / "tls", "other").key.read_bytes())
        return f"http.tls.key: the key in {pair.key} is not the one of the certificate in {pair.certificate}"
    assert how == "encrypted"
    pair.key.write_text("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n")
    return f"http.tls.key: the key in {pair.key} is encrypted"


@pytest.mark.parametrize("how", ["key open to others", "no key", "no certificate", "a folder", "another's key", "encrypted"])
def test_what_cannot_be_shown_is_told(tmp_path, pair, how):
    sentence = broken(pair, tmp_path, how)
    daemon = Daemon(tmp_path, starts=False, **pair.variables)
    refused = daemon.command("run", check=False)
    assert refused.returncode == 1 and sentence in refused.stderr, refused.stderr
    assert sentence in daemon.command("doctor", check=False).stdout


def test_links_are_followed_and_one_file_may_hold_both(tmp_path, pair):
    both = tmp_path / "both.pem"
    both.write_bytes(pair.certificate.read_bytes() + pair.key.read_bytes())
    both.chmod(0o640)
    (tmp_path / "link.pem").symlink_to(both)
    daemon = Daemon(tmp_path, UPBEAT_HTTP_TLS_CERTIFICATE=str(tmp_path / "link.pem"))
    try:
        assert ask(daemon, pair).status_code == 200
    finally:
        daemon.stop()


@pytest.mark.parametrize("days, words", [(-1, "expired at"), (5, "expires at")])
def test_a_certificate_at_its_end_warns(tmp_path, days, words):
    pair = Pair(tmp_path / "tls", days=days)
    daemon = Daemon(tmp_path, **pair.variables)
    daemon.stop()
    assert f"the certificate {pair.certificate} {words}" in (daemon.home / "upbeat.log").read_text()


# The short form of 127.0.0.1 (inet(3)): an address that is not known to be of this machine alone, and is.
BEYOND = {"UPBEAT_HTTP_HOST": "127.1"}


def test_other_machines_are_not_let_in_unencrypted(tmp_path):
    refused = Daemon(tmp_path, starts=False, **BEYOND).command("run", check=False)
    assert refused.returncode == 1
    assert "http.tls.certificate and http.tls.key, or http.behind_proxy: true" in refused.stderr


def test_other_machines_come_in_over_tls(tmp_path, pair):
    daemon = Daemon(tmp_path, **BEYOND, **pair.variables)
    try:
        assert daemon.url.startswith("https://127.1:")
        port = daemon.url.rsplit(":", 1)[1]
        for host, status in ("127.1", 200), ("localhost", 200), ("evil.com", 421):
            answer = requests.get(
                f"https://localhost:{port}/healthz", headers={"Host": f"{host}:{port}"}, verify=str(pair.trusted), timeout=5
            )
            assert answer.status_code == status
    finally:
        daemon.stop()


def test_a_proxy_says_who_asks(tmp_path):
    daemon = Daemon(tmp_path, **BEYOND, UPBEAT_HTTP_BEHIND_PROXY="true", UPBEAT_HTTP_ALLOWED_HOSTS="upbeat.example.net")
    try:
        port = daemon.url.rsplit(":", 1)[1]

        def guess(number, client):
            headers = {
                "Host": "upbeat.example.net", "Origin": "https://upbeat.example.net", "Authorization": f"Bearer upb_{number}",
                "X-Forwarded-For": f"10.0.0.{number}, {client}", "X-Forwarded-Proto": "https",
            }  # fmt: skip
            return requests.get(f"http://127.0.0.1:{port}/v1/status", headers=headers, timeout=5).status_code

        assert [guess(number, "203.0.113.7") for number in range(7)] == [403] * 5 + [429] * 2
        assert guess(7, "203.0.113.8") == 403
    finally:
        daemon.stop()
