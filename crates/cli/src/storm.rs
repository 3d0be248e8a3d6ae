//! `synod storm`: do scenarios withstand what they claim to withstand?

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::page::Page;
use crate::pair::pair;
use crate::report::{FINE, Report, VIOLATED};
use crate::shrink::object as smallest_run;
use serde_json::{Value, json};
use synod_session::{LabInfo, ScenarioInfo, Weathered, lab, labs, link, shrink, storm};
use synod_words::{Lang, phrase};

/// Runs of each scenario, unless told.
const RUNS: u64 = 1_000;

/// The word for all labs.
const ALL: &str = "all";

/// What becomes of every claim that is meant.
pub fn answer(arguments: &Arguments, lang: Lang) -> Result<Report, Failure> {
    let target = arguments.operand.to_string_lossy();
    let mut weathered = Vec::new();
    for (lab, scenario) in meant(&target)? {
        let seeds = arguments.seed..arguments.seed.saturating_add(arguments.runs.unwrap_or(RUNS));
        weathered.push((format!("{}/{}", lab, scenario.id), storm(&scenario.document, seeds)?));
    }
    let exit = if weathered.iter().any(|(_, w)| w.breach.is_some()) { VIOLATED } else { FINE };
    if arguments.json {
        let all: Vec<Value> = weathered.iter().map(|(name, weathered)| object(name, weathered)).collect();
        return Ok(Report::json(&json!({"storms": all}), exit));
    }
    let mut page = Page::new(lang);
    for (name, weathered) in &weathered {
        tell(&mut page, name, weathered);
    }
    Ok(Report { text: page.into_text(), exit })
}

/// The scenarios that are meant; of a whole lab, those that claim something.
fn meant(target: &str) -> Result<Vec<(&'static str, ScenarioInfo)>, Failure> {
    let (id, scenario) = target.split_once('/').map_or((target, None), |(id, scenario)| (id, Some(scenario)));
    let found: Vec<LabInfo> = if target == ALL { labs() } else { lab(id).into_iter().collect() };
    if found.is_empty() {
        return Err(Failure::UnknownTarget { target: target.to_owned(), labs: labs().iter().map(|lab| lab.id).collect() });
    }
    let mut meant = Vec::new();
    for lab in found {
        let known: Vec<&'static str> = lab.scenarios.iter().map(|s| s.id).collect();
        let is_meant = |s: &ScenarioInfo| scenario.map_or(!s.keeps.is_empty(), |wanted| wanted == s.id);
        let before = meant.len();
        meant.extend(lab.scenarios.into_iter().filter(is_meant).map(|s| (lab.id, s)));
        if let (Some(scenario), true) = (scenario, meant.len() == before) {
            return Err(Failure::UnknownScenario { lab: lab.id, scenario: scenario.to_owned(), known });
        }
    }
    Ok(meant)
}

fn tell(page: &mut Page, name: &str, weathered: &Weathered) {
    let Weathered { runs, faults, steps, keeps, breach } = weathered;
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    match breach {
        None => page.phrase(&phrase!(
            "✓ {0}: {1} runs with {2} faults in {3} steps; kept: {4}",
            "✓ {0}：{1} 次运行，{2} 次故障，{3} 步；始终成立：{4}",
            name,
            count(*runs),
            count(*faults),
            count(*steps),
            keeps.clone()
        )),
        Some(breach) => {
            page.phrase(&phrase!(
                "✗ {0}: run {1} violates {2}. {3}",
                "✗ {0}：第 {1} 次运行违反 {2}。{3}",
                name,
                count(breach.seed),
                breach.promise,
                breach.sentence.clone()
            ));
            page.line(format!("  {}", link::encode(&breach.document)));
            // A judge that may spend less than a storm's may not see what is broken; the whole run is told in any case.
            if let Ok(smallest) = shrink(&breach.document, Some(breach.promise)) {
                page.phrase(&phrase!("  The smallest such run: {0}", "  最小的这类运行：{0}", smallest.explanation));
                page.line(format!("  {}", link::encode(&smallest.document)));
            }
        }
    }
}

fn object(name: &str, weathered: &Weathered) -> Value {
    let Weathered { runs, faults, steps, keeps, breach } = weathered;
    let breach = breach.as_ref().map(|breach| {
        json!({
            "seed": breach.seed,
            "promise": breach.promise,
            "sentence": pair(&breach.sentence),
            "document": breach.document,
            "link": link::encode(&breach.document),
            "smallest": shrink(&breach.document, Some(breach.promise)).ok().map(|smallest| smallest_run(&smallest)),
        })
    });
    json!({"scenario": name, "runs": runs, "faults": faults, "steps": steps, "keeps": keeps, "breach": breach})
}

#[cfg(test)]
mod tests {
    use super::*;
    use synod_session::doc::Atom;
    use synod_session::open;

    #[test]
    fn a_refuted_claim_is_told_with_the_smallest_run_that_refutes_it() {
        let shipped = meant("nwr/write-back").ok().and_then(|mut meant| meant.pop()).expect("it is shipped").1;
        let mut unsafe_one = shipped.document;
        unsafe_one.params.insert("write-back".into(), Atom::Bool(false));
        let weathered = storm(&unsafe_one, 1..2_000).expect("it opens");
        let told = object("nwr/write-back", &weathered);
        let links =
            [&told["breach"]["link"], &told["breach"]["smallest"]["link"]].map(|l| l.as_str().expect("a link").to_owned());
        let mut page = Page::new(Lang::En);
        tell(&mut page, "nwr/write-back", &weathered);
        let text = page.into_text();
        assert!(links.iter().all(|link| text.contains(link)) && text.contains("The smallest such run: With N = "), "{text}");
        let decisions = links.map(|l| link::decode(&l).ok().filter(|d| open(d).is_ok()).expect("a run").decisions.len());
        assert!(decisions[1] <= decisions[0]);
    }
}
