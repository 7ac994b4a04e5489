//! The command line of `inloop-desk`.

use super::config::{Config, SAMPLE};
use super::keys::{self, Fingerprints};
use super::roles::{Role, Roles};
use super::seed::{self, City};
use super::serve::{Desk, Parts};
use super::store::audit::{self, AuditKey, Line, What};
use super::store::meta::Loss;
use super::store::{self, KiosksSince, people, spreekuren, workers};
use super::{DeskKeys, passwords};
use crate::clock::{Clock, MachineLuck, ServerClock};
use crate::entry::{KEPT_AFTER_RECEIPT, SpreekuurId};
use anyhow::{Context, bail};
use chrono::DateTime;
use chrono_tz::Europe::Amsterdam;
use clap::{Parser, Subcommand};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The longest name of a worker, in characters: what fits a line of a phone.
const LONGEST_NAME: usize = 60;

/// What is missing where a restore does not say what happened since its backup.
const SAY_KIOSKS_SINCE: &str = "was a kiosk enrolled, or enrolled anew, after this backup was made? \
    Say --kiosks-since none or --kiosks-since some; when in doubt: some";

/// The team's server of Inloop: takes in what residents leave, keeps it sealed, and shows it to the team.
#[derive(Debug, Parser)]
#[command(name = "inloop-desk", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make all keys in the new folder DIR, and prove them.
    Keygen {
        /// Where the desk's keys are to be.
        dir: PathBuf,
        /// A name or address that kiosks reach the desk by; can be given more than once.
        #[arg(long = "name")]
        names: Vec<String>,
        /// Take the names from this configuration.
        #[arg(long, conflicts_with = "names")]
        config: Option<PathBuf>,
        /// Write the recovery key to this new file (a USB stick that goes into a safe) instead of the screen.
        #[arg(long)]
        recovery_file: Option<PathBuf>,
    },
    /// Print the names of the public keys in DIR.
    Fingerprints {
        /// The folder that `keygen` filled.
        dir: PathBuf,
    },
    /// Print a commented configuration.
    DefaultConfig,
    /// Answer kiosks and staff until it is told to stop.
    Serve(Configured),
    /// Copy the store to the new file FILE, also while the desk runs. Keys are not in it.
    Backup {
        /// Must not be there yet.
        file: PathBuf,
        #[command(flatten)]
        configured: Configured,
    },
    /// Make a store out of a backup. Kiosks then send their last days again.
    #[command(override_usage = "inloop-desk restore --kiosks-since <none|some> [--replace] [--config <CONFIG>] <FILE>")]
    Restore {
        /// What `backup` made.
        file: PathBuf,
        /// Was a kiosk enrolled, or enrolled anew, after this backup was made? It may have promised times that the backup does not
        /// know. Always to be said; when in doubt: some.
        #[arg(long, value_name = "none|some")]
        kiosks_since: Option<KiosksSince>,
        /// Set a store that is there aside.
        #[arg(long)]
        replace: bool,
        #[command(flatten)]
        configured: Configured,
    },
    /// Take in what `inloop-kiosk copy` or the caretaker's screen put on a USB stick, also while the desk runs. What came by the
    /// network already is not taken twice.
    Import {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        configured: Configured,
    },
    /// Fill an empty store with a year of a city that nobody lives in, for trying and measuring.
    Seed {
        /// Teams, each with a kiosk.
        #[arg(long, default_value_t = 18)]
        teams: u16,
        /// Workers over all teams.
        #[arg(long, default_value_t = 250)]
        workers: u16,
        /// Entries of the last year.
        #[arg(long, default_value_t = 40_000)]
        entries: u32,
        /// Which city: the same number makes the same one.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        #[command(flatten)]
        configured: Configured,
    },
    /// Add a worker, and print a password to be used once.
    AddWorker {
        /// The name to log in with.
        name: String,
        /// Only for the day list of this spreekuur, by its number: somebody from another organisation.
        #[arg(long, value_name = "SPREEKUUR", conflicts_with = "roles")]
        host: Option<u32>,
        /// What they may do: worker, coordinator, manager or auditor; can be given more than once. Without it: worker, and manager
        /// too where the desk has none.
        #[arg(long = "role", value_name = "ROLE", value_parser = given_role)]
        roles: Vec<Role>,
        #[command(flatten)]
        configured: Configured,
    },
    /// Look at the audit log.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Follow its chain from the first line to the last, and say whether it is whole. Ends with an error where it is not.
    Verify {
        /// What was written down elsewhere of an earlier last line, as NUMBER:HASH: it must still be there.
        #[arg(long, value_name = "NUMBER:HASH")]
        knew: Option<String>,
        #[command(flatten)]
        configured: Configured,
    },
}

fn given_role(word: &str) -> Result<Role, String> {
    let given = Role::from_word(word).filter(|role| Role::GIVEN.contains(role));
    given.ok_or_else(|| format!("roles are {}", Role::GIVEN.map(Role::word).join(", ")))
}

