# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

"""Writes signature-version-4.jsonl: requests, what is signed of them, and their signatures.

    python3 generate.py > signature-version-4.jsonl        needs botocore

The first part are cases of AWS's Signature Version 4 test suite, as published with aws-c-auth (Apache-2.0); their
signatures are copied, and botocore, which says what was signed on the way, must come to the same. Left out: folded header
lines, which HTTP no longer has, and paths with dot segments. The second part are requests to Secrets Manager, signed by
botocore.
"""

import datetime
import json
import sys
from unittest import mock
from urllib.parse import quote

from botocore import auth, credentials
from botocore.awsrequest import AWSRequest

KEY, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
NOW = datetime.datetime(2015, 8, 30, 12, 36, 0, tzinfo=datetime.timezone.utc)
TOKEN = "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267"
ALPHABET = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
FORM = "application/x-www-form-urlencoded"
FORM_DIGEST = "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e"

# name, method, path, query, headers beside host and x-amz-date, body, published signature
PUBLISHED = [
    ("get-vanilla-query", "GET", "/", [], [], "",
     "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
    ("get-vanilla-query-order-key-case", "GET", "/", [("Param2", "value2"), ("Param1", "value1")], [], "",
     "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
    ("get-vanilla-query-order-encoded", "GET", "/",
     [("Param-3", "Value3"), ("Param", "Value2"), ("\u1234", "Value1")], [], "",
     "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac"),
    ("get-vanilla-query-unreserved", "GET", "/", [(ALPHABET, ALPHABET)], [], "",
     "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"),
    ("get-vanilla-utf8-query", "GET", "/", [("\u1234", "bar")], [], "",
     "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"),
    ("get-vanilla-empty-query-key", "GET", "/", [("Param1", "value1")], [], "",
     "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"),
    ("get-vanilla-with-session-token", "GET", "/", [], [("X-Amz-Security-Token", TOKEN)], "",
     "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8"),
    ("get-header-key-duplicate", "GET", "/", [],
     [("My-Header1", "value2"), ("My-Header1", "value2"), ("My-Header1", "value1")], "",
     "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"),
    ("get-header-value-order", "GET", "/", [],
     [("My-Header1", value) for value in ("value4", "value1", "value3", "value2")], "",
     "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"),
    ("get-header-value-trim", "GET", "/", [], [("My-Header1", " value1"), ("My-Header2", ' "a   b   c"')], "",
     "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
    ("get-unreserved", "GET", "/" + ALPHABET, [], [], "",
     "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
    ("get-utf8", "GET", "/\u1234", [], [], "",
     "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
    ("get-space-unnormalized", "GET", "/example space/", [], [], "",
     "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"),
    ("post-vanilla", "POST", "/", [], [], "",
     "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
    ("post-vanilla-query", "POST", "/", [("Param1", "value1")], [], "",
     "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"),
    ("post-header-key-sort", "POST", "/", [], [("My-Header1", "value1")], "",
     "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"),
    ("post-header-value-case", "POST", "/", [], [("My-Header1", "VALUE1")], "",
     "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"),
    ("post-sts-header-before", "POST", "/", [], [(
        "X-Amz-Security-Token",
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YU"
        "uwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQ"
        "cHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/"
        "oLxBA==")], "",
     "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"),
    ("post-sts-header-after", "POST", "/", [], [], "",
     "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
    ("post-x-www-form-urlencoded", "POST", "/", [],
     [("Content-Type", FORM), ("Content-Length", "13"), ("x-amz-content-sha256", FORM_DIGEST)], "Param1=value1",
     "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b"),
    ("post-x-www-form-urlencoded-parameters", "POST", "/", [],
     [("Content-Type", FORM + "; charset=utf-8"), ("Content-Length", "13"), ("x-amz-content-sha256", FORM_DIGEST)],
     "Param1=value1",
     "328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422"),
]

ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:edge/human-AbCdEf"
TARGET = [("content-type", "application/x-amz-json-1.1"), ("x-amz-target", "secretsmanager.GetSecretValue")]
OURS = [
    ("get-secret-value", "us-east-1", "secretsmanager.us-east-1.amazonaws.com", []),
    ("get-secret-value-with-token", "eu-central-1", "secretsmanager.eu-central-1.amazonaws.com",
     [("x-amz-security-token", TOKEN)]),
    ("get-secret-value-at-port", "us-east-1", "127.0.0.1:5000", [("x-amz-security-token", TOKEN)]),
]


class Signer(auth.SigV4Auth):
    """Signs every header, as the test suite does."""

    def headers_to_sign(self, request):
        headers = super().headers_to_sign(request)
        for name in ("host", "x-amz-content-sha256"):
            del headers[name]
        for name in ("host", "x-amz-content-sha256"):
            for value in request.headers.get_all(name, []):
                headers[name] = value
        return headers

    def modify(self, request):
        pass


def sign(name, region, service, method, path, query, headers, body):
    everything = headers + [("X-Amz-Date", NOW.strftime("%Y%m%dT%H%M%SZ"))]
    host = dict((key.lower(), value) for key, value in headers)["host"]
    url = f"https://{host}{quote(path, safe='/~')}"
    request = AWSRequest(method=method, url=url, data=body.encode(), params=dict(query))
    for key, value in everything:
        # What the suite calls a multi-line value is one with blanks.
        request.headers.add_header(key, " ".join(value.split()))
    request.context["timestamp"] = NOW.strftime("%Y%m%dT%H%M%SZ")
    request.context["signing"] = {"disableDoubleEncode": True}
    signer = Signer(credentials.Credentials(KEY, SECRET), service, region)
    # The canonical path is the encoded one, encoded once.
    with mock.patch.object(signer, "_normalize_url_path", lambda encoded: encoded):
        canonical = signer.canonical_request(request)
    to_sign = signer.string_to_sign(request, canonical)
    return {
        "name": name, "region": region, "service": service, "method": method, "path": path, "query": query,
        "headers": everything, "body": body, "canonical": canonical, "to_sign": to_sign,
        "signature": signer.signature(to_sign, request),
    }


def main():
    for name, method, path, query, headers, body, signature in PUBLISHED:
        headers = [("Host", "example.amazonaws.com")] + headers
        case = sign(name, "us-east-1", "service", method, path, query, headers, body)
        if case["signature"] != signature:
            sys.exit(f"{name}: botocore says {case['signature']}\n{case['canonical']}")
        print(json.dumps({"source": "AWS test suite", **case}))
    for name, region, host, more in OURS:
        body = json.dumps({"SecretId": ARN}, separators=(",", ":"))
        case = sign(name, region, "secretsmanager", "POST", "/", [], [("host", host)] + TARGET + more, body)
        print(json.dumps({"source": "botocore", **case}))


main()
