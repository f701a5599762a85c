//! `parlance doctor`: checks everything the server depends on and says what to do. It changes nothing, works beside a
//! running server, and fails where a fault was found.

mod database;
mod folder;
mod outside;
mod rehearsal;

use super::print;
use crate::config::{Keys, Settings};
use crate::{key_file, nodes};
use anyhow::{Result, bail};
use app::{Clock, Mail};
use std::sync::Arc;
use vault::KeyRing;

/// The findings, printed line by line.
#[derive(Default)]
pub struct Findings {
    faults: usize,
}

impl Findings {
    fn ok(&self, words: &str) {
        self.say("ok     ", words);
    }

    fn warn(&self, words: &str) {
        self.say("warning", words);
    }

    fn fault(&mut self, words: &str) {
        self.faults += 1;
        self.say("FAULT  ", words);
    }

    fn say(&self, kind: &str, words: &str) {
        // Without a reader, the exit code still tells the result.
        let _ = print(&format!("{kind}  {words}\n"));
    }
}

pub async fn carry_out(settings: &Settings) -> Result<()> {
    let mut findings = Findings::default();
    configuration(settings, &findings);
    folder::look(settings, &mut findings);
    if let Some(ring) = keys(settings, &mut findings) {
        redis(settings, &ring, &mut findings).await;
        database::look(settings, ring, &mut findings).await;
    }
    outside::look(settings, &mut findings).await;
    mail(settings, &mut findings).await;
    match findings.faults {
        0 => Ok(()),
        faults => bail!("{faults} fault(s) were found"),
    }
}

fn configuration(settings: &Settings, findings: &Findings) {
    findings.ok("the configuration is valid (parlance check-config prints it)");
    if settings.limits.scale != 1 {
        findings
            .warn(&format!("limits.scale is {}: rate limits are multiplied by that", settings.limits.scale));
    }
    if settings.http.insecure_http {
        findings.warn("insecure_http is set: passwords and messages may travel unencrypted");
    }
    if settings.storage.force_unsafe_database {
        findings.warn("force_unsafe_database is set: a power cut may lose acknowledged messages");
    }
}

/// A ring is checked, never created.
fn keys(settings: &Settings, findings: &mut Findings) -> Option<Arc<KeyRing>> {
    if let Keys::File(path) = &settings.storage.keys
        && !path.exists()
    {
        findings.fault(&format!(
            "there is no key ring at {}: the first start creates one, but an instance that has data needs its own",
            path.display()
        ));
        return None;
    }
    match key_file::open(&settings.storage, Clock::System.now()) {
        Ok(opened) => {
            findings.ok(&format!(
                "the key ring is intact and private; its active key is {}",
                opened.ring.active_kid()
            ));
            Some(Arc::new(opened.ring))
        }
        Err(error) => {
            findings.fault(&format!("{error:#}"));
            None
        }
    }
}

async fn redis(settings: &Settings, ring: &KeyRing, findings: &mut Findings) {
    match nodes::open(settings, ring, Clock::System.now()) {
        Ok((_, None)) => findings.ok("no Redis is configured: this is the only node"),
        Ok((_, Some(mut receiver))) => {
            if receiver.connect().await {
                receiver.hang_up();
                findings.ok("Redis answers and accepts subscriptions");
            } else {
                findings.fault(
                    "Redis does not answer or does not let us in: look at redis_url, its password and its ACL; until \
                     then nodes find each other's messages half a second later",
                );
            }
        }
        Err(error) => findings.fault(&format!("{error:#}")),
    }
}

async fn mail(settings: &Settings, findings: &mut Findings) {
    let choice = &settings.outside.mail;
    match Mail::open(choice, &settings.storage.data_dir) {
        Err(wrong) => findings.fault(&format!("mail_url: {wrong}")),
        Ok(Mail::Off) => findings.warn("mail is off: codes cannot be sent by mail"),
        Ok(Mail::Outbox(_)) => {
            findings.warn("mail is written to the mail folder and the terminal: it is not delivered")
        }
        Ok(mail) if mail.answers().await => findings.ok("the mail server answers and accepts the login"),
        Ok(_) => findings.fault("the mail server does not answer or rejects the login: check mail_url"),
    }
}
