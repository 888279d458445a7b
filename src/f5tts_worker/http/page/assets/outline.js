// The lowest and highest sample of every few milliseconds, which is what a waveform shows.
import { PART, breath } from "./pcm.js";

const PER_SECOND = 200; // buckets: finer than a screen shows
const COARSE = 64; // buckets in one of the coarse ones, from which long stretches are drawn

export class Outline {
  constructor(rate) {
    this.bucket = rate / PER_SECOND; // samples
    this.low = [], this.high = [], this.coarseLow = [], this.coarseHigh = [];
    this.loudest = 0;
    this.taken = 0; // samples
  }

  get seconds() { return this.low.length / PER_SECOND; }

  /** Add samples that follow those that were added before. */
  add(samples) {
    for (let from = 0; from < samples.length;) {
      const index = Math.floor((this.taken + from) / this.bucket);
      const to = Math.min(samples.length, Math.ceil((index + 1) * this.bucket) - this.taken);
      let low = this.low[index] ?? 32767, high = this.high[index] ?? -32768;
      for (let at = from; at < to; at++) {
        if (samples[at] < low) low = samples[at];
        if (samples[at] > high) high = samples[at];
      }
      this.#put(index, low, high);
      from = Math.max(to, from + 1);
    }
    this.taken += samples.length;
  }

  /** Add many samples, in parts, so that the page answers meanwhile. */
  async addAll(samples) {
    for (let from = 0; from < samples.length; from += PART) {
      this.add(samples.subarray(from, from + PART));
      if (from) await breath();
    }
  }

  #put(index, low, high) {
    this.low[index] = low, this.high[index] = high;
    const coarse = Math.floor(index / COARSE);
    this.coarseLow[coarse] = Math.min(this.coarseLow[coarse] ?? 32767, low);
    this.coarseHigh[coarse] = Math.max(this.coarseHigh[coarse] ?? -32768, high);
    this.loudest = Math.max(this.loudest, -low, high);
  }

  /** Return the extremes between two times as parts of the loudest sample, from -1 to 1. */
  between(start, end) {
    const first = Math.max(0, Math.floor(start * PER_SECOND));
    const stop = Math.min(this.low.length, Math.max(Math.ceil(end * PER_SECOND), first + 1));
    const isLong = stop - first > 2 * COARSE, step = isLong ? COARSE : 1;
    const [lows, highs] = isLong ? [this.coarseLow, this.coarseHigh] : [this.low, this.high];
    let low = 0, high = 0;
    for (let at = Math.floor(first / step); at * step < stop; at++) {
      if (lows[at] < low) low = lows[at];
      if (highs[at] > high) high = highs[at];
    }
    const most = this.loudest || 1;
    return [low / most, high / most];
  }
}
