//! synod-kernel
