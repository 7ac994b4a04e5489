//! A copy that was carried by hand: refused, or the same lines when written again; and nobody is believed who did not sign.
#![no_main]

use inloop::wire::KioskKey;
use inloop::wire::copy::{CopyLine, CopyReader, CopyWriter};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (mut reader, mut lines) = (CopyReader::default(), Vec::new());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match reader.line(line) {
            Ok(read) => lines.push(read),
            Err(_) => return,
        }
    }
    let Ok(signed) = reader.end() else { return };
    let key = KioskKey::from_seed(&[7; 32].into());
    assert!(signed.check(&key.public()).is_err());
    let Some(CopyLine::Head(head)) = lines.iter().find(|line| matches!(line, CopyLine::Head(_))) else {
        panic!("whole, and of nobody");
    };
    let (mut writer, mut again) = CopyWriter::begin(head);
    for line in &lines {
        match line {
            CopyLine::Entry { waited, envelope } => again.extend(writer.entry(*waited, envelope)),
            CopyLine::Piece { n, sealed } => again.extend(writer.piece(*n, sealed)),
            CopyLine::Head(_) | CopyLine::Frame => {}
        }
    }
    again.extend(writer.end(&key));
    let body = |bytes: &[u8]| bytes.windows(2).rposition(|two| two == b"S ").map(|at| bytes[..at].to_vec());
    assert_eq!(body(bytes), body(&again));
});
