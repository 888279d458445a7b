// Words as elements, in the lines in which they are shown.

// Control marks, marks that change the direction of what follows, and marks that upset a search.
const UNSEEN = /[\p{Cc}\p{Cs}\u200b\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/gu;

/** Return a text as one line of what can be seen. */
export const visible = (text) => text.replace(/\s+/g, " ").replace(UNSEEN, "").trim();

const FARTHEST = 2000; // characters between two words of a text

const element = (name, className, text = "") => {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
};

/** Return lines of text with each word of words[from] to words[to - 1] in an element that bears its number.
 *  A word that no line can hold is divided: the rest of it is in the lines after. */
export const linesOf = (lines, words, from, to) => {
  const left = words.slice(from, to).map(({ word }) => word);
  let next = 0;
  return lines.map((line) => {
    const made = element("span", "line");
    let place = 0;
    while (next < left.length) {
      let text = left[next], at = text ? line.indexOf(text, place) : place;
      if (at < 0) { // as much of the word as stands at the line's end
        at = [...Array(line.length).keys()].findIndex((i) => i >= place && text.startsWith(line.slice(i)));
        if (at < 0) break;
        text = line.slice(at);
      }
      const rest = left[next].slice(text.length).trimStart();
      if (text) {
        const word = words[from + next], span = element("span", "w", text);
        if (word.source === "interpolated") span.classList.add("guess");
        span.dataset.w = from + next;
        made.append(line.slice(place, at), span);
        place = at + text.length;
      }
      left[next] = rest;
      if (rest) break;
      next++;
    }
    made.append(line.slice(place));
    return made;
  });
};

/** Return cues for words that have none yet: two short lines each, for the time until subtitles come. */
export const roughCues = (words, offset = 0) => {
  const cues = [];
  let lines = [], line = "", first = 0;
  const close = (stop) => {
    if (line) lines.push(line);
    if (stop > first) {
      const [start, end] = [words[first].start, words[stop - 1].end];
      cues.push({ start, end, lines, words: [offset + first, offset + stop] });
    }
    lines = [], line = "", first = stop;
  };
  words.forEach(({ word }, at) => {
    if (line && line.length + word.length >= 38) { lines.push(line); line = ""; }
    if (lines.length === 2) close(at);
    line = line ? `${line} ${word}` : word;
  });
  close(words.length);
  return cues;
};

/** Return which words belong to which part of a text: [first, one past the last] for each part. */
export const rangesOf = (parts, words) => {
  const text = parts.join(""), ends = [];
  for (const part of parts) ends.push((ends.at(-1) ?? 0) + part.length);
  const ranges = parts.map(() => [0, 0]);
  let place = 0, part = 0;
  words.forEach(({ word }, index) => {
    const found = text.slice(place, place + FARTHEST).indexOf(word), at = place + found;
    if (found >= 0) { // else it is not written so in the text: it stays with the word before
      place = at + word.length;
      while (part < parts.length - 1 && at >= ends[part]) part++;
    }
    if (!ranges[part][1]) ranges[part][0] = index;
    ranges[part][1] = index + 1;
  });
  return ranges;
};
