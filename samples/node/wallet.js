// Sets a wallet's balance, gets it, or waits for the next change of any wallet:
// node wallet.js set ID BALANCE | get ID | subscribe
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import amqp from "amqplib";

const [verb, userId, balance] = process.argv.slice(2);
const seconds = Number(process.env.ANSWER_SECONDS ?? 30);
const connection = await amqp.connect(process.env.AMQP_URL ?? "amqp://guest:guest@127.0.0.1:5772");
const channel = await connection.createConfirmChannel();

// The next message in a queue of ours.
const next = (queue) => new Promise((resolve) => channel.consume(queue, resolve, { noAck: true }));

// Sends a request and prints what the worker answers: the answer's name, and the answer.
async function ask(message, id, fields) {
  const { queue } = await channel.assertQueue("", { exclusive: true });
  const properties = { contentType: "application/json", persistent: true, messageId: id, replyTo: queue, correlationId: id };
  properties.timestamp = Math.floor(Date.now() / 1000);
  channel.publish("Wallet.Contracts:" + message, "", Buffer.from(JSON.stringify(fields)), properties);
  await channel.waitForConfirms();
  const answer = await Promise.race([next(queue), setTimeout(seconds * 1000, null, { ref: false })]);
  if (answer === null) {
    console.error(`No answer within ${seconds} s. The request ${id} waits for a worker.`);
    process.exitCode = 3;
    return;
  }
  // As text: JSON.parse would round balances beyond 2^53.
  console.log(answer.properties.type, answer.content.toString());
}

const id = randomUUID();
if (verb === "set" && balance !== undefined) {
  // The operation's id: sent again with the same one, the request takes effect once. The balance as text, which is exact.
  await ask("SetBalance", id, { userId, balance, operationId: id });
} else if (verb === "get" && userId !== undefined) {
  await ask("GetBalance", id, { userId });
} else if (verb === "subscribe") {
  // The next BalanceUpdated: an envelope, whose "message" holds the fields.
  const { queue } = await channel.assertQueue("", { exclusive: true });
  await channel.bindQueue(queue, "Wallet.Contracts:BalanceUpdated", "");
  console.log((await next(queue)).content.toString());
} else {
  console.error("usage: node wallet.js set ID BALANCE | get ID | subscribe");
  process.exitCode = 1;
}
await connection.close();
