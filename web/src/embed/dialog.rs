//! The dialog behind “Embed”: the line of HTML that puts this very run into a page.

use super::options::{Controls, HEIGHT, Options, lang, lang_id};
use crate::address::{self, Asked};
use crate::clipboard;
use crate::prefs::Theme;
use crate::ui::{say, use_ui};
use synod_words::Lang;
use wasm_bindgen::JsCast;
use web_sys::{HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The heights on offer, in pixels.
const HEIGHTS: [u32; 4] = [360, HEIGHT, 560, 640];

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    /// The run.
    pub run: Asked,
}

/// The choices, and the line.
#[component]
pub fn Embed(props: &Props) -> Html {
    let ui = use_ui();
    let options = use_state_eq(Options::default);
    let copied = use_state_eq(|| None::<bool>);
    let text = use_node_ref();
    let html = options.html(&address::home(), &props.run);
    let choose = |change: fn(&mut Options, &str)| {
        let (options, copied) = (options.clone(), copied.clone());
        Callback::from(move |event: Event| {
            let Some(select) = event.target().and_then(|t| t.dyn_into::<HtmlSelectElement>().ok()) else { return };
            let mut next = (*options).clone();
            change(&mut next, &select.value());
            options.set(next);
            copied.set(None);
        })
    };
    let copy = {
        let (html, copied, text) = (html.clone(), copied.setter(), text.clone());
        Callback::from(move |_: MouseEvent| {
            let (copied, text) = (copied.clone(), text.clone());
            let done = Callback::from(move |done: bool| {
                copied.set(Some(done));
                if let (false, Some(text)) = (done, text.cast::<HtmlTextAreaElement>()) {
                    text.select();
                }
            });
            clipboard::copy(html.clone(), done);
        })
    };
    let field =
        |id: &'static str, label: AttrValue, change: fn(&mut Options, &str), now: &str, values: Vec<(String, AttrValue)>| {
            html! {
                <label class="embed-field">
                    <span>{ label }</span>
                    <select onchange={choose(change)} data-testid={id}>
                        { for values.into_iter().map(|(value, name)| {
                            html! { <option selected={value == now} value={value.clone()}>{ name }</option> }
                        }) }
                    </select>
                </label>
            }
        };
    let controls = [
        (Controls::Full, say!(ui, "everything: play it and break it", "全部：可播放，可制造故障")),
        (Controls::Play, say!(ui, "play it", "仅播放")),
        (Controls::None, say!(ui, "a picture only", "仅图")),
    ];
    let langs =
        [("", say!(ui, "the page’s", "跟随网页")), (lang_id(Lang::En), "English".into()), (lang_id(Lang::Zh), "中文".into())];
    let themes = [
        ("", say!(ui, "the reader’s", "跟随读者")),
        (Theme::Light.id(), say!(ui, "light", "浅色")),
        (Theme::Dark.id(), say!(ui, "dark", "深色")),
    ];
    let owned = |pairs: [(&str, AttrValue); 3]| pairs.map(|(value, name)| (value.to_owned(), name)).to_vec();
    html! {
        <>
            <div class="embed-fields">
                { field("embed-controls", say!(ui, "The reader can", "读者可以"),
                    |options, id| options.controls = Controls::from_id(id).unwrap_or_default(), options.controls.id(),
                    controls.map(|(controls, name)| (controls.id().to_owned(), name)).to_vec()) }
                { field("embed-lang", say!(ui, "Language", "语言"), |options, id| options.lang = lang(id),
                    options.lang.map_or("", lang_id), owned(langs)) }
                { field("embed-theme", say!(ui, "Look", "外观"), |options, id| options.theme = Theme::from_id(id),
                    options.theme.map_or("", Theme::id), owned(themes)) }
                { field("embed-height", say!(ui, "Height", "高度"), |options, height| options.height = height.parse().ok(),
                    &options.height.unwrap_or(HEIGHT).to_string(),
                    HEIGHTS.map(|h| (h.to_string(), format!("{h} px").into())).to_vec()) }
            </div>
            <textarea class="embed-html" ref={text} readonly=true rows="4" spellcheck="false" value={html} data-testid="embed-html"
                aria-label={say!(ui, "HTML", "HTML")} />
            <div class="embed-foot">
                <button type="button" class="btn strong" onclick={copy} data-testid="embed-copy">{ say!(ui, "Copy", "复制") }</button>
                <span class="muted small" role="status">
                    { match *copied {
                        None => say!(ui, "The script is needed once in a page, however many figures it has.", "一个网页无论有多少图，脚本只需写一次。"),
                        Some(true) => say!(ui, "✓ Copied.", "✓ 已复制。"),
                        Some(false) => say!(ui, "The browser did not let it be copied. It is selected: press Ctrl C.", "浏览器不允许自动复制。文字已选中，请按 Ctrl C。"),
                    } }
                </span>
            </div>
        </>
    }
}
