//! Debian's Caddy before the nodes, as an operator has it: it asks who is ready, and no client sticks to a node.

use std::net::TcpListener;
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

pub struct Proxy {
    _child: Child,
    _folder: TempDir,
    pub url: String,
}

impl Proxy {
    pub async fn before(nodes: &[String]) -> Self {
        let folder = TempDir::new().unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let places: Vec<&str> = nodes.iter().map(|url| url.trim_start_matches("http://")).collect();
        let settings = format!(
            "{{\nadmin off\nauto_https off\nlog {{\nlevel ERROR\n}}\n}}\n:{} {{\nbind 127.0.0.1\nreverse_proxy {} {{\n\
             lb_policy round_robin\nhealth_uri /readyz\nhealth_interval 300ms\nhealth_timeout 2s\n\
             fail_duration 500ms\n}}\n}}\n",
            free.port(),
            places.join(" ")
        );
        let file = folder.path().join("Caddyfile");
        std::fs::write(&file, settings).unwrap();
        let child = Command::new("caddy")
            .args(["run", "--adapter", "caddyfile", "--config"])
            .arg(&file)
            .env("XDG_DATA_HOME", folder.path())
            .env("XDG_CONFIG_HOME", folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("caddy is installed");
        let url = format!("http://{free}");
        let answers = async {
            while !reqwest::get(format!("{url}/healthz")).await.is_ok_and(|answer| answer.status() == 200) {
                sleep(Duration::from_millis(100)).await;
            }
        };
        timeout(Duration::from_secs(20), answers).await.expect("caddy answers");
        Self { _child: child, _folder: folder, url }
    }
}
