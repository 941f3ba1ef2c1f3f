# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

"""Runs functions whose secrets are in AWS Secrets Manager. Scripts/check-secrets says how."""

import argparse
import base64
import hashlib
import hmac
import json
import logging
import os
import sys
import time

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

import carriers
import services
import upload

AGENT = "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0"
VALUES = {"auth_token": "token-one", "cookie_secret": "cookie-secret-one"}
ROTATED = {"auth_token": "token-two", "cookie_secret": "cookie-secret-two"}


def event(secret):
    """A request whose token, sealed with the secret, says that a bot sent it."""
    salt = os.urandom(16)
    key = hashlib.pbkdf2_hmac("sha256", secret.encode(), salt, 1000, 48)
    pad = padding.PKCS7(128).padder()
    text = json.dumps({"u": "u", "v": "v", "t": int(time.time() * 1000) + 86_400_000, "s": 100, "a": "c"}).encode()
    cipher = Cipher(algorithms.AES(key[:32]), modes.CBC(key[32:])).encryptor()
    sealed = cipher.update(pad.update(text) + pad.finalize()) + cipher.finalize()
    body = f"{base64.b64encode(salt).decode()}:1000:{base64.b64encode(sealed).decode()}"
    mac = hmac.new(secret.encode(), (body + AGENT).encode(), "sha256").hexdigest()
    headers = {"host": "shop.example", "user-agent": AGENT, "cookie": f"_px3={mac}:{body}"}
    request = {
        "clientIp": "203.0.113.24", "method": "GET", "uri": "/", "querystring": "",
        "headers": {name: [{"key": name, "value": value}] for name, value in headers.items()},
    }
    return {"Records": [{"cf": {"config": {"eventType": "viewer-request"}, "request": request}}]}


