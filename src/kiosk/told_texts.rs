//! What the desk says otherwise than the bundled texts: fetched where the site's data names something newer, looked at, and kept.
//!
//! 1. Only a whole translation file that is what the site's data named, and that passes the check, takes the place of the last
//!    good one. Anything else changes nothing, and the desk is told.
//! 2. What the site's data names no more is gone.
//! 3. Without a desk the last good ones go on, also after a restart.

use super::files;
use crate::entry::Language;
use crate::wire::signature::digest;
use crate::wire::{MAX_MESSAGE, OwnTexts, Texts};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The file in the data folder.
pub const KEPT: &str = "desk-texts.json";

/// More languages than anybody speaks in one hall.
const MOST_LANGUAGES: usize = 64;

/// The bytes of all good copies as they are kept.
const KEPT_LONGEST: usize = MOST_LANGUAGES * MAX_MESSAGE;

/// The most letters of what the desk is told is wrong: a file, a line and a reason.
const TOLD: usize = 200;

/// Looks at the translation file of a language (by its code): why it cannot be used, or none.
pub type Check = fn(&str, &str) -> Option<String>;

/// Translation files by the code of their language.
pub type Copies = BTreeMap<String, String>;

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// Everything is as it was.
    Same,
    /// The good copies are others.
    Changed,
}

/// The last good copies, and what is wrong with what came since.
#[derive(Debug)]
pub struct Told {
    file: PathBuf,
    good: Copies,
    /// None where no glass would say them: then nothing is fetched.
    check: Option<Check>,
    /// What was refused, by language: it is not fetched again.
    refused: BTreeMap<String, (OwnTexts, String)>,
}

impl Told {
    /// Those that are kept in the data folder.
    #[must_use]
    pub fn in_folder(folder: &Path, check: Option<Check>) -> Self {
        let file = folder.join(KEPT);
        Told { good: last(&file), file, check, refused: BTreeMap::new() }
    }

    /// What is wrong with what the desk tells; none where all of it is used.
    #[must_use]
    pub fn wrong(&self) -> Option<String> {
        let all: Vec<&str> = self.refused.values().map(|(_, why)| why.as_str()).collect();
        shortened(&all)
    }

    /// Makes the good copies those that `named` names, asking for each that is not here. What `ask` does not bring, or brings and is
    /// refused, leaves the copy before.
    pub fn fetch(&mut self, named: &[OwnTexts], mut ask: impl FnMut(Language) -> Option<Texts>) -> Fetched {
        let Some(check) = self.check else { return Fetched::Same };
        let mut next = Copies::new();
        let mut refused = BTreeMap::new();
        let mut reached = true;
        for one in named.iter().take(MOST_LANGUAGES) {
            let code = &one.language;
            let held = self.good.get(code);
            let kept = || held.map(|ftl| (code.clone(), ftl.clone()));
            let before = self.refused.get(code).filter(|(known, _)| known == one);
            if held.is_some_and(|ftl| digest(ftl.as_bytes()) == one.digest) {
                next.extend(kept());
                continue;
            }
            if let Some(before) = before {
                refused.insert(code.clone(), before.clone());
                next.extend(kept());
                continue;
            }
            let asked = code.parse().ok().filter(|_| reached).map(&mut ask);
            match asked {
                Some(Some(texts)) if texts.language == *code && digest(texts.ftl.as_bytes()) == one.digest => {
                    match check(code, &texts.ftl) {
                        None => drop(next.insert(code.clone(), texts.ftl)),
                        Some(why) => {
                            tracing::warn!(language = %code, %why, "texts of the desk are not used");
                            refused.insert(code.clone(), (one.clone(), why));
                            next.extend(kept());
                        }
                    }
                }
                // They changed while they were fetched, or are no language: the site's data will say.
                Some(Some(_)) | None => next.extend(kept()),
                Some(None) => {
                    reached = false;
                    next.extend(kept());
                }
            }
        }
        self.refused = refused;
        if next == self.good {
            return Fetched::Same;
        }
        if let Err(error) = keep(&self.file, &next) {
            tracing::warn!(%error, "new texts of the desk could not be kept; they are fetched again");
            return Fetched::Same;
        }
        tracing::info!(languages = next.len(), "the desk's texts are new");
        self.good = next;
        Fetched::Changed
    }
}

/// The first of what is wrong, and how much more there is; none where nothing is.
pub(super) fn shortened(wrong: &[&str]) -> Option<String> {
    let first: String = wrong.first()?.chars().take(TOLD).collect();
    Some(match wrong.len() - 1 {
        0 => first,
        more => format!("{first} (+{more})"),
    })
}

/// The good copies in `file`; none where there are none, or where they are damaged: then they are fetched again.
#[must_use]
pub fn last(file: &Path) -> Copies {
    let read = files::read(file, KEPT_LONGEST).map_err(|error| error.to_string());
    let parsed = read.and_then(|bytes| match bytes {
        Some(bytes) => serde_json::from_slice(&bytes).map_err(|_| format!("{KEPT} is damaged")),
        None => Ok(Copies::new()),
    });
    parsed.unwrap_or_else(|error| {
        tracing::warn!(%error, "the last good copies of the desk's texts cannot be used; the desk is asked again");
        Copies::new()
    })
}

