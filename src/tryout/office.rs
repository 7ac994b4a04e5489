//! The try-out's desk, and the enrolment of its kiosk: the same steps as on two machines, with nobody to wait for.

use super::Folder;
use super::spreekuren::make_examples;
use crate::clock::{Clock, Luck, NoLuck};
use crate::desk::config::{Config, ConfigError};
use crate::desk::keys::{self, KeyError};
use crate::desk::passwords::{self, NotHashed};
use crate::desk::store::enrolment::{self, Confirmed};
use crate::desk::store::{News, StoreError, workers};
use crate::desk::{Desk, DeskKeys, Parts, RunningDesk, StartError};
use crate::kiosk::enrol::{self, LOOK_EVERY, NotEnrolled, Progress, Way};
use crate::kiosk::identity::{BadIdentity, Identity};
use crate::kiosk::link::Patience;
use crate::kiosk::link::address::BadDeskUrl;
use crate::wire::words::{NoWords, four_words};
use crate::wire::{LONG_POLL, Sort};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::net::TcpListener;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

/// What the try-out's desk is told; the folders and addresses come from the command line.
const SITE: &str = include_str!("site.toml");

/// The name of the try-out's one worker.
const WORKER: &str = "wijkteam";

/// How the try-out's staff log in. The password was made for this folder.
pub struct Login {
    /// The name.
    pub name: String,
    /// The password.
    pub password: Zeroizing<String>,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Why there is no desk, or no kiosk enrolled to it.
#[derive(Debug, thiserror::Error)]
pub enum NoOffice {
    /// A file of the data folder.
    #[error("{} cannot be used", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The configuration that is built in.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The keys.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The desk.
    #[error(transparent)]
    Desk(#[from] StartError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The password.
    #[error(transparent)]
    Password(#[from] NotHashed),
    /// No randomness.
    #[error(transparent)]
    Luck(#[from] NoLuck),
    /// The desk's address.
    #[error(transparent)]
    Address(#[from] BadDeskUrl),
    /// Enrolment.
    #[error(transparent)]
    NotEnrolled(#[from] NotEnrolled),
    /// The kiosk's identity.
    #[error(transparent)]
    Identity(#[from] BadIdentity),
    /// The desk's four words.
    #[error(transparent)]
    Words(#[from] NoWords),
    /// The words differ: somebody sits between, on this very machine.
    #[error("the kiosk's four words are not the desk's: another program answers at the desk's port")]
    OtherWords,
    /// The desk did not take the kiosk in.
    #[error("the desk did not take the kiosk in")]
    NotTakenIn,
}

/// Makes the keys and the login at the first start, and starts the desk behind the two listeners.
///
/// # Errors
/// [`NoOffice`].
pub fn open_office(
    folder: &Folder,
    staff: TcpListener,
    kiosks: TcpListener,
    clock: Arc<dyn Clock>,
    luck: Arc<dyn Luck>,
) -> Result<(RunningDesk, Login), NoOffice> {
    let mut config = Config::parse(SITE)?;
    (config.data, config.keys) = (folder.desk(), folder.keys());
    if !folder.keys().exists() {
        let made = keys::make(&folder.keys(), &config.kiosks.names, &*luck)?;
        write_new(&folder.recovery(), &made.recovery.reveal())?;
    }
    let keys = DeskKeys::load(&folder.keys())?;
    let parts = Parts { config, keys, kiosks, staff, clock, luck: Arc::clone(&luck), long_poll: LONG_POLL };
    let desk = Desk::start(parts)?;
    let first_start = !folder.login().exists();
    let login = login(folder, &desk, &*luck)?;
    if first_start {
        make_examples(&desk, &*luck)?;
    }
    Ok((desk, login))
}

/// The login of this folder; made where there is none yet.
fn login(folder: &Folder, desk: &RunningDesk, luck: &dyn Luck) -> Result<Login, NoOffice> {
    let file = folder.login();
    let state = desk.state();
    let there = state.store.read_waiting(|conn| workers::by_name(conn, WORKER))?;
    if let (Some(_), Ok(password)) = (&there, fs::read_to_string(&file)) {
        return Ok(Login { name: WORKER.to_owned(), password: Zeroizing::new(password.trim().to_owned()) });
    }
    let password = passwords::one_time(luck)?;
    let hash = passwords::hash(&password, luck)?;
    let now = state.now();
    state.store.write_waiting(News::Silent, move |conn| match there {
        Some(worker) => workers::set_password(conn, worker.id, &hash, false),
        None => workers::add(conn, WORKER, &hash, false, now).map(drop),
    })?;
    if file.exists() {
        fs::remove_file(&file).map_err(|source| NoOffice::File { path: file.clone(), source })?;
    }
    write_new(&file, &password)?;
    Ok(Login { name: WORKER.to_owned(), password })
}

/// A file that only its owner reads.
fn write_new(path: &Path, text: &str) -> Result<(), NoOffice> {
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let written = made.and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()
    });
    written.map_err(|source| NoOffice::File { path: path.to_owned(), source })
}

/// Enrols the kiosk of this folder, where it is not enrolled yet: a code, four words on both sides, and their comparison.
///
/// # Errors
/// [`NoOffice`].
pub fn enrol(folder: &Folder, desk: &RunningDesk, clock: Arc<dyn Clock>, luck: Arc<dyn Luck>) -> Result<(), NoOffice> {
    if Identity::load(&folder.kiosk())?.is_some() {
        return Ok(());
    }
    let state = desk.state();
    let (now, desk_luck) = (state.now(), Arc::clone(&luck));
    let code = state.store.write_waiting(News::Silent, move |conn| enrolment::new_code(conn, &*desk_luck, now))?;
    let address = format!("https://{}", desk.kiosks()).parse()?;
    let way = Way { desk: address, only: None, proxy: None, patience: Patience::default(), sort: Sort::Kiosk };
    let offer = enrol::ask(&way, code, clock, &*luck)?;

    let pending = state.store.read_waiting(move |conn| enrolment::pending(conn, now))?;
    let answer = state.keys.enrol_answer(true);
    let mut same = None;
    for waiting in pending {
        if four_words(&waiting.key, &answer)? == offer.words() {
            same = Some(waiting.id);
        }
    }
    let id = same.ok_or(NoOffice::OtherWords)?;
    let confirmed = state.store.write_waiting(News::Hall, move |conn| enrolment::confirm(conn, id, "Try-out", None, now))?;
    if !matches!(confirmed, Confirmed::Enrolled(..)) {
        return Err(NoOffice::NotTakenIn);
    }
    let mut compared = offer.words_are_the_same();
    loop {
        match compared.look().map_err(|(error, _)| error)? {
            Progress::Enrolled(identity) => return Ok(identity.store(&folder.kiosk())?),
            Progress::Waiting(again) => compared = again,
        }
        std::thread::sleep(LOOK_EVERY);
    }
}
