//! Whatever we call that is not ours: other providers' servers. Each answer is bounded and nothing is
//! followed anywhere. Must not know what an answer is for.

pub mod web;
