/* The finder: narrows the list of all actions, on top of lists that work without it.

   It downloads what is asked for and no more: a small first file with the page, the values of all
   actions when someone narrows, a piece of the index for each word that someone types, and the
   rows that are shown. generator/equity_plans/exports/find/ writes these files and says what is
   in them. Words reach the page as text, never as HTML. */

const AT_ONCE = 20;
const OTHERS = 10;
const FEW = 10; // So many values of a facet with very many are offered at once.
const LONGEST = 40; // So many letters of a word are in the index.
const AROUND = [12, 24]; // So many words are quoted before and after the word that was found.

const byId = (id) => document.getElementById(`eq-${id}`);
const fromTemplate = (id) => byId(id).content.firstElementChild.cloneNode(true);
const bare = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) => bare(text).match(/[\p{L}\p{N}]+/gu) ?? [];

const language = document.documentElement.lang;
const finder = byId("finder");
const form = finder.querySelector("form");
const said = finder.dataset;
const root = new URL(said.root, location.href);
const folder = new URL(said.folder, location.href);

let first; // The first file.
let facets = [];
let found = null; // With words to look for: the numbers of what has them, how well it fits, and
//                   the beginnings of words to mark.
let shown = AT_ONCE;
let newest = 0;

/* Files ------------------------------------------------------------------------------------- */

const files = new Map();

/** What is in a file, which is asked for once. */
function file(name) {
  if (!files.has(name)) {
    const address = new URL(name, folder);
    if (first) address.searchParams.set("v", first.version);
    const asked = fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return answer.json();
    });
    asked.catch(() => files.delete(name));
    files.set(name, asked);
  }
  return files.get(name);
}

/** An entry of a list that is cut into files of `size` entries. */
async function piece(kind, number, size) {
  return (await file(`${kind}/${Math.floor(number / size)}.json`))[number % size];
}

/** Lets the browser draw and listen before work goes on: a phone must not stand still. */
const breath = () => new Promise((go) => setTimeout(go));

let everything;

/** The values of all actions: for each facet which set of values each action has, and the order. */
function values() {
  everything ??= file("values.json").then(async ({ rank, columns }) => {
    await breath();
    const starts = new Uint32Array(rank.length + 1);
    for (const one of rank) starts[one + 1] += 1;
    for (let place = 1; place < starts.length; place += 1) starts[place] += starts[place - 1];
    const order = new Uint32Array(rank.length);
    for (let number = 0; number < rank.length; number += 1) order[starts[rank[number]]++] = number;
    await breath();
    const having = columns.map(({ of, of_rank }) => {
      const which = new Uint32Array(of ?? rank);
      if (of_rank) for (let number = 0; number < which.length; number += 1) which[number] = of_rank[which[number]];
      return which;
    });
    await breath();
    return { rank, order, having, sets: columns.map(({ sets }) => sets) };
  });
  everything.catch(() => (everything = undefined));
  return everything;
}

/* Narrowing --------------------------------------------------------------------------------- */

const chosen = () => {
  const asked = new FormData(form);
  return facets.map(({ name, places }) => asked.getAll(name).map((value) => places.get(value)));
};

/** The actions to show, and for every value how many it would show if it were ticked too. */
function narrow({ order, having, sets }, wanted) {
  const fits = sets.map((ofFacet, facet) => {
    const places = wanted[facet];
    return Uint8Array.from(ofFacet, (set) => !places.length || set.some((one) => places.includes(one)));
  });
  const tally = sets.map((ofFacet) => new Uint32Array(ofFacet.length));
  const list = [];
  for (const number of found ? found.actions : order) {
    let misses = 0;
    let missed = 0;
    for (let facet = 0; facet < fits.length; facet += 1) {
      if (!fits[facet][having[facet][number]]) {
        misses += 1;
        missed = facet;
      }
    }
    if (misses > 1) continue;
    if (misses) {
      tally[missed][having[missed][number]] += 1;
      continue;
    }
    for (let facet = 0; facet < fits.length; facet += 1) tally[facet][having[facet][number]] += 1;
    list.push(number);
  }
  const counts = sets.map((ofFacet, facet) => {
    const ofValues = [];
    ofFacet.forEach((set, which) => {
      for (const place of set) ofValues[place] = (ofValues[place] ?? 0) + tally[facet][which];
    });
    return ofValues;
  });
  return { list, counts };
}

/* Words ------------------------------------------------------------------------------------- */

const ENDINGS = {
  en: /(?:ations?|ions?|ings?|ers?|i?es|i?ed|[esy])$/,
  es: /(?:aciones|acion|iones|ion|mente|ad[oa]s?|id[oa]s?|[oae]s?|s)$/,
}[language.slice(0, 2)];

