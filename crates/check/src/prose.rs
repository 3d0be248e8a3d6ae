//! Parts of sentences about processes.

use synod_words::{Phrase, phrase};

/// How many things a text names before it only counts the rest.
pub(crate) const NAMED: usize = 3;

/// Several statements in one sentence, one after the other.
pub(crate) fn joined(parts: impl IntoIterator<Item = Phrase>) -> Phrase {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_else(|| phrase!("nothing", "无"));
    parts.fold(first, |all, part| phrase!("{0}; {1}", "{0}；{1}", all, part))
}

/// The first of so many things, and how many more there are.
pub(crate) fn some_of(parts: impl IntoIterator<Item = Phrase>, count: usize) -> Phrase {
    let named = joined(parts.into_iter().take(NAMED));
    match count.saturating_sub(NAMED) {
        0 => named,
        more => phrase!("{0}; and {1} more", "{0}；另有 {1} 项", named, more),
    }
}

/// What a process did by deciding.
pub(crate) fn decided(commit: bool) -> Phrase {
    if commit { phrase!("committed", "提交") } else { phrase!("aborted", "回滚") }
}

/// Why nothing can be said at an end where something is still broken.
pub(crate) fn nothing_promised(open: Phrase, broken: Phrase) -> Phrase {
    phrase!(
        "{0}; but {1}: nothing is promised until everything is repaired",
        "{0}；但 {1}，全部修复之前不作任何保证",
        open,
        broken
    )
}
