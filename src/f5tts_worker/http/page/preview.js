"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement;
  root.classList.add("scripted");
  const { duration, words, cues, level, files, peaks: packed } = JSON.parse($("data").textContent);
  const bytes = (base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const peaks = new Int8Array(bytes(packed).buffer);
  const buckets = peaks.length / 2;
  const audio = $("audio"), wave = $("wave"), map = $("map"), stage = $("stage"), rows = $("cues").children;
  const TEXT = 0, START = 1, END = 2, SCORE = 3, GUESS = 4; // of a word
  const LANE = 17, LANES = 3, RULER = 20; // pixels, and rows of labels
  const MOST = 900, LEAST = 110; // pixels per second

  let zoom = 0; // pixels per second; 0: chosen from the width
  let left = 0; // the second at the left edge
  let follow = true; // the view moves with the voice
  let hovered = -1, shownCue = -2, shownWord = -2, colours = {};

  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  const clock = (s) => `${Math.floor(s / 60)}:${(s % 60).toFixed(2).padStart(5, "0")}`;
  // The last item whose start has come, or -1.
  const latest = (items, time, at) => {
    let low = 0, high = items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (items[middle][at] <= time + 1e-3) low = middle + 1; else high = middle;
    }
    return low - 1;
  };
  const wordAt = (time) => {
    const index = latest(words, time, START);
    return index >= 0 && time < words[index][END] ? index : -1;
  };

  // --- drawing -------------------------------------------------------------------------------------------------
  const readColours = () => {
    const style = getComputedStyle(root);
    for (const name of ["accent", "glow", "wave", "band", "line", "ink", "soft", "faint", "card"]) {
      colours[name] = style.getPropertyValue(`--${name}`).trim();
    }
  };
  const scale = () => Math.max(zoom || clamp(wave.clientWidth / duration, LEAST, MOST), wave.clientWidth / duration);
  const seconds = () => wave.clientWidth / scale();
  const hold = (second) => clamp(second, 0, Math.max(0, duration - seconds()));
  const prepare = (canvas) => {
    const ratio = window.devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    return [pen, width, height];
  };
  // The filled outline of the sound between two x positions, for a view that starts at `from`.
  const outline = (pen, x0, x1, from, perSecond, middle, half) => {
    const perPixel = buckets / duration / perSecond;
    const tops = [], bottoms = [];
    for (let x = Math.floor(x0); x <= x1; x++) {
      const first = clamp(Math.floor((from * perSecond + x) * perPixel), 0, buckets - 1);
      const last = clamp(Math.ceil((from * perSecond + x + 1) * perPixel), first + 1, buckets);
      let low = 127, high = -128;
      for (let i = first; i < last; i++) {
        low = Math.min(low, peaks[2 * i]);
        high = Math.max(high, peaks[2 * i + 1]);
      }
      tops.push([x, middle - Math.max(high / 127 * half, 0.6)]);
      bottoms.push([x, middle - Math.min(low / 127 * half, -0.6)]);
    }
    pen.beginPath();
    for (const [x, y] of [...tops, ...bottoms.reverse()]) pen.lineTo(x, y);
    pen.closePath();
    pen.fill();
  };
  const sound = (pen, width, from, perSecond, middle, half, played) => {
    for (const [x0, x1, colour] of [[0, played, colours.accent], [played, width, colours.wave]]) {
      if (x1 <= 0 || x0 >= width) continue;
      pen.save();
      pen.beginPath();
      pen.rect(Math.max(x0, 0), 0, Math.min(x1, width) - Math.max(x0, 0), 1e4);
      pen.clip();
      pen.fillStyle = colour;
      outline(pen, Math.max(x0, 0) - 1, Math.min(x1, width) + 1, from, perSecond, middle, half);
      pen.restore();
    }
  };
  const hatch = (pen, x0, x1, height) => {
    pen.save();
    pen.beginPath();
    pen.rect(x0, 0, x1 - x0, height);
    pen.clip();
    pen.strokeStyle = colours.line;
    pen.beginPath();
    for (let x = Math.floor((x0 - height) / 8) * 8; x < x1; x += 8) {
      pen.moveTo(x, height);
      pen.lineTo(x + height, 0);
    }
    pen.stroke();
    pen.restore();
  };
  const ruler = (pen, width, height, perSecond) => {
    const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60].find((s) => s * perSecond >= 70) || 60;
    pen.font = "11px system-ui, sans-serif";
    pen.fillStyle = colours.soft;
    for (let n = Math.ceil(left / step); n * step <= left + width / perSecond && n * step <= duration; n++) {
      const x = (n * step - left) * perSecond;
      pen.fillRect(Math.round(x), height - RULER + 2, 1, 4);
      pen.textAlign = x < 20 ? "left" : x > width - 20 ? "right" : "center";
      pen.fillText(step < 1 ? `${(n * step).toFixed(1)} s` : clock(n * step).slice(0, -3), x, height - 3);
    }
    pen.textAlign = "left";
  };
  const labels = (pen, first, last, perSecond, top, current) => {
    const free = Array(LANES).fill(-1e9), placed = [];
    for (let i = first; i <= last; i++) {
      const [text, start, end, , guess] = words[i];
      const x = (start - left) * perSecond;
      pen.font = `${i === current ? "600 " : ""}${guess ? "italic " : ""}13px system-ui, sans-serif`;
      const wide = pen.measureText(text).width;
      const lane = free.findIndex((edge) => edge <= x);
      if (lane < 0) continue; // no room: zooming in makes some
      free[lane] = x + wide + 10;
      pen.fillStyle = i === current || i === hovered ? colours.accent : colours.faint;
      pen.fillRect(Math.round(x), top - 4, 1, 4 + lane * LANE + 12);
      placed.push([i, text, pen.font, x + 4, top + lane * LANE, wide]);
    }
    // Texts come after all lines, on a clean ground, so that no line runs through a word.
    for (const [i, text, font, x, y, wide] of placed) {
      pen.font = font;
      pen.fillStyle = colours.card;
      pen.fillRect(x - 2, y, wide + 4, LANE - 2);
      pen.fillStyle = i === current ? colours.accent : i === hovered ? colours.ink : colours.soft;
      pen.fillText(text, x, y + 11);
    }
  };
  const drawWave = (time, current) => {
    const [pen, width, height] = prepare(wave);
    const perSecond = scale(), tall = height - RULER - LANES * LANE - 8, middle = tall / 2;
    const first = Math.max(0, latest(words, left, START)), last = latest(words, left + seconds(), START);
    for (let i = first; i <= last; i++) {
      const x0 = (words[i][START] - left) * perSecond, x1 = (words[i][END] - left) * perSecond;
      pen.fillStyle = i === current ? colours.glow : colours.band;
      pen.fillRect(x0, 0, x1 - x0, tall);
      if (words[i][GUESS]) hatch(pen, x0, x1, tall);
      pen.fillStyle = i === hovered || i === current ? colours.accent : colours.faint;
      pen.fillRect(Math.round(x0), 0, 1, tall);
      pen.globalAlpha = 0.4;
      pen.fillRect(Math.round(x1) - 1, 0, 1, tall);
      pen.globalAlpha = 1;
    }
    sound(pen, width, left, perSecond, middle, middle - 4, (time - left) * perSecond);
    labels(pen, first, last, perSecond, tall + 8, current);
    ruler(pen, width, height, perSecond);
    const x = Math.min((time - left) * perSecond, width - 2);
    if (time < left || time > left + seconds() + 1e-3) return;
    pen.fillStyle = colours.ink;
    pen.fillRect(x, 0, 2, tall);
    pen.beginPath();
    pen.arc(x + 1, 4, 4, 0, 7);
    pen.fill();
  };
  const drawMap = (time) => {
    map.hidden = seconds() >= duration - 1e-3;
    if (map.hidden) return;
    const [pen, width, height] = prepare(map);
    const perSecond = width / duration;
    pen.fillStyle = colours.band;
    pen.fillRect(0, 0, width, height);
    pen.fillStyle = colours.glow;
    pen.fillRect(left * perSecond, 0, seconds() * perSecond, height);
    sound(pen, width, 0, perSecond, height / 2, height / 2 - 3, time * perSecond);
  };

  // --- what is on the page -------------------------------------------------------------------------------------
  const describe = (index) => {
    if (index < 0) return "";
    const [text, start, end, score, guess] = words[index];
    const sure = guess ? "time interpolated" : score === null ? "" : `score ${score.toFixed(2)}`;
    return [`“${text}”`, `${start.toFixed(3)} – ${end.toFixed(3)} s`, sure].filter(Boolean).join(" · ");
  };
  const mark = (time, current) => {
    let cue = latest(cues, time, 0);
    if (cue >= 0 && time >= cues[cue][1] && cue + 1 < cues.length) cue = -1; // the last one stays to the end
    if (cue !== shownCue) {
      if (rows[shownCue]) rows[shownCue].classList.remove("now");
      if (cue >= 0) {
        rows[cue].classList.add("now");
        stage.replaceChildren(...rows[cue].querySelector("p").cloneNode(true).childNodes);
        // Only the list moves: the stage and the waveform stay where they are.
        const list = $("cues"), row = rows[cue];
        if (row.offsetTop < list.scrollTop || row.offsetTop + row.offsetHeight > list.scrollTop + list.clientHeight) {
          list.scrollTop = row.offsetTop - list.clientHeight / 3;
        }
      } else if (shownCue >= 0) {
        stage.replaceChildren();
      }
      shownCue = cue;
      shownWord = -2;
    }
    const said = latest(words, time, START);
    if (said === shownWord && current === (mark.current ?? -2)) return;
    for (const old of document.querySelectorAll(".w.now")) old.classList.remove("now");
    for (const now of document.querySelectorAll(`[data-w="${current}"]`)) now.classList.add("now");
    for (const span of stage.querySelectorAll(".w")) span.classList.toggle("said", Number(span.dataset.w) <= said);
    shownWord = said;
    mark.current = current;
  };
  const render = () => {
    const time = Math.min(audio.currentTime, duration);
    if (follow && !audio.paused) {
      const place = (time - left) / seconds();
      if (place < 0 || place > 0.6) left = hold(place < 0 || place > 1 ? time - 0.1 * seconds() : time - 0.6 * seconds());
    }
    left = hold(left);
    const current = wordAt(time);
    mark(time, current);
    $("now").value = clock(time);
    $("readout").textContent = describe(hovered >= 0 ? hovered : current);
    drawWave(time, current);
    drawMap(time);
  };
  const loop = () => {
    render();
    if (!audio.paused) requestAnimationFrame(loop);
  };
  const refresh = () => requestAnimationFrame(() => audio.paused && render());

  // --- what people do ------------------------------------------------------------------------------------------
  const toggle = () => (audio.paused ? audio.play() : audio.pause());
  const seek = (time) => {
    audio.currentTime = clamp(time, 0, duration);
    follow = true;
    const place = (time - left) / seconds();
    if (place < 0 || place > 1) left = hold(time - 0.2 * seconds());
    refresh();
  };
  const hear = (index) => {
    seek(words[index][START]);
    if (audio.paused) audio.play();
  };
  const step = (by) => {
    const at = latest(words, audio.currentTime, START) + by;
    if (words.length) seek(words[clamp(at, 0, words.length - 1)][START]);
  };
  const magnify = (factor) => {
    const focus = clamp(audio.currentTime, left, left + seconds()), place = (focus - left) / seconds();
    zoom = clamp(scale() * factor, wave.clientWidth / duration, MOST);
    left = hold(focus - place * seconds());
    refresh();
  };
  const secondAt = (event) => left + (event.clientX - wave.getBoundingClientRect().left) / scale();

  $("play").addEventListener("click", toggle);
  $("in").addEventListener("click", () => magnify(1.5));
  $("out").addEventListener("click", () => magnify(1 / 1.5));
  $("speed").addEventListener("change", (event) => { audio.playbackRate = Number(event.target.value); });
  for (const place of [stage, $("cues")]) {
    place.addEventListener("click", (event) => {
      const span = event.target.closest("[data-w]");
      if (span) hear(Number(span.dataset.w));
    });
  }
  wave.addEventListener("click", (event) => {
    const time = secondAt(event), word = wordAt(time);
    const onLabel = event.offsetY > wave.clientHeight - RULER - LANES * LANE - 8;
    if (onLabel && latest(words, time, START) >= 0) hear(latest(words, time, START));
    else seek(event.altKey || word < 0 ? time : words[word][START]);
  });
  wave.addEventListener("pointermove", (event) => { hovered = wordAt(secondAt(event)); refresh(); });
  wave.addEventListener("pointerleave", () => { hovered = -1; refresh(); });
  wave.addEventListener("wheel", (event) => {
    if (event.ctrlKey) {
      magnify(event.deltaY < 0 ? 1.2 : 1 / 1.2);
    } else {
      const across = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.shiftKey ? event.deltaY : 0;
      if (!across) return; // an ordinary turn of the wheel scrolls the page
      follow = false;
      left = hold(left + across / scale());
      refresh();
    }
    event.preventDefault();
  }, { passive: false });
  const drag = (event) => {
    if (!event.buttons) return;
    follow = false;
    left = hold(event.offsetX / map.clientWidth * duration - seconds() / 2);
    refresh();
  };
  map.addEventListener("pointerdown", drag);
  map.addEventListener("pointermove", drag);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select")) return;
    const keys = {
      " ": toggle, ArrowLeft: () => step(-1), ArrowRight: () => step(1), Home: () => seek(0),
      "+": () => magnify(1.5), "-": () => magnify(1 / 1.5),
    };
    const action = keys[event.key];
    if (!action) return;
    event.preventDefault(); // also keeps Space from pressing the focused button a second time
    action();
  });
  for (const name of ["play", "pause", "ended"]) {
    audio.addEventListener(name, () => {
      root.classList.toggle("playing", !audio.paused);
      $("play").setAttribute("aria-label", audio.paused ? "Play" : "Pause");
      follow = true;
      loop();
    });
  }
  for (const name of ["seeked", "loadedmetadata"]) audio.addEventListener(name, refresh);
  // preview.html#t=2.5 opens at that second, as a media fragment does.
  const opened = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash);
  if (opened) audio.addEventListener("loadedmetadata", () => seek(Number(opened[1])), { once: true });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); refresh(); });
  new ResizeObserver(refresh).observe(wave);

  const offer = (name, content) => {
    const link = document.createElement("a");
    link.download = link.textContent = name;
    link.href = URL.createObjectURL(new Blob([content]));
    $("files").append(link);
  };
  offer("speech.wav", bytes(audio.src.slice(audio.src.indexOf(",") + 1)));
  for (const [name, text] of Object.entries(files)) offer(name, text);

  audio.controls = false;
  readColours();
  const hint = document.createElement("span");
  hint.className = "hint";
  hint.textContent = level ? "Press Space or the round button to listen" : "This audio is silent";
  stage.append(hint);
  render();
})();
