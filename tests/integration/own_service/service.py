#!/usr/bin/env python3
"""A login service of somebody else's, for tests: a form at /session, a redirect as its answer, metrics
at a port of their own. It does not say which of its instances answered."""
import argparse
import csv
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

options = argparse.ArgumentParser()
options.add_argument("--listen", required=True)
options.add_argument("--metrics-port", type=int, required=True)
options.add_argument("--users", required=True)
options = options.parse_args()

with open(options.users, newline="", encoding="utf-8") as lines:
    passwords = {row[0]: row[1] for row in csv.reader(lines)}
# What one instance can do: three at a time, 20 ms each, sixteen more may wait.
workers, room = threading.Semaphore(3), threading.Semaphore(3 + 16)
counts, lock = {}, threading.Lock()


class Login(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, headers=(), body=b""):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(204 if self.path == "/alive" else 404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        status, to = 404, None
        if self.path == "/session":
            form = urllib.parse.parse_qs(body)
            user, password = form.get("login", [""])[0], form.get("secret", [""])[0]
            if not room.acquire(blocking=False):
                status = 503
            else:
                with workers:
                    time.sleep(0.02)
                room.release()
                right = user in passwords and passwords[user] == password
                status, to = 303, "/home" if right else "/session?wrong=1"
        with lock:
            counts[status] = counts.get(status, 0) + 1
        self.answer(status, [("Location", to)] if to else [])

    def log_message(self, *_):
        pass


class Metrics(BaseHTTPRequestHandler):
    def do_GET(self):
        with lock:
            lines = [f'sessions_total{{status="{k}"}} {v}\n' for k, v in sorted(counts.items())]
        body = "".join(["# TYPE sessions_total counter\n"] + lines).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


host, port = options.listen.rsplit(":", 1)
metrics = Server((host, options.metrics_port), Metrics)
threading.Thread(target=metrics.serve_forever, daemon=True).start()
print(f"listens on {options.listen}", file=sys.stderr, flush=True)
Server((host, int(port)), Login).serve_forever()
