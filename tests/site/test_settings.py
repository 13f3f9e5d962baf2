"""Settings as an operator meets them: what the settings file makes of an environment, and what a process says
when it can make nothing of it."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from unittest import mock

import pytest

from orchestrator_site.env import SettingError

ROOT = Path(__file__).resolve().parents[2]


def environment_of(var: Path, **environment: str) -> dict[str, str]:
    """Nothing but the settings given."""
    return {"PATH": os.defpath, "ORCHESTRATOR_VAR": str(var), **environment}


def settings_of(var: Path, *names: str, **environment: str) -> dict:
    """These settings in an environment, or all; SettingError where a process would stop with one sentence."""
    spec = find_spec("orchestrator_site.settings")
    module = module_from_spec(spec)  # another one than Django's
    with mock.patch.dict(os.environ, environment_of(var, **environment), clear=True):
        spec.loader.exec_module(module)
    return {name: getattr(module, name) for name in names}


def start(arguments: list[str], var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in an environment."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment_of(var, **environment),
        capture_output=True,
        text=True,
        timeout=60,
    )


def check(var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return start(["manage.py", "check"], var, **environment)


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
    (
        {"ORCHESTRATOR_MIN_FREE_MB": "-1"},
        "ORCHESTRATOR_MIN_FREE_MB is '-1'; expected a whole number from 0 up",
    ),
    ({"ORCHESTRATOR_MIN_FREE_MB": "1 GB"}, "ORCHESTRATOR_MIN_FREE_MB is '1 GB'"),
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
def test_a_wrong_value_is_refused_with_one_sentence(environment, sentence, tmp_path):
    with pytest.raises(SettingError) as refusal:
        settings_of(tmp_path, **environment)

    assert str(refusal.value).startswith(sentence)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "arguments", [["manage.py", "check"], ["-c", "import orchestrator_site.wsgi"]], ids=["manage", "gunicorn"]
)
def test_a_wrong_value_stops_the_start_with_that_sentence(arguments, tmp_path):
    done = start(arguments, tmp_path, PORT="abc")

    assert done.returncode == 2
    assert done.stderr == "PORT is 'abc'; expected a whole number from 1 to 65535\n"
    assert done.stdout == ""


@pytest.mark.parametrize(
    "environment",
    [
        {"PORT": "1", "HOST": "0.0.0.0", "DEBUG": "1", "ORCHESTRATOR_WORKERS": "256"},
        {"PORT": "", "ORCHESTRATOR_LEASE_S": "", "DATABASE_URL": "", "ORCHESTRATOR_AGENT": ""},
        {"ORCHESTRATOR_AGENT": "claude", "ANTHROPIC_BASE_URL": "http://127.0.0.1:1234"},
        {"REDIS_URL": "redis://:pass@localhost:6379/0", "SECRET_KEY": "x" * 50},
        {"DATABASE_URL": "postgres://localhost/x?sslmode=require", "SECRET_KEY": "x" * 50},
    ],
    ids=str,
)
def test_right_values_are_taken(environment, tmp_path):
    settings_of(tmp_path, **environment)


@pytest.mark.parametrize(
    "environment", [{}, {"DATABASE_URL": "postgres://localhost/x", "SECRET_KEY": "x" * 50}], ids=str
)
def test_right_values_start(environment, tmp_path):
    done = check(tmp_path, **environment)

    assert done.returncode == 0, done.stderr


def test_a_wrong_value_never_shows_a_password(tmp_path):
    with pytest.raises(SettingError) as refusal:
        settings_of(tmp_path, DATABASE_URL="mysql://user:hush@host/name", SECRET_KEY="whisper")

    assert "hush" not in str(refusal.value)
    assert "whisper" not in str(refusal.value)


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

    with pytest.raises(SettingError, match=re.escape(f"{tmp_path}/settings.env, line 2: ")):
        settings_of(tmp_path)


def test_processes_that_need_a_key_at_once_all_get_the_same(tmp_path):
    code = (
        "import pathlib; from orchestrator_site.local_files import secret_key;"
        f"print(secret_key(pathlib.Path({str(tmp_path)!r}) / 'secret_key'), end='')"
    )

    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: start(["-c", code], tmp_path).stdout, range(8)))

    assert len(set(keys)) == 1
    assert len(keys[0]) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_the_var_folder_is_made_for_its_owner_alone(tmp_path):
    settings_of(tmp_path / "new" / "var")

    assert (tmp_path / "new" / "var").stat().st_mode & 0o777 == 0o700


def test_a_var_folder_that_cannot_be_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(SettingError, match=r"^ORCHESTRATOR_VAR is "):
        settings_of(tmp_path / "file")


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
    assert found["OPTIONS"].items() >= {"connect_timeout": "5", "sslmode": "require"}.items()


def test_nobody_holds_a_lock_of_postgres_for_ever_unless_the_url_says_so(tmp_path):
    url = "postgres://db.example.org/name"

    default = settings_of(tmp_path, "DATABASES", DATABASE_URL=url, SECRET_KEY="x")["DATABASES"]["default"]
    url += "?options=-c%20lock_timeout%3D0"
    asked = settings_of(tmp_path, "DATABASES", DATABASE_URL=url, SECRET_KEY="x")["DATABASES"]["default"]

    assert "idle_in_transaction_session_timeout=15s" in default["OPTIONS"]["options"]
    assert asked["OPTIONS"]["options"] == "-c lock_timeout=0"


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

    assert str(found["NAME"]) == path.format(var=tmp_path)


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


WRONG_MONEY = [
    (
        {"ORCHESTRATOR_DAILY_BUDGET_USD": "0"},
        "ORCHESTRATOR_DAILY_BUDGET_USD is '0'; expected an amount in US dollars above 0",
    ),
    ({"ORCHESTRATOR_DAILY_BUDGET_USD": "-5"}, "expected an amount in US dollars above 0"),
    ({"ORCHESTRATOR_DAILY_BUDGET_USD": "1e3"}, "expected an amount in US dollars above 0"),
    ({"ORCHESTRATOR_DAILY_BUDGET_USD": "unlimited"}, "expected an amount in US dollars above 0"),
    ({"ORCHESTRATOR_PRICES": "sonnet=2/10"}, "ORCHESTRATOR_PRICES is not JSON"),
    ({"ORCHESTRATOR_PRICES": "[]"}, "ORCHESTRATOR_PRICES is no JSON object"),
    ({"ORCHESTRATOR_PRICES": '{"m": 2}'}, "the price of m is 2; expected something like"),
    ({"ORCHESTRATOR_PRICES": '{"m": {"input": 2}}'}, "m has no 'output'; expected dollars per million"),
    ({"ORCHESTRATOR_PRICES": '{"m": {"input": 2, "output": "10"}}'}, "output of m is 10; expected a number"),
    ({"ORCHESTRATOR_PRICES": '{"m": {"input": -2, "output": 10}}'}, "input of m is -2; expected a number"),
    ({"ORCHESTRATOR_PRICES": '{"m": {"input": NaN, "output": 10}}'}, "input of m is nan; expected a number"),
    ({"ORCHESTRATOR_PRICES": '{"m": {"input": true, "output": 1}}'}, "input of m is True; expected a number"),
    ({"ORCHESTRATOR_PRICES": '{"m": {"input": 1e9, "output": 1}}'}, "input of m is 1E+9; expected a number"),
    ({"ORCHESTRATOR_PRICES": '{"m": {"in": 2}}'}, "m has 'in'; expected input, output, cacheRead"),
    ({"ORCHESTRATOR_PRICES": '{"m": {"input": 1, "input": 2}}'}, "a name stands in it twice"),
    ({"ORCHESTRATOR_PRICES": '{"": {"input": 1, "output": 2}}'}, "expected the name of a model"),
    (
        {"ORCHESTRATOR_PRICES": '{"m": {"input": 1, "output": 2, "longPromptFactor": 0}}'},
        "longPromptFactor of m is 0; expected a number from 1 up",
    ),
]


@pytest.mark.parametrize(("environment", "told"), WRONG_MONEY, ids=[str(wrong) for wrong, _ in WRONG_MONEY])
def test_a_wrong_price_or_budget_is_refused_with_one_sentence(environment, told, tmp_path):
    with pytest.raises(SettingError) as refusal:
        settings_of(tmp_path, **environment)

    (name,) = environment
    assert str(refusal.value).startswith(name)
    assert told in str(refusal.value)


def test_prices_are_corrected_and_completed(tmp_path):
    sonnet = '"claude-sonnet-5-5": {"input": 3, "output": 15, "cacheRead": 0.3}'
    written = f'{{{sonnet}, "own": {{"input": 0, "output": 0}}}}'

    table = settings_of(tmp_path, "MODEL_PRICES", ORCHESTRATOR_PRICES=written)["MODEL_PRICES"]

    sonnet, own = table["claude-sonnet-5-5"], table["own"]
    assert [str(price) for price in (sonnet.input, sonnet.output, sonnet.cache_read)] == ["3", "15", "0.3"]
    assert (sonnet.cache_write_5m, sonnet.cache_write_1h) == (Decimal("3.75"), 6)
    assert (own.input, own.output) == (0, 0)
    assert table["claude-opus-5-5"].output == 20


def test_prices_can_stand_in_the_settings_file(tmp_path):
    (tmp_path / "settings.env").write_text('ORCHESTRATOR_PRICES={"own": {"input": 1, "output": 2}}\n')

    assert settings_of(tmp_path, "MODEL_PRICES")["MODEL_PRICES"]["own"].output == 2