/** What a word begins with in all its forms, as far as its ending tells. */
function stem(word) {
  const rest = ENDINGS ? word.replace(ENDINGS, "") : word;
  return rest.length < 5 ? word : rest;
}

/** How well each page fits a word: its title counts more than its text, the word more than others
    that begin like it, and a rare word more than a common one. */
async function fitting(word) {
  const fit = new Float32Array(first.pages);
  const short = word.length < 3;
  const begins = short ? word : stem(word);
  const starts = await file("words.json");
  const before = (text) => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= text) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  };
  const last = before(short ? word : `${begins}\uffff`);
  const wanted = [];
  for (let number = before(begins); number <= last && starts.length; number += 1) {
    wanted.push(file(`words/${number}.json`));
  }
  for (const entries of await Promise.all(wanted)) {
    await breath();
    for (const [one, titles, texts] of entries) {
      if (short ? one !== word : !one.startsWith(begins)) continue;
      const alike = one === word ? 1 : one.startsWith(word) ? 0.7 : 0.4;
      const rare = alike * Math.log(1 + first.pages / (titles.length + texts.length));
      for (const [steps, worth] of [[titles, 5 * rare], [texts, rare]]) {
        let number = 0;
        for (const step of steps) {
          number += step;
          if (fit[number] < worth) fit[number] = worth;
        }
      }
    }
  }
  return { fit, begins: short ? `${word}\0` : begins };
}

/** What has all the words: the actions and the other pages. */
async function look(typed) {
  const words = [...new Set(wordsOf(typed).map((word) => word.slice(0, LONGEST)))];
  const [{ rank }, ...each] = await Promise.all([values(), ...words.map(fitting)]);
  await breath();
  const worth = new Float32Array(first.pages);
  const [actions, others] = [[], []];
  for (let number = 0; words.length && number < first.pages; number += 1) {
    let sum = 0;
    for (const { fit } of each) {
      if (!fit[number]) {
        sum = 0;
        break;
      }
      sum += fit[number];
    }
    if (sum) {
      worth[number] = sum;
      (number < first.actions ? actions : others).push(number);
    }
  }
  const better = (a, b) => worth[b] - worth[a] || (rank[a] ?? 0) - (rank[b] ?? 0) || a - b;
  return { actions, others, begins: each.map(({ begins }) => begins), worth, better };
}

/** The best of what was found, in order; to sort all of a country would stop a phone. */
function best(list, many, { worth, better }) {
  let some = list;
  if (list.length > 500) {
    const most = list.reduce((most, one) => Math.max(most, worth[one]), 0);
    const level = (one) => Math.floor((worth[one] / most) * 999);
    const levels = new Uint32Array(1000);
    for (const one of list) levels[level(one)] += 1;
    let lowest = 999;
    for (let sum = levels[lowest]; lowest && sum < many; ) sum += levels[--lowest];
    some = list.filter((one) => level(one) >= lowest);
  }
  return [...some].sort(better).slice(0, many);
}

const marked = (word, begins) => {
  const plain = `${bare(word)}\0`;
  return begins.some((one) => plain.startsWith(one));
};

/** The part of a text around the words that were found, as stretches of it; every other one is
    such a word. Nothing where the title says it all. */
async function quote(number, title, { begins }) {
  const inTitle = wordsOf(title).map((word) => `${word}\0`);
  if (begins.every((one) => inTitle.some((word) => word.startsWith(one)))) return [];
  const text = await piece("texts", number, first.in_texts);
  const words = [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)];
  const hits = words.flatMap(([word], place) => (marked(word, begins) ? [place] : []));
  if (!hits.length) return [];
  const near = (hit) =>
    new Set(
      hits
        .filter((one) => one >= hit && one < hit + AROUND[1])
        .map((one) => begins.findIndex((begin) => marked(words[one][0], [begin]))),
    ).size;
  const best = hits.reduce((a, b) => (near(b) > near(a) ? b : a));
  const from = Math.max(0, best - AROUND[0]);
  const to = Math.min(words.length - 1, best + AROUND[1]);
  const stretches = [];
  let at = words[from].index;
  for (const hit of hits.filter((one) => one >= from && one <= to)) {
    const [word] = words[hit];
    stretches.push(text.slice(at, words[hit].index), word);
    at = words[hit].index + word.length;
  }
  const end = to === words.length - 1 ? text.length : words[to].index + words[to][0].length;
  stretches.push(text.slice(at, end));
  if (from > 0) stretches[0] = `… ${stretches[0]}`;
  if (end < text.length) stretches[stretches.length - 1] += " …";
  return stretches;
}

/* Showing ----------------------------------------------------------------------------------- */

