//! The runs that are kept, and where they part.

use super::Place;
use std::rc::Rc;
use synod_session::Time;
use synod_session::doc::Document;
use synod_words::Phrase;

/// A run that is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// Its number; never given again.
    pub id: u32,
    /// What the reader called it.
    pub name: Option<String>,
    /// What it is, as long as it has no name.
    pub words: Phrase,
    /// How it came to be.
    pub made: Made,
    /// The run that it parted from.
    pub parent: Option<u32>,
    /// When it parted from it.
    pub parted: Time,
    /// Where it comes from.
    pub place: Place,
    /// The run itself, as it was when the reader left it.
    pub document: Rc<Document>,
    /// What it was before its latest changes, for going back.
    pub earlier: Vec<Earlier>,
}

/// What a run was before a change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Earlier {
    pub(super) document: Rc<Document>,
    pub(super) place: Place,
    words: Phrase,
    made: Made,
}

/// How a run came to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Made {
    /// It was opened.
    Opened,
    /// Something was decided.
    Acted,
    /// What was decided before was moved or taken back.
    Revised,
    /// This parameter was changed.
    Param(String),
    /// The random draws are others.
    Seed,
    /// A search found it.
    Found,
    /// It is the smallest that still breaks a promise.
    Shrunk,
}

impl Kept {
    /// Its name: the reader's, or what it is.
    pub fn label(&self) -> Phrase {
        self.name.as_ref().map_or_else(|| self.words.clone(), Phrase::verbatim)
    }

    /// How it stands, with this as its document.
    pub(super) fn with(&self, document: Rc<Document>) -> Earlier {
        Earlier { document, place: self.place.clone(), words: self.words.clone(), made: self.made.clone() }
    }

    /// Takes up what it was.
    pub(super) fn become_again(&mut self, earlier: Earlier) {
        self.document = earlier.document;
        self.place = earlier.place;
        self.words = earlier.words;
        self.made = earlier.made;
    }

    /// Whether this is that run, wherever the cursor stands.
    pub fn holds(&self, document: &Document) -> bool {
        Document { cursor: None, ..(*self.document).clone() } == Document { cursor: None, ..document.clone() }
    }
}

/// All kept runs, of every lab.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Branches {
    /// The runs, oldest first.
    pub list: Rc<Vec<Kept>>,
    /// Which of them is on the page, and the way forward again.
    pub own: Own,
    /// The run that was taken out last.
    pub(super) removed: Option<Kept>,
}

/// Which of the kept runs one side of the page shows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Own {
    /// Its number.
    pub id: u32,
    /// What was gone back from, latest last.
    pub(super) undone: Vec<Undone>,
}

impl Own {
    /// This run, with no way forward yet.
    pub fn of(id: u32) -> Own {
        Own { id, undone: Vec::new() }
    }
}

/// A way back that was taken: which run was left, and what it was unless it stayed the same run.
#[derive(Clone, PartialEq, Debug)]
pub struct Undone {
    pub(super) left: u32,
    pub(super) state: Option<Earlier>,
}

/// What can happen to the kept runs.
#[derive(Clone, PartialEq, Debug)]
pub enum Keeping {
    /// Another of them comes onto the page.
    Switch(u32),
    /// A name; an empty one takes it away.
    Rename(u32, String),
    /// Not kept any longer.
    Remove(u32),
    /// Back to before the latest change.
    Back,
    /// Forward again.
    Forward,
}

impl Branches {
    /// The runs that were kept by an earlier visit of this tab.
    pub fn restored(list: Vec<Kept>) -> Branches {
        Branches { list: Rc::new(list), ..Branches::default() }
    }

    /// The kept run of this number.
    pub fn get(&self, id: u32) -> Option<&Kept> {
        self.list.iter().find(|k| k.id == id)
    }

    pub(super) fn change(&mut self, id: u32, change: impl FnOnce(&mut Kept)) {
        if let Some(kept) = Rc::make_mut(&mut self.list).iter_mut().find(|k| k.id == id) {
            change(kept);
        }
    }

    pub(super) fn push(&mut self, kept: Kept) -> u32 {
        let id = self.list.iter().map(|k| k.id).chain(self.removed.iter().map(|k| k.id)).max().unwrap_or(0) + 1;
        Rc::make_mut(&mut self.list).push(Kept { id, ..kept });
        id
    }

    /// Takes a run out; what parted from it then parted from its parent.
    pub(super) fn take(&mut self, id: u32) -> Option<Kept> {
        let list = Rc::make_mut(&mut self.list);
        let gone = list.remove(list.iter().position(|k| k.id == id)?);
        for child in list.iter_mut().filter(|k| k.parent == Some(id)) {
            child.parent = gone.parent;
            child.parted = child.parted.min(gone.parted);
        }
        Some(gone)
    }

    /// A run and those that it comes from, each with the time until which the run is like it.
    pub(super) fn line(&self, id: u32) -> Vec<(u32, Time)> {
        let mut line = vec![(id, Time::MAX)];
        // A list from outside may lead in a circle; no line is longer than the list.
        while let Some((id, until)) = line.last().copied()
            && let Some(kept) = self.get(id)
            && let Some(parent) = kept.parent
            && line.len() <= self.list.len()
        {
            line.push((parent, until.min(kept.parted)));
        }
        line
    }

    /// Where two kept runs part at the latest; from the start where they have nothing in common.
    pub(super) fn part(&self, one: u32, other: u32) -> Time {
        let other = self.line(other);
        let meet = |(id, at): &(u32, Time)| other.iter().find(|o| o.0 == *id).map(|o| o.1.min(*at));
        self.line(one).iter().find_map(meet).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(id: u32, parent: Option<u32>, parted: Time) -> Kept {
        let scenario = synod_session::labs().swap_remove(0).scenarios.swap_remove(0);
        Kept {
            id,
            name: None,
            words: scenario.name,
            made: Made::Acted,
            parent,
            parted,
            place: Place::Own,
            document: Rc::new(scenario.document),
            earlier: Vec::new(),
        }
    }

    #[test]
    fn two_runs_part_where_the_earlier_of_their_lines_leaves_what_they_share() {
        // 1 ── 2 at 40 ── 3 at 60; 1 ── 4 at 50.
        let list = vec![kept(1, None, 0), kept(2, Some(1), 40), kept(3, Some(2), 60), kept(4, Some(1), 50), kept(9, None, 0)];
        let mut branches = Branches::restored(list);
        assert_eq!([branches.part(1, 2), branches.part(2, 1), branches.part(3, 4), branches.part(2, 3)], [40, 40, 40, 60]);
        assert_eq!(branches.part(1, 9), 0, "they have nothing in common");
        branches.take(2);
        assert_eq!(branches.part(3, 1), 40, "what parted from a run that is gone parted from its parent");
        let mut list = (*branches.list).clone();
        list[0].parent = Some(3);
        assert_eq!(Branches::restored(list).part(3, 9), 0, "a circle ends");
    }
}
