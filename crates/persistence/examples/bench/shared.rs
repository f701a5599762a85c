//! What the benchmarks of `persistence` and `app` have in common: an account to send from, time, chance and faults.

use anyhow::{Result, anyhow};
use domain::country::Country;
use domain::language::{Language, Learning, Level, Tongues};
use domain::user::{Background, BirthDate, DisplayName, Username};
use domain::{Fault, Refusal, Timestamp, UserId};
use persistence::Store;
use persistence::store::accounts::NewAccount;
use std::time::SystemTime;

/// Several runs may meet in one database, so the name gets a number.
pub async fn person(store: &Store, name: &str) -> Result<UserId> {
    let id = UserId::make(now(), random);
    let tongues = Tongues::new(
        vec![Language::parse("es").map_err(wrong)?],
        vec![Learning { language: Language::parse("en").map_err(wrong)?, level: Level::B1 }],
    )
    .map_err(|(_, refusal)| wrong(refusal))?;
    let username = format!("{name}{}", id.uuid().as_u128() % 1_000_000_000);
    let account = NewAccount {
        id,
        display_name: DisplayName::parse(&username).map_err(wrong)?,
        username: Username::parse(&username).map_err(wrong)?,
        email: None,
        background: Some(Background {
            birth_date: BirthDate::parse("1990-12-31", now()).map_err(wrong)?,
            country: Country::parse("ES").map_err(wrong)?,
            tongues,
        }),
        password_hash: None,
        email_verified: false,
        phone: None,
        address_prefix: None,
        grant_hash: None,
        invite_hash: None,
        identity: None,
        is_admin: false,
        at: now(),
    };
    store.register(account, None).await.map_err(refused)?;
    Ok(id)
}

pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or_default())
}

pub fn random(buffer: &mut [u8]) {
    getrandom::fill(buffer).unwrap_or_else(|_| std::process::abort());
}

pub fn refused(fault: Fault) -> anyhow::Error {
    anyhow!("refused: {}", fault.code())
}

pub fn wrong(refusal: Refusal) -> anyhow::Error {
    anyhow!("{}", refusal.detail)
}
