"""With Kubernetes, as docs/operations.md tells it: every step but the cluster. The overlay and the secret of the page and
the base in deploy/kubernetes say what two pods are given, each a machine of its own, over a PostgreSQL and a Redis that
ask for TLS, and a bucket; in front of them, for the Ingress, stands a Caddy."""

import os
import re
import shlex
import signal
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import boto3
import yaml
from steps import NAME, answers, at, blocks, certificate, container, database, image, join, known_as, mail_server
from steps import network, own_certificates, page, run, said, section, start, visitors, wait, write

text = section("With Kubernetes")
first_start, secret_made = blocks(text, "sh")
overlay = yaml.safe_load(blocks(text, "yaml")[0])
network("cluster", "10.42.0.1/24")
database_url = re.search(r"PARLANCE_DATABASE_URL='(.*)'", first_start)[1]

# 2: what the command puts into the secret.
words = shlex.split(secret_made.replace('"$PARLANCE_DATABASE_URL"', database_url))
secret = dict(word.removeprefix("--from-literal=").split("=", 1) for word in words if word.startswith("--from-literal="))
files = dict(word.removeprefix("--from-file=").split("=", 1) for word in words if word.startswith("--from-file="))

# The settings of the base, and what the overlay has in their place.
settings = dict(line.split("=", 1) for line in page("deploy/kubernetes/settings.env").splitlines())
[changes] = overlay["configMapGenerator"]
assert changes["behavior"] == "merge"
settings |= dict(line.split("=", 1) for line in changes["literals"])


def redis(url):
    cert, key = certificate(url.hostname)
    start("redis", *at("redis"), "redis-server", "--port", 0, "--tls-port", url.port or 6379, "--tls-cert-file", cert,
          "--tls-key-file", key, "--tls-auth-clients", "no", "--requirepass", url.password, "--save", "", cwd="/tmp")


def bucket(url):
    endpoint = urlsplit(parse_qs(url.query)["endpoint"][0])
    [region] = parse_qs(url.query)["region"]
    known_as(endpoint.hostname, "10.42.0.22")
    cert, key = certificate(endpoint.hostname)
    moto = [Path(sys.executable).with_name("moto_server"), "-H", "0.0.0.0", "-p", 443, "-s", "-c", cert, "-k", key]
    process = start("bucket", *at("bucket"), *moto, env=os.environ | {"S3_IGNORE_SUBDOMAIN_BUCKETNAME": "true"})
    wait("the bucket's server listens", lambda: "Running on" in said("bucket"), process)
    s3 = boto3.client("s3", endpoint_url=endpoint.geturl(), region_name=region, verify=cert,
                      aws_access_key_id=secret["files-access-key"], aws_secret_access_key=secret["files-secret-key"])
    s3.create_bucket(Bucket=url.netloc, CreateBucketConfiguration={"LocationConstraint": region})
    return lambda: s3.list_objects_v2(Bucket=url.netloc)["KeyCount"]


for name, number in [("database", 20), ("redis", 21), ("bucket", 22)]:
    join(name, cluster=f"10.42.0.{number}/24")
for url, number in [(urlsplit(database_url), 20), (urlsplit(secret["redis-url"]), 21)]:
    known_as(url.hostname, f"10.42.0.{number}")
there = urlsplit(database_url)
cert, key = certificate(there.hostname)
tls = f"ssl_cert_file = '{cert}'\nssl_key_file = '{key}'\n"
database("database", f'"{there.username}"', there.password, there.path[1:], tls, "hostssl")
redis(urlsplit(secret["redis-url"]))
objects = bucket(urlsplit(settings["PARLANCE_FILES_URL"]))
mail_server(secret["mail-url"], "cluster", "10.42.0.23")

# 1: ended when it says where it listens.
process = start("first", "sh", "-ec", first_start.replace("parlance --data-dir", "exec parlance --data-dir"), cwd="/root")
wait("the first start listens", lambda: "Parlance is at" in said("first"), process)
process.send_signal(signal.SIGINT)
process.wait()
secret |= {name: Path("/root", path).read_text() for name, path in files.items()}

# The pods.
pod = yaml.safe_load(page("deploy/kubernetes/nodes.yaml"))["spec"]
spec, [node] = pod["template"]["spec"], pod["template"]["spec"]["containers"]
service = yaml.safe_load(page("deploy/kubernetes/service.yaml"))
user, image_environment, image_command, _ = image()
identity = f"{spec['securityContext']['runAsUser']}:{spec['securityContext']['fsGroup']}"
assert identity == user
ports = {port["name"]: port["containerPort"] for port in node["ports"]}


def environment():
    given = image_environment | {"PATH": os.environ["PATH"]} | settings
    for variable in node["env"]:
        key = variable.get("valueFrom", {}).get("secretKeyRef", {}).get("key")
        given[variable["name"]] = secret[key] if key else variable["value"]
    # What a cluster tells of every service, unless it is asked not to.
    if spec.get("enableServiceLinks", True):
        links = service["metadata"]["name"].upper()
        given |= {f"{links}_SERVICE_HOST": "10.96.0.10", f"{links}_PORT": "tcp://10.96.0.10:80"}
    return given


def confined(name, command):
    """The command with the volumes and the rights of this pod's container."""
    mounts = []
    for mount in node["volumeMounts"]:
        [volume] = [volume for volume in spec["volumes"] if volume["name"] == mount["name"]]
        folder = Path("/var/pods", name, volume["name"])
        if not folder.exists():
            run("install", "-d", "-m", "0777", folder)
            for item in volume.get("secret", {}).get("items", []):
                write(folder / item["path"], secret[item["key"]])
                run("chgrp", identity.split(":")[1], folder / item["path"])
                run("chmod", f"{volume['secret']['defaultMode']:o}", folder / item["path"])
        mounts.append((folder, mount["mountPath"], not mount.get("readOnly", False)))
    read_only = node["securityContext"]["readOnlyRootFilesystem"]
    return [*at(name), *container(command, identity, mounts, read_only)]


def probe(kind, name):
    asked = node[kind]["httpGet"]
    return lambda: answers(f"http://{name}:{ports[asked['port']]}{asked['path']}")


names = [f"parlance-{number}" for number in range(pod["replicas"])]
for number, name in enumerate(names):
    join(name, cluster=f"10.42.0.{30 + number}/24")
    known_as(name, f"10.42.0.{30 + number}")
    process = start(name, *confined(name, image_command), env=environment(), cwd="/")
    wait(f"{name} is ready", lambda: all(probe(kind, name)() for kind in ("startupProbe", "livenessProbe", "readinessProbe")), process)

# 3: what the Ingress of the cluster does; it finds the pods by the service.
port = ports[service["spec"]["ports"][0]["targetPort"]]
backends = " ".join(f"{name}:{port}" for name in names)
write("/etc/caddy/Caddyfile", own_certificates(f"{NAME} {{\n\treverse_proxy {backends}\n}}\n"))
join("ingress", cluster="10.42.0.40/24")
known_as(NAME, "10.42.0.40")
start("ingress", *at("ingress"), "caddy", "run", "--config", "/etc/caddy/Caddyfile", env=os.environ | {"XDG_DATA_HOME": "/var/ingress"})

# 4, as `kubectl exec` runs it.
asked = re.search(r"exec deploy/parlance -- ([^`]+)`", text)[1].split()
link = run(*confined(names[0], asked), env=environment(), cwd="/data").strip()
visitors("/var/ingress", "cluster", "10.42.0.50", link, [f"http://{name}:{ports['metrics']}/metrics" for name in names])
assert objects() > 0
