// What the page says: the table is in the document, and is the one from which its template was filled.
const table = JSON.parse(document.getElementById("phrases").textContent);

/** Return a phrase with its {places} filled. */
export const say = (name, values = {}) =>
  table[name].replace(/\{(\w+)\}/g, (_, place) => values[place]);
