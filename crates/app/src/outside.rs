//! Whatever we call that is not ours: other providers' servers, push services. Each answer is bounded and nothing is
//! followed anywhere. Must not know what an answer is for.

pub mod address;
pub mod push_service;
pub mod web;