fn keep(file: &Path, good: &Copies) -> Result<(), String> {
    let bytes = serde_json::to_vec(good).map_err(|error| error.to_string())?;
    files::replace(file, &bytes).map_err(|error| error.to_string())
}

#[cfg(feature = "glass")]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::kiosk::wording::refuses;

    const GOOD: &str = "home-ask = Ik wil iets vragen\n";

    fn named(code: &str, ftl: &str) -> OwnTexts {
        OwnTexts { language: code.into(), digest: digest(ftl.as_bytes()) }
    }

    fn texts(code: &str, ftl: &str) -> Option<Texts> {
        Some(Texts { v: 1, language: code.into(), ftl: ftl.into() })
    }

    fn fetch(told: &mut Told, ftl: &'static str) -> Fetched {
        told.fetch(&[named("nl", ftl)], |_| texts("nl", ftl))
    }

    #[test]
    fn what_is_fetched_is_there_again_after_a_restart_and_is_not_fetched_twice() {
        let folder = tempfile::tempdir().unwrap();
        let mut told = Told::in_folder(folder.path(), Some(refuses));
        assert_eq!(fetch(&mut told, GOOD), Fetched::Changed);
        let mut again = Told::in_folder(folder.path(), Some(refuses));
        assert_eq!(again.good["nl"], GOOD);
        assert_eq!(again.fetch(&[named("nl", GOOD)], |_| panic!("it is here")), Fetched::Same);
        assert_eq!(again.fetch(&[], |_| panic!("nothing is named")), Fetched::Changed);
        assert_eq!(last(&folder.path().join(KEPT)), Copies::new(), "what is withdrawn is gone");
    }

    #[test]
    fn nonsense_changes_nothing_is_told_and_is_fetched_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut told = Told::in_folder(folder.path(), Some(refuses));
        fetch(&mut told, GOOD);
        for bad in ["home-ask = { $", "home-ask = { $name }\n", "home-asked = Ja\n", "home-ask = 漢\n"] {
            assert_eq!(fetch(&mut told, bad), Fetched::Same, "{bad}");
            assert_eq!(told.good["nl"], GOOD);
            assert!(told.wrong().unwrap().starts_with("nl.ftl"), "{:?}", told.wrong());
            assert_eq!(told.fetch(&[named("nl", bad)], |_| panic!("it is known")), Fetched::Same);
            assert!(told.wrong().is_some());
        }
        assert_eq!(fetch(&mut told, "home-ask = Vraag maar\n"), Fetched::Changed);
        assert_eq!(told.wrong(), None);
    }

    #[test]
    fn what_is_not_what_was_named_is_not_taken_and_asked_for_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut told = Told::in_folder(folder.path(), Some(refuses));
        fetch(&mut told, GOOD);
        let newer = [named("nl", "home-ask = Ja\n")];
        for other in [texts("nl", "home-ask = Nee\n"), texts("en", "home-ask = Ja\n"), None] {
            assert_eq!(told.fetch(&newer, |_| other.clone()), Fetched::Same);
            assert_eq!((told.good["nl"].as_str(), told.wrong()), (GOOD, None));
        }
        assert_eq!(told.fetch(&newer, |_| texts("nl", "home-ask = Ja\n")), Fetched::Changed);
        let no_language = [OwnTexts { language: "../nl".into(), digest: String::new() }];
        assert_eq!(told.fetch(&no_language, |_| panic!("there is no such language")), Fetched::Changed);
    }

    #[test]
    fn a_desk_that_is_not_reached_is_asked_once_and_the_last_good_ones_stay() {
        let folder = tempfile::tempdir().unwrap();
        let mut told = Told::in_folder(folder.path(), Some(refuses));
        fetch(&mut told, GOOD);
        let mut asked = 0;
        let named = [named("nl", "home-ask = Ja\n"), named("en", "home-ask = Yes\n")];
        let fetched = told.fetch(&named, |_| {
            asked += 1;
            None
        });
        assert_eq!((fetched, asked, told.good["nl"].as_str()), (Fetched::Same, 1, GOOD));
    }

    #[test]
    fn a_power_cut_leaves_the_old_copies_or_the_new_ones_and_damaged_ones_are_fetched_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut told = Told::in_folder(folder.path(), Some(refuses));
        fetch(&mut told, GOOD);
        let whole = std::fs::read(folder.path().join(KEPT)).unwrap();
        for cut in 0..whole.len() {
            std::fs::write(folder.path().join(KEPT), &whole[..cut]).unwrap();
            let mut told = Told::in_folder(folder.path(), Some(refuses));
            assert_eq!(told.good, Copies::new(), "half of a file is none: {cut}");
            assert_eq!(fetch(&mut told, GOOD), Fetched::Changed);
            assert_eq!(std::fs::read(folder.path().join(KEPT)).unwrap(), whole);
        }
        // Nothing can take the place of a folder that is not empty.
        std::fs::remove_file(folder.path().join(KEPT)).unwrap();
        std::fs::create_dir_all(folder.path().join(KEPT).join("full")).unwrap();
        assert_eq!(fetch(&mut told, "home-ask = Ja\n"), Fetched::Same, "what cannot be kept is not used");
    }
}
