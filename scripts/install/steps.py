"""What the three installations have in common: the pages that are read, machines and services beside each other on a
network, and the visitors who come last. Everything runs on the machine that scripts/install/machine makes."""

import base64
import json
import os
import re
import resource
import shlex
import ssl
import subprocess
import textwrap
import time
import urllib.request
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
OUT = Path("/out")
NAME = "chat.example.org"


def page(name):
    return (REPOSITORY / name).read_text()


def section(title):
    """A part of docs/operations.md."""
    return page("docs/operations.md").split(f"\n## {title}\n")[1].split("\n## ")[0]


def blocks(text, language):
    """Blocks of code in this language, without the indent of the list they stand in."""
    return [textwrap.dedent(found[1]) for found in re.findall(rf"^( *)```{language}\n(.*?)^\1```$", text, re.M | re.S)]


def write(path, text):
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text)


def run(*command, **options):
    """What the command says; it has to end well."""
    said = subprocess.run([str(word) for word in command], text=True, stdout=subprocess.PIPE, **options)
    if said.returncode:
        raise SystemExit(f"{shlex.join(map(str, command))} ended with {said.returncode}: {said.stdout}")
    return said.stdout


def start(name, *command, **options):
    """A process that runs until the machine ends; what it says is in a file of its name."""
    with (OUT / f"{name}.log").open("w") as log:
        return subprocess.Popen([str(word) for word in command], stdout=log, stderr=log, **options)


def said(name):
    return (OUT / f"{name}.log").read_text()


def wait(what, holds, process=None, seconds=60):
    end = time.monotonic() + seconds
    while not (found := holds()):
        if time.monotonic() > end or (process and process.poll() is not None):
            raise SystemExit(f"{what}: it did not come true")
        time.sleep(0.2)
    return found


def answers(url, **options):
    try:
        return urllib.request.urlopen(url, timeout=2, **options).status == 200
    except OSError:
        return False


def known_as(name, address):
    with open("/etc/hosts", "a") as hosts:
        hosts.write(f"{address} {name}\n")


def network(name, address):
    """A network with this machine in it."""
    run("ip", "link", "add", name, "type", "bridge")
    run("ip", "addr", "add", address, "dev", name)
    run("ip", "link", "set", name, "up")


def postgresql():
    """Debian's PostgreSQL as its package sets it up, down to the certificate in the name of the machine."""
    run("make-ssl-cert", "generate-default-snakeoil", "--force-overwrite", stderr=subprocess.DEVNULL)
    [version] = os.listdir("/usr/lib/postgresql")
    run("pg_createcluster", version, "main", stderr=subprocess.DEVNULL)
    return ["pg_ctlcluster", version, "main", "start"], Path(f"/etc/postgresql/{version}/main")


def database(place, owner, password, name, settings, access, rights=""):
    """Such a PostgreSQL on a machine beside this one, for one role with a password and its database."""
    command, folder = postgresql()
    write(folder / "conf.d/here.conf", f"listen_addresses = '*'\n{settings}")
    with (folder / "pg_hba.conf").open("a") as rules:
        rules.write(f"{access} all all all scram-sha-256\n")
    run(*at(place), *command)
    for sql in (f"CREATE ROLE {owner} {rights} LOGIN PASSWORD '{password}'", f"CREATE DATABASE {name} OWNER {owner}"):
        run("runuser", "-u", "postgres", "--", "psql", "-qc", sql, cwd="/")


def join(name, **networks):
    """Puts a machine of this name, made where there is none, into networks: `join("mail", outside="10.0.0.1/24")`."""
    if not Path(f"/run/netns/{name}").exists():
        run("ip", "netns", "add", name)
        run("ip", "-n", name, "link", "set", "lo", "up")
    for net, address in networks.items():
        plug = f"plug{len(os.listdir('/sys/class/net'))}"
        run("ip", "link", "add", plug, "type", "veth", "peer", "name", net, "netns", name)
        run("ip", "link", "set", plug, "master", net, "up")
        run("ip", "-n", name, "addr", "add", address, "dev", net)
        run("ip", "-n", name, "link", "set", net, "up")


def at(name):
    return ["ip", "netns", "exec", name]


def image():
    """What deploy/Dockerfile says of the image: user, environment, command, and folders that are that user's."""
    text = page("deploy/Dockerfile").split("\nFROM ")[-1]
    uid = re.search(r"useradd --uid (\d+)", text)[1]
    environment = dict(pair.split("=", 1) for pair in re.search(r"^ENV (.*)$", text, re.M)[1].split())
    command = [word for key in ("ENTRYPOINT", "CMD") for word in json.loads(re.search(rf"^{key} (.*)$", text, re.M)[1])]
    folders = re.search(r"install -d -o parlance -g parlance -m 0700 (.*)$", text, re.M)[1].split()
    return f"{uid}:{uid}", environment, command, folders


def container(command, user="0:0", mounts=(), read_only=True, dropped=True, added=()):
    """The command as an engine of containers confines it: mounts are (folder, place, writable), and capabilities are
    dropped, but for those that are added."""
    steps = []
    for source, place, writable in mounts:
        target = Path(place)
        if Path(source).is_dir():
            target.mkdir(parents=True, exist_ok=True)
        elif not target.exists():
            write(target, "")
        steps.append(f"mount --bind {source} {place}")
        if not writable:
            steps.append(f"mount -o remount,bind,ro {place}")
    if read_only:
        steps.append("mount -o remount,bind,ro /")
    uid, gid = user.split(":")
    as_user = ["setpriv", "--reuid", uid, "--regid", gid, "--clear-groups"]
    if dropped:
        kept = "".join(f",+{name.lower()}" for name in added)
        as_user += ["--no-new-privs", "--inh-caps=-all", f"--bounding-set=-all{kept}"]
    steps.append(shlex.join(["exec", *as_user, "--", *command]))
    return ["unshare", "--mount", "sh", "-ec", "\n".join(steps)]


