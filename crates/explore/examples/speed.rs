use synod_explore::{models::*, *};
fn main() {
    for _ in 0..2 {
        let t = std::time::Instant::now();
        let mut e = Explorer::new(TwoPhase::new(8).expect("x"), Settings::ALL).expect("x");
        let p = e.run_to_end();
        let s = t.elapsed().as_secs_f64();
        println!("2pc8 {} {} {:.0}/s {:.1} ns/step", p.states, p.steps, p.states as f64 / s, s * 1e9 / p.steps as f64);
        let t = std::time::Instant::now();
        let mut e = Explorer::new(Paxos::new(3).expect("x"), Settings::ALL).expect("x");
        let p = e.run_to_end();
        let s = t.elapsed().as_secs_f64();
        println!("paxos3 {} {} {:.0}/s {:.1} ns/step", p.states, p.steps, p.states as f64 / s, s * 1e9 / p.steps as f64);
    }
}
