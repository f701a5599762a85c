//! Tests every frame, letter by letter, and those that are rejected. Must not know how frames travel.

mod client;
mod personal;
mod server;
