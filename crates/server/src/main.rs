//! The binary `parlance`: parses the command line, reads the settings and runs the command.
//! Must not hold anything worth testing; that is in the library.
fn main() {}
