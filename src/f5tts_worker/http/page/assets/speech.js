// From a request to a result that can be shown: what was said or timed, its words, cues, sound and files.
import { Outline } from "./outline.js";
import { bytesOf, decoded, ofWav } from "./pcm.js";
import { file, job, sentences, stream } from "./server.js";
import { rangesOf, visible } from "./words.js";

const FILES = ["ass", "srt", "vtt", "json"];

/** Speak a text. With a player, it is heard and shown while it is made. `onProgress` gets what the job says. */
export async function speak(input, { signal, onProgress, player = null }) {
  const request = { ...input, output_format: "wav", subtitle_format: FILES };
  if (!player) return resultOf("tts", request, await job("tts", request, { signal, onProgress }), { signal });
  player.begin(24000); // at once, while the click is being answered: else a browser stays silent
  const rest = withoutHeader();
  let answer = null, hasPieces = false;
  for await (const message of stream(request, { signal, onProgress })) {
    if (message.type === "start" && message.sample_rate !== 24000) player.begin(message.sample_rate);
    else if (message.type === "progress") onProgress(message);
    else if (message.type === "piece") {
      hasPieces = true;
      player.append(rest(bytesOf(message.audio)), message.text, message.word_timings.map(seen));
    } else if (message.type === "end") answer = message;
  }
  const blob = hasPieces ? player.sound.finish() : null;
  return resultOf("tts", request, answer, { signal, blob, isHeard: hasPieces });
}

/** Time the words of a recording, a file. */
export async function align(input, recording, { signal, onProgress }) {
  const request = { ...input, subtitle_format: FILES };
  const answer = await job("align", request, { signal, onProgress });
  return resultOf("align", request, answer, { signal, blob: recording });
}

/** Return the captions of a result in another style, or a file of another format: its parts are kept there. */
export async function again(result, changes, options) {
  return job(result.endpoint, { ...result.input, ...pinned(result), ...changes }, options);
}

/** Return what makes a request come out the same once more. */
export const pinned = ({ endpoint, answer }) => (endpoint === "tts" ? { seed: answer.seed } : {});

/** Return the text of one of an answer's subtitle files. */
export const subtitlesOf = async (answer, name) => {
  const { content, url } = answer.subtitles[name];
  return content ?? (await file(url)).text();
};

const seen = (word) => ({ ...word, word: visible(word.word) });

async function resultOf(endpoint, input, answer, { signal, blob = null, isHeard = false }) {
  const texts = {};
  for (const name of FILES) texts[name] = await subtitlesOf(answer, name);
  const { words: timed, cues } = JSON.parse(texts.json);
  const words = timed.map(seen), whole = blob ?? await soundOf(answer);
  const parts = await sentences(answer.text, answer.language);
  signal?.throwIfAborted();
  const { outline, duration, isPlayable } = await outlineOf(whole, answer.duration);
  const ranges = rangesOf(parts, words);
  const rows = parts.map((part, at) => ({ from: ranges[at][0], to: ranges[at][1], lines: [visible(part)], sentence: at + 1 }))
    .filter(({ from, to }) => to > from);
  return { endpoint, input, answer, texts, words, cues, rows, blob: whole, outline, duration, isHeard, isPlayable, styles: {} };
}

async function soundOf(answer) {
  return answer.audio_base64
    ? new Blob([bytesOf(answer.audio_base64)], { type: "audio/wav" }) : file(answer.audio_url);
}

async function outlineOf(blob, duration) {
  try {
    const { samples, rate } = await decoded(await blob.arrayBuffer());
    const outline = new Outline(rate);
    await outline.addAll(samples);
    return { outline, duration: samples.length / rate, isPlayable: true };
  } catch { // a format that the worker reads and the browser does not
    return { outline: new Outline(24000), duration, isPlayable: false };
  }
}

// Return what turns the pieces of a WAV file into samples: the first begins with the header, and a sample may
// be divided between two.
function withoutHeader() {
  let isFirst = true, odd = new Uint8Array(0);
  return (bytes) => {
    const wav = isFirst ? ofWav(bytes.buffer) : null;
    isFirst = false;
    if (wav) return wav.samples;
    const all = new Uint8Array(odd.length + bytes.length);
    all.set(odd), all.set(bytes, odd.length);
    odd = all.slice(all.length & ~1);
    return new Int16Array(all.buffer.slice(0, all.length & ~1));
  };
}
