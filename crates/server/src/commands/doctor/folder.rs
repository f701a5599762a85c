//! Checks the data folder: present, private, and with free space.

use super::Findings;
use crate::config::Settings;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// Below this a busy day may fill the disk.
const LEAST_MB: u64 = 1024;

pub fn look(settings: &Settings, findings: &mut Findings) {
    let folder = &settings.storage.data_dir;
    let Ok(about) = std::fs::metadata(folder) else {
        return findings
            .fault(&format!("there is no data folder {}: the first start creates it", folder.display()));
    };
    let mode = about.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        findings.ok(&format!("{} is private", folder.display()));
    } else {
        let place = folder.display();
        findings.fault(&format!("other users may read {place} (mode {mode:o}): run chmod 700 {place}"));
    }
    match free_mb(folder) {
        Some(free) if free < LEAST_MB => {
            findings.warn(&format!("only {free} MB are free in {}", folder.display()))
        }
        Some(free) => findings.ok(&format!("{free} MB are free in {}", folder.display())),
        None => findings.warn(&format!("cannot determine the free space in {}", folder.display())),
    }
}

/// Read from POSIX's `df`: the standard library has no call for it.
fn free_mb(folder: &Path) -> Option<u64> {
    let said = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let text = String::from_utf8(said.stdout).ok()?;
    let kilobytes: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kilobytes / 1024)
}
