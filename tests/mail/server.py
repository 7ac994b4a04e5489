"""A mail server (aiosmtpd) that is told what to do by lines of JSON, and answers each with one."""

import asyncio
import email
import email.policy
import json
import ssl
import sys
import threading

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

own = json.loads(sys.argv[1])
mails, moods = [], []


def read(session, envelope):
    raw = envelope.content
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    parts = [part for part in mail.walk() if not part.is_multipart()]
    return {
        "from": envelope.mail_from,
        "to": envelope.rcpt_tos,
        "tls": session.ssl is not None,
        "raw": raw.decode(),
        "headers": {name: str(value) for name, value in mail.items()},
        "parts": [
            {"type": part.get_content_type(), "method": part.get_param("method"), "text": part.get_content()} for part in parts
        ],
    }


class Handler:
    def mood(self, at):
        return moods.pop(0)[1] if moods and moods[0][0] == at else None

    async def handle_RCPT(self, server, session, envelope, address, options):
        mood = self.mood("RCPT")
        if mood:
            return mood
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mood = self.mood("DATA")
        if mood and mood != "drop":
            return mood
        mails.append(read(session, envelope))
        if mood == "drop":
            server.transport.abort()
        return "250 OK"


def lets_in(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and [data.login.decode(), data.password.decode()] == own["login"]
    return AuthResult(success=right, handled=False) if not right else AuthResult(success=True)


def factory():
    context = None
    if own.get("certificate"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(own["certificate"], own["key"])
    login = own.get("login")
    return SMTP(
        Handler(),
        hostname="mail.example.nl",
        tls_context=context,
        require_starttls=context is not None,
        authenticator=lets_in if login else None,
        auth_required=bool(login),
        auth_require_tls=False,
    )


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(factory, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)

    def listen():
        for line in sys.stdin:
            asked = json.loads(line)
            if isinstance(asked, list):
                moods[:] = asked
            print(json.dumps(mails), flush=True)
        loop.call_soon_threadsafe(server.close)

    threading.Thread(target=listen, daemon=True).start()
    try:
        await server.serve_forever()
    except asyncio.CancelledError:
        pass


asyncio.run(main())
