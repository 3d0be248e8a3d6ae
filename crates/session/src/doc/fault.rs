//! What can be wrong with a document or its link, and the sentence for each.

use super::VERSION;
use super::limits::{BYTES_MAX, DEPTH_MAX, FIELDS_MAX, TEXT_MAX};
use crate::ENGINE;
use crate::link::LinkFault;
use std::fmt;
use synod_kernel::Limits;
use synod_words::{Lang, Phrase, phrase};

/// A link or a text that is not a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadDocument {
    /// What is wrong, for programs.
    pub fault: Box<Fault>,
    /// What is wrong, where, and what to do.
    pub why: Phrase,
    /// The lab that was meant, where that much can be read.
    pub lab: Option<String>,
}

impl BadDocument {
    /// The refusal of `text`, which may be only the beginning of a document.
    pub(crate) fn new(fault: Fault, text: &str) -> Self {
        let why = match &fault {
            Fault::Link(fault) => fault.phrase(),
            Fault::Document(fault) => fault.phrase(),
        };
        BadDocument { fault: Box::new(fault), why, lab: lab_meant(text) }
    }
}

impl fmt::Display for BadDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why.text(Lang::En))
    }
}
impl std::error::Error for BadDocument {}

/// The lab that a text names, even where it is no document: its id has small letters, digits and hyphens.
fn lab_meant(text: &str) -> Option<String> {
    let (_, rest) = text.get(..text.len().min(BYTES_MAX))?.split_once("\"lab\"")?;
    let id = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?.split_once('"')?.0;
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (!id.is_empty() && id.len() <= super::NAME_MAX && id.bytes().all(plain)).then(|| id.to_owned())
}

/// What is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The link does not lead to a document.
    Link(LinkFault),
    /// The document is not one.
    Document(DocFault),
}

/// What is wrong with a document. Lines and columns count from 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DocFault {
    /// The text is longer than [`BYTES_MAX`].
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// The text is not JSON.
    Syntax {
        /// In this line,
        line: usize,
        /// in this column.
        column: usize,
    },
    /// The JSON ends before it is complete.
    Unfinished {
        /// In this line,
        line: usize,
        /// in this column.
        column: usize,
    },
    /// It is JSON that no document of any version looks like.
    Shape {
        /// In this line,
        line: usize,
        /// in this column.
        column: usize,
        /// In which way.
        shape: Shape,
    },
    /// It is JSON, but not an object.
    NotAnObject,
    /// A newer Synod wrote it, in a format that this one does not know.
    NewerFormat {
        /// Its version.
        version: u64,
    },
    /// A newer Synod wrote it, whose runs this one would replay differently.
    NewerEngine {
        /// The number of its engine.
        engine: u32,
    },
    /// A field is not as it must be.
    Wrong {
        /// Which one.
        place: Place,
        /// In which way.
        problem: Problem,
    },
}

/// How a JSON text goes beyond every document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shape {
    /// Lists and objects in each other, too many of them.
    TooDeep,
    /// A list that is too long.
    TooManyItems,
    /// An object with too many fields.
    TooManyFields,
    /// A text that is too long.
    TextTooLong,
    /// An object with the same field twice.
    FieldTwice(String),
}

/// A field of a document.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// In which decision, counted from 1.
    pub decision: Option<u32>,
    /// Its name, with the names of the fields around it: `do.cut`. Empty for the whole decision or document.
    pub field: String,
}

impl Place {
    /// The place of a field in the object that stands here.
    pub(super) fn field(&self, name: &str) -> Place {
        let field = if self.field.is_empty() { name.to_owned() } else { format!("{}.{name}", self.field) };
        Place { decision: self.decision, field }
    }

    /// The place of a whole decision, counted from 1.
    pub(super) fn of_decision(number: u32) -> Place {
        Place { decision: Some(number), field: String::new() }
    }

    fn phrase(&self) -> Phrase {
        let field = printable(&self.field);
        match (self.decision, field.is_empty()) {
            (None, _) => phrase!("Field {0}", "字段 {0}", field),
            (Some(number), true) => phrase!("Decision {0}", "第 {0} 个决定", number),
            (Some(number), false) => phrase!("Decision {0}, field {1}", "第 {0} 个决定的字段 {1}", number, field),
        }
    }
}

/// In which way a field is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// It is not there.
    Missing,
    /// It does not belong there.
    Unknown,
    /// It names no act.
    UnknownAct,
    /// It holds something else.
    MustBe(Expected),
}

/// What belongs in a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expected {
    /// A whole number.
    Int {
        /// At least.
        min: i128,
        /// At most.
        max: i128,
    },
    /// A text.
    Text {
        /// Of so many characters at most.
        max: usize,
    },
    /// A list.
    List {
        /// Of so many items at most.
        max: usize,
    },
    /// A list of exactly so many.
    ListOf {
        /// How many.
        len: usize,
    },
    /// An object.
    Object,
    /// A plain value.
    Atom,
    /// An act.
    Act,
}

