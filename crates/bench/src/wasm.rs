//! The same workload as wasm: builds this crate's library for it, and runs it under Node.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::str::FromStr;

use anyhow::{Context, Result, anyhow, bail};

use crate::gossip::Spread;

/// The package that Node loads.
pub struct Node {
    package: PathBuf,
    version: String,
}

impl Node {
    /// Builds it. Needs `wasm-bindgen` in the locked version and `node` on PATH, where `cargo xtask bench` puts them.
    pub fn build() -> Result<Node> {
        let version = read(Command::new("node").arg("--version"))?;
        let program = std::env::current_exe().context("this program does not know where it lies")?;
        let target = program.ancestors().nth(2).context("this program does not lie in cargo's target folder")?;
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let build = ["rustc", "--quiet", "--release", "--package", env!("CARGO_PKG_NAME"), "--lib", "--crate-type", "cdylib"];
        let mut build_for = Command::new(cargo);
        build_for.args(build).args(["--target", "wasm32-unknown-unknown", "--target-dir"]).arg(target);
        read(build_for.current_dir(env!("CARGO_MANIFEST_DIR")))?;
        let library = target.join("wasm32-unknown-unknown/release/synod_bench.wasm");
        let folder = target.join("bench-node");
        read(Command::new("wasm-bindgen").args(["--target", "nodejs", "--out-dir"]).arg(&folder).arg(library))?;
        Ok(Node { package: folder.join("synod_bench.js"), version: version.trim().trim_start_matches('v').to_owned() })
    }

    /// Node's version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Deliveries per second of CPU time after a warm-up of as many, and the name of the state the run ends in.
    pub fn deliver(&self, processes: u16, each: u16, seed: u64, deliveries: u32) -> Result<(f64, String)> {
        let [seconds, state] = self.run("deliver", &[u64::from(processes), u64::from(each), seed, u64::from(deliveries)])?;
        Ok((f64::from(deliveries) / number::<f64>(&seconds)?, state))
    }

    /// Distinct states per second of CPU time in the second exploration of a model, and how many there are.
    pub fn explore(&self, model: &str) -> Result<(f64, u64)> {
        let [seconds, states] = self.run("explore", &[model])?;
        let states: u64 = number(&states)?;
        Ok((states as f64 / number::<f64>(&seconds)?, states))
    }

    /// So many epidemics, and a bare loop that draws as many partners.
    pub fn spread(&self, nodes: u32, runs: u32, seed: u64) -> Result<Spread> {
        let [engine, drawing, node_rounds, state] = self.run("spread", &[u64::from(nodes), u64::from(runs), seed])?;
        let done: f64 = number(&node_rounds)?;
        Ok(Spread { engine: done / number::<f64>(&engine)?, drawing: done / number::<f64>(&drawing)?, state: number(&state)? })
    }

    /// Runs a workload of `node.cjs`; the words that it prints.
    fn run<const WORDS: usize>(&self, workload: &str, arguments: &[impl ToString]) -> Result<[String; WORDS]> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/node.cjs");
        let arguments = arguments.iter().map(ToString::to_string);
        let line = read(Command::new("node").arg(script).arg(&self.package).arg(workload).args(arguments))?;
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        words.try_into().map_err(|words| anyhow!("Node printed {words:?}, not {WORDS} words"))
    }
}

fn number<T: FromStr>(word: &str) -> Result<T> {
    word.parse().map_err(|_| anyhow!("Node printed `{word}` in place of a number"))
}

/// What a program writes to its standard output.
pub fn read(command: &mut Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let out = command.stderr(Stdio::inherit()).output();
    let out = out.with_context(|| format!("could not start {program}; `cargo xtask bench` makes sure of what is needed"))?;
    if !out.status.success() {
        bail!("{program} failed ({})", out.status);
    }
    String::from_utf8(out.stdout).with_context(|| format!("{program} wrote something that is not UTF-8"))
}
