//! A text for a terminal, line by line.

use synod_words::{Lang, Phrase};

/// A text that grows by lines, in one language.
#[derive(Debug)]
pub struct Page {
    lang: Lang,
    text: String,
}

impl Page {
    /// An empty page.
    pub fn new(lang: Lang) -> Page {
        Page { lang, text: String::new() }
    }

    /// What a phrase says in the language of the page.
    pub fn say(&self, phrase: &Phrase) -> String {
        phrase.text(self.lang)
    }

    /// Adds a line.
    pub fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref().trim_end());
        self.text.push('\n');
    }

    /// Adds a phrase as a line.
    pub fn phrase(&mut self, phrase: &Phrase) {
        self.line(self.say(phrase));
    }

    /// Adds a phrase with an empty line above.
    pub fn paragraph(&mut self, phrase: &Phrase) {
        self.line("");
        self.phrase(phrase);
    }

    /// The whole text.
    pub fn into_text(self) -> String {
        self.text
    }
}
