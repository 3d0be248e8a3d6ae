//! Puts the native transcript (`$SYNOD_PARITY`, written by `cargo xtask test parity`) where the wasm test can include it.

use std::{env, fs, path::PathBuf};

fn main() {
    println!("cargo::rerun-if-env-changed=SYNOD_PARITY");
    let text = match env::var_os("SYNOD_PARITY") {
        Some(file) => {
            println!("cargo::rerun-if-changed={}", PathBuf::from(&file).display());
            fs::read_to_string(&file).expect("SYNOD_PARITY names the transcript that the native run wrote")
        }
        None => String::new(), // The test then fails and says what to type.
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("native.txt"), text).expect("OUT_DIR can be written");
}
