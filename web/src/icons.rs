//! The few drawn signs of the page, in the colour of the text beside them.

use crate::state::Tool;
use yew::prelude::*;

/// A sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Icon {
    /// Plays.
    Play,
    /// Pauses.
    Pause,
    /// One step on.
    On,
    /// One step back.
    Back,
    /// To the start.
    Start,
    /// To the end.
    End,
    /// The look of the page.
    Theme,
    /// Closes.
    Close,
    /// Opens a list.
    Down,
    /// Chance.
    Dice,
    /// Everything connected again.
    Heal,
    /// Two side by side.
    Compare,
    /// Another name.
    Pencil,
    /// Points over an axis.
    Plot,
    /// What a tool does.
    Tool(Tool),
}

/// The sign, sixteen pixels wide; not read aloud.
pub fn icon(which: Icon) -> Html {
    let (filled, drawn) = match which {
        Icon::Play => ("M4 2.5v11l9.5-5.5z", ""),
        Icon::Pause => ("M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z", ""),
        Icon::On => ("M5 3.5v9l7.5-4.5z", ""),
        Icon::Back => ("M11 3.5v9L3.5 8z", ""),
        Icon::Start => ("M13 3v10L6 8zM3 3h1.8v10H3z", ""),
        Icon::End => ("M3 3v10l7-5zM11.2 3H13v10h-1.8z", ""),
        Icon::Theme => ("M8 2a6 6 0 0 1 0 12z", "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z"),
        Icon::Close => ("", "M4 4l8 8M12 4l-8 8"),
        Icon::Down => ("", "M4.5 6.5 8 10l3.5-3.5"),
        Icon::Dice => ("M5.2 5.2h1.6v1.6H5.2zM9.2 9.2h1.6v1.6H9.2zM7.2 7.2h1.6v1.6H7.2z", "M2.7 2.7h10.6v10.6H2.7z"),
        Icon::Heal => ("", "M2.5 8.5 6 12l7.5-8"),
        Icon::Compare => ("", "M2 3h4.8v10H2zM9.2 3H14v10H9.2z"),
        Icon::Pencil => ("", "M3 13l.8-3L11 2.8l2.2 2.2L6 12.2zM9.5 4.3l2.2 2.2"),
        Icon::Plot => ("M5 8.4h2v2H5zM8.2 5.6h2v2h-2zM11.4 2.6h2v2h-2z", "M2.5 2.5v11h11"),
        Icon::Tool(Tool::Crash) => ("", "M3.5 3.5l9 9M12.5 3.5l-9 9"),
        Icon::Tool(Tool::Pause) => ("M4 3h2.4v10H4zM9.6 3H12v10H9.6z", ""),
        Icon::Tool(Tool::Cut) => {
            ("", "M4.6 10.4 13 2.5M4.6 5.6 13 13.5M5.2 12a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM5.2 4a2 2 0 1 1-4 0 2 2 0 0 1 4 0z")
        }
        Icon::Tool(Tool::Partition) => (
            "",
            "M8 1.5v2.2M8 6v3M8 11.8v2.7M4.5 8a1.6 1.6 0 1 1-3.2 0 1.6 1.6 0 0 1 3.2 0zM14.7 8a1.6 1.6 0 1 1-3.2 0 1.6 1.6 0 0 1 3.2 0z",
        ),
        Icon::Tool(Tool::Drop) => ("", "M1.5 8h5M9.5 5.5l5 5M14.5 5.5l-5 5"),
        Icon::Tool(Tool::Delay) => ("", "M8 4.5V8l2.4 1.6M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z"),
        Icon::Tool(Tool::Duplicate) => ("", "M2.5 2.5h7.5v7.5H2.5zM6 12.7v.8h7.5V6h-.8"),
    };
    html! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            if !filled.is_empty() { <path d={filled} fill="currentColor" /> }
            if !drawn.is_empty() { <path class="icon-line" d={drawn} /> }
        </svg>
    }
}
