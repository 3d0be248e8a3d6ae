//! synod-protocols
