//! A voice that is there, absent, slow, broken or hostile. The programs are shell scripts in place of espeak-ng.

use super::*;
use std::io::Cursor;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::RecvTimeoutError;
use zeroize::Zeroizing;

const PATIENCE: Duration = Duration::from_secs(20);

/// What was played: how many samples, the loudest of them, to whom.
type Heard = Arc<Mutex<Vec<(usize, i16, Ear)>>>;

struct BenchSound(Heard);

impl Sounder for BenchSound {
    fn play(&mut self, wav: &[u8], _: Duration, ear: Ear, _: &dyn Fn() -> bool) -> bool {
        let samples: Vec<i16> = hound::WavReader::new(wav).unwrap().into_samples().map(Result::unwrap).collect();
        self.0.lock().unwrap().push((samples.len(), samples.iter().copied().max().unwrap(), ear));
        true
    }
}

/// Never ends by itself.
struct LongSound;

impl Sounder for LongSound {
    fn play(&mut self, _: &[u8], _: Duration, _: Ear, stopped: &dyn Fn() -> bool) -> bool {
        while !stopped() {
            std::thread::yield_now();
        }
        true
    }
}

struct Bench {
    folder: tempfile::TempDir,
    heard: Heard,
}

impl Bench {
    fn new() -> Self {
        Bench { folder: tempfile::tempdir().unwrap(), heard: Heard::default() }
    }

    /// A program that does this when it is asked to speak, and knows Dutch and British English.
    fn program(&self, script: &str) -> PathBuf {
        let file = self.folder.path().join("speaks");
        let voices = "Pty Language Age/Gender VoiceName\n 5  nl  --/M  Dutch\n 2  en-gb  --/M  English";
        let all = format!("#!/bin/sh\nif [ \"$1\" = --voices ]; then echo '{voices}'; exit; fi\n{script}\n");
        std::fs::write(&file, all).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o700)).unwrap();
        file
    }

    fn sound_file(&self, name: &str, samples: usize) -> PathBuf {
        let file = self.folder.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, wav(samples)).unwrap();
        file
    }

    fn parts(&self, program: &Path) -> Parts {
        let sounder = Box::new(BenchSound(Arc::clone(&self.heard)));
        Parts { sounder, recordings: Some(self.folder.path().join("sounds")), program: program.to_owned() }
    }

    fn heard(&self) -> Vec<(usize, i16, Ear)> {
        self.heard.lock().unwrap().clone()
    }
}

fn wav(samples: usize) -> Vec<u8> {
    let spec = hound::WavSpec { channels: 1, sample_rate: 22_050, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
    let mut file = Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut file, spec).unwrap();
    (0..samples).for_each(|_| writer.write_sample(10_000_i16).unwrap());
    writer.finalize().unwrap();
    file.into_inner()
}

fn utterance(id: u64, key: Option<&str>, loudness: Loudness) -> Utterance {
    let words = Zeroizing::new("Waar gaat het over?".to_owned());
    Utterance { id, language: Language::NL, key: key.map(str::to_owned), words, ear: Ear::Handset, loudness }
}

/// A voice, what it says it can speak, and the ends it tells.
fn start(parts: Parts) -> (Speaker, Receiver<Vec<Language>>, Receiver<u64>) {
    let (knows, known) = channel();
    let (ended, ends) = channel();
    let knows = move |languages| drop(knows.send(languages));
    let speaker = Speaker::start(parts, knows, move |id| _ = ended.send(id)).unwrap();
    (speaker, known, ends)
}

#[test]
fn what_is_said_goes_in_through_a_pipe_and_out_as_sound() {
    let bench = Bench::new();
    let (sound, said) = (bench.sound_file("sound.wav", 100), bench.folder.path().join("said"));
    let program = bench.program(&format!("echo \"$@\" > {0}.args; cat > {0}; cat {1}", said.display(), sound.display()));
    let (mut speaker, known, ends) = start(bench.parts(&program));
    assert_eq!(known.recv_timeout(PATIENCE).unwrap(), [Language::NL, Language::EN]);
    speaker.say(utterance(1, None, Loudness::Loudest));
    assert_eq!(ends.recv_timeout(PATIENCE), Ok(1));
    assert_eq!(bench.heard(), [(100, 10_000, Ear::Handset)]);
    assert_eq!(std::fs::read_to_string(&said).unwrap(), "Waar gaat het over?");
    let args = std::fs::read_to_string(said.with_extension("args")).unwrap();
    assert!(args.contains("-v nl") && !args.contains("Waar"), "any process may read arguments: {args}");
}

