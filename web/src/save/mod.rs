//! Taking the picture along: the space-time diagram as a file, the whole figure on paper.

mod png;
mod svg;

use crate::address;
use crate::menu::{Entry, Menu};
use crate::run::Handle;
use crate::state::{Action, Dialog, Place};
use crate::ui::{say, use_ui};
use gloo::utils::{document, window};
use svg::About;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    /// What the run is called.
    pub name: AttrValue,
    pub session: Handle,
    pub place: Place,
    /// Whether the diagram is on the page.
    pub diagram: bool,
}

/// What a picture is made into.
#[derive(Clone, Copy)]
enum Kind {
    Svg,
    Png,
}

/// The button with its list.
#[component]
pub fn Save(props: &Props) -> Html {
    let ui = use_ui();
    let save = |kind: Kind| {
        let props = props.clone();
        Callback::from(move |()| take(kind, &props))
    };
    let entry = |id: &'static str, name: AttrValue, about: AttrValue, choose: Callback<()>| Entry {
        id: id.into(),
        name,
        about,
        mark: None,
        group: None,
        current: false,
        choose,
    };
    let print = Callback::from(|()| {
        // Refused where a page around this one forbids it.
        drop(window().print());
    });
    let embed = {
        let (ui, props) = (ui.clone(), props.clone());
        Callback::from(move |()| {
            let run = address::asked(&address::fragment(&props.place, &props.session, true, None));
            ui.tell(Action::Dialog(Some(Dialog::Embed(run))));
        })
    };
    let mut entries = vec![
        entry("save-svg", "SVG".into(), say!(ui, "The diagram, sharp at any size", "时空图，任意放大都清晰"), save(Kind::Svg)),
        entry("save-png", "PNG".into(), say!(ui, "The diagram as pixels", "时空图，位图"), save(Kind::Png)),
        entry(
            "save-print",
            say!(ui, "Print", "打印"),
            say!(ui, "Cluster, diagram and promises on paper", "集群、时空图与承诺"),
            print,
        ),
        // A narrow head has no room for a button of its own.
        entry("save-embed", "HTML".into(), say!(ui, "The run as a figure in a page", "作为插图放入网页"), embed),
    ];
    if !props.diagram {
        entries.drain(..2);
    }
    html! {
        <Menu id="save" class="save" label={say!(ui, "Save", "保存")} hint={say!(ui, "Save or print the picture", "保存或打印图")} {entries} />
    }
}

fn take(kind: Kind, props: &Props) {
    let Some(diagram) = document().query_selector(".spacetime-svg").ok().flatten() else { return };
    let link = format!("{}{}", address::home(), address::fragment(&props.place, &props.session, false, None));
    let file = svg::file_name(&props.name);
    let text = svg::text(&diagram, &About { title: &props.name, link: &link, ground: &ground(&diagram) });
    let url = format!("data:image/svg+xml;charset=utf-8,{}", js_sys::encode_uri_component(&text));
    match kind {
        Kind::Svg => download(&url, &format!("{file}.svg")),
        Kind::Png => png::draw(&url, move |png| download(png, &format!("{file}.png"))),
    }
}

/// The colour that the diagram stands on.
fn ground(diagram: &Element) -> String {
    let panel = diagram.closest(".history").ok().flatten();
    let style = panel.and_then(|panel| window().get_computed_style(&panel).ok().flatten());
    style.and_then(|style| style.get_property_value("background-color").ok()).unwrap_or_else(|| "#fff".to_owned())
}

fn download(url: &str, file: &str) {
    let Some(link) = document().create_element("a").ok().and_then(|a| a.dyn_into::<HtmlAnchorElement>().ok()) else { return };
    link.set_href(url);
    link.set_download(file);
    link.click();
}
