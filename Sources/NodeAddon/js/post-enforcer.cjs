// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

const { EngineHost } = require('./engine-host.cjs');

class HumanSecurityPostEnforcer {
  #host;

  constructor(host) {
    this.#host = host;
  }

  /** @throws Error if the configuration cannot work; its message and its `problems` name everything that is wrong. */
  static initialize(configuration) {
    return new HumanSecurityPostEnforcer(new EngineHost('activities', configuration));
  }

  /**
   * @param request `event.Records[0].cf.request` of an origin response.
   * @param response `event.Records[0].cf.response`; a cookie may be added to it.
   * @returns a promise of nothing. Never rejects.
   */
  async postEnforce(request, response, context) {
    if (typeof response !== 'object' || response === null) return;
    const step = await this.#host.run(request, response, context);
    if (step === undefined) return;
    try {
      if (step.result?.kind === 'cookie') require('./results.cjs').appendCookie(response, step.result.value);
    } catch (error) {
      this.#host.failedToApply(error);
    }
    await this.#host.deliver(step, context);
  }
}

module.exports = { HumanSecurityPostEnforcer };
