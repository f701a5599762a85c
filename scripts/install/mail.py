"""A mail server that takes letters by STARTTLS and a password, and keeps each as a file: mail.py ADDRESS PORT
CERTIFICATE KEY USER PASSWORD."""

import asyncio
import json
import ssl
import sys
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult

address, port, certificate, key, user, password = sys.argv[1:]
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(certificate, key)
folder = Path("/out/letters")


class Letters:
    taken = 0

    async def handle_DATA(self, server, session, envelope):
        letter = message_from_bytes(envelope.content, policy=policy.default)
        text = letter.get_body(("plain",)).get_content()
        kept = {"from": letter["From"], "to": envelope.rcpt_tos, "subject": letter["Subject"], "text": text}
        Letters.taken += 1
        new = folder / "new"
        new.write_text(json.dumps(kept))
        new.rename(folder / f"{Letters.taken:04}.json")
        return "250 taken"


def check(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login.decode(), data.password.decode()) == (user, password))


def session():
    return SMTP(Letters(), tls_context=context, require_starttls=True, auth_required=True, authenticator=check)


async def serve():
    server = await asyncio.get_running_loop().create_server(session, address, int(port))
    print("listening", flush=True)
    await server.serve_forever()


asyncio.run(serve())
