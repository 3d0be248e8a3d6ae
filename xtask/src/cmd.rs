//! Running other programs: from the top of the repository, our tools first on PATH, the command line shown.

use std::ffi::{OsStr, OsString};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// A command that runs at the top of the repository and finds our own tools before others.
pub fn command(program: impl AsRef<OsStr>) -> Result<Command> {
    let mut command = Command::new(program);
    command.current_dir(crate::root()).env("PATH", path()?);
    Ok(command)
}

/// `cargo` with these arguments, the same one that runs xtask.
pub fn cargo<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Result<Command> {
    let mut command = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))?;
    command.args(args);
    Ok(command)
}

/// Shows the command line, runs it, and fails when it does.
pub fn run(command: &mut Command) -> Result<()> {
    eprintln!("$ {}", line(command));
    let status = command.status().with_context(|| format!("could not start `{}`", line(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// What the command writes to its standard output; its errors go to ours.
pub fn read(command: &mut Command) -> Result<String> {
    let out = command.stderr(Stdio::inherit()).output();
    let out = out.with_context(|| format!("could not start `{}`", line(command)))?;
    if !out.status.success() {
        bail!("`{}` failed ({})", line(command), out.status);
    }
    String::from_utf8(out.stdout).with_context(|| format!("`{}` wrote something that is not UTF-8", line(command)))
}

/// PATH with our own tools in front.
pub fn path() -> Result<OsString> {
    let theirs = std::env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(crate::tools::dir()?.join("bin")).chain(std::env::split_paths(&theirs));
    std::env::join_paths(all)
        .context("the tools folder's name cannot stand in PATH (it holds a separator); set SYNOD_TOOLS to another")
}

fn line(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program()).file_stem().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
