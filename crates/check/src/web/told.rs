//! What cannot be explained, in words: one statement for each link of the circle, and before it those that it follows from.

use synod_order::Set;

use synod_words::{Phrase, phrase};

use super::{Broken, Link, Point, Web, Why};
use crate::prose::joined;
use crate::verdict::{Meter, Spent};
use crate::{Call, History, Value};

impl Web<'_> {
    /// The operations that it rests on, and the statements that cannot all be so.
    pub(crate) fn tell(&self, broken: Broken, meter: &mut Meter) -> Result<(Vec<u32>, Phrase), Spent> {
        let mut told = Told { web: self, ops: Set::new(), links: Set::new(), statements: Vec::new() };
        let all = self.links.len() as u32;
        match broken {
            Broken::Circle(point) => told.way(&self.path(point, point, all, meter)?, meter)?,
            Broken::Late { read, write } => {
                told.way(&self.path(write, read, all, meter)?, meter)?;
                let (did, write) = (told.did(read), told.who(write));
                told.statements.push(phrase!("yet {0}, as if {1} had not been", "但 {0}，仿佛没有 {1}", did, write));
            }
            Broken::Replaced(read) => {
                for chain in self.lines.shown(read) {
                    let Some(write) = self.replacement(read, chain) else { continue };
                    told.way(&self.path(write, read, all, meter)?, meter)?;
                    if let Some(first) = self.lines.point(chain[0]) {
                        told.way(&self.path(first, write, all, meter)?, meter)?;
                    }
                }
                let did = told.did(read);
                told.statements.push(phrase!("yet {0}, all of which had been replaced", "但 {0}，而这些值都已被覆盖", did));
            }
        }
        Ok((told.ops.into_iter().collect(), joined(told.statements)))
    }
}

struct Told<'w> {
    web: &'w Web<'w>,
    ops: Set<u32>,
    links: Set<u32>,
    statements: Vec<Phrase>,
}

impl Told<'_> {
    /// The statements of a way: first all that its links follow from.
    fn way(&mut self, path: &[Link], meter: &mut Meter) -> Result<(), Spent> {
        for link in path.iter().filter(|link| link.why != Why::Session) {
            let earlier = match link.why {
                Why::Hidden(read) => Some((link.before, read)),
                Why::Later(shown) => shown.map(|shown| (shown, link.after)),
                Why::Session | Why::Shown | Why::Text(_) => None,
            };
            if let Some((from, to)) = earlier.filter(|_| self.links.insert(link.number)) {
                let path = self.web.path(from, to, link.number, meter)?;
                self.way(&path, meter)?;
                self.say(link, link.before);
            }
        }
        // What one client did one after the other is told once, from the first to the last.
        let mut since = None;
        for (at, link) in path.iter().enumerate() {
            if link.why == Why::Session {
                let first = *since.get_or_insert(link.before);
                if path.get(at + 1).is_none_or(|next| next.why != Why::Session) {
                    self.say(link, first);
                }
                continue;
            }
            since = None;
            // Who wrote a plain value goes without saying.
            let is_text = |read: Point| self.web.lines.shown(read).iter().any(|chain| chain.len() > 1);
            let worth = matches!(link.why, Why::Text(_)) || link.why == Why::Shown && is_text(link.after);
            if worth && self.links.insert(link.number) {
                self.say(link, link.before);
            }
            self.op(link.before);
            self.op(link.after);
        }
        Ok(())
    }

    fn op(&mut self, point: Point) -> u32 {
        let op = self.web.lines.ops[point as usize];
        self.ops.insert(op);
        op
    }

    fn who(&mut self, point: Point) -> Phrase {
        let op = self.op(point);
        self.web.lines.story.history.who(op)
    }

    /// `C1 wrote x=1`.
    fn did(&mut self, point: Point) -> Phrase {
        let op = self.op(point);
        let history = self.web.lines.story.history;
        phrase!("{0} {1}", "{0} {1}", history.op(op).client.clone(), done(history, op))
    }

    fn say(&mut self, link: &Link, before: Point) {
        let statement = match link.why {
            Why::Session => {
                let (first, then) = (self.did(before), self.op(link.after));
                phrase!("{0} and then {1}", "{0}，随后{1}", first, done(self.web.lines.story.history, then))
            }
            Why::Shown => {
                phrase!("{0}, which shows that {1}", "{0}，可见 {1}", self.did(link.after), self.did(before))
            }
            Why::Text(read) => phrase!(
                "{0}, in which {1} comes before {2}",
                "{0}，其中 {1} 在 {2} 之前",
                self.did(read),
                self.who(before),
                self.who(link.after)
            ),
            Why::Hidden(read) => phrase!(
                "{0} when {1} was there already, so the latter comes before {2}",
                "{0} 时，{1} 已经存在，所以后者在 {2} 之前",
                self.did(read),
                self.who(before),
                self.who(link.after)
            ),
            Why::Later(_) => {
                phrase!(
                    "{0}, so this read comes before {1}",
                    "{0}，所以这次读在 {1} 之前",
                    self.did(before),
                    self.who(link.after)
                )
            }
        };
        self.statements.push(statement);
    }
}

/// `wrote x=1`: what was done, where the sentence has said by whom.
fn done(history: &History, op: u32) -> Phrase {
    let operation = history.op(op);
    let key = operation.key.clone();
    match &operation.call {
        Call::Read => phrase!("read {0}={1}", "读到 {0}={1}", key, history.found(op)),
        Call::Write(Value::Null) => phrase!("deleted {0}", "删除了 {0}", key),
        Call::Write(value) => phrase!("wrote {0}={1}", "写了 {0}={1}", key, value.to_string()),
        Call::Cas { expect, value } => {
            phrase!("replaced {0}={1} by {2}", "把 {0}={1} 换成了 {2}", key, expect.to_string(), value.to_string())
        }
        Call::Append(text) => {
            phrase!("appended {1} to {0}", "向 {0} 追加了 {1}", key, Value::from(text.as_str()).to_string())
        }
    }
}
