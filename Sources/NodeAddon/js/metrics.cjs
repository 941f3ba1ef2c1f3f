// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

'use strict';

// Metrics as log lines that CloudWatch turns into metrics by itself: the embedded metric format. One line a decision;
// nothing in it comes from a request.

const functionNames = { enforcer: 'HumanEnforcer', activities: 'HumanActivities', first_party: 'HumanFirstParty' };

/**
 * The line for a decision.
 * @param purpose as `EngineHost` has it.
 * @param riskMilliseconds how long the Risk API took; undefined if it was not asked or did not answer.
 * @param now in ms since the epoch.
 */
function metricsLine(namespace, purpose, { outcome, reason }, riskMilliseconds, now) {
  const metrics = [{ Name: 'Decisions', Unit: 'Count' }];
  const line = {
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        { Namespace: namespace, Dimensions: [['Function', 'Outcome'], ['Function', 'Outcome', 'Reason']], Metrics: metrics },
      ],
    },
    Function: functionNames[purpose],
    Outcome: outcome,
    Reason: reason,
    Decisions: 1,
  };
  if (riskMilliseconds !== undefined) {
    metrics.push({ Name: 'RiskCallTime', Unit: 'Milliseconds' });
    line.RiskCallTime = riskMilliseconds;
  }
  return JSON.stringify(line);
}

module.exports = { metricsLine };
