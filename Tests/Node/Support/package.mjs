// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The package under test: the sources, and the built package with the add-on if there is one.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
export const sources = join(root, 'Sources/NodeAddon');

/** The façade as it stands in the sources, which is run with a stand-in for the add-on. */
export const facade = require(join(sources, 'js/index.cjs'));

/** An internal module of the façade. */
export const internal = (name) => require(join(sources, 'js', name));

export const environmentSymbol = Symbol.for('edge-enforcer.environment');

/** The folder of the built package: `EDGE_ENFORCER_NODE_PACKAGE`, else what CMake makes; undefined if there is none. */
export const builtPackage = [process.env.EDGE_ENFORCER_NODE_PACKAGE, join(root, '.build-cmake/node')]
  .filter(Boolean)
  .find((folder) => existsSync(join(folder, 'edge_enforcer.node')));

/** For `test(…, { skip })`: tests of the real thing need it built. */
export const skipWithoutAddon = builtPackage ? false : 'the add-on is not built';

/** The façade of the built package. */
export const builtFacade = () => require(join(builtPackage, 'js/index.cjs'));
