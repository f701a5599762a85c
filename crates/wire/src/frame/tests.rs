//! Every frame, letter by letter, and what is refused. Must not know how frames travel.

mod client;
mod mine;
mod server;
