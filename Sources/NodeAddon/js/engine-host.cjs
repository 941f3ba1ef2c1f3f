// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// Runs requests through the engine: sends what it wants sent, asks what it wants asked. What the three functions share.
// No decision is made here.

const { ConfigurationError, missingKeys, prepare, refersToSecrets } = require('./configuration.cjs');
const { environmentOf } = require('./environment.cjs');
const { Logger, describe } = require('./logger.cjs');
const { metricsLine } = require('./metrics.cjs');

/** Kept back of an invocation's time for the answer, in ms. */
const answerReserve = 200;

/** As `native.supply` takes them in place of a status. */
const callOutcome = { timedOut: -1, failed: -2 };

/** What metrics say of a request that passed because of a fault. */
const faulted = { outcome: 'failed_open', reason: 'fault' };
const unenforced = { outcome: 'failed_open', reason: 'no_add_on' };

const trapCode = 'EDGE_ENFORCER_TRAP';

// A process has one add-on, so one line in each log says that it is missing.
const absenceLoggedTo = new WeakSet();

class EngineHost {
  #purpose;
  #prepared;
  #environment;
  #logger;
  #transport;
  #hooks;
  #native;
  #encode;
  #facts;
  #mask;
  #engine;
  #secrets;
  /** Empty if no metrics are wanted. */
  #metricsNamespace;

  /**
   * @param purpose `enforcer`, `activities` or `first_party`.
   * @throws `ConfigurationError` with every error at once. Where the add-on cannot be loaded nothing but missing keys
   *     is found, and every request passes.
   */
  constructor(purpose, configuration) {
    this.#purpose = purpose;
    this.#prepared = prepare(configuration);
    this.#environment = environmentOf(configuration);
    this.#logger = new Logger(this.#prepared.effective.px_logger_severity, this.#environment.write);
    this.#metricsNamespace = this.#prepared.effective.px_metrics_namespace;
    const { native, encode, error } = this.#environment.loadAddon();
    if (native === undefined) {
      const missing = missingKeys(purpose, configuration);
      if (missing.length > 0) throw new ConfigurationError(missing);
      this.#logAbsence(error);
      return;
    }
    this.#encode = encode;
    const secrets = refersToSecrets(configuration) ? require('./secrets.cjs') : undefined;
    const wrong = secrets?.referenceProblems(configuration) ?? [];
    try {
      this.#facts = this.#environment.facts();
      this.#mask = hookMask(this.#prepared.hooks.names, native.hooks);
      this.#native = native;
      this.#engine = this.#create();
    } catch (error) {
      if (error instanceof ConfigurationError) throw new ConfigurationError([...error.problems, ...wrong]);
      // Not the customer's mistake: requests pass, and each tries again.
      this.#fault('create', error);
    }
    if (wrong.length > 0) throw new ConfigurationError(wrong);
    // HumanFirstParty needs none.
    if (secrets !== undefined && purpose !== 'first_party') {
      const send = (call, left) => this.#client().send(call, left);
      // Laid over the customer's object, which may be frozen.
      const adopt = (values) =>
        this.#adopt(Object.create(configuration, Object.getOwnPropertyDescriptors(values)));
      this.#secrets = new secrets.Secrets(configuration, this.#environment, this.#logger, send, adopt);
    }
  }

