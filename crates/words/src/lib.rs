//! Words that travel as pairs: every text that a user may see, in English and in Chinese, side by side.
//!
//! A [`Phrase`] is made with [`phrase!`]; a text that lacks one of the languages, or whose two languages do not use the
//! same arguments, does not compile:
//!
//! ```
//! use synod_words::{Lang, phrase};
//! let p = phrase!("{0} acknowledged {1} of {2} copies", "{0} 已确认 {1} / {2} 份副本", "n1", 2, 3);
//! assert_eq!(p.text(Lang::En), "n1 acknowledged 2 of 3 copies");
//! assert_eq!(p.text(Lang::Zh), "n1 已确认 2 / 3 份副本");
//! ```
//!
//! ```compile_fail
//! use synod_words::phrase;
//! let p = phrase!("{0} of {1}", "{0}", 1, 2); // the Chinese text forgets {1}
//! ```

use std::fmt::Write as _;
use std::hash::{Hash, Hasher};

/// A language of the interface.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

impl Lang {
    /// The BCP 47 tag, as in the `lang` attribute of a page.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh-CN",
        }
    }

    /// The language for a BCP 47 tag such as `zh-TW` or `en`; `None` where Synod has no words in it.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Lang::En),
            "zh" => Some(Lang::Zh),
            _ => None,
        }
    }
}

/// A text in both languages, as [`words!`] and [`phrase!`] make it: the English one, a zero, the Chinese one. One string and no structure,
/// because there are a thousand of them in a page that is downloaded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Words(&'static str);

impl Words {
    /// Use [`words!`], which checks the texts.
    #[doc(hidden)]
    pub const fn from_pair(pair: &'static str) -> Words {
        Words(pair)
    }

    /// The text in `lang`, holes as they are.
    pub fn text(self, lang: Lang) -> &'static str {
        let (en, zh) = self.0.split_once('\0').unwrap_or((self.0, self.0));
        match lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }
}

impl Hash for Words {
    /// As two texts.
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.text(Lang::En), self.text(Lang::Zh)).hash(state);
    }
}

/// A text in both languages with its arguments. Plain data: it is compared, hashed and kept in a run like any value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Phrase {
    words: Words,
    args: Vec<Arg>,
}

/// What may stand in a hole `{0}` of a [`Phrase`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Arg {
    /// A number, written as it is.
    Int(i64),
    /// A name or a value: the same in every language.
    Text(String),
    /// A time or a span of time, in microseconds; shown in a unit that fits ([`time_text`]).
    TimeUs(u64),
    /// A phrase inside the phrase.
    Phrase(Phrase),
    /// Several of them, joined by the language's comma.
    List(Vec<Arg>),
}

impl Phrase {
    /// A text without holes.
    pub const fn plain(words: Words) -> Phrase {
        Phrase { words, args: Vec::new() }
    }

    /// Use [`phrase!`], which checks the holes; this is what it expands to. Never inlined: it is called from a thousand places.
    #[doc(hidden)]
    #[inline(never)]
    pub fn filled<const N: usize>(words: Words, args: [Arg; N]) -> Phrase {
        Phrase { words, args: args.into() }
    }

    /// A name or a value that reads the same in both languages.
    pub fn verbatim(text: impl Into<String>) -> Phrase {
        crate::phrase!("{0}", "{0}", text.into())
    }

    /// A text that was kept outside the program in both languages, and is read back.
    pub fn kept(en: impl Into<String>, zh: impl Into<String>) -> Phrase {
        Phrase::filled(Words("{0}\0{1}"), [Arg::Text(en.into()), Arg::Text(zh.into())])
    }

    /// The text in `lang`, holes filled.
    pub fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        self.write(lang, &mut out);
        match lang {
            Lang::En => out,
            Lang::Zh => closed_up(&out),
        }
    }

    fn write(&self, lang: Lang, out: &mut String) {
        let mut rest = self.words.text(lang);
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            let digit = rest.as_bytes().get(open + 1).map_or(usize::MAX, |b| usize::from(b.wrapping_sub(b'0')));
            if let Some(arg) = self.args.get(digit) {
                arg.write(lang, out);
            }
            rest = rest.get(open + 3..).unwrap_or("");
        }
        out.push_str(rest);
    }
}

/// Chinese without a space between two Chinese characters: a text leaves one around a hole, for names and numbers, and what fills the hole
/// may be Chinese itself.
fn closed_up(text: &str) -> String {
    let is_han = |c: Option<char>| {
        c.is_some_and(|c| matches!(c, '\u{3001}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff1f}'))
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c != ' ' || !is_han(out.chars().next_back()) || !is_han(rest.peek().copied()) {
            out.push(c);
        }
    }
    out
}

impl Arg {
    fn write(&self, lang: Lang, out: &mut String) {
        match self {
            Arg::Int(i) => drop(write!(out, "{i}")),
            Arg::Text(t) => out.push_str(t),
            Arg::TimeUs(us) => out.push_str(&time_text(*us)),
            Arg::Phrase(p) => p.write(lang, out),
            Arg::List(list) => {
                for (i, arg) in list.iter().enumerate() {
                    if i > 0 {
                        out.push_str(match lang {
                            Lang::En => ", ",
                            Lang::Zh => "、",
                        });
                    }
                    arg.write(lang, out);
                }
            }
        }
    }
}

