//! Why a history file is refused: what is wrong, on which line, and what to do.

use std::fmt;

use synod_words::{Lang, Phrase, phrase};

use super::{BYTES_MAX, OPERATIONS_MAX, STRING_BYTES_MAX};

/// A history file that is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileError {
    /// The line, from 1; 0 where it is the file as a whole.
    pub line: u32,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong with a history file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// More bytes than are read.
    TooLarge,
    /// More operations than are judged.
    TooMany,
    /// There is no operation.
    Empty,
    /// The bytes are no UTF-8.
    NotText,
    /// The line is not one operation in JSON; the parser's own words.
    Json(String),
    /// The line stands for something, but this field is missing that it needs.
    Missing(&'static str),
    /// The field holds the answer of an operation that has none: `return` is null.
    AnswerWithoutReturn(&'static str),
    /// The operation has no such field.
    Unexpected(&'static str),
    /// A text is longer than allowed.
    TooLong(&'static str),
    /// What is appended is not a string.
    AppendOfNoText,
    /// It returned before it was called.
    ReturnBeforeCall,
    /// The client calls although its earlier operation returns only later.
    ClientBusy {
        /// The client.
        client: String,
        /// When its earlier operation returns.
        until: i64,
    },
    /// The key is appended to, and also written with a number.
    AppendToNumber {
        /// The key.
        key: String,
    },
}

impl FileError {
    /// The whole message: where, what, and what to do.
    pub fn phrase(&self) -> Phrase {
        let what = self.problem.phrase();
        match self.line {
            0 => what,
            line => phrase!("Line {0}: {1}", "第 {0} 行：{1}", line, what),
        }
    }
}

impl Problem {
    /// What is wrong, and what to do.
    pub fn phrase(&self) -> Phrase {
        match self {
            Problem::TooLarge => phrase!(
                "The file is larger than {0} bytes. Cut it, or judge its keys in files of their own.",
                "文件超过 {0} 字节。请截短，或把各个键分到不同的文件中。",
                BYTES_MAX
            ),
            Problem::TooMany => phrase!(
                "There are more than {0} operations. Cut the file, or judge its keys in files of their own.",
                "操作超过 {0} 个。请截短文件，或把各个键分到不同的文件中。",
                OPERATIONS_MAX
            ),
            Problem::Empty => {
                phrase!(
                    "There is no operation to judge. Write one JSON object a line.",
                    "没有可判定的操作。请每行写一个 JSON 对象。"
                )
            }
            Problem::NotText => {
                phrase!("This is not UTF-8 text. Save the file as UTF-8.", "不是 UTF-8 文本。请将文件存为 UTF-8。")
            }
            Problem::Json(words) => phrase!(
                "This is not one operation in JSON ({0}). See the fields of a line in the manual.",
                "不是一个 JSON 格式的操作（{0}）。各字段请见手册。",
                words.clone()
            ),
            Problem::Missing(field) => phrase!(
                "\"{0}\" is missing. Add it; an operation that was never answered has \"return\": null and no answer.",
                "缺少 \"{0}\"。请补上；从未得到应答的操作应写 \"return\": null，且没有应答字段。",
                *field
            ),
            Problem::AnswerWithoutReturn(field) => phrase!(
                "\"{0}\" is an answer, but \"return\" is null. Leave \"{0}\" out, or say when the operation returned.",
                "\"{0}\" 是应答，但 \"return\" 为 null。请去掉 \"{0}\"，或写明返回时间。",
                *field
            ),
            Problem::Unexpected(field) => {
                phrase!("This operation has no \"{0}\". Leave it out.", "这种操作没有 \"{0}\"。请去掉。", *field)
            }
            Problem::TooLong(field) => phrase!(
                "\"{0}\" is longer than {1} bytes. Shorten it; only whether texts are equal matters, except for appends.",
                "\"{0}\" 超过 {1} 字节。请缩短；除追加外，只看文本是否相同。",
                *field,
                STRING_BYTES_MAX
            ),
            Problem::AppendOfNoText => {
                phrase!("Only a string can be appended. Put the value in quotes.", "只能追加字符串。请给值加上引号。")
            }
            Problem::ReturnBeforeCall => phrase!(
                "It returned before it was called. Both times must be of one clock.",
                "返回早于调用。两个时间必须取自同一个时钟。"
            ),
            Problem::ClientBusy { client, until } => phrase!(
                "{0} calls while its earlier operation is under way until {1}. Give concurrent operations clients of their own.",
                "{0} 的前一个操作到 {1} 才返回，此时又发起调用。并发的操作请使用不同的客户端名。",
                client.clone(),
                *until
            ),
            Problem::AppendToNumber { key } => phrase!(
                "{0} is appended to and also written with a number, and appending to a number is not defined. Use strings or two keys.",
                "{0} 既有追加又被写入数字，而对数字追加没有定义。请使用字符串，或分成两个键。",
                key.clone()
            ),
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.phrase().text(Lang::En))
    }
}

impl std::error::Error for FileError {}
