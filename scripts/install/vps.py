"""From a blank server to https, as docs/operations.md tells it: vps.py [postgresql]. The numbers are the page's."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import quote

from steps import NAME, admin_link, answers, blocks, known_as, mail_server, network, own_certificates, page, postgresql
from steps import run, said, section, start, unit, visitors, wait, write

text = section("From a blank server to https")
network("outside", "203.0.113.10/24")
known_as(NAME, "203.0.113.10")

# 1.
for package in re.search(r"`apt-get install -y ([^`]+)`", text)[1].split():
    run("dpkg-query", "--status", package)

# 4, and the mail server that is named there.
settings = blocks(text, "toml")[0]
mail_server(tomllib.loads(settings)["mail_url"], "outside", "203.0.113.25")

# 5, as a person types it, the password included.
if "postgresql" in sys.argv:
    run(*postgresql()[0])
    password = "typed twice"
    for command in re.findall(r"`(runuser -u postgres [^`]+)`", text):
        # Without a terminal, the password is asked for here.
        run("setsid", "--wait", *command.split(), input=f"{password}\n" * 2, stderr=subprocess.DEVNULL, cwd="/")
    line = re.search(r"`(database_url = [^`]+)`", text)[1]
    settings += line.replace("<password>", quote(password)) + "\n"
run(*re.search(r"`(install -D -m [^`]+)`", text)[1].split())
write("/etc/parlance/parlance.toml", settings)

# 3 and 6.
command, service = unit(page("deploy/parlance.service"))
server = start("parlance", *command, env={"PATH": "/usr/bin:/bin"}, umask=int(service["UMask"], 8), cwd="/")
listening = "http://127.0.0.1:8080/readyz"
wait("the server is ready", lambda: answers(listening), server)

# 7.
keys = Path(re.search(r"\*\*Copy `([^`]+)`", text)[1])
assert keys.stat().st_mode & 0o077 == 0 and "created a new key ring" in said("parlance")

# 8.
write("/etc/caddy/Caddyfile", own_certificates(blocks(text, "caddyfile")[0]))
command, _ = unit(Path("/lib/systemd/system/caddy.service").read_text())
start("caddy", *command, env={"PATH": "/usr/bin:/bin", "HOME": "/var/lib/caddy"}, cwd="/")

# 9, and two people.
visitors("/var/lib/caddy/.local/share", "outside", "203.0.113.50", admin_link("parlance"))
assert ("PostgreSQL" if "postgresql" in sys.argv else "parlance.db") in said("parlance")
