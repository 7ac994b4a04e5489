//! FLAC: packed block by block as it is heard, and unpacked to be played.

use crate::entry::{MAX_RECORDING, RECORDING_RATE};
use flacenc::bitsink::ByteSink;
use flacenc::component::{BitRepr, Stream, StreamInfo};
use flacenc::config;
use flacenc::error::{Verified, Verify};
use flacenc::source::{Fill, FrameBuf};
use symphonia::core::codecs::audio::AudioDecoderOptions;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, TrackType};
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;
use zeroize::{Zeroize, Zeroizing};

/// Samples of a block: a quarter of a second, as the reference encoder packs.
pub(super) const BLOCK: usize = 4096;
/// The shortest block that the format knows; a shorter rest is filled with silence, 2 ms of it at most.
const SHORTEST: usize = 32;
const CHANNELS: usize = 1;
const BITS: usize = 16;

/// What was heard could not be packed: cannot happen with samples of 16 bits.
#[derive(Debug, thiserror::Error)]
#[error("the sound could not be packed: {0}")]
pub struct NotEncoded(String);

fn not_encoded(error: impl std::fmt::Display) -> NotEncoded {
    NotEncoded(error.to_string())
}

/// Packs blocks. What it holds is wiped when dropped; in the encoder's own buffers stays at most one block, until the next.
pub(super) struct Encoder {
    config: Verified<config::Encoder>,
    info: StreamInfo,
    /// Room for the longest recording at once: growing would leave copies behind.
    sink: ByteSink,
    block: Zeroizing<Vec<i32>>,
    blocks: usize,
    samples: usize,
}

impl Encoder {
    pub(super) fn new() -> Result<Self, NotEncoded> {
        let config = config::Encoder::default().into_verified().map_err(|(_, error)| not_encoded(error))?;
        let mut info = StreamInfo::new(RECORDING_RATE as usize, CHANNELS, BITS).map_err(not_encoded)?;
        info.set_block_sizes(BLOCK, BLOCK).map_err(not_encoded)?;
        let mut sink = ByteSink::with_capacity(MAX_RECORDING * 8);
        header(&info).write(&mut sink).map_err(not_encoded)?;
        let block = Zeroizing::new(Vec::with_capacity(BLOCK));
        Ok(Encoder { config, info, sink, block, blocks: 0, samples: 0 })
    }

    pub(super) fn add(&mut self, sample: i16) -> Result<(), NotEncoded> {
        self.block.push(sample.into());
        if self.block.len() == BLOCK { self.pack() } else { Ok(()) }
    }

    fn pack(&mut self) -> Result<(), NotEncoded> {
        let mut frame = FrameBuf::with_size(CHANNELS, self.block.len()).map_err(not_encoded)?;
        frame.fill_interleaved(&self.block).map_err(not_encoded)?;
        let packed = flacenc::encode_fixed_size_frame(&self.config, &frame, self.blocks, &self.info).map_err(not_encoded)?;
        packed.write(&mut self.sink).map_err(not_encoded)?;
        self.blocks += 1;
        self.samples += self.block.len();
        self.block.zeroize();
        Ok(())
    }

    /// The file; None where nothing was added.
    pub(super) fn finish(mut self) -> Result<Option<Zeroizing<Vec<u8>>>, NotEncoded> {
        if !self.block.is_empty() {
            let whole = self.block.len().max(SHORTEST);
            self.block.resize(whole, 0);
            self.pack()?;
        }
        if self.samples == 0 {
            return Ok(None);
        }
        self.info.set_total_samples(self.samples);
        let mut head = ByteSink::new();
        header(&self.info).write(&mut head).map_err(not_encoded)?;
        let mut file = Zeroizing::new(std::mem::take(&mut self.sink).into_inner());
        let head = head.as_slice();
        // It is as long as the one that was written first.
        file.iter_mut().zip(head).for_each(|(byte, head)| *byte = *head);
        Ok(Some(file))
    }
}

impl Drop for Encoder {
    fn drop(&mut self) {
        drop(Zeroizing::new(std::mem::take(&mut self.sink).into_inner()));
    }
}

/// A file without a block.
fn header(info: &StreamInfo) -> Stream {
    Stream::with_stream_info(info.clone())
}

/// The samples of a FLAC file of one channel; None where it is none.
pub fn decode(flac: &[u8]) -> Option<Zeroizing<Vec<i16>>> {
    let file = Zeroizing::new(flac.to_vec());
    let source = MediaSourceStream::new(Box::new(std::io::Cursor::new(file)), Default::default());
    let probe = symphonia::default::get_probe();
    let mut format = probe.probe(&Hint::new(), source, FormatOptions::default(), MetadataOptions::default()).ok()?;
    let track = format.default_track(TrackType::Audio)?;
    let params = track.codec_params.as_ref()?.audio()?;
    let room = track.num_frames.unwrap_or_default().min(MAX_SAMPLES as u64) as usize;
    let mut decoder = symphonia::default::get_codecs().make_audio_decoder(params, &AudioDecoderOptions::default()).ok()?;
    let mut samples = Zeroizing::new(Vec::<i16>::with_capacity(room));
    let mut block = Zeroizing::new(Vec::<i16>::new());
    while let Some(packet) = format.next_packet().ok()? {
        decoder.decode(&packet).ok()?.copy_to_vec_interleaved(&mut block);
        let left = MAX_SAMPLES - samples.len();
        samples.extend(block.iter().take(left));
    }
    (!samples.is_empty()).then_some(samples)
}

/// No recording is longer: what says so is not unpacked further.
const MAX_SAMPLES: usize = crate::entry::LONGEST_RECORDING.as_secs() as usize * RECORDING_RATE as usize;
