//! Provides the random source of the product: the operating system's. Must not know what it is used for.

#[expect(clippy::disallowed_methods, reason = "the one place that chooses the source")]
pub fn system_random(buffer: &mut [u8]) {
    if let Err(error) = getrandom::fill(buffer) {
        // Continuing without randomness would make keys that can be guessed.
        tracing::error!(%error, "the operating system provides no random bytes");
        std::process::abort();
    }
}
