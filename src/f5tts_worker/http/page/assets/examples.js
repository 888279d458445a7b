// The same request from a program, which a shell, Python or Node runs as it stands. Where the page sent a
// recording, the program reads one.
import { at, hasKey } from "./server.js";

const RECORDING = "recording.wav"; // whatever is in it, the worker finds out
const MARK = "\0"; // in the place of a recording: no JSON has it, but as an escape

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`; // for a shell

/** Return a request's input as JSON; the two parts around a recording, if there is one in it. */
const written = (input, indent) => {
  const isRecording = (name) => name.endsWith("_base64");
  const parts = Object.entries(input).map(([name, value]) => [name, isRecording(name) ? MARK : value]);
  return JSON.stringify(Object.fromEntries(parts), null, indent).split(JSON.stringify(MARK));
};

// Only what stands behind a name or alone on its line is a word of JSON's, and no text.
const pythonic = (json) => json.replace(
  /(?<=^ *"(?:[^"\\\n]|\\.)*": |^ *)(true|false|null)(?=,?$)/gm, (word) => ({ true: "True", false: "False", null: "None" })[word],
);

function curl(endpoint, input) {
  const [before, after] = written(input, 2), hasRecording = after !== undefined;
  const options = [
    `curl -sS ${at(`v1/${endpoint}`)}`, ...(hasKey() ? [`-H "Authorization: Bearer $F5TTS_API_KEY"`] : []),
    "-H 'Content-Type: application/json'", hasRecording ? "-d @-" : `-d ${quoted(before)}`,
  ].join(" \\\n  ");
  if (!hasRecording) return options;
  // No argument of a program may be as long as a recording, but those of the shell's own printf.
  return `printf '%s' ${quoted(`${before}"`)} "$(base64 < ${RECORDING} | tr -d '\\n')" ${quoted(`"${after}`)} |\n${options}`;
}

function python(endpoint, input, { isOurs }) {
  const parts = written(input, 4), isHeard = endpoint !== "align", headers = hasKey() ? ", headers=headers" : "";
  const json = pythonic(parts.join("recording")).replaceAll("\n", "\n    ");
  return [
    ...(parts.length > 1 ? ["import base64"] : []), ...(hasKey() ? ["import os"] : []),
    "from pathlib import Path", "", "import requests", "",
    ...(hasKey() ? [`headers = {"Authorization": f"Bearer {os.environ['F5TTS_API_KEY']}"}`] : []),
    ...(parts.length > 1 ? [`recording = base64.b64encode(Path("${RECORDING}").read_bytes()).decode()`] : []),
    `response = requests.post(`, `    "${at(`v1/${endpoint}`)}",`, ...(hasKey() ? ["    headers=headers,"] : []),
    `    json=${json},`, ")", "answer = response.json()",
    `if "error" in answer:`, `    raise SystemExit(answer["error"])`,
    ...(isHeard ? [`Path("speech.wav").write_bytes(requests.get(answer["audio_url"]${isOurs ? headers : ""}).content)`] : []),
    `for word in answer["word_timings"]:`, `    print(word["start"], word["end"], word["word"])`,
  ].join("\n");
}

function javascript(endpoint, input, { isOurs }) {
  const parts = written(input, 2), isHeard = endpoint !== "align", hasRecording = parts.length > 1;
  const files = [...(hasRecording ? ["readFile"] : []), ...(isHeard ? ["writeFile"] : [])].join(", ");
  return [
    `import { ${files} } from "node:fs/promises";`, "",
    ...(hasRecording ? [`const recording = (await readFile("${RECORDING}")).toString("base64");`] : []),
    ...(hasKey() ? ["const key = { Authorization: `Bearer ${process.env.F5TTS_API_KEY}` };"] : []),
    `const response = await fetch("${at(`v1/${endpoint}`)}", {`, `  method: "POST",`,
    `  headers: { ${hasKey() ? "...key, " : ""}"Content-Type": "application/json" },`,
    `  body: JSON.stringify(${parts.join("recording").replaceAll("\n", "\n  ")}),`, "});",
    "const answer = await response.json();", "if (answer.error) throw new Error(answer.error);",
    ...(isHeard ? [
      `const sound = await fetch(answer.audio_url${isOurs && hasKey() ? ", { headers: key }" : ""});`,
      `await writeFile("speech.wav", Buffer.from(await sound.arrayBuffer()));`,
    ] : []),
    "for (const { word, start, end } of answer.word_timings) console.log(start, end, word);",
  ].join("\n");
}

export const EXAMPLES = { curl, Python: python, JavaScript: javascript };
