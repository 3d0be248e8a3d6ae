//! A sweep as JSON, for programs: `synod/sweep`, version 1.

use super::Whole;
use crate::pair::pair;
use serde_json::{Map, Value, json};
use synod_session::link;
use synod_session::sweep::{Pace, Plan, Ranges, summary};

/// Everything that was counted, and what it comes to.
pub fn of(whole: &Whole) -> Value {
    let Whole { part, taken, refused, gaps } = whole;
    let cells = taken.iter().map(|cell| {
        let portion = &part.cells[*cell];
        let figures = summary(&portion.tally).into_iter().map(|row| {
            json!({"subject": row.subject, "measure": row.measure, "value": row.value, "low": row.low, "high": row.high, "of": row.of})
        });
        json!({
            "params": params(&part.plan, *cell),
            "seeds": ranges(&portion.done),
            "runs": portion.tally.runs,
            "steps": portion.tally.steps,
            "figures": figures.collect::<Vec<_>>(),
            "counts": portion.tally,
        })
    });
    json!({
        "schema": "synod/sweep",
        "version": 1,
        "engine": part.engine,
        "document": part.plan.document,
        "link": link::encode(&part.plan.document),
        "back_to_back": part.plan.pace == Pace::BackToBack,
        "seeds": ranges(&part.asked),
        "confidence": 0.95,
        "cells": cells.collect::<Vec<_>>(),
        "skipped": refused.iter().map(|(cell, why)| json!({"params": params(&part.plan, *cell), "why": pair(why)})).collect::<Vec<_>>(),
        "missing": gaps.iter().map(|(cell, seeds)| json!({"params": params(&part.plan, *cell), "seeds": ranges(seeds)})).collect::<Vec<_>>(),
    })
}

fn params(plan: &Plan, cell: usize) -> Value {
    let values = plan.vary.iter().zip(plan.values(cell)).map(|(axis, value)| (axis.param.clone(), json!(value)));
    Value::Object(values.collect::<Map<_, _>>())
}

fn ranges(ranges: &Ranges) -> Value {
    json!(ranges)
}
