# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

"""What the functions talk to: AWS by moto behind a proxy that checks signatures and makes faults, and HUMAN's backend."""

import http.client
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
from botocore import auth, credentials
from botocore.awsrequest import AWSRequest
from moto.server import ThreadedMotoServer

ACCESS_KEY, SECRET_KEY, SESSION = "AKIAEXAMPLEEXAMPLE00", "an+aws/secret-key", "an-aws-session-token"
REGION = "us-east-1"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body are two writes; without this they wait for each other's acknowledgement.
    disable_nagle_algorithm = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        answer = self.server.owner.answer(self, body)
        if answer is None:
            self.close_connection = True
            return
        status, text = answer
        try:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)
        except OSError:
            pass

    def log_message(self, *_):
        pass


class Server:
    """An HTTP server on loopback; subclasses say what it answers: status and body, or None to hang up."""

    def __init__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.owner = self
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class AWS(Server):
    """Secrets Manager as moto has it. `mode` is right, denied, slow, down or garbled."""

    def __init__(self):
        super().__init__()
        self.moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.moto.start()
        host, port = self.moto.get_host_and_port()
        self.address, self.direct = (host, port), f"http://{host}:{port}"
        self.mode = "right"
        self.calls = 0
        self.problems = []

    def client(self, service):
        return boto3.client(
            service, endpoint_url=self.direct, region_name=REGION,
            aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY,
        )

    def answer(self, request, body):
        self.calls += 1
        self.check(request, body)
        if self.mode == "down":
            return None
        if self.mode == "denied":
            return 400, b'{"__type":"AccessDeniedException","Message":"not for you"}'
        if self.mode == "garbled":
            return 200, b"<html>a portal that wants a login</html>"
        if self.mode == "slow":
            time.sleep(6)
            return None
        connection = http.client.HTTPConnection(*self.address, timeout=10)
        connection.request("POST", "/", body, {key: value for key, value in request.headers.items()})
        response = connection.getresponse()
        return response.status, response.read()

    def check(self, request, body):
        """Signs what came once more, with botocore: moto takes any signature."""
        given = request.headers.get("authorization", "")
        copy = AWSRequest(method="POST", url=f"http://{request.headers['host']}{request.path}", data=body)
        names = given.split("SignedHeaders=")[-1].split(",")[0].split(";")
        for name in names:
            copy.headers[name] = request.headers.get(name, "")
        copy.context["timestamp"] = request.headers.get("x-amz-date")
        signer = auth.SigV4Auth(credentials.Credentials(ACCESS_KEY, SECRET_KEY, SESSION), "secretsmanager", REGION)
        signature = signer.signature(signer.string_to_sign(copy, signer.canonical_request(copy)), copy)
        must = {"host", "x-amz-date", "x-amz-target", "x-amz-security-token"}
        if f"Signature={signature}" not in given or not must <= set(names):
            self.problems.append(f"a wrong signature: {given}")
        if request.headers.get("x-amz-security-token") != SESSION:
            self.problems.append("the session token is missing")
        if set(json.loads(body)) != {"SecretId"}:
            self.problems.append("the body says something else")

    def stop(self):
        super().stop()
        self.moto.stop()


class Backend(Server):
    """HUMAN's backend: knows no bots."""

    def __init__(self):
        super().__init__()
        self.tokens = []

    def answer(self, request, body):
        self.tokens.append(request.headers.get("authorization"))
        return 200, b'{"status":0,"score":0,"action":"c","uuid":"5f0c2d1e-5c1e-11f0-9a3b-000000000001"}'
