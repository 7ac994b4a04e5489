//! The try-out's data folder: `desk/`, `keys/` and `kiosk/`, as the two programs would have them on two
//! machines, and `tickets/`, where paper would come out.

use crate::kiosk::look::Look;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// The version of the folder's own layout.
const VERSION: &str = "inloop try-out 1\n";

/// Names the layout's version.
const MARK: &str = "version";

/// A folder that can be used.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

/// Why a folder cannot be used. Each is one sentence.
#[derive(Debug, thiserror::Error)]
pub enum BadFolder {
    /// It cannot be made or written.
    #[error("the data folder {} cannot be used", path.display())]
    Unusable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A newer try-out, or something else, made it.
    #[error("{} was not made by this version of Inloop; it was left as it is", .0.display())]
    NotOurs(PathBuf),
}

impl Folder {
    /// Makes the folder where it is not there.
    ///
    /// # Errors
    /// [`BadFolder`]; what is in a folder that is not ours is not touched.
    pub fn open(path: &Path) -> Result<Self, BadFolder> {
        let unusable = |source| BadFolder::Unusable { path: path.to_owned(), source };
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(unusable)?;
        let mark = path.join(MARK);
        match fs::read_to_string(&mark) {
            Ok(version) if version == VERSION => {}
            Ok(_) => return Err(BadFolder::NotOurs(path.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if fs::read_dir(path).map_err(unusable)?.next().is_some() {
                    return Err(BadFolder::NotOurs(path.to_owned()));
                }
                fs::write(&mark, VERSION).map_err(unusable)?;
            }
            Err(error) => return Err(unusable(error)),
        }
        let folder = Folder(path.to_owned());
        for part in [folder.desk(), folder.kiosk()] {
            DirBuilder::new().recursive(true).mode(0o700).create(part).map_err(unusable)?;
        }
        // Written at every start: a folder on a disk that has become read-only is noticed before a resident is.
        fs::write(&mark, VERSION).map_err(unusable)?;
        Ok(folder)
    }

    /// What the desk keeps.
    pub fn desk(&self) -> PathBuf {
        self.0.join("desk")
    }

    /// The desk's keys.
    pub fn keys(&self) -> PathBuf {
        self.0.join("keys")
    }

    /// What the kiosk keeps.
    pub fn kiosk(&self) -> PathBuf {
        self.0.join("kiosk")
    }

    /// Recordings of texts, for whoever puts some there.
    pub fn recordings(&self) -> PathBuf {
        self.0.join("sounds")
    }

    /// The logo of whoever puts one there.
    pub fn look(&self) -> Look {
        Look { logo: Some(self.0.join("logo.png")).filter(|logo| logo.is_file()), ..Look::default() }
    }

    /// What the kiosk's printer has printed, as pictures.
    pub fn tickets(&self) -> PathBuf {
        self.0.join("tickets")
    }

    /// The site's own texts, where somebody made that folder.
    pub fn texts(&self) -> Option<PathBuf> {
        Some(self.0.join("texts")).filter(|folder| folder.is_dir())
    }

    /// The staff login of this folder.
    pub fn login(&self) -> PathBuf {
        self.0.join("login.txt")
    }

    /// The recovery key. Of a real desk it is on paper and nowhere else.
    pub fn recovery(&self) -> PathBuf {
        self.0.join("recovery-key.txt")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_something_else_or_of_a_newer_version_is_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("thesis.txt"), "mine").unwrap();
        assert!(matches!(Folder::open(dir.path()), Err(BadFolder::NotOurs(_))));
        let newer = tempfile::tempdir().unwrap();
        fs::write(newer.path().join(MARK), "inloop try-out 2\n").unwrap();
        assert!(matches!(Folder::open(newer.path()), Err(BadFolder::NotOurs(_))));
        assert_eq!(fs::read_dir(newer.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_is_there_at_the_next_start() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("data");
        Folder::open(&path).unwrap();
        assert!(Folder::open(&path).unwrap().kiosk().is_dir());
    }

    #[test]
    fn a_file_where_the_folder_belongs_is_one_clear_sentence() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = Folder::open(file.path()).unwrap_err();
        assert!(error.to_string().starts_with("the data folder "), "{error}");
    }
}
