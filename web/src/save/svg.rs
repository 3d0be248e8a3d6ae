//! A drawing of the page as an SVG that stands by itself: what the style sheets say of it is written into it.

use gloo::utils::window;
use wasm_bindgen::JsCast;
use web_sys::{CssStyleDeclaration, Element, Node};

/// What is written of the style of an element, where it is not that of the element around it.
const INHERITED: [&str; 15] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "paint-order",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
    "visibility",
];

/// What the picture says of itself.
pub struct About<'a> {
    /// Its title.
    pub title: &'a str,
    /// The address of the run.
    pub link: &'a str,
    /// The colour behind it.
    pub ground: &'a str,
}

/// The drawing as the text of a file.
pub fn text(svg: &Element, about: &About) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"");
    let style = style_of(svg);
    attributes(svg, &mut out);
    for name in INHERITED {
        attribute(name, &value(style.as_ref(), name), &mut out);
    }
    out.push_str(">\n");
    let (title, link) = (escaped(about.title), escaped(about.link));
    for (tag, words) in [("title", &title), ("desc", &link), ("metadata", &link)] {
        out.push_str(&["<", tag, ">", words, "</", tag, ">\n"].concat());
    }
    out.push_str("<rect width=\"100%\" height=\"100%\" stroke=\"none\"");
    attribute("fill", about.ground, &mut out);
    out.push_str("/>\n");
    children(svg, style.as_ref(), &mut out);
    out.push_str("\n</svg>\n");
    out
}

/// The name of a file, without its ending, for a picture of this title.
pub fn file_name(title: &str) -> String {
    let is_written = |c: char| c.is_ascii_alphanumeric() || ('\u{4e00}'..='\u{9fff}').contains(&c);
    let words = title.split(|c| !is_written(c)).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase);
    let name: String = words.collect::<Vec<_>>().join("-").chars().take(60).collect();
    format!("synod-{}", name.trim_end_matches('-'))
}

fn element(element: &Element, around: Option<&CssStyleDeclaration>, out: &mut String) {
    let style = style_of(element);
    if value(style.as_ref(), "display") == "none" && element.tag_name() != "title" {
        return;
    }
    let tag = element.tag_name();
    out.push('<');
    out.push_str(&tag);
    attributes(element, out);
    for name in INHERITED {
        let own = value(style.as_ref(), name);
        if own != value(around, name) {
            attribute(name, &own, out);
        }
    }
    let opacity = value(style.as_ref(), "opacity");
    if opacity != "1" {
        attribute("opacity", &opacity, out);
    }
    out.push('>');
    children(element, style.as_ref(), out);
    out.push_str(&["</", &tag, ">"].concat());
}

fn children(of: &Element, style: Option<&CssStyleDeclaration>, out: &mut String) {
    let nodes = of.child_nodes();
    for node in (0..nodes.length()).filter_map(|i| nodes.get(i)) {
        match node.node_type() {
            Node::ELEMENT_NODE => {
                if let Some(child) = node.dyn_ref::<Element>() {
                    element(child, style, out);
                }
            }
            Node::TEXT_NODE => out.push_str(&escaped(&node.text_content().unwrap_or_default())),
            _ => {}
        }
    }
}

/// The attributes of the drawing itself: not those that style sheets, tests and screen readers need on the page.
fn attributes(element: &Element, out: &mut String) {
    for name in element.get_attribute_names().iter().filter_map(|name| name.as_string()) {
        let of_the_page = ["class", "style", "role", "tabindex", "xmlns", "cursor", "focusable"].contains(&name.as_str())
            || name.starts_with("data-")
            || name.starts_with("aria-")
            || INHERITED.contains(&name.as_str())
            || name == "opacity";
        if !of_the_page {
            attribute(&name, &element.get_attribute(&name).unwrap_or_default(), out);
        }
    }
}

fn attribute(name: &str, value: &str, out: &mut String) {
    if !value.is_empty() {
        out.push_str(&[" ", name, "=\"", &escaped(value), "\""].concat());
    }
}

fn style_of(element: &Element) -> Option<CssStyleDeclaration> {
    window().get_computed_style(element).ok().flatten()
}

fn value(style: Option<&CssStyleDeclaration>, name: &str) -> String {
    style.and_then(|style| style.get_property_value(name).ok()).unwrap_or_default()
}

/// A text as it may stand in a file of XML: also without the characters that XML does not know.
fn escaped(text: &str) -> String {
    let known = text.chars().filter(|c| !c.is_control() || ['\t', '\n'].contains(c));
    let mut out = String::with_capacity(text.len());
    for c in known {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_taken_for_markup() {
        assert_eq!(escaped("W + R <= N & \"x\"\u{0}"), "W + R &lt;= N &amp; &quot;x&quot;");
    }

    #[test]
    fn a_file_is_called_like_the_run() {
        assert_eq!(file_name("A stale read when W + R ≤ N"), "synod-a-stale-read-when-w-r-n");
        assert_eq!(file_name("W + R ≤ N 时读到旧值"), "synod-w-r-n-时读到旧值");
    }
}
