"""What is on the Docker daemon, seen from outside misfire: over its socket, with nothing of ours."""
import http.client
import json
import os
import socket
import urllib.parse


class _Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=60)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def call(method, target, body=None):
    """(status, answer as JSON or text)."""
    where = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
    connection = _Connection(where.removeprefix("unix://"))
    try:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        connection.request(method, target, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
    finally:
        connection.close()
    try:
        return answer.status, json.loads(text)
    except ValueError:
        return answer.status, text


def answers():
    """Why no daemon can be used; empty when one can."""
    try:
        status, _ = call("GET", "/_ping")
        return "" if status == 200 else f"the daemon answered {status}"
    except OSError as error:
        return f"no Docker daemon answers: {error}"


def labelled():
    """Containers and networks that say they are misfire's."""
    filters = urllib.parse.quote(json.dumps({"label": ["misfire.owner"]}))
    _, containers = call("GET", f"/containers/json?all=1&filters={filters}")
    _, networks = call("GET", f"/networks?filters={filters}")
    return ([f"container {c['Names'][0]} ({c['State']})" for c in containers] +
            [f"network {n['Name']}" for n in networks])


def everything():
    """All containers with their state, networks and volumes, whoever's they are."""
    _, containers = call("GET", "/containers/json?all=1")
    _, networks = call("GET", "/networks")
    _, volumes = call("GET", "/volumes")
    return ({f"container {c['Names'][0]} {c['Id'][:12]} {c['State']}" for c in containers} |
            {f"network {n['Name']} {n['Id'][:12]}" for n in networks} |
            {f"volume {v['Name']}" for v in volumes["Volumes"] or []})
