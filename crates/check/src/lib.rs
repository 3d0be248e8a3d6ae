//! synod-check
