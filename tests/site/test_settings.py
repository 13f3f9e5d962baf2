"""Settings as an operator meets them: a process started with an environment, and what it says."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOW = """
import json, sys
from django.conf import settings
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}, default=str))
"""


def start(arguments: list[str], var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with nothing in the environment but the settings given."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"PATH": os.defpath, "ORCHESTRATOR_VAR": str(var), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def check(var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return start(["manage.py", "check"], var, **environment)


def settings_of(var: Path, *names: str, **environment: str) -> dict:
    module = {"DJANGO_SETTINGS_MODULE": "orchestrator_site.settings"}
    done = start(["-c", SHOW, *names], var, **module, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


WRONG = [
    ({"PORT": "0"}, "PORT is '0'; expected a whole number from 1 to 65535"),
    ({"PORT": "99999"}, "PORT is '99999'"),
    ({"PORT": "abc"}, "PORT is 'abc'"),
    ({"HOST": "http://here"}, "HOST is 'http://here'"),
    ({"HOST": "999.1.1.1"}, "HOST is '999.1.1.1'"),
    ({"DEBUG": "maybe"}, "DEBUG is 'maybe'; expected 1 or 0"),
    (
        {"ORCHESTRATOR_WORKERS": "many"},
        "ORCHESTRATOR_WORKERS is 'many'; expected a whole number from 1 to 256",
    ),
    ({"ORCHESTRATOR_WORKERS": "0"}, "ORCHESTRATOR_WORKERS is '0'"),
    ({"ORCHESTRATOR_WORKERS": "257"}, "ORCHESTRATOR_WORKERS is '257'"),
    ({"ORCHESTRATOR_WORKERS": "1_0"}, "ORCHESTRATOR_WORKERS is '1_0'"),
    ({"ORCHESTRATOR_LEASE_S": "1"}, "ORCHESTRATOR_LEASE_S is '1'; expected a whole number from 2 to 3600"),
    ({"ORCHESTRATOR_LEASE_S": "2.5"}, "ORCHESTRATOR_LEASE_S is '2.5'"),
    ({"ORCHESTRATOR_OFFLINE_LATENCY_MS": "-1"}, "ORCHESTRATOR_OFFLINE_LATENCY_MS is '-1'"),
    ({"ORCHESTRATOR_AGENT": "foo"}, "ORCHESTRATOR_AGENT is 'foo'; expected auto, claude or offline"),
    ({"ORCHESTRATOR_AGENT": "claude"}, "ANTHROPIC_API_KEY is unset"),
    ({"ORCHESTRATOR_SANDBOX": "docker"}, "ORCHESTRATOR_SANDBOX is 'docker'; expected auto, bwrap or off"),
    ({"ANTHROPIC_BASE_URL": "localhost:1234"}, "ANTHROPIC_BASE_URL has the scheme 'localhost'"),
    ({"ANTHROPIC_BASE_URL": "https://"}, "ANTHROPIC_BASE_URL names no host"),
    ({"PUBLIC_URL": "orchestrator.example.org"}, "PUBLIC_URL has no scheme"),
    ({"PUBLIC_URL": "https://example.org/path"}, "PUBLIC_URL is not just an origin"),
    ({"REDIS_URL": "redis://localhost"}, "SECRET_KEY is unset"),
    ({"DATABASE_URL": "postgres://localhost/x"}, "SECRET_KEY is unset"),
    ({"REDIS_URL": "http://localhost", "SECRET_KEY": "x"}, "REDIS_URL has the scheme 'http'"),
    ({"DATABASE_URL": "mysql://u:p@host/x", "SECRET_KEY": "x"}, "DATABASE_URL has the scheme 'mysql'"),
    ({"DATABASE_URL": "postgres://host:port/x", "SECRET_KEY": "x"}, "DATABASE_URL is no valid URL"),
    ({"DATABASE_URL": "postgres://host", "SECRET_KEY": "x"}, "DATABASE_URL names no database"),
    ({"DATABASE_URL": "postgres://host/x?ssl=on", "SECRET_KEY": "x"}, "DATABASE_URL has the option 'ssl'"),
    ({"DATABASE_URL": "sqlite://:memory:", "SECRET_KEY": "x"}, "DATABASE_URL"),
]


@pytest.mark.parametrize(("environment", "sentence"), WRONG, ids=[str(wrong) for wrong, _ in WRONG])
def test_a_wrong_value_stops_the_start_with_one_sentence(environment, sentence, tmp_path):
    done = check(tmp_path, **environment)

    assert done.returncode == 2
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"PORT": "1", "HOST": "0.0.0.0", "DEBUG": "1", "ORCHESTRATOR_WORKERS": "256"},
        {"PORT": "", "ORCHESTRATOR_LEASE_S": "", "DATABASE_URL": "", "ORCHESTRATOR_AGENT": ""},
        {"ORCHESTRATOR_AGENT": "claude", "ANTHROPIC_BASE_URL": "http://127.0.0.1:1234"},
        {"REDIS_URL": "redis://:pass@localhost:6379/0", "SECRET_KEY": "x" * 50},
        {"DATABASE_URL": "postgres://localhost/x?sslmode=require", "SECRET_KEY": "x" * 50},
    ],
    ids=str,
)
def test_right_values_start(environment, tmp_path):
    done = check(tmp_path, **environment)

    assert done.returncode == 0, done.stderr


def test_a_wrong_value_never_shows_a_password(tmp_path):
    done = check(tmp_path, DATABASE_URL="mysql://user:hush@host/name", SECRET_KEY="whisper")

    assert "hush" not in done.stderr
    assert "whisper" not in done.stderr


def test_gunicorns_entry_says_one_sentence_too(tmp_path):
    done = start(["-c", "import orchestrator_site.wsgi"], tmp_path, PORT="x")

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("# comment\n\nPORT=8001\n", 8001),
        ("PORT = '8001'\n", 8001),
        ('PORT="8001"', 8001),
        ("PORT=\n", 8000),
        ("\ufeffPORT=8001\r\n", 8001),
    ],
)
def test_settings_env_in_the_var_folder_is_read(content, found, tmp_path):
    (tmp_path / "settings.env").write_text(content, encoding="utf-8")

    assert settings_of(tmp_path, "PORT") == {"PORT": found}


def test_the_real_environment_wins_over_settings_env(tmp_path):
    (tmp_path / "settings.env").write_text("ANTHROPIC_API_KEY=k\nPORT=8001\n")

    assert settings_of(tmp_path, "PORT", PORT="8002") == {"PORT": 8002}
    assert settings_of(tmp_path, "ACTIVE_AGENT", ANTHROPIC_API_KEY="") == {"ACTIVE_AGENT": "offline"}


@pytest.mark.parametrize(
    "line", ["PORT 8001", "=8001", "PORT='8001", "2PORT=1", "export PORT=8001", "ORCHESTRATOR_VAR=/x"]
)
def test_a_bad_line_in_settings_env_is_named_by_file_and_number(line, tmp_path):
    (tmp_path / "settings.env").write_text(f"# ours\n{line}\n")

    done = check(tmp_path)

    assert done.returncode == 2
    assert done.stderr.startswith(f"{tmp_path}/settings.env, line 2: ")
    assert done.stderr.count("\n") == 1


def test_processes_that_need_a_key_at_once_all_get_the_same(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: settings_of(tmp_path, "SECRET_KEY")["SECRET_KEY"], range(8)))

    assert len(set(keys)) == 1
    assert len(keys[0]) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_the_var_folder_is_made_for_its_owner_alone(tmp_path):
    check(tmp_path / "new" / "var")

    assert (tmp_path / "new" / "var").stat().st_mode & 0o777 == 0o700


def test_a_var_folder_that_cannot_be_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")

    done = check(tmp_path / "file")

    assert done.returncode == 2
    assert done.stderr.startswith("ORCHESTRATOR_VAR is ")


@pytest.mark.parametrize(
    ("environment", "active"),
    [
        ({}, "offline"),
        ({"ANTHROPIC_API_KEY": "k"}, "claude"),
        ({"ANTHROPIC_API_KEY": "k", "ORCHESTRATOR_AGENT": "offline"}, "offline"),
        ({"ANTHROPIC_BASE_URL": "http://localhost:1"}, "offline"),
        ({"ANTHROPIC_BASE_URL": "http://localhost:1", "ORCHESTRATOR_AGENT": "claude"}, "claude"),
    ],
    ids=str,
)
def test_the_active_agent_follows_from_choice_and_key(environment, active, tmp_path):
    assert settings_of(tmp_path, "ACTIVE_AGENT", **environment) == {"ACTIVE_AGENT": active}


@pytest.mark.parametrize(
    ("environment", "more"),
    [
        ({}, []),
        ({"HOST": "0.0.0.0"}, []),
        ({"HOST": "::"}, []),
        ({"HOST": "192.168.1.5"}, ["192.168.1.5"]),
        ({"HOST": "fd00::5"}, ["[fd00::5]"]),
        ({"PUBLIC_URL": "https://Team.example.org:8443"}, ["team.example.org"]),
    ],
    ids=str,
)
def test_allowed_hosts_are_loopback_the_public_name_and_the_address_listened_on(environment, more, tmp_path):
    found = settings_of(tmp_path, "ALLOWED_HOSTS", **environment)

    assert found == {"ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]", *more]}


def test_a_public_https_address_makes_cookies_secure_and_trusts_its_origin(tmp_path):
    found = settings_of(
        tmp_path,
        "PUBLIC_URL",
        "CSRF_TRUSTED_ORIGINS",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        PUBLIC_URL="https://team.example.org/",
    )

    assert found == {
        "PUBLIC_URL": "https://team.example.org",
        "CSRF_TRUSTED_ORIGINS": ["https://team.example.org"],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
    }


def test_a_postgres_url_is_taken_apart_and_decoded(tmp_path):
    url = "postgres://us%40er:p%2Fw%23@db.example.org:5433/na%20me?sslmode=require"

    found = settings_of(tmp_path, "DATABASES", DATABASE_URL=url, SECRET_KEY="x")["DATABASES"]["default"]

    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("us@er", "p/w#", "na me")
    assert (found["HOST"], found["PORT"]) == ("db.example.org", "5433")
    assert found["OPTIONS"] == {"connect_timeout": "5", "sslmode": "require"}


@pytest.mark.parametrize(
    ("environment", "path"),
    [
        ({}, "{var}/orchestrator.sqlite3"),
        ({"DATABASE_URL": "sqlite:////data/a%20b.sqlite3", "SECRET_KEY": "x"}, "/data/a b.sqlite3"),
        ({"DATABASE_URL": "sqlite:///a.sqlite3", "SECRET_KEY": "x"}, f"{ROOT}/a.sqlite3"),
    ],
    ids=str,
)
def test_sqlite_is_the_default_and_has_a_url_too(environment, path, tmp_path):
    found = settings_of(tmp_path, "DATABASES", **environment)["DATABASES"]["default"]

    assert found["NAME"] == path.format(var=tmp_path)


def test_redis_replaces_the_database_as_broker(tmp_path):
    url = "redis://localhost:6379/3"

    without = settings_of(tmp_path, "Q_CLUSTER")["Q_CLUSTER"]
    with_it = settings_of(tmp_path, "Q_CLUSTER", REDIS_URL=url, SECRET_KEY="x")["Q_CLUSTER"]

    assert without["orm"] == "default"
    assert with_it["redis"] == url
    assert "orm" not in with_it


def test_an_error_page_hides_the_addresses_of_services():
    from orchestrator_site.error_pages import SafeFilter

    shown = SafeFilter().cleanse_setting("Q_CLUSTER", {"redis": "redis://:hush@host", "workers": 8})

    assert "hush" not in str(shown)
    assert shown["workers"] == 8
