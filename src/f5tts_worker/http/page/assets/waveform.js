// The waveform with a line at every word, a label under each that has room, and a map of the whole.
const LANE = 17, LANES = 3, RULER = 20; // pixels, and rows of labels
const MOST = 900, LEAST = 110; // pixels per second
const NARROW = 4; // pixels: of narrower words only the one that is lit or under the pointer is drawn

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

function* range(first, last) { for (let i = first; i <= last; i++) yield i; }

/** Return seconds as minutes, seconds and hundredths. */
export const clock = (seconds) => {
  const hundredths = Math.round(100 * seconds);
  const rest = ((hundredths % 6000) / 100).toFixed(2).padStart(5, "0");
  return `${Math.floor(hundredths / 6000)}:${rest}`;
};

/** Return the index of the last item that has begun at a time, or -1. */
export const latest = (items, time) => {
  let low = 0, high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle].start <= time + 1e-3) low = middle + 1; else high = middle;
  }
  return low - 1;
};

export class Waveform {
  hovered = -1; // a word
  follow = true; // the view moves with the voice
  #zoom = 0; // pixels per second; 0: chosen from the width
  #left = 0; // the second at the left edge
  #colours = {};
  #mapped = { key: "", columns: [] };

  constructor(canvas, map) {
    this.canvas = canvas, this.map = map;
    this.words = [], this.outline = null, this.duration = 0.001;
    this.readColours();
  }

  /** Show other speech: its words, its outline, its seconds. */
  show(words, outline, duration) {
    this.words = words, this.outline = outline, this.duration = Math.max(duration, 0.001);
    this.#mapped.key = "";
  }

