//! The links: those that are cut or slow, and a way to all others.

use super::{Props, opened, opener, table as with_head};
use crate::cluster::links::words;
use crate::cluster::scene::{condition, conditions};
use crate::state::Target;
use crate::ui::{Ui, say};
use yew::prelude::*;

const COLUMNS: usize = 3;

/// One row a link that is not as usual, or that is open.
pub fn table(ui: &Ui, props: &Props) -> Html {
    let caption = say!(ui, "Links cut or slow", "被切断或变慢的链路");
    let found = conditions(&props.frame.links);
    let mut ends: Vec<(&str, &str)> = found.iter().filter(|(_, c)| !c.usual()).map(|(ends, _)| *ends).collect();
    if let Some(Target::Link(a, b)) = &props.open
        && !ends.contains(&(a.as_str(), b.as_str()))
        && !ends.contains(&(b.as_str(), a.as_str()))
    {
        ends.push((a, b));
    }
    synod_session::order::sort(&mut ends);
    let rows: Vec<Html> = ends
        .into_iter()
        .map(|(a, b)| {
            let reverse = Target::Link(b.into(), a.into());
            let target = if props.open.as_ref() == Some(&reverse) { reverse } else { Target::Link(a.into(), b.into()) };
            let open = props.open.as_ref() == Some(&target);
            let name = format!("{a} – {b}");
            html! {
                <>
                    <tr key={name.clone()} class={classes!(open.then_some("open"))} data-testid={format!("row-link-{a}-{b}")}>
                        <th scope="row">{ name.clone() }</th>
                        <td>{ ui.text(&words(condition(&found, a, b), a, b)) }</td>
                        { opener(ui, &target, open, &name, format!("open-{a}-{b}")) }
                    </tr>
                    { opened(ui, props, &target, COLUMNS) }
                </>
            }
        })
        .collect();
    let hint =
        say!(ui, "every other link is connected; open a process to reach its links", "其余链路均连通；展开进程即可操作它的链路");
    if rows.is_empty() {
        return html! { <p class="facts-none"><b>{ caption }</b>{ " " }{ hint }</p> };
    }
    html! {
        <>
            { with_head(caption, &[say!(ui, "link", "链路"), say!(ui, "state", "状态"), say!(ui, "act", "操作")], rows) }
            <p class="facts-none">{ hint }</p>
        </>
    }
}
