//! A microphone that is there, absent, slow, broken or hostile. The programs are shell scripts in place of arecord.

use super::*;
use crate::entry::{LONGEST_RECORDING, MAX_RECORDING, Recording};
use crate::visit::{Effect, SiteView, Visit};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

const PATIENCE: Duration = Duration::from_secs(60);
const SECOND: usize = RECORDING_RATE as usize;

/// What was played: the file, and to whom.
type Heard = Arc<Mutex<Vec<(Vec<u8>, Ear)>>>;

struct BenchSound(Heard);

impl Sounder for BenchSound {
    fn play(&mut self, wav: &[u8], _: Duration, ear: Ear, _: &dyn Fn() -> bool) -> bool {
        self.0.lock().unwrap().push((wav.to_vec(), ear));
        true
    }
}

/// Never ends by itself.
struct LongSound(Sender<()>);

impl Sounder for LongSound {
    fn play(&mut self, _: &[u8], _: Duration, _: Ear, stopped: &dyn Fn() -> bool) -> bool {
        self.0.send(()).unwrap();
        while !stopped() {
            std::thread::yield_now();
        }
        true
    }
}

/// Somebody who hums and breathes: no sound that a machine makes.
fn speech(samples: usize) -> Vec<i16> {
    let mut noise = 1_u32;
    let hum = |at: usize| (at as f32 * 0.05).sin() * 6_000.0 + (at as f32 * 0.31).sin() * 2_000.0;
    (0..samples)
        .map(|at| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            hum(at) as i16 + (noise >> 27) as i16
        })
        .collect()
}

/// Noise at full scale: nothing makes it smaller.
fn noise(samples: usize) -> Vec<i16> {
    let mut noise = 7_u64;
    let mut next = || {
        noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (noise >> 48) as i16
    };
    (0..samples).map(|_| next()).collect()
}

/// Tapes as only a visit makes them.
fn tapes(count: usize) -> Vec<Tape> {
    let clock = crate::clock::BenchClock::at(crate::clock::NO_EARLIER_THAN, true);
    let now = crate::clock::Clock::now(&clock);
    let mut visit = Visit::at_rest(SiteView { may_speak: true, ..SiteView::unknown() });
    let mut does = |event: Event| visit.handle(event, now);
    does(Event::Touch);
    for id in ["question", "topic-money", "need-explain", "tell-speak"] {
        does(Event::Choose(id.to_owned()));
    }
    let mut tapes = Vec::new();
    while tapes.len() < count {
        for effect in does(Event::Choose("speak-start".to_owned())) {
            if let Effect::Record(tape) = effect {
                tapes.push(tape);
                does(Event::RecordingFailed(tape, None));
            }
        }
    }
    tapes
}

struct Bench {
    recorder: TapeRecorder,
    told: Receiver<Event>,
    ready: Receiver<bool>,
    heard: Heard,
}

fn bench(microphone: impl Microphone) -> Bench {
    let heard = Heard::default();
    let sounder = Box::new(BenchSound(Arc::clone(&heard)));
    let (recorder, told, ready) = start(Parts { microphone: Box::new(microphone), sounder });
    Bench { recorder, told, ready, heard }
}

fn start(parts: Parts) -> (TapeRecorder, Receiver<Event>, Receiver<bool>) {
    let ((tell, told), (say, ready)) = (channel(), channel());
    let recorder = TapeRecorder::start(parts, move |there| _ = say.send(there), move |event| _ = tell.send(event)).unwrap();
    (recorder, told, ready)
}

impl Bench {
    /// The levels, and what came after them.
    fn answer(&self) -> (usize, Event) {
        let mut levels = 0;
        loop {
            match self.told.recv_timeout(PATIENCE).unwrap() {
                Event::Level(..) => levels += 1,
                event => return (levels, event),
            }
        }
    }

    fn hears(&self, levels: usize) {
        for _ in 0..levels {
            assert!(matches!(self.told.recv_timeout(PATIENCE).unwrap(), Event::Level(..)));
        }
    }
}

