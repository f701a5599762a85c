//! Reads the system's figures about this process. Must not know who reads them.

use std::fs;

/// Sets all that can be read; nothing where there is no /proc.
pub fn take_readings() {
    if let Some(bytes) = resident_bytes() {
        metrics::gauge!("process_resident_memory_bytes").set(bytes);
    }
    if let Ok(open) = fs::read_dir("/proc/self/fd") {
        let open = u32::try_from(open.count()).unwrap_or(u32::MAX);
        metrics::gauge!("process_open_fds").set(open);
    }
}

/// In the unit of the kernel, so that the page size does not matter.
fn resident_bytes() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024.0)
}
