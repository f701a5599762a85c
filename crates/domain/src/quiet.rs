//! Defines quiet hours: a span of every day, in a person's own time zone. The rules of the world's time zones are
//! built in, so that no machine's own files matter. Must not know what is kept quiet.

use crate::Timestamp;
use crate::fault::Refusal;
use jiff::tz::TimeZone;

/// A time of day, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let read = || {
            let (hour, minute) =
                text.split_once(':').filter(|(hour, minute)| digits(hour) && digits(minute))?;
            let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
            (hour < 24 && minute < 60).then_some(Self(hour * 60 + minute))
        };
        read().ok_or_else(|| Refusal::new("format", "must be a time of day like 22:00"))
    }

    /// Minutes since midnight.
    pub fn minutes(self) -> u16 {
        self.0
    }

    pub fn from_minutes(minutes: i32) -> Option<Self> {
        u16::try_from(minutes).ok().filter(|minutes| *minutes < 24 * 60).map(Self)
    }
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// From one time of day to another, past midnight where the second is earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuietHours {
    from: TimeOfDay,
    to: TimeOfDay,
    zone: String,
}

impl QuietHours {
    pub fn parse(from: TimeOfDay, to: TimeOfDay, zone: &str) -> Result<Self, Refusal> {
        if from == to {
            return Err(Refusal::new("empty", "must not begin when it ends"));
        }
        match TimeZone::get(zone) {
            Ok(known) if zone.len() <= 64 => {
                let zone = known.iana_name().unwrap_or(zone).to_owned();
                Ok(Self { from, to, zone })
            }
            _ => Err(Refusal::new("unknown_time_zone", "must be a name like Europe/Madrid")),
        }
    }

    pub fn from(&self) -> TimeOfDay {
        self.from
    }

    pub fn to(&self) -> TimeOfDay {
        self.to
    }

    pub fn zone(&self) -> &str {
        &self.zone
    }

    /// A zone that is unknown now keeps nothing quiet.
    pub fn holds_at(&self, now: Timestamp) -> bool {
        let Some(minute) = local_minute(&self.zone, now) else { return false };
        if self.from < self.to {
            (self.from.0..self.to.0).contains(&minute)
        } else {
            minute >= self.from.0 || minute < self.to.0
        }
    }
}

fn local_minute(zone: &str, now: Timestamp) -> Option<u16> {
    let zone = TimeZone::get(zone).ok()?;
    let local = jiff::Timestamp::from_millisecond(now.millis()).ok()?.to_zoned_datetime(zone);
    let (hour, minute) = (u16::try_from(local.hour()).ok()?, u16::try_from(local.minute()).ok()?);
    Some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiet(from: &str, to: &str, zone: &str) -> QuietHours {
        QuietHours::parse(TimeOfDay::parse(from).unwrap(), TimeOfDay::parse(to).unwrap(), zone).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn nights_go_past_midnight_by_the_local_clock() {
        let night = quiet("22:00", "07:00", "Europe/Madrid");
        // Madrid is an hour ahead of UTC in winter and two in summer.
        for (time, expected) in [
            ("2026-01-10T20:59:59Z", false),
            ("2026-01-10T21:00:00Z", true),
            ("2026-01-11T05:59:59Z", true),
            ("2026-01-11T06:00:00Z", false),
            ("2026-07-10T19:59:59Z", false),
            ("2026-07-10T20:00:00Z", true),
            ("2026-07-11T05:00:00Z", false),
        ] {
            assert_eq!(night.holds_at(at(time)), expected, "{time}");
        }
        let noon = quiet("12:00", "13:30", "Asia/Kolkata");
        assert!(noon.holds_at(at("2026-01-10T06:30:00Z")) && !noon.holds_at(at("2026-01-10T08:00:00Z")));
    }

    #[test]
    fn the_night_the_clock_changes_is_quiet_once() {
        let early = quiet("02:00", "03:00", "Europe/Berlin");
        // 02:30 does not exist on the last Sunday of March, and comes twice on the last one of October.
        assert!(!early.holds_at(at("2026-03-29T01:30:00Z")));
        assert!(early.holds_at(at("2026-10-25T00:30:00Z")) && early.holds_at(at("2026-10-25T01:30:00Z")));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for bad in ["24:00", "7:00", "07:60", "0700", "aa:bb", "", "07:00:00", "+7:00"] {
            assert!(TimeOfDay::parse(bad).is_err(), "{bad}");
        }
        let ten = TimeOfDay::parse("10:00").unwrap();
        assert_eq!(QuietHours::parse(ten, ten, "UTC").unwrap_err().code, "empty");
        let eleven = TimeOfDay::parse("11:00").unwrap();
        assert_eq!(QuietHours::parse(ten, eleven, "Mars/Olympus").unwrap_err().code, "unknown_time_zone");
        assert_eq!(ten.to_string(), "10:00");
    }
}
