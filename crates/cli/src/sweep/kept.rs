//! Parts of sweeps in files.

use crate::failure::Failure;
use crate::source;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write};
use synod_session::sweep::Part;

/// So much is read of a part, in bytes.
const PART_MAX: usize = 1 << 30;

/// The part in a file.
pub fn read(file: &OsStr) -> Result<Part, Failure> {
    let source = source::read(file, PART_MAX)?;
    let text = String::from_utf8(source.bytes).map_err(|_| Failure::NotText { file: source.name.clone() })?;
    Part::from_text(&text).map_err(|bad| Failure::BadPart { file: source.name, why: bad.0 })
}

/// Keeps a part in a file, all at once: whoever is interrupted has the old one or the new one.
pub fn keep(part: &Part, file: &OsStr) -> Result<(), Failure> {
    let mut growing = file.to_owned();
    growing.push(".new");
    let write = || -> io::Result<()> {
        let mut out = File::create(&growing)?;
        out.write_all(part.to_text().as_bytes())?;
        out.sync_all()?;
        fs::rename(&growing, file)
    };
    write().map_err(|error| Failure::Unwritable { file: file.to_string_lossy().into_owned(), error: error.to_string() })
}
