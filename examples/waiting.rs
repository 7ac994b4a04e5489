//! A desk's folder and that of a kiosk enrolled at it, where N questions wait: `cargo run --example waiting -- FOLDER N`.
//!
//! What `hardware/deploy/test/entries` puts into a machine on which packages are installed, upgraded and removed. The kiosk is enrolled
//! over the line at a desk that runs meanwhile, as the try-out is, and has heard nothing else of it. `FOLDER N 1` makes an outbox as the
//! program of schema 1 left it, which the program of today has to bring up to date.

use anyhow::{Context, bail};
use inloop::clock::{Clock, Luck, MachineClock, MachineLuck, ServerClock};
use inloop::entry::{Body, Draft, Entry, EntryId, Header, Language, Question, TekenBlock, Words};
use inloop::kiosk::identity::Identity;
use inloop::kiosk::post::OUTBOX;
use inloop::outbox::{Label, Outbox};
use inloop::seal::seal;
use inloop::tryout::{Folder, enrol, open_office};
use rusqlite::Connection;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// "Inlp", as every outbox says.
const APPLICATION: i64 = 0x496e_6c70;

/// The first schema, as it was released.
const FIRST: &str = include_str!("../src/outbox/migrations/0001.sql");

fn main() -> anyhow::Result<()> {
    let usage = "waiting FOLDER N, or waiting FOLDER N 1";
    let mut arguments = std::env::args_os().skip(1);
    let folder = PathBuf::from(arguments.next().context(usage)?);
    let number: u32 = arguments.next().and_then(|n| n.to_str()?.parse().ok()).context(usage)?;
    let older = match arguments.next() {
        None => false,
        Some(schema) if schema == "1" => true,
        Some(_) => bail!(usage),
    };
    let folder = Folder::open(&folder)?;
    let (clock, luck): (Arc<dyn Clock>, Arc<dyn Luck>) = (Arc::new(MachineClock::new()), Arc::new(MachineLuck));
    let listen = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let (desk, _) = open_office(&folder, listen()?, listen()?, Arc::new(ServerClock), Arc::clone(&luck))?;
    enrol(&folder, &desk, Arc::clone(&clock), Arc::clone(&luck))?;
    desk.shutdown();

    let identity = Identity::load(&folder.kiosk())?.context("the kiosk was not enrolled")?;
    let file = folder.kiosk().join(OUTBOX);
    let mut outbox = Outbox::open(&file)?;
    outbox.grant_tekens(&[TekenBlock { first: 0, count: 120 }])?;
    for place in 0..number {
        keep(&mut outbox, &identity, &*clock, &*luck, &format!("vraag {place}"))?;
    }
    drop(outbox);
    if older {
        of_the_first_schema(&file)?;
    }
    Ok(())
}

fn keep(outbox: &mut Outbox, identity: &Identity, clock: &dyn Clock, luck: &dyn Luck, words: &str) -> anyhow::Result<()> {
    let mut random = [0; 10];
    luck.fill(&mut random)?;
    let left_at = clock.stamp();
    let header = Header {
        id: EntryId::new(u64::try_from(left_at.at.timestamp_millis())?, random),
        kiosk: identity.kiosk,
        epoch: identity.epoch,
        sequence: outbox.next_sequence()?,
    };
    let body = Body::Question(Question { words: Some(Words::new(words)?), ..Question::default() });
    let draft = Draft { language: Language::NL, body, recording: None };
    let entry = Entry { header, left_at, teken: outbox.draw_teken(left_at)?, recognition: None, draft };
    let label = Label { urgent: false, teken: entry.teken, at: left_at, recognition: None };
    outbox.keep(&seal(&entry, &identity.recipients)?, label)?;
    Ok(())
}

/// The same entries, tekens and counts in a file of the first schema, in the place of the one that is there.
fn of_the_first_schema(file: &Path) -> anyhow::Result<()> {
    let older = file.with_extension("older");
    let connection = Connection::open(&older)?;
    connection.execute_batch(FIRST)?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", 1)?;
    connection.execute("ATTACH ?1 AS today", [file.to_str().context("the folder has no name that can be typed")?])?;
    for table in ["entry", "teken", "counter", "fact"] {
        connection.execute_batch(&format!("INSERT INTO main.{table} SELECT * FROM today.{table}"))?;
    }
    connection.close().map_err(|(_, error)| error)?;
    for beside in ["-wal", "-shm"] {
        let beside = PathBuf::from(format!("{}{beside}", file.display()));
        if beside.exists() {
            std::fs::remove_file(beside)?;
        }
    }
    Ok(std::fs::rename(older, file)?)
}
