//! Reads what `strace` saw a program do to the files of one folder.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Every call that changes a file or a folder, or moves a file's position. One that is asked for here and not understood below
/// ends the test: nothing may change the disk unseen.
pub(crate) const CALLS: &str = "open,openat,creat,close,dup,dup2,dup3,lseek,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,\
    sync_file_range,ftruncate,truncate,fallocate,rename,renameat,renameat2,link,linkat,symlink,unlink,unlinkat,mkdir,sendfile,\
    copy_file_range";

/// One thing that happened, in order.
#[derive(Debug)]
pub(crate) enum Event {
    /// A file came to be.
    Create(PathBuf),
    Write {
        file: PathBuf,
        at: usize,
        data: Vec<u8>,
    },
    Truncate {
        file: PathBuf,
        length: usize,
    },
    Sync(PathBuf),
    SyncFolder,
    Unlink(PathBuf),
    /// A name goes to where another may have been: both happen or none.
    Rename {
        from: PathBuf,
        to: PathBuf,
    },
    /// A line on standard output: from here on somebody believes it.
    Said(String),
}

/// Reads the trace of one process that started with no file in `folder`.
pub(crate) fn read(trace: &str, folder: &Path) -> Vec<Event> {
    let mut reader = Reader { folder, open: HashMap::new(), exists: Vec::new(), said: String::new(), events: Vec::new() };
    for line in trace.lines() {
        reader.line(line);
    }
    reader.events
}

struct Reader<'a> {
    folder: &'a Path,
    /// Descriptors of files in the folder, and of the folder itself, with their position.
    open: HashMap<i64, (PathBuf, usize)>,
    exists: Vec<PathBuf>,
    said: String,
    events: Vec<Event>,
}

impl Reader<'_> {
    fn line(&mut self, line: &str) {
        // "4711 pwrite64(4, "\x00", 1, 0) = 1"
        let call = line.split_once(' ').map_or(line, |(_, call)| call.trim_start());
        if call.starts_with("+++") || call.starts_with("---") {
            return;
        }
        let (call, result) = call.rsplit_once(" = ").unwrap_or_else(|| panic!("no result in {line}"));
        let result: i64 = result.split(' ').next().unwrap().parse().unwrap_or_else(|_| panic!("no number in {line}"));
        if result < 0 {
            return;
        }
        let (name, rest) = call.split_once('(').unwrap();
        let arguments = split(rest.trim_end().strip_suffix(')').unwrap());
        let number = |place: usize| arguments[place].parse::<i64>().unwrap_or_else(|_| panic!("argument {place} of {line}"));
        match name {
            "openat" => self.opened(&path(&arguments[1]), &arguments[2], result),
            "open" => self.opened(&path(&arguments[0]), &arguments[1], result),
            "close" => drop(self.open.remove(&number(0))),
            "lseek" => {
                if let Some((_, position)) = self.open.get_mut(&number(0)) {
                    *position = result as usize;
                }
            }
            "write" if number(0) == 1 => self.said(&bytes(&arguments[1])),
            "write" => {
                if let Some((file, position)) = self.open.get_mut(&number(0)) {
                    let data = bytes(&arguments[1])[..result as usize].to_vec();
                    let (file, at) = (file.clone(), *position);
                    *position += data.len();
                    self.events.push(Event::Write { file, at, data });
                }
            }
            "pwrite64" => {
                if let Some((file, _)) = self.open.get(&number(0)) {
                    let data = bytes(&arguments[1])[..result as usize].to_vec();
                    self.events.push(Event::Write { file: file.clone(), at: number(3) as usize, data });
                }
            }
            "ftruncate" => {
                if let Some((file, _)) = self.open.get(&number(0)) {
                    self.events.push(Event::Truncate { file: file.clone(), length: number(1) as usize });
                }
            }
            "fsync" | "fdatasync" => {
                if let Some((file, _)) = self.open.get(&number(0)) {
                    let folder = file == self.folder;
                    self.events.push(if folder { Event::SyncFolder } else { Event::Sync(file.clone()) });
                }
            }
            "rename" | "renameat" | "renameat2" => {
                let (from, to) = if name == "rename" { (0, 1) } else { (1, 3) };
                let (from, to) = (path(&arguments[from]), path(&arguments[to]));
                if to.starts_with(self.folder) {
                    assert!(from.starts_with(self.folder), "a file from elsewhere: {line}");
                    self.exists.retain(|other| *other != from && *other != to);
                    self.exists.push(to.clone());
                    self.events.push(Event::Rename { from, to });
                }
            }
            "unlink" => {
                let file = path(&arguments[0]);
                if file.starts_with(self.folder) {
                    self.exists.retain(|other| *other != file);
                    self.events.push(Event::Unlink(file));
                }
            }
            _ => {
                let ours = arguments.first().and_then(|fd| fd.parse().ok()).is_none_or(|fd: i64| self.open.contains_key(&fd));
                assert!(!ours, "a call that this reader does not know: {line}");
            }
        }
    }

    fn opened(&mut self, file: &Path, flags: &str, descriptor: i64) {
        if !file.starts_with(self.folder) {
            return;
        }
        if flags.contains("O_CREAT") && !self.exists.iter().any(|other| other == file) {
            self.exists.push(file.to_owned());
            self.events.push(Event::Create(file.to_owned()));
        }
        assert!(!flags.contains("O_APPEND"), "positions of appending writes are not followed");
        if flags.contains("O_TRUNC") {
            self.events.push(Event::Truncate { file: file.to_owned(), length: 0 });
        }
        self.open.insert(descriptor, (file.to_owned(), 0));
    }

    fn said(&mut self, data: &[u8]) {
        self.said.push_str(std::str::from_utf8(data).unwrap());
        while let Some((line, rest)) = self.said.split_once('\n') {
            self.events.push(Event::Said(line.to_owned()));
            self.said = rest.to_owned();
        }
    }
}

/// Arguments stand apart by ", "; with `-xx` no string holds one.
fn split(arguments: &str) -> Vec<String> {
    arguments.split(", ").map(str::to_owned).collect()
}

fn path(quoted: &str) -> PathBuf {
    PathBuf::from(String::from_utf8(bytes(quoted)).unwrap())
}

/// `"\x6b\x65"` as bytes.
fn bytes(quoted: &str) -> Vec<u8> {
    let inside = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let inside = inside.unwrap_or_else(|| panic!("cut short or no string: {}", &quoted[quoted.len().saturating_sub(40)..]));
    inside.split("\\x").skip(1).map(|two| u8::from_str_radix(two, 16).unwrap()).collect()
}
