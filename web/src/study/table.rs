//! The figures of a plot whose points are settings of a lab, as a table; each leads to its run.

use super::points;
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::study::{Curve, Plot, Point, Report, Settings};
use yew::prelude::*;

#[derive(Properties, Clone)]
pub struct Props {
    pub report: Rc<Report>,
    /// Which of its plots.
    pub nth: usize,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.report, &other.report) && self.nth == other.nth
    }
}

/// The table of a plot; nothing where its points are no settings.
#[component]
pub fn TableOf(props: &Props) -> Html {
    let ui = use_ui();
    let plot = props.report.plots.get(props.nth);
    match plot.and_then(|plot| Some((plot, plot.settings.as_ref()?))) {
        Some((plot, settings)) => table(&ui, plot, settings),
        None => Html::default(),
    }
}

fn table(ui: &Ui, plot: &Plot, settings: &Settings) -> Html {
    let heads = settings.curves.is_some();
    html! {
        <div class="plot-table" data-testid="plot-table">
            <table>
                <caption>{ say!(ui, "{0}. A figure leads to the run with these values.", "{0}。点击数字，用这些取值回到运行。", plot.name.clone()) }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ ui.text(&plot.x.name) }</th>
                        if heads {
                            { for plot.curves.iter().map(|curve| html! { <th scope="col">{ ui.text(&curve.name) }</th> }) }
                        } else {
                            <th scope="col">{ ui.text(&plot.y.name) }</th>
                        }
                    </tr>
                </thead>
                <tbody>
                    { for settings.x.values.iter().enumerate().map(|(place, choice)| html! {
                        <tr>
                            <th scope="row">{ ui.text(&choice.name) }</th>
                            { for plot.curves.iter().enumerate().map(|(nth, curve)| cell(ui, (plot, settings), (nth, curve), place)) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn cell(ui: &Ui, (plot, settings): (&Plot, &Settings), (nth, curve): (usize, &Curve), place: usize) -> Html {
    let Some(point) = curve.points.iter().find(|point| (point.x - place as f64).abs() < 0.5) else {
        return html! { <td class="muted">{ "–" }</td> };
    };
    let here = settings.here == Some((nth as u32, place as u32));
    html! { <td class={here.then_some("here")}>{ figure(ui, plot, (nth, point), here) }</td> }
}

fn figure(ui: &Ui, plot: &Plot, (nth, point): (usize, &Point), here: bool) -> Html {
    html! {
        <button type="button" class="plot-figure" onclick={ui.on(points::take(nth, point.x))} data-testid={format!("cell-{nth}-{}", point.x)}>
            <b>{ super::plot::number(plot.y.measure, point.y) }</b>
            { for points::interval(ui, plot, point).map(|interval| html! { <span class="muted">{ interval }</span> }) }
            if here { <span class="aside-text">{ say!(ui, "(this run)", "（此次运行）") }</span> }
        </button>
    }
}
