//! The doctor finds nothing where all is well, and says in words what is not.

use crate::both;
use crate::instance::query_plans::Past;
use crate::operators::keys::Operator;
use crate::people::avatars::{put, two_colours, written};
use crate::support::{Backend, TestUser, http_client};
use image::ImageFormat;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

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
        assert!(!said.contains("FAULT") && said.contains("data keys that were tried open"), "{said}");
        assert!(said.contains("limits.scale is 1000") && said.contains("mail is written to the mail folder"), "{said}");
        assert!(said.contains("rehearsed a restore: 1 people, 1 chats, 2 messages"), "{said}");
        if backend == Backend::Sqlite {
            assert!(said.contains("all 3 files are present"), "{said}");
        } else {
            assert!(said.contains("in the copy, all 2 messages can be read"), "{said}");
            assert!(said.contains("the clock of the database agrees"), "{said}");
            let past = Past::of(backend, &operator.database_url);
            assert_eq!(past.count("pg_namespace WHERE nspname LIKE '%rehearsal%'").await, "0");
        }
        // It knows where the server listens only if it is told.
        assert!(said.contains("nothing answers at http://localhost"), "{said}");
        let operator = operator.set("PUBLIC_URL", &serving.url);
        let said = operator.run(&["doctor"]).await.well();
        assert!(said.contains(&format!("the server answers at {}", serving.url)), "{said}");
        assert!(said.contains("WebSockets reach the server"), "{said}");
        assert!(said.contains("the machine behind") && !said.contains("seconds off this one"), "{said}");
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
    found(&operator, &["other users may read", "run chmod 700", "chmod 600"]).await;
    fs::set_permissions(operator.data(), Permissions::from_mode(0o700)).unwrap();
    fs::set_permissions(operator.ring(), Permissions::from_mode(0o600)).unwrap();
    operator.run(&["doctor"]).await.well();

    let lost = files(&operator).pop().unwrap();
    fs::remove_file(&lost).unwrap();
    found(&operator, &["1 of 3 files are missing", "restore them from a backup"]).await;

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

/// In front of a server: what a proxy passes on that was not told of sockets.
async fn proxy_without_upgrades(server: String, clock_ahead: i64) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let http = http_client();
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = vec![0; 4096];
            let read = stream.read(&mut head).await.unwrap_or_default();
            let head = String::from_utf8_lossy(&head[..read]).into_owned();
            let path = head.split_whitespace().nth(1).unwrap_or("/");
            let answer = http.get(format!("{server}{path}")).send().await.unwrap();
            let date = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(clock_ahead);
            let date = date.strftime("%a, %d %b %Y %H:%M:%S GMT");
            let status = answer.status().as_u16();
            let said = format!(
                "HTTP/1.1 {status} -\r\ndate: {date}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            );
            stream.write_all(said.as_bytes()).await.unwrap();
        }
    });
    url
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_that_drops_upgrades_and_a_clock_that_is_off_are_found() {
    let operator = Operator::new(Backend::Sqlite).await;
    let serving = operator.serve().await;
    let proxy = proxy_without_upgrades(serving.url.clone(), 45).await;
    let said = operator.set("PUBLIC_URL", &proxy).run(&["doctor"]).await;
    said.refused(&["2 fault(s) were found"]);
    assert!(
        said.out.contains("WebSockets do not reach the server (400 Bad Request instead of 401)"),
        "{}",
        said.out
    );
    assert!(said.out.contains("seconds off this one: synchronize both by NTP"), "{}", said.out);
}
