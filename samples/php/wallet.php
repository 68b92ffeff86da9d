<?php
// Sets a wallet's balance, gets it, or waits for the next change of any wallet:
// php wallet.php set ID BALANCE | get ID | subscribe

require 'PhpAmqpLib/autoload.php'; // Debian's package; from Composer it is vendor/autoload.php

use PhpAmqpLib\Channel\AMQPChannel;
use PhpAmqpLib\Connection\AMQPStreamConnection;
use PhpAmqpLib\Exception\AMQPTimeoutException;
use PhpAmqpLib\Message\AMQPMessage;

$url = parse_url(getenv('AMQP_URL') ?: 'amqp://guest:guest@127.0.0.1:5772');
$host = rawurldecode(substr($url['path'] ?? '/', 1)) ?: '/';
$connection = new AMQPStreamConnection($url['host'], $url['port'] ?? 5672, $url['user'], $url['pass'], $host);
$channel = $connection->channel();
[$queue] = $channel->queue_declare('', false, false, true); // ours alone, for answers or events

// The next message in our queue.
function next_message(AMQPChannel $channel, string $queue, int $seconds): AMQPMessage
{
    $received = null;
    $channel->basic_consume($queue, '', false, true, false, false, function (AMQPMessage $message) use (&$received) {
        $received = $message;
    });
    while ($received === null) {
        $channel->wait(null, false, $seconds);
    }
    return $received;
}

// Sends a request and prints what the worker answers: the answer's name, and the answer.
function ask(AMQPChannel $channel, string $queue, string $message, string $id, array $fields): int
{
    $channel->confirm_select();
    $channel->basic_publish(new AMQPMessage(json_encode($fields), [
        'content_type' => 'application/json', 'delivery_mode' => AMQPMessage::DELIVERY_MODE_PERSISTENT,
        'message_id' => $id, 'timestamp' => time(), 'reply_to' => $queue, 'correlation_id' => $id,
    ]), "Wallet.Contracts:$message");
    $channel->wait_for_pending_acks();
    $seconds = (int) (getenv('ANSWER_SECONDS') ?: 30);
    try {
        $answer = next_message($channel, $queue, $seconds);
    } catch (AMQPTimeoutException) {
        fwrite(STDERR, "No answer within $seconds s. The request $id waits for a worker.\n");
        return 3;
    }
    echo $answer->get('type'), ' ', $answer->getBody(), "\n";
    return 0;
}

function uuid(): string
{
    $bytes = random_bytes(16);
    $bytes[6] = chr(ord($bytes[6]) & 0x0f | 0x40); // version 4: random
    $bytes[8] = chr(ord($bytes[8]) & 0x3f | 0x80);
    return vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex($bytes), 4));
}

$id = uuid();
$exit_code = 0;
if ($argc === 4 && $argv[1] === 'set') {
    // The operation's id: sent again with the same one, the request takes effect once. The balance as text, which is exact.
    $fields = ['userId' => $argv[2], 'operationId' => $id, 'balance' => $argv[3]];
    $exit_code = ask($channel, $queue, 'SetBalance', $id, $fields);
} elseif ($argc === 3 && $argv[1] === 'get') {
    $exit_code = ask($channel, $queue, 'GetBalance', $id, ['userId' => $argv[2]]);
} elseif ($argc === 2 && $argv[1] === 'subscribe') {
    // The next BalanceUpdated: an envelope, whose "message" holds the fields.
    $channel->queue_bind($queue, 'Wallet.Contracts:BalanceUpdated');
    echo next_message($channel, $queue, 0)->getBody(), "\n";
} else {
    fwrite(STDERR, "usage: php wallet.php set ID BALANCE | get ID | subscribe\n");
    $exit_code = 1;
}
$connection->close();
exit($exit_code);
