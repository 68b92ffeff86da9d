"""The approach of 2015: a Tornado web server that calls DynamoDB through botocore, with the HTTP part of it replaced.

botocore makes, signs and reads; Tornado's AsyncHTTPClient sends. Usage: peer.py PORT
"""

import os
import sys

import botocore.session
from tornado.httpclient import AsyncHTTPClient
from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler

TABLE = os.environ["BENCH_TABLE"]


class AsyncDynamoDb:
    """botocore's client, whose requests somebody else sends."""

    def __init__(self, endpoint):
        self._client = botocore.session.get_session().create_client("dynamodb", region_name="us-west-2", endpoint_url=endpoint)
        AsyncHTTPClient.configure(None, max_clients=int(os.environ["BENCH_IN_FLIGHT"]))
        self._http = AsyncHTTPClient()

    async def call(self, operation, **parameters):
        model = self._client.meta.service_model.operation_model(operation)
        context = {"client_region": "us-west-2", "client_config": self._client.meta.config, "has_streaming_input": False, "auth_type": None}
        made = self._client._convert_to_request_dict(parameters, model, self._client.meta.endpoint_url, context)
        request = self._client._endpoint.create_request(made, model)  # which also signs it
        answer = await self._http.fetch(
            request.url, method=request.method, headers=dict(request.headers.items()), body=request.body, raise_error=False
        )
        raw = {"status_code": answer.code, "headers": answer.headers, "body": answer.body}
        parsed = self._client._response_parser.parse(raw, model.output_shape)
        if answer.code >= 300:
            raise RuntimeError(parsed["Error"])
        return parsed


class WalletHandler(RequestHandler):
    async def post(self, user_id):
        balance = str(int(self.get_body_argument("balance")))
        await dynamo_db.call(
            "UpdateItem",
            TableName=TABLE,
            Key={"user_id": {"S": user_id}},
            AttributeUpdates={"balance": {"Value": {"N": balance}, "Action": "PUT"}},
        )
        self.write("Updated\n")

    async def get(self, user_id):
        answer = await dynamo_db.call("GetItem", TableName=TABLE, Key={"user_id": {"S": user_id}})
        self.write(f"{int(answer['Item']['balance']['N'])}\n")


dynamo_db = AsyncDynamoDb(os.environ["BENCH_ENGINE"])
Application([(r"/wallet/(?P<user_id>\w{8}-\w{4}-\w{4}-\w{4}-\w{12})", WalletHandler)]).listen(int(sys.argv[1]), "127.0.0.1")
IOLoop.current().start()
