//! A site's own texts: refused with reasons, or a file whose every text can be said.
#![no_main]

use inloop::entry::Language;
use inloop::texts::{Against, Texts};
use libfuzzer_sys::fuzz_target;

const DUTCH: &str = include_str!("../../ui/lang/nl.ftl");

fuzz_target!(|ftl: &str| {
    let against = Against { bundled: &[("nl", DUTCH)], draws: |_| true };
    let findings = against.check("nl", ftl);
    if findings.refused.is_empty() {
        let mut texts = Texts::parse(Language::NL, DUTCH).expect("the bundled texts can be used");
        texts.reword(ftl).expect("what was not refused can be used");
        assert!(texts.get("read-by-native", &[]).is_some() || !texts.has("read-by-native"));
    }
});
