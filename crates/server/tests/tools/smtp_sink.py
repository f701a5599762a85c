"""A real SMTP server that prints its port, and then each message it took as one line of JSON."""

import asyncio
import json
import sys

from aiosmtpd.controller import Controller


class Sink:
    def __init__(self, refusals):
        self.refusals = refusals

    async def handle_DATA(self, server, session, envelope):
        if self.refusals > 0:
            self.refusals -= 1
            return "451 not now"
        letter = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "data": envelope.content.decode("utf-8")}
        print(json.dumps(letter), flush=True)
        return "250 taken"


controller = Controller(Sink(int(sys.argv[1])), hostname="127.0.0.1", port=0)


async def serve():
    server = await asyncio.get_running_loop().create_server(controller.factory, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


controller.loop = asyncio.new_event_loop()
asyncio.set_event_loop(controller.loop)
controller.loop.run_until_complete(serve())
