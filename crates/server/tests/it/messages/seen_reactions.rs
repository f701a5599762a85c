//! Authors are led to what others said of their messages, and readers to where they are mentioned, on every device,
//! until it was seen.

use crate::both;
use crate::support::{TestServer, TestUser};
use serde_json::{Value, json};

async fn seq_of(user: &TestUser, chat: &str, text: &str) -> i64 {
    user.send(chat, text).await.expect(201)["seq"].as_i64().unwrap()
}

async fn react(user: &TestUser, chat: &str, seq: i64, emoji: &str) {
    user.put(&format!("/chats/{chat}/messages/{seq}/reactions/{emoji}"), json!({})).await.expect(200);
}

async fn take_back(user: &TestUser, chat: &str, seq: i64, emoji: &str) {
    user.delete(&format!("/chats/{chat}/messages/{seq}/reactions/{emoji}")).await.expect(200);
}

/// What a chat leads its reader to, in the chat itself and in the list.
async fn led_to(user: &TestUser, chat: &str, what: &str) -> Value {
    let one = user.get(&format!("/chats/{chat}")).await.expect(200)[what].clone();
    let list = user.get("/chats").await.expect(200);
    let listed = list["items"].as_array().unwrap().iter().find(|own| own["id"] == chat).unwrap();
    assert_eq!(listed[what], one);
    one
}

async fn see(user: &TestUser, chat: &str, seqs: &[i64]) {
    user.put(&format!("/chats/{chat}/seen-reactions"), json!({"seqs": seqs})).await.expect(204);
}

both! {
    async fn reactions_wait_for_the_author_on_every_device_until_they_are_seen(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, mia) = tokio::join!(server.user("ana"), server.user("leo"), server.user("mia"));
        let chat = ana.group(&[&leo, &mia]).await;
        let (first, second) = (seq_of(&ana, &chat, "one").await, seq_of(&ana, &chat, "two").await);
        let (mut desk, mut phone) = (ana.socket().await, ana.socket().await);
        let stood = desk.ready["my_rev"].as_i64().unwrap();

        // A reaction of one's own is no news.
        react(&ana, &chat, first, "🎉").await;
        assert_eq!(led_to(&ana, &chat, "reacted_to").await, json!([]));
        react(&leo, &chat, second, "👍").await;
        react(&mia, &chat, second, "👍").await;
        react(&mia, &chat, first, "🦊").await;
        assert_eq!(led_to(&ana, &chat, "reacted_to").await, json!([first, second]));
        assert_eq!(led_to(&leo, &chat, "reacted_to").await, json!([]));
        for device in [&mut desk, &mut phone] {
            let told = device.until(|frame| frame["message"]["new_reactions"] == true).await;
            assert_eq!(told["message"]["seq"], second);
        }
        let caught = ana.get(&format!("/me/changes?after={stood}")).await.expect(200);
        let waiting = |seq: i64| {
            let all = caught["messages"].as_array().unwrap();
            all.iter().any(|one| one["seq"] == seq && one["new_reactions"] == true)
        };
        assert!(waiting(first) && waiting(second), "{caught}");

        // What is taken back is no news any more, but not while another stands.
        take_back(&leo, &chat, second, "👍").await;
        assert_eq!(led_to(&ana, &chat, "reacted_to").await, json!([first, second]));
        take_back(&mia, &chat, second, "👍").await;
        assert_eq!(led_to(&ana, &chat, "reacted_to").await, json!([first]));

        see(&ana, &chat, &[first, second]).await;
        see(&ana, &chat, &[first]).await;
        assert_eq!(led_to(&ana, &chat, "reacted_to").await, json!([]));
        phone.until(|frame| frame["message"]["seq"] == first && frame["message"]["new_reactions"] == false).await;
        // The next one is news again; with the message it goes.
        react(&leo, &chat, first, "🐙").await;
        assert_eq!(led_to(&ana, &chat, "reacted_to").await, json!([first]));
        ana.delete(&format!("/chats/{chat}/messages/{first}")).await.expect(200);
        assert_eq!(led_to(&ana, &chat, "reacted_to").await, json!([]));

        let nothing = json!({"seqs": []});
        ana.put(&format!("/chats/{chat}/seen-reactions"), nothing).await.refused(422, "validation_failed");
    }
}

