# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

"""The ways in which a function runs: the executables under a Runtime API, the Node.js package, and `serve`.

Each has a clock of its own that can be set forward, answers events, and gives back its log at the end.
"""

import json
import os
import pathlib
import queue
import re
import subprocess
import tempfile
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import services

HERE = pathlib.Path(__file__).resolve().parent


class Carrier:
    """`decide(request)` gives the function's result; `wait()` comes back when it has done what was put off."""

    def __init__(self, configuration, aws):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        (self.path / "config.json").write_text(json.dumps(configuration))
        (self.path / "clock").write_text("0")
        self.ahead = 0
        self.log = open(self.path / "log", "w+b")
        self.environment = {
            "PATH": os.environ["PATH"],
            "AWS_ACCESS_KEY_ID": services.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": services.SECRET_KEY,
            "AWS_SESSION_TOKEN": services.SESSION,
            "AWS_REGION": "eu-west-3",
            "AWS_ENDPOINT_URL_SECRETS_MANAGER": aws.url,
            "CHECK_SECRETS_CLOCK": str(self.path / "clock"),
        }

    def advance(self, seconds):
        self.ahead += seconds
        # In one step: a reader must not find half a number.
        (self.path / "clock.new").write_text(str(self.ahead))
        os.replace(self.path / "clock.new", self.path / "clock")

    def stop(self):
        """Ends it; gives all that it has logged."""
        self.process.kill()
        self.process.wait()
        self.log.seek(0)
        text = self.log.read().decode()
        self.log.close()
        self.folder.cleanup()
        return text


class Executable(Carrier):
    """A Lambda executable, under a Runtime API that gives out one event at a time."""

    def __init__(self, program, configuration, aws, clock):
        super().__init__(configuration, aws)
        self.events, self.results = queue.Queue(), queue.Queue()
        self.idle = threading.Semaphore(0)
        self.api = ThreadingHTTPServer(("127.0.0.1", 0), RuntimeAPI)
        self.api.daemon_threads = True
        self.api.carrier = self
        threading.Thread(target=self.api.serve_forever, daemon=True).start()
        self.environment |= {
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.api.server_address[1]}",
            "LAMBDA_TASK_ROOT": str(self.path),
            "LD_PRELOAD": clock,
        }
        self.process = subprocess.Popen([program], env=self.environment, stdout=self.log, stderr=self.log)

    def start(self):
        self.wait()

    def decide(self, event):
        self.events.put(json.dumps(event).encode())
        return self.results.get(timeout=20)

    def wait(self):
        if not self.idle.acquire(timeout=20):
            raise TimeoutError(f"the function did not ask for an event:\n{self.stop()}")

    def stop(self):
        self.events.put(None)
        self.api.shutdown()
        self.api.server_close()
        return super().stop()


class RuntimeAPI(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        carrier = self.server.carrier
        carrier.idle.release()
        event = carrier.events.get()
        if event is None:
            self.close_connection = True
            return
        self.send_response(200)
        self.send_header("lambda-runtime-aws-request-id", "an-event")
        self.send_header("lambda-runtime-deadline-ms", str(2**42))
        self.send_header("content-length", str(len(event)))
        self.end_headers()
        self.wfile.write(event)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(202)
        self.send_header("content-length", "0")
        self.end_headers()
        self.server.carrier.results.put(json.loads(body))

    def log_message(self, *_):
        pass


class Node(Carrier):
    """The Node.js package, in a process that reads events line by line."""

    def __init__(self, package, factory, configuration, aws):
        super().__init__(configuration, aws)
        arguments = ["node", HERE / "carrier.cjs", package, factory, self.path / "config.json"]
        self.process = subprocess.Popen(
            arguments, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log)

    def start(self):
        self.process.stdout.readline()

    def decide(self, event):
        self.process.stdin.write(json.dumps(event).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def wait(self):
        """What goes on beside requests has the time until the next one; there is nothing to ask about it."""
        threading.Event().wait(0.3)

    def stop(self):
        self.process.stdin.close()
        self.process.stdout.close()
        return super().stop()


class Served(Carrier):
    """`edge-enforcer serve`, with the function in its process."""

    def __init__(self, program, configuration, aws, clock):
        super().__init__(configuration, aws)
        self.environment["LD_PRELOAD"] = clock
        arguments = ["serve", "--port", "0", "--backend", "live", "--runtime", "in-process", "--enforcer-only"]
        self.process = subprocess.Popen(
            [program, *arguments, "--config", self.path / "config.json"],
            env=self.environment, stdout=subprocess.PIPE, stderr=self.log)

    def start(self):
        # Its log goes to standard output, too.
        for line in self.process.stdout:
            self.log.write(line)
            if found := re.search(rb"listens on (http:\S+)", line):
                self.url = found[1].decode()
                break
        else:
            raise RuntimeError(f"serve does not say where it listens:\n{super().stop()}")
        self.reader = threading.Thread(target=lambda: [self.log.write(line) for line in self.process.stdout])
        self.reader.start()

    def stop(self):
        self.process.kill()
        self.reader.join()
        return super().stop()

    def decide(self, event):
        """The HTTP answer in the form of a result: 200 is a request that went on."""
        headers = {name: values[0]["value"] for name, values in event["Records"][0]["cf"]["request"]["headers"].items()}
        del headers["host"]
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url, headers=headers), timeout=20) as answer:
                answer.read()
                return {"uri": "/"} if answer.status == 200 else {"status": str(answer.status)}
        except urllib.error.HTTPError as error:
            error.read()
            return {"status": str(error.code)}

    def wait(self):
        threading.Event().wait(0.3)
