//! Blobs in a bucket are sealed as on disk, served from it and removed from it, and an outage is reported as one.

use crate::people::avatars::{put, show, two_colours, written};
use crate::support::process::{Process, script, tools};
use crate::support::user::answer;
use crate::support::{Backend, TestServer, http_client};
use image::ImageFormat;
use reqwest::Method;
use serde_json::json;
use tokio::process::Command;

const BUCKET: &str = "files";

/// The names of everything in it.
async fn names(address: &str) -> Vec<String> {
    let listing =
        http_client().get(format!("{address}/{BUCKET}?list-type=2")).send().await.expect("an answer");
    let listing = listing.text().await.expect("a text");
    let keys = listing.split("<Key>").skip(1).filter_map(|rest| rest.split("</Key>").next());
    keys.map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_lie_sealed_in_a_bucket_and_leave_it() {
    let mut command = Command::new(tools().join("python/bin/python"));
    command.arg(script("bucket.py")).arg(BUCKET);
    let (address, bucket) = Process::start(command).await;
    let server = TestServer::with(Backend::Sqlite)
        .set("FILES_URL", &format!("s3://{BUCKET}/chat/one?endpoint={address}&region=us-east-1"))
        .set("FILES_ACCESS_KEY", "key")
        .set("FILES_SECRET_KEY", "secret")
        .start()
        .await;
    let ana = server.user("ana").await;
    let me = put(&ana, "image/png", written(&two_colours(90, 90), ImageFormat::Png)).await.expect(200);
    let there = names(&address).await;
    assert_eq!(there.len(), 3, "{there:?}");
    for name in &there {
        assert!(name.starts_with("chat/one/"), "{name}");
        let sealed = http_client().get(format!("{address}/{BUCKET}/{name}")).send().await.expect("an answer");
        let sealed = sealed.bytes().await.expect("bytes");
        assert!(image::guess_format(&sealed).is_err(), "{name} is a picture");
    }
    let shown = show(&ana, &me["avatar"]["large"]).await;
    assert_eq!(shown.status(), 200);
    assert!(image::load_from_memory(&shown.bytes().await.unwrap()).is_ok());

    answer(ana.request(Method::DELETE, "/me/avatar")).await.expect(204);
    assert_eq!(names(&address).await, Vec::<String>::new());

    drop(bucket);
    put(&ana, "image/png", written(&two_colours(9, 9), ImageFormat::Png)).await.refused(503, "unavailable");
    ana.patch("/me", json!({"bio": "still here"})).await.expect(200);
}
