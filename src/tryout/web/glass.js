// Paints the rectangles the kiosk sends, and sends touches and keys back.
const canvas = document.querySelector("canvas");
const keys = document.querySelector("textarea");
const stopped = document.querySelector("p");
const paint = canvas.getContext("2d", { alpha: false });
const RECONNECT_MS = 1000;
const MICROPHONE_HZ = 16000;
let socket, sound, speaking, hearing;

function connect() {
  let first = true;
  socket = new WebSocket(`ws://${location.host}/glass`);
  socket.binaryType = "arraybuffer";
  socket.onopen = () => { stopped.hidden = true; tellOfMicrophone(); };
  socket.onmessage = ({ data }) => {
    if (typeof data === "string") return (ORDERS[data] ?? play)(data);
    const [x, y, width, height] = new Uint16Array(data, 0, 4);
    if (x === 0xffff && y === 0xffff) return speak(data.slice(8));
    if (first) { canvas.width = width; canvas.height = height; first = false; }
    paint.putImageData(new ImageData(new Uint8ClampedArray(data, 8), width, height), x, y);
  };
  socket.onclose = () => { deaf(); stopped.hidden = false; setTimeout(connect, RECONNECT_MS); };
}
const send = (event) => { if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(event)); };

// The doorbell in the hall has two tones; "are you still there?" has one. Browsers allow sound after a touch, and every sound
// of the kiosk comes after one.
const SOUNDS = { "call": [[659, 0], [523, 0.45]], "still-there": [[523, 0]], "may-speak": [[659, 0]] };
function play(name) {
  document.body.dataset.heard = name;
  sound ??= new AudioContext();
  for (const [pitch, after] of SOUNDS[name]) {
    const tone = sound.createOscillator(), volume = sound.createGain(), start = sound.currentTime + after;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.3, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.8);
    tone.connect(volume).connect(sound.destination);
    tone.start(start);
    tone.stop(start + 0.8);
  }
}

// Whether there is a microphone, without asking for it: that is asked when somebody touches "start".
async function tellOfMicrophone() {
  const devices = await navigator.mediaDevices?.enumerateDevices().catch(() => []) ?? [];
  const asked = await navigator.permissions?.query({ name: "microphone" }).catch(() => undefined);
  send({ t: "microphone", there: asked?.state !== "denied" && devices.some(({ kind }) => kind === "audioinput") });
}
navigator.mediaDevices?.addEventListener("devicechange", tellOfMicrophone);

// The microphone is on until the kiosk says "deaf".
async function listen() {
  deaf();
  const own = hearing = { ends: false };
  try {
    own.stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
    own.context = new AudioContext({ sampleRate: MICROPHONE_HZ });
    await own.context.audioWorklet.addModule("/microphone.js");
    if (own.ends) return off(own);
    const hears = new AudioWorkletNode(own.context, "hears", { numberOfOutputs: 0 });
    hears.port.onmessage = ({ data }) => { if (!own.ends && socket.readyState === WebSocket.OPEN) socket.send(data.buffer); };
    own.context.createMediaStreamSource(own.stream).connect(hears);
    document.body.dataset.hears = "yes";
  } catch {
    off(own);
    send({ t: "microphone", there: false });
  }
}
function deaf() {
  if (hearing) off(hearing);
  hearing = undefined;
}
function off(own) {
  own.ends = true;
  own.stream?.getTracks().forEach((track) => track.stop());
  own.context?.close();
  own.context = undefined;
  document.body.dataset.hears = "no";
}

// What is read aloud, one thing at a time.
function hush() {
  speaking?.stop();
  speaking = undefined;
}
async function speak(wav) {
  sound ??= new AudioContext();
  const buffer = await sound.decodeAudioData(wav);
  hush();
  document.body.dataset.spoken = buffer.duration;
  speaking = sound.createBufferSource();
  speaking.buffer = buffer;
  speaking.connect(sound.destination);
  speaking.start();
}

function pointer(t, event) {
  const scale = canvas.width / canvas.clientWidth;
  send({ t, x: event.offsetX * scale, y: event.offsetY * scale });
}
canvas.onpointerdown = (event) => {
  if (!event.isPrimary) return;
  event.preventDefault();
  keys.focus();
  canvas.setPointerCapture(event.pointerId);
  pointer("down", event);
};
canvas.onpointermove = (event) => { if (event.isPrimary && event.buttons) pointer("move", event); };
canvas.onpointerup = (event) => { if (event.isPrimary) { pointer("up", event); send({ t: "leave" }); } };
canvas.onpointercancel = () => send({ t: "leave" });

// Keys that write nothing go by name; everything else as the text the browser makes of it, dead keys and input methods included.
const isNamed = (event) => !event.isComposing && event.key.length > 1 && event.key !== "Dead" && event.key !== "Unidentified";
const key = (event, down) => {
  if (!isNamed(event)) return;
  if (down && event.key !== "Tab") event.preventDefault();
  send({ t: "key", key: event.key, down });
};
keys.onkeydown = (event) => key(event, true);
keys.onkeyup = (event) => key(event, false);
const flush = () => { send({ t: "text", text: keys.value.slice(0, 200) }); keys.value = ""; };
keys.oninput = (event) => { if (!event.isComposing) flush(); };
keys.addEventListener("compositionend", flush);

const ORDERS = { hush, listen, deaf };
connect();
keys.focus();
