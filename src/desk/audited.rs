//! The audit log at the command line, and its lines that were kept long enough.

use super::config::Config;
use super::keys::DeskKeys;
use super::state::DeskState;
use super::store::audit::{self, AuditKey, Fault, KEPT_FOR};
use super::store::{self, News};
use crate::clock::{Clock, Luck};
use anyhow::{Context, bail};
use chrono::DateTime;
use std::io::Write;
use std::time::Duration;

/// How often lines that were kept long enough are looked for.
const EVERY: Duration = Duration::from_secs(24 * 3600);

/// Follows the chain and says what became of it.
///
/// # Errors
/// One sentence where it is not whole, or where `knew` is not in it.
pub(super) fn verify(
    config: &Config,
    knew: Option<&str>,
    clock: &dyn Clock,
    luck: &dyn Luck,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let key = AuditKey::of(&DeskKeys::load(&config.keys)?);
    let knew = knew.map(|knew| {
        let parts = knew.split_once(':').and_then(|(number, hash)| Some((number.trim().parse::<i64>().ok()?, hash.trim())));
        parts.with_context(|| format!("{knew:?} is not a line's number and hash, like 120:0123456789abcdef"))
    });
    let knew = knew.transpose()?;
    let number = knew.map(|(number, _)| number);
    let (verdict, found) = store::once(&config.data, clock, luck, |conn| {
        let found = number.map(|number| audit::find_hash(conn, number)).transpose()?.flatten();
        Ok((audit::verify(conn, &key)?, found))
    })?;
    let moment = |at: i64| DateTime::from_timestamp(at, 0).unwrap_or_default().format("%Y-%m-%d %H:%M UTC").to_string();
    for (at, made) in &verdict.gaps {
        match made {
            Some(made) => {
                writeln!(out, "A backup was put back: what was done from {} to {} is not in it.", moment(*made), moment(*at))?
            }
            None => writeln!(out, "A backup of an unknown moment was put back before {}.", moment(*at))?,
        }
    }
    match verdict.fault {
        Some(Fault::Changed(line)) => bail!("the chain is broken: line {line} was changed or put in"),
        Some(Fault::MissingAfter(line)) => bail!("the chain is broken: after line {line} lines are missing"),
        Some(Fault::End(line)) => bail!("the chain is broken: after line {line} the end is missing or was changed"),
        Some(Fault::Noticed(line)) => bail!("the chain is broken: the desk noticed it when it wrote line {line}"),
        None => {}
    }
    if let Some((number, hash)) = knew
        && found.as_deref() != Some(hash)
    {
        bail!("line {number} is not the one that was written down: the log was put back to an earlier day, or is another");
    }
    match (verdict.span, verdict.newest) {
        (Some((from, until)), Some((number, hash))) => {
            writeln!(out, "The chain is whole: {} lines, from {} to {}.", verdict.lines, moment(from), moment(until))?;
            Ok(writeln!(out, "Write down elsewhere what the last line is: {number}:{hash}")?)
        }
        _ => Ok(writeln!(out, "The log has no lines yet.")?),
    }
}

/// Takes away what was kept long enough, now and every day, until the desk goes down.
pub(super) async fn keep_forgetting(state: DeskState) {
    let mut closing = state.closing.clone();
    loop {
        let (key, now) = (state.audit.clone(), state.now());
        let before = now - KEPT_FOR.num_seconds();
        match state.store.write(News::Silent, move |conn| audit::forget(conn, &key, before, now)).await {
            Ok(0) => {}
            Ok(lines) => tracing::info!(lines, "lines of the audit log were kept long enough"),
            Err(error) => tracing::error!(%error, "old lines of the audit log could not be looked for"),
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}
