// Run by src/wasm.rs: node explore.cjs PACKAGE MODEL
// Prints the CPU seconds that exploring the model takes the second time, and how many states it has.
"use strict";

const [pkg, model] = process.argv.slice(2);
const { explore } = require(pkg);

explore(model); // V8 compiles what is hot
const before = process.cpuUsage();
const states = explore(model);
const used = process.cpuUsage(before);
console.log((used.user + used.system) / 1e6, states);
