//! What the page around a figure asks for, and what a figure shows.

use super::{Lit, State};
use synod_words::Phrase;

impl State {
    /// What the run is called: as the challenge that is under way, as its scenario, or as its lab.
    pub fn name(&self) -> &Phrase {
        if let Some(study) = &self.study {
            return &study.info.name;
        }
        if let Some(trying) = &self.trying {
            return &trying.challenge.name;
        }
        self.scenario().map_or(&self.run.lab.name, |scenario| &scenario.name)
    }

    /// The operations that show why the explained promise is broken.
    pub fn lit(&self) -> Lit {
        Lit::of(&self.run.promises, self.explained())
    }

    pub(super) fn play(&mut self, on: bool) {
        self.resume &= on;
        if on != self.playing {
            self.toggle_play();
        }
    }
}
