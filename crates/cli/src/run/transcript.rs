//! A run to read: what happened, how the promises ended, what was measured.

use crate::table::{left, right, widest};
use synod_session::doc::{Atom, Document};
use synod_session::{EventLine, Opened, PromiseView, Standing, lab};
use synod_words::{Lang, Phrase, phrase, time_text};

/// The whole transcript.
pub fn of(document: &Document, opened: &Opened, lang: Lang) -> String {
    let session = &opened.session;
    let mut text = head(document, lang);
    for event in session.events(1, session.steps()) {
        text += &line(&event, lang);
    }
    text += &list(&phrase!("Left out", "略去的决定"), &opened.dropped, lang);
    text += &format!("\n{}\n", phrase!("Promises", "承诺").text(lang));
    let promises = session.promises();
    let width = widest(promises.iter().map(|promise| promise.id));
    for promise in &promises {
        text += &verdict(promise, width, lang);
    }
    let measures: Vec<(String, String)> =
        session.measures().iter().map(|measure| (measure.name.text(lang), measure.value.text(lang))).collect();
    let width = widest(measures.iter().map(|(name, _)| name.as_str()));
    text += &format!("\n{}\n", phrase!("Measured", "测得").text(lang));
    for (name, value) in &measures {
        text += &format!("  {}  {value}\n", left(name, width));
    }
    let steps = phrase!("{0} steps, fingerprint {1}", "{0} 步，指纹 {1}", session.steps(), session.digest());
    text + "\n" + &steps.text(lang) + "\n"
}

/// What is run: the scenario's title where the lab ships it, and what differs from the default.
fn head(document: &Document, lang: Lang) -> String {
    let mut text = String::new();
    if let Some(lab) = lab(&document.lab) {
        text += &lab.name.text(lang);
        let shipped = lab.scenarios.iter().find(|scenario| Some(scenario.id) == document.scenario.as_deref());
        if let Some(scenario) = shipped {
            text += &format!(" · {}\n{}", scenario.name.text(lang), scenario.story.text(lang));
        }
        text.push('\n');
    }
    let mut settings: Vec<String> = document.params.iter().map(|(id, value)| format!("{id} = {}", atom(value))).collect();
    settings.push(format!("seed = {}", document.seed));
    text += &format!("{}\n", settings.join(", "));
    if let Some(notice) = document.engine_notice() {
        text += &format!("{}\n", notice.text(lang));
    }
    text.push('\n');
    text
}

fn atom(atom: &Atom) -> String {
    match atom {
        Atom::Null => "null".to_owned(),
        Atom::Bool(on) => on.to_string(),
        Atom::Int(i) => i.to_string(),
        Atom::Text(text) => text.clone(),
    }
}

/// The widest time: hundreds of milliseconds with three decimals.
const TIME_WIDTH: usize = 11;

fn line(event: &EventLine, lang: Lang) -> String {
    let decided = if event.decided { '>' } else { ' ' };
    let mut text = format!("{} {decided} {}\n", right(&time_text(event.at), TIME_WIDTH), event.phrase.text(lang));
    for note in &event.notes {
        text += &format!("{}   {}\n", " ".repeat(TIME_WIDTH + 2), note.text(lang));
    }
    text
}

fn list(title: &Phrase, items: &[Phrase], lang: Lang) -> String {
    if items.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = items.iter().map(|item| format!("  {}\n", item.text(lang))).collect();
    format!("\n{}\n{}", title.text(lang), lines.concat())
}

fn verdict(promise: &PromiseView, width: usize, lang: Lang) -> String {
    let (mark, word, why) = match &promise.standing {
        Standing::Holds { .. } => ('✓', phrase!("holds", "成立"), None),
        Standing::Violated { sentence, .. } => ('✗', phrase!("violated", "被违反"), Some(sentence)),
        Standing::Undecided { why } => ('?', phrase!("undecided", "无法判定"), Some(why)),
    };
    let why = why.map_or_else(String::new, |why| format!("\n      {}", why.text(lang)));
    format!("  {mark} {}  {}{why}\n", left(promise.id, width), word.text(lang))
}
