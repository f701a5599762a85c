//! Has the SPA embedded anew when it was built anew. Must not know how the SPA is built.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../frontend/dist");
}
