// Hands what the microphone hears to the page, a tenth of a second at a time, as samples of 16 bits.
const PIECE = 1600;
class Hears extends AudioWorkletProcessor {
  constructor() {
    super();
    this.piece = new Int16Array(PIECE);
    this.filled = 0;
  }
  process([[heard]]) {
    for (const sample of heard ?? []) {
      this.piece[this.filled++] = Math.max(-1, Math.min(1, sample)) * 32767;
      if (this.filled === PIECE) {
        this.port.postMessage(this.piece.slice());
        this.filled = 0;
      }
    }
    return true;
  }
}
registerProcessor("hears", Hears);