fn recorded(event: Event) -> Recording {
    match event {
        Event::Recorded(_, recording) => recording,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_packed_is_unpacked_by_another_hand_sample_for_sample() {
    for samples in [SECOND, 4096, 4097, 4096 + 31, 33, 2 * SECOND + 1234] {
        for sound in [speech(samples), noise(samples), vec![0; samples], vec![i16::MIN; samples]] {
            let mut take = Take::default();
            take.add(&sound).unwrap();
            let recording = take.finish().unwrap().unwrap();
            let back = decode(recording.flac()).unwrap();
            assert_eq!(back[..samples], sound[..]);
            assert!(back[samples..].iter().all(|sample| *sample == 0) && back.len() < samples + 32);
        }
    }
    assert!(decode(b"fLaC and then nothing").is_none() && decode(b"").is_none());
}

#[test]
fn two_minutes_of_noise_fit_and_never_moved_in_memory() {
    let mut take = Take::default();
    let all = LONGEST_RECORDING.as_secs() as usize * SECOND;
    for piece in noise(all + SECOND).chunks(SECOND) {
        take.add(piece).unwrap();
    }
    assert!(take.is_full());
    let recording = take.finish().unwrap().unwrap();
    assert!(recording.flac().len() < MAX_RECORDING, "{}", recording.flac().len());
    assert_eq!(recording.spoken().seconds, 120);
    assert_eq!(decode(recording.flac()).unwrap().len(), all);
}

#[test]
fn speech_is_half_as_large_at_most() {
    let mut take = Take::default();
    take.add(&speech(4 * SECOND)).unwrap();
    let bytes = take.finish().unwrap().unwrap().flac().len();
    assert!(bytes < 4 * SECOND, "{bytes} bytes for {} of samples", 4 * SECOND * 2);
}

#[test]
fn an_empty_hall_is_no_speech_and_a_voice_is() {
    use crate::visit::Level;
    assert_eq!(loudness(0.0), 0);
    assert!(loudness(40.0) < Level::SPEECH, "58 dB below full scale: an empty hall");
    assert!((Level::SPEECH..Level::MOST).contains(&loudness(600.0)), "35 dB below full scale: somebody at arm's length");
    assert_eq!(loudness(32_767.0), Level::MOST);
}

#[test]
fn a_recording_ends_when_it_is_halted_and_the_microphone_is_off_then() {
    let microphone = SoundFile::of(speech(3 * SECOND), Then::Hangs);
    let mut bench = bench(microphone.clone());
    assert_eq!(bench.ready.recv_timeout(PATIENCE), Ok(true));
    let tape = tapes(1)[0];
    assert!(bench.recorder.record(tape).is_none());
    bench.hears(30);
    assert_eq!(microphone.is_on(), 1);
    bench.recorder.halt(tape);
    let recording = recorded(bench.answer().1);
    assert_eq!(microphone.is_on(), 0);
    assert_eq!(recording.spoken().seconds, 3);
    assert_eq!(decode(recording.flac()).unwrap()[..3 * SECOND], speech(3 * SECOND));
}

#[test]
fn the_longest_ends_by_itself() {
    let microphone = SoundFile::of(speech(LONGEST_RECORDING.as_secs() as usize * SECOND + SECOND), Then::Hangs);
    let mut bench = bench(microphone.clone());
    bench.recorder.record(tapes(1)[0]);
    let (levels, event) = bench.answer();
    assert_eq!((levels, recorded(event).spoken().seconds), (1200, 120));
    assert_eq!(microphone.is_on(), 0);
}

#[test]
fn what_is_not_wanted_any_more_is_told_to_nobody() {
    let microphone = SoundFile::of(speech(SECOND), Then::Hangs);
    let mut bench = bench(microphone.clone());
    let tapes = tapes(2);
    bench.recorder.record(tapes[0]);
    bench.hears(10);
    bench.recorder.discard();
    bench.recorder.record(tapes[1]);
    bench.hears(10);
    bench.recorder.halt(tapes[0]);
    bench.recorder.halt(tapes[1]);
    assert!(matches!(bench.answer(), (0, Event::Recorded(tape, _)) if tape == tapes[1]), "only of the second");
    drop(bench.recorder);
    assert!(bench.told.recv_timeout(PATIENCE).is_err());
    assert_eq!(microphone.is_on(), 0);
}

#[test]
fn a_microphone_that_is_pulled_out_hangs_or_was_never_there_is_told_with_what_was_heard_until_then() {
    for (then, seconds) in [(Then::Ends, Some(2)), (Then::Hangs, Some(2)), (Then::Absent, None)] {
        let microphone = SoundFile::of(speech(2 * SECOND), then);
        let mut bench = bench(microphone.clone());
        assert_eq!(bench.ready.recv_timeout(PATIENCE), Ok(then != Then::Absent));
        bench.recorder.record(tapes(1)[0]);
        let Event::RecordingFailed(_, until_then) = bench.answer().1 else { panic!("{then:?}") };
        assert_eq!(until_then.map(|recording| recording.spoken().seconds), seconds, "{then:?}");
        assert_eq!(bench.ready.recv_timeout(PATIENCE), Ok(false), "it is not offered again at once");
        assert_eq!(microphone.is_on(), 0);
    }
}

#[test]
fn a_recording_is_played_into_the_handset_as_it_was_heard() {
    let mut bench = bench(SoundFile::of(Vec::new(), Then::Hangs));
    let mut take = Take::default();
    take.add(&speech(SECOND)).unwrap();
    let (recording, tape) = (take.finish().unwrap().unwrap(), tapes(1)[0]);
    bench.recorder.play(tape, Zeroizing::new(recording.flac().to_vec()));
    assert!(matches!(bench.answer(), (0, Event::Played(played)) if played == tape));
    let heard = bench.heard.lock().unwrap();
    let (wav, ear) = &heard[0];
    assert_eq!(*ear, Ear::Handset);
    let samples: Vec<i16> = hound::WavReader::new(wav.as_slice()).unwrap().into_samples().map(Result::unwrap).collect();
    assert_eq!(samples, speech(SECOND));
}

#[test]
fn playing_stops_at_once_and_tells_no_end_of_what_was_cut_off() {
    let (begins, begun) = channel();
    let microphone = Box::new(SoundFile::of(Vec::new(), Then::Hangs));
    let (mut recorder, told, _) = start(Parts { microphone, sounder: Box::new(LongSound(begins)) });
    let mut take = Take::default();
    take.add(&speech(SECOND)).unwrap();
    recorder.play(tapes(1)[0], Zeroizing::new(take.finish().unwrap().unwrap().flac().to_vec()));
    begun.recv_timeout(PATIENCE).unwrap();
    recorder.discard();
    drop(recorder);
    assert!(told.recv_timeout(PATIENCE).is_err());
}

/// A program in place of arecord.
fn program(folder: &Path, script: &str) -> PathBuf {
    let file = folder.join("records");
    std::fs::write(&file, format!("#!/bin/sh\nif [ \"$1\" = --version ]; then exit 0; fi\n{script}\n")).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o700)).unwrap();
    file
}

