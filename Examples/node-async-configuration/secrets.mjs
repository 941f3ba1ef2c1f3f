// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Stands for a client of AWS Secrets Manager:
//
//     const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: 'human-security' }));
//     return JSON.parse(SecretString);

export async function fetchSecrets() {
  return { authToken: 'server token of the application', cookieSecret: 'cookie secret of the policy' };
}
