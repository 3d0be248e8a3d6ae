//! What every component needs: the language of the page, and the way to the reducer.

use crate::state::{Action, State};
use synod_words::{Lang, Phrase, Words};
use yew::prelude::*;

/// The language and the way to the reducer, handed down as a context.
#[derive(Clone, PartialEq)]
pub struct Ui {
    /// The language of every word.
    pub lang: Lang,
    dispatch: UseReducerDispatcher<State>,
    /// Whether what is told here is meant for the other run of a comparison.
    across: bool,
}

impl Ui {
    pub fn new(lang: Lang, dispatch: UseReducerDispatcher<State>) -> Ui {
        Ui { lang, dispatch, across: false }
    }

    /// The same for the other run of a comparison: whatever is told goes to it.
    pub fn across(&self) -> Ui {
        Ui { across: true, ..self.clone() }
    }

    /// A text without holes in the page's language.
    #[inline(never)]
    pub fn words(&self, words: Words) -> AttrValue {
        AttrValue::Static(words.text(self.lang))
    }

    /// A phrase that is made to be shown at once.
    #[inline(never)]
    #[allow(clippy::needless_pass_by_value, reason = "it is dropped here, and not anew at each of hundreds of places")]
    pub fn filled(&self, phrase: Phrase) -> AttrValue {
        self.text(&phrase)
    }

    /// A phrase in the page's language.
    #[inline(never)]
    pub fn text(&self, phrase: &Phrase) -> AttrValue {
        AttrValue::from(phrase.text(self.lang))
    }

    /// Tells the reducer.
    #[inline(never)]
    pub fn tell(&self, action: Action) {
        self.dispatch.dispatch(if self.across { Action::Across(Box::new(action)) } else { action });
    }

    /// A handler that tells the reducer `action`.
    #[inline(never)]
    pub fn on<E: 'static>(&self, action: Action) -> Callback<E> {
        let ui = self.clone();
        Callback::from(move |_| ui.tell(action.clone()))
    }

    /// A handler that tells the reducer what `action` makes of the event, if anything.
    pub fn with<E: 'static>(&self, action: impl Fn(E) -> Option<Action> + 'static) -> Callback<E> {
        let ui = self.clone();
        Callback::from(move |event| {
            if let Some(action) = action(event) {
                ui.tell(action);
            }
        })
    }

    /// A handler for keys on something that is a button but no `<button>`: Enter and space press it.
    pub fn on_press(&self, action: Action) -> Callback<KeyboardEvent> {
        self.with(move |event: KeyboardEvent| {
            matches!(event.key().as_str(), "Enter" | " ").then(|| {
                event.prevent_default();
                event.stop_propagation();
                action.clone()
            })
        })
    }
}

/// The context of the component.
#[hook]
pub fn use_ui() -> Ui {
    use_context::<Ui>().expect("the app provides it around everything")
}

/// A text in the page's language, from its two languages: `say!(ui, "Play", "播放")`.
macro_rules! say {
    ($ui:expr, $en:literal, $zh:literal $(,)?) => { $ui.words(synod_words::words!($en, $zh)) };
    ($ui:expr, $($pair:tt)*) => { $ui.filled(synod_words::phrase!($($pair)*)) };
}
pub(crate) use say;