fn alsa(program: PathBuf) -> AlsaMicrophone {
    AlsaMicrophone { program, device: "plughw:CARD=Bench".into() }
}

#[test]
fn arecord_is_asked_for_what_is_recorded_and_ended_when_it_is_enough() {
    let folder = tempfile::tempdir().unwrap();
    let sound = folder.path().join("sound.raw");
    // An odd number of bytes at a time: halves of samples belong together.
    std::fs::write(&sound, speech(SECOND).iter().flat_map(|sample| sample.to_le_bytes()).collect::<Vec<u8>>()).unwrap();
    let (args, pid) = (folder.path().join("args"), folder.path().join("pid"));
    let script = format!(
        "echo \"$@\" > {}; echo $$ > {}; dd if={} bs=777 status=none; exec sleep 3600",
        args.display(),
        pid.display(),
        sound.display()
    );
    let mut bench = bench(alsa(program(folder.path(), &script)));
    assert_eq!(bench.ready.recv_timeout(PATIENCE), Ok(true));
    let tape = tapes(1)[0];
    bench.recorder.record(tape);
    bench.hears(10);
    bench.recorder.halt(tape);
    let recording = recorded(bench.answer().1);
    assert_eq!(decode(recording.flac()).unwrap()[..SECOND], speech(SECOND));
    let args = std::fs::read_to_string(args).unwrap();
    assert_eq!(args.trim(), "-q -t raw -f S16_LE -c 1 -r 16000 -D plughw:CARD=Bench");
    let pid = std::fs::read_to_string(pid).unwrap();
    assert!(!Path::new("/proc").join(pid.trim()).exists(), "it still listens");
}

#[test]
fn an_arecord_that_is_absent_or_crashes_is_told_and_nothing_hangs() {
    let folder = tempfile::tempdir().unwrap();
    let absent = bench(alsa(PathBuf::from("/nowhere/arecord")));
    assert_eq!(absent.ready.recv_timeout(PATIENCE), Ok(false));
    for script in ["exit 1", "kill -9 $$", "head -c 3 /dev/zero"] {
        let mut bench = bench(alsa(program(folder.path(), script)));
        assert_eq!(bench.ready.recv_timeout(PATIENCE), Ok(true));
        bench.recorder.record(tapes(1)[0]);
        assert!(matches!(bench.answer(), (0, Event::RecordingFailed(..))), "{script}");
    }
}