  restart() { this.#left = 0, this.#zoom = 0, this.hovered = -1, this.follow = true; }

  readColours() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["accent", "glow", "wave", "band", "line", "ink", "soft", "faint", "card"]) {
      this.#colours[name] = style.getPropertyValue(`--${name}`).trim();
    }
  }

  wordAt(time) {
    const index = latest(this.words, time);
    return index >= 0 && time < this.words[index].end ? index : -1;
  }
  get #perSecond() {
    const width = this.canvas.clientWidth, all = width / this.duration;
    return Math.max(this.#zoom || clamp(all, LEAST, MOST), all);
  }
  get #seconds() { return this.canvas.clientWidth / this.#perSecond; }
  #hold(second) { return clamp(second, 0, Math.max(0, this.duration - this.#seconds)); }

  /** Return the second under a pointer. */
  secondAt(event) { return this.#left + (event.clientX - this.canvas.getBoundingClientRect().left) / this.#perSecond; }
  isOnLabels(event) { return event.offsetY > this.canvas.clientHeight - RULER - LANES * LANE - 8; }

  magnify(factor, time) {
    const focus = clamp(time, this.#left, this.#left + this.#seconds);
    const place = (focus - this.#left) / this.#seconds;
    this.#zoom = clamp(this.#perSecond * factor, this.canvas.clientWidth / this.duration, MOST);
    this.#left = this.#hold(focus - place * this.#seconds);
  }
  /** Move the view by pixels. */
  move(across) { this.follow = false; this.#left = this.#hold(this.#left + across / this.#perSecond); }
  moveTo(part) { this.follow = false; this.#left = this.#hold(part * this.duration - this.#seconds / 2); }
  /** Bring a second into view. */
  reveal(time) {
    const place = (time - this.#left) / this.#seconds;
    if (place < 0 || place > 1) this.#left = this.#hold(time - 0.2 * this.#seconds);
  }

  /** Draw everything at a time, of which a word may be lit. */
  draw(time, current, isPlaying) {
    if (!this.outline || !this.canvas.clientWidth) return;
    const place = (time - this.#left) / this.#seconds;
    if (this.follow && isPlaying && (place < 0 || place > 0.6)) {
      this.#left = time - (place < 0 || place > 1 ? 0.1 : 0.6) * this.#seconds;
    }
    this.#left = this.#hold(this.#left);
    this.#drawWave(time, current);
    this.#drawMap(time);
  }

  #prepare(canvas) {
    const ratio = window.devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    return [pen, width, height];
  }

  #drawWave(time, current) {
    const [pen, width, height] = this.#prepare(this.canvas);
    const scale = this.#perSecond, left = this.#left, tall = height - RULER - LANES * LANE - 8;
    const first = Math.max(0, latest(this.words, left)), last = latest(this.words, left + this.#seconds);
    const isWide = width > NARROW * (last - first + 1);
    for (const i of isWide ? range(first, last) : [current, this.hovered]) {
      if (i < first || i > last) continue;
      const { start, end, source } = this.words[i], x0 = (start - left) * scale, x1 = (end - left) * scale;
      pen.fillStyle = i === current ? this.#colours.glow : this.#colours.band;
      pen.fillRect(x0, 0, x1 - x0, tall);
      if (source === "interpolated") this.#hatch(pen, x0, x1, tall);
      pen.fillStyle = i === this.hovered || i === current ? this.#colours.accent : this.#colours.faint;
      pen.fillRect(Math.round(x0), 0, 1, tall);
      pen.globalAlpha = 0.4;
      pen.fillRect(Math.round(x1) - 1, 0, 1, tall);
      pen.globalAlpha = 1;
    }
    const columns = this.#columns(width, left, scale);
    this.#sound(pen, columns, tall / 2, tall / 2 - 4, (time - left) * scale);
    this.#labels(pen, first, last, tall + 8, current);
    this.#ruler(pen, width, height);
    if (time >= left && time <= left + this.#seconds + 1e-3) this.#needle(pen, (time - left) * scale, width, tall);
  }

  #needle(pen, at, width, tall) {
    const x = Math.min(at, width - 2);
    pen.fillStyle = this.#colours.ink;
    pen.fillRect(x, 0, 2, tall);
    pen.beginPath();
    pen.arc(x + 1, 4, 4, 0, 7);
    pen.fill();
  }

  #drawMap(time) {
    this.map.hidden = this.#seconds >= this.duration - 1e-3;
    if (this.map.hidden) return;
    const [pen, width, height] = this.#prepare(this.map), scale = width / this.duration;
    const key = `${width} ${this.outline.seconds}`;
    if (this.#mapped.key !== key) this.#mapped = { key, columns: this.#columns(width, 0, scale) };
    pen.fillStyle = this.#colours.band;
    pen.fillRect(0, 0, width, height);
    pen.fillStyle = this.#colours.glow;
    pen.fillRect(this.#left * scale, 0, this.#seconds * scale, height);
    this.#sound(pen, this.#mapped.columns, height / 2, height / 2 - 3, time * scale);
  }

  #columns(width, from, scale) {
    const second = (x) => from + x / scale;
    return Array.from({ length: Math.ceil(width) + 1 }, (_, x) => this.outline.between(second(x), second(x + 1)));
  }

  // The filled outline of the sound; what was heard has another colour.
  #sound(pen, columns, middle, half, heard) {
    const edge = clamp(Math.round(heard), 0, columns.length);
    for (const [from, to, colour] of [[0, edge, "accent"], [edge, columns.length, "wave"]]) {
      pen.fillStyle = this.#colours[colour];
      pen.beginPath();
      for (let x = from; x <= to; x++) pen.lineTo(x, middle - Math.max((columns[x]?.[1] ?? 0) * half, 0.6));
      for (let x = to; x >= from; x--) pen.lineTo(x, middle + Math.max(-(columns[x]?.[0] ?? 0) * half, 0.6));
      pen.fill();
    }
  }

  #hatch(pen, x0, x1, height) {
    pen.save();
    pen.beginPath();
    pen.rect(x0, 0, x1 - x0, height);
    pen.clip();
    pen.strokeStyle = this.#colours.line;
    pen.beginPath();
    for (let x = Math.floor((x0 - height) / 8) * 8; x < x1; x += 8) {
      pen.moveTo(x, height);
      pen.lineTo(x + height, 0);
    }
    pen.stroke();
    pen.restore();
  }

  #ruler(pen, width, height) {
    const scale = this.#perSecond, left = this.#left;
    const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600].find((s) => s * scale >= 70) ?? 1800;
    pen.font = "11px system-ui, sans-serif";
    pen.fillStyle = this.#colours.soft;
    for (let n = Math.ceil(left / step); n * step <= Math.min(left + width / scale, this.duration); n++) {
      const x = (n * step - left) * scale;
      pen.fillRect(Math.round(x), height - RULER + 2, 1, 4);
      pen.textAlign = x < 20 ? "left" : x > width - 20 ? "right" : "center";
      pen.fillText(step < 1 ? `${(n * step).toFixed(1)} s` : clock(n * step).slice(0, -3), x, height - 3);
    }
    pen.textAlign = "left";
  }

  #labels(pen, first, last, top, current) {
    const free = Array(LANES).fill(-1e9), placed = [], colours = this.#colours;
    if (last - first > this.canvas.clientWidth / 8) return; // no label would have room
    for (let i = first; i <= last; i++) {
      const { word, start, source } = this.words[i], x = (start - this.#left) * this.#perSecond;
      pen.font = `${i === current ? "600 " : ""}${source === "interpolated" ? "italic " : ""}13px system-ui, sans-serif`;
      const wide = pen.measureText(word).width, lane = free.findIndex((edge) => edge <= x);
      if (lane < 0) continue; // zooming in makes room
      free[lane] = x + wide + 10;
      pen.fillStyle = i === current || i === this.hovered ? colours.accent : colours.faint;
      pen.fillRect(Math.round(x), top - 4, 1, 4 + lane * LANE + 12);
      placed.push([i, word, pen.font, x + 4, top + lane * LANE, wide]);
    }
    // Texts come after all lines, on a clean ground, so that no line runs through a word.
    for (const [i, word, font, x, y, wide] of placed) {
      pen.font = font;
      pen.fillStyle = colours.card;
      pen.fillRect(x - 2, y, wide + 4, LANE - 2);
      pen.fillStyle = i === current ? colours.accent : i === this.hovered ? colours.ink : colours.soft;
      pen.fillText(word, x, y + 11);
    }
  }
}
