"""Would the portal start where it is deployed? Seen without a container engine: both files hold what it
needs, and call the scripts that also bring up a bare machine."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ["web", "worker", "beat", "migrate"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
PROCESSES = [line.split(":")[0] for line in (ROOT / "Procfile").read_text().splitlines() if line]


def test_the_compose_file_follows_its_published_schema():
    check = [Path(sys.executable).parent / "check-jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*check, ROOT / "docker-compose.yml"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("process", PROCESSES)
def test_each_process_of_the_demo_is_a_service_started_by_the_same_line(process):
    assert SERVICES[process]["command"] == ["bin/run", process]


@pytest.mark.parametrize("service", sorted(set(SERVICES) - {"migrate"}))
def test_each_lasting_service_has_a_health_check_and_comes_back(service):
    assert SERVICES[service]["healthcheck"]["test"]
    assert SERVICES[service]["restart"] == "unless-stopped"


@pytest.mark.parametrize("service", PROCESSES)
def test_nothing_serves_before_the_tables_and_servers_are_ready(service):
    assert SERVICES[service]["depends_on"] == {
        "migrate": {"condition": "service_completed_successfully"},
        "postgres": {"condition": "service_healthy"},
        "redis": {"condition": "service_healthy"},
    }


def test_only_the_migration_has_the_role_that_owns_the_tables():
    holders = [name for name in OURS if "DATABASE_OWNER_URL" in SERVICES[name]["environment"]]
    assert holders == ["migrate"]
    for name in OURS:
        assert SERVICES[name]["environment"]["DATABASE_URL"].startswith("postgres://portal_app:")


def test_the_database_is_prepared_by_the_file_that_prepares_the_embedded_one():
    assert "./bin/database.sql:/docker-entrypoint-initdb.d/portal.sql:ro" in SERVICES["postgres"]["volumes"]
    assert (ROOT / "bin" / "database.sql").exists()
    passwords = set(re.findall(r"\\getenv \w+ (\w+)", (ROOT / "bin" / "database.sql").read_text()))
    assert passwords <= set(SERVICES["postgres"]["environment"])


def test_no_secret_is_written_down_and_each_missing_one_is_named():
    text = (ROOT / "docker-compose.yml").read_text()
    asked_for = set(re.findall(r"\$\{(\w+)", text))
    offered = {line.split("=")[0] for line in (ROOT / ".env.example").read_text().splitlines() if "=" in line}
    assert asked_for == {name for name in offered if name.isupper()}
    for name, value in re.findall(r"(\w*(?:PASSWORD|SECRET_KEY)\w*): (\S+)", text):
        assert value.startswith("${"), name


def test_what_people_uploaded_and_entered_outlives_the_containers():
    for name in OURS:
        assert "media:/srv/portal/var/media" in SERVICES[name]["volumes"]
    assert set(COMPOSE["volumes"]) == {"database", "media", "broker"}


def test_only_this_machine_reaches_the_portal_until_a_proxy_is_put_in_front():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:8000:8000"]}


def test_the_image_is_set_up_by_the_script_that_sets_up_a_bare_machine():
    runs = re.findall(r"^RUN (.*)$", DOCKERFILE, re.MULTILINE)
    assert any(step.startswith("bin/setup --production") for step in runs)
    assert not any("pip install" in step or "apt-get" in step or "npm" in step.split("&&")[0] for step in runs)
    assert 'CMD ["bin/run", "web"]' in DOCKERFILE


def test_the_image_takes_every_file_that_set_up_reads_and_does_not_run_as_root():
    copied = " ".join(re.findall(r"^COPY (.*)$", DOCKERFILE.split("RUN bin/setup")[0], re.MULTILINE))
    for needed in ("requirements", "package.json", "package-lock.json", "bin"):
        assert needed in copied.split()
        assert (ROOT / needed).exists()
    assert re.findall(r"^USER (.*)$", DOCKERFILE, re.MULTILINE)[-1] != "root"


def test_no_secret_and_nothing_made_on_this_machine_gets_into_the_image():
    left_out = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".env", ".git", ".venv", "var", "node_modules", "static/built"} <= set(left_out)


def test_locked_packages_name_no_package_index():
    locks = [*(ROOT / "requirements").glob("*.txt"), ROOT / "package-lock.json"]
    assert locks
    for lock in locks:
        named = [line for line in lock.read_text().splitlines() if re.search(r"https?://|file://", line)]
        assert not named, lock.name


def test_every_locked_package_has_a_hash():
    for lock in (ROOT / "requirements").glob("*.txt"):
        entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^ *#.*\n", "", lock.read_text(), flags=re.MULTILINE))
        assert all("--hash=sha256:" in entry for entry in entries), lock.name


@pytest.mark.parametrize("command", ["demo", "test", "setup", "services", "manage", "run", "healthy", "lock"])
def test_every_command_can_be_run(command):
    assert os.access(ROOT / "bin" / command, os.X_OK)
