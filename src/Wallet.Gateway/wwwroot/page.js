// The page: which wallet is looked at, what is known of it, and what is done to it.
import { draw } from "./chart.js";
import { watch } from "./live.js";
import { trouble, watchPulse } from "./pulse.js";
import { find, history, newId, shown, uuid, write } from "./wallet.js";
import { words } from "./words.js";

const drawn = 60; // changes in the chart
const listed = 8; // and in the table
const byId = (id) => document.getElementById(id);

let current = null; // { id, asked, found, version, changes: Map of version to change }
let leave = () => {}; // ends watching it
let unanswered = null; // a write whose outcome is unknown
let waits = 0; // which answer is waited for

async function look(id) {
  leave();
  current = { id, asked: false, found: false, version: 0n, changes: new Map() };
  const mine = current;
  byId("id").value = id;
  if (location.hash !== `#${id}`) window.history.replaceState(null, "", `#${id}`);
  if (!byId("wallet").hidden) show(); // not the numbers of another wallet under this one's name
  const done = waiting("Looking it up …");
  try {
    await ask().finally(done);
    if (mine === current) say(mine.found ? "" : "There is no such wallet yet. Set its balance, and there is.");
  } catch (error) {
    if (mine === current) say(words(error, false), true);
  }
  if (mine !== current) return; // another was looked up meanwhile
  leave = watch(id, () => (mine.asked ? mine.version : null), take, ask);
}

/** Looks at the wallet as it is. Not known before, it is shown, and that it was not to be had is no longer said. */
async function ask() {
  const mine = current;
  const wallet = await find(mine.id);
  if (mine !== current) return;
  const isFirst = !mine.asked;
  mine.asked = true;
  if (wallet && (!mine.found || BigInt(wallet.version) > mine.version || mine.lacks)) {
    const isNew = know({ version: BigInt(wallet.version), balance: BigInt(wallet.balance), at: wallet.updatedAt });
    show(isNew && !isFirst);
    await fill().catch(() => {}); // the next event or look brings it
  } else if (isFirst) show();
  if (isFirst && byId("said").classList.contains("bad") && !unanswered) say("");
}

/** What the history has and we lack. The latest second may be missing there; the events or another look have it. */
async function fill() {
  const mine = current;
  if (!mine.found) return;
  const changes = await history(mine.id, mine.version, drawn);
  if (mine !== current) return;
  for (const one of changes) know(changeOf(one));
  mine.lacks = !mine.lacks && mine.changes.get(mine.version)?.previous === undefined; // worth one more look, not more
  show();
}

function changeOf(updated) {
  return {
    version: BigInt(updated.version),
    balance: BigInt(updated.balance),
    previous: updated.previousBalance === null ? null : BigInt(updated.previousBalance),
    at: updated.updatedAt,
  };
}

function take(updated) {
  const change = changeOf(updated);
  const gap = change.version > current.version + 1n;
  const isNew = know(change);
  show(isNew);
  if (gap) fill().catch(() => {}); // the next event or a look brings it
}

/** Notes a change, in whatever order changes come. Says whether it is the newest. */
function know(change) {
  const known = current.changes.get(change.version);
  if (!known || known.previous === undefined) current.changes.set(change.version, change);
  const newest = !current.found || change.version > current.version;
  if (newest) current.version = change.version;
  current.found = true;
  return newest;
}

function show(changed = false) {
  byId("wallet").hidden = false;
  const changes = [...current.changes.values()].sort((a, b) => (a.version < b.version ? -1 : 1)).slice(-drawn);
  const latest = changes.at(-1);
  byId("balance").textContent = latest ? shown(latest.balance) : "–";
  byId("balance").className = byId("balance").textContent.length > 12 ? "long" : "";
  const without = current.asked ? "no version yet" : "looking it up …";
  byId("version").textContent = latest ? `version ${latest.version}` : without;
  byId("updated").textContent = latest?.at ? `changed ${new Date(latest.at).toLocaleString()}` : "";
  byId("guard").disabled = !current.found;
  const balance = byId("balance").parentElement;
  balance.classList.remove("changed");
  if (changed) requestAnimationFrame(() => balance.classList.add("changed"));
  byId("chart-figure").hidden = changes.length === 0;
  draw(byId("chart"), changes);
  byId("chart-caption").textContent = changes.length > 1 ? `The last ${changes.length} versions. Each step is one.` : "Each step is a version.";
  if (changes.length > 0) byId("changes").replaceChildren(...changes.slice(-listed).reverse().map(row));
  else byId("changes").innerHTML = '<tr><td colspan="4" class="help">Nothing yet.</td></tr>';
}

