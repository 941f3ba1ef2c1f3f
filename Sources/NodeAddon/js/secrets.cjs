// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// Values of a configuration that are kept in AWS Secrets Manager (docs/secrets.md): fetched when the function starts,
// refreshed beside its other work, the last good ones kept. The executables do the same, in HumanSecurity/Secrets.

const { createHash, createHmac } = require('node:crypto');

const { isReference, referencesOf, secretOptions } = require('./configuration.cjs');

// All times in ms.

/** All calls of the first attempt, for which requests wait. */
const startLimit = 1_500;
/** All calls of a later one, for which nobody waits: the platform may freeze the function in the middle of it. */
const refreshLimit = 5_000;
/** From one good attempt to the next. */
const period = 300_000;
/** From a failure to the next attempt; twice that after each further one, up to `period`. */
const firstPause = 5_000;

/** In bytes. A secret has at most 65,536. */
const answerLimit = 64 << 10;

/** What is wrong with one option's secret; the message holds no part of it. */
class SecretError extends Error {}

class Secrets {
  #options;
  #environment;
  #logger;
  #send;
  #adopt;
  /** The last good values. */
  #values = {};
  #due = Infinity;
  #pause = firstPause;
  #logged = new Set();
  #first;

  /**
   * Begins the first attempt.
   * @param configuration the customer's, checked before.
   * @param send as `Transport.send`.
   * @param adopt is given all known values when any has changed.
   */
  constructor(configuration, environment, logger, send, adopt) {
    this.#options = secretOptions
      // Remote configuration has no effect at the edge.
      .filter((name) => !name.startsWith('px_remote') && referencesOf(configuration, name).length > 0)
      .map((name) => ({ name, value: configuration[name] }));
    this.#environment = environment;
    this.#logger = logger;
    this.#send = send;
    this.#adopt = adopt;
    this.#first = this.#attempt(startLimit).then(() => {
      this.#first = undefined;
    });
  }

  /** The end of the first attempt, or of the time that is left; undefined once that is over. */
  started(left) {
    if (this.#first === undefined || left >= startLimit) return this.#first;
    return new Promise((resolve) => {
      const timer = this.#environment.setTimeout(resolve, left);
      this.#first.then(() => {
        this.#environment.clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Begins another attempt if one is due. Nobody waits for it. */
  refresh() {
    if (this.#environment.now() < this.#due) return;
    this.#due = Infinity;
    this.#attempt(refreshLimit);
  }

  async #attempt(limit) {
    const problems = [];
    try {
      const texts = await this.#fetch(limit);
      const values = { ...this.#values };
      for (const { name, value } of this.#options) {
        try {
          values[name] = valueOf(name, value, texts);
        } catch (error) {
          problems.push(`${name}: ${error instanceof SecretError ? error.message : 'unexpected error'}`);
        }
      }
      if (JSON.stringify(values) !== JSON.stringify(this.#values)) {
        this.#values = values;
        this.#adopt(values);
      }
    } catch {
      problems.push('unexpected error');
    }
    this.#log(problems);
    const wait = problems.length > 0 ? this.#pause : period;
    this.#pause = problems.length > 0 ? Math.min(this.#pause * 2, period) : firstPause;
    // Spread over ±10 %, so that many functions do not ask at the same time.
    const spread = this.#environment.random()[0] / 0xffffffff;
    this.#due = this.#environment.now() + wait * (0.9 + 0.2 * spread);
  }

  /** Every secret once: a map from ARN to its text or a `SecretError`. */
  async #fetch(limit) {
    const references = this.#options.flatMap(({ value }) => value).filter(isReference);
    const arns = [...new Set(references.map(({ secret }) => secret))];
    const texts = await Promise.all(arns.map(async (arn) => {
      try {
        return [arn, await this.#text(arn, limit)];
      } catch (error) {
        if (error instanceof SecretError) return [arn, error];
        const problem = error.code === 'timeout' ? 'did not answer in time' : 'could not be reached';
        return [arn, new SecretError(`AWS Secrets Manager ${problem}`)];
      }
    }));
    return new Map(texts);
  }

  async #text(arn, timeout) {
    const { status, body } = await this.#send(this.#call(arn, timeout), timeout);
    if (body.length > answerLimit) throw new SecretError(`the answer has more than ${answerLimit} bytes`);
    const answer = parse(body.toString('utf8'));
    if (status !== 200) {
      const type = /(?:^|#)([A-Za-z0-9]{1,60})$/.exec(answer?.__type)?.[1] ?? 'an error';
      throw new SecretError(`AWS Secrets Manager answered ${type} (status ${status})`);
    }
    if (typeof answer?.SecretString !== 'string') {
      throw new SecretError(answer?.SecretBinary === undefined
        ? 'what answered is not AWS Secrets Manager' : 'the secret is binary; store it as text');
    }
    return textOf(answer.SecretString);
  }

  #call(arn, timeout) {
    const variable = (name) => this.#environment.variable(name) || undefined;
    const accessKey = variable('AWS_ACCESS_KEY_ID');
    const secretKey = variable('AWS_SECRET_ACCESS_KEY');
    const token = variable('AWS_SESSION_TOKEN');
    if (!accessKey || !secretKey) throw new SecretError('the environment has no AWS credentials');
    const [, partition, , region] = arn.split(':');
    const own = variable('AWS_ENDPOINT_URL_SECRETS_MANAGER') ?? variable('AWS_ENDPOINT_URL');
    const suffix = partition === 'aws-cn' ? '.cn' : '';
    const url = new URL(own ?? `https://secretsmanager.${region}.amazonaws.com${suffix}/`);
    const date = new Date(this.#environment.now()).toISOString().replace(/[-:]|\.\d+/g, '');
    const headers = [
      ['content-type', 'application/x-amz-json-1.1'],
      ['x-amz-date', date],
      ['x-amz-target', 'secretsmanager.GetSecretValue'],
      ...(token ? [['x-amz-security-token', token]] : []),
    ];
    const body = JSON.stringify({ SecretId: arn });
    const request = { method: 'POST', path: url.pathname, headers: [...headers, ['host', url.host]], body };
    const { authorization } = sign(request, { accessKey, secretKey, region, service: 'secretsmanager', date });
    headers.push(['authorization', authorization]);
    return { kind: 'secret', method: 'POST', url: url.href, headers: headers.flat(), body: Buffer.from(body), timeout };
  }

  // One line for each new set of problems.
  #log(problems) {
    if (problems.length === 0) {
      this.#logged.clear();
      return;
    }
    const text = problems.join('; ');
    if (this.#logged.has(text)) return;
    this.#logged.add(text);
    const missing = this.#options.filter(({ name }) => this.#values[name] === undefined);
    let effect = 'the last good values stay';
    if (missing.length > 0) effect = 'what they are for is off until they are';
    if (missing.some(({ name }) => name !== 'px_logger_auth_token')) effect = 'every request passes until they are';
    this.#logger.error(`secrets could not be read; ${effect}: ${text}`);
  }
}

/** An option's value with the secrets in it. */
function valueOf(name, value, texts) {
  if (!Array.isArray(value)) return resolve(value, name === 'px_cookie_secret', texts);
  return value.flatMap((element) => (isReference(element) ? resolve(element, true, texts) : element));
}

function resolve({ secret, key }, mayBeList, texts) {
  const text = texts.get(secret);
  if (text instanceof SecretError) throw text;
  if (key === undefined) return text;
  const object = parse(text);
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    throw new SecretError('the secret is no JSON object, so it has no key; remove the key or store an object');
  }
  if (!Object.hasOwn(object, key)) throw new SecretError('the secret has no such key');
  const found = object[key];
  if (typeof found === 'string') return textOf(found);
  if (mayBeList && Array.isArray(found) && found.length > 0 && found.every((one) => one && typeof one === 'string')) {
    return found;
  }
  throw new SecretError("the key's value is no text");
}

function textOf(text) {
  if (text === '') throw new SecretError('the secret is empty');
  return text;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// MARK: References

const arnForm =
  /^arn:aws(-cn|-us-gov)?:secretsmanager:[a-z\d](?:[a-z\d-]{0,30}[a-z\d])?:\d{12}:secret:[\w/+=.@-]{1,519}$/;

/** What is wrong with references. That one stands where none may is what the engine says. */
function referenceProblems(given) {
  const problems = [];
  for (const name of secretOptions) {
    for (const { secret, key = 'none', ...more } of referencesOf(given, name)) {
      const check = (isWrong, what) => {
        if (isWrong) problems.push({ severity: 'error', key: name, message: `has a secret ${what}` });
      };
      check(!arnForm.test(secret), 'that is no ARN of AWS Secrets Manager; copy it from there');
      check(!key || typeof key !== 'string', 'whose key is no text, or empty; name one, or remove it');
      check(Object.keys(more).length > 0, 'with a member besides secret and key; remove it');
    }
  }
  return problems;
}

// MARK: Signatures

// AWS Signature Version 4 (*Create a signed AWS API request*, IAM User Guide). The path is taken as it is, without `.`
// and `..` resolved: no call of ours has any.

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const mac = (key, text) => createHmac('sha256', key).update(text).digest();

// Everything but the unreserved characters of RFC 3986.
const encode = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`);

/** By bytes, as all that is compared is ASCII. */
const order = (a, b) => (a < b ? -1 : Number(a > b));

/**
 * @param request `{method, path, query, headers, body}`: `query` and `headers` are lists of names and values, not
 *     percent-encoded; all headers are signed, `host` and `x-amz-date` must be among them.
 * @param signer `{accessKey, secretKey, region, service, date}`, the date as in `x-amz-date`.
 * @returns `{canonical, toSign, signature, authorization}`, the last being the header's value.
 */
function sign({ method, path = '/', query = [], headers, body = '' }, { accessKey, secretKey, region, service, date }) {
  const merged = new Map();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const words = value.trim().replace(/\s+/g, ' ');
    merged.set(key, merged.has(key) ? `${merged.get(key)},${words}` : words);
  }
  const names = [...merged.keys()].sort(order);
  const signedNames = names.join(';');
  const canonical = [
    method,
    path.split('/').map(encode).join('/'),
    query.map((pair) => pair.map(encode)).sort(([a, b], [c, d]) => order(a, c) || order(b, d))
      .map((pair) => pair.join('=')).join('&'),
    ...names.map((name) => `${name}:${merged.get(name)}`),
    '',
    signedNames,
    sha256(body),
  ].join('\n');
  const scope = [date.slice(0, 8), region, service, 'aws4_request'];
  const toSign = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce(mac, `AWS4${secretKey}`);
  const signature = mac(key, toSign).toString('hex');
  const credential = [accessKey, ...scope].join('/');
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedNames}, Signature=${signature}`;
  return { canonical, toSign, signature, authorization };
}

module.exports = { Secrets, referenceProblems, sign };
