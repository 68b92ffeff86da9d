// The Node peer: amqplib and the AWS SDK v3, plain JSON, one unconditional write or one read, published with confirm.
import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import amqp from 'amqplib';

const table = process.env.BENCH_TABLE;
const inFlight = Number(process.env.BENCH_IN_FLIGHT);
const events = 'node-balance-updated';
const dynamoDb = new DynamoDBClient({ endpoint: process.env.BENCH_ENGINE, region: 'us-west-2' });
const connection = await amqp.connect(`amqp://127.0.0.1:${process.env.BENCH_AMQP_PORT}`);

await consume('node-set-balance', async (publish, properties, message) => {
  const at = new Date().toISOString();
  await dynamoDb.send(new UpdateItemCommand({
    TableName: table,
    Key: { user_id: { S: message.userId } },
    UpdateExpression: 'SET balance = :b, updated_at = :u',
    ExpressionAttributeValues: { ':b': { N: String(message.balance) }, ':u': { S: at } },
  }));
  const updated = { userId: message.userId, balance: message.balance, operationId: message.operationId, updatedAt: at };
  await publish(events, '', {}, updated);
  if (properties.replyTo) await publish('', properties.replyTo, { correlationId: properties.correlationId }, updated);
});

await consume('node-get-balance', async (publish, properties, message) => {
  const { Item: item } = await dynamoDb.send(new GetItemCommand({
    TableName: table,
    Key: { user_id: { S: message.userId } },
    ConsistentRead: true,
  }));
  await publish('', properties.replyTo, { correlationId: properties.correlationId }, {
    userId: message.userId,
    found: item !== undefined,
    balance: item && Number(item.balance.N),
    updatedAt: item?.updated_at.S,
  });
});

async function consume(queue, handle) {
  const channel = await connection.createConfirmChannel();
  await channel.assertExchange(events, 'fanout', { durable: true });
  await channel.assertQueue(queue, { durable: true });
  await channel.prefetch(inFlight);
  const publish = (exchange, key, properties, message) => new Promise((resolve, reject) => {
    const options = { contentType: 'application/json', persistent: true, ...properties };
    channel.publish(exchange, key, Buffer.from(JSON.stringify(message)), options, (error) => (error ? reject(error) : resolve()));
  });
  await channel.consume(queue, async (delivery) => {
    await handle(publish, delivery.properties, JSON.parse(delivery.content));
    channel.ack(delivery);
  });
}

process.on('SIGTERM', () => process.exit(0));
