// Sets a wallet's balance, gets it, or waits for the next change of any wallet: node wallet.js set ID BALANCE | get ID | subscribe
import { randomUUID } from "node:crypto";
import amqp from "amqplib";

const [verb, userId, balance] = process.argv.slice(2);
const connection = await amqp.connect(process.env.AMQP_URL ?? "amqp://guest:guest@127.0.0.1:5772");
const channel = await connection.createConfirmChannel();

// The next message in a queue of ours.
const next = (queue) => new Promise((resolve) => channel.consume(queue, resolve, { noAck: true }));

// Sends a request and prints what the worker answers: the answer's name, and the answer.
async function ask(message, fields) {
  const { queue } = await channel.assertQueue("", { exclusive: true });
  const correlationId = randomUUID();
  const properties = { contentType: "application/json", persistent: true, replyTo: queue, correlationId };
  channel.publish("Wallet.Contracts:" + message, "", Buffer.from(JSON.stringify(fields)), properties);
  await channel.waitForConfirms();
  const answer = await next(queue);
  // As text: JSON.parse would round balances beyond 2^53.
  console.log(answer.properties.type, answer.content.toString());
}

if (verb === "set" && balance !== undefined) {
  // The balance as text, which is exact. The operation's id: sent again with the same one, the request takes effect once.
  await ask("SetBalance", { userId, balance, operationId: randomUUID() });
} else if (verb === "get" && userId !== undefined) {
  await ask("GetBalance", { userId });
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
