//! The page in a real browser: what the browser tests and the screenshots are written with.
//!
//! A test opens the built page, does what a user does, and looks at what a user sees:
//!
//! ```no_run
//! # async fn test() -> anyhow::Result<()> {
//! use synod_e2e::{Page, Window};
//! use thirtyfour::By;
//!
//! let page = Page::open("?lang=zh#lab", Window::PHONE, true).await?;
//! page.driver.find(By::Css("button")).await?.click().await?;
//! page.assert_quiet().await
//! # }
//! ```
//!
//! [`Site`] serves the files, [`Page`] is one window on them. Both need what `cargo xtask test page` provides, and fail with
//! a sentence where it is missing.

mod chromedriver;
mod page;
mod site;

pub use page::{Page, Window};
pub use site::Site;
