// The same request from a program.
import { at, hasKey } from "./server.js";

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`; // for a shell
const INLINE = /_base64$/;

/** Return a request's input as it is shown: a recording in it is only named. */
const shown = (input) => Object.fromEntries(
  Object.entries(input).map(([name, value]) => [name, INLINE.test(name) ? "BASE64_OF_YOUR_RECORDING" : value]),
);

const python = (value, indent) => JSON.stringify(value, null, 4)
  .replace(/(?<=^ *"[^"\n]*": |^ *)(true|false|null)(?=,?$)/gm, (word) => ({ true: "True", false: "False", null: "None" })[word])
  .replaceAll("\n", `\n${indent}`);

export const EXAMPLES = {
  curl: (endpoint, input) => [
    `curl -sS ${at(`v1/${endpoint}`)}`,
    ...(hasKey() ? [`-H "Authorization: Bearer $F5TTS_API_KEY"`] : []),
    "-H 'Content-Type: application/json'",
    `-d ${quoted(JSON.stringify(shown(input), null, 2))}`,
  ].join(" \\\n  "),
  Python: (endpoint, input) => [
    ...(hasKey() ? ["import os", ""] : []),
    "import requests",
    "",
    "answer = requests.post(",
    `    "${at(`v1/${endpoint}`)}",`,
    ...(hasKey() ? [`    headers={"Authorization": f"Bearer {os.environ['F5TTS_API_KEY']}"},`] : []),
    `    json=${python(shown(input), "    ")},`,
    ")",
    "answer.raise_for_status()",
    "for word in answer.json()[\"word_timings\"]:",
    "    print(word[\"start\"], word[\"end\"], word[\"word\"])",
  ].join("\n"),
  JavaScript: (endpoint, input) => [
    `const response = await fetch("${at(`v1/${endpoint}`)}", {`,
    "  method: \"POST\",",
    "  headers: {",
    ...(hasKey() ? ["    Authorization: `Bearer ${process.env.F5TTS_API_KEY}`,"] : []),
    "    \"Content-Type\": \"application/json\",",
    "  },",
    `  body: JSON.stringify(${JSON.stringify(shown(input), null, 2).replaceAll("\n", "\n  ")}),`,
    "});",
    "const answer = await response.json();",
    "if (answer.error) throw new Error(answer.error);",
    "for (const { word, start, end } of answer.word_timings) console.log(start, end, word);",
  ].join("\n"),
};
