//! synod-session
