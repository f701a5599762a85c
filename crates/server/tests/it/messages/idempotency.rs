//! One client id keeps one row for ever, whatever is repeated, over REST or a socket.

use crate::both;
use crate::support::{TestServer, user::client_id};
use serde_json::{Value, json};

both! {
    async fn twenty_parallel_sends_of_one_client_id_keep_one_row(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let id = client_id();
        let mut tries = Vec::new();
        for n in 0..20 {
            let (ana, chat, id) = (ana.clone(), chat.clone(), id.clone());
            tries.push(tokio::spawn(async move {
                if n % 2 == 0 {
                    let body = json!({"client_id": id, "text": "once"});
                    let answer = ana.post(&format!("/chats/{chat}/messages"), body).await;
                    let duplicate = answer.status.as_u16() == 200;
                    assert!(duplicate || answer.status.as_u16() == 201, "{}", answer.body);
                    (answer.body, duplicate)
                } else {
                    let mut socket = ana.socket().await;
                    let send = json!({"type": "message.send", "chat_id": chat, "client_id": id, "text": "once"});
                    let ok = socket.ask(send).await["ok"].clone();
                    (ok["message"].clone(), ok["duplicate"] == true)
                }
            }));
        }
        let mut answers: Vec<(Value, bool)> = Vec::new();
        for one in tries {
            answers.push(one.await.unwrap());
        }
        assert_eq!(answers.iter().filter(|(_, duplicate)| !duplicate).count(), 1);
        assert!(answers.iter().all(|(message, _)| *message == answers[0].0), "{answers:?}");
        assert_eq!(leo.history(&chat).await.len(), 1);
    }
}

both! {
    async fn another_text_under_a_used_client_id_is_a_conflict(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let (id, path) = (client_id(), format!("/chats/{chat}/messages"));
        let first = ana.post(&path, json!({"client_id": id, "text": "first"})).await.expect(201);
        ana.post(&path, json!({"client_id": id, "text": "second"})).await.refused(409, "idempotency_conflict");
        let mut socket = ana.socket().await;
        let send = json!({"type": "message.send", "chat_id": chat, "client_id": id, "text": "second"});
        assert_eq!(socket.ask(send).await["error"]["code"], "idempotency_conflict");
        // Another person may use the same id.
        leo.post(&path, json!({"client_id": id, "text": "second"})).await.expect(201);

        // An edit does not change what the id stands for; a repeat answers with what it became.
        let seq = first["seq"].as_i64().unwrap();
        ana.patch(&format!("{path}/{seq}"), json!({"text": "edited"})).await.expect(200);
        let again = ana.post(&path, json!({"client_id": id, "text": "first"})).await.expect(200);
        assert_eq!((again["seq"].as_i64(), again["text"].as_str()), (Some(seq), Some("edited")));
        ana.post(&path, json!({"client_id": id, "text": "edited"})).await.refused(409, "idempotency_conflict");
        ana.delete(&format!("{path}/{seq}")).await.expect(200);
        let tombstone = ana.post(&path, json!({"client_id": id, "text": "first"})).await.expect(200);
        assert!(tombstone["deleted_at"].is_string() && tombstone.get("text").is_none(), "{tombstone}");
    }
}
