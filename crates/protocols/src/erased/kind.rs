//! What can be asked of a lab before it has parameters.

use super::{Datum, Erased};
use crate::{BadParam, Guide, Lab, ParamSpec, Params, Scenario, Spoken};
use std::marker::PhantomData;
use synod_words::Phrase;

/// A lab of the catalogue, without its type: what [`Lab`] says of itself without parameters, and the words of its operations, timers and
/// choices.
pub trait Kind: Sync {
    /// [`Lab::ID`].
    fn id(&self) -> &'static str;
    /// [`Lab::name`].
    fn name(&self) -> Phrase;
    /// [`Lab::about`].
    fn about(&self) -> Phrase;
    /// [`Lab::source`].
    fn source(&self) -> &'static str;
    /// [`Lab::params`].
    fn params(&self) -> Vec<ParamSpec>;
    /// [`Lab::with`].
    ///
    /// # Errors
    /// [`BadParam`] where the parameters do not fit together.
    fn with(&self, params: &Params) -> Result<Erased, BadParam>;
    /// [`Lab::fit`].
    fn fit(&self, params: &mut Params);
    /// [`Lab::swept`].
    fn swept(&self) -> &'static [&'static str];
    /// [`Lab::scenarios`].
    fn scenarios(&self) -> Vec<Scenario>;
    /// [`Lab::guide`].
    fn guide(&self, scenario: &str) -> Option<Guide>;

    /// [`Lab::verbs`].
    fn verbs(&self) -> Vec<(&'static str, Vec<&'static str>)>;
    /// [`Lab::say`].
    fn say(&self, op: &Datum) -> Spoken;
    /// [`Lab::hear`].
    ///
    /// # Errors
    /// A phrase that says what is wrong with it.
    fn hear(&self, spoken: &Spoken) -> Result<Datum, Phrase>;
    /// [`Lab::timer_id`].
    fn timer_id(&self, timer: &Datum) -> String;
    /// [`Lab::timer_name`].
    fn timer_name(&self, timer: &Datum) -> Phrase;
    /// [`Lab::timer_of`].
    fn timer_of(&self, id: &str) -> Option<Datum>;
    /// [`Lab::choice_id`].
    fn choice_id(&self, choice: &Datum) -> String;
    /// [`Lab::choice_of`].
    fn choice_of(&self, id: &str) -> Option<Datum>;
}

impl dyn Kind {
    /// The lab of this type.
    pub const fn of<L: Lab>() -> &'static dyn Kind {
        &Of::<L>(PhantomData)
    }
}

/// Stands for a lab that has no parameters yet.
struct Of<L>(PhantomData<fn() -> L>);

impl<L: Lab> Kind for Of<L> {
    fn id(&self) -> &'static str {
        L::ID
    }
    fn name(&self) -> Phrase {
        L::name()
    }
    fn about(&self) -> Phrase {
        L::about()
    }
    fn source(&self) -> &'static str {
        L::source()
    }
    fn params(&self) -> Vec<ParamSpec> {
        L::params()
    }
    fn with(&self, params: &Params) -> Result<Erased, BadParam> {
        L::with(params).map(Erased::new)
    }
    fn fit(&self, params: &mut Params) {
        L::fit(params);
    }
    fn swept(&self) -> &'static [&'static str] {
        L::swept()
    }
    fn scenarios(&self) -> Vec<Scenario> {
        L::scenarios()
    }

    fn guide(&self, scenario: &str) -> Option<Guide> {
        L::guide(scenario)
    }

    fn verbs(&self) -> Vec<(&'static str, Vec<&'static str>)> {
        L::verbs()
    }
    fn say(&self, op: &Datum) -> Spoken {
        L::say(op.known())
    }
    fn hear(&self, spoken: &Spoken) -> Result<Datum, Phrase> {
        L::hear(spoken).map(Datum::new)
    }
    fn timer_id(&self, timer: &Datum) -> String {
        L::timer_id(timer.known())
    }
    fn timer_name(&self, timer: &Datum) -> Phrase {
        L::timer_name(timer.known())
    }
    fn timer_of(&self, id: &str) -> Option<Datum> {
        L::timer_of(id).map(Datum::new)
    }
    fn choice_id(&self, choice: &Datum) -> String {
        L::choice_id(choice.known())
    }
    fn choice_of(&self, id: &str) -> Option<Datum> {
        L::choice_of(id).map(Datum::new)
    }
}
