//! Documents that are well formed and make little sense: each opens, or is refused with a reason.

use crate::strategies::decision_among;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use synod_session::link::{decode, encode};
use synod_session::{labs, open};
use synod_words::Lang;

/// Names of which a lab knows some and not others.
const NAMES: [&str; 7] = ["n1", "n2", "n3", "n4", "C1", "C2", "n99"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_shipped_scenario_with_strange_decisions_opens_or_says_why(
        which in any::<Index>(),
        decisions in vec(decision_among(&NAMES), 1..4),
        seed in any::<u64>(),
    ) {
        let scenarios: Vec<_> = labs().into_iter().flat_map(|lab| lab.scenarios).collect();
        let mut document = which.get(&scenarios).document.clone();
        document.seed = seed;
        document.decisions.extend(decisions);
        match open(&document) {
            Err(refused) => prop_assert!(refused.why.text(Lang::Zh).chars().count() > 4),
            Ok(opened) => {
                let exported = opened.session.export();
                prop_assert_eq!(decode(&encode(&exported)), Ok(exported));
            }
        }
    }
}
