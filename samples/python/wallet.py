"""Sets a wallet's balance, gets it, or waits for the next change of any wallet: python3 wallet.py set ID BALANCE | get ID | subscribe"""

import json
import os
import sys
import uuid

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ.get("AMQP_URL", "amqp://guest:guest@127.0.0.1:5772")))
channel = connection.channel()


def ask(message, fields):
    """Sends a request and prints what the worker answers: the answer's name, and the answer."""
    replies = channel.queue_declare("", exclusive=True).method.queue
    correlation_id = str(uuid.uuid4())
    properties = pika.BasicProperties(content_type="application/json", delivery_mode=2, reply_to=replies, correlation_id=correlation_id)
    channel.confirm_delivery()
    channel.basic_publish("Wallet.Contracts:" + message, "", json.dumps(fields), properties, mandatory=True)
    for _, answer, body in channel.consume(replies, auto_ack=True, inactivity_timeout=30):
        if answer is None:
            sys.exit("No answer within 30 s.")
        if answer.correlation_id == correlation_id:
            print(answer.type, body.decode())
            return


def subscribe():
    """Prints the next BalanceUpdated: an envelope, whose "message" holds the fields."""
    events = channel.queue_declare("", exclusive=True).method.queue
    channel.queue_bind(events, "Wallet.Contracts:BalanceUpdated")
    for _, _, body in channel.consume(events, auto_ack=True):
        print(body.decode())
        return


match sys.argv[1:]:
    case ["set", user_id, balance]:
        # The operation's id: sent again with the same one, the request takes effect once.
        ask("SetBalance", {"userId": user_id, "balance": int(balance), "operationId": str(uuid.uuid4())})
    case ["get", user_id]:
        ask("GetBalance", {"userId": user_id})
    case ["subscribe"]:
        subscribe()
    case _:
        sys.exit(__doc__)
connection.close()
