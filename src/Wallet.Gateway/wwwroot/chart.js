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
  let low = balances.reduce((a, b) => (b < a ? b : a));
  let high = balances.reduce((a, b) => (b > a ? b : a));
  svg.setAttribute("aria-label",
    `Balance from version ${changes[0].version} to ${changes.at(-1).version}: lowest ${low}, highest ${high}, now ${balances.at(-1)}`);
  if (low > 0n && low < high / 2n) low = 0n; // the ground, where it is near
  if (low === high) [low, high] = [low - 1n, high + 1n];

  // BigInt as far as the division, so that balances beyond 2^53 keep their distance from each other.
  const y = (balance) => inset.top + (1 - Number(((balance - low) * 10000n) / (high - low)) / 10000) * (height - inset.top - inset.bottom);
  const [first, last] = [changes[0].version, changes.at(-1).version];
  const span = last > first ? Number(last - first) : 1;
  const x = (version) => inset.left + (last > first ? Number(version - first) / span : 1) * (width - inset.left - inset.right);

  for (const edge of [high, low]) line(svg, "grid", inset.left, y(edge), width - inset.right, y(edge));
  if (low < 0n && high > 0n) line(svg, "zero", inset.left, y(0n), width - inset.right, y(0n));

  let path = `M ${x(first)} ${y(changes[0].balance)}`;
  for (const one of changes.slice(1)) path += ` H ${x(one.version)} V ${y(one.balance)}`;
  add(svg, "path", { class: "area", d: `${path} V ${height - inset.bottom} H ${x(first)} Z` });
  add(svg, "path", { class: "line", d: path });
  for (const one of changes.length <= 60 ? changes : changes.slice(-1)) {
    const dot = add(svg, "circle", { class: one === changes.at(-1) ? "dot last" : "dot", cx: x(one.version), cy: y(one.balance), r: one === changes.at(-1) ? 4.5 : 3 });
    add(dot, "title").textContent = `version ${one.version}: ${shown(one.balance)}`;
  }

  text(svg, inset.left, y(high) - 8, "start", shown(high));
  text(svg, inset.left, y(low) + 17, "start", shown(low));
  if (last > first) text(svg, inset.left, height - 6, "start", `version ${first}`);
  text(svg, width - inset.right, height - 6, "end", `version ${last}`);
}

function line(svg, name, x1, y1, x2, y2) {
  add(svg, "line", { class: name, x1, y1, x2, y2 });
}

function text(svg, x, y, anchor, content) {
  add(svg, "text", { x, y, "text-anchor": anchor }).textContent = content;
}

function add(parent, name, attributes = {}) {
  const element = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return parent.appendChild(element);
}
