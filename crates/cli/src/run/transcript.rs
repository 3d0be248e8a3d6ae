//! A run to read: what happened, how the promises ended, what was measured.

use crate::page::Page;
use crate::table::{left, right, widest};
use synod_session::doc::{Atom, Document};
use synod_session::{EventLine, Opened, PromiseView, Session, Standing, lab};
use synod_words::{Lang, phrase, time_text};

/// The whole transcript.
pub fn of(document: &Document, opened: &Opened, lang: Lang) -> String {
    let session = opened.session.as_ref();
    let mut page = Page::new(lang);
    head(&mut page, document);
    for event in session.events(1, session.steps()) {
        happened(&mut page, &event);
    }
    if !opened.dropped.is_empty() {
        page.paragraph(&phrase!("Left out", "略去的决定"));
        for dropped in &opened.dropped {
            page.line(format!("  {}", page.say(dropped)));
        }
    }
    promises(&mut page, &session.promises());
    measured(&mut page, session);
    page.paragraph(&phrase!("{0} steps, fingerprint {1}", "{0} 步，指纹 {1}", session.steps(), session.digest()));
    page.into_text()
}

/// What is run: the scenario's title where the lab ships it, and what differs from the default.
pub fn head(page: &mut Page, document: &Document) {
    if let Some(lab) = lab(&document.lab) {
        let shipped = lab.scenarios.iter().find(|scenario| Some(scenario.id) == document.scenario.as_deref());
        match shipped {
            None => page.phrase(&lab.name),
            Some(scenario) => {
                page.line(format!("{} · {}", page.say(&lab.name), page.say(&scenario.name)));
                page.phrase(&scenario.story);
            }
        }
    }
    let mut settings: Vec<String> = document.params.iter().map(|(id, value)| format!("{id} = {}", atom(value))).collect();
    settings.push(format!("seed = {}", document.seed));
    page.line(settings.join(", "));
    if let Some(notice) = document.engine_notice() {
        page.phrase(&notice);
    }
    page.line("");
}

fn atom(atom: &Atom) -> String {
    match atom {
        Atom::Null => "null".to_owned(),
        Atom::Bool(on) => on.to_string(),
        Atom::Int(i) => i.to_string(),
        Atom::Text(text) => text.clone(),
    }
}

/// The widest time: thousands of milliseconds with three decimals.
const TIME_WIDTH: usize = 11;

fn happened(page: &mut Page, event: &EventLine) {
    let decided = if event.decided { '>' } else { ' ' };
    page.line(format!("{} {decided} {}", right(&time_text(event.at), TIME_WIDTH), page.say(&event.phrase)));
    for note in &event.notes {
        page.line(format!("{}     {}", right("", TIME_WIDTH), page.say(note)));
    }
}

/// How each promise stands at the end.
pub fn promises(page: &mut Page, promises: &[PromiseView]) {
    page.paragraph(&phrase!("Promises", "承诺"));
    let width = widest(promises.iter().map(|promise| promise.id));
    for promise in promises {
        let (mark, word, why) = match &promise.standing {
            Standing::Holds { .. } => ('✓', phrase!("holds", "成立"), None),
            Standing::Violated { sentence, .. } => ('✗', phrase!("violated", "被违反"), Some(sentence)),
            Standing::Undecided { why } => ('?', phrase!("undecided", "无法判定"), Some(why)),
        };
        page.line(format!("  {mark} {}  {}", left(promise.id, width), page.say(&word)));
        if let Some(why) = why {
            page.line(format!("      {}", page.say(why)));
        }
    }
}

fn measured(page: &mut Page, session: &dyn Session) {
    page.paragraph(&phrase!("Measured", "测得"));
    let rows: Vec<(String, String)> =
        session.measures().iter().map(|measure| (page.say(&measure.name), page.say(&measure.value))).collect();
    let width = widest(rows.iter().map(|(name, _)| name.as_str()));
    for (name, value) in &rows {
        page.line(format!("  {}  {value}", left(name, width)));
    }
}
