//! `parlance admin`: the first account that may look after the instance. It works beside a running server.

use super::print;
use crate::cli::{Admin, NewAdmin};
use crate::config::Settings;
use crate::run;
use anyhow::{Context, Result, bail};
use app::{App, Clock};
use domain::user::{Email, Password, Username};
use domain::{Fault, Refusal};
use persistence::Outlet;
use std::io::BufRead;

pub async fn carry_out(settings: &Settings, what: Admin) -> Result<()> {
    match what {
        Admin::Create(new) => create(settings, new).await,
    }
}

async fn create(settings: &Settings, new: NewAdmin) -> Result<()> {
    let username = Username::parse(&new.username).map_err(|refusal| wrong("--username", &refusal))?;
    let email =
        new.email.as_deref().map(Email::parse).transpose().map_err(|refusal| wrong("--email", &refusal))?;
    let password = Password::parse(password(&new)?).map_err(|refusal| wrong("the password", &refusal))?;
    let (outlet, _) = Outlet::new();
    let (ring, store) = run::open_store(settings, outlet, Clock::System.now()).await?;
    let issuer = settings.http.public_url_at(settings.http.listen.port()).as_str().to_owned();
    let app = App::new(run::parts(settings, &ring, store.clone(), Clock::System, issuer)?);
    let created = app.create_admin(username, email, password).await;
    store.stop().await;
    match created {
        Ok(profile) => print(&format!("made the administrator {}\n", profile.person.username)),
        Err(Fault::UsernameTaken) => bail!("the username {} is taken", new.username),
        Err(fault) => bail!("the account could not be made: {}", fault.code()),
    }
}

/// One line, from the file or from standard input.
fn password(new: &NewAdmin) -> Result<String> {
    let mut line = String::new();
    match &new.password_file {
        Some(path) => {
            line =
                std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        }
        None => {
            std::io::stdin().lock().read_line(&mut line)?;
        }
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn wrong(what: &str, refusal: &Refusal) -> anyhow::Error {
    anyhow::anyhow!("{what} {}", refusal.detail)
}
