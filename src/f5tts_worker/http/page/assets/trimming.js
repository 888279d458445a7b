// A recording's waveform, on which its beginning and its end are chosen.
import { decoded, wavOf } from "./pcm.js";

const VENDOR = "../vendor/wavesurfer";
const RATE = 24000;

export class Trimming {
  #surfer = null;
  #region = null;
  #sound = null;

  /** `from` and `to` are number inputs, which say the same as the region and can be typed in. */
  constructor(container, from, to) {
    Object.assign(this, { container, from, to });
    for (const input of [from, to]) input.addEventListener("change", () => this.#take());
  }

  get seconds() { return this.#sound ? this.#sound.samples.length / this.#sound.rate : 0; }
  get #chosen() { return [Number(this.from.value), Number(this.to.value)]; }

  /** Show a recording. Throws where the browser cannot read it. */
  async show(blob) {
    this.close();
    this.#sound = await decoded(await blob.arrayBuffer(), RATE);
    this.#sound.blob = blob;
    const [{ default: WaveSurfer }, { default: Regions }] = await Promise.all([
      import(`${VENDOR}/wavesurfer.esm.js`), import(`${VENDOR}/regions.esm.js`),
    ]);
    const style = getComputedStyle(document.documentElement), colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const regions = Regions.create();
    this.#surfer = WaveSurfer.create({
      container: this.container, height: 96, waveColor: colour("wave"), progressColor: colour("accent"),
      cursorColor: colour("ink"), cspNonce: document.querySelector("script[nonce]").nonce, plugins: [regions],
    });
    await this.#surfer.loadBlob(wavOf([this.#sound.samples], this.#sound.rate));
    this.#region = regions.addRegion({ start: 0, end: this.seconds, color: colour("region"), minLength: 0.1 });
    this.#region.on("update", () => this.#say(this.#region.start, this.#region.end));
    for (const input of [this.from, this.to]) input.max = this.seconds.toFixed(2);
    this.#say(0, this.seconds);
  }

  /** Hear what is chosen. */
  hear() { this.#region?.play(true); }

  /** Return what is chosen: the recording as it came, if that is all of it, or else a WAV file. */
  cut() {
    const [from, to] = this.#chosen;
    if (from <= 0.005 && to >= this.seconds - 0.01) return this.#sound.blob;
    const { samples, rate } = this.#sound;
    return wavOf([samples.subarray(Math.round(from * rate), Math.round(to * rate))], rate);
  }

  close() {
    this.#surfer?.destroy();
    this.#surfer = this.#region = this.#sound = null;
  }

  #say(start, end) {
    this.from.value = start.toFixed(2), this.to.value = end.toFixed(2);
  }

  #take() {
    const [from, to] = this.#chosen, end = Math.min(Math.max(to, 0.1), this.seconds);
    const start = Math.min(Math.max(from, 0), end - 0.1);
    this.#region?.setOptions({ start, end });
    this.#say(start, end);
  }
}