class Check:
    def __init__(self, arguments):
        self.arguments = arguments
        self.aws, self.backend = services.AWS(), services.Backend()
        self.secrets = self.aws.client("secretsmanager")
        self.arn = self.secrets.create_secret(Name="edge/human", SecretString=json.dumps(VALUES))["ARN"]
        self.count = 0

    def configuration(self, arn=None):
        arn = arn or self.arn
        return {
            "px_app_id": "PXcheck001", "px_module_mode": "active_blocking", "px_backend_url": self.backend.url,
            "px_backend_collector_url": self.backend.url, "px_first_party_enabled": False,
            "px_auth_token": {"secret": arn, "key": "auth_token"},
            "px_cookie_secret": [{"secret": arn, "key": "cookie_secret"}],
        }

    def carriers(self, configuration):
        """Name and maker of everything that HumanEnforcer runs in."""
        binaries, clock = self.arguments.binaries, self.arguments.clock
        yield "HumanEnforcer", lambda: carriers.Executable(f"{binaries}/HumanEnforcer", configuration, self.aws, clock)
        yield "serve", lambda: carriers.Served(f"{binaries}/edge-enforcer", configuration, self.aws, clock)
        if self.arguments.node:
            yield "Node.js", lambda: carriers.Node(
                self.arguments.node, "createHumanEnforceHandler", configuration, self.aws)

    def expect(self, what, condition, detail=""):
        self.count += 1
        if not condition:
            raise SystemExit(f"check-secrets: not so: {what} {detail}")

    def is_blocked(self, carrier, secret):
        result = carrier.decide(event(secret))
        carrier.wait()
        status = result.get("status")
        self.expect("a result is the request, or a block", status == "403" or result.get("uri") == "/", str(result)[:200])
        return status == "403"

    def expect_calls(self, name, before, number):
        self.expect(f"{name} asks Secrets Manager {number} times", self.aws.calls - before == number,
                    f"but {self.aws.calls - before} times")

    def finish(self, name, carrier):
        log = carrier.stop()
        for value in [*VALUES.values(), *ROTATED.values(), services.SECRET_KEY, services.SESSION]:
            self.expect(f"the log of {name} has no secret", value not in log)
        self.expect("every call was signed as botocore signs it", not self.aws.problems, str(self.aws.problems))
        return [line for line in log.splitlines() if "secrets could not be read" in line]

    def put(self, values):
        self.secrets.put_secret_value(SecretId=self.arn, SecretString=json.dumps(values))

    # MARK: Cases

    def right_rotated_down(self):
        for name, make in self.carriers(self.configuration()):
            self.put(VALUES)
            calls, carrier = self.aws.calls, make()
            carrier.start()
            for _ in range(4):
                self.expect(f"{name} blocks by its secret", self.is_blocked(carrier, "cookie-secret-one"))
            self.expect_calls(name, calls, 1)
            self.expect("calls are authorised by the secret", set(self.backend.tokens) == {"Bearer token-one"})
            self.put(ROTATED)
            carrier.advance(400)
            self.expect("the request does not wait for new values", self.is_blocked(carrier, "cookie-secret-one"))
            self.expect_calls(name, calls, 2)
            self.expect("the new secret blocks", self.is_blocked(carrier, "cookie-secret-two"))
            self.expect("the old one is forgotten", not self.is_blocked(carrier, "cookie-secret-one"))
            self.expect("calls have the new token", self.backend.tokens[-1] == "Bearer token-two")
            for mode in ("down", "denied", "garbled"):
                self.aws.mode = mode
                carrier.advance(400)
                for _ in range(2):
                    self.expect(f"{name} goes on while the service is {mode}", self.is_blocked(carrier, "cookie-secret-two"))
            self.aws.mode = "right"
            lines = self.finish(name, carrier)
            self.expect(f"{name} has one line for each trouble", len(lines) == 3, str(lines))
            self.expect("it says what holds", all("the last good values stay" in line for line in lines), str(lines))
            self.backend.tokens.clear()
            print(f"{name}: right, rotated, away and back")

    def troubled_start(self):
        wrong = self.arn.replace("edge/human", "edge/nobody")
        for mode, arn, says in [
            ("right", wrong, "ResourceNotFoundException"), ("denied", None, "AccessDeniedException"),
            ("slow", None, "did not answer in time"), ("down", None, "could not be reached"),
        ]:
            self.put(VALUES)
            for name, make in self.carriers(self.configuration(arn)):
                case = f"{name}, {'wrong ARN' if arn else mode}"
                self.aws.mode = mode
                begin, carrier = time.monotonic(), make()
                carrier.start()
                self.expect(f"{case}: passes", not self.is_blocked(carrier, "cookie-secret-one"))
                took = time.monotonic() - begin
                # A second and a half for the secrets; the rest is for a busy machine.
                self.expect(f"{case}: starts and answers in time", took < 5, f"{took:.1f} s")
                if not arn:
                    self.aws.mode = "right"
                    carrier.advance(400)
                    self.is_blocked(carrier, "cookie-secret-one")
                    self.expect(f"{case}: enforces later", self.is_blocked(carrier, "cookie-secret-one"))
                lines = self.finish(name, carrier)
                self.expect(f"{case}: one line", len(lines) == 1, str(lines))
                self.expect(f"{case}: which says why", says in lines[0] and "every request passes" in lines[0], lines[0])
                print(f"{case}: passes, in {took:.1f} s")
        self.aws.mode = "right"

    def other_functions(self):
        configuration = self.configuration()
        functions = [("HumanActivities", "createHumanActivitiesHandler", 1),
                     ("HumanFirstParty", "createHumanFirstPartyHandler", 0)]
        for function, factory, number in functions:
            program = f"{self.arguments.binaries}/{function}"
            makers = [lambda: carriers.Executable(program, configuration, self.aws, self.arguments.clock)]
            if self.arguments.node:
                makers.append(lambda: carriers.Node(self.arguments.node, factory, configuration, self.aws))
            for make in makers:
                calls, carrier = self.aws.calls, make()
                carrier.start()
                given = event("cookie-secret-one")
                cf = given["Records"][0]["cf"]
                cf["response"] = {"status": "200", "statusDescription": "OK", "headers": {}}
                result = carrier.decide(given)
                carrier.wait()
                passed = cf["response"] if function == "HumanActivities" else cf["request"]
                self.expect(f"{function} passes on what it got", result == passed, str(result)[:200])
                self.expect_calls(function, calls, number)
                self.finish(function, carrier)
            print(f"{function}: asks {number} times")

    def stop(self):
        self.aws.stop()
        self.backend.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binaries", required=True)
    parser.add_argument("--clock", required=True)
    parser.add_argument("--node")
    parser.add_argument("zips", nargs="*")
    # moto's server writes a line for each request.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    check = Check(parser.parse_args())
    try:
        check.right_rotated_down()
        check.troubled_start()
        check.other_functions()
        upload.run(check.aws, check.arguments.zips, check.expect)
    finally:
        check.stop()
    print(f"check-secrets: {check.count} expectations hold")
    # Threads of the servers may still wait for slow answers.
    sys.stdout.flush()
    os._exit(0)


main()
