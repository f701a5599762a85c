//! Embeds the SPA again whenever it was rebuilt. Must not know how the SPA is built.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../frontend/dist");
}
