//! `parlance admin`: administers accounts without an administrator's session. It works beside a running server.

use super::{print, sending_use_cases, use_cases};
use crate::cli::{Admin, NewAdmin, NewInvite, Sessions};
use crate::config::Settings;
use anyhow::{Context, Result, bail};
use app::App;
use domain::user::{Email, Password, Username};
use domain::{Fault, Refusal, UserId};
use std::io::{BufRead, IsTerminal};
use std::sync::Arc;
use std::time::Duration;

pub async fn carry_out(settings: &Settings, what: Admin) -> Result<()> {
    match what {
        Admin::Create(new) => create(settings, new).await,
        Admin::Link => link(settings).await,
        Admin::Invite(new) => invite(settings, &new).await,
        Admin::List => list(settings).await,
        Admin::Promote { username } => {
            of(settings, &username, "is an administrator", async |app, user| app.promote(user, true).await)
                .await
        }
        Admin::Suspend { username, reason } => {
            of(settings, &username, "is suspended", async |app, user| {
                app.suspend_account(user, None, reason.clone(), None).await
            })
            .await
        }
        Admin::Unsuspend { username } => {
            of(settings, &username, "can sign in", async |app, user| app.unsuspend_account(user, None).await)
                .await
        }
        Admin::RemoveFactor { username } => {
            of(settings, &username, "has no second factor now", async |app, user| {
                app.take_factor_off(user, None).await
            })
            .await
        }
        Admin::Delete { username } => {
            of(
                settings,
                &username,
                "is deleted; a running server removes them from their chats",
                async |app, user| app.remove_account(user, None).await,
            )
            .await
        }
        Admin::WayIn { username } => way_in(settings, &username).await,
        Admin::Sessions(Sessions::EndAll) => {
            let (app, store) = use_cases(settings).await?;
            let done = app.sign_everyone_out().await;
            store.stop().await;
            match done {
                Ok(()) => print("all sessions are ended\n"),
                Err(fault) => bail!("cannot do this: {}", fault.code()),
            }
        }
        Admin::Sessions(Sessions::End { username }) => {
            of(settings, &username, "has no sessions now", async |app, user| {
                app.sign_out_everywhere(user, None).await
            })
            .await
        }
    }
}

/// Changes one account. A running server closes its sockets within seconds.
async fn of(
    settings: &Settings,
    username: &str,
    then: &str,
    act: impl AsyncFn(&App, UserId) -> domain::Result<()>,
) -> Result<()> {
    done_to(settings, username, act).await?;
    print(&format!("{username} {then}\n"))
}

/// Printed once and stored as a hash. Give it only to the verified owner.
async fn way_in(settings: &Settings, username: &str) -> Result<()> {
    let made = done_to(settings, username, async |app, user| app.open_way_in(user, None).await).await?;
    print(&format!(
        "{}\n{}\nThe link opens a page that sets a new password. It is single-use and expires at {}. A program sends {{\"grant\": the \
         secret, \"password\": a new one}} to /api/v1/auth/password/reset.\n",
        made.token, made.link, made.expires_at
    ))
}

/// The result; the owner's messages are sent before this returns.
async fn done_to<T>(
    settings: &Settings,
    username: &str,
    act: impl AsyncFn(&App, UserId) -> domain::Result<T>,
) -> Result<T> {
    let (app, store, delivery) = sending_use_cases(settings).await?;
    let app = Arc::new(app);
    let found = app.user_named(username).await;
    let done = match found {
        Ok(Some(user)) => act(&app, user).await,
        Ok(None) => bail!("there is no account {username}"),
        Err(fault) => Err(fault),
    };
    app::deliver(&app, delivery).await;
    store.stop().await;
    match done {
        Ok(done) => Ok(done),
        Err(Fault::NotFound) => bail!("{username} has none"),
        Err(Fault::LastAdmin) => bail!("{username} is the last administrator"),
        Err(fault) => bail!("cannot do this: {}", fault.code()),
    }
}

async fn list(settings: &Settings) -> Result<()> {
    let (app, store) = use_cases(settings).await?;
    let mut before = None;
    loop {
        let page = match app.list_accounts(before).await {
            Ok(page) => page,
            Err(fault) => bail!("cannot read the accounts: {}", fault.code()),
        };
        for account in &page.items {
            let state = match (account.deleted_at, account.suspended_at, account.is_admin) {
                (Some(_), _, _) => "deleted",
                (None, Some(_), _) => "suspended",
                (None, None, true) => "admin",
                (None, None, false) => "-",
            };
            print(&format!("{:<34} {state:<10} {}\n", account.username, account.created_at))?;
        }
        before = page.items.last().map(|account| account.id);
        if page.next.is_none() {
            break;
        }
    }
    store.stop().await;
    Ok(())
}

async fn create(settings: &Settings, new: NewAdmin) -> Result<()> {
    let username = Username::parse(&new.username).map_err(|refusal| wrong("--username", &refusal))?;
    let email =
        new.email.as_deref().map(Email::parse).transpose().map_err(|refusal| wrong("--email", &refusal))?;
    let password = Password::parse(password(&new)?).map_err(|refusal| wrong("the password", &refusal))?;
    let (app, store) = use_cases(settings).await?;
    let created = app.create_admin(username, email, password).await;
    store.stop().await;
    match created {
        Ok(profile) => print(&format!("created the administrator {}\n", profile.person.username)),
        Err(Fault::UsernameTaken) => bail!("the username {} is taken", new.username),
        Err(fault) => bail!("cannot create the account: {}", fault.code()),
    }
}

/// Printed once and stored as a hash: after it is used or lost, create another.
async fn link(settings: &Settings) -> Result<()> {
    let (app, store) = use_cases(settings).await?;
    let made = app.make_admin_link().await;
    store.stop().await;
    match made {
        Ok(link) => print(&format!("{link}\n")),
        Err(fault) => bail!("cannot create the link: {}", fault.code()),
    }
}

/// The code and a link that contains it, printed once and stored as a hash: if it is lost, create another.
async fn invite(settings: &Settings, new: &NewInvite) -> Result<()> {
    let (app, store) = use_cases(settings).await?;
    let lifetime = Duration::from_secs(u64::from(new.days) * 86_400);
    let made = app.make_invite(new.uses, lifetime).await;
    store.stop().await;
    match made {
        Ok(invite) => {
            let code = invite.text();
            print(&format!("{}\n{}\n", code.as_str(), app.join_link(code.as_str())))
        }
        Err(fault) => bail!("cannot create the invite: {}", fault.code()),
    }
}

/// One line, from the file, from a person at a terminal (unseen), or from standard input.
fn password(new: &NewAdmin) -> Result<String> {
    let mut line = String::new();
    match &new.password_file {
        Some(path) => {
            line =
                std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        }
        None if std::io::stdin().is_terminal() => {
            line = rpassword::prompt_password("Password: ")?;
            if rpassword::prompt_password("Repeat the password: ")? != line {
                bail!("the two passwords differ");
            }
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
