// What the pages do beyond forms and links: stay up to date, and ring. Every page works without this file.
"use strict";

const live = document.getElementById("live");
const lost = document.getElementById("lost");
const said = document.getElementById("said");

// --- Staying up to date. The desk says that something changed; the page fetches itself and takes over the parts marked
// data-live. Ages grow, so it also looks every half minute.
const LOOK_EVERY = 30000;
// How long the desk may be silent before the page admits it: the desk says something at least every 15 s.
const SILENT_AFTER = 40000;

// A page whose fresh copy waits for nothing any more has nothing to look for either.
let over = false;
let looking = false;
let again = false;
let heard = Date.now();

async function look() {
  if (over) { return; }
  if (looking) { again = true; return; }
  looking = true;
  try {
    const answer = await fetch(location.pathname, { headers: { "x-inloop-live": "1" }, credentials: "same-origin", redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || answer.status === 401) { location.assign(location.pathname); return; }
    if (!answer.ok) { throw new Error(String(answer.status)); }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    show(fresh);
    lost.hidden = true;
    if (!fresh.getElementById("live")) { over = true; news.close(); }
  } catch {
    lost.hidden = false;
  } finally {
    looking = false;
    if (again) { again = false; look(); }
  }
}

// What somebody is typing or choosing is not taken from under the fingers.
function busy(part) {
  const fields = Array.from(part.querySelectorAll("input:not([type=hidden]), select"));
  const touched = (field) => field.checked !== field.defaultChecked || (field.tagName === "INPUT" ? field.value !== field.defaultValue : field.selectedIndex > 0);
  return fields.some((field) => field === document.activeElement || touched(field));
}

function show(fresh) {
  const before = new Set(Array.from(document.querySelectorAll("[data-id]"), (line) => line.dataset.id));
  const held = document.activeElement && document.activeElement.id;
  for (const part of fresh.querySelectorAll("[data-live]")) {
    const here = document.getElementById(part.id);
    if (here && here.innerHTML !== part.innerHTML && !busy(here)) { here.replaceChildren(...part.childNodes); }
    if (here) { Object.assign(here.dataset, part.dataset); }
  }
  document.title = fresh.title;
  const focus = held && document.getElementById(held);
  if (focus && focus !== document.activeElement) { focus.focus({ preventScroll: true }); }
  const arrived = Array.from(document.querySelectorAll("[data-id]")).filter((line) => !before.has(line.dataset.id));
  for (const line of arrived) { line.classList.add("fresh"); }
  if (said && arrived.length) {
    const call = arrived.some((line) => line.classList.contains("ringing"));
    said.textContent = call ? said.dataset.call : said.dataset.card;
  }
  ring();
}

let news = null;

function listen() {
  news = new EventSource("/nieuws");
  news.addEventListener("version", (event) => {
    heard = Date.now();
    if (event.data !== live.dataset.version) { look(); }
  });
  news.addEventListener("bye", () => { news.close(); location.assign(location.pathname); });
  news.addEventListener("error", () => {
    // The browser tries again by itself unless the desk refused; then looking finds out why.
    if (news.readyState === EventSource.CLOSED) { look(); setTimeout(() => { if (!over) { listen(); } }, 5000); }
  });
}

// --- Ringing. Browsers allow sound after a touch only, so somebody turns it on once for each visit of the page.
const sound = document.getElementById("sound");
const RING_EVERY = 4000;
let audio = null;
let ringing = 0;

function tone(pitch, start, length) {
  const voice = audio.createOscillator();
  const loud = audio.createGain();
  voice.frequency.value = pitch;
  loud.gain.setValueAtTime(0, start);
  loud.gain.linearRampToValueAtTime(0.35, start + 0.02);
  loud.gain.exponentialRampToValueAtTime(0.001, start + length);
  voice.connect(loud).connect(audio.destination);
  voice.start(start);
  voice.stop(start + length);
}

function chime() {
  const now = audio.currentTime;
  tone(659.25, now, 0.9);
  tone(523.25, now + 0.45, 1.3);
}

function ring() {
  const wanted = audio && live && Number(live.dataset.ringing) > 0;
  document.documentElement.dataset.sounding = wanted ? "yes" : "no";
  if (wanted && !ringing) {
    chime();
    ringing = setInterval(chime, RING_EVERY);
  } else if (!wanted && ringing) {
    clearInterval(ringing);
    ringing = 0;
  }
}

function turnSound(on) {
  if (on) { audio = new AudioContext(); } else if (audio) { audio.close(); audio = null; }
  sound.setAttribute("aria-pressed", String(on));
  const says = document.getElementById("sound-says");
  says.textContent = on ? says.dataset.on : says.dataset.off;
  ring();
}

// --- What can be taken back can be so for half a minute; then the button goes.
for (const form of document.querySelectorAll("form.undo")) {
  setTimeout(() => form.remove(), Number(form.dataset.for) * 1000);
}

// --- Copying: without this script the text is marked and copied by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      // Browsers give no clipboard to plain HTTP on another machine.
      text.focus();
      text.select();
      if (!document.execCommand("copy")) { return; }
    }
    button.querySelector("span").textContent = button.dataset.done;
  });
}

// --- A form goes once, however often it is pressed.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.gone) { event.preventDefault(); return; }
  // A file leaves the page where it is: its form may go again.
  if (!("again" in event.target.dataset)) { event.target.dataset.gone = "1"; }
});
// Browsers keep a page that was left in memory for a while, and its open connections with it. They keep six to one desk: after six
// such pages the next would wait a minute.
window.addEventListener("pagehide", () => { if (news) { news.close(); } });
// A page taken back out of the browser's memory may be old, or another's.
window.addEventListener("pageshow", (event) => { if (event.persisted) { location.reload(); } });

if (sound) {
  sound.parentElement.hidden = false;
  sound.addEventListener("click", () => turnSound(!audio));
}
if (live) {
  listen();
  setInterval(look, LOOK_EVERY);
  setInterval(() => { if (!over && Date.now() - heard > SILENT_AFTER) { lost.hidden = false; } }, 5000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { look(); } });
}
