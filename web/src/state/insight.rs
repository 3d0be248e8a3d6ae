//! Looking into an event, and saying where a promise breaks.

use super::State;
use synod_session::{Becomes, Standing};
use synod_words::{Phrase, phrase};

impl State {
    /// Looks into a step; the run stands still while it is read.
    pub(super) fn pick(&mut self, step: Option<u32>) {
        let Some(step) = step else {
            self.picked = None;
            return;
        };
        if self.beside.is_some() {
            self.said = Some(phrase!("Close the comparison to see why.", "请先结束比较，再查看原因。"));
            return;
        }
        if step == 0 || step > self.run.steps {
            self.said = Some(phrase!("Nothing has happened yet.", "还没有发生任何事件。"));
            return;
        }
        self.playing = false;
        self.resume = false;
        self.open = None;
        self.picked = Some(step);
    }

    /// Says which promises broke since the step `before`, while the run played over it.
    pub(super) fn tell_breaks(&mut self, before: u32) {
        let now = self.run.cursor();
        let broke = self.run.breaks.iter().rev().find(|change| before < change.step && change.step <= now);
        if let Some(promise) = broke.map(|change| change.promise) {
            self.said = self.breaks_here(promise);
        }
    }

    /// What becomes of the promises at the step of the cursor, in a sentence each.
    pub(super) fn changes_here(&self) -> Vec<Phrase> {
        let here = self.run.changes.iter().filter(|change| change.step == self.run.cursor());
        here.filter_map(|change| match change.becomes {
            Becomes::Broken => self.breaks_here(change.promise),
            Becomes::Holding => {
                let name = self.run.promises.get(change.promise as usize)?.name.clone();
                Some(phrase!("{0} holds from here on.", "{0}：自此成立。", name))
            }
        })
        .collect()
    }

    fn breaks_here(&self, promise: u32) -> Option<Phrase> {
        let promise = self.run.promises.get(promise as usize)?;
        let Standing::Violated { sentence, .. } = &promise.standing else { return None };
        Some(phrase!("{0} breaks here: {1}", "{0}在此被打破：{1}", promise.name.clone(), sentence.clone()))
    }
}
