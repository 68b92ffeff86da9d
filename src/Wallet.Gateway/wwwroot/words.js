// What the page says of a problem. The gateway's own words are for whoever writes programs.
import { shown } from "./wallet.js";

const next = (isWrite) => isWrite
  ? "It may have happened. “Send again” finds out, and has no second effect."
  : "The page goes on trying.";

const ofReason = {
  WalletNotFound: () => "There is no such wallet yet. Set its balance, and there is.",
  VersionMismatch: ({ version, balance }) => version === undefined || version === "0"
    ? "Somebody has changed it since you looked. Look at it, and send what is still wanted."
    : `Somebody changed it first: it is ${shown(BigInt(balance))} now, at version ${version}. `
      + "Send again what is still wanted.",
  InsufficientFunds: () => "The balance does not cover the amount. Debit less, or credit first.",
  BalanceOutOfRange: () => "The balance would be too large a number. Send a smaller amount.",
  BrokerNotConnected: () =>
    "The gateway has no connection to its broker. Nothing was sent; try again in a few seconds.",
  Busy: () => "The gateway has too much to do. Nothing was sent; try again in a second.",
  NoAnswer: (problem, isWrite) => `No worker has answered in time. ${next(isWrite)}`,
  ConnectionLost: (problem, isWrite) => `The connection to the broker was lost. ${next(isWrite)}`,
  WorkerFailed: (problem, isWrite) =>
    `The worker could not carry it out, and has put it aside for an operator. ${next(isWrite)}`,
};

/** What to say of an error, of a write or of a question. */
export function words(error, isWrite) {
  if (!error.problem) return `The gateway does not answer. ${next(isWrite)}`;
  return ofReason[error.problem.reason]?.(error.problem, isWrite) ?? error.message;
}
