// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// Asks the customer's functions, in bounded time, and gives their answers as JSON.

const { describe } = require('./logger.cjs');

/** As `native.answer` takes them. */
const outcome = { answered: 0, failed: 1, timedOut: 2 };

// Any value is an answer to these; only whether JavaScript takes it for true counts.
const questions = new Set(['isFiltered', 'isEnforced', 'isMonitored', 'isSensitive']);

const nothing = { outcome: outcome.failed, json: 'null' };

class HookRunner {
  #hooks;
  #effective;
  #limit;
  #environment;
  #logger;

  constructor({ hooks, effective, hookTimeout }, environment, logger) {
    this.#hooks = hooks;
    this.#effective = effective;
    this.#limit = hookTimeout;
    this.#environment = environment;
    this.#logger = logger;
  }

  /**
   * Asks one function. Never throws.
   * @param step the engine's: `hook`, `entry`, `context`.
   * @param left the most ms that it may take, beside its own limit.
   * @returns `{outcome, json}`, or a promise of it if the function gave a promise.
   */
  ask(step, request, response, left) {
    const hook = this.#hooks.find(step.hook, step.entry);
    if (hook === undefined) return nothing;
    try {
      const value = this.#call(hook.ask, step, request, response);
      const then = value?.then;
      return typeof then === 'function' ? this.#wait(hook, step.hook, value, left) : answer(step.hook, value);
    } catch (error) {
      return this.#failed(hook, error);
    }
  }

  #call(ask, step, request, response) {
    switch (step.hook) {
      case 'customParameters': return ask({ ...this.#effective }, request);
      case 'additionalActivity': return ask({ ...this.#effective }, JSON.parse(step.context), request);
      case 'loginSuccessful': return ask(response);
      default: return ask(request);
    }
  }

  #wait(hook, name, promise, left) {
    const { setTimeout, clearTimeout } = this.#environment;
    return new Promise((resolve) => {
      let isOver = false;
      const end = (result) => {
        if (isOver) return;
        isOver = true;
        clearTimeout(timer);
        resolve(result());
      };
      const timer = setTimeout(
        () => end(() => {
          this.#logger.once(`${hook.name} had not answered in time; the request goes on without it`);
          return { outcome: outcome.timedOut, json: 'null' };
        }),
        Math.max(Math.min(this.#limit, left), 0),
      );
      // Through a promise of our own: a foreign `then` may throw, or call back more than once.
      Promise.resolve(promise).then(
        (value) => end(() => {
          try {
            return answer(name, value);
          } catch (error) {
            return this.#failed(hook, error);
          }
        }),
        (error) => end(() => this.#failed(hook, error)),
      );
    });
  }

  #failed(hook, error) {
    this.#logger.once(`${hook.name} failed, and the request goes on without it: ${describe(error)}`);
    return nothing;
  }
}

// Throws if the value cannot be written as JSON.
function answer(hook, value) {
  if (questions.has(hook)) return { outcome: outcome.answered, json: value ? 'true' : 'false' };
  return { outcome: outcome.answered, json: JSON.stringify(value) ?? 'null' };
}

module.exports = { HookRunner };
