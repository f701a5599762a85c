//! Parses the text of one setting into its value, or into a few words on what is wrong with it. Must not know keys or
//! sources; must not repeat a text that may be secret.

use super::{Cidr, Database, DmFrom, FilesUrl, LogFormat, SearchMode, Secret, WebOrigin};
use domain::chat::Handle;
use domain::country::Country;
use domain::instance::Registration;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tracing_subscriber::filter::{LevelFilter, Targets};

pub type Parsed<T> = Result<T, String>;

pub fn address(text: &str) -> Parsed<SocketAddr> {
    text.parse().map_err(|_| "it is not an IP address with a port".to_owned())
}

/// The public address: an origin, also with a trailing slash.
pub fn public_url(text: &str) -> Parsed<WebOrigin> {
    text.strip_suffix('/').unwrap_or(text).parse()
}

pub fn path(text: &str) -> Parsed<PathBuf> {
    if text.is_empty() { Err("it is empty".to_owned()) } else { Ok(PathBuf::from(text)) }
}

pub fn secret(text: &str) -> Parsed<Secret> {
    if text.trim().is_empty() { Err("it is empty".to_owned()) } else { Ok(Secret::new(text.to_owned())) }
}

/// It may hold a secret.
pub fn web_address(text: &str) -> Parsed<Secret> {
    match text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) {
        Some("") => Err("it has no host".to_owned()),
        Some(_) => Ok(Secret::new(text.to_owned())),
        None => Err("it does not start with a supported scheme".to_owned()),
    }
}

pub fn database(text: &str) -> Parsed<Database> {
    if let Some(file) = text.strip_prefix("sqlite://") {
        return match file {
            "" => Err("it has no file name".to_owned()),
            ":memory:" => Err("a database in memory is lost when the server stops".to_owned()),
            file if file.contains('?') => Err("SQLite takes no options after ?".to_owned()),
            file => Ok(Database::Sqlite(PathBuf::from(file))),
        };
    }
    postgres(text).map(Database::Postgres)
}

pub fn postgres(text: &str) -> Parsed<Secret> {
    let rest = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://"));
    match rest {
        Some("") => Err("it has no database name".to_owned()),
        Some(_) => Ok(Secret::new(text.to_owned())),
        None => Err("it does not start with a supported scheme".to_owned()),
    }
}

pub fn redis(text: &str) -> Parsed<Secret> {
    match text.strip_prefix("redis://").or_else(|| text.strip_prefix("rediss://")) {
        Some("") => Err("it has no host".to_owned()),
        Some(_) => Ok(Secret::new(text.to_owned())),
        None => Err("it does not start with a supported scheme".to_owned()),
    }
}

/// `file://<folder>` or `s3://<bucket>/<prefix>?endpoint=<url>&region=<name>`.
pub fn files(text: &str) -> Parsed<FilesUrl> {
    if let Some(folder) = text.strip_prefix("file://") {
        return path(folder).map(FilesUrl::Disk);
    }
    let rest = text.strip_prefix("s3://").ok_or("it does not start with a supported scheme")?;
    let (place, options) = rest.split_once('?').unwrap_or((rest, ""));
    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    if bucket.is_empty() {
        return Err("it has no bucket name".to_owned());
    }
    let (mut region, mut endpoint) = ("us-east-1".to_owned(), None);
    for option in options.split('&').filter(|option| !option.is_empty()) {
        match option.split_once('=') {
            Some(("region", name)) if !name.is_empty() => region = name.to_owned(),
            Some(("endpoint", url)) if url.starts_with("https://") || url.starts_with("http://") => {
                endpoint = Some(url.to_owned());
            }
            _ => return Err("only region= and endpoint= are allowed after ?".to_owned()),
        }
    }
    Ok(FilesUrl::Bucket { bucket: bucket.to_owned(), prefix: prefix.to_owned(), region, endpoint })
}

pub fn registration(text: &str) -> Parsed<Registration> {
    Registration::parse(text).ok_or_else(|| "it is none of the allowed values".to_owned())
}

pub fn search(text: &str) -> Parsed<SearchMode> {
    match text {
        "index" => Ok(SearchMode::Index),
        "scan" => Ok(SearchMode::Scan),
        "off" => Ok(SearchMode::Off),
        _ => Err("it is none of the allowed values".to_owned()),
    }
}

pub fn dm_from(text: &str) -> Parsed<DmFrom> {
    match text {
        "everyone" => Ok(DmFrom::Everyone),
        "requests" => Ok(DmFrom::Requests),
        "friends" => Ok(DmFrom::Friends),
        _ => Err("it is none of the allowed values".to_owned()),
    }
}

pub fn log_format(text: &str) -> Parsed<LogFormat> {
    match text {
        "json" => Ok(LogFormat::Json),
        "text" => Ok(LogFormat::Text),
        _ => Err("it is none of the allowed values".to_owned()),
    }
}

pub fn handle(text: &str) -> Parsed<Handle> {
    Handle::parse(text).map_err(|refusal| refusal.detail)
}

pub fn title(text: &str) -> Parsed<String> {
    match text.trim() {
        "" => Err("it is empty".to_owned()),
        title if title.chars().count() > 60 => Err("it is longer than 60 letters".to_owned()),
        title if title.chars().any(char::is_control) => Err("it has control characters".to_owned()),
        title => Ok(title.to_owned()),
    }
}

pub fn text(text: &str) -> Parsed<String> {
    if text.is_empty() { Err("it is empty".to_owned()) } else { Ok(text.to_owned()) }
}