#[test]
fn the_sites_own_recording_comes_first_and_is_as_loud_as_somebody_wants_it() {
    let bench = Bench::new();
    bench.sound_file("sounds/nl/topic-question.wav", 7);
    let sound = bench.sound_file("sound.wav", 100);
    let program = bench.program(&format!("cat {}", sound.display()));
    let (mut speaker, _, ends) = start(bench.parts(&program));
    for (id, key, loudness) in
        [(1, Some("topic-question"), Loudness::Plain), (2, Some("topic-question"), Loudness::Loudest), (3, None, Loudness::Plain)]
    {
        speaker.say(utterance(id, key, loudness));
        assert_eq!(ends.recv_timeout(PATIENCE), Ok(id));
    }
    assert_eq!(bench.heard(), [(7, 1_000, Ear::Handset), (7, 10_000, Ear::Handset), (100, 1_000, Ear::Handset)]);
}

#[test]
fn a_language_that_only_the_site_recorded_is_spoken_too() {
    let bench = Bench::new();
    bench.sound_file("sounds/ti/topic-question.wav", 7);
    let (_speaker, known, _) = start(bench.parts(Path::new("/nowhere/espeak-ng")));
    assert_eq!(known.recv_timeout(PATIENCE).unwrap(), ["ti".parse().unwrap()]);
}

#[test]
fn an_absent_a_crashing_and_a_babbling_voice_end_at_once_and_say_nothing() {
    let bench = Bench::new();
    let crashes = bench.program("kill -9 $$");
    let babbles = bench.folder.path().join("babbles");
    std::fs::write(&babbles, "#!/bin/sh\nhead -c 4000000 /dev/zero\n").unwrap();
    std::fs::set_permissions(&babbles, std::fs::Permissions::from_mode(0o700)).unwrap();
    for program in [Path::new("/nowhere/espeak-ng"), &crashes, &babbles] {
        let (mut speaker, _, ends) = start(bench.parts(program));
        speaker.say(utterance(1, None, Loudness::Plain));
        assert_eq!(ends.recv_timeout(PATIENCE), Ok(1), "{}", program.display());
    }
    assert_eq!(bench.heard(), []);
}

#[test]
fn a_slow_voice_is_given_up_and_the_next_one_wanted_does_not_wait_for_it() {
    let bench = Bench::new();
    let sound = bench.sound_file("sound.wav", 100);
    let once = bench.folder.path().join("once");
    // The first time it hangs for an hour.
    let script = format!("if mkdir {} 2>/dev/null; then exec sleep 3600; fi; cat {}", once.display(), sound.display());
    let (mut speaker, _, ends) = start(bench.parts(&bench.program(&script)));
    speaker.say(utterance(1, None, Loudness::Plain));
    while !once.exists() {
        std::thread::yield_now();
    }
    speaker.say(utterance(2, None, Loudness::Loudest));
    assert_eq!(ends.recv_timeout(PATIENCE), Ok(2));
    assert_eq!(bench.heard(), [(100, 10_000, Ear::Handset)]);
}

#[test]
fn it_falls_silent_at_once_and_tells_no_end_of_what_was_cut_off() {
    let bench = Bench::new();
    let sound = bench.sound_file("sound.wav", 100);
    let program = bench.program(&format!("cat {}", sound.display()));
    let parts = Parts { sounder: Box::new(LongSound), recordings: None, program };
    let (mut speaker, _, ends) = start(parts);
    speaker.say(utterance(1, None, Loudness::Plain));
    speaker.hush();
    drop(speaker);
    assert_eq!(ends.recv_timeout(PATIENCE), Err(RecvTimeoutError::Disconnected));
}

#[test]
fn a_machine_without_a_player_is_silent_and_a_handset_that_is_not_there_is_never_the_loudspeaker() {
    let mut sound = PlayedSound { loudspeaker: None, handset: None };
    assert!(!sound.play(&wav(10), Duration::ZERO, Ear::Handset, &|| false));
}
