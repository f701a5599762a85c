//! SMS go through an HTTP interface: a signed webhook of the operator's, or one shaped like Twilio's. Must not know
//! why a message is sent.

use super::address::is_loopback;
use super::outbox::Outbox;
use super::parcel::{Parcel, Undelivered};
use auth::signature;
use domain::Timestamp;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, RequestBuilder, Url};
use serde_json::Value;
use std::fmt;
use std::path::Path;
use std::time::Duration;

pub const TEMPLATE: &str = r#"{"to":"{to}","text":"{text}"}"#;
const TWILIO: &str = "https://api.twilio.com";

/// What an operator chose, checked already.
#[derive(Clone, PartialEq, Eq)]
pub enum SmsChoice {
    Off,
    Outbox,
    Webhook { url: String, secret: String, template: String },
    Twilio { base: String, account: String, token: String, from: String },
}

impl fmt::Debug for SmsChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Off => "Off",
            Self::Outbox => "Outbox",
            Self::Webhook { .. } => "Webhook(..)",
            Self::Twilio { .. } => "Twilio(..)",
        })
    }
}

pub enum Sms {
    Off,
    Outbox(Outbox),
    Webhook(Webhook),
    Twilio(Twilio),
}

pub struct Webhook {
    client: Client,
    url: Url,
    secret: String,
    template: Value,
}

pub struct Twilio {
    client: Client,
    url: Url,
    account: String,
    token: String,
    from: String,
}

impl SmsChoice {
    pub fn webhook(url: &str, secret: &str, template: &str) -> Result<Self, String> {
        endpoint(url)?;
        parsed(template)?;
        Ok(Self::Webhook { url: url.to_owned(), secret: secret.to_owned(), template: template.to_owned() })
    }

    /// `twilio://ACCOUNT:TOKEN@FROM`, and `?base=` for another place that speaks the same.
    pub fn twilio(url: &str) -> Result<Self, String> {
        let wrong = || "it must be like twilio://ACCOUNT:TOKEN@+14155550100".to_owned();
        let rest = url.strip_prefix("twilio://").ok_or_else(wrong)?;
        let (rest, base) = rest.split_once("?base=").unwrap_or((rest, TWILIO));
        let (login, from) = rest.split_once('@').ok_or_else(wrong)?;
        let (account, token) = login.split_once(':').ok_or_else(wrong)?;
        let word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric());
        let sender = from.strip_prefix('+').unwrap_or(from);
        if !word(account) || token.is_empty() || !word(sender) {
            return Err(wrong());
        }
        endpoint(base)?;
        Ok(Self::Twilio {
            base: base.trim_end_matches('/').to_owned(),
            account: account.to_owned(),
            token: token.to_owned(),
            from: from.to_owned(),
        })
    }

    pub fn is_real(&self) -> bool {
        matches!(self, Self::Webhook { .. } | Self::Twilio { .. })
    }
}

impl Sms {
    pub fn open(choice: &SmsChoice, data_dir: &Path) -> Result<Self, String> {
        Ok(match choice {
            SmsChoice::Off => Self::Off,
            SmsChoice::Outbox => Self::Outbox(Outbox::new(data_dir)),
            SmsChoice::Webhook { url, secret, template } => Self::Webhook(Webhook {
                client: client()?,
                url: endpoint(url)?,
                secret: secret.clone(),
                template: parsed(template)?,
            }),
            SmsChoice::Twilio { base, account, token, from } => Self::Twilio(Twilio {
                client: client()?,
                url: endpoint(&format!("{base}/2010-04-01/Accounts/{account}/Messages.json"))?,
                account: account.clone(),
                token: token.clone(),
                from: from.clone(),
            }),
        })
    }

    pub fn is_on(&self) -> bool {
        !matches!(self, Self::Off)
    }

    pub async fn deliver(&self, parcel: &Parcel, at: Timestamp) -> Result<(), Undelivered> {
        match self {
            Self::Off => Err(Undelivered::Never("SMS is off")),
            Self::Outbox(outbox) => outbox.deliver(parcel, at).await,
            Self::Webhook(webhook) => sent(webhook.request(parcel, at)).await,
            Self::Twilio(twilio) => sent(twilio.request(parcel)).await,
        }
    }
}