const count = (number) => number.toLocaleString(said.locale);
const told = (sentence, places) =>
  sentence.replace(/\{(\w+)\}/g, (_, name) => places[name]);

/** Says something anew only when it has changed, for whoever listens. */
function say(place, words) {
  if (place.textContent !== words) place.textContent = words;
}

function mark(place, stretches) {
  stretches.forEach((words, turn) => {
    if (turn % 2) place.appendChild(document.createElement("mark")).textContent = words;
    else place.append(words);
  });
}

/** Says in which language the words of an author are, where that is not the page's. */
function speak(place, tongue) {
  if (tongue) place.lang = tongue;
}

/** What an entry of the list shows. */
async function entry(number) {
  const row = new Map(first.rows).get(number) ?? (await piece("rows", number, first.in_rows));
  return { row, quoted: found ? await quote(number, row[1], found) : [] };
}

function drawRow({ row: [address, title, who, when, state, tongue], quoted }) {
  const line = fromTemplate("row");
  const tag = line.querySelector(".st");
  tag.classList.add(`st--${state}`);
  tag.querySelector("use").setAttribute("href", `#i-${state}`);
  tag.lastElementChild.textContent = facets[0].named.get(facets[0].places.get(state)).label;
  const link = line.querySelector("a");
  link.href = new URL(address, root);
  link.textContent = title;
  speak(link, tongue);
  line.querySelector(".act__m").textContent = who;
  line.querySelector(".act__d").textContent = when;
  mark(line.querySelector(".act__x"), quoted);
  speak(line.querySelector(".act__x"), tongue);
  return line;
}

function drawOther({ row: [address, title, , , , tongue], quoted }) {
  const line = fromTemplate("other");
  const link = line.querySelector("a");
  link.href = new URL(address, root);
  link.textContent = title;
  speak(link, tongue);
  mark(line.querySelector(".act__x"), quoted);
  speak(line.querySelector(".act__x"), tongue);
  return line;
}

/** Shows what is asked for; true when it has, and nothing else was asked for meanwhile. */
async function draw() {
  const turn = ++newest;
  const typed = form.q.value.trim();
  const wanted = chosen();
  const set = wanted.flat().length;
  let list = first.rows.map(([number]) => number);
  let counts = facets.map(({ total }) => total);
  let total = first.actions;
  let problem = "";
  let next = null;
  if (typed) {
    try {
      next = await look(typed);
    } catch {
      problem = said.unknown;
    }
  }
  if (turn !== newest) return false;
  found = next;
  const narrowed = Boolean(found || set);
  if (narrowed || (shown > list.length && total > list.length)) {
    const known = await values();
    if (turn !== newest) return false;
    await breath();
    ({ list, counts } = narrow(known, wanted));
    total = list.length;
    await breath();
  }
  list = found ? best(list, shown, found) : list.slice(0, shown);
  const [lines, others] = await Promise.all([
    Promise.all(list.map(entry)),
    Promise.all((found ? best(found.others, OTHERS, found) : []).map(entry)),
  ]);
  await breath();
  if (turn !== newest) return false;

  byId("rows").replaceChildren(...lines.map(drawRow));
  byId("more").hidden = total <= shown;
  byId("others").hidden = !others.length;
  byId("others").querySelector("ul").replaceChildren(...others.map(drawOther));
  facets.forEach((facet, place) => {
    facet.counts = counts[place];
    if (facet.many && !facet.box.contains(document.activeElement)) offer(facet);
    for (const one of facet.box.querySelectorAll("[data-place]")) {
      one.textContent = count(facet.counts[one.dataset.place] ?? 0);
    }
  });
  const all = told(first.actions === 1 ? said.one : said.many, { count: count(first.actions) });
  const sentences = [narrowed ? told(said.some, { count: count(total), all }) : all];
  if (narrowed && !total) sentences.push(said.none);
  say(byId("count"), sentences.join(". "));
  byId("set").textContent = set ? ` ${told(said.set, { count: set })}` : "";
  byId("clear").hidden = !(typed || set);
  say(byId("words-help"), problem || said.help);
  return true;
}

/** Shows the list from its top and keeps what was asked for in the address. */
function redraw() {
  shown = AT_ONCE;
  const asked = new URLSearchParams(new FormData(form));
  if (!asked.get("q")) asked.delete("q");
  history.replaceState(null, "", asked.size ? `?${asked}` : location.pathname);
  return draw().catch(fail);
}

function fail(problem) {
  console.warn(problem);
  byId("count").textContent = said.failed;
}

/* Facets ------------------------------------------------------------------------------------ */

/** Takes note of values: where each is in the list of its facet, its name and how many have it. */
function learn(facet, list) {
  for (const [place, value, label, total, tongue] of list) {
    facet.places.set(value, place);
    facet.named.set(place, { value, label, tongue, plain: bare(label) });
    facet.total[place] = total;
  }
}

