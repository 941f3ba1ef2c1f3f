// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Events of CloudFront; all values are made up.

export function viewerRequest(members = {}) {
  const { headers, ...others } = members;
  return {
    clientIp: '203.0.113.24',
    method: 'GET',
    uri: '/products',
    querystring: '',
    headers: {
      host: [{ key: 'Host', value: 'shop.example' }],
      'user-agent': [{ key: 'User-Agent', value: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0' }],
      accept: [{ key: 'Accept', value: 'text/html' }],
      ...headers,
    },
    ...others,
  };
}

export function originResponse(members = {}) {
  return {
    status: '200',
    statusDescription: 'OK',
    headers: { 'content-type': [{ key: 'Content-Type', value: 'text/html' }] },
    ...members,
  };
}

export const event = (request, response) => ({
  Records: [{
    cf: {
      config: {
        distributionDomainName: 'd111111abcdef8.cloudfront.net',
        distributionId: 'EDFDVBD6EXAMPLE',
        eventType: response ? 'origin-response' : 'viewer-request',
        requestId: 'made-up==',
      },
      request,
      ...(response ? { response } : {}),
    },
  }],
});

export const context = (ms) => ({ getRemainingTimeInMillis: () => ms });
