//! The mail server of `server.py`; ends with the test.

use crate::python::python;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub struct Server {
    child: Child,
    says: BufReader<ChildStdout>,
    hears: ChildStdin,
    folder: tempfile::TempDir,
    pub port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// One that takes everything from everybody, in the clear.
    pub fn open() -> Self {
        Server::with(json!({}))
    }

    /// One that asks for TLS, with a certificate of its own, and for a password.
    pub fn guarded() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (certificate, key) = (folder.path().join("certificate.pem"), folder.path().join("key.pem"));
        std::fs::write(&certificate, made.cert.pem()).unwrap();
        std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
        let login = ["inloop", "geheim-van-de-post"];
        Server::start(folder, &json!({ "certificate": certificate, "key": key, "login": login }))
    }

    fn with(own: Value) -> Self {
        Server::start(tempfile::tempdir().unwrap(), &own)
    }

    fn start(folder: tempfile::TempDir, own: &Value) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail/server.py");
        let mut child =
            Command::new(python()).arg(script).arg(own.to_string()).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (mut says, hears) = (BufReader::new(child.stdout.take().unwrap()), child.stdin.take().unwrap());
        let mut line = String::new();
        says.read_line(&mut line).unwrap();
        let port = line.trim().parse().expect("aiosmtpd does not start");
        Server { child, says, hears, folder, port }
    }

    /// What vouches for it.
    pub fn certificate(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("certificate.pem")).unwrap()
    }

    fn ask(&mut self, asked: &Value) -> Vec<Value> {
        writeln!(self.hears, "{asked}").unwrap();
        let mut line = String::new();
        self.says.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// What happens next: at `RCPT` or `DATA`, and what is said there, or `drop`.
    pub fn mood(&mut self, moods: &[(&str, &str)]) {
        self.ask(&json!(moods));
    }

    /// Every mail that was taken.
    pub fn mails(&mut self) -> Vec<Value> {
        self.ask(&Value::Null)
    }
}

/// The text of a mail without attachments.
pub fn text(mail: &Value) -> &str {
    mail["parts"][0]["text"].as_str().unwrap()
}
