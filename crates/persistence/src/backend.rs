//! Both databases stand here. Each side compiles the same queries for its own connection; everything that truly
//! differs between them is a function of the same name in both files.

#![expect(clippy::duplicate_mod, reason = "one query source, compiled once for each database")]

pub mod postgres;
pub mod sqlite;
