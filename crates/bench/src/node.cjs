// Run by src/wasm.rs: node node.cjs PACKAGE PROCESSES EACH SEED DELIVERIES
// Prints the CPU seconds that so many deliveries took after a warm-up of as many, and the state they led to.
"use strict";

const [pkg, processes, each, seed, deliveries] = process.argv.slice(2);
const { RelayWorld } = require(pkg);

const world = new RelayWorld(Number(processes), Number(each), BigInt(seed));
const count = Number(deliveries);
world.deliver(count); // V8 compiles what is hot
const before = process.cpuUsage();
world.deliver(count);
const used = process.cpuUsage(before);
console.log((used.user + used.system) / 1e6, world.fingerprint());
