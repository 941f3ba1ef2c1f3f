// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

const { EngineHost } = require('./engine-host.cjs');

class HumanSecurityFirstParty {
  #host;

  constructor(host) {
    this.#host = host;
  }

  /** @throws Error if the configuration cannot work; its message and its `problems` name everything that is wrong. */
  static initialize(configuration) {
    return new HumanSecurityFirstParty(new EngineHost('first_party', configuration));
  }

  /**
   * @param request `event.Records[0].cf.request` of an origin request.
   * @returns a promise of the request, rewritten in place, or of a substitute response; null for a path that is not
   *     first-party. Never rejects.
   */
  async handleFirstParty(request, context) {
    const step = await this.#host.run(request, undefined, context);
    if (step === undefined) return null;
    const answer = this.#apply(step.result, request);
    await this.#host.deliver(step, context);
    return answer;
  }

  #apply(result, request) {
    try {
      switch (result?.kind) {
        case 'response': return JSON.parse(result.json);
        case 'request': return require('./results.cjs').rewriteRequest(request, result.json);
      }
    } catch (error) {
      this.#host.failedToApply(error);
    }
    return null;
  }
}

module.exports = { HumanSecurityFirstParty };
