//! Channels deliver mail and SMS as the operator configured them.

use crate::outside::mail::Mail;
use crate::outside::outbox::Outbox;
use crate::outside::parcel::{Parcel, Undelivered};
use crate::outside::sms::Sms;
use domain::identifier::Identifier;
use std::path::Path;

/// How messages get out, as the operator chose.
pub struct Channels {
    pub mail: Mail,
    pub sms: Sms,
}

impl Channels {
    /// Files under the data folder, for development.
    pub fn outbox(data_dir: &Path) -> Self {
        let outbox = Outbox::new(data_dir);
        Self { mail: Mail::Outbox(outbox.clone()), sms: Sms::Outbox(outbox) }
    }

    pub(crate) async fn deliver(&self, parcel: &Parcel, at: domain::Timestamp) -> Result<(), Undelivered> {
        match &parcel.to {
            Identifier::Email(_) => self.mail.deliver(parcel, at).await,
            Identifier::Phone(_) => self.sms.deliver(parcel, at).await,
        }
    }
}
