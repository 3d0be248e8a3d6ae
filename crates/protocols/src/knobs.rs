//! Parameters by their ids, read where they are known to be there and in their range.

use crate::{ParamValue, Params};

/// Reads parameters that [`crate::ParamSpec::check`] has let through.
#[derive(Clone, Copy, Debug)]
pub struct Knobs<'a>(pub &'a Params);

impl<'a> Knobs<'a> {
    /// A number; 0 where there is none that fits.
    pub fn int<T: TryFrom<i64> + Default>(self, id: &str) -> T {
        match self.0.get(id) {
            Some(ParamValue::Int(i)) => T::try_from(*i).unwrap_or_default(),
            _ => T::default(),
        }
    }

    /// A switch; off where there is none.
    pub fn on(self, id: &str) -> bool {
        self.0.get(id) == Some(&ParamValue::Switch(true))
    }

    /// The id of what was picked; empty where nothing was.
    pub fn pick(self, id: &str) -> &'a str {
        match self.0.get(id) {
            Some(ParamValue::Pick(picked)) => picked,
            _ => "",
        }
    }
}
