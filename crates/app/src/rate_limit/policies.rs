//! Policies are what each kind of call may cost: how many in the long run, and how many at once.

use std::time::Duration;

/// `quota` in each `window` in the long run, `burst` at once.
#[derive(Debug)]
pub struct Policy {
    pub name: &'static str,
    pub quota: u32,
    pub window: Duration,
    pub burst: u32,
}

pub const fn policy(name: &'static str, quota: u32, seconds: u64, burst: u32) -> Policy {
    Policy { name, quota, window: Duration::from_secs(seconds), burst }
}

/// Strangers at one address have a bucket for each purpose, and none that signed-in people share.
pub const ANONYMOUS: Policy = policy("anonymous", 60, 60, 60);
pub const ANONYMOUS_AUTH: Policy = policy("anonymous-auth", 60, 60, 60);
pub const ANONYMOUS_REPORT: Policy = policy("anonymous-report", 20, 60, 20);
/// Tokens, tickets and links that prove nothing.
pub const FAILED_PROOF: Policy = policy("failed-proof", 60, 60, 60);
/// A page full of pictures at once.
pub const MEDIA: Policy = policy("media", 1200, 60, 400);
/// Sockets of one person, opened whether they stay or not.
pub const OPEN_SOCKET: Policy = policy("open-socket", 60, 60, 30);
pub const REGISTER: Policy = policy("register", 5, 3600, 5);
pub const LOGIN_HERE: Policy = policy("login", 2, 60, 5);
pub const LOGIN_ACCOUNT: Policy = policy("login-account", 1, 60, 20);
pub const LOGIN_ADDRESS: Policy = policy("login-address", 10, 60, 30);
/// Guesses at one account, by whichever of its names, from browsers and programs it was never signed in with.
pub const LOGIN_GUESSES: Policy = policy("login-guesses", 1, 60, 20);
/// From one it was signed in with: strangers' guesses do not count here.
pub const LOGIN_DEVICE: Policy = policy("login-device", 30, 3600, 10);
/// The password once more, within a session.
pub const REAUTH: Policy = policy("reauth", 30, 3600, 10);
pub const SECOND_FACTOR: Policy = policy("second-factor", 20, 3600, 10);
pub const OAUTH: Policy = policy("oauth", 30, 3600, 10);
/// Codes, and the network around an address, four times as loose.
pub const CODES: Policy = policy("codes", 10, 3600, 5);
pub const CODES_NETWORK: Policy = policy("codes-network", 40, 3600, 20);
pub const CODES_AGAIN: Policy = policy("codes-resend", 20, 3600, 10);
pub const CODES_VERIFY: Policy = policy("codes-verify", 60, 3600, 15);
pub const CODES_VERIFY_NETWORK: Policy = policy("codes-verify-network", 240, 3600, 60);
pub const REFRESH: Policy = policy("refresh", 30, 600, 30);
pub const REQUESTS: Policy = policy("requests", 600, 60, 120);
pub const SEND: Policy = policy("send", 120, 60, 10);
pub const SEND_CHAT: Policy = policy("send-chat", 60, 60, 60);
pub const CREATE_CHAT: Policy = policy("create-chat", 20, 3600, 20);
/// Chats with people who are no friends, opened for the first time; fewer in the first day of an account.
pub const FIRST_CONTACT: Policy = policy("first-contact", 20, 86_400, 20);
pub const FIRST_CONTACT_NEW: Policy = policy("first-contact-new", 5, 86_400, 5);
pub const INVITE: Policy = policy("invite", 30, 3600, 30);
pub const MARK: Policy = policy("mark", 120, 60, 30);
pub const ADD_MEMBERS: Policy = policy("add-members", 100, 3600, 100);
pub const TICKET: Policy = policy("ticket", 30, 60, 30);
pub const CHANGES: Policy = policy("changes", 60, 60, 30);
pub const SOCKET: Policy = policy("socket", 600, 60, 20);
pub const SEARCH: Policy = policy("search", 30, 60, 30);
/// A page of messages at once, where a person has all of a chat translated.
pub const TRANSLATE: Policy = policy("translate", 120, 60, 60);
pub const FRIEND_REQUEST: Policy = policy("friend-request", 30, 3600, 30);
pub const REPORT: Policy = policy("report", 10, 3600, 10);
pub const UPLOAD: Policy = policy("upload", 60, 3600, 60);
pub const EDIT_PROFILE: Policy = policy("edit-profile", 60, 3600, 30);
pub const PUSH: Policy = policy("push", 60, 3600, 20);
pub const ADMIN: Policy = policy("admin", 120, 60, 120);
/// Refusals of administrators' pages that are written down.
pub const ADMIN_REFUSED: Policy = policy("admin-refused", 10, 3600, 10);
/// Warnings to a phone number: each one costs something.
pub const WARNING_SMS: Policy = policy("warning-sms", 10, 86_400, 5);
pub const TYPING: Policy = policy("typing", 20, 60, 4);
