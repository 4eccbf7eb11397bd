"""Raw sockets for tests that need bytes no client library would send."""
import socket
import time


def connect(server, timeout=10):
    s = socket.create_connection(("127.0.0.1", server.port), timeout=timeout)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return s


def read_all(s, quiet=None):
    """Everything until the peer closes, or until `quiet` seconds without a byte. Gives (bytes, closed)."""
    if quiet:
        s.settimeout(quiet)
    data = b""
    while True:
        try:
            piece = s.recv(65536)
        except socket.timeout:
            return data, False
        except ConnectionResetError:
            return data, True
        if not piece:
            return data, True
        data += piece


def exchange(server, raw, quiet=None):
    """Sends raw bytes on a new connection; gives ([status, …], bytes, closed, seconds)."""
    start = time.monotonic()
    with connect(server) as s:
        try:
            s.sendall(raw)
        except (BrokenPipeError, ConnectionResetError):
            pass
        data, closed = read_all(s, quiet)
    return statuses(data), data, closed, time.monotonic() - start


def statuses(data):
    """Status codes of the replies in a byte stream, cut by their Content-Length."""
    found = []
    while data.startswith(b"HTTP/1.1 "):
        head, _, rest = data.partition(b"\r\n\r\n")
        found.append(int(head[9:12]))
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        data = rest[length:]
    return found
