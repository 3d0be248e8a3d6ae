//! Chromium's driver as a child process on a port of its own, with a fresh profile.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};

/// How long the browser may take to quit before it is killed.
const QUIT: Duration = Duration::from_secs(10);

/// Ends with the value, and its browsers with it.
pub struct Chromedriver {
    child: Child,
    profile: TempDir,
    port: u16,
}

impl Chromedriver {
    /// Starts the driver and waits until it listens.
    pub fn start() -> Result<Chromedriver> {
        let program = which::which("chromedriver").context("no chromedriver on PATH; type: cargo xtask test page")?;
        let profile = tempfile::tempdir().context("could not make a folder for the browser's profile")?;
        let child = Command::new(&program).arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child = child.with_context(|| format!("could not start {}", program.display()))?;
        let Some(stdout) = child.stdout.take() else { bail!("chromedriver has no output to read its port from") };
        let mut driver = Chromedriver { child, profile, port: 0 };
        // "ChromeDriver was started successfully on port 12345."
        let mut lines = BufReader::new(stdout).lines();
        while let Some(line) = lines.next() {
            let line = line.context("chromedriver's output broke off")?;
            if let Some((_, port)) = line.split_once("successfully on port ") {
                driver.port = port.trim_end_matches('.').parse().with_context(|| format!("no port in {line:?}"))?;
                // Read on, or the driver would stop at a full pipe.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok(driver);
            }
        }
        bail!("chromedriver ended before it listened; does its version fit the browser's?")
    }

    /// A new headless browser.
    pub async fn browser(&self) -> Result<WebDriver> {
        let mut wanted = DesiredCapabilities::chrome();
        for arg in [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            &format!("--user-data-dir={}", self.profile.path().display()),
        ] {
            wanted.add_arg(arg)?;
        }
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        let browser = WebDriver::new(&format!("http://127.0.0.1:{}", self.port), wanted).await;
        let browser = browser.context("chromedriver could not start Chromium")?;
        // The library's own way to quit on drop waits for an answer that only the test's runtime could deliver, while it
        // blocks that runtime. So it is switched off, and our drop quits the browser instead.
        browser.clone().leak().context("the session has just begun")?;
        Ok(browser)
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        // Asked to shut down, it quits its browsers; killed, it would leave them running.
        if shut_down(self.port).is_ok() {
            let start = Instant::now();
            while matches!(self.child.try_wait(), Ok(None)) && start.elapsed() < QUIT {
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        // It has ended by now, or does not listen to us.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn shut_down(port: u16) -> std::io::Result<()> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(QUIT))?;
    write!(stream, "GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    stream.read_to_end(&mut Vec::new())?;
    Ok(())
}
