// The page: which wallet is looked at, what is known of it, and what is done to it.
import { draw } from "./chart.js";
import { watchPulse } from "./pulse.js";
import { find, history, newId, shown, uuid, write } from "./wallet.js";

const drawn = 60; // changes in the chart
const listed = 8; // and in the table
const byId = (id) => document.getElementById(id);

let current = null; // { id, found, version, changes: Map of version to change }
let events = null;
let unanswered = null; // a write whose outcome is unknown

async function look(id) {
  events?.close();
  current = { id, found: false, version: 0n, changes: new Map() };
  const mine = current;
  byId("id").value = id;
  if (location.hash !== `#${id}`) window.history.replaceState(null, "", `#${id}`);
  say("");
  try {
    const wallet = await find(id);
    if (mine !== current) return; // another was looked up meanwhile
    if (wallet) know({ version: BigInt(wallet.version), balance: BigInt(wallet.balance), at: wallet.updatedAt });
    else say("There is no such wallet yet. Set its balance, and there is.");
    show();
    watch();
    await fill();
  } catch (error) {
    say(error.message, true);
  }
}

/** Live changes. The browser connects again by itself, and says which version it saw last. */
function watch() {
  const mine = current;
  events = new EventSource(`wallet/${mine.id}/events?after=${mine.version}&integers=string`);
  events.addEventListener("balance", (event) => {
    if (mine !== current) return;
    take(JSON.parse(event.data));
  });
  // A browser gives up for good when the answer is a problem, such as 503 while the broker is away.
  events.addEventListener("error", (event) => {
    if (mine === current && event.target.readyState === EventSource.CLOSED) setTimeout(() => mine === current && watch(), 3000);
  });
}

/** What the history has and we lack. The latest second may be missing there; the events have it. */
async function fill() {
  const mine = current;
  if (!mine.found) return;
  const changes = await history(mine.id, mine.version, drawn);
  if (mine !== current) return;
  for (const one of changes) know(changeOf(one));
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
  byId("version").textContent = latest ? `version ${latest.version}` : "no version yet";
  byId("updated").textContent = latest?.at ? `changed ${new Date(latest.at).toLocaleString()}` : "";
  byId("guard").disabled = !current.found;
  const balance = byId("balance").parentElement;
  balance.classList.remove("changed");
  if (changed) requestAnimationFrame(() => balance.classList.add("changed"));
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
  const buttons = [...form.querySelectorAll("button")];
  const input = form.querySelector("input[inputmode]");
  const sent = input.value;
  buttons.forEach((one) => (one.disabled = true));
  say("");
  try {
    const updated = await write(request);
    unanswered = null;
    if (request.id === current.id) take(updated);
    say(`Done: version ${updated.version}, balance ${shown(BigInt(updated.balance))}.`);
    // The event may have shown the new balance before this answer came, and the next amount may have been typed since.
    if (input.value === sent) input.value = "";
  } catch (error) {
    // No answer, or none of ours: the very same request may be sent again under its key, without a second effect.
    unanswered = error.mayRepeat || !error.problem ? { request, form } : null;
    say(error.problem ? error.message : "The gateway did not answer. The operation may have happened.", true);
    if (error.problem?.reason === "VersionMismatch") look(request.id).then(() => say(error.message, true));
  } finally {
    buttons.forEach((one) => (one.disabled = false));
  }
}

function say(text, bad = false) {
  byId("said-text").textContent = text;
  byId("said").hidden = text === "";
  byId("said").className = bad ? "said bad" : "said";
  byId("again").hidden = !(bad && unanswered);
}

/** An amount as it was typed, exact; null, and said, where it is none. Blanks between groups do not count. */
function amountOf(input) {
  const text = input.value.replace(/[\s\u202f]/g, "").replace("−", "-");
  const fits = /^-?[0-9]{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
  input.setAttribute("aria-invalid", fits ? "false" : "true");
  if (fits) return BigInt(text);
  unanswered = null;
  say("An amount is a whole number of the smallest unit, within 64 bits.", true);
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
  const balance = amountOf(byId("new-balance"));
  if (balance === null) return;
  const version = byId("guard").checked && current.found ? current.version : undefined;
  send({ id: current.id, method: "PUT", path: `wallet/${current.id}`, body: { balance: `${balance}` }, version, key: newId() }, event.target);
});

byId("adjust").addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = amountOf(byId("amount"));
  if (typed === null) return;
  const amount = event.submitter?.value === "-" ? -typed : typed;
  send({ id: current.id, method: "POST", path: `wallet/${current.id}/adjustments`, body: { amount: `${amount}` }, key: newId() }, event.target);
});

byId("again").addEventListener("click", () => unanswered && send(unanswered.request, unanswered.form));
addEventListener("hashchange", () => uuid.test(location.hash.slice(1)) && location.hash.slice(1) !== current?.id && look(location.hash.slice(1)));
addEventListener("resize", () => current && show());

watchPulse();
if (uuid.test(location.hash.slice(1))) look(location.hash.slice(1).toLowerCase());
