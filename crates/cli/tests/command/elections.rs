//! `synod elections`.

use crate::synod::synod;

#[test]
fn the_down_times_of_the_papers_ranges() {
    let told = synod(&["elections", "--runs", "50", "--json"]).json();
    let ranges = told["ranges"].as_array().expect("rows");
    assert_eq!(ranges.len(), 10);
    // Without randomness nobody is ever elected.
    assert_eq!((&ranges[0]["runs"], &ranges[0]["unfinished"], ranges[0]["median_us"].as_u64()), (&5.into(), &5.into(), None));
    let (median, longest) = (ranges[5]["median_us"].as_u64().expect("a time"), ranges[5]["max_us"].as_u64().expect("a time"));
    assert!(75_000 < median && median < longest, "{median} {longest}");
    let text = synod(&["elections", "--runs", "5"]).out;
    assert!(text.contains("\n  150–155 ms ") && text.contains("> 10000"), "{text}");
    assert!(synod(&["elections", "--runs", "5", "--lang", "zh"]).out.contains("停机时间"));
}

#[test]
fn what_cannot_be_is_refused() {
    assert_eq!(synod(&["elections", "--runs", "0"]).refusal(), "--runs takes a whole number from 1 to 100000");
}
