//! What a site says otherwise than the bundled texts: files of its own, read without a build.
//!
//! Nearest goes first: what the desk says otherwise (`told_texts`) lies over the bundled texts, and a file of this machine's folder
//! over both, because whoever stands before the glass decides last.
//!
//! 1. `<code>.ftl` rewords single texts of a bundled language, or is a whole new language.
//! 2. A file with anything wrong in it changes nothing; the log says file, line and reason. Its last good copy goes on being
//!    used, also after a restart: it is kept in the data folder.
//! 3. A file that the site takes away is gone; a folder that cannot be read changes nothing.

use super::keyboard::{Field, KeyOrder, Keyboard};
use super::{files, told_texts};
use crate::entry::Language;
use crate::texts::{Against, BadTexts, Fault, Findings, Library, Remark, letters};
use inloop_ui as ui;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// The file in the data folder with the last good copy of each.
pub const KEPT: &str = "texts.json";

/// The bytes of one file. The bundled ones have at most 30 000.
pub const LONGEST: usize = 256 * 1024;

/// More files than anybody speaks languages in one hall.
pub const MOST_FILES: usize = 64;

/// The ending of a translation file's name; others in the folder are not looked at.
const ENDING: &str = "ftl";

/// The bytes of all good copies as they are kept.
const KEPT_LONGEST: usize = MOST_FILES * LONGEST;

/// A file of the folder, and what is to be said of it.
#[derive(Clone, Debug)]
pub struct Looked {
    /// The code of its language, as the name says.
    pub code: String,
    /// What stands in it.
    pub ftl: String,
    /// What was found.
    pub findings: Findings,
}

/// Looks at every translation file of `folder`.
///
/// # Errors
/// Where the folder cannot be read, or holds too many.
pub fn look_at(folder: &Path) -> io::Result<Vec<Looked>> {
    let bundled: Vec<_> = ui::languages().collect();
    let against = Against { bundled: &bundled, draws: ui::measure::draws };
    let looked = |file: &Seen| {
        let remark = |what: String| Remark { file: file.name(), line: 0, what: Fault::other(what) };
        let refused = |what: String| Findings { refused: vec![remark(what)], notes: Vec::new() };
        let (ftl, findings) = match read(&file.path) {
            Ok(ftl) => {
                let mut findings = against.check(&file.code, &ftl);
                findings.notes.extend(keys_lack(&file.code, &ftl).map(remark));
                (ftl, findings)
            }
            Err(what) => (String::new(), refused(what)),
        };
        Looked { code: file.code.clone(), ftl, findings }
    };
    Ok(there(folder)?.iter().map(looked).collect())
}

/// Why what the desk says otherwise in a language cannot be used; none where it can.
#[must_use]
pub fn refuses(code: &str, ftl: &str) -> Option<String> {
    let bundled: Vec<_> = ui::languages().collect();
    let findings = Against { bundled: &bundled, draws: ui::measure::draws }.check(code, ftl);
    let all: Vec<String> = findings.refused.iter().map(ToString::to_string).collect();
    told_texts::shortened(&all.iter().map(String::as_str).collect::<Vec<_>>())
}

fn read(path: &Path) -> Result<String, String> {
    let bytes = files::read(path, LONGEST).map_err(|_| format!("it cannot be read, or has more than {LONGEST} bytes"))?;
    String::from_utf8(bytes.unwrap_or_default()).map_err(|_| "it is not UTF-8".to_owned())
}

/// Letters of a language that its keyboard does not have.
fn keys_lack(code: &str, ftl: &str) -> Option<String> {
    let keys = Keyboard::new(Field::Letters, code.parse().ok()?, KeyOrder::default()).characters();
    let mut lacking: Vec<char> = letters(ftl).filter(|c| c.is_alphabetic() && !keys.contains(c)).collect();
    lacking.sort_unstable();
    lacking.dedup();
    let all: String = lacking.iter().collect();
    (!lacking.is_empty()).then(|| format!("residents cannot type these letters on the glass: {all}"))
}

/// A file as it was when it was last looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    code: String,
    path: PathBuf,
    bytes: u64,
    changed: Option<SystemTime>,
}

impl Seen {
    fn name(&self) -> String {
        format!("{}.{ENDING}", self.code)
    }
}

/// How a file is; none where there is none.
fn changed_at(file: &Path) -> Option<(u64, Option<SystemTime>)> {
    std::fs::metadata(file).ok().map(|about| (about.len(), about.modified().ok()))
}

/// The translation files of `folder`, by name.
fn there(folder: &Path) -> io::Result<Vec<Seen>> {
    let mut seen = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|ending| ending != ENDING) {
            continue;
        }
        let about = std::fs::metadata(&path)?;
        let code = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        seen.push(Seen { code, bytes: about.len(), changed: about.modified().ok(), path });
        if seen.len() > MOST_FILES {
            return Err(io::Error::other(format!("there are more than {MOST_FILES} files")));
        }
    }
    seen.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(seen)
}

/// The texts of a kiosk: the bundled ones, with the site's own over them.
#[derive(Debug)]
pub struct Wording {
    /// None where the site has none.
    folder: Option<PathBuf>,
    kept: PathBuf,
    /// What was there when it was last looked at; none where it could not be read.
    seen: Option<Vec<Seen>>,
    /// The good copies of what the desk says otherwise, and how that file was when it was last read.
    told: PathBuf,
    told_seen: Option<(u64, Option<SystemTime>)>,
    /// What is wrong with those that are not used.
    refused: Vec<String>,
}

