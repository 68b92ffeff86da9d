// What the page asks the gateway. Amounts are strings on the wire and BigInt in here: a JavaScript number would lose digits.

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The wallet, or null where there is none. */
export async function find(id) {
  const answer = await fetch(`wallet/${id}?integers=string`, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (answer.status === 404) return null;
  return await read(answer);
}

/** Up to `count` of the latest changes, oldest first. */
export async function history(id, version, count) {
  const after = version > BigInt(count) ? version - BigInt(count) : 0n;
  const answer = await fetch(`wallet/${id}/history?after=${after}&limit=${count}&integers=string`, { cache: "no-store" });
  return (await read(answer)).operations;
}

/** Sends a write. A key of its own lets it be sent again, should the answer be lost, without a second effect. */
export async function write({ method, path, body, version, key }) {
  const headers = { Accept: "application/json", "Content-Type": "application/json", "Idempotency-Key": key };
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  return await read(await fetch(`${path}?integers=string`, { method, headers, body: JSON.stringify(body) }));
}

/** A new UUID, also where crypto.randomUUID is missing because the page came over plain HTTP from another host. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Digits in groups of three, all of them. A line may end between groups, never within one. */
export function shown(amount) {
  const text = amount.toString();
  return (text.startsWith("-") ? "−" : "") + text.replace("-", "").replace(/\B(?=(\d{3})+$)/g, "\u2009");
}

async function read(answer) {
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body;
  const error = new Error(body.detail ?? `The gateway answered ${answer.status}.`);
  error.problem = body;
  error.mayRepeat = answer.status === 503 || answer.status === 504;
  throw error;
}
