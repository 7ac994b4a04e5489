//! The thin port: `/dev/fb0` of Linux. Its size is read from sysfs and the picture goes in with `write()`, so that no `ioctl` is
//! needed and no `unsafe`.

use std::fs::{self, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Canvas, Geometry, GeometryProblem, Sysfs};

/// Where the kernel tells of its framebuffers.
const CLASS: &str = "/sys/class/graphics";

/// Something that shows a picture.
pub trait Framebuffer: Send {
    /// How it holds a picture now; a television that was just turned on may have another.
    ///
    /// # Errors
    /// [`FramebufferProblem`].
    fn geometry(&mut self) -> Result<Geometry, FramebufferProblem>;

    /// Shows a picture of that geometry.
    ///
    /// # Errors
    /// [`FramebufferProblem`].
    fn show(&mut self, picture: &Canvas, geometry: Geometry) -> Result<(), FramebufferProblem>;
}

/// Why nothing is shown.
#[derive(Debug, thiserror::Error)]
pub enum FramebufferProblem {
    /// It has no name that sysfs could know.
    #[error("{0} is no framebuffer: it is called /dev/fb0 or the like")]
    Name(PathBuf),
    /// Nothing is there.
    #[error("{file} cannot be read: is there a framebuffer?")]
    None {
        /// Which file of sysfs.
        file: PathBuf,
        /// What the kernel says.
        source: io::Error,
    },
    /// It cannot be drawn into.
    #[error("nothing can be drawn into {0}")]
    Geometry(PathBuf, #[source] GeometryProblem),
    /// The kernel does not take it.
    #[error("{device} cannot be written: may this user?")]
    Write {
        /// Which.
        device: PathBuf,
        /// What the kernel says.
        source: io::Error,
    },
}

/// A framebuffer of this machine.
#[derive(Debug)]
pub struct LinuxFramebuffer {
    device: PathBuf,
    about: PathBuf,
}

impl LinuxFramebuffer {
    /// `/dev/fb0` or the like.
    ///
    /// # Errors
    /// [`FramebufferProblem::Name`].
    pub fn new(device: PathBuf) -> Result<Self, FramebufferProblem> {
        Self::of_class(device, Path::new(CLASS))
    }

    /// The same, which `class` tells of.
    ///
    /// # Errors
    /// [`FramebufferProblem::Name`].
    pub fn of_class(device: PathBuf, class: &Path) -> Result<Self, FramebufferProblem> {
        match device.file_name() {
            Some(name) => Ok(Self { about: class.join(name), device }),
            None => Err(FramebufferProblem::Name(device)),
        }
    }

    fn read(&self, file: &str) -> Result<String, FramebufferProblem> {
        let file = self.about.join(file);
        fs::read_to_string(&file).map_err(|source| FramebufferProblem::None { file, source })
    }
}

impl Framebuffer for LinuxFramebuffer {
    fn geometry(&mut self) -> Result<Geometry, FramebufferProblem> {
        let (size, stride, bits) = (self.read("virtual_size")?, self.read("stride")?, self.read("bits_per_pixel")?);
        let (mode, pan) = (self.read("mode").ok(), self.read("pan").ok());
        let sysfs =
            Sysfs { virtual_size: &size, stride: &stride, bits_per_pixel: &bits, mode: mode.as_deref(), pan: pan.as_deref() };
        Geometry::read(sysfs).map_err(|problem| FramebufferProblem::Geometry(self.device.clone(), problem))
    }

    fn show(&mut self, picture: &Canvas, geometry: Geometry) -> Result<(), FramebufferProblem> {
        let write = || {
            let mut device = OpenOptions::new().write(true).open(&self.device)?;
            device.seek(SeekFrom::Start(geometry.begin()))?;
            device.write_all(&geometry.bytes(picture))
        };
        write().map_err(|source| FramebufferProblem::Write { device: self.device.clone(), source })
    }
}

/// The bench twin: memory in place of a panel. Clones show the same.
#[derive(Clone, Debug)]
pub struct BenchFramebuffer(Arc<Mutex<(Geometry, Vec<u8>)>>);

impl BenchFramebuffer {
    /// One that is black.
    #[must_use]
    pub fn new(geometry: Geometry) -> Self {
        let bytes = geometry.begin() as usize + geometry.stride * geometry.height as usize;
        Self(Arc::new(Mutex::new((geometry, vec![0; bytes]))))
    }

    /// Its memory, as the panel reads it.
    #[must_use]
    pub fn memory(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    /// What is seen.
    #[must_use]
    pub fn picture(&self) -> Canvas {
        let both = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        both.0.picture(both.1.get(both.0.begin() as usize..).unwrap_or_default())
    }
}

impl Framebuffer for BenchFramebuffer {
    fn geometry(&mut self) -> Result<Geometry, FramebufferProblem> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).0)
    }

    fn show(&mut self, picture: &Canvas, geometry: Geometry) -> Result<(), FramebufferProblem> {
        let bytes = geometry.bytes(picture);
        let mut both = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let begin = geometry.begin() as usize;
        if let Some(into) = both.1.get_mut(begin..begin + bytes.len()) {
            into.copy_from_slice(&bytes);
        }
        Ok(())
    }
}