impl Webhook {
    fn request(&self, parcel: &Parcel, at: Timestamp) -> RequestBuilder {
        let body = filled(&self.template, parcel).to_string();
        self.client
            .post(self.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header("X-Parlance-Signature", signature::webhook(self.secret.as_bytes(), at, body.as_bytes()))
            .body(body)
    }
}

impl Twilio {
    fn request(&self, parcel: &Parcel) -> RequestBuilder {
        let form = [("To", parcel.to.as_str()), ("From", &self.from), ("Body", &parcel.text)];
        self.client.post(self.url.clone()).basic_auth(&self.account, Some(&self.token)).form(&form)
    }
}

async fn sent(request: RequestBuilder) -> Result<(), Undelivered> {
    // The error's own text repeats the address; the answer's body is not read.
    let status =
        request.send().await.map_err(|_| Undelivered::Later("the gateway cannot be reached"))?.status();
    if status.is_success() {
        Ok(())
    } else if status.is_server_error() || status.as_u16() == 429 {
        Err(Undelivered::Later("the gateway is busy"))
    } else {
        Err(Undelivered::Never("the gateway refused it"))
    }
}

/// A message with a code in it follows no redirect.
fn client() -> Result<Client, String> {
    Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .connect_timeout(Duration::from_secs(3))
        .timeout(Duration::from_secs(10))
        .build()
        .map_err(|_| "TLS cannot be set up".to_owned())
}

fn endpoint(url: &str) -> Result<Url, String> {
    let url = Url::parse(url).map_err(|_| "it is no URL".to_owned())?;
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(host) => Ok(url),
        _ => Err("it must begin with https://".to_owned()),
    }
}

fn parsed(template: &str) -> Result<Value, String> {
    let value: Value = serde_json::from_str(template).map_err(|_| "the template is no JSON".to_owned())?;
    let text = value.to_string();
    if text.contains("{to}") && (text.contains("{text}") || text.contains("{code}")) {
        Ok(value)
    } else {
        Err("the template needs {to}, and {text} or {code}".to_owned())
    }
}

/// Placeholders are filled inside of strings only, so nothing that is filled in can change the template's shape.
fn filled(template: &Value, parcel: &Parcel) -> Value {
    match template {
        Value::String(text) => {
            let code = parcel.code.as_deref().unwrap_or_default();
            // The text last: it may hold braces of its own.
            let text = text.replace("{to}", parcel.to.as_str()).replace("{code}", code);
            Value::String(text.replace("{purpose}", parcel.purpose).replace("{text}", &parcel.text))
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| filled(item, parcel)).collect()),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(name, value)| (name.clone(), filled(value, parcel))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => template.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::identifier::Identifier;

    fn parcel() -> Parcel {
        Parcel {
            to: Identifier::parse("+14155552671").unwrap(),
            purpose: "register",
            code: Some("012345".to_owned()),
            subject: String::new(),
            text: "say \"{to}\"\n".to_owned(),
        }
    }

    #[test]
    fn what_is_filled_in_stays_text() {
        let template = parsed(r#"{"a":["{to}",1],"{to}":{"b":"<{text}> {code} {purpose}"}}"#).unwrap();
        let body = filled(&template, &parcel()).to_string();
        assert_eq!(body, r#"{"a":["+14155552671",1],"{to}":{"b":"<say \"{to}\"\n> 012345 register"}}"#);
        for bad in ["", "{to} {text}", r#"{"to":"{to}"}"#, r#"{"text":"{text}"}"#] {
            assert!(parsed(bad).is_err(), "{bad}");
        }
        assert!(parsed(TEMPLATE).is_ok());
    }

    #[test]
    fn gateways_are_reached_over_tls() {
        assert!(SmsChoice::webhook("https://sms.example.org/x", "s", TEMPLATE).is_ok());
        assert!(SmsChoice::webhook("http://127.0.0.1:9/x", "s", TEMPLATE).is_ok());
        assert!(SmsChoice::webhook("http://sms.example.org/x", "s", TEMPLATE).is_err());
        assert!(SmsChoice::twilio("twilio://AC1:token@+14155550100").is_ok());
        assert!(SmsChoice::twilio("twilio://AC1:token@Parlance?base=http://localhost:9").is_ok());
        for bad in [
            "twilio://",
            "twilio://AC1@+1",
            "twilio://AC1:t@",
            "twilio://A/C:t@x",
            "twilio://A:t@x?base=ftp://x",
        ] {
            assert!(SmsChoice::twilio(bad).is_err(), "{bad}");
        }
    }
}
