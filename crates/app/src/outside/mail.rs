//! Mail goes over SMTP, in plain text. Must not know why a message is sent.

use super::address::is_loopback;
use super::outbox::Outbox;
use super::parcel::{Parcel, Undelivered};
use domain::Timestamp;
use lettre::message::Mailbox;
use lettre::transport::smtp::{AsyncSmtpTransportBuilder, PoolConfig};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use reqwest::Url;
use std::fmt;
use std::path::Path;
use std::time::Duration;

const LONGEST: Duration = Duration::from_secs(10);
const CONNECTIONS: u32 = 4;

/// What an operator chose, checked already.
#[derive(Clone, PartialEq, Eq)]
pub enum MailChoice {
    Off,
    Outbox,
    /// `smtp://` or `smtps://`, with the password in it; and whom mail is from.
    Smtp {
        url: String,
        from: String,
    },
}

impl fmt::Debug for MailChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.write_str("Off"),
            Self::Outbox => f.write_str("Outbox"),
            Self::Smtp { .. } => f.write_str("Smtp(..)"),
        }
    }
}

pub enum Mail {
    Off,
    Outbox(Outbox),
    Smtp(Box<Smtp>),
}

pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl MailChoice {
    pub fn smtp(url: &str, from: &str) -> Result<Self, String> {
        server(url)?;
        from.parse::<Mailbox>().map_err(|_| "mail_from is no address".to_owned())?;
        Ok(Self::Smtp { url: url.to_owned(), from: from.to_owned() })
    }
}

impl Mail {
    pub fn open(choice: &MailChoice, data_dir: &Path) -> Result<Self, String> {
        Ok(match choice {
            MailChoice::Off => Self::Off,
            MailChoice::Outbox => Self::Outbox(Outbox::new(data_dir)),
            MailChoice::Smtp { url, from } => {
                let from = from.parse().map_err(|_| "mail_from is no address".to_owned())?;
                let pool = PoolConfig::new().max_size(CONNECTIONS);
                Self::Smtp(Box::new(Smtp { transport: server(url)?.pool_config(pool).build(), from }))
            }
        })
    }

    pub fn is_on(&self) -> bool {
        !matches!(self, Self::Off)
    }

    /// Whether there is a server to hand mail to, and it lets us in. Sends nothing.
    pub async fn answers(&self) -> bool {
        match self {
            Self::Off | Self::Outbox(_) => true,
            Self::Smtp(smtp) => smtp.transport.test_connection().await.unwrap_or(false),
        }
    }

    pub async fn deliver(&self, parcel: &Parcel, at: Timestamp) -> Result<(), Undelivered> {
        match self {
            Self::Off => Err(Undelivered::Never("mail is off")),
            Self::Outbox(outbox) => outbox.deliver(parcel, at).await,
            Self::Smtp(smtp) => smtp.deliver(parcel).await,
        }
    }
}

impl Smtp {
    async fn deliver(&self, parcel: &Parcel) -> Result<(), Undelivered> {
        // A line break would begin another header.
        if parcel.subject.chars().any(char::is_control) {
            return Err(Undelivered::Never("the subject has control characters"));
        }
        let to: Address =
            parcel.to.as_str().parse().map_err(|_| Undelivered::Never("the address cannot be used"))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(parcel.subject.clone())
            .header(lettre::message::header::ContentType::TEXT_PLAIN)
            .body(parcel.text.clone())
            .map_err(|_| Undelivered::Never("the message cannot be written"))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            // The error's own text may repeat the address.
            Err(error) if error.is_permanent() => Err(Undelivered::Never("the mail server refused it")),
            Err(error) if error.is_timeout() => Err(Undelivered::Later("the mail server takes too long")),
            Err(error) if error.is_tls() => Err(Undelivered::Later("the mail server offers no good TLS")),
            Err(_) => Err(Undelivered::Later("the mail server cannot be reached or is busy")),
        }
    }
}

/// `smtps` speaks TLS from the first byte, `smtp` by STARTTLS: required, but on this very machine.
fn server(url: &str) -> Result<AsyncSmtpTransportBuilder, String> {
    // Errors of these parsers may repeat the URL, and with it the password.
    let mut parsed = Url::parse(url).map_err(|_| "it is no URL".to_owned())?;
    let host = parsed.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    if host.is_empty() || parsed.query().is_some() {
        return Err("it must be like smtp://user:password@host:587".to_owned());
    }
    match parsed.scheme() {
        "smtps" => {}
        "smtp" => {
            parsed.set_query(Some(if is_loopback(&host) { "tls=opportunistic" } else { "tls=required" }))
        }
        _ => return Err("it must begin with smtp:// or smtps://".to_owned()),
    }
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(parsed.as_str())
        .map_err(|_| "it must be like smtp://user:password@host:587".to_owned())?;
    Ok(builder.timeout(Some(LONGEST)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_mail_servers_are_mail_servers() {
        for good in
            ["smtp://localhost:1025", "smtps://u:p%40ss@mail.example.org", "smtp://u:p@mail.example.org:587"]
        {
            assert!(MailChoice::smtp(good, "Parlance <chat@example.org>").is_ok(), "{good}");
        }
        for bad in [
            "",
            "mail.example.org",
            "https://u:hunter2@mail.example.org",
            "smtp://",
            "smtp://u:hunter2@h?tls=none",
        ] {
            let Err(wrong) = MailChoice::smtp(bad, "chat@example.org") else { panic!("{bad}") };
            assert!(!wrong.contains("hunter2"), "{wrong}");
        }
        assert!(MailChoice::smtp("smtp://localhost", "nobody").is_err());
        assert!(MailChoice::smtp("smtp://localhost", "a@x.org\r\nBcc: b@x.org").is_err());
    }
}
