// What a result is, in a few words.
import { say } from "./phrases.js";

/** Return the facts of an answer as items of a list. */
export const facts = (answer, duration, words) => {
  const guessed = words.filter(({ source }) => source === "interpolated").length;
  const voices = [...new Set(words.map(({ voice }) => voice).filter(Boolean))]; // of a text that has several
  const factor = answer.timings?.real_time_factor;
  const shown = {
    voice: voices.join(", ") || answer.voice,
    model: answer.model,
    length: `${duration.toFixed(2)} s`,
    words: guessed ? say("words_guessed", { words: words.length, guessed }) : words.length,
    factor: factor ? factor.toFixed(2) : undefined,
    seed: answer.seed,
  };
  const items = Object.entries(shown).filter(([, value]) => value !== undefined && value !== null);
  return items.map(([name, value]) => {
    const item = document.createElement("li"), label = document.createElement("span"), fact = document.createElement("b");
    label.textContent = say(`fact_${name}`);
    fact.textContent = String(value).slice(0, 80);
    item.append(label, fact);
    return item;
  });
};
