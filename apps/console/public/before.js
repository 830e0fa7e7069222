// SPDX-License-Identifier: Apache-2.0
// Zod tries `new Function` as soon as a schema is made; the content security policy refuses it and reports that.
// This is asked of it before any module runs.
globalThis.__zod_globalConfig = { jitless: true };
