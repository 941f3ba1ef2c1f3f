// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

const { EngineHost } = require('./engine-host.cjs');

class HumanSecurityEnforcer {
  #host;

  constructor(host) {
    this.#host = host;
  }

  /** @throws Error if the configuration cannot work; its message and its `problems` name everything that is wrong. */
  static initialize(configuration) {
    return new HumanSecurityEnforcer(new EngineHost('enforcer', configuration));
  }

  /**
   * @param request `event.Records[0].cf.request` of a viewer request (or origin request).
   * @returns a promise of the response to answer with, or of null if the request goes on, perhaps with other headers
   *     than before. Never rejects.
   */
  async enforce(request, context) {
    const step = await this.#host.run(request, undefined, context);
    if (step === undefined) return null;
    const response = this.#apply(step.result, request);
    await this.#host.deliver(step, context);
    return response;
  }

  #apply(result, request) {
    try {
      switch (result?.kind) {
        case 'response': return JSON.parse(result.json);
        case 'headers': require('./results.cjs').changeHeaders(request, result);
      }
    } catch (error) {
      this.#host.failedToApply(error);
    }
    return null;
  }
}

module.exports = { HumanSecurityEnforcer };
