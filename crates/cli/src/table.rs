//! Columns for a terminal, where a Chinese character takes two places.

/// The text with spaces behind it until it takes `width` places.
pub fn left(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(places(text))))
}

/// The text with spaces before it until it takes `width` places.
pub fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(places(text))))
}

/// How many places the widest of the texts takes.
pub fn widest<'a>(texts: impl IntoIterator<Item = &'a str>) -> usize {
    texts.into_iter().map(places).max().unwrap_or(0)
}

/// How many places a text takes.
fn places(text: &str) -> usize {
    // From the CJK radicals on: ideographs, their punctuation, Hangul, and full-width forms.
    let wide = |c: char| ('\u{2e80}'..='\u{ffe6}').contains(&c) || c >= '\u{1f300}';
    text.chars().map(|c| 1 + usize::from(wide(c))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_takes_two_places() {
        assert_eq!(left("单调读", 8), "单调读  ");
        assert_eq!(right("41 ms", 8), "   41 ms");
        assert_eq!(widest(["read", "单调读"]), 6);
    }
}
