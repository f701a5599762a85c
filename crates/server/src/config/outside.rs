//! Defines settings of what leaves the server: mail, SMS, the mail folder of a development machine, and the
//! translation engine. Must not know what is sent.

use super::fault::Fault;
use super::found::{Found, fault};
use super::table::{self as key, Key};
use app::{EngineChoice, MailChoice, SmsChoice};

#[derive(Debug, Clone)]
pub struct Outside {
    pub mail: MailChoice,
    pub sms: SmsChoice,
    pub engine: EngineChoice,
    /// Empty: every country.
    pub sms_countries: Option<Vec<String>>,
    pub sms_daily_cap: usize,
}

/// `None` where a fault is noted.
pub fn read(found: &Found, faults: &mut Vec<Fault>) -> Option<Outside> {
    let mail_url = found.value(&key::MAIL_URL)?;
    let sms_url = found.value(&key::SMS_URL)?;
    let mail = noted(mail(found, mail_url.expose()), found, &key::MAIL_URL, faults);
    let sms = noted(sms(found, sms_url.expose()), found, &key::SMS_URL, faults);
    let engine = match found.value(&key::TRANSLATION_URL) {
        None => Some(EngineChoice::Off),
        Some(url) => noted(EngineChoice::parse(url.expose()), found, &key::TRANSLATION_URL, faults),
    };
    let (mail, sms, engine) = (mail?, sms?, engine?);
    not_for_strangers(found, &mail, &sms, faults);
    let countries = found.value(&key::SMS_COUNTRIES)?;
    if sms.is_real() && countries.is_empty() {
        let wrong = "SMS cost money: list the countries they may be sent to".to_owned();
        faults.push(fault(&key::SMS_COUNTRIES.row, found.source(&key::SMS_COUNTRIES), wrong));
    }
    Some(Outside {
        mail,
        sms,
        engine,
        sms_countries: (!countries.is_empty()).then_some(countries),
        sms_daily_cap: usize::try_from(found.value(&key::SMS_DAILY_CAP)?).ok()?,
    })
}

fn mail(found: &Found, url: &str) -> Result<MailChoice, String> {
    match (url, found.value(&key::MAIL_FROM)) {
        ("outbox:", _) => Ok(MailChoice::Outbox),
        ("none:", _) => Ok(MailChoice::Off),
        (_, None) => Err("mail_from is not set: mail needs a sender".to_owned()),
        (url, Some(from)) => MailChoice::smtp(url, &from),
    }
}

fn sms(found: &Found, url: &str) -> Result<SmsChoice, String> {
    match (url, found.value(&key::SMS_SECRET)) {
        ("outbox:", _) => Ok(SmsChoice::Outbox),
        ("none:", _) => Ok(SmsChoice::Off),
        (url, _) if url.starts_with("twilio://") => SmsChoice::twilio(url),
        (_, None) => Err("sms_secret is not set: the webhook could not verify requests".to_owned()),
        (url, Some(secret)) => {
            let template = found.value(&key::SMS_TEMPLATE).unwrap_or_default();
            SmsChoice::webhook(url, secret.expose(), &template)
        }
    }
}

/// Codes in the mail folder never reach the person who requested them, and every reader of the disk sees them.
fn not_for_strangers(found: &Found, mail: &MailChoice, sms: &SmsChoice, faults: &mut Vec<Fault>) {
    let at_home = found.value(&key::PUBLIC_URL).is_none_or(|url| url.is_loopback());
    if at_home || found.value(&key::FORCE_OUTBOX) == Some(true) {
        return;
    }
    let wrong = || "the mail folder is on this machine, and public_url is not this machine".to_owned();
    if *mail == MailChoice::Outbox {
        faults.push(fault(&key::MAIL_URL.row, found.source(&key::MAIL_URL), wrong()));
    }
    if *sms == SmsChoice::Outbox {
        faults.push(fault(&key::SMS_URL.row, found.source(&key::SMS_URL), wrong()));
    }
}

fn noted<T, K>(chosen: Result<T, String>, found: &Found, key: &Key<K>, faults: &mut Vec<Fault>) -> Option<T> {
    chosen.map_err(|wrong| faults.push(fault(&key.row, found.source(key), wrong))).ok()
}
