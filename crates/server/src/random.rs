//! The random source of the product: the operating system's.

#[expect(clippy::disallowed_methods, reason = "the one place that chooses the source")]
pub fn system_random(buffer: &mut [u8]) {
    if let Err(error) = getrandom::fill(buffer) {
        // Going on without randomness would make keys that can be guessed.
        tracing::error!(%error, "the operating system gives no random bytes");
        std::process::abort();
    }
}
