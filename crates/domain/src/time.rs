//! Defines points in time as whole milliseconds since 1970, in UTC. Must not know what time it is: `now` is always
//! passed in.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

const MINUTE: i64 = 60_000;
/// How far the clocks of nodes may differ: within it, a time from one node is accepted by the others.
pub const CLOCKS_APART: Duration = Duration::from_secs(60);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds, rounded down, as JWT counts them.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The start of this minute: presence is told to the minute only.
    pub const fn to_minute(self) -> Self {
        Self(self.0 - self.0.rem_euclid(MINUTE))
    }

    /// The month, as year and month in one ascending number.
    pub fn month(self) -> i32 {
        let date = self.date();
        i32::from(date.year()) * 12 + i32::from(date.month())
    }

    /// The start of the month that many months before this one's.
    pub fn months_ago(self, months: u32) -> Self {
        let date = self.date().first_of_month();
        let earlier = date.checked_sub(jiff::Span::new().months(i64::from(months))).unwrap_or(date);
        let start = earlier.to_zoned_datetime(jiff::tz::TimeZone::UTC);
        start.map_or(self, |start| Self(start.timestamp().as_millisecond()))
    }

    fn date(self) -> jiff::civil::Date {
        let at = jiff::Timestamp::from_millisecond(self.0).unwrap_or_default();
        at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date()
    }

    pub fn plus(self, span: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
    }

    pub fn minus(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How long after `earlier` this is; zero when it is not.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or_default())
    }
}

/// RFC 3339 in UTC with milliseconds, as every answer writes it.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(at) => write!(f, "{at:.3}"),
            Err(_) => f.write_str("out of range"),
        }
    }
}

impl FromStr for Timestamp {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<jiff::Timestamp>().map(|at| Self(at.as_millisecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_with_milliseconds_and_read_back() {
        let at = Timestamp::from_millis(1_790_000_000_120);
        assert_eq!(at.to_string(), "2026-09-21T14:13:20.120Z");
        assert_eq!(at.to_string().parse::<Timestamp>().unwrap(), at);
        assert_eq!(Timestamp::from_millis(0).to_string(), "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn months_begin_on_their_first_day() {
        let at: Timestamp = "2026-03-31T23:59:59.999Z".parse().unwrap();
        assert_eq!(at.months_ago(0).to_string(), "2026-03-01T00:00:00.000Z");
        assert_eq!(at.months_ago(4).to_string(), "2025-11-01T00:00:00.000Z");
        assert_eq!(at.month() - at.months_ago(4).month(), 4);
    }

    #[test]
    fn minutes_and_spans() {
        let at = Timestamp::from_millis(61_234);
        assert_eq!(at.to_minute().millis(), 60_000);
        assert_eq!(at.plus(Duration::from_secs(1)).since(at), Duration::from_secs(1));
        assert_eq!(at.since(at.plus(Duration::from_secs(1))), Duration::ZERO);
    }
}
