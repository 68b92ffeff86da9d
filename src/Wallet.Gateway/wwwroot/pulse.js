// The worker's pulse. The gateway asks the broker only while somebody looks, so a page in the background stays silent.

const period = 2000;
const byId = (id) => document.getElementById(id);
const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const latencies = { latencyMsP50: null, latencyMsP99: null }; // of the last interval that had messages
let known = "";
const milliseconds = (value) => (value === null ? "–" : `${value < 10 ? value.toFixed(2) : number.format(value)} ms`);

export function watchPulse() {
  look();
  setInterval(() => document.hidden || look(), period);
  document.addEventListener("visibilitychange", () => document.hidden || look());
}

/** What is known to keep answers from coming, in a sentence; nothing where nothing is. */
export const trouble = () => known;

async function look() {
  try {
    const answer = await fetch("pulse", { cache: "no-store" });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    show(await answer.json());
  } catch {
    known = "The gateway does not answer.";
    badge("gateway unreachable", "bad");
  }
}

/** What is wrong, for the badge and in a sentence; nothing where all is well. */
function faultOf({ connected, workers, queues }) {
  if (!connected) return ["broker unreachable", "The gateway has no connection to its broker."];
  // A worker that has gone is missed in its queues at once, and in its pulse only after three of its intervals.
  if (workers.length === 0 || (queues?.length > 0 && queues.every((one) => one.consumers === 0)))
    return ["no worker", "No worker takes messages now. They wait in their queues."];
  const idle = workers.filter((one) => one.notReady?.length > 0);
  if (idle.length === 0) return null;
  const what = idle.some((one) => one.notReady.includes("tables")) ? "database unreachable" : "worker not ready";
  if (idle.length < workers.length) return [`${what} for ${idle.length} of ${workers.length} workers`, ""];
  const words = what.startsWith("database") ? "The worker does not reach its database" : "The worker is not ready";
  return [what, `${words}. Messages wait until it is well again.`];
}

function show(pulse) {
  const { workers, queues } = pulse;
  const sum = (list, field) => list.reduce((total, one) => total + one[field], 0);
  const most = (field) => workers.reduce((top, one) => (one[field] === null ? top : Math.max(top ?? 0, one[field])), null);
  const fault = faultOf(pulse);
  known = fault?.[1] ?? "";
  if (fault) badge(fault[0], "bad");
  else badge(workers.length === 1 ? "1 worker" : `${workers.length} workers`, "good");

  byId("pulse-summary").textContent = known
    || `${number.format(sum(workers, "handled"))} messages handled since start, `
    + `${number.format(sum(workers, "failed"))} failed.`;
  byId("pulse-rate").textContent = workers.length === 0 ? "–" : number.format(sum(workers, "handledPerSecond"));
  for (const field of Object.keys(latencies)) latencies[field] = most(field) ?? latencies[field];
  byId("pulse-p50").textContent = milliseconds(latencies.latencyMsP50);
  byId("pulse-p99").textContent = milliseconds(latencies.latencyMsP99);
  byId("pulse-flight").textContent = workers.length === 0 ? "–" : number.format(sum(workers, "inFlight"));
  byId("pulse-waiting").textContent = queues === null ? "–" : number.format(sum(queues, "waiting"));
  const parked = queues === null ? null : sum(queues, "errors") + sum(queues, "skipped");
  byId("pulse-errors").textContent = parked === null ? "–" : number.format(parked);
  byId("pulse-errors-tile").className = parked ? "bad" : "";
  byId("pulse-remedy").hidden = !parked;

  rows("workers", workers, (one) => [
    one.worker, number.format(one.handledPerSecond), number.format(one.handled), number.format(one.failed), one.latencyMsP50 ?? "–", one.latencyMsP99 ?? "–",
  ]);
  rows("queues", queues ?? [], (one) => [one.queue, one.waiting, one.consumers, one.errors, one.skipped]);
}

function rows(id, list, cells) {
  byId(id).replaceChildren(...list.map((one) => {
    const row = document.createElement("tr");
    for (const [index, text] of cells(one).entries()) {
      const cell = row.insertCell();
      cell.textContent = text;
      if (index > 0) cell.className = "number";
    }
    return row;
  }));
}

function badge(text, kind) {
  const link = byId("link");
  if (link.textContent !== text) link.textContent = text; // said aloud only when it changes
  link.className = `badge ${kind}`;
}