function row(change) {
  const known = change.previous !== undefined;
  const difference = known ? change.balance - (change.previous ?? 0n) : null;
  const line = document.createElement("tr");
  const cells = [
    [`${change.version}`, ""],
    [difference === null ? "" : `${difference > 0n ? "+" : ""}${shown(difference)}`, `number ${difference < 0n ? "minus" : difference > 0n ? "plus" : ""}`],
    [shown(change.balance), "number"],
    [change.at ? new Date(change.at).toLocaleTimeString() : "", "when"],
  ];
  for (const [text, name] of cells) {
    const cell = line.insertCell();
    cell.textContent = text;
    cell.className = name;
  }
  return line;
}

async function send(request, form) {
  if (form.getAttribute("aria-busy") === "true") return; // not disabled, which would take the focus away
  form.setAttribute("aria-busy", "true");
  const input = form.querySelector("input[inputmode]");
  const sent = input.value;
  const done = waiting("Sent. Waiting for the worker …");
  try {
    const updated = await write(request).finally(done);
    unanswered = null;
    if (request.id === current.id) take(updated);
    say(`Done: version ${updated.version}, balance ${shown(BigInt(updated.balance))}.`);
    // The event may have shown the new balance before this answer came, and the next amount may have been typed since.
    if (input.value === sent) input.value = "";
  } catch (error) {
    // No answer, or none of ours: the very same request may be sent again under its key, without a second effect.
    unanswered = error.mayRepeat || !error.problem ? { request, form } : null;
    say(words(error, true), true);
    if (error.problem?.reason === "VersionMismatch" && request.id === current.id) ask().catch(() => {});
  } finally {
    form.setAttribute("aria-busy", "false");
  }
}

/**
 * Says that an answer is waited for, unless it comes at once, and what is known to keep it. Gives the function that
 * ends that.
 */
function waiting(text) {
  const mine = ++waits;
  const tell = () => {
    if (mine !== waits) return; // over, or another is waited for
    say(`${text} ${trouble()}`.trim());
    setTimeout(tell, 500);
  };
  say("");
  if (trouble()) tell();
  else setTimeout(tell, 400);
  return () => mine === waits && waits++;
}

function say(text, bad = false) {
  if (byId("said-text").textContent !== text) byId("said-text").textContent = text; // said aloud only when it changes
  byId("said").className = text === "" ? "hidden" : bad ? "said bad" : "said";
  const mayRepeat = bad && unanswered !== null;
  if (!mayRepeat && document.activeElement === byId("again")) byId("said").focus(); // the button goes, the place stays
  byId("again").hidden = !mayRepeat;
}

/**
 * An amount as it was typed, exact; null, and said, where it is none, or below `least`. Blanks between groups do not
 * count.
 */
function amountOf(input, least, otherwise) {
  const text = input.value.replace(/[\s\u202f]/g, "").replace("−", "-");
  const isNumber = /^-?[0-9]{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
  const fits = isNumber && BigInt(text) >= least;
  input.setAttribute("aria-invalid", fits ? "false" : "true");
  if (fits) return BigInt(text);
  unanswered = null;
  say(isNumber ? otherwise : "An amount is a whole number of the smallest unit, within 64 bits.", true);
  input.focus();
  return null;
}

byId("look").addEventListener("submit", (event) => {
  event.preventDefault();
  const id = byId("id").value.trim();
  byId("id").setAttribute("aria-invalid", uuid.test(id) ? "false" : "true");
  unanswered = null;
  if (uuid.test(id)) look(id.toLowerCase());
  else say("That is no wallet's id: a UUID has 32 hexadecimal digits in five groups.", true);
});

byId("fresh").addEventListener("click", () => look(newId()));

byId("set").addEventListener("submit", (event) => {
  event.preventDefault();
  const balance = amountOf(byId("new-balance"), -(2n ** 63n));
  if (balance === null) return;
  const version = byId("guard").checked && current.found ? current.version : undefined;
  send({ id: current.id, method: "PUT", path: `wallet/${current.id}`, body: { balance: `${balance}` }, version, key: newId() }, event.target);
});

byId("adjust").addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = amountOf(byId("amount"), 1n, "Type an amount above zero: Credit adds it, and Debit takes it.");
  if (typed === null) return;
  const amount = event.submitter?.value === "-" ? -typed : typed;
  send({ id: current.id, method: "POST", path: `wallet/${current.id}/adjustments`, body: { amount: `${amount}` }, key: newId() }, event.target);
});

byId("again").addEventListener("click", () => unanswered && send(unanswered.request, unanswered.form));
addEventListener("hashchange", () => uuid.test(location.hash.slice(1)) && location.hash.slice(1) !== current?.id && look(location.hash.slice(1)));
addEventListener("resize", () => current && show());

watchPulse();
if (uuid.test(location.hash.slice(1))) look(location.hash.slice(1).toLowerCase());
