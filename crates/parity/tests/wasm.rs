//! The transcript as wasm computes it, in Node or in a browser, against the one of the native run.
#![cfg(target_arch = "wasm32")]

use synod_parity::{difference, transcript};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn the_run_is_the_same_as_natively() {
    let native = include_str!(concat!(env!("OUT_DIR"), "/native.txt"));
    assert!(!native.is_empty(), "there is no native transcript to compare with; type: cargo xtask test parity");
    assert_eq!(difference(native, &transcript()), None);
}
