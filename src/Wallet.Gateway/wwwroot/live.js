// A wallet's changes as they happen: by a stream, or by looking now and then where there is none to be had.

/** Streams of all tabs together. A browser opens six connections to a host, and pages and answers need some of them. */
const streams = 3;
const period = 2000;

/**
 * Watches a wallet until the function that it gives is called. A page in the background holds no stream; seen again, it
 * first looks what it missed.
 * @param id the wallet
 * @param version gives the version that is known; null where nothing is yet
 * @param changed takes each change
 * @param look looks at the wallet, and finishes when it has
 */
export function watch(id, version, changed, look) {
  let turn = 0; // which attempt is under way: what belongs to an earlier one is void
  let stop = () => {};

  async function begin() {
    stop();
    const mine = ++turn;
    const leave = version() === null ? null : await place();
    if (mine !== turn) leave?.();
    else if (leave) open(leave);
    else await wait();
  }

  function open(leave) {
    const events = new EventSource(`wallet/${id}/events?after=${version()}&integers=string`);
    stop = () => {
      events.close();
      leave();
    };
    events.addEventListener("balance", (event) => changed(JSON.parse(event.data)));
    // The browser connects again by itself. It gives up when the answer is a problem, such as 503 while the broker is
    // away.
    events.addEventListener("error", () => {
      if (events.readyState !== EventSource.CLOSED) return;
      stop();
      wait();
    });
  }

  async function wait() {
    const mine = turn;
    await look().catch(() => {});
    if (mine !== turn) return;
    const timer = setTimeout(begin, period);
    stop = () => clearTimeout(timer);
  }

  async function seen() {
    stop();
    const mine = ++turn;
    if (document.hidden) return;
    await look().catch(() => {});
    if (mine === turn) begin();
  }

  document.addEventListener("visibilitychange", seen);
  if (!document.hidden) begin();
  return () => {
    document.removeEventListener("visibilitychange", seen);
    turn++;
    stop();
  };
}

/**
 * A place for a stream: the function that gives it back, or null where none is free, or where tabs cannot agree on
 * them.
 */
async function place() {
  if (!navigator.locks) return null; // over plain HTTP from another host
  for (let number = 1; number <= streams; number++) {
    const leave = await new Promise((given) => {
      navigator.locks.request(`wallet-stream-${number}`, { ifAvailable: true },
        (lock) => (lock ? new Promise((done) => given(() => done())) : given(null)));
    });
    if (leave) return leave;
  }
  return null;
}
