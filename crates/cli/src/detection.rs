//! `synod detection`: failure detectors, their false positives against the time that they take.

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::misuse::Misuse;
use crate::page::Page;
use crate::report::{FINE, Report};
use crate::table::{left, right};
use serde_json::json;
use synod_gossip::Estimate;
use synod_gossip::detectors::{Point, Stream, Wait, curve, swim_mistake, swim_probes, usual_waits};
use synod_words::{Lang, phrase};

/// Runs, unless told.
const RUNS: u64 = 200;
/// More would take minutes.
const RUNS_MAX: u64 = 10_000;
/// Probes of SWIM in a run.
const PROBES: u32 = 200;

/// The curve of each detector.
pub fn answer(arguments: &Arguments, lang: Lang) -> Result<Report, Failure> {
    let asked = arguments.runs.unwrap_or(RUNS);
    let runs = u32::try_from(asked).ok().filter(|runs| (1..=RUNS_MAX).contains(&u64::from(*runs)));
    let runs = runs.ok_or(Misuse::OutOfRange { option: "--runs", min: 1, max: RUNS_MAX })?;
    let (loss, seed) = (arguments.loss, arguments.seed);
    let stream = Stream::usual(loss.into());
    let points = curve(&stream, &usual_waits(&stream), seed, runs);
    let share = f64::from(loss) / 100.0;
    let swim: Vec<(u32, f64, Estimate)> =
        (0..=3).map(|k| (k, swim_mistake(share, k), swim_probes(loss.into(), k, seed, runs * PROBES))).collect();
    if arguments.json {
        let estimate = |Estimate { mean, within }: Estimate| json!({"mean": mean, "within": within});
        let point = |point: &Point| {
            let (timeout_us, phi) = match point.wait {
                Wait::Fixed(us) => (Some(us), None),
                Wait::Phi(level) => (None, Some(level)),
            };
            json!({"timeout_us": timeout_us, "phi": phi, "mistakes": estimate(point.mistakes), "detection_us": estimate(point.detection_us)})
        };
        let swim = swim.iter().map(|(k, theory, found)| json!({"indirect": k, "theory": theory, "mistakes": estimate(*found)}));
        let swim: Vec<_> = swim.collect();
        let heartbeats: Vec<_> = points.iter().map(point).collect();
        let whole = json!({"loss_percent": loss, "runs": runs, "seed": seed, "heartbeats": heartbeats, "swim": swim});
        return Ok(Report::json(&whole, FINE));
    }
    let mut page = Page::new(lang);
    page.phrase(&phrase!(
        "Heartbeats every 100 ms, log-normal delay of 10 ms, {0} % lost: {1} runs of 200, 95 % confidence",
        "心跳周期 100 毫秒，延迟对数正态 10 毫秒，丢包 {0} %：{1} 次运行，每次 200 个心跳，95 % 置信区间",
        u32::from(loss),
        runs
    ));
    let columns = [phrase!("false suspicions per heartbeat", "每心跳误疑"), phrase!("detection (ms)", "检测时间（毫秒）")];
    let [mistakes, detection] = columns.map(|column| page.say(&column));
    page.line(format!("  {}{}{}", left("", 12), right(&mistakes, 34), right(&detection, 26)));
    for point in &points {
        let name = match point.wait {
            Wait::Fixed(us) => format!("{} ms", us / 1_000),
            Wait::Phi(level) => format!("φ = {level}"),
        };
        let (wrong, time) = (percent(point.mistakes), point.detection_us);
        let time = format!("{:.1} ± {:.1}", time.mean / 1_000.0, time.within / 1_000.0);
        page.line(format!("  {}{}{}", left(&name, 12), right(&wrong, 34), right(&time, 26)));
    }
    page.line("");
    page.phrase(&phrase!(
        "SWIM: a working member gets no answer through in a period",
        "SWIM：正常成员在一个周期内应答不到的概率"
    ));
    for (k, theory, found) in swim {
        let theory = format!("{} {:.4} %", page.say(&phrase!("theory", "理论")), theory * 100.0);
        page.line(format!("  {}{}{}", left(&format!("k = {k}"), 12), right(&percent(found), 34), right(&theory, 26)));
    }
    Ok(Report::fine(page.into_text()))
}

fn percent(Estimate { mean, within }: Estimate) -> String {
    format!("{:.4} ± {:.4} %", mean * 100.0, within * 100.0)
}
