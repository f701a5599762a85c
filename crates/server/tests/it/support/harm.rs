//! What a disk and a clock do to a program, on demand: its calls to the system go through `tools/harm.c`.

use super::process::script;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub struct Harm {
    library: PathBuf,
    file: PathBuf,
    below: PathBuf,
}

impl Harm {
    /// Everything it makes lies in the folder; the disk that is harmed begins below `below`.
    pub fn new(folder: &Path, below: &Path) -> Self {
        let library = folder.join("harm.so");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(script("harm.c")).arg("-ldl");
        assert!(compiler.status().expect("a C compiler").success());
        let file = folder.join("harm");
        fs::write(&file, "").unwrap();
        Self { library, file, below: below.to_owned() }
    }

    /// What a program needs in its environment to be harmed.
    pub fn environment(&self) -> [(&'static str, &Path); 3] {
        [("LD_PRELOAD", &self.library), ("HARM", &self.file), ("HARM_BELOW", &self.below)]
    }

    /// From now on: `full`, `sync`, `clock N`, or nothing.
    pub async fn now(&self, what: &str) {
        fs::write(&self.file, what).unwrap();
        // It looks every hundredth of a second.
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
}
