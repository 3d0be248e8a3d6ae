//! The head of the page: what is shown, in which language and look, and the link to it.

use crate::address;
use crate::clipboard;
use crate::icons::{Icon, icon};
use crate::menu::{Entry, Mark, Menu};
use crate::prefs;
use crate::run::Handle;
use crate::save::Save;
use crate::state::{Action, Dialog, Doing, Place, Topic, View};
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::challenge::{self, Challenge};
use synod_session::study::{StudyInfo, Task, studies_of};
use synod_session::{LabInfo, link};
use synod_words::{Lang, phrase};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub lab: Rc<LabInfo>,
    pub scenario: Option<String>,
    pub session: Handle,
    pub place: Place,
    /// What the address says of the run beside this one.
    pub beside: Rc<String>,
    /// How the history is shown.
    pub view: View,
    /// The challenge that is under way.
    pub challenge: Option<&'static Challenge>,
    /// The challenges that were solved.
    pub solved: Rc<Vec<String>>,
    /// The study that is shown in place of the run, and its link.
    pub study: Option<(Rc<StudyInfo>, String)>,
}

/// The head of the page.
#[component]
pub fn Header(props: &Props) -> Html {
    let ui = use_ui();
    let Props { lab, scenario, session, place, view, beside, challenge, solved, study } = props.clone();
    let id = challenge.map(|challenge| challenge.id);
    let (other, label) = match ui.lang {
        Lang::En => (Lang::Zh, "中文"),
        Lang::Zh => (Lang::En, "English"),
    };
    let speak = ui.with(move |_: MouseEvent| {
        prefs::set_lang(other);
        Some(Action::Lang(other))
    });
    let look = Callback::from(|_: MouseEvent| prefs::change_theme());
    let share = {
        let (ui, study) = (ui.clone(), study.clone());
        let run = move || {
            let link = session.link(true);
            format!("{}{beside}", id.map_or_else(|| link.clone(), |id| link::for_challenge(&link, id)))
        };
        Callback::from(move |_: MouseEvent| {
            copy(&ui, address::with_hash(&study.clone().map_or_else(&run, |(_, link)| link)));
        })
    };
    let embed = {
        let (ui, session, place, study) = (ui.clone(), props.session.clone(), place.clone(), study.clone());
        Callback::from(move |_: MouseEvent| {
            let shown = study.clone().map_or_else(|| address::fragment(&place, &session, true, id), |(_, link)| link);
            ui.tell(Action::Dialog(Some(Dialog::Embed(address::asked(&shown)))));
        })
    };
    let title = title(&ui, &lab, scenario.as_deref(), &place, challenge);
    let shown = study.as_ref().map_or_else(|| title.clone(), |(study, _)| ui.text(&study.name));
    let mut entries = scenarios(&ui, &lab, &place, (study.as_ref().map(|(study, _)| study.id), id));
    entries.extend(challenges(&ui, &lab, id.filter(|_| study.is_none()), &solved));
    html! {
        <header class="head">
            <h1 class="wordmark">{ "Syn" }<b>{ "o" }</b>{ "d" }</h1>
            <nav class="crumbs" aria-label={say!(ui, "Labs and scenarios", "实验与场景")}>
                <span class="crumb-first">{ say!(ui, "Labs", "实验") }</span>
                <span class="crumb-slash" aria-hidden="true">{ "/" }</span>
                <Menu id="labs" class="crumb-lab" label={ui.text(&lab.name)} hint={say!(ui, "Choose a lab", "选择实验")}
                    entries={labs(&ui, &lab)} />
                <span class="crumb-slash" aria-hidden="true">{ "/" }</span>
                <Menu id="scenarios" class="crumb-scenario" label={shown}
                    hint={say!(ui, "Choose a scenario or a challenge", "选择场景或挑战")} {entries} />
            </nav>
            <div class="head-tools">
                <button type="button" class="btn" data-testid="lang" lang={other.tag()} onclick={speak}>{ label }</button>
                <button type="button" class="btn square" data-testid="theme" onclick={look}
                    aria-label={say!(ui, "Light or dark", "浅色或深色")} title={say!(ui, "Light or dark", "浅色或深色")}>{ icon(Icon::Theme) }</button>
                <button type="button" class="btn square keys-button" data-testid="keys" onclick={ui.on(Action::Dialog(Some(Dialog::Keys)))}
                    aria-label={say!(ui, "Keys", "快捷键")} title={say!(ui, "Keys (?)", "快捷键（?）")}>{ "?" }</button>
                if study.is_none() {
                    <button type="button" class="btn compare-button" data-testid="compare" onclick={ui.on(Action::Dialog(Some(Dialog::Compare)))}
                    title={say!(ui, "Compare with another run", "与另一次运行比较")}>
                    { icon(Icon::Compare) }<span class="head-word">{ say!(ui, "Compare", "比较") }</span>
                </button>
                <Save name={title} session={props.session.clone()} place={place.clone()}
                    diagram={view == View::Diagram} />
                }
                <button type="button" class="btn embed-button" data-testid="embed" onclick={embed}>{ say!(ui, "Embed", "嵌入") }</button>
                <button type="button" class="btn strong" data-testid="share" onclick={share}>{ say!(ui, "Share link", "分享链接") }</button>
            </div>
        </header>
    }
}

