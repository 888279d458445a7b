// Subtitles that are to be spoken: their file, what the server reads in it, and voices for its speakers.
import { say } from "./phrases.js";
import { cuesOf } from "./server.js";
import { clock } from "./waveform.js";

const find = (id) => document.getElementById(id);
const SOON_MS = 400; // after the last letter
const ALOUD = "\n"; // the value of a choice that is no name

export class Dubbing {
  #names = []; // of the stored voices
  #read = null; // what the server says of the file
  #timer = 0;
  #reading = null;

  constructor() {
    find("subtitles-file").addEventListener("change", async ({ target }) => {
      if (!target.files[0]) return;
      find("subtitles").value = await textOf(target.files[0]);
      this.#look();
    });
    find("subtitles").addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#look(), SOON_MS);
    });
  }

  /** Return the fields of a request that say what is spoken, and by whom. */
  get fields() {
    const chosen = [...find("speakers").querySelectorAll("select")].map(({ name, value }) => [name, value]);
    const voices = Object.fromEntries(chosen.filter(([, value]) => value && value !== ALOUD));
    return { srt: find("subtitles").value, ...(Object.keys(voices).length ? { voices } : {}) };
  }

  /** Offer these voices. */
  offer(names) {
    this.#names = names;
    this.#showSpeakers();
  }

  async #look() {
    this.#reading?.abort();
    const own = this.#reading = new AbortController(), srt = find("subtitles").value;
    try {
      this.#read = srt.trim() ? await cuesOf(srt, own.signal) : null;
    } catch (error) {
      if (own.signal.aborted) return;
      this.#read = { cues: 0, until: 0, speakers: [], faults: [], warnings: [error.message] };
    }
    if (this.#reading !== own) return;
    const { cues = 0, until = 0, faults = [], warnings = [] } = this.#read ?? {};
    find("cues").textContent = cues ? say("cue_count", { cues, until: clock(until) }) : "";
    const notes = [...faults.map(({ problem, expected }) => say("cue_fault", { problem, expected })), ...warnings];
    find("cue-notes").replaceChildren(...notes.map((note) => Object.assign(document.createElement("li"), { textContent: note })));
    this.#showSpeakers();
  }

  // What begins cues with a colon may be a speaker or not: until it has a voice, it is read aloud.
  #showSpeakers() {
    const before = Object.fromEntries([...find("speakers").querySelectorAll("select")].map(({ name, value }) => [name, value]));
    find("speakers").replaceChildren(...(this.#read?.speakers ?? []).map(({ name, cues, is_marked: isMarked }) => {
      const label = document.createElement("label"), select = document.createElement("select");
      const without = isMarked ? new Option(say("chosen_voice"), "") : new Option(say("no_speaker"), ALOUD);
      select.name = name;
      select.append(without, ...this.#names.map((voice) => new Option(voice)));
      const same = this.#names.find((voice) => voice.toLowerCase() === name.toLowerCase());
      select.value = [before[name], same].find((value) => this.#names.includes(value)) ?? without.value;
      label.append(`${say("speaker", { name, cues })} `, select);
      return label;
    }));
  }
}

// UTF-8, UTF-16 by its mark, or else what old files are written in.
async function textOf(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const marked = { "255,254": "utf-16le", "254,255": "utf-16be" }[String(bytes.slice(0, 2))];
  try {
    return new TextDecoder(marked ?? "utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
