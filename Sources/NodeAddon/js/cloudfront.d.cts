// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The objects of CloudFront's events, in the form that Lambda@Edge hands them over. They are the same in structure as
// those of `@types/aws-lambda`, so either can stand for the other.

/** Lower-case name → one element for each line of the header. */
export interface CloudFrontHeaders {
  [name: string]: Array<{ key?: string | undefined; value: string }>;
}

export interface CloudFrontCustomOrigin {
  customHeaders: CloudFrontHeaders;
  domainName: string;
  /** Seconds. */
  keepaliveTimeout: number;
  path: string;
  port: number;
  protocol: 'http' | 'https';
  /** Seconds. */
  readTimeout: number;
  sslProtocols: string[];
}

export interface CloudFrontS3Origin {
  authMethod: 'origin-access-identity' | 'none';
  customHeaders: CloudFrontHeaders;
  domainName: string;
  path: string;
  region: string;
}

export type CloudFrontOrigin =
  | { custom: CloudFrontCustomOrigin; s3?: never }
  | { s3: CloudFrontS3Origin; custom?: never };

export interface CloudFrontRequest {
  /** Only where the association has *Include Body*. */
  body?:
    | {
        action: 'read-only' | 'replace';
        data: string;
        encoding: 'base64' | 'text';
        readonly inputTruncated: boolean;
      }
    | undefined;
  readonly clientIp: string;
  readonly method: string;
  uri: string;
  /** Without a question mark. */
  querystring: string;
  headers: CloudFrontHeaders;
  origin?: CloudFrontOrigin | undefined;
}

/** The origin's response, as origin-response functions see it. */
export interface CloudFrontResponse {
  status: string;
  statusDescription: string;
  headers: CloudFrontHeaders;
}

/** A response that a function generated. */
export interface CloudFrontResultResponse {
  status: string;
  statusDescription?: string | undefined;
  headers?: CloudFrontHeaders | undefined;
  body?: string | undefined;
  bodyEncoding?: 'text' | 'base64' | undefined;
}

/** A viewer-request or origin-request event. */
export interface CloudFrontRequestEvent {
  Records: Array<{ cf: { request: CloudFrontRequest } }>;
}

/** An origin-response event. */
export interface CloudFrontResponseEvent {
  Records: Array<{ cf: { request: CloudFrontRequest; response: CloudFrontResponse } }>;
}

/** The part of the invocation's context that is looked at: it bounds every call and every hook. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}
