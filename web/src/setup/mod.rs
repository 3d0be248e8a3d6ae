//! The panel on the left: parameters with their consequences, what the clients ask for, and faults.

pub mod clients;
mod faults;
mod params;

pub use faults::hint;
pub use params::Control;

use crate::icons::{Icon, icon};
use crate::quest;
use crate::state::{Action, Tool};
use crate::study;
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::{ClientOffers, Consequence, Frame, LabInfo, ParamKind, ParamSpec, Params, Tone};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub lab: Rc<LabInfo>,
    pub params: Rc<Params>,
    pub consequences: Rc<Vec<Consequence>>,
    pub seed: u64,
    pub offers: Rc<Vec<ClientOffers>>,
    pub frame: Rc<Frame>,
    pub tool: Option<Tool>,
}

/// The panel on the left.
#[component]
pub fn Setup(props: &Props) -> Html {
    let ui = use_ui();
    // The counts that open the list are the shape of the cluster, and a choice in front of them is what the lab is about; what they mean
    // stands right below. What one asks and breaks all the time comes next; what is set once comes last.
    let specs = &props.lab.params;
    let is_count = |spec: &ParamSpec| matches!(spec.kind, ParamKind::Int { unit: "", .. });
    let opening = |(i, spec): (usize, &ParamSpec)| is_count(spec) || i == 0 && matches!(spec.kind, ParamKind::Pick(_));
    let split = specs.iter().enumerate().position(|one| !opening(one)).unwrap_or(specs.len());
    let (numbers, others) = specs.split_at(split);
    let control = |spec: &ParamSpec| {
        let value = props.params.get(spec.id).unwrap_or(&spec.default).clone();
        html! { <Control key={spec.id} spec={spec.clone()} {value} /> }
    };
    html! {
        <aside class="panel setup" aria-label={say!(ui, "Setup", "设置")}>
            <section>
                <h2 class="caption">{ say!(ui, "Cluster", "集群") }</h2>
                <div class="params">{ for numbers.iter().map(control) }</div>
                { for props.consequences.iter().map(|c| consequence(&ui, c)) }
                { study::opener(&ui) }
            </section>
            <section>
                <h2 class="caption">{ say!(ui, "Clients", "客户端") }</h2>
                { clients::clients(&ui, &props.offers, &props.frame) }
            </section>
            <section>
                <h2 class="caption">{ say!(ui, "Faults", "故障") }</h2>
                <faults::Faults tool={props.tool} />
                { quest::opener(&ui) }
            </section>
            <section>
                <h2 class="caption">{ say!(ui, "Protocol and network", "协议与网络") }</h2>
                <div class="params">{ for others.iter().map(control) }<Seed seed={props.seed} /></div>
            </section>
        </aside>
    }
}

fn consequence(ui: &Ui, consequence: &Consequence) -> Html {
    let (class, glyph, said) = match consequence.tone {
        Tone::Fine => ("consequence fine", "✓", say!(ui, "Safe: ", "安全：")),
        Tone::Unsafe => ("consequence unsafe", "!", say!(ui, "Unsafe: ", "不安全：")),
    };
    html! {
        <p {class} data-testid="consequence">
            <span class="consequence-glyph" aria-hidden="true">{ glyph }</span>
            <span><span class="aside-text">{ said }</span>{ ui.text(&consequence.phrase) }</span>
        </p>
    }
}

#[derive(Properties, PartialEq, Clone)]
pub struct SeedProps {
    pub seed: u64,
}

/// The seed of the run's random draws, and a way to another one.
#[component]
pub fn Seed(props: &SeedProps) -> Html {
    let ui = use_ui();
    // Where the browser has no randomness to give, the next seed is as good as any.
    let before = props.seed;
    let fresh = ui.with(move |_: MouseEvent| {
        let drawn = getrandom::u32().map_or(before.wrapping_add(1), u64::from);
        Some(Action::Seed(drawn % 100_000))
    });
    html! {
        <div class="param param-seed">
            <span class="param-name" title={say!(ui, "Where all random draws come from: the same seed, the same run.", "所有随机数的来源：种子相同，运行就相同。")}>
                { say!(ui, "Seed", "种子") }
            </span>
            <span class="seed-value" data-testid="seed">{ props.seed }</span>
            <button type="button" class="btn small" data-testid="new-seed" onclick={fresh}>
                { icon(Icon::Dice) }{ say!(ui, "new", "换一个") }
            </button>
        </div>
    }
}
