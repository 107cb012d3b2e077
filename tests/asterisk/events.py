"""A second listener on the bed: all events of the phone server with its own times, by WebSocket (RFC 6455)."""

import base64
import datetime
import json
import os
import socket
import threading
import urllib.parse
import urllib.request


class Events(threading.Thread):
    """Collects, in its own thread, what keep(event) does not answer None to. `died` says why it ended, if it did."""

    def __init__(self, bed, app, types, keep):
        super().__init__(daemon=True)
        self.kept = []
        self.died = None
        self._keep = keep
        url = urllib.parse.urlsplit(bed.env["ARI_URL"])
        words = "%s:%s" % (bed.env["ARI_USER"], bed.env["ARI_PASSWORD"])
        login = "Authorization: Basic %s\r\n" % base64.b64encode(words.encode()).decode()
        self._socket = socket.create_connection((url.hostname, url.port), timeout=10)
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(("GET %s/events?app=%s&subscribeAll=true HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\n"
                              "Connection: Upgrade\r\nSec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n%s\r\n"
                              % (url.path, app, url.netloc, key, login)).encode())
        self._file = self._socket.makefile("rb")
        status = self._file.readline()
        if b" 101 " not in status:
            raise OSError("no event channel: %r" % status)
        while self._file.readline().strip():
            pass
        self._socket.settimeout(None)
        # Only these types are sent: the listener must not be what slows the server down.
        wanted = json.dumps({"allowed": [{"type": name} for name in types]}).encode()
        request = urllib.request.Request("%s/applications/%s/eventFilter" % (bed.env["ARI_URL"], app), wanted, method="PUT",
                                         headers={"Content-Type": "application/json",
                                                  "Authorization": login.split(": ", 1)[1].strip()})
        urllib.request.urlopen(request, timeout=10).close()
        self.start()

    def run(self):
        try:
            while True:
                kind, data = self._frame()
                if kind == 8:
                    self.died = "closed by the server"
                    return
                if kind == 9:
                    self._send(10, data)
                elif kind in (0, 1):
                    kept = self._keep(json.loads(data))
                    if kept is not None:
                        self.kept.append(kept)
        except (OSError, ValueError) as error:
            self.died = str(error)

    def close(self):
        """True when it had listened until now."""
        alive = self.died is None
        self._socket.shutdown(socket.SHUT_RDWR)
        self.join(5)
        self._socket.close()
        return alive

    def _read(self, count):
        data = self._file.read(count)
        if len(data) < count:
            raise OSError("the connection ended")
        return data

    def _frame(self):
        whole = b""
        kind = None
        while True:
            first, second = self._read(2)
            length = second & 127
            if length > 125:
                length = int.from_bytes(self._read(2 if length == 126 else 8), "big")
            data = self._read(length)
            if first & 15 >= 8:  # a control frame may come between the pieces of a message
                return first & 15, data
            kind = kind or first & 15
            whole += data
            if first & 128:
                return kind, whole

    def _send(self, kind, data):
        mask = os.urandom(4)
        self._socket.sendall(bytes([128 | kind, 128 | len(data)]) + mask
                             + bytes(byte ^ mask[n % 4] for n, byte in enumerate(data)))


def seconds_of(event):
    """Its time, as seconds since 1970, in thousandths."""
    return datetime.datetime.strptime(event["timestamp"], "%Y-%m-%dT%H:%M:%S.%f%z").timestamp()
