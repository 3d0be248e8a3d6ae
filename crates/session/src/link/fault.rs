//! What can be wrong with a link before there is a document to speak of.

use super::LINK_MAX;
use crate::doc::BYTES_MAX;
use synod_words::{Phrase, phrase};

/// Why a link does not lead to a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkFault {
    /// It is longer than [`LINK_MAX`].
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// It carries no scenario at all.
    NoScenario,
    /// A newer Synod made it.
    UnknownVersion {
        /// The version of its envelope.
        version: u64,
    },
    /// A character stands in it that no link has.
    NotBase64 {
        /// The character.
        found: char,
    },
    /// Its end is missing.
    CutOff,
    /// It was changed on its way.
    Damaged,
    /// It unfolds to more than a document can be.
    TooBig,
    /// Something follows the document.
    TrailingData {
        /// So many bytes.
        bytes: usize,
    },
}

impl LinkFault {
    pub(crate) fn phrase(&self) -> Phrase {
        match self {
            LinkFault::TooLong { bytes } => phrase!(
                "The link has {0} characters; at most {1} are read. Share the scenario as a file instead.",
                "链接有 {0} 个字符，最多读取 {1} 个。请改用文件分享该场景。",
                *bytes,
                LINK_MAX
            ),
            LinkFault::NoScenario => phrase!(
                "This link carries no scenario: what it needs begins with #s=1. and goes on with letters and digits. Copy the whole link.",
                "此链接不含场景：应有以 #s=1. 开头、其后为字母和数字的部分。请复制完整的链接。"
            ),
            LinkFault::UnknownVersion { version } => phrase!(
                "The link has version {0}, and only version 1 is known here. If a newer Synod made it, open it there; otherwise copy it again.",
                "链接的版本为 {0}，这里只认识版本 1。若由更新的 Synod 生成，请在那里打开；否则请重新复制。",
                Phrase::verbatim(version.to_string())
            ),
            LinkFault::NotBase64 { found } => phrase!(
                "The link contains the character {0}, which no scenario link has. Copy it again, without what stands around it.",
                "链接含有字符 {0}，场景链接中不会出现它。请重新复制，不要带上前后的内容。",
                found.escape_debug().to_string()
            ),
            LinkFault::CutOff => phrase!(
                "The link is cut off: its end is missing. Copy the whole link.",
                "链接被截断，缺少结尾。请复制完整的链接。"
            ),
            LinkFault::Damaged => phrase!(
                "The link is damaged: some of its characters were changed on the way. Copy it again from where it came.",
                "链接已损坏：途中有字符被改动。请从来源处重新复制。"
            ),
            LinkFault::TooBig => phrase!(
                "The link unfolds to more than {0} bytes, more than any scenario has. It is not opened.",
                "链接展开后超过 {0} 字节，任何场景都没有这么大。不予打开。",
                BYTES_MAX
            ),
            LinkFault::TrailingData { bytes } => phrase!(
                "After the scenario, {0} more bytes follow in the link. Copy it again, without what stands behind it.",
                "链接中的场景之后还有 {0} 个多余字节。请重新复制，不要带上后面的内容。",
                *bytes
            ),
        }
    }
}
