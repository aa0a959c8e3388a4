#!/usr/bin/env python3
"""Stands in for a part that listens by HTTP: starts the real program on another port, passes every
request on, and makes the trouble that it was told to.

    troubled_program.py refuse:/api/v2/alerts:503 /usr/bin/alertmanager …its arguments
    troubled_program.py slow:2 /path/misfire-sink …

`refuse:PREFIX:STATUS` answers POSTs below PREFIX itself; `slow:SECONDS` waits before each answer.
"""
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

mode = sys.argv[1].split(":")
command = sys.argv[2:]


def take_address():
    """The address that the program was to listen on; its arguments then name a free port."""
    for i, argument in enumerate(command):
        flag, _, value = argument.partition("=")
        if flag == "--web.listen-address" and value:
            where, place = value, lambda new: command.__setitem__(i, f"{flag}={new}")
        elif argument == "--listen":
            where, place = command[i + 1], lambda new: command.__setitem__(i + 1, new)
        else:
            continue
        host, port = where.rsplit(":", 1)
        with socket.socket() as probe:
            probe.bind((host, 0))
            inner = (host, probe.getsockname()[1])
        place(f"{inner[0]}:{inner[1]}")
        return (host, int(port)), inner
    return None, None


outer, inner = take_address()
if outer is None:  # --version and the like
    os.execv(command[0], command)
child = subprocess.Popen(command)


class Pass(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if mode[0] == "slow":
            time.sleep(float(mode[1]))
        if mode[0] == "refuse" and self.command == "POST" and self.path.startswith(mode[1]):
            status, kind, answer = int(mode[2]), "text/plain", b"refused for a test\n"
        else:
            try:
                upstream = http.client.HTTPConnection(*inner, timeout=30)
                headers = {"Content-Type": self.headers.get("Content-Type", "text/plain")}
                upstream.request(self.command, self.path, body, headers)
                got = upstream.getresponse()
                status, kind, answer = got.status, got.getheader("Content-Type"), got.read()
            except OSError as error:
                status, kind, answer = 502, "text/plain", str(error).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind or "text/plain")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = pass_on

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    allow_reuse_address = True
    daemon_threads = True


server = Server(outer, Pass)
signal.signal(signal.SIGTERM, lambda *_: (child.terminate(), os._exit(0)))
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.exit(child.wait())