#[derive(Debug, clap::Args)]
struct Configured {
    /// The configuration.
    #[arg(long, default_value = "inloop-desk.toml")]
    config: PathBuf,
}

impl Configured {
    fn load(&self) -> anyhow::Result<Config> {
        Ok(Config::load(&self.config)?)
    }
}

/// Does what the command line says; what is for people goes to `out`.
///
/// # Errors
/// One sentence for whoever typed it.
pub fn run(cli: Cli, out: &mut dyn Write) -> anyhow::Result<()> {
    let (clock, luck) = (ServerClock, MachineLuck);
    match cli.command {
        Command::Keygen { dir, names, config, recovery_file } => {
            let names = match config {
                Some(config) => Config::load(&config)?.kiosks.names,
                None => names,
            };
            keygen(&dir, &names, recovery_file.as_deref(), out)
        }
        Command::Fingerprints { dir } => Ok(print(&DeskKeys::load(&dir)?.fingerprints(), out)?),
        Command::DefaultConfig => Ok(out.write_all(SAMPLE.as_bytes())?),
        Command::Serve(configured) => serve(configured.load()?, out),
        Command::Backup { file, configured } => {
            store::backup(&configured.load()?.data, &file, &clock)?;
            Ok(writeln!(out, "The store was copied to {}. Its keys are not in it: keep them elsewhere.", file.display())?)
        }
        Command::Restore { file, kiosks_since, replace, configured } => {
            // No default: what nobody thought about would give times twice, or hold them back for nothing.
            let Some(since) = kiosks_since else { bail!(SAY_KIOSKS_SINCE) };
            let config = configured.load()?;
            let back = store::restore(&config.data, &file, replace, since, &clock, &luck)?;
            if let Some(aside) = back.aside {
                writeln!(out, "The store that was there is now {}.", aside.display())?;
            }
            writeln!(out, "The store is that of the backup. Kiosks will send their last days again.")?;
            if let Some(loss) = back.loss {
                tell_loss(&loss, out)?;
            }
            match back.erased {
                Some(again) => writeln!(out, "What was erased since the backup was made is erased again: {again}.")?,
                None => writeln!(
                    out,
                    "There is no store left that knows what residents had erased since: whom you remember, ask and erase again."
                )?,
            }
            writeln!(out, "A kiosk that was written off since then is not: write it off again on the page Kiosken.")?;
            if since == KiosksSince::Some {
                writeln!(out, "No times are given until somebody accepts the risk on the page Kiosken.")?;
            }
            Ok(())
        }
        Command::Import { file, configured } => super::carried::import(&configured.load()?, &file, &clock, &luck, out),
        Command::AddWorker { name, host, roles, configured } => {
            let new = NewWorker { name: &name, host, roles: &roles };
            add_worker(&configured.load()?, &new, &clock, &luck, out)
        }
        Command::Audit { command: AuditCommand::Verify { knew, configured } } => {
            super::audited::verify(&configured.load()?, knew.as_deref(), &clock, &luck, out)
        }
        Command::Seed { teams, workers, entries, seed, configured } => {
            let config = configured.load()?;
            let city = City { teams, workers, entries, seed, closed_days: config.retention.closed_days };
            seed_city(&config, city, &clock, &luck, out)
        }
    }
}

/// What nobody gets back, and where staff read it.
fn tell_loss(loss: &Loss, out: &mut dyn Write) -> std::io::Result<()> {
    let made = loss.made_at.and_then(|made| DateTime::from_timestamp(made, 0));
    match made {
        Some(made) => writeln!(out, "The backup was made on {}.", made.with_timezone(&Amsterdam).format("%A %-d %B %Y, %H:%M"))?,
        None => writeln!(out, "The backup does not say when it was made.")?,
    }
    writeln!(out, "Lost is what staff did since, above all appointments that they booked, moved or cancelled on the phone.")?;
    if loss.is_beyond_kiosks() {
        let days = KEPT_AFTER_RECEIPT.as_secs() / (24 * 60 * 60);
        let older = if made.is_some() { "It is" } else { "If it is" };
        writeln!(
            out,
            "{older} more than {days} days old: lost too is what kiosks delivered after it and longer than {days} days ago,"
        )?;
        writeln!(out, "questions and appointments, which nobody knows of any more.")?;
    }
    writeln!(out, "The page Spreekuren says so until somebody ticks that they have read it.")
}