  /** Goes on with new secrets. What is remembered of tokens stays behind; requests under way end as they began. */
  #adopt(configuration) {
    this.#prepared = prepare(configuration);
    this.#hooks = undefined;
    this.#engine = undefined;
    try {
      this.#engine = this.#create();
    } catch (error) {
      // The next request tries again.
      this.#fault('create', error);
    }
  }

  /** What went wrong so far and how often, by log line. */
  get faults() {
    return this.#logger.counts;
  }

  // MARK: One request

  /**
   * Runs one request to its end. Never rejects.
   * @param response the origin's, for HumanActivities.
   * @param context the invocation's, for the time that is left of it.
   * @returns a promise of the engine's step `finish`, or of undefined if there is no decision: the request passes.
   */
  async run(request, response, context) {
    if (this.#native === undefined || typeof request !== 'object' || request === null) {
      if (this.#metricsNamespace) this.#measure(this.#native === undefined ? unenforced : faulted);
      return undefined;
    }
    if (this.#secrets !== undefined) await this.#secrets.started(timeLeft(context));
    let engine;
    let id;
    let doing = 'create';
    let riskMilliseconds;
    let hasFailedCall = false;
    try {
      engine = this.#engine ??= this.#create();
      doing = 'begin';
      const { now, random } = this.#environment;
      let step = this.#native.begin(engine, this.#encode(request, response), now(), random());
      while (step.kind !== 'finish') {
        id = step.id;
        doing = step.kind === 'send' ? 'supply' : 'answer';
        if (step.kind === 'send') {
          const { kind } = step.call;
          const start = now();
          step = await this.#send(engine, step, context, (status) => {
            if (status < 0) hasFailedCall = true;
            if (kind === 'risk' && status === 200) riskMilliseconds = Math.max(now() - start, 0);
          });
        } else {
          // No turn of the event loop for a function that answers at once.
          const asked = this.#hookRunner().ask(step, request, response, timeLeft(context));
          const { outcome, json } = typeof asked.then === 'function' ? await asked : asked;
          step = this.#native.answer(engine, step.id, outcome, json, now());
        }
      }
      if (this.#logger.isDebugging) this.#logger.decision(step, riskMilliseconds);
      if (this.#metricsNamespace) this.#measure(step, riskMilliseconds);
      if (hasFailedCall) step.hasFailedCall = true;
      // Beside the reports: nobody waits for it.
      this.#secrets?.refresh();
      return step;
    } catch (error) {
      this.#fault(doing, error, engine, id);
      if (this.#metricsNamespace) this.#measure(faulted);
      return undefined;
    }
  }

  // Metrics that cannot be written must not stop a request.
  #measure(decision, riskMilliseconds) {
    const { now, writeMetrics } = this.#environment;
    try {
      writeMetrics(metricsLine(this.#metricsNamespace, this.#purpose, decision, riskMilliseconds, now()));
    } catch {}
  }

  async #send(engine, { id, call }, context, answered) {
    let outcome;
    let headers = [];
    let body;
    try {
      const answer = await this.#client().send(call, timeLeft(context));
      outcome = answer.status;
      // Nothing looks at the headers of the Risk API's answer.
      if (call.kind === 'first_party') headers = answer.headers;
      body = answer.body;
    } catch (error) {
      this.#logger.error(`call failed: kind ${call.kind}, code ${error.code}`);
      outcome = error.code === 'timeout' ? callOutcome.timedOut : callOutcome.failed;
      body = Buffer.from(error.message, 'utf8');
    }
    answered(outcome);
    return this.#native.supply(engine, id, outcome, headers, body, this.#environment.now());
  }

  /**
   * Sends a decision's reports, all at once: the visitor waits for them, unless a call had no answer before. He has waited
   * for that already, and it would be for the same backend. Failures are logged and change nothing.
   */
  async deliver({ reports, hasFailedCall }, context) {
    if (!reports?.length) return;
    const delivered = Promise.all(reports.map((call) => this.#report(call, context)));
    if (!hasFailedCall) await delivered;
  }

  async #report(call, context) {
    try {
      const { status } = await this.#client().send(call, timeLeft(context));
      if (status !== 200) this.#logger.error(`report refused: kind ${call.kind}, status ${status}`);
    } catch (error) {
      this.#logger.error(`report not delivered: kind ${call.kind}, code ${error.code}`);
    }
  }

  // Loaded when first needed, as many a process decides by tokens alone for a while.

  #client() {
    if (this.#transport === undefined) {
      const { Transport } = require('./transport.cjs');
      this.#transport = new Transport(this.#environment);
    }
    return this.#transport;
  }

  #hookRunner() {
    if (this.#hooks === undefined) {
      const { HookRunner } = require('./hooks.cjs');
      this.#hooks = new HookRunner(this.#prepared, this.#environment, this.#logger);
    }
    return this.#hooks;
  }

  /** For what a caller does with a decision: it must not fail the request either. */
  failedToApply(error) {
    this.#logger.once(`a result could not be applied; the request passes: ${describe(error)}`);
  }

  // MARK: The engine and its faults

  #create() {
    let engine;
    try {
      engine = this.#native.create(
        this.#purpose, this.#prepared.json, this.#mask, this.#facts, this.#environment.random(),
      );
    } catch (error) {
      const errors = error?.problems?.filter(({ severity }) => severity === 'error');
      throw errors?.length ? new ConfigurationError(errors) : error;
    }
    if (this.#logger.isDebugging) {
      for (const warning of this.#prepared.warnings) this.#logger.debug(`configuration: ${warning}`);
      for (const { key, message } of engine.warnings ?? []) this.#logger.debug(`configuration: ${key} ${message}`);
    }
    return engine;
  }

  // `doing` is what the engine was called for.
  #fault(doing, error, engine, id) {
    let isPoisoned = false;
    try {
      if (error?.code === trapCode) isPoisoned = true;
      else if (engine !== undefined && this.#native.isPoisoned(engine)) isPoisoned = true;
      else if (engine !== undefined && id !== undefined) this.#native.release(engine, id);
    } catch {
      isPoisoned = true;
    }
    if (isPoisoned) {
      // The next request makes a new one. Exchanges under way on the old one end as this one did, and must not
      // take down what has been made since.
      if (this.#engine === engine) this.#engine = undefined;
      this.#logger.once(`the engine trapped (${doing}); the request passes, the next one gets a new engine`);
    } else {
      this.#logger.once(`unexpected error (${doing}); the request passes: ${describe(error)}`);
    }
  }

  #logAbsence(error) {
    if (!this.#logger.isOn || absenceLoggedTo.has(this.#environment.write)) return;
    absenceLoggedTo.add(this.#environment.write);
    this.#logger.error(
      `the native add-on cannot be loaded: ${describe(error)}; nothing is enforced, every request passes`,
    );
  }
}

/** Which hooks are set, as a mask over the engine's list of their names. */
function hookMask(set, names) {
  return names.reduce((mask, name, bit) => (set.has(name) ? mask | (1 << bit) : mask), 0);
}

/** What is left of an invocation for one more step, in ms; without bound where the context does not say. */
function timeLeft(context) {
  if (typeof context?.getRemainingTimeInMillis !== 'function') return Infinity;
  try {
    const left = Number(context.getRemainingTimeInMillis());
    return Number.isNaN(left) ? Infinity : Math.max(left - answerReserve, 0);
  } catch {
    return Infinity;
  }
}

module.exports = { EngineHost, timeLeft };
