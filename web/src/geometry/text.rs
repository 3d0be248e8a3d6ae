//! How wide a text is, about: enough to choose a size or to leave a label away, without asking the browser.

/// The width of `text` at a font size of one.
pub fn em(text: &str) -> f64 {
    text.chars().map(width).sum()
}

/// The largest size, up to `most`, at which `text` is at most `room` wide.
pub fn fit(text: &str, room: f64, most: f64) -> f64 {
    most.min(room / em(text).max(0.1))
}

/// `text`, shortened with an ellipsis where it is wider than `room` at `size`; none where not even a few characters fit.
pub fn shorten(text: &str, room: f64, size: f64) -> Option<String> {
    if em(text) * size <= room {
        return Some(text.to_owned());
    }
    let mut left = room / size - width('…');
    let kept: String = text
        .chars()
        .take_while(|c| {
            left -= width(*c);
            left >= 0.0
        })
        .collect();
    (kept.chars().count() >= 3).then(|| format!("{}…", kept.trim_end()))
}

fn width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '|' | '\'' | '!' => 0.28,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' => 0.36,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.88,
        'A'..='Z' => 0.66,
        c if u32::from(c) < 0x2e80 => 0.57,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_wider_than_latin() {
        assert!(em("写 x = 2") > em("w x = 2"));
    }

    #[test]
    fn a_text_that_fits_is_left_as_it_is() {
        assert_eq!(shorten("read x", 100.0, 12.0).as_deref(), Some("read x"));
        assert_eq!(shorten("a very long label", 60.0, 12.0).as_deref(), Some("a very lo…"));
        assert_eq!(shorten("a very long label", 10.0, 12.0), None);
    }
}
