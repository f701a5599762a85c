//! Drives a running server as clients would, and prints what they saw.
//! Must not know the server's insides.
fn main() {}
