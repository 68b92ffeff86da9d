// The worker's pulse. The gateway asks the broker only while somebody looks, so a page in the background stays silent.

const period = 2000;
const byId = (id) => document.getElementById(id);
const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const latencies = { latencyMsP50: null, latencyMsP99: null }; // of the last interval that had messages
const milliseconds = (value) => (value === null ? "–" : `${value < 10 ? value.toFixed(2) : number.format(value)} ms`);

export function watchPulse() {
  look();
  setInterval(() => document.hidden || look(), period);
  document.addEventListener("visibilitychange", () => document.hidden || look());
}

async function look() {
  try {
    const answer = await fetch("pulse", { cache: "no-store" });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    show(await answer.json());
  } catch {
    badge("gateway unreachable", "bad");
  }
}

function show({ connected, workers, queues }) {
  const sum = (list, field) => list.reduce((total, one) => total + one[field], 0);
  const most = (field) => workers.reduce((top, one) => (one[field] === null ? top : Math.max(top ?? 0, one[field])), null);
  if (!connected) badge("broker unreachable", "bad");
  else if (workers.length === 0) badge("no worker heard of", "bad");
  else badge(workers.length === 1 ? "1 worker" : `${workers.length} workers`, "good");

  byId("pulse-summary").textContent = workers.length === 0
    ? "No worker has told of itself lately. Requests wait, and are answered with 504."
    : `${number.format(sum(workers, "handled"))} messages handled since start, ${number.format(sum(workers, "failed"))} failed.`;
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
