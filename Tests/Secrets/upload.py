# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

"""Uploads the functions' zip files to moto's Lambda and publishes versions, as the guide does."""

import base64
import hashlib
import io
import json
import pathlib
import zipfile

NAMES = ("HumanEnforcer", "HumanActivities", "HumanFirstParty")


def stand_in(name):
    """A zip with a handler, where none was packaged."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("index.js", f"exports.handler = async (event) => event; // {name}\n")
    return file.getvalue()


def changed(data):
    """The same with one file more: new code."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("changed.txt", "changed\n")
    return file.getvalue()


def run(aws, paths, expect):
    """`paths` has the three zips, or none for stand-ins."""
    given = {pathlib.Path(path).stem: pathlib.Path(path).read_bytes() for path in paths}
    if given:
        expect(f"the zips are those of {', '.join(NAMES)}", set(given) == set(NAMES), str(sorted(given)))
    trust = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"Service": ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]}}]}
    role = aws.client("iam").create_role(RoleName="edge", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    functions = aws.client("lambda")
    for name in NAMES:
        data = given.get(name) or stand_in(name)
        functions.create_function(
            FunctionName=name, Runtime="nodejs22.x", Handler="index.handler", Role=role, Code={"ZipFile": data},
            MemorySize=128, Timeout=5)
        first = functions.publish_version(FunctionName=name)
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        expect(f"{name}: what was published is what was uploaded", first["CodeSha256"] == digest)
        expect(f"{name}: it has a version to associate", first["FunctionArn"].endswith(f":function:{name}:{first['Version']}")
               and first["Version"].isdecimal(), first["FunctionArn"])
        functions.update_function_code(FunctionName=name, ZipFile=changed(data))
        second = functions.publish_version(FunctionName=name)
        expect(f"{name}: new code is a new version", int(second["Version"]) == int(first["Version"]) + 1)
        old = functions.get_function(FunctionName=name, Qualifier=first["Version"])["Configuration"]
        expect(f"{name}: the old version keeps its code", old["CodeSha256"] == digest)
    print(f"upload: {'the packaged zips' if given else 'stand-in zips'}, two versions each")
