// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// Parts a configuration into what the engine reads, which is JSON, and what JSON cannot hold: the customer's functions.

const { isRegExp } = require('node:util').types;
const { defaults, effectiveParameters, entryHooks, hookOptions, isAccepted } = require('./options.cjs');

const required = {
  enforcer: ['px_app_id', 'px_auth_token', 'px_cookie_secret'],
  activities: ['px_app_id', 'px_auth_token', 'px_cookie_secret'],
  first_party: ['px_app_id'],
};

/** What a factory or `initialize` throws: `problems` has every error, the message names them all. */
class ConfigurationError extends Error {
  constructor(problems) {
    super(problems.map(({ key, message }) => (key ? `${key} ${message}` : message)).join('; '));
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

/**
 * @param configuration the customer's object; it is read once, here.
 * @returns `{json, hooks, effective, hookTimeout, warnings}`: the engine's configuration as text, `hooks(name, entry)`
 *     and `hooks.names`, the effective parameters, the limit of each hook in ms, and what is to be said for debugging.
 */
function prepare(configuration) {
  const given = typeof configuration === 'object' && configuration !== null ? configuration : {};
  const effective = effectiveParameters(given);
  const warnings = [];
  return {
    json: engineJSON(given, warnings),
    hooks: collectHooks(effective),
    effective,
    // NaN is a number, too.
    hookTimeout: Math.min(Math.max(effective.px_hook_timeout_ms, 1), 30_000) || defaults.px_hook_timeout_ms,
    warnings,
  };
}

// MARK: JSON

function engineJSON(given, warnings) {
  const names = new Set(Object.keys(given));
  // Options may be inherited: a class may hold a configuration.
  for (const name of Object.keys(defaults)) if (name in given) names.add(name);
  const members = [];
  for (const name of names) {
    const value = given[name];
    if (name === 'px_hook_timeout_ms') {
      if (!isAccepted(name, value) || !(value >= 1 && value <= 30_000)) {
        warnings.push(`${name} is no number from 1 to 30000`);
      }
    } else if (defaults[name] === null) {
      if (typeof value !== 'function' && value !== null && value !== undefined) {
        warnings.push(`${name} is no function; it is ignored`);
      }
    } else {
      const text = jsonOf(name, value, warnings);
      if (text !== undefined) members.push(`${JSON.stringify(name)}:${text}`);
    }
  }
  return `{${members.join(',')}}`;
}

function jsonOf(name, value, warnings) {
  try {
    if (name === 'px_login_successful_body_regex' && isRegExp(value)) return JSON.stringify(value.source);
    return JSON.stringify(value, replace);
  } catch {
    warnings.push(`${name} cannot be written as JSON; it is ignored`);
    return undefined;
  }
}

function replace(name, value) {
  if (isRegExp(value)) {
    if (name === 'login_successful_body_regex') return value.source;
    // Global and sticky are about where the next search starts; ours start at the beginning.
    return { regex: value.source, flags: value.flags.replace(/[gy]/g, '') };
  }
  return value;
}

// MARK: Functions

function collectHooks(effective) {
  const global = {};
  for (const [hook, name] of Object.entries(hookOptions)) {
    if (effective[name] !== null) global[hook] = { ask: effective[name], name };
  }
  // Counted as the engine counts: what is no object is no entry.
  const entries = effective.px_login_credentials_extraction
    .filter((entry) => typeof entry === 'object' && entry !== null && !Array.isArray(entry))
    .map((entry) => {
      const own = {};
      for (const [hook, name] of Object.entries(entryHooks)) {
        if (typeof entry[name] === 'function') own[hook] = { ask: entry[name], name };
      }
      return own;
    });
  const names = new Set(Object.keys(global));
  for (const own of entries) for (const hook of Object.keys(own)) names.add(hook);
  /** The function that is to be asked, and the name of its option: `{ask, name}` or undefined. */
  const find = (hook, entry) => {
    const own = hook in entryHooks ? entries[entry]?.[hook] : undefined;
    return own ?? global[hook];
  };
  return { find, names };
}

// MARK: Secrets

const secretOptions = Object.keys(defaults).filter((name) => /_(token|secret)$/.test(name));

/** Whether a value stands for a secret that is kept elsewhere. */
const isReference = (value) => typeof value === 'object' && value !== null && 'secret' in value;

/** The references of an option. */
const referencesOf = (given, name) => [given?.[name]].flat().filter(isReference);

const refersToSecrets = (given) => secretOptions.some((name) => referencesOf(given, name).length > 0);

/** The errors that can be told without the engine. */
function missingKeys(purpose, given) {
  return required[purpose]
    .filter((name) => {
      const value = given?.[name];
      return !value || (Array.isArray(value) && value.length === 0);
    })
    .map((key) => ({
      severity: 'error',
      key,
      message: 'cannot be empty; set it to the value shown in the HUMAN console',
    }));
}

module.exports = {
  ConfigurationError, isReference, missingKeys, prepare, referencesOf, refersToSecrets, secretOptions,
};
