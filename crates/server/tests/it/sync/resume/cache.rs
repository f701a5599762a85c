//! A client's cache of one chat.

use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a client keeps of one chat, and the rule by which it applies what it hears.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Cache {
    pub rev: i64,
    pub messages: BTreeMap<i64, Value>,
    pub members: BTreeMap<String, Value>,
    pub chat: Value,
    pub resets: usize,
    pub jumps: usize,
}

impl Cache {
    pub fn message(&mut self, message: &Value) {
        self.messages.insert(message["seq"].as_i64().unwrap(), message.clone());
    }

    /// A pin is told by its service message alone: it touches the pinned one as well.
    fn pinned(&mut self, message: &Value) {
        let pinned = message["service"]["seq"].as_i64().and_then(|seq| self.messages.get_mut(&seq));
        if let Some(pinned) = pinned {
            (pinned["pinned"], pinned["rev"]) = (json!(true), message["rev"].clone());
        }
    }

    fn member(&mut self, member: &Value) {
        let name = member["user_id"].as_str().unwrap().to_owned();
        let known = self.members.get(&name).and_then(|known| known["rev"].as_i64()).unwrap_or(-1);
        if member["rev"].as_i64().unwrap() > known {
            self.members.insert(name, member.clone());
        }
    }

    pub fn changes(&mut self, changes: &Value) {
        changes["messages"].as_array().unwrap().iter().for_each(|message| self.message(message));
        changes["members"].as_array().unwrap().iter().for_each(|member| self.member(member));
        self.settings(changes);
        self.rev = changes["rev"].as_i64().unwrap();
    }

    fn settings(&mut self, from: &Value) {
        if from["chat"].is_object() {
            self.chat = json!({"title": from["chat"]["title"], "description": from["chat"]["description"]});
        }
    }

    /// False when something is missing before this event.
    pub fn apply(&mut self, event: &Value) -> bool {
        let rev = event["rev"].as_i64().unwrap_or(0);
        match event["type"].as_str().unwrap() {
            "message" | "chat" | "member" | "skip" if rev <= self.rev => true,
            "message" | "chat" | "member" | "skip" if rev > self.rev + 1 => false,
            "message" => {
                self.message(&event["message"]);
                self.pinned(&event["message"]);
                event["members"].as_array().into_iter().flatten().for_each(|member| self.member(member));
                self.settings(event);
                self.rev = rev;
                true
            }
            "chat" => {
                self.settings(event);
                self.rev = rev;
                true
            }
            "member" => {
                event["members"].as_array().unwrap().iter().for_each(|member| self.member(member));
                self.rev = rev;
                true
            }
            "skip" => {
                self.rev = rev;
                true
            }
            "changes" if rev <= self.rev => true,
            "changes" if event["after"].as_i64().unwrap() > self.rev => false,
            "changes" => {
                self.changes(event);
                true
            }
            _ => true,
        }
    }

    /// Everything a reader can tell, without what belongs to one way of hearing it.
    pub fn state(&self) -> Value {
        let messages: Vec<Value> = self
            .messages
            .values()
            .map(|one| {
                let deleted = one["deleted_at"].is_string();
                let counts = one["reactions"].as_array().unwrap().iter();
                let reactions: Vec<_> = counts.map(|kind| json!([kind["emoji"], kind["count"]])).collect();
                let said = json!([one["text"], one["service"], one["entities"], one["reply_to"]["seq"]]);
                json!([one["seq"], one["rev"], said, one["edited_at"], deleted, reactions, one["pinned"]])
            })
            .collect();
        json!({"rev": self.rev, "messages": messages, "members": self.members, "chat": self.chat})
    }
}