fn title(ui: &Ui, lab: &LabInfo, scenario: Option<&str>, place: &Place, challenge: Option<&Challenge>) -> AttrValue {
    if let Some(challenge) = challenge {
        return ui.text(&challenge.name);
    }
    match (lab.scenarios.iter().find(|s| Some(s.id) == scenario), place) {
        (Some(found), Place::Shipped(..)) => ui.text(&found.name),
        (Some(found), Place::Own) => say!(ui, "{0} (changed)", "{0}（已修改）", found.name.clone()),
        (None, _) => say!(ui, "Own run", "自定义运行"),
    }
}

fn labs(ui: &Ui, current: &LabInfo) -> Vec<Entry> {
    let labs = synod_session::labs();
    let entry = |lab: LabInfo| {
        let first = lab.scenarios.first()?.id;
        Some(Entry {
            id: format!("lab-{}", lab.id).into(),
            name: ui.text(&lab.name),
            about: ui.text(&lab.about),
            mark: None,
            group: None,
            current: lab.id == current.id,
            choose: ui.on(Action::Shipped(lab.id.to_owned(), first.to_owned())),
        })
    };
    labs.into_iter().filter_map(entry).collect()
}

/// The scenarios of a lab, and its studies.
fn scenarios(ui: &Ui, lab: &LabInfo, place: &Place, (study, challenge): (Option<&str>, Option<&str>)) -> Vec<Entry> {
    let entry = |s: &synod_session::ScenarioInfo| Entry {
        id: format!("scenario-{}", s.id).into(),
        name: ui.text(&s.name),
        about: ui.text(&s.story),
        mark: Some(mark(ui, s)),
        group: None,
        current: study.is_none() && challenge.is_none() && *place == Place::Shipped(lab.id.to_owned(), s.id.to_owned()),
        choose: ui.on(Action::Shipped(lab.id.to_owned(), s.id.to_owned())),
    };
    let studies = studies_of(lab.id).into_iter().map(|info| Entry {
        id: format!("entry-{}", info.id).into(),
        name: ui.text(&info.name),
        about: ui.text(&info.about),
        mark: None,
        group: None,
        current: study == Some(info.id),
        choose: ui.on(Action::Study(Doing::Open(Task::of(&info)))),
    });
    lab.scenarios.iter().map(entry).chain(studies).collect()
}

/// The challenges of a lab, with those marked that were solved.
fn challenges(ui: &Ui, lab: &LabInfo, current: Option<&str>, solved: &[String]) -> Vec<Entry> {
    let own = challenge::all().iter().filter(|challenge| challenge.lab == lab.id);
    own.map(|challenge| Entry {
        id: format!("challenge-{}", challenge.id).into(),
        name: ui.text(&challenge.name),
        about: say!(ui, "{0} ({1})", "{0}（{1}）", challenge.goal.clone(), challenge.allowance()),
        mark: solved.iter().any(|id| id == challenge.id).then(|| Mark {
            class: "holds",
            glyph: "✓",
            said: say!(ui, "solved", "已完成"),
        }),
        group: Some(say!(ui, "Challenges", "挑战")),
        current: current == Some(challenge.id),
        choose: ui.on(Action::Follow(address::asked(&link::to_challenge(challenge.id)))),
    })
    .collect()
}

/// Whether a scenario ends with a broken promise, in the signs of the promises on the right.
fn mark(ui: &Ui, scenario: &synod_session::ScenarioInfo) -> Mark {
    if scenario.violated.is_empty() {
        Mark { class: "holds", glyph: "✓", said: say!(ui, "no promise is broken", "没有承诺被打破") }
    } else {
        Mark { class: "violated", glyph: "✗", said: say!(ui, "a promise is broken", "有承诺被打破") }
    }
}

/// Copies an address, and says so; where the browser does not let it, shows the address to be copied by hand.
pub fn copy(ui: &Ui, href: String) {
    let ui = ui.clone();
    clipboard::copy(
        href.clone(),
        Callback::from(move |done| {
            ui.tell(if done {
                Action::Tell(Topic::Copied, phrase!("The link to this run was copied.", "此次运行的链接已复制。"))
            } else {
                Action::Dialog(Some(Dialog::Link(href.clone())))
            });
        }),
    );
}
