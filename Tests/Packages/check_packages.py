# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

"""The zips of `edge-enforcer package`, unpacked and run as Lambda runs them.

Both carriers; each function decides a sample event of CloudFront's with the embedded backend. The carrier exec is started
by a real python3 that imports the handler's module, as the managed runtime does, and once as `bootstrap` by itself; the
carrier node by a real node.
"""

import http.server
import json
import os
import queue
import re
import subprocess
import sys
import tempfile
import threading
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TOOL = sys.argv[1]

# Bytes of a zip, by carrier.
LIMITS = {"node": 300 * 1024, "exec": 3 << 20}

CONFIGURATION = {
    "px_app_id": "PXabcd1234",
    "px_auth_token": "auth-token-of-the-package-check",
    "px_cookie_secret": "cookie-secret-of-the-package-check",
    "px_module_mode": "active_blocking",
    "px_deferred_activities": True,
    "px_s2s_timeout": 2000,
}


class RuntimeAPI:
    """The side of the Runtime API that Lambda plays: hands out events, takes answers."""

    def __init__(self):
        self.events = queue.Queue()
        self.answers = queue.Queue()
        api = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                try:
                    body = api.events.get(timeout=60)
                except queue.Empty:
                    return self.send_error(500)
                self.send_response(200)
                self.send_header("Lambda-Runtime-Aws-Request-Id", "11111111-2222-4333-8444-555555555555")
                self.send_header("Lambda-Runtime-Deadline-Ms", str(4102444800000))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):
                if self.headers.get("Transfer-Encoding") == "chunked":
                    body = b""
                    while size := int(self.rfile.readline(), 16):
                        body += self.rfile.read(size)
                        self.rfile.readline()
                    self.rfile.readline()
                else:
                    body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                api.answers.put((self.path.rsplit("/", 1)[1], body))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                pass  # The process that it spoke to was ended, as it should be.

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self.server.server_address[1]}"


def package(carrier, config, out):
    done = subprocess.run(
        [TOOL, "package", "--config", config, "--out", out, "--carrier", carrier], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def unpack(archive, folder):
    """As Lambda does: with the modes that the archive has."""
    with zipfile.ZipFile(archive) as zipped:
        assert zipped.testzip() is None
        for entry in zipped.infolist():
            mode = entry.external_attr >> 16 & 0o777
            assert mode == (0o755 if entry.filename == "bootstrap" else 0o644), (archive, entry.filename, oct(mode))
            os.chmod(zipped.extract(entry, folder), mode)


def run_process(command, folder, event):
    """Runs a program that speaks to the Runtime API for one event."""
    api = RuntimeAPI()
    environment = {
        "PATH": os.environ["PATH"],
        "AWS_LAMBDA_RUNTIME_API": api.address,
        "LAMBDA_TASK_ROOT": str(folder),
        "AWS_REGION": "us-east-1",
    }
    api.events.put(event)
    process = subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE)
    try:
        kind, body = api.answers.get(timeout=30)
    except queue.Empty:
        process.kill()
        raise AssertionError(f"no answer: {process.communicate()[1]}")
    finally:
        process.kill()
        process.wait()
    assert kind == "response", (kind, body)
    return json.loads(body)


def run_python(folder, event):
    # The managed runtime's process imports the module that the handler's name begins with.
    return run_process(["python3", "-c", "import sys; sys.path.insert(0, '.'); import index; index.handler"], folder, event)


def run_bootstrap(folder, event):
    return run_process([str(folder / "bootstrap")], folder, event)


def run_node(folder, event):
    script = """
        const { handler } = require('./index.js');
        let text = '';
        process.stdin.on('data', (piece) => (text += piece));
        process.stdin.on('end', async () => {
          const context = { getRemainingTimeInMillis: () => 5000 };
          process.stdout.write(JSON.stringify(await handler(JSON.parse(text), context)));
        });"""
    done = subprocess.run(["node", "-e", script], cwd=folder, input=event, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def event_of(name):
    return (HERE / "Events" / f"{name}.json").read_bytes()


def check_enforcer(run, folder):
    event = event_of("viewer-request")
    given = json.loads(event)["Records"][0]["cf"]["request"]
    answer = run(folder, event)
    added = answer["headers"].pop("px-context", None)
    assert added, "HumanActivities would not hear of it"
    assert answer == given, "the request goes on as it came"
    bad = event.replace(b"Mozilla/5.0", b"demo-bot Mozilla/5.0")
    blocked = run(folder, bad)
    assert blocked["status"] == "403" and "captcha" in json.dumps(blocked).lower(), blocked
    return added


def check_activities(run, folder, handed_over):
    event = json.loads(event_of("origin-response"))
    cf = event["Records"][0]["cf"]
    cf["request"]["headers"]["px-context"] = handed_over
    answer = run(folder, json.dumps(event).encode())
    assert answer["status"] == "200", answer
    assert set(cf["response"]["headers"]) <= set(answer["headers"]), answer


def check_first_party(run, folder):
    # Sent on to the collector, without the prefix and without what is the site's own affair.
    answer = run(folder, event_of("origin-request"))
    origin = answer["origin"]["custom"]
    assert (origin["domainName"], origin["port"]) == ("127.0.0.1", BACKEND_PORT), origin
    assert answer["uri"] == "/api/v2/collector", answer
    assert "x-origin-auth" not in json.dumps(answer), answer


def check(carrier, folder, runs, configuration):
    for run in runs:
        handed_over = check_enforcer(run, folder / "HumanEnforcer")
        check_activities(run, folder / "HumanActivities", handed_over)
        check_first_party(run, folder / "HumanFirstParty")
        print(f"check-packages: {carrier} by {run.__name__.removeprefix('run_')}: three functions decided as they should")


def main():
    with tempfile.TemporaryDirectory() as temporary:
        temporary = Path(temporary)
        config = temporary / "config.json"
        config.write_text(json.dumps(CONFIGURATION))
        serve = subprocess.Popen(
            [TOOL, "serve", "--runtime", "in-process", "--port", "0", "--config", config],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        try:
            for line in serve.stdout:
                if found := re.search(r"backend at (\S+) is", line):
                    break
            threading.Thread(target=serve.stdout.read, daemon=True).start()
            global BACKEND_PORT
            BACKEND_PORT = int(found[1].rsplit(":", 1)[1])
            for option in ["backend", "backend_collector", "backend_client", "backend_captcha"]:
                CONFIGURATION[f"px_{option}_url"] = found[1]
            config.write_text(json.dumps(CONFIGURATION))
            for carrier, runs in {"node": [run_node], "exec": [run_python, run_bootstrap]}.items():
                first, second = temporary / f"{carrier}-1", temporary / f"{carrier}-2"
                package(carrier, config, first)
                package(carrier, config, second)
                for archive in sorted(first.iterdir()):
                    assert archive.read_bytes() == (second / archive.name).read_bytes(), f"{archive.name} differs"
                    size = archive.stat().st_size
                    assert size <= LIMITS[carrier], f"{archive.name} of {carrier} has {size} bytes"
                    print(f"check-packages: {carrier} {archive.name} {size} bytes")
                    unpack(archive, temporary / carrier / archive.stem)
                text = (temporary / carrier / "HumanFirstParty" / "config.json").read_text()
                assert "px_auth_token" not in text and "px_cookie_secret" not in text
                check(carrier, temporary / carrier, runs, CONFIGURATION)
        finally:
            serve.terminate()
            serve.wait()


main()
