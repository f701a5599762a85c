//! Formatting comes as entities with every view of a message: sent, told, edited, listed, caught up on and found. The
//! text itself is kept as it was written.

use crate::both;
use crate::support::TestServer;
use serde_json::{Value, json};

const TEXT: &str = "🚀 **needle** _a_ www.x.org\n> quote\n- item ||hush||\n```rust\nlet *x*;\n```";

fn entity(kind: &str, offset: usize, length: usize) -> Value {
    json!({"kind": kind, "offset": offset, "length": length})
}

/// Of the text above, counted in UTF-16 code units.
fn entities() -> Value {
    let mut block = entity("code_block", 52, 20);
    block["language"] = json!("rust");
    json!([
        entity("bold", 3, 10),
        entity("sign", 3, 2),
        entity("sign", 11, 2),
        entity("italic", 14, 3),
        entity("sign", 14, 1),
        entity("sign", 16, 1),
        entity("link", 18, 9),
        entity("quote", 28, 7),
        entity("sign", 28, 2),
        entity("list_item", 36, 15),
        entity("spoiler", 43, 8),
        entity("sign", 43, 2),
        entity("sign", 49, 2),
        block,
        entity("sign", 52, 8),
        entity("sign", 68, 4),
    ])
}

both! {
    async fn formatting_comes_with_every_view_of_a_message(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.group(&[&leo]).await;
        let mut at_leo = leo.socket().await;
        let sent = ana.send(&chat, TEXT).await.expect(201);
        let path = format!("/chats/{chat}/messages/{}", sent["seq"]);
        let told = at_leo.frame_of("message").await["message"].clone();
        let listed = leo.history(&chat).await.last().unwrap().clone();
        let found = leo.get(&format!("/chats/{chat}/search?q=needle")).await.expect(200)["items"][0].clone();
        let changes = leo.get(&format!("/chats/{chat}/changes?after=0")).await.expect(200);
        let synced = changes["messages"].as_array().unwrap().last().unwrap().clone();
        for view in [&sent, &told, &listed, &found["message"], &synced, &leo.get(&path).await.expect(200)] {
            assert_eq!((&view["text"], &view["entities"]), (&json!(TEXT), &entities()), "{view}");
        }
        // Where it was found is told in the text as it was written.
        assert_eq!(found["highlights"], json!([[5, 11]]));

        let edited = ana.patch(&path, json!({"text": "2*3*4 and ~~less~~"})).await.expect(200);
        let struck = json!([entity("strike", 10, 8), entity("sign", 10, 2), entity("sign", 16, 2)]);
        assert_eq!(edited["entities"], struck);
        assert_eq!(leo.history(&chat).await.last().unwrap()["entities"], struck);
        ana.delete(&path).await.expect(200);
        assert_eq!(leo.history(&chat).await.last().unwrap().get("entities"), None);
    }
}

both! {
    async fn quotes_and_notifications_have_plain_words(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.group(&[&leo]).await;
        let mut at_leo = leo.socket().await;
        // A name in code is code.
        let quiet = ana.send(&chat, "`@leo` **see** ||secret||").await.expect(201);
        assert_eq!(quiet.get("mentions"), None);
        ana.send(&chat, "**@leo** ~~look~~ at ||that one||").await.expect(201);
        let told = at_leo.until(|frame| frame["notification"]["kind"] == "mention").await;
        assert_eq!(told["notification"]["preview"], "@leo look at ▒▒▒▒ ▒▒▒");
        let reply = json!({"client_id": crate::support::user::client_id(), "text": "yes", "reply_to": quiet["seq"]});
        leo.post(&format!("/chats/{chat}/messages"), reply).await.expect(201);
        let listed = leo.history(&chat).await.last().unwrap().clone();
        assert_eq!(listed["reply_to"]["excerpt"], "@leo see ▒▒▒▒▒▒");
    }
}

both! {
    async fn hostile_formatting_is_bounded(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.group(&[&leo]).await;
        for part in ["*a* ", "**_~~||`a", "> a\n", "- a\n", "`a` ", "http://a "] {
            let text = part.repeat(4000 / part.len());
            let sent = ana.send(&chat, text.trim()).await.expect(201);
            let count = sent["entities"].as_array().unwrap().len();
            assert!(count <= 400 && sent.to_string().len() < 40_000, "{part}: {count}");
        }
    }
}
