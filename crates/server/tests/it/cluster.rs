//! Several nodes that are one instance.

pub mod clocks;
pub mod counts;
pub mod faults;
pub mod healing;
pub mod kill;
pub mod one_instance;
pub mod walls;
