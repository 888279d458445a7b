// What is heard. While speech is being made its pieces are played one after the other (Web Audio); when it is
// whole, an <audio> element plays it, which can also go slower without changing the pitch.
import { wavOf } from "./pcm.js";

const AHEAD_S = 0.06; // between the decision to play and the first sample

export class Sound extends EventTarget {
  #context = null; // of speech that is being made
  #pieces = []; // {start, end, buffer}
  #parts = []; // their samples
  #sources = new Set();
  #origin = 0; // the context's time at which the speech's second 0 is, or would have been
  #address = null;
  #stopAt = Infinity;
  #whole = null; // the file, when no more pieces come

  constructor(element) {
    super();
    this.element = element;
    for (const name of ["play", "pause", "ended", "seeked", "loadedmetadata"]) {
      element.addEventListener(name, () => this.#tell());
    }
  }

  get isLive() { return this.#context !== null; }
  get duration() { return this.isLive ? this.#end : this.element.duration || 0; }
  get time() {
    if (!this.isLive) return this.element.currentTime;
    // What is heard now left the context a little earlier.
    const late = this.paused ? 0 : this.#context.outputLatency || 0;
    return Math.max(0, Math.min(this.#context.currentTime - late - this.#origin, this.#end));
  }
  get paused() {
    return this.isLive ? this.#context.state !== "running" || !this.#pieces.length : this.element.paused;
  }
  get #end() { return this.#pieces.at(-1)?.end ?? 0; }

  /** Play a whole file, at an address or a Blob. */
  load(file) {
    this.stop();
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = typeof file === "string" ? null : URL.createObjectURL(file);
    this.element.src = this.#address ?? file;
  }

  /** Begin with speech whose pieces come one by one. Has to be called while a click is being answered. */
  begin(rate) {
    this.stop();
    this.element.pause();
    this.#context = new AudioContext({ sampleRate: rate });
  }

  /** Add the next piece, and play it after those before it. */
  append(samples) {
    const rate = this.#context.sampleRate, buffer = this.#context.createBuffer(1, Math.max(1, samples.length), rate);
    const heard = buffer.getChannelData(0);
    for (let at = 0; at < samples.length; at++) heard[at] = samples[at] / 32768;
    const start = this.#end, piece = { start, end: start + samples.length / rate, buffer };
    this.#parts.push(samples);
    const soonest = this.#context.currentTime + AHEAD_S;
    if (this.#origin + start < soonest) this.#origin = soonest - start; // the listener had to wait
    this.#pieces.push(piece);
    this.#schedule(piece, 0);
    this.#tell();
  }

  /** Say that no more pieces come; return the whole as a WAV file. */
  finish() {
    const whole = this.#whole = wavOf(this.#parts, this.#context.sampleRate);
    if (this.paused) this.#settle(); // else at the end, or when the listener goes elsewhere
    return whole;
  }

  /** Play; with an end, only as far as that. */
  play(stopAt = Infinity) {
    this.#stopAt = stopAt;
    if (this.isLive) this.#context.resume().then(() => this.#tell());
    else {
      if (this.element.ended || this.time >= this.duration) this.element.currentTime = 0;
      this.element.play().catch(() => this.#tell()); // a browser may want a click first
    }
  }

  pause() {
    if (this.isLive) this.#context.suspend().then(() => { this.#settle(); this.#tell(); });
    else this.element.pause();
  }

  seek(time) {
    const second = Math.max(0, Math.min(time, this.duration || Infinity)); // unknown before a file is loaded
    this.#stopAt = Infinity;
    const wasPlaying = !this.paused;
    this.#settle();
    if (!this.isLive) {
      const go = () => { this.element.currentTime = second; };
      if (this.element.readyState) go();
      else this.element.addEventListener("loadedmetadata", go, { once: true });
      if (wasPlaying && this.element.paused) this.element.play().catch(() => this.#tell());
      return;
    }
    this.#silence();
    this.#origin = this.#context.currentTime + (wasPlaying ? AHEAD_S : 0) - second;
    for (const piece of this.#pieces) if (piece.end > second) this.#schedule(piece, Math.max(0, second - piece.start));
    this.#tell();
  }

  /** Has to be called on every frame while something is heard: ends what is played only in part, and hands over
   *  what was heard to its end. */
  check() {
    if (this.isLive && this.time >= this.#end) this.#settle();
    if (this.time < this.#stopAt || this.paused) return;
    this.#stopAt = Infinity;
    this.pause();
  }

  /** Give up what is being made. */
  stop() {
    this.#silence();
    this.#context?.close();
    this.#context = null;
    this.#pieces = [], this.#parts = [], this.#origin = 0, this.#whole = null;
  }

  #schedule(piece, skipped) {
    const source = new AudioBufferSourceNode(this.#context, { buffer: piece.buffer });
    source.connect(this.#context.destination);
    source.start(this.#origin + piece.start + skipped, skipped);
    this.#sources.add(source);
    source.addEventListener("ended", () => this.#sources.delete(source));
  }

  #silence() {
    for (const source of this.#sources) source.stop();
    this.#sources.clear();
  }

  // The element takes over, where the listener is, once the speech is whole.
  #settle() {
    if (!this.#whole) return;
    const time = this.time, whole = this.#whole;
    this.stop();
    this.load(whole);
    this.seek(time);
    this.#tell();
  }

  #tell() { this.dispatchEvent(new Event("change")); }
}
