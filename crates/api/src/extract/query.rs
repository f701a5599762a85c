//! Extracts query parameters: each at most once, no unknown ones, and every invalid one is named. Must not know what
//! they are for.

use super::ids::{MOST_SEQ, number};
use crate::problem::Refused;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use domain::page::{LARGEST_PAGE, Limit};
use domain::{Fault, FieldFault, Refusal};
use std::future::{Ready, ready};

pub struct Query<T>(pub T);

/// The parameters of a route.
pub trait Parameters: Sized {
    /// Reads its values; rejections are noted in `values`, and then the result is not used.
    fn read(values: &mut Values) -> Self;
}

/// The values of the query, and the faults found so far.
pub struct Values {
    pairs: Vec<(String, String)>,
    faults: Vec<FieldFault>,
}

impl<T: Parameters> FromRequest for Query<T> {
    type Error = Refused;
    type Future = Ready<Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.query_string()).map(Self).map_err(Refused))
    }
}

impl Values {
    pub fn text(&mut self, name: &str) -> Option<String> {
        let (mine, others): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.pairs).into_iter().partition(|(key, _)| key == name);
        self.pairs = others;
        if mine.len() > 1 {
            self.refuse(name, "duplicate", "stands here more than once");
        }
        mine.into_iter().next().map(|(_, value)| value)
    }

    /// A value with a form of its own.
    pub fn parsed<T>(
        &mut self,
        name: &str,
        detail: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(name)?;
        let parsed = parse(&text);
        if parsed.is_none() {
            self.refuse(name, "invalid", detail);
        }
        parsed
    }

    /// A whole number from `least` on.
    pub fn whole(&mut self, name: &str, least: i64) -> Option<i64> {
        let detail = format!("must be a whole number from {least} to {MOST_SEQ}");
        self.parsed(name, &detail, |text| number(text).filter(|n| (least..=MOST_SEQ).contains(n)))
    }

    /// Like [`Values::whole`], for a required one.
    pub fn required(&mut self, name: &str, least: i64) -> i64 {
        if !self.pairs.iter().any(|(key, _)| key == name) {
            self.refuse(name, "required", "is required");
        }
        self.whole(name, least).unwrap_or(least)
    }

    /// The maximum number of items in the answer.
    pub fn limit(&mut self, default: Limit) -> Limit {
        let detail = format!("must be a whole number from 1 to {LARGEST_PAGE}");
        let limit = |text: &str| {
            let number = u32::try_from(number(text)?).ok();
            Limit::parse(Some(number?), default).ok()
        };
        self.parsed("limit", &detail, limit).unwrap_or(default)
    }

    /// The cursor of a list by username.
    pub fn cursor(&mut self) -> Option<String> {
        let name = |text: &str| (!text.is_empty() && text.len() <= 32).then(|| text.to_owned());
        self.parsed("cursor", "must be `next` of a previous page", name)
    }

    pub fn refuse(&mut self, name: &str, code: &'static str, detail: impl Into<String>) {
        self.faults.push(Refusal::new(code, detail).at(name));
    }
}

fn parse<T: Parameters>(query: &str) -> domain::Result<T> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query);
    let pairs = pairs.map_err(|_| Fault::field("", "invalid", "must be a query"))?.into_inner();
    let mut values = Values { pairs, faults: vec![] };
    if let Some((name, _)) = values.pairs.iter().find(|(_, value)| value.contains('\0')) {
        return Err(Fault::field(name, "nul", "holds the character U+0000"));
    }
    let parameters = T::read(&mut values);
    let unknown: Vec<_> = std::mem::take(&mut values.pairs);
    for (name, _) in unknown {
        values.refuse(&name, "unknown_parameter", "is not a parameter of this path");
    }
    if values.faults.is_empty() { Ok(parameters) } else { Err(Fault::Validation(values.faults)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sample(i64, Limit);

    impl Parameters for Sample {
        fn read(values: &mut Values) -> Self {
            Self(values.required("after", 0), values.limit(Limit::OTHERS))
        }
    }

    fn faults(query: &str) -> Vec<String> {
        match parse::<Sample>(query) {
            Err(Fault::Validation(faults)) => {
                faults.iter().map(|fault| format!("{}: {}", fault.pointer, fault.code)).collect()
            }
            Err(other) => vec![other.code().to_owned()],
            Ok(_) => vec![],
        }
    }

    #[test]
    fn what_is_right_is_read() {
        let Sample(after, limit) = parse("after=7&limit=200").unwrap();
        assert_eq!((after, limit), (7, Limit::LARGEST));
        assert_eq!(parse::<Sample>("after=0").unwrap().1, Limit::OTHERS);
    }

    #[test]
    fn every_wrong_parameter_is_named() {
        assert_eq!(faults(""), ["after: required"]);
        for wrong in ["", "x", "-1", "%2B1", "1.5", "01", "9007199254740992", "99999999999999999999"] {
            assert_eq!(faults(&format!("after={wrong}")), ["after: invalid"], "{wrong}");
        }
        for wrong in ["0", "201", "", "-1", "4294967297"] {
            assert_eq!(faults(&format!("after=1&limit={wrong}")), ["limit: invalid"], "{wrong}");
        }
        assert_eq!(faults("after=1&after=2"), ["after: duplicate"]);
        assert_eq!(faults("after=x&lost=1"), ["after: invalid", "lost: unknown_parameter"]);
    }
}
