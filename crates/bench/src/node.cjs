// Run by src/wasm.rs: node node.cjs PACKAGE WORKLOAD ARGUMENTS…
// Prints the CPU seconds that the work took after a warm-up of as much, and the state it led to.
"use strict";

const [pkg, workload, ...words] = process.argv.slice(2);
const { Epidemics, RelayWorld, explore } = require(pkg);

const seconds = (work) => {
  const before = process.cpuUsage();
  work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6;
};

const workloads = {
  // PROCESSES EACH SEED DELIVERIES
  deliver(processes, each, seed, deliveries) {
    const world = new RelayWorld(Number(processes), Number(each), BigInt(seed));
    const count = Number(deliveries);
    world.deliver(count); // V8 compiles what is hot
    return [seconds(() => world.deliver(count)), world.fingerprint()];
  },
  // NODES RUNS SEED
  spread(nodes, runs, seed) {
    const warm = new Epidemics(Number(nodes), BigInt(seed) + 1_000n);
    warm.spread(1);
    warm.draw();
    const epidemics = new Epidemics(Number(nodes), BigInt(seed));
    const engine = seconds(() => epidemics.spread(Number(runs)));
    const drawing = seconds(() => epidemics.draw());
    return [engine, drawing, epidemics.node_rounds(), BigInt.asUintN(64, epidemics.state())];
  },
  // MODEL
  explore(model) {
    explore(model);
    let states = 0;
    return [seconds(() => (states = explore(model))), states];
  },
};

console.log(workloads[workload](...words).join(" "));
