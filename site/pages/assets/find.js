/* The finder: narrows the list of all actions, on top of lists that work without it.

   Facets come from one small file; Pagefind, which knows the full text, is loaded only when
   someone types. Words reach the page as text, never as HTML.

   The file, find/actions.json, says what there is to narrow by, and every action in the order in
   which to show them. An action's values are places in its facet's list, facet by facet:

   {"facets": [{"name": "status", "title": "Status", "values": [["overdue", "Overdue"], …]}, …],
    "rows": [["plans/ssa/…/", "Title", "whose it is", "when it is due", [[0], [2, 5], …]], …]} */

const AT_ONCE = 30;
const TEXTS = 60; // The full text of a match is a request, so only the best are looked at.

const byId = (id) => document.getElementById(`eq-${id}`);
const fromTemplate = (id) => byId(id).content.firstElementChild.cloneNode(true);
const bare = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const finder = byId("finder");
const form = finder.querySelector("form");
const root = new URL(finder.dataset.root, location.href);

let facets = [];
let rows = [];
let byUrl = new Map();
let found = null; // With words to look for: each action that has them, best first → an excerpt.
let others = []; // Pages that have the words and are not an action.
let more = false; // Whether the words are in more pages than were looked at.
let shown = AT_ONCE;
let newest = 0;
let pagefind;

/* Narrowing ------------------------------------------------------------------------------- */

const chosen = () =>
  facets.map(({ name, values }) => {
    const ticked = new Set(new FormData(form).getAll(name));
    return values.flatMap(([value], place) => (ticked.has(value) ? [place] : []));
  });

/** The actions to show, and for every value how many it would show if it were ticked too. */
function narrow() {
  const wanted = chosen();
  const counts = facets.map(({ values }) => values.map(() => 0));
  const list = [];
  for (const row of found ? found.keys() : rows) {
    const misses = wanted.flatMap((places, facet) =>
      places.length && !places.some((place) => row.values[facet].includes(place)) ? [facet] : [],
    );
    if (misses.length > 1) continue;
    for (const facet of misses.length ? misses : counts.keys()) {
      for (const place of row.values[facet]) counts[facet][place] += 1;
    }
    if (!misses.length) list.push(row);
  }
  return { list, counts, set: wanted.flat().length };
}

