//! The paper, read by programs of others: the code by zbar, the words by tesseract. Needs Debian's `zbar-tools`, `tesseract-ocr` and
//! `tesseract-ocr-nld`.

use std::process::Command;

use inloop_hardware::escpos::Place;
use inloop_hardware::printer::Printer;
use inloop_hardware::ticket::{Paper, render};
use inloop_hardware::twin::{Look, png};

use crate::machine::Machine;
use crate::samples::{self, LANGUAGES, SECRET};

fn said(program: &str, args: &[&str]) -> String {
    let run = Command::new(program).args(args).output().unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(run.status.success(), "{program}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn what_came_out_of_the_printer_is_read_by_a_scanner_and_by_a_reader_of_letters() {
    let folder = tempfile::tempdir().unwrap();
    for paper in [Paper::Mm58, Paper::Mm80] {
        let (machine, address) = Machine::on_network();
        let mut printer = crate::escpos::printer(Place::Network(address), paper);
        printer.print(&render(&samples::ticket(&LANGUAGES[0]), paper, &samples::fonts()).unwrap()).unwrap();
        let file = folder.path().join("ticket.png");
        std::fs::write(&file, png(&machine.with(|inside| inside.ticket(0)), Look::Paper, 2).unwrap()).unwrap();
        let file = file.to_str().unwrap();
        assert_eq!(said("zbarimg", &["--quiet", "--raw", file]).trim(), SECRET, "{paper:?}");
        let words = said("tesseract", &[file, "-", "-l", "nld", "--psm", "4"]);
        let words: Vec<&str> = words.split_whitespace().collect();
        let words = words.join(" ");
        for line in [LANGUAGES[0].2, LANGUAGES[0].3, LANGUAGES[0].4[0], LANGUAGES[0].4[1], "Huis van de Wijk Zuiderhof"] {
            assert!(words.contains(line), "{paper:?}: {line:?} is not read in {words:?}");
        }
    }
}