/// A time in microseconds as people read it: `350 µs`, `41 ms`, `41.25 ms`, `2.5 s`. At most three decimals, none that say nothing.
pub fn time_text(us: u64) -> String {
    let (whole, fraction, unit) = match us {
        0 => return "0 ms".to_owned(),
        1..1_000 => return format!("{us} µs"),
        1_000..10_000_000 => (us / 1_000, us % 1_000, "ms"),
        _ => (us / 1_000_000, us % 1_000_000 / 1_000, "s"),
    };
    let decimals = format!("{fraction:03}");
    match decimals.trim_end_matches('0') {
        "" => format!("{whole} {unit}"),
        some => format!("{whole}.{some} {unit}"),
    }
}

macro_rules! int_args {
    ($($int:ty),*) => { $(impl From<$int> for Arg { fn from(i: $int) -> Arg { Arg::Int(i64::from(i)) } })* };
}
int_args!(u8, u16, u32, i32, i64);

impl From<usize> for Arg {
    fn from(i: usize) -> Arg {
        Arg::Int(i64::try_from(i).unwrap_or(i64::MAX))
    }
}
impl From<&str> for Arg {
    #[inline(never)]
    fn from(text: &str) -> Arg {
        Arg::Text(text.to_owned())
    }
}
impl From<&String> for Arg {
    #[inline(never)]
    fn from(text: &String) -> Arg {
        Arg::Text(text.clone())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Text(text)
    }
}
impl From<Phrase> for Arg {
    fn from(phrase: Phrase) -> Arg {
        Arg::Phrase(phrase)
    }
}
impl<T: Into<Arg>> From<Vec<T>> for Arg {
    fn from(list: Vec<T>) -> Arg {
        Arg::List(list.into_iter().map(Into::into).collect())
    }
}

/// Makes [`Words`] from the English and the Chinese text.
#[macro_export]
macro_rules! words {
    ($en:literal, $zh:literal) => {
        $crate::words!($en, $zh, 0)
    };
    ($en:literal, $zh:literal, $holes:expr) => {{
        const _: () = $crate::check_pair($en, $zh, $holes);
        $crate::Words::from_pair(concat!($en, "\0", $zh))
    }};
}

/// Makes a [`Phrase`] from the English text, the Chinese text and the arguments of the holes `{0}` … `{9}`.
#[macro_export]
macro_rules! phrase {
    ($en:literal, $zh:literal $(,)?) => { $crate::Phrase::plain($crate::words!($en, $zh)) };
    ($en:literal, $zh:literal $(, $arg:expr)+ $(,)?) => {
        $crate::Phrase::filled(
            $crate::words!($en, $zh, <[&str]>::len(&[$(stringify!($arg)),+])),
            [$($crate::Arg::from($arg)),+],
        )
    };
}

/// Refuses at compile time what [`phrase!`] must not make: an empty text, or a hole without argument or the reverse.
#[doc(hidden)]
pub const fn check_pair(en: &str, zh: &str, args: usize) {
    assert!(!en.is_empty() && !zh.is_empty(), "a phrase needs its text in both languages");
    check_holes(en.as_bytes(), args);
    check_holes(zh.as_bytes(), args);
}

const fn check_holes(text: &[u8], args: usize) {
    let mut seen = [false; 10];
    let mut i = 0;
    while i < text.len() {
        if text[i] == b'{' {
            assert!(i + 2 < text.len() && text[i + 2] == b'}', "a hole is one digit in braces");
            let digit = text[i + 1].wrapping_sub(b'0') as usize;
            assert!(digit < args, "a hole names an argument that is not there");
            seen[digit] = true;
        }
        assert!(text[i] != 0, "a zero parts the two texts");
        i += 1;
    }
    let mut arg = 0;
    while arg < args {
        assert!(seen[arg], "an argument is not used in one of the languages");
        arg += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_shown_in_the_unit_that_fits() {
        let shown: Vec<String> = [0, 350, 41_000, 41_250, 2_500_000, 12_500_000].map(time_text).into();
        assert_eq!(shown, ["0 ms", "350 µs", "41 ms", "41.25 ms", "2500 ms", "12.5 s"]);
    }

    #[test]
    fn phrases_nest_and_lists_use_the_comma_of_the_language() {
        let inner = phrase!("crashed", "已宕机");
        let p = phrase!("{0}: {1}", "{0}：{1}", vec!["n1", "n2"], inner);
        assert_eq!(p.text(Lang::En), "n1, n2: crashed");
        assert_eq!(p.text(Lang::Zh), "n1、n2：已宕机");
    }

    #[test]
    fn a_space_around_a_hole_goes_when_chinese_fills_it() {
        let read = |key: &str| phrase!("read of {0}", "对 {0} 的读", key);
        let p = phrase!("{0} began at {1}", "{0} 始于 {1}", read("x"), 41);
        assert_eq!(p.text(Lang::Zh), "对 x 的读始于 41");
    }

    #[test]
    fn a_language_is_found_by_its_tag() {
        assert_eq!(Lang::from_tag("zh-TW"), Some(Lang::Zh));
        assert_eq!(Lang::from_tag("fr"), None);
    }
}