fn keygen(dir: &Path, names: &[String], recovery_file: Option<&Path>, out: &mut dyn Write) -> anyhow::Result<()> {
    if recovery_file.is_some_and(Path::exists) {
        bail!("the recovery key goes into a new file, and there is one already");
    }
    let made = keys::make(dir, names, &MachineLuck)?;
    match recovery_file {
        Some(file) => {
            keys::write(file, 0o600, &made.recovery.reveal())
                .context("the keys were made, but not the file of the recovery key")?;
            writeln!(out, "The recovery key is in {}. Take it off this machine.", file.display())?;
        }
        None => {
            writeln!(out, "The recovery key. Write it on paper, check it, and lock it away: it is shown once and kept nowhere.")?;
            writeln!(out, "\n    {}\n", *made.recovery.reveal())?;
        }
    }
    print(&made.fingerprints, out)?;
    Ok(writeln!(out, "Both keys opened a test entry.")?)
}

fn print(fingerprints: &Fingerprints, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "team         {}", fingerprints.team)?;
    writeln!(out, "recovery     {}", fingerprints.recovery)?;
    writeln!(out, "desk         {}", fingerprints.signing)?;
    writeln!(out, "certificate  sha256:{}", fingerprints.certificate)
}

fn serve(config: Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let parts = Parts::from_config(config, Arc::new(ServerClock), Arc::new(MachineLuck))?;
    let desk = Desk::start(parts)?;
    writeln!(out, "Staff: {}", desk.staff_url())?;
    writeln!(out, "Kiosks: https://{}", desk.kiosks())?;
    out.flush()?;
    let waiting = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    waiting.block_on(asked_to_stop())?;
    desk.shutdown();
    Ok(())
}

fn seed_city(config: &Config, city: City, clock: &ServerClock, luck: &MachineLuck, out: &mut dyn Write) -> anyhow::Result<()> {
    let keys = Arc::new(DeskKeys::load(&config.keys)?);
    let password = passwords::one_time(luck)?;
    let hash = passwords::hash(&password, luck)?;
    let store = store::Store::open(&config.data, clock, luck)?;
    seed::fill(&store, &keys, city, &hash, clock)?;
    let City { teams, workers, entries, .. } = city;
    writeln!(out, "A made-up city of {teams} teams, {workers} workers and {entries} entries is in the store.")?;
    Ok(writeln!(out, "\"Medewerker 001\" and all others can log in once with: {}", *password)?)
}

async fn asked_to_stop() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

/// Who is added.
struct NewWorker<'a> {
    name: &'a str,
    host: Option<u32>,
    roles: &'a [Role],
}

fn add_worker(
    config: &Config,
    new: &NewWorker<'_>,
    clock: &ServerClock,
    luck: &MachineLuck,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        bail!("a worker's name has 1 to {LONGEST_NAME} characters");
    }
    let spreekuur = new.host.map(SpreekuurId::new).transpose().context("spreekuren are counted from 1")?;
    let password = passwords::one_time(luck)?;
    let hash = passwords::hash(&password, luck)?;
    let now = clock.stamp().at.timestamp();
    let roles = Roles::of(new.roles);
    // The log has it too; only a desk that was never started has none yet.
    let key = DeskKeys::load_if_made(&config.keys)?.map(|keys| AuditKey::of(&keys));
    let added = store::once(&config.data, clock, luck, |conn| {
        if key.is_none() && audit::is_begun(conn)? {
            return Ok(Added::NoKeys);
        }
        if let Some(spreekuur) = spreekuur
            && spreekuren::find(conn, spreekuur)?.is_none()
        {
            return Ok(Added::NoSpreekuur(spreekuur));
        }
        let teams: &[_] = if roles.sees_cards() { &[workers::FIRST_TEAM] } else { &[] };
        let added = match roles == Roles::NONE {
            true => workers::add(conn, name, &hash, true, now)?,
            false => workers::add_as(conn, name, &hash, true, roles, teams, now)?,
        };
        let Some(worker) = added else { return Ok(Added::NameTaken) };
        if let Some(spreekuur) = spreekuur {
            spreekuren::make_host(conn, worker, spreekuur)?;
        }
        let manages = workers::managers(conn)?.contains(&worker);
        if let Some(key) = &key {
            let detail = people::find(conn, worker)?.map(|one| one.roles.words()).unwrap_or_default();
            audit::note(conn, key, &Line::of(None, What::Invited, format!("worker:{worker}"), detail), now)?;
        }
        Ok(Added::Done { manages })
    })?;
    match added {
        Added::Done { manages } => {
            writeln!(out, "{name} can log in once with: {}", *password)?;
            if manages {
                writeln!(out, "{name} manages this desk: people, teams and kiosks are under Inrichting.")?;
            }
            Ok(())
        }
        Added::NoKeys => {
            bail!("this desk has an audit log, and none of its keys are here: see `with-keys` where they are credentials")
        }
        Added::NameTaken => bail!("there is a worker called {name} already"),
        Added::NoSpreekuur(spreekuur) => bail!("there is no spreekuur {}", spreekuur.get()),
    }
}

/// What became of a new worker.
enum Added {
    Done {
        /// Whether they manage the desk.
        manages: bool,
    },
    /// The log cannot be written on.
    NoKeys,
    NameTaken,
    NoSpreekuur(SpreekuurId),
}
