#!/usr/bin/env node
// The command of the installed package.
const compiled = new URL('../dist/src/cli/main.js', import.meta.url);
await import(compiled.href);
