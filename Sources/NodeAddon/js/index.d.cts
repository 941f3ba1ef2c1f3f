// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import type {
  CloudFrontRequest,
  CloudFrontRequestEvent,
  CloudFrontResponse,
  CloudFrontResponseEvent,
  CloudFrontResultResponse,
  LambdaContext,
} from './cloudfront.cjs';
import type { HumanSecurityConfiguration, HumanSecurityFirstPartyConfiguration } from './configuration.cjs';

export type {
  CloudFrontCustomOrigin,
  CloudFrontHeaders,
  CloudFrontOrigin,
  CloudFrontRequest,
  CloudFrontRequestEvent,
  CloudFrontResponse,
  CloudFrontResponseEvent,
  CloudFrontResultResponse,
  CloudFrontS3Origin,
  LambdaContext,
} from './cloudfront.cjs';
export type {
  CredentialsEntry,
  ExtractedCredentials,
  HeaderValues,
  HumanSecurityConfiguration,
  HumanSecurityContext,
  HumanSecurityFirstPartyConfiguration,
  PreflightResponse,
  SecretReference,
} from './configuration.cjs';

/**
 * Makes the handler of HumanEnforcer, for viewer requests (or origin requests).
 *
 * The handler gives the response to answer with, or the request of the event, perhaps with other headers than before.
 * It never rejects: whatever goes wrong, the request goes on.
 * @throws Error if the configuration cannot work; its message names every problem.
 */
export function createHumanEnforceHandler(
  configuration: HumanSecurityConfiguration,
): (event: CloudFrontRequestEvent, context?: LambdaContext) => Promise<CloudFrontRequest | CloudFrontResultResponse>;

/**
 * Makes the handler of HumanActivities, for origin responses. It gives the response of the event, perhaps with one more
 * cookie, and never rejects.
 * @throws Error if the configuration cannot work; its message names every problem.
 */
export function createHumanActivitiesHandler(
  configuration: HumanSecurityConfiguration,
): (event: CloudFrontResponseEvent, context?: LambdaContext) => Promise<CloudFrontResponse>;

/**
 * Makes the handler of HumanFirstParty, for origin requests. It gives the request of the event, rewritten for HUMAN's
 * servers if its path is first-party, or a substitute response. It never rejects.
 * @throws Error if `px_app_id` is missing.
 */
export function createHumanFirstPartyHandler(
  configuration: HumanSecurityFirstPartyConfiguration,
): (event: CloudFrontRequestEvent, context?: LambdaContext) => Promise<CloudFrontRequest | CloudFrontResultResponse>;

/** Decides on viewer requests, inside a handler of your own. Make one and use it for every request. */
export class HumanSecurityEnforcer {
  private constructor();

  /** @throws Error if the configuration cannot work; its message names every problem. */
  static initialize(configuration: HumanSecurityConfiguration): HumanSecurityEnforcer;

  /**
   * @param request `event.Records[0].cf.request`; its headers may be changed.
   * @param context The invocation's, if there is one: nothing takes longer than is left of it.
   * @returns The response to answer with, or null if the request goes on. Never rejects.
   */
  enforce(request: CloudFrontRequest, context?: LambdaContext): Promise<CloudFrontResultResponse | null>;
}

/** Does what is left to do when the origin has answered, inside a handler of your own. */
export class HumanSecurityPostEnforcer {
  private constructor();

  /** @throws Error if the configuration cannot work; its message names every problem. */
  static initialize(configuration: HumanSecurityConfiguration): HumanSecurityPostEnforcer;

  /**
   * @param request `event.Records[0].cf.request`.
   * @param response `event.Records[0].cf.response`; its headers may be changed.
   * @param context The invocation's, if there is one.
   * @returns Nothing, when everything is reported. Never rejects.
   */
  postEnforce(request: CloudFrontRequest, response: CloudFrontResponse, context?: LambdaContext): Promise<void>;
}

/** Turns first-party requests to HUMAN's servers, inside a handler of your own. */
export class HumanSecurityFirstParty {
  private constructor();

  /** @throws Error if `px_app_id` is missing. */
  static initialize(configuration: HumanSecurityFirstPartyConfiguration): HumanSecurityFirstParty;

  /**
   * @param request `event.Records[0].cf.request` of an origin request; it is rewritten in place.
   * @returns The request or a substitute response; null for a path that is not first-party. Never rejects.
   */
  handleFirstParty(
    request: CloudFrontRequest,
    context?: LambdaContext,
  ): Promise<CloudFrontRequest | CloudFrontResultResponse | null>;
}
