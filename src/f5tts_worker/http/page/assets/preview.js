// The page with one result in it, from the disk.
import { say } from "./phrases.js";
import { bytesOf, decoded } from "./pcm.js";
import { Outline } from "./outline.js";
import { facts } from "./facts.js";
import { Player } from "./player.js";

const { words: spoken, cues, files, result } = JSON.parse(document.getElementById("data").textContent);
document.documentElement.classList.add("scripted");
const player = new Player();
const speech = document.getElementById("audio");
const file = bytesOf(speech.src.slice(speech.src.indexOf(",") + 1));

const offer = (name, content) => {
  const link = document.createElement("a");
  link.download = link.textContent = name;
  link.href = URL.createObjectURL(new Blob([content]));
  document.getElementById("files").append(link);
};
offer("speech.wav", file);
for (const [name, content] of Object.entries(files)) offer(name, content);

decoded(file.buffer).then(async ({ samples, rate }) => {
  const outline = new Outline(rate), duration = samples.length / rate;
  await outline.addAll(samples);
  const rows = cues.map(({ lines, words: [from, to] }) => ({ from, to, lines }));
  player.show({ words: spoken, cues, rows, outline, duration });
  player.hint(say(outline.loudest ? "hint" : "silent"));
  document.getElementById("facts").replaceChildren(...facts(result, duration, spoken));
  // preview.html#t=2.5 opens at that second, as a media fragment does.
  const opened = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash);
  if (opened) player.seek(Number(opened[1]));
});
