//! What the doctor finds: nothing where all is well, and in words what is not.

use crate::avatars::{put, two_colours, written};
use crate::both;
use crate::keys::Operator;
use crate::support::{Backend, TestUser};
use image::ImageFormat;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

fn files(operator: &Operator) -> Vec<PathBuf> {
    let folders = fs::read_dir(operator.data().join("files")).unwrap();
    folders
        .flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap())
        .map(|file| file.unwrap().path())
        .collect()
}

both! {
    async fn all_is_well_beside_a_running_server(backend) {
        let operator = Operator::new(backend).await;
        let serving = operator.serve().await;
        let ana = TestUser::register(&serving.url, "ana").await;
        let chat = ana.group(&[]).await;
        ana.send(&chat, "still there").await.expect(201);
        put(&ana, "image/png", written(&two_colours(300, 200), ImageFormat::Png)).await.expect(200);
        let said = operator.run(&["doctor"]).await.well();
        assert!(!said.contains("FAULT") && said.contains("data keys were tried, and all open"), "{said}");
        assert!(said.contains("limits.scale is 1000") && said.contains("mail goes to the outbox"), "{said}");
        if backend == Backend::Sqlite {
            assert!(said.contains("a copy became an instance again: 1 people, 1 chats, 2 messages"), "{said}");
            assert!(said.contains("all 3 files are there"), "{said}");
        }
        let left = fs::read_dir(operator.data()).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(!left.into_iter().any(|name| name.to_string_lossy().starts_with("rehearsal")));
        ana.send(&chat, "it goes on").await.expect(201);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_said_with_its_cure() {
    let operator = Operator::new(Backend::Sqlite).await;
    let found = async |operator: &Operator, words: &[&str]| {
        let said = operator.run(&["doctor"]).await;
        said.refused(&["fault(s) were found"]);
        for word in words {
            assert!(said.out.contains(word), "`{word}` is not said: {}", said.out);
        }
    };
    found(&operator, &["FAULT", "there is no data folder", "there is no key ring"]).await;
    assert!(!operator.data().exists(), "it made something");

    let serving = operator.serve().await;
    let ana = TestUser::register(&serving.url, "ana").await;
    put(&ana, "image/png", written(&two_colours(300, 200), ImageFormat::Png)).await.expect(200);
    serving.stop().await.well();
    fs::set_permissions(operator.data(), Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(operator.ring(), Permissions::from_mode(0o644)).unwrap();
    found(&operator, &["others may look into", "run chmod 700", "chmod 600"]).await;
    fs::set_permissions(operator.data(), Permissions::from_mode(0o700)).unwrap();
    fs::set_permissions(operator.ring(), Permissions::from_mode(0o600)).unwrap();
    operator.run(&["doctor"]).await.well();

    let lost = files(&operator).pop().unwrap();
    fs::remove_file(&lost).unwrap();
    found(&operator, &["1 of 3 files are missing", "bring them back from a copy"]).await;

    let kept = operator.data().join("kept.json");
    fs::rename(operator.ring(), &kept).unwrap();
    vault::KeyRing::generate(parlance_server::system_random, 0).create(&operator.ring()).unwrap();
    found(&operator, &["the key ring does not belong to this database"]).await;
    fs::rename(&kept, operator.ring()).unwrap();

    let operator = operator.set("DATABASE_URL", "postgres://parlance@127.0.0.1:1/parlance");
    let operator = operator.set("REDIS_URL", "redis://127.0.0.1:1/").set("MAIL_URL", "smtp://127.0.0.1:1");
    let operator = operator.set("MAIL_FROM", "Chat <chat@example.org>");
    let away = ["Redis does not answer", "the mail server does not answer", "the database cannot be opened"];
    found(&operator, &away).await;
}