pub fn countries(text: &str) -> Parsed<Vec<String>> {
    list(text, |item| match Country::parse(item) {
        Ok(country) => Ok(country.code().to_owned()),
        Err(_) => Err(format!("`{item}` is not a country code")),
    })
}

/// Names of hosts, or `*.` before one.
pub fn host_patterns(text: &str) -> Parsed<Vec<String>> {
    let label = |label: &str| {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !label.is_empty() && label.bytes().all(fits)
    };
    let is_name = |name: &str| {
        let name = name.strip_prefix("*.").unwrap_or(name);
        let end = name.rsplit('.').next().unwrap_or_default();
        name.contains('.') && end.bytes().all(|byte| byte.is_ascii_lowercase()) && name.split('.').all(label)
    };
    let hosts = text.split(',').map(|host| host.trim().to_ascii_lowercase());
    let hosts: Vec<String> = hosts.filter(|host| !host.is_empty()).collect();
    match hosts.iter().find(|host| !is_name(host)) {
        Some(_) => Err("one of them is not a name with a dot in it".to_owned()),
        None => Ok(hosts),
    }
}

pub fn switch(text: &str) -> Parsed<bool> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err("it is neither true nor false".to_owned()),
    }
}

pub fn whole(text: &str, lowest: u32, highest: u32) -> Parsed<u32> {
    let number = text.parse().map_err(|_| "it is not a whole number that fits".to_owned())?;
    if number < lowest {
        Err(format!("it is below {lowest}"))
    } else if number > highest {
        Err(format!("it is above {highest}"))
    } else {
        Ok(number)
    }
}

/// `30s`, `15m`, `48h`, `7d`; only zero needs no unit.
pub fn span(text: &str, lowest: Duration, highest: Duration) -> Parsed<Duration> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text.strip_prefix(digits).unwrap_or_default();
    let seconds = match (digits, unit) {
        ("0", "") | (_, "s") => 1,
        (_, "m") => 60,
        (_, "h") => 3600,
        (_, "d") => 86_400,
        (_, "") => return Err("it has no unit".to_owned()),
        (_, _) => return Err(format!("`{unit}` is not a unit")),
    };
    let count: u64 = digits.parse().map_err(|_| "it is not a whole number with a unit".to_owned())?;
    let span = Duration::from_secs(count.saturating_mul(seconds));
    if span < lowest {
        Err("it is too short".to_owned())
    } else if span > highest {
        Err("it is too long".to_owned())
    } else {
        Ok(span)
    }
}

pub fn proxies(text: &str) -> Parsed<Vec<Cidr>> {
    list(text, |item| match item.parse::<Cidr>()? {
        everything if everything.is_everything() => {
            Err(format!("`{everything}` would let every client choose its own address"))
        }
        range => Ok(range),
    })
}

pub fn origins(text: &str) -> Parsed<Vec<WebOrigin>> {
    list(text, |item| item.parse().map_err(|wrong| format!("`{item}`: {wrong}")))
}

/// A level, or `target=level` pairs. The parser of the log library takes any word for a target and would turn
/// `inof` into "everything from a module named inof", so the form is checked here first.
pub fn log_filter(text: &str) -> Parsed<Targets> {
    for part in text.split(',') {
        let level = match part.split_once('=') {
            Some(("", _)) => return Err("a target is empty".to_owned()),
            Some((_, level)) => level,
            None => part,
        };
        // Numbers are levels to the library as well, and their order is easily confused.
        if level.bytes().all(|b| b.is_ascii_digit()) || level.parse::<LevelFilter>().is_err() {
            return Err(format!("`{level}` is not a level"));
        }
    }
    text.parse().map_err(|_| "it is not a list of levels".to_owned())
}

fn list<T>(text: &str, one: impl Fn(&str) -> Parsed<T>) -> Parsed<Vec<T>> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_units() {
        let day = Duration::from_secs(86_400);
        let read = |text: &str| span(text, Duration::ZERO, day).map(|span| span.as_secs());
        assert_eq!(read("30s"), Ok(30));
        assert_eq!(read("15m"), Ok(900));
        assert_eq!(read("24h"), Ok(86_400));
        assert_eq!(read("1d"), Ok(86_400));
        assert_eq!(read("0"), Ok(0));
        for text in ["", "15", "m", "1.5h", "-1s", "1 h", "1h30m", "2d", "1y", "99999999999999999999d"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(span("59s", Duration::from_secs(60), day).is_err());
    }

    #[test]
    fn a_misspelt_level_is_no_target() {
        assert!(log_filter("info").is_ok());
        assert!(log_filter("warn,api=debug").is_ok());
        for text in ["", "inof", "info,", "api=", "=info", "api=5", "api[span]=info,x"] {
            assert!(log_filter(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_database_is_a_file_or_a_server() {
        assert!(matches!(database("sqlite:///var/p.db"), Ok(Database::Sqlite(file)) if file.is_absolute()));
        assert!(matches!(database("postgres://u@db/x"), Ok(Database::Postgres(_))));
        assert!(matches!(database("postgresql://u@db/x"), Ok(Database::Postgres(_))));
        for text in ["", "sqlite://", "sqlite://:memory:", "sqlite://a?mode=ro", "postgres://", "mysql://x"] {
            assert!(database(text).is_err(), "{text}");
        }
    }

    #[test]
    fn no_list_trusts_every_address() {
        assert_eq!(proxies("10.0.0.0/8, fd00::/8").unwrap().len(), 2);
        assert!(proxies("").unwrap().is_empty());
        assert!(proxies("0.0.0.0/0").is_err());
        assert!(proxies("10.0.0.0/8,nonsense").is_err());
    }
}
