"""With Docker, as docs/operations.md tells it: every step but the engine. What docker-compose makes of the file and of
`.env` is started by hand: each service on a machine of its own in the networks the file gives it, with its user, its
environment, its volumes and its rights, in the order and after the checks the file asks for."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import yaml
from steps import NAME, REPOSITORY, admin_link, at, blocks, container, database, image, join, known_as, mail_server
from steps import network, own_certificates, run, section, start, visitors, wait, write

# What a stranger has is the repository, and the two lines of the page.
project = Path("/srv/parlance")
shutil.copytree(REPOSITORY / "deploy", project / "deploy")
for name in ("docker-compose.yml", ".env.example"):
    shutil.copy(REPOSITORY / name, project)
prepare, up = blocks(section("With Docker"), "sh")[0].splitlines()
run("sh", "-ec", prepare, cwd=project)
assert up.split() == ["docker", "compose", "up", "-d"], up

# "Then write the name, and how mail leaves": what is there to be uncommented.
settings = (project / ".env").read_text()
settings = re.sub(r"^DOMAIN=.*$", f"DOMAIN={NAME}", settings, flags=re.M)
settings = re.sub(r"^(PARLANCE_REGISTRATION=invite)$", r"# \1", settings, flags=re.M)
settings, written = re.subn(r"^# (PARLANCE_(REGISTRATION=otp|MAIL_URL|MAIL_FROM))", r"\1", settings, flags=re.M)
assert written == 3, settings
write(project / ".env", settings)
write(project / "deploy/Caddyfile", own_certificates((project / "deploy/Caddyfile").read_text()))

resolved = yaml.safe_load(run("docker-compose", "config", cwd=project))
services = {name: said for name, said in resolved["services"].items() if "profiles" not in said}
subnets = {"outside": resolved["networks"]["outside"]["ipam"]["config"][0]["subnet"], "inside": "10.89.0.0/24"}
user, image_environment, image_command, own_folders = image()


def address(net, number):
    return subnets[net].removesuffix("0/24") + str(number)


def is_parlance(said):
    return said["image"] == services["api"]["image"]


def mounts(said):
    """Volumes are folders; one that is new is as the image has it."""
    for volume in said["volumes"]:
        source, place, mode = volume.split(":")
        if not source.startswith("/"):
            source = f"/var/volumes/{source}"
            if not Path(source).exists():
                run("install", "-d", source)
                if is_parlance(said) and place in own_folders:
                    run("chown", user, source)
                    run("chmod", "0700", source)
        yield source, place, mode == "rw"


def bring_up(name, said):
    environment = {"PATH": os.environ["PATH"]} | {key: str(value) for key, value in said.get("environment", {}).items()}
    confined = {"mounts": list(mounts(said)), "read_only": said.get("read_only", False)}
    confined |= {"user": said.get("user", "0:0"), "dropped": "cap_drop" in said, "added": said.get("cap_add", ())}
    if is_parlance(said):
        environment = image_environment | environment
        command, confined["user"] = image_command, user
    elif name == "caddy":
        environment |= {"XDG_DATA_HOME": "/data", "XDG_CONFIG_HOME": "/config"}
        command = ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
    elif name == "postgres":
        # What the image does on its first start, with Debian's server.
        password = Path("/var/volumes", environment["POSTGRES_PASSWORD_FILE"].lstrip("/")).read_text()
        owner = environment["POSTGRES_USER"]
        return database(name, owner, password, environment["POSTGRES_DB"], "ssl = off\n", "host", "SUPERUSER")
    else:
        command = said.get("entrypoint") or said["command"]
    process = start(name, *at(name), *container(command, **confined), env=environment, cwd="/")
    if name == "secrets":
        assert process.wait() == 0
    elif check := said.get("healthcheck"):
        kind, *words = check["test"]
        words = ["sh", "-c", *words] if kind == "CMD-SHELL" else words
        asked = [*at(name), *words]
        wait(f"{name} is healthy", lambda: subprocess.run(asked, capture_output=True).returncode == 0, process)


for net in subnets:
    network(net, f"{address(net, 1)}/24")
mail_server(re.search(r"^PARLANCE_MAIL_URL=(.*)$", settings, re.M)[1], "outside", address("outside", 200))
up, waiting = set(), dict(services)
while waiting:
    name = next(name for name, said in waiting.items() if set(said.get("depends_on", ())) <= up)
    said = waiting.pop(name)
    nets = {net: address(net, 10 + len(up)) for net in said.get("networks", ())}
    join(name, **{net: f"{own}/24" for net, own in nets.items()})
    for net, own in sorted(nets.items()):
        known_as(name, own)
    bring_up(name, said)
    up.add(name)

# The ports that are published are those of Caddy.
known_as(NAME, nets["outside"])
metrics = [f"http://{name}:9090/metrics" for name in services if is_parlance(services[name])]
visitors("/var/volumes/caddy", "outside", address("outside", 201), admin_link("api"), metrics)