impl DocFault {
    fn phrase(&self) -> Phrase {
        match self {
            DocFault::TooLong { bytes } => phrase!(
                "The document has {0} bytes; at most {1} are read. Remove decisions until it fits.",
                "文档有 {0} 字节，最多读取 {1} 字节。请删减决定，使其不超过上限。",
                *bytes,
                BYTES_MAX
            ),
            DocFault::Syntax { line, column } => phrase!(
                "Line {0}, column {1}: this is not JSON. Correct it there, or export the document again.",
                "第 {0} 行第 {1} 列：不是合法的 JSON。请在此处更正，或重新导出文档。",
                *line,
                *column
            ),
            DocFault::Unfinished { line, column } => phrase!(
                "Line {0}, column {1}: the document ends before it is complete. Copy all of it.",
                "第 {0} 行第 {1} 列：文档不完整，提前结束。请完整复制。",
                *line,
                *column
            ),
            DocFault::Shape { line, column, shape } => {
                phrase!("Line {0}, column {1}: {2}.", "第 {0} 行第 {1} 列：{2}。", *line, *column, shape.phrase())
            }
            DocFault::NotAnObject => phrase!(
                "This is JSON, but not a scenario document: it must be an object with the fields synod, engine and lab.",
                "这是 JSON，但不是场景文档：它应是一个对象，含有字段 synod、engine 和 lab。"
            ),
            DocFault::NewerFormat { version } => phrase!(
                "A newer Synod made this: its format has version {0}, and version {1} is the newest known here. Open it with that Synod.",
                "此文档由更新的 Synod 生成：其格式版本为 {0}，而这里已知的最新版本为 {1}。请用更新的 Synod 打开。",
                Phrase::verbatim(version.to_string()),
                VERSION
            ),
            DocFault::NewerEngine { engine } => phrase!(
                "A newer Synod made this, with engine {0}; this is engine {1} and would replay it differently. Open it with that Synod.",
                "此文档由更新的 Synod（引擎 {0}）生成；当前引擎为 {1}，重放结果会不同。请用更新的 Synod 打开。",
                *engine,
                ENGINE
            ),
            DocFault::Wrong { place, problem } => {
                phrase!("{0}: {1}.", "{0}：{1}。", place.phrase(), problem.phrase())
            }
        }
    }
}

impl Shape {
    fn phrase(&self) -> Phrase {
        match self {
            Shape::TooDeep => phrase!(
                "more than {0} lists and objects inside each other; no document needs that",
                "列表与对象嵌套超过 {0} 层，文档不需要如此之深",
                DEPTH_MAX
            ),
            Shape::TooManyItems => {
                phrase!("a list has more than {0} items; shorten it", "列表超过 {0} 项，请缩短", Limits::DECISIONS_MAX)
            }
            Shape::TooManyFields => {
                phrase!("an object has more than {0} fields; shorten it", "对象超过 {0} 个字段，请缩短", FIELDS_MAX)
            }
            Shape::TextTooLong => {
                phrase!("a text has more than {0} characters; shorten it", "文本超过 {0} 个字符，请缩短", TEXT_MAX)
            }
            Shape::FieldTwice(name) => {
                phrase!("the field {0} is there twice; keep one", "字段 {0} 出现两次，请只保留一个", printable(name))
            }
        }
    }
}

impl Problem {
    fn phrase(&self) -> Phrase {
        match self {
            Problem::Missing => phrase!("this must be told", "缺少此字段"),
            Problem::Unknown => phrase!("no such field is known; remove it", "未知字段，请删除"),
            Problem::UnknownAct => phrase!("no such act is known", "未知的动作"),
            Problem::MustBe(expected) => phrase!("this must be {0}", "应为{0}", expected.phrase()),
        }
    }
}

impl Expected {
    fn phrase(&self) -> Phrase {
        match self {
            Expected::Int { min, max } => phrase!(
                "a whole number from {0} to {1}",
                "{0} 到 {1} 之间的整数",
                Phrase::verbatim(min.to_string()),
                Phrase::verbatim(max.to_string())
            ),
            Expected::Text { max } => phrase!("a text of at most {0} characters", "不超过 {0} 个字符的文本", *max),
            Expected::List { max } => phrase!("a list of at most {0} items", "不超过 {0} 项的列表", *max),
            Expected::ListOf { len } => phrase!("a list of exactly {0} items", "恰有 {0} 项的列表", *len),
            Expected::Object => phrase!("an object", "对象"),
            Expected::Atom => {
                phrase!("a whole number, a text, true, false or null", "整数、文本、true、false 或 null")
            }
            Expected::Act => {
                phrase!("an act with its arguments, as in {0}", "动作及其参数，例如 {0}", r#"{"crash": "n1"}"#)
            }
        }
    }
}

/// A text of a stranger as it may stand in a sentence: short, and without what would command a terminal.
pub(crate) fn printable(text: &str) -> String {
    const SHOWN_MAX: usize = 40;
    let mut shown: String =
        text.chars().take(SHOWN_MAX).map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect();
    if text.chars().nth(SHOWN_MAX).is_some() {
        shown.push('…');
    }
    shown
}