both! {
    async fn reactions_are_no_news_to_those_who_left_hid_or_blocked(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, mia) = tokio::join!(server.user("ana"), server.user("leo"), server.user("mia"));
        let chat = ana.group(&[&leo, &mia]).await;
        let (hidden, shown) = (seq_of(&leo, &chat, "one").await, seq_of(&leo, &chat, "two").await);
        react(&ana, &chat, hidden, "👍").await;
        leo.delete(&format!("/chats/{chat}/messages/{hidden}?for=me")).await.expect(200);
        assert_eq!(led_to(&leo, &chat, "reacted_to").await, json!([]));
        react(&ana, &chat, hidden, "🎉").await;
        assert_eq!(led_to(&leo, &chat, "reacted_to").await, json!([]));

        leo.put(&format!("/me/blocks/{}", mia.id), json!({})).await.expect(204);
        react(&mia, &chat, shown, "👍").await;
        assert_eq!(led_to(&leo, &chat, "reacted_to").await, json!([]));

        // One who left may not react, nor is told.
        leo.post(&format!("/chats/{chat}/leave"), json!({})).await.expect(204);
        let path = format!("/chats/{chat}/messages/{shown}/reactions/👍");
        leo.put(&path, json!({})).await.refused(404, "not_found");
        leo.get(&path).await.refused(404, "not_found");
        react(&ana, &chat, shown, "🐙").await;
        let leave = json!({"user_ids": [leo.id]});
        ana.post(&format!("/chats/{chat}/members"), leave).await;
        let again = leo.get("/chats").await.expect(200);
        assert!(again["items"].as_array().unwrap().iter().all(|own| own["reacted_to"] == json!([])), "{again}");
    }
}

both! {
    async fn who_reacted_is_listed_by_emoji_in_pages(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, mia) = tokio::join!(server.user("ana"), server.user("leo"), server.user("mia"));
        let chat = ana.group(&[&leo, &mia]).await;
        let seq = seq_of(&ana, &chat, "one").await;
        for (user, emoji) in [(&leo, "👍"), (&mia, "👍"), (&ana, "👨‍👩‍👧")] {
            react(user, &chat, seq, emoji).await;
        }
        let path = format!("/chats/{chat}/messages/{seq}/reactions");
        let mut names = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = ana.get(&format!("{path}/👍?limit=1{cursor}")).await.expect(200);
            names.push(page["items"][0]["username"].as_str().unwrap().to_owned());
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        names.sort();
        assert_eq!(names, ["leo", "mia"]);
        let family = leo.get(&format!("{path}/👨‍👩‍👧")).await.expect(200);
        assert_eq!(family["items"][0]["username"], "ana");
        assert_eq!(leo.get(&format!("{path}/🦊")).await.expect(200)["items"], json!([]));
        leo.get(&format!("{path}/yes")).await.refused(422, "validation_failed");
    }
}

both! {
    async fn unread_mentions_are_numbered_until_they_are_read(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.group(&[&leo]).await;
        let first = seq_of(&ana, &chat, "@leo, look").await;
        seq_of(&ana, &chat, "nothing").await;
        let third = seq_of(&ana, &chat, "@all, look").await;
        assert_eq!(led_to(&leo, &chat, "mentioned_in").await, json!([first, third]));
        assert_eq!(led_to(&leo, &chat, "mentions").await, 2);
        assert_eq!(led_to(&ana, &chat, "mentioned_in").await, json!([]));
        leo.put(&format!("/chats/{chat}/read"), json!({"seq": first})).await.expect(200);
        assert_eq!(led_to(&leo, &chat, "mentioned_in").await, json!([third]));
        ana.patch(&format!("/chats/{chat}/messages/{third}"), json!({"text": "no one"})).await.expect(200);
        assert_eq!(led_to(&leo, &chat, "mentioned_in").await, json!([]));
    }
}