/** Looks for words, first in titles; `then` is called again when the full text is known. */
async function look(words, then) {
  const turn = ++newest;
  more = false;
  others = [];
  if (!words) {
    found = null;
    then();
    return;
  }
  const parts = bare(words).split(/\s+/);
  found = new Map();
  for (const row of rows) {
    if (parts.every((part) => row.bare.includes(part))) found.set(row, "");
  }
  then();
  try {
    pagefind ??= await import(new URL(finder.dataset.index, location.href).href);
    const { results } = await pagefind.search(words);
    const texts = await Promise.all(results.slice(0, TEXTS).map((one) => one.data()));
    if (turn !== newest) return; // Someone has typed on.
    for (const { raw_url, excerpt, meta } of texts) {
      const url = raw_url.replace(/^\//, "");
      const row = byUrl.get(url);
      if (!row) others.push({ url, title: meta.title, excerpt });
      else if (!found.has(row)) found.set(row, excerpt); // A title that has the words says enough.
    }
    more = results.length > TEXTS;
    then();
  } catch {
    byId("words-help").textContent = "In titles. The full text cannot be searched here.";
  }
}

/* Showing ---------------------------------------------------------------------------------- */

/** Puts an excerpt into `place`: Pagefind marks the words and encodes only < and >. */
function mark(place, excerpt) {
  excerpt.split(/<\/?mark>/).forEach((part, turn) => {
    const words = part.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    if (turn % 2) {
      place.appendChild(document.createElement("mark")).textContent = words;
    } else {
      place.append(words);
    }
  });
}

function drawRow(row) {
  const entry = fromTemplate("row");
  const [[state, word]] = row.values[0].map((place) => facets[0].values[place]);
  const tag = entry.querySelector(".st");
  tag.classList.add(`st--${state}`);
  tag.querySelector("use").setAttribute("href", `#i-${state}`);
  tag.lastElementChild.textContent = word;
  const link = entry.querySelector("a");
  link.href = new URL(row.url, root);
  link.textContent = row.title;
  entry.querySelector(".act__m").textContent = row.who;
  entry.querySelector(".act__d").textContent = row.when;
  mark(entry.querySelector(".act__x"), found?.get(row) ?? "");
  return entry;
}

function drawOther({ url, title, excerpt }) {
  const entry = fromTemplate("other");
  const link = entry.querySelector("a");
  link.href = new URL(url, root);
  link.textContent = title;
  mark(entry.querySelector(".act__x"), excerpt);
  return entry;
}

function draw() {
  const { list, counts, set } = narrow();
  byId("rows").replaceChildren(...list.slice(0, shown).map(drawRow));
  byId("more").hidden = list.length <= shown;
  byId("others").hidden = !others.length;
  byId("others").querySelector("ul").replaceChildren(...others.slice(0, 10).map(drawOther));
  for (const one of finder.querySelectorAll("[data-facet]")) {
    one.textContent = counts[one.dataset.facet][one.dataset.place];
  }
  const all = `${rows.length} ${rows.length === 1 ? "action" : "actions"}`;
  const narrowed = found || set;
  const told = [narrowed ? `${list.length} of ${all}` : all];
  if (narrowed && !list.length) told.push("Try fewer words or filters.");
  if (more) told.push(`Many pages have these words; the best ${TEXTS} were looked at.`);
  byId("count").textContent = told.join(". ");
  byId("set").textContent = set ? ` (${set} set)` : "";
  byId("clear").hidden = !narrowed;
}

/** Shows the list from its top and keeps what was asked for in the address. */
function redraw() {
  shown = AT_ONCE;
  draw();
  const asked = new URLSearchParams(new FormData(form));
  if (!asked.get("q")) asked.delete("q");
  history.replaceState(null, "", asked.size ? `?${asked}` : location.pathname);
}

function buildFacet({ name, title, values }, facet) {
  const box = fromTemplate("facet");
  box.querySelector("legend").textContent = title;
  values.forEach(([value, word], place) => {
    if (!rows.some((row) => row.values[facet].includes(place))) return;
    const line = fromTemplate("value");
    const [input, label, count] = line.children;
    Object.assign(input, { name, value, id: `eq-${name}-${value}` });
    Object.assign(label, { htmlFor: input.id, textContent: word });
    Object.assign(count.dataset, { facet, place });
    box.append(line);
  });
  return box;
}

/* Start ------------------------------------------------------------------------------------ */

async function start() {
  const answer = await fetch(new URL(finder.dataset.rows, location.href));
  if (!answer.ok) return;
  const data = await answer.json();
  facets = data.facets;
  rows = data.rows.map(([url, title, who, when, values]) => ({
    url, title, who, when, values,
    bare: bare(`${title} ${who}`),
  }));
  byUrl = new Map(rows.map((row) => [row.url, row]));
  byId("facets").append(...facets.map(buildFacet));

  const asked = new URLSearchParams(location.search);
  form.q.value = asked.get("q") ?? "";
  for (const input of form.querySelectorAll('input[type="checkbox"]')) {
    input.checked = asked.getAll(input.name).includes(input.value);
  }

  const wide = matchMedia("(min-width: 56em)");
  const unfold = () => (byId("filters").open = wide.matches);
  wide.addEventListener("change", unfold);
  unfold();

  let pause;
  form.addEventListener("input", ({ target }) => {
    if (target !== form.q) {
      redraw();
      return;
    }
    clearTimeout(pause);
    pause = setTimeout(() => look(form.q.value.trim(), redraw), 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    look(form.q.value.trim(), redraw);
  });
  form.addEventListener("reset", () => {
    form.q.focus(); // The button that was pressed is about to go.
    setTimeout(() => look("", redraw));
  });
  byId("more").addEventListener("click", () => {
    const next = shown;
    shown += AT_ONCE;
    draw();
    byId("rows").children[next].querySelector("a").focus();
  });

  byId("lists").hidden = true;
  const invitation = document.querySelector(".hero .lead"); // It speaks of the lists.
  if (invitation) invitation.hidden = true;
  finder.hidden = false;
  look(form.q.value.trim(), draw);
}

start().catch((problem) => console.warn(problem));
