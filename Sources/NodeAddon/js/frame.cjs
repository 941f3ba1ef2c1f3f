// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// CloudFront's event on its way to the engine. Lambda hands it over as objects; joining their texts, each behind its
// length, costs a fraction of writing JSON and reading it again. FrameReader.swift has the grammar of the frame.

// Numbers up to this are one character, greater ones a mark and four groups of 7 bits.
const MARK = 0x7f;
const NUMBERS = Array.from({ length: MARK }, (_, number) => String.fromCharCode(number));

const HAS_BODY = 1;
const IS_TRUNCATED = 2;
const HAS_RESPONSE = 4;

// A string that holds one byte a character is refused at a glance, as it cannot match.
const BEYOND_LATIN_1 = /[^\0-\xff]/;

function number(value) {
  if (value < MARK) return NUMBERS[value];
  return String.fromCharCode(MARK, (value >>> 21) & 0x7f, (value >>> 14) & 0x7f, (value >>> 7) & 0x7f, value & 0x7f);
}

// The headers object as part of a frame; undefined if it is none of CloudFront's.
function encodeHeaders(headers) {
  if (typeof headers !== 'object' || headers === null) return undefined;
  let frame = '';
  const names = Object.keys(headers);
  for (let index = 0; index < names.length; index++) {
    const name = names[index];
    const values = headers[name];
    if (!Array.isArray(values)) return undefined;
    frame += number(values.length + 1) + number(name.length) + name;
    for (let line = 0; line < values.length; line++) {
      const value = values[line]?.value;
      if (typeof value !== 'string') return undefined;
      frame += number(value.length) + value;
    }
  }
  return frame + NUMBERS[0];
}

// A frame says nothing of other members, and HumanFirstParty hands the request on with all it has.
function hasOnlyKnownMembers(request) {
  for (const member in request) {
    switch (member) {
      case 'clientIp': case 'headers': case 'method': case 'querystring': case 'uri': case 'body': case 'origin': break;
      default: return false;
    }
  }
  return true;
}

function isUsualBody(body) {
  if (typeof body !== 'object' || body === null) return false;
  return typeof body.data === 'string' && typeof body.encoding === 'string' && typeof body.inputTruncated === 'boolean'
    && body.action === 'read-only' && Object.keys(body).length === 4;
}

// The frame, or undefined if request or response are not quite as CloudFront makes them.
function encodeFrame(request, response) {
  if (typeof request !== 'object' || request === null || !hasOnlyKnownMembers(request)) return undefined;
  const { clientIp, method, uri, querystring, body } = request;
  if (typeof clientIp !== 'string' || typeof method !== 'string' || typeof uri !== 'string'
    || typeof querystring !== 'string') return undefined;
  let flags = 0;
  let frame = number(clientIp.length) + clientIp + number(method.length) + method + number(uri.length) + uri
    + number(querystring.length) + querystring;
  if (body !== undefined) {
    if (!isUsualBody(body)) return undefined;
    flags |= body.inputTruncated ? HAS_BODY | IS_TRUNCATED : HAS_BODY;
    frame += number(body.data.length) + body.data + number(body.encoding.length) + body.encoding;
  }
  const headers = encodeHeaders(request.headers);
  if (headers === undefined) return undefined;
  frame += headers;
  if (response !== undefined) {
    const responseHeaders = encodeHeaders(response?.headers);
    const { status, statusDescription = '' } = response ?? {};
    if (responseHeaders === undefined || typeof status !== 'string' || typeof statusDescription !== 'string') {
      return undefined;
    }
    flags |= HAS_RESPONSE;
    frame += number(status.length) + status + number(statusDescription.length) + statusDescription + responseHeaders;
  }
  return 'F' + String.fromCharCode(0x40 + flags) + frame;
}

/**
 * The text that `native.begin` takes for a request of CloudFront, and for its response if there is one.
 *
 * It is a flat frame, or the JSON of an event where that could not say everything: for texts beyond Latin-1 and for
 * objects of another shape. The engine decides the same for both.
 *
 * @param {object} request `Records[0].cf.request`
 * @param {object} [response] `Records[0].cf.response`
 * @returns {string}
 * @throws {TypeError} what JSON.stringify throws, for objects that JSON cannot hold
 */
function encode(request, response) {
  const frame = encodeFrame(request, response);
  if (frame !== undefined && !BEYOND_LATIN_1.test(frame)) return frame;
  return JSON.stringify({ Records: [{ cf: { request, response } }] });
}

module.exports = { encode };
