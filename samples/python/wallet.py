"""Sets a wallet's balance, gets it, or waits for the next change of any wallet:
python3 wallet.py set ID BALANCE | get ID | subscribe"""

import json
import os
import sys
import time
import uuid

import pika

seconds = int(os.environ.get("ANSWER_SECONDS", "30"))
connection = pika.BlockingConnection(pika.URLParameters(os.environ.get("AMQP_URL", "amqp://guest:guest@127.0.0.1:5772")))
channel = connection.channel()


def ask(message, id, fields):
    """Sends a request and prints what the worker answers: the answer's name, and the answer."""
    replies = channel.queue_declare("", exclusive=True).method.queue
    properties = pika.BasicProperties(
        content_type="application/json",
        delivery_mode=2,
        message_id=id,
        timestamp=int(time.time()),
        reply_to=replies,
        correlation_id=id,
    )
    channel.confirm_delivery()
    channel.basic_publish("Wallet.Contracts:" + message, "", json.dumps(fields), properties, mandatory=True)
    for _, answer, body in channel.consume(replies, auto_ack=True, inactivity_timeout=seconds):
        if answer is None:
            print(f"No answer within {seconds} s. The request {id} waits for a worker.", file=sys.stderr)
            sys.exit(3)
        if answer.correlation_id == id:
            print(answer.type, body.decode())
            return


def subscribe():
    """Prints the next BalanceUpdated: an envelope, whose "message" holds the fields."""
    events = channel.queue_declare("", exclusive=True).method.queue
    channel.queue_bind(events, "Wallet.Contracts:BalanceUpdated")
    for _, _, body in channel.consume(events, auto_ack=True):
        print(body.decode())
        return


id = str(uuid.uuid4())
match sys.argv[1:]:
    case ["set", user_id, balance]:
        # The operation's id: sent again with the same one, the request takes effect once.
        ask("SetBalance", id, {"userId": user_id, "balance": int(balance), "operationId": id})
    case ["get", user_id]:
        ask("GetBalance", id, {"userId": user_id})
    case ["subscribe"]:
        subscribe()
    case _:
        sys.exit(__doc__)
connection.close()
