//! nwr
