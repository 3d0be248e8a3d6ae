//! `cargo xtask serve`: from a fresh clone to a page in the browser with one command.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::Child;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::{cmd, tools};

/// Arguments of `cargo xtask serve`.
#[derive(clap::Args)]
pub struct Args {
    /// Open the page in the browser of this machine.
    #[arg(long)]
    open: bool,
    /// The port to serve on [default: 8080, or the next one that is free].
    #[arg(long)]
    port: Option<u16>,
    /// Serve the optimised build.
    #[arg(long)]
    release: bool,
}

/// Serves until it is interrupted; builds again whenever a source file changes.
pub fn run(args: &Args) -> Result<()> {
    tools::rust()?;
    tools::trunk()?;
    tools::wasm_bindgen()?;
    let port = port(args.port)?;

    let mut trunk = cmd::command("trunk")?;
    trunk.env("TRUNK_SKIP_VERSION_CHECK", "true").args(["serve", "--port", &port.to_string()]);
    if args.open {
        trunk.arg("--open");
    }
    if args.release {
        trunk.arg("--release");
    }
    println!("Building the page; the first time takes some minutes.");
    let mut child = trunk.spawn().context("could not start trunk")?;
    announce(&mut child, port)?;
    let status = child.wait().context("trunk got lost")?;
    if !status.success() {
        bail!("trunk stopped ({status}); its own messages are above");
    }
    Ok(())
}

/// The port that was asked for if it is free, else the first free one from 8080 on.
fn port(asked: Option<u16>) -> Result<u16> {
    let free = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
    match asked {
        Some(port) if free(port) => Ok(port),
        Some(port) => bail!("port {port} is taken by another program; leave --port out, or name another"),
        None => (8080..8180).find(|port| free(*port)).context("no free port between 8080 and 8179; name one with --port"),
    }
}

/// Says the address as soon as somebody answers there: trunk listens only after its first build.
fn announce(child: &mut Child, port: u16) -> Result<()> {
    while child.try_wait().context("trunk got lost")?.is_none() {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            println!("\nSynod is at http://127.0.0.1:{port}/ (Ctrl-C stops it; reload the page after a change)\n");
            break;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    Ok(())
}