impl Wording {
    /// Of the site's files in `folder`, with their last good copies in the folder `data`.
    #[must_use]
    pub fn new(folder: Option<PathBuf>, data: &Path) -> Self {
        let (kept, told) = (data.join(KEPT), data.join(told_texts::KEPT));
        Wording { folder, kept, seen: None, told, told_seen: None, refused: Vec::new() }
    }

    /// All texts as they are now. What is wrong with the site's goes to the log and changes nothing.
    ///
    /// # Errors
    /// Where the bundled texts cannot be used.
    pub fn library(&mut self) -> Result<Library, BadTexts> {
        let mut library = Library::parse(ui::languages())?;
        self.refused.clear();
        let told = self.told_by_the_desk();
        for (code, ftl) in told.into_iter().chain(self.good()) {
            if let Err(error) = library.reword([(code.as_str(), ftl.as_str())]) {
                tracing::warn!(%error, "a kept copy of the site's texts cannot be used");
            }
        }
        Ok(library)
    }

    /// All texts, where a file has changed since they were last read; none where nothing did.
    pub fn changed(&mut self) -> Option<Library> {
        let now = self.folder.as_ref().and_then(|folder| there(folder).ok());
        if now == self.seen && changed_at(&self.told) == self.told_seen {
            return None;
        }
        tracing::info!("the site's texts have changed and are read again");
        self.library().map_err(|error| tracing::error!(%error, "the bundled texts cannot be used")).ok()
    }

    /// What is wrong with the site's texts, for staff: the first of it, and how much more there is; none where all are used.
    #[must_use]
    pub fn wrong(&self) -> Option<String> {
        told_texts::shortened(&self.refused.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// What the desk says otherwise. It was looked at before it was kept; another program may have kept it.
    fn told_by_the_desk(&mut self) -> BTreeMap<String, String> {
        self.told_seen = changed_at(&self.told);
        let mut told = told_texts::last(&self.told);
        told.retain(|code, ftl| match refuses(code, ftl) {
            None => true,
            Some(why) => {
                tracing::warn!(%why, "texts of the desk are not used");
                self.refused.push(why);
                false
            }
        });
        told
    }

    fn good(&mut self) -> BTreeMap<String, String> {
        let Some(folder) = &self.folder else { return BTreeMap::new() };
        let kept = self.kept();
        // Looked at first: what changes while it is read is read once more.
        self.seen = there(folder).ok();
        let looked = match look_at(folder) {
            Ok(looked) => looked,
            Err(error) => {
                tracing::warn!(%error, folder = %folder.display(), "the site's texts cannot be read; the last good ones stay");
                self.refused.push(error.to_string());
                return kept;
            }
        };
        let (mut good, mut refused) = (BTreeMap::new(), Vec::new());
        for Looked { code, ftl, findings } in looked {
            findings.notes.iter().for_each(|note| tracing::info!("{note}"));
            if findings.refused.is_empty() {
                good.insert(code, ftl);
                continue;
            }
            findings.refused.iter().for_each(|wrong| tracing::warn!("{wrong}"));
            refused.extend(findings.refused.iter().map(ToString::to_string));
            let before = kept.get(&code);
            tracing::warn!(file = %format!("{code}.{ENDING}"), last_good = before.is_some(), "a file of the site's texts is not used");
            good.extend(before.map(|before| (code, before.clone())));
        }
        self.refused.extend(refused);
        if good != kept {
            self.keep(&good);
        }
        good
    }

    fn kept(&self) -> BTreeMap<String, String> {
        let read = files::read(&self.kept, KEPT_LONGEST).map_err(|error| error.to_string());
        let parsed = read.and_then(|bytes| match bytes {
            Some(bytes) => serde_json::from_slice(&bytes).map_err(|_| format!("{KEPT} is damaged")),
            None => Ok(BTreeMap::new()),
        });
        parsed.unwrap_or_else(|error| {
            tracing::warn!(%error, "the last good copies of the site's texts cannot be used");
            BTreeMap::new()
        })
    }

    fn keep(&self, good: &BTreeMap<String, String>) {
        let kept = serde_json::to_vec(good).map_err(|error| error.to_string());
        let kept = kept.and_then(|bytes| files::replace(&self.kept, &bytes).map_err(|error| error.to_string()));
        if let Err(error) = kept {
            tracing::warn!(%error, "the site's texts are used, and will not be remembered");
        }
    }
}

/// Tells the log which of `languages` no native reader has read.
pub fn say_unread(library: &Library, languages: &[Language]) {
    for language in languages.iter().filter(|language| !library.read_by_native(**language)) {
        tracing::warn!(language = language.code(), "no native reader has read the texts of this language, which is turned on");
    }
}

/// The texts of this moment, for all who say something: a site may change them while they run.
#[derive(Clone, Debug)]
pub struct Current(Arc<Mutex<Arc<Library>>>);

impl Current {
    /// As they are now.
    #[must_use]
    pub fn get(&self) -> Arc<Library> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on.
    pub fn set(&self, texts: Library) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(texts);
    }
}

impl From<Library> for Current {
    fn from(texts: Library) -> Self {
        Current(Arc::new(Mutex::new(Arc::new(texts))))
    }
}

#[cfg(test)]
mod tests;
