//! Private texts that must not be found at rest.

use crate::support::user::{answer, client_id, registration};
use crate::support::{TestUser, http_client};
use serde_json::{Value, json};

const BIRTH_DATE: &str = "1987-03-14";

/// Everything private that Ana says.
pub struct Secrets {
    pub email: String,
    pub title: String,
    pub retitled: String,
    pub description: String,
    pub text: String,
    pub edited: String,
    pub invite: String,
}

impl Secrets {
    pub fn new() -> Self {
        let [email, title, retitled, description, text, edited, invite] =
            ["mail", "title", "retitled", "about", "text", "edited", "invite"].map(word);
        Self { email, title, retitled, description, text, edited, invite }
    }

    pub fn all(&self) -> [&str; 8] {
        let Self { email, title, retitled, description, text, edited, invite } = self;
        [BIRTH_DATE, email, title, retitled, description, text, edited, invite]
    }

    pub async fn ana(&self, url: &str) -> TestUser {
        let mut body = registration("ana");
        body["email"] = json!(format!("{}@example.org", self.email));
        body["birth_date"] = json!(BIRTH_DATE);
        let http = http_client();
        let session = answer(http.post(format!("{url}/api/v1/auth/register")).json(&body)).await.expect(201);
        assert_eq!(session["user"]["birth_date"], BIRTH_DATE);
        TestUser::of(url, http, &session)
    }

    /// A private group in which all of them were said.
    pub async fn say(&self, ana: &TestUser, peer: &TestUser) -> String {
        let group = json!({"title": self.title, "description": self.description, "member_ids": [peer.id]});
        let chat = ana.post("/chats", group).await.expect(201)["id"].as_str().unwrap().to_owned();
        ana.patch(&format!("/chats/{chat}"), json!({"title": self.retitled})).await.expect(200);
        let seq = ana.send(&chat, &self.text).await.expect(201)["seq"].clone();
        let path = format!("/chats/{chat}/messages/{seq}");
        assert_eq!(ana.patch(&path, json!({"text": self.edited})).await.expect(200)["text"], self.edited);
        // Said again in a quote, a forward, a correction and a notification; and a title that only admins see.
        let messages = format!("/chats/{chat}/messages");
        let say = |more: Value| {
            let mut body = json!({"client_id": client_id(), "text": format!("@{} {}", peer.name, self.text)});
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        ana.post(&messages, say(json!({"reply_to": seq}))).await.expect(201);
        ana.post(&messages, say(json!({"kind": "correction", "base_seq": seq}))).await.expect(201);
        let forward = json!({"chat_ids": [chat], "client_id": client_id()});
        ana.post(&format!("{path}/forward"), forward).await.expect(200);
        ana.put(&format!("{path}/pin"), json!({})).await.expect(204);
        peer.put(&format!("{path}/star"), json!({})).await.expect(204);
        ana.post(&format!("/chats/{chat}/invites"), json!({"title": self.invite})).await.expect(201);
        chat
    }
}

/// A word that stands nowhere by chance.
pub fn word(start: &str) -> String {
    format!("{start}{}", client_id().replace('-', ""))
}
