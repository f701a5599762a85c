//! An export of a person's data is a TAR archive of JSON files, made step by step by the node that has the lease, and
//! kept sealed for a week. Must not know how parts are kept.

mod content;
mod tar;

use crate::app::App;
use crate::caller::Caller;
use crate::outside::change::Change;
use crate::outside::words::ContactMessage;
use domain::account::Export;
use domain::audit::{Act, Entry};
use domain::{Fault, Result};
use std::sync::Arc;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(1);
const LEASE: Duration = Duration::from_secs(30);

impl App {
    /// Begins one, or tells how far the one under way is.
    pub async fn begin_export(&self, caller: &Caller) -> Result<Export> {
        self.recently_proven(caller).await?;
        let (chats, _) = self.store.digest(caller.user).await?;
        let total = chats.iter().map(|chat| chat.seq.next().since(chat.visible_from).max(0)).sum();
        let (export, is_new) = self.store.begin_export(caller.user, total, self.clock.now()).await?;
        if is_new {
            self.notify_user(caller.user, &ContactMessage::Changed(Change::ExportAsked)).await;
        }
        Ok(export)
    }

    pub async fn export(&self, caller: &Caller) -> Result<Export> {
        let export = self.store.export(caller.user).await?;
        let now = self.clock.now();
        export.filter(|export| export.expires_at.is_none_or(|end| end > now)).ok_or(Fault::NotFound)
    }

    /// One that is ready to be fetched.
    pub async fn fetch_export(&self, caller: &Caller) -> Result<Export> {
        self.recently_proven(caller).await?;
        let export = self.export(caller).await?;
        if !export.ready {
            return Err(Fault::NotFound);
        }
        self.store.note(Entry::own(Act::ExportFetched, caller.user, self.clock.now())).await?;
        Ok(export)
    }

    pub async fn export_part(&self, export: &Export, no: i64) -> Result<Vec<u8>> {
        self.store.export_part(export.user, no).await
    }
}

/// One export after the other, and those that are over go.
pub async fn run(app: Arc<App>) {
    loop {
        match turn(&app).await {
            Ok(true) => tokio::task::yield_now().await,
            Ok(false) | Err(Fault::Unavailable { .. }) => app.clock.sleep(EVERY).await,
            Err(fault) => {
                tracing::warn!(event = "export_failed", code = fault.code());
                app.clock.sleep(LEASE).await;
            }
        }
    }
}

/// One step; false where there is nothing to do.
async fn turn(app: &App) -> Result<bool> {
    let now = app.clock.now();
    let Some(before) = app.store.next_export().await? else {
        app.store.expire_exports(now).await?;
        return Ok(false);
    };
    if !app.store.take_lease("exports", app.node, now, LEASE).await? {
        return Ok(false);
    }
    let (after, part) = content::next(app, &before).await?;
    app.store.step_export(&before, &after, &part).await?;
    Ok(true)
}
