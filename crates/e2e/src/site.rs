//! The built page, served on a free port the way a plain static host does it.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use tokio::sync::oneshot;
use tower_http::services::ServeDir;

/// A static host with the built page on it, until it is dropped.
pub struct Site {
    address: String,
    folder: PathBuf,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// The page under a path such as `/` or `/courses/ds/`.
    ///
    /// # Errors
    /// When the page has not been built, or no port is free.
    pub fn under(path: &str) -> Result<Site> {
        let folder = built()?;
        let files = ServeDir::new(&folder);
        match path.trim_matches('/') {
            "" => start("/", folder, Router::new().fallback_service(files)),
            inner => start(&format!("/{inner}/"), folder, Router::new().nest_service(&format!("/{inner}"), files)),
        }
    }

    /// The page at the root of the host, but requests for files whose name ends so are answered with 404.
    ///
    /// # Errors
    /// As [`Site::under`].
    pub fn without(ending: &str) -> Result<Site> {
        let ending = ending.to_owned();
        let refuse = from_fn(move |request: Request, next: Next| {
            let is_missing = request.uri().path().ends_with(&ending);
            async move { if is_missing { StatusCode::NOT_FOUND.into_response() } else { next.run(request).await } }
        });
        let folder = built()?;
        let files = ServeDir::new(&folder);
        start("/", folder, Router::new().fallback_service(files).layer(refuse))
    }

    /// The folder that its files are in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The sample course page of `examples/`, on a host of its own; its figures are those of the page at the address `synod`.
    ///
    /// # Errors
    /// When no port is free.
    pub fn course(synod: &str) -> Result<Site> {
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
        let page = std::fs::read_to_string(examples.join("course.html")).context("the sample course page is not there")?;
        let page = Html(page.replace("../dist/", synod));
        let files = ServeDir::new(&examples);
        start("/", examples, Router::new().route("/course.html", get(|| async { page })).fallback_service(files))
    }

    /// The address of the page: it ends with a slash.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join()); // A server that panicked has already failed the test that asked it.
        }
    }
}

/// Serves on a thread and a runtime of its own, so that it answers also while a test blocks.
fn start(path: &str, folder: PathBuf, app: Router) -> Result<Site> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no port is free to serve the page on")?;
    listener.set_nonblocking(true).context("could not prepare the port to serve the page on")?;
    let address = format!("http://{}{path}", listener.local_addr().context("the port has no address")?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("could not make a runtime")?;
    let (stop, stopped) = oneshot::channel::<()>();
    let thread = std::thread::spawn(move || {
        runtime.block_on(async move {
            let serve = async { axum::serve(tokio::net::TcpListener::from_std(listener)?, app).await };
            tokio::select! {
                _ = stopped => {}
                ended = serve => eprintln!("the server of the page ended early: {ended:?}"),
            }
        });
    });
    Ok(Site { address, folder, stop: Some(stop), thread: Some(thread) })
}

/// The folder with the built page.
fn built() -> Result<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/site");
    let folder = std::env::var_os("SYNOD_SITE").map_or(default, PathBuf::from);
    ensure!(folder.join("index.html").is_file(), "no built page in {}; type: cargo xtask test page", folder.display());
    Ok(folder)
}
