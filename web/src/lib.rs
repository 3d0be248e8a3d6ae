//! The page of Synod: a Yew application over [`synod_session`], which is all that it knows.
//!
//! It names no protocol: every parameter, operation, picture and promise comes from the session as plain data with its words.
//! One reducer ([`state::State`]) holds everything that can change; the components show it and send it actions. What can be
//! computed without a browser is in [`geometry`] and is tested natively.

mod address;
mod app;
mod beside;
mod branches;
mod challenge;
mod clipboard;
mod cluster;
mod dialogs;
mod embed;
mod events;
mod fault;
mod focus;
mod geometry;
mod guide;
mod header;
mod icons;
mod inspector;
mod keys;
mod map;
mod measures;
mod menu;
mod notices;
mod player;
mod prefs;
mod promises;
mod quest;
mod run;
mod save;
mod setup;
mod shrink;
mod size;
mod spacetime;
mod speed;
mod state;
mod study;
mod table;
mod transport;
mod ui;
pub mod worker;

use std::rc::Rc;

/// Mounts the page into `#app`, in place of the first paint of `index.html`.
pub fn start() {
    fault::install();
    let Some(root) = gloo::utils::document().get_element_by_id("app") else {
        fault::show("index.html has no element #app to mount into");
        return;
    };
    let lang = prefs::lang();
    let embed = embed::Options::from_query(&address::query());
    let autoplay = embed.as_ref().is_none_or(|options| options.autoplay);
    let hash = address::hash();
    match state::State::start_with(&address::asked(&hash), address::asked_beside(&hash), lang, autoplay) {
        Ok(state) => {
            // Yew adds to what is in the root; the first paint has done its work.
            root.set_inner_html("");
            drop(yew::Renderer::<app::App>::with_root_and_props(root, app::Props { start: Rc::new(state), embed }).render());
        }
        Err(why) => fault::show(&why.text(lang)),
    }
}
