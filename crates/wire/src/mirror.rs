//! Defines wire names for the enums of `domain`. Must not know what they mean.

/// Declares an enum with the variants of one in `domain`, written in snake_case, and both conversions.
macro_rules! mirror {
    ($($(#[$doc:meta])* $name:ident = $domain:ty { $($variant:ident),* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($variant),* }

        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                match value { $(<$domain>::$variant => Self::$variant),* }
            }
        }

        impl From<$name> for $domain {
            fn from(value: $name) -> Self {
                match value { $($name::$variant => Self::$variant),* }
            }
        }
    )*};
}

pub(crate) use mirror;
