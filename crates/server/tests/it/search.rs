//! Search: what is found, and what the search box takes.

pub mod filters_and_pages;
pub mod results;