CREDENTIALS = "/run/credentials/parlance"


def unit(text):
    """What a service unit says, and the command that does it, as far as users, folders and rights go."""
    said = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", text.split("[Service]")[1], re.M):
        said[key] = value
    # A user that a dynamic one is like: it owns nothing else.
    user = said.get("User") or {"yes": "61184"}[said["DynamicUser"]]
    for key, top in [("StateDirectory", "/var/lib"), ("ConfigurationDirectory", "/etc")]:
        if key in said:
            folder = f"{top}/{said[key]}"
            run("install", "-d", "-m", said.get(f"{key}Mode", "0755"), folder)
            if key == "StateDirectory":
                run("chown", user, folder)
    if credential := said.get("LoadCredential"):
        name, source = credential.split(":")
        # As systemd hands it over: a copy that the service's user alone can read.
        run("install", "-d", "-m", "0755", "/run/credentials")
        run("install", "-d", "-m", "0500", "-o", user, CREDENTIALS)
        run("install", "-m", "0400", "-o", user, source, f"{CREDENTIALS}/{name}")
        said["ExecStart"] = said["ExecStart"].replace("%d", CREDENTIALS)
    group = said.get("Group", user)
    as_user = ["setpriv", "--reuid", user, "--regid", group, "--clear-groups"]
    if said.get("NoNewPrivileges") == "yes":
        as_user.append("--no-new-privs")
    if said.get("CapabilityBoundingSet") == "":
        as_user.append("--bounding-set=-all")
    if ambient := said.get("AmbientCapabilities"):
        name = ambient.removeprefix("CAP_").lower()
        as_user += [f"--inh-caps=+{name}", f"--ambient-caps=+{name}"]
    # More than this machine's own limit can be out of reach, even for root.
    files = min(int(said["LimitNOFILE"]), resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    return ["prlimit", f"--nofile={files}", *as_user, "--", *shlex.split(said["ExecStart"])], said


def certificate(name):
    """A certificate for this name which this machine trusts, as it does those that are bought or fetched."""
    cert, key = f"/etc/ssl/{name}.crt", f"/etc/ssl/private/{name}.key"
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "30",
        "-subj", f"/CN={name}", "-addext", "basicConstraints=critical,CA:FALSE", "-addext",
        f"subjectAltName=DNS:{name}", "-keyout", key, "-out", cert, stderr=subprocess.DEVNULL)
    run("chgrp", "ssl-cert", key)
    run("chmod", "0640", key)
    write(f"/usr/local/share/ca-certificates/{name}.crt", Path(cert).read_text())
    run("update-ca-certificates", stderr=subprocess.DEVNULL)
    return cert, key


def mail_server(url, network, address):
    """The mail server of an operator, at the name, port and password of their `mail_url`."""
    user, password, name, port = re.fullmatch(r"smtp://(\w+):(\w+)@([\w.]+):(\d+)", url).groups()
    join("mail", **{network: f"{address}/24"})
    known_as(name, address)
    (OUT / "letters").mkdir()
    script = Path(__file__).with_name("mail.py")
    process = start("mail", *at("mail"), os.sys.executable, script, address, port, *certificate(name), user, password)
    wait("the mail server listens", lambda: "listening" in said("mail"), process)


def own_certificates(caddyfile):
    """A Caddyfile by which Caddy signs by itself, since the authority it would ask is out of reach."""
    signed, options = re.subn(r"^\{\n", "{\n\tlocal_certs\n", caddyfile, count=1, flags=re.M)
    return signed if options else "{\n\tlocal_certs\n}\n" + caddyfile


def visitors(root, network, address, admin_link, nodes=()):
    """Two people and an administrator with browsers on a machine of their own, who trust Caddy's authority."""
    authority = Path(root) / "caddy/pki/authorities/local/root.crt"
    wait("Caddy has an authority", authority.exists)
    known = ssl.create_default_context(cafile=authority)
    wait("https answers", lambda: answers(f"https://{NAME}/readyz", context=known))
    der = base64.b64encode(ssl.PEM_cert_to_DER_cert(authority.read_text())).decode()
    write("/etc/chromium/policies/managed/authority.json", json.dumps({"CACertificates": [der]}))
    join("visitors", **{network: f"{address}/24"})
    environment = {
        "INSTALL_URL": f"https://{NAME}", "INSTALL_LETTERS": str(OUT / "letters"), "INSTALL_OUT": str(OUT),
        "INSTALL_ADMIN_LINK": admin_link, "INSTALL_NODES": " ".join(nodes),
    }
    test = ["npx", "--no-install", "vitest", "run", "--config", "e2e/install.config.ts"]
    if subprocess.run([*at("visitors"), *test], cwd=REPOSITORY / "frontend", env=os.environ | environment).returncode:
        raise SystemExit("the visitors did not get to chat")


def admin_link(log):
    """The link of the first start, found as the page says."""
    return wait("the first start prints a link", lambda: re.search(r"https?://\S+/first-admin#\S+", said(log)))[0]
