//! The contract with every client: the document, its limits and its pages.

pub mod browser;
pub mod document;
pub mod hostile_input;
pub mod limits;
pub mod limits_by_purpose;
pub mod paging;
pub mod promised_numbers;