function line({ name, named }, place) {
  const one = fromTemplate("value");
  const [input, label, number] = one.children;
  const { value, label: words, tongue } = named.get(place);
  Object.assign(input, { name, value, id: `eq-${name}-${value}` });
  Object.assign(label, { htmlFor: input.id, textContent: words });
  speak(label, tongue);
  number.dataset.place = place;
  return one;
}

function build(told) {
  const facet = {
    name: told.name, many: told.many ?? 0, places: new Map(), named: new Map(), total: [],
    box: fromTemplate(told.many ? "facet-many" : "facet"),
  };
  facet.box.querySelector("legend").textContent = told.title;
  learn(facet, told.values);
  facet.counts = facet.total;
  if (facet.many) {
    const search = facet.box.querySelector("input");
    const [label, hint] = facet.box.querySelectorAll("label, p");
    search.id = `eq-part-${facet.name}`;
    label.htmlFor = search.id;
    hint.id = `${search.id}-help`;
    search.setAttribute("aria-describedby", hint.id);
    search.addEventListener("focus", () => know(facet).catch(fail), { once: true });
    offer(facet);
  } else {
    facet.box.append(...[...facet.named.keys()].map((place) => line(facet, place)));
  }
  return facet;
}

/** Fetches the names of all values of a facet that has very many. */
async function know(facet) {
  if (facet.named.size < facet.many) learn(facet, await file(`${facet.name}.json`));
}

/** Offers the ticked values of a facet, and those that fit what was typed; most actions first. */
function offer(facet) {
  const values = facet.box.querySelector("div:last-child");
  const part = bare(facet.box.querySelector("input").value.trim());
  const ticked = [...values.querySelectorAll(":checked")].map(({ value }) => facet.places.get(value));
  const fitting = [...facet.named]
    .filter(([place, { plain }]) => plain.includes(part) && !ticked.includes(place))
    .sort(([a], [b]) => (facet.counts[b] ?? 0) - (facet.counts[a] ?? 0) || a - b)
    .slice(0, FEW)
    .map(([place]) => place);
  show(facet, ticked, fitting);
}

function show(facet, ticked, others) {
  const lines = [...ticked, ...others].map((place) => line(facet, place));
  lines.slice(0, ticked.length).forEach((one) => (one.firstElementChild.checked = true));
  for (const one of lines) {
    const number = one.lastElementChild;
    number.textContent = count(facet.counts[number.dataset.place] ?? 0);
  }
  facet.box.querySelector("div:last-child").replaceChildren(...lines);
  const places = { count: count(lines.length), all: count(facet.many) };
  say(facet.box.querySelector("p"), told(said.offered, places));
}

/** Ticks what the address asks for. */
async function tick(asked) {
  for (const facet of facets) {
    const values = asked.getAll(facet.name);
    if (facet.many && values.length) {
      await know(facet);
      const places = values.map((value) => facet.places.get(value));
      show(facet, places.filter((place) => place !== undefined), []);
    }
    for (const input of facet.box.querySelectorAll('input[type="checkbox"]')) {
      input.checked = values.includes(input.value);
    }
  }
}

/* Start ------------------------------------------------------------------------------------- */

async function start() {
  first = await file("actions.json");
  files.clear(); // What is asked for from now on is of this version.
  facets = first.facets.map(build);
  byId("facets").append(...facets.map(({ box }) => box));

  const asked = new URLSearchParams(location.search);
  form.q.value = asked.get("q") ?? "";
  await tick(asked);

  const wide = matchMedia("(min-width: 56em)");
  const unfold = () => (byId("filters").open = wide.matches);
  wide.addEventListener("change", unfold);
  unfold();

  let pause;
  form.addEventListener("input", ({ target }) => {
    const many = facets.find(({ box, many }) => many && box.querySelector("input") === target);
    if (many) {
      know(many).then(() => offer(many)).catch(fail);
    } else if (target === form.q) {
      clearTimeout(pause);
      pause = setTimeout(redraw, 250);
    } else {
      redraw();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    redraw();
  });
  form.addEventListener("reset", () => {
    form.q.focus(); // The button that was pressed is about to go.
    setTimeout(redraw);
  });
  byId("more").addEventListener("click", async () => {
    const next = shown;
    shown += AT_ONCE;
    if (await draw().catch(fail)) byId("rows").children[next].querySelector("a").focus();
  });

  await draw();
  byId("lists").hidden = true;
  const invitation = document.querySelector(".hero .lead"); // It speaks of the lists.
  if (invitation) invitation.hidden = true;
  finder.hidden = false;
}

start().catch((problem) => console.warn(problem));
