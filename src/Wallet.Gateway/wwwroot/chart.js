// The history of a balance as steps: version by version, drawn to the width that there is.
import { shown } from "./wallet.js";

const space = "http://www.w3.org/2000/svg";
const inset = { top: 24, right: 8, bottom: 42, left: 8 }; // room for the words above and below the drawing

/** Draws changes, oldest first, each with `version` and `balance` as BigInt. */
export function draw(svg, changes) {
  svg.replaceChildren();
  if (changes.length === 0) {
    svg.setAttribute("aria-label", "No history yet");
    return;
  }

  const [width, height] = [Math.max(svg.clientWidth, 200), Math.max(svg.clientHeight, 160)];
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const balances = changes.map((one) => one.balance);
  const [low, high] = [least(balances), -least(balances.map((one) => -one))];
  svg.setAttribute("aria-label",
    `Balance from version ${changes[0].version} to ${changes.at(-1).version}: lowest ${low}, highest ${high}, now ${balances.at(-1)}`);

  const y = scale(low, high, inset.top, height - inset.bottom);
  const [first, last] = [changes[0].version, changes.at(-1).version];
  const span = Number(last - first);
  const room = width - inset.left - inset.right;
  const x = (version) => inset.left + (span > 0 ? Number(version - first) / span : 1) * room;

  let path = `M ${inset.left} ${y.of(changes[0].balance)}`;
  for (const one of changes) path += ` H ${x(one.version)} V ${y.of(one.balance)}`;
  add(svg, "path", { class: "area", d: `${path} V ${y.ground} H ${inset.left} Z` });
  for (const edge of new Set([high, low])) line(svg, "grid", inset.left, y.of(edge), width - inset.right, y.of(edge));
  if (y.hasZero) line(svg, "zero", inset.left, y.of(0n), width - inset.right, y.of(0n));
  add(svg, "path", { class: "line", d: path });
  for (const one of changes.length <= 60 ? changes : changes.slice(-1)) {
    const isLast = one === changes.at(-1);
    const [name, r] = isLast ? ["dot last", 4.5] : ["dot", 3];
    const dot = add(svg, "circle", { class: name, cx: x(one.version), cy: y.of(one.balance), r });
    add(dot, "title").textContent = `version ${one.version}: ${shown(one.balance)}`;
  }

  // Only what the balance was is written at its height, whatever the drawing has room for.
  text(svg, inset.left, y.of(high) - 8, "start", shown(high), "value");
  if (low !== high) text(svg, inset.left, y.of(low) + 17, "start", shown(low), "value");
  if (last > first) text(svg, inset.left, height - 6, "start", `version ${first}`);
  text(svg, width - inset.right, height - 6, "end", `version ${last}`);
}

const least = (numbers) => numbers.reduce((a, b) => (b < a ? b : a));

/** Heights of balances, down to zero where that is near, and of the ground: zero, or the edge that is towards it. */
function scale(low, high, top, bottom) {
  let [from, to] = [low, high];
  if (low > 0n && low <= high / 2n) from = 0n;
  if (high < 0n && high >= low / 2n) to = 0n;
  if (low === high) [from, to] = low > 0n ? [0n, high] : low < 0n ? [low, 0n] : [-1n, 1n];

  // BigInt as far as the division, so that balances beyond 2^53 keep their distance from each other.
  const of = (balance) => top + (1 - Number(((balance - from) * 10000n) / (to - from)) / 10000) * (bottom - top);
  return { of, hasZero: from <= 0n && to >= 0n, ground: from > 0n ? bottom : to < 0n ? top : of(0n) };
}

function line(svg, name, x1, y1, x2, y2) {
  add(svg, "line", { class: name, x1, y1, x2, y2 });
}

function text(svg, x, y, anchor, content, name = "") {
  add(svg, "text", { x, y, "text-anchor": anchor, class: name }).textContent = content;
}

function add(parent, name, attributes = {}) {
  const element = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return parent.appendChild(element);
}
